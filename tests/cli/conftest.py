"""What the tests of several commands need."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SOUP = ["I stir the leeks in butter until they are soft, then add the stock.", "ok."]


@pytest.fixture
def kitchen(write_lines: Callable[..., Path], chat: Callable[..., dict[str, Any]]) -> Path:
    """Two demonstrations, the second too short."""
    return write_lines([chat(f"How do you make leek soup {n}?", said, id=f"k-{n}") for n, said in enumerate(SOUP)])
