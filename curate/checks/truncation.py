"""CUT: responses that end in the middle."""

from collections.abc import Iterable

import polars as pl

from curate.checks.base import RowCheck
from curate.checks.wording import signs_of_code
from curate.records.columns import is_response, text, where, words

_BEFORE = (
    r"(?:\p{L}{4,}|\b(?:is|in|of|to|by|on|as|at|has|had|was|are|for|its|war|ist|hat|hay|son|est)"
    r"|\p{L}{4,}\s+(?:and|or|but))"
)
_GOES_ON = (
    r"the|and|or|because|although|whereas|unless|my|your|their|our|every|than|whose"
    r"|und|weil|dass|eine|einen|einem|einer|für|zum|zur"
    r"|porque|aunque|una|del|que|des|les|une"
)
_DANGLING = (
    rf"{_BEFORE}['’]?\s+(?:{_GOES_ON})\s*$"
    r"|\b(?:is|in|of|to|by|on|as|at|has|had|was|are|for|with|and|from|such|into)\s+an?\s*$"
    r"|\b(?:the|an?)\s+\p{L}+\s+of\s*$"
    r"|\b(?:auf|aus|bei|durch|gegen|hinter|in|mit|nach|neben|ohne|über|unter|von|vor|zu|zwischen)"
    r"\s+(?:das|dem|den|der|die)\s*$"
    r"|\b(?:con|de|desde|en|entre|hacia|hasta|para|por|según|sobre)\s+(?:el|las?|los|un)\s*$"
)
"""A last word after which a sentence goes on, whether or not people end theirs with a stop."""
_LAST_WORD = rf"(?:{_GOES_ON}|an?|of|das|dem|den|der|die|el|las?|los|un)$"
"""What every such text ends with, but for spaces."""
_LAST_WORD_MOST = 12
"""Characters of the longest of these words, and some more."""
_COMMA = r"(?:[\p{L}\p{N}’'()\"“”-]+[ \t]+){3,}[\p{L}\p{N}’'()\"“”-]+,\s*$|\p{Han}{6}，\s*$|\p{Han}、\s*$"
"""A comma behind a clause; behind the last item of a list it is a slip."""
_OPEN_BRACKET = r"\p{L}[ \t]+\((?:[\p{L}\p{N}’',;-]+[ \t]+){2,40}[\p{L}\p{N}’'-]+\s*$"
_MAY_BE_OPEN = r"[,，、]\s*$|\([^()]*$|```"
"""What every text has that ends with a comma, or inside of a bracket or a fence."""
_FENCE = r"(?m)^[ \t]*```"
_OPEN_FENCE = r"(?:^|\n)[ \t]*```[\w+#-]*[ \t]*\n(?:[^`]|`{1,2}[^`])*[^`.!?:\s]\s*$"
_TAIL = 300
"""Characters of the end that are read for signs of code."""
_LEAST_WORDS = 4
_LAST = 20
"""Characters at the end that are pointed at, from the start of a word."""
_LETTER = (
    r"(?im)^\W*(?:dear|hi|hello|hey|to whom|good (?:morning|afternoon|evening|day)|subject:"
    r"|liebe|hallo|sehr geehrte|hola|estimad)"
    r"|\b(?:regards|sincerely|thank you|thanks|yours|wishes|cheers|respectfully|grüße|saludos)\b[^\n]*$"
    r"|尊敬的|亲爱的|此致"
)
"""A letter may end with the comma of its closing, and leave the name to who sends it."""


class CutOffResponse(RowCheck, code="CUT001"):
    """The response ends in the middle of a sentence or of its code.

    Why it matters: a model that learns from it stops early. Only sure signs count: a last word after which a
    sentence goes on ("the", "because", "importance of"), a comma behind a clause, an open bracket, and a fence of
    code that is never closed. A missing full stop is a style, and never found; nor are the comma that closes a
    letter ("Kind regards,"), one behind the last item of a list, and code without a fence.

    Found: assistant: "Tides follow the moon, since its pull is stronger on the near side of the"

    Passes: assistant: "Tides follow the moon, since its pull is stronger on the near side"
    """

    def glance(self) -> pl.Expr:
        """What may be one of the signs, in a response of more than a few words."""
        return _said().str.contains(_MAY_BE_OPEN) | _ends_as_if_it_went_on(_said())

    def flag(self) -> pl.Expr:
        """One of the signs."""
        said = _said()
        comma = said.str.contains(_COMMA)
        comma &= ~where(comma, said).str.contains(_LETTER)
        in_prose = comma | _dangles(said) | said.str.contains(_OPEN_BRACKET)
        suspect = where(in_prose, said)
        prose = ~signs_of_code(suspect.str.slice(-_TAIL)) & ~_in_fence(suspect)
        open_fence = where(_in_fence(said), said).str.contains(_OPEN_FENCE)
        return (in_prose & prose) | open_fence

    def message(self) -> pl.Expr:
        """What it ends with."""
        return (
            pl.when(text().str.contains(_COMMA))
            .then(pl.lit("ends with a comma"))
            .when(_dangles(text()))
            .then(pl.lit("ends with a word after which a sentence goes on"))
            .when(text().str.contains(_OPEN_BRACKET))
            .then(pl.lit("ends inside of a bracket"))
            .otherwise(pl.lit("ends inside of a fence of code"))
        )

    def spans(self, text: str) -> Iterable[tuple[int, int]]:
        """Its last words."""
        said = text.rstrip()
        return [(max(said.rfind(" ", 0, -_LAST), said.rfind("\n", 0, -_LAST)) + 1, len(said))]


def _said() -> pl.Expr:
    """A response of more than a few words."""
    return where(is_response() & (words() >= _LEAST_WORDS), text())


def _ends_as_if_it_went_on(said: pl.Expr) -> pl.Expr:
    """Whether a text ends with a word after which a sentence may go on."""
    return said.str.strip_chars_end().str.tail(_LAST_WORD_MOST).str.contains(_LAST_WORD)


def _dangles(said: pl.Expr) -> pl.Expr:
    """Whether a sentence should go on; the dear pattern is tried only on texts that end with one of its words."""
    return where(_ends_as_if_it_went_on(said), said).str.contains(_DANGLING)


def _in_fence(said: pl.Expr) -> pl.Expr:
    return said.str.count_matches(_FENCE) % 2 == 1
