"""One fine-tune: from the model's beginning, on one arm with one seed, scored as it goes."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from curate.measurement.arms import Arm
from curate.measurement.averaging import Averaged
from curate.measurement.batches import alike_in_length
from curate.measurement.encoded import Encoded, Places
from curate.measurement.models.base import Net, Tensor
from curate.measurement.recipe import Recipe
from curate.measurement.schedule import steps

Losses = npt.NDArray[np.float64]
TOGETHER = 1_000
"""Tokens that go through the network at once: more would not fit into what a processor keeps near."""


@dataclass(frozen=True)
class Task:
    """What one fine-tune does."""

    arm: Arm
    """What it is trained on."""
    seed: int
    steps: int
    looks: Mapping[int, Places]
    """After how many steps which examples are scored; 0 is before any training."""


def train(
    net: Net, examples: Encoded, recipe: Recipe, task: Task, done: Callable[[int], None]
) -> dict[int, Losses]:
    """Fine-tune, and score.

    Args:
        net: Weights that nothing has trained yet.
        examples: Records to train on, and to score.
        recipe: How to train.
        task: On what, how long, and what to look at.
        done: Called with the number of each step that is done.

    Returns:
        At each look, the loss of each scored example: nats a response token.
    """
    with steady(task.seed):
        found = {0: scored(net, examples, task.looks[0])} if 0 in task.looks else {}
        averaged = Averaged(net.weights(), recipe.averaged * task.steps)
        for step in _descent(net, examples, recipe, task):
            averaged.add()
            done(step)
            if step in task.looks:
                with averaged.in_place():
                    found[step] = scored(net, examples, task.looks[step])
        return found


@contextmanager
def steady(seed: int) -> Iterator[None]:
    """What is computed within gives the same digits whenever it is; what is drawn without is left as it was."""
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # another number of threads would give other digits
    try:
        with torch.random.fork_rng():
            torch.manual_seed(seed)
            yield
    finally:
        torch.set_num_threads(threads)


def scored(net: Net, examples: Encoded, rows: Places) -> Losses:
    """The loss of each example, nats a response token."""
    import torch

    losses = np.zeros(len(examples))
    with torch.no_grad():
        for group in alike_in_length(examples, np.unique(rows), 4 * TOGETHER):
            losses[group] = net.sums(group).double().cpu().numpy()
    own: Losses = losses[rows] / examples.trained[rows]
    return own


def _descent(net: Net, examples: Encoded, recipe: Recipe, task: Task) -> Iterator[int]:
    """The number of each step, once it is done."""
    import torch

    weights = net.weights()
    optimizer = torch.optim.AdamW(weights, lr=recipe.learning_rate, weight_decay=recipe.decay)
    tokens = examples.trained[task.arm.rows]
    order = steps(task.arm.keys, tokens, task.seed, recipe.tokens, task.steps)
    for step, positions in enumerate(order, start=1):
        rise = step / max(1.0, recipe.warm_up * task.steps)
        optimizer.param_groups[0]["lr"] = recipe.learning_rate * min(1.0, rise)
        _add_gradients(net, examples, task.arm.rows[positions], int(tokens[positions].sum()))
        torch.nn.utils.clip_grad_norm_(weights, recipe.clip)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        yield step


def _add_gradients(net: Net, examples: Encoded, rows: Places, tokens: int) -> None:
    """Of the mean loss over all response tokens of a step, a few records at a time."""
    for group in alike_in_length(examples, rows, TOGETHER):
        loss: Tensor = net.sums(group).sum() / tokens
        loss.backward()
