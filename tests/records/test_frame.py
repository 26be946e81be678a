import json
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event, Timer
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import curate
from curate.files import lines
from curate.files.shelf import Frames, InMemory
from curate.files.sources import sources_of
from curate.records import columns as c
from curate.records import frame
from curate.records.known import Reading
from curate.records.read import read_sources
from curate.records.records import Records

Row = dict[str, Any]
TEXTS = st.sampled_from(["How long do I boil an egg?", "How long do I boil a potato?", "Combien de temps ?"])
ROWS = st.lists(
    st.fixed_dictionaries({"prompt": TEXTS, "completion": st.just("Ten minutes."), "id": st.integers(1, 3)}),
    min_size=1,
    max_size=8,
)


def rows_read(folder: Path, rows: Sequence[Row]) -> Records:
    path = folder / "set.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return curate.read(path)


def raw_by_key(records: Records) -> dict[str, bytes]:
    ordered = records.frame.sort(c.OFFSET)
    return dict(zip(ordered[c.KEY], records.raw(0), strict=True))


@given(rows=ROWS, data=st.data())
def test_a_record_keeps_its_key_wherever_it_stands(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Row], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(rows))
    folder = tmp_path_factory.mktemp("shuffled")
    keys = raw_by_key(rows_read(folder, rows))

    assert keys == raw_by_key(rows_read(folder, shuffled))
    assert len(keys) == len(rows)


@given(rows=ROWS)
def test_the_rank_is_the_place_in_the_order_of_plain_keys_and_repeats(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Row]
) -> None:
    read = rows_read(tmp_path_factory.mktemp("ranked"), rows).frame
    keys = read.sort(c.RANK)[c.KEY].to_list()
    parts = [(key[:16], int(key[17:] or 1)) for key in keys]

    assert parts == sorted(parts)
    assert sorted(read[c.RANK]) == list(range(len(rows)))
    counts = {plain: [number for key, number in parts if key == plain] for plain, _ in parts}
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in counts.values())


def test_repeats_are_numbered_by_all_that_the_record_holds_and_not_by_their_order(
    records_of: Callable[[Sequence[Row]], Records],
) -> None:
    same = [{"prompt": "Is it far?", "completion": "No.", "id": number} for number in range(12)]
    forth, back = records_of(same).frame, records_of(same[::-1]).frame

    assert dict(forth.select(c.ID, c.KEY).iter_rows()) == dict(back.select(c.ID, c.KEY).iter_rows())
    assert {key[16:] for key in forth[c.KEY]} == {"", *(f"-{number}" for number in range(2, 13))}


def test_the_very_same_line_twice_is_told_apart_by_position(write_lines: Callable[..., Path]) -> None:
    row = {"prompt": "Is it far?", "completion": "No."}
    records = curate.read(write_lines([row], "b.jsonl"), write_lines([row, row], "a.jsonl"))

    assert [key[16:] for key in records.frame[c.KEY]] == ["", "-2", "-3"]


