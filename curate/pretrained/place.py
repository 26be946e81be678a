"""Where a pretrained model lies: by a name that is known here, as a folder, or on the hub."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from curate.errors import UnknownName, UsageError
from curate.extras import needed
from curate.pretrained import smollm2
from curate.pretrained.quiet import EXTRA

KNOWN: Mapping[str, Callable[[], Path]] = {smollm2.NAME: smollm2.smollm2}
"""Models that are here by name."""
_ON_THE_HUB = re.compile(r"[a-zA-Z0-9][\w.-]*/[a-zA-Z0-9][\w.-]*", re.ASCII)
_SUFFIX = ".safetensors"
_PICKLED = (".bin", ".pt", ".pth", ".ckpt", ".pkl")
"""How files end that can run code when they are read."""
_OF_TOKENIZERS = ("*.json", "*.jinja", "*.txt", "*.model")


def folder_of(name: str, *, weights: bool = True, beside: Collection[str] = ()) -> Path:
    """The folder of a model, fetched from the hub where the name is of that.

    Args:
        name: One of `KNOWN`, a folder, or `owner/name`.
        weights: Whether it has to have weights; else it is read for its tokenizer alone.
        beside: Names of what else could have been asked for, which is told where there is no such model.

    Raises:
        UsageError: there is no such model, it can not be fetched, or has no weights that can be read safely.
    """
    if name in KNOWN:
        return KNOWN[name]()
    folder = Path(name).expanduser()
    if not name or not folder.is_dir():
        if folder.exists() or not _ON_THE_HUB.fullmatch(name):
            raise _unknown(name, [*beside, *KNOWN])
        folder = _fetched(name, weights=weights)
    if weights:
        _must_have_weights(folder, name)
    return folder


def _unknown(name: str, known: Sequence[str]) -> UnknownName:
    unknown = UnknownName.among(known, kind="model", name=name)
    unknown.hint = f"Known: {', '.join(known)}. Or give a folder, or a model of the hub: owner/name."
    return unknown


def _fetched(name: str, *, weights: bool) -> Path:
    hub = needed("huggingface_hub", extra=EXTRA, purpose=f"fetching {name}")
    patterns = [*_OF_TOKENIZERS, f"*{_SUFFIX}"] if weights else [*_OF_TOKENIZERS]
    try:
        # No code, no pickle, and nothing but the first folder.
        return Path(hub.snapshot_download(name, allow_patterns=patterns, ignore_patterns=["*/*", "consolidated*"]))
    except (OSError, ValueError, hub.errors.HfHubHTTPError) as error:
        reason = str(error).strip().partition("\n")[0]
        raise UsageError(
            f"the model {name} can not be fetched from the hub: {reason}",
            hint=f"Give a folder that it lies in, or a model that is here by name: {', '.join(KNOWN)}.",
        ) from None


def _must_have_weights(folder: Path, name: str) -> None:
    files = [path for path in folder.iterdir() if path.is_file()]
    if any(path.suffix == _SUFFIX for path in files):
        return
    pickled = sorted(path.name for path in files if path.suffix in _PICKLED)
    if pickled:
        raise UsageError(
            f"{name} has its weights as a pickle ({pickled[0]}), which can run code when it is read.",
            hint="Save it as safetensors: model.save_pretrained(folder) of transformers does.",
        )
    raise UsageError(f"{name} has no weights: no file ends in {_SUFFIX}.", hint="Name a folder that holds them.")
