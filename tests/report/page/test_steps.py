"""Where every record went."""

import re
from pathlib import Path
from xml.etree import ElementTree

from curate.ledger import Ledger
from curate.report.page.drawing import WIDE
from curate.report.page.section import Material
from curate.report.page.steps import ROOM, steps, stream
from tests.report.page.runs import SOUPS, material_of


def words(picture: str) -> list[str]:
    return [each.text or "" for each in ElementTree.fromstring(picture).iter("text")]


def test_each_step_tells_its_numbers_and_codes(material: Material) -> None:
    repair, drop, keep_one = steps(material).values["steps"]
    assert (repair["use"], repair["numbers"]) == ("repair", (6, 6, 0, 1))
    assert (drop["numbers"], drop["by_code"]) == ((6, 4, 2, 0), [("LEN001", 1), ("STR001", 1)])
    assert keep_one["by_code"] == [("DUP002", 1)]


def test_the_stream_names_each_step_and_what_leaves_it(material: Material) -> None:
    drawing = steps(material).values["drawing"]
    for picture in drawing:
        said = words(picture)
        assert {"read", "kept", "6 records", "4 left", "−2", "−1"} <= set(said)
        assert any(each.startswith("2 drop · STR LEN001") for each in said)


def test_the_stream_is_as_wide_as_what_is_left(material: Material) -> None:
    picture = ElementTree.fromstring(steps(material).values["drawing"].wide)
    (bank,) = [each.attrib["d"] for each in picture.iter("path") if each.attrib.get("fill") == "var(--kept)"]
    room = WIDE - ROOM
    places = {round(float(x) * 6 / room) for x in re.findall(r"[ML]([\d.]+),", bank) if float(x)}
    assert places == {6, 4, 3}


def test_unreadable_records_leave_first(tmp_path: Path) -> None:
    material = material_of(tmp_path, [*SOUPS, {"id": "torn", "messages": 1}])
    said = words(steps(material).values["drawing"].wide)
    assert "rejected · unreadable" in said


def test_a_long_setting_is_cut_on_a_narrow_page(material: Material) -> None:
    drawing = steps(material).values["drawing"]
    longest = {name: max(map(len, words(picture))) for name, picture in drawing._asdict().items()}
    assert longest["narrow"] <= 36


def test_where_nothing_was_read_there_is_no_stream() -> None:
    numbers = dict.fromkeys(("read", "parsed", "rejected", "dropped", "kept"), 0)
    assert stream(Ledger(**numbers, steps=[], inputs=[], gates=[])) is None
