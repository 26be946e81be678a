"""LNG: responses in a language that nobody asked for."""

import polars as pl
from pydantic import field_validator

from curate.checks.base import RowCheck
from curate.langid.names import must_be_known
from curate.records.columns import fact, is_response, of_records_with, record_type, text, where

_NAMES = (
    r"arabic|bengali|bulgarian|catalan|chinese|mandarin|croatian|czech|danish|dutch|english|estonian|finnish|french|german"
    r"|greek|hebrew|hindi|hungarian|indonesian|italian|japanese|korean|latin|latvian|lithuanian|malay|norwegian|persian"
    r"|polish|portuguese|punjabi|romanian|russian|serbian|slovak|slovenian|spanish|swahili|swedish|tagalog|tamil|telugu"
    r"|thai|turkish|ukrainian|urdu|vietnamese|welsh"
)
_OWN_NAMES = (
    r"anglais|allemand|espagnol|italien|portugais|chinois|arabe|japonais|russe|français"
    r"|inglés|alemán|francés|italiano|portugués|chino|árabe|español|inglês|alemão|francês|espanhol"
    r"|englisch|französisch|spanisch|italienisch|chinesisch|arabisch|deutsch|englische|französische|spanische"
)
ASKS_FOR_LANGUAGE = (
    r"(?i)\btranslat|\btraduc|\btraduz|\btradui|übersetz|\bvertaal|перев[её]д|翻译|翻譯|译成|譯成|ترجم"
    rf"|\b(?:in|into|to)\s+(?:\w+\s+)?(?:{_NAMES})\b|\b(?:en|em|al|au|auf|ins|in|nach)\s+(?:{_OWN_NAMES})\b"
    r"|[用以成][英法德日韩韓俄西葡意]|[英法德日韩韓俄]文|[英法德日韩韓俄]语|西班牙语|بال(?:إنجليزية|فرنسية|ألمانية)"
)
"""A prompt that asks for a translation, or for an answer in a language it names."""


class UnexpectedLanguage(RowCheck, code="LNG001"):
    """The response is in a language that is not expected.

    Why it matters: a model answers in the languages it was shown. The language is told by the profiles of
    `langdetect`, from at least 40 letters of prose and a confidence of 0.9; names and repeated labels are not
    read. Where it can not be told it is `und`, for code `zxx`, and neither is ever found. A prompt that asks for
    a translation, or names a language, may get any.

    Found: expected en: user: "Why do onions make us cry?" assistant: "Porque ao cortá-la libertamos um gás que
    irrita os olhos e faz chorar."

    Passes: expected en, pt: the same.
    """

    expect: tuple[str, ...] = ()
    """Languages that are expected, as ISO 639-1 codes: en, zh, ..."""

    @field_validator("expect")
    @classmethod
    def _are_languages(cls, expect: tuple[str, ...]) -> tuple[str, ...]:
        """Refuse one that can never be told: every response would be unexpected."""
        for code in expect:
            must_be_known(code)
        return expect

    def not_applicable(self) -> str:
        """Nothing is unexpected where nothing is expected."""
        return "" if self.expect else "no language is expected; name some: --expect en,zh"

    def flag(self) -> pl.Expr:
        """A response whose language is told, not expected and not asked for."""
        # Han characters alone may be Chinese or a list of Japanese names.
        passed = (*self.expect, "und", "zxx", *(["zh"] if "ja" in self.expect else []))
        told = is_response() & ~self._lang().is_in(passed)
        return told & ~_asked_for() & (record_type() != "translation").fill_null(value=True)

    def message(self) -> pl.Expr:
        """Which language it is."""
        expected = pl.lit(", ".join(self.expect))
        return pl.format("{} where {} is expected, confidence {}", self._lang(), expected, self.score())

    def score(self) -> pl.Expr:
        """How sure the detector is, from 0 to 1."""
        return fact("language").struct.field("confidence")

    def _lang(self) -> pl.Expr:
        return fact("language").struct.field("lang")


def _asked_for() -> pl.Expr:
    """Whether any message of the record asks for a language."""
    return of_records_with(where(~is_response(), text()).str.contains(ASKS_FOR_LANGUAGE))
