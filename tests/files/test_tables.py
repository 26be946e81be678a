import json
from collections.abc import Callable
from datetime import date, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.errors import InputError, UsageError
from curate.files import tables
from curate.files.source import Source
from curate.files.sources import open_source, sources_of
from curate.files.tables import TableSource, as_json
from curate.files.values import present

ROWS: list[dict[str, Any]] = [
    {
        "messages": [
            {"role": "user", "content": "Wann fährt der letzte Bus?", "name": None},
            {"role": "assistant", "content": "Um 23:40 Uhr.", "name": None},
        ],
        "id": 1,
        "score": 0.5,
        "tags": [],
    },
    {
        "messages": [{"role": "user", "content": "法国的首都是哪里？", "name": "Jo"}],
        "id": None,
        "score": None,
        "tags": ["geo"],
    },
]
PRESENT = [
    {
        "messages": [
            {"role": "user", "content": "Wann fährt der letzte Bus?"},
            {"role": "assistant", "content": "Um 23:40 Uhr."},
        ],
        "id": 1,
        "score": 0.5,
        "tags": [],
    },
    {"messages": [{"role": "user", "content": "法国的首都是哪里？", "name": "Jo"}], "tags": ["geo"]},
]
TABLE = pl.DataFrame(ROWS)
WRITE: dict[str, Callable[[pl.DataFrame, Path], object]] = {
    "parquet": pl.DataFrame.write_parquet,
    "arrow": pl.DataFrame.write_ipc,
    "arrows": pl.DataFrame.write_ipc_stream,
}
KINDS = pytest.mark.parametrize("kind", [*WRITE, "frame", "saved"])


@pytest.fixture
def opened(tmp_path: Path) -> Callable[..., TableSource]:
    """A table as a source of one kind or another."""

    def write(table: pl.DataFrame, kind: str) -> TableSource:
        if kind == "frame":
            (source,) = sources_of([table])
        elif kind == "saved":
            source = open_source(str(saved_dataset(tmp_path / "set", table)))
        else:
            WRITE[kind](table, tmp_path / f"set.{kind}")
            source = open_source(str(tmp_path / f"set.{kind}"))
        assert isinstance(source, TableSource)
        return source

    return write


def saved_dataset(folder: Path, table: pl.DataFrame) -> Path:
    """A folder as `datasets.Dataset.save_to_disk` leaves it, in a file for each row."""
    folder.mkdir()
    names = [f"data-{number:05}-of-{table.height:05}.arrow" for number in range(table.height)]
    for number, name in enumerate(names):
        table[number : number + 1].write_ipc_stream(folder / name)
    state = {"_data_files": [{"filename": name} for name in names], "_split": "train"}
    (folder / "state.json").write_text(json.dumps(state))
    (folder / "dataset_info.json").write_text("{}")
    return folder


def values(source: TableSource) -> list[Any]:
    return [value for cut in source.cuts() for value in cut.values or []]


@KINDS
def test_every_row_of_a_table_is_a_record_without_the_fields_that_only_others_have(
    opened: Callable[..., TableSource], kind: str
) -> None:
    assert values(opened(TABLE, kind)) == PRESENT


@KINDS
def test_a_record_of_a_table_has_a_row_and_no_line(
    opened: Callable[..., TableSource], monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(tables, "TOGETHER", 2)
    source = opened(pl.DataFrame({"prompt": [f"What is {n} plus one?" for n in range(5)]}), kind)
    cuts = list(source.cuts())

    assert [piece[:4] for cut in cuts for piece in cut] == [(row, 0, 0, b"") for row in range(1, 6)]
    assert [value["prompt"] for value in values(source)] == [f"What is {n} plus one?" for n in range(5)]


@KINDS
def test_picked_rows_are_their_json_text(opened: Callable[..., TableSource], kind: str) -> None:
    source = opened(TABLE, kind)

    assert [json.loads(raw) for raw in source.pick([(1, 0, 0), (2, 0, 0)])] == PRESENT
    assert [json.loads(raw) for raw in source.pick([(2, 0, 0)])] == PRESENT[1:]
    assert list(source.pick([])) == []


@KINDS
@pytest.mark.parametrize("rows", [[], [1], [2], [1, 2]])
def test_what_is_saved_is_the_same_table_with_only_these_rows(
    opened: Callable[..., TableSource], tmp_path: Path, kind: str, rows: list[int]
) -> None:
    source = opened(TABLE, kind)
    with (tmp_path / f"kept{source.ending}").open("wb") as file:
        source.save([(row, 0, 0) for row in rows], file)
    again = open_source(str(tmp_path / f"kept{source.ending}"))

    assert isinstance(again, TableSource)
    assert again.scan().collect().equals(TABLE[[row - 1 for row in rows]])
    assert again.container == (kind if kind in WRITE else "parquet")


@given(
    rows=st.lists(
        st.fixed_dictionaries(
            {"text": st.none() | st.text(st.characters(codec="utf-8")), "n": st.integers(-9, 9)}
        ),
        min_size=1,
        max_size=6,
    ),
    data=st.data(),
    kind=st.sampled_from([*WRITE, "frame"]),
)
def test_any_table_makes_the_round_trip(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, Any]], data: st.DataObject, kind: str
) -> None:
    table = pl.DataFrame(rows, schema={"text": pl.String, "n": pl.Int64})
    path = tmp_path_factory.mktemp("tables") / f"set.{kind}"
    if kind in WRITE:
        WRITE[kind](table, path)
    source = open_source(str(path)) if kind in WRITE else sources_of([table])[0]
    chosen = data.draw(st.lists(st.sampled_from(range(len(rows))), unique=True).map(sorted))
    file = BytesIO()
    source.save([(row + 1, 0, 0) for row in chosen], file)
    path.with_name("kept").write_bytes(file.getvalue())
    again = open_source(str(path.with_name("kept")))

    assert isinstance(again, TableSource)
    assert again.scan().collect().equals(table[chosen])


