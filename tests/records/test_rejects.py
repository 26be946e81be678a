"""Why a record could not be read, in the user's own words and places."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import curate
from curate.records.rejects import Reject

ASKED = {"role": "user", "content": "When does it leave?"}
ROLES = "'system', 'developer', 'user', 'assistant' or 'tool'"
SPEAKERS = (
    "'human', 'user', 'gpt', 'chatgpt', 'bing', 'bard', 'assistant', 'model', 'system', 'function_call', "
    "'observation', 'tool' or 'function_response'"
)
Rejects = Callable[..., Reject]


@pytest.fixture
def rejected(tmp_path: Path) -> Rejects:
    """The reject of the only record of a file."""

    def read(content: object, name: str = "set.jsonl", **how: Any) -> Reject:  # noqa: ANN401  as `curate.read` takes
        data = content if isinstance(content, bytes) else json.dumps(content).encode() + b"\n"
        (tmp_path / name).write_bytes(data)
        (reject,) = curate.read(tmp_path / name, **how).rejects
        return reject

    return read


def said(path: str, message: str) -> str:
    return f"{path}: {message}" if path else message


@pytest.mark.parametrize(
    ("name", "row", "path", "message"),
    [
        ("messages", None, "", "expected an object, found null"),
        ("messages", [[1]], "", "expected an object, found a list of 1"),
        ("messages", {"mesages": []}, "messages", "is missing; is 'mesages' meant to be it?"),
        ("messages", {"talk": []}, "messages", "is missing"),
        ("messages", {"messages": []}, "messages", "is empty; at least one is expected"),
        ("messages", {"messages": {}}, "messages", "expected a list, found an object"),
        (
            "messages",
            {"messages": "[{}]"},
            "messages",
            "expected a list, found the text '[{}]'; it holds JSON: write it without the quotes around it",
        ),
        ("messages", {"messages": ["Hi"]}, "messages[0]", "expected an object, found the text 'Hi'"),
        (
            "messages",
            {"messages": [ASKED, {"Role": "user"}]},
            "messages[1].role",
            "is missing; is 'Role' meant to be it?",
        ),
        (
            "messages",
            {"messages": [{**ASKED, "role": "human"}]},
            "messages[0].role",
            f"expected {ROLES}, found the text 'human'; did you mean 'user'?",
        ),
        (
            "messages",
            {"messages": [{**ASKED, "role": "User"}]},
            "messages[0].role",
            f"expected {ROLES}, found the text 'User'; did you mean 'user'?",
        ),
        (
            "messages",
            {"messages": [{**ASKED, "role": "moderator"}]},
            "messages[0].role",
            f"expected {ROLES}, found the text 'moderator'",
        ),
        (
            "messages",
            {"messages": [{**ASKED, "content": 5}]},
            "messages[0].content",
            "expected text or a list, found the number 5",
        ),
        (
            "messages",
            {"messages": [{**ASKED, "content": {"text": "Hi"}}]},
            "messages[0].content",
            "expected text or a list, found an object",
        ),
        ("messages", {"messages": [{**ASKED, "name": True}]}, "messages[0].name", "expected text, found true"),
        (
            "messages",
            {"messages": [{"role": "assistant", "tool_calls": [{"function": {"arguments": "{}"}}]}]},
            "messages[0].tool_calls[0].function.name",
            "is missing",
        ),
        (
            "messages",
            {"messages": [{"role": "assistant", "tool_calls": [{"function": {"name": "f", "arguments": 5}}]}]},
            "messages[0].tool_calls[0].function.arguments",
            "expected text or an object, found the number 5",
        ),
        ("messages", {"messages": [ASKED], "tools": 5}, "tools", "expected a list or text, found the number 5"),
        (
            "messages",
            {"messages": [ASKED], "chosen": "A", "rejected": 5},
            "rejected",
            "expected a list, found the number 5",
        ),
        (
            "messages",
            {"messages": [ASKED], "chosen": "A", "rejected": ["B"]},
            "rejected[0]",
            "expected an object, found the text 'B'",
        ),
        (
            "prompt-completion",
            {"prompt": 3.5, "completion": "A"},
            "prompt",
            "expected text or a list, found the number 3.5",
        ),
        ("prompt-completion", {"prompt": [], "completion": "A"}, "prompt", "is empty; at least one is expected"),
        (
            "prompt-completion",
            {"prompt": [ASKED, {**ASKED, "content": 5}], "completion": "A"},
            "prompt[1].content",
            "expected text or a list, found the number 5",
        ),
        (
            "kto",
            {"prompt": "Hi", "completion": "A", "label": "true"},
            "label",
            "expected true or false, found the text 'true'",
        ),
        (
            "kto",
            {"prompt": "Hi", "completion": "A", "label": 1},
            "label",
            "expected true or false, found the number 1",
        ),
        (
            "preference",
            {"prompt": "Hi", "chosen": 5, "rejected": "B"},
            "chosen",
            "expected text, an object or a list, found the number 5",
        ),
        (
            "preference",
            {"prompt": "Hi", "chosen": {"from": "robot", "value": "A"}, "rejected": "B"},
            "chosen.from",
            f"expected {SPEAKERS}, found the text 'robot'",
        ),
        (
            "preference",
            {"prompt": "Hi", "chosen": "A", "rejected": {"role": "assistant", "content": 5}},
            "rejected.content",
            "expected text or a list, found the number 5",
        ),
        ("alpaca", {"instruction": "Hi", "otput": "A"}, "output", "is missing; is 'otput' meant to be it?"),
        (
            "alpaca",
            {"instruction": "Hi", "output": "A", "history": [["Hi"]]},
            "history[0]",
            "holds 1; at least 2 are expected",
        ),
        (
            "alpaca",
            {"instruction": "Hi", "output": "A", "history": [list("abc")]},
            "history[0]",
            "holds 3; at most 2 are expected",
        ),
        (
            "sharegpt",
            {"conversations": [{"from": "ai", "value": "A"}]},
            "conversations[0].from",
            f"expected {SPEAKERS}, found the text 'ai'; did you mean 'assistant'?",
        ),
    ],
)
def test_what_is_wrong_with_a_record_is_told_with_its_place_and_what_was_expected(
    rejected: Rejects, name: str, row: object, path: str, message: str
) -> None:
    reject = rejected(row, format=name)

    assert [tuple(problem) for problem in reject.problems] == [(path, message)]
    assert (reject.code, reject.path, reject.message) == ("FMT004", path, said(path, message))


@pytest.mark.parametrize(
    ("row", "paths"),
    [
        (
            {"conversations": [{"from": "human", "value": 5}, {"from": "robot", "value": "Hi"}, {"from": "gpt"}]},
            ["conversations[0].value", "conversations[1].from", "conversations[2].value"],
        ),
        ({"conversations": [{}]}, ["conversations[0].from", "conversations[0].value"]),
    ],
)
def test_every_problem_is_named_with_its_path(rejected: Rejects, row: object, paths: list[str]) -> None:
    reject = rejected(row, format="sharegpt")

    assert [problem.path for problem in reject.problems] == paths
    assert all(f"{path}: " in reject.message for path in paths)
    assert reject.message.count("; ") >= len(paths) - 1


@pytest.mark.parametrize(
    ("row", "paths", "path", "message"),
    [
        ({"q": 5}, {"prompt": "q"}, "q", "expected text, found the number 5"),
        ({"q": {"text": 1.5}}, {"prompt": "q.text"}, "q.text", "expected text, found the number 1.5"),
        ({"q": [{"role": "user"}, 5]}, {"messages": "q"}, "q[1]", "expected an object, found the number 5"),
        (
            {"q": "Hi", "good": "yes please"},
            {"prompt": "q", "label": "good"},
            "good",
            "expected true or false, found the text 'yes please'",
        ),
    ],
)
def test_a_problem_of_a_mapped_field_is_told_in_the_users_own_path(
    rejected: Rejects, row: object, paths: dict[str, str], path: str, message: str
) -> None:
    reject = rejected(row, map=paths)

    assert [tuple(problem) for problem in reject.problems] == [(path, message)]


@pytest.mark.parametrize(
    ("content", "name", "place"),
    [
        (b'{"prompt": "Hi" "completion": "A"}\n', "a.jsonl", ("FMT002", 1, 1, 0, 17)),
        (b'[{"a": "\xc3\xa9"},{"a" 1}]', "a.json", ("FMT002", 2, 1, 13, 18)),
        (b'[\n  {"a":\n\n 1 2}]', "a.json", ("FMT002", 1, 4, 4, 4)),
        (b'{"a": 1, "a": 2}\n', "a.jsonl", ("FMT003", 1, 1, 0, 14)),
        (b'\n{"a": "caf\xe9"}\n', "a.jsonl", ("FMT001", 1, 2, 1, 11)),
        (b"prompt,completion\nHi,caf\xe9\n", "a.csv", ("FMT001", 1, 2, 18, 7)),
    ],
)
def test_a_broken_record_is_told_with_its_line_and_its_column_in_the_file(
    tmp_path: Path, content: bytes, name: str, place: tuple[str, int, int, int, int]
) -> None:
    (tmp_path / name).write_bytes(content)
    reject = curate.read(tmp_path / name, format="prompt-completion").rejects[-1]

    assert (reject.code, reject.row, reject.line, reject.offset, reject.column) == place
    assert reject.message.startswith(f"column {place[-1]}: ")


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (
            b'[{"prompt": "Hi", "completion": "A"}, {"prompt": "Hi',
            "a.json",
            "it is not closed before the next one, or before the file ends",
        ),
        (b"prompt,completion\nHi\n", "a.csv", "it has 1 cell where the header has 2 (prompt, completion)"),
    ],
)
def test_a_record_that_is_cut_badly_says_what_the_cut_shows(
    rejected: Rejects, content: bytes, name: str, message: str
) -> None:
    reject = rejected(content, name, format="prompt-completion")

    assert (reject.code, reject.path, reject.column, reject.message) == ("FMT005", "", None, message)


def test_a_row_of_a_table_is_rejected_with_its_row_and_its_json_text() -> None:
    table = pl.DataFrame({"prompt": ["Is it far?", "Is it near?"], "completion": ["No.", None]})
    (reject,) = curate.read(table, format="prompt-completion").rejects

    assert (reject.row, reject.line, reject.raw) == (2, 0, b'{"prompt":"Is it near?"}')
    assert reject.message == "completion: is missing"


@pytest.mark.parametrize(
    ("row", "path", "said"),
    [
        ({"tools": "[{bad"}, "tools", "is no JSON text: column 3: "),
        ({"messages": '[{"role": "user"'}, "messages", "; it looks like JSON and is broken: column 16: "),
        ({"messages": '[{"role": "user"}]'}, "messages", "; it holds JSON: write it without the quotes around it"),
    ],
)
def test_json_inside_of_a_text_is_looked_at(
    rejected: Rejects, row: dict[str, object], path: str, said: str
) -> None:
    messages = [{"role": "user", "content": "Is it far?"}, {"role": "assistant", "content": "Two kilometres."}]
    reject = rejected({"messages": messages, **row}, format="messages")

    assert reject.path == path
    assert said in reject.message
