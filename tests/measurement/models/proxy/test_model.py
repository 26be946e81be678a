"""The proxy as a model: what it reads, and where it is kept."""

import pickle
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from curate.errors import InputError
from curate.files.arrays import read_arrays
from curate.measurement.encoded import Encoded
from curate.measurement.models.proxy.model import CONTEXT, MOST_PROMPT, WIDE, Proxy
from curate.measurement.models.proxy.vocabulary import END, SPEAKERS
from curate.progress import silent
from tests.measurement.animals import small_proxy, talks
from tests.measurement.models.elsewhere import elsewhere

__all__ = ["small_proxy"]
pytestmark = [pytest.mark.torch, pytest.mark.usefixtures("small_proxy")]

TEXTS = [row[side] for row in talks(24) for side in ("prompt", "completion")]


def turn(role: str, content: str) -> dict[str, str]:
    return {"role": role, "content": content}


def one(*turns: dict[str, str]) -> Encoded:
    return Proxy.of(TEXTS).encode([turns], CONTEXT)


def said(*turns: dict[str, str]) -> tuple[list[int], list[int]]:
    ((tokens, before),) = one(*turns)
    return tokens[:before].tolist(), tokens[before:].tolist()


def test_a_record_says_who_speaks_and_where_each_message_ends() -> None:
    words = Proxy.of(TEXTS).vocabulary.tokens
    before, response = said(
        turn("system", "Be brief."), turn("user", "Where is the heron?"), turn("assistant", "In Dole.")
    )
    assert before == [
        SPEAKERS["system"], *words("Be brief."), END,
        SPEAKERS["user"], *words("Where is the heron?"), END,
        SPEAKERS["assistant"],
    ]  # fmt: skip
    assert response == [*words("In Dole."), END]


def test_of_a_long_prompt_its_beginning_and_its_end_are_read() -> None:
    words = Proxy.of(TEXTS).vocabulary.tokens
    long = "Where did the owl go? " * 30 + "Answer in Dole."
    before, response = said(turn("user", long), turn("assistant", "Home."))
    assert len(before) == MOST_PROMPT + 1
    assert before[: MOST_PROMPT // 2] == [SPEAKERS["user"], *words(long)][: MOST_PROMPT // 2]
    assert before[-6:] == [*words(long), END, SPEAKERS["assistant"]][-6:]
    assert response == [*words("Home."), END]


def test_a_response_always_has_room() -> None:
    read = one(turn("user", "Why? " * 500), turn("assistant", "So. " * 500))
    assert read.lengths[0] == CONTEXT
    assert read.trained[0] == CONTEXT - MOST_PROMPT - 1
    assert read.lost[0] > 0


def test_whoever_is_not_known_speaks_as_a_user() -> None:
    before, _ = said(turn("narrator", "Once"), turn("assistant", "Yes."))
    assert before[0] == SPEAKERS["user"]


def test_it_is_named_by_what_it_reads() -> None:
    digests = [Proxy.of(texts).digest for texts in (TEXTS, list(TEXTS), TEXTS[:-1], TEXTS[::-1])]
    assert digests[0] == digests[1]
    assert len(set(digests)) == 3


def test_it_learns_once_and_its_weights_are_no_pickle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from curate.measurement.models.proxy import pretraining

    model, examples, times = *some(), list[int]()
    real = pretraining.learned

    def counted(*given: Any) -> Any:
        times.append(1)
        return real(*given)

    monkeypatch.setattr(pretraining, "learned", counted)
    for _ in range(2):
        model.lay_out(examples, model.usual(), tmp_path, silent)
    assert len(times) == 1
    (file,) = tmp_path.iterdir()
    with np.load(file, allow_pickle=False) as held:
        assert all(held[name].dtype == np.float32 for name in held.files)


@elsewhere
def test_it_learns_anew_on_another_device_and_with_another_version_of_what_trains(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str, other: Any
) -> None:
    model, examples = some()
    model.lay_out(examples, model.usual(), tmp_path, silent)
    monkeypatch.setattr(what, other)
    assert model.ahead(examples, model.usual(), tmp_path) > 0
    model.lay_out(examples, model.usual(), tmp_path, silent)
    assert len(list(tmp_path.iterdir())) == 2


def some() -> tuple[Proxy, Encoded]:
    model = Proxy.of(TEXTS)
    talk = [turn("user", TEXTS[0]), turn("assistant", TEXTS[1])]
    return model, model.encode([talk], CONTEXT)


@pytest.mark.parametrize("left", [0, 100, 3_000])
def test_a_damaged_file_is_learned_anew(tmp_path: Path, left: int) -> None:
    model, examples = some()
    model.lay_out(examples, model.usual(), tmp_path, silent)
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole[:left])
    with pytest.raises(InputError, match="gone or damaged"):
        model.net(examples, model.usual(), tmp_path, 0)
    model.lay_out(examples, model.usual(), tmp_path, silent)
    again = read_arrays(file)
    file.write_bytes(whole)
    first = read_arrays(file)
    assert again is not None
    assert first is not None
    assert all((again[name] == first[name]).all() for name in first)


def test_each_net_begins_at_the_same_weights_whatever_the_seed(tmp_path: Path) -> None:
    model, examples = some()
    model.lay_out(examples, model.usual(), tmp_path, silent)
    one, other = (model.net(examples, model.usual(), tmp_path, seed).weights() for seed in (0, 1))
    assert all(bool((a == b).all()) and a is not b for a, b in zip(one, other, strict=True))


def test_what_is_read_before_training_is_told_in_steps_until_it_is_read(tmp_path: Path) -> None:
    model, examples = some()
    usual = model.usual()
    whole = model.ahead(examples, usual, tmp_path)
    assert whole > 0
    assert model.ahead(examples, replace(usual, tokens=usual.tokens // 2), tmp_path) == pytest.approx(2 * whole)
    model.lay_out(examples, usual, tmp_path, silent)
    assert model.ahead(examples, usual, tmp_path) == 0


def test_for_timing_nothing_is_learned_or_written(tmp_path: Path) -> None:
    model, examples = some()
    timing = model.for_timing()
    timing.lay_out(examples, model.usual(), tmp_path, silent)
    net = timing.net(examples, model.usual(), tmp_path, 0)
    assert sum(weight.numel() for weight in net.weights()) == model.parameters
    assert list(tmp_path.iterdir()) == []


def test_it_goes_to_another_process() -> None:
    model = Proxy.of(TEXTS)
    there = pickle.loads(pickle.dumps(model))
    assert (there.digest, there.vocabulary) == (model.digest, model.vocabulary)


def test_the_threads_of_whoever_calls_stay_as_they_were(tmp_path: Path) -> None:
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        model, examples = some()
        model.lay_out(examples, model.usual(), tmp_path, silent)
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(threads)


def test_the_wide_one_reads_the_same_has_more_weights_and_is_kept_by_itself(tmp_path: Path) -> None:
    first, wide = Proxy.of(TEXTS), Proxy.of(TEXTS, WIDE)
    assert wide.name == WIDE
    assert wide.parameters > 1.9 * first.parameters
    assert wide.usual() == replace(first.usual(), learning_rate=first.usual().learning_rate / 2)
    _, examples = some()
    for model in (first, wide):
        model.lay_out(examples, model.usual(), tmp_path, silent)
    assert len(list(tmp_path.iterdir())) == 2
    net = wide.net(examples, wide.usual(), tmp_path, 0)
    assert sum(weight.numel() for weight in net.weights()) == wide.parameters
