"""What the arms in which nothing changed, or damage was planted, say of a measurement: in plain sentences."""

from curate.report.measured.model import MeasureReport
from curate.report.measured.words import CONTROLS, Role, Standing, asked, several_seeds, standing

OF_CONTROL: dict[Role, dict[Standing, str]] = {
    "null": {
        "well": "as it should be",
        "small": "an effect where nothing changed, but less than matters",
        "fails": "an effect where nothing changed",
        "untold": "of which one seed says nothing",
    },
    "planted": {
        "well": "seen, as it should be",
        "fails": "not seen",
        "untold": "of which one seed says nothing",
    },
}
"""What is said of a control by itself."""
_NULL: dict[Standing, str] = {
    "well": "nothing is seen where nothing changed",
    "small": "something is seen where nothing changed, but less than matters",
    "fails": "an effect is seen where nothing changed",
    "undone": "the set is too small for an arm in which nothing changed",
}
_PLANTED: dict[Standing, str] = {
    "well": "planted damage is seen",
    "fails": "planted damage is not seen, ",
    "undone": "the set is too small to plant damage in",
}
"""What is said of each control beside the other."""


def controls_sentence(report: MeasureReport) -> str:
    """Whether the measurement itself can be believed, and why."""
    if not several_seeds(report):
        return "one seed says nothing of others: no effect counts, whatever its interval"
    null, planted = (_standing(report, role) for role in CONTROLS)
    if null == planted == "undone":
        return "the set is too small for either control: nothing vouches for what is seen, nor for what is not"
    damage = _PLANTED[planted]
    if planted == "fails":
        damage += (
            "though it is large enough"
            if report.controls.planted_detectable
            else "which is too small to be seen here"
        )
    return f"{_NULL[null]}; {damage}: {_counting(null, planted, valid=report.controls.valid is not False)}"


def _standing(report: MeasureReport, role: Role) -> Standing:
    control = asked(report, role)
    return standing(control, report) if control else "undone"


def _counting(null: Standing, planted: Standing, *, valid: bool) -> str:
    """What counts, given how both controls came out."""
    if not valid:
        return "no verdict counts"
    if null == "undone":
        also = "" if planted == "well" else ", and what is not may be there"
        return f"nothing vouches for what is seen{also}"
    if planted == "undone":
        return "what is seen counts, and nothing vouches for what is not"
    return "verdicts count" if planted == "well" else "what is seen counts, and what is not may be there"
