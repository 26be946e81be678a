"""What the shape of a prompt shows, whatever language it is in: code, formulas, a table, options, a given text."""

from typing import get_args

import polars as pl

from curate.taxonomy.model import Sign
from curate.taxonomy.regex import quick
from curate.taxonomy.window import ALL, BYTES, ENDING, FIRST_LINE, HEAD, OPENING

SUPPLIED = 150
"""Bytes behind the first line, or in quotation marks, from which on they are a text that is given. About 50
characters of Chinese."""
LONG = 700
"""Bytes from which on one line holds more than a request."""
SHORT = 40
CODE_MARKS, CODE_TOKENS = 25, 2
"""One sign of code in so many bytes; words of programming languages in the window."""
NUMBERS, TABLE_ROWS = 3, 2

_OPEN, _END = pl.col(OPENING), pl.col(ENDING)
_ANY = pl.col(ALL)
_TOKEN = (
    r"```|\bdef \w+\(|#include\b|\bimport \w+$|\bfrom \w+ import\b|\bpublic (?:static|class|void)\b|\w\(\);|=>|"
    r"</?(?:div|html|body|script|table|p|a|span)\b[^<]{0,80}>|\bselect .{1,60} from \w|\bfunction ?\w*\(|"
    r"\breturn \w+;|"
    r"\b(?:var|let|const) \w+ ?=|\bconsole\.log|\bsystem\.out|\bprint ?\(|\bself\.\w|\{\s*$|;\s*$|\w\[\w+\]|"
    r"\b(?:int|void|char|float|string) \w+ ?[(=;]|\bstd::|==|!=|\+=|\\begin\{lstlisting\}"
)
_MAY_BE_CODE = r"[{}<>=`#]|[a-z]\[|;$|;\n|[a-z]\("
"""What hardly any code is without, and most prose."""
_CODE = "may be code"
_FORMULA = (
    r"\\(?:frac|sqrt|sum|int|begin\{|left|cdot|times|leq|geq|mathbb|alpha|theta)|\$[^$\n]{1,60}[\\^_=+][^$\n]{0,60}\$|"
    r"[a-z0-9)]\^\{?[0-9n]|\b[0-9.]*[xyz] ?[-+=*/] ?[0-9.]+|"
    r"[0-9)] ?[-+*/\x{d7}\x{f7}] ?[0-9.(]+ ?(?:=|\?|[-+*/\x{d7}\x{f7}] ?[0-9])|"
    r"\b[fgp]\([xyn0-9]\)"
)
_GIVEN = (
    r":[^\n]{0,20}[\"“「『][^\"”」』\n]{15,}|[\"“「『][^\"”」』]{60,}|"
    r":\s*[^\n:]{40,}[.!?] [^\n]{30,}|:\s*\p{Han}[^\n]{38,}"
)
"""A quotation behind a colon, a long one anywhere, or sentences behind a colon."""
_OPTIONS = r"(?s)(?:^|[\s(])a ?[).:、．】][^\n].{0,120}?(?:\n|\s|\()b ?[).:、．】]"
_TABLE_ROW = (
    r"(?m)^[^\n|]*\|[^\n|]+\|[^\n]*$|^[^\n|]{1,40}\|[^\n|]{1,40}$|"
    r"^[^\n\t]+\t[^\n]+$|^[^\n,]{1,40}(?:,[^\n,]{1,40}){3,}$"
)
_ITEM = r"[^\n,;:.?。、]{1,32}"
_ITEMS = rf"(?m)[:?]\s*(?:[-*•]\s*)?{_ITEM}(?:(?:, ?|;|、|\n(?:[-*•]|\d+\.)?)\s*{_ITEM}){{2,}}[.?。]?\s*$"


def with_signs(read: pl.DataFrame, names: set[Sign]) -> pl.DataFrame:
    """The windows of prompts, and behind them of each of these signs whether it is shown."""
    # A column of its own, for each expression that names it would make it anew.
    looked = read.with_columns(_maybe(_MAY_BE_CODE).alias(_CODE))
    shown = [_SIGNS[name].alias(sign_column(name)) for name in get_args(Sign) if name in names]
    return looked.with_columns(shown).drop(_CODE)


def sign_column(name: Sign) -> str:
    """The name of the column that holds a sign."""
    return f"sign:{name}"


def _supplied() -> pl.Expr:
    """Text behind the first line, a long quotation, or more than a request takes."""
    behind = pl.col(BYTES) - pl.col(FIRST_LINE) >= SUPPLIED
    quoted = _ANY.str.contains(_GIVEN)
    return behind | quoted | (pl.col(BYTES) >= LONG)


def _code() -> pl.Expr:
    """Words that only code has, twice; or once, and many of its marks."""
    text = pl.col(_CODE)
    marks = text.str.count_matches(r"[{}();=<>\[\]_]") * CODE_MARKS > text.str.len_bytes()
    tokens = text.str.count_matches(quick(f"(?m){_TOKEN}"))
    return text.str.contains("```", literal=True) | (tokens >= CODE_TOKENS) | ((tokens >= 1) & marks)


def _maths() -> pl.Expr:
    """LaTeX, powers, equations."""
    return _maybe(r"[=^\\$×÷*/+]|[fgp]\(").str.contains(quick(_FORMULA))


def _maybe(marks: str) -> pl.Expr:
    """What is read, where any of these marks stands in it: the rest is not worth a dear look."""
    return pl.when(_ANY.str.contains(marks)).then(_ANY).otherwise(pl.lit(""))


def _asks() -> pl.Expr:
    """A question mark in what the prompt opens with."""
    return _OPEN.str.contains(r"^[^\n]*[?]|[吗呢]\s*$")


_SIGNS: dict[Sign, pl.Expr] = {
    "asks": _asks(),
    "code": _code(),
    "ends-asking": _END.str.contains(r"[?][\"')\s]*$|[吗呢]\s*$"),
    "items": _OPEN.str.contains(_ITEMS) & (pl.col(BYTES) < HEAD * 3),
    "long": pl.col(BYTES) >= LONG,
    "maths": _maths(),
    "numbers": _ANY.str.count_matches(r"[0-9][0-9.,]*") >= NUMBERS,
    "opens-with-text": (pl.col(FIRST_LINE) >= SUPPLIED) & ~_OPEN.str.contains(r"^[^\n]{0,80}[:?]"),
    "options": _ANY.str.contains(_OPTIONS),
    "short": pl.col(BYTES) <= SHORT,
    "supplied": _supplied(),
    "table": _ANY.str.count_matches(_TABLE_ROW) >= TABLE_ROWS,
}
