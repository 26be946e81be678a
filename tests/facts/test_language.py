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


def test_the_language_of_the_prompt_stands_beside_that_of_its_response(
    records_of: Callable[..., Any], chat: Callable[..., Any]
) -> None:
    said = "salimos del puerto antes del amanecer porque el viento ya cambiaba y nadie quería remar"
    asked = "we should say in other words why they left so early and who decided it in the end"
    view = View.of(records_of([chat(asked, said), chat(asked, "Sí.")]).frame)
    view.need(["prompt-language"])
    told = view.messages["fact:prompt-language"].to_list()
    assert [each and each["lang"] for each in told] == [None, "en", None, None]
