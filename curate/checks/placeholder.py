"""TPL: slots that nobody filled."""

import re
from collections.abc import Iterable
from typing import ClassVar

import polars as pl

from curate.checks.wording import PatternCheck, prompt_has, signs_of_code
from curate.records.columns import is_response, text, where

_NOUN = (
    r"Names?|Company|Date|Time|Address|City|Town|Country|State|Location|Place|Title|Position|Phone|Email|E-mail|Amount"
    r"|Price|Product|Brand|School|University|Recipient|Sender|Signature|Manager|Department|Organi[sz]ation"
    r"|Datum|Firma|Ort|Nombre|Fecha|Empresa|Nom|Entreprise"
)
_FILL = r"(?i:insert|enter|add|fill in|your|my|name of|ihr|su|tu|votre|type|insert[ae]r?|introduzca|insérer)"
_ANY_NAME = r"(?:[^\W\d_][\w'’-]*[ _]){0,2}(?i:names?)"
_NUMBER_OR_ADDRESS = r"(?:[A-Z][^\W\d_][\w'’-]*[ _]){0,2}(?:Number|Address|Name)"
_FILL_LAST = r"(?i:einfügen|eintragen|einsetzen|ergänzen)"
"""German says last what is to be done."""
_WORDS = "[0-9A-Za-z_ '/,.\u0080-\U0010ffff-]"
"""A character of words; all beyond ASCII are, since a counted repetition of the exact class is slow to prepare."""
_BRACKETS = (
    rf"\[(?:{_FILL}[ _]{_WORDS}{{1,50}}|{_WORDS}{{1,50}} {_FILL_LAST}"
    rf"|{_ANY_NAME}|{_NUMBER_OR_ADDRESS}|{_NOUN}|TODO|TBD|TBC)\]"
)
_HAN = r"\[[一-鿿]{0,5}(?:姓名|名字|名称|日期|地址|电话|公司)\]|【(?:您的|你的|填写|插入|请)[一-鿿]{1,8}】"
_ANGLES = rf"<{_FILL}[ _]{_WORDS}{{1,40}}>"
_FILLER = r"\b(?:[Ll]orem|LOREM) (?:[Ii]psum|IPSUM)\b"
_GATE = rf"{_BRACKETS}|{_HAN}|{_ANGLES}|{_FILLER}|TODO|TBD"
"""Every slot and more; counted repetition is what makes the exact pattern slow."""

ASKS_FOR_SLOTS = (
    r"(?i)\b(?:templates?|letters?|e-?mails?|forms?|messages?|scripts?|contracts?|agreements?|invitations?|memos?"
    r"|notices?|certificates?|press releases?|posts?|announc(?:e|ing|ements?)|speech|r[eé]sum[eé]s?|cv|draft"
    r"|placeholders?|bio|biograph(?:y|ies)|statements? of purpose|personal statements?|applications?"
    r"|curriculum vitae|lorem|to-?do|complaint|toast|vorlage|formular|brief|entwurf|vertrag|carta|correo|plantilla"
    r"|formulario|contrato|lettre|modèle)\b|\[[\p{L} ]+\]|<[\p{L} ]+>|信|邮件|模板|合同|通知|邀请|演讲|脚本"
)
"""A prompt whose right response may leave something to be filled in, or that holds slots itself."""


class UnfilledPlaceholder(PatternCheck, code="TPL002"):
    """The response holds a slot that a person should have filled, such as `[insert name]`, or filler text.

    Why it matters: the model learns to leave blanks where it should write. Looked for are bracketed requests to
    fill something in, bracketed names of what belongs there, "lorem ipsum", and lines that only say TODO. A prompt
    that asks for a letter, an application, a form, a script or a template may well get slots, as may one that
    holds some itself; these are passed, and so is code, fenced or not.

    Found: user: "Where is your office?" assistant: "Our office is in [City], on [insert street]."

    Passes: user: "Draft a letter of resignation." assistant: "Dear [Manager's Name], I hereby resign."
    """

    exempt_types: ClassVar[tuple[str, ...]] = ("functional_writing", "coding")
    pattern: ClassVar[str] = (
        rf"(?:{_BRACKETS}|{_HAN})(?:[^(\[:\w]|$)|{_ANGLES}|{_FILLER}"
        r"|(?m:^[ \t]*(?:TODO|TBD)\b:?[^\n]{0,60}$)"
    )
    signs: ClassVar[tuple[str, ...]] = (r"[\[【<]", "orem [Ii]", "OREM [Ii]", "TODO", "TBD")
    gate: ClassVar[str] = re.sub(r"\{1,\d+\}", "+", _GATE)
    even_in_letters: bool = False
    """Whether slots are found where the prompt asks for a letter, a form, a script or a template, too."""

    def flag(self) -> pl.Expr:
        """A slot outside of code, where the prompt asks for none."""
        found = is_response() & self.has_pattern()
        found &= ~signs_of_code(where(found, text()).str.replace_all(self.pattern, " "))
        return found if self.even_in_letters else found & ~prompt_has(ASKS_FOR_SLOTS, found)

    def message(self) -> pl.Expr:
        """What kind of text it is."""
        return pl.lit("a slot that nobody filled, or filler text")

    def spans(self, text: str) -> Iterable[tuple[int, int]]:
        """Each slot, without the character that shows its end."""
        for start, end in super().spans(text):
            closed = text.find("]", start, end) + 1 or text.find("】", start, end) + 1
            yield start, closed or end
