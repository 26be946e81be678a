import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copytree
from tempfile import gettempdir
from typing import BinaryIO

import polars as pl
import pytest

import curate
from curate.errors import InputError
from curate.files import packed
from curate.files.sources import open_source
from curate.records.known import Reading
from curate.records.read import read_sources
from tests.conftest import Command

LINE = b'{"prompt": "Wo laichen Aale?", "completion": "In der Sargassosee."}\n'
NOBODY = 65_534
posix = pytest.mark.skipif(os.name != "posix", reason="no permissions, links or pipes as here")


@pytest.fixture(scope="module")
def _all_is_imported(sample_run: object) -> None:
    """What is imported late is imported before the rights to it are gone."""


@contextmanager
def as_nobody() -> Iterator[None]:
    """Without the rights of root, where the tests have them."""
    was = os.geteuid()
    if was == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(was)


@pytest.fixture
def open_folder(tmp_path: Path) -> Path:
    """A folder that everybody may enter."""
    for folder in (tmp_path, *tmp_path.parents):
        if gettempdir() in map(str, folder.parents):
            folder.chmod(0o755)
    return tmp_path


@posix
@pytest.mark.usefixtures("_all_is_imported")
def test_a_file_that_may_not_be_read_is_unreadable(open_folder: Path, command: Command) -> None:
    path = open_folder / "set.jsonl"
    path.write_bytes(LINE)
    path.chmod(0)
    with as_nobody():
        code, out, err = command("check", path)

    assert (code, out) == (3, ""), err
    assert err == f"curate: {path} can not be read: permission denied.\n"


@posix
@pytest.mark.usefixtures("_all_is_imported")
@pytest.mark.parametrize("closed", ["", "manifest.json", "ledger.json", "dropped.jsonl"])
def test_a_run_that_may_not_be_read_has_no_story_and_no_report(
    open_folder: Path, command: Command, sample_run: tuple[curate.Result, Path], closed: str
) -> None:
    folder = Path(copytree(sample_run[1], open_folder / "run"))
    key = json.loads((folder / "dropped.jsonl").read_text("utf-8").partition("\n")[0])["key"]
    assert command("report", folder)[0] == 0  # which imports what it needs
    (folder / closed).chmod(0)
    try:
        with as_nobody():
            told = [command(*words)[::2] for words in (("why", folder, key), ("report", folder))]
    finally:
        (folder / closed).chmod(0o755)

    for code, err in told:
        assert code == 3, err
        assert err == f"curate: {folder / (closed or 'manifest.json')} can not be read: permission denied.\n"


@posix
@pytest.mark.usefixtures("_all_is_imported")
@pytest.mark.parametrize("mode", [0, 0o444], ids=["closed", "listed only"])
@pytest.mark.parametrize("named", ["folder", "file"])
def test_a_folder_that_may_not_be_entered_is_unreadable(
    open_folder: Path, command: Command, mode: int, named: str
) -> None:
    folder = open_folder / "sets"
    folder.mkdir()
    (folder / "set.jsonl").write_bytes(LINE)
    folder.chmod(mode)
    try:
        with as_nobody():
            code, out, err = command("check", folder if named == "folder" else folder / "set.jsonl")
    finally:
        folder.chmod(0o755)

    assert (code, out) == (3, ""), err
    assert "Traceback" not in err


@posix
def test_links_that_lead_nowhere_or_in_a_circle_are_unreadable(tmp_path: Path, command: Command) -> None:
    (tmp_path / "dangling.jsonl").symlink_to(tmp_path / "gone.jsonl")
    (tmp_path / "self.jsonl").symlink_to(tmp_path / "self.jsonl")
    (tmp_path / "one.jsonl").symlink_to(tmp_path / "two.jsonl")
    (tmp_path / "two.jsonl").symlink_to(tmp_path / "one.jsonl")

    for name in ("dangling", "self", "one"):
        code, out, err = command("check", tmp_path / f"{name}.jsonl")
        assert (code, out) == (3, ""), name
        assert err.startswith("curate: "), name
    code, _, err = command("check", tmp_path)
    assert (code, "no file that can be read" in err) == (3, True)


@posix
def test_a_folder_that_links_to_itself_is_walked_once(tmp_path: Path) -> None:
    (tmp_path / "set.jsonl").write_bytes(LINE)
    (tmp_path / "again").symlink_to(tmp_path)

    assert len(curate.read(tmp_path)) == 1


@posix
@pytest.mark.parametrize("content", [LINE * 3, b"[" + LINE + b"," + LINE + b"]", b"", LINE[:20]])
def test_a_named_pipe_is_read_like_a_file(tmp_path: Path, command: Command, content: bytes) -> None:
    pipe, file = tmp_path / "pipe", tmp_path / "set"
    os.mkfifo(pipe)
    file.write_bytes(content)
    writer = threading.Thread(target=pipe.write_bytes, args=(content,))
    writer.start()
    piped = command("check", pipe, "--output-format", "json")
    writer.join()
    plain = command("check", file, "--output-format", "json")

    assert piped[0] == plain[0]
    assert piped[1] == plain[1].replace(str(file), str(pipe))


