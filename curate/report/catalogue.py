"""What checks, steps and gates say of themselves: on the screen, and as a page of the documentation."""

from collections.abc import Callable, Iterator
from inspect import cleandoc

from rich.console import Console
from rich.text import Text

from curate.checks import BUILTIN, Check, ReadCheck, RowCheck
from curate.checks.coverage import COVERAGE
from curate.checks.type_check import TypeCheck
from curate.errors import UnknownName
from curate.files.resources import check_precision
from curate.gates import Gates
from curate.params import Params
from curate.report.terminal import COLOURS, table
from curate.steps import BUILTIN as STEPS
from curate.steps import Cap, Drop, Sample, Step
from curate.steps.decided import Decided

EVERY: tuple[type[Check], ...] = (*BUILTIN, *COVERAGE)
"""Checks of records, then those of types of prompts."""


def overview(out: Console) -> None:
    """Every check in a line."""
    listing = table()
    for name, width in (("code", 6), ("name", max(len(check.name) for check in EVERY)), ("severity", 8)):
        listing.add_column(name, min_width=width, no_wrap=True)
    listing.add_column("finds")
    for check in EVERY:
        code = Text(check.code, COLOURS[check.severity])
        listing.add_row(code, check.name, check.severity, check.summary().replace("`", ""))
    out.print(listing)
    steps = ", ".join(step.use for step in STEPS)
    out.print(
        f"\nSteps of a pipeline: {steps}. Conditions on its result: {GATES}. Each is explained by its name too."
    )


GATES = "gates"


def one(name: str) -> Callable[[Console], None]:
    """All that a check or a step says of itself, or the gates.

    Raises:
        UnknownName: nothing has this code or name.
    """
    known: dict[str, type[Params]] = {key: check for check in EVERY for key in (check.code, check.name)}
    known |= {step.use: step for step in STEPS} | _REASONS
    known[GATES] = Gates
    if name not in known:
        raise UnknownName.among(known, kind="check or step", name=name)
    kind = known[name]

    def draw(out: Console) -> None:
        out.print(_heading(kind))
        out.print()
        out.print(cleandoc(kind.__doc__ or "").replace("`", ""))
        if issubclass(kind, Check) and (more := _applies(kind)):
            out.print(f"\n{more}")
        for line in _settings(kind):
            out.print(line)

    return draw


_REASONS: dict[str, type[Step]] = {"CAP001": Cap, "DEC001": Decided, "DRP001": Drop, "SMP001": Sample}
"""Codes of what steps drop for a reason of their own, each with its step."""


def _applies(check: type[Check]) -> str:
    """Where it is not looked for, whether it runs unasked, and how often it was right."""
    exempt = check.exempt_types if issubclass(check, RowCheck) else ()
    said = [f"Not looked for in records of type {', '.join(exempt)}."] if exempt else []
    said += ["In preview: it runs only where it is selected by its code or name."] if check.preview else []
    if measured := check_precision().get(check.code):
        said += [
            f"Of {measured['read']} findings drawn from real sets and read, {measured['right']} were right "
            f"(precision {measured['low']:.2f} to {measured['high']:.2f}, 95 %)."
        ]
    return " ".join(said)


def _heading(kind: type[Params]) -> Text:
    if issubclass(kind, Check):
        return Text(f"{kind.code} {kind.name}").append(f"   {kind.severity}", COLOURS[kind.severity])
    return Text(f"{kind.use}   step" if issubclass(kind, Step) else GATES)


def _settings(kind: type[Params]) -> Iterator[str]:
    if kind.model_fields:
        yield f"\nSettings, {_place_of(kind)}\n"
    meanings = kind.meanings()
    for name, field in kind.model_fields.items():
        value = "..." if field.is_required() else _toml(field.get_default(call_default_factory=True))
        yield f"  {name} = {value}   {' '.join(meanings[name].split())}"


def _place_of(kind: type[Params]) -> str:
    """Where the settings stand in a pipeline."""
    if issubclass(kind, Check):
        return f"under [checks] of a pipeline as {kind.name} = {{ ... }}"
    return (
        f'under [[steps]] of a pipeline, below use = "{kind.use}"' if issubclass(kind, Step) else "under [gates]"
    )


def _toml(value: object) -> str:
    if value is None:
        return "(not set)"
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml(part) for part in value) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value).lower()


def page() -> str:
    """`docs/checks.md`: every check with its documentation and settings."""
    lines = [
        "# Checks",
        "",
        "Generated from the checks themselves by `python -m curate.report.catalogue > docs/checks.md`.",
        "`curate explain CODE` shows the same on the screen.",
        "",
        "| code | name | severity | finds |",
        "|---|---|---|---|",
        *(f"| [{c.code}](#{c.code.lower()}-{c.name}) | {c.name} | {c.severity} | {c.summary()} |" for c in EVERY),
    ]
    for check in EVERY:
        lines += ["", f"## {check.code} {check.name}", "", f"Severity: {check.severity}{_found_where(check)}.", ""]
        applies = _applies(check)
        lines += [check.documentation(), *(["", applies] if applies else []), *_settings_table(check)]
    return "\n".join(lines) + "\n"


def _found_where(check: type[Check]) -> str:
    if issubclass(check, TypeCheck):
        return ", of types of prompts, by `curate coverage`"
    return ", found while reading" if issubclass(check, ReadCheck) else ""


def _settings_table(check: type[Check]) -> Iterator[str]:
    if check.model_fields:
        yield from ("", "| setting | default | meaning |", "|---|---|---|")
    meanings = check.meanings()
    for name, field in check.model_fields.items():
        yield f"| `{name}` | `{_toml(field.default)}` | {' '.join(meanings[name].split())} |"


if __name__ == "__main__":
    import sys

    sys.stdout.write(page())
