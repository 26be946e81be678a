"""DUP: records that say what another record says."""

from typing import Any, ClassVar, Literal, Self

import polars as pl
from pydantic import Field

from curate.checks.base import MARKS, Comparison, SetCheck
from curate.facts.openings import opening, shared_openings, without_openings
from curate.facts.sets import column_of, sets_of
from curate.facts.shingling import ALL, Difference
from curate.facts.similarity import View, digest, shingles_of
from curate.facts.view import facts_in
from curate.findings import MESSAGE, RANK, RELATED, SCORE
from curate.minhash.bands import RECALL, bands_for
from curate.minhash.buckets import Keys
from curate.minhash.leaders import NOTHING, Also, Members, leaders
from curate.minhash.proposals import Proposals, by_prefix, datasketch_keys, minhash_keys, sharing
from curate.minhash.sets import Sets, Shingles, jaccard
from curate.records.columns import fact


class ExactDuplicate(SetCheck, code="DUP001"):
    """All messages are those of another record, but for letter case, spacing and compatible characters.

    Why it matters: the set is smaller than it looks, the model sees the record twice as often, and a copy that
    lands in the held-out part makes a score too good. Compared are roles, texts and tool calls after NFKC,
    lower-casing and joining of white space. The first in the order of keys is the one that the others repeat.

    Found: user: "Name a bird of prey." assistant: "The osprey." beside user: "name a bird of prey. "
    assistant: "The Osprey."

    Passes: user: "Name a bird of prey." assistant: "The osprey." beside user: "Name a bird of prey."
    assistant: "The merlin."
    """

    among: ClassVar[str] = "digest"

    def facts(self) -> tuple[str, ...]:
        """A digest of the normalised messages."""
        return ("digest",)

    def keys(self, part: pl.DataFrame) -> pl.DataFrame:
        """The digest of each record."""
        return part.select(RANK, digest().alias("digest"))

    def decide(self, keys: pl.DataFrame) -> pl.DataFrame:
        """All but the first record with a digest."""
        first = pl.col(RANK).first().over("digest")
        repeated = keys.with_columns(first.alias(RELATED)).filter(pl.col(RANK) != pl.col(RELATED))
        message = pl.lit("says the same as another record")
        return repeated.select(RANK, RELATED, pl.lit(1.0).alias(SCORE), message.alias(MESSAGE))


_OPENING = "opening"


