import json
from pathlib import Path

import pytest

import curate
from curate.provenance import versions


@pytest.fixture
def manifest(sample_run: tuple[curate.Result, Path]) -> dict[str, object]:
    told: dict[str, object] = json.loads((sample_run[1] / "manifest.json").read_text(encoding="utf-8"))
    return told


def test_a_manifest_says_what_a_run_was_made_from(
    manifest: dict[str, object], sample_run: tuple[curate.Result, Path]
) -> None:
    assert manifest["schema"] == "curate/manifest/v1"
    assert manifest["versions"] == versions()
    assert manifest["seed"] == 7
    assert manifest["pipeline"] == sample_run[0].pipeline.resolved()


def test_the_languages_of_the_call_are_among_the_settings(manifest: dict[str, object]) -> None:
    assert '"expect": ["en", "zh", "ar", "es", "de"]' in json.dumps(manifest["pipeline"])
