"""Languages nobody asked for."""

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

import curate
from curate.checks import RowCheck
from curate.checks.language import OtherLanguage, UnexpectedLanguage
from curate.checks.mixed import MixedLanguages
from curate.errors import UnknownName, UsageError
from curate.facts.view import facts_in
from curate.pipeline import parse_pipeline

SPANISH = "salimos del puerto antes del amanecer porque el viento ya cambiaba y nadie quería volver remando"


def test_without_expectations_it_is_not_applicable() -> None:
    assert "name some" in UnexpectedLanguage().not_applicable()
    assert UnexpectedLanguage(expect=("en",)).not_applicable() == ""


def test_the_prompt_is_the_turn_before_and_both_languages_are_named(records_of: Callable[..., Any]) -> None:
    asked = "tell me please why the lake always freezes from above and never from below in winter"
    said = "لأن الجليد أخف من الماء فيطفو على سطح البحيرة طوال فصل الشتاء ويحمي ما تحته"
    turns = [("user", "你好"), ("assistant", "hello"), ("user", asked), ("assistant", said)]
    records = records_of([{"messages": [{"role": role, "content": text} for role, text in turns]}])
    (row,) = curate.check(records, select=["LNG002"])["LNG002"].frame.iter_rows(named=True)
    assert row["message"] == "ar where the prompt is en"
    assert row["score"] >= 0.9


def test_it_runs_only_where_it_is_named(records_of: Callable[..., Any], chat: Callable[..., Any]) -> None:
    assert OtherLanguage.preview
    told = {each.check.code: each.status for each in curate.check(records_of([chat("Why?", "So.")])).statuses}
    assert told["LNG002"] == "not-selected"


def test_a_language_that_the_backend_does_not_tell_is_refused_with_one_that_does() -> None:
    with pytest.raises(UnknownName, match="profiles does not tell 'sr', Serbian"):
        UnexpectedLanguage(expect=("en", "sr"))
    assert UnexpectedLanguage(expect=("en", "sr"), backend="py3langid").expect == ("en", "sr")


def test_so_it_is_in_a_pipeline_with_its_line_and_at_a_call(
    records_of: Callable[..., Any], chat: Callable[..., Any]
) -> None:
    text = 'name = "trial"\n[checks]\nunexpected-language = { backend = "langdetect", expect = ["en", "sr"] }\n'
    with pytest.raises(UnknownName, match=r"trial.toml, line 3: the backend langdetect does not tell 'sr'"):
        parse_pipeline(text, "trial.toml")
    with pytest.raises(UnknownName, match="py3langid can"):
        curate.check(records_of([chat("Why?", "So.")]), expect=["sr"])


def test_a_backend_that_does_not_exist_is_refused_with_those_that_do() -> None:
    text = '[checks]\nother-language = { backend = "fasttext" }\n'
    with pytest.raises(
        UsageError, match=r"trial.toml, line 2: backend: .*'profiles', 'langdetect' or 'py3langid'"
    ):
        parse_pipeline(text, "trial.toml")


@pytest.mark.parametrize("kind", [UnexpectedLanguage, OtherLanguage, MixedLanguages])
def test_a_check_reads_what_its_backend_tells(kind: type[RowCheck]) -> None:
    def read(check: RowCheck) -> set[str]:
        every = (check.flag(), check.score(), check.message(), check.glance(), check.tally())
        return {name for name in facts_in(each for each in every if isinstance(each, pl.Expr)) if "lang" in name}

    usual, other = read(kind()), read(kind.model_validate({"backend": "langdetect"}))
    assert usual
    assert other == {f"{name}-by-langdetect" for name in usual}


@pytest.mark.parametrize(
    ("asked", "said", "lang"),
    [
        (
            "Warum haben wir den Hafen verlassen, obwohl der Wind gerade drehte und keiner von uns rudern wollte?",
            "Ja.",
            "de",
        ),
        (
            "Почему мы вышли из порта ещё до рассвета, когда ветер уже менялся и никто не хотел грести?",
            "Так.",
            "ru",
        ),
    ],
)
def test_a_short_response_is_counted_as_its_record_and_never_found_by_that_alone(
    asked: str, said: str, lang: str, records_of: Callable[..., Any], chat: Callable[..., Any]
) -> None:
    checked = curate.check(records_of([chat(asked, said)]), expect=["en"], select=["LNG001"])
    assert checked.languages is not None
    assert checked.languages.rows() == [(lang, 1, 1)]
    assert len(checked["LNG001"]) == 0


def test_langdetect_finds_the_same_and_counts_what_it_tells(
    records_of: Callable[..., Any], chat: Callable[..., Any]
) -> None:
    check = UnexpectedLanguage(expect=("en",), backend="langdetect")
    checked = curate.check(records_of([chat("Why?", SPANISH)]), [check], select=["LNG001"])
    assert len(checked["LNG001"]) == 1
    assert checked.languages is not None
    assert checked.languages.rows() == [("es", 1, 0)]


def test_py3langid_finds_a_language_that_has_no_profile(
    records_of: Callable[..., Any], chat: Callable[..., Any]
) -> None:
    pytest.importorskip("py3langid", reason="py3langid is not installed: the extra `langid`")
    said = "við fórum úr höfninni fyrir dögun því vindurinn var að snúast og enginn vildi róa aftur til baka"
    records = records_of([chat("What did you do?", said), chat("What did you do?", SPANISH)])
    checks = [UnexpectedLanguage(expect=expect, backend="py3langid") for expect in (("es", "is"), ("es",))]
    assert [len(curate.check(records, [each], select=["LNG001"])["LNG001"]) for each in checks] == [0, 1]
