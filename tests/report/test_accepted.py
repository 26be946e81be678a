"""The index of accepted records: it answers as an earlier set does, loses nothing, and notices what is wrong."""

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import curate
from curate.checks.duplicates import NearDuplicate
from curate.errors import CurateError, InputError, OutputRefused, UsageError
from curate.facts.sets import column_of
from curate.files import disk
from curate.files.additions import create_additions
from curate.files.blocks import laid
from curate.minhash.sets import Sets
from curate.records.records import Records
from curate.report import accepted as module
from curate.report.accepted import Accepted
from tests.minhash.made import FAMILIES, Changes, sets_of
from tests.report.mill import CHANGES, families_of, read_rows, rows_of

Row = dict[str, Any]
Found = list[tuple[int, int, float]]
ROOT = Path(__file__).parents[2]
CHECK = NearDuplicate(method="exact")
RYE = "Mix rye flour with water, salt and leaven, leave it overnight in a warm place, and bake it for an hour."
in_a_folder = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


def content(path: Path, check: NearDuplicate = CHECK) -> list[tuple[Any, ...]]:
    """All that an index holds, record by record."""
    with Accepted.opened(path, check) as held:
        places = held.places(pl.Series(range(len(held)), dtype=pl.UInt32))
        sets = [[each.tolist() for part in held._parts for each in part.sets[kind]] for kind in range(2)]
        return list(zip(places.drop("rank").rows() if len(held) else [], *sets, strict=True))


def keys_of(sets: Sequence[Any], begin: int) -> pl.DataFrame:
    """What is compared of records whose texts and responses have these sets."""
    every = column_of(Sets.of(list(sets)))
    ranks = pl.Series("rank", range(begin, begin + len(sets)), dtype=pl.UInt32)
    return pl.DataFrame([ranks, every.alias("shingles"), every.alias("responses")])


def places_of(keys: pl.DataFrame) -> pl.DataFrame:
    key, rank = pl.format("key {}", pl.col("rank")), pl.col("rank")
    return keys.select(key.alias("key"), key.alias("id"), key.alias("file"), rank.alias("line"), rank.alias("row"))


def members(check: NearDuplicate, earlier: pl.DataFrame, keys: pl.DataFrame) -> tuple[Found, pl.DataFrame]:
    """Who is a member of whom, and who is new."""
    found = check.members(pl.concat([earlier, keys]), staying=earlier.height)
    return found.select("rank", "related", "score").rows(), keys.join(found, on="rank", how="anti")


@in_a_folder
@given(
    deliveries=st.lists(FAMILIES, min_size=1, max_size=4),
    similarity=st.sampled_from([0.5, 0.8]),
    method=st.sampled_from(["exact", "minhash"]),
)
def test_it_answers_as_all_earlier_records_would_in_the_order_in_which_they_were_added(
    deliveries: list[Changes], similarity: float, method: str, tmp_path: Path
) -> None:
    check = NearDuplicate(similarity=similarity, method=method)
    path = tmp_path / "accepted.index"
    path.unlink(missing_ok=True)
    known = keys_of([], 0)
    for changes in deliveries:
        keys = keys_of(sets_of(changes), known.height)
        wanted, new = members(check, known, keys)
        with Accepted.opened(path, check, adding=True) as index:
            assert len(index) == known.height
            told, same = members(check, index.near(keys, similarity), keys)
            assert (told, same.equals(new)) == (wanted, True)
            index.add(places_of(new), new)
        known = pl.concat([known, new]).drop("rank").with_row_index("rank")


@pytest.mark.slow
@in_a_folder
@given(deliveries=st.lists(CHANGES, min_size=1, max_size=4), similarity=st.sampled_from([0.5, 0.7, 0.9]))
def test_deliveries_one_after_the_other_have_the_families_that_plain_python_finds(
    deliveries: list[list[set[int]]], similarity: float, chat: Callable[..., Row], tmp_path: Path
) -> None:
    how: dict[str, Any] = {"similarity": similarity, "min_response_similarity": 0, "method": "exact"}
    index, known, begin = tmp_path / "accepted.index", list[Row](), 0
    index.unlink(missing_ok=True)
    for number, changes in enumerate(deliveries):
        rows = rows_of(changes, chat, begin)
        records = read_rows(rows, tmp_path / f"{number}.jsonl")
        ordered = [rows[row - 1] for row in records.index.sort("rank")["row"]]
        wanted = families_of(known, ordered, similarity)
        found = curate.duplicates(records, index=index, add=True, **how)
        told = found.families.select("member_id", "leader_id", "similarity").rows()
        assert {member: (leader, score) for member, leader, score in told} == wanted
        assert found.earlier == len(known)
        assert found.known == sum(int(leader[2:]) < begin for leader, _ in wanted.values())
        known += [row for row in ordered if row["id"] not in wanted]
        begin += len(rows)
    assert [place[1] for place, *_ in content(index)] == [row["id"] for row in known]


