"""What would have kept a record: each setting that a story names is tried, in a run of its own."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.report.runs import Run

pytestmark = pytest.mark.slow

Row = dict[str, Any]
TIDE = (
    "The tide turns at ten past eight tonight, so the boats that draw most leave the basin an hour before that, "
    "while the water still stands over the sill and the wind has not yet gone round to the north."
)
ASKED = "When should we sail from the inner basin tonight?"
BREAD = "Mix flour, water, salt and yeast, let the dough rise for a night in the cold, then bake it hot and dark."
FRENCH = (
    "Il faut partir du bassin une heure avant la marée haute, parce que le seuil est encore couvert et que le "
    "vent n'a pas encore tourné au nord, ce qui arrive souvent le soir en cette saison."
)


def said(name: str, prompt: str, response: str, **more: object) -> Row:
    return {"id": name, "prompt": prompt, "completion": response, **more}


class Dropped(NamedTuple):
    """A record that a pipeline drops, and what a story has to say of it."""

    pipeline: str
    rows: list[Row]
    name: str
    code: str
    says: tuple[str, ...]
    """What some of the ways begin with."""
    decisions: tuple[str, ...] = ()


def drop(*names: str) -> str:
    return f"[[steps]]\nuse = 'drop'\non = {list(names)}\n"


def keep_one(of: str, prefer: str = "longest-response") -> str:
    return f"[[steps]]\nuse = 'keep-one'\nof = '{of}'\nprefer = '{prefer}'\n"


SHORT = said("short", "Describe the lighthouse on the northern pier.", "ok.")
COPIES = [said("one", ASKED, TIDE), said("two", ASKED, TIDE), said("other", "How is bread baked?", BREAD)]
ALIKE = [
    said("short-tide", ASKED, TIDE),
    said("long-tide", ASKED, f"{TIDE} Wrap up warm."),
    said("other", "How is bread baked?", BREAD),
]
CASES = [
    Dropped(drop("LEN"), [SHORT, COPIES[0]], "short", "LEN001", ("short-response = { min_words = 1 }",)),
    Dropped(
        f"checks.long-response.max_words = 30\n{drop('LEN002')}",
        [COPIES[0], SHORT],
        "one",
        "LEN002",
        ("long-response = { max_words = 40 }",),
    ),
    Dropped(
        f"checks.long-prompt.max_words = 5\n{drop('STR', 'LEN003')}",
        [COPIES[0]],
        "one",
        "LEN003",
        ("long-prompt = { max_words = 9 }", 'on = ["STR"]'),
    ),
    Dropped(
        f"checks.low-score = {{ field = 'meta.judge', at_least = 3 }}\n{drop('SCO001', 'LEN001')}",
        [
            said("low", ASKED, TIDE, meta={"judge": 2.5}),
            said("fine", "How is bread baked?", BREAD, meta={"judge": 4}),
        ],
        "low",
        "SCO001",
        ("low-score = { at_least = 2.5 }", 'on = ["LEN001"]'),
    ),
    Dropped(
        f"checks.unexpected-language.expect = ['en']\n{drop('LNG001', 'STR')}",
        [said("fr", "Quand partir du bassin ce soir?", FRENCH), COPIES[0]],
        "fr",
        "LNG001",
        ('unexpected-language = { expect = ["en", "fr"] }',),
    ),
    Dropped(
        drop("REF001", "LEN001"),
        [said("ai", ASKED, "As an AI language model, I can not sail, but the tide turns at eight.")],
        "ai",
        "REF001",
        ('on = ["LEN001"]',),
    ),
    Dropped(
        drop("ECH", "LEN001"),
        [
            said(
                "echo", "Why does bread rise in the oven?", "Why does bread rise in the oven? The yeast makes gas."
            )
        ],
        "echo",
        "ECH001",
        ("echoed-prompt = { min_words = 8 }", 'on = ["ECH002", "LEN001"]'),
    ),
    Dropped(keep_one("DUP002"), ALIKE, "short-tide", "DUP002", ("near-duplicate = { similarity = 0.9",)),
    Dropped(keep_one("DUP001") + keep_one("DUP002"), COPIES, "?", "DUP001", ("curate_ignore",)),
    Dropped(drop("DUP002"), ALIKE, "?", "DUP002", ("near-duplicate = { similarity = 0.9",)),
    Dropped("[[steps]]\nuse = 'drop'\nids = ['one', 'two']\n", COPIES, "two", "DRP001", ('ids = ["one"]',)),
    Dropped(
        "[[steps]]\nuse = 'drop'\nwriters = ['w3']\nwriter_field = 'by'\n",
        [said("hers", ASKED, TIDE, by="w3"), said("his", "How is bread baked?", BREAD, by="w4")],
        "hers",
        "DRP001",
        ("",),
    ),
    Dropped(
        "[[steps]]\nuse = 'cap'\nper = 'meta.desk'\nmost = 2\n",
        [
            said(f"r{n}", f"{ASKED} Pier {n}.", TIDE, meta={"desk": "harbour" if n < 6 else "mill"})
            for n in range(9)
        ],
        "?",
        "CAP001",
        ("most = ",),
    ),
    Dropped(
        "[[steps]]\nuse = 'sample'\nrecords = 2\n",
        [said(f"r{n}", f"{ASKED} Pier {n}.", TIDE) for n in range(6)],
        "?",
        "SMP001",
        ("records = 6",),
    ),
    Dropped(drop("LEN001"), COPIES, "one", "DEC001", ("KEY,,drop,ann,withdrawn",), ("KEY,,drop,ann,withdrawn",)),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}-{case.name}")
def test_a_record_is_kept_with_each_setting_that_its_story_names(case: Dropped, tmp_path: Path) -> None:
    run = Run(tmp_path, case.rows, case.pipeline)
    run.decisions = [line.replace("KEY", run.story(case.name).record["key"]) for line in case.decisions]
    telling = run.telling()
    name = case.name
    if name == "?":
        name = telling.stories(case.code, 1)[0][0].record["id"]
    story = telling.story(name)
    assert story.dropped is not None
    assert story.dropped["code"] == case.code
    settings = [way.setting for way in story.ways]
    for begins in case.says:
        wanted = begins.replace("KEY", story.record["key"])
        assert any(setting.startswith(wanted) for setting in settings), settings
    assert settings
    for way in story.ways:
        assert run.with_way(way, name, story.dropped["step"]).story(name).fate == "kept", way


def test_all_that_a_step_found_is_set_aside_together(tmp_path: Path) -> None:
    rows = [said("both", "Describe the northern pier.", "ok.", score=1), COPIES[0]]
    run = Run(
        tmp_path, rows, f"checks.low-score = {{ field = 'score', at_least = 2 }}\n{drop('SCO001', 'LEN', 'STR')}"
    )
    story = run.story("both")
    settings = [way.setting for way in story.ways]
    assert settings[0] == "low-score = { at_least = 1.0 }\nshort-response = { min_words = 1 }"
    assert settings[1] == 'on = ["LEN002", "LEN003", "LEN004", "STR"]'
    assert settings[2] == 'curate_ignore = ["SCO001", "LEN001"]'
    for way in story.ways:
        assert run.with_way(way, "both", 1).story("both").fate == "kept", way


def test_what_a_later_step_would_act_on_is_told(tmp_path: Path) -> None:
    rows = [said("both", "Describe the northern pier.", "ok.", score=1), COPIES[0]]
    pipeline = f"checks.low-score = {{ field = 'score', at_least = 2 }}\n{drop('SCO001')}{drop('LEN001', 'STR')}"
    run = Run(tmp_path, rows, pipeline)
    story = run.story("both")
    setting, *_, record, decisions = story.ways
    assert setting.setting == "low-score = { at_least = 1.0 }"
    assert setting.note == "step 2 may then drop it for LEN001"
    assert record.setting == 'curate_ignore = ["SCO001", "LEN001"]'
    assert len(decisions.setting.splitlines()) == 2
    for way in (record, decisions):
        assert run.with_way(way, "both", 1).story("both").fate == "kept", way


def test_a_limit_lies_above_every_record_that_would_come_back_with_it(tmp_path: Path) -> None:
    # `c` is as like `b` as `b` is like `a`; with a limit between them `b` would stay, and `c` go because of it.
    words = [f"word{number}" for number in range(60)]
    texts = {"a": words, "b": [*words[:57], "b", "b", "b"], "c": [*words[:55], "c", "c", "b", "b", "b"]}
    rows = [said(name, ASKED, " ".join(text)) for name, text in texts.items()]
    run = Run(tmp_path, rows, keep_one("DUP002", "first"))
    for name in ("b", "c"):
        story = run.story(name)
        assert story.dropped is not None
        assert story.ways[0].setting.startswith("near-duplicate")
        for way in story.ways:
            assert run.with_way(way, name, 1).story(name).fate == "kept", way


def test_codes_that_a_record_sets_aside_already_stay(tmp_path: Path) -> None:
    run = Run(tmp_path, [{**SHORT, "curate_ignore": ["REF002"]}], drop("LEN001"))
    assert 'curate_ignore = ["REF002", "LEN001"]' in [way.setting for way in run.story("short").ways]


def test_a_setting_that_some_records_have_for_themselves_is_pointed_to(tmp_path: Path) -> None:
    override = "[[overrides]]\nwhere = \"desk = 'harbour'\"\nchecks.short-response = { min_words = 5 }\n"
    pipeline = drop("LEN001") + override
    rows = [{**SHORT, "completion": "a tall white one", "desk": "harbour"}]
    way = Run(tmp_path, rows, pipeline).story("short").ways[0]
    assert (way.setting, way.note) == (
        "short-response = { min_words = 4 }",
        "or in the override that holds for it",
    )


def test_an_option_that_comes_before_a_setting_is_named_beside_it(tmp_path: Path) -> None:
    pipeline = f"checks.unexpected-language.expect = ['en']\n{drop('LNG001', 'STR')}"
    way = Run(tmp_path, [said("fr", "Quand partir du bassin ce soir?", FRENCH)], pipeline).story("fr").ways[0]
    assert (way.setting, way.note) == (
        'unexpected-language = { expect = ["en", "fr"] }',
        "or --expect en,fr, which comes before it",
    )


def test_a_step_that_minds_scores_minds_only_those(tmp_path: Path) -> None:
    pipeline = f"checks.short-response.min_words = 5\n{drop('LEN001', 'REF001')}max_score = 1\n"
    run = Run(tmp_path, [SHORT], pipeline)
    story = run.story("short")
    for way in story.ways:
        assert run.with_way(way, "short", 1).story("short").fate == "kept", way


def test_a_kept_record_needs_nothing_to_be_kept(tmp_path: Path, chat: Callable[..., Row]) -> None:
    assert Run(tmp_path, [chat("How is bread baked?", BREAD, id="b")], drop("LEN001")).story("b").ways == []
