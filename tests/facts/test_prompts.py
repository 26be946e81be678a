"""What a response answers stands beside it, and nowhere else."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

import curate
from curate.facts.view import View
from curate.records import columns as c

Row = dict[str, Any]
FACTS = ("asked", "prompt", "system")


def said(*turns: tuple[str, str | None]) -> Row:
    return {"messages": [{"role": role, "content": text} for role, text in turns]}


def beside(write_lines: Callable[..., Path], row: Row) -> list[tuple[str | None, ...]]:
    """Each message's role, and the three texts beside it."""
    view = View.of(curate.read(write_lines([row, said(("user", "Hi."), ("assistant", "Hello."))])).frame)
    view.need(FACTS)
    record = view.messages.filter(pl.col(c.TURN) == 1, pl.col(c.CONTENT) != "Hello.")[c.RECORD][0]
    mine = view.messages.filter(pl.col(c.RECORD) == record)
    return mine.select(c.ROLE, *(c.fact(name) for name in FACTS)).rows()


def test_a_conversation_has_a_last_turn_a_whole_prompt_and_a_system_message(
    write_lines: Callable[..., Path],
) -> None:
    row = said(
        ("system", "Answer as a baker."),
        ("user", "Which flour?"),
        ("assistant", "Rye."),
        ("user", "How much?"),
        ("assistant", "A pound."),
    )
    *before, last = beside(write_lines, row)
    assert last == ("assistant", "How much?", "Which flour?\nRye.\nHow much?", "Answer as a baker.")
    assert {tuple(rest) for _, *rest in before} == {(None, None, None)}


def test_a_prompt_of_one_message_is_that_message(write_lines: Callable[..., Path]) -> None:
    assert beside(write_lines, said(("user", "Which flour?"), ("assistant", "Rye.")))[-1] == (
        "assistant",
        "Which flour?",
        "Which flour?",
        None,
    )


def test_without_a_response_there_is_nothing_to_answer(write_lines: Callable[..., Path]) -> None:
    rows = beside(write_lines, said(("user", "Which flour?"), ("user", "How much?")))
    assert [tuple(rest) for _, *rest in rows] == [(None, None, None)] * 2


def test_of_a_preference_the_prompt_stands_once(write_lines: Callable[..., Path]) -> None:
    row = {"prompt": "Which flour?", "chosen": "Rye.", "rejected": "Any."}
    assert {tuple(rest) for _, *rest in beside(write_lines, row)} >= {("Which flour?", "Which flour?", None)}
