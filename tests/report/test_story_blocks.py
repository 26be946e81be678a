"""The evidence of a story, block by block."""

import re
from collections.abc import Sequence
from typing import Any

from rich.console import RenderableType

from curate.report.said import Said
from curate.report.story import Story
from curate.report.story_blocks import as_it_stands, as_read, diffs, side_by_side
from curate.report.terminal import captured

Row = dict[str, Any]
TIDE = "The tide turns at ten past eight tonight, so the boats that draw most leave the basin an hour before that."
PLACE = {"key": "aa", "id": None, "file": "data.jsonl", "line": 1, "row": 1, "offset": 0}


def drawn(block: RenderableType | None) -> str:
    assert block is not None
    return captured(lambda out: out.print(block))


def turns(*texts: str) -> list[Said]:
    return [
        Said(("user", "assistant")[n % 2], "", text, f"messages[{n}].content", ()) for n, text in enumerate(texts)
    ]


def story(
    messages: Sequence[Said], findings: Sequence[Row] = (), twin: Story | None = None, name: str = "b"
) -> Story:
    said = list(messages)
    return Story({**PLACE, "id": name}, "dropped", list(findings), said, compared=said, twin=twin)


def found(number: int) -> Row:
    place = {"path": f"messages[{number}].content", "start": 4, "end": 8}
    return {"code": "TXT001", "severity": "warning", "at": "read", "places": [place]}


def test_of_a_long_conversation_the_ends_and_what_is_marked_are_shown() -> None:
    many = turns(*(f"Turn {number} of many." for number in range(40)))
    text = drawn(as_read(story(many, [found(20)])))
    assert "Turn« 20»".replace("« 20»", "") in text
    assert "«TXT001:" in text
    assert "[18 messages]" in text
    assert "[17 messages]" in text
    assert "Turn 39" in text
    assert "Turn 30" not in text


def test_beside_a_twin_a_record_without_marks_is_not_shown_twice() -> None:
    twin = story(turns("When?", TIDE.replace("eight", "nine")), name="a")
    own = story(turns("When?", TIDE), twin=twin)
    assert as_read(own) is None
    title, *rows = drawn(side_by_side(own)).splitlines()
    assert re.search(r"a \(dropped\), \+only here\+ .*\(dropped\), -only here-", title)
    assert re.search(r"\+nine\+ .*-eight-", "\n".join(rows))


def test_where_both_say_the_same_it_is_shown_once() -> None:
    own = story(turns("When?", TIDE), twin=story(turns("When?", TIDE), name="a"))
    assert side_by_side(own) is None
    assert "As read, word for word as a (dropped)" in drawn(as_read(own))


def test_messages_that_both_have_are_shown_on_one_side() -> None:
    long = [f"{TIDE} Pier {number}." for number in range(4)]
    own = story(turns(*long, "Thanks"), twin=story(turns(*long, "Bye"), name="a"))
    text = drawn(side_by_side(own))
    assert text.count("the same") == 2
    assert "[3 messages]" in text
    assert "+Bye+" in text
    assert "-Thanks-" in text


def test_conversations_of_another_length_end_beside_each_other() -> None:
    own = story(turns("When?", "At eight.", "Why?", TIDE), twin=story(turns("When?", TIDE), name="a"))
    assert re.search(r"The tide turns at ten past .*the same", drawn(side_by_side(own)))


def test_a_change_of_white_space_is_told_in_words() -> None:
    edit = {"step": 1, "use": "repair", "field": "output", "before": "a\u2009b", "after": "a b"}
    text = drawn(diffs([edit]))
    assert "Edits, each -before- +after+" in text
    assert "only white space differs" in text


def test_of_many_changes_the_first_are_shown() -> None:
    edit = {"step": 1, "use": "relabel", "field": "score", "before": None, "after": 4}
    text = drawn(diffs([edit] * 9))
    assert text.count("-nothing- +4+") == 6
    assert "and 3 more in edited.jsonl" in text


def test_bytes_that_are_no_text_are_spelled_out_at_their_place() -> None:
    row = {
        "code": "FMT001",
        "raw_base64": "eyJhIjogIkNhZukgYXUgbGFpdCJ9",
        "problems": [{"path": "", "message": "x"}],
    }
    assert '{"a": "Caf«FMT001»\\xe9 au lait"}' in drawn(as_it_stands(row))
