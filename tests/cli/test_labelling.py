"""Labelling, key by key."""

import pytest
from rich.console import Console

from curate.cli.labelling import Labelling, choices
from curate.taxonomy.model import Group, PromptType, Taxonomy
from curate.taxonomy.read import taxonomy

BY = taxonomy()
KEY = {each.label: each.key for each in choices(BY)}


class Desk:
    """Three prompts, and what was saved of their labels after each change."""

    def __init__(self, texts: tuple[str, ...] = ("How do tides work?", "Say hello in Finnish.", "Hi!")) -> None:
        self.rows = [
            {"key": f"k{at}", "id": "", "file": "f", "row": str(at), "prompt": text, "label": "", "by": ""}
            for at, text in enumerate(texts)
        ]
        self.saved = list[list[str]]()
        self.out = Console(width=200, record=True, color_system=None, markup=False, highlight=False)

    def save(self) -> None:
        self.saved.append([row["label"] for row in self.rows])

    def press(self, *keys: str) -> int:
        each = iter(keys)
        with self.out.capture() as captured:
            done = Labelling(self.rows, BY, {}, self.save, "ann").run(self.out, lambda: next(each))
        self.shown = captured.get()
        return done


def test_each_type_has_a_key_of_its_own_that_means_nothing_else() -> None:
    keys = [each.key for each in choices(BY)]
    assert len(set(keys)) == len(keys) == 15
    assert not set(keys) & {"u", "q", "?", " ", "-"}
    assert KEY["open_qa"] == "o"


def test_a_taxonomy_with_many_types_still_has_a_key_for_each() -> None:
    many = Taxonomy(
        name="many",
        groups=(Group(id="all", title="All"),),
        types=tuple(PromptType(id=f"aaa{at}", title="Aaa", definition="A.", group="all") for at in range(30)),
    )
    keys = [each.key for each in choices(many)]
    assert len(set(keys)) == 31
    assert "" not in keys


def test_a_key_labels_and_each_label_is_saved_at_once() -> None:
    desk = Desk()
    assert desk.press(KEY["open_qa"], KEY["translation"], KEY["chat_roleplay"]) == 3
    assert desk.saved == [
        ["open_qa", "", ""],
        ["open_qa", "translation", ""],
        ["open_qa", "translation", "chat_roleplay"],
    ]
    assert {row["by"] for row in desk.rows} == {"ann"}


def test_undo_takes_the_last_one_back_and_asks_again() -> None:
    desk = Desk()
    assert desk.press(KEY["coding"], "u", KEY["open_qa"], "q") == 1
    assert [row["label"] for row in desk.rows] == ["open_qa", "", ""]
    assert desk.saved[1] == ["", "", ""]
    assert "no longer coding" in desk.shown
    assert Desk().press("u", "\x7f", "q") == 0


def test_undo_after_a_skip_takes_the_skip_back() -> None:
    desk = Desk()
    assert desk.press(KEY["coding"], " ", "u", KEY["translation"], "q") == 2
    assert [row["label"] for row in desk.rows] == ["coding", "translation", ""]
    assert "no longer skipped" in desk.shown


def test_what_is_skipped_waits_for_another_time() -> None:
    desk = Desk()
    assert desk.press(" ", KEY["translation"], "\r") == 1
    assert [row["label"] for row in desk.rows] == ["", "translation", ""]


def test_what_can_not_be_told_is_said_so_and_counts_for_nothing() -> None:
    desk = Desk()
    desk.press("-", "0", "q")
    assert [row["label"] for row in desk.rows] == ["?", "other", ""]


def test_a_key_that_means_nothing_does_nothing_and_the_end_of_input_stops() -> None:
    desk = Desk()
    assert desk.press("Z", "\x1b", "é", "") == 0
    assert desk.saved == []
    assert "Z is no key; ? lists them" in desk.shown
    assert "that is no key" in desk.shown
    assert "\x1b" not in desk.shown


def test_what_is_labelled_already_is_not_asked_again() -> None:
    desk = Desk()
    desk.rows[0]["label"] = "coding"
    assert desk.press(KEY["translation"], KEY["chat_roleplay"]) == 2
    assert "How do tides work?" not in desk.shown
    assert desk.rows[0]["by"] == ""


def test_the_legend_says_what_types_mean_when_it_is_asked_for() -> None:
    desk = Desk()
    desk.press("q")
    assert BY.types[0].definition not in desk.shown
    desk.press("?", "q")
    assert BY.types[0].definition in desk.shown


@pytest.mark.parametrize("evil", ["\x1b[2J\x1b]0;owned\x07", "a\u202eb", "a\rb"])
def test_no_prompt_can_harm_the_terminal(evil: str) -> None:
    desk = Desk((evil, "Hi!", "Ho!"))
    desk.press("q")
    assert not {"\x1b", "\x07", "\u202e", "\r"} & set(desk.shown)


def test_a_long_prompt_is_cut_and_what_is_left_is_counted() -> None:
    desk = Desk(("line\n" * 99, "Hi!", "Ho!"))
    desk.press("q")
    assert "more lines" in desk.shown
