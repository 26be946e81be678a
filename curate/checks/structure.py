"""STR: conversations that are not put together as a trainer expects."""

from typing import ClassVar

import polars as pl

from curate.checks.base import RowCheck
from curate.records.columns import called_tools_before, calls_tools, is_last, role, role_before, text

INVISIBLE = r"^[\s\p{Cf}\p{Cc}\u{115F}\u{3164}\u{2800}]*$"
"""White space, format and control characters, and letters that draw nothing."""


class EmptyTurn(RowCheck, code="STR001", severity="error"):
    """A message has no text, or only characters that can not be seen.

    Why it matters: an empty response teaches the model to say nothing; an empty prompt, to answer nothing in
    particular. A message that calls a tool instead of speaking is not empty.

    Found: user: "Name three rivers in Peru." assistant: " "

    Passes: user: "Name three rivers in Peru." assistant: "The Ucayali, the Marañón and the Urubamba."
    """

    of_rejected: ClassVar[bool] = True

    def flag(self) -> pl.Expr:
        """Nothing to see, and no tool called."""
        return text().fill_null("").str.contains(INVISIBLE) & ~calls_tools()


class BrokenRoleOrder(RowCheck, code="STR002", severity="error"):
    """A message comes from the wrong side: two users in a row, an assistant first, a system message midway.

    Why it matters: chat templates refuse such a record, or write it in a way that the model never meets again.
    Expected is: one system or developer message at most, at the start; then user and assistant by turns; a
    tool's message only after a call or another tool's message, and after it the assistant. Who speaks where a
    call's result should stand is not found here: it is the call that is found (STR004).

    Found: user: "Hi" user: "Anyone there?" assistant: "Hello!"

    Passes: user: "Hi" assistant: "Hello!" user: "How late is it in Lima?" assistant: "Half past four."
    """

    of_rejected: ClassVar[bool] = True

    def flag(self) -> pl.Expr:
        """Not a step that a conversation takes."""
        before = role_before()
        system = role().is_in(["system", "developer"])
        after_call = called_tools_before()
        fits = (
            pl.when(before.is_null())
            .then(system | (role() == "user"))
            .when(role() == "user")
            .then(before.is_in(["system", "developer", "assistant"]))
            .when(role() == "assistant")
            # A call may follow the announcement of it: some collections keep them as two messages.
            .then(before.is_in(["user", "tool"]) | ((before == "assistant") & (calls_tools() | after_call)))
            .when(role() == "tool")
            .then((before == "tool") | after_call)
            .otherwise(pl.lit(value=False))
        )
        return ~fits

    def message(self) -> pl.Expr:
        """Which role stands where."""
        before = role_before()
        return (
            pl.when(before.is_null())
            .then(pl.format("the conversation starts with the {}", role()))
            .otherwise(pl.format("{} follows {}", role(), before))
        )


class MissingResponse(RowCheck, code="STR003", severity="error"):
    """The conversation ends before the assistant has answered.

    Why it matters: there is nothing to learn from it; many trainers mask all of it and count it as trained. A
    conversation that ends with a call whose result is not there has no response either.

    Found: user: "What does a luthier do?"

    Passes: user: "What does a luthier do?" assistant: "Builds and mends stringed instruments."
    """

    of_rejected: ClassVar[bool] = True

    def flag(self) -> pl.Expr:
        """The last message is not the assistant's, or only calls a tool."""
        speaks = (role() == "assistant") & ~(calls_tools() & text().fill_null("").str.contains(INVISIBLE))
        return is_last() & ~speaks

    def message(self) -> pl.Expr:
        """How it ends."""
        return (
            pl.when(calls_tools())
            .then(pl.lit("the conversation ends with a tool call"))
            .otherwise(pl.format("the conversation ends with the {}", role()))
        )
