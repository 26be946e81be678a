"""Packages that only some of the work needs."""

import json as the_module
import re
import tomllib
from pathlib import Path

import pytest

from curate.errors import UsageError
from curate.extras import needed

ROOT = Path(__file__).parent.parent


def test_a_package_that_is_there_is_given() -> None:
    assert needed("json", extra="hf", purpose="a dataset") is the_module


def test_one_that_is_not_is_told_with_what_needs_it_and_what_to_install() -> None:
    with pytest.raises(
        UsageError, match="a dataset needs the package no_such_package, which is not installed"
    ) as told:
        needed("no_such_package", extra="hf", purpose="a dataset")
    assert told.value.hint == "pip install 'curate-sft[hf]', or in a clone of curate: pip install '.[hf]'"


def test_every_extra_that_is_named_to_users_exists() -> None:
    known = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "optional-dependencies"
    ]
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "curate").rglob("*.py")]
    named = {
        name
        for text in sources
        for pattern in (r'needed\([^)]*extra="(\w+)"', r'^EXTRA = "(\w+)"')
        for name in re.findall(pattern, text, re.MULTILINE)
    }
    assert named == {"hf", "langid", "lora", "measure", "report"}
    assert named <= known.keys()
