"""Runs checks over a view. Makes findings, and marks those that their owner sets aside."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, field

import polars as pl

from curate.blame import blamed_on
from curate.checks import Check, RowCheck, SetCheck
from curate.checks.base import MARKS, Comparison
from curate.checks.privacy import unquoted
from curate.clock import Clock
from curate.errors import UsageError
from curate.facts.view import View, facts_in
from curate.findings import CODE, EXCERPT, IGNORED, MESSAGE, PLACE, PLACES, RANK, SCHEMA, SCORE, none
from curate.overrides import Override
from curate.records import columns as c
from curate.records.turns import Place, place

FINDINGS, READS, TIMINGS = "findings", "reads", "timings"
"""What a look at records gives, beside the keys of each check of the set."""


def keys_of(check: Check) -> str:
    """Under which name a look gives the keys of a check of the set."""
    return f"keys-{check.code}"


def marks_of(check: Check) -> str:
    """Under which name a look gives the marks of a check of the set, if it has any."""
    return f"marks-{check.code}"


def tally_of(check: Check) -> str:
    """Under which name a look gives what a check tells of each response."""
    return f"tally-{check.code}"


@dataclass(frozen=True)
class Finder:
    """The checks that run, with other settings for some records, and findings that are set aside."""

    checks: Sequence[Check]
    overrides: Sequence[Override] = ()
    asides: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=ASIDES))
    """Findings, by record and code, that do not count, and why."""

    def look(self, view: View, reads: Iterable[str] = ()) -> dict[str, pl.DataFrame]:
        """What checks of single records find in some records, and all that is needed of these for the rest.

        `reads` are facts of records that are wanted beside.
        """
        clock, parts, frames = Clock(), [none()], dict[str, pl.DataFrame]()
        for check in self.checks:
            if isinstance(check, RowCheck):
                parts += self.by_row(check, view)
            elif not isinstance(check, SetCheck) or check.not_applicable():
                continue
            with blamed_on(check):
                frames |= _beside(check, view)
            clock.lap(f"check {check.code}", view.records.height)
        reads = tuple(reads)
        view.need(reads)
        frames[READS] = view.records.select(RANK, *(c.FACT + name for name in reads))
        frames[FINDINGS] = pl.concat(parts)
        frames[TIMINGS] = pl.DataFrame(
            [astuple(each)[: len(_TIMING)] for each in clock.timings], schema=_TIMING, orient="row"
        )
        return frames

    def compare(self, check: SetCheck, keys: pl.DataFrame) -> Comparison:
        """What a check of the set finds, from the keys of all records in the order that decides."""
        with blamed_on(check):
            found, near = check.compare(keys)
        return Comparison(_complete(found, code=check.code), near)

    def find(self, view: View) -> pl.DataFrame:
        """The findings of every check that can run, one for each record and code; all records are at hand."""
        looked = self.look(view)
        of_sets = [each for each in self.checks if isinstance(each, SetCheck) and keys_of(each) in looked]
        decided = [self.compare(check, looked[keys_of(check)].sort(RANK)).found for check in of_sets]
        return self.marked(pl.concat([looked[FINDINGS], *decided]))

    def by_row(self, check: RowCheck, view: View) -> list[pl.DataFrame]:
        """The findings of one check of single records, each record judged by the settings that hold for it."""
        with blamed_on(check, "fact(...) in it must be one of messages, and every column one of a message."):
            return [_by_row(variant, own) for variant, own in self._variants(check, view)]

    def marked(self, findings: pl.DataFrame) -> pl.DataFrame:
        """Findings, of which those that are set aside say why."""
        if findings.is_empty() or self.asides.is_empty():
            return findings
        marked = findings.drop(IGNORED).join(self.asides, on=[RANK, CODE], how="left", maintain_order="left")
        return marked.select(*SCHEMA)

    def fields(self) -> tuple[str, ...]:
        """The fields of the owner's own records that checks of single records read, as facts are named."""
        checks = [check for check in self.checks if isinstance(check, RowCheck)]
        conditions = [each.where for each in self.overrides if any(map(each.changes, checks))]
        own = [override.check(check) for check in checks for override in self.overrides if override.changes(check)]
        able = [check for check in (*checks, *own) if not check.not_applicable()]
        expressions = [each for check in able for each in _expressions(check) if each is not None]
        named = facts_in([*expressions, *(name for where in conditions for name in where.fields())])
        return tuple(name for name in named if name.startswith((c.FIELD, c.FIELD_IF_ANY)))

    def runs(self, check: Check) -> bool:
        """Whether it can run for any record."""
        own = [override.check(check) for override in self.overrides]
        return any(not each.not_applicable() for each in (check, *own))

    def tallied(self) -> list[RowCheck]:
        """The checks that tell something of each response that is counted."""
        able = [each for each in self.checks if isinstance(each, RowCheck) and not each.not_applicable()]
        return [check for check in able if check.tally() is not None]

    def _variants(self, check: RowCheck, view: View) -> Iterator[tuple[RowCheck, View]]:
        """The check with each of its settings that can run, and the records that those hold for."""
        own = [(override, override.check(check)) for override in self.overrides if override.changes(check)]
        if not own:
            yield from [] if check.not_applicable() else [(check, view)]
            return
        view.need(facts_in(name for override, _ in own for name in override.where.fields()))
        left = view
        for override, variant in reversed(own):
            ranks = override.where.chosen(left.records)[RANK]
            if not variant.not_applicable():
                yield variant, left.only(ranks)
            left = left.without(ranks)
        if not check.not_applicable():
            yield check, left


