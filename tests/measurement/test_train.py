"""A fine-tune does what its recipe says, and nothing else."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

pytestmark = pytest.mark.torch
pytest.importorskip("torch")

from curate.measurement import train as training  # noqa: E402
from curate.measurement.arms import Arm  # noqa: E402
from curate.measurement.encoded import Encoded, encoded  # noqa: E402
from curate.measurement.models.proxy.decoder import Size  # noqa: E402
from curate.measurement.recipe import Recipe  # noqa: E402
from curate.measurement.schedule import steps  # noqa: E402
from curate.measurement.train import Losses, Task, scored, train  # noqa: E402

WORDS = 40
RECIPE = Recipe(learning_rate=0.05, epochs=2, layers=0, tokens=20, context=32, warm_up=0.5, clip=1e9, averaged=0.0)


def some(count: int = 12) -> Encoded:
    """Records of many lengths; of some all but one token is trained on."""
    draw = np.random.default_rng(5)
    drawn = (draw.integers(1, WORDS, 3 + at % 9).tolist() for at in range(count))
    return encoded(((tokens[: at % 3], tokens[at % 3 :]) for at, tokens in enumerate(drawn)), 32)


def net_of(examples: Encoded) -> Any:  # noqa: ANN401  torch is imported late
    import torch

    from curate.measurement.models.proxy.net import ProxyNet

    torch.manual_seed(7)
    return ProxyNet(None, WORDS, Size(width=8, layers=1, heads=2), examples)


def arm_of(examples: Encoded) -> Arm:
    return Arm(np.arange(len(examples)), np.arange(100, 100 + len(examples)).astype(np.uint64))


def trained(recipe: Recipe, task: Task, examples: Encoded | None = None) -> tuple[Any, dict[int, Losses]]:
    examples = examples or some()
    net = net_of(examples)
    return net, train(net, examples, recipe, task, lambda _: None)


def weights_of(net: Any) -> list[Any]:  # noqa: ANN401
    return [weight.detach().numpy().copy() for weight in net.weights()]


def plainly(recipe: Recipe, task: Task, examples: Encoded) -> list[Any]:
    """The same steps, one record at a time, as a textbook has them."""
    import torch

    net = net_of(examples)
    optimizer = torch.optim.AdamW(net.weights(), lr=recipe.learning_rate, weight_decay=recipe.decay)
    rows, tokens = task.arm.rows, examples.trained[task.arm.rows]
    for number, own in enumerate(steps(task.arm.keys, tokens, task.seed, recipe.tokens, task.steps), start=1):
        losses = []
        for row in rows[own]:
            ids, before = list(examples)[row]
            ids = torch.from_numpy(ids.astype(np.int64))[None]
            where = torch.arange(max(before, 1), ids.shape[1]) - 1
            scores = net.decoder.scores(ids, torch.zeros_like(where), where)
            losses.append(torch.nn.functional.cross_entropy(scores, ids[0, where + 1], reduction="none"))
        for group in optimizer.param_groups:
            group["lr"] = recipe.learning_rate * min(1.0, number / max(1.0, recipe.warm_up * task.steps))
        optimizer.zero_grad()
        torch.cat(losses).mean().backward()
        torch.nn.utils.clip_grad_norm_(net.weights(), recipe.clip)
        optimizer.step()
    return weights_of(net)


@pytest.mark.parametrize("clip", [1e9, 0.01])
@pytest.mark.parametrize("count", [1, 4])
def test_steps_are_those_of_a_plain_loop_over_response_tokens(count: int, clip: float) -> None:
    examples, recipe = some(), replace(RECIPE, clip=clip)
    task = Task(arm_of(examples), 3, count, {})
    net, _ = trained(recipe, task, examples)
    for own, plain in zip(weights_of(net), plainly(recipe, task, examples), strict=True):
        np.testing.assert_allclose(own, plain, rtol=1e-4, atol=1e-6)


def test_clipping_and_warm_up_change_what_is_learned() -> None:
    """Or the test before could not see them."""
    task = Task(arm_of(some()), 3, 4, {})
    (one, _), *others = (
        trained(recipe, task)
        for recipe in (RECIPE, replace(RECIPE, clip=0.001, decay=0.0), replace(RECIPE, warm_up=0.0))
    )
    for other, _ in others:
        assert any((a != b).any() for a, b in zip(weights_of(one), weights_of(other), strict=True))


@pytest.mark.parametrize("together", [1, 12, 30, 10_000])
def test_how_many_records_go_together_changes_no_gradient(monkeypatch: pytest.MonkeyPatch, together: int) -> None:
    examples = some()
    task = Task(arm_of(examples), 3, 3, {})
    monkeypatch.setattr(training, "TOGETHER", together)
    net, _ = trained(RECIPE, task, examples)
    for own, plain in zip(weights_of(net), plainly(RECIPE, task, examples), strict=True):
        np.testing.assert_allclose(own, plain, rtol=1e-4, atol=1e-6)


def test_it_is_looked_at_before_between_and_at_the_end() -> None:
    examples = some()
    rows = np.asarray([4, 0, 4])
    task = Task(arm_of(examples), 3, 4, {0: rows, 2: rows[:1], 4: rows})
    net, found = trained(RECIPE, task, examples)
    assert {step: len(losses) for step, losses in found.items()} == {0: 3, 2: 1, 4: 3}
    untrained = net_of(examples)
    for which, step in ((untrained, 0), (net, 4)):
        np.testing.assert_array_equal(found[step], scored(which, examples, rows))
    assert found[0][0] == found[0][2] > found[4][0]
    _, half = trained(replace(RECIPE, warm_up=0.25), Task(task.arm, 3, 2, {2: rows[:1]}), examples)
    _, whole = trained(replace(RECIPE, warm_up=0.125), task, examples)
    np.testing.assert_array_equal(half[2], whole[2])


def test_looking_changes_nothing() -> None:
    task = Task(arm_of(some()), 3, 4, {})
    blind, _ = trained(RECIPE, task)
    watched, _ = trained(RECIPE, replace(task, looks={at: np.arange(5) for at in range(5)}))
    for one, other in zip(weights_of(blind), weights_of(watched), strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_loss_is_the_mean_over_the_response_of_each_record() -> None:
    import torch

    examples = some()
    net, rows = net_of(examples), np.asarray([7, 2])
    with torch.no_grad():
        sums = [float(net.sums(rows[at : at + 1])[0]) for at in range(2)]
    np.testing.assert_allclose(scored(net, examples, rows), sums / examples.trained[rows], rtol=1e-6)


def test_the_same_task_comes_to_the_same_bytes_and_another_seed_to_others() -> None:
    task = Task(arm_of(some()), 3, 4, {4: np.arange(12)})
    one, again, other = (trained(RECIPE, each)[1][4].tobytes() for each in (task, task, replace(task, seed=4)))
    assert one == again != other


def test_each_step_is_told() -> None:
    examples, told = some(), list[int]()
    train(net_of(examples), examples, RECIPE, Task(arm_of(examples), 3, 3, {}), told.append)
    assert told == [1, 2, 3]


def test_an_arm_of_one_short_record_is_trained_on_again_and_again() -> None:
    examples = some()
    task = Task(Arm(np.asarray([3]), np.asarray([9], np.uint64)), 0, 5, {0: np.asarray([3]), 5: np.asarray([3])})
    _, found = trained(RECIPE, task, examples)
    assert found[5] < found[0]


def test_the_threads_and_the_chance_of_whoever_calls_stay_as_they_were() -> None:
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(2)
    state = torch.random.get_rng_state()
    try:
        examples = some()
        net = net_of(examples)
        state = torch.random.get_rng_state()
        train(net, examples, RECIPE, Task(arm_of(examples), 3, 1, {}), lambda _: None)
        assert torch.get_num_threads() == 2
        assert torch.equal(torch.random.get_rng_state(), state)
    finally:
        torch.set_num_threads(threads)


def test_torch_is_not_needed_to_say_what_is_to_be_trained() -> None:
    assert "torch" not in vars(training)
    assert Task(arm_of(some()), 0, 1, {}).steps == 1
