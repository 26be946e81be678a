"""What is compared with what."""

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

import curate
from curate.checks.echo import CopiedContext, EchoedPrompt
from curate.engine.finder import Finder
from curate.facts.view import View

PROMPT = "Is the ford safe in spring?"


def found(records: Any, *checks: Any, code: str) -> int:  # noqa: ANN401
    return len(curate.check(records, checks, select=[code])[code].frame)


@pytest.mark.parametrize(("least", "count"), [(6, 1), (7, 0)])
def test_the_least_number_of_words_of_an_echoed_prompt_is_a_setting(
    records_of: Callable[..., Any], chat: Callable[..., Any], least: int, count: int
) -> None:
    records = records_of([chat(PROMPT, f"{PROMPT} Not after rain.")])
    assert found(records, EchoedPrompt(min_words=least), code="ECH001") == count


def test_a_response_is_compared_with_its_own_record_only(
    records_of: Callable[..., Any], chat: Callable[..., Any]
) -> None:
    records = records_of([chat(PROMPT, "No."), chat("And the bridge upstream of it?", f"{PROMPT} No.")])
    assert found(records, code="ECH001") == 0


def test_a_copied_summary_is_told_with_its_words(records_of: Callable[..., Any], chat: Callable[..., Any]) -> None:
    said = "The ford is marked by two white stones, and the water between them reaches to the knee in a dry month."
    records = records_of([chat(f"Summarise: {said} Nobody uses it in March.", said)])
    (row,) = curate.check(records, select=["ECH002"])["ECH002"].frame.iter_rows(named=True)
    assert (row["score"], row["message"]) == (21, "all 21 words stand in the prompt, in one piece")


def test_a_copied_summary_is_found_wherever_its_record_stands_in_the_columns(
    records_of: Callable[..., Any], chat: Callable[..., Any]
) -> None:
    """A frame that was put together holds chunks, of which some have nothing to look at."""
    said = "The ford is marked by two white stones, and the water between them reaches to the knee in a dry month."
    copied, plain = chat(f"Summarise: {said} Nobody uses it in March.", said), chat(PROMPT, "No.")
    frame = records_of([copied, plain, copied]).frame
    found = Finder([CopiedContext()]).find(View.of(pl.concat([frame[:1], frame[1:2], frame[2:]], rechunk=False)))
    assert sorted(found["rank"]) == sorted(frame["rank"].gather([0, 2]))
