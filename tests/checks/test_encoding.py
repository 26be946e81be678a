"""Where the pattern stands."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import curate
from curate.checks.encoding import EncodingDamage

TEXT = "The cafÃ© by the quay, `&amp;` and &amp;"


def test_each_place_is_pointed_at_but_none_in_code() -> None:
    assert [TEXT[start:end] for start, end in EncodingDamage().spans(TEXT)] == ["Ã©", "&amp;"]


def test_damage_is_found_in_a_response_that_was_not_chosen(records_of: Callable[..., Any]) -> None:
    records = records_of([{"prompt": "Where?", "chosen": "At the café.", "rejected": "At the cafÃ©."}])
    (row,) = curate.check(records)["TXT001"].frame.iter_rows(named=True)

    assert row["places"] == [{"path": "rejected", "start": 10, "end": 12}]


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("The cafÃ© doesnâ€™t open.", "The café doesn’t open."),
        ("En el MarÃ\xada, maÃ±ana.", "En el María, mañana."),
        ("å\x8d\x97äº¬", "南京"),
        ("ÃƒÂ©tÃƒÂ©", "été"),
        ("Salt &amp; pepper &#8211; `&amp;`", "Salt & pepper – `&amp;`"),
        ("Closed.\ufeffOpen.\x00 \x1b[32mDone\x1b[0m\x0cPage 2", "Closed.Open. Done\nPage 2"),
        ("Née Müller, of the café", "Née Müller, of the café"),
    ],
)
def test_what_can_be_told_for_certain_is_mended(text: str, mended: str) -> None:
    assert EncodingDamage().mended(text) == mended


@pytest.mark.parametrize("text", ["M\ufffdnster &amp; Hamm", "a broken â€ quote", "Ã©Ð", "&#55296;"])
def test_a_text_that_can_not_be_mended_whole_stays(text: str) -> None:
    assert EncodingDamage().mended(text) == text


@given(st.text(st.characters(min_codepoint=0xA0, max_codepoint=0x2FFF, exclude_categories=["Cn", "Cs", "Co"])))
def test_utf_8_that_was_read_as_latin_1_is_mended_or_left(text: str) -> None:
    assume(not EncodingDamage().stands_in(text))
    damaged = text.encode().decode("latin-1")
    assert EncodingDamage().mended(damaged) in (text, damaged)
