"""What a check passes at a glance it would not have found: asked of texts of every case, ended anywhere."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import curate
from curate.checks import BUILTIN, RowCheck
from curate.engine import finder
from curate.testing import cases, texts_in

FOLDER = Path(__file__).parent / "cases"
SAYS_THE_REST = {"PII001", "REF001"}
"""Their flag does not say again what the glance has told, so it finds more alone."""
GLANCE = [
    check
    for check in BUILTIN
    if issubclass(check, RowCheck) and check.glance is not RowCheck.glance and check.code not in SAYS_THE_REST
]
RECORDS = [record for path in FOLDER.iterdir() for case in cases(path) for record in case.records]
TEXTS = sorted({text for record in RECORDS for text in texts_in(record)})
SOME = [text for text in TEXTS if "一" < text[-3:-2] < "鿿"] + TEXTS[::60]
"""All that end in Chinese, and a few others."""
ENDS = ["", " ", "\n", ",", ", ", "，", "、\t", " (", "\n```", "\n```py\nx", " the", " of the\n", " und", " que "]


@st.composite
def ended(draw: st.DrawFn) -> str:
    """A text that somebody wrote, ended anywhere, or as one ends that goes on."""
    text = draw(st.sampled_from(TEXTS))
    return text[: draw(st.integers(0, len(text)))] + draw(st.sampled_from(ENDS))


def found(records: list[dict[str, Any]], folder: Path) -> dict[str, list[Any]]:
    """What each check finds, with its reasons and places."""
    file = folder / "said.jsonl"
    file.write_text("".join(json.dumps(each) + "\n" for each in records), encoding="utf-8")
    expected = {"expect": ("en",)}
    checks = [check.model_validate(expected if "expect" in check.model_fields else {}) for check in GLANCE]
    checked = curate.check(curate.read(file), checks)
    named = ("row", "score", "message", "places")
    return {check.code: checked[check.code].frame.select(named).rows() for check in checks}


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.lists(st.tuples(st.sampled_from(TEXTS), ended()), min_size=20, max_size=60))
@example(said=[("What is said there?", text.rstrip(".!?。！？") + end) for end in ENDS for text in SOME])
def test_nothing_is_passed_at_a_glance_that_would_be_found(
    said: list[tuple[str, str]], tmp_path: Path, chat: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    records = [chat(prompt, response) for prompt, response in said]
    at_a_glance, expressions = found(records, tmp_path), finder._expressions
    with monkeypatch.context() as patched:
        patched.setattr(finder, "_expressions", lambda check: (*expressions(check)[:3], None))
        assert at_a_glance == found(records, tmp_path)
