"""Languages by the model of py3langid, which most of this needs: it is skipped without the extra `langid`."""

import random
import sys
from types import ModuleType, SimpleNamespace
from typing import Any, cast

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.errors import UnfitPackage, UsageError
from curate.langid import by_py3langid as module
from curate.langid.backends import BACKENDS
from curate.langid.by_py3langid import by_py3langid, written_in
from curate.langid.characters import SCRIPTS
from curate.langid.identify import gate
from curate.langid.names import KNOWN_TO
from tests.langid.test_identify import SENTENCES, TEXTS

Row = dict[str, Any]

MORE = {
    "sr": "ја сам јуче отишао на пијацу да купим воће и поврће за целу недељу па сам се вратио кући",
    "kk": "мен кеше базарға барып бір аптаға жететін жемістер мен көкөністер сатып алып үйге қайттым",
    "is": "við fórum úr höfninni fyrir dögun því vindurinn var að snúast og enginn vildi róa aftur til baka",
    "eu": "goizaldea baino lehen irten ginen portutik haizea aldatzen ari zelako eta inork ez zuen nahi",
    "ga": "d'fhágamar an cuan roimh bhreacadh an lae mar bhí an ghaoth ag athrú agus ní raibh aon duine sásta",
    "ka": "საქართველო არის ქვეყანა კავკასიაში, შავი ზღვის აღმოსავლეთ სანაპიროზე",
    "hy": "մենք լքեցինք նավահանգիստը լուսաբացից առաջ, քանի որ քամին փոխվում էր",
    "no": "vi forlot havnen før daggry fordi vinden snudde og ingen hadde lyst til å ro hele veien tilbake igjen",
}  # fmt: skip


def told(texts: list[str]) -> list[Row]:
    return BACKENDS["py3langid"].identify(pl.Series(texts, dtype=pl.String)).to_list()


@pytest.fixture(name="installed")
def _installed() -> ModuleType:
    package = pytest.importorskip("py3langid", reason="py3langid is not installed: the extra `langid`")
    return cast("ModuleType", package.langid)


@pytest.mark.parametrize("script", list(SCRIPTS))
def test_languages_that_have_a_profile_are_written_in_the_script_that_it_tells(script: str) -> None:
    from curate.langid.installed import folded
    from curate.langid.profiles import profiles

    own = gate().languages[list(SCRIPTS).index(script)]
    profiled = {folded(name) for name, there in zip(profiles().languages, own, strict=False) if there}
    assert set(written_in(script)) & set(KNOWN_TO["profiles"]) == profiled


def test_every_language_is_written_in_some_script() -> None:
    assert {lang for script in SCRIPTS for lang in written_in(script)} == set(KNOWN_TO["py3langid"])
    assert "sr" in written_in("Latn")
    assert "sr" in written_in("Cyrl")


def test_without_the_package_its_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "py3langid", None)
    with pytest.raises(UsageError, match="the backend py3langid needs the package py3langid") as refused:
        module._identifier()
    assert refused.value.hint.startswith("pip install 'curate-sft[langid]'")


def test_a_model_without_some_language_is_told_with_the_version(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_langs: list[str]) -> None:
        raise ValueError("Unknown language code(s): {'sr'}")

    identifier = SimpleNamespace(set_languages=refuse)
    kind = SimpleNamespace(from_model_file=lambda *_, **__: identifier)
    fake = SimpleNamespace(LanguageIdentifier=kind, MODEL_FILE="")
    monkeypatch.setattr(module, "needed", lambda *_, **__: fake)
    monkeypatch.setattr(module, "version", lambda _: "0.9")
    with pytest.raises(UnfitPackage, match=r"py3langid 0.9 is installed, and does not fit: Unknown .*'sr'"):
        module._identifier()


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("lang", [*SENTENCES, *MORE])
def test_a_sentence_is_told(lang: str) -> None:
    (row,) = told([(SENTENCES | MORE)[lang]])
    assert row["lang"] == lang
    assert 0.7 <= row["confidence"] <= 1


@pytest.mark.usefixtures("installed")
def test_what_the_gate_tells_is_told_as_by_the_profiles() -> None:
    texts = pl.Series([SENTENCES["zh"], "Yes.", '{"a": "b"}', "12 %", None, f"{SENTENCES['de']} `x = 1`", "東京"])
    usual, other = (BACKENDS[name].identify(texts) for name in ("profiles", "py3langid"))
    for field in ("lang", "script", "script_share", "letters"):
        assert usual.struct.field(field).to_list() == other.struct.field(field).to_list()


def test_the_confidence_is_its_own_probability(installed: ModuleType) -> None:
    identifier = installed.LanguageIdentifier.from_model_file(installed.MODEL_FILE, norm_probs=True)
    identifier.set_languages([*KNOWN_TO["py3langid"], "nn", "zxx"])
    for lang in ("en", "es", "ru", "sr", "eu"):
        text = (SENTENCES | MORE)[lang]
        (row,) = told([text])
        assert (row["lang"], row["confidence"]) == (lang, pytest.approx(identifier.classify(text)[1], abs=1e-4))


def test_the_identifier_of_the_process_is_not_touched(installed: ModuleType) -> None:
    installed.set_languages(["de", "fr"])
    try:
        by_py3langid.cache_clear()
        (row,) = told([SENTENCES["en"]])
        assert row["lang"] == "en"
        assert installed.classify(SENTENCES["en"])[0] in ("de", "fr")
    finally:
        installed.set_languages(None)


@pytest.mark.usefixtures("installed")
@settings(deadline=None, max_examples=25)
@given(st.lists(TEXTS, max_size=5), st.randoms(use_true_random=False))
def test_a_text_is_told_the_same_whatever_stands_beside_it(texts: list[str], by: random.Random) -> None:
    alone = [told([text])[0] for text in texts]
    assert told(texts) == alone
    order = by.sample(range(len(texts)), len(texts))
    assert told([texts[each] for each in order]) == [alone[each] for each in order]


@pytest.mark.usefixtures("installed")
def test_croatian_and_indonesian_are_told_though_others_look_like_them() -> None:
    croatian = "napustili smo luku prije zore jer se vjetar okretao i nitko nije htio veslati natrag do obale"
    indonesian = "kami meninggalkan pelabuhan sebelum fajar karena angin mulai berubah dan tidak ada yang mau"
    assert [row["lang"] for row in told([croatian, indonesian])] == ["hr", "id"]
