"""Fails if `curate --help` takes much more CPU time than a bare help of the framework does, here and now."""

import subprocess
import sys
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median

LIMIT = 1.25
"""Times that."""
AIM_S = 0.3
"""Told beside it; a machine that is slow for a while misses it with any program."""
BARE = "import typer; app = typer.Typer(); app.command()(lambda name: None); app()"


def once(*command: str) -> float:
    before = getrusage(RUSAGE_CHILDREN)
    subprocess.run([*command, "--help"], check=True, capture_output=True)
    after = getrusage(RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


curate = Path(sys.argv[1])
bare = (str(curate.with_name("python")), "-c", BARE)
took = [(once(str(curate)), once(*bare)) for _ in range(9)]
ratio, best = median(ours / other for ours, other in took), min(took)[0]
print(f"curate --help: {best:.2f} CPU s (aim {AIM_S}), {ratio:.2f} times a bare help, at most {LIMIT}")
sys.exit(ratio > LIMIT)
