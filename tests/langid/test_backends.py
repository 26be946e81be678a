"""Who may tell languages."""

import subprocess
import sys
from typing import get_args

import polars as pl
import pytest

from curate.langid.backends import BACKENDS
from curate.langid.identify import LANGUAGE_TYPE, identify
from curate.langid.names import KNOWN_TO, USUAL, BackendName
from tests.langid.test_identify import SENTENCES

ALWAYS_THERE: tuple[BackendName, ...] = ("profiles", "langdetect")


def test_there_is_one_by_each_name_and_the_usual_one_is_first() -> None:
    assert tuple(BACKENDS) == get_args(BackendName)
    assert next(iter(BACKENDS)) == USUAL
    for name, backend in BACKENDS.items():
        assert backend.name == name
        assert backend.languages() == KNOWN_TO[name]


@pytest.mark.parametrize("name", ALWAYS_THERE)
def test_its_labels_are_the_languages_that_it_names(name: BackendName) -> None:
    backend = BACKENDS[name]
    assert set(backend.answering().labels) == set(backend.languages())
    assert {lang for lang in backend.answering().only if lang} <= set(backend.languages())


def test_so_are_those_of_py3langid() -> None:
    pytest.importorskip("py3langid", reason="py3langid is not installed: the extra `langid`")
    backend = BACKENDS["py3langid"]
    assert set(backend.answering().labels) == {*backend.languages(), "zxx"}


def test_the_usual_one_tells_what_is_told_by_default() -> None:
    texts = pl.Series([*SENTENCES.values(), "", None])
    assert BACKENDS[USUAL].identify(texts).to_list() == identify(texts).to_list()


@pytest.mark.parametrize("name", ALWAYS_THERE)
def test_a_column_keeps_its_name_its_type_and_its_nulls(name: BackendName) -> None:
    told = BACKENDS[name].identify(pl.Series("said", [None, SENTENCES["en"], ""]))
    assert (told.name, told.dtype) == ("said", LANGUAGE_TYPE)
    assert told.is_null().to_list() == [True, False, False]
    assert BACKENDS[name].identify(pl.Series("said", [], dtype=pl.String)).dtype == LANGUAGE_TYPE


def test_to_name_backends_loads_none_of_them() -> None:
    heavy = ("numba", "langdetect", "py3langid")
    code = f"import sys, curate.langid.backends; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
