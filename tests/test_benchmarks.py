"""The tables of benchmarks/README.md are those of the stored results."""

from benchmarks.tables import README, renewed


def test_the_tables_are_those_of_the_stored_results() -> None:
    text = README.read_text(encoding="utf-8")
    assert renewed(text) == text, "python -m benchmarks.tables"
