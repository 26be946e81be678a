"""Numbers are chosen by what the processor has and was seen to do."""

import pytest

pytestmark = pytest.mark.torch


@pytest.mark.parametrize(
    ("has", "faster", "chosen"),
    [(False, True, "float32"), (True, False, "float32"), (True, True, "bfloat16")],
)
def test_sixteen_bits_are_taken_where_they_are_there_and_faster(
    monkeypatch: pytest.MonkeyPatch, chosen: str, *, has: bool, faster: bool
) -> None:
    from curate.measurement.models import precision

    monkeypatch.setattr(precision, "device", lambda: "cpu")
    monkeypatch.setattr(precision, "_has_instructions", lambda: has)
    monkeypatch.setattr(precision, "_speed", lambda numbers: 1.0 + ((numbers == "bfloat16") == faster))

    assert precision.fitting() == chosen


def test_without_the_instructions_nothing_is_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    from curate.measurement.models import precision

    monkeypatch.setattr(precision, "device", lambda: "cpu")
    monkeypatch.setattr(precision, "_has_instructions", lambda: False)
    monkeypatch.setattr(precision, "_speed", lambda _: pytest.fail("timed"))

    assert precision.fitting() == "float32"


def test_products_are_in_the_numbers_that_are_asked_for() -> None:
    import torch

    from curate.measurement.models.precision import computing

    for numbers, kind in (("float32", torch.float32), ("bfloat16", torch.bfloat16)):
        with computing(numbers, "cpu"):  # type: ignore[arg-type]
            assert (torch.ones(2, 2) @ torch.ones(2, 2)).dtype == kind


def test_both_speeds_can_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from curate.measurement.models import precision

    monkeypatch.setattr(precision, "_SIZE", (2, 4, 4))
    monkeypatch.setattr(precision, "_SECONDS", 0.0)

    assert precision._speed("float32") > 0
    assert precision._speed("bfloat16") > 0
    assert isinstance(precision._has_instructions(), bool)
