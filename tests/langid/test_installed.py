"""The profiles of the installed langdetect, whole and not."""

import json
from importlib.metadata import PackageNotFoundError
from typing import Any

import pytest

from curate.errors import UnfitPackage, UsageError
from curate.files.resources import langdetect_profiles
from curate.langid import installed
from curate.langid.installed import folded, parsed

WHOLE = langdetect_profiles()


def test_the_installed_profiles_are_read() -> None:
    found = parsed(WHOLE)
    assert len(found) == 55
    assert found[0]["name"] == "af"
    assert folded("zh-cn") == "zh"
    assert folded("af") == "af"


def changed(**fields: Any) -> str:  # noqa: ANN401  what JSON can hold
    return json.dumps({**json.loads(WHOLE[0]), **fields})


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ([], "no language profiles for af, ar, bg"),
        (WHOLE[1:], "no language profiles for af"),
        (["", *WHOLE[1:]], "can not be read"),
        (["{}", *WHOLE[1:]], "can not be read"),
        (["[]", *WHOLE[1:]], "can not be read"),
        ([WHOLE[0][:200], *WHOLE[1:]], "can not be read"),
        ([changed(n_words=[1, 2]), *WHOLE[1:]], "can not be read"),
        ([changed(n_words=[0, 2, 3]), *WHOLE[1:]], "can not be read"),
        ([changed(freq={"a": "often"}), *WHOLE[1:]], "can not be read"),
        ([changed(freq={"a": -1}), *WHOLE[1:]], "can not be read"),
        ([*WHOLE, changed(name="tlh")], "language profiles that are not known: tlh"),
    ],
)
def test_what_is_missing_or_changed_is_told_with_the_version(texts: list[str], said: str) -> None:
    with pytest.raises(UnfitPackage) as told:
        parsed(texts)
    assert isinstance(told.value, UsageError)
    assert said in told.value.message
    assert told.value.message.startswith("langdetect 1.")
    assert "pip install" in told.value.hint


def test_a_copy_without_a_version_is_said_to_have_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(installed, "version", unknown)
    with pytest.raises(UnfitPackage, match="langdetect of unknown version"):
        parsed([])
