"""`curate label`."""

import csv
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from select import select

import pytest

from tests.report.coverage.mill import rows

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def data(write_lines: Callable[..., Path]) -> Path:
    """Prompts of three types."""
    return write_lines(rows({"open_qa": 30, "translation": 12, "coding": 9}, labelled=False))


def table(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_where_nobody_can_be_asked_it_writes_the_table(command: Command, data: Path, tmp_path: Path) -> None:
    labels = tmp_path / "labels.csv"
    code, out, _ = command("label", data, "-n", 20, "-o", labels)
    assert code == 0
    assert f"Wrote     {labels}   20 prompts, 0 with a label, 20 to go" in out
    assert len(table(labels)) == 20
    assert "The column label takes open_qa, advice_planning" in out


def test_it_says_first_what_so_many_labels_will_not_tell(command: Command, data: Path, tmp_path: Path) -> None:
    err = command("label", data, "-n", 9, "-o", tmp_path / "few.csv")[2]
    assert "9 labels are too few to give each of" in err
    code, out, err = command("label", data, "-n", 90, "-o", tmp_path / "all.csv")
    assert (code, "51 prompts, 0 with a label" in out) == (0, True)
    assert "there are 51 prompts to label, one of each family of near-duplicates, not 90" in err
    assert "prompts to label" not in command("label", data, "-n", 90, "-o", tmp_path / "q.csv", "--quiet")[2]


def test_a_table_of_another_set_is_refused(
    command: Command, data: Path, write_lines: Callable[..., Path], tmp_path: Path
) -> None:
    labels = tmp_path / "labels.csv"
    command("label", data, "-n", 20, "-o", labels)
    before = labels.read_bytes()
    other = write_lines(rows({"summarization": 20}), "other.jsonl")
    code, _, err = command("label", other, "-n", 30, "-o", labels)
    assert code == 2
    assert "it is of another set" in err
    assert labels.read_bytes() == before
    assert command("label", data, other, "-n", 30, "-o", labels)[0] == 0, "a set may grow"


def test_a_table_that_was_filled_in_goes_into_coverage(command: Command, data: Path, tmp_path: Path) -> None:
    labels = tmp_path / "labels.csv"
    command("label", data, "-n", 20, "-o", labels)
    kinds = {"Why": "open_qa", "Tra": "translation", "Wri": "coding"}
    filled = [row | {"label": kinds[row["prompt"][:3]], "by": "ann"} for row in table(labels)]
    with labels.open("w", newline="") as file:
        writer = csv.DictWriter(file, filled[0])
        writer.writeheader()
        writer.writerows(filled)
    code, out, _ = command("coverage", data, "--labels", labels)
    assert code == 0
    assert "by rules, and by 20 labels of a sample" in out
    assert "Labels    20 records by ann" in out
    code, out, _ = command("label", data, "-n", 25, "-o", labels)
    assert "25 prompts, 20 with a label, 5 to go" in out
    assert table(labels)[:20] == filled


@pytest.mark.parametrize(
    ("text", "said"), [("name,age\nann,9\n", "is no table of labels"), ("", "is no table of labels")]
)
def test_another_file_is_not_written_over(
    command: Command, data: Path, tmp_path: Path, text: str, said: str
) -> None:
    other = tmp_path / "other.csv"
    other.write_text(text)
    code, _, err = command("label", data, "-o", other)
    assert code == 2
    assert said in err
    assert other.read_text() == text


def test_a_set_without_prompts_says_so(command: Command, write_lines: Callable[..., Path], tmp_path: Path) -> None:
    said = {"messages": [{"role": "assistant", "content": "Good evening, and welcome."}]}
    code, _, err = command("label", write_lines([said]), "-o", tmp_path / "l.csv")
    assert code == 3
    assert "no record that can be read has a prompt" in err
    assert not (tmp_path / "l.csv").exists()


class Person:
    """Sits at a terminal, types and reads."""

    def __init__(self, file: int, process: "subprocess.Popen[bytes]") -> None:
        self.file, self.process, self.seen = file, process, ""

    def sees(self, text: str) -> None:
        """Read until something is there."""
        until = time.monotonic() + 240
        while text not in self.seen:
            assert time.monotonic() < until, self.seen
            if select([self.file], [], [], 0.1)[0]:
                try:
                    self.seen += os.read(self.file, 65536).decode(errors="replace")
                except OSError:
                    break
        assert text in self.seen
        self.seen = self.seen.partition(text)[2]

    def types(self, text: str) -> None:
        os.write(self.file, text.encode())


@contextmanager
def labelling(data: Path, labels: Path) -> Iterator[Person]:
    person, program = pty.openpty()
    command = [sys.executable, "-m", "curate", "label", str(data), "-n", "12", "-o", str(labels), "--by", "ann"]
    with subprocess.Popen(
        command, stdin=program, stdout=program, stderr=program, start_new_session=True
    ) as process:
        os.close(program)
        try:
            yield Person(person, process)
        finally:
            process.kill()
    os.close(person)


@pytest.mark.slow
def test_in_a_terminal_each_label_is_saved_before_the_next_prompt(data: Path, tmp_path: Path) -> None:
    labels = tmp_path / "labels.csv"
    with labelling(data, labels) as person:
        person.sees("1 of 12")
        person.types("o")
        person.sees("2 of 12, 1 labelled")
        assert [row["label"] for row in table(labels)][:2] == ["open_qa", ""]
        person.types("d")
        person.sees("3 of 12, 2 labelled")
        person.process.send_signal(signal.SIGKILL)
        person.process.wait(20)
    assert [row["label"] for row in table(labels)][:3] == ["open_qa", "coding", ""]
    with labelling(data, labels) as person:
        person.sees("3 of 12, 2 labelled")
        person.types("u")
        person.sees("nothing to undo")
        person.types("q")
        person.sees("12 prompts, 2 with a label, 10 to go")
        assert person.process.wait(20) == 0
    assert {row["by"] for row in table(labels)} == {"ann", ""}


@pytest.mark.slow
def test_ctrl_c_leaves_what_was_labelled_and_says_so(data: Path, tmp_path: Path) -> None:
    labels = tmp_path / "labels.csv"
    with labelling(data, labels) as person:
        person.sees("1 of 12")
        person.types("o")
        person.sees("2 of 12")
        person.process.send_signal(signal.SIGINT)
        person.sees("is written, and whole")
        assert person.process.wait(20) == 130
    assert table(labels)[0]["label"] == "open_qa"


@pytest.mark.slow
def test_a_table_that_somebody_else_changes_meanwhile_stays_as_it_is(data: Path, tmp_path: Path) -> None:
    labels = tmp_path / "labels.csv"
    with labelling(data, labels) as person:
        person.sees("1 of 12")
        labels.write_text("key,label\n")
        person.types("o")
        person.sees("was changed meanwhile")
        assert person.process.wait(20) == 2
    assert labels.read_text() == "key,label\n"


@pytest.mark.slow
def test_a_table_that_somebody_deletes_meanwhile_is_written_again(data: Path, tmp_path: Path) -> None:
    labels = tmp_path / "labels.csv"
    with labelling(data, labels) as person:
        person.sees("1 of 12")
        labels.unlink()
        person.types("o")
        person.sees("2 of 12")
        assert [row["label"] for row in table(labels)][:2] == ["open_qa", ""]
