"""Why each setting of a fitted pipeline is as it is: the comment above it."""

from collections.abc import Mapping
from typing import Any

from curate.checks import Check
from curate.checks.length import TERSE_TYPES, ShortResponse
from curate.report.fitting import EXPECTED_RECORDS, EXPECTED_SHARE, SHORT_SHARE, shipped
from curate.report.profile import ALIKE_RESPONSES, Languages, Lengths, Profile
from curate.report.toml_text import comment, counted, listed, percent, share, shown

MOST_NAMED = 6
"""Languages or types that a comment names."""

TRACE = 0.002
"""The share from which a language is named: fewer responses are as likely to be misjudged."""
UNSPACED = ("zh", "ja", "th", "lo", "km", "my")
"""Languages that put no spaces between words."""

Lines = list[str]


def languages(seen: Profile, expect: tuple[str, ...]) -> Lines:
    """Which languages there are, and why some are expected."""
    told, every = seen.languages.all_told, counted(seen.languages.responses, "response")
    if not told:
        return comment(
            f"The language of none of {every} could be told: they are short, code, or were asked for in one. "
            "Name the languages of your set here, or no language is unexpected."
        )
    of_all = f"{told:,} of {every}" if told < seen.languages.responses else f"all {every}"
    rule = f"Expected is each with at least {percent(EXPECTED_SHARE)} and {EXPECTED_RECORDS} responses"
    return comment(
        f"The language of {of_all} could be told, leaving out those whose prompt asks for one: "
        f"{_named(seen.languages)}. {rule}{'.' if expect else '; none has, so no language is unexpected.'}"
    )


def _named(languages: Languages) -> str:
    """The languages that are more than a trace, and how many responses are in others."""
    frequent = [each for each in languages.told if each[1] >= TRACE * languages.all_told][:MOST_NAMED]
    named = ", ".join(f"{shown(lang)} {share(count, languages.all_told)}" for lang, count in frequent)
    rest = languages.all_told - sum(count for _, count in frequent)
    return named + (f", others {share(rest, languages.all_told)}" if rest else "")


def short_responses(seen: Profile, settings: Mapping[str, Any]) -> Lines:
    """How short responses are, and how many are found for it."""
    if not seen.responses.texts:
        return comment("No record ends with a response: the shipped limit.")
    limit, least = shipped(ShortResponse, "min_words"), settings["min_words"]
    found = seen.short.get(limit, 0)
    they = f"{found:,} ({share(found, seen.records)} of the records) {'is' if found == 1 else 'are'}"
    text = (
        f"Half of the responses have {counted(seen.responses.median, 'word')} or more{_by_character(seen)}. "
        f"Of those with fewer than {limit}, {they if found else 'none is'} too short to teach anything"
    )
    if least == limit:
        return comment(f"{text}: the shipped limit.{_terse(seen, settings)}")
    text += f", more than {percent(SHORT_SHARE)}: to be short is usual here, so the limit is lowered"
    text += " to 1, and nothing is found." if least == 1 else " until no more than that are found."
    return comment(text + _terse(seen, settings))


def _by_character(seen: Profile) -> str:
    """How words are counted, where that is not plain."""
    unspaced = any(lang in UNSPACED for lang, _ in seen.languages.told[:MOST_NAMED])
    return ", a character of a script without spaces being one" if unspaced else ""


def _terse(seen: Profile, settings: Mapping[str, Any]) -> str:
    """Which of the types in the data may be terse."""
    names = [each.label for each in seen.types if each.label in settings["terse_types"]]
    own = [name for name in names if name not in TERSE_TYPES]
    text = f" Of any length may be responses of type {listed(map(shown, names), MOST_NAMED)}." if names else ""
    added = listed(map(shown, own), MOST_NAMED)
    return text + (f" Added, since half of their responses are below the limit: {added}." if own else "")


def long_texts(lengths: Lengths, what: str, check: Check) -> Lines:
    """How long texts are, and whether the limit had to be raised for it."""
    limit, most = shipped(type(check), "max_words"), check.model_dump()["max_words"]
    if not lengths.texts:
        return comment(f"There is no {what}: the shipped limit.")
    nearly_all = counted(lengths.nearly_all, "word")
    text = f"99 % of the {what}s have {nearly_all} or fewer, the longest {lengths.longest:,}"
    if most == limit:
        return comment(f"{text}: the shipped limit.")
    return comment(
        f"{text}: raised from the shipped {limit:,}, which more than 1 % exceed. "
        "Your trainer may cut such texts off; its tokenizer can say."
    )


def near_duplicates(seen: Profile, check: Check) -> Lines:
    """How many records are alike, and how many only but for their responses."""
    found, similarity = seen.found.get(check.code, 0), check.model_dump()["similarity"]
    alike = "is" if found == 1 else "are"
    text = f"{counted(found, 'record')} ({share(found, seen.records)}) {alike}" if found else "No record is"
    text += f" at least {similarity} like another one, by the sequences of words or characters they share"
    text += ", exact copies among them." if found and seen.found.get("DUP001") else "."
    if seen.unlike:
        they = f"{seen.unlike:,} more " + ("shares" if seen.unlike == 1 else "share")
        text += f" {they} a long passage with another one and not its response: {ALIKE_RESPONSES} passes that."
    return comment(text)
