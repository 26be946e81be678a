"""Agreement, against what Krippendorff published in "Computing Krippendorff's alpha-reliability", 2011."""

from math import isnan

import pytest

from curate.statistics.agreement import agreement


def told(*labels: str) -> list[dict[str, str]]:
    """Of each thing what each said; a dot for nothing."""
    names = "abcd"
    return [
        {names[who]: said for who, said in enumerate(each) if said != "."} for each in zip(*labels, strict=True)
    ]


@pytest.mark.parametrize(
    ("labels", "alpha"),
    [
        (("0100000010", "1110010000"), 0.095),
        (("aabbdcccedda", "babbbccceddd"), 0.692),
        (("123321412...", "1233224125.3", ".3332342251.", "12332441251."), 0.743),
    ],
    ids=["A: two names", "B: five names", "C: four who label, some not all"],
)
def test_alpha_is_as_published(labels: tuple[str, ...], alpha: float) -> None:
    found = agreement(told(*labels))
    assert found.alpha == pytest.approx(alpha, abs=5e-4)
    assert found.interval.holds(found.alpha)


def test_who_agrees_in_everything_has_one_and_who_never_does_less_than_none() -> None:
    assert agreement(told("abcabc", "abcabc")).alpha == 1
    assert agreement(told("ababab", "bababa")).alpha < 0


def test_what_one_alone_has_labelled_says_nothing() -> None:
    assert isnan(agreement(told("abc", "...")).alpha)
    assert isnan(agreement(told("aaa", "aaa")).alpha)


def test_the_same_seed_draws_the_same_interval() -> None:
    labels = told("aabbdcccedda", "babbbcccbddd")
    assert agreement(labels, seed=3) == agreement(labels, seed=3)
