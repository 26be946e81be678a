"""Labels put right what patterns tell: prompts of a shop's own, which the patterns that ship do not know."""

from itertools import product
from random import Random

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.errors import UsageError
from curate.statistics.logistic import Fitted
from curate.taxonomy import head as module
from curate.taxonomy.assign import ASSIGNED, assign
from curate.taxonomy.head import PRIOR, Head, drawn_back, fit, refusal
from curate.taxonomy.model import Pattern, Taxonomy
from curate.taxonomy.read import taxonomy

BY = taxonomy()
ITEMS = (
    "the blue kettle",
    "order 4471",
    "a linen shirt",
    "the oak table",
    "my garden chairs",
    "these boots",
    "the lamp",
)
SAID = {
    "extraction": (
        "Pull the fields: {}, sold in May for 20 euros.",
        "Fields please, for {}, seen by Ana in Rome.",
    ),
    "functional_writing": ("Shop text, two lines, for {}.", "Shop text with a warm tone for {}."),
    "open_qa": ("How long does {} last?", "What is {} made of?"),
}
ROWS = [(text.format(item), label) for label, texts in SAID.items() for text, item in product(texts, ITEMS)]
PROMPTS, LABELS = (list(each) for each in zip(*ROWS, strict=True))
NEW = ["Pull the fields: a wool coat, sold in June for 90 euros.", "Shop text, two lines, for the red mug."]


def made(rows: list[tuple[str, str]] = ROWS, by: Taxonomy = BY, stand_for: list[float] | None = None) -> Head:
    prompts, labels = (pl.Series(each, dtype=pl.String) for each in zip(*rows, strict=True))
    return fit(prompts, None, labels, by, None if stand_for is None else pl.Series(stand_for))


def types(told: pl.Series) -> list[str]:
    return told.struct.field("type").to_list()


def test_a_head_tells_what_patterns_do_not_know() -> None:
    assert types(assign(pl.Series(NEW), None, BY)) != ["extraction", "functional_writing"]
    told = made().assign(pl.Series(NEW))
    assert told.dtype == ASSIGNED
    assert types(told) == ["extraction", "functional_writing"]
    first = told[0]
    assert first["source"] == "head"
    assert 'word "fields"' in first["why"]
    assert first["group"] == BY.group_of("extraction")
    assert BY.least <= first["score"] <= 1


def test_what_no_label_speaks_of_is_told_as_by_patterns() -> None:
    asked = ["Translate 'good night' into Italian.", "Write a poem about autumn in the mountains."]
    assert types(made().assign(pl.Series(asked))) == ["translation", "creative_writing"]


@settings(deadline=None, max_examples=10)
@given(st.integers(0, 1_000))
def test_the_order_of_the_labels_changes_no_bit(seed: int) -> None:
    rows = ROWS.copy()
    Random(seed).shuffle(rows)
    one, other = made(), made(rows)
    assert one.names == other.names
    assert one.values.tobytes() == other.values.tobytes()
    assert one.weights.tobytes() == other.weights.tobytes()


TEXTS = st.lists(st.one_of(st.text(max_size=60), st.sampled_from([*PROMPTS, *NEW]), st.none()), max_size=6)
HEAD = made()


@settings(deadline=None, max_examples=40)
@given(TEXTS, st.randoms(use_true_random=False))
def test_no_prompt_changes_what_is_told_of_another(texts: list[str | None], random: Random) -> None:
    order = list(range(len(texts)))
    random.shuffle(order)
    together = HEAD.assign(pl.Series("mine", texts, dtype=pl.String))
    shuffled = HEAD.assign(pl.Series([texts[at] for at in order], dtype=pl.String))
    assert together.name == "mine"
    assert [together[at] for at in order] == shuffled.to_list()
    assert [each is None for each in together] == [text is None for text in texts]


def test_parts_that_are_looked_at_one_by_one_say_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    prompts = pl.Series([*PROMPTS, *NEW])
    whole = HEAD.assign(prompts)
    monkeypatch.setattr(module, "TOGETHER", 5)
    assert HEAD.assign(prompts).to_list() == whole.to_list()


