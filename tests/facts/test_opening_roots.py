"""How prompts open, in two words."""

import polars as pl
import pytest

from curate.facts.opening_roots import opening_roots
from curate.taxonomy.read import taxonomy


@pytest.mark.parametrize(
    ("prompt", "root"),
    [
        ("Write a short poem about the sea.", "write short"),
        ("Please write a poem about the first snow.", "write poem"),
        ("What is the capital of Peru?", "what capital"),
        ("Which of these is a bird: tern, trout, adder?", "which bird"),
        ("Übersetze den Satz ins Englische.", "übersetze satz"),
        ("写一首关于秋天的诗。", "写一首关"),
        ("Hello!", "hello"),
        ("?!", ""),
    ],
)
def test_a_prompt_opens_with_its_first_word_and_what_it_is_about(prompt: str, root: str) -> None:
    assert opening_roots(pl.Series([prompt]), taxonomy()).to_list() == [root]


def test_what_is_no_prompt_has_no_opening_and_no_prompt_changes_another() -> None:
    prompts = pl.Series("asked", ["Name a river in Chad.", None, "Name a lake in Peru."])
    told = opening_roots(prompts, taxonomy())
    assert told.to_list() == ["name river", None, "name lake"]
    assert told.name == "asked"
    alone = [opening_roots(prompts[at : at + 1], taxonomy()).item() for at in range(3)]
    assert told.to_list() == alone
