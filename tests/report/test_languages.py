"""How many responses are in each language."""

from collections.abc import Callable
from typing import Any

import polars as pl

import curate
from curate.report.check_json import check_report
from curate.report.languages import SHOWN, language_lines

SPANISH = "salimos del puerto antes del amanecer porque el viento ya cambiaba y nadie quería remar"
ENGLISH = "we left the port before dawn because the wind was about to turn and nobody wanted to row"


def lines(*told: tuple[str, int] | tuple[str, int, int]) -> list[str]:
    rows = [(*each, 0)[:3] for each in told]
    frame = pl.DataFrame(rows, schema=["language", "records", "by_record"], orient="row")
    return [line.plain for line in language_lines(frame)]


def test_each_language_has_a_name_a_number_and_a_share() -> None:
    assert lines(("en", 1_200), ("und", 300)) == [
        "Language  en  English           1,200  80.0 %",
        "          und  can not be told    300  20.0 %",
    ]


def test_how_many_are_told_by_their_records_stands_beside_them() -> None:
    assert lines(("en", 1_200, 1_000), ("es", 300)) == [
        "Language  en  English  1,200  80.0 %  1,000 short, by their records",
        "          es  Spanish    300  20.0 %",
    ]


def test_of_many_languages_the_most_frequent_are_told_and_the_others_together() -> None:
    codes = ["en", "de", "fr", "es", "it", "nl", "pl", "sv", "fi", "da"]
    told = lines(*((code, 20 - at) for at, code in enumerate(codes)))
    assert len(told) == SHOWN + 1
    assert told[-1].split() == ["5", "others", "65", "41.9", "%"]


def test_where_none_was_told_there_is_no_line(records_of: Callable[..., Any], chat: Callable[..., Any]) -> None:
    assert list(language_lines(None)) == lines() == []
    checked = curate.check(records_of([chat("Why so early?", ENGLISH)]))
    assert checked.languages is None
    assert check_report(checked)["languages"] is None


def test_a_response_that_only_calls_a_tool_has_no_language_and_is_not_counted(
    records_of: Callable[..., Any], chat: Callable[..., Any], command: Callable[..., tuple[int, str, str]]
) -> None:
    call = {"id": "a", "type": "function", "function": {"name": "tide", "arguments": "{}"}}
    calling = chat("When is the tide?", "")
    calling["messages"][1] |= {"content": None, "tool_calls": [call]}
    records = records_of([calling, chat("Why so early?", ENGLISH)])
    checked = curate.check(records, expect=["en"])
    assert checked.languages is not None
    assert checked.languages.rows() == [("en", 1, 0)]
    assert check_report(checked)["languages"] == [{"language": "en", "records": 1, "by_record": 0}]
    assert (
        "Language  en  English  1  100 %" in command("check", records.inputs[0].source.name, "--expect", "en")[1]
    )


def test_responses_are_counted_as_they_were_read(records_of: Callable[..., Any], chat: Callable[..., Any]) -> None:
    rows = [
        chat("Why so early?", ENGLISH),
        chat("¿Por qué?", SPANISH),
        chat("Why?", f"{ENGLISH}."),
        chat("Why?", ""),
    ]
    rows[3]["messages"] = rows[3]["messages"][:1]
    checked = curate.check(records_of(rows), expect=["en"])
    told = [{"language": "en", "records": 2, "by_record": 0}, {"language": "es", "records": 1, "by_record": 0}]
    assert checked.languages is not None
    assert checked.languages.to_dicts() == told
    assert check_report(checked)["languages"] == told
