"""Two records side by side."""

from curate.report.beside import beside
from curate.report.said import Said
from curate.report.terminal import captured

TIDE = "The tide turns at ten past four, and the causeway is dry for three hours from then on."


def said(role: str, text: str) -> Said:
    return Said(role, "", text, "", ())


def drawn(one: list[Said], other: list[Said]) -> str:
    return captured(lambda out: out.print(beside(one, other, "there", "here")))


def test_words_that_only_one_says_are_marked() -> None:
    told = drawn([said("user", "When is low tide?")], [said("user", "When is high tide?")])
    assert "+low+" in told
    assert "-high-" in told
    assert "When" in told


def test_each_stands_under_its_title() -> None:
    assert drawn([said("user", "Now?")], [said("user", "Then?")]).split()[:2] == ["there", "here"]


def test_a_long_message_that_both_say_is_shown_once() -> None:
    told = drawn([said("user", TIDE)], [said("user", TIDE)])
    assert told.count("causeway") == 1
    assert "the same" in told


def test_the_last_messages_stand_beside_each_other() -> None:
    one = [said("user", "When?"), said("assistant", "At ten."), said("user", "Why?"), said("assistant", TIDE)]
    other = [said("user", "When?"), said("assistant", TIDE)]
    told = drawn(one, other)
    assert told.count("causeway") == 1
    assert "the same" in told
    assert "+At ten.+" in told


def test_what_is_private_is_not_shown() -> None:
    told = drawn([said("user", "Write to ebba.lindqvist@outlook.com.")], [said("user", "Write.")])
    assert "[EMAIL]" in told
    assert "lindqvist" not in told
