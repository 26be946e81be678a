"""Near-duplicates beside other programs: texts that all cut alike, what is true of them, and how it is told."""

import argparse
import json
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks import near_duplicates
from benchmarks.contenders import PEERS as FOLDER
from benchmarks.near import contenders as near
from benchmarks.near.contenders import LEFT_OUT, PEERS, ours, peers
from benchmarks.near.judged import Answer, Judged, Told, judged, shares
from benchmarks.near.proof import proof, truth_of
from benchmarks.near.run_curate import find
from benchmarks.near.taken import Rounds, Taken, answer_in, measured, take_turns
from benchmarks.near.task import Clock, leave, of_answers, of_flags, of_groups, of_kept, shingles
from benchmarks.near.texts import Files, Texts, as_words, drawn, halves, of_one_template
from benchmarks.near.truth import Pairs, by_counting
from benchmarks.near_duplicates import HELD, OPEN, WHOLE, command_of, parts_of, told_of
from benchmarks.peers import near_datasketch
from benchmarks.table.near_duplicates import near_duplicates as table_of

LONG = "a kestrel hovers over the field until it sees a vole move in the grass below and drops"
TEXTS = [
    LONG,
    LONG + " on it",
    "an osprey takes fish",
    LONG,
    "two words",
    "",
    "two words",
    "",
    LONG.replace("a ", ""),
]


def array(*values: int) -> np.typing.NDArray[np.int64]:
    return np.array(values, np.int64)


# Texts.


def test_a_text_becomes_words_that_everybody_cuts_alike() -> None:
    assert as_words("Say (twice):\n“Ａ 你好, don't”") == "say twice “a 你 好 don t”"
    assert shingles(as_words("Say (twice):\nit is so!")) == ["say twice it", "twice it is", "it is so"]
    assert shingles("two words") == ["two words"]


def test_each_text_is_in_one_half_and_equal_texts_are_in_the_same() -> None:
    texts = Texts("whole", [], [f"text {number % 50}" for number in range(100)])
    first, second = halves(texts)
    assert sorted([*first, *second]) == list(range(100))
    assert {at % 50 for at in first}.isdisjoint({at % 50 for at in second})
    assert min(len(first), len(second)) > 25


def test_texts_are_drawn_whatever_their_order() -> None:
    words = [f"text {number}" for number in range(50)]
    some, again = (Texts("whole", [], each) for each in (words, words[::-1]))
    assert {some.words[at] for at in drawn(some, 20)} == {again.words[at] for at in drawn(again, 20)}
    assert list(drawn(some, 99)) == list(range(50))


def test_texts_of_one_template_are_all_a_little_less_alike_than_the_threshold() -> None:
    alike = by_counting(of_one_template(20, seed=3), 0.0).similarity
    assert len(alike) == 190
    assert np.allclose(alike, 82 / 118)


# Truth.


def _plainly(texts: list[str], least: float) -> dict[tuple[int, int], float]:
    sets = [set(shingles(text)) if text else set() for text in texts]
    pairs = {
        (one, other): len(sets[one] & sets[other]) / max(1, len(sets[one] | sets[other]))
        for one, other in combinations(range(len(texts)), 2)
    }
    return {pair: alike for pair, alike in pairs.items() if alike >= least}


@pytest.mark.parametrize("least", [0.3, 0.7, 1.0])
def test_counting_finds_every_pair_and_texts_without_words_are_in_none(least: float) -> None:
    one, other, similarity = by_counting(TEXTS, least)
    assert dict(zip(zip(one, other, strict=True), similarity, strict=True)) == _plainly(TEXTS, least)


def test_pairs_within_some_texts_are_told_by_their_places_there() -> None:
    pairs = Pairs(array(0, 0, 2), array(1, 3, 3), np.array([0.9, 0.7, 0.8]))
    within = pairs.among(array(0, 2, 3), 4)
    assert [list(each) for each in within] == [[0, 1], [2, 2], [0.7, 0.8]]
    assert list(pairs.at_least(0.8).similarity) == [0.9, 0.8]


