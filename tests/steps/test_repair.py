import polars as pl

import curate
from curate.checks import RowCheck
from curate.checks.length import ShortResponse
from curate.pipeline import default_checks
from curate.steps import Repair
from tests.steps.laws import DoubleSpace, Row, again, pipeline, read, run

SAID: list[Row] = [
    {"role": "user", "content": "Which  moss is this?"},
    {"role": "assistant", "content": "Wall  screw-moss,  most likely."},
]


class Stubborn(RowCheck, code="ACME003"):
    """A word of the trade that is not mended."""

    def flag(self) -> pl.Expr:
        return pl.col("content").str.contains("screw-moss", literal=True)

    def mended(self, text: str) -> str:
        return text.replace("absent", "present")


def test_every_text_that_was_found_is_mended_and_each_change_is_told() -> None:
    result = run([{"messages": SAID, "id": "m-1"}], Repair(on=("ACME001",)))
    assert result.edited.select("step", "field", "before", "after").rows() == [
        (1, "messages[0].content", '"Which  moss is this?"', '"Which moss is this?"'),
        (1, "messages[1].content", '"Wall  screw-moss,  most likely."', '"Wall screw-moss, most likely."'),
    ]
    (entry,) = result.ledger.steps
    assert (entry.use, entry.setting, entry.edited, entry.dropped) == ("repair", "ACME001", 1, 0)


def test_a_record_that_was_not_found_is_not_edited() -> None:
    assert run([], Repair(on=("ACME001",))).edited.is_empty()


def test_what_can_not_be_mended_stays_and_is_found_again() -> None:
    stubborn = pipeline(Repair(on=("ACME003",)), more=[Stubborn()])
    result = curate.run(stubborn, read([{"messages": SAID}]))
    assert result.edited.is_empty()
    assert len(result["ACME003"]) == len(again(result)["ACME003"]) == 2


def test_a_check_is_mended_by_a_step_only_if_it_says_how() -> None:
    assert Repair.fixes(DoubleSpace())
    assert not Repair.fixes(ShortResponse())
    assert [check.code for check in default_checks() if check.code.startswith("DUP") and Repair.fixes(check)] == []


def test_findings_name_the_step_that_mends_them() -> None:
    result = run([{"messages": SAID}], Repair(on=("ACME001",)))
    assert set(result["ACME001"].frame["fix"]) == {"repair"}
