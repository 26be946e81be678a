"""The numbers of a pipeline, taken from what was seen of a set. Each rule stands here once, with its reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor
from typing import Any

from curate.checks import Check, ReadCheck, RowCheck
from curate.checks.duplicates import ExactDuplicate, NearDuplicate
from curate.checks.encoding import EncodingDamage
from curate.checks.language import UnexpectedLanguage
from curate.checks.length import TERSE_TYPES, LongPrompt, LongResponse, ShortResponse
from curate.checks.refusal import SpeaksAsAnAi
from curate.engine import run as engine
from curate.engine.looking import Means
from curate.engine.run import CheckStatus, Outcomes
from curate.facts.view import View
from curate.gates import Gates
from curate.pipeline import Pipeline, default_checks
from curate.progress import Tell, silent
from curate.records.records import Records
from curate.report.profile import (
    Languages,
    Lengths,
    Profile,
    TypeSeen,
    counts_of,
    look,
    short_responses,
    unlike_responses,
)
from curate.steps import Step
from curate.steps.drop import Drop
from curate.steps.keep_one import KeepOne

EXPECTED_SHARE = 0.02
EXPECTED_RECORDS = 3
SHORT_SHARE = 0.05
SHORT_RECORDS = 2
TERSE_RECORDS = 5
LENGTH_STEP = 100
HABIT_SHARE = 0.2
HABIT_RECORDS = 10
GATE_POINTS = 0.01
GATE_PART = 0.1
KEPT_PART = 0.9
WORTH_DROPPING: tuple[type[Check], ...] = (EncodingDamage, SpeaksAsAnAi, UnexpectedLanguage, ShortResponse)
"""Checks whose findings are dropped though they are only warnings, as `sft-default` does: what they find is not
what a writer was asked for."""


@dataclass(frozen=True)
class Fit:
    """A pipeline that was fitted to a set, and what it does to that set."""

    profile: Profile
    pipeline: Pipeline
    statuses: tuple[CheckStatus, ...]
    """How each check went, with the settings that fit."""
    dropped: tuple[int, ...]
    """By step: the records that it drops of this set."""
    kept: int


def fit_to(records: Records, tell: Tell = silent) -> Fit:
    """Look at a set, then fit checks, steps and gates to it; each rests on what came before."""
    view = View.of(records.frame, tell)
    seen = look(records, view)
    short = ShortResponse(terse_types=terse_types(seen.types))
    seen = replace(seen, short=short_responses(view, short))
    checks = default_checks(settings(seen))
    near = next(check for check in checks if isinstance(check, NearDuplicate))
    looked = engine.run(records, Pipeline(name="look", checks=checks), tell=tell, means=Means(view=view))
    seen = replace(seen, found=counts_of(looked.statuses), unlike=unlike_responses(view, near))
    steps = steps_for(looked.statuses, seen.records)
    cleaning = Pipeline(name="fitted", checks=checks, steps=steps)
    outcomes = engine.run(records, cleaning, tell=tell, means=Means(view=view))
    gates = gates_for(outcomes, steps, seen.records)
    pipeline = cleaning.model_copy(update={"gates": gates})
    dropped = tuple(step.dropped.height for step in outcomes.steps)
    return Fit(seen, pipeline, outcomes.statuses, dropped, len(outcomes.kept))


def settings(seen: Profile) -> dict[str, dict[str, Any]]:
    """Of each check that depends on the data: its settings, by name."""
    terse = terse_types(seen.types)
    more = {} if terse == TERSE_TYPES else {"terse_types": terse}
    return {
        UnexpectedLanguage.name: {"expect": expected_languages(seen.languages)},
        ShortResponse.name: {"min_words": least_words(seen.short, seen.records), **more},
        LongResponse.name: {"max_words": most_words(seen.responses, shipped(LongResponse, "max_words"))},
        LongPrompt.name: {"max_words": most_words(seen.prompts, shipped(LongPrompt, "max_words"))},
    }


def shipped(check: type[Check], setting: str) -> Any:  # noqa: ANN401  whatever the setting holds
    """What a setting is by default."""
    return check.model_fields[setting].default


def expected_languages(languages: Languages) -> tuple[str, ...]:
    """Languages of at least 2 % of the responses whose language could be told, and of at least three of them.

    A language that a set is meant to hold is seldom rarer, and the detector errs on about one short text in a
    hundred; one or two responses are no evidence at all.
    """
    least = max(EXPECTED_RECORDS, EXPECTED_SHARE * languages.all_told)
    return tuple(lang for lang, count in languages.told if count >= least)


def least_words(short: Mapping[int, int], records: int) -> int:
    """The shipped least number of words, lowered until at most 5 % of the records, or two of them, are found.

    The check already passes short responses that are right; where it still finds more than that, being short is
    what the set is for. It is never raised: that others are longer does not make a response too short.
    """
    fitting = [words for words, found in short.items() if found <= max(SHORT_RECORDS, SHORT_SHARE * records)]
    return max(fitting, default=1)


def terse_types(types: Sequence[TypeSeen]) -> tuple[str, ...]:
    """The shipped types that may be terse, and those of the set half of whose responses are below the least words.

    A type that is mostly answered in a word or two asks for that. Of fewer than five records nothing is told.
    """
    least = shipped(ShortResponse, "min_words")
    own = (each.label for each in types if each.records >= TERSE_RECORDS and each.median < least)
    return tuple(dict.fromkeys((*TERSE_TYPES, *own)))


def most_words(lengths: Lengths, limit: int) -> int:
    """The shipped most number of words, raised to what 99 % of the texts stay within, in full hundreds.

    Where more than one text in a hundred is above the shipped limit, long texts are what the set is for, and the
    check should find what is long even here. It is never lowered: the limit guards the trainer's window.
    """
    return max(limit, ceil(lengths.nearly_all / LENGTH_STEP) * LENGTH_STEP)


def is_habit(found: int, records: int) -> bool:
    """Whether a finding is how the set is written: in more than a fifth of its records, and in ten or more.

    Dropping so much changes what a set is, which is for its owner to decide. In fewer than ten records a large
    share is an accident of a small set.
    """
    return found >= HABIT_RECORDS and found > HABIT_SHARE * records


def steps_for(statuses: Sequence[CheckStatus], records: int) -> tuple[Step, ...]:
    """One step for what is wrong with single records, then one for each kind of copies.

    Errors are named even where none was found: nobody can train on such a record, and looking costs nothing.
    Warnings worth dropping are named where they were found. Neither, if it is a habit of the set. Exact copies
    are left out in any case; near-duplicates, the dearest to look for, where there are some.
    """
    running = [each for each in statuses if each.status in ("found", "clean")]
    rows = [each for each in running if isinstance(each.check, RowCheck) and not is_habit(each.count, records)]
    errors = [each.check.code for each in rows if each.check.severity == "error"]
    warnings = [each.check.code for each in rows if is_worth_dropping(each.check) and each.count]
    copies = [
        KeepOne(of=each.check.code, prefer="longest-response")
        for each in running
        if isinstance(each.check, ExactDuplicate) or (isinstance(each.check, NearDuplicate) and each.count)
    ]
    on = tuple(dict.fromkeys((*errors, *warnings)))
    return (*([Drop(on=on)] if on else []), *copies)


def is_worth_dropping(check: Check) -> bool:
    """Whether a warning of this check is reason enough to drop a record."""
    return isinstance(check, WORTH_DROPPING)


def acted_on(steps: Sequence[Step], checks: Sequence[Check]) -> frozenset[str]:
    """The codes that some step acts on."""
    return frozenset(code for step in steps for code in step.codes(checks))


def gates_for(outcomes: Outcomes, steps: Sequence[Step], records: int) -> Gates:
    """Limits just above what is dropped, and what is found and left in; and a least number kept."""
    kept = len(outcomes.kept)
    acted = acted_on(steps, [each.check for each in outcomes.statuses])
    left_in = {
        each.check.code: just_above(each.count, records)
        for each in outcomes.statuses
        if each.status == "found" and each.check.code not in acted and not isinstance(each.check, ReadCheck)
    }
    return Gates(
        max_dropped_share=min(1.0, just_above(records - kept, records)),
        min_records=least_records(kept) or None,
        max_share={code: limit for code, limit in left_in.items() if limit < 1},
    )


def just_above(found: int, records: int) -> float:
    """A limit on a share: what it is now, and a tenth of it, one point of a hundred or one record more.

    The most of these three is the room, so that the next few records do not break a gate, and a set that is much
    worse does. In full hundredths.
    """
    now = found / records
    room = max(GATE_PART * now, GATE_POINTS, 1 / records)
    return ceil(round(100 * (now + room), 6)) / 100


def least_records(kept: int) -> int:
    """Nine tenths of what is kept now, in two digits: below that, a part of the data is likely to be missing."""
    least = floor(KEPT_PART * kept)
    unit: int = 10 ** max(0, len(str(least)) - 2)
    return max(least // unit * unit, min(kept, 1))
