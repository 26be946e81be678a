"""The languages within a response."""

from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from curate.facts.code import PYTHON_CODE
from curate.facts.passages import LEAST_LETTERS, passage_languages, passages
from curate.facts.view import View

PIECES = st.sampled_from(["Low water is at six. ", "Go!\n", "低潮在六点。", "\n\n", "7", "`x = 1`", "a" * 90, ""])


def letters(text: str) -> int:
    return sum(map(str.isalpha, text))


@given(st.lists(PIECES, max_size=20).map("".join))
def test_passages_are_all_of_the_prose_and_long_enough_where_there_is_enough(text: str) -> None:
    prose, cut = PYTHON_CODE.sub("\n", text), list(passages(text))
    assert "".join(cut) == prose
    assert all(letters(each) >= LEAST_LETTERS for each in cut) or len(cut) <= 1


def test_each_language_has_its_letters_and_its_passages(
    records_of: Callable[..., Any], chat: Callable[..., Any]
) -> None:
    english = (
        "The path along the dyke is dry for three hours on both sides of low water, as sheep and dogs know well. "
    )
    german = (
        "Der Weg am Deich ist drei Stunden vor und nach Niedrigwasser trocken, das wissen die Schafe am besten. "
    )
    rows = [chat("When?", german + english * 3 + german), chat("When?", "At six."), chat("When?", "")]
    view = View.of(records_of(rows).frame)
    view.need(["passage-languages", "passage-languages-by-langdetect"])
    told = view.messages["fact:passage-languages"].to_list()
    assert view.messages.select(passage_languages("langdetect")).to_series().to_list() == told
    assert told[0::2] == [None] * 3
    assert told[3] == told[5] == []
    assert told[1] == [
        {"lang": "en", "letters": letters(english * 3), "passages": 3},
        {"lang": "de", "letters": letters(german * 2), "passages": 2},
    ]
