import pytest

from curate.errors import UnknownName
from curate.steps import BUILTIN, Step, step_called
from curate.steps.drop import Drop
from curate.steps.keep_one import KeepOne


@pytest.mark.parametrize(("name", "step"), [("drop", Drop), ("keep-one", KeepOne)])
def test_a_step_is_found_by_its_name(name: str, step: type[Step]) -> None:
    assert step_called(name) is step


def test_no_two_steps_have_one_name() -> None:
    names = [step.use for step in BUILTIN]
    assert len(set(names)) == len(names)


def test_every_step_and_setting_is_documented() -> None:
    for step in BUILTIN:
        assert step.__doc__
        assert all(step.meanings().values()), step.use


def test_an_unknown_step_is_refused_with_its_place_and_the_nearest() -> None:
    with pytest.raises(
        UnknownName, match=r"mine.toml, line 4: there is no step called 'keepone'. Did you mean 'keep-one'"
    ):
        step_called("keepone", where="mine.toml, line 4")
