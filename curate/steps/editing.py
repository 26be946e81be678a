"""What steps have in common that change the texts which checks found."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import ClassVar

import polars as pl
from pydantic import Field

from curate.checks import Check, RowCheck, codes
from curate.errors import UsageError
from curate.findings import CODE, RANK
from curate.records import columns as c
from curate.records.edits import Edit
from curate.records.turns import pieces
from curate.steps.base import Entering, Outcome, Step

Editor = Callable[[RowCheck, str], str]
"""From a check and a text to the text without what the check finds in it."""


class EditStep(Step, ABC):
    """Changes the texts of records that the named checks found, as those checks say."""

    reads_texts: ClassVar[bool] = True
    on: tuple[str, ...] = Field(min_length=1)
    """Codes, families or names of checks, which act one after the other."""

    def codes(self, checks: Iterable[Check]) -> Sequence[str]:
        """The codes that `on` stands for, in its order.

        Raises:
            UnknownName: a name stands for none.
            UsageError: one of them can not be acted on, or none of a family can.
        """
        known = tuple(checks)
        acting = [check.code for check in known if self.fixes(check)]
        named: dict[str, None] = {}
        for name in self.on:
            able = [code for code in sorted(codes(known, [name])) if code in acting]
            if not able:
                raise UsageError(
                    f"{self.use} on {name}: it says what is wrong, but not how to change it.",
                    hint=f"These do: {', '.join(sorted(acting))}.",
                )
            named |= dict.fromkeys(able)
        return tuple(named)

    def setting(self) -> str:
        """The codes as they were named."""
        return " ".join(self.on)

    @abstractmethod
    def editor(self) -> Editor:
        """What changes the texts of one record, one after the other."""

    def apply(self, entering: Entering) -> Outcome:
        """Every text of a found record, changed by each check that found the record."""
        found = entering.findings.group_by(RANK, maintain_order=True).agg(CODE)
        wanted = dict(found.iter_rows())
        records = entering.records.filter(pl.col(c.RANK).is_in(found[RANK].implode()))
        changes = [
            edit
            for rank, *said in records.select(c.RANK, c.MESSAGES, c.REJECTED).iter_rows()
            for edit in self._edits(rank, said, [entering.checks[code] for code in wanted[rank]])
        ]
        return Outcome.changing(entering.records, changes)

    def _edits(
        self, rank: int, said: Iterable[list[dict[str, object]] | None], checks: list[Check]
    ) -> Iterator[Edit]:
        editor = self.editor()
        for message in (message for messages in said for message in messages or ()):
            if message[c.CONTENT] is None:
                continue
            for path, text in pieces(message[c.PATH], message[c.JOINTS], message[c.CONTENT]):  # type: ignore[arg-type]
                changed = text
                for check in checks:
                    changed = editor(check, changed)  # type: ignore[arg-type]
                if changed != text:
                    yield Edit(rank, path, text, changed)
