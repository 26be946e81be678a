import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import curate
from curate.checks.base import Comparison
from curate.files.cache import cache_folder
from curate.files.shelf import OnDisk
from curate.overrides import Override
from curate.where import Where
from tests.at_work import CUT, SELECT, SET, House, Row, chat, contents, lay, pipeline

NAME = "house_of_recall"


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.syspath_prepend(tmp_path)
    return House(tmp_path, NAME)


def check_of(house: House, **settings: Any) -> Any:  # noqa: ANN401
    import importlib
    import sys

    sys.modules.pop(house.file.stem, None)
    importlib.invalidate_caches()
    return importlib.import_module(house.file.stem).TooPlain(**settings)


def check(path: Path, house: House, *, cache: bool = True, **settings: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    checked = curate.check(path, [check_of(house, **settings)], select=["LEN", "DUP", "ACME"], cache=cache)
    return list(checked.findings.frame.iter_rows(named=True))


def test_what_is_known_is_not_looked_at_again(house: House, tmp_path: Path) -> None:
    path = lay(tmp_path / "basil.jsonl")
    first = check(path, house)
    assert len(house.looked_at()) == 2 * len(SET)
    again = check(path, house)
    assert house.looked_at() == []
    assert again == first == check(path, house, cache=False)


def test_without_the_cache_nothing_is_kept_and_nothing_is_used(house: House, tmp_path: Path) -> None:
    path = lay(tmp_path / "basil.jsonl")
    for _ in range(2):
        check(path, house, cache=False)
        assert len(house.looked_at()) == 2 * len(SET)
    assert not (cache_folder() or Path()).exists()


def test_a_changed_record_alone_is_looked_at_again(house: House, tmp_path: Path) -> None:
    check(lay(tmp_path / "basil.jsonl"), house)
    house.looked_at()
    rows = [*SET[:6], chat("Should I buy another one?", CUT, id="g"), *SET[7:]]
    found = check(lay(tmp_path / "basil.jsonl", rows), house)
    assert house.looked_at() == [repr("Should I buy another one?"), repr(CUT)]
    assert found == check(tmp_path / "basil.jsonl", house, cache=False)


def test_the_same_words_in_other_bytes_are_looked_at_again(house: House, tmp_path: Path) -> None:
    check(lay(tmp_path / "basil.jsonl", SET[:3]), house)
    house.looked_at()
    (tmp_path / "basil.jsonl").write_text("".join(json.dumps(row, indent=None) + "  \n" for row in SET[:3]))
    (tmp_path / "spaced.jsonl").write_text(
        "".join(json.dumps(row, separators=(" ,", ": ")) + "\n" for row in SET[:3])
    )
    check(tmp_path / "spaced.jsonl", house)
    assert len(house.looked_at()) == 6


@pytest.mark.parametrize("other", ["a setting", "the code", "the version"])
def test_where_something_else_is_asked_all_is_looked_at_anew(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, other: str
) -> None:
    path = lay(tmp_path / "basil.jsonl")
    check(path, house)
    house.looked_at()
    if other == "the code":
        house.file.write_text(house.file.read_text().replace("<", "<="))
    if other == "the version":
        monkeypatch.setattr("curate.engine.looking.own_code", lambda: "another one")
    settings: dict[str, Any] = {"least": 50} if other == "a setting" else {}
    told = check(path, house, **settings)
    assert len(house.looked_at()) == 2 * len(SET)
    assert told == check(path, house, cache=False, **settings)


def test_another_selection_and_its_own_findings_are_asked_anew(house: House, tmp_path: Path) -> None:
    path = lay(tmp_path / "basil.jsonl")
    check(path, house)
    house.looked_at()
    checked = curate.check(path, [check_of(house)], select=["ACME", "TXT001"], cache=True)
    assert len(house.looked_at()) == 2 * len(SET)
    assert set(checked.findings.frame["code"]) == {"ACME001", "TXT001"}


def test_a_check_that_no_file_holds_is_never_remembered(tmp_path: Path) -> None:
    """It may be another one the next time, under the same name."""
    made: dict[str, Any] = {}
    path = lay(tmp_path / "basil.jsonl")
    counts = []
    for limit in (3, 10_000):
        code = f"""
class Long(RowCheck, code="ACME004"):
    '''A text is long.'''
    def flag(self): return text().str.len_chars() < {limit}
"""
        names = {"__name__": "typed_by_hand", "RowCheck": curate.RowCheck, "text": lambda: pl.col("content")}
        exec(code, names, made)
        counts.append(len(curate.check(path, [made["Long"]()], select=["ACME004"], cache=True)["ACME004"].frame))
    assert counts == [0, len(SET)]


def test_fields_that_are_read_beside_are_asked_about_too(tmp_path: Path) -> None:
    """What an override is about stands in the record, but also the name of its file does."""
    rule = Override(where=Where("file like '%spring%'"), settings={})
    short = curate.checks.length.ShortResponse
    rule = rule.model_copy(update={"settings": {short: {"min_words": 40}}})
    counts = []
    for name in ("spring.jsonl", "autumn.jsonl", "spring.jsonl"):
        done = pipeline(select=("LEN001",), steps=()).model_copy(update={"overrides": (rule,)})
        found = curate.run(done, lay(tmp_path / name), cache=True).findings.frame
        plain = curate.run(done, lay(tmp_path / name)).findings.frame
        assert found.equals(plain)
        counts.append(found.height)
    assert counts[0] == counts[2] > counts[1] > 0


def test_the_same_bytes_in_files_of_unlike_formats_keep_places_of_their_own(tmp_path: Path) -> None:
    both = {"instruction": "Is it basil?", "output": "ok.", "prompt": "Is it basil?", "completion": "ok."}
    one = lay(
        tmp_path / "one.jsonl", [*({"instruction": "Is it thyme?", "output": "No.", "input": ""},) * 3, both]
    )
    other = lay(tmp_path / "two.jsonl", [*({"prompt": "Is it thyme?", "completion": "No."},) * 3, both])
    plain = curate.check([one, other], select=["LEN001"]).findings.frame
    assert {each["path"] for places in plain["places"] for each in places} == {"output", "completion"}
    for files in ([one, other], [one, other], [other, one]):
        found = curate.check(files, select=["LEN001"], cache=True).findings.frame
        assert found.equals(curate.check(files, select=["LEN001"]).findings.frame)


def test_what_was_compared_before_is_not_compared_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, compared = lay(tmp_path / "basil.jsonl"), list[int]()
    near = curate.checks.duplicates.NearDuplicate
    real = near.compare

    def compare(self: curate.checks.duplicates.NearDuplicate, keys: pl.DataFrame) -> Comparison:
        compared.append(keys.height)
        return real(self, keys)

    monkeypatch.setattr(near, "compare", compare)
    first = curate.check(path, select=["DUP"], cache=True).findings.frame
    assert len(compared) == 1
    assert curate.check(path, select=["DUP"], cache=True).findings.frame.equals(first)
    assert len(compared) == 1
    curate.check(lay(path, SET[:-1]), select=["DUP"], cache=True)
    assert len(compared) == 2
    assert compared[1] < compared[0]


ROWS = st.lists(st.sampled_from(range(len(SET) + 4)), min_size=1, max_size=14)
MORE: tuple[Row, ...] = (
    *SET,
    chat("Whom can I ask?", "Ask t.oyelaran@lakeside-clinic.co.uk.", curate_ignore="PII001"),
    {"prompt": "Is it basil?", "completion": "ok.", "curate_ignore": ["LEN"]},
    {"prompt": "Is it basil?", "completion": "ok."},
    {"messages": "none"},
)


SETS = st.lists(ROWS, min_size=2, max_size=3)
"""Sets that share records, one after the other: some are known, some are not, some stand several times."""


@given(sets=SETS, seed=st.integers(0, 9))
@settings(max_examples=6, deadline=None)
def test_whatever_is_known_already_is_found_alike(
    tmp_path_factory: pytest.TempPathFactory, sets: list[list[int]], seed: int
) -> None:
    folder = tmp_path_factory.mktemp("mixed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        patch.setattr("curate.engine.comparing._FEW", 0)
        patch.setattr("curate.engine.recall._FEW", len(MORE))
        for chosen in [*sets, random.Random(seed).sample(sets[0], len(sets[0]))]:
            path = lay(folder / "basil.jsonl", [MORE[at] for at in chosen])
            plain, cached = (
                curate.check(path, select=SELECT, format="messages", cache=cache).findings.frame
                for cache in (False, True)
            )
            assert cached.equals(plain)


@given(sets=SETS)
@settings(max_examples=10, deadline=None)
@pytest.mark.slow
def test_whatever_is_known_already_changes_no_byte_of_a_run(
    tmp_path_factory: pytest.TempPathFactory, sets: list[list[int]]
) -> None:
    folder = tmp_path_factory.mktemp("mixed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        patch.setattr("curate.engine.comparing._FEW", 0)
        patch.setattr("curate.engine.recall._FEW", len(MORE))
        for number, chosen in enumerate(sets):
            path = lay(folder / "basil.jsonl", [MORE[at] for at in chosen])
            plain, cached = folder / f"plain-{number}", folder / f"cached-{number}"
            curate.run(pipeline(), path, out=plain, format="messages")
            curate.run(pipeline(), path, out=cached, format="messages", cache=True)
            assert contents(cached) == contents(plain)


def test_what_people_set_aside_is_not_remembered_as_such(tmp_path: Path) -> None:
    path = lay(tmp_path / "basil.jsonl")
    key = curate.read(path).index.filter(pl.col("id") == "g")["key"].item()
    decisions = tmp_path / "decisions.csv"
    for said in ("", f"{key},LEN001,keep,Ines\n", f"{key},,keep,Ines\n", f"{key},LEN001,drop,Ines\n", ""):
        decisions.write_text(f"key,code,decision,by\n{said}")
        runs = [curate.run(pipeline(), path, decisions=decisions, cache=cached) for cached in (True, False)]
        cached, plain = (each.findings.frame for each in runs)
        assert cached.equals(plain)
        assert runs[0].dropped.equals(runs[1].dropped)


def damaged(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-40])


def flipped(file: Path) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole[:300] + bytes([whole[300] ^ 1]) + whole[301:])


def emptied(file: Path) -> None:
    file.write_bytes(b"")


TROUBLES: dict[str, Callable[[Path], None]] = {
    "cut": damaged,
    "flipped": flipped,
    "emptied": emptied,
    "removed": Path.unlink,
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_what_became_of_the_files_of_the_cache_changes_nothing(house: House, tmp_path: Path, trouble: str) -> None:
    path = lay(tmp_path / "basil.jsonl")
    first = check(path, house)
    house.looked_at()
    for file in (cache_folder() or Path()).glob("*/*"):
        TROUBLES[trouble](file)
    assert check(path, house) == first
    assert len(house.looked_at()) == 2 * len(SET)
    assert check(path, house) == first
    assert house.looked_at() == []


@pytest.mark.parametrize("after", [1, 2, 3])
def test_a_file_that_goes_between_two_looks_at_it_changes_nothing(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    path = lay(tmp_path / "basil.jsonl")
    first = check(path, house)
    real, got = OnDisk.get, list[str]()

    def late(shelf: OnDisk, name: str, frame: str) -> pl.DataFrame:
        got.append(name)
        if len(got) == after:
            for file in (cache_folder() or Path()).glob("*/look-*"):
                file.unlink()
        return real(shelf, name, frame)

    monkeypatch.setattr(OnDisk, "get", late)
    assert check(path, house) == first


def nowhere(folder: Path) -> str:
    (folder / "file").write_text("a shopping list")
    return str(folder / "file")


def test_a_cache_that_can_not_be_written_is_none(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = lay(tmp_path / "basil.jsonl")
    monkeypatch.setenv("XDG_CACHE_HOME", nowhere(tmp_path))
    assert check(path, house) == check(path, house, cache=False)


def test_a_full_disk_is_no_failure_of_the_cache(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = lay(tmp_path / "basil.jsonl")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("curate.files.cache.make_room", full)
    assert check(path, house) == check(path, house, cache=False)


def test_a_cache_that_is_too_small_for_all_forgets_and_is_right(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("curate.files.cache.MOST_FILES", 1)
    path = lay(tmp_path / "basil.jsonl")
    told: Sequence[Any] = [check(path, house) for _ in range(3)]
    assert told[0] == told[1] == told[2] == check(path, house, cache=False)


def test_a_run_that_goes_on_knows_of_its_looks_whatever_the_cache_has_lost(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is left of a part lies under a name of its own: it is not taken for the whole part."""
    path, out = lay(tmp_path / "basil.jsonl", SET[:4]), tmp_path / "out"
    cleaning = pipeline(check_of(house))
    how: dict[str, Any] = {"in_memory": False, "cache": True}
    curate.run(cleaning, path, out=tmp_path / "before", **how)
    lay(path)
    plain = tmp_path / "plain"
    curate.run(cleaning, path, out=plain, in_memory=False)

    def ended(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("curate.engine.work.Work.take", ended)
        with pytest.raises(KeyboardInterrupt):
            curate.run(cleaning, path, out=out, **how)
    for file in (cache_folder() or Path()).glob("*/look-*"):
        file.unlink()
    curate.run(cleaning, path, out=out, **how)
    assert contents(out) == contents(plain)


@pytest.mark.slow
def test_other_processes_look_at_what_was_not_read_again(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lines are read only when a part is handed over, of which a record is another."""
    monkeypatch.setattr("curate.engine.hands.WORTH_IT", 0)
    monkeypatch.setattr("curate.records.frame.SIZE", 4)
    monkeypatch.setattr("curate.files.lines.CHUNK", 500)
    path = lay(tmp_path / "basil.jsonl")
    how: dict[str, Any] = {"in_memory": False, "cache": True, "threads": 2}
    check_of(house)
    for rows in (SET, [*SET[:6], chat("Should I buy another one?", CUT, id="g"), *SET[7:]]):
        found = curate.check(lay(path, rows), [check_of(house)], select=["LEN", "DUP", "ACME"], **how)
        plain = curate.check(path, [check_of(house)], select=["LEN", "DUP", "ACME"])
        assert found.findings.frame.equals(plain.findings.frame)
