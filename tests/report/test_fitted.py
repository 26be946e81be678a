"""A fitted pipeline as a TOML file."""

import json
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import curate
from curate.errors import InputError, OutputRefused, UsageError
from curate.pipeline import parse_pipeline
from curate.records.records import Records
from curate.report.fitted import Fitted, fitted_to, new_pipeline, text_of
from curate.report.fitting import Fit
from curate.report.profile import FieldSeen, InputSeen, Languages, TypeSeen
from curate.report.toml_text import WIDTH

Row = dict[str, Any]
Read = Callable[[Sequence[Row]], Records]
Chat = Callable[..., Row]

HOSTILE = st.text(max_size=80) | st.sampled_from(
    [
        "\n[gates]\nmin_records = 9",
        '"]\n[[steps]]\n',
        "a\u2028b\x85c",
        "\x1b[2J",
        "'''\\",
        "# \r",
        "\ud800x",
        "\u202e#",
    ]
)

FERRIES = ("Elida", "Harald", "Vargsund", "Fosen", "Heilhorn", "Rovaer")


@pytest.fixture(scope="session")
def fitted(sample: Records) -> Fitted:
    """A pipeline fitted to the sample that ships with the package."""
    return fitted_to(sample, "mine")


@pytest.fixture(scope="session")
def fit(fitted: Fitted) -> Fit:
    """What it rests on."""
    assert fitted.fit
    return fitted.fit


def runs_whole(fitted: Fitted, records: Records) -> curate.Result:
    """What the text does to the records it was fitted to: what it says, and no gate breaks."""
    result = curate.run(parse_pipeline(fitted.text, "mine.toml"), records)
    assert fitted.fit
    assert result.ledger.holds, result.ledger.gates
    assert result.ledger.kept == fitted.fit.kept
    assert tuple(step.dropped for step in result.ledger.steps) == fitted.fit.dropped
    return result


def test_it_runs_on_the_sample_as_it_says_and_no_gate_breaks(fitted: Fitted, sample: Records) -> None:
    result = runs_whole(fitted, sample)
    assert result.ledger.dropped == 83
    assert "The steps drop 83 of 441 records, 18.8 %." in fitted.text


def test_the_text_says_what_was_fitted(fitted: Fitted, fit: Fit) -> None:
    parsed = fitted.pipeline
    assert (parsed.checks, parsed.steps, parsed.gates) == (
        fit.pipeline.checks,
        fit.pipeline.steps,
        fit.pipeline.gates,
    )
    assert parsed.name == "mine"


def test_the_text_is_the_same_each_time(fitted: Fitted, sample: Records) -> None:
    assert fitted_to(sample, "mine").text == fitted.text


def test_each_setting_has_its_reason_above_it(fitted: Fitted) -> None:
    lines = fitted.text.splitlines()
    settings = [at for at, line in enumerate(lines) if line[:1].isalpha() and line.endswith("}")]
    assert len(settings) == 5
    assert all(lines[at - 1].startswith("# ") for at in settings)
    assert max(len(line) for line in lines if line.startswith("#")) <= WIDTH


def test_each_code_of_a_step_is_counted_beside_it(fitted: Fitted) -> None:
    assert '    "STR001",  # empty-turn: 6 records, 1.4 %\n' in fitted.text
    assert "Not dropped, since it may well be meant: LEN002 long-response (1 record, 0.2 %)" in fitted.text


def test_nothing_that_a_record_says_is_in_it(records_of: Read, chat: Chat) -> None:
    secret = "Zanzibar"
    rows = [
        chat(f"{secret} {n}?", f"As an AI, I know {secret} {n}.", writer=secret, id=f"{secret}{n}")
        for n in range(9)
    ]
    assert secret not in fitted_to(records_of(rows), "mine").text


def test_what_stands_in_most_records_is_left_in_and_said(records_of: Read, chat: Chat) -> None:
    rows = [chat(f"Who is at pier {n}?", f"{{{{name}}}} waits with parcel {n * 31}.") for n in range(12)]
    text = fitted_to(records_of(rows), "mine").text
    assert "# Not dropped: TPL001 template-leftover (12 records, 100 %). What is found in more than 20 %" in text
    assert "[gates.max_share]" not in text


def test_large_families_are_worth_a_look(records_of: Read, chat: Chat) -> None:
    rows = [chat("When does the ferry leave the harbour?", "It leaves at seven." + "." * n) for n in range(4)]
    fitted = fitted_to(records_of(rows), "mine")
    assert "look at some with `curate why`" in fitted.text


def test_a_pipeline_that_keeps_nothing_says_so(records_of: Read, chat: Chat) -> None:
    records = records_of([chat("When does it leave?", " ")])
    fitted = fitted_to(records, "mine")
    assert "No record is kept, so no least number is asked for." in fitted.text
    runs_whole(fitted, records)


PAIRS = [
    ("Why do locks have two gates?", "So that a boat can be lifted while the water above stays where it is."),
    ("Describe the weir.", "ok."),
    (
        "Wie breit ist die Schleuse?",
        "Sie ist zwölf Meter breit, und das Tor wird jeden Abend von Hand geschlossen.",
    ),
    ("Why do locks have two gates ?", "So that a boat can be lifted while the water above stays where it is!"),
]


