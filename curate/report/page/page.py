"""The page as a whole: its sections in order, its style and its script, and what a browser may do with it."""

from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

from curate.errors import CurateError, InputError
from curate.extras import needed
from curate.files.folder import MANIFEST, write_text
from curate.files.resources import page_part
from curate.report.left import Folder, Left
from curate.report.page.coverage import COVERAGE, coverage
from curate.report.page.drawing import PURPOSE
from curate.report.page.edits import edits
from curate.report.page.families import families
from curate.report.page.findings import findings
from curate.report.page.measure import MEASURE, measure
from curate.report.page.origin import origin
from curate.report.page.quoted import plain
from curate.report.page.records import records
from curate.report.page.section import Beside, Material, Section
from curate.report.page.steps import steps
from curate.report.page.summary import share, summary

REPORT = "report.html"
MOST_BYTES = 4_000_000
"""How long the file may be."""
SECTIONS: tuple[Callable[[Material], Section | None], ...] = (
    summary, steps, measure, findings, coverage, families, edits, records, origin,
)  # fmt: skip
"""In the order of the page. Each has a template of its name; one that has nothing to say gives none."""
WITHOUT_RUN: tuple[Callable[[Beside], Section | None], ...] = (measure, coverage)
"""Those that need no run: what they show may stand in a folder alone."""
ALONE = {"measure": "A measurement", "coverage": "Coverage"}
"""What a page is called that shows nothing else."""
DRAWN_ALONE = (MEASURE, COVERAGE)
"""Files that are drawn where no run is."""


def write_report(folder: Path, *, text: bool = True) -> Path:
    """Write the page of what commands left into their folder; gives the file.

    Raises:
        InputError: the folder holds no finished run, nor a measurement or coverage, or is damaged.
        UsageError: a package is not installed that pages are made with.
        OutputRefused: the file can not be written.
    """
    page = page_of(left_in(folder), text=text)
    write_text(folder / REPORT, page)
    return folder / REPORT


def left_in(folder: Path) -> Folder:
    """What was left: a run, or what other commands left without one.

    Raises:
        InputError: nothing of that is there, or it is damaged.
    """
    left = Folder(folder)
    if left.holds(MANIFEST):
        return Left(folder)
    if any(map(left.holds, DRAWN_ALONE)):
        return left
    if not left.is_begun:
        raise InputError(
            f"{folder} holds no finished run, no measurement and no coverage.",
            hint="curate run sft-default FILES... --out DIR makes one; measure and coverage have --out, too.",
        )
    return Left(folder)


def page_of(left: Folder, *, text: bool = True) -> str:
    """The page: the same bytes for the same run."""
    templates = _templates()
    if isinstance(left, Left):
        material = Material(left, text=text)
        ledger, name = material.ledger, plain(left.pipeline.get("name", ""))
        made = [make(material) for make in SECTIONS]
        title = f"{name}: {ledger.kept:,} of {ledger.read:,} records kept"
    else:
        ledger, made = None, [make(Beside(left, text=text)) for make in WITHOUT_RUN]
        name = title = " and ".join(ALONE[each.anchor] for each in made if each)
    # The script is the table of records, of which only a run has one.
    style, script = page_part("page.css"), page_part("page.js") if ledger else ""
    values = {
        "name": name,
        "title": title,
        "ledger": ledger,
        "sections": [each for each in made if each],
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
    """What a browser may do with the page: use this style, run this script if there is one, and nothing else."""
    allowed = {
        "default-src": "'none'",
        "style-src": _digest(style),
        **({"script-src": _digest(script)} if script else {}),
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
