"""What people say of which type prompts are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.errors import UnknownName, UsageError
from curate.labels import Label, agreed, by_record, confusions, parse_labels, together
from curate.taxonomy.read import taxonomy

BY = taxonomy()
KINDS = ["coding", "open_qa", "translation"]
SAID = st.dictionaries(
    st.sampled_from(["k1", "k2", "k3"]),
    st.dictionaries(st.sampled_from(["ann", "ben", "cem"]), st.sampled_from(KINDS), min_size=1),
)


def test_labels_are_types_by_any_of_their_names() -> None:
    text = "key,label,by\nk1,summary,ann\nk2,Creative writing,ann\nk3,other,ann\nk4,coding,\n"
    assert parse_labels(text, "made/by-ben.csv", BY) == [
        Label("k1", "summarization", "ann"),
        Label("k2", "creative_writing", "ann"),
        Label("k3", "other:none", "ann"),
        Label("k4", "coding", "by-ben"),
    ]


def test_labels_of_a_scheme_may_mean_a_group() -> None:
    text = "key,label\nk1,Generation\n"
    assert parse_labels(text, "l.csv", BY, "no_robots") == [Label("k1", "write", "l")]


def test_a_line_without_a_label_or_whose_type_can_not_be_told_is_none() -> None:
    assert parse_labels("key,label\nk1,\nk2,?\nk3\n", "l.csv", BY) == []


def test_the_same_label_twice_is_one_and_two_persons_may_differ() -> None:
    text = "key,label,by\nk1,coding,ann\nk1,coding,ann\nk1,open_qa,ben\n"
    assert len(parse_labels(text, "l.csv", BY)) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "key,label\nk1,sumarization\n",
            r"l\.csv, line 2: there is no type called 'sumarization'.*'summarization'",
        ),
        ("key,lable\nk1,coding\n", r"l\.csv is no table of labels: the column 'label' is missing"),
        ("label\ncoding\n", r"l\.csv is no table of labels: the column 'key' is missing"),
        ("key,label\nk1,coding,a note, with commas\n", r"l\.csv, line 2: there are more cells than columns"),
        (f'key,label\nk1,"{"a prompt without an end " * 9_000}', r"l\.csv, line \d+: field larger than"),
        ("", r"l\.csv is no table of labels: the column 'key' is missing"),
        (
            "key,label,by\nk1,coding,ann\nk2,coding,ann\nk1,open_qa,ann\n",
            r"l\.csv, line 4: ann has labelled k1 as coding in line 2, and open_qa here",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        parse_labels(text, "l.csv", BY)


def test_an_unknown_label_names_the_types() -> None:
    with pytest.raises(UnknownName) as refused:
        parse_labels("key,label\nk1,essay-ish\n", "l.csv", BY)
    assert "functional_writing" in refused.value.hint


def test_most_decide_and_where_none_has_more_nobody_does() -> None:
    told = {
        "k1": {"ann": "coding"},
        "k2": {"ann": "coding", "ben": "coding", "cem": "open_qa"},
        "k3": {"ann": "coding", "ben": "open_qa"},
    }
    assert agreed(told) == {"k1": "coding", "k2": "coding"}
    assert confusions(told) == [("coding", "open_qa", 2)]


@given(SAID)
def test_what_is_settled_is_what_somebody_said_and_no_one_else_is_more_often(
    said: dict[str, dict[str, str]],
) -> None:
    for key, kind in agreed(said).items():
        votes = list(said[key].values())
        assert all(votes.count(kind) > votes.count(other) for other in set(votes) - {kind})
    assert sum(count for *_, count in confusions(said)) == sum(
        len(set(each.values())) * (len(set(each.values())) - 1) // 2 for each in said.values()
    )


@given(SAID)
def test_labels_by_record_hold_every_label(said: dict[str, dict[str, str]]) -> None:
    labels = [Label(key, kind, who) for key, each in said.items() for who, kind in each.items()]
    assert by_record(labels) == {key: each for key, each in said.items() if each}


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_cells_may_stand_between_any_signs_that_spreadsheets_write(sign: str) -> None:
    text = "key,label,by\r\nk1,coding,ann\r\n".replace(",", sign)
    assert parse_labels(text, "l.csv", BY) == [Label("k1", "coding", "ann")]


def test_a_key_that_was_kept_from_being_a_number_is_the_key() -> None:
    text = "key,label,by\n'1234567890123456,coding,ann\n"
    assert parse_labels(text, "l.csv", BY) == [Label("1234567890123456", "coding", "ann")]


def test_labels_of_several_files_are_together_those_of_all() -> None:
    one, two = Label("k1", "coding", "ann"), Label("k1", "open_qa", "ben")
    assert together({"a.csv": [one], "b.csv": [two, one]}) == [one, two]


def test_one_name_for_two_persons_is_told_and_no_label_is_lost() -> None:
    one, two = Label("k1", "coding", "root"), Label("k1", "open_qa", "root")
    with pytest.raises(
        UsageError, match=r"root has labelled k1 as coding in a\.csv, and open_qa in b\.csv"
    ) as error:
        together({"a.csv": [one], "b.csv": [two]})
    assert "--by NAME" in error.value.hint
