import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import curate
from curate import InputError, RowCheck, UsageError
from curate.api import load_pipeline
from curate.checks.language import OtherLanguage
from curate.checks.length import ShortResponse
from curate.errors import OutputRefused, UnknownName
from curate.pipeline import Pipeline
from curate.records.columns import text
from curate.records.records import Records
from curate.steps.drop import Drop
from curate.steps.repair import Repair

Row = dict[str, Any]
Chat = Callable[..., Row]
Read = Callable[[Sequence[Row]], Records]
Write = Callable[..., Path]

PROMPT = "Which night train goes from Vienna to Rome, and does it carry bicycles?"
ANSWER = "The Nightjet runs every evening; bicycles go in the multipurpose car if you book a place for them."
PORTUGUESE = (
    "O comboio noturno parte todas as noites e também leva bicicletas, mas não se esqueça de reservar um lugar, "
    "porque ao fim de semana são muitas as pessoas que querem viajar com elas."
)


class SaysBicycle(RowCheck, code="ACME001"):
    """The text speaks of bicycles."""

    def flag(self) -> pl.Expr:
        return text().str.contains("bicycle")


class SaysTrain(RowCheck, code="ACME001"):
    """The text speaks of trains."""

    def flag(self) -> pl.Expr:
        return text().str.contains("train")


class ShortAnswer(RowCheck, code="LEN001"):
    """The text has few letters."""

    def flag(self) -> pl.Expr:
        return text().str.len_chars() < 10


def found(checked: curate.Checked) -> set[str]:
    return {status.check.code for status in checked.statuses if status.status == "found"}


def test_files_and_paths_are_read_alike(write_lines: Write, chat: Chat) -> None:
    path = write_lines([chat(PROMPT, ANSWER)])
    assert list(curate.read(path)) == list(curate.read(str(path)))


def test_several_files_are_one_set(write_lines: Write, chat: Chat) -> None:
    one = write_lines([chat(PROMPT, ANSWER)], "one.jsonl")
    other = write_lines([{"instruction": PROMPT, "output": ANSWER}], "other.jsonl")
    records = curate.read(one, other)
    assert [each.format for each in records.inputs] == ["messages", "alpaca"]
    assert len(records) == 2


def test_the_format_may_be_told(write_lines: Write) -> None:
    rows = [{"prompt": PROMPT, "completion": ANSWER, "instruction": PROMPT, "output": ANSWER}]
    assert curate.read(write_lines(rows), format="alpaca").inputs[0].format == "alpaca"


def test_an_unknown_format_is_refused_with_the_nearest(write_lines: Write, chat: Chat) -> None:
    with pytest.raises(UnknownName, match="Did you mean 'sharegpt'"):
        curate.read(write_lines([chat(PROMPT, ANSWER)]), format="share-gpt")


def test_reading_nothing_is_refused() -> None:
    with pytest.raises(InputError, match="no file is named"):
        curate.read()


def test_what_is_being_read_is_told(write_lines: Write, chat: Chat) -> None:
    told: list[tuple[str, int, int | None]] = []
    path = write_lines([chat(PROMPT, ANSWER)] * 2_000)
    curate.read(path, tell=lambda *what: told.append(what))
    assert told == [(f"reading {path}", 2_000, None)]


def test_a_check_changes_nothing(write_lines: Write, chat: Chat) -> None:
    path = write_lines([chat(PROMPT, "ok."), chat(PROMPT, ANSWER)])
    before = path.read_bytes()
    records = curate.read(path)
    frame = records.frame.clone()
    assert found(curate.check(records)) == {"LEN001", "DUP003"}
    assert path.read_bytes() == before
    assert records.frame.equals(frame)


def test_a_file_may_be_checked_without_reading_it_first(write_lines: Write, chat: Chat) -> None:
    path = write_lines([chat(PROMPT, "ok.")])
    assert curate.check(path).findings.frame.equals(curate.check(curate.read(path)).findings.frame)


