"""A recipe is what it says."""

from dataclasses import replace

from curate.measurement.recipe import FEWEST_STEPS, LEAST_TOKENS, Recipe
from curate.measurement.schedule import steps_of


def test_recipes_that_say_the_same_are_one() -> None:
    one = Recipe(learning_rate=1e-3, epochs=2, layers=0, tokens=50, context=64)
    assert {one, replace(one), replace(one, epochs=1)} == {one, replace(one, epochs=1)}


def test_a_name_made_of_it_tells_all_of_it() -> None:
    """Fine-tunes are kept by what they are made of."""
    one = Recipe(learning_rate=1e-3, epochs=2, layers=0, tokens=50, context=64)
    fields = ("learning_rate", "epochs", "layers", "tokens", "context", "warm_up", "clip", "averaged", "decay")
    assert len({repr(one), *(repr(replace(one, **{name: 7})) for name in fields)}) == len(fields) + 1


def test_a_small_set_has_smaller_steps_and_enough_of_them() -> None:
    usual = Recipe(learning_rate=1e-3, epochs=2, layers=0, tokens=2_000, context=128)
    assert usual.fitted(120_000) == usual
    assert steps_of(6_000, 2, usual.fitted(6_000).tokens) == FEWEST_STEPS
    assert usual.fitted(600).tokens == LEAST_TOKENS
    assert replace(usual, tokens=50).fitted(600).tokens == 50
