"""What a run is made from: where all of it is as it was, a run that was ended can go on."""

import json
import sys
from collections.abc import Iterable
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

from curate.files.digest import digest_of
from curate.files.folder import Plan
from curate.files.source import Source
from curate.pipeline import Pipeline
from curate.records.formats import RecordFormat
from curate.records.known import Reading
from curate.report.manifest import versions


def plan_of(sources: Iterable[Source], reading: Reading, pipeline: Pipeline) -> Plan:
    """Each thing that can change a byte of the result, as text, under the name that a message gives it."""
    known: dict[str, str] = {f"version of {name}": told for name, told in versions().items()}
    known["code of curate"] = own_code()
    known["pipeline"] = json.dumps(pipeline.resolved(), sort_keys=True)
    known["--from and --map"] = f"{_named(reading.format)} {json.dumps(dict(reading.paths), sort_keys=True)}"
    for module in _modules(pipeline, reading):
        known[f"plugin {module}"] = _code_of(module)
    for source in sources:
        known[f"input {source.name}"] = str(source.stamp() or source.digest())
    return known


def _named(format: str | RecordFormat[Any]) -> str:
    return format if isinstance(format, str) else format.name


def own_code() -> str:
    """A digest of all modules of this package."""
    package = Path(__file__).parent
    digests = (digest_of(path) for path in sorted(package.rglob("*.py")))
    return sha256("".join(digests).encode()).hexdigest()


def _modules(pipeline: Pipeline, reading: Reading) -> list[str]:
    """The modules of checks, steps and formats that are not our own."""
    parts = [*pipeline.checks, *pipeline.steps, *([] if isinstance(reading.format, str) else [reading.format])]
    named = {type(each).__module__ for each in parts}
    return sorted(name for name in named if name.partition(".")[0] != __package__)


def _code_of(module: str) -> str:
    """A digest of the file of a module; of one without a file, no two are the same."""
    file = getattr(sys.modules.get(module) or import_module(module), "__file__", None)
    return digest_of(Path(file)) if file else f"{id(module)}"
