"""What a format is."""

from curate.records.formats.alpaca import Alpaca


def test_a_format_knows_its_name_and_its_fields() -> None:
    assert Alpaca.name == "alpaca"
    assert Alpaca().fields == {"instruction", "input", "output"}
    assert Alpaca().required == {"instruction", "output"}
