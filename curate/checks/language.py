"""LNG: responses in a language that nobody asked for."""

from typing import Annotated, Any, ClassVar, Self

import polars as pl
from pydantic import AfterValidator, model_validator

from curate.checks.base import RowCheck
from curate.checks.wording import prompt_has
from curate.facts.language import language, prompt_language
from curate.langid.families import NOT_LATIN, family
from curate.langid.names import UND, USUAL, ZXX, BackendName, must_be_known, must_be_known_to
from curate.records.columns import (
    BRANCH,
    RECORD,
    is_response,
    of_records_with,
    prompt_text,
    record_type,
    text,
    where,
    words,
)  # fmt: skip

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

ABOUT_LANGUAGE = (
    rf"(?i:\b(?:{_NAMES}|{_OWN_NAMES})\b|\b(?:vocabulary|grammar|idioms?|proverbs?|pronounc\w*|dialect|lyrics|quot\w*"
    r"|language|languages|mean(?:s|ing)? of|word for)\b)"
    r"|\p{Han}\s*[\"“‘「]\s*[A-Za-z]{2,}|中文|汉语|英文|俄语|语言|单词|词语|言語|日本語"
)
"""A prompt that is about words, in any language."""
_LEAST_ASKED, _LEAST_SAID = 20, 20
"""Words from which two languages in Latin letters are told apart."""
_OTHER_SCRIPT = ("zh", "ja", "ko", "ar", "fa", "ur", "he", "ru", "el", "hi", "bn", "ta", "te", "th")
"""Languages whose script alone tells them from the others that are written in Latin."""


def _all_known(codes: tuple[str, ...]) -> tuple[str, ...]:
    for code in codes:
        must_be_known(code)
    return codes


Languages = Annotated[tuple[str, ...], AfterValidator(_all_known)]
"""Codes of languages that some backend can tell: of another one every response would be unexpected."""


class UnexpectedLanguage(RowCheck, code="LNG001"):
    """The response is in a language that is not expected.

    Why it matters: a model answers in the languages it was shown. The language is told by the profiles of
    `langdetect`, from at least 40 letters of prose and a confidence of 0.7, or from 10 letters of a script that
    no other language is written in; names and repeated labels are not read. A response with fewer words has the
    language of its whole record, if it is written in the same script: it is counted so, and never found, since a
    prompt may be about a text in another language. Where none can be told it is `und`, for code `zxx`, and neither
    is ever found. A prompt that asks for a translation, or names a language, may get any; so may one about a word
    that it quotes and the response uses. Between languages that are written in Latin letters, eight words outside
    of lists are asked for, and English is expected of a response that only repeats an English prompt.

    Found: expected en: user: "Why do onions make us cry?" assistant: "Porque ao cortá-la libertamos um gás que
    irrita os olhos e faz chorar."

    Passes: expected en, pt: the same.
    """

    expect: Languages = ()
    """Languages that are expected, as ISO 639-1 codes: en, zh, ..."""
    backend: BackendName = USUAL
    """Who tells languages: the profiles of `langdetect`, of which all n-grams count; `langdetect` itself, from a
    fixed seed, which takes many times as long; or the model of `py3langid`, from the extra `langid`, which also
    knows am, az, be, eu, ga, gl, hy, is, ka, kk, km, lo, mn, mt, my, si and sr."""

    @model_validator(mode="after")
    def _backend_knows(self) -> Self:
        for code in self.expect:
            must_be_known_to(self.backend, code)
        return self

    def not_applicable(self) -> str:
        """Nothing is unexpected where nothing is expected."""
        return "" if self.expect else "no language is expected; name some: --expect en,zh"

    def glance(self) -> pl.Expr:
        """A response that tells its language, which is not expected."""
        # Han characters alone may be Chinese or a list of Japanese names.
        passed = (*self.expect, UND, ZXX, *(["zh"] if "ja" in self.expect else []))
        return is_response() & ~self._lang().is_in(passed) & ~self._by_record()

    def flag(self) -> pl.Expr:
        """A response whose language is told, not expected and not asked for."""
        told = self.glance() & ~_asked_for() & (record_type() != "translation").fill_null(value=True)
        return told & ~self._may_err(told) & ~_is_about_a_word(told)

    def _may_err(self, told: pl.Expr) -> pl.Expr:
        """Whether a list, or an English prompt said again, is all that speaks for a language in Latin letters."""
        if all(lang in NOT_LATIN for lang in self.expect):
            return pl.lit(value=False)
        looked_at = told & ~self._lang().is_in(NOT_LATIN)
        said = where(looked_at, text())
        parted = pl.format("\n{}\n", said.str.replace_all(_APART, "\n\n"))
        listed = parted.str.replace_all(_LIST_ITEM, "").str.count_matches(_LATIN_WORD) < LEAST_WORDS
        again = _repeats_english(looked_at, said) if "en" in self.expect else pl.lit(value=False)
        return (looked_at & (listed | again)).fill_null(value=False)

    def tally(self) -> pl.Expr:
        """The language of each response, and whether it is that of its record."""
        return pl.when(self._lang().is_not_null()).then(pl.struct(self._lang(), self._by_record()))

    def message(self) -> pl.Expr:
        """Which language it is."""
        expected = pl.lit(", ".join(self.expect))
        return pl.format("{} where {} is expected, confidence {}", self._lang(), expected, self.score())

    def score(self) -> pl.Expr:
        """How sure the detector is, from 0 to 1."""
        return language(self.backend).struct.field("confidence")

    def passing(self, score: float, message: str) -> dict[str, Any]:  # noqa: ARG002  the message says it
        """The language is expected too; it stands first in the message."""
        return {"expect": (*self.expect, message.split(" ", 1)[0])}

    def _lang(self) -> pl.Expr:
        return language(self.backend).struct.field("lang")

    def _by_record(self) -> pl.Expr:
        return language(self.backend).struct.field("by_record")


