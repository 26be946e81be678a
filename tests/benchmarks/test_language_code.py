"""How much code is told as such, and how much prose is taken for it."""

import gzip
import json
from pathlib import Path

import pytest

from benchmarks.langid import coded

GERMAN = "Der Hund bellt, weil ein Fremder am Tor steht und klingelt."


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Responses of which some are code, and prose."""
    sum_of = "def add(first, second):\n    total = first + second\n    return total\n\nprint(add(1, 2))"
    coding = [{"output": sum_of}, {"output": GERMAN}, {"output": sum_of}]
    for name, rows in {
        coded.CODE: coding,
        "dolly.jsonl.gz": [{"response": GERMAN}, {"response": "short"}],
        "gsm8k_train.jsonl.gz": [{"answer": sum_of}],
    }.items():
        with gzip.open(tmp_path / name, "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows)
    for name in ("alpaca_en_demo.json", "alpaca_zh_demo.json"):
        (tmp_path / name).write_text(json.dumps([{"output": GERMAN}]))
    return tmp_path


def test_code_that_was_labelled_by_hand_is_counted_by_kind_with_an_interval(data: Path) -> None:
    labels = data / "labels.csv"
    assert coded.by_hand(data, labels) is None
    labels.write_text("line,label\n1,code\n2,prose\n3,code\n")
    told = coded.by_hand(data, labels)
    assert told is not None
    assert told["code"] == {"hits": 2, "of": 2, "share": 1.0, "low": 0.3424, "high": 1.0}
    assert told["prose"] == {"hits": 0, "of": 1, "share": 0.0, "low": 0.0, "high": 0.7935}
    assert told["both"] == {"hits": 0, "of": 0}
    labels.write_text("line,label\n1,unsure\n")
    with pytest.raises(ValueError, match="labels that are not meant: unsure"):
        coded.by_hand(data, labels)


def test_prose_that_is_told_as_code_is_counted_by_set_and_together(data: Path) -> None:
    told = coded.of_prose(data)
    assert {name: (each["hits"], each["of"]) for name, each in told["sets"].items()} == {
        "dolly, responses": (0, 1),
        "alpaca English, responses": (0, 1),
        "alpaca Chinese, responses": (0, 1),
        "gsm8k, answers": (1, 1),
    }
    assert (told["together"]["hits"], told["together"]["of"]) == (1, 4)
