"""What a run is made from: where all of it is as it was, a run that was ended can go on."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from curate.files.folder import Plan
from curate.files.source import Source
from curate.pipeline import Pipeline
from curate.provenance import code_of_others, own_code, versions
from curate.records.formats import RecordFormat
from curate.records.known import Reading


def plan_of(sources: Sequence[Source], reading: Reading, pipeline: Pipeline) -> Plan:
    """Each thing that can change a byte of the result, as text, under the name that a message gives it."""
    known: dict[str, str] = {f"version of {name}": told for name, told in versions().items()}
    known["code of curate"] = own_code()
    known["pipeline"] = json.dumps(pipeline.resolved(), sort_keys=True)
    known["--from and --map"] = f"{_named(reading.format)} {json.dumps(dict(reading.paths), sort_keys=True)}"
    formats = [] if isinstance(reading.format, str) else [reading.format]
    for module, code in code_of_others([*pipeline.checks, *pipeline.steps, *formats]).items():
        known[f"plugin {module}"] = code or uuid4().hex
    for check in pipeline.running():
        if beside := check.also_reads():
            known[f"what {check.code} reads"] = beside
    known["order of the inputs"] = json.dumps([source.name for source in sources])
    for source in sources:
        known[f"input {source.name}"] = str(source.stamp() or source.digest())
    return known


def _named(format: str | RecordFormat[Any]) -> str:
    return format if isinstance(format, str) else format.name