class OtherLanguage(RowCheck, code="LNG002", preview=True):
    """The response is in another language than the prompt.

    Why it matters: a user who is answered in a language they did not write in may not understand a word. Both must
    be told with confidence, from at least 40 letters of prose each, and where both are written in Latin letters
    from 20 words; languages that are told apart badly, such as
    Danish and Norwegian, are not accused. A prompt that asks for a translation, names a language, or is about
    words, may get any.

    Found: user: "Warum werden die Blätter im Herbst eigentlich rot und nicht einfach braun?" assistant: "Because
    the green pigment breaks down first, and the red one is made in bright and cold weather."

    Passes: the same prompt; assistant: "Weil das grüne Pigment zuerst abgebaut wird und das rote an hellen, kalten
    Tagen entsteht."
    """

    backend: BackendName = USUAL
    """Who tells languages, as for LNG001."""
    exempt_types: ClassVar[tuple[str, ...]] = ("translation",)

    def flag(self) -> pl.Expr:
        """Two languages that are told, and that nobody mistakes for one another."""
        told = [~lang.is_in([UND, ZXX]) for lang in (self._asked(), self._said())]
        other = family(self._asked()) != family(self._said())
        script = self._said().is_in(_OTHER_SCRIPT) | self._asked().is_in(_OTHER_SCRIPT)
        long = (words() >= _LEAST_SAID) & (words().shift(1).over(RECORD, BRANCH) >= _LEAST_ASKED)
        found = is_response() & told[0] & told[1] & other & (script | long)
        return found & ~prompt_has(rf"{ASKS_FOR_LANGUAGE}|{ABOUT_LANGUAGE}", found)

    def message(self) -> pl.Expr:
        """Which two."""
        return pl.format("{} where the prompt is {}", self._said(), self._asked())

    def score(self) -> pl.Expr:
        """How sure the detector is of the less sure of both, from 0 to 1."""
        facts = (language(self.backend), prompt_language(self.backend))
        return pl.min_horizontal(each.struct.field("confidence") for each in facts)

    def _said(self) -> pl.Expr:
        return language(self.backend).struct.field("lang")

    def _asked(self) -> pl.Expr:
        return prompt_language(self.backend).struct.field("lang")


def _asked_for() -> pl.Expr:
    """Whether any message of the record asks for a language."""
    return of_records_with(where(~is_response(), text()).str.contains(ASKS_FOR_LANGUAGE))


def _repeats_english(looked_at: pl.Expr, said: pl.Expr) -> pl.Expr:
    """Whether most words of a response stand in its prompt, which is English."""
    prompt = where(looked_at, prompt_text())
    own = said.str.to_lowercase().str.extract_all(_LATIN_WORD).list.unique()
    known = own.list.set_intersection(prompt.str.to_lowercase().str.extract_all(_LATIN_WORD))
    return (known.list.len() * 2 > own.list.len()) & (prompt.str.count_matches(_ENGLISH) >= LEAST_ENGLISH)


def _is_about_a_word(told: pl.Expr) -> pl.Expr:
    """Whether the prompt asks about wording, and the response uses a word that it quotes."""
    prompt = where(told, prompt_text())
    quoted = prompt.str.extract(_QUOTED_WORD).str.strip_chars()
    about = prompt.str.contains(_ASKS_FOR_WORDING) & where(told, text()).str.contains(quoted, literal=True)
    return about.fill_null(value=False)
