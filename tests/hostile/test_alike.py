"""Near-duplicates among texts that nobody expects."""

import json
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

import curate
from curate.errors import InputError
from tests.hostile.small_run import some_slow

METHODS = pytest.mark.parametrize("method", some_slow(["minhash", "exact", "datasketch"], "minhash"))
HERON = "The heron stands in the shallows for an hour, and then it strikes once and is gone over the reeds."
ASKED = "Tell me what the heron does."
Found = list[tuple[int, int, float]]
Alike = Callable[..., Found]


@pytest.fixture
def alike(tmp_path: Path) -> Alike:
    """Of records with these responses: row of each member and of its leader, and how similar they are."""

    def found(answers: Iterable[str], **settings: Any) -> Found:  # noqa: ANN401  of any setting
        path = tmp_path / "said.jsonl"
        lines = (json.dumps({"prompt": ASKED, "completion": answer}) for answer in answers)
        path.write_text("".join(f"{line}\n" for line in lines))
        families = curate.duplicates(path, **settings).families
        return sorted(families.select("member_row", "leader_row", "similarity").rows())

    return found


def pairs(found: Found) -> set[tuple[int, int]]:
    return {(min(one, other), max(one, other)) for one, other, _ in found}


@METHODS
@pytest.mark.parametrize("empty", ["", " ", "\n\t", "\u3000", "!?", "…"])
def test_nothing_is_like_nothing(alike: Alike, method: str, empty: str) -> None:
    assert alike([empty, empty, HERON], view="response", method=method) == []


@METHODS
def test_one_character_is_like_its_equal_alone(alike: Alike, method: str) -> None:
    found = alike(["a", "b", "A", "7", "貓", "狗", "貓", "🦩", "🦢"], view="response", method=method)
    assert pairs(found) == {(1, 3), (5, 7)}
    assert {score for *_, score in found} == {1.0}


@METHODS
def test_of_equal_records_one_leads_and_all_others_are_its_members(alike: Alike, method: str) -> None:
    found = alike([HERON] * 3_000, method=method)
    assert len(found) == 2_999
    assert {score for *_, score in found} == {1.0}
    assert len({leader for _, leader, _ in found}) == 1


@METHODS
def test_records_that_share_no_sequence_are_members_of_nothing(alike: Alike, method: str) -> None:
    numbers = (f"{number:05d}" for number in range(30_000))
    answers = (" ".join(next(numbers) for _ in range(12)) for _ in range(2_500))
    assert alike(answers, method=method) == []


@METHODS
def test_marks_composed_or_combining_are_the_same_letters(alike: Alike, method: str) -> None:
    said = "Über den Fluss flog früh am Morgen ein Kranich, und die Kühe sahen ihm müde nach bis Österreich."
    found = alike([said, unicodedata.normalize("NFD", said), HERON], view="response", method=method)
    assert [(pairs([each]), each[2]) for each in found] == [({(1, 2)}, 1.0)]


@METHODS
def test_emoji_and_scripts_side_by_side_are_compared_as_any_words(alike: Alike, method: str) -> None:
    mixed = "🦩 flamingo фламинго 火烈鸟 φλαμίνγκο فلامنغو " * 4
    found = alike([mixed, mixed.replace("🦩", "🦢"), mixed.upper(), "🦩 " * 24], view="response", method=method)
    assert [(pairs([each]), each[2]) for each in found] == [({(1, 3)}, 1.0)]


def test_text_that_is_no_text_is_refused_where_it_is_read(tmp_path: Path) -> None:
    arrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    raw = HERON.encode() + b"\xed\xa0\x80"
    ends = [0, len(raw), 2 * len(raw)]
    offsets = b"".join(end.to_bytes(4, "little") for end in ends)
    buffers = [None, arrow.py_buffer(offsets), arrow.py_buffer(raw * 2)]
    broken = arrow.Array.from_buffers(arrow.string(), 2, buffers)
    path = tmp_path / "half.parquet"
    parquet.write_table(arrow.table({"prompt": [ASKED, ASKED], "completion": broken}), path)
    with pytest.raises(InputError, match="invalid UTF-8"):
        curate.duplicates(path)


@pytest.mark.slow
@pytest.mark.parametrize("method", ["minhash", "exact"])
def test_a_hundred_thousand_equal_records_are_one_family(alike: Alike, method: str) -> None:
    assert len(alike([HERON] * 100_000, method=method)) == 99_999


@pytest.mark.slow
def test_records_of_fifty_megabytes_are_compared(alike: Alike) -> None:
    words = [f"{number:x}" for number in range(8_000_000)]
    large = " ".join(words)
    assert len(large) > 50_000_000
    ((_, _, similarity),) = alike([large, f"{large} more"])
    assert 0.999999 < similarity < 1
