import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import curate
from curate import RowCheck, plan
from curate.checks.tokens import OverContext
from curate.files.sources import sources_of
from curate.pipeline import Pipeline
from curate.plan import plan_of
from curate.provenance import versions
from curate.records.known import Reading
from curate.steps import Drop
from tests.at_work import SET, House, lay, pipeline


def changed(one: Mapping[str, str], other: Mapping[str, str]) -> set[str]:
    return {name for name in {*one, *other} if one.get(name) != other.get(name)}


@pytest.fixture
def herons(tmp_path: Path) -> Path:
    return lay(tmp_path / "herons.jsonl")


def planned(*files: Any, to_do: Pipeline | None = None, **reading: Any) -> Mapping[str, str]:  # noqa: ANN401
    return plan_of(sources_of(files), Reading(**reading), to_do or pipeline())


def test_a_plan_of_the_same_is_the_same(herons: Path) -> None:
    assert planned(herons) == planned(herons)
    assert all(isinstance(told, str) and told for told in planned(herons).values())


def test_another_content_time_or_size_of_an_input_is_told(herons: Path) -> None:
    before = planned(herons)
    herons.write_bytes(herons.read_bytes().replace(b"basil", b"thyme"))
    assert changed(before, planned(herons)) == {f"input {herons}"}


def test_one_more_input_and_another_order_are_told(herons: Path, tmp_path: Path) -> None:
    swifts = lay(tmp_path / "swifts.jsonl", SET[:2])

    assert changed(planned(herons, swifts), planned(swifts, herons)) == {"order of the inputs"}
    assert f"input {swifts}" in changed(planned(herons), planned(herons, swifts))


def test_a_frame_is_told_by_what_it_holds() -> None:
    one = pl.DataFrame({"prompt": ["Which bird?"], "completion": ["A heron."]})
    other = one.with_columns(completion=pl.lit("A stork."))

    assert planned(one) == planned(one.clone())
    assert changed(planned(one), planned(other)) == {"input frame 1"}


@pytest.mark.parametrize(
    ("reading", "told"),
    [
        ({"format": "messages"}, {"--from and --map"}),
        ({"paths": {"prompt": "question"}}, {"--from and --map"}),
        ({}, set()),
    ],
)
def test_how_an_input_is_read_is_told(herons: Path, reading: dict[str, Any], told: set[str]) -> None:
    assert changed(planned(herons), planned(herons, **reading)) == told


@pytest.mark.parametrize(
    "other",
    [
        pipeline(steps=()),
        pipeline(steps=(Drop(on=("LEN001",)),)),
        pipeline(select=("LEN",)),
        pipeline().model_copy(update={"seed": 7}),
    ],
)
def test_another_pipeline_is_told(herons: Path, other: Pipeline) -> None:
    assert changed(planned(herons), planned(herons, to_do=other)) == {"pipeline"}


def test_decisions_are_part_of_the_pipeline_by_what_they_say(herons: Path, tmp_path: Path) -> None:
    def decided(said: str) -> Mapping[str, str]:
        (tmp_path / "decisions.csv").write_text(f"key,decision,by\n{said}\n")
        step = curate.api._decided(str(tmp_path / "decisions.csv"), ())
        return planned(herons, to_do=pipeline(steps=(step,)))

    assert decided("0123456789abcdef,drop,Ines") == decided("0123456789abcdef,drop,Ines")
    assert changed(decided("0123456789abcdef,drop,Ines"), decided("0123456789abcdef,keep,Ines")) == {"pipeline"}


def test_another_version_is_told_by_its_name(herons: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = planned(herons)
    told = versions()
    monkeypatch.setattr(plan, "versions", lambda: {**told, "polars": "0.1"})
    monkeypatch.setattr(plan, "own_code", lambda: "another one")
    assert changed(before, planned(herons)) == {"version of polars", "code of curate"}


def test_the_file_of_a_plug_in_is_told_by_its_content(
    herons: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    house = House(tmp_path, "house_of_the_plan")
    check = __import__("house_of_the_plan").TooPlain()
    before = planned(herons, to_do=pipeline(check))
    assert before == planned(herons, to_do=pipeline(check))
    house.file.write_text(house.file.read_text() + "\n# as it was\n")
    assert changed(before, planned(herons, to_do=pipeline(check))) == {"plugin house_of_the_plan"}
    del sys.modules["house_of_the_plan"]


def test_what_was_typed_by_hand_is_never_the_same_again(herons: Path) -> None:
    """As in a notebook: the class of a cell that was run again has the same name, and other code."""

    class Typed(RowCheck, code="ACME001"):
        """A text is long."""

        def flag(self) -> pl.Expr:
            return pl.lit(value=False)

    Typed.__module__ = "typed_by_hand"
    to_do = pipeline(Typed())
    assert changed(planned(herons, to_do=to_do), planned(herons, to_do=to_do)) == {"plugin typed_by_hand"}


def test_what_a_check_reads_beside_the_records_is_told_where_it_runs(
    herons: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tokenizer in a folder may be another one under the same name."""
    by_tokens = pipeline(select=("TOK001",), steps=())
    read = iter(["one", "another"])
    monkeypatch.setattr(OverContext, "also_reads", lambda _: next(read))

    assert changed(planned(herons, to_do=by_tokens), planned(herons, to_do=by_tokens)) == {"what TOK001 reads"}
    assert "what TOK001 reads" not in planned(herons)
