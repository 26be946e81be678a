"""What a model computes once for all fine-tunes, as a task: whoever trains has the model in memory anyway."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from curate.measurement.kept_examples import examples_in
from curate.measurement.models.base import Model
from curate.measurement.recipe import Recipe
from curate.progress import Tell


def laid_apart(recipes: Iterable[Recipe]) -> list[Recipe]:
    """The first recipe of each number of layers: what is computed ahead of training is the same for the others."""
    first = dict[int, Recipe]()
    for recipe in recipes:
        first.setdefault(recipe.layers, recipe)
    return list(first.values())


@dataclass(frozen=True)
class LayOut:
    """All that training by one recipe does not change."""

    model: Model
    recipe: Recipe
    examples: Path
    """The file of examples; what is computed lies beside it."""

    @property
    def size(self) -> int:
        """How many records."""
        return len(examples_in(self.examples))

    @property
    def is_done(self) -> bool:
        """Whether all of it lies there."""
        return not self.model.ahead(examples_in(self.examples), self.recipe, self.examples.parent)

    def get_ready(self) -> None:
        """Nothing: its examples are laid down before."""

    def made_of(self) -> Sequence[object]:
        """Nothing of the user's own."""
        return ()

    def do(self, tell: Tell) -> None:
        """Compute it."""

        def on_the_way(doing: str, number: int, of: int | None) -> None:
            tell(doing, round(self.size * number / of) if of else 0, self.size)

        self.model.lay_out(examples_in(self.examples), self.recipe, self.examples.parent, on_the_way)
