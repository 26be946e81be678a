"""What was computed is found again by what would compute it alike, and by nothing else."""

import pytest

from curate.measurement.models.kept_as import kept_as, trained_by

pytestmark = pytest.mark.torch


def test_the_versions_of_what_trains_are_told() -> None:
    import torch

    assert trained_by()["torch"] == torch.__version__


def test_of_what_is_not_there_no_version_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.metadata.distribution", _missing)
    assert trained_by() == {}


def _missing(name: str) -> None:
    from importlib.metadata import PackageNotFoundError

    raise PackageNotFoundError(name)


def test_another_model_another_device_and_another_version_have_other_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names = [kept_as("a"), kept_as("b")]
    with monkeypatch.context() as patch:
        patch.setattr("curate.measurement.models.precision.device", lambda: "elsewhere")
        names.append(kept_as("a"))
    monkeypatch.setattr("curate.measurement.models.kept_as.version", lambda _: "0.1")
    names.append(kept_as("a"))
    assert len(set(names)) == 4
    assert kept_as("a") == names[-1]
