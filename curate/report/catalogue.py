"""What the checks say of themselves: on the screen, and as a page of the documentation."""

from collections.abc import Callable, Iterator

from rich.console import Console
from rich.text import Text

from curate.checks import BUILTIN, Check, ReadCheck, check_called
from curate.report.terminal import COLOURS, table


def overview(out: Console) -> None:
    """Every check in a line."""
    listing = table()
    for name, width in (("code", 6), ("name", max(len(check.name) for check in BUILTIN)), ("severity", 8)):
        listing.add_column(name, min_width=width, no_wrap=True)
    listing.add_column("finds")
    for check in BUILTIN:
        code = Text(check.code, COLOURS[check.severity])
        listing.add_row(code, check.name, check.severity, check.summary().replace("`", ""))
    out.print(listing)


def one(code: str) -> Callable[[Console], None]:
    """All that one check says of itself.

    Raises:
        UnknownName: no check has this code or name.
    """
    check = check_called(code)

    def draw(out: Console) -> None:
        out.print(Text(f"{check.code} {check.name}").append(f"   {check.severity}", COLOURS[check.severity]))
        out.print()
        out.print(check.documentation().replace("`", ""))
        for line in _settings(check):
            out.print(line)

    return draw


def _settings(check: type[Check]) -> Iterator[str]:
    if check.model_fields:
        yield f"\nSettings, under [checks] of a pipeline as {check.name} = {{ ... }}\n"
    for name, field in check.model_fields.items():
        yield f"  {name} = {_toml(field.default)}   {' '.join((field.description or '').split())}"


def _toml(value: object) -> str:
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
        *(
            f"| [{c.code}](#{c.code.lower()}-{c.name}) | {c.name} | {c.severity} | {c.summary()} |"
            for c in BUILTIN
        ),
    ]
    for check in BUILTIN:
        kind = ", found while reading" if issubclass(check, ReadCheck) else ""
        lines += ["", f"## {check.code} {check.name}", "", f"Severity: {check.severity}{kind}.", ""]
        lines += [check.documentation(), *_settings_table(check)]
    return "\n".join(lines) + "\n"


def _settings_table(check: type[Check]) -> Iterator[str]:
    if check.model_fields:
        yield from ("", "| setting | default | meaning |", "|---|---|---|")
    for name, field in check.model_fields.items():
        yield f"| `{name}` | `{_toml(field.default)}` | {' '.join((field.description or '').split())} |"


if __name__ == "__main__":
    import sys

    sys.stdout.write(page())
