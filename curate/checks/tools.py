"""STR: calls of tools that nobody could carry out, or whose result is not there."""

from abc import ABC, abstractmethod
from typing import ClassVar

import polars as pl

from curate.checks.base import RowCheck
from curate.facts.tools import UNANSWERED, UNOFFERED, UNREADABLE
from curate.records.columns import fact


class _CallCheck(RowCheck, ABC):
    """Finds messages with calls that have one fault."""

    of_rejected: ClassVar[bool] = True
    fault: ClassVar[str]

    @abstractmethod
    def told(self) -> tuple[str, str]:
        """What is said of one call, and of several."""

    def flag(self) -> pl.Expr:
        """At least one call has the fault."""
        return self._count() > 0

    def message(self) -> pl.Expr:
        """How many calls have the fault."""
        one, several = self.told()
        return pl.when(self._count() == 1).then(pl.lit(one)).otherwise(pl.format(several, self._count()))

    def score(self) -> pl.Expr:
        """Calls with the fault."""
        return self._count().cast(pl.Float64)

    def _count(self) -> pl.Expr:
        return fact("calls").struct.field(self.fault)


class UnansweredCall(_CallCheck, code="STR004", severity="error"):
    """A tool is called, and somebody else speaks before its result is there.

    Why it matters: chat templates and interfaces refuse a call without its result, and the model learns to make up
    what a tool would have said. Results belong to calls by their ids where all have one, else by their number; one
    message without an id may hold the results of several calls as a list, an object or lines. A conversation
    that ends before anybody has read the results has no response, which is STR003.

    Found: user: "When does the ferry to Ischia leave?" assistant calls ferries(to="Ischia"). assistant: "At 9:10."

    Passes: user: "When does the ferry to Ischia leave?" assistant calls ferries(to="Ischia"). tool: "9:10, 11:40"
    assistant: "At 9:10 and at 11:40."
    """

    fault = UNANSWERED

    def told(self) -> tuple[str, str]:
        """In how many calls the fault is."""
        return ("a call of a tool has no result", "{} calls of tools have no result")


class UnreadableArguments(_CallCheck, code="STR005", severity="error"):
    r"""The arguments of a tool call are not the JSON text of an object.

    Why it matters: trainers and chat templates parse them and stop, or the model learns to write calls that no
    program can read. Arguments that are an object already are fine, and so is a call without any; an empty text is
    no object. JSON that programs read differently (a key twice, NaN) is not readable either.

    Found: assistant calls ferries with the arguments "{'to': 'Ischia'}"

    Passes: assistant calls ferries with the arguments "{\"to\": \"Ischia\"}"
    """

    fault = UNREADABLE

    def told(self) -> tuple[str, str]:
        """In how many calls the fault is."""
        return ("the arguments of a call are no JSON object", "the arguments of {} calls are no JSON objects")


class UnofferedTool(_CallCheck, code="STR006", severity="error"):
    """A tool is called that is not among those that the record offers.

    Why it matters: the model learns to make up tools. It is told only of a record that lists its tools, each with
    a name that can be read, whichever way they are written.

    Found: tools: search_recipes. assistant calls order_groceries(item="rice").

    Passes: tools: search_recipes, order_groceries. assistant calls order_groceries(item="rice").
    """

    fault = UNOFFERED

    def told(self) -> tuple[str, str]:
        """In how many calls the fault is."""
        return ("a tool is called that is not offered", "{} calls are of tools that are not offered")
