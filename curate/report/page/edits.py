"""What steps changed in records that are kept."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from curate.checks.privacy import unquoted
from curate.report.left import Row
from curate.report.page.quoted import CUT, Piece, fitting, plain
from curate.report.page.section import Material, Section
from curate.report.wordwise import every_run

LENGTH = 160
"""Characters that are quoted of each side of a change."""
BEFORE, COMPARED = 40, 600
"""Characters before a change that are shown, and characters from there that are compared."""
MOST_FIELDS = 8
"""Fields that are named of each step."""


def edits(material: Material) -> Section | None:
    """By step and field, how many changes, and some of them; no section where nothing was changed."""
    account = material.account
    if not account.edits:
        return None
    steps = [_step(material, number) for number in sorted(account.edits)]
    return Section("edits", "What was edited", {"steps": steps, "records": len(account.edited)})


def _step(material: Material, number: int) -> dict[str, Any]:
    entry = material.left.ledger.get(number, {})
    fields = material.account.edits[number].most_common()
    shown = [each for each in material.account.shown_edits if each["step"] == number] if material.text else []
    return {
        "number": number,
        "use": plain(entry.get("use", "")),
        "setting": plain(entry.get("setting", "")),
        "fields": [(plain(name), count) for name, count in fields[:MOST_FIELDS]],
        "shown": [{**_change(each), "name": material.name_of(each["key"])} for each in shown],
    }


def _change(edit: Row) -> dict[str, Any]:
    """Both sides from a little before the first character that differs, with the words marked that differ."""
    before, after = _text(edit["before"]), _text(edit["after"])
    alike = next((at for at, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), None)
    start = max(0, (min(len(before), len(after)) if alike is None else alike) - BEFORE)
    # A word is compared as a whole.
    start = before.rfind(" ", 0, start) + 1
    compared = list(every_run(*(_near(each, start) for each in (before, after))))
    return {
        "field": plain(edit["field"]),
        "before": _side(((one, not same) for same, one, _ in compared), cut=start > 0),
        "after": _side(((other, not same) for same, _, other in compared), cut=start > 0),
    }


def _near(text: str, start: int) -> str:
    return unquoted(text, start, start + COMPARED)


def _side(pieces: Iterable[tuple[str, bool]], *, cut: bool) -> list[Piece]:
    return [*([Piece(CUT, marked=False)] if cut else []), *fitting(_without_blanks(pieces), LENGTH)]


def _without_blanks(pieces: Iterable[tuple[str, bool]]) -> Iterator[Piece]:
    """Pieces whose marks end with a word."""
    for text, marked in pieces:
        words = text.rstrip() if marked else text
        yield from (Piece(words, marked), Piece(text[len(words) :], marked=False))


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
