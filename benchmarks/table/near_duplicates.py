"""Near-duplicates, beside other programs."""

from collections.abc import Callable
from typing import Any

from benchmarks.table.drawn import drawn
from benchmarks.table.versions import versions_of

WHOLE, OPEN, HELD, BESIDE = "whole", "open half", "held half", "beside"
HIGH_RECALL = 0.99
Told = dict[str, Any]


def near_duplicates(result: Told) -> str:
    """Everybody on the whole and on each half, `curate` at each threshold, and how both stand to the targets."""
    everybody, at = result["contenders"], result["similarity"]
    beside = [each for each in everybody if each["similarity"] == at]
    sections = [
        [_head(result)],
        _side_by_side(beside),
        _by_half(beside, result["sets"]),
        _by_threshold([each for each in everybody if each["is_route"]]),
        _parts([each for each in beside if not each["is_peer"]]),
        _proof(result["proof"]),
        _alone(result),
        _targets(result, beside),
        [*(_described(each) for each in beside), *_left_out(result["left_out"])],
    ]
    return "\n\n".join("\n".join(lines) for lines in sections if lines)


def _head(result: Told) -> str:
    whole, machine = result["sets"][WHOLE], result["machine"]
    of_peers = f", {result['peer_rounds']} of the peers" if result["peer_rounds"] != result["rounds"] else ""
    again = f"; two cores apart, `{result['two_cores_again']}`" if "two_cores_again" in result else ""
    true_by = {
        "counting": "by counting what each text has in common with every other",
        "join": "by the join of curate at 0.7; how right that is, is told below",
    }
    return (
        f"{whole['records']:,} texts of {whole['megabytes']:,} MB as words, {whole['true_pairs']:,} pairs "
        f"that are {result['similarity']} alike or more, {true_by[result['truth']]}; {machine['cores_used']} of "
        f"{machine['cores_there']} cores, Python {machine['python']}; rounds: {result['rounds']}{of_peers}, that "
        f"with the median CPU time is told. Memory: {result['memory']}. `{result['command']}`{again}"
    )


def _share(share: float | None) -> str:
    """Never rounded up to all of them."""
    if share is None or share == 1:
        return "" if share is None else "1.000"
    return f"{min(share, 0.99999):.5f}" if share > 0.999 else f"{share:.3f}"


def _shares(row: Told) -> list[str]:
    return [_share(row["precision"]), _share(row["recall"])]


def _count(took: Told, name: str) -> str:
    return f"{took[name]:,}" if name in took else ""


RIGHT: dict[str, Callable[[Told], str]] = {
    "told": lambda took: _count(took, "told"),
    "precision": lambda took: _share(took.get("precision")),
    "recall": lambda took: _share(took.get("recall")),
    "removed": lambda took: _count(took, "removed"),
    "of those like no kept one": lambda took: _count(took, "without_twin"),
    "kept, like an earlier one": lambda took: _count(took, "missed"),
}


def _seconds(took: Told) -> str:
    listing = f" ({took['cpu_s_with_pairs']:,.2f})" if "cpu_s_with_pairs" in took else ""
    return f"{took['cpu_s']:,.2f}{listing}"


def _side_by_side(contenders: list[Told]) -> list[str]:
    first = contenders[0]["sets"][WHOLE]["cpu_s"]
    rows = (
        [
            each["name"],
            _seconds(took),
            f"{took['cpu_s'] / first:,.1f}",
            f"{took['wall_s']:,.2f}",
            f"{each['startup_cpu_s']:,.2f}",
            f"{took['peak_mb']:,.0f}",
            f"{took['peak_of_text']:,.1f}",
            *(shown(took) for shown in RIGHT.values()),
        ]
        for each in contenders
        for took in [each["sets"][WHOLE]]
    )
    before = ("CPU s (with every pair)", "times the first", "wall s", "starting up, CPU s", "memory, MB")
    return drawn(("program", *before, "times the text", *RIGHT), rows)


HALVES = ("precision", "recall", "of those like no kept one")


def _by_half(contenders: list[Told], sets: Told) -> list[str]:
    described = "; ".join(
        f"{name}: {sets[name]['records']:,} texts, {sets[name]['true_pairs']:,} pairs" for name in (OPEN, HELD)
    )
    names = ("CPU s", "precision", "recall", "like no kept one")
    rows = (
        [
            each["name"],
            *(
                cell
                for name in (OPEN, HELD)
                for took in [each["sets"][name]]
                for cell in (f"{took['cpu_s']:,.2f}", *(RIGHT[what](took) for what in HALVES))
            ),
        ]
        for each in contenders
    )
    return drawn((described, *(f"{what}, {half}" for half in ("open", "held") for what in names)), rows)


def _by_threshold(contenders: list[Told]) -> list[str]:
    rows = (
        [f"{each['name']} at {each['similarity']}", _seconds(took), *(shown(took) for shown in RIGHT.values())]
        for each in contenders
        for took in [each["sets"][WHOLE]]
    )
    return drawn(("threshold", "CPU s (with every pair)", *RIGHT), rows)