@pytest.mark.slow
@in_a_folder
@given(changes=CHANGES, cuts=st.sets(st.integers(1, 7)))
def test_added_at_once_or_bit_by_bit_the_same_is_held(
    changes: list[set[int]], cuts: set[int], chat: Callable[..., Row], tmp_path: Path
) -> None:
    rows = rows_of(changes, chat)
    whole = read_rows(rows, tmp_path / "whole.jsonl")
    ordered = [rows[row - 1] for row in whole.index.sort("rank")["row"]]
    held = []
    for name, edges in (("once", [0, 8]), ("bits", [0, *sorted(cuts), 8])):
        index = tmp_path / f"{name}.index"
        index.unlink(missing_ok=True)
        for start, end in pairwise(edges):
            if bit := ordered[start:end]:
                records = read_rows(bit, tmp_path / "bit.jsonl")
                curate.duplicates(records, index=index, add=True, method="exact")
        held.append([(place[:2], *sets) for place, *sets in content(index)])
    assert held[0] == held[1]


@pytest.fixture
def loaves(chat: Callable[..., Row], tmp_path: Path) -> Callable[..., Records]:
    """Records of which each pair is alike, where no other text is given."""

    def read(*ids: str, said: str = RYE) -> Records:
        rows = [chat("How is rye bread made?", f"{said} Day {each}.", id=each) for each in ids]
        return read_rows(rows, tmp_path / f"{'-'.join(ids)}.jsonl")

    return read


@pytest.fixture
def index(loaves: Callable[..., Records], tmp_path: Path) -> Path:
    """An index of two records, which were added one after the other."""
    path = tmp_path / "accepted.index"
    curate.duplicates(loaves("a"), index=path, add=True)
    curate.duplicates(loaves("b", said="Spelt is an old wheat."), index=path, add=True)
    return path


def test_what_is_known_is_not_added_again_and_without_add_nothing_is(
    index: Path, loaves: Callable[..., Records]
) -> None:
    before = index.read_bytes()
    found = curate.duplicates(loaves("a", "c"), index=index, add=True)
    assert (len(found), found.known, found.earlier) == (2, 2, 2)
    assert found.families["leader_id"].to_list() == ["a", "a"]
    assert found.families["leader_file"].to_list() == [str(index.with_name("a.jsonl"))] * 2
    curate.duplicates(loaves("d", said="Oats grow where it rains."), index=index)
    assert index.read_bytes() == before


def test_another_similarity_asks_the_index_again(index: Path, loaves: Callable[..., Records]) -> None:
    found = curate.duplicates(loaves("c", said=RYE.replace("warm", "cool")), index=index, similarity=0.95)
    assert len(found) == 0
    assert len(found.rethreshold(0.5)) == 1
    assert found.sweep([0.5, 0.95])["members"].to_list() == [1, 0]
    assert (found.likeness(0.5) >= 0.5).tolist() == [True]


def test_it_serves_any_limit_of_responses(index: Path, loaves: Callable[..., Records]) -> None:
    without = curate.duplicates(loaves("c"), index=index, min_response_similarity=0, add=True)
    assert len(without) == 1
    assert len(curate.duplicates(loaves("c"), index=index, min_response_similarity=0.99)) == 0


def test_old_sets_lie_in_the_file_and_only_some_are_copied(index: Path, loaves: Callable[..., Records]) -> None:
    with Accepted.opened(index, CHECK) as held:
        for part in held._parts:
            for sets in part.sets:
                assert not sets.values.flags.writeable
                assert not sets.values.flags.owndata
        found = curate.duplicates(loaves("c"), index=held)
        assert held.near(found.keys, 0.8)["rank"].to_list() == [0]


