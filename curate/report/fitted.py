"""A fitted pipeline as a TOML file, with the reason beside each number."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from curate.checks import Check, ReadCheck
from curate.checks.duplicates import NearDuplicate
from curate.checks.language import UnexpectedLanguage
from curate.checks.length import TERSE_TYPES, LongPrompt, LongResponse, ShortResponse
from curate.engine.run import CheckStatus
from curate.errors import InputError, OutputRefused, UsageError
from curate.pipeline import Pipeline, parse_pipeline
from curate.progress import Tell, silent
from curate.records.records import Records
from curate.report import reasons
from curate.report.fitting import HABIT_SHARE, Fit, acted_on, fit_to, is_habit, is_worth_dropping
from curate.report.profile import FieldSeen, Profile
from curate.report.reasons import Lines
from curate.report.toml_text import comment, counted, key, listed, percent, share, shown, string, value
from curate.steps import Step
from curate.steps.drop import Drop

MOST_NAMED = 6
"""Inputs or fields that the heading names one by one."""
ENDING = ".toml"
"""Of a pipeline's file: `curate run` takes any other name for that of a shipped one."""
UNNAMED = "curate-pipeline"
"""What a pipeline is called that goes to no file."""
LARGE_PART = 0.2
"""Of a set: so many near-duplicates are worth a look before they go."""


@dataclass(frozen=True, repr=False)
class Fitted:
    """A pipeline as a commented TOML file, and what was seen of the data that it was fitted to."""

    text: str
    fit: Fit | None = None
    """What the numbers rest on; none where no data was looked at."""

    def __repr__(self) -> str:
        if not self.fit:
            return "Fitted(the general pipeline: no data was looked at)"
        seen, steps = self.fit.profile, len(self.fit.dropped)
        dropped = share(sum(self.fit.dropped), seen.records)
        return f"Fitted({seen!r}: {counted(steps, 'step')}, would drop {dropped})"

    def _repr_html_(self) -> str:
        return f"<p>{escape(repr(self))}</p><pre>{escape(self.text)}</pre>"

    @property
    def profile(self) -> Profile | None:
        """What was seen of the data; none where none was looked at."""
        return self.fit.profile if self.fit else None

    @property
    def pipeline(self) -> Pipeline:
        """What the text says, ready for `curate.run`."""
        return parse_pipeline(self.text, "the fitted pipeline")


def new_pipeline(path: Path, *, force: bool) -> Path:
    """A path that a pipeline may be written to.

    Raises:
        UsageError: a pipeline could not be run by this name.
        OutputRefused: something stands there already.
    """
    if path.suffix != ENDING:
        raise UsageError(f"{path}: the name of a pipeline's file ends in {ENDING}.", hint=f"-o {path}{ENDING}")
    if path.is_dir() or (path.exists() and not force):
        force_it = "" if path.is_dir() else "--force replaces it; "
        hint = f"{force_it}-o FILE.toml writes another one; -o - prints."
        raise OutputRefused(f"{path} is there already; nothing was changed.", hint=hint)
    return path


def fitted_to(records: Records, name: str, tell: Tell = silent) -> Fitted:
    """A pipeline fitted to these records.

    Raises:
        InputError: there are none.
    """
    if not len(records):
        raise InputError(
            f"there is no readable record to fit a pipeline to: {records.read:,} read, all rejected.",
            hint="See why: curate check FILES...",
        )
    found = fit_to(records, tell)
    return Fitted(text_of(found, name), found)


def text_of(fit: Fit, name: str) -> str:
    """The whole file."""
    parts = [
        heading(fit.profile),
        [f"name = {string(name)}"],
        checks(fit),
        [] if any(isinstance(each, Drop) for each in fit.pipeline.steps) else not_dropped(fit),
        *(step(fit, number) for number in range(len(fit.pipeline.steps))),
        gates(fit),
    ]
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def heading(seen: Profile) -> Lines:
    """Where the numbers come from."""
    lines = comment("Written by `curate init` for the records below. The reason for each number stands above it.")
    for each in seen.inputs[:MOST_NAMED]:
        unreadable = f", {each.rejected:,} unreadable" if each.rejected else ""
        lines += [f"#   {shown(each.file)}   {shown(each.format)}, {counted(each.records, 'record')}{unreadable}"]
    if left := seen.inputs[MOST_NAMED:]:
        lines += [f"#   and {counted(len(left), 'input')} more, {sum(each.records for each in left):,} records"]
    return lines + fields(seen)


def fields(seen: Profile) -> Lines:
    """The fields that the format does not explain, and what becomes of them."""
    if not seen.fields:
        return []
    told = listed((_field(each, seen.records) for each in seen.fields), MOST_NAMED)
    uses = ["`curate why` takes an id"] if seen.named else []
    uses += ["checks read the type of prompt"] if seen.types else []
    return comment(f"Beside the text: {told}. {_sentence('; '.join([*uses, 'all are kept as they are']))}")


def _field(each: FieldSeen, records: int) -> str:
    within = "all" if each.records == records else share(each.records, records)
    different = "" if each.different is None else f", {each.different:,} different"
    return f"{shown(each.name)} ({within}{different})"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def checks(fit: Fit) -> Lines:
    """The settings that were taken from the data."""
    chosen = {type(check): check for check in fit.pipeline.checks}
    seen = fit.profile
    return [
        *comment("Every check runs; those below were fitted. `curate explain` lists all of them."),
        "[checks]",
        *reasons.languages(seen, chosen[UnexpectedLanguage].model_dump()["expect"]),
        _setting(chosen[UnexpectedLanguage], "expect"),
        "",
        *reasons.short_responses(seen, chosen[ShortResponse].model_dump()),
        _setting(chosen[ShortResponse], "min_words", *_own_types(chosen[ShortResponse])),
        "",
        *reasons.long_texts(seen.responses, "response", chosen[LongResponse]),
        _setting(chosen[LongResponse], "max_words"),
        "",
        *reasons.long_texts(seen.prompts, "prompt", chosen[LongPrompt]),
        _setting(chosen[LongPrompt], "max_words"),
        "",
        *reasons.near_duplicates(seen, chosen[NearDuplicate]),
        _setting(chosen[NearDuplicate], "similarity", "view"),
    ]


