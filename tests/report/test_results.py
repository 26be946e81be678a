from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

import curate
from curate.errors import UnknownName
from curate.records.records import Records

Row = dict[str, Any]
Chat = Callable[..., Row]
Read = Callable[[Sequence[Row]], Records]
Run = tuple[curate.Result, Path]

PROMPT = "Can I freeze a quiche?"
ANSWER = (
    "Yes, baked or unbaked. Wrap it well, write the date on it, and eat it within three months of freezing it."
)


@pytest.fixture
def checked(records_of: Read, chat: Chat) -> curate.Checked:
    rows: list[Row] = [
        chat(PROMPT, ANSWER, id="q-1"),
        chat(PROMPT, ANSWER.upper(), id="q-2"),
        chat("Should I freeze it?", "ok.", id="q-3"),
        {"id": "q-4", "messages": [{"role": "guest", "content": 5}]},
    ]
    return curate.check(records_of(rows))


def test_findings_are_told_in_the_order_of_the_input(checked: curate.Checked) -> None:
    frame = checked.findings.frame
    rows = frame["row"].to_list()
    assert rows == sorted(rows)
    assert frame.filter(frame["code"] == "FMT004")["key"].to_list() == [None]


def test_records_are_counted_once_however_often_they_are_found(checked: curate.Checked) -> None:
    assert (len(checked.findings), checked.findings.records) == (4, 3)
    assert repr(checked.findings) == "Findings(4 in 3 records)"


@pytest.mark.parametrize("name", ["DUP002", "near-duplicate"])
def test_findings_are_picked_by_code_or_name(checked: curate.Checked, name: str) -> None:
    assert set(checked[name].frame["code"]) == {"DUP002"}
    assert len(checked.findings[name]) == len(checked[name]) == 1


def test_a_check_that_is_not_there_can_not_be_picked(checked: curate.Checked) -> None:
    with pytest.raises(UnknownName, match="Did you mean 'DUP002'"):
        checked["DUP02"]


def test_a_family_is_a_leader_with_its_members(checked: curate.Checked) -> None:
    families = checked["DUP002"].families()
    keys = {record["key"] for record in checked.records if record["id"] in ("q-1", "q-2")}
    assert families.columns == ["leader", "member", "similarity"]
    ((leader, member, similarity),) = families.rows()
    assert ({leader, member}, similarity) == (keys, 1.0)


def test_findings_that_name_no_other_record_make_no_family(checked: curate.Checked) -> None:
    assert checked["LEN001"].families().is_empty()


def test_every_check_is_counted_also_where_nothing_was_found(checked: curate.Checked) -> None:
    counts = {row["code"]: row for row in checked.counts().iter_rows(named=True)}
    assert len(counts) == len(checked.statuses)
    assert (counts["LEN001"]["status"], counts["LEN001"]["records"]) == ("found", 1)
    assert (counts["TPL001"]["status"], counts["TPL001"]["records"]) == ("clean", 0)
    assert counts["LNG001"]["status"] == "not-applicable"
    assert "--expect" in counts["LNG001"]["reason"]


def test_a_check_shows_itself_in_a_line(checked: curate.Checked) -> None:
    assert repr(checked) == "Checked(Findings(4 in 3 records), 3 records)"


def test_nothing_of_a_record_is_markup_in_a_notebook(records_of: Read, chat: Chat) -> None:
    evil = "<script>alert(1)</script>"
    records = records_of([chat(evil, evil + " &amp;", id=evil), chat(evil, "ok.", id=evil)])
    result = curate.run("sft-default", records)
    for shown in (records, result, result.findings, curate.check(records), result.kept):
        page = shown._repr_html_()
        assert "<script" not in page
        assert page.startswith("<p>")


def test_what_was_not_selected_is_not_among_the_findings(records_of: Read, chat: Chat) -> None:
    records = records_of([chat(PROMPT, "ok."), {"messages": 3}])
    checked = curate.check(records, ignore=["FMT"])
    assert checked.findings.frame["code"].to_list() == ["LEN001"]
    assert len(checked.records.rejects) == 1


def test_the_ledger_of_a_run_counts_every_input(sample_run: Run) -> None:
    result, _ = sample_run
    assert [(i.format, i.read, i.rejected) for i in result.ledger.inputs] == [
        ("messages", 336, 2),
        ("alpaca", 107, 0),
    ]
    assert sum(i.kept for i in result.ledger.inputs) == result.ledger.kept == len(result.kept)


def test_each_dropped_record_has_one_row_with_its_reason(sample_run: Run) -> None:
    result, _ = sample_run
    dropped = result.dropped
    assert dropped.height == result.ledger.dropped == dropped["key"].n_unique()
    assert dropped.select("code", "name", "message", "step", "file", "line").null_count().sum_horizontal()[0] == 0
    by_step = dict(dropped.group_by("step").len().iter_rows())
    assert by_step == {step.step: step.dropped for step in result.ledger.steps if step.dropped}


def test_dropped_records_are_told_in_the_order_of_the_input(write_lines: Callable[..., Path], chat: Chat) -> None:
    late = write_lines([chat(PROMPT, "ok.", id="first")], "zebra.jsonl")
    early = write_lines([chat(PROMPT, "fine.", id="second")], "aardvark.jsonl")
    result = curate.run("sft-default", curate.read(late, early))
    assert result.dropped["id"].to_list() == ["first", "second"]


def test_a_run_that_drops_nothing_has_an_empty_table_of_the_same_shape(
    records_of: Read, chat: Chat, sample_run: Run
) -> None:
    result = curate.run("sft-default", records_of([chat(PROMPT, ANSWER)]))
    assert result.dropped.is_empty()
    assert result.dropped.schema == sample_run[0].dropped.schema
    assert repr(result) == "Result(1 read = 0 rejected + 0 dropped + 1 kept)"


def test_what_is_kept_is_a_set_of_records_with_its_bytes(records_of: Read, chat: Chat) -> None:
    rows = [chat(PROMPT, "ok."), chat(PROMPT, ANSWER, id="q-1", note="é  two spaces")]
    kept = curate.run("sft-default", records_of(rows)).kept
    assert [record["id"] for record in kept] == ["q-1"]
    assert [raw.decode() for raw in kept.raw(0)] == [
        (kept.inputs[0].source.path).read_text(encoding="utf-8").splitlines()[1]
    ]


def test_gates_are_judged_by_what_stands_in_the_input(
    write_lines: Callable[..., Path], chat: Chat, tmp_path: Path
) -> None:
    path = tmp_path / "strict.toml"
    gates = "[gates]\nmax_count = { short-response = 0, LNG001 = 99 }\nmin_records = 1\n"
    path.write_text(f'name = "strict"\n[[steps]]\nuse = "drop"\non = ["LEN001"]\n{gates}', encoding="utf-8")
    result = curate.run(str(path), write_lines([chat(PROMPT, "ok."), chat(PROMPT, ANSWER)]))
    ledger = result.ledger
    assert [(gate.gate, gate.value, gate.holds) for gate in ledger.gates] == [
        ("min_records", 1, True),
        ("max_count.short-response", 1, False),
        ("max_count.LNG001", None, False),
    ]
    assert not result.holds
    for shown in (repr(result), result._repr_html_()):
        assert "broken gate: max_count.short-response is 1, the limit is 0" in shown
        assert "broken gate: max_count.LNG001 could not be told" in shown
        assert "min_records" not in shown
