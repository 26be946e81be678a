"""What makes two records alike."""

from collections.abc import Callable
from typing import Any

import pytest

from curate.facts.similarity import digest, shingles, shingles_of
from curate.facts.view import View, facts_in

Row = dict[str, Any]
SAID = "The ferry leaves at nine, from the north pier."


def view_of(records_of: Callable[..., Any], rows: list[Row], *facts: str) -> View:
    view = View.of(records_of(rows).frame)
    view.need(facts)
    return view


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        ("the FERRY leaves  at nine,\nfrom the north pier.", True),
        ("Ｔｈｅ ferry leaves at nine, from the north pier.", True),
        ("The ferry leaves at ten, from the north pier.", False),
        ("The ferry leaves at nine from the north pier.", False),
    ],
)
def test_a_digest_is_blind_to_case_spacing_and_compatible_characters_only(
    records_of: Callable[..., Any],
    chat: Callable[..., Row],
    other: str,
    alike: bool,  # noqa: FBT001
) -> None:
    rows = [chat("When does it leave?", SAID), chat("When does it leave?", other)]
    one, two = view_of(records_of, rows, "digest").records.select(digest()).to_series()
    assert (one == two) is alike


def test_a_digest_tells_roles_apart(records_of: Callable[..., Any]) -> None:
    turns = [{"role": "user", "content": "Nine?"}, {"role": "assistant", "content": "Nine."}]
    rows = [{"messages": turns}, {"messages": [{"role": "user", "content": "Nine? Nine."}]}]
    one, two = view_of(records_of, rows, "digest").records.select(digest()).to_series()
    assert one != two


def test_a_view_holds_what_it_is_named_for(records_of: Callable[..., Any], chat: Callable[..., Row]) -> None:
    rows = [
        chat("When does the ferry leave?", SAID),
        chat("When does the ferry leave?", "At ten, I am told by them."),
    ]
    prompt = view_of(records_of, rows, shingles("prompt")).records["fact:shingles-prompt"].to_list()
    response = view_of(records_of, rows, shingles("response")).records["fact:shingles-response"].to_list()
    assert prompt[0] == prompt[1]
    assert not set(response[0]) & set(response[1])


def test_record_and_response_at_once_are_as_each_alone(
    records_of: Callable[..., Any], chat: Callable[..., Row]
) -> None:
    rows = [
        chat("When does the ferry leave?", SAID),
        {"messages": [{"role": "user", "content": "When does the ferry leave, and from where?"}]},
        {"messages": [{"role": "assistant", "content": SAID}]},
        {"messages": [{"role": "system", "content": "You run a ferry office."}, *chat("Nine?", SAID)["messages"]]},
    ]
    both, alone = shingles_of(["record", "response"]), [*shingles_of(["record"]), *shingles_of(["response"])]
    records = view_of(records_of, rows, *facts_in([*both, *alone])).records
    for one, other in zip(both, alone, strict=True):
        assert records.select(one).to_series().to_list() == records.select(other).to_series().to_list()


def test_the_system_message_is_in_no_view(records_of: Callable[..., Any], chat: Callable[..., Row]) -> None:
    plain = chat("When does the ferry leave?", SAID)
    told = {"messages": [{"role": "system", "content": "You run a ferry office."}, *plain["messages"]]}
    one, two = view_of(records_of, [plain, told], shingles("record")).records["fact:shingles-record"].to_list()
    assert one == two


def test_parts_are_alike_but_for_case_and_spacing_and_null_without_a_prompt_or_a_response(
    records_of: Callable[..., Any], chat: Callable[..., Any]
) -> None:
    asked = {"messages": [{"role": "user", "content": "Name a moon."}]}
    greeted = {"messages": [{"role": "assistant", "content": "Good morning."}]}
    rows = [
        chat("Name a moon.", "Titan."),
        chat("name  a moon.", "Mimas."),
        chat("Name a sea.", "TITAN."),
        asked,
        greeted,
    ]
    view = View.of(records_of(rows).frame)
    view.need(["digests-of-parts"])
    first, second, third, *none = view.records["fact:digests-of-parts"].to_list()
    assert first["prompt"] == second["prompt"] != third["prompt"]
    assert first["response"] == third["response"] != second["response"]
    assert none == [None, None]
