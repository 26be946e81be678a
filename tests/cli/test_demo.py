"""`curate demo`."""

import json
from pathlib import Path

from typer.testing import CliRunner

from curate.cli import app


def test_the_demo_finds_cleans_and_says_what_to_type_next(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["demo", "--out", str(tmp_path / "demo")])
    assert done.exit_code == 0
    assert all(word in done.stdout for word in ("Read ", "Found ", "Cleaned ", "Next "))
    assert len(done.stdout.splitlines()) < 80
    ledger = json.loads((tmp_path / "demo" / "ledger.json").read_text(encoding="utf-8"))
    assert ledger["read"] == ledger["rejected"] + ledger["dropped"] + ledger["kept"]
