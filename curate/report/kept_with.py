"""What would have kept a record that was dropped, in terms of the very settings of the run."""

from collections.abc import Iterable, Iterator, Sequence
from csv import writer as csv_writer
from dataclasses import dataclass
from io import StringIO
from typing import Any, Literal, NamedTuple

from curate.checks import Check, SetCheck, codes
from curate.records.known import IGNORE
from curate.report.family import Member, alternatives, nearest, rivals_of
from curate.report.grouped import value_of
from curate.report.left import Left, Row
from curate.report.said import Saying
from curate.report.standing import of_set_as_read, standing
from curate.report.toml_text import key, string, value
from curate.steps import Cap, Drop, KeepOne, Sample, Step
from curate.steps.decided import Decided

WHO_AND_WHY = ("NAME", "REASON")
"""Stand in a line of decisions for what only a person can fill in."""

NO_STEP = "left out, since it acts on nothing else"


class Way(NamedTuple):
    """Something to write elsewhere, with which the record would have stayed."""

    place: Literal["checks", "step", "record", "decisions"]
    """Where to write it: among the checks of the pipeline, in the step, in the record, in a file of decisions."""
    setting: str
    """Empty where a step is to be left out."""
    note: str = ""
    """What else has to be known."""

    def but(self, more: Iterable[str]) -> "Way":
        """The same, with more to know."""
        return self._replace(note="; ".join(filter(None, (self.note, *more))))


@dataclass(frozen=True)
class Case:
    """A dropped record, and what is known of those that the same step dropped under the same code."""

    left: Left
    row: Row
    """Its line in `dropped.jsonl`."""
    findings: list[Row]
    member: Member
    twin: Member | None
    peers: Sequence[Member]

    @property
    def number(self) -> int:
        """The step that decided."""
        return int(self.row["step"])

    @property
    def saying(self) -> Saying | None:
        """What the record says."""
        return self.member.saying

    @property
    def step(self) -> Step | None:
        """The same with its settings; None where it is not one of the package's own."""
        return self.left.steps.get(self.number)


def ways(case: Case) -> list[Way]:
    """Each way to keep the record, the one that changes least of the pipeline last."""
    step, code = case.step, case.row["code"]
    if isinstance(step, Decided):
        return [*_without_the_decision(case, step)]
    if isinstance(step, Drop) and code == "DRP001":
        return [*_without_its_name(case, step)]
    if isinstance(step, Cap):
        return [_larger_cap(case, step)]
    if isinstance(step, Sample):
        entered = case.left.ledger[case.number]["in"]
        return [Way("step", f"records = {entered}", "all that enter it; with fewer, key and seed decide")]
    against = _against(case)
    later = _later(case, against)
    then = [f"step {number} may then drop it for {finding['code']}" for number, finding in later]
    # What is like its twin is like nothing that stays, once the twin goes in its place.
    still = [
        told for told, (_, finding) in zip(then, later, strict=True) if finding["related"] != case.row["related"]
    ]
    aside = list(dict.fromkeys([*against, *(finding["code"] for _, finding in later)]))
    return [
        *(way.but(then) for way in (*_settings(case, against), *_in_the_step(case, against))),
        *(way.but(still) for way in _preferences(case)),
        Way("record", f"{IGNORE} = {value(_ignored(case, aside))}"),
        *_decisions(case, aside),
    ]


def _against(case: Case) -> dict[str, Row]:
    """By code, the findings for which the step would drop the record: most often one."""
    edits = case.saying.edits if case.saying else []
    held = standing(case.left, case.findings, edits, case.number)
    acted_on = case.left.codes.get(case.number, ())
    found = {code: held[code] for code in acted_on if code in held and _counts(case.step, held[code])}
    own = case.row["code"]
    return found if own in found else {own: case.row}


def _counts(step: Step | None, finding: Row) -> bool:
    """Whether a step that minds scores minds this one."""
    if not isinstance(step, Drop) or (step.min_score is None and step.max_score is None):
        return True
    score = finding["score"]
    low, high = step.min_score, step.max_score
    return score is not None and (low is None or score >= low) and (high is None or score <= high)


def _later(case: Case, against: Iterable[str]) -> list[tuple[int, Row]]:
    """The steps from this one on that act on something else that was found of the record, and what that is."""
    edits = case.saying.edits if case.saying else []
    alone = standing(case.left, case.findings, edits, case.number)
    beside = of_set_as_read(case.left, case.findings)
    return [
        (number, (alone | beside)[code])
        for number, step in case.left.steps.items()
        if number >= case.number and isinstance(step, Drop | KeepOne)
        for code in case.left.codes[number]
        if code not in against and code in (beside if number == case.number else alone | beside)
    ]


