"""The formats that records are read from and written in, one file each."""

from typing import Any

from curate.errors import UnknownName
from curate.records.formats.alpaca import Alpaca
from curate.records.formats.base import RecordFormat
from curate.records.formats.dolly import Dolly
from curate.records.formats.kto import Kto
from curate.records.formats.messages import Messages
from curate.records.formats.preference import Preference
from curate.records.formats.prompt_completion import PromptCompletion
from curate.records.formats.sharegpt import Sharegpt

__all__ = ["FORMATS", "RecordFormat", "format_called"]

FORMATS: tuple[RecordFormat[Any], ...] = (
    Messages(),
    PromptCompletion(),
    Alpaca(),
    Sharegpt(),
    Dolly(),
    Preference(),
    Kto(),
)


def format_called(name: str) -> RecordFormat[Any]:
    """The format with this name.

    Raises:
        UnknownName: there is none.
    """
    for known in FORMATS:
        if known.name == name:
            return known
    raise UnknownName.among([known.name for known in FORMATS], kind="format", name=name)
