"""Fails if `curate --help` takes more CPU time than a person forgives."""

import subprocess
import sys
from resource import RUSAGE_CHILDREN, getrusage

LIMIT = 0.3


def once() -> float:
    before = getrusage(RUSAGE_CHILDREN)
    subprocess.run([sys.argv[1], "--help"], check=True, capture_output=True)
    after = getrusage(RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


best = min(once() for _ in range(5))
print(f"curate --help: {best:.2f} CPU s, at most {LIMIT}")
sys.exit(best > LIMIT)
