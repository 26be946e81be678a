"""Languages beside other libraries: what is asked, how it is judged, and how that is told."""

import argparse
import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from subprocess import CalledProcessError

import numpy as np
import polars as pl
import pytest

from benchmarks.contenders import PEERS as FOLDER
from benchmarks.langid import contenders, taken
from benchmarks.langid.bands import NAMES, band_of, by_band
from benchmarks.langid.codes import code
from benchmarks.langid.confusions import among_look_alikes, confusions
from benchmarks.langid.contenders import CURATE, IDENTIFY, LANGDETECT, PEERS, Contender, ours, peers
from benchmarks.langid.judged import Truth, judged
from benchmarks.langid.recall import difference, macro
from benchmarks.langid.run_curate import load
from benchmarks.langid.sums import best, sums_of
from benchmarks.langid.sure import ranked
from benchmarks.langid.taken import Taken, take_turns, tell_all
from benchmarks.langid.task import WARM, timed
from benchmarks.langid.texts import BATCH, Text, cut, in_languages, joined, letters, long_texts
from benchmarks.language import arguments, command_of
from benchmarks.peers.language_langdetect import load as load_langdetect
from curate.statistics.calibration import calibration_error

GERMAN = "Der Hund bellt, weil ein Fremder am Tor steht und klingelt, und er hört erst auf, wenn jemand kommt."
TEXTS = [
    Text("de", "sentences", GERMAN),
    Text("de", "word-pairs", "der Hund"),
    Text("de", "single-words", "Hund"),
    Text("fr", "sentences", "Le chien aboie parce qu'un inconnu est devant la porte."),
    Text("fr", "word-pairs", "le chien"),
    Text("fr", "single-words", "chien"),
    Text("ms", "sentences", "Anjing itu menyalak kerana ada orang asing di pintu."),
]
SHOWN = [
    Text("en", "instructions, English", "Why does a dog bark?"),
    Text("zh", "instructions, Chinese", "狗为什么叫？"),
    Text("en", "responses, English", "Because somebody is at the gate."),
    Text("zh", "responses, Chinese", "因为门口有人。"),
]


# Texts.


def test_each_language_has_one_code_whoever_told_it() -> None:
    told = {"nb": "no", "zh-tw": "zh", "zh-Hant": "zh", "yue": "zh", "iw": "he", "un": "und", "de": "de"}
    assert {label: code(label) for label in told} == told


