"""A pipeline for no data in particular: a shipped one, with every setting and what it means."""

from collections.abc import Iterator

from curate.checks import Check
from curate.gates import Gates
from curate.params import Params, first_sentence
from curate.pipeline import Pipeline
from curate.report.toml_text import comment, key, string, value
from curate.steps import Step

SHIPPED = "sft-default"
"""The pipeline that is written out."""

Lines = list[str]


def general_text(pipeline: Pipeline, name: str) -> str:
    """The whole file: each check that has settings, each step, each gate."""
    opening = (
        f"Written by `curate init` without any data: `{SHIPPED}`, each setting with what it means. "
        "With the names of your files, `curate init` takes the numbers from them."
    )
    parts = [
        comment(opening),
        [f"name = {string(name)}", *comment("For whatever draws at random."), f"seed = {pipeline.seed}"],
        [
            *comment("Every check runs. Those below can be set; `curate explain CODE` says more of each."),
            "[checks]",
        ],
        *(_check(check) for check in pipeline.checks if type(check).model_fields),
        *_steps(pipeline),
        _gates(pipeline.gates),
    ]
    return "\n\n".join("\n".join(lines) for lines in parts) + "\n"


def _check(check: Check) -> Lines:
    """What a check finds, and its settings; of one in preview, which runs where it is set, as a comment."""
    settings = f"{key(check.name)} = {value(check.as_set())}"
    preview = " In preview: it runs where it is set." if check.preview else ""
    opening = comment(f"{check.code}: {check.summary()}{preview}")
    return [*opening, *_meanings(check), f"# {settings}" if check.preview else settings]


def _steps(pipeline: Pipeline) -> Iterator[Lines]:
    """Each step; what its settings mean is said once."""
    told: set[type[Step]] = set()
    for step in pipeline.steps:
        meanings = [] if type(step) in told else _meanings(step)
        told.add(type(step))
        settings = [f"{key(name)} = {value(given)}" for name, given in step.as_set().items()]
        opening = comment(first_sentence(step.__doc__))
        yield [*opening, *meanings, "[[steps]]", f"use = {string(step.use)}", *settings]


_SUCH_AS = {"max_dropped_share": 0.4, "min_records": 1, "verdict_not": "worse"}
"""What a gate that is not set might be."""


def _gates(gates: Gates) -> Lines:
    """Every gate; those that are not set, as comments."""
    lines = [*comment("Conditions on the result; a broken one ends the run with exit code 1."), "[gates]"]
    for name, given in gates.model_dump(mode="json").items():
        lines += comment(_said(gates, name))
        lines += [f"{key(name)} = {value(given)}" if given else f"# {key(name)} = {value(_SUCH_AS.get(name, {}))}"]
    return lines


def _meanings(params: Params) -> Lines:
    """What each setting means."""
    told = (f"- {name}: {_said(params, name)}" for name in type(params).model_fields)
    return [line for each in told for line in comment(each, hang=2)]


def _said(params: Params, name: str) -> str:
    return " ".join(type(params).meanings()[name].split())
