from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import curate
from curate.decisions import Decision, Decisions, parse_decisions
from curate.errors import UnknownName, UsageError
from curate.pipeline import Pipeline, default_checks
from curate.records.records import Records
from curate.steps import Drop, KeepOne

Row = dict[str, Any]
HEAD = "key,code,decision,by,why\n"
LONG = "Rinse the rice until the water runs clear, simmer it for twelve minutes, and let it rest for five more."


@pytest.fixture
def records(chat: Callable[..., Row]) -> Records:
    """A good record, a short one, one that leaves a token behind, and two that are alike."""
    answers = [LONG, "ok.", "Sure thing, here is all of it.<|im_end|>", f"{LONG} Enjoy!", f"{LONG} Enjoy!"]
    return curate.read(
        pl.DataFrame([chat(f"How do I cook rice, way {at // 4}?", said) for at, said in enumerate(answers)])
    )


@pytest.fixture
def deciding(records: Records, tmp_path: Path) -> Callable[..., curate.Result]:
    """Runs a pipeline with a file of decisions; records go by their row."""

    def run(lines: str, *, select: tuple[str, ...] = ()) -> curate.Result:
        keys = {f"row{row}": key for key, row in records.frame.select("key", "row").iter_rows()}
        for name, key in keys.items():
            lines = lines.replace(name, key)
        (tmp_path / "decisions.csv").write_text(HEAD + lines, encoding="utf-8-sig")
        on = select or ("LEN001", "TPL001")
        steps = (Drop(on=on), *(() if select else (KeepOne(of="DUP001"),)))
        codes = select or (*on, "DUP001")
        pipeline = Pipeline(name="trial", steps=steps, checks=default_checks(), select=codes)
        return curate.run(pipeline, records, decisions=tmp_path / "decisions.csv")

    return run


def kept(result: curate.Result) -> list[int]:
    return result.kept.frame["row"].to_list()


def test_without_decisions_the_checks_decide(deciding: Callable[..., curate.Result]) -> None:
    result = deciding("")
    assert set(kept(result)) - {4, 5} == {1}
    assert result.ledger.steps[0].setting.endswith("decisions.csv: 0 drop, 0 keep")


@pytest.mark.parametrize("code", ["LEN001", "LEN", "short-response", ""])
def test_a_record_that_is_to_be_kept_stays_in_spite_of_what_is_found(
    deciding: Callable[..., curate.Result], code: str
) -> None:
    result = deciding(f"row2,{code},keep,Ann,the answer is right\n")
    assert 2 in kept(result)
    (found,) = result["LEN001"].frame.iter_rows(named=True)
    assert found["ignored"] == "keep by Ann: the answer is right"
    assert {s.check.code: (s.status, s.count) for s in result.statuses}["LEN001"] == ("clean", 0)


def test_a_decision_on_one_code_leaves_the_others_alone(deciding: Callable[..., curate.Result]) -> None:
    assert 3 not in kept(deciding("row3,LEN001,keep,Ann,\n"))
    assert 3 in kept(deciding("row3,TPL001,keep,Ann,\n"))


def test_both_of_two_alike_records_stay_where_a_person_says_so(deciding: Callable[..., curate.Result]) -> None:
    result = deciding("row4,DUP001,keep,Ann,\nrow5,DUP001,keep,Ann,\n")
    assert {4, 5} <= set(kept(result))


def test_a_record_that_is_to_go_goes_first_and_says_who_decided(deciding: Callable[..., curate.Result]) -> None:
    result = deciding("row1,,drop,Ben,asked to be left out\nrow2,LEN001,drop,Ben,\n")
    dropped = result.dropped.filter(pl.col("step") == 0).select("row", "code", "name", "message").rows()
    assert dropped == [
        (1, "DEC001", "decided-by-a-person", "drop by Ben: asked to be left out"),
        (2, "LEN001", "short-response", "drop by Ben"),
    ]
    assert result.ledger.steps[0].by_code == {"DEC001": 1, "LEN001": 1}


def test_a_decision_on_a_check_that_does_not_run_does_nothing(deciding: Callable[..., curate.Result]) -> None:
    assert 2 not in kept(deciding("row2,REF001,keep,Ann,\n", select=("LEN",)))


def test_keys_of_no_record_are_told(deciding: Callable[..., curate.Result]) -> None:
    assert (
        deciding("0123abcd,,keep,Ann,\nrow1,,keep,Ann,\n").ledger.steps[0].note
        == "1 key is of no record of this set"
    )
    told = deciding("0123abcd,,keep,Ann,\nbeef,,drop,Ann,\n").ledger.steps[0].note
    assert told == "2 keys are of no record of this set"
    assert deciding("row1,,keep,Ann,\n").ledger.steps[0].note == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "d.csv: the column 'key' is missing"),
        ("key,code,by\n", "d.csv: the column 'decision' is missing"),
        ("key;decision;by\nab;keep;Ann\n", "d.csv: the column 'key' is missing"),
        (HEAD + "ab,,keep,Ann,\ncd,,kept,Ann,\n", "d.csv, line 3: decision: input should be 'keep' or 'drop'"),
        (HEAD + "ab,,keep,,\n", "d.csv, line 2: by: "),
        (HEAD + ",,keep,Ann,\n", "d.csv, line 2: key: "),
        (HEAD + "ab,,keep\n", "d.csv, line 2: by: "),
        (HEAD + 'ab,,keep,Ann,"first\nsecond"\ncd,,no,Ann,\n', "d.csv, line 4: decision: "),
        (HEAD + "ab,LEN009,keep,Ann,\n", "d.csv, line 2: there is no check called 'LEN009'"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_with_its_line(text: str, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse_decisions(text, "d.csv", default_checks())
    assert said in str(refused.value)


def test_columns_may_stand_in_any_order_and_others_beside_them() -> None:
    told = parse_decisions("by,seen,decision,key\n Ann , 2025 ,drop, ab \n", "d.csv", default_checks())
    assert told == Decisions(file="d.csv", lines=(Decision(key="ab", decision="drop", by="Ann"),))
    assert (told.drops, told.keeps) == (told.lines, ())


def test_a_file_that_can_not_be_read_is_told(records: Records, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.csv does not exist"):
        curate.run("sft-default", records, decisions=tmp_path / "none.csv")
    with pytest.raises(UnknownName):
        parse_decisions(HEAD + "ab,LEN009,keep,Ann,\n", "d.csv", default_checks())
