"""What trainers must be told of a converted file."""

import json
from pathlib import Path
from typing import Any

from curate.errors import UsageError
from curate.files.folder import read_bytes, write_text
from curate.report.converted import Converted

INFO = "dataset_info.json"

_CHAT_TAGS = {
    "role_tag": "role",
    "content_tag": "content",
    "user_tag": "user",
    "assistant_tag": "assistant",
    "observation_tag": "tool",
    "system_tag": "system",
}
_ALPACA = {
    "prompt": "instruction",
    "query": "input",
    "response": "output",
    "system": "system",
    "history": "history",
}


def _of_text(made: Converted, columns: dict[str, Any]) -> dict[str, Any]:
    if not made.plain:
        raise UsageError(
            f"LLaMA-Factory reads {made.format} only as one text and one response, and some of these are more.",
            hint="Convert to messages or sharegpt for it.",
        )
    return {"formatting": "alpaca", "columns": columns}


def dataset_info(made: Converted) -> dict[str, Any]:
    """How LLaMA-Factory is told of a file: an entry of its `dataset_info.json`.

    Its names of columns and tags are those of `data/README.md` in LLaMA-Factory.

    Raises:
        UsageError: it can not read the format, or this kind of file.
    """
    columns: dict[str, Any]
    entry: dict[str, Any]
    match made.format:
        case "alpaca":
            entry = {"formatting": "alpaca", "columns": _ALPACA}
        case "dolly":
            entry = _of_text(made, {"prompt": "instruction", "query": "context", "response": "response"})
        case "prompt-completion":
            entry = _of_text(made, {"prompt": "prompt", "response": "completion"})
        case "kto":
            entry = _of_text(made, {"prompt": "prompt", "response": "completion", "kto_tag": "label"})
        case "preference":
            columns = {"prompt": "prompt", "chosen": "chosen", "rejected": "rejected"}
            entry = {**_of_text(made, columns), "ranking": True}
        case "sharegpt":
            columns = {"messages": "conversations", "system": "system", "tools": "tools"}
            entry = {"formatting": "sharegpt", "columns": columns}
        case _:
            columns = {"messages": "messages", "tools": "tools"}
            entry = {"formatting": "sharegpt", "columns": columns, "tags": _CHAT_TAGS}
    return {"file_name": Path(made.out).name, **entry}


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