def turns(*texts: str) -> list[Row]:
    return [{"role": role, "content": text} for role, text in zip(("user", "assistant"), texts, strict=False)]


def says(prompt: str, response: str) -> list[Row]:
    return [{"from": "human", "value": prompt}, {"from": "gpt", "value": response}]


SHAPES: dict[str, Callable[[str, str], Row]] = {
    "messages": lambda p, r: {"messages": turns(p, r)},
    "prompt-completion": lambda p, r: {"prompt": p, "completion": r},
    "alpaca": lambda p, r: {"instruction": p, "input": "", "output": r},
    "sharegpt": lambda p, r: {"conversations": says(p, r)},
    "dolly": lambda p, r: {"instruction": p, "context": "", "response": r},
    "preference": lambda p, r: {"prompt": p, "chosen": r, "rejected": "No."},
    "kto": lambda p, r: {"prompt": p, "completion": r, "label": True},
}


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
def test_it_runs_on_a_small_set_in_each_format(records_of: Read, shape: str) -> None:
    records = records_of([SHAPES[shape](*pair) for pair in PAIRS])
    assert {each.format for each in records.inputs} == {shape}
    result = runs_whole(fitted_to(records, "small"), records)
    assert 0 < result.ledger.kept < 4


@pytest.mark.slow
@pytest.mark.parametrize("name", ["set.csv", "set.json", "set.parquet"])
def test_it_runs_on_other_kinds_of_files(tmp_path: Path, name: str) -> None:
    frame = pl.DataFrame({"question": [p for p, _ in PAIRS], "answer": [r for _, r in PAIRS], "type": ["x"] * 4})
    path = tmp_path / name
    if name == "set.csv":
        frame.write_csv(path)
    elif name == "set.json":
        path.write_text(json.dumps(frame.to_dicts()), encoding="utf-8")
    else:
        frame.write_parquet(path)
    records = curate.read(path, map={"prompt": "question", "response": "answer"})
    runs_whole(fitted_to(records, "small"), records)


@given(name=HOSTILE, label=HOSTILE, lang=HOSTILE, count=st.integers(0, 400))
def test_nothing_hostile_leaves_its_place(fit: Fit, name: str, label: str, lang: str, count: int) -> None:
    seen = replace(
        fit.profile,
        inputs=(InputSeen(name, label, 403, 0),),
        languages=Languages(400, ((lang, count), ("en", 3))),
        types=(TypeSeen(label, 9, 1), TypeSeen("closed_qa", 9, 1)),
        fields=(FieldSeen(name, count, None), FieldSeen(label, 403, count)),
    )
    short = next(check for check in fit.pipeline.checks if check.name == "short-response")
    whole = label.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    own = short.model_copy(update={"terse_types": (whole,)})
    checks = tuple(own if check is short else check for check in fit.pipeline.checks)
    hostile = replace(fit, profile=seen, pipeline=fit.pipeline.model_copy(update={"checks": checks}))
    text = text_of(hostile, name)
    assert text.replace("\n", "").isprintable()
    before, after = tomllib.loads(text_of(fit, "x")), tomllib.loads(text)
    assert after["checks"].pop("short-response")["terse_types"] == [whole]
    before["checks"].pop("short-response")
    assert after | {"name": "x"} == before
    assert parse_pipeline(text, "hostile.toml").gates == fit.pipeline.gates


def test_fields_and_types_of_records_stay_in_their_place(records_of: Read, chat: Chat) -> None:
    hostile = {"x\n[gates]\nmin_records = 99": 1, "type": 'a"\n[gates]'}
    rows = [chat(f"Which pier is ferry {n} at?", f"Pier {FERRIES[n]}", **hostile) for n in range(6)]
    records = records_of(rows)
    fitted = fitted_to(records, "mine")
    assert fitted.pipeline.gates.min_records == 5
    assert 'terse_types = ["classification"' in fitted.text
    runs_whole(fitted, records)


def test_a_set_without_a_readable_record_is_told(write_lines: Callable[..., Path]) -> None:
    records = curate.read(write_lines([{"prompt": 5, "completion": "Yes."}]), format="prompt-completion")
    with pytest.raises(InputError, match="1 read, all rejected"):
        fitted_to(records, "mine")


def test_a_file_that_is_there_stays(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    assert new_pipeline(path, force=False) == path
    path.touch()
    with pytest.raises(OutputRefused, match="is there already"):
        new_pipeline(path, force=False)
    assert new_pipeline(path, force=True) == path


def test_a_folder_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").mkdir()
    with pytest.raises(OutputRefused, match="is there already"):
        new_pipeline(tmp_path / "mine.toml", force=True)


def test_a_name_that_could_not_be_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"ends in \.toml"):
        new_pipeline(tmp_path / "mine", force=False)


def test_it_shows_itself_in_a_line(fitted: Fitted) -> None:
    assert repr(fitted) == (
        "Fitted(Profile(441 records, format messages, alpaca, 28 codes found): 3 steps, would drop 18.8 %)"
    )
    assert "<pre># Written" in fitted._repr_html_()
    assert repr(Fitted("")) == "Fitted(the general pipeline: no data was looked at)"
    assert Fitted("").profile is None
