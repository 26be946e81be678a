import json
import tomllib
from pathlib import Path

import pytest

from curate.errors import UnknownName, UsageError
from curate.files import resources
from curate.files.resources import (
    langdetect_profiles,
    page_part,
    pipeline_text,
    sample_files,
    sample_truth,
    shipped_pipelines,
)


@pytest.mark.parametrize("name", shipped_pipelines())
def test_a_shipped_pipeline_carries_the_name_it_is_called_by(name: str) -> None:
    shown, text = pipeline_text(name)

    assert shown == name
    assert tomllib.loads(text)["name"] == name


def test_the_default_pipeline_ships() -> None:
    assert "sft-default" in shipped_pipelines()
    assert list(shipped_pipelines()) == sorted(shipped_pipelines())


def test_a_pipeline_of_the_users_is_read_from_its_path(tmp_path: Path) -> None:
    path = tmp_path / "support-desk.toml"
    path.write_text('name = "support-desk"  # für das Team in Köln\n', encoding="utf-8")

    assert pipeline_text(str(path)) == (str(path), 'name = "support-desk"  # für das Team in Köln\n')


def test_a_misspelt_pipeline_is_answered_with_the_nearest_and_with_all_names() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'sft-default'") as refused:
        pipeline_text("sft-defualt")

    assert all(name in refused.value.hint for name in shipped_pipelines())
    assert ".toml" in refused.value.hint


def test_a_pipeline_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere\.toml does not exist"):
        pipeline_text(str(tmp_path / "nowhere.toml"))


def test_a_pipeline_file_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "latin.toml"
    path.write_bytes('name = "Köln"\n'.encode("latin-1"))

    with pytest.raises(UsageError, match=r"latin\.toml can not be read"):
        pipeline_text(str(path))


def test_the_sample_is_named_in_full_from_any_other_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert all(Path(name).is_absolute() and Path(name).is_file() for name in sample_files())


def test_the_sample_is_named_briefly_from_the_folder_above_it(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(sample_files()[0]).resolve().parent
    monkeypatch.chdir(folder.parent)

    assert sample_files() == (f"{folder.name}/messages.jsonl", f"{folder.name}/alpaca.json")


def test_the_truth_speaks_only_of_records_in_the_sample() -> None:
    chats, instructions = (Path(name).read_text(encoding="utf-8") for name in sample_files())
    known = {json.loads(line)["id"] for line in chats.splitlines() if _is_json(line)}
    known |= {row["id"] for row in json.loads(instructions)}
    told = [json.loads(line) for line in sample_truth().splitlines()]

    assert told
    assert [row["id"] for row in told if "id" in row and row["id"] not in known] == []


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def test_the_language_profiles_come_in_the_order_of_their_names() -> None:
    names = [json.loads(profile)["name"] for profile in langdetect_profiles()]

    assert names == sorted(names)
    assert {"de", "en", "zh-cn"} <= set(names)
    assert len(names) == 55


def test_where_langdetect_has_no_profiles_there_are_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "files", lambda _package: tmp_path)

    assert langdetect_profiles() == []


@pytest.mark.parametrize("name", ["page.html", "page.css", "page.js"])
def test_the_parts_of_a_page_ship(name: str) -> None:
    assert page_part(name).strip()
