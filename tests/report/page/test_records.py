"""The table of records."""

import json
from pathlib import Path
from typing import Any

import pytest

from curate.report.page import records as records_module
from curate.report.page.records import as_data, records
from curate.report.page.section import Material
from tests.report.page.runs import CLOSING, HOSTILE, SOUPS, TOKEN, material_of


def rows_of(material: Material) -> dict[str, dict[str, Any]]:
    return {row["name"]: row for row in json.loads(records(material).values["rows"])}


def test_each_row_tells_what_was_found_and_what_became_of_the_record(material: Material) -> None:
    row = rows_of(material)["curt"]
    assert (row["fate"], row["why"], row["place"]) == ("dropped", "step 2, LEN001", "data.jsonl:3")
    assert row["findings"] == [["LEN001", "warning", "1 of at least 3 words"]]
    assert row["quotes"][1] == ["assistant", ["ok."]]


def test_a_member_names_the_leader_of_its_family(material: Material) -> None:
    rows = rows_of(material)
    (member,) = [row for row in rows.values() if "family" in row]
    assert {member["name"], member["family"]} == {"soup", "again"}


def test_an_edited_record_says_so(material: Material) -> None:
    assert [name for name, row in rows_of(material).items() if row.get("edited")] == ["damaged"]


def test_the_worst_come_first_and_what_is_not_there_is_counted(material: Material) -> None:
    values = records(material).values
    worst = [row["worst"] for row in json.loads(values["rows"])]
    assert worst == sorted(worst)
    assert (values["shown"], values["not_shown"], values["untouched"]) == (4, 0, 2)


def test_the_table_is_cut_where_it_would_be_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records_module, "MOST_BYTES", 600)
    values = records(material_of(tmp_path)).values
    assert len(values["rows"].encode()) <= 602
    assert values["shown"] + values["not_shown"] == 4
    assert 0 < values["shown"] < 4


def test_nothing_in_it_ends_the_element_that_it_stands_in(tmp_path: Path) -> None:
    data = records(material_of(tmp_path, HOSTILE)).values["rows"]
    assert not set("<>&\u2028\u2029") & set(data)
    assert any(CLOSING[:9] in row["text"] for row in json.loads(data) for row["text"] in [json.dumps(row)])
    assert TOKEN[6:] not in data


def test_data_means_the_same_as_it_did() -> None:
    value = {"</script>": ["<!--", "&amp;", "\u2028", "плюс"]}
    assert json.loads(as_data(value)) == value


def test_a_finding_that_was_set_aside_is_not_told(tmp_path: Path) -> None:
    rows = [{**SOUPS[2], "curate_ignore": ["LEN001"]}, SOUPS[-1]]
    assert rows_of(material_of(tmp_path, rows))["curt"]["findings"] == []
