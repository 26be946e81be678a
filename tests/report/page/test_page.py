"""The page as a whole."""

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest

import curate
from curate.errors import CurateError, InputError, OutputRefused
from curate.files.folder import WORK
from curate.files.resources import page_part
from curate.report.left import Left
from curate.report.page import page as page_module
from curate.report.page.page import SECTIONS, page_of, write_report
from curate.report.page.section import Material
from tests.report.page.runs import CLEANS, HOSTILE, SOUPS, TOKEN, left_by

VOID = {"meta", "input", "br", "path", "line", "rect"}


class Outline(HTMLParser):
    """Elements as they nest, their attributes, and their text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.said: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.said.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.said.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert tag in VOID or self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.setdefault(self.open[-1] if self.open else "", []).append(data)


@pytest.fixture(scope="module")
def page(material: Material) -> str:
    return page_of(material.left)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> str:
    return page_of(left_by(tmp_path_factory.mktemp("hostile"), HOSTILE))


def test_every_element_is_closed_where_it_should_be(page: str) -> None:
    assert Outline(page).open == []


def test_each_section_stands_in_the_table_of_contents(page: str) -> None:
    outline = Outline(page)
    linked = [str(said["href"]) for tag, said in outline.said if tag == "a" and "data-code" not in said]
    sections = [f"#{said['id']}" for tag, said in outline.said if tag == "section"]
    assert linked == ["#main", *sections]
    assert sections == [f"#{make.__name__}" for make in SECTIONS if make.__name__ not in ("measure", "coverage")]


def test_the_same_run_gives_the_same_bytes(material: Material, page: str) -> None:
    assert page_of(Left(material.left.folder)) == page


def test_the_policy_allows_its_own_style_and_script_and_nothing_else(page: str) -> None:
    outline = Outline(page)
    (policy,) = [str(said["content"]) for tag, said in outline.said if said.get("http-equiv")]
    assert policy.startswith("default-src 'none'; ")
    for tag in ("style", "script"):
        digests = [b64encode(sha256(text.encode()).digest()).decode() for text in outline.texts[tag]]
        assert f"{tag}-src 'sha256-{digests[-1]}'" in policy
    assert "unsafe" not in policy


def test_nothing_in_it_has_an_address_or_a_handler(page: str, hostile: str) -> None:
    for made in (page, hostile):
        for tag, said in Outline(made).said:
            assert not [name for name in said if name.startswith("on") or name in ("src", "style", "action")], tag
            assert str(said.get("href", "#")).startswith("#")
    assert not re.search(r"url\(|@import|//[a-z]", page_part("page.css"))


def test_records_that_are_written_to_break_it_add_no_element(material: Material, hostile: str) -> None:
    known = set(Outline(page_of(material.left)).tags)
    outline = Outline(hostile)
    assert outline.open == []
    assert set(outline.tags) <= known
    assert outline.tags.count("script") == 2
    assert not set("\u202e\u202c\u2066\u2069\u200f") & set(hostile)


def test_records_that_look_like_templates_are_text(hostile: str) -> None:
    assert "{{ 7 * 7 }}" in hostile
    assert "Explain 49" not in hostile


def test_no_secret_is_in_it(hostile: str) -> None:
    assert TOKEN[6:] not in hostile
    assert "[SECRET]" in hostile


def test_without_text_no_record_is_quoted(material: Material) -> None:
    bare = page_of(material.left, text=False)
    assert "bread oven" not in bare
    assert "hÃ¤ngt" not in bare
    assert "No text of a record is quoted." in bare


def test_it_is_written_into_the_folder_of_the_run_and_a_later_run_takes_it_away(tmp_path: Path) -> None:
    left = left_by(tmp_path, SOUPS)
    file = write_report(left.folder)
    assert file == left.folder / "report.html"
    assert file.read_text(encoding="utf-8") == page_of(left)
    curate.run("check-only", tmp_path / "data.jsonl", out=left.folder)
    assert not file.exists()


def test_a_folder_without_a_finished_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no finished run"):
        write_report(tmp_path)


def test_a_run_that_was_begun_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / WORK).mkdir()
    with pytest.raises(InputError, match=r"holds no finished run\.") as refused:
        write_report(tmp_path)
    assert "the same command goes on with it" in refused.value.hint


def test_a_folder_whose_ledger_does_not_add_up_is_refused(tmp_path: Path) -> None:
    left = left_by(tmp_path, SOUPS, CLEANS)
    ledger = left.folder / "ledger.json"
    ledger.write_text(ledger.read_text(encoding="utf-8").replace('"read": 6', '"read": 7'), encoding="utf-8")
    with pytest.raises(InputError, match=r"ledger\.json is damaged"):
        write_report(left.folder)


def test_a_page_that_can_not_be_written_is_told(tmp_path: Path) -> None:
    left = left_by(tmp_path, SOUPS)
    (left.folder / "report.html").mkdir()
    with pytest.raises(OutputRefused, match="it is a folder"):
        write_report(left.folder)


def test_it_is_never_longer_than_it_may_be(material: Material, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_module, "MOST_BYTES", 10_000)
    with pytest.raises(CurateError, match="the page has"):
        page_of(material.left)


def test_a_run_that_read_nothing_has_a_page(tmp_path: Path) -> None:
    outline = Outline(page_of(left_by(tmp_path, [{"id": "torn", "messages": 1}])))
    assert outline.open == []