def test_the_same_rows_saved_twice_are_the_same_bytes(opened: Callable[..., TableSource]) -> None:
    source = opened(TABLE, "parquet")
    files = [BytesIO(), BytesIO()]
    for file in files:
        source.save([(2, 0, 0)], file)

    assert files[0].getvalue() == files[1].getvalue()


def test_the_digest_and_the_size_are_those_of_what_lies_on_the_disk(
    opened: Callable[..., TableSource], tmp_path: Path
) -> None:
    source = opened(TABLE, "parquet")
    content = (tmp_path / "set.parquet").read_bytes()

    assert (source.digest(), source.bytes) == (sha256(content).hexdigest(), len(content))


@pytest.mark.parametrize("kind", ["frame", "saved"])
def test_what_is_no_single_file_has_a_digest_that_tells_contents_apart(
    opened: Callable[..., TableSource], tmp_path: Path, kind: str
) -> None:
    source = opened(TABLE, kind)
    if kind == "saved":
        (tmp_path / "set").rename(tmp_path / "moved")
    other = opened(TABLE.reverse(), kind)

    assert source.bytes > 0
    assert len(other.digest()) == 64
    assert sources_of([TABLE])[0].digest() == sources_of([TABLE.clone()])[0].digest()
    assert sources_of([TABLE])[0].digest() != sources_of([TABLE.reverse()])[0].digest()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"prompt": "Grüße", "n": [1, 2.5, None, True]}, '{"prompt":"Grüße","n":[1,2.5,null,true]}'),
        ({"on": date(2026, 3, 29)}, '{"on":"2026-03-29"}'),
        ({"at": datetime(2026, 3, 29, 2, 30)}, '{"at":"2026-03-29 02:30:00"}'),
        ({"image": b"\x89PNG"}, '{"image":"iVBORw=="}'),
    ],
)
def test_a_row_is_written_as_json_text_and_what_json_does_not_know_as_text(value: object, text: str) -> None:
    assert as_json(value).decode() == text
    assert json.loads(as_json(value, spaced=True)) == json.loads(text)


@pytest.mark.parametrize("content", [b"PAR1", b"ARROW1\0\0", b"\xff\xff\xff\xff\x10\0\0\0"])
def test_a_damaged_table_is_an_input_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "set").write_bytes(content + bytes(40))

    with pytest.raises(InputError, match="set can not be read as a table") as refused:
        list(open_source(str(tmp_path / "set")).cuts())
    assert refused.value.hint == "Write the table again."


@pytest.mark.parametrize(
    "state", ["", "{}", '{"_data_files": [{"filename": "gone.arrow"}]}', '{"_data_files": 5}']
)
def test_a_saved_dataset_that_is_damaged_is_an_input_error(tmp_path: Path, state: str) -> None:
    folder = saved_dataset(tmp_path / "set", TABLE)
    (folder / "state.json").write_text(state)

    with pytest.raises(InputError, match="set can not be read as a table"):
        list(open_source(str(folder)).cuts())


def test_numbers_that_json_has_no_word_for_are_told_as_text() -> None:
    assert as_json({"score": float("nan"), "most": float("-inf"), "text": "ß"}) == (
        '{"score":"NaN","most":"-Infinity","text":"ß"}'.encode()
    )


@KINDS
def test_a_changed_row_leaves_the_others_and_the_types_of_all_columns_alone(
    opened: Callable[..., TableSource], kind: str
) -> None:
    source = opened(TABLE, kind)
    said = [{"role": "user", "content": "Quelle est la capitale ?"}]
    again = saved(source, {2: {"messages": said, "score": 1}})
    assert again.schema == TABLE.schema
    assert again.row(0, named=True) == ROWS[0]
    assert again.row(1, named=True) == {**ROWS[1], "messages": [{**said[0], "name": None}], "score": 1.0}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("type", "talk"),
        ("nothing", "talk"),
        ("nothing", True),
        ("id", 2.5),
        ("meta", {"place": "Bern", "kind": "x"}),
    ],
)
def test_a_column_takes_a_wider_type_where_its_own_can_not_hold_a_change(field: str, value: object) -> None:
    table = TABLE.with_columns(
        pl.lit(None).alias("nothing"), pl.struct(pl.lit("Bern").alias("place")).alias("meta")
    )
    (source,) = sources_of([table])
    again = saved(source, {1: {field: value}})
    assert again[0, field] == value
    before = table[1, field] if field in table.columns else None
    assert present(again[1, field]) == before
    assert again.drop(field).equals(table.drop(field, strict=False))


def test_a_change_that_no_column_can_hold_is_refused() -> None:
    (source,) = sources_of([TABLE])
    with pytest.raises(UsageError, match=r"column id of this table has a type \(Int64\)"):
        saved(source, {2: {"id": "two"}})


def saved(source: Source, changed: dict[int, Any]) -> pl.DataFrame:
    """All rows of a source, some of them changed, as they are read back."""
    file = BytesIO()
    source.save([(1, 0, 0), (2, 0, 0)], file, changed)
    read = {".parquet": pl.read_parquet, ".arrow": pl.read_ipc, ".arrows": pl.read_ipc_stream}
    return read[source.ending](BytesIO(file.getvalue()))
