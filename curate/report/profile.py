"""What a set looks like to whoever writes a pipeline for it: formats, languages, lengths, fields, findings."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import polars as pl

from curate.checks.duplicates import NearDuplicate
from curate.checks.language import UnexpectedLanguage
from curate.checks.length import ShortResponse
from curate.engine.finder import Finder
from curate.engine.run import CheckStatus
from curate.facts.view import View, facts_in
from curate.findings import RANK, SCORE
from curate.records import columns as c
from curate.records.convert import spoken
from curate.records.formats.base import Row
from curate.records.records import Records

NEARLY_ALL = 0.99
"""The share of texts whose length is told beside the median and the longest: one in a hundred is longer."""
ALIKE_RESPONSES = "min_response_similarity"
"""The setting of a check of near-duplicates that asks for similar responses too, where it has one."""


class InputSeen(NamedTuple):
    """One input, the format it was read in, and how many records of it could and could not be read."""

    file: str
    format: str
    records: int
    rejected: int


class Languages(NamedTuple):
    """In which languages the responses are."""

    responses: int
    told: tuple[tuple[str, int], ...]
    """Languages with their responses, the most frequent first: those that could be told, and that no prompt
    asked for."""

    @property
    def all_told(self) -> int:
        """Responses in any language that could be told and was not asked for."""
        return sum(count for _, count in self.told)


class Lengths(NamedTuple):
    """How long texts are, in words."""

    texts: int
    median: int
    """Half of the texts have so many words or more."""
    nearly_all: int
    """99 % of the texts have so many words or fewer."""
    longest: int


class TypeSeen(NamedTuple):
    """A kind of prompt, by the records' own label."""

    label: str
    records: int
    median: int
    """Half of its responses have so many words or more."""


class FieldSeen(NamedTuple):
    """A field that the format does not explain: an id, a writer, a source."""

    name: str
    records: int
    different: int | None
    """How many values it has; null if one of them is a list or an object."""


@dataclass(frozen=True)
class Profile:
    """What was seen of a set: enough to fit a pipeline to it, and nothing that a record says."""

    inputs: tuple[InputSeen, ...]
    records: int
    """Those that could be read."""
    languages: Languages
    responses: Lengths
    prompts: Lengths
    types: tuple[TypeSeen, ...] = ()
    """The most frequent first."""
    fields: tuple[FieldSeen, ...] = ()
    named: bool = False
    """Whether records have an id of their own."""
    short: Mapping[int, int] = field(default_factory=dict)
    """By least words, up to the shipped limit: the responses that the check of short ones would find."""
    found: Mapping[str, int] = field(default_factory=dict)
    """By code, of the checks that ran: the records found with the settings that fit."""
    unlike: int = 0
    """Records that share a long passage with another one and have a different response; near-duplicates but for
    that. 0 where the check can not tell them apart."""

    def __repr__(self) -> str:
        formats = ", ".join(dict.fromkeys(each.format for each in self.inputs))
        found = sum(count > 0 for count in self.found.values())
        return f"Profile({self.records:,} records, format {formats}, {found} codes found)"

    @property
    def rejected(self) -> int:
        """Records that could not be read."""
        return sum(each.rejected for each in self.inputs)


def look(records: Records, view: View) -> Profile:
    """What is seen before any check has run: inputs, languages, lengths, types and fields."""
    return Profile(
        inputs=tuple(InputSeen(i.source.name, i.format, i.parsed, i.rejected) for i in records.inputs),
        records=len(records),
        languages=languages_in(view),
        responses=response_lengths(view),
        prompts=prompt_lengths(view),
        types=types_in(view),
        fields=fields_of(each.unknown for each in spoken(records)),
        named=records.index[c.ID].is_not_null().any(),
    )


