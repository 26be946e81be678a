"""A pretrained model trains its upper layers, and nothing else comes of it than of the whole model."""

import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from curate.errors import UsageError
from curate.measurement.encoded import Encoded, Places
from curate.measurement.models.base import Model
from curate.measurement.models.pretrained import pretrained
from curate.measurement.recipe import Recipe
from curate.progress import silent
from tests.measurement.models.elsewhere import elsewhere
from tests.tiny_models import RECORDS, model_in, tokenizer_in

pytestmark = pytest.mark.torch

KINDS = ("llama", "gpt2", "qwen2", "gemma3_text")
EVERY = np.arange(len(RECORDS))


def recipe(layers: int) -> Recipe:
    return Recipe(learning_rate=1e-2, epochs=1, layers=layers, tokens=50, context=96)


def of(folder: Path) -> Model:
    return pretrained(str(folder), numbers="float32")


def by_the_model_itself(model: Any, examples: Encoded, rows: Places) -> Any:
    """The loss of each record, one by one, as transformers computes it."""
    import torch

    sums = []
    for row in rows:
        tokens, before = list(examples)[row]
        whole = torch.from_numpy(tokens.astype(np.int64))[None]
        labels = whole.clone()
        labels[:, : max(before, 1)] = -100
        sums.append(model(input_ids=whole, labels=labels).loss * examples.trained[row])
    return torch.stack(sums)


@pytest.mark.parametrize("layers", [0, 1, 2, 4])
@pytest.mark.parametrize("kind", KINDS)
def test_the_loss_is_that_of_the_whole_model(tmp_path: Path, kind: str, layers: int) -> None:
    import torch

    whole = model_in(tmp_path / "model", kind)
    model = of(tmp_path / "model")
    examples = model.encode(RECORDS, 96)
    model.lay_out(examples, recipe(layers), tmp_path / "kept", silent)
    net = model.net(examples, recipe(layers), tmp_path / "kept", 1)

    with torch.no_grad():
        torch.testing.assert_close(
            net.sums(EVERY), by_the_model_itself(whole, examples, EVERY), rtol=1e-5, atol=1e-5
        )


@pytest.mark.parametrize("layers", [0, 2])
@pytest.mark.parametrize("kind", KINDS)
def test_gradients_are_those_of_the_model_with_the_same_layers_frozen(
    tmp_path: Path, kind: str, layers: int
) -> None:
    import torch

    whole = model_in(tmp_path / "model", kind)
    model = of(tmp_path / "model")
    examples = model.encode(RECORDS, 96)
    model.lay_out(examples, recipe(layers), tmp_path / "kept", silent)
    net = model.net(examples, recipe(layers), tmp_path / "kept", 1)
    net.sums(EVERY).mean().backward()
    whole.requires_grad_(requires_grad=False)
    own = [weight for layer in _layers(whole)[4 - (layers or 4) :] for weight in layer.parameters()]
    for weight in own:
        weight.requires_grad_(requires_grad=True)
    by_the_model_itself(whole, examples, EVERY).mean().backward()

    assert len(net.weights()) == len(own) > 0
    for ours, theirs in zip(net.weights(), own, strict=True):
        torch.testing.assert_close(ours.grad, theirs.grad, rtol=1e-4, atol=1e-5)


def _layers(model: Any) -> Any:
    decoder = model.get_decoder()
    return decoder.h if hasattr(decoder, "h") else decoder.layers


def test_each_net_begins_anew(tmp_path: Path) -> None:
    import torch

    model_in(tmp_path / "model")
    model = of(tmp_path / "model")
    examples = model.encode(RECORDS, 96)
    model.lay_out(examples, recipe(2), tmp_path / "kept", silent)
    first = model.net(examples, recipe(2), tmp_path / "kept", 1)
    before = first.sums(EVERY).detach()
    optimizer = torch.optim.AdamW(first.weights(), lr=1e-2)
    first.sums(EVERY).sum().backward()
    optimizer.step()
    second = model.net(examples, recipe(2), tmp_path / "kept", 1)

    assert not torch.allclose(first.sums(EVERY), before)
    assert torch.equal(second.sums(EVERY), before)


