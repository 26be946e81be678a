"""Check, clean and account for supervised-fine-tuning data, record by record.

```python
import curate

records = curate.read("demonstrations.jsonl")
found = curate.check(records)
result = curate.run("sft-default", records)
fitted = curate.init(records, out="mine.toml")  # a pipeline with the reason beside each number
```
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from curate.api import check, convert, duplicates, explain, init, read, run
    from curate.checks import Check, RowCheck, SetCheck
    from curate.covering import coverage, label
    from curate.errors import CurateError, InputError, UsageError
    from curate.measured import Measurement
    from curate.measuring import measure
    from curate.pipeline import Pipeline
    from curate.records.formats import RecordFormat
    from curate.records.records import Records
    from curate.records.turns import Conversation, Turn, joined
    from curate.report.coverage.result import Coverage
    from curate.report.fitted import Fitted
    from curate.report.results import Checked, Findings, Result
    from curate.steps import Outcome, Step

__version__ = "0.1.0"

__all__ = [
    "Check",
    "Checked",
    "Conversation",
    "Coverage",
    "CurateError",
    "Findings",
    "Fitted",
    "InputError",
    "Measurement",
    "Outcome",
    "Pipeline",
    "RecordFormat",
    "Records",
    "Result",
    "RowCheck",
    "SetCheck",
    "Step",
    "Turn",
    "UsageError",
    "check",
    "convert",
    "coverage",
    "duplicates",
    "explain",
    "init",
    "joined",
    "label",
    "measure",
    "read",
    "run",
]

_HOME = {
    "check": "curate.api",
    "convert": "curate.api",
    "coverage": "curate.covering",
    "label": "curate.covering",
    "measure": "curate.measuring",
    "Measurement": "curate.measured",
    "duplicates": "curate.api",
    "explain": "curate.api",
    "init": "curate.api",
    "read": "curate.api",
    "run": "curate.api",
    "Check": "curate.checks",
    "RowCheck": "curate.checks",
    "SetCheck": "curate.checks",
    "CurateError": "curate.errors",
    "InputError": "curate.errors",
    "UsageError": "curate.errors",
    "RecordFormat": "curate.records.formats",
    "Pipeline": "curate.pipeline",
    "Records": "curate.records.records",
    "Conversation": "curate.records.turns",
    "Turn": "curate.records.turns",
    "joined": "curate.records.turns",
    "Coverage": "curate.report.coverage.result",
    "Fitted": "curate.report.fitted",
    "Checked": "curate.report.results",
    "Findings": "curate.report.results",
    "Result": "curate.report.results",
    "Outcome": "curate.steps",
    "Step": "curate.steps",
}
"""Where each public name lives. It is imported when first asked for, so that `import curate` costs nothing."""


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'curate' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