def test_where_nothing_speaks_patterns_are_left_to_tell() -> None:
    told = HEAD.assign(pl.Series(["", "zzz"]))
    assert told.to_list() == assign(pl.Series(["", "zzz"]), None, BY).to_list()
    assert len(HEAD.assign(pl.Series([], dtype=pl.String))) == 0


def test_patterns_of_the_users_own_outrank_labels() -> None:
    own = Pattern(type="brainstorming", name="shop text", regex="shop text", weight=1)
    by = BY.model_copy(update={"own": (own,)})
    told = made(by=by, rows=[*ROWS, *((f"Fields of {at} chairs", "extraction") for at in range(10))])
    assert types(told.assign(pl.Series(NEW))) == ["extraction", "brainstorming"]
    assert told.labels == len(ROWS) + 10 - 2 * len(ITEMS)
    assert told.assign(pl.Series(NEW))[1]["source"] == "rules"


def test_labels_that_stand_for_more_prompts_count_more() -> None:
    """Half of the labels for the same words say another type."""
    rows = [(text, label) for text, label in ROWS if label == "functional_writing"]
    rows += [(text, "creative_writing") for text, _ in rows] + [row for row in ROWS if row[1] == "open_qa"]
    for kind in ("functional_writing", "creative_writing"):
        stand_for = [20.0 if label == kind else 1.0 for _, label in rows]
        head = made(rows, BY.model_copy(update={"least": 0.0}), stand_for)
        assert types(head.assign(pl.Series(NEW[1:]))) == [kind]


def test_what_few_labels_say_counts_little_and_what_many_say_nearly_whole() -> None:
    said = Fitted(np.full((2, 2), 4.0), np.full(2, 2.0), 0.1, 0.0)
    few, many = drawn_back(said, module.AS_MANY), drawn_back(said, 1e9)
    assert few.weights.tolist() == [[2, 2], [2, 2]]
    assert few.level.tolist() == [1, 1]
    assert few.strength == pytest.approx((0.1 + PRIOR.about) / 2)
    assert many.weights == pytest.approx(said.weights)
    assert many.strength == pytest.approx(said.strength)
    none = drawn_back(said, 0)
    assert not none.weights.any()
    assert none.strength == PRIOR.about


def test_what_is_no_type_or_stands_for_nothing_is_left_aside() -> None:
    more = [("Shop text", "other:none"), ("Shop text", "write"), ("Shop text", "open_qa")]
    head = made([*ROWS, *more], stand_for=[1.0] * len(ROWS) + [1.0, 1.0, 0.0])
    assert head.labels == len(ROWS)
    assert head.weights.tobytes() == HEAD.weights.tobytes()


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        (["open_qa"] * 12, "12 labels of types are too few to learn from: 18 more are needed."),
        (["open_qa"] * 29 + ["none of yours"], "29 labels of types are too few to learn from: 1 more"),
        (["open_qa"] * 40, "no two types have 5 labels each: 5 more are needed"),
        (["open_qa"] * 40 + ["coding"] * 2, "no two types have 5 labels each: 3 more are needed"),
        (["open_qa"] * 25 + ["coding"] * 5, ""),
    ],
)
def test_too_few_labels_are_refused_with_how_many_more(labels: list[str], said: str) -> None:
    told = refusal(pl.Series(labels), BY)
    assert told.startswith(said)
    assert bool(told) == bool(said)
    if said:
        with pytest.raises(UsageError, match=said[:20]):
            fit(pl.Series(["Why?"] * len(labels)), None, pl.Series(labels), BY)


def test_a_word_weighs_a_whole_number_that_a_byte_holds() -> None:
    assert HEAD.weights.dtype == np.int32
    assert np.abs(HEAD.weights[-1 - len(HEAD.names) : -1]).max() <= 127
    assert HEAD.weights.shape[1] == len(BY.types)
