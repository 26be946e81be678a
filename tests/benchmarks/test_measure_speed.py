"""Trainers side by side: all get the same records in the same steps, and come to the same loss."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.measure_speed import arguments, command_of
from benchmarks.speed.task import NOT_LEARNT, TOGETHER, Job
from benchmarks.table.measure_speed import measure_beside, measure_memory, measure_times
from tests.measurement.animals import talks
from tests.tiny_models import model_in

RECIPE = {"learning_rate": 0.02, "decay": 0.01, "clip": 1.0, "warm_up": 0.5, "layers": 2}
TOLD_OF = {"machine": {"python": "3"}, "command": "x", "memory": "all of it", "versions": {"torch": "2"}}


def job(steps: list[list[int]], lengths: list[int]) -> Job:
    records = [(list(range(1, length + 1)), length // 2) for length in lengths]
    return Job("nowhere", RECIPE, records, steps, [0, 2])


def test_every_step_is_learnt_whole_in_as_many_batches_of_like_length() -> None:
    own = job([[0, 1, 2, 3, 4, 5], [5, 2]], [9, 2, 8, 3, 7, 1])
    batches = own.batches()
    assert len(batches) == 2 * TOGETHER
    assert batches[:TOGETHER] == [[5, 1], [3, 4], [2, 0]]
    assert sorted(row for batch in batches[TOGETHER:] for row in batch) == [2, 5]


def test_a_job_is_read_as_it_was_written(tmp_path: Path) -> None:
    own = job([[0, 1], [2]], [4, 6, 5])
    own.write(tmp_path / "job.json")
    again = Job.read(tmp_path / "job.json")
    assert (again.batches(), again.recipe, again.held_out) == (own.batches(), own.recipe, own.held_out)


@pytest.mark.torch
def test_what_is_no_response_is_not_learnt() -> None:
    from benchmarks.peers.trained import tensors

    sides = tensors(job([[0, 1]], [4, 6]), [0, 1])
    assert sides["labels"].tolist() == [[NOT_LEARNT, NOT_LEARNT, 3, 4, NOT_LEARNT, NOT_LEARNT],
                                        [NOT_LEARNT, NOT_LEARNT, NOT_LEARNT, 4, 5, 6]]  # fmt: skip
    assert sides["attention_mask"].sum(1).tolist() == [4, 6]
    assert sides["labels"].shape == sides["input_ids"].shape


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with a set that is as Dolly is."""
    rows = [
        {
            "instruction": each["prompt"],
            "context": "",
            "response": each["completion"],
            "category": each["category"],
        }
        for each in talks(100)
    ]
    lines = "".join(f"{json.dumps(row)}\n" for row in rows)
    (tmp_path / "dolly.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    return tmp_path


@pytest.mark.torch
@pytest.mark.slow
# TRL 1.16 still asks transformers 5 for it under its old name.
@pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing` is deprecated:FutureWarning")
def test_trainers_of_the_same_layers_come_to_the_same_loss(data: Path, tmp_path: Path) -> None:
    from benchmarks.peers import train_trainer, train_trl
    from benchmarks.peers.trained import fine_tuned
    from benchmarks.speed.study import LaidOut, Size
    from curate.engine.hands import Hands
    from curate.measurement.fine_tunes import FineTunes
    from curate.progress import silent

    model_in(tmp_path / "model")
    laid = LaidOut.of(data, tmp_path, Size(80, 20, 96, seeds=2, runs=2), str(tmp_path / "model"))
    tunes = FineTunes(laid.study.model, laid.study.examples, tmp_path / "work")
    for title, task in laid.timed().items():
        own = laid.job(task)
        (ours,) = tunes.done(tunes.of({title: task}, laid.alike), Hands(), silent)
        frozen = fine_tuned(own, train_trainer.trainer_of, tmp_path / "out", all_layers=False)
        frozen_by_trl = fine_tuned(own, train_trl.trainer_of, tmp_path / "out", all_layers=False)
        whole = fine_tuned(own, train_trl.trainer_of, tmp_path / "out", all_layers=True)
        assert frozen["trained"] == ours.trained < whole["trained"]
        assert frozen["losses"] == pytest.approx(ours.losses[task.steps].tolist(), abs=1e-4)
        assert frozen_by_trl["losses"] == pytest.approx(frozen["losses"], abs=1e-4)
        assert whole["losses"] != pytest.approx(frozen["losses"], abs=1e-4)


@pytest.mark.torch
def test_fine_tunes_that_are_timed_are_of_different_arms(data: Path, tmp_path: Path) -> None:
    from benchmarks.speed.study import LaidOut, Size

    model_in(tmp_path / "model")
    laid = LaidOut.of(data, tmp_path, Size(80, 20, 96, seeds=2, runs=3, steps=4), str(tmp_path / "model"))
    whole, timed = laid.tasks(), laid.timed()
    assert len(whole) == 2 * 5
    assert list(timed) == ["before, seed 0", "planted, seed 0", "null, seed 1"]
    assert all(task.steps == 4 < whole[title].steps for title, task in timed.items())
    assert [[*task.looks] for task in timed.values()] == [[4], [4], [4]]


@pytest.mark.torch
def test_only_the_first_batches_are_computed_where_memory_is_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch

    from benchmarks.speed.some_states import only_first
    from curate.measurement.models import states

    monkeypatch.setattr(states, "states_before", states.states_before)  # type: ignore[attr-defined]
    model, tokens = model_in(tmp_path), torch.tensor([[5, 9, 7]])
    only_first(1)
    first, second = (vars(states)["states_before"](model, tokens, 2) for _ in range(2))
    assert torch.equal(second, model.get_input_embeddings()(tokens))
    assert first.shape == second.shape
    assert not torch.equal(first, second)


def contender(name: str, once: float, train: float, losses: list[float]) -> dict[str, Any]:
    from benchmarks.speed.beside import summary
    from benchmarks.speed.contenders import CONTENDERS

    told = [
        {
            "run": run,
            "versions": {"torch": "2"},
            "trained": 14_000_000,
            "peak_mb": 900.0,
            "losses": [loss, loss],
            "parts": {
                "start": {"cpu_s": 5.0},
                "lower layers, once": {"cpu_s": once},
                "train": {"cpu_s": train},
                "score": {"cpu_s": 2.0},
            },
        }
        for run, loss in zip(("before, seed 0", "null, seed 2"), losses, strict=True)
    ]
    own = next(each for each in CONTENDERS if each.name == name)
    return summary(own, told, [{"losses": [2.5, 2.0]} for _ in losses], fine_tunes=25, longer=2.0)


def test_what_all_fine_tunes_take_is_scaled_and_told_beside_the_aims() -> None:
    from benchmarks.speed.contenders import OURS, TRAINER, TRL

    told = {
        **TOLD_OF, "arms": 5, "seeds": 5, "records": 300, "context": 256, "trained_records": 255, "tokens": 30_000,
        "response_tokens": 15_000, "timed_steps": 15, "all_steps": 30, "scored": 77, "layers": 4,
        "all_looks_cpu_s": 15.0,
        "contenders": [
            contender(OURS, 50.0, 4.0, [2.5, 2.5]),
            contender(TRAINER, 0.0, 9.0, [2.5, 2.5]),
            contender(TRL, 0.0, 19.0, [2.4, 2.4]),
        ],
    }  # fmt: skip
    text = measure_beside(told)
    assert "| curate | 14.0 | 50.0 | 10.0 | 300 | 1.00 |" in text
    assert "| 500 | 1.67 | >= 1.5, met | 2.5000 | 2.5000 | 0.5000 |" in text
    assert "| 1,000 | 3.33 | >= 4, **missed** | 2.4000 |" in text
    assert "The first 15 steps" in text
    assert "All steps" in measure_beside({**told, "timed_steps": 30})


def test_memory_and_times_stand_beside_their_aims() -> None:
    run = {"arms": 5, "seeds": 3, "cpu_s": 500.0, "trained_cpu_s": 400.0, "peak_mb": 800.0, "wall_s": 290.0}
    times = measure_times(
        {**TOLD_OF, "records": 2_000, "cores": 2,
         "runs": [{"way": "--quick", **run}, {"way": "as it comes", **run, "wall_s": 721.0}]}
    )  # fmt: skip
    assert "| --quick | 5 x 3 | 500 | 400 | 800 | 4.8 | <= 5 | met |" in times
    assert "| 12.0 | <= 12 | **missed** |" in times
    memory = measure_memory(
        {
            **TOLD_OF,
            "records": 5_000,
            "cores": 2,
            "epochs": 0.05,
            "computed": 5,
            "held_out": 100,
            "kept_mb": 2_900.0,
            "peak_mb": 2_100,
        }
    )
    assert "| <= 3,000 | 2,100 | met |" in memory


def test_what_is_asked_for_can_be_told_again() -> None:
    asked = arguments(["beside", "--data", "there", "--held-out", "50"])
    command = "python -m benchmarks.measure_speed beside --data DIR --records 300 --held-out 50 --context 256"
    assert command_of(asked) == f"{command} --seeds 5 --runs 2 --steps 0"
