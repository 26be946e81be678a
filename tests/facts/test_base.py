"""What a fact is."""

from curate.facts import BUILTIN


def test_every_fact_has_a_name_of_its_own_and_a_table() -> None:
    assert len({fact.name for fact in BUILTIN}) == len(BUILTIN)
    assert {fact.of for fact in BUILTIN} == {"record", "message"}
