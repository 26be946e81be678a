"""What a run left in its folder, read line by line."""

import json
from base64 import b64decode
from collections.abc import Collection, Iterator
from functools import cached_property
from io import BufferedReader
from pathlib import Path
from typing import Any, TypeVar

from jiter import from_json
from pydantic import BaseModel, ValidationError

from curate.checks import BUILTIN, Check
from curate.errors import InputError
from curate.files.folder import MANIFEST, WORK
from curate.files.packed import legible, readable
from curate.ledger import DoesNotAddUp, Ledger
from curate.params import Params
from curate.steps import BUILTIN as STEPS
from curate.steps import Step
from curate.steps.decided import Decided

Row = dict[str, Any]
Shape = TypeVar("Shape", bound=BaseModel)

DROPPED, KEPT, REJECTED = "dropped.jsonl", "lineage.jsonl", "rejected.jsonl"
FINDINGS, EDITED = "findings.jsonl", "edited.jsonl"
LEDGER = "ledger.json"
_HOLDS: dict[str, tuple[str, ...]] = {
    DROPPED: ("key", "id", "code", "name", "step", "message", "score", "related", "file", "line", "row", "raw"),
    KEPT: ("key", "id", "file", "line", "row", "output", "output_row"),
    REJECTED: ("code", "message", "file", "line", "row", "column", "problems"),
    FINDINGS: ("code", "name", "severity", "key", "file", "row", "places", "message", "score", "related", "at"),
    EDITED: ("key", "step", "field", "before", "after"),
}
"""What each line of a file has to hold for a story to be told of it."""
_COUNTED = {DROPPED: "dropped", KEPT: "kept", REJECTED: "rejected"}
"""Where the account counts the lines of a file."""

FEW = 16
"""Words up to which looking for them in a line takes less time than parsing it."""


