"""`curate duplicates`."""

import csv
import gzip
import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any, get_args

import pytest

from curate.checks.duplicates import NearDuplicate
from curate.cli.duplicates import Method, View

Row = dict[str, Any]
Command = Callable[..., tuple[int, str, str]]
RYE = "Mix rye flour with water, salt and leaven, leave it overnight in a warm place, and bake it for an hour."


@pytest.fixture
def loaves(write_lines: Callable[..., Path], chat: Callable[..., Row]) -> Path:
    """Two near-duplicates and another record."""
    rows = [chat("How is rye bread made?", f"{RYE} Day {n}.", id=f"r-{n}") for n in range(2)]
    return write_lines(
        [*rows, chat("What is spelt?", "An old kind of wheat, with a husk that is hard to remove.")]
    )


@pytest.fixture
def accepted(write_lines: Callable[..., Path], chat: Callable[..., Row]) -> Path:
    """An earlier set."""
    return write_lines([chat("How is rye bread made?", f"{RYE} Day 9.", id="old")], "accepted.jsonl")


def test_families_are_told_and_the_call_ends_well(command: Command, loaves: Path) -> None:
    code, out, _ = command("duplicates", loaves)
    assert code == 0
    assert "Found     1 near-duplicate in 1 family" in out


def test_against_an_earlier_set_its_records_stay(command: Command, loaves: Path, accepted: Path) -> None:
    code, out, _ = command("duplicates", loaves, "--against", accepted, "--output-format", "csv")
    rows = list(csv.DictReader(StringIO(out)))
    assert code == 0
    assert [row["leader_id"] for row in rows] == ["old", "old"]
    assert sorted(row["member_id"] for row in rows) == ["r-0", "r-1"]


def test_json_goes_into_a_file_and_the_summary_says_so(command: Command, loaves: Path, tmp_path: Path) -> None:
    file = tmp_path / "families.json"
    code, out, _ = command("duplicates", loaves, "--output-format", "json", "--sweep", "0.7:0.8:0.1", "-o", file)
    told = json.loads(file.read_text())
    assert (code, out) == (0, f"Wrote     {file}   1 near-duplicate in 1 family\n")
    assert (told["schema"], len(told["families"])) == ("curate/duplicates/v1", 1)
    assert [row["similarity"] for row in told["sweep"]] == [0.7, 0.8]


def test_settings_of_a_file_hold_and_the_command_line_wins(
    command: Command, loaves: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    strict = 'ignore = ["LEN"]\n[checks]\nnear-duplicate = { similarity = 0.99, view = "prompt" }\n'
    (tmp_path / "curate.toml").write_text(strict, encoding="utf-8")
    as_json = ("--output-format", "json")
    code, out, err = command("duplicates", loaves, *as_json)
    told = json.loads(out)
    assert (code, err) == (0, "Settings from curate.toml: checks\n")
    assert (told["similarity"], told["view"]) == (0.99, "prompt")
    told = json.loads(command("duplicates", loaves, *as_json, "--similarity", "0.7", "--view", "record")[1])
    assert (told["similarity"], told["view"]) == (0.7, "record")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--sweep", "wide"), "--sweep: wide is no range."),
        (("--sweep", "0.6"), "--sweep: 0.6 is no range."),
        (("--sweep", "0.9:0.6"), "--sweep: 0.9:0.6 is not rising, above 0, up to 1, in steps from 0.001 on."),
        (("--sweep", "0.1:nan"), "--sweep: 0.1:nan is not rising, above 0, up to 1, in steps from 0.001 on."),
        (
            ("--sweep", "0.1:0.9:inf"),
            "--sweep: 0.1:0.9:inf is not rising, above 0, up to 1, in steps from 0.001 on.",
        ),
        (("--sweep", "0.6:0.9:0.1:7"), "--sweep: 0.6:0.9:0.1:7 is no range."),
        (("--sweep", "0.6:0.9", "--output-format", "csv"), "--sweep has no place in the CSV of families."),
        (("--similarity", "0"), "similarity: Input should be greater than 0."),
    ],
)
def test_a_wrong_number_is_refused(command: Command, loaves: Path, words: tuple[str, ...], said: str) -> None:
    code, out, err = command("duplicates", loaves, *words)
    assert (code, out) == (2, "")
    assert err.startswith(f"curate: {said}\n")


def test_a_file_without_a_readable_record_ends_with_3(command: Command, tmp_path: Path) -> None:
    (tmp_path / "broken.jsonl").write_text('{"messages": []}\n', encoding="utf-8")
    code, _, err = command("duplicates", tmp_path / "broken.jsonl")
    assert (code, err.splitlines()[0]) == (3, "curate: no record can be read.")
    assert command("duplicates", tmp_path / "none.jsonl")[0] == 3


