"""What many tests need: files with demonstrations, and records read from them."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

import curate
from curate.records.records import Records

Row = dict[str, Any]


@pytest.fixture
def write_lines(tmp_path: Path) -> Callable[..., Path]:
    """Writes rows as JSON Lines, and gives the file."""

    def write(rows: Sequence[Row], name: str = "data.jsonl") -> Path:
        path = tmp_path / name
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        return path

    return write


@pytest.fixture
def records_of(write_lines: Callable[..., Path]) -> Callable[[Sequence[Row]], Records]:
    """Reads rows as a set of records."""

    def read(rows: Sequence[Row]) -> Records:
        return curate.read(write_lines(rows))

    return read


def chat(prompt: str, response: str, **fields: object) -> Row:
    """One demonstration in the messages format."""
    messages = [{"role": "user", "content": prompt}, {"role": "assistant", "content": response}]
    return {**fields, "messages": messages}


@pytest.fixture(name="chat")
def chat_fixture() -> Callable[..., Row]:
    """Makes one demonstration of a prompt and a response."""
    return chat
