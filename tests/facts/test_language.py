"""The language of each response."""

from collections.abc import Callable
from typing import Any, get_args

import pytest

from curate.facts import BUILTIN
from curate.facts.language import LANGUAGE, PROMPT_LANGUAGE, language, prompt_language, told_by
from curate.facts.view import View
from curate.langid.names import USUAL, BackendName


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


ANSWER = "salimos del puerto antes del amanecer porque el viento ya cambiaba y nadie quería remar"
QUESTION = "we should say in other words why they left so early and who decided it in the end"


def told_of(view: View) -> list[tuple[str, bool]]:
    view.need(["language"])
    told = view.messages["fact:language"].drop_nulls()
    return [(each["lang"], each["by_record"]) for each in told]


def test_a_short_response_has_the_language_of_its_record_and_says_so(
    records_of: Callable[..., Any], chat: Callable[..., Any]
) -> None:
    rows = [chat(QUESTION, "The wind."), chat(ANSWER, "El viento."), chat(QUESTION, ANSWER)]
    assert told_of(View.of(records_of(rows).frame)) == [("en", True), ("es", True), ("es", False)]


@pytest.mark.parametrize("said", ["Ветер.", "12:30", "{}", "風", "`wind()`"])
def test_what_the_language_of_the_record_is_not_written_in_does_not_have_it(
    said: str, records_of: Callable[..., Any], chat: Callable[..., Any]
) -> None:
    ((lang, by_record),) = told_of(View.of(records_of([chat(QUESTION, said)]).frame))
    assert (lang in ("und", "zxx"), by_record) == (True, False)


def test_a_short_response_in_chinese_characters_may_be_japanese(
    records_of: Callable[..., Any], chat: Callable[..., Any]
) -> None:
    asked = "日本の首都はどこですか。都市の名前だけで答えてください。"
    assert told_of(View.of(records_of([chat(asked, "東京")]).frame)) == [("ja", True)]


def test_a_short_record_has_no_language(records_of: Callable[..., Any], chat: Callable[..., Any]) -> None:
    assert told_of(View.of(records_of([chat("Why?", "The wind.")]).frame)) == [("und", False)]


def test_what_the_system_and_tools_say_is_not_the_language_of_a_record(
    records_of: Callable[..., Any], chat: Callable[..., Any]
) -> None:
    row = chat("Why?", "The wind.")
    row["messages"].insert(0, {"role": "system", "content": ANSWER})
    assert told_of(View.of(records_of([row]).frame)) == [("und", False)]


def test_both_answers_of_a_preference_have_their_own(records_of: Callable[..., Any]) -> None:
    row = {
        "prompt": [{"role": "user", "content": QUESTION}],
        "chosen": [{"role": "assistant", "content": "The wind."}],
        "rejected": [{"role": "assistant", "content": ANSWER}],
    }
    assert told_of(View.of(records_of([row]).frame)) == [("en", True), ("es", False)]


@pytest.mark.parametrize("backend", get_args(BackendName))
def test_each_backend_has_facts_of_its_own_and_the_usual_ones_are_named_alone(backend: BackendName) -> None:
    names = {told_by(kind, backend) for kind in (LANGUAGE, PROMPT_LANGUAGE)}
    assert names <= {fact.name for fact in BUILTIN}
    assert (names == {"language", "prompt-language"}) is (backend == USUAL)


def test_another_backend_tells_it_too(records_of: Callable[..., Any], chat: Callable[..., Any]) -> None:
    view = View.of(records_of([chat(QUESTION, ANSWER)]).frame)
    view.need(["prompt-language-by-langdetect"])
    told = view.messages.select(prompt_language("langdetect"), language("langdetect"))
    assert [each and each["lang"] for row in told.iter_rows() for each in row] == [None, None, "en", "es"]
    assert "fact:language" not in view.messages.columns
