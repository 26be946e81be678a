"""What holds of every record in every format and every kind of file, and what was once lost."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import curate
from curate.errors import UsageError, WouldLose
from curate.files.values import same
from curate.records.convert import Shape, spoken
from curate.records.formats import FORMATS, format_called
from curate.records.losses import differences
from curate.records.records import Records
from curate.report.converted import Converted
from tests.records.examples import Row, read_rows, sets

NAMES = [known.name for known in FORMATS]
PACKED = ["", ".gz", ".zst"]
TEXTS = [f".{ending}{packed}" for ending in ("jsonl", "json") for packed in PACKED]
CELLS = [f".{ending}{packed}" for ending in ("csv", "tsv") for packed in PACKED]
TABLES = [".parquet", ".arrow", ".arrows"]
FEW = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def keys(read: Records) -> list[str]:
    """By content alone: which of several equal records is the second is up to their bytes."""
    return [key.partition("-")[0] for key in read.frame["key"]]


def says_the_same(before: Records, after: Records, *, cells: bool = False) -> bool:
    """Whether all of two sets is the same, by key, by what stands beside the texts, and by unknown fields."""
    pairs = list(zip(spoken(before), spoken(after), strict=True))
    return keys(before) == keys(after) and all(
        not list(differences(one.said, other.said))
        and same(_without_empty(one.unknown, cells=cells), _without_empty(other.unknown, cells=cells))
        for one, other in pairs
    )


def _without_empty(fields: Row, *, cells: bool) -> Row:
    return {name: value for name, value in fields.items() if not (cells and value == "")}


def converted(read: Records, to: str, out: Path, *, lossy: bool = False) -> Converted | UsageError:
    """What convert gives, or why it refuses; then nothing was written."""
    before = sorted(out.parent.iterdir())
    try:
        return curate.convert(read, to, out, lossy=lossy)
    except UsageError as error:
        assert sorted(out.parent.iterdir()) == before
        return error


def goes_through(rows: list[Row], to: str, ending: str) -> None:
    """Nothing is lost without a word, whatever the shape; what is lost is told, and can be left out."""
    with folder() as where:
        read = read_rows(rows, where)
        out = where / f"out{ending}"
        made = converted(read, to, out)
        if isinstance(made, WouldLose):
            made = converted(read, to, out, lossy=True)
            assert isinstance(made, UsageError) or made.losses
            if not isinstance(made, UsageError):
                again = curate.read(out, format=to)
                assert (len(again), len(again.rejects)) == (len(rows), 0)
        elif isinstance(made, UsageError):
            assert ending in TABLES
        else:
            again = curate.read(out, format=to)
            assert not again.rejects
            assert says_the_same(read, again, cells=ending in CELLS)


def kinds_of_file() -> pytest.MarkDecorator:
    """Each format as text; as cells and tables in the fast suite only two, which differ most."""
    kinds = {"text": TEXTS, "cells": CELLS, "table": TABLES}
    slow = {(to, kind): kind != "text" and to not in ("messages", "preference") for to in NAMES for kind in kinds}
    cases = [
        pytest.param(to, kinds[kind], id=f"{to}-{kind}", marks=[pytest.mark.slow] * is_slow)
        for (to, kind), is_slow in slow.items()
    ]
    return pytest.mark.parametrize(("to", "endings"), cases)


@kinds_of_file()
def test_what_is_read_again_is_what_was_written_unless_a_loss_was_told(to: str, endings: list[str]) -> None:
    @settings(FEW, max_examples=15)
    @given(sets, st.sampled_from(endings))
    def law(rows: list[Row], ending: str) -> None:
        goes_through(rows, to, ending)

    law()


@settings(FEW, max_examples=15)
@given(sets)
def test_messages_as_json_lines_carry_everything(rows: list[Row]) -> None:
    with folder() as where:
        read = read_rows(rows, where)
        frame = Shape(format_called("messages"), "lines", lambda: spoken(read))
        assert frame.losses == []
        for name in NAMES:
            made = converted(read, name, where / f"{name}.jsonl")
            if isinstance(made, Converted):
                back = curate.convert(where / f"{name}.jsonl", "messages", where / "back.jsonl", format=name)
                assert back.losses == ()
                assert says_the_same(read, curate.read(where / "back.jsonl", format="messages"))


@pytest.mark.parametrize("to", NAMES)
def test_a_format_through_messages_and_back_is_the_same_rows(to: str) -> None:
    @settings(FEW, max_examples=8)
    @given(sets)
    def law(rows: list[Row]) -> None:
        with folder() as where:
            one, between, two = (where / name for name in ("one.jsonl", "between.jsonl", "two.jsonl"))
            if isinstance(converted(read_rows(rows, where), to, one), UsageError):
                return
            curate.convert(one, "messages", between, format=to)
            curate.convert(between, to, two, format="messages")
            assert [json.loads(line) for line in two.read_bytes().splitlines()] == [
                json.loads(line) for line in one.read_bytes().splitlines()
            ]

    law()


@settings(FEW, max_examples=20)
@given(sets, st.sampled_from(NAMES), st.sampled_from([*TEXTS, *CELLS, *TABLES]))
def test_converting_twice_gives_the_same_bytes(rows: list[Row], to: str, ending: str) -> None:
    with folder() as where:
        read = read_rows(rows, where)
        one, two = where / f"one{ending}", where / f"two{ending}"
        if isinstance(converted(read, to, one, lossy=True), Converted):
            curate.convert(read, to, two, lossy=True)
            assert one.read_bytes() == two.read_bytes()


@settings(FEW, max_examples=20)
@given(sets, st.sampled_from(TEXTS), st.sampled_from([(",", ":"), (", ", ": "), (" ,  ", " :\t")]), st.booleans())
def test_a_record_that_is_in_the_format_already_keeps_its_bytes_from_text_to_text(
    rows: list[Row],
    ending: str,
    separators: tuple[str, str],
    ascii_only: bool,  # noqa: FBT001
) -> None:
    with folder() as where:
        lines = [json.dumps(row, separators=separators, ensure_ascii=ascii_only).encode() for row in rows]
        (where / "source.jsonl").write_bytes(b"\n".join(lines))
        curate.convert(where / "source.jsonl", "messages", where / f"out{ending}", format="messages")
        again = curate.read(where / f"out{ending}", format="messages")
        assert list(again.raw(0)) == lines


@pytest.mark.parametrize("to", ["alpaca", "dolly", "sharegpt"])
def test_a_loss_is_counted_once_for_each_record_and_told_at_the_first(to: str) -> None:
    @settings(FEW, max_examples=8)
    @given(sets)
    def law(rows: list[Row]) -> None:
        with folder() as where:
            together = Shape(format_called(to), "lines", lambda: spoken(read_rows(rows, where)))
            alone: dict[str, list[tuple[int, str]]] = {}
            for number, row in enumerate(rows, start=1):
                single = read_rows([row], where)
                one = Shape(format_called(to), "lines", partial(spoken, single))
                for loss in one.losses:
                    alone.setdefault(loss.what, []).append((number, loss.path))
            told = {loss.what: (loss.records, loss.row, loss.path) for loss in together.losses}
            assert told == {what: (len(places), *places[0]) for what, places in alone.items()}
            counts = [loss.records for loss in together.losses]
            assert counts == sorted(counts, reverse=True)

    law()
