"""The loss behind the head is that of torch, and so is its gradient."""

import pytest

pytestmark = pytest.mark.torch


@pytest.mark.parametrize("tokens", [1, 127, 128, 129, 600])
@pytest.mark.parametrize("with_bias", [False, True])
def test_loss_and_gradient_are_those_of_torch(tokens: int, *, with_bias: bool) -> None:
    import torch

    from curate.measurement.models.head import losses

    torch.manual_seed(1)
    weight, bias = torch.randn(50, 8), torch.randn(50) if with_bias else None
    targets, outer = torch.randint(50, (tokens,)), torch.randn(tokens)
    ours, theirs = (torch.randn(tokens, 8, generator=torch.Generator().manual_seed(2)) for _ in range(2))
    for each in (ours, theirs):
        each.requires_grad_()
    own = losses(ours, weight, bias, targets)
    known = torch.nn.functional.cross_entropy(
        torch.nn.functional.linear(theirs, weight, bias), targets, reduction="none"
    )
    (own * outer).sum().backward()
    (known * outer).sum().backward()

    torch.testing.assert_close(own, known, rtol=1e-5, atol=1e-5)
    torch.testing.assert_close(ours.grad, theirs.grad, rtol=1e-5, atol=1e-5)


def test_without_a_gradient_the_loss_is_the_same() -> None:
    import torch

    from curate.measurement.models.head import losses

    torch.manual_seed(1)
    states, weight, targets = torch.randn(9, 4), torch.randn(5, 4), torch.randint(5, (9,))
    with torch.no_grad():
        scored = losses(states, weight, None, targets)

    assert torch.equal(scored, losses(states.requires_grad_(), weight, None, targets).detach())


def test_no_token_has_no_loss_and_can_be_gone_back_through() -> None:
    import torch

    from curate.measurement.models.head import losses

    states = torch.zeros(0, 4, requires_grad=True)
    told = losses(states, torch.randn(5, 4), None, torch.zeros(0, dtype=torch.int64))
    told.sum().backward()

    assert told.shape == (0,)
    assert states.grad is not None


@pytest.mark.parametrize("trained", [True, False])
def test_the_loss_of_states_in_sixteen_bits_has_all_digits(*, trained: bool) -> None:
    import torch

    from curate.measurement.models.head import losses

    torch.manual_seed(1)
    states, weight = (torch.randn(size, 8).bfloat16() for size in (200, 50))
    told = losses(states.requires_grad_(trained), weight, None, torch.zeros(200, dtype=torch.int64))
    scores = torch.nn.functional.linear(states, weight).float()

    assert told.dtype == torch.float32
    assert told.requires_grad == trained
    torch.testing.assert_close(told, scores.logsumexp(-1) - scores[:, 0])
