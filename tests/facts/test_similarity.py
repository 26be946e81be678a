"""What makes two records alike."""

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.facts.similarity import PUNCTUATION, _normalised, digest, sets_of_texts, shingles
from curate.facts.view import View

Row = dict[str, Any]
SAID = "The ferry leaves at nine, from the north pier."


def view_of(records_of: Callable[..., Any], rows: list[Row], fact: str) -> View:
    view = View.of(records_of(rows).frame)
    view.need([fact])
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


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The weir is shut: go round.", "the WEIR is\n shut, go (round)"),
        ("Le café n’ouvre pas «lundi»", "LE CAFÉ N’OUVRE  PAS LUNDI!"),
        ("ﬁve ① locks today", "five 1 locks today"),
        ("早上七点半，开船。", "早上七点半 开船"),
    ],
)
def test_texts_that_differ_in_case_spacing_and_marks_have_the_same_shingles(one: str, other: str) -> None:
    first, second, unlike = sets_of_texts(pl.Series([one, other, f"{one} {one} more"]))
    assert first.tolist() == second.tolist() != unlike.tolist()
    assert len(first) > 1


@settings(deadline=None)
@given(st.lists(st.text(st.sampled_from("aBc .,!?\n\t\x1eé中ﬁ①«’"), max_size=20), max_size=5))
def test_what_is_normalised_in_the_kernel_is_what_polars_would_make_of_it(texts: list[str]) -> None:
    series = pl.Series("text", texts, dtype=pl.String)
    normal = series.to_frame().select(_normalised(pl.col("text")).str.replace_all(PUNCTUATION, " ")).to_series()
    made = [each.tolist() for each in sets_of_texts(series)]
    assert made == [each.tolist() for each in sets_of_texts(normal)]


@given(
    st.lists(st.sampled_from([SAID, "", "Ｔｈｅ Fähre", "早上九点，渡船开了", "One. Two three four"]), max_size=9)
)
def test_how_many_texts_are_cut_together_changes_nothing(texts: list[str]) -> None:
    whole = sets_of_texts(pl.Series(texts, dtype=pl.String))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("curate.facts.similarity._TOGETHER", 2)
        some = sets_of_texts(pl.Series(texts, dtype=pl.String))
    assert [each.tolist() for each in some] == [each.tolist() for each in whole]
    assert len(whole) == len(texts)