def _parts(contenders: list[Told]) -> list[str]:
    rows = (
        [part["part"], each["name"], f"{part['cpu_s']:.3f}", f"{part['wall_s']:.3f}", f"{part['peak_mb']:,.0f}"]
        for each in contenders
        for part in each["sets"][WHOLE]["parts"]
    )
    return drawn(("part", "of", "CPU s", "wall s", "memory by its end, MB"), rows)


def _proof(proof: Told) -> list[str]:
    rows = (
        [f"curate, {row['method']} at {row['similarity']}", f"{row['true']:,}", f"{row['told']:,}", *_shares(row)]
        for row in proof["rows"]
    )
    heads = (f"{proof['records']:,} of the texts, beside counting", "true pairs", "found", "precision", "recall")
    return drawn(heads, rows)


def _alone(result: Told) -> list[str]:
    template, large = result["template"], result["large"]
    alike = f"{template['alike']['least']} to {template['alike']['most']} alike"
    cases = {f"{template['records']:,} texts of one template, {alike}, to leaders": template["routes"]}
    if large:
        cases[f"{large['records']:,} texts of {large['megabytes']:,} MB, to leaders"] = large["routes"]
    rows = (
        [
            *(case, row["name"], f"{row['cpu_s']:,.2f}", f"{row['peak_mb']:,.0f}"),
            *(f"{row['peak_of_text']:,.1f}", f"{row['members']:,}"),
        ]
        for case, rows in cases.items()
        for row in rows
    )
    return drawn(("of curate alone", "route", "CPU s", "memory, MB", "times the text", "members"), rows)


def _targets(result: Told, beside: list[Told]) -> list[str]:
    ours, peers = beside[0]["sets"][WHOLE], [each for each in beside if each["is_peer"]]
    by_default = [each for each in peers if each["is_default"]]
    sure = [each for each in peers if _tells_pairs(each) and each["sets"][WHOLE]["recall"] >= HIGH_RECALL]
    rows = [
        _fastest("the fastest peer as it is by default", ">= 2", ours, by_default),
        _fastest(f"the fastest peer whose pairs have a recall of {HIGH_RECALL} or more", ">= 3", ours, sure),
        _fastest("the fastest peer in any way that is here", "", ours, peers),
        _fastest("datasketch by default", ">= 20", ours, [each for each in peers if each["name"] == "datasketch"]),
        _fastest("text-dedup", ">= 20", ours, [each for each in peers if each["name"] == "text-dedup"]),
        ["removed though like no kept text, curate, all thresholds and halves", "0", str(_unjustified(result))],
        ["memory beyond the frame, times the text", "<= 4", f"{ours['peak_of_text']:.1f}"],
        ["kernels, kept compiled, until they are ready, CPU s", "<= 0.5", f"{beside[0]['kernels_cpu_s']:.2f}"],
        *_growth(result, beside),
        *_two_cores(result["two_cores"]),
    ]
    return drawn(("question", "target", "measured"), (row for row in rows if row))


def _tells_pairs(each: Told) -> bool:
    return "recall" in each["sets"][WHOLE] and "removed" in each["sets"][WHOLE]


def _fastest(which: str, target: str, ours: Told, peers: list[Told]) -> list[str]:
    if not peers:
        return []
    first = min(peers, key=lambda each: float(each["sets"][WHOLE]["cpu_s"]))
    seconds = first["sets"][WHOLE]["cpu_s"]
    times = f"{seconds / ours['cpu_s']:.1f} ({seconds / ours['cpu_s_with_pairs']:.1f})"
    named = "" if first["name"] in which else f", {first['name']}"
    return [f"CPU time of {which}{named}, times ours (with every pair)", target, times]


def _unjustified(result: Told) -> int:
    ours = (each for each in result["contenders"] if not each["is_peer"])
    return sum(took.get("without_twin", 0) for each in ours for took in each["sets"].values())


def _growth(result: Told, beside: list[Told]) -> list[list[str]]:
    large = result["large"]
    if not large:
        return []
    before = {each["name"]: each["sets"][WHOLE]["cpu_s"] for each in beside}
    times = large["records"] / result["records"]
    return [
        [
            f"CPU time to leaders for {times:g} times the texts, {row['name']}",
            f"<= {1.2 * times:g}",
            f"{row['cpu_s'] / before[row['name']]:.1f}",
        ]
        for row in large["routes"]
    ]


def _two_cores(walls: Told | None) -> list[list[str]]:
    return [
        [
            f"wall time of {_IN_WORDS.get(name, name)} on one core, times that on two",
            "" if name in _IN_WORDS else ">= 1.7",
            f"{by_cores['1'] / by_cores['2']:.2f}{_at_most(by_cores)}",
        ]
        for name, by_cores in (walls or {}).items()
    ]


def _at_most(by_cores: Told) -> str:
    """What two runs that share no work gain on this machine."""
    return f"; two runs beside each other {2 * by_cores['1'] / by_cores[BESIDE]:.2f}" if BESIDE in by_cores else ""


_IN_WORDS = {"check": "`curate check --select DUP002`, with its start, reading and writing,"}


def _described(each: Told) -> str:
    return f"* {each['name']}: {each['settings']}. {versions_of(each['versions'])}."


def _left_out(left_out: dict[str, str]) -> list[str]:
    return [f"* Not here: {name}, which {why}." for name, why in left_out.items()]
