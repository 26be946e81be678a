"""While a model is read, transformers says nothing; then it speaks as before."""

import sys

import pytest

from curate.errors import UsageError
from curate.pretrained.quiet import quiet


@pytest.mark.torch
def test_nothing_is_said_inside_and_all_as_before_outside(capsys: pytest.CaptureFixture[str]) -> None:
    from transformers.utils import logging

    before = logging.get_verbosity(), logging.is_progress_bar_enabled()
    with quiet("reading a model"):
        sys.stderr.write("Converting tensors: 100%")
        assert not logging.is_progress_bar_enabled()

    assert (logging.get_verbosity(), logging.is_progress_bar_enabled()) == before
    assert capsys.readouterr().err == ""


def test_without_transformers_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "transformers", None)

    with (
        pytest.raises(UsageError, match="reading a model needs the package transformers") as refused,
        quiet("reading a model"),
    ):
        pytest.fail("went on")
    assert refused.value.hint.startswith("pip install 'curate-sft[measure]'")
