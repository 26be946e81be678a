"""Fine-tunes as a measurement does: lower layers computed once for all, then one fine-tune trained and scored.

python -m benchmarks.speed.run_curate TOLD --data DIR --work DIR --number 0 --records 300 --held-out 100
    --context 256 --seeds 5 --runs 2 --steps 0 [--all-looks]
"""

import argparse
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.speed.study import LaidOut, Size
from benchmarks.speed.task import ONCE, Clock, fetches_nothing, tell
from curate.engine.hands import Hands
from curate.measurement.fine_tunes import FineTunes
from curate.progress import silent


def main() -> None:
    """Do one, and leave what that took and what it came to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("told", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True, help="where outputs of lower layers are kept")
    parser.add_argument("--all-looks", action="store_true", help="score all that a measurement does at the end")
    for name in ("number", *(field.replace("_", "-") for field in Size._fields)):
        parser.add_argument(f"--{name}", type=int, required=True)
    asked = parser.parse_args()
    fetches_nothing()
    import torch

    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        laid = LaidOut.of(asked.data, Path(folder), Size(*(getattr(asked, name) for name in Size._fields)))
    told = timed(laid, asked.number, asked.work, all_looks=asked.all_looks)
    tell(asked.told, told, ("curate-sft", "torch", "transformers"))


def timed(laid: LaidOut, number: int, work: Path, *, all_looks: bool) -> dict[str, Any]:
    """Train and score, and tell what each took: scoring is done once more, alone."""
    clock, study = Clock(), laid.study
    title, task = [*laid.timed().items()][number]
    recipe = laid.recipe if all_looks else laid.alike
    if all_looks:
        whole = laid.tasks()[title]
        task = replace(task, looks={task.steps: whole.looks[whole.steps]})
    with clock.part(ONCE):
        study.model.lay_out(study.examples, recipe, work, silent)
    with clock.part("load"):
        study.model.net(study.examples, recipe, work, task.seed)
    tunes = FineTunes(study.model, study.examples, work)
    own = {"score": replace(task, steps=0, looks={0: task.looks[task.steps]}), "both": task}
    scored, both = tunes.done(tunes.of(own, recipe), Hands(), silent)
    parts = {"train": both.seconds - scored.seconds, "score": scored.seconds}
    clock.parts |= {name: {"cpu_s": round(seconds, 3)} for name, seconds in parts.items()}
    losses = both.losses[task.steps].tolist()
    return {"title": title, "parts": clock.parts, "losses": losses, "trained": both.trained}


if __name__ == "__main__":
    main()