def test_texts_are_composed_and_each_is_of_a_language_and_a_kind(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "language_id.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(json.dumps({"lang": "nn", "kind": "single-words", "text": "a\u030a"}) + "\n")
    assert in_languages(tmp_path) == [Text("no", "single-words", "å")]


def test_long_texts_are_of_one_language_and_those_for_speed_of_a_length() -> None:
    prose = joined([*TEXTS, *TEXTS])
    assert prose["de"] == f"{GERMAN} {GERMAN}"
    assert [each.text for each in long_texts(TEXTS, 50) if each.lang == "de"] == [GERMAN[:50], GERMAN[50:100]]
    assert {len(each) for each in cut(TEXTS, 60)} == {60}
    assert len(cut(TEXTS, 60)) == BATCH
    assert letters("a1, 你") == 2


# Who takes part.


def test_every_peer_has_a_script_and_a_list_of_packages() -> None:
    for peer in PEERS.values():
        assert (FOLDER / f"{peer.package}.txt").exists()
        assert (FOLDER / f"language_{peer.package.replace('-', '_')}.py").exists()


def test_a_peer_that_can_not_be_installed_is_left_out_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def environment(name: str, folder: Path, **_: object) -> Path:
        if name == "eldc":
            raise CalledProcessError(1, "pip")
        return folder / name / "python"

    monkeypatch.setattr(contenders, "environment", environment)
    found, left_out = peers(["eldc", "lingua"], tmp_path)
    assert [each.name for each in found] == ["lingua"]
    assert left_out == {"eldc": "could not be installed: pip ended with 1"}


def test_the_best_label_is_that_of_all_n_grams_and_a_text_without_any_has_none() -> None:
    labels, sure = best(sums_of(pl.Series([GERMAN, "狗为什么叫？", "123"])))
    assert labels == ["de", "zh", "und"]
    assert sure[1] == pytest.approx(1.0)
    assert sure[2] == 0


@pytest.mark.parametrize("way", ["best", "profiles", "langdetect"])
def test_ours_tells_a_label_and_how_sure_it_is(way: str) -> None:
    loaded = load(argparse.Namespace(way=way))
    told = list(loaded.told(loaded.find(loaded.ready([*WARM, GERMAN]))))
    assert told[-1][0] == "de"
    assert 0.7 < told[-1][1] <= 1
    assert "de" in loaded.knows
    assert set(loaded.more()) == {"tables_cpu_s", "kernels_cpu_s", "tables_mb"}


def test_langdetect_tells_the_same_each_time_and_nothing_of_a_text_without_letters() -> None:
    way = load_langdetect(argparse.Namespace())
    first, again = (list(way.told(way.find([GERMAN, "123"]))) for _ in range(2))
    assert first == again
    assert first[0][0] == "de"
    assert first[1] == ("und", 0.0)


def test_the_same_is_told_again_until_the_time_is_over() -> None:
    seen = []

    def find(given: str) -> int:
        seen.append(given)
        return sum(range(10_000))

    found, times, taken_s = timed(find, "texts", 0.005)
    assert found == find("texts")
    seen.pop()
    assert len(seen) == times > 1
    assert taken_s >= 0.005


def _told(labels: dict[str, str], name: str = CURATE, *, abstains: bool = False) -> Taken:
    """A contender who tells these labels by the text, else the right ones."""
    told = [labels.get(each.text, each.lang) for each in (*TEXTS, *SHOWN)]
    one_round = {
        "knows": ["de", "fr", "zh-cn"],
        "texts_a_cpu_s": {"60": 10},
        "load_cpu_s": 1.0,
        "versions": {"x": "1"},
        "load_mb": 5.0,
        "most_mb": 6.0,
    }
    contender = Contender(name, "as it is", (), abstains=abstains)
    return Taken(contender, np.array(told), np.linspace(0.5, 1, len(told)), [one_round])


def test_everybody_tells_all_texts_once_and_some_again_and_who_fails_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def watch(command: list[str], *_: object) -> None:
        name, folder, texts = (
            command[0],
            Path(command[1]),
            [Path(each) for each in command[2:] if ".jsonl" in each],
        )
        if name == "eldc":
            raise SystemExit("eldc ...\nOSError: no n-grams")
        seen.append((name, [len(path.read_text().splitlines()) for path in texts]))
        (folder / "all.labels").write_text('["zh-tw", 0.5]\n' * 2)
        (folder / "told.json").write_text(json.dumps({"texts_a_cpu_s": {"60": 9}}))

    monkeypatch.setattr(taken, "watch", watch)
    quick, slow = Contender("quick", "", ("quick",)), Contender("slow", "", ("slow",), is_slow=True)
    found, left_out = tell_all([quick, Contender("eldc", "", ("eldc",)), slow], ["a", "b"], tmp_path)
    assert left_out == {"eldc": "OSError: no n-grams"}
    assert [each.labels.tolist() for each in found] == [["zh", "zh"]] * 2
    take_turns(found, {"60": ["x"] * BATCH}, 2, tmp_path)
    assert seen[2:] == [("quick", [BATCH]), ("slow", [40])] * 2
    assert [len(each.rounds) for each in found] == [2, 2]


# Judgement.


def test_recall_is_the_mean_over_languages() -> None:
    langs, right = np.array(["de", "de", "de", "fr"]), np.array([True, True, False, True])
    assert macro(right, langs) == pytest.approx((2 / 3 + 1) / 2)


def test_the_interval_of_a_difference_is_that_of_texts_drawn_anew_within_each_language() -> None:
    rng = np.random.default_rng(3)
    langs = np.repeat(["de", "fr", "en"], 100)
    one, other = rng.random(300) < 0.9, rng.random(300) < 0.8
    found = difference(one, other, langs)
    drawn = []
    for _ in range(2000):
        picked = np.concatenate([rng.integers(at, at + 100, 100) for at in (0, 100, 200)])
        drawn.append(macro(one[picked], langs[picked]) - macro(other[picked], langs[picked]))
    plainly = np.percentile(drawn, [2.5, 97.5])
    assert found.difference == pytest.approx(macro(one, langs) - macro(other, langs))
    assert (found.low, found.high) == pytest.approx(tuple(plainly), abs=0.012)
    assert difference(one, other, langs) == found
    assert difference(one, one, langs) == (0, 0, 0)


def test_calibration_is_that_of_ten_bins_and_ranking_counts_ties_by_half() -> None:
    right = np.array([True, True, False, True])
    assert calibration_error(np.array([0.95, 0.95, 0.15, 1.0]), right) == pytest.approx(
        0.75 * abs(2.9 / 3 - 1) + 0.25 * 0.15
    )
    assert ranked(np.array([0.9, 0.5, 0.5, 0.1]), right) == pytest.approx((1 + 0.5 + 0) / 3)
    assert ranked(np.ones(4), np.ones(4, np.bool_)) is None


def test_what_is_told_by_length_leaves_out_bands_without_texts() -> None:
    assert list(band_of([0, 5, 6, 39, 160, 1000])) == [0, 0, 1, 3, 6, 6]
    labels, langs = np.array(["de", "und", "zxx", "fr"]), np.array(["de", "de", "de", "de"])
    told = by_band(labels, langs, band_of([3, 4, 7, 200]))
    assert told == {
        NAMES[0]: {"texts": 2, "told": 1, "right": 1},
        NAMES[1]: {"texts": 1, "told": 0, "right": 0},
        NAMES[6]: {"texts": 1, "told": 1, "right": 0},
    }


def test_confusions_are_shares_of_a_language_and_rare_ones_are_left_out() -> None:
    labels, langs = np.array([*["id"] * 59, "de", *["da"] * 4, *["no"] * 96]), np.repeat(["ms", "no"], [60, 100])
    assert confusions(labels, langs) == [("ms", "id", 0.9833), ("no", "da", 0.04)]
    assert among_look_alikes(labels, langs) == [("ms", "id", 0.9833), ("no", "da", 0.04)]


def test_best_labels_and_what_is_told_behind_the_gate_are_judged_apart() -> None:
    own = _told({"Hund": "nl", TEXTS[6].text: "id", SHOWN[1].text: "ja"})
    behind = _told({"Hund": "und", "le chien": "und"}, IDENTIFY, abstains=True)
    told = judged([own, behind, _told({"Hund": "nl", "chien": "en"}, LANGDETECT)], Truth(TEXTS, SHOWN))
    assert told["accuracy"][CURATE]["single-words"] == 0.5
    assert told["accuracy"][CURATE]["lacks"] == []
    assert set(told["accuracy"]) == {CURATE, LANGDETECT}
    assert told["curate_less"][LANGDETECT]["single-words"]["difference"] == 0.5
    assert told["same_label"] == round(5 / 6, 4)
    assert told["demonstrations_told"][CURATE]["instructions, Chinese"] == 0
    assert told["abstaining"] == {
        IDENTIFY: by_band(behind.labels[:6], Truth(TEXTS, SHOWN).langs[:6], band_of(_letters()))
    }
    assert told["by_language"]["de"][CURATE] == {"sentences": 1.0, "word-pairs": 1.0, "single-words": 0.0}
    assert told["by_language"]["de"][IDENTIFY][NAMES[0]] == {"texts": 1, "told": 0, "right": 0}
    assert told["confusions"][CURATE]["not_known"] == [{"own": "ms", "told": "id", "share": 1.0}]
    assert told["confusions"][CURATE]["look_alikes"] == [{"own": "ms", "told": "id", "share": 1.0}]


def _letters() -> Sequence[int]:
    return [letters(each.text) for each in TEXTS[:6]]


# What is told.


def test_the_command_tells_what_was_asked_for() -> None:
    assert command_of(arguments(["--data", "x"])) == "python -m benchmarks.language --data DIR --rounds 5"
    asked = arguments(["--data", "x", "--rounds", "2", "--peers", "eldc,lingua"])
    assert command_of(asked) == "python -m benchmarks.language --data DIR --rounds 2 --peers eldc,lingua"


def test_figures_are_medians_of_the_rounds() -> None:
    one = _told({})
    one.rounds += [{**one.rounds[0], "texts_a_cpu_s": {"60": speed}} for speed in (20, 40)]
    assert one.figures()["texts_a_cpu_s"] == {"60": 20}
    assert one.knows() == {"de", "fr", "zh"}
    assert [each.name for each in ours()][:2] == [CURATE, IDENTIFY]
