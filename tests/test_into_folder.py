import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import curate
from curate import into_folder
from curate.errors import InputError, OutputRefused
from curate.files.lock import Lock
from curate.files.shelf import OnDisk
from curate.files.texts import TextFile
from curate.into_folder import How, cores
from curate.records.edits import OwnRows
from curate.records.formats.messages import Messages
from curate.records.frame import Said
from curate.records.known import Known
from curate.records.line_reader import LinesRead
from curate.records.part_reader import PartReader
from curate.records.records import Records
from curate.records.settle import Settled, settled
from curate.records.stored import READ
from tests.at_work import BROKEN, CUT, SET, House, chat, contents, lay, parts_of, pipeline

pytestmark = pytest.mark.slow

NAME = "house_of_the_folder"
HELD: dict[str, Any] = {"in_memory": True}
APART: dict[str, Any] = {"in_memory": False}


class Ended(BaseException):
    """As if the process had been killed at this point."""


@contextmanager
def ended_after(puts: int) -> Iterator[list[str]]:
    """End whatever runs once so many names were laid down; gives all names, in their order."""
    real, laid = OnDisk.put, list[str]()

    def put(shelf: OnDisk, name: str, frames: Any) -> None:  # noqa: ANN401
        if len(laid) == puts:
            raise Ended
        laid.append(name)
        real(shelf, name, frames)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(OnDisk, "put", put)
        yield laid


