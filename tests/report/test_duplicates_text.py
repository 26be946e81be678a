"""Families as a person reads them."""

import re
from collections.abc import Callable, Sequence
from typing import Any

import pytest

import curate
from curate.records.records import Records
from curate.report.duplicates import Duplicates
from curate.report.duplicates_text import MEMBERS, print_duplicates
from curate.report.terminal import captured

Row = dict[str, Any]
Read = Callable[[Sequence[Row]], Records]
LEEKS = "Sweat the leeks in butter, add a litre of stock and two potatoes, and let it simmer for twenty minutes."


def told(found: Duplicates, limit: int | None = None, *, text: bool = True) -> str:
    return captured(lambda out: print_duplicates(out, found, limit=limit, text=text))


def soups(chat: Callable[..., Row], number: int) -> list[Row]:
    return [chat("How do I make leek soup?", f"{LEEKS} It serves {n}.", id=f"k-{n}") for n in range(number)]


def test_a_member_stands_beside_its_leader_with_the_words_that_differ(
    records_of: Read, chat: Callable[..., Row]
) -> None:
    said = told(curate.duplicates(records_of(soups(chat, 2))))
    assert re.search(r"data\.jsonl:\d \(k-\d\), and 1 like it\n  0\.\d{3}  \S*data\.jsonl:\d \(k-\d\)\n", said)
    assert re.search(r"\+[01]\.\+ .*-[01]\.-", said)
    assert "Found     1 near-duplicate in 1 family, 50.0 % of the records\n" in said


def test_of_a_large_family_only_the_most_alike_are_shown_and_the_rest_counted(
    records_of: Read, chat: Callable[..., Row]
) -> None:
    found = curate.duplicates(records_of(soups(chat, 6)))
    assert [len(family) for family in found.by_family()] == [5]
    said = told(found)
    assert said.count("It serves") == MEMBERS * 2
    assert f"  ... and {5 - MEMBERS} more, the least alike 0." in said


def test_more_families_than_are_asked_for_are_counted(sample: Records) -> None:
    found = curate.duplicates(sample)
    said = told(found, limit=2)
    assert said.count(" like it\n") == 2
    assert f"... and {found.number - 2} more families; --limit 0 shows all of them\n" in said
    assert told(found).count(" like it\n") == found.number


def test_no_text_shows_none(records_of: Read, chat: Callable[..., Row]) -> None:
    found = curate.duplicates(records_of(soups(chat, 2)))
    assert "leeks" in told(found)
    assert "leeks" not in told(found, text=False)


def test_what_is_private_is_never_shown(records_of: Read, chat: Callable[..., Row]) -> None:
    rows = [chat("Whom do I ask?", f"{LEEKS} Ask wilma.harkonen@outlook.com {n}.") for n in range(2)]
    said = told(curate.duplicates(records_of(rows)))
    assert "[EMAIL]" in said
    assert "harkonen" not in said


@pytest.mark.parametrize("similarity", [0.05, 0.5, 2 / 3, 0.7, 0.8, 0.85, 0.95, 0.999, 1.0])
def test_the_histogram_counts_every_member_once_from_the_limit_on(sample: Records, similarity: float) -> None:
    found = curate.duplicates(sample, similarity=similarity)
    said = told(found, text=False)
    below, _, above = said[said.index("to the one that leads") :].partition(": found from here on")
    bins = re.compile(r"^ *[\d.]+(?: to [\d.]+)? +(\d+)", re.MULTILINE)
    assert sum(map(int, bins.findall(above or below))) == len(found) > 0
    labels = re.findall(r"^ *([\d.]+)(?: to ([\d.]+))? +\d", said[said.index("similarity  ") :], re.MULTILINE)
    assert all(float(low) < float(high) for low, high in labels if high)
    assert labels[-1] == ("1", "")


def test_the_sweep_tells_what_each_similarity_would_leave_out(sample: Records) -> None:
    found = curate.duplicates(sample)
    said = captured(lambda out: print_duplicates(out, found, limit=0, text=True, sweep=[0.7, 1.0]))
    for similarity, families, members, _ in found.sweep([0.7, 1.0]).rows():
        assert re.search(rf"^ +{similarity:g} +{families} +{members} +[\d.]+ %$", said, re.MULTILINE)


def test_an_earlier_set_is_told_with_what_was_read_of_it(records_of: Read, chat: Callable[..., Row]) -> None:
    earlier = records_of(soups(chat, 1))
    found = curate.duplicates(earlier, earlier)
    said = told(found)
    assert ", of the earlier set, and 1 like it\n" in said
    assert (
        "Found     1 near-duplicate in 1 family, 100 % of the records: 1 of the earlier set, 0 among themselves"
        in said
    )
    assert re.search(r"^Against +1 ", said, re.MULTILINE)


def test_exact_copies_are_shown_once(records_of: Read, chat: Callable[..., Row]) -> None:
    said = told(curate.duplicates(records_of(soups(chat, 1) * 2)))
    assert said.count("It serves") == 1
    assert "the same" in said


def test_no_word_is_cut_however_long(records_of: Read, chat: Callable[..., Row]) -> None:
    links = [f"https://kitchen.example/{'leek/' * 20}{end}" for end in ("soup", "stew")]
    records = records_of([chat("How do I make leek soup?", f"{LEEKS} {link}") for link in links])
    texts, _, _ = told(curate.duplicates(records)).partition("\nRead ")
    assert "\u2026" not in texts
    assert sorted(each[:4] for each in re.findall(r"(?:soup|stew)[+-]", texts)) == ["soup", "stew"]


def test_without_any_it_says_so(records_of: Read, chat: Callable[..., Row]) -> None:
    said = told(curate.duplicates(records_of(soups(chat, 1))))
    assert said.endswith("Found     no near-duplicates\n")
