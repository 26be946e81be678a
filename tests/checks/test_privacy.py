"""What is private in a text, and what is shown of it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import curate
from curate.checks.privacy import PersonalData, PrivateCheck, Secret, unquoted
from curate.facts.private import Seen

Row = dict[str, Any]
MAIL, PHONE, CARD = "t.oyelaran@lakeside-clinic.co.uk", "503-246-8917", "4556 7375 8689 9855"
ACCOUNT, KEY = "DE08 6205 0000 0008 4619 73", "glpat-" + "Zk3Rw8TqN5vLb2XyHc7J"
PRIVATE = (MAIL, PHONE, CARD, ACCOUNT, KEY, "+49 6221 58 40 972", "b.adeyemi@webmail.ng")
PIECES = (
    *PRIVATE,
    *(f"`{PHONE}`", "```\n" + MAIL + "\n```", "`", "[EMAIL_1]", "[PHONE_2]"),
    *(
        "Write to ",
        " or ",
        ", ",
        "\n",
        "@",
        "+",
        "-",
        "00",
        "1",
        " 12",
        "call: ",
        "password = ",
        '"',
        "jane@example.com",
    ),
)
CHECKS = (PersonalData(), Secret())
TEXTS = st.lists(st.sampled_from(PIECES), max_size=9).map("".join) | st.text(max_size=40)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
@given(text=TEXTS)
def test_in_a_redacted_text_nothing_is_found_and_nothing_is_left_to_redact(check: PrivateCheck, text: str) -> None:
    once = check.redacted(text, {})
    assert list(check.spans(once)) == []
    assert check.redacted(once, {}) == once


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
@given(text=TEXTS)
def test_a_text_is_changed_exactly_if_something_is_found_in_it(check: PrivateCheck, text: str) -> None:
    assert (check.redacted(text, {}) == text) == (list(check.spans(text)) == [])


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
@given(text=TEXTS)
def test_a_fact_tells_what_the_places_tell(check: PrivateCheck, text: str) -> None:
    spans = list(check.spans(text))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)


@given(text=TEXTS, start=st.integers(0, 60), length=st.integers(0, 60))
def test_no_part_of_what_is_private_is_shown(text: str, start: int, length: int) -> None:
    shown = unquoted(text, start, start + length)
    found = [text[begin:end] for check in CHECKS for begin, end in check.spans(text)]
    # The same may stand in code or in a longer number too, where it is not found.
    everywhere = [each for each in found if text.count(each) == found.count(each)]
    assert not [each for each in everywhere if each in shown]


def test_numbers_follow_the_order_of_the_text_and_the_same_value_has_the_same() -> None:
    other = "b.adeyemi@webmail.ng"
    text = f"{MAIL} and {other}, or {MAIL.upper()}; {PHONE}, which is (503) 246-8917; {CARD}; {ACCOUNT}."
    said = "[EMAIL_1] and [EMAIL_2], or [EMAIL_1]; [PHONE_1], which is [PHONE_1]; [CARD_1]; [IBAN_1]."
    assert PersonalData().redacted(text, {}) == said


def test_numbers_go_on_over_the_messages_of_a_record() -> None:
    seen: Seen = {}
    first = PersonalData().redacted(f"I am {MAIL}.", seen)
    second = PersonalData().redacted(f"Not b.adeyemi@webmail.ng but {MAIL}?", seen)
    assert (first, second) == ("I am [EMAIL_1].", "Not [EMAIL_2] but [EMAIL_1]?")


def test_a_placeholder_that_stands_there_already_is_not_given_again() -> None:
    assert PersonalData().redacted(f"[EMAIL_1] forwards to {MAIL}.", {}) == "[EMAIL_1] forwards to [EMAIL_2]."


def test_a_check_that_finds_nothing_private_redacts_nothing() -> None:
    from curate.checks.encoding import EncodingDamage

    assert EncodingDamage().redacted(f"cafÃ© {MAIL}", {}) == f"cafÃ© {MAIL}"


@pytest.fixture
def leaking(chat: Callable[..., Row], write_lines: Callable[..., Path]) -> Path:
    """Records with private data, which other checks quote too."""
    rows = [
        chat(f"My card is {CARD}, and {MAIL} my address. Is that fine?", f"Assistant: {KEY} is your key."),
        chat(f"My card is {CARD}, and {MAIL} my address. Is that fine?", f"Assistant: {KEY} is your  key."),
        chat("Explain how to reach you.", f"{PHONE}<|im_end|>"),
    ]
    path = write_lines(rows)
    path.write_text(path.read_text() + json.dumps({"messages": f"{KEY} {MAIL}"})[:-1] + "\n")
    return path


@pytest.mark.parametrize("form", ["text", "json", "jsonl"])
def test_no_report_quotes_what_is_private(leaking: Path, command: Callable[..., Any], form: str) -> None:
    code, out, _ = command("check", leaking, "--output-format", form, "--limit", "0")
    assert code == 1
    assert "PII001" in out
    assert "PII002" in out
    assert not [each for each in PRIVATE if each in out]


@pytest.mark.parametrize(
    "options",
    [
        (),
        (
            "--output-format",
            "json",
        ),
    ],
)
def test_the_story_of_a_record_does_not_tell_what_is_private(
    leaking: Path, command: Callable[..., Any], tmp_path: Path, options: tuple[str, ...]
) -> None:
    curate.run("dedup-only", leaking, out=tmp_path / "out")
    for line in (1, 2, 3, 4):
        code, out, _ = command("why", tmp_path / "out", f"{leaking}:{line}", *options)
        assert code == 0
        assert not [each for each in PRIVATE if each in out]