def _settings(case: Case, against: dict[str, Row]) -> Iterator[Way]:
    """Other settings of the checks, where those are enough."""
    told: list[str] = []
    notes: dict[str, None] = {}
    for code, finding in against.items():
        check, score = case.left.checks.get(code), finding["score"]
        if check is None or score is None:
            return
        if isinstance(check, SetCheck) and case.twin and check.measures():
            rivals = rivals_of(case.twin, case.peers)
            score = max(score, nearest(check, case.member, rivals))
            if len(rivals) < len(case.peers):
                notes[f"unless one of the {len(case.peers):,} others that this step left out is as like it"] = None
        other = _passing(check, score, finding["message"])
        if not other:
            return
        told.append(f"{key(check.name)} = {value(other)}")
        if "expect" in other:
            notes[f"or --expect {','.join(other['expect'])}, which comes before it"] = None
        if any(check.name in each["checks"] for each in case.left.pipeline["overrides"]):
            notes["or in the override that holds for it"] = None
    yield Way("checks", "\n".join(told), "; ".join(notes))


def _passing(check: Check, score: float, message: str) -> dict[str, Any]:
    """Settings with which a check no longer finds the record; none where it takes none such."""
    other = check.passing(score, message)
    try:
        type(check)(**{**check.model_dump(), **other})
    except ValueError:
        return {}
    return other


def _in_the_step(case: Case, against: Iterable[str]) -> Iterator[Way]:
    """What a step that drops acts on, without what it found in the record."""
    step = case.step
    if isinstance(step, Drop):
        left = list(_without(step.on, set(against), case.left.checks.values()))
        yield _naming(step, "on", left, f"without {' and '.join(against)}")


def _naming(step: Drop, field: str, names: Sequence[str], note: str) -> Way:
    """A step that names no more than these; none at all, where it would then name nothing."""
    others = [each for each in ("on", "keys", "ids", "writers") if each != field and getattr(step, each)]
    return Way("step", f"{field} = {value(names)}", note) if names or others else Way("step", "", NO_STEP)


def _preferences(case: Case) -> Iterator[Way]:
    """Other preferences, by which the record comes before those that are like it."""
    step = case.step
    if isinstance(step, KeepOne) and case.twin:
        for prefer in alternatives(step, case.member, case.twin, case.peers):
            name = case.twin.row["id"] or case.twin.row["key"]
            yield Way(
                "step", f"prefer = {string(prefer)}", f"puts it before {name}, which may then go in its place"
            )


def _without(names: Iterable[str], gone: set[str], checks: Iterable[Check]) -> Iterator[str]:
    """Names of checks without some codes; a family that holds one of them is spelled out."""
    known = tuple(checks)
    for name in names:
        meant = codes(known, [name])
        yield from sorted(meant - gone) if meant & gone else (name,)


def _ignored(case: Case, aside: Sequence[str]) -> list[str]:
    """The codes for the record to set aside, with those that it does already."""
    read = case.saying.read if case.saying else None
    own = read.get(IGNORE) if isinstance(read, dict) else None
    already = [each for each in own if isinstance(each, str)] if isinstance(own, list) else []
    return list(dict.fromkeys([*already, *aside]))


def _decisions(case: Case, aside: Iterable[str]) -> Iterator[Way]:
    by, why = WHO_AND_WHY
    lines = [_line(case.row["key"], code, "keep", by, why) for code in aside]
    yield Way("decisions", "\n".join(lines))


def _line(*cells: str) -> str:
    made = StringIO()
    csv_writer(made, lineterminator="").writerow(cells)
    return made.getvalue()


def _without_the_decision(case: Case, step: Decided) -> Iterator[Way]:
    for each in step.decisions.drops:
        if each.key == case.row["key"]:
            line = _line(each.key, each.code, each.decision, each.by, each.why)
            yield Way("decisions", line, f"taken out of {step.decisions.file}")


def _without_its_name(case: Case, step: Drop) -> Iterator[Way]:
    writer = value_of(case.row, case.saying, step.writer_field) if step.writers else None
    own = {"keys": case.row["key"], "ids": case.row["id"], "writers": None if writer is None else str(writer)}
    for field, name in own.items():
        named = getattr(step, field)
        if name in named:
            yield _naming(step, field, [each for each in named if each != name], f"without {name}")


def _larger_cap(case: Case, step: Cap) -> Way:
    """The size of its group: the cap, and all that it left out of the group."""
    if step.per is None:
        return Way("step", f"most = {step.most + len(case.peers) + 1}", "or as many as its family has")
    own = value_of(case.row, case.saying, step.per)
    out = sum(value_of(peer.row, peer.saying, step.per) == own for peer in case.peers)
    return Way(
        "step", f"most = {step.most + out + 1}", "as many as its group has; with fewer, key and seed decide"
    )
