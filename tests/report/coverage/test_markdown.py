"""Coverage as Markdown."""

from curate.report.coverage.markdown import coverage_markdown
from curate.report.coverage.result import Coverage


def test_each_type_is_a_row_and_each_finding_a_line(against: Coverage) -> None:
    text = coverage_markdown(against)
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert len(rows) == 2 + 5
    assert "| translation | 0 | 0.0 % | 10.0 % | 0.00 | +" in text
    assert "- COV002 under-represented: summarization: 4.4 %, to be 20.0 % (found)" in text
    assert len({line.count("|") for line in rows}) == 1


def test_without_a_target_it_says_so(alone: Coverage) -> None:
    assert "Target: none" in coverage_markdown(alone)
