"""What a run left, counted."""

from pathlib import Path

from curate.report.page.account import Account, named
from curate.report.page.section import Material
from tests.report.page.runs import SOUPS, chat, left_by


def names(material: Material, keys: list[str]) -> list[str]:
    return [material.name_of(key) for key in keys]


def test_each_code_tells_what_became_of_its_records(material: Material) -> None:
    found = material.account.found
    assert dict(found["LEN001"].fates) == {"dropped": 1}
    assert dict(found["TXT001"].fates) == {"kept": 1}
    assert found["DUP002"].records == 1


def test_errors_come_first_then_what_is_most_frequent(material: Material) -> None:
    severities = [each.severity for each in material.account.codes]
    assert severities == sorted(severities, key=["error", "warning", "info"].index)


def test_records_that_something_happened_to_are_ranked_the_worst_first(material: Material) -> None:
    worst = names(material, list(material.account.worst(10)))
    assert worst[0] == "silent"
    assert "plain" not in worst
    assert worst.index("curt") < worst.index("damaged")
    assert len(list(material.account.worst(2))) == 2


def test_a_family_is_a_leader_and_what_is_like_it(material: Material) -> None:
    ((leader, family),) = material.account.families["DUP002"].items()
    assert {material.name_of(leader), material.name_of(family.shown[0][0])} == {"soup", "again"}
    assert family.members == 1
    assert (family.shown[0][1] or 0) >= 0.8


def test_edits_are_counted_by_step_and_field(material: Material) -> None:
    assert dict(material.account.edits[1]) == {"messages[].content": 1}
    assert names(material, sorted(material.account.edited)) == ["damaged"]


def test_what_a_record_sets_aside_does_not_count(tmp_path: Path) -> None:
    rows = [{**SOUPS[2], "curate_ignore": ["LEN001"]}, *SOUPS[3:]]
    found = Account(left_by(tmp_path, rows)).found["LEN001"]
    assert (found.records, found.set_aside, found.example) == (0, 1, None)


def test_an_unreadable_record_goes_by_its_place(tmp_path: Path) -> None:
    account = Account(left_by(tmp_path, [*SOUPS, {"id": "torn", "messages": "none"}]))
    (who,) = account.unreadable
    assert who.endswith("data.jsonl:7")
    assert account.fate(who) == "rejected"
    assert next(account.worst(1)) in {who, *(named(each.example) for each in account.codes if each.example)}


def test_a_record_that_a_step_changed_unasked_is_among_them(tmp_path: Path) -> None:
    pipeline = '[[steps]]\nuse = "relabel"\nfield = "type"\nto = "open_qa"\n'
    rows = [chat("roux", "What is a roux?", "Flour that is cooked in as much fat.", type="recipe")]
    account = Account(left_by(tmp_path, rows, pipeline))
    assert list(account.worst(5)) == list(account.edited)
    assert len(account.edited) == 1
