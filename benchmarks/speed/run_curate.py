"""Fine-tunes as a measurement does: lower layers computed once for all, then one fine-tune trained and scored.

python -m benchmarks.speed.run_curate TOLD --data DIR --work DIR --number 0 --runs 2
    --records 300 --held-out 100 --context 256 --seeds 5 [--all-looks]
"""

import argparse
import tempfile
from pathlib import Path

from benchmarks.speed.study import LaidOut, Size
from benchmarks.speed.task import Clock, fetches_nothing, tell
from curate.engine.hands import Hands
from curate.measurement.fine_tunes import FineTunes
from curate.progress import silent


def main() -> None:
    """Do one, and leave what that took and what it came to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("told", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True, help="where outputs of lower layers are kept")
    parser.add_argument("--all-looks", action="store_true", help="score all that a measurement does")
    for name in ("number", "runs", "records", "held-out", "context", "seeds"):
        parser.add_argument(f"--{name}", type=int, required=True)
    asked = parser.parse_args()
    fetches_nothing()
    import torch

    torch.set_num_threads(1)
    size = Size(asked.records, asked.held_out, asked.context, asked.seeds)
    with tempfile.TemporaryDirectory() as folder:
        laid = LaidOut.of(asked.data, Path(folder), size)
    clock, study = Clock(), laid.study
    title, task = [*laid.timed(asked.runs)][asked.number]
    recipe = laid.alike
    if asked.all_looks:
        task, recipe = laid.tasks()[title], laid.recipe
    with clock.part("lower layers, once"):
        study.model.lay_out(study.examples, recipe, asked.work, silent)
    tunes = FineTunes(study.model, study.examples, asked.work)
    with clock.part("train and score"):
        (done,) = tunes.done(tunes.of({title: task}, recipe), Hands(), silent)
    told = {"title": title, "losses": done.losses[task.steps].tolist(), "trained": done.trained}
    tell(asked.told, {**told, "parts": clock.parts}, ("curate-sft", "torch", "transformers"))


if __name__ == "__main__":
    main()
