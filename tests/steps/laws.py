"""What every step promises, to be held to any records; and records to hold it to."""

import random
from collections.abc import Sequence
from typing import Any

import polars as pl
from hypothesis import strategies as st

import curate
from curate import RowCheck, Step
from curate.checks import Check
from curate.pipeline import Pipeline, default_checks
from curate.records.columns import text
from curate.records.records import Records

Row = dict[str, Any]

PROMPT = "My basil dies on the windowsill every winter. What should I do to keep it alive until spring comes?"
ANSWERS = (
    "Water it from below, turn the pot every few days, and pinch off the tops before they flower, so that it "
    "grows wide and not tall. It wants six hours of light",
    "Take cuttings in September: they root in a glass of water within two weeks, and a young plant lives through "
    "a dark winter far better than an old one does. Give it a lamp",
    "Buy a new pot in spring. Basil is a plant for one summer, whatever the label says, and a greenhouse that "
    "keeps it warm costs more than the herb is worth",
)
ENDINGS = (
    ".", ".", ", as I do.", ", my dear neighbour.", ".  That is all.", "  and patience.",
    ". Ask t.oyelaran@lakeside-clinic.co.uk.",
)  # fmt: skip
SHORT = "ok."
WRITERS = ("Ann", "Ben", "Cleo", None)
DATES = ("2024-03-01", "2024-11-30", "2025-01-15", None)


class DoubleSpace(RowCheck, code="ACME001"):
    """Two spaces stand in a row."""

    of_rejected = True

    def flag(self) -> pl.Expr:
        return text().str.contains("  ", literal=True)

    def score(self) -> pl.Expr:
        return text().str.count_matches("  ", literal=True).cast(pl.Float64)

    def mended(self, text: str) -> str:
        while "  " in text:
            text = text.replace("  ", " ")
        return text


def row_of(answer: int, ending: int, writer: str | None, date: str | None, score: int | None) -> Row:
    said = SHORT if answer == len(ANSWERS) else ANSWERS[answer] + ENDINGS[ending]
    messages = [{"role": "user", "content": PROMPT}, {"role": "assistant", "content": said}]
    return {"messages": messages, "writer": writer, "date": date, "score": score, "id": f"{answer}-{ending}"}


ROWS = st.lists(
    st.builds(
        row_of,
        st.integers(0, len(ANSWERS)),
        st.integers(0, len(ENDINGS) - 1),
        st.sampled_from(WRITERS),
        st.sampled_from(DATES),
        st.none() | st.integers(0, 3),
    ),
    max_size=12,
)
ANCHOR: Row = {
    "messages": [
        {"role": "user", "content": "Which moss grows on a north wall?"},
        {"role": "assistant", "content": "Wall screw-moss, most likely: grey cushions, green once it rains."},
    ],
    "writer": "Zoe",
    "date": "2024-06-01",
    "score": 1,
    "id": "moss",
}
"""One record that has all fields."""


def read(rows: Sequence[Row]) -> Records:
    """Records from rows, one of which has every field."""
    return curate.read(pl.DataFrame([ANCHOR, *rows], infer_schema_length=None))


def shuffled(rows: Sequence[Row], seed: int) -> list[Row]:
    return random.Random(seed).sample(list(rows), len(rows))


def pipeline(*steps: Step, seed: int = 0, more: Sequence[Check] = ()) -> Pipeline:
    """Of the checks two run always; those that take their time, only if a step acts on them."""
    wanted = ("LEN001", "DUP001", "DUP002", "PII001", "ACME001")
    ours = (check for check in (*default_checks(), DoubleSpace()) if check.code in wanted)
    checks = (*ours, *more)
    acted_on = (code for step in steps for code in step.codes(checks))
    select = tuple(dict.fromkeys(("DUP001", "ACME001", *acted_on)))
    return Pipeline(name="trial", steps=steps, seed=seed, checks=checks, select=select)


def run(rows: Sequence[Row], *steps: Step, seed: int = 0) -> curate.Result:
    return curate.run(pipeline(*steps, seed=seed), read(rows))


def again(result: curate.Result) -> curate.Result:
    """The same pipeline over what was kept."""
    return curate.run(result.pipeline, curate.read(result.kept.to_frame()))


def decided(result: curate.Result) -> tuple[Any, ...]:
    """What was decided of which content: no word of where in the input it stood."""
    kept = [(said["key"], str(said["messages"])) for said in result.kept]
    dropped = set(result.dropped.select("key", "code", "related").iter_rows())
    edited = set(result.edited.select("key", "field", "before", "after").iter_rows())
    parts = set(result.kept.frame.select("key", "part").iter_rows())
    return sorted(kept), dropped, edited, parts


def ids(records: Records) -> list[str]:
    return [str(record["id"]) for record in records]
