"""Languages as langdetect itself tells them."""

import random
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from langdetect import detector_factory
from langdetect.detector_factory import DetectorFactory

from curate.errors import UnfitPackage
from curate.files.resources import langdetect_profiles
from curate.langid import by_langdetect as module
from curate.langid.backends import BACKENDS
from curate.langid.by_langdetect import by_langdetect
from tests.langid.test_identify import SENTENCES, TEXTS

Row = dict[str, Any]


def told(texts: list[str]) -> list[Row]:
    return BACKENDS["langdetect"].identify(pl.Series(texts, dtype=pl.String)).to_list()


@pytest.fixture(scope="module")
def langdetect() -> DetectorFactory:
    factory = DetectorFactory()
    factory.load_json_profile(langdetect_profiles())
    factory.set_seed(0)
    return factory


@pytest.mark.parametrize("lang", [lang for lang in SENTENCES if lang not in ("zh", "ja", "ko", "el")])
def test_the_answer_is_that_of_langdetect_from_the_same_seed(lang: str, langdetect: DetectorFactory) -> None:
    detector = langdetect.create()
    detector.append(SENTENCES[lang])
    first = detector.get_probabilities()[0]
    (row,) = told([SENTENCES[lang]])
    assert row["lang"] == first.lang == lang
    assert row["confidence"] == pytest.approx(first.prob, abs=0.001)


def test_what_the_gate_tells_is_told_as_by_the_profiles() -> None:
    texts = pl.Series([SENTENCES["zh"], "Yes.", '{"a": "b"}', "12 %", None, f"{SENTENCES['de']} `x = 1`", "東京"])
    usual, other = (BACKENDS[name].identify(texts) for name in ("profiles", "langdetect"))
    for field in ("lang", "script", "script_share", "letters"):
        assert usual.struct.field(field).to_list() == other.struct.field(field).to_list()
    names = "Walter Skinner, Melvin Frohike, Darius Michaud, Peter Watts, Conrad Strughold, Teena Mulder"
    assert told([names])[0]["lang"] == "und"


def test_only_languages_of_the_script_are_told() -> None:
    (row,) = told([" ".join(f"{one} {other}" for one, other in zip("abcdefgh" * 9, "абвгдежз" * 9, strict=True))])
    (russian,) = told([f"{SENTENCES['ru']} {SENTENCES['en'][:40]}"])
    assert row["script"] == "Latn"
    assert row["lang"] not in ("ru", "uk", "bg", "mk")
    assert russian["lang"] == "ru"


def test_a_script_that_it_knows_no_language_of_is_not_told() -> None:
    (row,) = told(["საქართველო არის ქვეყანა კავკასიაში, შავი ზღვის აღმოსავლეთ სანაპიროზე და მის მახლობლად"])
    assert (row["lang"], row["confidence"], row["script"]) == ("und", 0.0, "Geor")


def test_a_text_without_n_grams_is_not_told() -> None:
    assert module._probabilities(module._factory(), "1 2 3", {"en": 1.0}) == []


@settings(deadline=None, max_examples=15)
@given(st.lists(TEXTS, max_size=4), st.randoms(use_true_random=False))
def test_a_text_is_told_the_same_whatever_stands_beside_it(texts: list[str], by: random.Random) -> None:
    alone = [told([text])[0] for text in texts]
    assert told(texts) == alone
    order = by.sample(range(len(texts)), len(texts))
    assert told([texts[each] for each in order]) == [alone[each] for each in order]


def test_neither_the_seed_nor_the_random_numbers_of_the_process_are_read_or_set(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    unsure = "the wind and the row, la mer et le vent, der wind und das meer, il vento e il mare, o vento e o mar"
    first = told([unsure])
    monkeypatch.setattr(DetectorFactory, "seed", 12345)
    monkeypatch.setattr(detector_factory, "_factory", None)
    random.seed(7)
    state = random.getstate()
    by_langdetect.cache_clear()
    assert told([unsure]) == first
    assert random.getstate() == state
    assert DetectorFactory.seed == 12345
    assert detector_factory._factory is None


def test_profiles_that_do_not_fit_are_told_with_the_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "langdetect_profiles", lambda: langdetect_profiles()[1:])
    with pytest.raises(UnfitPackage, match="no language profiles for af"):
        module._factory()
