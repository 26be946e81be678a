"""Why each setting of a fitted pipeline is as it is."""

from typing import Any

import pytest

from curate.checks.duplicates import NearDuplicate
from curate.checks.length import TERSE_TYPES, LongPrompt, LongResponse
from curate.report import reasons
from curate.report.profile import Languages, Lengths, Profile, TypeSeen

PLAIN = Lengths(200, 34, 300, 1200)


def profile(**fields: object) -> Profile:
    languages = Languages(200, (("en", 150),))
    given: dict[str, Any] = {
        "languages": languages,
        "responses": PLAIN,
        "prompts": PLAIN,
        "short": {1: 0, 2: 1, 3: 2},
        **fields,
    }
    return Profile(inputs=(), records=200, **given)


def said(lines: list[str]) -> str:
    return " ".join(line.removeprefix("# ") for line in lines)


def settings(min_words: int, *types: str) -> dict[str, Any]:
    return {"min_words": min_words, "terse_types": (*TERSE_TYPES, *types)}


def test_languages_are_told_with_the_rule_that_decided() -> None:
    told = Languages(200, (("en", 140), ("fr", 9), ("it", 1)))
    assert said(reasons.languages(profile(languages=told), ("en", "fr"))) == (
        "The language of 150 of 200 responses could be told, leaving out those whose prompt asks for one: "
        "en 93.3 %, fr 6.0 %, it 0.7 %. Expected is each with at least 2 % and 3 responses."
    )


def test_traces_of_languages_are_told_together() -> None:
    told = Languages(9000, (("en", 8990), ("fr", 9), ("it", 1)))
    assert "en 99.9 %, others 0.1 %." in said(reasons.languages(profile(languages=told), ("en",)))


def test_it_is_said_why_no_language_is_expected() -> None:
    few = profile(languages=Languages(4, (("en", 2),)))
    assert said(reasons.languages(few, ())).endswith("; none has, so no language is unexpected.")
    assert "none of 4 responses could be told" in said(reasons.languages(profile(languages=Languages(4, ())), ()))


@pytest.mark.parametrize(
    ("short", "least", "ending"),
    [
        ({3: 0}, 3, "Of those with fewer than 3, none is too short to teach anything: the shipped limit."),
        ({3: 1}, 3, "fewer than 3, 1 (0.5 % of the records) is too short to teach anything: the shipped limit."),
        ({3: 30}, 2, "so the limit is lowered until no more than that are found."),
        ({3: 30}, 1, "so the limit is lowered to 1, and nothing is found."),
    ],
)
def test_a_least_length_is_told_with_what_it_finds(short: dict[int, int], least: int, ending: str) -> None:
    text = said(reasons.short_responses(profile(short=short), settings(least)))
    assert text.startswith("Half of the responses have 34 words or more. Of those with fewer than 3, ")
    assert text.endswith(ending)


def test_types_that_may_be_terse_are_named_and_those_of_this_set_told_apart() -> None:
    types = (TypeSeen("mood", 9, 1), TypeSeen("closed_qa", 8, 3), TypeSeen("essay", 7, 400))
    text = said(reasons.short_responses(profile(types=types), settings(3, "mood")))
    assert "Of any length may be responses of type mood, closed_qa." in text
    assert text.endswith("Added, since half of their responses are below the limit: mood.")


def test_it_is_said_how_words_are_counted_where_that_is_not_plain() -> None:
    text = said(reasons.short_responses(profile(languages=Languages(9, (("zh", 9),))), settings(3)))
    assert "34 words or more, a character of a script without spaces being one." in text


def test_no_response_at_all_is_said() -> None:
    none = profile(responses=Lengths(0, 0, 0, 0))
    assert said(reasons.short_responses(none, settings(3))) == "No record ends with a response: the shipped limit."
    assert said(reasons.long_texts(none.responses, "response", LongResponse())).startswith("There is no response")


def test_a_limit_says_whether_it_was_raised() -> None:
    assert said(reasons.long_texts(PLAIN, "prompt", LongPrompt())) == (
        "99 % of the prompts have 300 words or fewer, the longest 1,200: the shipped limit."
    )
    raised = said(reasons.long_texts(Lengths(9, 3, 2501, 9000), "response", LongResponse(max_words=2600)))
    assert "raised from the shipped 2,000, which more than 1 % exceed" in raised


def test_near_duplicates_are_counted_and_those_that_differ_in_the_response_told_apart() -> None:
    assert said(reasons.near_duplicates(profile(), NearDuplicate())).startswith("No record is at least 0.8 like")
    some = profile(found={"DUP001": 1, "DUP002": 4}, unlike=1)
    assert said(reasons.near_duplicates(some, NearDuplicate())) == (
        "4 records (2.0 %) are at least 0.8 like another one, by the sequences of words or characters they share, "
        "exact copies among them. 1 more shares a long passage with another one and not its response: "
        "min_response_similarity passes that."
    )
