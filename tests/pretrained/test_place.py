"""A model is found by name, in a folder, or on the hub; what could run code is refused."""

from pathlib import Path
from typing import Any

import pytest

from curate.errors import UnknownName, UsageError
from curate.pretrained.place import folder_of


@pytest.fixture
def model(tmp_path: Path) -> Path:
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "config.json").write_text("{}")
    return folder


def test_a_folder_with_safetensors_is_taken_as_it_is(model: Path) -> None:
    (model / "model-00001-of-00002.safetensors").write_bytes(b"")

    assert folder_of(str(model)) == model


@pytest.mark.parametrize("file", ["pytorch_model.bin", "consolidated.00.pth", "weights.pt", "last.ckpt"])
def test_a_pickle_is_refused(model: Path, file: str) -> None:
    (model / file).write_bytes(b"")

    with pytest.raises(UsageError, match=rf"as a pickle \({file}\), which can run code") as refused:
        folder_of(str(model))
    assert "safetensors" in refused.value.hint


def test_beside_safetensors_a_pickle_is_not_looked_at(model: Path) -> None:
    (model / "pytorch_model.bin").write_bytes(b"")
    (model / "model.safetensors").write_bytes(b"")

    assert folder_of(str(model)) == model


def test_a_folder_without_weights_is_refused_unless_none_are_needed(model: Path) -> None:
    with pytest.raises(UsageError, match="has no weights"):
        folder_of(str(model))
    assert folder_of(str(model), weights=False) == model


@pytest.mark.parametrize("name", ["smollm2", "no/such/folder", "", "../elsewhere"])
def test_an_unknown_name_is_told_with_what_is_known(name: str) -> None:
    with pytest.raises(UnknownName, match="there is no model called") as refused:
        folder_of(name)
    assert "smollm2-135m" in refused.value.hint


def test_a_file_is_no_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "model").write_text("no model")
    monkeypatch.chdir(tmp_path)

    with pytest.raises(UnknownName):
        folder_of("data/model")


@pytest.mark.torch
def test_of_the_hub_neither_code_nor_pickles_are_fetched(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import huggingface_hub

    asked: dict[str, Any] = {}

    def fetch(name: str, **given: Any) -> str:
        asked.update(given, name=name)
        return str(model)

    monkeypatch.setattr(huggingface_hub, "snapshot_download", fetch)
    (model / "model.safetensors").write_bytes(b"")

    assert folder_of("someone/small-model") == model
    assert asked["name"] == "someone/small-model"
    files = ["model.safetensors", "config.json", "modeling_own.py", "pytorch_model.bin", "onnx/model.safetensors"]
    fetched = huggingface_hub.utils.filter_repo_objects(
        files, allow_patterns=asked["allow_patterns"], ignore_patterns=asked["ignore_patterns"]
    )
    assert list(fetched) == ["model.safetensors", "config.json"]


@pytest.mark.torch
def test_a_model_that_can_not_be_fetched_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    import huggingface_hub

    def fetch(*_: Any, **__: Any) -> str:
        raise OSError("no connection")

    monkeypatch.setattr(huggingface_hub, "snapshot_download", fetch)

    with pytest.raises(UsageError, match="someone/small-model can not be fetched from the hub: no connection"):
        folder_of("someone/small-model")