@pytest.fixture
def herons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that is worked on in three parts."""
    parts_of(4, monkeypatch)
    return lay(tmp_path / "basil.jsonl", broken=BROKEN)


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.syspath_prepend(tmp_path)
    return House(tmp_path, NAME)


def check_of() -> Any:  # noqa: ANN401
    import importlib
    import sys

    sys.modules.pop(NAME, None)
    importlib.invalidate_caches()
    return importlib.import_module(NAME).TooPlain()


def run(path: Path, out: Path, **how: Any) -> dict[str, bytes]:  # noqa: ANN401
    curate.run(pipeline(), path, out=out, **{**APART, **how})
    assert not (out / ".work").exists()
    return contents(out)


HOWS = pytest.mark.parametrize("how", [HELD, APART], ids=["in memory", "on the disk"])


def goes_on_after(puts: int, path: Path, whole: dict[str, bytes], **how: Any) -> list[str]:  # noqa: ANN401
    """Whether a run that was ended there comes to the same bytes; gives what was laid down in the end."""
    out = path.with_name(f"ended-{puts}")
    with ended_after(puts), pytest.raises(Ended):
        run(path, out, **how)
    assert contents(out).keys().isdisjoint(whole)
    with ended_after(1000) as rest:
        assert run(path, out, **how) == whole
    return rest


def left_of(every: list[str], puts: int) -> list[str]:
    """What is laid down by a run that goes on: nothing that was done is done again."""
    if READ not in every[:puts]:
        return every
    # A task that changes records lays down two names, and is done with the second.
    return every[puts - ("-step-" in every[puts - 1] and every[puts - 1].startswith("records-")) :]


@HOWS
@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_run_that_was_ended_goes_on_to_the_same_bytes(herons: Path, how: dict[str, Any], share: float) -> None:
    with ended_after(1000) as every:
        whole = run(herons, herons.with_name("whole"), **how)
    puts = int(share * len(every))
    rest = goes_on_after(puts, herons, whole, **how)
    assert how == HELD or rest == left_of(every, puts)


@HOWS
@pytest.mark.slow
def test_it_does_not_matter_where_a_run_was_ended(herons: Path, how: dict[str, Any]) -> None:
    with ended_after(1000) as every:
        whole = run(herons, herons.with_name("whole"), **how)
    assert len(every) == len(set(every)) > 8
    for puts in range(len(every)):
        rest = goes_on_after(puts, herons, whole, **how)
        assert how == HELD or rest == left_of(every, puts)


def test_what_was_done_apart_is_gone_on_with_in_memory_and_the_other_way_round(herons: Path) -> None:
    whole = run(herons, herons.with_name("whole"))
    for number, (one, other) in enumerate([(HELD, APART), (APART, HELD)]):
        out = herons.with_name(f"mixed-{number}")
        with ended_after(14), pytest.raises(Ended):
            run(herons, out, **one)
        assert run(herons, out, **other) == whole


@pytest.mark.slow
def test_a_run_that_is_ended_again_and_again_comes_to_its_end(herons: Path) -> None:
    whole, ends = run(herons, herons.with_name("whole")), 0
    while ends < 30:
        try:
            with ended_after(5):  # three parts, what was read, and one more
                assert run(herons, herons.with_name("out")) == whole
            break
        except Ended:
            ends += 1
    assert 2 <= ends < 30


def test_texts_that_were_looked_at_are_not_looked_at_again(herons: Path, tmp_path: Path, house: House) -> None:
    to_do = pipeline(check_of(), steps=())
    whole = curate.run(to_do, herons, out=tmp_path / "whole", **APART)
    house.looked_at()
    with ended_after(6), pytest.raises(Ended):  # three parts and what was read, and looks at two of them
        curate.run(to_do, herons, out=tmp_path / "out", **APART)
    assert len(house.looked_at()) == 2 * len(SET)
    again = curate.run(to_do, herons, out=tmp_path / "out", **APART)
    assert len(house.looked_at()) == 2 * 2
    assert again.findings.frame.equals(whole.findings.frame)


def test_changes_that_were_laid_down_are_not_settled_again(herons: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = list[int]()

    def noted(records: Records, changes: pl.DataFrame, rows: OwnRows) -> Settled:
        asked.append(changes.height)
        return settled(records, changes, rows)

    monkeypatch.setattr("curate.engine.changes.settled", noted)
    with ended_after(1000) as every:
        whole = run(herons, herons.with_name("whole"))
    assert sum(asked) > 0
    out = herons.with_name("out")
    last = max(at for at, name in enumerate(every) if name.startswith("records-") and "-step-" in name)
    with ended_after(last + 1), pytest.raises(Ended):
        run(herons, out)
    asked.clear()
    assert run(herons, out) == whole
    assert sum(asked) == 0


Change = Callable[[Path, House, pytest.MonkeyPatch], dict[str, Any]]


def changed_input(path: Path, _house: House, _patch: pytest.MonkeyPatch) -> dict[str, Any]:
    lay(path, [*SET[:7], chat("Should I buy another one?", CUT, id="h")])
    return {}


def touched_input(path: Path, _house: House, _patch: pytest.MonkeyPatch) -> dict[str, Any]:
    os.utime(path, (1e9, 1e9))
    return {}


def other_pipeline(_path: Path, _house: House, _patch: pytest.MonkeyPatch) -> dict[str, Any]:
    return {"steps": ()}


def other_map(_path: Path, _house: House, _patch: pytest.MonkeyPatch) -> dict[str, Any]:
    return {"map": {"type": "id"}}


def other_plugin(_path: Path, house: House, _patch: pytest.MonkeyPatch) -> dict[str, Any]:
    house.file.write_text(house.file.read_text().replace("<", ">"))
    return {}


def other_version(_path: Path, _house: House, patch: pytest.MonkeyPatch) -> dict[str, Any]:
    from curate.provenance import versions

    other = {**versions(), "pydantic": "99.0"}
    patch.setattr("curate.plan.versions", lambda: other)
    return {}


CHANGES: dict[str, tuple[Change, str]] = {
    "content": (changed_input, "input {path}"),
    "time": (touched_input, "input {path}"),
    "pipeline": (other_pipeline, "pipeline"),
    "map": (other_map, "--from and --map"),
    "plug-in": (other_plugin, f"plugin {NAME}"),
    "version": (other_version, "version of pydantic"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_has_changed_since_is_named_and_all_is_done_afresh(
    herons: Path, house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, change: str
) -> None:
    def run_of(out: Path, **more: Any) -> dict[str, bytes]:  # noqa: ANN401
        to_do = pipeline(check_of(), **({"steps": more.pop("steps")} if "steps" in more else {}))
        curate.run(to_do, herons, out=out, **APART, **more)
        return contents(out)

    out = herons.with_name("out")
    with ended_after(9), pytest.raises(Ended):
        run_of(out)
    make, named = CHANGES[change]
    more = make(herons, house, monkeypatch)
    with caplog.at_level(logging.INFO, logger="curate"):
        told = run_of(out, **dict(more))
    said = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert said == [f"{named.format(path=herons)} changed since: starting afresh"]
    assert told == run_of(herons.with_name("fresh"), **dict(more))


def test_it_is_said_that_a_run_goes_on_and_fresh_starts_anew(
    herons: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with ended_after(1000) as every:
        whole = run(herons, tmp_path / "whole")
    for fresh in (False, True):
        with ended_after(8), pytest.raises(Ended):
            run(herons, tmp_path / "out", fresh=True)
        caplog.clear()
        with caplog.at_level(logging.INFO, logger="curate"), ended_after(1000) as laid:
            assert run(herons, tmp_path / "out", fresh=fresh) == whole
        assert len(laid) == len(every) - (0 if fresh else 8)
        assert any("going on with" in record.getMessage() for record in caplog.records) is not fresh
        assert not any("afresh" in record.getMessage() for record in caplog.records)


def test_inputs_in_another_order_are_not_taken_for_each_other(herons: Path, tmp_path: Path) -> None:
    other = lay(tmp_path / "thyme.jsonl", [chat("Is it thyme &amp; sage?", f"{CUT} {at}") for at in range(5)])
    with ended_after(9), pytest.raises(Ended):
        curate.run(pipeline(), [herons, other], out=tmp_path / "out", **APART)
    curate.run(pipeline(), [other, herons], out=tmp_path / "out", **APART)
    curate.run(pipeline(), [other, herons], out=tmp_path / "fresh", **APART)
    assert contents(tmp_path / "out") == contents(tmp_path / "fresh")


def test_a_finished_run_is_replaced_only_at_the_end(herons: Path, tmp_path: Path) -> None:
    before = run(herons, tmp_path / "out")
    lay(herons, SET[:7])
    with ended_after(10_000) as every:
        after = run(herons, tmp_path / "apart")
    for puts in (2, len(every) - 1):
        with ended_after(puts), pytest.raises(Ended):
            run(herons, tmp_path / "out", fresh=True)
        left = contents(tmp_path / "out")
        assert {name: data for name, data in left.items() if not name.startswith(".work")} == before
    assert run(herons, tmp_path / "out") == after


def test_damage_of_what_was_done_is_told_and_fresh_mends_it(herons: Path, tmp_path: Path) -> None:
    whole = run(herons, tmp_path / "whole")
    with ended_after(9), pytest.raises(Ended):
        run(herons, tmp_path / "out")
    for part in (tmp_path / "out" / ".work" / "parts").iterdir():
        part.write_bytes(part.read_bytes()[:-30])
    with pytest.raises(InputError, match="--fresh"):
        run(herons, tmp_path / "out")
    assert run(herons, tmp_path / "out", fresh=True) == whole


def test_a_folder_in_use_is_refused_and_left_alone(herons: Path, tmp_path: Path) -> None:
    with ended_after(9), pytest.raises(Ended):
        run(herons, tmp_path / "out")
    lock = Lock(tmp_path / "out" / ".work" / "lock")
    lock.take()
    before = contents(tmp_path / "out")
    with pytest.raises(OutputRefused, match="in use by another run"):
        run(herons, tmp_path / "out")
    assert contents(tmp_path / "out") == before
    lock.let_go()
    run(herons, tmp_path / "out")


def test_where_nothing_can_be_read_no_folder_is_left(tmp_path: Path) -> None:
    (tmp_path / "notes.jsonl").write_text("a shopping list\nmilk\n")
    with pytest.raises(InputError):
        run(tmp_path / "notes.jsonl", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_records_that_are_held_go_into_a_folder_too(herons: Path, tmp_path: Path) -> None:
    assert run(curate.read(herons), tmp_path / "held") == run(herons, tmp_path / "out")  # type: ignore[arg-type]


def test_for_records_in_memory_no_process_is_started(herons: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("curate.engine.hands.WORTH_IT", 0)
    found = curate.check(herons, select=["LEN001"], threads=4).findings.frame
    assert found.equals(curate.check(herons, select=["LEN001"]).findings.frame)
    assert (How(4).new_hands().processes, How(4, in_memory=False).new_hands().processes) == (1, 4)


class Chats(Messages):
    """A format of the user's own."""


