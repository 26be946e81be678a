"""What a pipeline asks of coverage."""

import pytest
from pydantic import ValidationError

from curate.coverage_settings import CoverageSettings


def test_every_setting_says_what_it_means() -> None:
    assert all(CoverageSettings.meanings().values())


def test_nothing_is_compared_unless_a_target_is_named() -> None:
    assert CoverageSettings().target == ""
    assert CoverageSettings(target={"coding": 1.0}).target == {"coding": 1.0}


@pytest.mark.parametrize("settings", [{"similarity": 0}, {"similarity": 1.5}, {"target": 3}, {"goal": "dolly"}])
def test_what_can_not_be_is_refused(settings: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        CoverageSettings.model_validate(settings)
