"""What Trainer and SFTTrainer have in common here: a model, the weights that are trained, and batches.

Takes nothing of `curate`; what it trains on lies in a file.
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.speed.task import NOT_LEARNT, TOGETHER, Clock, Job, fetches_nothing, tell

Settings = dict[str, Any]
MakesTrainer = Callable[[Any, Settings, Any, Any], Any]
"""Of a model, settings, what lays a batch side by side, and an optimizer with its learning rates."""


def take_part(doc: str | None, packages: Sequence[str], trainer_of: MakesTrainer, *, all_layers: bool) -> None:
    """Let a trainer do a job, and leave what that took and what it came to."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("job", type=Path)
    parser.add_argument("told", type=Path)
    asked = parser.parse_args()
    fetches_nothing()
    told = fine_tuned(Job.read(asked.job), trainer_of, asked.told.parent / "out", all_layers=all_layers)
    tell(asked.told, told, ("torch", *packages))


def fine_tuned(job: Job, trainer_of: MakesTrainer, out: Path, *, all_layers: bool) -> dict[str, Any]:
    """Train, score what is held out, and tell what each took."""
    import torch
    from transformers import AutoModelForCausalLM

    torch.set_num_threads(1)
    clock = Clock()
    with clock.part("load"):
        model = AutoModelForCausalLM.from_pretrained(job.model, dtype="float32", local_files_only=True)
        weights = chosen(model, 0 if all_layers else int(job.recipe["layers"]))
        trainer = trainer_of(model, settings(job, out), side_by_side(job), optimizer(job, weights))
    with clock.part("train"):
        trainer.train()
    with clock.part("score"):
        losses = scored(model, job)
    trained = sum(weight.numel() for weight in weights)
    return {"parts": clock.parts, "losses": losses, "trained": trained}


def chosen(model: Any, layers: int) -> list[Any]:
    """The weights of so many of the uppermost layers, all others frozen; 0 for all that there are."""
    if layers:
        model.requires_grad_(requires_grad=False)
        for layer in model.model.layers[-layers:]:
            layer.requires_grad_(requires_grad=True)
    return [weight for weight in model.parameters() if weight.requires_grad]


def optimizer(job: Job, weights: list[Any]) -> tuple[Any, Any]:
    """AdamW as both choose it by themselves, in one piece, with the learning rate of each step."""
    import torch

    rate, decay = job.recipe["learning_rate"], job.recipe["decay"]
    made = torch.optim.AdamW(weights, lr=rate, weight_decay=decay, fused=True)
    return made, torch.optim.lr_scheduler.LambdaLR(made, job.rate)


def settings(job: Job, out: Path) -> Settings:
    """Of a run that keeps and tells nothing. An item of the set is a batch; every step takes as many of them."""
    return {
        "output_dir": str(out),
        "max_steps": len(job.steps),
        "per_device_train_batch_size": 1,
        "gradient_accumulation_steps": TOGETHER,
        "train_sampling_strategy": "sequential",
        "max_grad_norm": job.recipe["clip"],
        "remove_unused_columns": False,
        "use_cpu": True,
        "bf16": False,
        "activation_checkpointing": False,
        "report_to": [],
        "save_strategy": "no",
        "logging_strategy": "no",
        "disable_tqdm": True,
        "dataloader_pin_memory": False,
    }


def side_by_side(job: Job) -> Callable[[list[dict[str, int]]], dict[str, Any]]:
    """What makes tensors of a batch, by its number."""
    batches = job.batches()
    return lambda items: tensors(job, batches[items[0]["batch"]])


def tensors(job: Job, rows: list[int]) -> dict[str, Any]:
    """Records filled up to the length of the longest; what is no response is not learnt."""
    import torch

    longest = max((len(job.records[row][0]) for row in rows), default=1)
    tokens = torch.zeros(max(1, len(rows)), longest, dtype=torch.int64)
    labels, seen = torch.full_like(tokens, NOT_LEARNT), torch.zeros_like(tokens)
    seen[:, 0] = 1  # also of a batch without records, which a step with few of them has
    for at, row in enumerate(rows):
        own, before = job.records[row]
        tokens[at, : len(own)] = torch.as_tensor(own)
        labels[at, before : len(own)] = tokens[at, before : len(own)]
        seen[at, : len(own)] = 1
    return {"input_ids": tokens, "labels": labels, "attention_mask": seen}


def scored(model: Any, job: Job) -> list[float]:
    """The loss of each held-out record, nats a response token."""
    import torch

    model.eval()
    found = dict[int, float]()
    with torch.no_grad():
        for rows in job.scored():
            given = tensors(job, rows)
            labels = given.pop("labels")[:, 1:]
            scores = model(**given, use_cache=False).logits[:, :-1].transpose(1, 2)
            each = torch.nn.functional.cross_entropy(scores, labels, ignore_index=NOT_LEARNT, reduction="none")
            found |= {row: float(sums) / job.trained(row) for row, sums in zip(rows, each.sum(1), strict=True)}
    return [found[row] for row in job.held_out]
