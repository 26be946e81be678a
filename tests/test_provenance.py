import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

import curate
from curate import provenance
from curate.checks.length import ShortResponse
from curate.files.digest import digest_of
from curate.provenance import COUNTED, code_of_others, own_code, versions
from curate.testing import CheckCases


def test_every_version_that_can_change_a_byte_is_named() -> None:
    told = versions()
    assert told["curate"] == curate.__version__
    assert told["python"] == platform.python_version()
    assert {name: told[name] for name in COUNTED} == {name: version(name) for name in COUNTED}


def test_a_package_of_an_extra_counts_where_it_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    def installed(name: str) -> str:
        if name == "py3langid":
            raise PackageNotFoundError(name)
        return "1.0"

    monkeypatch.setattr(provenance, "version", installed)
    versions.cache_clear()
    assert "py3langid" not in versions()
    monkeypatch.setattr(provenance, "version", lambda _: "1.0")
    versions.cache_clear()
    assert versions()["py3langid"] == "1.0"
    versions.cache_clear()


def test_the_code_of_the_package_is_told_by_all_its_modules() -> None:
    assert own_code() == own_code()
    assert len(own_code()) == 64


def test_the_code_of_others_is_told_by_the_file_that_holds_it() -> None:
    class Mine:
        pass

    told = code_of_others([ShortResponse(), Mine()])
    assert told[__name__] == digest_of(Path(__file__))
    assert all(told.values())
    assert not [name for name in told if name.startswith("curate.")]
    assert CheckCases.__module__ not in told


def test_what_no_file_holds_is_named_without_a_digest() -> None:
    made: dict[str, type] = {}
    exec("class Typed: ...", {"__name__": "typed_by_hand"}, made)
    assert code_of_others([made["Typed"]()]) == {"typed_by_hand": ""}
