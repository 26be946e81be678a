from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import curate
from curate.checks.base import Comparison
from curate.checks.duplicates import NearDuplicate
from curate.engine import hands
from curate.engine import run as engine
from curate.engine.looking import Means
from curate.engine.work import Work
from curate.facts.view import View
from curate.files.cache import Cache
from curate.files.resources import sample_files, shipped_pipelines
from curate.pipeline import Pipeline
from curate.records import frame
from curate.records.columns import field
from curate.steps import KeepOne, Redact, Split
from tests.at_work import BROKEN, ENGLISH, SET, STEPS, Row, chat, contents, lay, pipeline

SIZES = (1, 3, 50, 10**6)
"""Records of a part."""
WAYS = [(size, threads) for size in SIZES for threads in (1, 2)]
Name = str | Pipeline


def bytes_of(name: Name, files: Sequence[Path], out: Path, way: tuple[int, int]) -> dict[str, bytes]:
    """What a run leaves that works on parts of so many records, by so many processes."""
    size, threads = way
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frame, "SIZE", size)
        patch.setattr(hands, "WORTH_IT", 0)
        curate.run(name, [*files], out=out, expect=ENGLISH, threads=threads, in_memory=False)
    return contents(out)


def findings_of(files: Sequence[Path], way: tuple[int, int], **how: Any) -> pl.DataFrame:  # noqa: ANN401
    size, threads = way
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frame, "SIZE", size)
        patch.setattr(hands, "WORTH_IT", 0)
        return curate.check([*files], expect=ENGLISH, threads=threads, **how).findings.frame


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Every twentieth record of the sample, of both of its formats, and a few that can not be read."""
    folder = tmp_path_factory.mktemp("small")
    lines, rows = (Path(name).read_bytes().splitlines(keepends=True) for name in sorted(sample_files())[::-1])
    (folder / "messages.jsonl").write_bytes(b"".join(lines[::20]) + BROKEN)
    (folder / "alpaca.jsonl").write_bytes(b"".join(row.strip().rstrip(b",") + b"\n" for row in rows[1:-1:20]))
    return sorted(folder.iterdir())


@pytest.fixture(scope="module")
def basil(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return [lay(tmp_path_factory.mktemp("basil") / "basil.jsonl", SET, broken=BROKEN)]


@pytest.mark.parametrize("way", [(1, 1), (3, 1), (3, 2)], ids=str)
def test_how_a_set_is_cut_and_by_whom_it_is_done_changes_no_byte(
    basil: list[Path], tmp_path: Path, way: tuple[int, int]
) -> None:
    whole = bytes_of(pipeline(), basil, tmp_path / "whole", (10**6, 1))
    assert min(whole[name].count(b"\n") for name in ("edited.jsonl", "dropped.jsonl", "kept.jsonl")) >= 2
    assert bytes_of(pipeline(), basil, tmp_path / "out", way) == whole


@pytest.mark.slow
@pytest.mark.parametrize("name", shipped_pipelines())
def test_every_shipped_pipeline_gives_the_same_bytes_in_any_parts(
    small: list[Path], tmp_path: Path, name: str
) -> None:
    whole = bytes_of(name, small, tmp_path / "whole", (10**6, 1))
    for way in WAYS[:4]:  # in the others it would be one part
        assert bytes_of(name, small, tmp_path / str(way), way) == whole


@pytest.mark.slow
@pytest.mark.parametrize("name", shipped_pipelines())
@pytest.mark.parametrize("way", [(50, 1), (50, 2)], ids=str)
def test_every_shipped_pipeline_gives_the_same_bytes_of_the_sample_in_parts(
    tmp_path: Path, name: str, way: tuple[int, int]
) -> None:
    files = [Path(each) for each in sample_files()]
    whole = bytes_of(name, files, tmp_path / "whole", (10**6, 1))
    assert bytes_of(name, files, tmp_path / "out", way) == whole


@pytest.mark.parametrize(
    "how", [{"in_memory": True}, pytest.param({"in_memory": False}, marks=pytest.mark.slow)], ids=str
)
def test_findings_are_the_same_in_any_parts(small: list[Path], how: dict[str, Any]) -> None:
    whole = findings_of(small, (10**6, 1))
    assert whole.height > 5
    assert findings_of(small, (7, 2), **how).equals(whole)


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS, ids=str)
@pytest.mark.parametrize("how", [{"in_memory": True}, {"in_memory": False}], ids=str)
def test_findings_are_the_same_in_every_way(small: list[Path], how: dict[str, Any], way: tuple[int, int]) -> None:
    assert findings_of(small, way, **how).equals(findings_of(small, (10**6, 1)))


ROWS = st.lists(st.sampled_from(SET), min_size=1, max_size=9)


@given(rows=ROWS, size=st.integers(1, 5), split=st.booleans())
@settings(max_examples=15, deadline=None)
@pytest.mark.slow
def test_no_set_depends_on_its_parts(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Row], size: int, *, split: bool
) -> None:
    folder = tmp_path_factory.mktemp("any")
    files = [lay(folder / "basil.jsonl", rows)]
    to_do = pipeline(steps=(*STEPS, *([Split(held_out=0.4)] if split else [])))
    ways = [bytes_of(to_do, files, folder / str(each), (each, 1)) for each in (size, 10**6)]
    assert ways[0] == ways[1]


def test_the_order_in_which_tasks_are_completed_changes_no_byte(
    basil: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = bytes_of(pipeline(), basil, tmp_path / "whole", (3, 1))
    real = hands.Hands.do

    def backwards(self: hands.Hands, tasks: Iterable[Any], **how: Any) -> None:  # noqa: ANN401
        real(self, [*tasks][::-1], **how)

    monkeypatch.setattr(hands.Hands, "do", backwards)
    assert bytes_of(pipeline(), basil, tmp_path / "out", (3, 1)) == whole


class Scored(curate.RowCheck, code="ACME005"):
    """The record's own score is low."""

    def flag(self) -> pl.Expr:
        return field("score") < 3


