import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import curate
from curate.api import load_pipeline
from curate.checks import Check
from curate.errors import UsageError
from curate.plugins import is_plugin, load
from curate.steps import Step
from curate.steps.drop import Drop

SHOUTED = '''
import polars as pl

from curate import RowCheck
from curate.records.columns import is_response, text


class ShoutedResponse(RowCheck, code="ACME001"):
    """The response is mostly capital letters."""

    max_share: float = 0.6
    """Largest share of characters that may be capitals."""

    def flag(self) -> pl.Expr:
        capitals = text().str.count_matches(r"[A-Z]")
        return is_response() & (capitals > self.max_share * text().str.len_chars())
'''

PIPELINE = """
name = "acme"

[checks]
"acme_quality:ShoutedResponse" = { max_share = 0.5 }

[[steps]]
use = "drop"
on = ["ACME001"]
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The current folder, with a check of one's own in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "acme_quality.py").write_text(SHOUTED, encoding="utf-8")
    (tmp_path / "acme_empty.py").write_text("", encoding="utf-8")
    (tmp_path / "acme.toml").write_text(PIPELINE, encoding="utf-8")
    yield tmp_path
    for name in [name for name in sys.modules if name.startswith("acme_")]:
        del sys.modules[name]


@pytest.mark.parametrize(
    ("name", "outside"),
    [("acme.quality:ShoutedResponse", True), ("short-response", False), ("LEN001", False), ("drop", False)],
)
def test_a_colon_makes_a_name_one_from_outside(name: str, *, outside: bool) -> None:
    assert is_plugin(name) is outside


def test_a_pipeline_may_not_load_code_by_itself(here: Path) -> None:
    (here / "acme_quality.py").write_text("raise SystemExit('this file was run')", encoding="utf-8")
    with pytest.raises(UsageError, match=r"acme.toml, line 5: .*may not load") as refused:
        load_pipeline("acme.toml")
    assert "--allow-plugins" in refused.value.hint
    assert "acme_quality" not in sys.modules


@pytest.mark.usefixtures("here")
def test_an_allowed_check_runs_beside_the_others(
    write_lines: Callable[..., Path], chat: Callable[..., dict[str, Any]]
) -> None:
    rows = [
        chat("Where is my parcel?", "IT WILL ARRIVE ON MONDAY"),
        chat("Where is my parcel?", "On its way to you."),
    ]
    result = curate.run("acme.toml", write_lines(rows), allow_plugins=True)
    assert result.dropped.select("row", "code", "name").rows() == [(1, "ACME001", "shouted-response")]
    assert {status.check.code for status in result.statuses} > {"ACME001", "LEN001"}


@pytest.mark.usefixtures("here")
def test_the_search_path_is_as_before() -> None:
    before = list(sys.path)
    load("acme_quality:ShoutedResponse", Check, allowed=True, where="mine.toml")
    with pytest.raises(UsageError):
        load("acme_nowhere:ShoutedResponse", Check, allowed=True, where="mine.toml")
    assert sys.path == before


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("acme_quality:ShoutedRespons", "no class in acme_quality called .* Did you mean 'ShoutedResponse'"),
        ("acme_quality:pl", "is not a check: it is no class derived from Check"),
        ("curate.steps.drop:Drop", "is not a check"),
        ("acme_empty:Shouted", "no class in acme_empty called 'Shouted'.$"),
        ("acme_nowhere:ShoutedResponse", "can not be imported"),
        (":ShoutedResponse", "can not be imported"),
        (".acme_quality:ShoutedResponse", "can not be imported"),
    ],
)
def test_what_is_no_check_is_refused_with_its_place(name: str, reason: str) -> None:
    with pytest.raises(UsageError, match=reason) as refused:
        load(name, Check, allowed=True, where="mine.toml, line 5")
    assert refused.value.message.startswith("mine.toml, line 5: ")


def test_a_step_is_asked_for_where_a_step_is_needed() -> None:
    step: type[Any] = Step
    assert load("curate.steps.drop:Drop", step, allowed=True, where="mine.toml") is Drop
    with pytest.raises(UsageError, match="is not a step"):
        load("curate.checks.length:ShortResponse", step, allowed=True, where="mine.toml")


@pytest.mark.parametrize("broken", ["def shouted(:\n", "import polars\npolars.no_such_thing\n", "1 / 0\n"])
def test_a_plugin_that_breaks_when_imported_is_named_as_the_culprit(here: Path, broken: str) -> None:
    """Anything else would be told as an error of curate itself."""
    (here / "acme_quality.py").write_text(broken, encoding="utf-8")
    with pytest.raises(UsageError, match="acme_quality:ShoutedResponse can not be imported"):
        load_pipeline("acme.toml", allow_plugins=True)


def test_a_kind_of_check_is_not_a_check(here: Path) -> None:
    (here / "acme.toml").write_text('name = "acme"\n[checks]\n"curate:RowCheck" = {}\n', encoding="utf-8")
    with pytest.raises(UsageError, match="curate:RowCheck is not a check yet: it lacks flag"):
        load_pipeline("acme.toml", allow_plugins=True)
