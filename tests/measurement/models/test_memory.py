"""What was freed goes back to the system."""

import platform
from pathlib import Path

import pytest

from curate.measurement.models.memory import give_back


def resident() -> float:
    """Megabytes of this process."""
    told = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1e3 for line in told if line.startswith("VmRSS"))


@pytest.mark.skipif(
    platform.libc_ver()[0] != "glibc", reason="another library keeps what was freed in its own way"
)
def test_what_was_freed_goes_back_though_something_above_it_stays() -> None:
    pieces = [bytes(4_000) for _ in range(40_000)]
    for piece in range(len(pieces)):
        if piece % 500:
            pieces[piece] = b""
    kept = resident()
    give_back()
    assert resident() < kept - 50
    assert sum(map(len, pieces)) == 80 * 4_000
