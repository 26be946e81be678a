"""Numbers that can be a person's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.facts.numbers import is_card, is_iban, is_local_phone, is_persons_phone


@pytest.mark.parametrize(
    ("digits", "fits"),
    [
        ("4556737586899855", True),
        ("371678190423552", True),
        ("4556737586899854", False),
        ("1556737586899858", False),
        ("4111111111111111", False),
        ("5555555555554444", False),
        ("378282246310005", False),
        ("3333333333333335", False),
    ],
)
def test_a_card_has_an_issuer_and_a_check_digit_and_is_not_for_trying_out(digits: str, fits: object) -> None:
    assert is_card(digits) == fits


@given(st.integers(10**14, 10**15 - 1))
def test_one_last_digit_of_ten_makes_a_card(number: int) -> None:
    assert sum(is_card(f"4{number}"[:15] + str(last)) for last in range(10)) <= 1


@pytest.mark.parametrize(
    ("account", "fits"),
    [
        ("DE08620500000008461973", True),
        ("DE09620500000008461973", False),
        ("DE0862050000000846197", False),
        ("XX08620500000008461973", False),
        ("GB82WEST12345698765432", False),
    ],
)
def test_an_account_has_a_country_and_check_digits_and_explains_nothing(account: str, fits: object) -> None:
    assert is_iban(account) == fits


@pytest.mark.parametrize(
    ("international", "national", "fits"),
    [
        ("", "5032468917", True),
        ("", "2125550142", False),
        ("", "8002738255", False),
        ("", "1234567890", False),
        ("", "2121234567", False),
        ("447911824650", "7911824650", True),
        ("447700900123", "7700900123", False),
        ("4962215840972", "62215840972", True),
        ("49", "", False),
        ("493012345678", "3012345678", False),
    ],
)
def test_a_phone_number_is_in_service_somewhere(international: str, national: str, fits: object) -> None:
    assert is_persons_phone(international, national) == fits


@pytest.mark.parametrize(
    ("digits", "fits"),
    [
        ("0872149536", True),
        ("13901672845", True),
        ("08001110111", False),
        ("02079460018", False),
        ("5550142", False),
    ],
)
def test_a_number_to_ring_within_a_country(digits: str, fits: object) -> None:
    assert is_local_phone(digits) == fits
