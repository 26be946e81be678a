"""Which record a name stands for."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import curate
from curate.errors import UsageError
from curate.report.lookup import Entry, look_up
from curate.report.story import Telling

FILE = "north/tides.json"
OTHER = "south/tides.json"


def entry(key: str | None, line: int, row: int, *, id: str | None = None, file: str = FILE) -> Entry:
    return Entry("kept", {"key": key, "id": id, "file": file, "line": line, "row": row})


SPREAD = (
    entry("9f2c41d07ab3e655", 2, 1, id="t-0001"),
    entry("5e11cb925cbea1a9", 7, 2, id="t-0002"),
    entry(None, 12, 3),
    entry("91b8a21ec4b4043e", 17, 7, id="t-0007"),
)
"""Records that are spread over five lines each; those between rows 3 and 7 are left out."""


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("t-0002", 2),
        ("5e11cb925cbea1a9", 2),
        (f"{FILE}:12", 3),
        (f"{FILE}:3", 3),
        ("tides.json:17", 7),
        ("./north/tides.json:1", 1),
        (f"{FILE}:line=7", 2),
        ("tides.json:row=7", 7),
    ],
)
def test_a_record_goes_by_key_id_line_or_row(name: str, row: int) -> None:
    assert look_up(SPREAD, name, [FILE]).row["row"] == row


def test_a_number_that_is_the_line_of_one_record_and_the_row_of_another_is_refused_with_both_keys() -> None:
    with pytest.raises(UsageError, match="one record by its line and another by its row") as told:
        look_up(SPREAD, f"{FILE}:7", [FILE])
    assert told.value.hint.splitlines() == [
        f"By line: 5e11cb925cbea1a9 or {FILE}:line=7",
        f"By row: 91b8a21ec4b4043e or {FILE}:row=7",
    ]


def test_a_line_that_holds_several_records_is_refused() -> None:
    one_line = [entry(f"{number:016x}", 1, number) for number in range(1, 9)]
    with pytest.raises(UsageError, match="8 records start in line 1"):
        look_up(one_line, f"{FILE}:1", [FILE])
    assert look_up(one_line, f"{FILE}:row=1", [FILE]).row["row"] == 1
    assert look_up(one_line, f"{FILE}:5", [FILE]).row["row"] == 5


def test_a_base_name_that_two_inputs_have_is_refused_with_both() -> None:
    both = [entry("aa", 1, 1), entry("bb", 1, 1, file=OTHER)]
    with pytest.raises(UsageError, match="2 inputs of this run") as told:
        look_up(both, "tides.json:1", [FILE, OTHER])
    assert told.value.hint.split() == [FILE, OTHER]
    assert look_up(both, "south/tides.json:1", [FILE, OTHER]).row["key"] == "bb"


def test_an_id_of_two_records_is_refused_with_their_keys() -> None:
    with pytest.raises(UsageError, match="2 records are called t-1") as told:
        look_up([entry("aa", 1, 1, id="t-1"), entry("bb", 2, 2, id="t-1")], "t-1", [FILE])
    assert "aa, bb" in told.value.hint


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("5e11", "Did you mean 5e11cb925cbea1a9?"),
        ("t-001", "Did you mean t-0001"),
        ("t-0008", "t-0007"),
        (f"{FILE}:400", "none of its records is there"),
    ],
)
def test_an_unknown_name_is_told_what_is_near(name: str, said: str) -> None:
    with pytest.raises(UsageError) as told:
        look_up(SPREAD, name, [FILE])
    assert said in told.value.message


def test_what_check_prints_can_be_pasted(tmp_path: Path, chat: Callable[..., dict[str, Any]]) -> None:
    path = tmp_path / "spread.json"
    rows = [chat(f"Describe pier {name}.", "ok.", id=name) for name in ("one", "two")]
    path.write_text("[\n" + ",\n".join(str(row).replace("'", '"').replace(", ", ",\n") for row in rows) + "\n]\n")
    curate.run("sft-default", path, out=tmp_path / "out")
    lines = dict(curate.check(path)["LEN001"].frame.select("id", "line").iter_rows())
    telling = Telling(tmp_path / "out")
    assert telling.story(f"spread.json:{lines['two']}").name == "two"
    # Behind the opening bracket, the first record is in line 2, and row 2 is the second.
    assert lines["one"] == 2
    with pytest.raises(UsageError, match="another by its row"):
        telling.story("spread.json:2")
    assert telling.story("spread.json:line=2").name == "one"
