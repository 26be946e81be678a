"""What the records of some lines say, read from their source only when it is asked for."""

import json
from pathlib import Path

import numpy as np
import pytest

from curate.errors import InputError
from curate.files.digest import digest_of_bytes
from curate.files.texts import TextFile
from curate.records.frame import Held
from curate.records.known import Reading, known_as
from curate.records.unread import Lines, said_in

KNOWN = known_as(Reading("prompt-completion"), delimited=False)
SAID = [f"Heron {number}." for number in range(6)]


def stretch(path: Path, first: int, count: int) -> Lines:
    """Some lines of a file, which is written with all of them."""
    rows = [json.dumps({"prompt": "Who?", "completion": said}).encode() + b"\n" for said in SAID]
    path.write_bytes(b"".join(rows))
    offset, data = sum(map(len, rows[:first])), b"".join(rows[first : first + count])
    assert KNOWN
    return Lines(TextFile(path.name, path, "lines", ""), KNOWN, (0, offset, len(data)), digest_of_bytes(data)).of(
        count
    )


def responses(*several: Held) -> list[str]:
    return [messages[-1]["content"] for messages in said_in(several)["messages"].to_list()]


def test_records_are_read_from_where_they_stand(tmp_path: Path) -> None:
    one, other = stretch(tmp_path / "a.jsonl", 0, 2), stretch(tmp_path / "a.jsonl", 3, 3)
    assert responses(one, other) == [*SAID[:2], *SAID[3:]]
    assert responses(other.slice(1), one.head(1), stretch(tmp_path / "b.jsonl", 2, 1)) == [
        *SAID[4:],
        SAID[0],
        SAID[2],
    ]
    assert responses(other.slice(1).head(1), one.head(9).slice(2)) == [SAID[4]]


def test_of_some_rows_only_their_stretches_are_read(tmp_path: Path) -> None:
    whole = [stretch(tmp_path / "a.jsonl", 0, 2), stretch(tmp_path / "b.jsonl", 2, 4).slice(1)]
    assert said_in(whole, np.array([0, 2, 4])).equals(said_in(whole)[[0, 2, 4]])
    (tmp_path / "a.jsonl").unlink()
    assert said_in(whole, np.array([3])).height == 1


def test_what_is_at_hand_is_not_read_again(tmp_path: Path) -> None:
    lines = stretch(tmp_path / "a.jsonl", 0, 3)
    held = said_in([lines])
    (tmp_path / "a.jsonl").unlink()
    known = lines.at_hand(held)
    assert lines.held is None
    assert known.held is not None
    assert responses(known.slice(1), held.head(1)) == [*SAID[1:3], SAID[0]]
    assert known.let_go() == lines


def test_a_source_that_says_something_else_by_now_is_named(tmp_path: Path) -> None:
    lines = stretch(tmp_path / "a.jsonl", 0, 3)
    (tmp_path / "a.jsonl").write_bytes((tmp_path / "a.jsonl").read_bytes().replace(b"Heron", b"Egret"))
    with pytest.raises(InputError, match="was changed after it was read"):
        said_in([lines])
