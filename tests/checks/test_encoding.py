"""Where the pattern stands."""

from curate.checks.encoding import EncodingDamage

TEXT = "The cafÃ© by the quay, `&amp;` and &amp;"


def test_each_place_is_pointed_at_but_none_in_code() -> None:
    assert [TEXT[start:end] for start, end in EncodingDamage().spans(TEXT)] == ["Ã©", "&amp;"]
