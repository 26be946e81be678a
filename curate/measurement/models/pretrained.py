"""A pretrained model: SmolLM2 out of a package, a folder, or one of the hub."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from curate.errors import UsageError
from curate.extras import needed
from curate.files.digest import digest_of
from curate.files.room import used
from curate.measurement.encoded import Encoded, encoded
from curate.measurement.models.base import Message
from curate.measurement.models.kept_as import kept_as
from curate.measurement.models.proxy.model import PROXIES
from curate.measurement.recipe import Recipe
from curate.pretrained.conversation import Conversations, Refusal
from curate.pretrained.place import folder_of
from curate.pretrained.quiet import EXTRA, quiet
from curate.progress import Tell

if TYPE_CHECKING:
    from curate.measurement.models.precision import Numbers
    from curate.measurement.models.states import States
    from curate.measurement.models.upper_net import UpperNet

_READ = (".safetensors", ".json", ".jinja", ".txt", ".model")
"""How the files end that decide what a model does."""
_LAYERS, _CONTEXT = 4, 1_024


@dataclass(frozen=True)
class Pretrained:
    """A model in a folder. Its weights and its tokenizer are read by each process that needs them."""

    name: str
    folder: Path
    digest: str
    layers: int
    parameters: int
    positions: int
    """Tokens that it can look at."""
    numbers: "Numbers"
    """In which it computes."""
    width: int
    """Of a state."""
    words: int
    """That the head scores."""
    adapter: int = 0
    """The rank of adapters that are trained instead of weights; 0 for none."""
    timing: bool = False
    """Whether only the time counts that training takes, and not what comes of it."""

    def usual(self) -> Recipe:
        """The recipe where none is chosen."""
        context = min(_CONTEXT, self.positions)
        layers = min(_LAYERS, self.layers)
        return Recipe(learning_rate=3e-4, epochs=1, layers=layers, tokens=1_000, context=context)

    @property
    def conversations(self) -> Conversations:
        """Its tokenizer and its template."""
        return Conversations(self.name, self.folder)

    def encode(self, records: Sequence[Sequence[Message]], context: int) -> Encoded:
        """Records as tokens, each as the model's own template says it.

        Raises:
            UsageError: the template refuses a record, or the context is longer than the model's.
        """
        if context > self.positions:
            raise UsageError(f"{self.name} can look at {self.positions:,} tokens, and not at {context:,}.")
        return encoded(self._turns(records), context)

    def _turns(self, records: Sequence[Sequence[Message]]) -> list[tuple[list[int], list[int]]]:
        found = list[tuple[list[int], list[int]]]()
        for record, turns in zip(records, self.conversations.turns(records), strict=True):
            if isinstance(turns, Refusal):
                begins = shorten(" ".join(turn["content"] for turn in record), 80, placeholder=" ...")
                raise UsageError(
                    f"{turns.reason}; the record begins {begins!r}.",
                    hint="TOK003 finds such records: leave them out, or name another model.",
                )
            found.append((turns.prompt, turns.response))
        return found

    def for_timing(self) -> "Pretrained":
        """The same, for which nothing has to be laid out."""
        return replace(self, timing=True)

    def ahead(self, examples: Encoded, recipe: Recipe, folder: Path) -> float:
        """By how many weights each token goes: up the lower layers, against up and down those that are trained.

        Of a step of training, the head takes its part on response tokens alone, and has no weights to be changed.
        """
        if not recipe.layers:
            return 0.0
        first, head = self._first(recipe), self.words * self.width
        layer = max(0, self.parameters - head) / self.layers
        rows = self._states(recipe, folder).missing(examples)
        prompts = int(examples.lengths.sum()) / max(1, int(examples.trained.sum()))
        step = recipe.tokens * (prompts * 3 * (self.layers - first) * layer + 2 * head)
        return int(examples.lengths[rows].sum()) * first * layer / step

    def lay_out(self, examples: Encoded, recipe: Recipe, folder: Path, tell: Tell) -> None:
        """Compute what the lower layers make of each record, unless it lies there."""
        if not recipe.layers or self.timing:
            return
        from curate.measurement.models.memory import give_back
        from curate.measurement.models.precision import device
        from curate.measurement.models.weights import whole

        first = self._first(recipe)
        states = self._states(recipe, folder)
        if len(states.missing(examples)):
            states.compute(whole(self.folder, self.name, self._kind).to(device()), first, examples, tell)
            give_back()
        used(states.folder)

    def net(self, examples: Encoded, recipe: Recipe, folder: Path, seed: int) -> "UpperNet":
        """The upper layers as they were, or adapters on them, over what `lay_out` has kept."""
        from curate.measurement.models.adapter import adapted
        from curate.measurement.models.layers import copied
        from curate.measurement.models.precision import device
        from curate.measurement.models.states import AnyStates
        from curate.measurement.models.upper_net import UpperNet
        from curate.measurement.models.weights import kept_upper, upper

        first = self._first(recipe)
        read = upper if self.timing else kept_upper
        begun = read(self.folder, self.name, self._kind, first, self.numbers).to(device())
        model = adapted(begun, first, self.adapter, seed) if self.adapter else copied(begun, first)
        states = AnyStates(self.width) if self.timing else self._states(recipe, folder)
        below = (first, states) if recipe.layers else None
        return UpperNet(model, examples, self.numbers, below)

    def _first(self, recipe: Recipe) -> int:
        """The lowest layer that is trained."""
        return max(0, self.layers - recipe.layers) if recipe.layers else 0

    def _states(self, recipe: Recipe, folder: Path) -> "States":
        from curate.measurement.models.states import States

        return States(folder / f"{kept_as(self.digest)[:16]}-{self._first(recipe)}", self.width, self.numbers)

    @property
    def _kind(self) -> str:
        """Of the weights: those that only carry adapters may be coarse."""
        return self.numbers if self.adapter else "float32"


def pretrained(name: str, *, numbers: "Numbers | None" = None, adapter: int | None = None) -> Pretrained:
    """A model by name.

    Args:
        name: `smollm2-135m`, a folder, or a model of the hub.
        numbers: In which it computes; whatever is faster here, where it is not given.
        adapter: The rank of adapters; by the size of the model, where it is not given.

    Raises:
        UsageError: there is no such model, it can not be read safely, or it has no chat template.
    """
    needed("torch", extra=EXTRA, purpose=f"measuring with {name}")
    from curate.measurement.models.adapter import fitting_rank, must_be_there
    from curate.measurement.models.precision import fitting

    folder = folder_of(name, beside=PROXIES).absolute()
    config, parameters = _config(folder, name), _parameters(folder, name)
    rank = fitting_rank(parameters) if adapter is None else adapter
    if rank:
        must_be_there(name)
    chosen = numbers or fitting()
    made = Pretrained(
        name=name,
        folder=folder,
        digest=_digest(folder, f"{chosen} {rank}"),
        layers=config.num_hidden_layers,
        parameters=parameters,
        positions=config.max_position_embeddings,
        width=config.hidden_size,
        words=config.vocab_size,
        numbers=chosen,
        adapter=rank,
    )
    _ = made.conversations.tokenizer  # tells now that there is no template
    return made


def _digest(folder: Path, how: str) -> str:
    told = sha256(how.encode())
    for file in sorted(path for path in folder.iterdir() if path.suffix in _READ):
        told.update(f" {file.name} {digest_of(file)}".encode())
    return told.hexdigest()


def _config(folder: Path, name: str) -> Any:  # noqa: ANN401  of transformers
    purpose = f"reading {name}"
    transformers = needed("transformers", extra=EXTRA, purpose=purpose)
    with quiet(purpose):
        try:
            read = transformers.AutoConfig.from_pretrained(
                str(folder), local_files_only=True, trust_remote_code=False
            )
        except (OSError, ValueError, KeyError) as error:
            reason = str(error).strip().partition("\n")[0]
            raise UsageError(f"the model {name} can not be read: {reason}") from None
    return read.get_text_config()


def _parameters(folder: Path, name: str) -> int:
    """How many there are, from the heads of the files."""
    safetensors = needed("safetensors", extra=EXTRA, purpose=f"reading {name}")
    count = 0
    try:
        for file in sorted(folder.glob("*.safetensors")):
            with safetensors.safe_open(file, framework="np") as weights:
                for each in weights.keys():  # noqa: SIM118  it is no dictionary
                    size = 1
                    for side in weights.get_slice(each).get_shape():
                        size *= side
                    count += size
    except (OSError, safetensors.SafetensorError) as error:
        raise UsageError(f"the weights of {name} can not be read: {error}.") from None
    return count
