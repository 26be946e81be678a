import json
from collections.abc import Callable
from pathlib import Path

import pytest

import curate
from curate.errors import InputError
from tests.conftest import Command

WHOLE = {"two bytes": "é".encode(), "three bytes": "中".encode(), "four bytes": "🦔".encode()}
WRONG = {
    "a letter": b"a",
    "a quote": b'\\"',
    "a first byte": b"\xc3",
    "a lone byte": b"\xff",
    "one too many": b"\x80\x80",
}
NEVER = {
    "NUL in two bytes": b"\xc0\x80", "slash in two bytes": b"\xc0\xaf", "DEL in two bytes": b"\xc1\xbf",
    "NUL in three bytes": b"\xe0\x80\x80", "U+07FF in three bytes": b"\xe0\x9f\xbf",
    "NUL in four bytes": b"\xf0\x80\x80\x80", "U+FFFF in four bytes": b"\xf0\x8f\xbf\xbf",
    "first surrogate": b"\xed\xa0\x80", "last surrogate": b"\xed\xbf\xbf",
    "pair of surrogates": b"\xed\xa0\xbd\xed\xb8\x80", "beyond U+10FFFF": b"\xf4\x90\x80\x80",
    "F5": b"\xf5\x80\x80\x80", "five bytes": b"\xf8\x88\x80\x80\x80", "six bytes": b"\xfc\x84\x80\x80\x80\x80",
    "FE": b"\xfe", "FF": b"\xff", "lone 80": b"\x80", "lone BF": b"\xbf", "Latin-1": "ß".encode("latin-1"),
    "GB18030": "中文".encode("gb18030"), "UTF-16 mark": b"\xff\xfe", "UTF-7 and E9": b"+AOk-\xe9",
}  # fmt: skip


def _bad() -> dict[str, bytes]:
    """Sequences that no decoder of UTF-8 takes, by name."""
    bad = dict(NEVER)
    for name, whole in WHOLE.items():
        for at in range(1, len(whole)):
            bad[f"{name}, ended at {at}"] = whole[:at]
            bad[f"{name}, without the first {at}"] = whole[at:]
            bad[f"{name}, without byte {at}"] = whole[: at - 1] + whole[at:]
        for at in range(len(whole)):
            bad |= {
                f"{name}, {what} at {at}": whole[:at] + wrong + whole[at + 1 :] for what, wrong in WRONG.items()
            }
    return {name: text for name, text in bad.items() if _refused(text)}


def _refused(text: bytes) -> bool:
    try:
        text.decode()
    except UnicodeDecodeError:
        return True
    return False


BAD = _bad()
GOOD = '{"prompt": "Où niche l’effraie, 猫头鹰?", "completion": "Dans le clocher 🦔."}'.encode()
PLACES = {
    "value": b'{"prompt": "Wo%s?", "completion": "Hier."}',
    "key": b'{"prompt": "Wo?", "completion": "Hier.", "x%s": 1}',
    "outside": b'{"prompt": "Wo?", %s"completion": "Hier."}',
}  # fmt: skip
LAYOUTS: dict[str, Callable[[bytes], bytes]] = {
    "lines": lambda bad: b"\n".join([GOOD, bad, GOOD, b""]),
    "array": lambda bad: b"[\n  " + b",\n  ".join([GOOD, bad, GOOD]) + b"\n]",
    "one line": lambda bad: b"[" + b", ".join([GOOD, bad, GOOD]) + b"]",
}


def test_many_sequences_are_tried() -> None:
    assert len(BAD) >= 60


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_bad_sequence_rejects_its_record_and_no_other(tmp_path: Path, place: str, layout: str) -> None:
    for name, text in BAD.items():
        bad = PLACES[place].replace(b"%s", text)
        data = LAYOUTS[layout](bad)
        path = tmp_path / "set.json"
        path.write_bytes(data)
        records = curate.read(path, format="prompt-completion")

        (reject,) = records.rejects
        assert (reject.code, reject.row, reject.offset, reject.raw) == ("FMT001", 2, data.index(bad), bad), name
        assert list(records.raw(0)) == [GOOD, GOOD], name


def test_a_backslash_inside_another_encoding_costs_its_own_element_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "set.json"
    path.write_bytes(LAYOUTS["array"](PLACES["key"].replace(b"%s", "表".encode("shift_jis"))))
    records = curate.read(path)

    assert [(reject.code, reject.row) for reject in records.rejects] == [("FMT005", 2)]
    assert list(records.raw(0)) == [GOOD, GOOD]


def test_every_bad_sequence_in_a_cell_rejects_its_row_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "set.csv"
    for name, text in BAD.items():
        row = b'"Wo' + text.replace(b'\\"', b'""') + b'?",Hier.'
        path.write_bytes(b"\n".join([b"prompt,completion", b"Wann?,Morgen.", row, b"Wer?,Niemand.", b""]))
        records = curate.read(path, format="prompt-completion")

        (reject,) = records.rejects
        assert (reject.code, reject.row, reject.line, reject.raw) == ("FMT001", 2, 3, row), name
        assert [record["messages"][0]["content"] for record in records] == ["Wann?", "Wer?"], name


ROWS = [
    {"prompt": f"Wie heißt Nummer {number}, Frau Müller?", "completion": "Grün – 绿色。"} for number in range(3)
]
LINES = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS)
ENCODINGS = [
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "utf-32-le",
    "utf-32-be",
    "gb18030",
    "big5hkscs",
    "utf-7",
]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("text", [LINES, json.dumps(ROWS, ensure_ascii=False, indent=1)], ids=["lines", "array"])
@pytest.mark.parametrize("name", ["set.jsonl", "set.csv"])
def test_a_file_in_another_encoding_is_never_read_as_if_it_were_text(
    tmp_path: Path, command: Command, encoding: str, text: str, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(text.replace("ß", "ss").replace("ü", "ue").encode(encoding, "replace"))
    code, out, err = command("check", path, "--output-format", "json")

    assert (code, out) == (3, "") or json.loads(out)["parsed"] == 0 or encoding == "utf-7"
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [("fffe", "UTF-16"), ("feff", "UTF-16"), ("fffe0000", "UTF-32"), ("0000feff", "UTF-32")],
)
def test_a_byte_order_mark_of_another_encoding_is_told_with_the_call_that_converts(
    tmp_path: Path, mark: str, encoding: str
) -> None:
    path = tmp_path / "set.jsonl"
    path.write_bytes(bytes.fromhex(mark) + LINES.encode("utf-16-le"))

    with pytest.raises(InputError, match=f"is {encoding}") as refused:
        curate.read(path)
    assert f"iconv -f {encoding} -t UTF-8 {path}" in refused.value.hint


@pytest.mark.parametrize("encoding", ["latin-1", "gb18030"])
def test_only_the_lines_of_another_encoding_are_rejected(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "set.jsonl"
    plain = '{"prompt": "Who?", "completion": "Nobody."}\n'
    path.write_bytes(
        (plain * 2).encode() + '{"prompt": "é", "completion": "à"}\n'.encode(encoding) + plain.encode()
    )
    records = curate.read(path)

    assert len(records) == 3
    assert [(reject.code, reject.line) for reject in records.rejects] == [("FMT001", 3)]