@pytest.mark.parametrize("chunk", [1, 100, 250])
def test_a_set_is_the_same_frame_however_many_records_are_cut_at_once(
    write_lines: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    rows = [{"prompt": f"What is {n} plus one?", "completion": str(n % 3 + 1), "id": n} for n in range(6)]
    path = write_lines([*rows, *rows[:2]])
    whole = curate.read(path).frame
    monkeypatch.setattr(lines, "CHUNK", chunk)

    assert curate.read(path).frame.equals(whole)


def test_a_set_without_a_readable_record_has_all_columns_and_no_row(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("buy milk\n")

    assert dict(curate.read(tmp_path / "notes.txt", format="messages").frame.schema) == c.SCHEMA


@pytest.mark.parametrize(
    ("own", "shown"),
    [
        ("W-17", "W-17"),
        (17, "17"),
        (2**70, str(2**70)),
        ("", ""),
        (None, None),
        (True, None),
        (1.5, None),
        ([1], None),
    ],
)
def test_the_users_own_id_is_text_or_a_whole_number(
    records_of: Callable[[Sequence[Row]], Records], own: object, shown: str | None
) -> None:
    records = records_of([{"prompt": "Is it far?", "completion": "No.", "id": own}])

    assert records.frame[c.ID].to_list() == [shown]


@pytest.mark.parametrize(
    ("labels", "kind"),
    [
        ({"type": "rewriting"}, "rewriting"),
        ({"prompt_type": "open_qa"}, "open_qa"),
        ({"category": "closed_qa"}, "closed_qa"),
        ({"task": "summary"}, "summary"),
        ({"task": "summary", "type": "rewriting"}, "rewriting"),
        ({"type": 3, "category": "closed_qa"}, "closed_qa"),
        ({"type": None}, None),
        ({}, None),
    ],
)
def test_the_users_own_label_says_what_kind_of_prompt_it_is(
    records_of: Callable[[Sequence[Row]], Records], labels: Row, kind: str | None
) -> None:
    records = records_of([{"prompt": "Is it far?", "completion": "No.", **labels}])

    assert records.frame[c.TYPE].to_list() == [kind]


def test_every_record_has_its_own_messages_in_their_order(records_of: Callable[[Sequence[Row]], Records]) -> None:
    talks = [
        [{"role": role, "content": f"{talk}.{turn}"} for turn, role in enumerate(["user", "assistant"] * talk)]
        for talk in (3, 1, 2)
    ]

    assert [each["messages"] for each in records_of([{"messages": talk} for talk in talks])] == talks


def test_a_record_knows_its_place_in_its_file(tmp_path: Path) -> None:
    first, second = (
        b'{"prompt": "Gr\xc3\xbc\xc3\x9fe?", "completion": "Ja."}',
        b'{"prompt": "a", "completion": "b"}',
    )
    (tmp_path / "a.jsonl").write_bytes(b"\xef\xbb\xbf\n" + first + b"\r\n\n" + second)
    read = curate.read(tmp_path / "a.jsonl").frame

    places = read.select(c.SOURCE, c.ROW, c.LINE, c.OFFSET, c.LENGTH).rows()
    assert places == [(0, 1, 2, 4, len(first)), (0, 2, 4, 4 + len(first) + 3, len(second))]


ASKED = {"role": "user", "content": "Is it far to the pier?"}
NEAR, FAR = {"role": "assistant", "content": "Ten minutes."}, {"role": "assistant", "content": "An hour."}


def test_a_preference_holds_both_responses_and_other_records_one(
    records_of: Callable[[Sequence[Row]], Records],
) -> None:
    rows = [{"messages": [ASKED], "chosen": [NEAR], "rejected": [FAR]}, {"messages": [ASKED, NEAR]}]
    frame = records_of(rows).frame
    texts = [
        [[turn["content"] for turn in turns] if turns else None for turns in each]
        for each in frame.select(c.MESSAGES, c.REJECTED).rows()
    ]

    assert texts == [
        [["Is it far to the pier?", "Ten minutes."], ["An hour."]],
        [["Is it far to the pier?", "Ten minutes."], None],
    ]
    assert frame[c.CHOSEN].to_list() == [1, None]


def test_a_label_is_true_false_or_unknown(records_of: Callable[[Sequence[Row]], Records]) -> None:
    rows = [{"messages": [ASKED, NEAR], **more} for more in ({"label": True}, {"label": False}, {})]

    assert records_of(rows).frame[c.LABEL].to_list() == [True, False, None]


def test_what_only_some_messages_hold_is_null_in_the_others(
    records_of: Callable[[Sequence[Row]], Records],
) -> None:
    call = {"function": {"name": "tide", "arguments": "{}"}}
    turns = [
        {**ASKED, "name": "Ines"},
        {"role": "assistant", "tool_calls": [call]},
        {"role": "tool", "content": "low", "tool_call_id": "call_1"},
        {**NEAR, "reasoning_content": "The tide is low."},
    ]
    (messages,) = records_of([{"messages": turns}]).frame[c.MESSAGES].to_list()

    assert [each[c.NAME] for each in messages] == ["Ines", None, None, None]
    assert [each[c.TOOL_CALL_ID] for each in messages] == [None, None, "call_1", None]
    assert [json.loads(each[c.TOOL_CALLS] or "null") for each in messages] == [None, [call], None, None]
    assert [each[c.BEYOND] for each in messages] == [None, '[["tide","{}"]]', None, '["The tide is low."]']


def test_a_record_of_a_table_has_a_row_and_neither_line_offset_nor_length() -> None:
    table = pl.DataFrame({"prompt": ["Is it far?", "Is it near?"], "completion": ["No.", "Yes."]})

    assert curate.read(table).frame.select(c.ROW, c.LINE, c.OFFSET, c.LENGTH).rows() == [
        (1, None, None, None),
        (2, None, None, None),
    ]


def test_equal_rows_of_a_table_are_told_apart_by_all_that_they_hold() -> None:
    table = pl.DataFrame({"prompt": ["Is it far?"] * 3, "completion": ["No."] * 3, "id": ["b", "a", "c"]})
    forth, back = curate.read(table).frame, curate.read(table.reverse()).frame

    assert dict(forth.select(c.ID, c.KEY).iter_rows()) == dict(back.select(c.ID, c.KEY).iter_rows())


def test_who_stops_reading_waits_for_the_part_that_is_laid_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, read_on = Event(), Event()

    class Slow(InMemory):
        def put(self, name: str, frames: Frames) -> None:
            begun.set()
            assert read_on.wait(10)
            super().put(name, frames)

    monkeypatch.setattr(frame, "SIZE", 2)
    rows = [json.dumps({"prompt": f"Which pier is number {n}?", "completion": "The long one."}) for n in range(3)]
    (tmp_path / "set.jsonl").write_text("\n".join(rows))
    shelf = Slow()

    def tell(*_: object) -> None:
        assert begun.wait(10)  # while a part is laid down, it is read on
        Timer(0.1, read_on.set).start()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_sources(sources_of([tmp_path / "set.jsonl"]), Reading(), tell, shelf=shelf)
    assert list(shelf.frames) == ["records-00000"]