class Folder:
    """What commands left in a folder, a run or not."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def holds(self, name: str) -> bool:
        """Whether there is such a file.

        Raises:
            InputError: the folder may not be entered.
        """
        path = self.folder / name
        with legible(str(path)):
            return path.is_file()

    @property
    def is_begun(self) -> bool:
        """Whether a run was begun there that is not done."""
        return (self.folder / WORK).is_dir()

    def beside(self, name: str, shape: type[Shape], command: str) -> Shape | None:
        """What another command left in the folder; None where it did not.

        Raises:
            InputError: what stands there does not have its shape, or can not be read.
        """
        if not self.holds(name):
            return None
        try:
            return shape.model_validate(self._whole(name))
        except ValidationError:
            raise self.damaged(name, f"it is none that {command} writes") from None

    def _whole(self, name: str) -> Row:
        try:
            with self._opened(name) as file:
                value = json.loads(file.read())
        except ValueError:
            raise self.damaged(name, "it is cut off, or no JSON") from None
        if not isinstance(value, dict):
            raise self.damaged(name, "it is none that a run writes")
        return value

    def _opened(self, name: str) -> BufferedReader:
        if not self.holds(name):
            raise self.damaged(name, "it is missing")
        path = self.folder / name
        return readable(path, str(path))

    def damaged(self, name: str, what: str) -> InputError:
        """The error for a file of the folder that is not as it was written."""
        return InputError(f"{self.folder / name} is damaged: {what}.", hint="Run again to have it written anew.")


class Left(Folder):
    """A finished run's folder.

    Raises:
        InputError: it holds no finished run, or a file of it is missing or damaged, or can not be read.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        if not self.holds(MANIFEST):
            raise InputError(f"{folder} holds no finished run.", hint=self._way_to_a_run())
        self.manifest, self.account = self._whole(MANIFEST), self._whole(LEDGER)
        manifest = self.manifest
        try:
            self.inputs: dict[str, Row] = {each["file"]: each for each in manifest["inputs"]}
            self.pipeline: Row = manifest["pipeline"]
            self.settings: dict[str, Row] = {
                name.split()[0]: values for name, values in self.pipeline["checks"].items()
            }
            self.ledger: dict[int, Row] = {each["step"]: each for each in self.account["steps"]}
            self.set_steps: dict[int, Row] = dict(_numbered(self.pipeline["steps"]))
        except (AttributeError, KeyError, TypeError) as error:
            raise self.damaged(MANIFEST, f"{error} is not as a run writes it") from None

    def _way_to_a_run(self) -> str:
        if self.is_begun:
            return "One was begun there, and is not done: the same command goes on with it."
        return "curate run sft-default FILES... --out DIR makes one."

    def rows(self, name: str, mention: Collection[str] = ()) -> Iterator[Row]:
        """Each line of a file of the folder, in order; only those that mention one of a few words, if any.

        A mention may be anywhere in the line: whoever asks looks closer. It only spares parsing all others.
        """
        holds = _HOLDS[name]
        words = [json.dumps(word, ensure_ascii=False)[1:-1].encode("utf-8", "replace") for word in mention]
        sought = words if len(words) <= FEW else []
        number = 0
        with self._opened(name) as lines:
            for number, line in enumerate(lines, 1):
                if not line.endswith(b"\n"):
                    raise self.damaged(name, f"line {number:,} is cut off, or no JSON")
                if sought and not any(word in line for word in sought):
                    continue
                try:
                    row = _parsed(line)
                except ValueError:
                    raise self.damaged(name, f"line {number:,} is cut off, or no JSON") from None
                if not isinstance(row, dict) or not all(map(row.__contains__, holds)):
                    raise self.damaged(name, f"line {number:,} is none that a run writes")
                yield row
        self._must_have(name, number)

    def _must_have(self, name: str, lines: int) -> None:
        """See that a file is as long as the account says, where that counts its lines."""
        told = self.account.get(_COUNTED.get(name, ""))
        if told is not None and told != lines:
            raise self.damaged(name, f"lines in it: {lines:,}; {LEDGER} counts {told:,}")

    @cached_property
    def totals(self) -> Ledger:
        """The whole account of the run."""
        try:
            return Ledger.model_validate(self._whole(LEDGER))
        except (ValueError, DoesNotAddUp):
            raise self.damaged(LEDGER, "it is none that a run writes") from None

    @cached_property
    def checks(self) -> dict[str, Check]:
        """The checks of the run that the package knows, with their settings, by code."""
        known = {check.code: check for check in BUILTIN}
        made = {code: _made(known.get(code), values) for code, values in self.settings.items()}
        return {code: check for code, check in made.items() if isinstance(check, Check)}

    @cached_property
    def steps(self) -> dict[int, Step]:
        """The steps of the run that the package knows, with their settings, by number."""
        kinds: tuple[type[Step], ...] = (*STEPS, Decided)
        known = {step.use: step for step in kinds}
        made = {number: _made(known.get(each["use"]), _settings(each)) for number, each in self.set_steps.items()}
        return {number: step for number, step in made.items() if isinstance(step, Step)}

    @cached_property
    def codes(self) -> dict[int, tuple[str, ...]]:
        """The codes whose findings each step acts on, by its number."""
        return {number: tuple(step.codes(self.checks.values())) for number, step in self.steps.items()}


def raw_of(rejected: Row) -> bytes:
    """The bytes of an unreadable record."""
    return rejected["raw"].encode() if "raw" in rejected else b64decode(rejected.get("raw_base64", ""))


def _parsed(line: bytes) -> Any:  # noqa: ANN401  JSON is anything
    try:
        return from_json(line)
    except ValueError:
        # Half of a character, which a message may quote, is read by the slower parser alone.
        return json.loads(line)


def _numbered(steps: list[Row]) -> Iterator[tuple[int, Row]]:
    """Steps by the numbers of the ledger, from 1; what people decided is step 0."""
    first = 0 if steps and steps[0]["use"] == Decided.use else 1
    yield from enumerate(steps, first)


def _settings(step: Row) -> Row:
    return {name: value for name, value in step.items() if name != "use"}


def _made(kind: type[Params] | None, settings: Row) -> Params | None:
    """A check or step with the settings it ran with; None where this version takes them no longer."""
    try:
        return kind(**settings) if kind else None
    except ValueError:
        return None
