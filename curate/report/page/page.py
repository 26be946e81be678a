"""The page as a whole: its sections in order, its style and its script, and what a browser may do with it."""

from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

from curate.errors import CurateError
from curate.extras import needed
from curate.files.folder import write_text
from curate.files.resources import page_part
from curate.report.left import Left
from curate.report.page.coverage import coverage
from curate.report.page.drawing import PURPOSE
from curate.report.page.edits import edits
from curate.report.page.families import families
from curate.report.page.findings import findings
from curate.report.page.origin import origin
from curate.report.page.quoted import plain
from curate.report.page.records import records
from curate.report.page.section import Material, Section
from curate.report.page.steps import steps
from curate.report.page.summary import share, summary

REPORT = "report.html"
MOST_BYTES = 4_000_000
"""How long the file may be."""
SECTIONS: tuple[Callable[[Material], Section | None], ...] = (
    summary, steps, findings, coverage, families, edits, records, origin,
)  # fmt: skip
"""In the order of the page. Each has a template of its name; one that has nothing to say gives none."""


def write_report(folder: Path, *, text: bool = True) -> Path:
    """Write the page of a finished run into its folder; gives the file.

    Raises:
        InputError: the folder holds no finished run, or is damaged.
        UsageError: a package is not installed that pages are made with.
        OutputRefused: the file can not be written.
    """
    page = page_of(Left(folder), text=text)
    write_text(folder / REPORT, page)
    return folder / REPORT


def page_of(left: Left, *, text: bool = True) -> str:
    """The page: the same bytes for the same run."""
    templates = _templates()
    material = Material(left, text=text)
    sections = [each for make in SECTIONS if (each := make(material))]
    style, script = page_part("page.css"), page_part("page.js")
    values = {
        "name": plain(left.pipeline.get("name", "")),
        "ledger": material.ledger,
        "sections": sections,
        "policy": policy(style, script),
        "style": style,
        "script": script,
        "text": text,
    }
    page = str(templates.get_template("page.html").render(values))
    page = page.encode("utf-8", "backslashreplace").decode()
    if len(page.encode()) > MOST_BYTES:
        raise CurateError(f"the page has {len(page.encode()):,} bytes, and may have {MOST_BYTES:,}.")
    return page


def policy(style: str, script: str) -> str:
    """What a browser may do with the page: use this style, run this script, and nothing else."""
    allowed = {
        "default-src": "'none'",
        "style-src": _digest(style),
        "script-src": _digest(script),
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in allowed.items())


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _templates() -> Any:  # noqa: ANN401  an environment of jinja2
    """Templates that escape whatever they are given, and fail where something is not given."""
    needed("altair", extra="report", purpose=PURPOSE)
    jinja2 = needed("jinja2", extra="report", purpose=PURPOSE)
    sandbox = needed("jinja2.sandbox", extra="report", purpose=PURPOSE)
    made = sandbox.ImmutableSandboxedEnvironment(
        loader=jinja2.FunctionLoader(page_part),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"number": lambda value: f"{value:,}", "share": share}
    return made
