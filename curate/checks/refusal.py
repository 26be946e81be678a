"""REF: responses in the voice of a chatbot."""

from typing import ClassVar

import polars as pl

from curate.checks.wording import PatternCheck
from curate.records.columns import role

_AN_AI = (
    r"an?\s+(?:helpful\s+|large\s+|mere\s+|simple\s+|text-based\s+)*"
    r"(?:AI|A\.I\.|artificial intelligence|language model|AI language model|AI assistant|AI model|LLM|chatbot)\b"
)
_SELF = r"\bI(?:['’]m| am) (?:just |only |merely |simply |actually |also )?"
_CANNOT = r"(?:can(?:['’]t|not)|am unable to|['’]m unable to|am not able to|won['’]t be able to)"
_VOICE = (
    rf"\b[Aa]s {_AN_AI}(?:\s+(?:language\s+model|assistant|model|system|program))*"
    r"\s*(?:,|\bI\b|I['’]|developed|trained|created|my\b)"
    rf"|{_SELF}{_AN_AI}"
    r"|\bmy (?:training (?:data|cut-?off)|knowledge cut-?off|last (?:knowledge|training) update)\b"
    r"|\bI (?:do not|don['’]t) have (?:personal|real|human) (?:opinions|feelings|emotions|experiences|beliefs)"
    rf"|\bI {_CANNOT} (?:browse the (?:internet|web)|access (?:real-time|the internet|current))"
)
_REFUSAL = (
    rf"\bI(?:['’]m| am) (?:very |so |really )?sorry,? but I {_CANNOT} "
    r"(?:assist|help|fulfil|fulfill|comply|provide|create|generate|answer|do that|support)"
    rf"|\bI {_CANNOT} (?:assist|help|comply) (?:you )?with (?:that|this|your)"
    r"(?: kind of| type of)? (?:request|question|task)?"
    r"|\b(?:it (?:is|would be)|it['’]s) (?:against|not in line with) my (?:guidelines|programming|policy)"
)
_CHINESE = (
    r"作为(?:一个|一名|一种|一款)?(?:大型|人工智能|AI|ＡＩ|语言|大)(?:语言)?(?:模型|助手|助理|语言模型)?"
    r"|我(?:只)?是(?:一个|一名|一款)?(?:人工智能|AI|大?语言模型)"
)
_IA = r"(?:IA\b|inteligencia artificial)"
_MODELO = rf"(?:modelo de (?:lenguaje|{_IA})|{_IA}|asistente (?:virtual )?de IA)"
_SPANISH = rf"\b[Cc]omo (?:un |una )?{_MODELO}|\b[Ss]oy (?:solo |sólo |simplemente )?(?:un |una )?{_MODELO}"
_MODELL = r"(?:großes |reines )?(?:KI-\w+|KI\b|Sprachmodell|künstliche Intelligenz)"
_GERMAN = (
    rf"\b[Aa]ls (?:ein |eine )?{_MODELL}(?:\s|,)+(?:kann|habe|bin|darf|verfüge|besitze|ist es|fehlt)"
    rf"|\b[Ii]ch bin (?:nur |lediglich |bloß )?(?:ein |eine ){_MODELL}"
)


class SpeaksAsAnAi(PatternCheck, code="REF001"):
    """The assistant refuses in a chatbot's stock phrase, or speaks of itself as an AI.

    Why it matters: in a set that people wrote it is a sign of pasted text, and the model learns to disclaim and
    refuse where it should answer. A record whose system message makes the assistant an AI is passed; so are a
    refusal in a role ("we are fully booked") and a text about language models. English, Chinese, Spanish and
    German phrases are known. If you want refusals in your set, leave this code out.

    Found: assistant: "As an AI language model, I do not have personal opinions about music."

    Passes: assistant: "Large language models predict the next token; they hold no opinions."
    """

    pattern: ClassVar[str] = "|".join((_VOICE, _REFUSAL, _CHINESE, _SPANISH, _GERMAN))

    def flag(self) -> pl.Expr:
        """The phrase, in what the assistant says."""
        return (role() == "assistant") & self.has_pattern()

    def message(self) -> pl.Expr:
        """What kind of text it is."""
        return pl.lit("a chatbot's refusal, or its talk of itself")
