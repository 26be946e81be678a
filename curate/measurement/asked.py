"""What is asked of a measurement."""

from dataclasses import dataclass, field
from time import monotonic

from curate.errors import UsageError
from curate.measurement.models.proxy.model import NAME, PROXIES, WIDE

SEEDS, QUICK_SEEDS, FEWEST_SEEDS = 5, 3, 2
_LAST_SEED = 2**32 - 1
_MOST = {"budget": 10**9, "learning_rate": 10, "epochs": 1_000, "margin": 100}
"""Of each, what nobody means to exceed."""


@dataclass(frozen=True)
class Asked:
    """The model, how often each arm is trained with it, and how long that may take."""

    model: str = NAME
    also: str | None = None
    """Another model that is asked about the change, too."""
    seeds: int = SEEDS
    seed: int = 0
    budget: float | None = None
    """Seconds since it was asked: no further seed is begun, once two are done, that would end later."""
    quick: bool = False
    """Whether no recipe is looked for, and three seeds are enough."""
    learning_rate: float | None = None
    epochs: float | None = None
    layers: int | None = None
    """Of a recipe that is given, so that none is looked for."""
    margin: float | None = None
    """From which effect on it matters, in nats a response token; else a fiftieth of what training gains."""
    since: float = field(default_factory=monotonic, compare=False)
    """When it was asked, by a clock that nobody sets."""

    def __post_init__(self) -> None:
        if self.seeds < 1:
            raise UsageError("it takes one seed at least.")
        if not 0 <= self.seed <= _LAST_SEED:
            raise UsageError(f"the seed is {self.seed}: it must be between 0 and {_LAST_SEED:,}.")
        if self.layers is not None and self.layers < 0:
            raise UsageError(f"{self.layers} layers can not be trained.", hint="0 trains all.")
        if self.layers and self.model in PROXIES:
            raise UsageError(f"{self.model} is trained as a whole, not by layers.", hint="Name another model.")
        if self.also == self.model:
            other = WIDE if self.model == NAME else NAME
            raise UsageError(f"{self.model} can not be asked twice.", hint=f"Ask another one, such as {other}.")
        for name, most in _MOST.items():
            value = getattr(self, name)
            if value is not None and not 0 < value <= most:
                raise UsageError(f"{name} = {value:g}: it must be more than 0, and at most {most:,}.")

    @property
    def of_seeds(self) -> list[int]:
        """Those that each arm is trained with."""
        return [self.seed + number for number in range(self.seeds)]

    @property
    def chooses(self) -> bool:
        """Whether a recipe is looked for."""
        return not self.quick and self.learning_rate is None and self.epochs is None and self.layers is None
