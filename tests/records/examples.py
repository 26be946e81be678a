"""Strategies for what may stand in a record, and how a set is read."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

import curate
from curate.records.records import Records

Row = dict[str, Any]

texts = st.one_of(
    st.sampled_from(
        [
            "How long may leek soup stay in the fridge?",
            "三天，盖好盖子。",
            "ثلاثة أيام.",
            "",
            "line\r\nline\rline\n",
            'a "quoted", cell\t',
            '[{"role": "user"}]',
            '{"name": "stir"}',
            "true",
            "\u2028\x00\ufeff",
        ]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
)
anything = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**70), 2**70),
        st.floats(allow_nan=False, allow_infinity=False),
        texts,
    ),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(texts, inside, max_size=3),
    max_leaves=6,
)
arguments = st.dictionaries(st.sampled_from(["dish", "minutes", "größe"]), anything, max_size=2)
calls = st.fixed_dictionaries(
    {
        "function": st.fixed_dictionaries(
            {"name": st.sampled_from(["stir", "look_up"])},
            optional={"arguments": arguments | arguments.map(json.dumps) | st.just("not JSON")},
        )
    },
    optional={"id": st.sampled_from(["call_1", "call_2"]), "type": st.just("function")},
)
parts = st.one_of(
    st.fixed_dictionaries({"type": st.just("text"), "text": texts}),
    st.fixed_dictionaries({"type": st.just("image_url"), "image_url": st.just({"url": "soup.png"})}),
)
beside = st.fixed_dictionaries(
    {},
    optional={
        "name": st.just("ada"),
        "weight": st.sampled_from([0, 1, 0.5]),
        "reasoning_content": texts,
        "from": st.just("human"),
        "note": anything,
    },
)


def message(role: str, content: st.SearchStrategy[Any]) -> st.SearchStrategy[Row]:
    """A message of this role; most have nothing beside their text."""
    plain = st.fixed_dictionaries({"role": st.just(role), "content": content})
    full = st.tuples(plain, beside).map(lambda both: {**both[1], **both[0]})
    return st.one_of(plain, plain, plain, full)


asked = message("user", texts) | message("user", st.lists(parts, min_size=1, max_size=2))
answered = message("assistant", texts)
exchange = st.tuples(message("user", texts), answered).map(list)
called = st.tuples(
    asked,
    st.fixed_dictionaries(
        {"role": st.just("assistant"), "content": st.none() | texts, "tool_calls": st.lists(calls, max_size=2)}
    ),
    st.fixed_dictionaries(
        {"role": st.just("tool"), "content": texts}, optional={"tool_call_id": st.just("call_1")}
    ),
    answered,
).map(list)
opening: st.SearchStrategy[list[Row]] = st.one_of(st.just([]), message("system", texts).map(lambda one: [one]))
conversations = st.one_of(
    exchange,
    exchange,
    st.tuples(opening, exchange, exchange).map(lambda each: [*each[0], *each[1], *each[2]]),
    st.tuples(message("developer", texts), called).map(lambda each: [each[0], *each[1]]),
    called,
    st.tuples(asked).map(list),
)
tools = st.lists(
    st.fixed_dictionaries({"type": st.just("function"), "function": st.just({"name": "stir", "parameters": {}})}),
    min_size=1,
    max_size=2,
)
judged = st.one_of(
    st.just({}),
    st.just({}),
    st.booleans().map(lambda label: {"label": label}),
    st.tuples(answered, st.one_of(answered.map(lambda one: [one]), exchange)).map(
        lambda two: {"chosen": [two[0]], "rejected": two[1]}
    ),
)
unknown = st.one_of(
    st.just({}),
    st.dictionaries(
        st.sampled_from(["id", "source", "meta", "", "tags: ours", "instruction", "prompt", "input", "from"]),
        texts | anything,
        max_size=3,
    ),
)
records = st.builds(
    lambda messages, held, more, offered: {"messages": messages, **held, **more, **offered},
    conversations,
    judged,
    unknown,
    st.one_of(st.just({}), st.just({}), st.builds(dict, tools=tools | tools.map(json.dumps))),
)
sets = st.lists(records, min_size=1, max_size=3)


def read_rows(rows: Sequence[Row], where: Path, *, format: str = "messages") -> Records:
    path = where / "source.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    read = curate.read(path, format=format)
    assert not read.rejects
    return read
