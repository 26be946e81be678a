"""`curate measure` on the command line."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Command
from tests.measurement.animals import small_proxy, talks

__all__ = ["small_proxy"]
pytestmark = [pytest.mark.torch, pytest.mark.usefixtures("small_proxy")]

ROWS = talks(48)


@pytest.fixture
def measure(
    command: Command, write_lines: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[..., tuple[int, str, str]]:
    """The command, in a folder with a set before and a set after."""
    write_lines(ROWS, "before.jsonl")
    write_lines(ROWS[:36], "after.jsonl")
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: command("measure", *arguments)


SETS = ("before.jsonl", "after.jsonl")
SMALL = ("--seeds", "1", "--quick", "--threads", "1", "--work", "kept")


def test_a_measurement_is_printed_written_and_gated(measure: Command, tmp_path: Path) -> None:
    code, out, _ = measure(*SETS, *SMALL, "--out", "measured", "--output-format", "json", "--verdict-not", "worse")
    report = json.loads(out)
    verdict = report["contrasts"][0]["verdict"]
    assert report["schema"] == "curate/measure/v1"
    assert code == int(verdict in ("worse", "invalid"))
    assert json.loads((tmp_path / "measured" / "measure.json").read_text()) == report

    code, out, said = measure(*SETS, *SMALL, "--verdict-not", "better_small")
    assert "the change" in out
    assert code == int(verdict != "better")
    assert ("the gate verdict_not = better_small is broken" in said) is (code == 1)

    code, out, _ = measure(*SETS, *SMALL, "-o", "told.md", "--output-format", "markdown")
    assert (code, out.startswith("Wrote     told.md")) == (0, True)
    assert "the change" in (tmp_path / "told.md").read_text()
    assert measure(*SETS, *SMALL, "--quiet")[1] == ""


def test_a_pipeline_is_gated_by_its_own_condition_unless_another_is_named(
    measure: Command, tmp_path: Path
) -> None:
    steps = '[[steps]]\nuse = "drop"\non = ["LEN001"]\n'
    for limit, codes in (("too_small_to_tell", (0, 1)), ("equivalent", (1, 0))):
        pipeline = tmp_path / f"{limit}.toml"
        pipeline.write_text(f'name = "idle"\n{steps}[gates]\nverdict_not = "{limit}"\n')
        gated = ("--pipeline", str(pipeline), "before.jsonl", *SMALL)
        code, _, said = measure(*gated)
        told = f"the gate verdict_not = {limit} {'is broken: the whole pipeline' if code else 'holds.'}"
        assert (code, told in said) == (codes[0], True), said
        other = "equivalent" if limit == "too_small_to_tell" else "worse"
        assert measure(*gated, "--verdict-not", other)[0] == codes[1]


def test_a_gate_that_holds_says_what_may_have_gone_unseen(measure: Command) -> None:
    code, out, said = measure(*SETS, *SMALL, "--seeds", "2", "--verdict-not", "worse", "-o", "told.txt")
    assert (code, out.startswith("Wrote     told.txt")) == (0, True)
    assert "the gate verdict_not = worse holds, but response loss that grew by less than " in said


def test_a_dry_run_trains_nothing(measure: Command, tmp_path: Path) -> None:
    code, out, _ = measure(*SETS, *SMALL, "--dry-run")
    assert (code, "Could see" in out) == (0, True)
    assert not (tmp_path / "kept").exists()
    assert "Then " not in out
    assert "Then      proxy-wide, " in measure(*SETS, *SMALL, "--dry-run", "--also", "proxy-wide")[1]
    code, out, _ = measure(*SETS, *SMALL, "--dry-run", "--output-format", "json")
    assert json.loads(out)["schema"] == "curate/measure-plan/v1"
    code, out, _ = measure(*SETS, *SMALL, "--dry-run", "--output-format", "markdown")
    assert (out.startswith("```text\nSet "), out.endswith("\n```\n")) == (True, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("before.jsonl", "two sets are compared, and 1 is named"),
        ("before.jsonl after.jsonl before.jsonl", "two sets are compared, and 3 are named"),
        ("before.jsonl after.jsonl --budget soon", "--budget soon is no time"),
        ("before.jsonl after.jsonl --budget 0m", "--budget 0m is no time"),
        ("before.jsonl after.jsonl --budget nan", "--budget nan is no time"),
        ("before.jsonl after.jsonl --budget m", "--budget m is no time"),
        ("before.jsonl after.jsonl --verdict-not worst", "Did you mean 'worse'"),
        ("before.jsonl after.jsonl --verdict-not better", "no verdict to refuse called 'better'"),
        ("before.jsonl after.jsonl --seed -1", "--seed"),
        ("before.jsonl after.jsonl --also proxy", "proxy can not be asked twice"),
        ("before.jsonl after.jsonl --model proxi", "Did you mean 'proxy'?"),
        ("before.jsonl after.jsonl --also wide", "Known: proxy, proxy-wide, smollm2-135m"),
        ("before.jsonl after.jsonl --learning-rate 0", "learning_rate = 0: it must be more than 0"),
        ("before.jsonl after.jsonl --margin -1", "margin = -1: it must be more than 0"),
        ("before.jsonl after.jsonl --model no-such-folder/", "no-such-folder"),
        ("before.jsonl --pipeline sft-defualt", "sft-default"),
        ("", "FILES"),
    ],
)
def test_a_wrong_call_is_told(measure: Command, arguments: str, said: str) -> None:
    code, _, told = measure(*arguments.split())
    assert (code, said in told) == (2, True), told
    assert "Traceback" not in told


@pytest.mark.parametrize(
    ("time", "seconds"), [("", None), ("90", 90), ("90s", 90), ("10m", 600), ("1.5h", 5400), ("0.5m", 30)]
)
def test_a_time_is_read_with_its_unit(time: str, seconds: float | None) -> None:
    from curate.cli.measure import _seconds

    assert _seconds(time) == seconds
