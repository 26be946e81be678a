"""What trainers must be told of a converted file."""

import json
from pathlib import Path
from typing import Any

from curate.errors import UsageError
from curate.files.folder import read_bytes, write_text
from curate.report.converted import Converted

INFO = "dataset_info.json"

_READ = (".jsonl", ".json", ".csv", ".parquet", ".arrow")
"""Endings of the files that LLaMA-Factory loads."""
_LISTS = ("history", "messages", "conversations")
"""Fields that hold lists: in a cell of text LLaMA-Factory does not find them."""

_CHAT_TAGS = {
    "role_tag": "role",
    "content_tag": "content",
    "user_tag": "user",
    "assistant_tag": "assistant",
    "observation_tag": "tool",
    "system_tag": "system",
}
_COLUMNS: dict[str, dict[str, str]] = {
    "alpaca": {
        "prompt": "instruction",
        "query": "input",
        "response": "output",
        "system": "system",
        "history": "history",
    },
    "dolly": {"prompt": "instruction", "query": "context", "response": "response"},
    "prompt-completion": {"prompt": "prompt", "response": "completion"},
    "kto": {"prompt": "prompt", "response": "completion", "kto_tag": "label"},
    "preference": {"prompt": "prompt", "chosen": "chosen", "rejected": "rejected"},
    "sharegpt": {"messages": "conversations", "system": "system", "tools": "tools"},
    "messages": {"messages": "messages", "kto_tag": "label"},
}
"""By format: which of its fields LLaMA-Factory reads, by the name that it has for each."""

_FOR_MORE = {
    "dolly": "Convert to alpaca or sharegpt for it.",
    "prompt-completion": "Convert to messages or sharegpt for it.",
    "kto": "Convert to messages for it: the label goes with them.",
    "preference": "It takes preferences of messages only in a form that is not written here.",
}
"""What to do where prompts and responses are more than texts."""


def dataset_info(made: Converted) -> dict[str, Any]:
    """How LLaMA-Factory is told of a file: an entry of its `dataset_info.json`.

    Its names of columns and tags are those of `data/README.md` in LLaMA-Factory. It looks for every column that
    is named to it in every record, so only those are named that the file has.

    Raises:
        UsageError: it can not read the format, or this kind of file.
    """
    _must_be_readable(made)
    columns = {name: field for name, field in _COLUMNS[made.format].items() if field in made.fields}
    entry: dict[str, Any] = {"file_name": Path(made.out).name, "formatting": "alpaca", "columns": columns}
    if made.format == "preference":
        entry["ranking"] = True
    if made.format in ("sharegpt", "messages"):
        entry["formatting"] = "sharegpt"
    if made.format == "messages":
        entry["tags"] = _CHAT_TAGS
    return entry


def _must_be_readable(made: Converted) -> None:
    ending = Path(made.out).suffix
    if made.out.endswith("/") or ending not in _READ:
        hint = f"Give it a name that ends in one of {', '.join(_READ)}."
        raise UsageError(f"LLaMA-Factory does not load {made.out}.", hint=hint)
    if made.format in ("dolly", "prompt-completion", "kto", "preference") and not made.plain:
        what = f"{made.format} only as one text and one response, and some of these are more"
        raise _not_read(what, hint=_FOR_MORE[made.format])
    if made.format == "messages" and (made.calls or "tools" in made.fields):
        raise _not_read("no tools in messages", hint="Convert to sharegpt for it.")
    if made.format == "messages" and "chosen" in made.fields:
        raise _not_read("no preferences in messages", hint="Convert to preference for it.")
    if ending == ".csv" and (lists := [field for field in _LISTS if field in made.fields]):
        raise _not_read(f"no lists in a cell of text ({lists[0]})", hint="Give it a name that ends in .json.")


def _not_read(what: str, hint: str) -> UsageError:
    return UsageError(f"LLaMA-Factory reads {what}.", hint=hint)


def add_dataset_info(made: Converted) -> str:
    """Add a converted file to the `dataset_info.json` beside it, and give that file's name.

    Raises:
        UsageError: it can not be told of the file, or what stands there is no JSON object.
    """
    path = Path(made.out).parent / INFO
    name = Path(made.out).name.partition(".")[0]
    entry = dataset_info(made)
    known = _known(path)
    write_text(path, json.dumps({**known, name: entry}, ensure_ascii=False, indent=2) + "\n")
    return str(path)


def _known(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        known = json.loads(read_bytes(path))
    except ValueError:
        known = None
    if not isinstance(known, dict):
        raise UsageError(f"{path} is no JSON object; it was left as it is.")
    return known
