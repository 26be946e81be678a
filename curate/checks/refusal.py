"""REF: responses in the voice of a chatbot."""

from typing import ClassVar

import polars as pl

from curate.checks.wording import PatternCheck
from curate.records.columns import role

_AN_AI = (
    r"an?\s+(?:helpful\s+|large\s+|mere\s+|simple\s+|text-based\s+)*"
    r"(?:AI|A\.I\.|artificial intelligence|language model|AI language model|AI assistant|AI model|LLM|chatbot)\b"
)
_VOICE = (
    rf"\b[Aa]s {_AN_AI}"
    r"(?:\s+(?:language\s+model|assistant|model|system|program))*\s*(?:,|\bI\b|I['’]|developed|trained|created|my\b)"
    rf"|\bI(?:['’]m| am)\s+(?:just |only |merely |simply |actually |also )?{_AN_AI}"
    r"|\bmy (?:training (?:data|cut-?off)|knowledge cut-?off|last (?:knowledge|training) update)\b"
    r"|\bI (?:do not|don['’]t) have (?:personal|real|human) (?:opinions|feelings|emotions|experiences|beliefs)"
    r"|\bI (?:can(?:no|['’])t|cannot|am unable to|['’]m unable to|am not able to) "
    r"(?:browse the (?:internet|web)|access (?:real-time|the internet|current))"
)
_REFUSAL = (
    r"\bI(?:['’]m| am) (?:very |so |really )?sorry,? but I (?:can(?:['’]t|not)|am unable to|am not able to|won['’]t be able to) "
    r"(?:assist|help|fulfil|fulfill|comply|provide|create|generate|answer|do that|support)"
    r"|\bI (?:can(?:['’]t|not)|am unable to|am not able to) (?:assist|help|comply) (?:you )?with (?:that|this|your)"
    r"(?: kind of| type of)? (?:request|question|task)?"
    r"|\b(?:it (?:is|would be)|it['’]s) (?:against|not in line with) my (?:guidelines|programming|policy)"
)
_OTHER_LANGUAGES = (
    r"作为(?:一个|一名|一种|一款)?(?:大型|人工智能|AI|ＡＩ|语言|大)(?:语言)?(?:模型|助手|助理|语言模型)?"
    r"|我(?:只)?是(?:一个|一名|一款)?(?:人工智能|AI|大?语言模型)"
    r"|\b[Cc]omo (?:un |una )?(?:modelo de lenguaje|modelo de IA|inteligencia artificial|IA\b|asistente de IA|asistente virtual de IA)"
    r"|\b[Ss]oy (?:solo |sólo |simplemente )?(?:un |una )(?:modelo de lenguaje|inteligencia artificial|IA\b|asistente de IA)"
    r"|\b[Aa]ls (?:ein |eine )?(?:großes |reines )?(?:KI|Sprachmodell|künstliche Intelligenz|KI-\w+)"
    r"(?:\s|,)+(?:kann|habe|bin|darf|verfüge|besitze|ist es|fehlt)"
    r"|\b[Ii]ch bin (?:nur |lediglich |bloß )?(?:ein |eine )(?:großes )?(?:KI\b|KI-\w+|Sprachmodell|künstliche Intelligenz)"
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

    pattern: ClassVar[str] = "|".join((_VOICE, _REFUSAL, _OTHER_LANGUAGES))

    def flag(self) -> pl.Expr:
        """The phrase, in what the assistant says."""
        return (role() == "assistant") & self.has_pattern()
