"""Whether the order of steps makes sense."""

from collections.abc import Iterator, Sequence

from curate.checks import Check
from curate.steps.base import Step
from curate.steps.decided import Decided
from curate.steps.editing import EditStep

_DROPS = ("drop", "keep-one", "cap", "sample")
_EDITS = ("repair", "redact")
_BEFORE: dict[str, tuple[tuple[str, ...], str]] = {
    "split": (
        (*_DROPS, *_EDITS),
        "the parts were divided before it, and their shares and what is alike in them may be others now",
    ),
    "sample": (
        ("drop", "keep-one", "cap"),
        "it may take away what was drawn, and fewer stay than were asked for",
    ),
    "cap": (("drop", "keep-one"), "it may take away what was left of a group, in place of what was left out"),
    "keep-one": (_EDITS, "records that it makes alike are not compared again"),
}
"""By step: what had better come before it, and why."""


def doubts(steps: Sequence[Step], checks: Sequence[Check]) -> Iterator[str]:
    """What is odd in the order of steps, a sentence for each pair."""
    own = [step for step in steps if not isinstance(step, Decided)]
    for number, step in enumerate(own):
        later = [(place, each) for place, each in enumerate(own, 1) if place > number + 1]
        sooner, why = _BEFORE.get(step.use, ((), ""))
        for place, each in later:
            if each.use in sooner:
                yield f"step {place}, {each.use}, comes behind step {number + 1}, {step.use}: {why}."
        for place, each in later if step.use == "drop" else ():
            shared = set(step.codes(checks)) & set(each.codes(checks)) if isinstance(each, EditStep) else set()
            if shared:
                named = ", ".join(sorted(shared))
                yield (
                    f"step {place}, {each.use}, acts on {named}, which step {number + 1}, drop, has left out: "
                    f"put {each.use} first."
                )