def languages_in(view: View) -> Languages:
    """The languages of the responses, as the check of unexpected ones sees them."""
    # Where nothing is expected, all is flagged whose language is told and was not asked for.
    unasked = UnexpectedLanguage().flag()
    view.need(facts_in([unasked]))
    lang = c.fact("language").struct.field("lang")
    counts = _chosen(view).filter(unasked).select(lang.alias("lang")).to_series().value_counts()
    told = sorted(counts.iter_rows(), key=lambda each: (-each[1], each[0]))
    return Languages(_chosen(view).filter(c.is_response()).height, tuple(told))


def response_lengths(view: View) -> Lengths:
    """How long the responses are."""
    view.need(["words"])
    return lengths(_chosen(view).filter(c.is_response()).select(c.words()).to_series())


def prompt_lengths(view: View) -> Lengths:
    """How long the prompts are, all their messages together, as the check of long ones counts."""
    view.need(["words"])
    of_record = _chosen(view).filter(c.is_prompt()).group_by(c.RECORD).agg(c.words().sum().alias("words"))
    return lengths(of_record["words"])


def _chosen(view: View) -> pl.DataFrame:
    """The messages without those of responses that were not chosen."""
    return view.messages.filter(pl.col(c.BRANCH) == 0)


def lengths(words: pl.Series) -> Lengths:
    """Median, nearly all and longest, each a length that some text has; zeros where there is no text."""
    if words.is_empty():
        return Lengths(0, 0, 0, 0)
    half, most = words.quantile(0.5, "lower"), words.quantile(NEARLY_ALL, "higher")
    return Lengths(len(words), int(half or 0), int(most or 0), int(words.max() or 0))  # type: ignore[arg-type]


def types_in(view: View) -> tuple[TypeSeen, ...]:
    """The types by the records' own label, the most frequent first."""
    view.need(["response-words"])
    labelled = view.records.filter(pl.col(c.TYPE).is_not_null())
    median = c.fact("response-words").quantile(0.5, "lower").cast(pl.Int64)
    rows = labelled.group_by(c.TYPE).agg(pl.len(), median).iter_rows()
    return tuple(sorted((TypeSeen(*row) for row in rows), key=lambda each: (-each.records, each.label)))


def fields_of(rows: Iterable[Row]) -> tuple[FieldSeen, ...]:
    """The fields that formats do not explain, in the order in which they come up; null counts as absent."""
    counts: Counter[str] = Counter()
    values: dict[str, set[int] | None] = {}
    for row in rows:
        for name, given in row.items():
            if given is not None:
                counts[name] += 1
                values[name] = _with(values.get(name, set()), given)
    return tuple(
        FieldSeen(name, count, None if (seen := values[name]) is None else len(seen))
        for name, count in counts.items()
    )


def _with(seen: set[int] | None, given: Any) -> set[int] | None:  # noqa: ANN401  JSON is anything
    """The values with one more, each by its hash; none as soon as one is no plain value."""
    if seen is None or isinstance(given, list | dict):
        return None
    seen.add(hash((type(given), repr(given))))
    return seen


def short_responses(view: View, check: ShortResponse) -> dict[int, int]:
    """By least words, up to those of a check: how many responses it would find."""
    few = Finder([check]).find(view)[SCORE]
    return {words: int((few < words).sum()) for words in range(1, check.min_words + 1)}


def unlike_responses(view: View, check: NearDuplicate) -> int:
    """Records that are near-duplicates only if responses may differ; 0 if the check does not ask for that."""
    if not getattr(check, ALIKE_RESPONSES, None):
        return 0
    asking_for_nothing = check.model_copy(update={ALIKE_RESPONSES: 0.0})
    alike = Finder([check]).find(view)[RANK]
    found = Finder([asking_for_nothing]).find(view)
    return found.filter(~pl.col(RANK).is_in(alike.implode())).height


def counts_of(statuses: Iterable[CheckStatus]) -> dict[str, int]:
    """By code, of the checks that ran: how many records each found."""
    return {each.check.code: each.count for each in statuses if each.status in ("found", "clean")}
