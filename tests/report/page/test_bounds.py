"""Effects with their intervals, as a picture."""

from xml.etree import ElementTree

from curate.report.page.bounds import Effect, effects_drawing, spans

KEPT, INK, PAPER, FAINT = "var(--kept)", "var(--ink)", "var(--paper)", "var(--faint)"
HELPS = Effect("the whole pipeline", -0.024, -0.036, -0.012, "-0.024, better", colour=KEPT, short="-0.024")
DOUBT = Effect("a step", 0.01, -0.002, 0.022, "+0.010, too small to tell", hollow=True)


def paths(picture: str, **said: str) -> list[ElementTree.Element]:
    """The shapes of which this is said."""
    wanted = {name.replace("_", "-"): value for name, value in said.items()}
    return [each for each in ElementTree.fromstring(picture).iter("path") if wanted.items() <= each.attrib.items()]


def lines(picture: str, stroke: str) -> list[ElementTree.Element]:
    return [each for each in ElementTree.fromstring(picture).iter("line") if each.attrib.get("stroke") == stroke]


def texts(picture: str) -> list[str | None]:
    return [each.text for each in ElementTree.fromstring(picture).iter("text")]


def test_an_effect_is_a_square_on_its_interval() -> None:
    for picture in effects_drawing([HELPS], 0.008, "all"):
        assert len(paths(picture, fill=KEPT, stroke=KEPT)) == 1
        assert len(lines(picture, KEPT)) == 1


def test_what_is_too_small_to_tell_is_hollow() -> None:
    for picture in effects_drawing([HELPS, DOUBT], 0.008, "all"):
        assert len(paths(picture, fill=PAPER, stroke=INK)) == 1
        assert not paths(picture, fill=INK)


def test_a_band_shows_where_nothing_matters() -> None:
    with_band, without = (effects_drawing([HELPS, DOUBT], margin, "all") for margin in (0.008, None))
    bands = [len(paths(each, fill=FAINT, fill_opacity="0.18")) for each in (*with_band, *without)]
    assert bands == [1, 2, 0, 0]


def test_nothing_stands_behind_words_on_a_narrow_page() -> None:
    (above,), (first, second) = spans(1, wide=True), spans(2, wide=False)
    assert above[0] == 0
    assert first[0] > 11 + 6
    assert second[0] > 40 + 11 + 6
    assert first[1] < 40 + 5


def test_an_arrow_stands_where_an_interval_is_cut_off_and_no_square_where_an_estimate_is() -> None:
    far = Effect("planted", 0.9, 0.8, 1.0, "+0.900, seen", colour=FAINT, far=True)
    half = Effect("a type", 0.03, -0.9, 0.04, "+0.030", far=True, inside=True)
    for picture in effects_drawing([HELPS, far, half], None, "all"):
        assert len(paths(picture, fill=FAINT, stroke=FAINT)) == 1
        assert len(paths(picture, fill=INK, stroke=INK)) == 2
        assert "nan" not in picture


def test_names_and_numbers_are_told_in_full_and_in_short_where_there_is_less_room() -> None:
    drawing = effects_drawing([HELPS], None, "all of it")
    assert {"the whole pipeline", "-0.024, better"} <= set(texts(drawing.wide))
    assert {"the whole pipeline", "-0.024"} <= set(texts(drawing.narrow))
    assert 'aria-label="all of it"' in drawing.narrow


def test_a_name_of_somebody_else_is_cut_and_is_no_shape() -> None:
    evil = HELPS._replace(name="<script>alert(1)</script> " + "and so on " * 20)
    for picture in effects_drawing([evil], None, "all"):
        assert "<script" not in picture
        assert max(len(each or "") for each in texts(picture)) <= 46