@pytest.mark.slow
def test_both_routes_find_what_counting_finds() -> None:
    told = proof([*TEXTS, *of_one_template(5, seed=3)])
    assert len(told["rows"]) == 6
    assert all(row["precision"] == row["recall"] == 1 for row in told["rows"])
    assert [row["true"] for row in told["rows"] if row["method"] == "exact"] == [4, 4, 2]


@pytest.mark.slow
def test_of_more_texts_than_can_be_counted_the_join_tells_what_is_true(monkeypatch: pytest.MonkeyPatch) -> None:
    counted, how = truth_of(TEXTS)
    assert how == "counting"
    monkeypatch.setattr("benchmarks.near.proof.MOST", 2)
    joined, how = truth_of(TEXTS)
    assert how == "join"
    for similarity in (0.7, 0.8, 0.9):
        one, other = (sorted(zip(*pairs.at_least(similarity), strict=True)) for pairs in (counted, joined))
        assert one == other


# Judgement.


def _same(size: int) -> Pairs:
    """A chain of texts, each like the one before it and no other."""
    return Pairs(np.arange(size - 1), np.arange(1, size), np.ones(size - 1))


def _removal(answer: Answer, truth: Pairs, size: int) -> tuple[object, ...]:
    told = judged(answer, truth, size)
    return told["removed"], told["without_twin"], told["missed"]


def test_pairs_are_judged_by_how_many_are_true_and_how_many_of_the_true_are_told() -> None:
    told = judged(Answer(Told(array(1, 0, 3), array(0, 1, 0))), _same(4), 4)
    assert (told["told"], told["precision"], told["recall"]) == (2, 1 / 2, 1 / 3)
    assert shares(array(), array(1)) == Judged(0, None, 0.0)


def test_flags_are_judged_by_the_texts_that_are_like_another_and_remove_nothing() -> None:
    assert judged(Answer(flagged=array(0, 4)), _same(4), 5) == {"told": 2, "precision": 1 / 2, "recall": 1 / 4}


def test_a_chain_of_likeness_removes_texts_that_are_like_no_kept_one() -> None:
    truth = _same(4)
    pairs = Told(truth.one, truth.other)
    assert _removal(Answer(pairs), truth, 5) == (3, 2, 0)
    assert _removal(Answer(pairs, Told(array(0, 2), array(1, 3))), truth, 5) == (2, 0, 0)
    assert _removal(Answer(removed=array(1)), truth, 5) == (1, 0, 1)


def test_a_leader_that_is_unlike_its_member_or_is_removed_itself_is_no_twin() -> None:
    assert _removal(Answer(members=Told(array(0), array(2))), _same(3), 3) == (1, 1, 1)
    assert _removal(Answer(members=Told(array(0, 1), array(1, 2))), _same(3), 3) == (2, 1, 0)


# Who takes part.


def test_answers_in_any_form_are_told_as_positions() -> None:
    assert list(of_answers([[0, 2], [], [0]])["pairs"]) == [2, 0, 0, 2]
    assert list(of_groups([[4, 5, 7], [1]])["pairs"]) == [4, 5, 4, 7, 5, 7]
    assert list(of_kept([True, False])["removed"]) == [1]
    assert list(of_flags([True, False])["flagged"]) == [0]


def test_the_memory_of_a_part_is_what_it_takes_beyond_what_was_there() -> None:
    before = bytearray(30_000_000)
    clock = Clock()
    with clock.part("hold"):
        held = bytearray(60_000_000)
    assert 55 < clock.parts[0]["peak_mb"] < 85
    assert len(before) + len(held) == 90_000_000


def test_ours_leaves_leaders_and_every_pair(tmp_path: Path) -> None:
    asked = argparse.Namespace(method="exact", similarity=0.8, as_written=False, leaders_only=False)
    clock = find(TEXTS, tmp_path, asked)
    assert [part["part"] for part in clock.parts] == ["cut", "propose", "leaders", "every pair"]
    pairs = np.fromfile(tmp_path / "pairs.i32", np.int32).reshape(-1, 2)
    assert {(int(one), int(other)) for one, other in pairs} == set(_plainly(TEXTS, 0.8))
    members = np.fromfile(tmp_path / "members.i32", np.int32).reshape(-1, 2)
    assert members.tolist() == [[0, 1], [0, 3], [4, 6]]


