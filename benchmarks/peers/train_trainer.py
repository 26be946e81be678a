"""Fine-tunes with the Trainer of transformers, all but the uppermost layers frozen.

python -m benchmarks.peers.train_trainer JOB TOLD
"""

from typing import Any

from benchmarks.peers.trained import Settings, take_part


def trainer_of(model: Any, settings: Settings, batches: Any, optimizers: Any) -> Any:
    """A Trainer over batches, by their numbers."""
    from transformers import Trainer, TrainingArguments

    count = settings["max_steps"] * settings["gradient_accumulation_steps"]
    return Trainer(
        model=model,
        args=TrainingArguments(**settings),
        train_dataset=[{"batch": number} for number in range(count)],
        data_collator=batches,
        optimizers=optimizers,
    )


if __name__ == "__main__":
    take_part(__doc__, ("transformers", "accelerate"), trainer_of, all_layers=False)
