"""`curate run`."""

import json
from pathlib import Path

from typer.testing import CliRunner

from curate.cli import app

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


def test_a_broken_gate_is_told_and_the_folder_is_written_all_the_same(kitchen: Path, tmp_path: Path) -> None:
    pipeline, out = tmp_path / "strict.toml", tmp_path / "out"
    for most, code, said in ((0, 1, "Broken    gate max_count.LEN001 is 1, the limit is 0"), (1, 0, "Held ")):
        pipeline.write_text(f'name = "strict"\n[gates]\nmax_count = {{ LEN001 = {most} }}\n')
        done = RUN.invoke(app, ["run", str(pipeline), str(kitchen), "--out", str(out)])
        assert (done.exit_code, (out / "manifest.json").exists()) == (code, True)
        assert said in done.stdout
        assert ("is written all the same" in done.stdout) == bool(code)
