"""What a record says at some point of a run."""

from pathlib import Path

import pytest

from curate.records.turns import Conversation, Turn
from curate.report.said import messages_of
from tests.report.runs import Run

DAMAGED = (
    "The caf\u00c3\u00a9 by the ferry opens at seven, and it sells the tickets too, so nobody has to queue twice."
)
REPAIR = "[[steps]]\nuse = 'repair'\non = ['TXT001', 'TPL001']\n"
RELABEL = "[[steps]]\nuse = 'relabel'\nfield = 'desk'\nto = 'harbour'\n"


def test_a_preference_tells_both_responses_apart() -> None:
    prompt = Turn("user", "Name a bird of prey.", "prompt")
    said = messages_of(
        Conversation(
            [prompt, Turn("assistant", "The osprey.", "chosen")],
            rejected=[Turn("assistant", "Rice.", "rejected")],
            chosen=1,
        )
    )
    assert [(each.role, each.part, each.text) for each in said] == [
        ("user", "", "Name a bird of prey."),
        ("assistant", "chosen", "The osprey."),
        ("assistant", "rejected", "Rice."),
    ]


def test_the_tools_that_a_message_calls_stand_behind_its_text() -> None:
    call = {"function": {"name": "tide", "arguments": "{}"}}
    turns = [Turn("assistant", "Let me look.", "messages[0].content", more={"tool_calls": [call]})]
    (said,) = messages_of(Conversation(turns))
    assert said.text == 'Let me look.\n[{"function":{"name":"tide","arguments":"{}"}}]'


@pytest.mark.parametrize("more", ["", "[[steps]]\nuse = 'drop'\nids = ['cafe']\n"], ids=["kept", "dropped"])
def test_an_edited_record_is_told_as_it_was_read_whatever_became_of_it(tmp_path: Path, more: str) -> None:
    rows = [{"id": "cafe", "prompt": "When does it open?", "completion": DAMAGED}]
    story = Run(tmp_path, rows, REPAIR + RELABEL + more).story("cafe")
    assert story.messages[1].text == DAMAGED
    texts = [edit for edit in story.edits if edit["use"] == "repair"]
    assert [(each["step"], each["field"], each["before"]) for each in texts] == [(1, "completion", DAMAGED)]
    assert texts[0]["after"].startswith("The caf\u00e9 by the ferry")


def test_copies_are_compared_as_the_steps_before_left_them(tmp_path: Path) -> None:
    mended = DAMAGED.replace("\u00c3\u00a9", "\u00e9")
    rows = [
        {"id": "damaged", "prompt": "When does it open?", "completion": DAMAGED},
        {"id": "whole", "prompt": "When does it open?", "completion": mended},
    ]
    telling = Run(
        tmp_path, rows, f"{REPAIR}[[steps]]\nuse = 'keep-one'\nof = 'DUP001'\nprefer = 'first'\n"
    ).telling()
    story = telling.story("whole")
    assert story.dropped is not None
    assert story.dropped["code"] == "DUP001"
    assert story.twin is not None
    assert story.twin.compared[1].text == story.compared[1].text == mended
    assert story.twin.messages[1].text == DAMAGED