@posix
def test_a_pipe_that_holds_a_table_is_read(tmp_path: Path) -> None:
    pipe, file = tmp_path / "pipe", tmp_path / "set.parquet"
    os.mkfifo(pipe)
    pl.DataFrame({"prompt": ["Wo?"], "completion": ["Hier."]}).write_parquet(file)
    writer = threading.Thread(target=pipe.write_bytes, args=(file.read_bytes(),))
    writer.start()

    assert len(curate.read(pipe)) == 1
    writer.join()


@posix
@pytest.mark.parametrize("name", ["/dev/null", "/proc/self/mem", "/dev"])
def test_what_is_no_file_is_unreadable(command: Command, name: str) -> None:
    if not Path(name).exists():
        pytest.skip(f"no {name} here")
    assert command("check", name)[0] == 3


NAMES = [
    b"two\nlines.jsonl", b"tab\t.jsonl", b"quote\".jsonl", b"it's.jsonl", b"[a-z].jsonl", b"*.jsonl",
    b"?.jsonl", b"red\x1b[31m.jsonl", b"no text \xff\xfe.jsonl", b"half \xed\xa0\x80.jsonl",
    b"-.jsonl", b" .jsonl",
    b"%s %d {}.jsonl", b"[bold]x[end].jsonl", b"\\.jsonl", "größe 猫 🦔.jsonl".encode(),
    "\u202egnp.jsonl".encode(), b"a" * 240 + b".jsonl",
]  # fmt: skip


@posix
@pytest.mark.parametrize("name", NAMES, ids=ascii)
@pytest.mark.parametrize(
    "output", ["json", *(pytest.param(each, marks=pytest.mark.slow) for each in ("text", "jsonl"))]
)
def test_a_file_may_have_any_name(tmp_path: Path, command: Command, name: bytes, output: str) -> None:
    path = tmp_path / os.fsdecode(name)
    path.write_bytes(LINE * 2 + b"broken\n")
    for named in (path, tmp_path):
        code, out, err = command("check", named, "--output-format", output, "--select", "FMT,DUP")
        assert (code, err) == (1, ""), named
        assert out.encode()
    if output == "json":
        assert json.loads(out)["read"] == 3


@posix
@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_run_takes_a_file_of_any_name(tmp_path: Path, command: Command, name: bytes) -> None:
    path = tmp_path / os.fsdecode(name)
    path.write_bytes(LINE * 2 + b"broken\n")

    assert command("run", "dedup-only", path, "--out", tmp_path / "out")[0] == 0
    assert (tmp_path / "out" / "kept.jsonl").read_bytes() == LINE


@pytest.mark.parametrize(
    "name", ["a" * 300, "a/" * 3_000, "a\0b", "", "\ud800", "gone/[", "[", "**/[", "~", "\n", "gone.jsonl"]
)
def test_a_name_of_no_file_is_unreadable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Command, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = command("check", name)

    assert (code, out) == (3, ""), err
    assert err.startswith("curate: ")


Change = Callable[[Path], object]
CHANGES: dict[str, Change] = {
    "shrinks": lambda path: os.truncate(path, 100),
    "is emptied": lambda path: os.truncate(path, 0),
    "grows": lambda path: path.write_bytes(path.read_bytes() + LINE * 5),
    "goes away": lambda path: path.unlink(),
    "becomes another": lambda path: path.write_bytes(b"PAR1" + bytes(500)),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("kind", ["jsonl", "json", "csv", "jsonl.gz"])
def test_a_file_that_changes_between_two_looks_is_unreadable_or_adds_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str, kind: str
) -> None:
    lines = LINE.splitlines() * 20
    cells = b"prompt,completion\n" + b"Wo?,Hier.\n" * 20
    content = {"jsonl": LINE * 20, "json": b"[" + b",\n".join(lines) + b"]", "csv": cells}
    path = tmp_path / f"set.{kind}"
    with path.open("wb") as file, packed.packed(file, packed.packing_for(path.name)) as stream:
        stream.write(content[kind.removesuffix(".gz")])
    source = open_source(str(path))
    opened = 0

    def readable(path: Path, name: str) -> BinaryIO:
        nonlocal opened
        opened += 1
        if opened == 3:
            CHANGES[change](path)
        return real(path, name)

    real = packed.readable
    monkeypatch.setattr(packed, "readable", readable)
    try:
        records = read_sources((source,), Reading("prompt-completion"))
        raws = list(records.raw(0))
    except InputError:
        return
    assert records.read == len(records) + len(records.rejects)
    assert len(raws) == len(records)
