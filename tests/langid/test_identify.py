"""The language of prose."""

import random

import pytest
from langdetect.detector_factory import DetectorFactory

from curate.files.resources import langdetect_profiles
from curate.langid.identify import identify, identify_all, languages

SENTENCES = {
    "en": "we left the harbour before dawn because the wind was turning and nobody wanted to row",
    "de": "wir haben den hafen vor dem morgen verlassen, weil der wind drehte und niemand rudern wollte",
    "fr": "nous avons quitté le port avant l'aube parce que le vent tournait et que personne ne voulait ramer",
    "es": "salimos del puerto antes del amanecer porque el viento ya cambiaba y nadie quería volver remando",
    "it": "siamo usciti dal porto prima dell'alba perché il vento stava già girando e nessuno voleva remare",
    "pt": "saímos do porto antes do amanhecer porque o vento já estava a mudar e ninguém queria voltar a remos",
    "nl": "we zijn gisteren vroeg uit de haven vertrokken omdat het hard begon te waaien en niemand wilde roeien",
    "ru": "мы вышли из гавани до рассвета, потому что ветер уже менялся и никто не хотел грести обратно",
    "ar": "غادرنا الميناء قبل الفجر لأن الريح كانت قد بدأت تتغير ولم يرغب أحد في التجديف عائدا إلى الشاطئ",
    "zh": "我们在天亮之前离开了港口，因为风向已经开始改变，谁也不想划船回来，所以大家都很着急。",
    "ja": "風が変わり始めていて、誰も漕いで戻りたくなかったので、私たちは夜明け前に港を出ました。",
}


@pytest.mark.parametrize("lang", SENTENCES)
def test_a_sentence_is_told(lang: str) -> None:
    assert identify(SENTENCES[lang]).lang == lang


@pytest.mark.parametrize("lang", [lang for lang in SENTENCES if lang not in ("zh", "ja")])
def test_a_sentence_is_told_as_langdetect_tells_it_from_a_fixed_seed(lang: str) -> None:
    factory = DetectorFactory()
    factory.load_json_profile(langdetect_profiles())
    factory.set_seed(0)
    detector = factory.create()
    detector.append(" ".join(dict.fromkeys(SENTENCES[lang].split())))
    assert detector.get_probabilities()[0].lang == identify(SENTENCES[lang]).lang


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        (None, "und"),
        ("Yes.", "und"),
        ("3.14159 2.71828 1.61803 1.41421 0.57721 299792458", "und"),
        ("Walter Skinner, Melvin Frohike, Darius Michaud, Peter Watts, Conrad Strughold, Teena Mulder", "und"),
        ("def area(r): return 3.14 * r ** 2 if r >= 0 else None; print([area(r) for r in range(10)])", "zxx"),
        ("我每天用 Python 和 SQL 写报表，然后发到 Slack 频道里。", "zh"),
    ],
)
def test_what_can_not_be_told_is_not_guessed(text: str | None, lang: str) -> None:
    assert identify(text).lang == lang


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        (
            f"The clerk wrote “{SENTENCES['de']}” and later he explained every word of it to us.",
            "en",
        ),
        (f'"{SENTENCES["de"]}"', "de"),
        ("12 furlongs is equivalent to wolfram('12 furlongs in kilometers') kilometers.", "und"),
    ],
)
def test_what_a_text_quotes_is_read_only_where_nothing_else_stands(text: str, lang: str) -> None:
    assert identify(text).lang == lang


def test_the_seed_of_the_process_is_neither_read_nor_set() -> None:
    DetectorFactory.seed = 12345
    try:
        first = identify(SENTENCES["nl"])
        assert DetectorFactory.seed == 12345
    finally:
        DetectorFactory.seed = None
    assert identify(SENTENCES["nl"]) == first


def test_the_order_of_texts_changes_no_answer() -> None:
    texts = list(SENTENCES.values())
    told = dict(zip(texts, identify_all(texts), strict=True))
    shuffled = random.Random(5).sample(texts, len(texts))
    assert dict(zip(shuffled, identify_all(shuffled), strict=True)) == told


def test_the_languages_it_knows_are_named() -> None:
    assert len(languages()) >= 50
    assert set(SENTENCES) <= languages()
