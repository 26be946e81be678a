"""Who fine-tunes side by side, and how each is set."""

import sys
from dataclasses import dataclass
from pathlib import Path

OURS, TRAINER, TRL = "curate", "Trainer, the same layers", "SFTTrainer, all layers"
_BOTH = "the same batches for all that is learnt in a step, in three of like length, AdamW fused, no checkpointing"


@dataclass(frozen=True)
class Contender:
    """One who fine-tunes."""

    name: str
    settings: str
    """How it is set, in words."""
    module: str

    def command(self, told: Path, job: Path, *more: str) -> list[str]:
        """What to run: a job for others, and for us what the job is made of."""
        given = [str(told), *more] if self.name == OURS else [str(job), str(told)]
        return [sys.executable, "-m", self.module, *given]


CONTENDERS = (
    Contender(
        OURS,
        "outputs of the lower layers computed once, the upper ones trained, the head on response tokens alone",
        "benchmarks.speed.run_curate",
    ),
    Contender(
        TRAINER, f"transformers, lower layers and embeddings frozen; {_BOTH}", "benchmarks.peers.train_trainer"
    ),
    Contender(TRL, f"TRL, nothing frozen; {_BOTH}", "benchmarks.peers.train_trl"),
)