def test_an_index_of_nothing_is_an_index(sample: Records, tmp_path: Path) -> None:
    path = tmp_path / "none.index"
    curate.duplicates(sample.of(sample.index.head(0)), index=path, add=True)
    found = curate.duplicates(sample, index=path)
    assert (found.earlier, found.known) == (0, 0)
    assert found.families.equals(curate.duplicates(sample).families)


@pytest.mark.slow
def test_a_byte_that_is_another_is_noticed(index: Path) -> None:
    """Of those of the file; the test of additions tries every one."""
    whole = index.read_bytes()
    for at in range(0, len(whole), 5):
        index.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        with pytest.raises(CurateError), Accepted.opened(index, CHECK):
            pass


def test_cut_short_anywhere_it_is_refused_and_nothing_in_it_is_written_over(
    index: Path, loaves: Callable[..., Records], tmp_path: Path
) -> None:
    curate.duplicates(loaves("a"), index=tmp_path / "first.index", add=True)
    whole, first = index.read_bytes(), (tmp_path / "first.index").read_bytes()
    assert whole.startswith(first)
    for length in (*range(0, len(whole), 7), len(whole) - 1):
        if length == len(first):
            continue
        index.write_bytes(whole[:length])
        with pytest.raises(InputError), Accepted.opened(index, CHECK):
            pass
    with pytest.raises(InputError, match="is damaged: its last addition is cut short"):
        curate.duplicates(loaves("b"), index=index, add=True)
    assert index.read_bytes() == whole[:-1]


def test_one_that_was_made_with_another_view_says_which(index: Path, loaves: Callable[..., Records]) -> None:
    with pytest.raises(UsageError, match="view = record, and here view = prompt") as refusal:
        curate.duplicates(loaves("c"), index=index, view="prompt")
    assert refusal.value.hint.startswith("Say view record")


def test_so_does_one_that_is_open_already(index: Path, loaves: Callable[..., Records]) -> None:
    with Accepted.opened(index, CHECK) as held, pytest.raises(UsageError, match="is open for another view"):
        curate.duplicates(loaves("c"), index=held, view="prompt")


def test_one_whose_texts_were_cut_otherwise_says_how(
    index: Path, loaves: Callable[..., Records], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "cutting", lambda: {"words": 4, "characters": 5, "views": 1})
    with pytest.raises(UsageError, match=r"in another way: cut \w{16} and not None, words 3 and not 4\."):
        curate.duplicates(loaves("c"), index=index)


def test_it_is_open_for_one_addition_and_only_for_adding(index: Path) -> None:
    keys = keys_of([], 0)
    with Accepted.opened(index, CHECK) as held, pytest.raises(OutputRefused, match="is not open for adding"):
        held.add(places_of(keys), keys)
    with Accepted.opened(index, CHECK, adding=True) as held:
        assert held.add(places_of(keys), keys) == 0
        with pytest.raises(OutputRefused, match="is not open for adding"):
            held.add(places_of(keys), keys)


@pytest.mark.parametrize("begins", [[], [1], [0, 2, 1], [0, 9]])
def test_sets_that_reach_beyond_the_file_are_damage(begins: list[int], tmp_path: Path) -> None:
    path = tmp_path / "bad.index"
    settings = Accepted(path, CHECK)._settings
    sets = [np.zeros(1, np.uint64), np.array(begins, np.int64)] * 2
    create_additions(path, settings, laid(pl.DataFrame({"key": ["a"]}), sets))
    with pytest.raises(InputError, match="is damaged"), Accepted.opened(path, CHECK):
        pass


@pytest.mark.parametrize("places", [pl.DataFrame({"key": ["a"]}), places_of(keys_of([], 0))])
def test_so_are_places_of_other_records(places: pl.DataFrame, tmp_path: Path) -> None:
    path = tmp_path / "bad.index"
    sets = [np.array([3], np.uint64), np.array([0, 1], np.int64)] * 2
    create_additions(path, Accepted(path, CHECK)._settings, laid(places, sets))
    with pytest.raises(InputError, match="is damaged"):
        content(path)


def test_none_that_is_there_is_an_error_unless_it_is_to_be_made(
    loaves: Callable[..., Records], tmp_path: Path
) -> None:
    path = tmp_path / "deep" / "accepted.index"
    with pytest.raises(InputError, match="there is no index of accepted records") as refusal:
        curate.duplicates(loaves("a"), index=path)
    assert "--add" in refusal.value.hint
    curate.duplicates(loaves("a"), index=path, add=True)
    assert [each.name for each in path.parent.iterdir()] == ["accepted.index"]


