"""What can be wrong with a record. Checks look; they never change anything."""

from collections.abc import Iterable

from curate.checks.base import Check, ReadCheck, RowCheck, SetCheck
from curate.checks.boilerplate import StockOpening
from curate.checks.citation import CitationResidue
from curate.checks.context import MissingContext
from curate.checks.duplicates import ExactDuplicate, NearDuplicate
from curate.checks.echo import CopiedContext, EchoedPrompt
from curate.checks.encoding import EncodingDamage
from curate.checks.language import OtherLanguage, UnexpectedLanguage
from curate.checks.length import LongPrompt, LongResponse, ShortResponse
from curate.checks.mixed import MixedLanguages
from curate.checks.placeholder import UnfilledPlaceholder
from curate.checks.preferences import DifferentPrompts, EqualResponses, JudgedBothWays
from curate.checks.privacy import PersonalData, Secret
from curate.checks.refusal import SpeaksAsAnAi
from curate.checks.repeats import AnotherResponse, RepeatedResponse
from curate.checks.repetition import LoopingRepetition
from curate.checks.scores import LowScore
from curate.checks.structure import BrokenRoleOrder, EmptyTurn, MissingResponse
from curate.checks.template import TemplateLeftover
from curate.checks.tokens import NoTrainableToken, OverContext, RefusedByTemplate, SpecialToken
from curate.checks.tools import UnansweredCall, UnofferedTool, UnreadableArguments
from curate.checks.truncation import CutOffResponse
from curate.checks.unreadable import BrokenCut, DuplicateKey, InvalidJson, NotUtf8, WrongShape
from curate.checks.usual import UnusualLength
from curate.errors import UnknownName, UsageError

BUILTIN: tuple[type[Check], ...] = (
    NotUtf8,
    InvalidJson,
    DuplicateKey,
    WrongShape,
    BrokenCut,
    EmptyTurn,
    BrokenRoleOrder,
    MissingResponse,
    UnansweredCall,
    UnreadableArguments,
    UnofferedTool,
    EqualResponses,
    DifferentPrompts,
    JudgedBothWays,
    ShortResponse,
    LongResponse,
    LongPrompt,
    UnusualLength,
    UnexpectedLanguage,
    OtherLanguage,
    MixedLanguages,
    ExactDuplicate,
    NearDuplicate,
    AnotherResponse,
    RepeatedResponse,
    LoopingRepetition,
    CutOffResponse,
    EchoedPrompt,
    CopiedContext,
    MissingContext,
    SpeaksAsAnAi,
    StockOpening,
    TemplateLeftover,
    UnfilledPlaceholder,
    EncodingDamage,
    CitationResidue,
    PersonalData,
    Secret,
    LowScore,
    OverContext,
    NoTrainableToken,
    RefusedByTemplate,
    SpecialToken,
)

__all__ = ["BUILTIN", "Check", "ReadCheck", "RowCheck", "SetCheck", "check_called", "chosen", "must_differ"]


def check_called(name: str, among: Iterable[type[Check]] = BUILTIN, *, where: str = "") -> type[Check]:
    """The check with this code or name.

    Raises:
        UnknownName: there is none.
    """
    known = {key: check for check in among for key in (check.code, check.name)}
    if name not in known:
        raise UnknownName.among(known, kind="check", name=name, where=where)
    return known[name]


def chosen(
    checks: Iterable[Check], select: Iterable[str], ignore: Iterable[str], preview: Iterable[str] = ()
) -> frozenset[str]:
    """The codes to look for: those of `select` (all, if empty) without those of `ignore`.

    Each may be a code, a family (`LEN`) or a name. A check in preview, or one that is still to be set, runs only
    where its own code or name is among `select` or `preview`.

    Raises:
        UnknownName: one is none of these.
    """
    every = tuple(checks)
    selected, asked_for = tuple(select), {*select, *preview}
    waiting = [check for check in every if check.preview or check.is_unset()]
    unasked = {check.code for check in waiting if asked_for.isdisjoint((check.code, check.name))}
    taken = (codes(every, selected) or {check.code for check in every}) | codes(every, preview)
    return frozenset(taken - unasked - codes(every, ignore))


def codes(checks: Iterable[Check | type[Check]], wanted: Iterable[str], *, where: str = "") -> set[str]:
    """The codes that a list of codes, families and names stands for.

    Raises:
        UnknownName: one is none of these.
    """
    every = tuple(checks)
    found: set[str] = set()
    for name in wanted:
        meant = {check.code for check in every if name in (check.code, check.name, check.family())}
        if not meant:
            _must_judge_records(name, where)
            families = {check.family() for check in every}
            known = families | {check.code for check in every} | {check.name for check in every}
            raise UnknownName.among(known, kind="check", name=name, where=where)
        found |= meant
    return found


def _must_judge_records(name: str, where: str) -> None:
    """Refuse a check of types: it is no check of records."""
    from curate.checks.coverage import COVERAGE

    if any(name in (check.code, check.name, check.family()) for check in COVERAGE):
        unknown = UnknownName(
            f"{where}: {name} judges types of prompts, not records.".removeprefix(": "),
            hint="Coverage checks run in curate coverage, and in a pipeline that has a table [coverage].",
        )
        unknown.name = name
        raise unknown


def must_differ(checks: Iterable[Check]) -> None:
    """Refuse two checks with one code.

    Raises:
        UsageError: two have the same; both are named.
    """
    seen: dict[str, Check] = {}
    for check in checks:
        other = seen.setdefault(check.code, check)
        if other is not check:
            raise UsageError(f"{type(other).__name__} and {type(check).__name__} both have the code {check.code}.")
