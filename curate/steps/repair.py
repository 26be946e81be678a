"""Mend what can be mended."""

from curate.checks import Check, RowCheck
from curate.steps.editing import Editor, EditStep


class Repair(EditStep):
    """Mends the texts that the named checks found, where it is certain what was meant.

    Each change is written to `edited.jsonl` with the text before and after it; nothing else of the record changes,
    and its key stays. To take a change back, give the record's key, the code and `keep` in a file of decisions
    (`--decisions`) and run again. What a check can not mend stays as it is, and is found again.
    """

    @classmethod
    def fixes(cls, check: Check) -> bool:
        """Whether the check says how to mend."""
        return isinstance(check, RowCheck) and type(check).mended is not RowCheck.mended

    def editor(self) -> Editor:
        """Each text by itself."""
        return lambda check, text: check.mended(text)
