"""The language of prose."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from langdetect.detector_factory import DetectorFactory

from curate.files.resources import langdetect_profiles
from curate.langid import identify as module
from curate.langid.characters import SCRIPTS
from curate.langid.identify import LANGUAGE_TYPE, gate, identify, languages, scored
from curate.langid.profiles import profiles

Row = dict[str, Any]

SENTENCES = {
    "en": "we left the harbour before dawn because the wind was turning and nobody wanted to row",
    "de": "wir haben den hafen vor dem morgen verlassen, weil der wind drehte und niemand rudern wollte",
    "fr": "nous avons quitté le port avant l'aube parce que le vent tournait et que personne ne voulait ramer",
    "es": "salimos del puerto antes del amanecer porque el viento ya cambiaba y nadie quería volver remando",
    "it": "siamo usciti dal porto prima dell'alba perché il vento stava già girando e nessuno voleva remare",
    "pt": "saímos do porto antes do amanhecer porque o vento já estava a mudar e ninguém queria voltar a remos",
    "nl": "we zijn gisteren vroeg uit de haven vertrokken omdat het hard begon te waaien en niemand wilde roeien",
    "vi": "chúng tôi rời bến cảng trước bình minh vì gió đã bắt đầu đổi chiều và không ai muốn chèo trở lại",
    "ru": "мы вышли из гавани до рассвета, потому что ветер уже менялся и никто не хотел грести обратно",
    "el": "φύγαμε από το λιμάνι πριν την αυγή γιατί ο άνεμος άλλαζε και κανείς δεν ήθελε να κωπηλατήσει πίσω",
    "ar": "غادرنا الميناء قبل الفجر لأن الريح كانت قد بدأت تتغير ولم يرغب أحد في التجديف عائدا إلى الشاطئ",
    "zh": "我们在天亮之前离开了港口，因为风向已经开始改变，谁也不想划船回来，所以大家都很着急。",
    "ja": "風が変わり始めていて、誰も漕いで戻りたくなかったので、私たちは夜明け前に港を出ました。",
    "ko": "바람의 방향이 바뀌고 있었고 아무도 노를 저어 돌아오고 싶지 않아서 우리는 동트기 전에 항구를 떠났다.",
}


def told(text: str | None) -> Row:
    row: Row = identify(pl.Series([text], dtype=pl.String)).item()
    return row


def all_told(texts: list[str]) -> list[Row]:
    return identify(pl.Series(texts, dtype=pl.String)).to_list()


@pytest.mark.parametrize("lang", SENTENCES)
def test_a_sentence_is_told(lang: str) -> None:
    row = told(SENTENCES[lang])
    assert row["lang"] == lang
    assert 0.7 <= row["confidence"] <= 1
    assert row["letters"] == sum(map(str.isalpha, SENTENCES[lang]))
    assert row["script_share"] == 1


@pytest.mark.parametrize("lang", [lang for lang in SENTENCES if lang not in ("zh", "ja")])
def test_a_sentence_is_told_as_langdetect_tells_it_from_a_fixed_seed(lang: str) -> None:
    factory = DetectorFactory()
    factory.load_json_profile(langdetect_profiles())
    factory.set_seed(0)
    detector = factory.create()
    detector.append(" ".join(dict.fromkeys(SENTENCES[lang].split())))
    assert detector.get_probabilities()[0].lang == told(SENTENCES[lang])["lang"]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Yes.", "und"),
        ("3.14159 2.71828 1.61803 1.41421 0.57721 299792458", "und"),
        ("Walter Skinner, Melvin Frohike, Darius Michaud, Peter Watts, Conrad Strughold, Teena Mulder", "und"),
        ("def area(r): return 3.14 * r ** 2 if r >= 0 else None; print([area(r) for r in range(10)])", "zxx"),
        ("```python\n# the sum of all the numbers that stand in this list\ntotal = sum(numbers)\n```", "zxx"),
        ('{"name": "a long value with many words in it, none of which is anything but data"}', "zxx"),
        (r"$\int_0^1 x^2\,dx = \frac{1}{3}$", "zxx"),
        ("https://example.org/a/long/address/that/has/many/words/in/it", "zxx"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "zxx"),
        ("我每天用 Python 和 SQL 写报表，然后发到 Slack 频道里。", "zh"),
        ("In May she sold only half as many: 48/2 = <<48/2=24>>24 clips, which makes 48 + 24 = 72 in both.", "en"),
        ("東京", "und"),
        ("隐喻 / 不是", "und"),
        ("この本は『吾輩は猫である』です。", "ja"),
        ("我觉得这家「の」字招牌的店里卖的东西都非常好吃，价格也不算太贵，大家可以去试试看。", "zh"),
    ],
)
def test_what_can_not_be_told_is_not_guessed(text: str, lang: str) -> None:
    assert told(text)["lang"] == lang


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        (f"The clerk wrote “{SENTENCES['de']}” and later he explained every word of it to us.", "en"),
        (f'"{SENTENCES["de"]}"', "de"),
        ("12 furlongs is equivalent to wolfram('12 furlongs in kilometers') kilometers.", "und"),
        (f"{SENTENCES['de']}\n```\n{SENTENCES['en']} {SENTENCES['en']}\n```", "de"),
    ],
)
def test_what_a_text_quotes_is_read_only_where_nothing_else_stands(text: str, lang: str) -> None:
    assert told(text)["lang"] == lang


@pytest.mark.parametrize(
    ("text", "script", "share"),
    [
        ("", "Zyyy", 0.0),
        ("12 %", "Zyyy", 0.0),
        ("abc", "Latn", 1.0),
        ("abc Жж", "Latn", 0.6),
        ("abc 中文", "Hani", 0.4),
        ("東京とabc", "Jpan", 0.5),
        ("ქართული ენა", "Geor", 1.0),
        ("ⲁⲃⲅ", "Zzzz", 1.0),
    ],
)
def test_the_script_that_says_most_is_told_with_its_share(text: str, script: str, share: float) -> None:
    row = told(text)
    assert (row["script"], row["script_share"]) == (script, share)


def test_a_script_that_no_known_language_is_written_in_is_told_alone() -> None:
    row = told("საქართველო არის ქვეყანა კავკასიაში, შავი ზღვის აღმოსავლეთ სანაპიროზე და მის მახლობლად")
    assert (row["lang"], row["confidence"], row["script"]) == ("und", 0.0, "Geor")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("empty", ""),
        ("one letter", "a"),
        ("one Han character", "中"),
        ("emoji", "\U0001f994\U0001f468\u200d\U0001f469\u200d\U0001f467 " * 30),
        ("digits", "0123456789 " * 30),
        ("digits of other scripts", "٠١٢٣٤٥٦٧٨٩ ०१२३४५६७८९ " * 30),
        ("private use", "\ue000\uf8ff\U000f0000\U0010fffd " * 30),
        ("unassigned", "\u0378\u0380\U0003ffff\U000e0fff " * 30),
        ("marks alone", "\u0301\u0308\u093c\u20dd" * 60),
        ("right-to-left marks", "\u200f\u202e\u2067\u061c " * 60),
        ("zero bytes", "\0" * 90),
    ],
)
def test_what_has_no_language_is_undetermined(name: str, text: str) -> None:
    row = told(text)
    assert row["lang"] == "und", name
    assert row["confidence"] == 0
    assert row["letters"] == sum(map(str.isalpha, text))


def test_marks_of_direction_change_nothing() -> None:
    text = SENTENCES["ar"]
    marked = "\u202b\u200f" + text.replace(" ", " \u200f") + "\u202c"
    assert told(marked)["lang"] == "ar"
    assert told(marked)["letters"] == told(text)["letters"]


def test_scripts_that_take_turns_are_told_by_their_share() -> None:
    row = told(" ".join(f"{one} {other}" for one, other in zip("abcdefgh" * 9, "абвгдежз" * 9, strict=True)))
    assert row["script_share"] == 0.5
    assert row["lang"] == "und" or row["confidence"] >= module.LEAST_CONFIDENCE


def test_letters_that_only_look_latin_are_letters_of_their_script() -> None:
    text = SENTENCES["en"].translate(str.maketrans("aeopcx", "аеорсх"))
    row = told(text)
    assert (row["lang"], row["script"]) == ("und", "Latn")
    assert row["script_share"] < 0.8


def test_marks_are_put_together_with_their_letters() -> None:
    import unicodedata

    apart = unicodedata.normalize("NFD", SENTENCES["vi"])
    assert apart != SENTENCES["vi"]
    assert told(apart) == told(SENTENCES["vi"])
    first, null, second = identify(pl.Series([apart, None, SENTENCES["en"]])).to_list()
    assert (first["lang"], null, second["lang"]) == ("vi", None, "en")


@pytest.mark.parametrize("text", ["a" * (50 << 20), "`" * (50 << 20), "中" * (17 << 20)], ids=["a", "tick", "Han"])
def test_fifty_megabytes_of_one_character_take_no_long_time(text: str) -> None:
    started = time.process_time()
    row = told(text)
    assert time.process_time() - started < 10
    assert row["letters"] == len(text) * text[0].isalpha()
    assert row["lang"] in ("zh", "und", "zxx")


def test_the_seed_of_the_process_is_neither_read_nor_set() -> None:
    DetectorFactory.seed = 12345
    try:
        first = told(SENTENCES["nl"])
        assert DetectorFactory.seed == 12345
    finally:
        DetectorFactory.seed = None
    assert told(SENTENCES["nl"]) == first


WORDS = st.sampled_from(
    [word for text in SENTENCES.values() for word in text.split()]
    + ["Rhein", "`x`", "$a$", '"', "“b”", "(", "http://a.b", "a@b.c", "\n", "e\u0301", "{", "}", "\U0001f994", "5"]
)
TEXTS = st.lists(WORDS, max_size=120).map(" ".join) | st.text(max_size=30)


@settings(deadline=None, max_examples=60)
@given(st.lists(TEXTS, max_size=6), st.randoms(use_true_random=False))
def test_a_text_is_told_the_same_whatever_stands_beside_it(texts: list[str], by: random.Random) -> None:
    alone = [told(text) for text in texts]
    assert all_told(texts) == alone
    order = by.sample(range(len(texts)), len(texts))
    assert all_told([texts[each] for each in order]) == [alone[each] for each in order]


def test_slices_and_threads_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"{one} {other}" for one in SENTENCES.values() for other in ("", "Rhein", *SENTENCES.values())]
    whole = all_told(texts)
    monkeypatch.setattr(module, "_TOGETHER", 500)
    assert all_told(texts) == whole
    assert all_told(["", *texts, ""])[1:-1] == whole
    with ThreadPoolExecutor(4) as threads:
        assert all(each == whole for each in threads.map(all_told, [texts] * 8))


def test_a_column_keeps_its_name_its_length_and_its_nulls() -> None:
    column = identify(pl.Series("said", [None, "", None], dtype=pl.String))
    assert column.name == "said"
    assert column.dtype == LANGUAGE_TYPE
    assert column.is_null().to_list() == [True, False, True]
    assert identify(pl.Series("said", [], dtype=pl.String)).dtype == LANGUAGE_TYPE
    assert len(identify(pl.Series([None], dtype=pl.String))) == 1


def test_what_is_told_is_in_one_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_TOGETHER", 100)
    texts = pl.Series([SENTENCES["en"], None, "e\u0301", SENTENCES["ru"]] * 3)
    lang = identify(texts).struct.field("lang")
    assert lang.n_chunks() == 1
    frame = pl.DataFrame([texts.alias("text"), identify(texts).alias("told")]).filter(pl.col("text").is_not_null())
    assert frame.select(pl.format("{}: {}", pl.col("told").struct.field("lang"), "text")).height == 9


def test_the_languages_it_knows_are_named() -> None:
    assert len(languages()) >= 50
    assert set(SENTENCES) <= languages()


def test_scripts_with_one_language_are_told_by_it() -> None:
    only = {script: lang for script, lang in zip(SCRIPTS, gate().only, strict=True) if lang}
    assert only["Hani"] == "zh"
    assert {"Jpan", "Kore", "Grek", "Hebr", "Thai", "Beng", "Taml"} <= set(only)
    assert not {"Latn", "Cyrl", "Arab", "Deva", "Geor", "Zyyy"} & set(only)


def test_every_n_gram_of_a_text_is_scored_for_the_languages_of_its_script() -> None:
    scores, found = scored(pl.Series([SENTENCES["ru"], "", SENTENCES["en"]]))
    assert scores.shape == (3, len(profiles().languages))
    assert profiles().languages[scores[0].argmax()] == "ru"
    assert profiles().languages[scores[2].argmax()] == "en"
    assert found[1] == 0
    assert (scores[0] > 0).sum() <= gate().languages[list(SCRIPTS).index("Cyrl")].sum()
