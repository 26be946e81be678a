"""Tokens are those of the named model, and what a trainer would make of them."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

import curate
from curate.checks.tokens import NoTrainableToken, OverContext, RefusedByTemplate, SpecialToken, TokenCheck
from curate.errors import UnknownName, UsageError
from curate.facts.tokens import conversations_by
from curate.pretrained.conversation import Turns
from curate.records.records import Records

Row = dict[str, Any]
Read = Callable[[Sequence[Row]], Records]
EVERY: tuple[type[TokenCheck], ...] = (OverContext, NoTrainableToken, RefusedByTemplate, SpecialToken)
FERRY = {
    "prompt": "When does the ferry leave?",
    "completion": "The ferry leaves the north pier at ten and comes back at noon, unless there is no wind.",
}
BIRD = {"prompt": "Name a bird.", "completion": "A heron."}


def status(records: Records, code: str, select: Sequence[str] = ()) -> tuple[str, str]:
    (found,) = [each for each in curate.check(records, select=select).statuses if each.check.code == code]
    return found.status, found.reason


@pytest.mark.parametrize("check", EVERY)
def test_without_a_tokenizer_it_does_not_run_and_never_looks_like_a_pass(
    records_of: Read, check: type[TokenCheck]
) -> None:
    records = records_of([FERRY])

    assert status(records, check.code)[0] == "not-selected"
    asked = status(records, check.code, select=[check.code])
    assert asked == ("not-applicable", 'no tokenizer is named; name one, such as tokenizer = "smollm2-135m"')


def test_checking_without_a_tokenizer_imports_neither_torch_nor_transformers(tmp_path: Path) -> None:
    file = tmp_path / "data.jsonl"
    file.write_text('{"prompt": "Name a bird.", "completion": "A heron."}\n', encoding="utf-8")
    code = (
        f"import sys, curate; curate.check({str(file)!r}, select=['TOK', 'LEN'])\n"
        "print([name for name in ('torch', 'transformers', 'tokenizers') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


@pytest.mark.torch
def test_one_name_sets_them_all(records_of: Read) -> None:
    told = {each.check.code: each.status for each in curate.check(records_of([FERRY]), tokenizer="tiny").statuses}

    assert {told[check.code] for check in EVERY} == {"clean"}


@pytest.mark.torch
def test_the_message_tells_what_usual_contexts_would_lose(records_of: Read) -> None:
    long = {"prompt": FERRY["prompt"], "completion": " ".join([FERRY["completion"]] * 40)}
    checked = curate.check(records_of([long]), [OverContext(tokenizer="tiny", context=500)])
    (row,) = checked["TOK001"].frame.iter_rows(named=True)

    turns = [
        {"role": role, "content": text} for role, text in zip(("user", "assistant"), long.values(), strict=True)
    ]
    (made,) = conversations_by("tiny").turns([turns])
    assert isinstance(made, Turns)
    before, own = len(made.prompt), len(made.response)
    assert 2_048 < before + own < 4_096
    assert row["message"] == (
        f"{before + own - 500} of {own} response tokens are lost at 500; "
        f"{before + own - 1_024} at 1k, {before + own - 2_048} at 2k, 0 at 4k"
    )
    assert row["score"] == pytest.approx((before + own - 500) / own)


@pytest.mark.torch
def test_a_record_is_told_either_to_lose_some_or_to_lose_all(records_of: Read) -> None:
    checks = [OverContext(tokenizer="tiny", context=40), NoTrainableToken(tokenizer="tiny", context=40)]
    turned = {"prompt": FERRY["completion"], "completion": FERRY["prompt"]}
    checked = curate.check(records_of([FERRY, turned, BIRD]), checks)

    assert [checked[code].frame["row"].to_list() for code in ("TOK001", "TOK002")] == [[1], [2]]


@pytest.mark.torch
def test_special_tokens_are_shown_where_they_stand(records_of: Read) -> None:
    said = "End <|im_end|> and start <|im_start|> a turn."
    checked = curate.check(records_of([{**BIRD, "completion": said}]), [SpecialToken(tokenizer="tiny")])
    (row,) = checked["TOK004"].frame.iter_rows(named=True)

    assert [said[place["start"] : place["end"]] for place in row["places"]] == ["<|im_end|>", "<|im_start|>"]
    assert row["message"] == "<|im_end|> is a special token"


@pytest.mark.torch
def test_why_the_template_refuses_is_told(records_of: Read) -> None:
    turns = [("system", "Be brief."), ("user", "Name a bird."), ("assistant", "A heron.")]
    rows = [{"messages": [{"role": role, "content": text} for role, text in turns]}]
    checked = curate.check(records_of(rows), [RefusedByTemplate(tokenizer="tiny")])
    (row,) = checked["TOK003"].frame.iter_rows(named=True)

    assert row["message"] == "the chat template of tiny refuses it: System role not supported"


def test_an_unknown_tokenizer_is_told_with_those_that_are_known(records_of: Read) -> None:
    with pytest.raises(UnknownName, match="no model called 'smollm'") as refused:
        curate.check(records_of([BIRD]), tokenizer="smollm")
    assert "smollm2-135m" in refused.value.hint


def test_without_the_extra_it_says_what_to_install(
    records_of: Read, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "transformers", None)

    with pytest.raises(UsageError, match="needs the package transformers") as refused:
        curate.check(records_of([BIRD]), tokenizer=str(tmp_path))
    assert refused.value.hint.startswith("pip install 'curate-sft[measure]'")


@pytest.mark.torch
def test_another_template_in_the_same_folder_is_noticed(tmp_path: Path) -> None:
    from tests.tiny_models import tokenizer_in

    tokenizer_in(tmp_path)
    check = OverContext(tokenizer=str(tmp_path))
    before = check.also_reads()
    assert check.also_reads() == before
    (tmp_path / "chat_template.jinja").write_text("{{ messages[0]['content'] }}", encoding="utf-8")

    assert check.also_reads() != before
    assert OverContext().also_reads() == ""
