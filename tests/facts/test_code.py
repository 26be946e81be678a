"""Where code stands."""

from hypothesis import given
from hypothesis import strategies as st

from curate.facts.code import blanked


@given(st.lists(st.sampled_from(["`x`", "`", "```", "\n", "words ", "ß"]), max_size=10).map("".join))
def test_a_blanked_text_is_as_long_and_holds_no_code(text: str) -> None:
    plain = blanked(text)
    assert len(plain) == len(text)
    assert "```" not in plain
    assert all(here in (" ", there) for here, there in zip(plain, text, strict=True))
    assert blanked(plain) == plain
