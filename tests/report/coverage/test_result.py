"""How the prompts of a set spread over types."""

from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import curate
from curate.errors import UnknownName
from curate.records.records import Records
from curate.report.coverage.result import Coverage
from tests.report.coverage.conftest import TARGET
from tests.report.coverage.mill import Row, rows

Read = Callable[[Sequence[Row]], Records]


def test_the_distance_to_a_target_is_what_would_have_to_be_of_another_type(against: Coverage) -> None:
    shares = {
        "open_qa": 160 / 272,
        "summarization": 12 / 272,
        "creative_writing": 60 / 272,
        "classification": 40 / 272,
    }
    kinds = {*shares, *TARGET}
    wanted = sum(abs(shares.get(kind, 0) - TARGET.get(kind, 0)) for kind in kinds) / 2
    assert against.distance == pytest.approx(wanted)


def test_a_set_that_is_as_it_is_to_be_has_no_distance(mixed: Callable[..., Records], alone: Coverage) -> None:
    assert alone.distance is None
    found = curate.coverage(mixed(), mixed())
    assert found.distance == pytest.approx(0)
    assert not set(found.flags["code"]) & {"COV001", "COV002", "COV003", "COV005"}


@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(24)))
def test_the_order_of_records_changes_nothing(order: list[int], records_of: Read) -> None:
    every = rows({"open_qa": 10, "coding": 8, "translation": 6}, labelled=False)
    one, other = (curate.coverage(records_of(each), TARGET) for each in (every, [every[at] for at in order]))
    assert one.table.equals(other.table)
    assert one.flags.equals(other.flags)
    assert one.cells.equals(other.cells)


def test_parts_on_the_disk_say_the_same_as_all_in_memory(against: Coverage) -> None:
    paths = [source.name for source in against.records.sources]
    assert curate.coverage(paths, TARGET, in_memory=False).table.equals(against.table)


def test_a_field_of_the_records_is_a_facet(records_of: Read) -> None:
    every = [{**row, "writer": "ann" if at % 2 else "ben"} for at, row in enumerate(rows({"coding": 40}))]
    every += [{**row, "writer": "ann"} for row in rows({"translation": 40})]
    found = curate.coverage(records_of(every), fields=["writer"])
    cells = found.cells.filter(pl.col("facet") == "writer")
    assert set(cells["value"]) == {"ann", "ben"}
    assert found.flags.filter(pl.col("code") == "COV010").select("type", "value").rows() == [
        ("translation", "ben")
    ]
    with pytest.raises(UnknownName, match="writter"):
        curate.coverage(records_of(every), fields=["writter"])


def test_a_taxonomy_of_ones_own_tells_its_own_types(records_of: Read, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        'name = "own"\n[[groups]]\nid = "all"\ntitle = "All"\n'
        '[[types]]\nid = "asks"\ntitle = "Asks"\ndefinition = "Asks."\ngroup = "all"\n'
        '[[patterns]]\ntype = "asks"\nname = "asks"\nwhen = ["asks"]\nweight = 3\n'
    )
    found = curate.coverage(records_of(rows({"open_qa": 5}, labelled=False)), types=own)
    assert found.table.filter(pl.col("type") == "asks")["records"].to_list() == [5]
    with pytest.raises(UnknownName, match="open_qa"):
        curate.coverage(records_of(rows({"open_qa": 5})), types=own)


def test_it_says_what_it_is(against: Coverage) -> None:
    assert repr(against) == "Coverage(272 prompts in 272 families, target shares)"
    assert "<table" in against._repr_html_()