@pytest.mark.parametrize(
    ("select", "ignore", "codes"),
    [
        ([], [], {"LEN001", "TXT001", "REF001", "DUP003"}),
        (["LEN"], [], {"LEN001"}),
        (["short-response", "TXT001"], [], {"LEN001", "TXT001"}),
        ([], ["REF", "DUP", "encoding-damage"], {"LEN001"}),
        (["REF", "TXT"], ["REF001"], {"TXT001"}),
    ],
)
def test_checks_are_chosen_by_code_family_or_name(
    records_of: Read, chat: Chat, select: list[str], ignore: list[str], codes: set[str]
) -> None:
    responses = ("ok.", "The cafÃ© car is open.", "As an AI, I own no bicycle.")
    records = records_of([chat(PROMPT, response) for response in responses])
    assert found(curate.check(records, select=select, ignore=ignore)) == codes


def test_a_wrong_name_is_told_before_a_long_file_is_read(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="LEM001"):
        curate.check(tmp_path / "not-there.jsonl", select=["LEM001"])


def test_a_check_with_settings_of_ones_own_takes_the_place_of_the_default(records_of: Read, chat: Chat) -> None:
    checked = curate.check(
        records_of([chat("Explain how a tram carries bicycles.", "It does carry them.")]),
        [ShortResponse(min_words=5)],
    )
    assert found(checked) == {"LEN001"}
    assert len(checked.statuses) == len(curate.check(records_of([chat(PROMPT, ANSWER)])).statuses)


def test_a_check_of_ones_own_runs_beside_the_others(records_of: Read, chat: Chat) -> None:
    checked = curate.check(records_of([chat(PROMPT, "ok.")]), [SaysBicycle()])
    assert found(checked) == {"ACME001", "LEN001"}


@pytest.mark.parametrize(
    "checks", [[SaysBicycle(), SaysTrain()], [ShortAnswer()]], ids=["of one's own", "one built in"]
)
def test_two_checks_with_one_code_are_refused(records_of: Read, chat: Chat, checks: list[curate.Check]) -> None:
    with pytest.raises(UsageError, match="both have the code"):
        curate.check(records_of([chat(PROMPT, ANSWER)]), checks)


def test_languages_are_unexpected_only_where_some_are_expected(records_of: Read, chat: Chat) -> None:
    records = records_of([chat(PROMPT, PORTUGUESE)])
    assert found(curate.check(records)) == set()
    assert found(curate.check(records, expect=["en", "pt"])) == set()
    assert found(curate.check(records, expect=["en"])) == {"LNG001"}


