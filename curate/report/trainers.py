"""What trainers must be told of a converted file."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from curate.errors import UsageError
from curate.files.folder import read_bytes, write_text
from curate.report.converted import Converted

INFO = "dataset_info.json"
READ = (".json", ".jsonl", ".csv", ".parquet", ".arrow")
"""Endings of the files that LLaMA-Factory reads; it knows no others, and unpacks nothing."""
_ROLES = ("user", "assistant", "system", "tool")

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
    "function_tag": "function_call",
    "system_tag": "system",
}

Entry = dict[str, Any]


def _of_text(made: Converted, **columns: str) -> Entry:
    """Rows of texts: one prompt, and one response or two."""
    if not made.plain:
        raise UsageError(
            f"LLaMA-Factory reads {made.format} only as one text and one response, and some of these are more.",
            hint="It reads conversations as sharegpt or messages.",
        )
    return {"formatting": "alpaca", "columns": columns}


def _of_alpaca(made: Converted) -> Entry:
    if "history" in made.fields and made.out.endswith(".csv"):
        raise UsageError("LLaMA-Factory reads no history from CSV.", hint="Write JSON or JSON Lines for it.")
    columns = {"prompt": "instruction", "query": "input", "response": "output"}
    return {"formatting": "alpaca", "columns": columns | {name: name for name in ("system", "history")}}


def _of_turns(made: Converted, columns: dict[str, str]) -> Entry:
    """Rows of conversations."""
    if made.out.endswith(".csv"):
        raise UsageError(
            f"LLaMA-Factory reads no {made.format} from CSV.", hint="Write JSON or JSON Lines for it."
        )
    return {"formatting": "sharegpt", "columns": columns}


def _of_messages(made: Converted) -> Entry:
    known = {f"a message of the {role}" for role in _ROLES} | {"a label"}
    if foreign := [each for each in made.beyond_text if each not in known]:
        raise UsageError(
            f"LLaMA-Factory reads messages as texts alone, and some of these hold {', '.join(foreign)}.",
            hint="It reads tools and calls as sharegpt.",
        )
    columns = {"messages": "messages"} | ({"kto_tag": "label"} if "a label" in made.beyond_text else {})
    return {**_of_turns(made, columns), "tags": _CHAT_TAGS}


_ENTRIES: dict[str, Callable[[Converted], Entry]] = {
    "alpaca": _of_alpaca,
    "dolly": lambda _: {
        "formatting": "alpaca",
        "columns": {"prompt": "instruction", "query": "context", "response": "response"},
    },
    "prompt-completion": lambda made: _of_text(made, prompt="prompt", response="completion"),
    "kto": lambda made: _of_text(made, prompt="prompt", response="completion", kto_tag="label"),
    "preference": lambda made: {
        **_of_text(made, prompt="prompt", chosen="chosen", rejected="rejected"),
        "ranking": True,
    },
    "sharegpt": lambda made: _of_turns(made, {"messages": "conversations", "system": "system", "tools": "tools"}),
    "messages": _of_messages,
}


def dataset_info(made: Converted) -> Entry:
    """How LLaMA-Factory is told of a file: an entry of its `dataset_info.json`.

    Its names of columns and tags are those of `data/README.md` in LLaMA-Factory, which stops at a column that is
    named and not there: so only those are named that some record has.

    Raises:
        UsageError: it can not read the format, or this kind of file.
    """
    if not made.out.endswith(READ):
        raise UsageError(f"LLaMA-Factory does not read {made.out}.", hint=f"It reads: {', '.join(READ)}.")
    if made.format not in _ENTRIES:
        raise UsageError(
            f"LLaMA-Factory does not read the format {made.format}.", hint=f"It reads: {', '.join(_ENTRIES)}."
        )
    entry = _ENTRIES[made.format](made)
    columns = {name: column for name, column in entry["columns"].items() if column in made.fields}
    return {"file_name": Path(made.out).name, **entry, "columns": columns}


class InfoFile:
    """The `dataset_info.json` beside a converted file, as it will be with that file in it."""

    def __init__(self, made: Converted) -> None:
        """Read what stands there, so that what can not be done is told before anything is written.

        Raises:
            UsageError: LLaMA-Factory can not read the file, or what stands there is no JSON object.
        """
        self.path = Path(made.out).parent / INFO
        self.entries = {**_known(self.path), Path(made.out).name.partition(".")[0]: dataset_info(made)}

    def write(self) -> str:
        """Write it whole, and give its name."""
        write_text(self.path, json.dumps(self.entries, ensure_ascii=False, indent=2) + "\n")
        return str(self.path)


def _known(path: Path) -> Entry:
    if not path.exists():
        return {}
    try:
        known = json.loads(read_bytes(path))
    except ValueError:
        known = None
    if not isinstance(known, dict):
        raise UsageError(f"{path} is no JSON object; it was left as it is.")
    return known