def _setting(check: Check, *names: str) -> str:
    values = check.model_dump(mode="json")
    return f"{key(check.name)} = {value({name: values[name] for name in names})}"


def _own_types(check: Check) -> tuple[str, ...]:
    return () if check.model_dump()["terse_types"] == TERSE_TYPES else ("terse_types",)


def step(fit: Fit, number: int) -> Lines:
    """One step, with what it acts on and why."""
    each = fit.pipeline.steps[number]
    if isinstance(each, Drop):
        return drop(fit, each)
    settings = [f"{key(name)} = {value(given)}" for name, given in each.as_set().items()]
    return [*copies(fit, each, number), "[[steps]]", f"use = {string(each.use)}", *settings]


def drop(fit: Fit, each: Drop) -> Lines:
    """The codes it acts on, each with how often it was found, and those that it could."""
    width = max(map(len, each.on)) + len('"",  ')
    by_code = {status.check.code: status for status in fit.statuses}
    named = [
        f"    {string(code) + ',':<{width}}# {by_code[code].check.name}: {found(by_code[code], fit.profile)}"
        for code in each.on
    ]
    text = "Drops what no trainer can use as meant, and what no writer was asked for."
    if not all(by_code[code].count for code in each.on):
        text += " Errors are named even where none was found: cheap insurance."
    return [*comment(text), "[[steps]]", f"use = {string(each.use)}", "on = [", *named, "]", *not_dropped(fit)]


def found(status: CheckStatus, seen: Profile) -> str:
    """How many records a check found."""
    if not status.count:
        return "none"
    return f"{counted(status.count, 'record')}, {share(status.count, seen.records)}"


def not_dropped(fit: Fit) -> Lines:
    """What was found, or looked for, and is not dropped, and why not."""
    left = [each for each in left_in(fit) if not isinstance(each.check, ReadCheck)]
    habits = [each for each in left if is_habit(each.count, fit.profile.records)]
    others = [each for each in left if each not in habits]
    clean = [each.check for each in fit.statuses if each.status == "clean" and is_worth_dropping(each.check)]
    lines: Lines = []
    if habits:
        rule = f"What is found in more than {percent(HABIT_SHARE)} is how a set is written"
        lines += comment(f"Not dropped: {_codes(habits, fit)}. {rule}; if this is not, add the code to `on`.")
    if others:
        lines += comment(f"Not dropped, since it may well be meant: {_codes(others, fit)}.")
    if clean:
        names = ", ".join(f"{check.code} {check.name}" for check in clean)
        lines += comment(f"Not named, since none was found: {names}.")
    return lines


def left_in(fit: Fit) -> Iterator[CheckStatus]:
    """The checks that found something on which no step acts."""
    acted = acted_on(fit.pipeline.steps, fit.pipeline.checks)
    return (each for each in fit.statuses if each.status == "found" and each.check.code not in acted)


def _codes(statuses: Iterable[CheckStatus], fit: Fit) -> str:
    return ", ".join(f"{each.check.code} {each.check.name} ({found(each, fit.profile)})" for each in statuses)


def copies(fit: Fit, each: Step, number: int) -> Lines:
    """What a step that keeps one of several does here."""
    codes = each.codes(fit.pipeline.checks)
    dropped, records = fit.dropped[number], fit.profile.records
    what = "near-duplicates" if NearDuplicate.code in codes else "exact copies"
    if not dropped:
        where = "left by now" if any(fit.profile.found.get(code) for code in codes) else "here"
        return comment(f"No {what} {where}: cheap insurance.")
    go = f"{counted(dropped, 'record')} ({share(dropped, records)}) {'goes' if dropped == 1 else 'go'}"
    text = f"Of {what}, the one with the longest response stays: {go}."
    if dropped > LARGE_PART * records:
        text += " That is a large part of the set: look at some with `curate why` before you trust it."
    return comment(text)


def gates(fit: Fit) -> Lines:
    """The limits, each with what it was measured at."""
    limits, seen = fit.pipeline.gates, fit.profile
    dropped = f"{sum(fit.dropped):,} of {counted(seen.records, 'record')}, {share(sum(fit.dropped), seen.records)}"
    kept = f"{fit.kept:,} {'is' if fit.kept == 1 else 'are'} kept"
    lines = [
        *comment("A broken gate ends a run with exit code 1. Each leaves a little room beyond what is so here."),
        "[gates]",
        *comment(f"The steps drop {dropped}."),
        f"max_dropped_share = {value(limits.max_dropped_share)}",
    ]
    if limits.min_records is None:
        lines += comment("No record is kept, so no least number is asked for.")
    else:
        lines += comment(f"{kept}. Well below that, a part of the data is likely to be missing.")
        lines.append(f"min_records = {limits.min_records}")
    if limits.max_share:
        lines += comment("Found and left in, so nothing above limits them: by code, the share that may be found.")
        lines += ["[gates.max_share]", *_shares(fit)]
    return lines


def _shares(fit: Fit) -> Iterator[str]:
    counts = {each.check.code: each for each in fit.statuses}
    for code, limit in fit.pipeline.gates.max_share.items():
        status = counts[code]
        yield f"{key(code)} = {value(limit)}  # {status.check.name}: {found(status, fit.profile)}"
