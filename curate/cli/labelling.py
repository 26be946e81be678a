"""Labelling in a terminal: one prompt at a time, one key for each type."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from rich.console import Console
from rich.text import Text

from curate.cli.keys import BACKSPACE, ENDED, ENTER, Keys
from curate.labels import UNABLE
from curate.report.spelled import spelled
from curate.taxonomy.model import OTHER, Taxonomy

UNDO, SKIP, STOP, HELP, NOT_ANY = "u", " ", "q", "?", "0"
_TAKEN = {UNDO, STOP, NOT_ANY}
_SPARE = "abcdefghijklmnopqrstuvwxyz123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SHOWN_LINES = 30
"""Lines of a prompt on the screen."""


class Choice(NamedTuple):
    """A label, and the key that gives it."""

    key: str
    label: str
    title: str
    definition: str


def choices(by: Taxonomy) -> list[Choice]:
    """A key for each type: a letter of its name, the first that is free; one for what is none of them."""
    taken, made = set(_TAKEN), list[Choice]()
    for each in by.types:
        letters = [*each.id, *each.title.lower(), *_SPARE]
        letter = next((a for a in letters if a.isalnum() and a.isascii() and a not in taken), "")
        taken.add(letter)
        made.append(Choice(letter, each.id, each.title, each.definition))
    return [*made, Choice(NOT_ANY, OTHER, "Something else", "None of these.")]


class Labelling:
    """Goes through prompts that have no label yet; each label is saved before the next prompt is shown."""

    def __init__(
        self,
        rows: list[dict[str, str]],
        by: Taxonomy,
        texts: Mapping[str, str],
        save: Callable[[], None],
        who: str,
    ) -> None:
        """Take the rows of a table, which are changed in place.

        Args:
            rows: Those of the table.
            by: The types.
            texts: By key what the prompt says.
            save: Called after each change.
            who: Who labels.
        """
        self.rows, self.choices, self._texts, self._save, self._who = rows, choices(by), texts, save, who
        self._by_key = {each.key: each for each in self.choices}
        self._answered = list[int]()
        """The rows that were labelled or passed over here, in order: what can be undone."""
        self._skipped = set[int]()

    def run(self, out: Console, keys: Keys) -> int:
        """Ask until all is labelled, or somebody stops; tells how many were labelled."""
        self._legend(out, with_definitions=False)
        while (at := self._next()) is not None:
            self._show(out, at)
            if not self._answer(out, keys, at):
                break
        return len(self._answered) - len(self._skipped)

    @property
    def labelled(self) -> int:
        """How many rows have a label."""
        return sum(bool(row["label"]) for row in self.rows)

    def _next(self) -> int | None:
        """The first row without a label; one that was passed over waits for another time."""
        left = [at for at, row in enumerate(self.rows) if not row["label"]]
        return next((at for at in left if at not in self._skipped), None)

    def _answer(self, out: Console, keys: Keys, at: int) -> bool:
        """Take keys until one says what to do; False where it says to stop."""
        while True:
            key = keys()
            if key in (STOP, ENDED):
                return False
            if key in (UNDO, BACKSPACE):
                self._undo(out)
                return True
            if key in (SKIP, ENTER):
                self._skipped.add(at)
                self._answered.append(at)
                return True
            if key == HELP:
                self._legend(out, with_definitions=True)
            elif key == "-":
                self._label(out, at, UNABLE)
                return True
            elif key in self._by_key:
                self._label(out, at, self._by_key[key].label)
                return True
            else:
                said = f"{key} is no key" if key.isprintable() else "that is no key"
                out.print(Text(f"  {said}; ? lists them", "dim"))

    def _label(self, out: Console, at: int, label: str) -> None:
        self.rows[at] |= {"label": label, "by": self._who}
        self._answered.append(at)
        self._save()
        out.print(Text(f"  {label}", "green"))

    def _undo(self, out: Console) -> None:
        if not self._answered:
            out.print(Text("  nothing to undo", "dim"))
            return
        at = self._answered.pop()
        if at in self._skipped:
            self._skipped.discard(at)
            out.print(Text("  no longer skipped", "yellow"))
            return
        out.print(Text(f"  no longer {self.rows[at]['label']}", "yellow"))
        self.rows[at] |= {"label": "", "by": ""}
        self._save()

    def _show(self, out: Console, at: int) -> None:
        row = self.rows[at]
        name = row["id"] or row["key"]
        out.print()
        out.print(Text(f"{at + 1:,} of {len(self.rows):,}, {self.labelled:,} labelled   {name}", "dim"))
        lines = spelled(self._texts.get(row["key"], row["prompt"])).split("\n")
        out.print(*(Text(f"  {line}") for line in lines[:SHOWN_LINES]), sep="\n")
        if (left := len(lines) - SHOWN_LINES) > 0:
            out.print(Text(f"  ... and {left:,} more lines", "dim"))

    def _legend(self, out: Console, *, with_definitions: bool) -> None:
        out.print()
        for each in self.choices:
            told = f"   {each.definition}" if with_definitions else ""
            out.print(Text(f"  {each.key}  ", "bold").append(f"{each.title:<22}").append(told, "dim"))
        how = "- can not be told · space skip · u undo · ? what the types mean · q stop, and go on another time"
        out.print(Text(f"  {how}", "dim"))
