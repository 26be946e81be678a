"""Where the slots stand."""

import pytest

from curate.checks.placeholder import UnfilledPlaceholder


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Meet me in [City], [Your Name].", ["[City]", "[Your Name]"]),
        ("Call `[Name]` or <your name>", ["<your name>"]),
        ("我是【您的姓名】，你好。", ["【您的姓名】"]),
    ],
)
def test_each_slot_is_pointed_at_but_none_in_code(text: str, places: list[str]) -> None:
    assert [text[start:end] for start, end in UnfilledPlaceholder().spans(text)] == places


def test_nothing_is_mended_since_nobody_knows_what_belongs_there() -> None:
    assert UnfilledPlaceholder().mended("Meet me in [City].") == "Meet me in [City]."
