"""Files of settings are looked for from a folder upwards."""

from pathlib import Path

import pytest

from curate.errors import UsageError
from curate.files.resources import text_of
from curate.files.settings import settings_above


def test_the_nearest_comes_first_and_curate_toml_before_pyproject(tmp_path: Path) -> None:
    inner = tmp_path / "deliveries" / "may"
    inner.mkdir(parents=True)
    files = [inner / "pyproject.toml", tmp_path / "curate.toml", tmp_path / "pyproject.toml"]
    for path in files:
        path.write_text("", encoding="utf-8")
    (inner / "curate.toml").mkdir()
    assert list(settings_above(inner))[:3] == files


@pytest.mark.parametrize(
    ("content", "why"),
    [(None, "does not exist"), (b"expect = ['d\xe9']", "can not be read")],
    ids=["not there", "not UTF-8"],
)
def test_a_file_that_can_not_be_read_is_named(tmp_path: Path, content: bytes | None, why: str) -> None:
    path = tmp_path / "curate.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError, match=rf"curate\.toml {why}"):
        text_of(path, f"the settings in {path}")
