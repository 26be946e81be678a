"""What people's labels say of a set."""

from collections.abc import Callable
from pathlib import Path

import pytest

import curate
from curate.errors import InputError
from curate.labels import Label
from curate.records.records import Records
from curate.report.coverage.as_json import CoverageReport, coverage_report
from curate.report.coverage.labelled import Labelled
from curate.report.coverage.markdown import coverage_markdown
from curate.report.coverage.text import print_coverage
from curate.report.terminal import captured
from curate.taxonomy.read import taxonomy
from tests.report.coverage.conftest import TARGET

BY = taxonomy()


@pytest.fixture(scope="module")
def told(mixed: Callable[..., Records]) -> Records:
    """Prompts of which nobody has labelled any."""
    return mixed(labelled=False)


def table(tmp_path: Path, lines: list[str], name: str = "ann.csv") -> Path:
    path = tmp_path / name
    path.write_text("\n".join(["key,label,by", *lines]) + "\n")
    return path


def test_labels_of_records_that_are_not_there_are_counted_and_refused_only_if_none_is(told: Records) -> None:
    key = told.index["key"][0]
    labelled = Labelled.of(told, [Label(key, "coding", "ann"), Label("none", "coding", "ann")])
    assert (list(labelled.told), labelled.absent) == ([key], 1)
    with pytest.raises(InputError, match="none of the 1 labels is of a record"):
        Labelled.of(told, [Label("none", "coding", "ann")])


def test_a_label_gives_type_and_group(told: Records) -> None:
    keys = told.index["key"][:3].to_list()
    labels = [Label(key, means, "ann") for key, means in zip(keys, ["coding", "write", "other:none"], strict=True)]
    types = Labelled.of(told, labels).types(told, BY)
    assert set(types.select("prompt_type", "group").rows()) == {
        ("coding", "code"),
        ("other:unsure", "write"),
        ("other:none", None),
    }


def test_shares_are_what_labels_say_and_then_they_are_no_guess(told: Records, tmp_path: Path) -> None:
    """Of what rules call an open question, the labels call three of four a translation."""
    drawn = curate.label(told, 60)
    said = dict(curate.coverage(told).prompts.select("key", "prompt_type").rows())
    lines = [
        f"{key},{'translation' if said[key] == 'open_qa' and at % 4 else said[key]},ann"
        for at, key in enumerate(drawn.sheet["key"])
        if not said[key].startswith("other")
    ]
    found = curate.coverage(told, TARGET, labels=table(tmp_path, lines))
    row = found.table.filter(found.table["type"] == "translation").row(0, named=True)
    assert 0.3 < row["share"] < 0.6
    assert row["share_low"] < row["share"] < row["share_high"]
    assert found.is_judged
    assert set(found.flags["status"]) <= {"found", "check"}
    doubted = found.flags.filter((found.flags["status"] == "check") & (found.flags["code"] != "COV009"))
    assert set(doubted["type"]) <= {"open_qa"}
    assert "open_qa" in found.flags.filter(found.flags["code"] == "COV009")["type"].to_list()


def test_what_labels_let_estimate_is_not_held_against_counts(
    mixed: Callable[..., Records], tmp_path: Path
) -> None:
    """Of 60 prompts, no two alike, the labels say that half are of another type."""
    records = mixed({"open_qa": 120, "summarization": 60})
    kinds = dict(curate.coverage(records).prompts.select("key", "prompt_type").rows())
    keys = curate.label(records, 60).sheet["key"]
    lines = [
        f"{key},{'coding' if kinds[key] == 'summarization' and at % 2 else kinds[key]},ann"
        for at, key in enumerate(keys)
    ]
    found = curate.coverage(records, labels=table(tmp_path, lines))
    row = found.table.filter(found.table["type"] == "summarization").row(0, named=True)
    assert row["effective"] < 0.75 * row["records"]
    assert "COV006" not in found.flags["code"].to_list()
    text = captured(lambda out: print_coverage(out, found, limit=None))
    assert "records  families" not in text.splitlines()[0]
    assert "≈120  66.7 %" in text
    assert "≈ families, and shares, are estimated from these; openings" in text
    assert "| open_qa | ≈120 |" in coverage_markdown(found)
    assert "Types     by the records' own labels, and by 60 labels of a sample" in text


def test_what_not_even_all_labels_would_tell_is_said(mixed: Callable[..., Records], tmp_path: Path) -> None:
    """A reference of nine prompts knows its own shares too little."""
    own = mixed({"open_qa": 60, "summarization": 20})
    beside = mixed({"open_qa": 5, "summarization": 4})
    keys = curate.label(own, 20).sheet["key"].to_list()
    kinds = dict(curate.coverage(own).prompts.select("key", "prompt_type").rows())
    path = table(tmp_path, [f"{key},{kinds[key]},ann" for key in keys])
    text = captured(lambda out: print_coverage(out, curate.coverage(own, beside, labels=path), limit=None))
    assert "not even labels of all prompts would tell: summarization" in text


def test_two_labellers_are_compared_and_where_they_differ_nothing_counts(told: Records, tmp_path: Path) -> None:
    keys = told.index["key"][:20].to_list()
    kinds = ["coding", "open_qa"] * 10
    one = table(tmp_path, [f"{key},{kind}," for key, kind in zip(keys, kinds, strict=True)])
    changed = ["translation", *kinds[1:]]
    other = table(tmp_path, [f"{key},{kind}," for key, kind in zip(keys, changed, strict=True)], "ben.csv")
    found = curate.coverage(told, TARGET, labels=[one, other])
    assert found.labels is not None
    assert found.labels.by == ["ann", "ben"]
    assert found.labels.open == 1
    assert found.counts.labels == 19
    assert found.labels.agreement is not None
    assert 0.8 < found.labels.agreement.alpha < 1
    text = captured(lambda out: print_coverage(out, found, limit=None))
    assert "Labels    20 records by ann, ben" in text
    assert "1 times one says coding, another translation" in text
    assert "1 record on which they differ count" in text
    report = coverage_report(found)
    CoverageReport.model_validate(report)
    assert report["labels"]["confusions"] == [{"one": "coding", "other": "translation", "records": 1}]


def test_one_labeller_agrees_with_nobody(told: Records, tmp_path: Path) -> None:
    key = told.index["key"][0]
    found = curate.coverage(told, labels=table(tmp_path, [f"{key},coding,ann", "gone,coding,ann"]))
    assert found.labels is not None
    assert found.labels.agreement is None
    assert coverage_report(found)["labels"]["alpha"] is None
    assert "1 label of records that are not here" in captured(lambda out: print_coverage(out, found, limit=None))


def test_without_labels_there_are_none(told: Records) -> None:
    found = curate.coverage(told)
    assert found.labels is None
    assert coverage_report(found)["labels"] is None


def test_the_table_fits_a_screen_whatever_doubts_labels_leave(told: Records, tmp_path: Path) -> None:
    kinds = ["advice_planning", "functional_writing", "classification"]
    keys = curate.label(told, 24).sheet["key"]
    path = table(tmp_path, [f"{key},{kinds[at % 3] if at % 2 else 'open_qa'},ann" for at, key in enumerate(keys)])
    found = curate.coverage(told, "instructgpt", labels=path)
    text = captured(lambda out: print_coverage(out, found, limit=None)).split("\n\n")[0]
    assert "…" not in text
    assert max(map(len, text.splitlines())) <= 100