def test_records_may_come_in_any_company(tmp_path: Path) -> None:
    """Padding and neighbours count for nothing."""
    import torch

    model_in(tmp_path / "model")
    model = of(tmp_path / "model")
    examples = model.encode(RECORDS, 96)
    model.lay_out(examples, recipe(2), tmp_path / "kept", silent)
    net = model.net(examples, recipe(2), tmp_path / "kept", 1)

    with torch.no_grad():
        alone = torch.cat([net.sums(np.asarray([row])) for row in EVERY[::-1]])
        torch.testing.assert_close(alone.flip(0), net.sums(EVERY), rtol=1e-5, atol=1e-5)


def test_what_lies_there_is_not_computed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model_in(tmp_path / "model")
    model = of(tmp_path / "model")
    model.lay_out(model.encode(RECORDS[:3], 96), recipe(2), tmp_path / "kept", silent)
    model.lay_out(model.encode(RECORDS, 96), recipe(2), tmp_path / "kept", silent)
    monkeypatch.setattr(
        "curate.measurement.models.weights.whole", lambda *_: pytest.fail("read the weights again")
    )

    model.lay_out(model.encode([*RECORDS[2:], *RECORDS[:3]], 96), recipe(2), tmp_path / "kept", silent)


@elsewhere
def test_what_was_computed_on_another_device_or_by_another_version_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str, other: Any
) -> None:
    model_in(tmp_path / "model")
    model, kept = of(tmp_path / "model"), tmp_path / "kept"
    examples = model.encode(RECORDS, 96)
    model.lay_out(examples, recipe(2), kept, silent)
    assert model.ahead(examples, recipe(2), kept) == 0
    monkeypatch.setattr(what, other)
    assert model.ahead(examples, recipe(2), kept) > 0


def test_what_comes_before_training_grows_with_the_layers_below_and_ends_where_it_lies_there(
    tmp_path: Path,
) -> None:
    model_in(tmp_path / "model")
    model, kept = of(tmp_path / "model"), tmp_path / "kept"
    examples = model.encode(RECORDS, 96)
    most, some, none = (model.ahead(examples, recipe(layers), kept) for layers in (1, 3, 0))
    assert most > 3 * some > 0 == none
    model.lay_out(model.encode(RECORDS[:2], 96), recipe(1), kept, silent)
    assert 0 < model.ahead(examples, recipe(1), kept) < most
    model.lay_out(examples, recipe(1), kept, silent)
    assert model.ahead(examples, recipe(1), kept) == 0
    assert model.ahead(examples, recipe(3), kept) == some


def test_it_is_sent_to_another_process_without_weights_and_tokenizer(tmp_path: Path) -> None:
    model_in(tmp_path / "model")
    model = of(tmp_path / "model")
    examples = model.encode(RECORDS, 96)
    sent = pickle.dumps(model)
    again: Model = pickle.loads(sent)

    assert len(sent) < 1_000
    assert np.array_equal(again.encode(RECORDS, 96).tokens, examples.tokens)
    assert again.digest == model.digest


@pytest.mark.parametrize("change", ["weights", "template", "numbers"])
def test_the_digest_is_of_all_that_decides(tmp_path: Path, change: str) -> None:
    model_in(tmp_path / "model")
    before = of(tmp_path / "model").digest
    assert of(tmp_path / "model").digest == before
    if change == "weights":
        model_in(tmp_path / "model", tie_word_embeddings=True)
    if change == "template":
        file = tmp_path / "model" / "chat_template.jinja"
        file.write_text(file.read_text() + "\n")
    numbers: Any = "bfloat16" if change == "numbers" else "float32"

    assert pretrained(str(tmp_path / "model"), numbers=numbers).digest != before


def test_a_step_is_that_of_the_trainer_of_transformers(tmp_path: Path) -> None:
    import torch
    from transformers import Trainer, TrainingArguments

    whole = model_in(tmp_path / "model")
    model = of(tmp_path / "model")
    examples = model.encode(RECORDS, 96)
    model.lay_out(examples, recipe(2), tmp_path / "kept", silent)
    net = model.net(examples, recipe(2), tmp_path / "kept", 1)
    optimizer = torch.optim.AdamW(net.weights(), lr=1e-2, weight_decay=0.01)
    (net.sums(EVERY).sum() / examples.trained.sum()).backward()
    torch.nn.utils.clip_grad_norm_(net.weights(), 1.0)
    optimizer.step()

    whole.requires_grad_(requires_grad=False)
    trained = [weight for layer in _layers(whole)[2:] for weight in layer.parameters()]
    for weight in trained:
        weight.requires_grad_(requires_grad=True)
    settings = TrainingArguments(
        output_dir=str(tmp_path / "trained"),
        max_steps=1,
        per_device_train_batch_size=len(RECORDS),
        learning_rate=1e-2,
        lr_scheduler_type="constant",
        weight_decay=0.01,
        use_cpu=True,
        report_to=[],
        save_strategy="no",
        disable_tqdm=True,
        dataloader_pin_memory=False,
    )
    rows = [
        {"input_ids": tokens.astype(np.int64), "labels": np.where(np.arange(len(tokens)) < before, -100, tokens)}
        for tokens, before in examples
    ]
    trainer = Trainer(model=whole, args=settings, train_dataset=rows, data_collator=_side_by_side)
    trainer.train()

    for ours, theirs in zip(net.weights(), trained, strict=True):
        torch.testing.assert_close(ours, theirs, rtol=1e-4, atol=1e-4)