def test_a_peer_answers_for_each_text_with_earlier_ones() -> None:
    asked = argparse.Namespace(similarity=0.8, bands=21, rows=6)
    answers = near_datasketch.find([LONG, "an osprey takes fish", LONG], asked)
    assert answers == [[], [], [0]]


def test_everybody_is_given_the_same_texts_but_who_takes_them_as_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(near, "environment", lambda name, folder, **_: folder / name / "python")
    files = Files(Path("raw.jsonl"), Path("words.jsonl"))
    everybody = [*ours(), *peers(PEERS, tmp_path)]
    given = [each.on(files, tmp_path)[-2] for each in everybody]
    assert given.count("raw.jsonl") == 1
    assert given.count("words.jsonl") == len(everybody) - 1
    assert [each.is_peer for each in everybody].count(True) == len(PEERS)
    assert len([each for each in everybody if each.is_route]) == 6
    assert ours()[0].leaders_only().command == (*ours()[0].command, "--leaders-only")


def test_every_peer_has_a_script_and_a_list_of_packages_and_who_is_left_out_a_reason() -> None:
    for peer in PEERS.values():
        assert (FOLDER / f"{peer.package}.txt").exists()
        assert (FOLDER / f"near_{peer.package.replace('-', '_')}.py").exists()
    assert all(LEFT_OUT.values())


# What is told.


def _told(*seconds: float) -> list[dict[str, Any]]:
    return [
        {
            "startup_cpu_s": 0.5,
            "kernels_cpu_s": 0.25,
            "versions": {"numba": "0.68"},
            "parts": [
                {"part": "cut", "wall_s": each, "cpu_s": each, "peak_mb": 10 * each},
                {"part": "every pair", "wall_s": 1.0, "cpu_s": 1.0, "peak_mb": 5.0},
            ],
        }
        for each in seconds
    ]


def test_of_several_rounds_the_one_in_the_middle_is_told_without_the_listing_of_pairs() -> None:
    told = measured(_told(3.0, 2.0, 9.0))
    assert (told["cpu_s"], told["wall_s"], told["peak_mb"]) == (3.0, 3.0, 90.0)
    assert told["rounds_cpu_s"] == [3.0, 2.0, 9.0]
    assert told["cpu_s_with_pairs"] == 4.0


def _contenders(sets: dict[str, Texts], truths: dict[str, Pairs]) -> list[dict[str, Any]]:
    def taken(contender: near.Contender) -> Taken:
        answers = {name: Answer(Told(pairs.one, pairs.other)) for name, pairs in truths.items()}
        return Taken(contender, {name: _told(2.0) for name in sets}, answers)

    everybody = (*ours(), near.Contender("Daft", "as documented", (), is_default=True))
    return [told_of(taken(each), sets, truths) for each in everybody]


