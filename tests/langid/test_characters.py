"""What is known of each character."""

import unicodedata

import polars as pl
import pytest

from curate.langid import characters as known
from curate.langid.characters import SCRIPTS, scripts_of
from curate.langid.kernels import read, score
from curate.langid.profiles import profiles


def sign(character: str) -> int:
    return int(profiles().signs[ord(character)])


@pytest.mark.parametrize(
    ("character", "script"),
    [
        ("a", "Latn"),
        ("Ж", "Cyrl"),
        ("中", "Hani"),
        ("ㄅ", "Hani"),
        ("ひ", "Jpan"),
        ("ア", "Jpan"),
        ("한", "Kore"),
        ("ع", "Arab"),
        ("क", "Deva"),
        ("ქ", "Geor"),
        ("ⲁ", "Zzzz"),
        ("5", "Zyyy"),
        ("\u0301", "Zyyy"),
        ("\U0001f994", "Zyyy"),
    ],
)
def test_a_character_has_the_script_that_unicode_gives_it(character: str, script: str) -> None:
    assert list(SCRIPTS)[int(scripts_of(pl.Series([character]))[0])] == script


@pytest.mark.parametrize("character", "aZ 中5.é\u0301\ue000\U0001f994ß\n\u3000")
def test_its_marks_are_those_of_python(character: str) -> None:
    assert bool(sign(character) & known.LETTER) == character.isalpha()
    assert bool(sign(character) & known.CAPITAL) == character.isupper()
    assert bool(sign(character) & known.BLANK) == character.isspace()


@pytest.mark.parametrize("character", ["\u0301", "\u212b", "\u0958", "\u1161"])
def test_what_may_have_another_form_is_marked(character: str) -> None:
    assert sign(character) & known.COMPOSES
    assert not sign("a") & known.COMPOSES


def test_no_letter_stands_beyond_the_planes_that_are_looked_at() -> None:
    beyond = map(chr, range(known._ASSIGNED, known.EVERY))
    assert not any(each.isalpha() or each.isspace() or unicodedata.decomposition(each) for each in beyond)


def test_all_that_one_script_is_written_in_is_told_by_the_names_of_unicode() -> None:
    for character in map(chr, range(0x400, 0x500)):
        if unicodedata.category(character).startswith("L"):
            assert list(SCRIPTS)[sign(character) >> known.SCRIPT] == "Cyrl"


@pytest.mark.parametrize("kernel", [read, score])
def test_kernels_read_a_sign_as_it_is_written(kernel: object) -> None:
    """They say themselves where what stands, since compiled code is kept by the time of their files alone."""
    own = vars(kernel)
    names = ("UNKNOWN", "SPACE", "TAKEN_FOR", "UPPER", "CAPITAL", "LETTER", "BLANK", "COMPOSES", "SCRIPT")
    for name in names:
        assert getattr(known, name) == own.get(name, getattr(known, name))
    assert len(SCRIPTS) == read.SCRIPTS
    assert list(SCRIPTS)[read.LATIN] == "Latn"
    assert len(SCRIPTS) <= 1 << 8
