import os
import threading
from collections.abc import Callable
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from curate.errors import InputError
from curate.files.inputs import every_input, is_read_once, is_saved_dataset, spooled

Tree = Callable[..., None]


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tree:
    """Makes files with these names, and works among them."""
    monkeypatch.chdir(tmp_path)

    def make(*names: str) -> None:
        for name in names:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"{}\n")

    return make


def test_names_keep_the_order_they_are_given_in(tree: Tree) -> None:
    tree("b.jsonl", "a.jsonl")

    assert every_input(["b.jsonl", "-", "a.jsonl", "missing.jsonl"]) == [
        "b.jsonl",
        "-",
        "a.jsonl",
        "missing.jsonl",
    ]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("*.jsonl", ["a.jsonl", "b.jsonl"]),
        ("b.*", ["b.csv", "b.jsonl"]),
        ("**/*.jsonl", ["a.jsonl", "b.jsonl", "deep/er/c.jsonl"]),
        ("deep/*/[cd].jsonl", ["deep/er/c.jsonl"]),
        ("{folder}/?.csv", ["{folder}/b.csv"]),
    ],
)
def test_a_pattern_means_the_files_that_fit_it_by_name(
    tree: Tree, tmp_path: Path, pattern: str, found: list[str]
) -> None:
    tree("b.jsonl", "a.jsonl", "b.csv", "deep/er/c.jsonl")

    assert every_input([pattern.format(folder=tmp_path)]) == [name.format(folder=tmp_path) for name in found]


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(tree: Tree) -> None:
    tree("april[1].jsonl", "april1.jsonl")

    assert every_input(["april[1].jsonl"]) == ["april[1].jsonl"]


def test_a_pattern_that_fits_no_file_is_refused(tree: Tree) -> None:
    tree("folder.jsonl/notes.txt")

    with pytest.raises(InputError, match=r"^no file fits \*\.jsonl\.$"):
        every_input(["*.jsonl"])


def test_a_folder_means_every_file_below_it_that_can_hold_records(tree: Tree) -> None:
    tree(
        *("set/b.jsonl", "set/a.CSV", "set/c.json.gz", "set/d/e.parquet", "set/f.ndjson.zst", "set/g.arrow"),
        *("set/README.md", "set/.hidden.jsonl", "set/.git/h.json", "set/photo.png", "set/i.jsonl.bak"),
    )

    assert every_input(["set"]) == [
        *("set/a.CSV", "set/b.jsonl", "set/c.json.gz", "set/d/e.parquet", "set/f.ndjson.zst", "set/g.arrow")
    ]
    assert every_input(["set/"]) == every_input(["set"])


def test_a_folder_with_nothing_to_read_is_refused_with_what_is_read(tree: Tree) -> None:
    tree("set/README.md")

    with pytest.raises(InputError, match=r"^set is a folder with no file that can be read in it\.") as refused:
        every_input(["set"])
    assert ".jsonl" in refused.value.hint
    assert ".parquet" in refused.value.hint


@pytest.mark.parametrize("meant", ["set", "set/**/*.jsonl"])
def test_a_link_that_leads_back_to_its_own_folder_is_no_endless_loop(tree: Tree, meant: str) -> None:
    tree("set/a.jsonl", "set/deep/b.jsonl")
    Path("set/again").symlink_to("..")
    Path("set/deep/loop").symlink_to(".")
    Path("set/circle.jsonl").symlink_to("circle.jsonl")

    assert every_input([meant]) == ["set/a.jsonl", "set/deep/b.jsonl"]


@pytest.mark.parametrize("kept", ["kept.jsonl", "kept/a.jsonl"])
def test_the_folder_of_a_run_is_no_set_and_what_was_kept_is_named(tree: Tree, kept: str) -> None:
    """Its dropped records would be read as well."""
    tree("done/manifest.json", "done/ledger.json", "done/findings.jsonl", "done/dropped.jsonl", f"done/{kept}")
    with pytest.raises(InputError, match="done is the folder of a run") as refused:
        every_input(["done"])
    kept_as = Path("done", Path(kept).parts[0])
    assert refused.value.hint == f"Name what was kept: {kept_as}."
    assert every_input([str(kept_as)]) == [str(Path("done", kept))]


def test_a_link_to_a_file_is_a_file(tree: Tree) -> None:
    tree("elsewhere/a.jsonl")
    Path("set").mkdir()
    Path("set/a.jsonl").symlink_to("../elsewhere/a.jsonl")

    assert every_input(["set"]) == ["set/a.jsonl"]


def test_a_saved_dataset_is_one_input_wherever_it_stands(tree: Tree) -> None:
    saved = ("state.json", "dataset_info.json", "data-00000-of-00001.arrow")
    tree(*(f"sets/april/{name}" for name in saved), "sets/may.jsonl")

    assert is_saved_dataset(Path("sets/april"))
    assert not is_saved_dataset(Path("sets"))
    assert every_input(["sets/april"]) == ["sets/april"]
    assert every_input(["sets"]) == ["sets/april", "sets/may.jsonl"]


def test_saved_splits_are_an_input_each(tree: Tree) -> None:
    for split in ("train", "test"):
        tree(f"sets/{split}/state.json", f"sets/{split}/dataset_info.json")
    tree("sets/dataset_dict.json")

    assert every_input(["sets"]) == ["sets/test", "sets/train"]


@pytest.mark.parametrize("name", ["x" * 5000, "a\0b.jsonl"])
def test_a_name_that_no_file_can_have_is_left_for_opening_to_refuse(tree: Tree, name: str) -> None:
    tree("a.jsonl")

    assert not is_saved_dataset(Path(name))
    assert not is_read_once(Path(name))
    assert every_input([name]) == [name]


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    """Pipes bytes into standard input."""

    def pipe(data: bytes) -> None:
        monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(data)))

    return pipe


def test_standard_input_is_copied_so_that_it_can_be_read_twice(stdin: Callable[[bytes], None]) -> None:
    stdin(b'{"prompt": "Gr\xc3\xbc\xc3\x9fe?"}\n\xff')
    copy = spooled("-")

    assert copy.read_bytes() == copy.read_bytes() == b'{"prompt": "Gr\xc3\xbc\xc3\x9fe?"}\n\xff'


def test_a_closed_standard_input_is_refused_with_how_to_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)

    with pytest.raises(InputError, match="nothing is piped into standard input") as refused:
        spooled("-")
    assert refused.value.hint == "zcat data.jsonl.gz | curate check -"


def test_a_named_pipe_is_copied_so_that_it_can_be_read_twice(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(b'{"prompt": "Is it far?"}\n',))
    writer.start()
    copy = spooled(str(pipe))
    writer.join()

    assert is_read_once(pipe)
    assert not is_read_once(copy)
    assert copy.read_bytes() == copy.read_bytes() == b'{"prompt": "Is it far?"}\n'
