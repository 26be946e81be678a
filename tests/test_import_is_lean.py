"""Importing costs nothing and changes nothing."""

import subprocess
import sys

import pytest

HEAVY = (
    "torch",
    "transformers",
    "datasets",
    "ray",
    "scipy",
    "numba",
    "numpy",
    "polars",
    "datasketch",
    "langdetect",
    "jinja2",
    "altair",
    "vl_convert",
)


@pytest.mark.parametrize("module", ["curate", "curate.cli"])
def test_an_import_brings_nothing_heavy_and_says_nothing(module: str) -> None:
    code = f"import sys, {module}; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_checking_brings_neither_torch_nor_a_trainer() -> None:
    code = (
        "import sys, curate, curate.api; print([n for n in ('torch', 'transformers', 'ray') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
