"""The layout keeps itself: which way imports point, who opens files, how long things may be."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "curate"
MODULES = sorted(PACKAGE.rglob("*.py"))

LAYERS = (
    "errors", "ctrl_c", "extras", "params", "progress", "statistics", "files", "provenance", "clock",
    "threads", "compiled", "utf8", "words", "minhash", "langid", "pretrained",
    "toml_file", "taxonomy", "records", "facts", "findings", "where", "checks", "overrides", "decisions", "labels",
    "steps", "blame",
    "ledger", "numbers", "gates", "plugins", "coverage_settings", "checks_table",
    "overrides_table", "pipeline", "config",
    "engine", "report", "plan", "into_folder", "given", "measurement", "covering", "api", "measured", "measuring",
    "testing", "cli",
)  # fmt: skip
"""From the left, the way data flows. A module imports its own layer or one to its left."""

LONGEST_MODULE, LONGEST_FUNCTION, MOST_PARAMETERS = 400, 40, 5
OPENS = {
    "open",
    "read_text",
    "read_bytes",
    "write_text",
    "write_bytes",
    "fsync",
    "rename",
    "replace_file",
    "mkdir",
}
READS_FRAMES = ("read_", "scan_", "sink_", "write_")


def layer(module: str) -> int | None:
    """Where a module stands; None for what stands outside, such as the public names."""
    parts = module.split(".")
    return LAYERS.index(parts[1]) if len(parts) > 1 and parts[1] in LAYERS else None


def own_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "curate":
            module = node.module or ""
            whole = module == "curate" or (ROOT / module.replace(".", "/")).is_dir()
            yield from ((node.lineno, f"{module}.{name.name}" if whole else module) for name in node.names)
        elif isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names if name.name.startswith("curate"))


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(parsed(path)) if isinstance(node, ast.FunctionDef))


def label(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", MODULES, ids=label)
def test_imports_point_left(path: Path) -> None:
    own = layer(own_name(path))
    if own is None:
        return
    wrong = []
    for line, module in imports(parsed(path)):
        other = layer(module)
        if module != "curate.__version__" and (other is None or other > own):
            wrong.append(f"{label(path)}:{line} imports {module}")
    assert wrong == []


@pytest.mark.parametrize("path", [path for path in MODULES if PACKAGE / "files" not in path.parents], ids=label)
def test_only_the_package_files_opens_files(path: Path) -> None:
    for node in ast.walk(parsed(path)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        of_polars = isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") == "pl"
        opens = called in OPENS or (of_polars and called.startswith(READS_FRAMES))
        ours = isinstance(node.func, ast.Name) and called != "open"
        assert not opens or ours, f"{label(path)}:{node.lineno} calls {called}"


CHANGES_THE_DISK = {
    *("unlink", "rmdir", "mkdir", "makedirs", "rmtree", "touch", "chmod", "utime", "truncate", "ftruncate"),
    *("pwrite", "fsync", "symlink_to", "hardlink_to", "write_text", "write_bytes", "copyfile", "copytree", "move"),
    *("mkdtemp", "mkstemp", "NamedTemporaryFile", "TemporaryFile", "TemporaryDirectory", "SpooledTemporaryFile"),
}
ONLY_OF_PATHS = {"rename", "replace"}
"""What texts and frames can do, too; paths with one argument that is no dictionary."""
CHANGES_NOTHING_THAT_LASTS = {
    ("curate/files/shelf.py", "open"),  # a member of an archive in a file that is open already
    ("curate/testing.py", "TemporaryDirectory"),  # for tests of checks
}


@pytest.mark.parametrize("path", [path for path in MODULES if path != PACKAGE / "files" / "disk.py"], ids=label)
def test_only_the_disk_module_changes_the_disk(path: Path) -> None:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Attribute):
            assert node.attr != "O_CREAT", f"{label(path)}:{node.lineno} creates a file"
        elif isinstance(node, ast.Call) and (called := _changes_the_disk(node)):
            fine = (label(path), called) in CHANGES_NOTHING_THAT_LASTS
            assert fine, f"{label(path)}:{node.lineno} calls {called}; curate.files.disk is for that"


def _changes_the_disk(call: ast.Call) -> str:
    """What a call is called, if it changes what lies on the disk."""
    of = getattr(call.func, "value", None)
    if isinstance(of, ast.Name) and of.id == "disk":
        return ""
    called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if called == "open":
        given = [*call.args, *(each.value for each in call.keywords if each.arg == "mode")]
        modes = [each.value for each in given if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        return called if any(set(mode) & set("wax+") and len(mode) <= 3 for mode in modes) else ""
    if called.startswith("write_") and isinstance(call.func, ast.Name):
        return ""  # the function of ours
    if called in ONLY_OF_PATHS:
        alone = len(call.args) == 1 and not call.keywords and not isinstance(call.args[0], ast.Dict)
        return called if alone and isinstance(call.func, ast.Attribute) else ""
    of_the_system = called == "remove" and isinstance(of, ast.Name) and of.id == "os"
    return called if called in CHANGES_THE_DISK or of_the_system else ""


def test_nobody_takes_an_operation_of_the_disk_by_another_name() -> None:
    """A test could not let it fail."""
    taken = {
        (label(path), name.name)
        for path in MODULES
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ImportFrom) and node.module == "curate.files.disk"
        for name in node.names
    }
    assert {name for _, name in taken} <= {"refused"}


@pytest.mark.parametrize(
    "changing",
    [
        "open('a', 'w')",
        "path.open(mode='ab')",
        "path.unlink()",
        "path.rename(target)",
        "path.replace(target)",
        "os.remove(path)",
        "shutil.rmtree(path)",
        "mkdtemp()",
    ],
)
def test_what_changes_the_disk_is_seen(changing: str) -> None:
    (call,) = [node for node in ast.walk(ast.parse(changing)) if isinstance(node, ast.Call)]
    assert _changes_the_disk(call)


@pytest.mark.parametrize(
    "fine",
    [
        "disk.rename(path, target)",
        "path.open('rb')",
        "text.replace('a', 'b')",
        "replace(state, index=index)",
        "frame.rename({'a': 'b'})",
        "names.remove('a')",
    ],
)
def test_what_changes_nothing_is_let_be(fine: str) -> None:
    (call,) = [node for node in ast.walk(ast.parse(fine)) if isinstance(node, ast.Call)]
    assert not _changes_the_disk(call)


def test_only_tables_the_finder_and_the_facts_collect() -> None:
    collecting = {
        label(path)
        for path in MODULES
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and node.attr in ("collect", "collect_all")
    }
    sources = {"curate/files/sources.py", "curate/files/tables.py"}
    assert collecting <= sources | {"curate/engine/finder.py", "curate/facts/view.py"}


@pytest.mark.parametrize("path", MODULES, ids=label)
def test_a_module_holds_one_idea(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("path", MODULES, ids=label)
def test_functions_are_short_and_take_few_parameters(path: Path) -> None:
    of_users = label(path).startswith(
        ("curate/cli/", "curate/api.py", "curate/covering.py", "curate/measuring.py")
    )
    for function in functions(path):
        body = function.body[1:] if ast.get_docstring(function) else function.body
        length = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
        assert length <= LONGEST_FUNCTION, f"{label(path)}:{function.lineno} {function.name} has {length} lines"
        arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
        given = [argument for argument in arguments if argument.arg not in ("self", "cls")]
        assert of_users or len(given) <= MOST_PARAMETERS, f"{label(path)}:{function.lineno} {function.name}"


def test_every_module_has_its_mirror_among_the_tests() -> None:
    missing = []
    for path in MODULES:
        inside = path.relative_to(PACKAGE)
        if path.name == "__init__.py":
            if len(parsed(path).body) == 1 or inside.parent == Path():
                continue
            mirror = ROOT / "tests" / inside.parent / f"test_{inside.parent.name}.py"
        elif path.name == "__main__.py":
            continue
        else:
            mirror = ROOT / "tests" / inside.parent / f"test_{path.name}"
        if not mirror.exists():
            missing.append(label(mirror))
    assert missing == []


@pytest.mark.parametrize("path", MODULES, ids=label)
def test_one_word_for_one_thing(path: Path) -> None:
    refused = ("filter", "mapper", "stage", "tagger", "processor", "utils", "helpers", "common", "manager")
    names = {path.stem.lower()} | {
        node.name.lower() for node in ast.walk(parsed(path)) if isinstance(node, ast.ClassDef | ast.FunctionDef)
    }
    assert {name for name in names if name in refused} == set()
