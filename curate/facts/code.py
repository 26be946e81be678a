"""Where in a text code stands, in which most patterns mean something else."""

import re

CODE = r"(?s)```.*?(?:```|\z)|`[^`\n]*`"
"""Fenced and inline code, as Rust's regular expressions read it."""
PYTHON_CODE = re.compile(CODE.replace(r"\z", r"\Z"))


def blanked(text: str) -> str:
    """A text in which code is white space, so that all else stands where it stood."""
    return PYTHON_CODE.sub(lambda found: " " * len(found[0]), text) if "`" in text else text
