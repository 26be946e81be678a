"""A measurement as Markdown."""

from curate.report.measured.markdown import measure_markdown
from tests.report.measured.telling import AT_RANDOM, CHANGE, HELPS, another, measured


def test_the_verdict_comes_first_then_a_row_for_each_contrast() -> None:
    text = measure_markdown(measured())
    assert text.startswith("**better**: the whole pipeline: -0.024 nats/token (-0.036 to -0.012), better, and by")
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert len(rows) == 2 + 6
    assert len({row.count("|") for row in rows}) == 1
    assert rows[2].startswith(
        "| the whole pipeline | -0.024 (-0.036 to -0.012) | 0.017 | +0.001 (-0.008 to +0.010) |"
    )
    assert rows[-1].startswith("| 10 % of responses swapped (planted) |")


def test_it_says_where_the_records_go_and_what_judges() -> None:
    text = measure_markdown(measured())
    assert "\n\nSet: 2,400 records in dolly.jsonl: 2,000 are trained on" in text
    assert "\n\nHeld out: 240 prompts" in text
    assert "\n\nCould see: 0.017 nats/token of response loss or more; from 0.008 on an effect matters\n" in text
    assert "\n\nTrained: proxy, 21 times with 3 seeds, about " in text


def test_steps_types_and_controls_are_a_list() -> None:
    lines = [line for line in measure_markdown(measured()).splitlines() if line.startswith("- ")]
    assert [line.split()[1] for line in lines] == [
        "keep-one", "drop", "summarization", "-0.021", "before", "nothing",
    ]  # fmt: skip


def test_one_seed_claims_nothing() -> None:
    text = measure_markdown(measured(seeds=[1]))
    rows = [line for line in text.splitlines() if line.startswith("| the whole pipeline")]
    assert rows == ["| the whole pipeline | -0.024 (-0.036 to -0.012) |  | +0.001 (-0.008 to +0.010) | better |"]
    for claim in ("could have seen 0", "gains;", "unfamiliar", "overfit"):
        assert claim not in text


def test_a_removal_at_random_is_told_by_itself_too() -> None:
    text = measure_markdown(measured(CHANGE, AT_RANDOM))
    assert "- random removal of as many: +0.002 nats/token (-0.004 to +0.008), equivalent: no effect of" in text


def test_a_title_can_not_end_a_cell_or_be_more_than_text() -> None:
    evil = HELPS.model_copy(update={"title": "a | <img src=x> **b**"})
    text = measure_markdown(measured(CHANGE, evil))
    assert "| a \\| &lt;img src=x> \\*\\*b\\*\\* |" in text
    assert "<img" not in text


def test_what_another_model_says_is_an_item() -> None:
    assert "\n- proxy-wide, 6 times with 3 seeds" in measure_markdown(measured(another=another("better")))
