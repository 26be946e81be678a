import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from curate.records.strict_json import NotStrict, must_be_utf_8, parse_json, parsed_or_why

KEYS = st.sampled_from(["role", "content", "note", "größe", 'he said "no":', "from", ""])
SCALARS = st.sampled_from(
    ["1", "null", "true", '"a:b"', '"\\":"', '": "', '"NaN"', '"{\\"a\\":1,\\"a\\":2}"', "[]", "-0.5e3"]
)
COLONS = st.sampled_from([":", ": ", " :", "\t: ", " \r\n : "])
HALF = r"half of a character (a lone \ud800-\udfff); write both halves, or the character"
VALUE = "expected a value: text in quotes, a number, true, false, null, a list or an object"
NUMBER = "this is no number of JSON (no leading zero, + or bare point)"
ESCAPE = r"\ stands before a character that needs none; write \\ for a backslash"
CONTROL = r"a control character stands in a text; write it as \n, \t or \u00.."
QUOTES = "texts and keys stand in double quotes, not in single ones"
OPEN = r"the record ends inside a text: its closing quote is missing, or a line break in it is not written as \n"
COMMA = "there is a comma before the closing bracket; take it out"
MORE = "there is more text after the end of the record; one line holds one record"


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


@given(text=JSON_TEXTS)
@example(text='{"a": {"größe": 1}, "b": [{"": 2, "": 3}]}')
def test_a_key_that_stands_twice_anywhere_is_found_and_all_else_is_what_python_reads(text: str) -> None:
    read = parsed_or_why(text.encode())

    if stands_twice(text.encode()):
        assert isinstance(read, NotStrict)
        assert read.kind == "duplicate-key"
    else:
        assert read == json.loads(text)


@pytest.mark.parametrize(
    ("raw", "line", "column", "message"),
    [
        ('{"a" 1}', 1, 6, 'a ":" is missing behind a key; here: 1}'),
        ("[1 2]", 1, 4, "a comma, or the ] that ends the list, is missing; here: 2]"),
        ('{"a":1 "b":2}', 1, 8, 'a comma, or the } that ends the object, is missing; here: "b":2}'),
        ('{"a": tru}', 1, 7, "expected true, false or null; here: tru}"),
        ('{"a": }', 1, 7, VALUE),
        ("{a: 1}", 1, 2, "a key must stand in double quotes; here: a: 1}"),
        ('{"a":1,}', 1, 8, COMMA),
        ('{"a":1,\n "b":2,}', 2, 8, COMMA),
        ("[1,]", 1, 4, COMMA),
        ('{"a":1} and more', 1, 9, f"{MORE}; here: and more"),
        (r'{"a":"C:\x"}', 1, 10, f'{ESCAPE}; here: x"}}'),
        ('{"a": 01}', 1, 8, f"{NUMBER}; here: 1}}"),
        ('{"a": 1.}', 1, 9, NUMBER),
        ("[" * 300, 1, 202, f"it is nested deeper than any record needs to be; here: {'[' * 24}"),
        ("9" * 5000, 1, 4302, f"this number has more digits than any program reads; here: {'9' * 24}"),
        (r'{"a":"\ud83d"}', 1, 13, f'{HALF}; here: "}}'),
        (r'{"a":"\ud83dx"}', 1, 13, f'{HALF}; here: x"}}'),
        (r'{"\udc00":1}', 1, 8, f'{HALF}; here: 0":1}}'),
        ('{"a":"b', 1, 7, OPEN),
        ("[1", 1, 2, "the record ends inside a list; the rest of it is missing"),
        ('{"a":1', 1, 6, "the record ends inside an object; the rest of it is missing"),
        ('{"a":', 1, 5, "the record ends where a value should stand; the rest of it is missing"),
        ("", 1, 1, "the record ends where a value should stand; the rest of it is missing"),
        ('{"a": NaN}', 1, 7, "NaN is no JSON value; write null or a number; here: NaN}"),
        ('{"a": nan}', 1, 7, "nan is no JSON value; write null or a number; here: nan}"),
        ('{"a": -Infinity}', 1, 7, "-Infinity is no JSON value; write null or a number; here: -Infinity}"),
        ('{"a":"x\ny"}', 2, 1, f'{CONTROL}; here: y"}}'),
        ('{"a":"x\x01"}', 1, 8, f'{CONTROL}; here: \x01"}}'),
        ("{'a': 1}", 1, 2, f"{QUOTES}; here: 'a': 1}}"),
        ("{\"größe\": 'b'}", 1, 11, f"{QUOTES}; here: 'b'}}"),
        ('{\n "a": 1,\n "größe" 2}', 3, 10, 'a ":" is missing behind a key; here: 2}'),
    ],
)
def test_what_is_wrong_is_told_with_its_place_and_how_to_mend_it(
    raw: str, line: int, column: int, message: str
) -> None:
    with pytest.raises(NotStrict) as refused:
        parse_json(raw.encode())

    assert (refused.value.kind, refused.value.message) == ("invalid-json", message)
    assert (refused.value.line, refused.value.column) == (line, column)


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        ('{"a": 1, "a": 2}', "'a'"),
        ('{"b": 1, "größe": 1, "c": 2, "größe": 2}', "'größe'"),
        ('{"content": "Hi", "cont\\u0065nt": "Bye"}', "'content'"),
        ('{"messages": [{"meta": {"by": {"a": 1, "a": 2}}}]}', "'a'"),
        (r'{"he said \"no\"": 1, "he said \"no\"": 1}', "'he said \"no\"'"),
    ],
)
def test_the_key_that_stands_twice_is_named(raw: str, key: str) -> None:
    with pytest.raises(NotStrict, match=f"^the key {key} stands twice in one object; keep one$") as refused:
        parse_json(raw.encode())
    assert refused.value.kind == "duplicate-key"


