"""The kernel that counts words by the kind of each character."""

import numpy as np
import pytest

from curate.words.kernels.count import ALONE, BEGINS, GOES_ON, OTHER, PLANE, UNTOLD, count

KINDS = np.full(PLANE, OTHER, np.uint8)
KINDS[[ord(each) for each in "abcéж"]] = BEGINS
KINDS[[ord(each) for each in "湖山\uffee"]] = ALONE
KINDS[[ord(each) for each in "'’"]] = GOES_ON


def counted(*texts: str) -> list[int]:
    parts = [text.encode() for text in texts]
    starts = np.cumsum([0, *map(len, parts)], dtype=np.int64)
    told: list[int] = count(np.frombuffer(b"".join(parts), np.uint8), starts, KINDS).tolist()
    return told


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("ab c", 2),
        ("éжa", 1),
        ("a'b", 1),
        ("'", 0),
        ("''a", 1),
        ("a''b' 'c'", 2),
        ("湖山", 2),
        ("a湖b", 3),
        ("湖'a", 2),
        ("a-b", 2),
        ("\uffee", 1),
    ],
)
def test_a_word_goes_on_to_what_is_no_part_of_one(text: str, words: int) -> None:
    assert counted(text) == [words]


def test_each_text_is_counted_by_itself() -> None:
    assert counted("a", "b", "", "湖", "'b") == [1, 1, 0, 1, 1]


def test_a_text_with_a_character_of_another_plane_is_not_told_and_others_are() -> None:
    assert counted("a b", "a 🐟 b", "c") == [2, UNTOLD, 1]
