"""Fine-tunes with the SFTTrainer of TRL, all layers.

python -m benchmarks.peers.train_trl JOB TOLD
"""

from typing import Any

from benchmarks.peers.trained import Settings, take_part


def trainer_of(model: Any, settings: Settings, batches: Any, optimizers: Any) -> Any:
    """An SFTTrainer over batches by their numbers, which are tokens already."""
    from datasets import Dataset
    from transformers import AutoTokenizer
    from trl import SFTConfig, SFTTrainer

    count = settings["max_steps"] * settings["gradient_accumulation_steps"]
    return SFTTrainer(
        model=model,
        args=SFTConfig(**settings, dataset_kwargs={"skip_prepare_dataset": True}),
        train_dataset=Dataset.from_list([{"batch": number} for number in range(count)]),
        data_collator=batches,
        processing_class=AutoTokenizer.from_pretrained(model.name_or_path, local_files_only=True),
        optimizers=optimizers,
    )


if __name__ == "__main__":
    take_part(__doc__, ("trl", "transformers", "accelerate", "datasets"), trainer_of, all_layers=True)