def _side_by_side(rows: list[dict[str, Any]]) -> dict[str, Any]:
    import torch
    from torch.nn.utils.rnn import pad_sequence

    filled = {"input_ids": 0, "labels": -100}
    sides: dict[str, Any] = {
        name: pad_sequence(
            [torch.as_tensor(row[name]).long() for row in rows], batch_first=True, padding_value=value
        )
        for name, value in filled.items()
    }
    lengths = torch.as_tensor([len(row["labels"]) for row in rows])
    sides["attention_mask"] = (torch.arange(sides["labels"].shape[1]) < lengths[:, None]).long()
    return sides


def test_a_context_beyond_the_models_own_is_refused(tmp_path: Path) -> None:
    model_in(tmp_path / "model")

    with pytest.raises(UsageError, match="can look at 128 tokens, and not at 129"):
        of(tmp_path / "model").encode(RECORDS, 129)


def test_a_record_that_the_template_refuses_is_named(tmp_path: Path) -> None:
    model_in(tmp_path / "model")
    tokenizer_in(tmp_path / "model", "{% if messages|length > 2 %}{{ raise_exception('too many') }}{% endif %}ok")
    long = [*RECORDS[0], {"role": "user", "content": "And by day?"}]

    with pytest.raises(UsageError, match=r"model refuses it: too many; the record begins '.*\.\.\.'"):
        of(tmp_path / "model").encode([RECORDS[0], long], 96)


def test_a_tokenizer_without_a_template_is_refused_before_anything_is_trained(tmp_path: Path) -> None:
    model_in(tmp_path / "model")
    (tmp_path / "model" / "chat_template.jinja").unlink()

    with pytest.raises(UsageError, match="has no chat template"):
        of(tmp_path / "model")


def test_broken_weights_are_refused(tmp_path: Path) -> None:
    model_in(tmp_path / "model")
    (tmp_path / "model" / "model.safetensors").write_bytes(b"no weights at all")

    with pytest.raises(UsageError, match=r"the weights of .*model can not be read"):
        of(tmp_path / "model")


def test_the_usual_recipe_fits_the_model(tmp_path: Path) -> None:
    model_in(tmp_path / "model")
    usual = of(tmp_path / "model").usual()

    assert (usual.layers, usual.context) == (4, 128)


def test_what_is_only_timed_leaves_no_weights_behind(tmp_path: Path) -> None:
    from curate.measurement.models.weights import kept_upper

    model_in(tmp_path / "model")
    model = of(tmp_path / "model")
    examples = model.encode(RECORDS, 64)
    kept_upper.cache_clear()

    model.for_timing().net(examples, model.usual(), tmp_path, 0)
    assert kept_upper.cache_info().currsize == 0
    model.net(examples, model.usual(), tmp_path, 0)
    assert kept_upper.cache_info().currsize == 1


@pytest.mark.slow
def test_the_loss_of_smollm2_is_that_of_the_whole_model(tmp_path: Path, smollm2_folder: Path) -> None:
    import torch

    from curate.measurement.models.weights import whole

    model = pretrained(str(smollm2_folder), numbers="float32")
    usual = model.usual()
    examples = model.encode(RECORDS, usual.context)
    model.lay_out(examples, usual, tmp_path, silent)
    net = model.net(examples, usual, tmp_path, 1)
    every = whole(model.folder, model.name, "float32")

    assert (model.layers, model.parameters, usual.layers, usual.context) == (30, 134_515_008, 4, 1_024)
    with torch.no_grad():
        known = by_the_model_itself(every, examples, EVERY)
        torch.testing.assert_close(net.sums(EVERY), known, rtol=1e-5, atol=1e-4)
