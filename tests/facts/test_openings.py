"""The lines that many records begin with."""

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import curate
from curate.checks.duplicates import NearDuplicate
from curate.facts import openings as module
from curate.facts.openings import opening, shared_openings, without_openings
from curate.facts.shingling import Cutting, sets_of_texts
from curate.facts.similarity import View as Which
from curate.facts.view import View
from curate.report.duplicates import Duplicates
from tests.conftest import chat

TOOLS = "You can call these tools.\ntide(port): when the water is highest\nferry(port, day): when boats leave"
QUESTIONS = (
    "When can a boat of two metres leave Bergen on Monday?", "Is the harbour of Kiel deep enough at noon?",
    "Which boat takes bicycles to Mull?", "My train is late: will I still reach the night boat to Turku?",
    "How long does the crossing from Brest take against the tide?", "Name three ports with high tides.",
    "Can I walk to Neuwerk tomorrow, and be back before dark?", "What does a ticket for a dog cost?",
    "Where do boats anchor that have to wait for high water?", "Does the first boat on Sunday call at Iona?",
    "Who decides that a boat stays in port when a storm is on its way?", "Plan a day on two islands for me.",
)  # fmt: skip


def asked(question: str) -> str:
    return f"{TOOLS}\n{question}"


def test_an_opening_is_all_but_the_last_line_of_a_view() -> None:
    rows = [chat("Which ferry?\nThe early one.", "At six.\nIt is full."), chat("Which ferry?", "At nine.")]
    view = View.of(curate.read(pl.DataFrame(rows)).frame)
    lines: dict[Which, list[str]] = {
        "prompt": ["Which ferry?", ""],
        "response": ["At six.", ""],
        "record": ["Which ferry?\nThe early one.\nAt six.", "Which ferry?"],
    }
    for name, wanted in lines.items():
        view.need([opening(name)])
        assert view.records["fact:" + opening(name)].to_list() == wanted


LINES = st.lists(st.sampled_from(["a", "b", "c c", ""]), max_size=5)


@settings(deadline=None)
@given(st.lists(LINES, max_size=30), st.sampled_from([0.0, 0.1, 0.3, 0.9]), st.integers(1, 6))
def test_the_lines_are_those_that_counting_tells(texts: list[list[str]], share: float, fewest: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "FEWEST_RECORDS", fewest)
        told = shared_openings(pl.Series(["\n".join(lines) for lines in texts], dtype=pl.String), share)
    # A text of one empty line is one without an opening.
    begun = [lines if "\n".join(lines) else [] for lines in texts]

    def many(lines: list[str]) -> bool:
        count = sum(each[: len(lines)] == lines for each in begun)
        return count > share * len(texts) and count >= fewest

    for lines, said in zip(begun, told, strict=True):
        depth = max((at for at in range(1, len(lines) + 1) if many(lines[:at])), default=0)
        assert said == "\n".join(lines[:depth])


def test_few_records_share_no_opening_of_many() -> None:
    nine = pl.Series([TOOLS] * (module.FEWEST_RECORDS - 1))
    assert shared_openings(nine, 0.0).to_list() == [""] * len(nine)
    assert shared_openings(pl.concat([nine, nine.head(1)]), 0.0).to_list() == [TOOLS] * module.FEWEST_RECORDS


def test_what_stands_in_an_opening_is_not_compared_and_all_else_is() -> None:
    texts = pl.Series([asked(each) for each in QUESTIONS])
    openings = texts.str.split("\n").list.head(3).list.join("\n")
    plain, left = sets_of_texts(texts), without_openings(sets_of_texts(texts), shared_openings(openings, 0.5))
    own = sets_of_texts(openings)
    for whole, rest, ignored in zip(plain, left, own, strict=True):
        assert set(rest.tolist()) == set(whole.tolist()) - set(ignored.tolist())
    alone = pl.Series([f"{number}" for number in range(len(texts))])
    assert without_openings(plain, shared_openings(alone, 0.5)).values.tolist() == plain.values.tolist()


def test_an_opening_in_another_script_than_the_text_is_left_out_too() -> None:
    """Most of these texts has no spaces, so that all of them is cut by character."""
    texts = pl.Series([f"List the tides.\n{at}号渡船在星期一早上七点半准时开出。" for at in range(12)])
    openings = pl.Series(["List the tides."] * len(texts))
    left = without_openings(sets_of_texts(texts), shared_openings(openings, 0.5))
    header = {value for each in sets_of_texts(openings, Cutting(by_character=True)) for value in each.tolist()}
    assert header
    assert not any(header & set(each.tolist()) for each in left)


def found(rows: list[dict[str, Any]], **how: Any) -> Duplicates:  # noqa: ANN401  as the check takes them
    return curate.duplicates(curate.read(pl.DataFrame(rows)), **how)


def test_records_that_have_a_list_of_tools_in_common_are_no_longer_alike() -> None:
    rows = [chat(asked(each), "I ask the tide first: it is highest at six.") for each in QUESTIONS]
    assert len(found(rows, similarity=0.5)) > len(rows) / 2
    apart = found(rows, similarity=0.5, ignore_openings=0.5)
    assert len(apart) == 0
    assert apart.ignored.rows() == [(TOOLS, len(rows))]
    assert found(rows).ignored.is_empty()


def test_copies_below_one_opening_are_found() -> None:
    rows = [chat(asked(each), "I ask the tide first: it is highest at six.") for each in QUESTIONS]
    again = chat(asked(QUESTIONS[0]), "I ask the tide first: it is highest at six!")
    assert len(found([*rows, again], ignore_openings=0.5)) == 1
    assert not NearDuplicate(ignore_openings=0.5).measures()


def test_at_another_similarity_the_same_lines_are_ignored() -> None:
    """Of some records fewer begin alike than of all: what is ignored is settled once."""
    rows = [chat(asked(each), "I ask the tide first: it is highest at six.") for each in QUESTIONS[:8]]
    copies = [chat(asked(QUESTIONS[0]), f"I ask the tide first: it is highest at six{end}") for end in "!?;"]
    first = found([*rows, *copies], ignore_openings=0.5)
    assert len(first) == len(copies)
    assert "shingles" in first.keys.columns
    assert "opening" not in first.keys.columns
    # Eight are left that are like none: too few for an opening, and with their list of tools they would be alike.
    assert len(first.likeness(0.5)) == len(copies)
    again = first.rethreshold(0.5)
    assert (len(again), again.ignored.rows()) == (len(copies), first.ignored.rows())