Chats.name = Messages.name


@pytest.mark.parametrize(
    ("how", "several"),
    [({"threads": 2}, True), ({"threads": 1}, False), ({"threads": 2, "format": Chats()}, False)],
)
def test_lines_are_read_by_the_processes_of_a_run_unless_their_format_is_the_users_own(
    herons: Path, monkeypatch: pytest.MonkeyPatch, how: dict[str, Any], *, several: bool
) -> None:
    whole, read_apart = run(herons, herons.with_name("whole")), list[str]()

    class Noted(PartReader):
        def read(self, source: TextFile, known: Known) -> Iterator[tuple[LinesRead, Said, int]]:
            read_apart.append(source.name)
            return super().read(source, known)

    monkeypatch.setattr(into_folder, "BYTES", 0)
    monkeypatch.setattr(into_folder, "PartReader", Noted)
    assert run(herons, herons.with_name("told"), **how) == whole
    assert read_apart == ([str(herons)] if several else [])


def test_cores_are_told_on_every_system(monkeypatch: pytest.MonkeyPatch) -> None:
    assert cores() >= 1
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    assert cores() == (os.cpu_count() or 1)


def test_without_a_place_for_it_there_is_no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    assert How().cache is None
    assert How(cached=True).cache is not None
    monkeypatch.setattr(into_folder, "cache_folder", lambda: None)
    assert How(cached=True).cache is None


@pytest.mark.parametrize("how", [HELD, APART], ids=["held", "apart"])
def test_what_is_read_is_not_replaced(tmp_path: Path, how: dict[str, Any]) -> None:
    out = tmp_path / "out"
    curate.run(pipeline(), lay(tmp_path / "basil.jsonl"), out=out, **how)
    before, kept = contents(out), out / "kept.jsonl"
    for given in (kept, curate.read(kept)):
        with pytest.raises(OutputRefused, match=r"kept\.jsonl is to be read, and lies in .*; nothing was changed"):
            curate.run(pipeline(), given, out=out, **how)
    assert contents(out) == before