class NearDuplicate(SetCheck, code="DUP002"):
    """Most of the record's three-word sequences are those of another record.

    Why it matters: templated and retouched copies make a set look larger and more varied than it is. The
    similarity is the exact Jaccard index of the two sets of three-word sequences (of five characters in scripts
    without spaces); MinHash, or a join, only proposes which to compare. Each record found names one that is not
    itself found, and to which it is at least that similar: no chain of small changes joins unlike records.
    Two questions on one long passage are nearly the same text, and two tasks; so where whole records are
    compared, their responses must be alike too. Punctuation and case are not compared; the system message is
    not; fewer than three words are compared as a whole.

    Found: two records of 60 words that differ in one.

    Passes: two records on the same subject, each in its own words; two questions about one long text that have
    different answers. Where they happen to have the same short one ("Three.", "It does not say."), they are found.
    """

    similarity: float = Field(0.8, gt=0, le=1)
    """Records at least this similar are found."""
    view: View = "record"
    """What is compared: the prompt, the response, or both. Take care with the response alone: one of fewer
    than three words is compared as a whole, and the same "Yes." answers many unlike prompts, which `keep-one`
    would then leave out."""
    min_response_similarity: float = Field(0.5, ge=0, le=1)
    """Where both are compared: two records are a pair only if their responses are at least this similar too, since
    a long text that they share hides that question and answer differ; 0 asks for nothing."""
    ignore_openings: float = Field(0.0, ge=0, le=1)
    """Lines that more than this share of the records begin with are not compared: a list of tools, worked
    examples, a header. What stands behind them is. It takes ten that begin so; 0 compares all."""
    normalise: tuple[Difference, ...] = ALL
    """What two texts may differ in and be the same: compatible characters (full width and the like), letter case,
    white space, marks between words. Of what is not named here, each white space or mark is a word of its own."""
    method: Literal["minhash", "datasketch", "exact"] = "minhash"
    """How records to compare are proposed: by MinHash signatures, our own or those of the library datasketch, that
    miss hardly any pair, or by a join over the rarest sequences, which misses none and is the guarantee for who
    needs one. What is found has the stated similarity in any case."""
    recall: float = Field(RECALL, gt=0, lt=1)
    """Which share of the pairs at the similarity MinHash must propose: signatures are as long as that takes."""

    def facts(self) -> tuple[str, ...]:
        """The shingles of the view, and of the response where that must be alike too."""
        return facts_in(self._compared().values())

    def keys(self, part: pl.DataFrame) -> pl.DataFrame:
        """The sets of shingles of each record, and the lines it begins with if those of many are not compared."""
        return part.select(RANK, **self._compared())

    def marks(self, keys: pl.DataFrame) -> pl.Series | None:
        """The bands of a signature; none where other records have a say in what is compared, or with which."""
        if self.ignore_openings or self.method == "exact":
            return None
        signed = self._signed(sets_of(keys["shingles"]))
        return column_of(Sets.joined([Sets(*piece) for piece in signed]))

    def decide(self, keys: pl.DataFrame) -> pl.DataFrame:
        """Every record that is a member of a leader's family."""
        return self.members(keys)

    def compare(self, keys: pl.DataFrame) -> Comparison:
        """The same, and which records are like any other, unless it takes all records to tell what is compared."""
        if self.ignore_openings or type(self).decide is not NearDuplicate.decide:
            return super().compare(keys)
        made = self._led(keys)
        return Comparison(_described(keys[RANK], made), keys[RANK].filter(pl.Series(made.near)))

    def members(self, keys: pl.DataFrame, *, staying: int = 0) -> pl.DataFrame:
        """What `decide` finds; the first `staying` records are members of no family, whatever they are like."""
        return _described(keys[RANK], self._led(self.settled(keys), staying))

    def _led(self, keys: pl.DataFrame, staying: int = 0) -> Members:
        """The walk over records of which only that is left which is compared."""
        sets = sets_of(keys["shingles"])
        return leaders(sets, self._proposals(sets, keys), self.similarity, self._also(keys), staying=staying)

    def ignored(self, keys: pl.DataFrame) -> pl.Series:
        """The lines of each record that are not compared, since many begin with them; empty where all are."""
        if _OPENING not in keys.columns:
            return pl.Series(_OPENING, [""]).new_from_index(0, keys.height)
        return shared_openings(keys[_OPENING], self.ignore_openings)

    def settled(self, keys: pl.DataFrame) -> pl.DataFrame:
        """Keys of all records without the lines that many begin with: any of them are compared as all are."""
        if _OPENING not in keys.columns:
            return keys
        left = without_openings(sets_of(keys["shingles"]), self.ignored(keys), self.normalise)
        return keys.drop(_OPENING).with_columns(column_of(left).alias("shingles"))

    def views(self) -> dict[str, View]:
        """What is compared, by the name of its column among the keys."""
        views: dict[str, View] = {"shingles": self.view}
        if self.view == "record" and self.min_response_similarity:
            views["responses"] = "response"
        return views

    def for_any_settings(self) -> Self:
        """The same, so that its keys hold what any settings with this view compare."""
        return self.model_copy(update={"min_response_similarity": 1.0, "ignore_openings": 0.0})

    def reached(self) -> float:
        """The share of the pairs at the similarity that is compared, by the formula; 1 where all are."""
        return 1.0 if self.method == "exact" else bands_for(self.similarity, self.recall).recall(self.similarity)

    def measures(self) -> bool:
        """Unless it takes all records to tell what of these is compared."""
        return not self.ignore_openings

    def likeness(self, keys: pl.DataFrame) -> list[float]:
        """The similarity to each; 0 where the responses are not alike enough for a pair."""
        own, *others = sets_of(keys["shingles"])
        also = self._also(keys)
        if also is NOTHING:
            return [jaccard(own, other) for other in others]
        answer, *answers = also.sets
        pairs = zip(others, answers, strict=True)
        return [jaccard(own, other) if self._responses_alike(answer, said) else 0.0 for other, said in pairs]

    def passing(self, score: float, message: str) -> dict[str, Any]:  # noqa: ARG002  the score says it
        """A similarity above the one that is told, in full thousandths."""
        above = (round(score * 1000) + 1) / 1000
        return {"similarity": above if score == 1 else min(above, 1.0)}

    def _compared(self) -> dict[str, pl.Expr]:
        """What is compared, by the name of its column among the keys."""
        views = self.views()
        compared = dict(zip(views, shingles_of(views.values(), self.normalise), strict=True))
        return compared | ({_OPENING: fact(opening(self.view))} if self.ignore_openings else {})

    def _also(self, keys: pl.DataFrame) -> Also:
        """The responses, where they must be alike too."""
        if "responses" not in keys.columns:
            return NOTHING
        return Also(sets_of(keys["responses"]), self.min_response_similarity)

    def _responses_alike(self, one: Shingles, other: Shingles) -> bool:
        # Two records without a response do not differ in it.
        return (not len(one) and not len(other)) or jaccard(one, other) >= self.min_response_similarity

    def _proposals(self, sets: Sets, keys: pl.DataFrame) -> Proposals:
        threads = pl.thread_pool_size()
        if self.method == "exact":
            return by_prefix(sets, self.similarity, threads=threads)
        if MARKS in keys.columns:
            return sharing([piece.arrays for piece in sets_of(keys[MARKS]).pieces(threads)], threads)
        return sharing(self._signed(sets), threads)

    def _signed(self, sets: Sets) -> list[Keys]:
        """The bands of each signature."""
        if self.method == "datasketch":
            return datasketch_keys(sets, self.similarity, recall=self.recall)
        return minhash_keys(sets, self.similarity, recall=self.recall, threads=pl.thread_pool_size())


def _described(ranks: pl.Series, found: Members) -> pl.DataFrame:
    """The members, as findings."""
    message = pl.format("similarity {} to another record", pl.col(SCORE).round(3))
    return pl.DataFrame(
        [
            ranks.gather(found.member).alias(RANK),
            ranks.gather(found.leader).alias(RELATED),
            pl.Series(SCORE, found.similarity, dtype=pl.Float64),
        ]
    ).with_columns(message.alias(MESSAGE))
