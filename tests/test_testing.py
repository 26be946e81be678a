"""What a check of one's own is held to."""

import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from curate import RowCheck
from curate.errors import InputError
from curate.records.columns import is_response, text
from curate.testing import Case, CheckCases, cases, finds, quotation, undocumented


class SaysPerhaps(RowCheck, code="ACME001"):
    """The response says perhaps.

    Why it matters: a reader wants to know.

    Found: assistant: "Perhaps on Monday."

    Passes: assistant: "On Monday."
    """

    word: str = "perhaps"
    """What is looked for."""

    def flag(self) -> pl.Expr:
        return is_response() & text().str.to_lowercase().str.contains(self.word, literal=True)


class QuotesAll(SaysPerhaps, code="ACME002"):
    """It has no more to say"""

    def message(self) -> pl.Expr:
        return pl.format("says {}", text())


def case(*responses: str, found: tuple[int, ...], why: str = "about the ferry", **more: object) -> Case:
    rows = [
        {
            "messages": [
                {"role": "user", "content": "When does the ferry go?"},
                {"role": "assistant", "content": said},
            ]
        }
        for said in responses
    ]
    return Case.model_validate({"why": why, "records": rows, "found": found, **more})


def written(folder: Path, *every: Case) -> Path:
    path = folder / "cases.jsonl"
    path.write_text("".join(each.model_dump_json() + "\n" for each in every), encoding="utf-8")
    return path


def test_rows_are_counted_from_0_and_settings_are_those_of_the_case() -> None:
    ferry = case("At ten.", "Perhaps at noon.", "It may go at one.", found=(1,))
    assert finds(SaysPerhaps, ferry) == [1]
    assert finds(SaysPerhaps, ferry.model_copy(update={"settings": {"word": "may"}})) == [2]


def test_a_record_that_can_not_be_read_is_no_case() -> None:
    torn = case("At ten.", found=())
    torn.records[0]["messages"].append({"role": "visitor", "content": "And back?"})
    with pytest.raises(AssertionError, match="about the ferry: a record can not be read"):
        finds(
            SaysPerhaps, torn.model_copy(update={"records": (*case("At noon.", found=()).records, *torn.records)})
        )


@pytest.mark.parametrize("line", ["{", '{"why": "", "found": []}', '{"why": "x"}', '{"why": "x", "foun": [0]}'])
def test_a_line_that_is_no_case_is_told_with_its_number(tmp_path: Path, line: str) -> None:
    path = written(tmp_path, case("At ten.", found=()))
    path.write_text(path.read_text(encoding="utf-8") + line, encoding="utf-8")
    with pytest.raises(InputError, match=r"cases.jsonl, line 2 is no case"):
        cases(path)


def held(check: type[RowCheck], file: Path) -> CheckCases:
    settings = {"check": check, "file": file, "found": 1, "passing": 1}
    made: CheckCases = type("Made", (CheckCases,), settings)()
    return made


def test_each_test_fails_for_its_own_reason(tmp_path: Path) -> None:
    good, wrong = (
        case("Perhaps at noon, if the wind drops.", found=(0,)),
        case("At ten.", found=(0,), why="no word"),
    )
    tests = held(QuotesAll, written(tmp_path, good, wrong))
    tests.test_it_finds_these_records_and_no_others(good)
    with pytest.raises(AssertionError, match=r"no word: found \[\], not \[0\]"):
        tests.test_it_finds_these_records_and_no_others(wrong)
    with pytest.raises(AssertionError, match=r"quotes 'Perhaps at noon"):
        tests.test_its_messages_quote_no_text(good)
    with pytest.raises(AssertionError, match="2 cases are found and 0 pass"):
        tests.test_it_has_cases_that_are_found_and_near_misses_that_pass()
    with pytest.raises(AssertionError, match="QuotesAll: the docstring opens with"):
        tests.test_it_says_what_it_finds_why_that_matters_and_gives_an_example_of_each_kind()
    twice = held(SaysPerhaps, written(tmp_path, good, case("At ten.", found=())))
    with pytest.raises(AssertionError, match="several cases for one reason"):
        twice.test_it_has_cases_that_are_found_and_near_misses_that_pass()


def test_a_check_that_keeps_to_all_of_it_passes(tmp_path: Path) -> None:
    every = (case("Perhaps at noon.", found=(0,)), case("At ten.", found=(), why="says when"))
    tests = held(SaysPerhaps, written(tmp_path, *every))
    tests.test_it_has_cases_that_are_found_and_near_misses_that_pass()
    tests.test_it_says_what_it_finds_why_that_matters_and_gives_an_example_of_each_kind()
    for each in every:
        tests.test_its_messages_quote_no_text(each)


@pytest.mark.parametrize(
    ("doc", "lacking"),
    [
        ("It is found. And more.", "not one sentence"),
        ("It is found.", "not with"),
        ("It is found.\n\nWhy it matters: so.\n\nFound: this.", "not with"),
        ("It is found.\n\nWhy it matters: so.\n\nFound:\n\nPasses: that.", "nothing is said after Found:"),
        ("It is found.\n\nWhy it matters: so.\n\nFound: this.\n\nPasses: that.", ""),
    ],
)
def test_a_docstring_says_what_why_and_two_examples(
    monkeypatch: pytest.MonkeyPatch, doc: str, lacking: str
) -> None:
    monkeypatch.setattr(SaysPerhaps, "__doc__", doc)
    assert lacking in undocumented(SaysPerhaps)
    assert bool(lacking) == bool(undocumented(SaysPerhaps))


@pytest.mark.parametrize(
    ("message", "quoted"),
    [
        ("3 of at least 5 words", ""),
        ("it says The ferry goes", "The ferry goes"),
        ("what follows is ferry goes at noon, on", " ferry goes at noon,"),
        ("on Sundays ends it", ""),
    ],
)
def test_a_quotation_is_a_short_text_or_a_stretch_of_a_long_one(message: str, quoted: str) -> None:
    texts = ["The ferry goes", "The last ferry goes at noon, on Sundays at one."]
    assert quotation(message, texts) == quoted


def test_pytest_is_not_needed_to_import_it() -> None:
    code = "import sys, curate, curate.testing; print('pytest' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