def test_a_field_is_the_same_in_every_part_also_where_few_records_have_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        chat(f"Which bird stands in ditch {n}?", "A heron.", **({"score": n} if n % 4 == 1 else {}))
        for n in range(9)
    ]
    path = lay(tmp_path / "herons.jsonl", rows)
    whole = curate.check(path, [Scored()], select=["ACME"]).findings.frame
    monkeypatch.setattr(frame, "SIZE", 2)
    assert curate.check(path, [Scored()], select=["ACME"]).findings.frame.equals(whole)
    assert whole["row"].to_list() == [2]


def test_a_view_that_is_there_already_is_taken_for_all_looks(basil: list[Path]) -> None:
    records = curate.read(*basil)
    to_do = pipeline(steps=())
    view = View.of(records.frame)
    told = engine.run(records, to_do, means=Means(view=view))
    assert told.findings.equals(engine.run(records, to_do).findings)


def ordered(findings: pl.DataFrame) -> pl.DataFrame:
    return findings.sort("code", "rank")


def test_only_what_was_read_is_looked_for_in_the_cache(basil: list[Path], tmp_path: Path) -> None:
    """What a step has changed has other texts than the bytes that name it."""
    cache = Cache(tmp_path / "cache")
    records = curate.read(*basil)
    plain = engine.run(records, pipeline())
    for _ in range(2):
        run = engine.run(records, pipeline(), means=Means(cache=cache))
        assert ordered(run.findings).equals(ordered(plain.findings))
        for one, other in zip(run.steps, plain.steps, strict=True):
            assert ordered(one.findings).equals(ordered(other.findings))
            assert one.edited.equals(other.edited)
            assert one.dropped.equals(other.dropped)
        assert run.kept.frame.equals(plain.kept.frame)


CHOSEN = st.lists(st.integers(0, len(SET) - 1), min_size=1, max_size=14)
METHODS: tuple[dict[str, Any], ...] = (
    {},
    {"method": "datasketch"},
    {"method": "exact"},
    {"ignore_openings": 0.3},
    {"min_response_similarity": 0.0},
)
ALWAYS = METHODS[::3]
"""Tried in every run of the tests; the others take their time."""


@pytest.mark.parametrize(
    "settings_of_it", [pytest.param(each, marks=[pytest.mark.slow] * (each not in ALWAYS)) for each in METHODS]
)
@given(chosen=CHOSEN)
@settings(max_examples=6, deadline=None)
def test_a_step_finds_what_it_finds_where_nothing_is_known_of_the_comparison_before(
    tmp_path_factory: pytest.TempPathFactory, settings_of_it: dict[str, Any], chosen: list[int]
) -> None:
    """The steps before it edit some records, and leave out others."""
    path = lay(tmp_path_factory.mktemp("steps") / "basil.jsonl", [SET[at] for at in chosen])
    near = NearDuplicate(similarity=0.5, **settings_of_it)
    cleaning = pipeline().model_copy(
        update={"checks": tuple(near if isinstance(each, NearDuplicate) else each for each in pipeline().checks)}
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("curate.engine.comparing._FEW", 0)
        knowing = curate.run(cleaning, path)
        patch.setattr(Work, "_earlier", lambda *_: None)
        plain = curate.run(cleaning, path)
    assert knowing.findings.frame.equals(plain.findings.frame)
    assert knowing.dropped.equals(plain.dropped)
    assert knowing.kept.frame.equals(plain.kept.frame)


def test_records_that_a_step_makes_alike_are_compared_though_they_were_like_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("curate.engine.comparing._FEW", 0)
    mails = (" ".join(f"{name}{at}@post{at}.org" for at in range(12)) for name in ("anna", "boris"))
    rows = [chat(f"Whom do I ask about the {thing}?", f"Ask {all_of_them} instead.") for thing, all_of_them in
            zip(("boiler", "boiler"), mails, strict=True)]  # fmt: skip
    path = lay(tmp_path / "mails.jsonl", [*rows, *SET])
    cleaning = pipeline(steps=(Redact(on=("PII001",)), KeepOne(of="DUP002")))
    read = curate.check(path, select=["DUP002"]).findings.frame
    assert not set(read["line"]) & {1, 2}
    knowing = curate.run(cleaning, path)
    monkeypatch.setattr(Work, "_earlier", lambda *_: None)
    plain = curate.run(cleaning, path)
    assert knowing.dropped.equals(plain.dropped)
    assert set(knowing.dropped["line"]) & {1, 2}


def test_a_step_compares_only_what_was_like_any_other(basil: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    compared, real = list[int](), NearDuplicate.compare

    def noted(self: NearDuplicate, keys: pl.DataFrame) -> Comparison:
        compared.append(keys.height)
        return real(self, keys)

    monkeypatch.setattr(NearDuplicate, "compare", noted)
    curate.run(pipeline(steps=STEPS[-1:]), basil)
    everything, step = compared
    assert 0 < step < everything == len(SET)