_FLAG = "_flag"
_TIMING = {"part": pl.String, "records": pl.Int64, **dict.fromkeys(("wall_s", "cpu_s", "peak_mb"), pl.Float64)}
ASIDES: dict[str, pl.DataType] = {RANK: pl.UInt32(), CODE: pl.String(), IGNORED: pl.String()}


def _beside(check: RowCheck | SetCheck, view: View) -> dict[str, pl.DataFrame]:
    """What a check needs or counts of records, beside what it finds."""
    return _keyed(check, view) if isinstance(check, SetCheck) else _tallied(check, view)


def _keyed(check: SetCheck, view: View) -> dict[str, pl.DataFrame]:
    """What a check of the set needs of records."""
    view.need(check.facts())
    keys = check.keys(view.records)
    marks = check.marks(keys)
    told = {} if marks is None else {marks_of(check): pl.DataFrame([keys[RANK], marks.alias(MARKS)])}
    return {keys_of(check): keys, **told}


def _tallied(check: RowCheck, view: View) -> dict[str, pl.DataFrame]:
    """What is counted of the responses of records, if anything is."""
    told = check.tally()
    if told is None or check.not_applicable():
        return {}
    view.need(facts_in([told]))
    responses = view.messages.filter(c.is_response(), pl.col(c.BRANCH) == 0)
    counted = responses.select(pl.col(c.RECORD).alias(RANK), told.alias("told"))
    return {tally_of(check): counted.drop_nulls("told")}


def _by_row(check: RowCheck, view: View) -> pl.DataFrame:
    if view.records.is_empty():
        return none()
    flag, score, message, glance = _expressions(check)
    view.need(facts_in(each for each in (flag, score, message, glance) if each is not None))
    looked_at = ~pl.col(c.SHARED) if check.of_rejected else pl.col(c.BRANCH) == 0
    if check.exempt_types:
        looked_at &= ~c.record_type().is_in(check.exempt_types).fill_null(value=False)
    found = view.messages.with_columns(looked_at.alias(_FLAG))
    for condition in (glance, flag):
        found = found if condition is None else _found(condition, found)
        if found.is_empty():
            return none()
    known = (pl.col(c.RECORD).alias(RANK), c.PATH, c.JOINTS, c.CONTENT, _FLAG)
    described = found.lazy().select(*known, score.alias(SCORE), message.alias(MESSAGE))
    rows = described.collect().filter(pl.col(_FLAG))
    first = rows.unique(RANK, keep="first", maintain_order=True).select(RANK, SCORE, MESSAGE)
    return _complete(first.join(_evidence(check, rows), on=RANK, maintain_order="left"), code=check.code)


