"""How languages beside other libraries are told."""

import json

from benchmarks.langid.bands import NAMES
from benchmarks.langid.coded import share
from benchmarks.table.language import language as language_table
from benchmarks.table.look_alikes import look_alikes, not_known
from benchmarks.tables import README

STORED = json.loads((README.parent / "results" / "language.json").read_text(encoding="utf-8"))


def test_the_table_has_everybody_the_best_of_each_column_and_each_aim() -> None:
    table = language_table(STORED)
    for name in STORED["figures"]:
        assert f"| {name} |" in table
        assert f"* {name}: {STORED['settings'][name]}. " in table
    assert f"| {NAMES[4]} | 2,286 |" in table
    assert "| ranking of right above wrong | >= 0.9 |" in table
    assert "| all four |" in table
    best = max(told["sentences"] for told in STORED["accuracy"].values())
    assert f"| **{best:.1%}** |" in table


def test_where_another_library_is_surely_above_it_is_told_in_bold() -> None:
    above = {"difference": 0.01, "low": 0.0, "high": 0.02}
    told = {"sentences": above, "word-pairs": above}
    told["single-words"] = {"difference": -0.03, "low": -0.05, "high": -0.01}
    table = language_table({**STORED, "curate_less": {"eldc": told}})
    assert "| eldc | +1.0 (+0.0 to +2.0) | +1.0 (+0.0 to +2.0) | **-3.0 (-5.0 to -1.0)** |" in table


def test_labels_by_hand_are_told_with_their_aim() -> None:
    by_hand = {"code": share(70, 100), "prose": share(0, 0)}
    table = language_table({**STORED, "code": {**STORED["code"], "by_hand": by_hand}})
    assert "| CodeAlpaca, labelled by hand as code | 100 | 70 | 70.0% | 60.4% to 78.1% |" in table
    assert "labelled by hand as prose" not in table
    assert "| responses that are only code, told as such | >= 75% | 70.0% | **missed** |" in table


def test_look_alikes_are_told_by_name_for_each_backend() -> None:
    table = look_alikes(STORED)
    assert table.startswith("| sentences in | told as | best label, however unsure | told by profiles |")
    assert "| Malay | Indonesian | " in table
    assert "| Malay | Indonesian " in not_known(STORED)
