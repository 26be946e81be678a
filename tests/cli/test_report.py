"""`curate report`."""

from pathlib import Path

from tests.conftest import Command


def test_the_page_is_written_and_its_place_told(command: Command, kitchen: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command("run", "sft-default", kitchen, "--out", out)
    code, said, complaints = command("report", out)
    assert (code, complaints) == (0, "")
    assert said.startswith(f"Written   {out / 'report.html'}   ")
    assert "Where every record went" in (out / "report.html").read_text(encoding="utf-8")


def test_without_text_no_record_is_quoted(command: Command, kitchen: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command("run", "sft-default", kitchen, "--out", out)
    assert command("report", out, "--no-text")[0] == 0
    assert "leek soup" not in (out / "report.html").read_text(encoding="utf-8")


def test_a_folder_without_a_finished_run_is_an_input_that_can_not_be_read(
    command: Command, tmp_path: Path
) -> None:
    code, said, complaints = command("report", tmp_path)
    assert (code, said) == (3, "")
    assert "holds no finished run, no measurement and no coverage" in complaints
    assert "curate run sft-default FILES... --out DIR" in complaints
