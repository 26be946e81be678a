"""A model by its name."""

import os
import sys
from pathlib import Path

import pytest

from curate.errors import UsageError
from curate.measurement.models.known import model_called, torch_needed
from tests.measurement.animals import small_proxy, talks
from tests.tiny_models import model_in

__all__ = ["small_proxy"]

TEXTS = [row["prompt"] for row in talks(20)]


def never() -> list[str]:
    raise AssertionError("the texts of the set are not asked for")


@pytest.mark.torch
@pytest.mark.usefixtures("small_proxy")
def test_the_proxy_reads_the_texts_of_the_set() -> None:
    model = model_called("proxy", lambda: TEXTS)
    assert model.name == "proxy"
    assert model.digest != model_called("proxy", lambda: TEXTS[1:]).digest


@pytest.mark.torch
def test_a_folder_is_a_pretrained_model_which_needs_no_texts(tmp_path: Path) -> None:
    model_in(tmp_path / "tiny")
    assert model_called(str(tmp_path / "tiny"), never).layers == 4


@pytest.mark.torch
def test_a_model_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        model_called(str(tmp_path / "nowhere"), never)


@pytest.mark.parametrize("name", ["proxy", "smollm2-135m"])
def test_without_torch_it_says_what_to_install(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(UsageError, match="curate measure needs the package torch") as told:
        model_called(name, never)
    assert told.value.hint.startswith("pip install 'curate-sft[measure]'")


@pytest.mark.torch
def test_what_trains_is_there_and_takes_little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LRU_CACHE_CAPACITY", "1000")
    monkeypatch.delenv("LRU_CACHE_CAPACITY")
    torch_needed()
    assert int(os.environ["LRU_CACHE_CAPACITY"]) < 100
