"""Coverage as a person reads it."""

import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

import curate
from curate.records.records import Records
from curate.report.coverage.as_json import coverage_report
from curate.report.coverage.result import Coverage
from curate.report.coverage.text import BAR, bar, print_coverage, ratio_words
from curate.report.terminal import captured
from tests.report.coverage.mill import rows as mill


def printed(found: Coverage, limit: int | None = None) -> str:
    return captured(lambda out: print_coverage(out, found, limit=limit))


def test_the_worst_comes_first_with_what_there_is_what_is_to_be_and_what_to_collect(against: Coverage) -> None:
    lines = printed(against).splitlines()
    assert lines[0].split() == ["type", "families", "share", "target", "ratio", "collect"]
    assert lines[1].split()[:6] == ["translation", "0", "0.0", "%", "10.0", "%"]
    assert lines[1].endswith("missing")
    assert lines[2].startswith("summarization")
    assert "+" in lines[2]
    assert "4.4 %  20.0 %" in lines[2]


def test_it_says_what_the_numbers_rest_on(against: Coverage, guessed: Coverage, alone: Coverage) -> None:
    assert "Types     by the records' own labels" in printed(against)
    assert "by rules that nobody has checked here" in printed(guessed)
    assert "Target    none" in printed(alone)
    assert "would have to be of other types" in printed(against)


def test_without_a_target_shares_stand_alone(alone: Coverage) -> None:
    lines = printed(alone).splitlines()
    assert lines[0].split() == ["type", "records", "families", "share", "openings", "as", "varied", "as"]
    assert lines[1].split()[:3] == ["open_qa", "160", "160"]


def test_what_is_left_out_is_counted(against: Coverage) -> None:
    assert "more; --limit 0 shows all of them" in printed(against, 1)
    assert "more; --limit 0" not in printed(against, None)


def test_no_line_is_longer_than_a_screen(beside: Coverage, guessed: Coverage) -> None:
    for found in (beside, guessed):
        table = printed(found).split("\n\n")[0].splitlines()
        assert max(map(len, table)) <= 100
        assert "…" not in printed(found).split("\n\n")[0]


def test_ratios_have_three_digits_so_that_no_verdict_is_cut(mixed: Callable[..., Records]) -> None:
    own = mixed({"open_qa": 300, "translation": 300}, labelled=False)
    found = curate.coverage(own, mixed({"open_qa": 200, "translation": 2, "summarization": 60}, labelled=False))
    table = printed(found).split("\n\n")[0]
    assert "…" not in table
    assert "over? check" in table
    row = found.table.filter(pl.col("type") == "translation").row(0, named=True)
    assert row["ratio"] > 10
    assert f"{row['ratio']:.0f} (" in table


def test_of_a_reference_it_says_how_much_is_not_told(mixed: Callable[..., Records], tmp_path: Path) -> None:
    path = tmp_path / "odd.jsonl"
    odd = [{"prompt": f"Zx{at}vb {at}?", "completion": "I do not know."} for at in range(10)]
    path.write_text("".join(json.dumps(row) + "\n" for row in [*mill({"open_qa": 30}, labelled=False), *odd]))
    found = curate.coverage(mixed(labelled=False), path)
    assert "30 families of prompts, and 25.0 % of its prompts not told" in printed(found)
    assert coverage_report(found)["target"]["unsure"] == pytest.approx(0.25)


@pytest.mark.parametrize(
    ("part", "drawn"),
    [(0, "·" * BAR), (1, "█" * BAR), (7.5, "█" * BAR), (0.5, "█" * (BAR // 2) + "·" * (BAR // 2))],
)
def test_a_bar_is_as_full_as_the_part_and_never_longer(part: float, drawn: str) -> None:
    assert bar(part) == drawn
    assert len(bar(part)) == BAR
    assert bar(1e-9) != "·" * BAR


def test_a_ratio_has_bounds_where_there_is_a_doubt() -> None:
    assert ratio_words({"ratio": 0.22, "ratio_low": 0.14, "ratio_high": 0.35}) == "0.22 (0.14-0.35)"
    assert ratio_words({"ratio": 0.5, "ratio_low": 0.5, "ratio_high": 0.5}) == "0.50"
    assert ratio_words({"ratio": 0.5, "ratio_low": 0.1, "ratio_high": float("inf")}) == "0.50 (0.10-...)"
    assert ratio_words({"ratio": None, "ratio_low": None, "ratio_high": None}) == ""


def test_a_value_of_a_facet_can_not_harm_a_terminal(records_of: Callable[..., Records]) -> None:
    from tests.report.coverage.mill import rows

    evil = "\x1b[31m\u202egnp"
    every = [{**row, "writer": evil if at % 2 else "ben"} for at, row in enumerate(rows({"coding": 80}))]
    every += [{**row, "writer": "ben"} for row in rows({"translation": 80})]
    text = printed(curate.coverage(records_of(every), fields=["writer"]))
    assert "\x1b[31m\u202e" not in text
    assert "\\u202e" in text
