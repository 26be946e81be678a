"""Text that somebody else wrote, inside Markdown."""

from curate.report.terminal import shown

_MEANS_SOMETHING = "|\\`*[]"


def cell(text: str, length: int = 200) -> str:
    """Text on one line that can not end a cell of a table, nor be taken for Markdown or HTML."""
    safe = shown(text, length).replace("&", "&amp;").replace("<", "&lt;")
    return "".join(f"\\{each}" if each in _MEANS_SOMETHING else each for each in safe)
