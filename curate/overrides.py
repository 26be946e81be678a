"""Other settings of checks for some records."""

from typing import Any, TypeVar

from pydantic import ConfigDict, Field

from curate.checks import Check
from curate.params import Params
from curate.where import Where

CheckT = TypeVar("CheckT", bound=Check)


class Override(Params):
    """Settings of checks that hold for the records of which a condition does. Of several, the last one wins."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    where: Where
    """A condition in SQL over the fields of the record: `source = 'legal-desk'`."""
    settings: dict[type[Check], dict[str, Any]] = Field(default_factory=dict)
    """By check, the settings that are other than elsewhere."""

    def changes(self, check: Check) -> bool:
        """Whether it has other settings for a check."""
        return type(check) in self.settings

    def check(self, check: CheckT) -> CheckT:
        """The check with these settings in place of its own."""
        given = self.settings.get(type(check))
        return type(check)(**{**check.model_dump(), **given}) if given else check
