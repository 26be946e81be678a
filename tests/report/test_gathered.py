"""What is gathered for stories of several records at once."""

from pathlib import Path

from curate.report.gathered import Gathered
from curate.report.left import DROPPED, Left
from curate.report.lookup import Entry
from tests.report.runs import Run

TIDE = "The tide turns at ten past eight tonight, so the boats that draw most leave the basin an hour before that."
KEEP_ONE = "[[steps]]\nuse = 'keep-one'\nof = 'DUP001'\nprefer = 'first'\n"


def test_twins_findings_and_those_that_went_with_a_record_are_there(tmp_path: Path) -> None:
    rows = [{"id": f"r{n}", "prompt": "When should we sail?", "completion": TIDE} for n in range(3)]
    left = Run(tmp_path, rows, KEEP_ONE).telling().left
    entries = [Entry("dropped", row) for row in left.rows(DROPPED)]
    known = Gathered(left, entries[:1])
    first = entries[0].row
    twin = known.entry(first["related"])
    assert twin is not None
    assert (twin.fate, twin.row["id"]) == ("kept", "r0")
    assert {each["code"] for each in known.findings(first)} >= {"DUP001"}
    (peer,) = known.peers(first)
    assert peer.row["key"] == entries[1].row["key"]
    assert peer.turns[1].content == TIDE


def test_a_twin_that_went_later_is_found_among_the_dropped(tmp_path: Path) -> None:
    rows = [{"id": f"r{n}", "prompt": "When should we sail?", "completion": TIDE} for n in range(2)]
    telling = Run(tmp_path, rows, f"{KEEP_ONE}[[steps]]\nuse = 'drop'\nids = ['r0']\n").telling()
    story = telling.story("r1")
    assert story.twin is not None
    assert (story.twin.fate, story.twin.dropped and story.twin.dropped["step"]) == ("dropped", 2)


def test_an_unreadable_record_has_its_findings(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {"id": "r0", "prompt": "When should we sail?", "completion": 5},
        {"id": "r1", "prompt": "When?", "completion": TIDE},
    ]
    telling = Run(tmp_path, rows, KEEP_ONE).telling()
    stories, _ = telling.stories("FMT", 5)
    assert [[each["code"] for each in story.findings] for story in stories] == [["FMT004"]]
    assert Left(telling.left.folder).inputs.keys() == telling.left.inputs.keys()
