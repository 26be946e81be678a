"""Tests for a check of one's own, the same that the built-in checks are held to.

```python
from curate.testing import CheckCases
from acme import ShoutedResponse

class TestShoutedResponse(CheckCases):
    check = ShoutedResponse
    file = "ACME001.jsonl"
```

Each line of the file is a case: why it is there, the records, which of them the check must find, counted from 0,
and `settings` if they are not the default. `raw` or `raw_base64` holds a whole file in place of records.
"""

import base64
import json
from collections.abc import Iterable, Iterator, Sequence
from os import PathLike
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

from pydantic import ConfigDict, Field, ValidationError

from curate import api
from curate.checks import Check, ReadCheck
from curate.errors import InputError
from curate.files.folder import read_bytes, write_whole
from curate.findings import MESSAGE
from curate.params import Params
from curate.records import columns as c
from curate.report.results import Checked

FOUND, PASSING = 4, 5
"""The fewest cases of each kind that a check must have."""
PARAGRAPHS = ("Why it matters", "Found", "Passes")
"""What a docstring says after its first sentence, in this order."""
QUOTED = 20
"""So many characters of a text in a row are a quotation."""
WORD = 8
"""So many characters of a text that stands whole in a message are a quotation."""


class Case(Params):
    """Records, and which of them a check must find, no more, no less."""

    model_config = ConfigDict(strict=True)

    why: str = Field(min_length=1)
    """What the case is about, in a few words."""
    records: tuple[dict[str, Any], ...] = Field((), strict=False)
    """In any format that can be told by content."""
    raw: str = ""
    """A whole file, in place of records."""
    raw_base64: str = ""
    """The same for bytes that are no text."""
    settings: dict[str, Any] = Field(default_factory=dict)
    """Of the check."""
    found: tuple[int, ...] = Field(strict=False)
    """The records that must be found, counted from 0."""

    def content(self) -> bytes:
        """The case as a file of JSON Lines, or as the file that it is."""
        if self.raw_base64:
            return base64.b64decode(self.raw_base64)
        lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in self.records)
        return (self.raw or "".join(lines)).encode()


def cases(file: str | PathLike[str]) -> list[Case]:
    """The cases of a file, one a line.

    Raises:
        InputError: the file can not be read, or a line of it is no case.
    """
    lines = read_bytes(Path(file)).decode("utf-8").split("\n")
    made = []
    for number, line in enumerate(lines, 1):
        try:
            made += [Case.model_validate(json.loads(line))] if line.strip() else []
        except (ValueError, ValidationError) as error:
            raise InputError(f"{file}, line {number} is no case: {error}") from None
    return made


def looked_at(check: type[Check], case: Case) -> Checked:
    """What a check alone says of a case; several tests ask one after the other."""
    asked = check, case.model_dump_json()
    if asked not in _LOOKED_AT:
        _LOOKED_AT[asked] = _looked_at(check, case)
    return _LOOKED_AT[asked]


_LOOKED_AT: dict[tuple[type[Check], str], Checked] = {}


def _looked_at(check: type[Check], case: Case) -> Checked:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "case.jsonl"
        write_whole(path, lambda file: file.writelines([case.content()]))
        records = api.read(path)
        return api.check(records, [check(**case.settings)], select=[check.code])


def finds(check: type[Check], case: Case) -> list[int]:
    """The records of a case that a check finds, counted from 0."""
    checked = looked_at(check, case)
    if case.records and checked.records.rejects:
        raise AssertionError(f"{case.why}: a record can not be read: {checked.records.rejects[0].message}")
    # A record that can not be read goes by the line it stands in.
    first = 0 if issubclass(check, ReadCheck) else 1
    return [row - first for row in checked[check.code].frame[c.ROW]]