def test_a_file_of_records_is_no_index_and_stays(loaves: Callable[..., Records], tmp_path: Path) -> None:
    records = loaves("a")
    file = tmp_path / "a.jsonl"
    before = file.read_bytes()
    with pytest.raises(InputError, match="is no index of accepted records"):
        curate.duplicates(records, index=file, add=True)
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("given", "said"),
    [({"add": True}, "no index is named"), ({"index": "a.index", "against": "b.jsonl"}, "at once")],
)
def test_what_does_not_go_together_is_refused(
    given: dict[str, Any], said: str, loaves: Callable[..., Records]
) -> None:
    with pytest.raises(UsageError, match=said):
        curate.duplicates(loaves("a"), **given)


def test_in_a_folder_that_can_not_be_written_it_can_be_read_but_not_added_to(
    index: Path, loaves: Callable[..., Records], monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(path: Path) -> int:
        raise PermissionError(13, "Permission denied", str(path))

    for operation in ("create", "create_lock", "reopen", "make_folder", "remove", "rename"):
        monkeypatch.setattr(disk, operation, denied)
    records = loaves("c")
    assert len(curate.duplicates(records, index=index)) == 1
    with pytest.raises(OutputRefused, match="can not be written: permission denied"):
        curate.duplicates(records, index=index, add=True)


HOLDS = """
import sys
from pathlib import Path
from curate.checks.duplicates import NearDuplicate
from curate.report.accepted import Accepted
with Accepted.opened(Path(sys.argv[1]), NearDuplicate(), adding=True):
    print("held", flush=True)
    sys.stdin.read()
"""
ADDS = """
import sys
import time
import curate
from curate.errors import OutputRefused
while True:
    try:
        curate.duplicates(sys.argv[1], index=sys.argv[2], add=True)
        break
    except OutputRefused:
        time.sleep(0.01)
"""


@pytest.fixture
def holder(index: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another process, which is about to add something."""
    command = [sys.executable, "-c", HOLDS, str(index)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"held\n"
        yield process
        process.kill()


def test_while_another_process_adds_to_it_it_can_be_read_and_once_that_is_killed_added_to(
    index: Path, loaves: Callable[..., Records], holder: subprocess.Popen[bytes]
) -> None:
    new = loaves("c", said="Oats grow where it rains.")
    with pytest.raises(OutputRefused, match=rf"is being added to by another process \(process {holder.pid}\)"):
        curate.duplicates(new, index=index, add=True)
    assert curate.duplicates(new, index=index).earlier == 2

    holder.kill()
    holder.wait()
    curate.duplicates(new, index=index, add=True)
    assert len(content(index)) == 3


@pytest.mark.slow
def test_of_processes_that_add_at_once_nothing_is_lost(index: Path, loaves: Callable[..., Records]) -> None:
    said = ("Oats grow where it rains.", "Barley is malted first.")
    names = ["x", "y"]
    for name, each in zip(names, said, strict=True):
        loaves(name, said=each)
    commands = [[sys.executable, "-c", ADDS, str(index.with_name(f"{name}.jsonl")), str(index)] for name in names]
    running = [subprocess.Popen(command, cwd=ROOT) for command in commands]
    assert [process.wait() for process in running] == [0, 0]
    assert sorted(place[1] for place, *_ in content(index)) == ["a", "b", *names]


def test_it_holds_whole_records_alone(index: Path, loaves: Callable[..., Records]) -> None:
    with pytest.raises(UsageError, match="can not leave out the lines that many records begin with"):
        curate.duplicates(loaves("c"), index=index, ignore_openings=0.1)


def test_nor_is_one_that_is_open_asked_for_less(index: Path, loaves: Callable[..., Records]) -> None:
    with (
        Accepted.opened(index, NearDuplicate()) as accepted,
        pytest.raises(UsageError, match="can not leave out the lines"),
    ):
        curate.duplicates(loaves("c"), index=accepted, ignore_openings=0.1)


def test_one_that_normalises_something_else_says_what(index: Path, loaves: Callable[..., Records]) -> None:
    with pytest.raises(
        UsageError, match="normalise = case nfkc punctuation whitespace, and here normalise = case:"
    ):
        curate.duplicates(loaves("c"), index=index, normalise=["case"])
    found = curate.duplicates(loaves("c"), index=index, normalise=["whitespace", "punctuation", "nfkc", "case"])
    assert found.earlier
