"""What is wrong in a TOML file is told with its line."""

import pytest
from pydantic import Field

from curate.errors import UnknownName, UsageError
from curate.params import Params
from curate.toml_file import TomlFile


class Oven(Params):
    """How bread is baked."""

    degrees: int = Field(220, alias="max-degrees")
    humid_share: float = Field(0.5, le=1)
    racks: dict[str, int] = Field(default_factory=dict)
    breads: tuple[str, ...] = ()


TEXT = """
[tool.mill]
racks = { lower = "two" }

[tool.oven]  # not [tool.mill]
max-degrees = 230

[tool.oven.racks]
upper = 1
lower = 2
"""


def test_a_table_of_a_file_is_read_and_placed_by_itself() -> None:
    file = TomlFile(TEXT, "bakery.toml", ("tool", "oven"))
    assert file.values == {"max-degrees": 230, "racks": {"upper": 1, "lower": 2}}
    assert file.where("lower") == "bakery.toml, line 10"


def test_a_table_that_is_written_inline_is_found_too() -> None:
    file = TomlFile('[tool]\n\noven = { max-degrees = "hot" }', "bakery.toml", ("tool", "oven"))
    with pytest.raises(UsageError, match=r"bakery.toml, line 3: max-degrees: input should be a valid integer"):
        file.built(Oven, file.values)


def test_a_table_that_is_not_there_is_empty() -> None:
    assert TomlFile(TEXT, "bakery.toml", ("tool", "shop")).values == {}


@pytest.mark.parametrize(
    ("text", "complaint", "hint"),
    [
        ("degrees = 3", r"line 1: there is no setting called 'degrees'. Did you mean 'max-degrees'", "breads"),
        ('\n[racks]\nupper = 1\nlower = "low"', r"line 4: racks.lower: ", "Write a number, without quotes."),
        ("\nhumid_share = 40", r"line 2: humid_share: .*less than or equal to 1", "40 % is humid_share = 0.4"),
        ('breads = "rye"', "line 1: breads: input should be a list", 'Write a list: breads = ["rye"]'),
        ("racks = 3", "line 1: racks: input should be a table", ""),
    ],
)
def test_a_wrong_value_is_told_with_its_line_and_how_to_write_it(text: str, complaint: str, hint: str) -> None:
    file = TomlFile(text, "b.toml")
    with pytest.raises(UsageError, match=complaint) as refused:
        file.built(Oven, file.values)
    assert hint in refused.value.hint


def test_a_name_with_points_is_found_in_a_table_in_a_table() -> None:
    placed = TomlFile(TEXT, "bakery.toml").placed(UnknownName("no such rack."), "oven.racks.lower")
    assert placed.message == "bakery.toml, line 10: no such rack."


def test_a_comment_is_no_place() -> None:
    assert TomlFile("# lower\nlower = 1", "b.toml").line("lower") == 1


def test_what_is_no_toml_is_refused() -> None:
    with pytest.raises(UsageError, match=r"b.toml: this is not TOML: .*line 1"):
        TomlFile("degrees = hot", "b.toml")