def test_the_table_has_a_line_for_everybody_and_each_target() -> None:
    whole = Texts(WHOLE, TEXTS, TEXTS)
    places = parts_of(whole)
    sets = {name: whole.only(name, chosen) for name, chosen in places.items()}
    truth = by_counting(TEXTS, 0.7)
    truths = {name: truth.among(chosen, len(TEXTS)) for name, chosen in places.items()}
    route = {"name": "curate, minhash", "members": 2, **measured(_told(30.0)), "peak_of_text": 2.0}
    described = {"records": 9, "megabytes": 0.1, "true_pairs": 4}
    asked = argparse.Namespace(
        records=9, seed=7, rounds=3, peer_rounds=1, peers="daft", large=90, out=Path("x.json"), two_cores=False
    )
    result = {
        "command": command_of(asked),
        "records": 9,
        "rounds": 3,
        "peer_rounds": 1,
        "similarity": 0.8,
        "memory": "VmHWM",
        "machine": {"cores_used": 1, "cores_there": 2, "python": "3.11"},
        "sets": dict.fromkeys((WHOLE, OPEN, HELD), described),
        "truth": "counting",
        "proof": proof(TEXTS),
        "contenders": _contenders(sets, truths),
        "template": {"records": 5, "alike": {"least": 0.6, "most": 0.7}, "routes": [route]},
        "large": {"records": 90, "megabytes": 1.0, "routes": [route]},
        "two_cores": {"curate, minhash": {"1": 3.0, "2": 2.0, "beside": 3.75}, "check": {"1": 6.0, "2": 5.0}},
        "left_out": LEFT_OUT,
    }
    table = table_of(json.loads(json.dumps(result)))
    assert "two cores apart" not in table
    assert "; two cores apart, `again`" in table_of(json.loads(json.dumps({**result, "two_cores_again": "again"})))
    assert "| Daft | 2.00 (3.00) | 1.0 | 2.00 | 0.50 | 20 |" in table
    assert "the fastest peer as it is by default, Daft, times ours (with every pair) | >= 2 | 1.0 (0.7) |" in table
    assert "| CPU time to leaders for 10 times the texts, curate, minhash | <= 12 | 15.0 |" in table
    assert "| curate, exact at 0.9 |" in table
    assert (
        "curate, minhash on one core, times that on two | >= 1.7 | 1.50; two runs beside each other 1.60 |"
        in table
    )
    assert "rounds: 3, 1 of the peers" in table
    assert "--rounds 3 --peer-rounds 1 --peers daft --large 90 --out benchmarks/results/x.json" in table
    assert f"* Not here: semhash, which {LEFT_OUT['semhash']}." in table


def _contender(name: str, *, is_peer: bool) -> near.Contender:
    return near.Contender(name, "as documented", (), is_peer=is_peer)


def test_everybody_takes_turns_and_peers_may_stay_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def one_turn(contender: near.Contender, files: Files, _: Path) -> tuple[dict[str, Any], Answer]:
        seen.append((contender.name, files.words.stem))
        return _told(1.0)[0], Answer()

    monkeypatch.setattr("benchmarks.near.taken.one_turn", one_turn)
    taken = [Taken(_contender("curate", is_peer=False)), Taken(_contender("Daft", is_peer=True))]
    sets = {name: Files(Path(f"{name} raw.jsonl"), Path(f"{name}.jsonl")) for name in (WHOLE, OPEN)}
    take_turns(taken, sets, Rounds(2, 1), tmp_path)
    once = [("curate", WHOLE), ("Daft", WHOLE), ("curate", OPEN), ("Daft", OPEN)]
    assert seen == [*once, ("curate", WHOLE), ("curate", OPEN)]
    assert [len(each.told[WHOLE]) for each in taken] == [2, 1]


def test_what_is_left_in_a_folder_is_told_as_the_answer(tmp_path: Path) -> None:
    leave(tmp_path, {"pairs": [3, 4, 0, 7], "removed": [4]})
    answer = answer_in(tmp_path)
    assert answer.pairs is not None
    assert [list(each) for each in answer.pairs] == [[3, 0], [4, 7]]
    assert (answer.members, answer.flagged) == (None, None)


def test_two_cores_are_measured_again_and_the_rest_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stored = {"records": 9, "seed": 7, "two_cores": {"check": {"1": 6.0, "2": 6.0}}, "large": None}
    out = tmp_path / "near-duplicates.json"
    out.write_text(json.dumps(stored))
    drawn_from = list[tuple[int, int]]()

    def drawn_texts(_data: Path, _scratch: Path, records: int, seed: int) -> Texts:
        drawn_from.append((records, seed))
        return Texts(WHOLE, TEXTS, TEXTS)

    monkeypatch.setattr(near_duplicates, "real_texts", drawn_texts)
    monkeypatch.setattr(near_duplicates, "two_cores", lambda *_: {"check": {"1": 6.0, "2": 4.0}})
    monkeypatch.setattr("sys.argv", ["near", "--data", "DIR", "--rounds", "5", "--two-cores", "--out", str(out)])
    near_duplicates.main()
    told = json.loads(out.read_text())
    assert drawn_from == [(9, 7)]
    assert told.pop("two_cores_again").endswith("--records 9 --seed 7 --rounds 5 --two-cores")
    assert told == {**stored, "two_cores": {"check": {"1": 6.0, "2": 4.0}}}
