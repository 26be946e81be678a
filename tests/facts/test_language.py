"""The language of each response."""

from collections.abc import Callable
from typing import Any

from curate.facts.view import View


def test_only_the_response_is_told(records_of: Callable[..., Any], chat: Callable[..., Any]) -> None:
    said = "salimos del puerto antes del amanecer porque el viento ya cambiaba y nadie quería remar"
    view = View.of(records_of([chat("we should say in Spanish why they left so early", said)]).frame)
    view.need(["language"])
    prompt, response = view.messages["fact:language"]
    assert prompt is None or prompt["lang"] is None
    assert response["lang"] == "es"
    assert 0.9 <= response["confidence"] <= 1
