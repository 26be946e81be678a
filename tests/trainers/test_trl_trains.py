"""One step of each trainer of TRL on what was converted, with a tiny model of random weights."""

import json
import math
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from tests.trainers.examples import CALLED

pytestmark = [
    pytest.mark.torch,
    pytest.mark.slow,
    # TRL 1.16 still asks transformers 5 for it under its old name.
    pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing` is deprecated:FutureWarning"),
]

Row = dict[str, Any]
NOT_LEARNT = -100


@pytest.fixture
def model(tokenizer: Any) -> Any:
    """A model with the vocabulary of the tokenizer, made from a configuration, and nothing downloaded."""
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    torch.manual_seed(7)
    return LlamaForCausalLM(
        LlamaConfig(
            vocab_size=len(tokenizer),
            hidden_size=16,
            intermediate_size=32,
            num_hidden_layers=1,
            num_attention_heads=2,
            max_position_embeddings=1024,
            bos_token_id=tokenizer.bos_token_id,
            eos_token_id=tokenizer.eos_token_id,
            pad_token_id=tokenizer.pad_token_id,
        )
    )


@pytest.fixture
def settings(tmp_path: Path) -> Row:
    """One step on the processor, without reports and files."""
    return {
        "output_dir": str(tmp_path / "trained"),
        "max_steps": 1,
        "per_device_train_batch_size": 2,
        "use_cpu": True,
        "bf16": False,
        "report_to": [],
        "save_strategy": "no",
        "disable_tqdm": True,
        "activation_checkpointing": False,
        "dataloader_pin_memory": False,
    }


@pytest.mark.parametrize("ending", ["jsonl", "parquet"])
@pytest.mark.parametrize(
    "case",
    [("texts", "messages"), ("chats", "messages"), ("texts", "prompt-completion"), ("chats", "prompt-completion")],
    ids="-as-".join,
)
def test_sft_trains(
    loaded: Callable[..., Any], sft: Callable[..., Any], case: tuple[str, str], ending: str
) -> None:
    trainer = sft(loaded(*case, ending))

    assert math.isfinite(trainer.train().training_loss)


def test_sft_learns_the_completion_and_not_the_prompt(
    loaded: Callable[..., Any], sft: Callable[..., Any], tokenizer: Any
) -> None:
    trainer = sft(loaded("chats", "prompt-completion", "parquet"))
    learnt = [
        tokenizer.decode([label for label in row["labels"] if label != NOT_LEARNT])
        for row in trainer.train_dataset
    ]

    assert learnt == ["At ten, from the north pier.<|im_end|>\n", "The coast redwood.<|im_end|>\n"]


@pytest.mark.parametrize("ending", ["jsonl", "parquet"])
def test_sft_trains_on_calls_and_tools(
    loaded: Callable[..., Any],
    sft: Callable[..., Any],
    ending: str,
    tokenizer: Any,
    template: Callable[[str], str],
) -> None:
    trainer = sft(loaded("tools", "messages", ending), chat_template=template("qwen3"))
    spoken = [tokenizer.decode(row["input_ids"]) for row in trainer.train_dataset]

    for text, (_, tool, arguments, _, _) in zip(spoken, CALLED, strict=True):
        assert json.dumps(tool, ensure_ascii=False) in text
        called = {"name": tool["function"]["name"], "arguments": arguments}
        assert json.loads(text.rpartition("<tool_call>")[2].partition("</tool_call>")[0]) == called
    assert math.isfinite(trainer.train().training_loss)


@pytest.fixture
def sft(model: Any, settings: Row, tokenizer: Any) -> Callable[..., Any]:
    """An SFTTrainer on a set."""
    from trl import SFTConfig, SFTTrainer

    def trainer(rows: Any, chat_template: str | None = None) -> Any:
        own = deepcopy(tokenizer)
        own.chat_template = chat_template or own.chat_template
        return SFTTrainer(model=model, args=SFTConfig(**settings), train_dataset=rows, processing_class=own)

    return trainer


@pytest.mark.parametrize("ending", ["jsonl", "parquet"])
@pytest.mark.parametrize("kind", ["preferences", "preferred chats"])
def test_dpo_trains(loaded: Callable[..., Any], trained: Callable[..., float], kind: str, ending: str) -> None:
    from trl import DPOConfig, DPOTrainer

    assert math.isfinite(trained(DPOTrainer, DPOConfig, loaded(kind, "preference", ending)))


@pytest.mark.parametrize("ending", ["jsonl", "parquet"])
@pytest.mark.parametrize("kind", ["judged", "judged chats"])
def test_kto_trains(loaded: Callable[..., Any], trained: Callable[..., float], kind: str, ending: str) -> None:
    from trl import KTOConfig, KTOTrainer

    assert math.isfinite(trained(KTOTrainer, KTOConfig, loaded(kind, "kto", ending)))


@pytest.fixture
def trained(model: Any, settings: Row, tokenizer: Any) -> Callable[..., float]:
    """The loss of one step of a trainer on a set."""

    def loss(trainer: Any, config: Any, rows: Any) -> float:
        made = trainer(
            model=model,
            ref_model=deepcopy(model),
            args=config(**settings),
            train_dataset=rows,
            processing_class=tokenizer,
        )
        return float(made.train().training_loss)

    return loss
