"""What was freed goes back to the system, and torch keeps little of what it prepared."""

import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from curate.measurement.models.memory import give_back, keep_little


def resident() -> float:
    """Megabytes of this process."""
    told = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1e3 for line in told if line.startswith("VmRSS"))


of_glibc = pytest.mark.skipif(
    platform.libc_ver()[0] != "glibc", reason="another library keeps what was freed in its own way"
)


@of_glibc
def test_what_was_freed_goes_back_though_something_above_it_stays() -> None:
    pieces = [bytes(4_000) for _ in range(40_000)]
    for piece in range(len(pieces)):
        if piece % 500:
            pieces[piece] = b""
    kept = resident()
    give_back()
    assert resident() < kept - 50
    assert sum(map(len, pieces)) == 80 * 4_000


_USUAL = {"LRU_CACHE_CAPACITY": "8", "ONEDNN_PRIMITIVE_CACHE_CAPACITY": "32"}
_OF_MANY_SHAPES = """
import sys
from tests.measurement.models.test_memory import resident
from curate.measurement.models.memory import keep_little

if sys.argv[1] == "little":
    keep_little()
import torch

before = resident()
weight = torch.ones(1_536, 576, requires_grad=True)
for rows in range(200):
    states = torch.ones(5 + 5 * rows, 576, requires_grad=True)
    with torch.autocast("cpu", torch.bfloat16):
        told = torch.nn.functional.linear(states, weight)
    told.float().sum().backward()
print(resident() - before)
"""


def grown(how: str) -> float:
    """By how many megabytes a process grows that multiplies states of many shapes."""
    own = {name: value for name, value in os.environ.items() if name not in _USUAL}
    command = [sys.executable, "-c", _OF_MANY_SHAPES, how]
    return float(subprocess.run(command, env=own, check=True, stdout=subprocess.PIPE).stdout)


@of_glibc
@pytest.mark.torch
def test_what_was_prepared_for_other_shapes_is_not_kept() -> None:
    from curate.measurement.models.precision import _has_instructions

    if not _has_instructions():
        pytest.skip("sixteen bits are computed in another way here")
    assert grown("little") < grown("as it was") / 2


def test_what_the_user_has_set_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in _USUAL:
        monkeypatch.setenv(name, "1000")  # so that whatever is set below is taken back
    monkeypatch.delenv("ONEDNN_PRIMITIVE_CACHE_CAPACITY")
    keep_little()
    assert {name: os.environ[name] for name in _USUAL} == _USUAL | {"LRU_CACHE_CAPACITY": "1000"}
