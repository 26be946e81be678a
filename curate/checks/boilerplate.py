"""REF: responses that open in a chatbot's stock phrase."""

from typing import ClassVar

import polars as pl

from curate.checks.wording import PatternCheck
from curate.records.columns import is_response, words

_ENGLISH = (
    r"(?i:sure(?: thing)?|certainly|of course|no problem)[!,.:]\s|(?i:absolutely|definitely|great)!\s"
    r"|(?:(?i:that(?:['’]s| is) an? ))?(?i:great|good|excellent|interesting|fantastic) question\b"
    r"|(?i:i(?:['’]d| would) be (?:more than )?(?:happy|glad|delighted) to (?:help|assist)"
    r"|(?:i(?:['’]m| am) )?(?:happy|glad) to help\b|as requested,"
    r"|thank(?:s| you) for (?:asking|(?:your|the) question))"
)
_GERMAN = r"(?i:gerne|natürlich|selbstverständlich|klar)[!,]\s|(?i:(?:das ist eine )?(?:gute|tolle) frage)\b"
_SPANISH = (
    r"¡?(?i:claro(?: que sí)?|por supuesto|con (?:mucho )?gusto|desde luego)[!,]\s"
    r"|¡?(?i:buena|excelente) pregunta\b"
)
_CHINESE = (
    r"(?:好的|当然(?:可以)?|没问题)[，！,!。]|很高兴(?:能)?(?:为您|帮助|为你)"
    r"|(?:这是)?(?:一个)?(?:很)?好的?问题[！，。]"
)
_LEAST_WORDS = 4


class StockOpening(PatternCheck, code="REF002", severity="info"):
    """The response opens in a chatbot's stock phrase, such as "Sure, here is" or "Great question!".

    Why it matters: a set in which many do gives the model a tic, and in a set that people wrote it may show who
    pasted an answer. It is a matter of style: look at the share of such openings, and do not drop records for it.
    A plain "Here is a list", and one word that is the whole response, are passed. English, German, Spanish and
    Chinese phrases are known.

    Found: assistant: "Certainly! Here are three rivers of Peru: the Ucayali, the Marañón and the Urubamba."

    Passes: assistant: "Certainly not before noon, since the ferry waits for the mail."
    """

    pattern: ClassVar[str] = rf"^\s*(?:{_ENGLISH}|{_GERMAN}|{_SPANISH}|{_CHINESE})"

    def flag(self) -> pl.Expr:
        """The phrase, and something behind it."""
        return is_response() & self.has_pattern() & (words() >= _LEAST_WORDS)

    def message(self) -> pl.Expr:
        """What kind of text it is, and what not to do."""
        return pl.lit("opens in a chatbot's stock phrase; a matter of style, no reason to drop it")
