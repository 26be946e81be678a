import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.records.formats.messages import MessagesRow
from curate.records.strict_json import NotStrict, check_strictly, parsed_or_none, suspicious

KEYS = st.sampled_from(["role", "content", "note", "größe", 'he said "no":', "from", ""])
SCALARS = st.sampled_from(
    ["1", "null", "true", '"a:b"', '"\\":"', '": "', '"NaN"', '"{\\"a\\":1,\\"a\\":2}"', "[]"]
)
COLONS = st.sampled_from([":", ": ", " :", "\t: ", " \r\n : "])


def _object(pairs: list[tuple[str, str, str]]) -> str:
    return "{" + ", ".join(json.dumps(key) + colon + value for key, colon, value in pairs) + "}"


JSON_TEXTS = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(st.tuples(KEYS, COLONS, inner), max_size=4).map(_object)
        | st.lists(inner, max_size=3).map(lambda parts: f"[{', '.join(parts)}]")
    ),
    max_leaves=10,
)


def stands_twice(raw: bytes) -> bool:
    found: list[bool] = []

    def look(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found.append(len({key for key, _ in pairs}) < len(pairs))
        return dict(pairs)

    json.loads(raw, object_pairs_hook=look)
    return any(found)


def refusal(raw: bytes) -> str | None:
    """As a record is read: a cheap look first, and a strict one only where that is suspicious."""
    row = MessagesRow.__pydantic_validator__.validate_json(raw)
    try:
        if suspicious(raw, row):
            check_strictly(raw)
    except NotStrict as error:
        return error.kind
    return None


@given(unknown=JSON_TEXTS, in_message=JSON_TEXTS)
def test_a_key_that_stands_twice_anywhere_is_found_and_no_other_record_is_refused(
    unknown: str, in_message: str
) -> None:
    message = f'{{"role": "user", "content": "Hello", "meta": {in_message}}}'
    raw = f'{{"messages": [{message}], "extra": {unknown}}}'.encode()

    assert refusal(raw) == ("duplicate-key" if stands_twice(raw) else None)


@pytest.mark.parametrize(
    "raw",
    [
        '{"messages": [{"role": "user", "content": "Hi"}], "messages": [{"role": "user", "content": "Hi"}]}',
        '{"messages": [{"role": "user", "content": "Hi", "content": "Bye"}]}',
        '{"messages": [{"role": "user", "content" : "Hi", "content"\t: "Bye"}]}',
        '{"messages": [{"role": "user", "content": "Hi", "cont\\u0065nt": "Bye"}]}',
        '{"messages": [{"role": "user", "content": "Hi"}], "id": 1, "id": 1}',
        '{"messages": [{"role": "user", "content": "Hi"}], "meta": {"by": {"a": 1, "a": 2}}}',
        '{"messages": [{"role": "user", "content": "Hi"}], "meta": [[{"a": 1, "a": 2}]]}',
        '{"messages": [{"role": "assistant", "tool_calls": [{"function": {"name": "f", "name": "g"}}]}]}',
        '{"messages": [{"role": "assistant", "tool_calls": '
        '[{"function": {"name": "f", "arguments": {"a": 1, "a": 2}}}]}]}',
        '{"messages": [{"role": "user", "content": "Hi"}], "tools": [{"name": "f", "name": "g"}]}',
    ],
)
def test_a_key_that_stands_twice_is_found_at_every_level(raw: str) -> None:
    assert refusal(raw.encode()) == "duplicate-key"


@pytest.mark.parametrize(
    "raw",
    [
        '{"messages": [{"role": "user", "content": "What does \\"a\\": 1, \\"a\\": 2 mean in JSON?"}]}',
        '{"messages": [{"role": "user", "content": "Is NaN equal to NaN? And -Infinity?"}]}',
        '{"messages": [{"role" : "user", "content"\t:\t"Hi"}], "content" : "of the record"}',
        '{"messages": [{"role": "user", "content": "Hi"}], "speaker": "a", "role": "b"}',
        '{"messages": [{"role": "user", "content": "Hi"}], "big": 1e999}',
    ],
)
def test_a_record_that_only_looks_suspicious_passes(raw: str) -> None:
    assert refusal(raw.encode()) is None


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
@pytest.mark.parametrize("place", ['"score": {}', '"scores": [1, {}]', '"meta": {{"loss" : {}}}'])
def test_a_number_that_is_none_is_refused_by_its_name(number: str, place: str) -> None:
    raw = f'{{"messages": [{{"role": "user", "content": "Hi"}}], {place.format(number)}}}'.encode()

    assert refusal(raw) == "invalid-json"
    with pytest.raises(NotStrict, match=f"^{number} is no JSON value; write null or a number$"):
        check_strictly(raw)


def test_the_first_key_that_stands_twice_is_named() -> None:
    with pytest.raises(NotStrict, match="the key 'größe' stands twice in one object"):
        check_strictly('{"b": 1, "größe": 1, "c": 2, "größe": 2}'.encode())


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff", b'{"a": "\xe9"}', b"[" * 100_000, b"1" * 5000])
def test_what_is_not_json_parses_to_nothing(raw: bytes) -> None:
    assert parsed_or_none(raw) is None
