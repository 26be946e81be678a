"""`curate run`."""

import json
from collections.abc import Callable
from pathlib import Path

from typer.testing import CliRunner

from curate.cli import app
from tests.report.coverage.mill import rows

RUN = CliRunner()


def test_a_run_says_what_it_did_and_what_to_type_next(kitchen: Path, tmp_path: Path) -> None:
    pipeline = tmp_path / "short.toml"
    pipeline.write_text('name = "short"\n[[steps]]\nuse = "drop"\non = ["LEN001"]\n')
    done = RUN.invoke(app, ["run", str(pipeline), str(kitchen), "--out", str(tmp_path / "out")])
    assert "2 read = 0 rejected + 1 dropped + 1 kept" in done.stdout
    assert f"curate why {tmp_path / 'out'} k-1" in done.stdout
    dropped = json.loads((tmp_path / "out" / "dropped.jsonl").read_text(encoding="utf-8"))
    assert (dropped["id"], dropped["code"], dropped["step"]) == ("k-1", "LEN001", 1)


def test_a_dry_run_says_the_same_and_writes_nothing(kitchen: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    done = RUN.invoke(app, ["run", "dedup-only", str(kitchen), "--dry-run"])
    assert "2 read = 0 rejected + 0 dropped + 2 kept" in done.stdout
    assert sorted(tmp_path.iterdir()) == before


def test_an_input_is_never_changed(kitchen: Path, tmp_path: Path) -> None:
    before = kitchen.read_bytes()
    RUN.invoke(app, ["run", "sft-default", str(kitchen), "--out", str(tmp_path / "out")])
    assert kitchen.read_bytes() == before


def test_a_gate_on_a_verdict_is_left_to_a_measurement(kitchen: Path, tmp_path: Path) -> None:
    pipeline = tmp_path / "measured.toml"
    pipeline.write_text('name = "measured"\n[gates]\nmin_records = 1\nverdict_not = "worse"\n')
    done = RUN.invoke(app, ["run", str(pipeline), str(kitchen), "--dry-run"])
    assert done.exit_code == 0
    assert "Unjudged  gate verdict_not = worse: curate measure --pipeline judges it" in done.stdout
    assert "Held      every other gate: min_records" in done.stdout


def test_a_broken_gate_is_told_and_the_folder_is_written_all_the_same(kitchen: Path, tmp_path: Path) -> None:
    pipeline, out = tmp_path / "strict.toml", tmp_path / "out"
    for most, code, said in ((0, 1, "Broken    gate max_count.LEN001 is 1, the limit is 0"), (1, 0, "Held ")):
        pipeline.write_text(f'name = "strict"\n[gates]\nmax_count = {{ LEN001 = {most} }}\n')
        done = RUN.invoke(app, ["run", str(pipeline), str(kitchen), "--out", str(out)])
        assert (done.exit_code, (out / "manifest.json").exists()) == (code, True)
        assert said in done.stdout
        assert ("is written all the same" in done.stdout) == bool(code)


def test_what_a_person_decided_goes_before_all_steps(kitchen: Path, tmp_path: Path) -> None:
    out, decisions = tmp_path / "out", tmp_path / "decisions.csv"
    RUN.invoke(app, ["run", "dedup-only", str(kitchen), "--out", str(out)])
    keys = [json.loads(line)["key"] for line in (out / "lineage.jsonl").read_text(encoding="utf-8").splitlines()]
    decisions.write_text(f"key,code,decision,by,why\n{keys[0]},consent,drop,Ann,asked to be left out\n")
    done = RUN.invoke(app, ["run", "dedup-only", str(kitchen), "--out", str(out), "--decisions", str(decisions)])
    assert "2 read = 0 rejected + 1 dropped + 1 kept" in done.stdout
    (dropped,) = map(json.loads, (out / "dropped.jsonl").read_text(encoding="utf-8").splitlines())
    assert (dropped["key"], dropped["code"], dropped["step"]) == (keys[0], "consent", 0)
    told = RUN.invoke(app, ["why", str(out), keys[0]])
    assert told.exit_code == 0
    assert "because of consent: drop by Ann: asked to be left out" in " ".join(told.stdout.split())


def test_the_story_of_a_record_says_which_findings_were_set_aside(kitchen: Path, tmp_path: Path) -> None:
    out, decisions, pipeline = tmp_path / "out", tmp_path / "decisions.csv", tmp_path / "short.toml"
    pipeline.write_text('name = "short"\n[[steps]]\nuse = "drop"\non = ["LEN001"]\n')
    RUN.invoke(app, ["run", str(pipeline), str(kitchen), "--out", str(out)])
    key = json.loads((out / "dropped.jsonl").read_text(encoding="utf-8"))["key"]
    decisions.write_text(f"key,code,decision,by,why\n{key},LEN001,keep,Ann,all that can be said\n")
    RUN.invoke(app, ["run", str(pipeline), str(kitchen), "--out", str(out), "--decisions", str(decisions)])
    told = " ".join(RUN.invoke(app, ["why", str(out), key]).stdout.split())
    assert "words, set aside: keep by Ann: all that can be said, at " in told
    assert "kept by every step" in told


def test_a_wrong_file_of_decisions_is_told_before_anything_is_written(kitchen: Path, tmp_path: Path) -> None:
    decisions = tmp_path / "decisions.csv"
    decisions.write_text("key,decision,by\nab,kept,Ann\n")
    done = RUN.invoke(
        app, ["run", "dedup-only", str(kitchen), "--out", str(tmp_path / "out"), "--decisions", str(decisions)]
    )
    assert done.exit_code
    assert "decisions.csv, line 2: decision: input should be 'keep' or 'drop'" in str(done.exception)
    assert not (tmp_path / "out").exists()


def test_every_ending_says_where_the_result_is(kitchen: Path, tmp_path: Path) -> None:
    pipeline, out = tmp_path / "mine.toml", tmp_path / "out"
    for text in ("", '[[steps]]\nuse = "drop"\non = ["LEN001"]\n', "[gates]\nmin_records = 9\n"):
        pipeline.write_text(f'name = "mine"\n{text}')
        done = RUN.invoke(app, ["run", str(pipeline), str(kitchen), "--out", str(out)])
        ending = done.stdout.partition("\nWritten ")[2]
        assert f"{out}/kept.jsonl" in ending
        assert (f"{out}/dropped.jsonl" in ending) == ("drop" in text)
    dry = RUN.invoke(app, ["run", str(pipeline), str(kitchen), "--dry-run"])
    assert dry.stdout.splitlines()[-1].startswith("Written   nothing")
    quiet = RUN.invoke(app, ["run", str(pipeline), str(kitchen), "--out", str(out), "--quiet"])
    assert (quiet.exit_code, quiet.output) == (1, "")


def test_a_set_of_which_nothing_can_be_read_leaves_a_result_that_is_named(tmp_path: Path) -> None:
    torn, out = tmp_path / "torn.jsonl", tmp_path / "out"
    torn.write_text('{"prompt": "Where do eels spa\n')
    done = RUN.invoke(app, ["run", "dedup-only", str(torn), "--from", "prompt-completion", "--out", str(out)])
    assert done.exit_code == 3
    assert f"{out}/rejected.jsonl" in done.stdout.partition("\nWritten ")[2]


def test_a_run_says_who_has_told_the_types(write_lines: Callable[..., Path], tmp_path: Path) -> None:
    pipeline = tmp_path / "covered.toml"
    pipeline.write_text('name = "covered"\n[coverage]\ntarget = "dolly"\n[gates.max]\ntypes.COV001 = 0\n')
    data = write_lines(rows({"open_qa": 40}, labelled=False))
    done = RUN.invoke(app, ["run", str(pipeline), str(data), "--out", str(tmp_path / "out")])
    assert done.exit_code == 1
    assert "Types     by rules that nobody has checked here\n" in done.stdout
    assert "max.types.COV001 could not be told" in done.stdout