@pytest.mark.parametrize(
    "raw",
    [
        '{"content": "What does \\"a\\": 1, \\"a\\": 2 mean in JSON?"}',
        '{"content": "Is NaN equal to NaN? And -Infinity?"}',
        '{"content": "A line \u2028 a byte \x7f, an emoji 🦔"}',
        '{"speaker": {"name": "Jo"}, "name": "Ines", "big": 123456789012345678901234567890}',
        "  [1, -0.5, 1e3, true, null]\n",
    ],
)
def test_text_that_only_looks_suspicious_is_read(raw: str) -> None:
    assert parse_json(raw.encode()) == json.loads(raw)


@pytest.mark.parametrize(
    ("raw", "line", "column", "byte"),
    [
        (b'{"a": "caf\xe9"}', 1, 11, "0xe9"),
        ('{\n"größe": "'.encode() + b"\xff", 2, 11, "0xff"),
        (b"\x80", 1, 1, "0x80"),
    ],
)
def test_bytes_that_are_no_text_are_told_before_anything_else(
    raw: bytes, line: int, column: int, byte: str
) -> None:
    with pytest.raises(NotStrict) as refused:
        parse_json(raw)
    with pytest.raises(NotStrict) as also:
        must_be_utf_8(raw)

    wrong = refused.value
    assert (wrong.kind, wrong.line, wrong.column) == ("not-utf-8", line, column)
    assert wrong.message == f"byte {byte} is not UTF-8; if the file is in another encoding, iconv converts it"
    assert also.value.message == wrong.message


@given(raw=st.binary(max_size=40) | JSON_TEXTS.map(str.encode).map(lambda raw: raw[: len(raw) // 2]))
def test_any_bytes_are_read_as_python_reads_them_or_told_what_is_wrong(raw: bytes) -> None:
    read = parsed_or_why(raw)

    if isinstance(read, NotStrict):
        assert read.message
        assert 1 <= read.line <= 1 + raw.count(b"\n")
        assert 1 <= read.column <= len(raw) + 1
    else:
        assert read == json.loads(raw)
