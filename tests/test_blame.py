"""What goes wrong in code of the user's own."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import curate
from curate.blame import blamed_on
from curate.checks import BUILTIN
from curate.errors import InputError, UsageError
from curate.plugins import load
from curate.steps import Step

Chat = Callable[..., dict[str, Any]]

CHECKS = """
import polars as pl
from curate import RowCheck, SetCheck
from curate.records.columns import is_response, text


class Misspelt(RowCheck, code="ACME001"):
    def flag(self):
        return text().str.no_such_thing()


class Divides(RowCheck, code="ACME002"):
    def flag(self):
        return is_response()

    def spans(self, said):
        return [(0, 1 // 0)]


class Counts(RowCheck, code="ACME003"):
    def flag(self):
        return is_response()

    def tally(self):
        raise KeyError("what is counted")


class Unkeyed(SetCheck, code="ACME004"):
    def facts(self):
        return ()

    def keys(self, records):
        return records.select("no_such_column")

    def decide(self, keys):
        return keys


class Undecided(SetCheck, code="ACME005"):
    def facts(self):
        return ()

    def keys(self, records):
        return records.select("rank")

    def decide(self, keys):
        raise IndexError("nothing is there")
"""
STEP = """
import polars as pl
from curate import Step


class Ordered(Step):
    def setting(self):
        return ""

    def reads(self):
        return [pl.col("rank").no_such_thing()]

    def apply(self, entering):
        return entering


class Coded(Ordered):
    def reads(self):
        return []

    def codes(self, checks):
        return [checks.no_such_thing]
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "acme_broken.py").write_text(CHECKS + STEP, encoding="utf-8")
    yield tmp_path
    sys.modules.pop("acme_broken", None)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Misspelt", "AttributeError: .*no_such_thing"),
        ("Divides", "ZeroDivisionError"),
        ("Counts", "KeyError: 'what is counted'"),
        ("Unkeyed", "no_such_column"),
        ("Undecided", "IndexError: nothing is there"),
    ],
)
def test_a_check_of_ones_own_is_named_with_the_line_whatever_method_fails(
    here: Path, write_lines: Callable[..., Path], chat: Chat, name: str, told: str
) -> None:
    (here / "acme.toml").write_text(f'name = "acme"\n[checks]\n"acme_broken:{name}" = {{}}\n')
    rows = [chat("When does the ferry leave?", "At nine."), chat("And back?", "At noon.")]
    with pytest.raises(UsageError, match=f"acme_broken:{name} can not be computed: .*{told}") as refused:
        curate.run("acme.toml", write_lines(rows), allow_plugins=True)
    assert "acme_broken.py: " in refused.value.hint


@pytest.mark.parametrize("name", ["Ordered", "Coded"])
def test_a_step_of_ones_own_is_named_whatever_method_fails(
    here: Path, write_lines: Callable[..., Path], chat: Chat, name: str
) -> None:
    (here / "acme.toml").write_text(f'name = "acme"\n[[steps]]\nuse = "acme_broken:{name}"\n')
    with pytest.raises(UsageError, match=f"acme_broken:{name} can not be computed: AttributeError"):
        curate.run("acme.toml", write_lines([chat("When?", "At nine.")]), allow_plugins=True)


@pytest.mark.usefixtures("here")
def test_a_step_that_a_program_made_is_named_as_well(write_lines: Callable[..., Path], chat: Chat) -> None:
    kind: type[Any] = Step
    coded = load("acme_broken:Coded", kind, allowed=True, where="here")
    pipeline = curate.Pipeline(name="acme", checks=(), steps=(coded(),))
    with pytest.raises(UsageError, match="acme_broken:Coded can not be computed: AttributeError"):
        curate.run(pipeline, write_lines([chat("When?", "At nine.")]))


class Outside(curate.RowCheck, code="ACME009"):
    """Defined in a test, and so not part of the package."""

    def flag(self) -> pl.Expr:
        return pl.lit(value=True)


@pytest.mark.parametrize("error", [InputError("the file is gone."), MemoryError()])
def test_what_a_part_can_not_help_is_not_blamed_on_it(error: Exception) -> None:
    with pytest.raises(type(error)), blamed_on(Outside()):
        raise error


def test_an_error_of_our_own_stays_one() -> None:
    own = next(check for check in BUILTIN if check.code == "LEN001")
    with pytest.raises(ZeroDivisionError), blamed_on(own()):
        _ = 1 // 0


def test_what_polars_can_not_compute_comes_with_the_hint_and_in_one_line() -> None:
    with (
        pytest.raises(UsageError, match=r"Outside can not be computed: two\.\n") as refused,
        blamed_on(Outside(), "how"),
    ):
        raise pl.exceptions.ComputeError("two\nlines")
    assert refused.value.hint == "how"


@pytest.mark.parametrize(("said", "told"), [("", "ValueError: "), ("two\nlines", "ValueError: two")])
def test_an_error_is_told_in_one_line_whatever_it_says(said: str, told: str) -> None:
    with (
        pytest.raises(UsageError, match=f"Outside can not be computed: {told}\\.") as refused,
        blamed_on(Outside()),
    ):
        raise ValueError(said)
    assert "\n" not in refused.value.message


def test_what_polars_says_nothing_of_is_told_all_the_same() -> None:
    with pytest.raises(UsageError, match="Outside can not be computed"), blamed_on(Outside()):
        raise pl.exceptions.ComputeError
