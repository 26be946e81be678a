"""How it is judged whether what a measurement says is true."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

import curate
from benchmarks.measure_validity import RESULTS, arguments
from benchmarks.table.measure_intervals import measure_intervals
from benchmarks.table.measure_ranks import measure_ranks
from benchmarks.table.measure_real import BY_CHANCE, MET, MISSED, measure_real
from benchmarks.validity.drawing import Real, Setting, settings, simulated
from benchmarks.validity.intervals import intervals, others, simulation
from benchmarks.validity.ranks import WAYS, Way, agreed, varying
from benchmarks.validity.real import CHANGES, SEEDS, Repeat, Sizes, compared, summary
from benchmarks.validity.sets import Variants
from curate.measurement.demonstrations import SCHEMA
from curate.measurement.judging import OF_READING
from curate.measurement.models.proxy.model import PROXIES
from curate.measurement.usual import usual_components
from curate.statistics.crossed import Components
from curate.statistics.power import foreseen, planned


def spread_out(prompts: int = 60, seeds: int = 4) -> np.ndarray:
    """Differences with a skew and a mean that is far from none."""
    random = np.random.default_rng(2)
    own = random.exponential(0.1, (prompts, 1)) + random.normal(0, 0.02, (1, seeds))
    return np.asarray(own + random.normal(0, 0.05, (prompts, seeds)))


@pytest.mark.parametrize("setting", settings(), ids=lambda setting: setting.name)
def test_what_is_simulated_varies_as_it_is_said_to(setting: Setting) -> None:
    random, squares = np.random.default_rng(3), (setting.shares**2).sum()
    means = np.concatenate(list(simulated(setting, 0.05, 3, 1500, random)))
    assert means.shape == (1500, len(setting.sizes), 3)
    own = setting.components(0.05)
    expected = squares * (own.prompt**2 + own.residual**2 / 3) + own.seed**2 / 3
    overall = (means * setting.shares[:, None]).sum(axis=1).mean(axis=1)
    assert overall.mean() == pytest.approx(0, abs=0.005)
    assert overall.var() == pytest.approx(expected, rel=0.15)


def test_a_usual_interval_is_wrong_more_often_than_it_says_and_ours_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("benchmarks.validity.intervals.TOLD", 5)
    random = np.random.default_rng(1)
    much, little = others(0.04, 5, 400, random), others(0.004, 5, 400, random)
    assert much["wrong"]["t over clusters of prompts"] > 0.3
    assert little["wrong"]["t over seeds"] > 0.3
    for each in (much, little):
        assert each["wrong"]["crossed, as it is measured with"] < 0.1
        assert each["seen"] > 0.6


def test_what_is_promised_to_be_seen_is() -> None:
    told = simulation(settings()[1], 0.015, 3, 1000, np.random.default_rng(1))
    assert told["seen"] == pytest.approx(0.8, abs=0.05)
    assert told["wrong"] < 0.08


def test_nothing_is_left_to_be_found_in_what_is_drawn_from_real_losses() -> None:
    losses = spread_out()
    own, random = Real(losses, np.arange(60) // 2), np.random.default_rng(4)
    assert (own.effects * own.shares).sum() == pytest.approx(0, abs=1e-12)
    drawn = [own.drawn(0.0, 3, random) for _ in range(800)]
    overall = np.array([(means.mean(axis=1) * shares).sum() for means, shares in drawn])
    assert overall.mean() == pytest.approx(0, abs=4 * overall.std() / 800**0.5)
    expected = (own.components.prompt**2 + own.components.residual**2 / 3) / 30
    assert overall.var() == pytest.approx(expected, rel=0.2)


def test_results_make_a_table_with_aims(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.validity.intervals.settings", lambda: settings()[:2])
    monkeypatch.setattr("benchmarks.validity.intervals.TOLD", 1)
    np.savez(tmp_path / "losses.npz", own=spread_out(), clusters=np.arange(60))
    told = intervals(20, 1, tmp_path / "losses.npz")
    text = measure_intervals({"python": "3", "command": "x", "versions": {"numpy": "2"}, "cpu_s": 1.0, **told})
    assert "| 30 clusters of 3 | 0.015 |" in text
    assert "Drawn from real differences of 60 clusters and 4 seeds" in text
    assert text.count("met") + text.count("missed") == 4
    without = measure_intervals(
        {"python": "3", "command": "x", "versions": {"numpy": "2"}, "cpu_s": 1.0, **told, "real": None}
    )
    assert "real differences" not in without


def test_what_is_asked_for_can_be_told() -> None:
    asked = arguments(["intervals", "--repeats", "9"])
    assert (asked.part, asked.repeats, asked.losses) == ("intervals", 9, None)


VARIES = Components(prompt=0.01, seed=0.003, residual=0.016)


def told_of(verdict: str, estimate: float, found: tuple[str, ...] = ()) -> dict[str, Any]:
    reading = {"estimate": estimate, "detectable": 0.02, "components": list(VARIES)}
    return {"verdict": verdict, "found": list(found), "loss": reading, "dependence": reading}


def test_changes_are_counted_by_what_was_said_of_them() -> None:
    repeats = [
        {
            "contrasts": {
                "null / before": told_of("equivalent", 0.0),
                "no-open_qa / before": told_of("worse", 0.1),
            },
            "types": {"no-open_qa": {"open_qa": 0.2, "extraction": 0.1}},
        },
        {
            "contrasts": {"null / before": told_of("worse_small", 0.01, ("loss",))},
            "types": {"no-extraction": {"open_qa": 0.2, "extraction": 0.1}},
        },
    ]
    counted = summary(repeats, 200)
    assert list(counted["contrasts"]) == ["null / before"]
    null = counted["contrasts"]["null / before"]
    assert (null["repeats"], null["better"], null["worse"], null["loss"]["found"]) == (2, 0, 1, 1)
    assert (counted["removed_type_first"], counted["removed_types"]) == (1, 2)


@pytest.mark.parametrize("sign", [1, -1])
def test_the_least_effect_that_can_be_seen_is_seen_four_times_of_five(sign: int) -> None:
    least = planned(VARIES, 200, SEEDS, OF_READING)
    repeats = [{"contrasts": {"a / b": told_of("worse", sign * least)}, "types": {}}]
    (row,) = summary(repeats, 200)["contrasts"].values()
    assert row["loss"]["power"] == pytest.approx(0.8)


ARMS = (
    "before",
    "after",
    "swapped-0.02",
    "no-open_qa",
    "with-junk",
    "cleaned",
    "fewer",
    "random",
    "null",
    "planted",
)


def test_only_what_is_asked_about_is_compared() -> None:
    assert compared(ARMS, ()) == [("null", "before")]
    assert compared(ARMS, ("removed", "swapped"))[1:] == [("swapped-0.02", "before"), ("no-open_qa", "before")]
    of_junk = [pair for pair in compared(ARMS, CHANGES) if "before" not in pair]
    assert of_junk == [("cleaned", "with-junk"), ("cleaned", "fewer"), ("fewer", "with-junk")]


def test_repeats_that_differ_in_anything_are_kept_apart() -> None:
    usual = Repeat(100, Sizes(), CHANGES)
    others = [
        usual._replace(number=101),
        usual._replace(changes=()),
        usual._replace(changes=("swapped",)),
        *(usual._replace(sizes=Sizes()._replace(**{name: 9})) for name in Sizes._fields),
    ]
    files = {usual.file("proxy"), usual.file("smollm2-135m"), *(each.file("proxy") for each in others)}
    assert len(files) == len(others) + 2


def test_a_table_says_what_the_sets_were() -> None:
    repeats = [{"contrasts": {"null / before": told_of("equivalent", 0.0)}, "types": {}, "seconds": 2.0}]
    result = {
        "model": "smollm2-135m", "python": "3", "versions": {"numpy": "2"}, "command": "x",
        "repeats": repeats, "summary": summary(repeats, 100),
    }  # fmt: skip
    short = measure_real({**result, "records": 2000, "held_out": 100, "longest": 900})
    assert "2,000 records each of at most 900 bytes, judged by 100 others" in short
    assert "| nothing: 2 % swapped for others of their types | 1 | 0 | 0 |" in short
    assert "a type that was removed" not in short
    for first, told in (
        (12, "| 90 % | 12 of 20 (38 to 79 %) | **missed** |"),
        (17, "| 90 % | 17 of 20 (65 to 96 %) | missed, maybe by chance |"),
        (18, "| 90 % | 18 of 20 (72 to 98 %) | met |"),
    ):
        counted = {**summary(repeats, 100), "removed_type_first": first, "removed_types": 20}
        assert told in measure_real({**result, **Sizes()._asdict(), "summary": counted})
    assert "700 records each, judged by 200 others" in measure_real({**result, **Sizes()._asdict()})


def counted(better: int, worse: int, loss: tuple[int, float], dependence: tuple[int, float]) -> dict[str, Any]:
    """Of twenty sets; of each reading how often it saw something, and how often it was to."""
    readings = {"loss": loss, "dependence": dependence}
    told = {
        name: {"mean": 0.01, "found": seen, "detectable": 0.02, "power": power}
        for name, (seen, power) in readings.items()
    }
    return {"repeats": 20, "better": better, "worse": worse, **told}


NONE = counted(0, 0, (0, 0.0), (0, 0.0))


NOTHING, SWAPPED = "told as an effect where nothing changed", "10 % of responses swapped, seen"
BY_LABEL = "junk by label against as many at random, seen"
JUNK, CHANCE = "junk that is removed, told as harm", "a removal at random, told as a gain"


@pytest.mark.parametrize(
    ("name", "told", "aim", "met"),
    [
        ("null / before", counted(1, 2, *[(0, 0.0)] * 2), NOTHING, MET),
        ("null / before", counted(2, 3, *[(0, 0.0)] * 2), NOTHING, MISSED),
        ("swapped-0.1 / before", counted(0, 0, (0, 0.8), (14, 0.8)), SWAPPED, MET),
        ("swapped-0.1 / before", counted(0, 0, (14, 0.8), (14, 0.85)), SWAPPED, BY_CHANCE),
        ("swapped-0.1 / before", counted(0, 0, (14, 0.8), (19, 0.4)), SWAPPED, MISSED),
        ("cleaned / fewer", counted(9, 0, (9, 0.5), (0, 0.5)), BY_LABEL, MET),
        ("cleaned / with-junk", NONE, JUNK, MET),
        ("cleaned / with-junk", NONE | {"worse": 1}, JUNK, MISSED),
        ("fewer / with-junk", NONE | {"better": 1, "worse": 9}, CHANCE, MET),
        ("fewer / with-junk", NONE | {"better": 2}, CHANCE, MISSED),
    ],
)
def test_each_aim_is_met_or_missed(name: str, told: dict[str, Any], aim: str, met: str) -> None:
    well = dict.fromkeys(("null / before", "cleaned / with-junk", "fewer / with-junk"), NONE)
    result = {
        "model": "proxy", "python": "3", "versions": {}, "command": "x", "repeats": [], **Sizes()._asdict(),
        "summary": {"contrasts": well | {name: told}, "removed_type_first": 0, "removed_types": 0},
    }  # fmt: skip
    (row,) = [line for line in measure_real(result).splitlines() if line.startswith(f"| {aim} |")]
    assert row.endswith(f"| {met} |")


@pytest.mark.parametrize("stored", ["measure-proxy", "measure-proxy-2000"])
def test_what_a_plan_says_lies_among_what_measurements_then_said(stored: str) -> None:
    """Of changes of every kind; where nothing changes, effects vary less, and less could have been seen."""
    result = json.loads((RESULTS / f"{stored}.json").read_text(encoding="utf-8"))
    said = [each for way, each in result["summary"]["contrasts"].items() if way != "null / before"]
    for reading, varies in usual_components(result["records"]).items():
        told = [each[reading]["detectable"] for each in said]
        assert min(told) / 1.5 < foreseen(varies, result["held_out"], SEEDS, OF_READING) < max(told) * 1.5


@pytest.mark.parametrize("way", [way for way in WAYS if way.seeds > 1], ids=lambda way: way.title)
def test_what_a_plan_says_of_a_model_lies_among_what_measurements_with_it_then_said(way: Way) -> None:
    result = json.loads((RESULTS / "measure-ranks.json").read_text(encoding="utf-8"))
    said = result["varies"][way.title]
    for reading, varies in usual_components(result["records"], pretrained=way.model not in PROXIES).items():
        told = [each["detectable"] for each in said[reading].values()]
        assert min(told) < foreseen(varies, result["held_out"], way.seeds, OF_READING) < max(told)


def test_the_documentation_says_of_models_what_was_measured() -> None:
    result = json.loads((RESULTS / "measure-ranks.json").read_text(encoding="utf-8"))
    text = " ".join((RESULTS.parents[1] / "docs" / "measure.md").read_text(encoding="utf-8").split())
    seconds, all_layers = result["seconds"], "SmolLM2, all layers"
    assert f"about {seconds['SmolLM2, four layers'] / seconds['the proxy']:.0f} times as long" in text
    memory = json.loads((RESULTS / "measure-memory.json").read_text(encoding="utf-8"))
    assert f"{memory['peak_mb'] / 1_000:.1f} GB of memory for {memory['records']:,} records" in text
    assert seconds["the wide proxy"] / seconds["the proxy"] == pytest.approx(2, abs=0.1)
    agreement = {(each["one"], each["other"], each["reading"]): each for each in result["agreement"]}
    for one, reading in (
        ("the proxy", "dependence"),
        ("the proxy", "loss"),
        ("SmolLM2, four layers", "loss"),
    ):
        told = agreement[one, all_layers, reading]
        assert f"{told['tau']:.2f}, {told['low']:.2f} to {told['high']:.2f})" in text
    harm = {way: result["harm"][way]["dependence"]["swapped-0.2"] for way in ("the proxy", all_layers)}
    assert f"cost it {harm['the proxy']:.3f} of prompt dependence, and SmolLM2 {harm[all_layers]:.3f}" in text


def harms(order: list[float], spread: float) -> dict[str, np.ndarray]:
    random = np.random.default_rng(4)
    return {f"change {at}": mean + random.normal(0, spread, (50, 3)) for at, mean in enumerate(order)}


def test_models_that_order_changes_alike_agree_and_those_that_reverse_them_do_not() -> None:
    rising = [0.1, 0.2, 0.3, 0.4, 0.5]
    assert agreed(harms(rising, 0.01), harms([2 * each for each in rising], 0.01))["tau"] == pytest.approx(1)
    assert agreed(harms(rising, 0.01), harms(rising[::-1], 0.01))["tau"] == pytest.approx(-1)


def test_the_less_prompts_tell_of_an_order_the_wider_is_its_interval() -> None:
    rising = [0.1, 0.2, 0.3, 0.4, 0.5]
    other = harms(rising, 0.01)
    sure, unsure = (agreed(harms(rising, spread), other) for spread in (0.01, 1.0))
    assert sure["high"] - sure["low"] < unsure["high"] - unsure["low"]


def test_the_more_harm_differs_by_prompt_the_larger_must_it_be_to_be_seen() -> None:
    clusters = np.arange(50)
    little, much = (varying(harms([0.1], spread), clusters)["change 0"] for spread in (0.01, 0.1))
    assert much["detectable"] > 5 * little["detectable"]
    assert max(much["components"]) == pytest.approx(0.1, rel=0.2)


def test_a_table_of_ranks_says_how_long_each_takes_and_how_far_they_agree() -> None:
    arms = ("no-coding", "swapped-0.1")
    of_one = {"loss": dict.fromkeys(arms, 0.01), "dependence": dict.fromkeys(arms, 0.02)}
    could_see = {"one": {"detectable": 0.02}, "other": {"detectable": 0.05}}
    agreement = {"one": "small", "other": "large", "reading": "loss", "tau": 0.5, "low": 0.1, "high": 0.9}
    result: dict[str, Any] = {
        "records": 300, "held_out": 100, "longest": 900, "python": "3", "versions": {}, "command": "x",
        "seeds": {"small": 3, "large": 1}, "seconds": {"small": 6.8, "large": 61.2},
        "models": {"small": "proxy"}, "varies": {"small": {"loss": could_see, "dependence": could_see}},
        "harm": {"small": of_one, "large": of_one}, "agreement": [agreement | {"changes": 8}],
    }  # fmt: skip
    text = measure_ranks(result)
    assert "seeds of small: 3, large: 1; CPU s of a fine-tune, small: 7, large: 61. Harm" in text
    assert "| 10 % | +0.010 | +0.020 | +0.010 | +0.020 |\n| coding removed | +0.010 | " in text
    assert "of these 8 changes" in text
    assert "| small | large | loss | 0.50 | 0.10–0.90 |" in text
    assert (
        "such a measurement (small) says that it could see 0.061 of response loss (they said 0.020 to 0.050"
        in text
    )


def test_a_set_is_changed_as_it_is_said() -> None:
    shown = pl.DataFrame(
        [
            {"key": f"k{at}", "id": None, "type": None, "said": json.dumps(talk(at)), "digest": at,
             "prompt": f"Name river {at}.", "response": f"The river of valley {at}.", "prompt_type": "ab"[at % 2]}
            for at in range(60)
        ]
    )  # fmt: skip
    before = curate.read(pl.DataFrame({"prompt": ["Name a river."], "completion": ["The Ahr."]}))
    made = Variants(before, seed=3).made_of(shown, lambda *_: None)
    half = made["swapped-0.2"]
    assert sum(one != other for one, other in zip(half["response"], shown["response"], strict=True)) == 12
    assert sorted(half["response"]) == sorted(shown["response"])
    assert sum(one != other for one, other in zip(made["with-junk"]["said"], shown["said"], strict=True)) == 12
    assert made["cleaned"].height == made["fewer"].height == 48
    assert made["no-b"]["key"].to_list() == shown.filter(prompt_type="a")["key"].to_list()
    assert all(list(each.columns) == list(SCHEMA) for each in made.values())


def talk(at: int) -> list[dict[str, str]]:
    return [
        {"role": "user", "content": f"Name river {at}."},
        {"role": "assistant", "content": f"The river of valley {at}."},
    ]
