"""Ways in which what was computed before was computed by something else."""

import pytest

elsewhere = pytest.mark.parametrize(
    ("what", "other"),
    [
        ("curate.measurement.models.precision.device", lambda: "elsewhere"),
        ("curate.measurement.models.kept_as.version", lambda _: "0.1"),
    ],
    ids=["another device", "another version"],
)
"""A test of what becomes of it; it takes the name of what is patched, and what stands in for it."""
