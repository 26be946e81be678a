"""A small tokenizer by the name of `tiny`, for the checks of tokens."""

from collections.abc import Callable
from pathlib import Path

import pytest

from curate.pretrained import place
from tests.tiny_models import CHATML, tokenizer_in

ALTERNATING = (
    "{% for m in messages %}{% if m['role'] == 'system' %}{{ raise_exception('System role not supported') }}"
    "{% elif (m['role'] == 'user') != (loop.index0 % 2 == 0) %}"
    "{{ raise_exception('Conversation roles must alternate') }}{% endif %}{% endfor %}" + CHATML
)
"""As strict as that of some well-known models."""


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Made when it is first asked for: it needs more than the core."""
    folder = tmp_path_factory.mktemp("tiny")

    def made() -> Path:
        if not any(folder.iterdir()):
            tokenizer_in(folder, ALTERNATING)
        return folder

    return made


@pytest.fixture(autouse=True)
def _tiny_is_known(tiny: Callable[[], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "KNOWN", {**place.KNOWN, "tiny": tiny})
