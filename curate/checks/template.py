"""TPL: what a chat template or a form left behind."""

import re
from typing import ClassVar

import polars as pl

from curate.checks.wording import PatternCheck, changed_outside_of_code

TOKENS = (
    r"<\|[a-zA-Z][a-zA-Z0-9_ ]{0,40}\|>"  # <|im_end|>, <|eot_id|>, <|endoftext|>
    r"|\[/?INST\]|<</?SYS>>|</?s>|<(?:bos|eos|pad|unk)>"
    r"|<(?:start|end)_of_turn>"
    r"|<｜[^｜\n]{1,40}｜>"
    r"|\[/?(?:TASK|SYSTEM|USER|ASSISTANT|RESPONSE|PROMPT)\]"
)
"""What chat templates put between turns."""
_HEADINGS = r"(?:^|\n)#{2,3} ?(?:Instruction|Response|Input|Output|Human|Assistant|User|System)s?:"
_SPEAKERS = (
    r"^\s*(?:Assistant|ASSISTANT|Chatbot|ChatGPT)\s?:\s"
    r"|^\s*(?:Human|User|HUMAN|USER)\s?: [^\n]*\n+\s*(?:Assistant|AI|Bot|ASSISTANT)\s?:"
)
_NOTHING = r"<(?:noinput|no input|nooutput|no output)>|(?:^|\n)\s*(?:noinput|no input)\s*$"
_SLOTS = r"\{\{\s*[a-zA-Z_][a-zA-Z0-9_.]{0,40}\s*\}\}"
_SPEAKER = r"(?:(?:system|user|assistant|model)\s*(?:\n|$))?"
_AT_AN_END = re.compile(rf"^\s*(?:{TOKENS}){_SPEAKER}\s*|\s*(?:(?:{TOKENS}){_SPEAKER}|{_NOTHING})\s*$")
"""What can be taken away for certain; between two tokens in the middle another turn may stand."""


class TemplateLeftover(PatternCheck, code="TPL001", severity="error"):
    """The text holds a token of a chat template, a label of a prompt form, or a slot nobody filled.

    Why it matters: a trainer's template adds such tokens itself; a second one in the text ends a turn too early
    or teaches the model to write it. Code, fenced or in backticks, is not looked at.

    Found: assistant: "Boil the rice for twelve minutes.<|im_end|>"

    Passes: assistant: "The token `<|im_end|>` closes a turn."
    """

    pattern: ClassVar[str] = "|".join((TOKENS, _HEADINGS, _SPEAKERS, _SLOTS, _NOTHING))

    def flag(self) -> pl.Expr:
        """The pattern, in any message."""
        return self.has_pattern()

    def message(self) -> pl.Expr:
        """What kind of text it is."""
        return pl.lit("left over from a chat template or a form")

    def mended(self, text: str) -> str:
        """The text without tokens at its ends and a mark of no input; as it is where more would be left."""
        mended = text
        while (found := _AT_AN_END.search(mended)) and self.stands_in(found.group()) and _outside(mended, found):
            mended = mended[: found.start()] + mended[found.end() :]
        return text if self.stands_in(mended) or not mended.strip() else mended


def _outside(text: str, found: re.Match[str]) -> bool:
    """Whether a place at an end of a text is in no code: nothing changes but that place."""
    without = changed_outside_of_code(text, lambda prose: " " * len(prose))
    return not without[found.start() : found.end()].strip()