def _found(condition: pl.Expr, messages: pl.DataFrame) -> pl.DataFrame:
    """The records with a message that is flagged so far and meets a condition, with only such ones flagged."""
    # Lazily, so that a text that several patterns share is made once.
    told = messages.lazy().select((pl.col(_FLAG) & condition).fill_null(value=False)).collect()
    flagged = messages.with_columns(told)
    return flagged.filter(pl.col(c.RECORD).is_in(flagged[c.RECORD].filter(flagged[_FLAG]).implode()))


def _expressions(check: RowCheck) -> tuple[pl.Expr, pl.Expr, pl.Expr, pl.Expr | None]:
    """Flag, score, message and glance of a check."""
    with blamed_on(check):
        flag, score, message = (_expression(check, name) for name in ("flag", "score", "message"))
        return flag, score, message, check.glance()


def _expression(check: RowCheck, name: str) -> pl.Expr:
    """What a method of a check gives.

    Raises:
        UsageError: it is no expression.
    """
    given = getattr(check, name)()
    if not isinstance(given, pl.Expr):
        raise UsageError(
            f"{type(check).__name__}.{name}() gives a {type(given).__name__}, not a polars expression.",
            hint='Write pl.lit("..."), or pl.format("{} words", words()).',
        )
    return given


def _complete(found: pl.DataFrame, *, code: str) -> pl.DataFrame:
    """Findings with every column; those that a kind of check does not fill are null."""
    absent = [pl.lit(None).alias(name) for name in SCHEMA if name not in (*found.columns, CODE, PLACES)]
    empty = [] if PLACES in found.columns else [pl.lit([]).alias(PLACES)]
    whole = found.with_columns(pl.lit(code).alias(CODE), *empty, *absent)
    return whole.select(pl.col(name).cast(dtype) for name, dtype in SCHEMA.items())


def _evidence(check: RowCheck, rows: pl.DataFrame) -> pl.DataFrame:
    """Of each record each place in the user's own, and a few words around the first; from flat columns."""
    ranks, places, excerpts = list[int](), list[Place](), dict[int, str]()
    texts = rows[c.CONTENT].fill_null("").to_list()
    located = zip(rows.select(RANK, c.PATH, c.JOINTS).iter_rows(), texts, check.spans_of(texts), strict=True)
    for (rank, path, joints), said, stretches in located:
        spans = list(stretches) or [(0, len(said))]
        ranks += [rank] * len(spans)
        places += [place(path, joints, *span) for span in spans]
        if rank not in excerpts:
            start, end = spans[0]
            excerpts[rank] = unquoted(said, max(0, start - 20), min(end, start + 60) + 20)
    flat = pl.DataFrame(places, schema=PLACE.to_schema(), orient="row").to_struct(PLACES)
    grouped = pl.DataFrame([pl.Series(RANK, ranks, dtype=pl.UInt32), flat]).group_by(RANK, maintain_order=True)
    return grouped.agg(PLACES).with_columns(pl.Series(EXCERPT, list(excerpts.values()), dtype=pl.String))


def asides_of(records: pl.DataFrame, checks: Iterable[Check]) -> pl.DataFrame:
    """The findings that records say are to be ignored, by `curate_ignore`."""
    codes = [(word, check.code) for check in checks for word in (check.code, check.name, check.family())]
    meant = pl.DataFrame(codes, schema={c.IGNORED: pl.String, CODE: pl.String}, orient="row").unique()
    said = records.select(RANK, c.IGNORED).drop_nulls(c.IGNORED).explode(c.IGNORED)
    told = pl.lit("the record itself asks for it").alias(IGNORED)
    return said.join(meant, on=c.IGNORED).select(RANK, CODE).unique().select(RANK, CODE, told)
