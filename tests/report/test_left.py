"""Reading what a run left."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import BaseModel

import curate
from curate.errors import InputError
from curate.report.left import DROPPED, FINDINGS, KEPT, REJECTED, Folder, Left, raw_of
from curate.report.story import Telling


class Counted(BaseModel):
    """What some command might leave."""

    records: int


@pytest.fixture
def folder(sample_run: tuple[curate.Result, Path], tmp_path: Path) -> Path:
    """A finished run that can be broken."""
    return Path(shutil.copytree(sample_run[1], tmp_path / "run"))


def test_checks_and_steps_come_with_the_settings_that_they_ran_with(folder: Path) -> None:
    left = Left(folder)
    assert left.checks["LEN001"].model_dump()["min_words"] == 3
    assert left.steps[4].setting() == left.ledger[4]["setting"] == "DUP002, prefer longest-response"
    assert left.codes[4] == ("DUP002",)
    assert "LEN001" in left.codes[2]


def test_the_whole_account_is_read_as_it_was_written(folder: Path, sample_run: tuple[curate.Result, Path]) -> None:
    assert Left(folder).totals == sample_run[0].ledger


def test_an_account_that_does_not_add_up_is_damage(folder: Path) -> None:
    ledger = folder / "ledger.json"
    ledger.write_text(ledger.read_text(encoding="utf-8").replace('"read": 443', '"read": 444'), encoding="utf-8")
    with pytest.raises(InputError, match=r"ledger\.json is damaged: it is none that a run writes"):
        _ = Left(folder).totals


def test_a_folder_without_a_finished_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no finished run"):
        Left(tmp_path)
    with pytest.raises(InputError, match="holds no finished run"):
        Left(tmp_path / "nowhere")


def test_of_a_run_that_was_ended_it_is_said_how_it_goes_on(tmp_path: Path) -> None:
    (tmp_path / ".work").mkdir()
    with pytest.raises(InputError, match="holds no finished run") as told:
        Left(tmp_path)
    assert told.value.hint == "One was begun there, and is not done: the same command goes on with it."


def test_what_other_commands_left_is_read_without_a_run(tmp_path: Path) -> None:
    (tmp_path / "counted.json").write_text('{"records": 3}', encoding="utf-8")
    left = Folder(tmp_path)
    assert left.beside("counted.json", Counted, "counting") == Counted(records=3)
    assert left.beside("measure.json", Counted, "counting") is None
    (tmp_path / "counted.json").write_text('{"records": "some"}', encoding="utf-8")
    with pytest.raises(InputError, match=r"counted\.json is damaged: it is none that counting writes"):
        left.beside("counted.json", Counted, "counting")


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-40])


def of_something_else(path: Path) -> None:
    path.write_text('{"pier": "88c2f9368d503215", "near": "0c0ffec9678d01aa"}\n[1]\n', encoding="utf-8")


@pytest.mark.parametrize("name", [DROPPED, FINDINGS, "lineage.jsonl"])
@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (cut_off, r"line [\d,]+ is cut off, or no JSON"),
        (Path.unlink, "it is missing"),
        (of_something_else, r"(line 1 is none that a run writes|lines in it: 2; ledger\.json counts \d+)"),
    ],
)
def test_a_damaged_file_is_named_with_the_line(
    folder: Path, name: str, harm: Callable[[Path], object], said: str
) -> None:
    harm(folder / name)
    with pytest.raises(InputError, match=rf"{name} is damaged: {said}"):
        Telling(folder).story("s-0259")


@pytest.mark.parametrize("name", [DROPPED, KEPT, REJECTED])
def test_so_is_one_that_lacks_whole_lines(folder: Path, name: str) -> None:
    *lines, _ = (folder / name).read_bytes().splitlines(keepends=True)
    (folder / name).write_bytes(b"".join(lines))
    said = rf"{name} is damaged: lines in it: {len(lines)}; ledger\.json counts {len(lines) + 1}"
    for mention in ((), ("88c2f9368d503215",)):
        with pytest.raises(InputError, match=said):
            list(Left(folder).rows(name, mention))


@pytest.mark.parametrize("name", ["ledger.json", "manifest.json"])
@pytest.mark.parametrize("text", ["{", "[]", "{}"])
def test_a_damaged_account_is_named(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="is damaged"):
        Left(folder)


def test_a_check_of_a_later_version_is_left_alone(folder: Path) -> None:
    manifest = folder / "manifest.json"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace('"min_words": 3', '"min_syllables": 3', 1), encoding="utf-8")
    left = Left(folder)
    assert "LEN001" in left.settings
    assert "LEN001" not in left.checks


def test_the_bytes_of_an_unreadable_record_are_those_of_its_file() -> None:
    assert raw_of({"raw": "é"}) == "é".encode()
    assert raw_of({"raw_base64": "6Q=="}) == b"\xe9"
