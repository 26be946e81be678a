"""TPL: what a chat template or a form left behind."""

import re
from typing import ClassVar

import polars as pl

from curate.checks.wording import PatternCheck, masked
from curate.records.columns import text, where

TOKENS = (
    r"<\|[a-zA-Z][a-zA-Z0-9_ ]{0,40}\|>"  # <|im_end|>, <|eot_id|>, <|endoftext|>
    r"|\[/?INST\]|<</?SYS>>|</?s>|<(?:bos|eos|pad|unk)>"
    r"|<(?:start|end)_of_turn>"
    r"|<｜[^｜\n]{1,40}｜>"
    r"|\[/?(?:TASK|SYSTEM|USER|ASSISTANT|RESPONSE|PROMPT)\]"
)
"""What chat templates put between turns."""
_HEADINGS = (
    r"^\s*#{2,3} ?(?:Instruction|Response|Input|Output|Human|Assistant|User|System)s?:"
    # Inside a text, papers and programs have headings for input and output, recipes for instructions.
    r"|\n### ?(?:Instruction|Response|Human|Assistant):"
)
_SPEAKERS = (
    r"^\s*(?:Assistant|ASSISTANT|Chatbot|ChatGPT)\s?:\s"
    r"|^\s*(?:Human|User|HUMAN|USER)\s?: [^\n]*\n+\s*(?:Assistant|AI|Bot|ASSISTANT)\s?:"
)
_NOTHING = r"<(?:noinput|no input|nooutput|no output)>|(?:^|\n)\s*(?:noinput|no input)\s*$"
_NAME = r"[a-zA-Z_][a-zA-Z0-9_]{0,40}"
_SALUTATION = r"(?:Dear|Hello|Hi|Hey|Hallo|Lieber?|Estimad[ao]|Hola|Querid[ao]|Bonjour|Cher|Chère)"
_SLOTS = rf"\{{\{{\s*{_NAME}\s*\}}\}}|{_SALUTATION} \{{\{{\s*{_NAME}\.{_NAME}\s*\}}\}}"
_SURELY = "|".join((TOKENS, _HEADINGS, _SPEAKERS, _NOTHING))
_CODE_AROUND_SLOTS = (
    r"\{[%#]|[$=\\^_(\[]\{\{|\{\{[^{}\n]*\}\}[(\[_^]|\{\{[-#/^&>!|~]"
    r"|</?(?:html|head|body|div|span|p|a|b|i|ul|ol|li|table|t[dhr]|h[1-6]|br|button|form|input|img|title|template)"
    r"\b[^<>\n]*>"
    r"|\bimport \{|\bfrom [\w.]+ import\b|\bimport \w+ from\b|\bdef \w+\(|\bfunction \w*\("
    r"|\b(?:const|let|var) \w+ ?="
    r"|=> ?\{|\);|(?:^|\n)(?:apiVersion|runs-on|kind|image|hosts):"
)
"""Signs of a program, a page or a file of settings, in which braces are meant."""
_ROLE = r"(?:(?:system|user|assistant|model)(?=\s|$))?"
_AT_START = re.compile(rf"(?:{TOKENS}){_ROLE}")
_AT_END = re.compile(
    rf"(?:(?:{TOKENS}){_ROLE}|<(?:noinput|no input|nooutput|no output)>|(?:^|\n)(?:noinput|no input))$"
)
"""What can be taken away for certain; between two tokens in the middle another turn may stand."""


class TemplateLeftover(PatternCheck, code="TPL001", severity="error"):
    """The text holds a token of a chat template, a label of a prompt form, or a slot nobody filled.

    Why it matters: a trainer's template adds such tokens itself; a second one in the text ends a turn too early
    or teaches the model to write it. Code, fenced or in backticks, is not looked at, and a name in braces is
    passed where tags, loops or statements stand around it.

    Found: assistant: "Boil the rice for twelve minutes.<|im_end|>"

    Passes: assistant: "The token `<|im_end|>` closes a turn."
    """

    pattern: ClassVar[str] = "|".join((_SURELY, _SLOTS))

    def flag(self) -> pl.Expr:
        """The pattern, in any message."""
        found = self.has_pattern()
        braces = where(found & text().str.contains("{{", literal=True), text())
        code = braces.str.contains(_CODE_AROUND_SLOTS).fill_null(value=False)
        return found & ~(code & ~masked(where(code, braces)).str.contains(_SURELY))

    def message(self) -> pl.Expr:
        """What kind of text it is."""
        return pl.lit("left over from a chat template or a form")

    def mended(self, text: str) -> str:
        """The text without tokens at its ends and a mark of no input; as it is where more would be left."""
        mended = text
        while True:
            tail, head = mended.rstrip(), mended.lstrip()
            if found := _AT_END.search(tail):
                mended = tail[: found.start()].rstrip()
            elif found := _AT_START.match(head):
                mended = head[found.end() :].lstrip()
            else:
                return self.if_whole(text, mended) if mended.strip() else text
