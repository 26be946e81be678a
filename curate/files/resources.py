"""What ships inside the package: pipelines, the sample, and another package's data."""

import json
from importlib.resources import files
from pathlib import Path

from curate.errors import CurateError, UnknownName, UsageError, reason_of

_PACKAGE = Path(str(files("curate")))


def _pipelines() -> Path:
    # A wheel carries the folder inside the package; in a checkout it stands beside it.
    inside = _PACKAGE / "_pipelines"
    return inside if inside.is_dir() else _PACKAGE.parent / "pipelines"


def shipped_pipelines() -> tuple[str, ...]:
    """The names of the pipelines that come with the package."""
    return tuple(sorted(path.stem for path in _pipelines().glob("*.toml")))


def pipeline_text(name: str) -> tuple[str, str]:
    """A pipeline's file name and text, for the name of a shipped one or a path.

    Raises:
        UsageError: there is no such pipeline, or its file can not be read.
    """
    path = Path(name)
    if path.suffix != ".toml":
        if name not in shipped_pipelines():
            unknown = UnknownName.among(shipped_pipelines(), kind="pipeline", name=name)
            unknown.hint = f"Shipped: {', '.join(shipped_pipelines())}. Or give a path to a .toml file."
            raise unknown
        path = _pipelines() / f"{name}.toml"
    return str(path) if path.parent != _pipelines() else name, text_of(path, f"the pipeline {name}")


def text_of(path: Path, what: str, lacking: type[CurateError] = UsageError) -> str:
    """The text of a file that a user names.

    Args:
        path: The file.
        what: What it is called in a message.
        lacking: What is raised where there is none: an input is no setting.

    Raises:
        CurateError: there is no such file.
        UsageError: it can not be read.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise lacking(f"{path} does not exist.") from None
    except (OSError, UnicodeDecodeError) as error:
        said = reason_of(error) if isinstance(error, OSError) else error
        raise UsageError(f"{what} can not be read: {said}.") from None


def sample_files() -> tuple[str, ...]:
    """The demonstrations that ship with the package, in two formats."""
    folder = _PACKAGE / "sample"
    return (_nearby(folder / "messages.jsonl"), _nearby(folder / "alpaca.json"))


def sample_truth() -> str:
    """Which records of the sample have which planted defect, as JSON Lines."""
    return (_PACKAGE / "sample" / "truth.jsonl").read_text(encoding="utf-8")


def _nearby(path: Path) -> str:
    """A path as a person in the current folder would write it."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def check_precision() -> dict[str, dict[str, float]]:
    """By code: how many findings of a check were read on real records, how many were right, and the interval."""
    measured: dict[str, dict[str, float]] = json.loads((_PACKAGE / "checks" / "precision.json").read_text("utf-8"))
    return measured


def langdetect_profiles() -> list[str]:
    """The language profiles of the installed `langdetect`, in the order of their names; none where it has none."""
    folder = Path(str(files("langdetect"))) / "profiles"
    if not folder.is_dir():
        return []
    # What is damaged is found where the profiles are read.
    return [path.read_text("utf-8", errors="replace") for path in sorted(folder.iterdir()) if path.is_file()]


_TAXONOMIES = _PACKAGE / "taxonomy"


def shipped_taxonomies() -> tuple[str, ...]:
    """The names of the taxonomies that come with the package, each a folder."""
    return tuple(sorted(path.parent.name for path in _TAXONOMIES.glob("*/types.toml")))


def taxonomy_texts(name: str) -> list[tuple[str, str]]:
    """The texts of a shipped taxonomy, its types first, each with the name of its file."""
    paths = sorted((_TAXONOMIES / name).glob("*.toml"), key=lambda path: (path.name != "types.toml", path.name))
    return [(path.read_text("utf-8"), f"{name}/{path.name}") for path in paths]


def taxonomy_text(path: str) -> str:
    """The text of a user's own taxonomy.

    Raises:
        UsageError: it can not be read.
    """
    return text_of(Path(path), f"the taxonomy {path}")


def label_schemes_text() -> str:
    """What the labels of well-known data sets mean, as TOML."""
    return (_TAXONOMIES / "labels.toml").read_text("utf-8")


def mixes_text() -> str:
    """What well-known sets are made of, as TOML."""
    return (_TAXONOMIES / "mixes.toml").read_text("utf-8")


def page_part(name: str) -> str:
    """A template, the style or the script of a report's page."""
    return (_PACKAGE / "report" / "page" / "templates" / name).read_text("utf-8")
