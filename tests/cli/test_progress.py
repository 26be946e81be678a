"""Progress."""

import pytest

from curate.cli.progress import progress
from curate.progress import silent


@pytest.mark.parametrize("quiet", [True, False])
def test_nothing_is_told_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str], quiet: bool) -> None:  # noqa: FBT001
    with progress(quiet=quiet) as tell:
        tell("reading", 1, 2)
    assert tell is silent
    assert capsys.readouterr() == ("", "")
