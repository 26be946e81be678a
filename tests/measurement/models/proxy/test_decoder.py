"""The network of the proxy sees what stands before, and nothing else."""

from typing import Any

import pytest

pytestmark = pytest.mark.torch
pytest.importorskip("torch")

from curate.measurement.models.proxy.decoder import RECURRING, Size  # noqa: E402

WORDS = 30
SIZE = Size(width=16, layers=2, heads=2)
TOKENS = (3, 9, 4, 9, 21, 4, 4, 17)


def decoder_of(seed: int = 0) -> Any:
    """With weights large enough for every part of it to matter."""
    import torch

    from curate.measurement.models.proxy.decoder import Decoder

    torch.manual_seed(seed)
    made = Decoder(WORDS, SIZE)
    with torch.no_grad():
        for weight in made.parameters():
            if weight.dim() > 1:
                weight.mul_(20)
    return made


def all_scores(made: Any, *records: tuple[int, ...]) -> Any:
    """`(records, positions, words)`."""
    import torch

    tokens = torch.tensor(records)
    count, positions = tokens.shape
    row = torch.arange(count).repeat_interleave(positions)
    place = torch.arange(positions).repeat(count)
    with torch.no_grad():
        return made.scores(tokens, row, place).view(count, positions, WORDS)


def test_a_later_token_changes_no_earlier_score() -> None:
    import torch

    made = decoder_of()
    for at in range(len(TOKENS)):
        for other in (TOKENS[0], 28):  # one that stood there before, and one that did not
            changed = (*TOKENS[:at], other, *TOKENS[at + 1 :])
            one, two = all_scores(made, TOKENS, changed)
            torch.testing.assert_close(one[:at], two[:at], rtol=0, atol=1e-5)


def test_an_earlier_token_changes_later_scores() -> None:
    one, two = all_scores(decoder_of(), TOKENS, (28, *TOKENS[1:]))
    assert (one[-1] != two[-1]).any()


def test_the_order_of_tokens_matters() -> None:
    one, two = all_scores(decoder_of(), TOKENS, (TOKENS[1], TOKENS[0], *TOKENS[2:]))
    assert ((one[-1] - two[-1]).abs() > 1e-4).any()


def test_what_fills_up_behind_changes_nothing() -> None:
    import torch

    made = decoder_of()
    (alone,) = all_scores(made, TOKENS)
    beside, _ = all_scores(made, (*TOKENS, 0, 0, 0), (0, 5, 0, 8, 1, 2, 3, 4, 5, 6, 7))
    torch.testing.assert_close(beside[: len(TOKENS)], alone, rtol=0, atol=1e-5)


def test_a_word_that_stood_before_recurs_once_however_often_it_stood_there() -> None:
    import torch

    made = decoder_of()
    with torch.no_grad():
        made.copying.weight.zero_()
        made.recurring.zero_()
        (plain,) = all_scores(made, TOKENS)
        made.recurring.fill_(RECURRING)
        (again,) = all_scores(made, TOKENS)
    for at in range(len(TOKENS)):
        expected = torch.zeros(WORDS)
        expected[list(set(TOKENS[: at + 1]))] = RECURRING
        torch.testing.assert_close(again[at] - plain[at], expected, rtol=0, atol=1e-5)


def test_it_begins_with_hardly_any_preference() -> None:
    import torch

    from curate.measurement.models.proxy.decoder import Decoder

    torch.manual_seed(0)
    (scores,) = all_scores(Decoder(WORDS, SIZE), TOKENS)
    assert scores.abs().max() < 2 * RECURRING
