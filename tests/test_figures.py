"""The pictures of the README are those of the program as it is."""

import runpy
from pathlib import Path

DOCS = Path(__file__).parent.parent / "docs"


def test_the_pictures_are_fresh() -> None:
    drawn: dict[str, str] = runpy.run_path(str(DOCS / "figures.py"))["pictures"]()
    stale = [name for name, text in drawn.items() if (DOCS / "images" / name).read_text(encoding="utf-8") != text]
    assert not stale, "python docs/figures.py"
