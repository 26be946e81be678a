from curate.files.slices import Cut, Slice, too_long

LINES = Cut(
    7,
    lines=[9, 11],
    offsets=[120, 160],
    raws=[b'{"prompt": "Is it far?"}', b'{"prompt": "How'],
    troubles={1: "it is not closed"},
)


def test_a_slice_of_a_cut_knows_its_row_its_line_its_offset_and_its_trouble() -> None:
    assert list(LINES) == [
        Slice(7, 9, 120, b'{"prompt": "Is it far?"}'),
        Slice(8, 11, 160, b'{"prompt": "How', "it is not closed"),
    ]


def test_what_stands_before_a_slice_on_its_line_is_told_where_anything_ever_does() -> None:
    cut = Cut(1, lines=[1, 1], offsets=[1, 8], raws=[b"{}", b"{}"], margins=[1, 8])

    assert [piece.margin for piece in cut] == [1, 8]
    assert [piece.margin for piece in LINES] == [0, 0]


def test_a_row_of_a_table_has_neither_line_nor_offset() -> None:
    cut = Cut(1, [], [], [b"", b""], values=[{"prompt": "Is it far?"}, {"prompt": "How far?"}])

    assert list(cut) == [Slice(1, 0, 0, b""), Slice(2, 0, 0, b"")]


def test_the_sentence_about_a_long_record_names_the_limit() -> None:
    assert too_long(134_217_728) == "it is longer than 134,217,728 bytes; only its start is kept here"