def test_an_earlier_set_without_one_does_too(command: Command, loaves: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.jsonl").write_text('{"messages": []}\n', encoding="utf-8")
    code, _, err = command("duplicates", loaves, "--against", tmp_path / "broken.jsonl")
    assert (code, err.splitlines()[0]) == (3, "curate: no record of the earlier set can be read.")


def test_what_was_read_is_never_written_over(command: Command, loaves: Path, accepted: Path) -> None:
    before = loaves.read_bytes(), accepted.read_bytes()
    for out in (loaves, accepted):
        code, _, err = command("duplicates", loaves, "--against", accepted, "--output-format", "csv", "-o", out)
        assert (code, err.splitlines()[0]) == (2, f"curate: {out} is what was read; nothing was written.")
    assert (loaves.read_bytes(), accepted.read_bytes()) == before


def test_settings_that_hold_for_something_else_are_not_told(
    command: Command, loaves: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "curate.toml").write_text("[checks]\nshort-response = { min_words = 9 }\n", encoding="utf-8")
    assert command("duplicates", loaves)[2] == ""


def test_quiet_says_nothing_but_writes(command: Command, loaves: Path, tmp_path: Path) -> None:
    assert command("duplicates", loaves, "--quiet")[:2] == (0, "")
    assert command("duplicates", loaves, "--quiet", "--output-format", "csv", "-o", tmp_path / "f.csv")[:2] == (
        0,
        "",
    )
    assert (tmp_path / "f.csv").read_text().startswith("leader,member,similarity,")


def test_the_options_name_every_setting_that_the_check_knows_and_its_default(command: Command) -> None:
    fields = NearDuplicate.model_fields
    assert {*View} == {*get_args(fields["view"].annotation)}
    assert {*Method} == {*get_args(fields["method"].annotation)}
    told = " ".join(command("duplicates", "--help")[1].replace("\u2502", " ").split())
    assert f"{fields['similarity'].default} unless" in told


def test_a_delivery_is_asked_about_and_what_is_new_added_to_an_index(
    command: Command, loaves: Path, accepted: Path, tmp_path: Path
) -> None:
    index = tmp_path / "accepted.index"
    code, out, err = command("duplicates", accepted, "--index", index, "--add")
    assert (code, err) == (0, f"New index {index}: there was none.\nAdded     1 of 1 record to {index}\n")
    assert f"Against   0 accepted records in {index}\n" in out

    code, out, err = command("duplicates", loaves, "--index", index, "--add")
    assert (code, err) == (0, f"Added     1 of 3 records to {index}\n")
    assert "(old), of the earlier set, and 2 like it" in out
    assert "2 of the earlier set, 0 among themselves" in out
    code, out, err = command("duplicates", loaves, "--index", index)
    assert (code, err) == (0, "")
    assert "3 of the earlier set, 0 among themselves" in out


def test_an_index_answers_programs_as_the_earlier_set_does(
    command: Command, loaves: Path, accepted: Path, tmp_path: Path
) -> None:
    index = tmp_path / "accepted.index"
    assert command("duplicates", accepted, "--index", index, "--add", "--quiet") == (0, "", "")
    for kind in ("json", "csv"):
        one, other = (
            command("duplicates", loaves, *earlier, "--output-format", kind)
            for earlier in (("--index", index), ("--against", accepted))
        )
        assert one == other


def test_what_was_added_stands_among_the_events(command: Command, accepted: Path, tmp_path: Path) -> None:
    index = tmp_path / "accepted.index"
    err = command("duplicates", accepted, "--index", index, "--add", "--log-format", "json")[2]
    *_, note, finished = map(json.loads, err.splitlines())
    assert note["message"] == f"Added     1 of 1 record to {index}"
    assert finished["files"] == [str(index)]


@pytest.fixture
def _beside_the_loaves(loaves: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files have short names."""
    monkeypatch.chdir(loaves.parent)


@pytest.mark.usefixtures("_beside_the_loaves")
@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (("--index", "none.index"), (3, "there is no index of accepted records none.index.")),
        (("--add",), (2, "no index is named to add records to.")),
        (("--index", "a.index", "--against", "data.jsonl"), (2, "an index and another earlier set (against)")),
        (("--index", "data.jsonl", "--add"), (3, "data.jsonl is no index of accepted records.")),
        (("--index", "a.index", "--add", "-o", "./a.index"), (2, "./a.index is the index; nothing was written.")),
    ],
)
def test_a_wrong_use_of_an_index_is_refused_and_writes_nothing(
    command: Command, loaves: Path, words: tuple[str, ...], wanted: tuple[int, str]
) -> None:
    before = loaves.read_bytes()
    code, out, err = command("duplicates", "data.jsonl", *words)
    assert (code, out) == (wanted[0], "")
    assert err.startswith(f"curate: {wanted[1]}")
    assert [each.name for each in loaves.parent.iterdir()] == ["data.jsonl"]
    assert loaves.read_bytes() == before


def test_where_the_families_can_not_be_written_or_nothing_be_read_nothing_is_added(
    command: Command, loaves: Path, tmp_path: Path
) -> None:
    index, as_csv = tmp_path / "accepted.index", ("--output-format", "csv")
    assert command("duplicates", loaves, "--index", index, "--add", *as_csv, "-o", tmp_path)[0] == 2
    (tmp_path / "broken.jsonl").write_text('{"messages": []}\n', encoding="utf-8")
    assert command("duplicates", tmp_path / "broken.jsonl", "--index", index, "--add")[0] == 3
    assert sorted(each.name for each in tmp_path.iterdir()) == ["broken.jsonl", "data.jsonl"]


@pytest.mark.parametrize("packed", [bytes, gzip.compress])
def test_what_is_new_is_written_byte_for_byte(
    command: Command, loaves: Path, accepted: Path, tmp_path: Path, packed: Callable[[bytes], bytes]
) -> None:
    lines = loaves.read_bytes().splitlines(keepends=True)
    ending = ".jsonl" if packed is bytes else ".jsonl.gz"
    delivery, new = tmp_path / f"delivery{ending}", tmp_path / f"new{ending}"
    delivery.write_bytes(packed(b"".join(lines)))
    code, _, err = command("duplicates", delivery, "--against", accepted, "--new", new)
    assert (code, err) == (0, f"Wrote     {new}   1 new record\n")
    told = new.read_bytes()
    assert (gzip.decompress(told) if packed is gzip.compress else told) == lines[2]


def test_what_is_new_is_refused_where_it_can_not_be_as_it_was_read(
    command: Command, loaves: Path, accepted: Path, tmp_path: Path
) -> None:
    for words, why in (
        ([loaves, "--new", tmp_path / "new.csv"], "ends in .jsonl"),
        ([loaves, accepted, "--new", tmp_path / "new.jsonl"], "one input alone"),
        ([loaves, "--new", loaves], "named twice"),
        ([loaves, "--against", accepted, "--new", accepted], "named twice"),
        ([loaves, "--against", f"{accepted.parent}/{accepted.stem}*", "--new", accepted], "is what was read"),
        ([loaves, "-o", tmp_path / "new.csv", "--new", tmp_path / "new.csv"], "named twice"),
    ):
        before = [each.read_bytes() for each in (loaves, accepted)]
        code, _, err = command("duplicates", *words)
        assert (code, why in err) == (2, True), err
        assert [each.read_bytes() for each in (loaves, accepted)] == before
    assert not list(tmp_path.glob("new.*"))


def test_lines_that_many_records_begin_with_can_be_left_out(
    command: Command, write_lines: Callable[..., Path], chat: Callable[..., Row]
) -> None:
    tools = "You bake by these rules.\nweigh(flour): grams of flour for one loaf\nproof(dough): hours to leave it"
    breads = (
        "rye",
        "spelt",
        "oat",
        "barley",
        "millet",
        "maize",
        "teff",
        "rice",
        "sorghum",
        "wheat",
        "emmer",
        "fonio",
    )
    path = write_lines([chat(f"{tools}\nHow is {bread} bread made?", f"Of {bread}.") for bread in breads])
    how = ("duplicates", path, "--similarity", "0.5", "--view", "prompt")
    assert "Found     11 near-duplicates in 1 family" in command(*how)[1]
    out = command(*how, "--ignore-openings", "0.5")[1]
    assert "Ignored   1 opening of up to 3 lines, in 12 records: lines that more than 50 % of the records" in out
    assert "          12  You bake by these rules. weigh(flour)" in out
    assert "You bake" not in command(*how, "--ignore-openings", "0.5", "--no-text")[1]
    assert "Found     no near-duplicates" in out
    told = json.loads(command(*how, "--ignore-openings", "0.5", "--output-format", "json")[1])
    assert (told["ignore_openings"], told["ignored"]) == (0.5, [{"lines": 3, "records": 12}])
    few = command(*how, "--ignore-openings", "0.5", "--similarity", "0.9", "--view", "response")[1]
    assert "Ignored   nothing: there is no line" in few