class CheckCases:
    """Tests of one check. pytest runs them in a subclass whose name begins with `Test`."""

    check: ClassVar[type[Check]]
    file: ClassVar[str | PathLike[str]]
    """The cases; by convention `CODE.jsonl`."""
    found: ClassVar[int] = FOUND
    """The fewest cases in which something is found."""
    passing: ClassVar[int] = PASSING
    """The fewest cases in which nothing is: near misses."""

    def pytest_generate_tests(self, metafunc: Any) -> None:  # noqa: ANN401  of pytest, which is not imported here
        """Make a test of each case."""
        if "case" in metafunc.fixturenames:
            every, code = cases(type(self).file), type(self).check.code
            metafunc.parametrize("case", every, ids=[f"{code}: {case.why}" for case in every])

    def test_it_finds_these_records_and_no_others(self, case: Case) -> None:
        """Found is what the case says."""
        found = finds(self.check, case)
        if found != list(case.found):
            raise AssertionError(f"{case.why}: found {found}, not {list(case.found)}")

    def test_its_messages_quote_no_text(self, case: Case) -> None:
        """A message goes to reports that may hold no text of a record."""
        checked = looked_at(self.check, case)
        for message, texts in _messages(checked, self.check.code):
            quoted = quotation(message, texts)
            if quoted or not message:
                raise AssertionError(f"{case.why}: the message {message!r} quotes {quoted!r}")

    def test_it_has_cases_that_are_found_and_near_misses_that_pass(self) -> None:
        """Enough of each kind, and no two for one reason."""
        every = cases(self.file)
        found = sum(bool(case.found) for case in every)
        if found < self.found or len(every) - found < self.passing:
            wanted = f"at least {self.found} and {self.passing} are asked for"
            raise AssertionError(f"{found} cases are found and {len(every) - found} pass; {wanted}")
        reasons = [case.why for case in every]
        twice = sorted({why for why in reasons if reasons.count(why) > 1})
        if twice:
            raise AssertionError(f"several cases for one reason: {twice}")

    def test_it_says_what_it_finds_why_that_matters_and_gives_an_example_of_each_kind(self) -> None:
        """The docstring is the documentation."""
        lacking = undocumented(self.check)
        if lacking:
            raise AssertionError(f"{self.check.__name__}: {lacking}")


def undocumented(check: type[Check]) -> str:
    """What the docstring of a check lacks; empty if nothing."""
    paragraphs = check.documentation().split("\n\n")
    opening = " ".join(paragraphs[0].split())
    if not opening.endswith(".") or opening != check.summary():
        return f"the docstring opens with {opening!r}, which is not one sentence"
    names = tuple(paragraph.split(":")[0] for paragraph in paragraphs[1:])
    if names != PARAGRAPHS:
        return f"the paragraphs after the first sentence open with {names}, not with {PARAGRAPHS}"
    empty = [name for name, text in zip(names, paragraphs[1:], strict=True) if not text.partition(":")[2].strip()]
    return f"nothing is said after {empty[0]}:" if empty else ""


def quotation(message: str, texts: Iterable[str]) -> str:
    """What a message quotes of some texts; empty if nothing."""
    for text in texts:
        if len(text.strip()) >= WORD and text.strip() in message:
            return text.strip()
        for start in range(len(message) - QUOTED + 1):
            if message[start : start + QUOTED] in text:
                return message[start : start + QUOTED]
    return ""


def texts_in(value: object) -> Iterator[str]:
    """Every text that a value of JSON holds, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts_in(each)


def _messages(checked: Checked, code: str) -> Iterable[tuple[str, Sequence[str]]]:
    """Each message of a check, with the texts of the record that it is about."""
    frame = checked.records.frame
    texts = {
        row: [each[c.CONTENT] or "" for each in [*messages, *(rejected or [])]]
        for row, messages, rejected in frame.select(c.ROW, c.MESSAGES, c.REJECTED).iter_rows()
    }
    found = checked[code].frame.select(c.ROW, MESSAGE)
    return ((message or "", texts.get(row, ())) for row, message in found.iter_rows())
