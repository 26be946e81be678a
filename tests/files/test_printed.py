import subprocess
import sys
from pathlib import Path

import pytest

from curate.files import printed

FULL = Path("/dev/full")
PROGRAM = """
import sys
import typer
from curate.files import printed
try:
    typer.echo("Swifts sleep on the wing.")
except OSError as error:
    sys.stderr.write(printed.refused(error))
typer.echo("Nobody reads this.")
"""


def test_an_error_from_elsewhere_says_nothing_of_what_was_printed() -> None:
    for error in (ValueError("no number"), OSError(28, "No space left on device")):
        with pytest.raises(type(error)) as raised:
            raise error
        assert printed.refused(raised.value) == ""


@pytest.mark.skipif(not FULL.exists(), reason="needs /dev/full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_behind_standard_output_is_told_once_and_does_not_fail_the_ending(unbuffered: str) -> None:
    with FULL.open("w") as full:
        ended = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={"PYTHONUNBUFFERED": unbuffered},
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )

    assert (ended.returncode, ended.stderr.decode()) == (0, "no space left on device")
