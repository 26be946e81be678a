"""Put placeholders in the place of what is private."""

from pydantic import Field

from curate.checks import Check, RowCheck
from curate.steps.editing import Editor, EditStep


class Redact(EditStep):
    """Puts placeholders such as `[EMAIL_1]` in the place of the private data that the named checks found.

    Numbers go by first appearance in the record, and the same value gets the same number in all its messages, so
    that a text stays readable and nothing of the value is left in it. Each change is written to `edited.jsonl`,
    which therefore holds what was taken out: keep that file as you keep the set itself.
    """

    on: tuple[str, ...] = Field(("PII",), min_length=1)
    """Codes, families or names of checks."""

    @classmethod
    def fixes(cls, check: Check) -> bool:
        """Whether the check says what is private in a text."""
        return isinstance(check, RowCheck) and type(check).redacted is not RowCheck.redacted

    def editor(self) -> Editor:
        """The texts of one record together."""
        seen: dict[tuple[str, str], str] = {}
        return lambda check, text: check.redacted(text, seen)
