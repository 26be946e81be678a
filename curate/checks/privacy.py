"""PII: what belongs to a person, and what opens something."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import ClassVar

import polars as pl

from curate.checks.base import RowCheck
from curate.facts.personal import PERSONAL, personal_data
from curate.facts.private import COUNT, KINDS, Find, Private, Seen, discreet, private_in, redacted
from curate.facts.secrets import SECRETS, secrets
from curate.records.columns import fact, is_prompt, of_records_with, role, text, where


def unquoted(text: str, start: int = 0, end: int | None = None) -> str:
    """A text, or a part of it, for a person to look at: `[EMAIL]` stands for an address, and so on."""
    return discreet(text, start, len(text) if end is None else end, (secrets, personal_data))


def not_to_quote(text: str) -> list[Private]:
    """The stretches of a text that `unquoted` puts another word for."""
    return private_in(text, 0, len(text), (secrets, personal_data))


class PrivateCheck(RowCheck, ABC):
    """Finds stretches of text that are not for others to read. Findings never quote them."""

    of_rejected: ClassVar[bool] = True
    told: ClassVar[str]
    """The fact that holds how much there is."""

    @abstractmethod
    def find(self) -> Find:
        """What finds the stretches in a text."""

    def flag(self) -> pl.Expr:
        """There is at least one."""
        return fact(self.told).is_not_null()

    def message(self) -> pl.Expr:
        """How many of which kind."""
        return fact(self.told).struct.field(KINDS)

    def score(self) -> pl.Expr:
        """How many."""
        return fact(self.told).struct.field(COUNT).cast(pl.Float64)

    def spans(self, text: str) -> Iterable[tuple[int, int]]:
        """Where each stands."""
        return [(found.start, found.end) for found in self.find()(text)]

    def redacted(self, text: str, seen: Seen) -> str:
        """The text with `[EMAIL_1]` for an address, and so on; the same value gets the same number."""
        return redacted(text, self.find(), seen)


_ONE = (
    r"(?:e-?mail ?(?:address|id)|(?:phone|telephone|mobile|contact|card|account) number|iban|credit card"
    r"|contact detail|(?:personal|private|sensitive|confidential|identif\w+|contact)"
    r" (?:data|info(?:rmation)?|details?))"
)
_LOOKS_FOR = (
    r"(?:mask|redact|anonymi[sz]|pseudonymi[sz]|obfuscat|censor|scrub|sanitiz|hid(?:e|ing)|remov|detect|recogni[sz]"
    r"|identify|extract|pars(?:e|ing)|pull out|pick out|match|validat)"
)
_MAKES = r"(?:generat|creat|invent|make up|produc)"
_MADE_UP = r"(?:made[- ]up|fake|fictional|fictitious|sample|example|dummy|random|valid|imaginary)"
_AWAY = r"\w*\b[^\n.?!]{0,100}\b"
ASKS_FOR_SUCH = (
    rf"(?i)\b{_LOOKS_FOR}{_AWAY}(?:{_ONE}(?:e?s)?|e-?mails|phones)\b"
    rf"|\b{_MAKES}\w* (?:[\w-]+ ){{0,4}}(?:e-?mails|(?:{_ONE}(?:e?s)))\b"
    rf"|\b{_MADE_UP} (?:[\w-]+ ){{0,3}}(?:{_ONE}(?:e?s)?|e-?mails)\b"
    r"|\b(?:pii|personally identif\w+|regex|regular expressions?)\b"
    r"|(?:[\]>})]|\b(?:first|last|given|family|full|sur|user)?[ ._-]?(?:name|initial)s?)@[\w\-]+\."
)
"""A prompt whose task is such data, or that gives a rule for addresses, with a slot before the @."""


def _asks_for_such() -> pl.Expr:
    """Messages of the prompt that ask for it."""
    return where(is_prompt() | (role() == "system"), text()).str.contains(ASKS_FOR_SUCH)


class PersonalData(PrivateCheck, code="PII001"):
    """A text holds data of a person: a mail address, a phone number, a payment card or a bank account.

    Why it matters: a model says again what it has learned, to anybody who asks, and whose data it is has not been
    asked. Addresses of an office (info@), free numbers, whatever is kept for examples (example.com, 555 numbers,
    Britain's numbers for drama, cards for trying out), code, assigned values and links pass. So does a record
    whose prompt asks to mask, find, extract or make up such data, or gives a rule for addresses: without them it
    would teach nothing. A card needs an issuer's prefix, its check digit, and spaces or a word for a card beside
    it; a bank account its country's length and check digits; a phone number must be written as one, or stand
    behind a word such as "call". What writers made up looks like what is real, and is found too.

    Found: assistant: "Dr Oyelaran reads mail at t.oyelaran@lakeside-clinic.co.uk on weekdays."

    Passes: assistant: "Write to jane@example.com, or call (212) 555-0187."
    """

    told = PERSONAL.name
    even_where_asked: bool = False
    """Whether it is found where the prompt asks to mask, find, extract or make up such data, too."""

    def glance(self) -> pl.Expr:
        """There is some."""
        return super().flag()

    def flag(self) -> pl.Expr:
        """The task is not about it."""
        return pl.lit(value=True) if self.even_where_asked else ~of_records_with(_asks_for_such())

    def find(self) -> Find:
        """Personal data."""
        return personal_data


class Secret(PrivateCheck, code="PII002", severity="error"):
    """A text holds a secret: the key, token or password of a service, or a private key.

    Why it matters: it opens something for everybody who reads the set, and for everybody who asks the model.
    Withdraw it where it was issued, then clean the set. Looked for are forms that services give their keys,
    signed web tokens, private keys, and values of random letters and digits that are assigned to a password or a
    key; in code too, where secrets are. Values that stand for one, with "example" or "your" in them, pass.

    Found: user: "Why does it fail? export GITLAB_TOKEN=glpat-" and twenty random letters and digits

    Passes: user: "Why does it fail? export GITLAB_TOKEN=glpat-xxxxxxxxxxxxxxxxxxxx"
    """

    told = SECRETS.name

    def find(self) -> Find:
        """Secrets."""
        return secrets
