"""The profiles of langdetect as tables, beside langdetect itself, and how they are kept."""

import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from langdetect.detector_factory import DetectorFactory
from langdetect.utils.ngram import NGram

from curate.errors import UnfitPackage
from curate.files import disk
from curate.files.cache import cache_folder
from curate.files.resources import langdetect_profiles
from curate.langid import profiles as module
from curate.langid.characters import SCRIPTS, SPACE, TAKEN_FOR, UPPER
from curate.langid.installed import Profile
from curate.langid.kernels import score as kernel
from curate.langid.profiles import UNIT, WEIGHT, Profiles, packed, profiles


@pytest.fixture(scope="module")
def theirs() -> DetectorFactory:
    """A factory of langdetect with all its profiles."""
    factory = DetectorFactory()
    factory.load_json_profile(langdetect_profiles())
    return factory


@pytest.fixture(scope="module")
def known() -> dict[str, int]:
    """What each character that the profiles know is taken for."""
    characters = (chr(code) for code in range(1 << 16))
    taken = {each: int(profiles().signs[ord(each)]) & TAKEN_FOR for each in characters}
    return {each: number for each, number in taken.items() if number and NGram.normalize(each) == each}


def said(gram: str, known: dict[str, int]) -> np.ndarray:
    """What a kernel finds that an n-gram says."""
    sums = np.zeros(module.WIDTH, np.int64)
    keys = np.array([packed([known.get(each, 0) for each in gram])], np.uint64)
    assert kernel._add(keys, profiles().table, sums) == bool(sums.any())
    return sums[: len(profiles().languages)] / UNIT


def test_every_n_gram_says_what_it_says_to_langdetect(theirs: DetectorFactory, known: dict[str, int]) -> None:
    own = profiles()
    assert list(own.languages) == theirs.get_lang_list()
    short = {gram: says for gram, says in theirs.word_lang_prob_map.items() if len(gram) <= 3}
    # What langdetect takes for another character never stands in what it reads.
    read = [gram for gram in sorted(short) if all(NGram.normalize(each) == each for each in gram)]
    assert np.count_nonzero(own.places) + np.count_nonzero(own.alone) == len(read)
    assert np.count_nonzero(own.places) * 2 < module.PLACES
    for gram in random.Random(3).sample(read, 500):
        assert said(gram, known) == pytest.approx(np.log1p(np.array(short[gram]) / WEIGHT), abs=0.5 / UNIT)


def test_an_n_gram_that_no_profile_has_says_nothing(known: dict[str, int]) -> None:
    assert not said("qzj", known).any()
    assert not said(" ", known).any()


@pytest.mark.parametrize("character", "aZ5 é\u0219\u06cc\u1ea1ひカ㐀漢힣–\ue000")
def test_a_character_is_taken_for_what_langdetect_takes_it_for(character: str, known: dict[str, int]) -> None:
    taken_for = NGram.normalize(character)
    sign = int(profiles().signs[ord(character)])
    assert sign & TAKEN_FOR == known.get(taken_for, 0)
    assert bool(sign & UPPER) == taken_for.isupper()
    assert (sign & TAKEN_FOR == SPACE) == (taken_for == " ")


def test_each_language_is_written_in_its_script() -> None:
    own = dict(zip(profiles().languages, profiles().scripts, strict=True))
    names = {language: list(SCRIPTS)[script] for language, script in own.items()}
    assert {names[each] for each in ("en", "vi", "tr", "so")} == {"Latn"}
    assert [names[each] for each in ("ru", "el", "ur", "he", "ne")] == ["Cyrl", "Grek", "Arab", "Hebr", "Deva"]
    assert [names[each] for each in ("zh-cn", "zh-tw", "ja", "ko")] == ["Hani", "Hani", "Jpan", "Kore"]


def test_kernels_read_tables_as_they_are_written() -> None:
    for name in ("WIDTH", "UNIT", "BITS", "ROW", "SHIFT", "MIX", "LONGEST"):
        assert getattr(kernel, name) == getattr(module, name)
    assert len(profiles().languages) <= module.WIDTH


@pytest.fixture
def anew() -> Iterator[None]:
    """As in a new process."""
    profiles.cache_clear()
    yield
    profiles.cache_clear()


def kept() -> Path:
    (path,) = (cache_folder() or Path()).glob("language/*.frames")
    return path


def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A list that grows when tables are made."""
    times = list[int]()

    def counted(installed: list[Profile]) -> Profiles:
        times.append(len(installed))
        return making(installed)

    making = module.made_of
    monkeypatch.setattr(module, "made_of", counted)
    return times


def same(one: Profiles, other: Profiles) -> bool:
    return one.languages == other.languages and all(
        np.array_equal(getattr(one, name), getattr(other, name)) and getattr(other, name).flags.writeable
        for name in ("scripts", "signs", "written", "places", "alone", "rows")
    )


@pytest.mark.usefixtures("anew")
def test_tables_are_made_once_and_found_again(monkeypatch: pytest.MonkeyPatch) -> None:
    times = made(monkeypatch)
    first = profiles()
    profiles.cache_clear()
    assert same(first, profiles())
    assert times == [55]
    assert kept().stat().st_size <= 50 << 20


@pytest.mark.usefixtures("anew")
def test_damaged_tables_are_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    first = profiles()
    monkeypatch.setattr(module, "made_of", lambda _installed: first)
    whole = kept().read_bytes()
    middle = len(whole) // 2
    bent = whole[:middle] + bytes(each ^ 255 for each in whole[middle : middle + 9]) + whole[middle + 9 :]
    for damaged in (whole[:middle], bent, b"", b"PK\x05\x06" + bytes(18)):
        kept().write_bytes(damaged)
        profiles.cache_clear()
        assert profiles() is first
        assert kept().read_bytes() == whole


def test_tables_of_another_size_are_not_read() -> None:
    frames = module._packed(profiles())
    frames = {**frames, "alone": frames["alone"].head(9)}
    with pytest.raises(ValueError, match="af"):
        module._unpacked(frames)


@pytest.mark.usefixtures("anew")
def test_where_nothing_can_be_kept_tables_are_made_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_path: Path) -> None:
        raise OSError(28, "No space left on device")

    first = profiles()
    monkeypatch.setattr(module, "made_of", lambda _installed: first)
    monkeypatch.setattr(module, "_MADE_AS", "another way")
    monkeypatch.setattr(disk, "create", full)
    profiles.cache_clear()
    assert profiles() is first
    monkeypatch.setattr(module, "cache_folder", lambda: None)
    profiles.cache_clear()
    assert profiles() is first


@pytest.mark.usefixtures("anew")
def test_other_profiles_are_not_served_from_the_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    profiles()
    profiles.cache_clear()
    monkeypatch.setattr(module, "langdetect_profiles", lambda: langdetect_profiles()[1:])
    with pytest.raises(UnfitPackage, match="af"):
        profiles()
