import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.files import brackets
from curate.files.brackets import Nesting, Standing, ends_in

SCRAPS = st.lists(
    st.sampled_from([b"[", b"]", b"{", b"}", b",", b'"', b"\\", b"\\\\", b'\\"', b"\n", b"a"]), max_size=40
).map(b"".join)


def by_hand(text: bytes, start: int) -> tuple[list[int], int | None]:
    """The same one byte at a time, as a person would."""
    commas, depth, inside, escaped = [], 0, False, False
    for at, byte in enumerate(text[start:], start):
        char = chr(byte)
        if char == '"' and not escaped:
            inside = not inside
        elif not inside and char in "[{":
            depth += 1
        elif not inside and char == "," and not depth:
            commas.append(at)
        elif not inside and char == "]" and not depth:
            return commas, at
        elif not inside and char in "]}":
            depth = max(0, depth - 1)
        escaped = char == "\\" and not escaped
    return commas, None


@given(text=SCRAPS, block=st.integers(1, 50))
def test_ends_are_found_alike_whatever_is_looked_at_together(text: bytes, block: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(brackets, "BLOCK", block)
        found = ends_in(text, 0, Standing())

    assert (found.commas, found.end) == by_hand(text, 0)


@given(texts=st.tuples(SCRAPS, SCRAPS), block=st.integers(1, 50))
def test_what_was_noted_once_gives_the_ends_behind_any_line(texts: tuple[bytes, bytes], block: int) -> None:
    text = b"\n".join(texts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(brackets, "BLOCK", block)
        nesting = Nesting(text, 0)
    start = len(texts[0])
    found, again = nesting.ends_behind(start), ends_in(text, start, Standing())

    assert (found.commas, found.end) == by_hand(text, start)
    assert found.end is not None or found.standing == again.standing


def test_no_more_is_noted_than_memory_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brackets, "BLOCK", 4)
    monkeypatch.setattr(brackets, "MOST_MARKS", 6)
    nesting = Nesting(b"[" * 100, 8)

    assert (nesting.start, nesting.stop) == (8, 16)
    assert nesting.is_far(11)
    assert not nesting.is_far(12)
