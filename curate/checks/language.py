"""LNG: responses in a language that nobody asked for."""

import polars as pl
from pydantic import field_validator

from curate.checks.base import RowCheck
from curate.langid.names import must_be_known
from curate.records.columns import RECORD, fact, is_prompt, is_response, record_type, text

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
    rf"|\b(?:in|into|to|using)\s+(?:\w+\s+)?(?:{_NAMES})\b|\b(?:en|em|al|au|auf|ins|in|nach)\s+(?:{_OWN_NAMES})\b"
    r"|[用以成][英法德日韩韓俄西葡意]|[英法德日韩韓俄]文|[英法德日韩韓俄]语|西班牙语|بال(?:إنجليزية|فرنسية|ألمانية)"
)
"""A prompt that asks for a translation, or for an answer in a language it names."""
NOT_LATIN = (
    *("ar", "bg", "bn", "el", "fa", "gu", "he", "hi", "ja", "kn", "ko", "mk", "ml", "mr"),
    *("ne", "pa", "ru", "ta", "te", "th", "uk", "ur", "zh"),
)
"""Languages that are not written in Latin letters; between all others a detector may err."""
LEAST_WORDS = 8
"""So many words that stand in no list must speak for a language that is written like an expected one."""
_APART = r"[\n,;:&|=()•]"
_LIST_ITEM = r"\n(?:[^\p{L}\n]*[\p{L}\p{M}'’]+){0,5}[^\p{L}\n]*\n"
"""Up to five words between two signs that part the items of a list, each written as two ends of lines."""
_LATIN_WORD = r"\p{L}[\p{L}\p{M}'’]+"
_ENGLISH = r"(?i)\b(?:the|of|and|is|are|what|which|how|these|this|with|that|each|either)\b"
LEAST_ENGLISH = 2
"""So many of the commonest words make a prompt English."""
_QUOTED_WORD = r"[\"“”'‘’「『《]([A-Za-z][A-Za-z' -]{1,40})[\"“”'‘’」』》]"
_ASKS_FOR_WORDING = r"(?i)\b(?:words?|phrases?|sentences?|idioms?|terms?|expressions?)\b|句|词|詞|短语|成语|单字"


class UnexpectedLanguage(RowCheck, code="LNG001"):
    """The response is in a language that is not expected.

    Why it matters: a model answers in the languages it was shown. The language is told by the profiles of
    `langdetect`, from at least 40 letters of prose and a confidence of 0.9; names and repeated labels are not
    read. Where it can not be told it is `und`, for code `zxx`, and neither is ever found. A prompt that asks for
    a translation, or names a language, may get any; so may one about a word that it quotes and the response uses.
    Between languages that are written in Latin letters, eight words outside of lists are asked for, and English
    is expected of a response that only repeats an English prompt.

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
        told &= ~_asked_for() & (record_type() != "translation").fill_null(value=True)
        return told & ~self._may_err(told) & ~_is_about_a_word(told)

    def _may_err(self, told: pl.Expr) -> pl.Expr:
        """Whether a list, or an English prompt said again, is all that speaks for a language in Latin letters."""
        if all(lang in NOT_LATIN for lang in self.expect):
            return pl.lit(value=False)
        said = pl.when(told & ~self._lang().is_in(NOT_LATIN)).then(text())
        parted = pl.format("\n{}\n", said.str.replace_all(_APART, "\n\n"))
        listed = parted.str.replace_all(_LIST_ITEM, "").str.count_matches(_LATIN_WORD) < LEAST_WORDS
        again = _repeats_english(said) if "en" in self.expect else pl.lit(value=False)
        return (listed | again).fill_null(value=False)

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
    return (text().str.contains(ASKS_FOR_LANGUAGE) & ~is_response()).fill_null(value=False).any().over(RECORD)


def _prompt(of: pl.Expr) -> pl.Expr:
    """The text of the prompts of those records in which something is true of a message."""
    asked = pl.when(of.any().over(RECORD) & is_prompt()).then(text())
    return asked.fill_null("").str.join("\n").over(RECORD)


def _repeats_english(said: pl.Expr) -> pl.Expr:
    """Whether most words of a response stand in its prompt, which is English."""
    prompt = pl.when(said.is_not_null()).then(_prompt(said.is_not_null()))
    words = said.str.to_lowercase().str.extract_all(_LATIN_WORD).list.unique()
    known = words.list.set_intersection(prompt.str.to_lowercase().str.extract_all(_LATIN_WORD))
    return (known.list.len() * 2 > words.list.len()) & (prompt.str.count_matches(_ENGLISH) >= LEAST_ENGLISH)


def _is_about_a_word(told: pl.Expr) -> pl.Expr:
    """Whether the prompt asks about wording, and the response uses a word that it quotes."""
    prompt = pl.when(told).then(_prompt(told))
    quoted = prompt.str.extract(_QUOTED_WORD).str.strip_chars()
    return (prompt.str.contains(_ASKS_FOR_WORDING) & text().str.contains(quoted, literal=True)).fill_null(
        value=False
    )