def test_a_run_writes_nothing_unless_told_where(
    records_of: Read, chat: Chat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = records_of([chat(PROMPT, "ok."), chat(PROMPT, ANSWER)])
    before = sorted(tmp_path.rglob("*"))
    monkeypatch.chdir(tmp_path)
    assert len(curate.run("sft-default", records).kept) == 1
    assert sorted(tmp_path.rglob("*")) == before


def test_a_pipeline_goes_by_name_by_path_or_as_a_value(write_lines: Write, chat: Chat, tmp_path: Path) -> None:
    data = write_lines([chat(PROMPT, "ok."), chat(PROMPT, ANSWER)])
    path = tmp_path / "short.toml"
    path.write_text('name = "short"\n[[steps]]\nuse = "drop"\non = ["LEN001"]\n', encoding="utf-8")
    value = Pipeline(name="short", steps=(Drop(on=("LEN001",)),))
    for pipeline in ("sft-default", str(path), value):
        assert curate.run(pipeline, data).dropped["code"].to_list() == ["LEN001"]


def test_languages_given_to_a_run_stand_in_place_of_the_pipelines(
    write_lines: Write, chat: Chat, tmp_path: Path
) -> None:
    path = tmp_path / "english.toml"
    settings = '[checks]\nunexpected-language = { expect = ["en"] }\n[[steps]]\nuse = "drop"\non = ["LNG001"]\n'
    path.write_text(f'name = "english"\n{settings}', encoding="utf-8")
    data = write_lines([chat(PROMPT, PORTUGUESE)])
    assert len(curate.run(str(path), data).kept) == 0
    assert len(curate.run(str(path), data, expect=["pt"]).kept) == 1


def test_a_run_into_a_folder_of_others_is_refused(records_of: Read, chat: Chat, tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter-3.tex").write_text("To be written.", encoding="utf-8")
    with pytest.raises(OutputRefused, match="chapter-3"):
        curate.run("dedup-only", records_of([chat(PROMPT, ANSWER)]), out=tmp_path / "thesis")


@pytest.mark.parametrize("name", ["sft-defualt", "nowhere.toml", "."])
def test_a_pipeline_that_is_not_there_is_refused(name: str) -> None:
    with pytest.raises(UsageError):
        load_pipeline(name)


@pytest.mark.parametrize("name", ["LEN001", "short-response"])
def test_a_check_is_explained_by_code_or_name(name: str) -> None:
    told = curate.explain(name)
    assert told.startswith("The response has too few words to teach anything.")
    assert "Why it matters" in told


def test_an_unknown_check_is_not_explained() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'LEN001'"):
        curate.explain("LEN01")


def test_no_file_of_settings_is_read(
    write_lines: Write, chat: Chat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "curate.toml").write_text('ignore = ["LEN001"]', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert "LEN001" in found(curate.check(write_lines([chat("Explain how a tide mill works.", "ok.")])))


def test_a_check_in_preview_runs_where_it_is_named(
    write_lines: Write, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ShortResponse, "preview", True)
    records = curate.read(write_lines([chat("Explain how a tide mill works.", "ok.")]))
    assert "LEN001" not in found(curate.check(records))
    assert "LEN001" in found(curate.check(records, preview=["short-response"]))


def test_a_run_that_can_not_read_its_input_leaves_no_folder_behind(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        curate.run("dedup-only", tmp_path / "not-there.jsonl", out=tmp_path / "out")
    assert not (tmp_path / "out").exists()
    (tmp_path / "kept").mkdir()
    with pytest.raises(InputError):
        curate.run("dedup-only", tmp_path / "not-there.jsonl", out=tmp_path / "kept")
    assert list((tmp_path / "kept").iterdir()) == []


def test_a_check_in_preview_runs_where_it_is_handed_over(records_of: Read, chat: Chat) -> None:
    records = records_of([chat(PROMPT, ANSWER)])
    statuses = {each.check.code: each.status for each in curate.check(records, [OtherLanguage()]).statuses}
    assert statuses["LNG002"] == "clean"
    assert {each.check.code: each.status for each in curate.check(records).statuses}["LNG002"] == "not-selected"


def test_what_one_run_has_made_of_held_records_another_run_does_not_change(tmp_path: Path) -> None:
    said = "That’s what a heron says.<|endoftext|>".encode().decode("cp1252")
    turns = [{"role": "user", "content": "What does a heron say?"}, {"role": "assistant", "content": said}]
    (tmp_path / "heron.jsonl").write_text(json.dumps({"messages": turns}) + "\n")
    records = curate.read(tmp_path / "heron.jsonl")
    mend = {code: Pipeline(name="mend", steps=(Repair(on=(code,)),)) for code in ("TXT001", "TPL001")}

    letters, marks = (curate.run(each, records).kept for each in mend.values())
    both = curate.run(mend["TPL001"], letters).kept
    told = [next(iter(each))["messages"][1]["content"] for each in (letters, marks, both, records)]
    assert told == [
        "That’s what a heron says.<|endoftext|>",
        said.removesuffix("<|endoftext|>"),
        "That’s what a heron says.",
        said,
    ]
