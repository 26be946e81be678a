"""What the checks of tokens say is what TRL makes of the same records."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import curate
from curate.checks.tokens import NoTrainableToken, OverContext, TokenCheck
from curate.measurement.encoded import encoded
from curate.pretrained.conversation import Conversations, Turns
from tests.tiny_models import TALKS, model_in

pytestmark = [
    pytest.mark.torch,
    # TRL 1.16 still asks transformers 5 for it under its old name.
    pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing` is deprecated:FutureWarning"),
]

NOT_LEARNT = -100
LONG = (
    ("Say it " + "again and " * 30 + "again.", "No."),
    ("Tell me of the tide.", "It comes and goes, " * 12 + "twice a day."),
    ("Greet me in Greek, please.", "Καλημέρα, φίλε μου!"),
)
SPOKEN = (*TALKS, *LONG)
RECORDS = [[{"role": "user", "content": asked}, {"role": "assistant", "content": said}] for asked, said in SPOKEN]
CONTEXTS = (24, 40, 64, 96)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    model_in(tmp_path / "model")
    return tmp_path / "model"


def learnt_by_trl(folder: Path, context: int, out: Path) -> list[tuple[list[int], list[int]]]:
    """The tokens of each record that TRL trains on, and those that it learns; it leaves out where that is none."""
    from datasets import Dataset
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from trl import SFTConfig, SFTTrainer

    settings = SFTConfig(
        output_dir=str(out),
        max_length=context,
        use_cpu=True,
        bf16=False,
        report_to=[],
        disable_tqdm=True,
        activation_checkpointing=False,
        dataloader_pin_memory=False,
    )
    trainer: Any = SFTTrainer(
        model=AutoModelForCausalLM.from_pretrained(folder),
        args=settings,
        train_dataset=Dataset.from_list([{"prompt": each[:1], "completion": each[1:]} for each in RECORDS]),
        processing_class=AutoTokenizer.from_pretrained(folder),
    )
    batches = [trainer.data_collator([row]) for row in trainer.train_dataset]
    told = [(batch["input_ids"][0].tolist(), batch["labels"][0].tolist()) for batch in batches]
    return [(tokens, [each for each in labels if each != NOT_LEARNT]) for tokens, labels in told]


@pytest.mark.parametrize("context", CONTEXTS)
def test_the_same_tokens_are_learnt(folder: Path, tmp_path: Path, context: int) -> None:
    """But for the line end that the template puts behind the end of the turn, which nobody waits for."""
    theirs = learnt_by_trl(folder, context, tmp_path / "out")
    conversations = Conversations("tiny", folder)
    turns = [each for each in conversations.turns(RECORDS) if isinstance(each, Turns)]
    ours = encoded(turns, context)
    some = [each for each, trained in zip(zip(ours, turns, strict=True), ours.trained, strict=True) if trained]
    newline = conversations.tokenizer("\n")["input_ids"]

    assert len(turns) == len(RECORDS)
    assert len(theirs) == len(some)
    for ((tokens, before), made), (read, learnt) in zip(some, theirs, strict=True):
        behind = newline if len(made.prompt) + len(made.response) < context else []
        assert [*tokens.tolist(), *behind] == read
        assert [*tokens[before:].tolist(), *behind] == learnt


@pytest.mark.parametrize("context", CONTEXTS)
def test_the_checks_find_what_trl_would_cut(
    folder: Path, tmp_path: Path, context: int, write_lines: Callable[..., Path]
) -> None:
    rows = [{"prompt": asked, "completion": said} for asked, said in SPOKEN]
    kinds: tuple[type[TokenCheck], ...] = (OverContext, NoTrainableToken)
    checks = [kind.model_validate({"tokenizer": str(folder), "context": context}) for kind in kinds]
    checked = curate.check(write_lines(rows), checks)
    cut, nothing = ({row - 1 for row in checked[kind.code].frame["row"]} for kind in kinds)
    theirs = learnt_by_trl(folder, context, tmp_path / "out")
    ends = Conversations("tiny", folder).tokenizer.eos_token_id
    left = [at for at in range(len(SPOKEN)) if at not in nothing]

    assert len(theirs) == len(left)
    assert cut == {at for at, (_, learnt) in zip(left, theirs, strict=True) if ends not in learnt}
