import inspect
from pathlib import Path

import polars as pl
import pytest

from curate.files.source import Source
from curate.files.sources import open_source, sources_of
from curate.files.tables import FileTable, Frame, SavedDataset
from curate.files.texts import TextFile


def test_a_source_that_can_not_be_read_from_can_not_be_made() -> None:
    with pytest.raises(TypeError, match="abstract"):
        Source()  # type: ignore[abstract]


@pytest.mark.parametrize("kind", [TextFile, FileTable, SavedDataset, Frame])
def test_every_kind_of_source_is_asked_in_the_same_way(kind: type[Source]) -> None:
    for asked in ("cuts", "pick", "cells", "save", "digest"):
        own, agreed = (inspect.signature(getattr(each, asked)) for each in (kind, Source))
        assert list(own.parameters) == list(agreed.parameters)


def test_a_row_of_a_table_has_no_cells_of_text() -> None:
    (source,) = sources_of([pl.DataFrame({"prompt": ["Is it far?"]})])

    assert source.cells(b"{}") is None


def test_a_source_is_called_what_its_user_called_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "april.jsonl").write_text("{}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    assert open_source("./april.jsonl").name == "./april.jsonl"
