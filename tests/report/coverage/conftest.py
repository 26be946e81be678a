"""Sets whose coverage is known."""

import json
from collections.abc import Callable, Mapping

import pytest

import curate
from curate.records.records import Records
from curate.report.coverage.result import Coverage
from tests.report.coverage.mill import rows

COUNTS = {"open_qa": 160, "summarization": 12, "creative_writing": 60, "classification": 40}
TARGET = {"open_qa": 0.4, "summarization": 0.2, "creative_writing": 0.3, "translation": 0.1}


@pytest.fixture(scope="session")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Records]:
    """Reads a set of so many prompts of each type."""

    def read(counts: Mapping[str, int] = COUNTS, *, labelled: bool = True) -> Records:
        path = tmp_path_factory.mktemp("mixed") / "mixed.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows(counts, labelled=labelled)))
        return curate.read(path)

    return read


@pytest.fixture(scope="session")
def against(mixed: Callable[..., Records]) -> Coverage:
    """A set that has too much of one type, too little of two, and none of another."""
    return curate.coverage(mixed(), TARGET)


@pytest.fixture(scope="session")
def guessed(mixed: Callable[..., Records]) -> Coverage:
    """The same, of whose types nobody has told any."""
    return curate.coverage(mixed(labelled=False), TARGET)


@pytest.fixture(scope="session")
def beside(mixed: Callable[..., Records]) -> Coverage:
    """The same beside the prompts of a reference."""
    wanted = {"open_qa": 80, "summarization": 60, "creative_writing": 50, "translation": 30}
    return curate.coverage(mixed(), mixed(wanted))


@pytest.fixture(scope="session")
def alone(mixed: Callable[..., Records]) -> Coverage:
    """The same, compared with nothing."""
    return curate.coverage(mixed())
