"""Who tells languages how rightly, surely and fast; and how `curate` stands to what it aims at."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from benchmarks.langid.contenders import BACKENDS, CURATE, IDENTIFY
from benchmarks.table.drawn import drawn
from benchmarks.table.language_targets import targets
from benchmarks.table.look_alikes import named
from benchmarks.table.versions import versions_of

Told = dict[str, Any]
KINDS = ("sentences", "word-pairs", "single-words")
"""As they are stored, and told."""


def language(result: Told) -> str:
    """Everybody side by side; what `curate` tells by length; what it takes for what; code; and its aims."""
    sections = [
        [_head(result)],
        _side_by_side(result),
        _less(result),
        _by_length(result),
        _parts(result),
        _confusions(result),
        _code(result["code"]),
        targets(result),
        _described(result),
    ]
    return "\n\n".join("\n".join(lines) for lines in sections if lines)


def _head(result: Told) -> str:
    drawn_anew, fitted = result["bootstrap"], result["calibration"]
    return (
        f"{result['texts']:,} texts in {result['languages']} languages, {result['demonstrations']:,} instructions "
        f"and responses; Python {result['python']}; rounds of speed: {result['rounds']}, the median is told. "
        f"Intervals by {drawn_anew['draws']:,} draws with the seed {drawn_anew['seed']}. Error and ranking are of "
        f"languages that nothing was fitted on, which are all but {', '.join(fitted['fitted_on'])}. "
        f"`{result['command']}`"
    )


Column = tuple[str, Callable[[str], float | None], str, Callable[[Iterable[float]], float]]
"""Its head, the value of a contender, how that is shown, and which value is the best."""


def _columns(result: Told) -> list[Column]:
    right, shown, figures = result["accuracy"], result["demonstrations_told"], result["figures"]
    parts, lengths = list(next(iter(shown.values()))), list(next(iter(figures.values()))["texts_a_cpu_s"])

    def of(table: Mapping[str, Told], name: str) -> Callable[[str], float | None]:
        return lambda contender: table.get(contender, {}).get(name)

    def speed(length: str) -> Callable[[str], float | None]:
        return lambda contender: figures[contender]["texts_a_cpu_s"][length]

    return [
        *((kind.replace("-", " "), of(right, kind), ".1%", max) for kind in KINDS),
        ("error", of(right, "error"), ".3f", min),
        ("ranking", of(right, "ranked"), ".3f", max),
        *((part, of(shown, part), ".1%", max) for part in parts),
        *((f"texts/s, {int(length):,}", speed(length), ",.0f", max) for length in lengths),
        ("load, CPU s", of(figures, "load_cpu_s"), ",.2f", min),
        ("memory, MB", of(figures, "most_mb"), ",.0f", min),
    ]


def _side_by_side(result: Told) -> list[str]:
    """The best of each column in bold; labels of those who abstain are told further below."""
    columns = _columns(result)
    rows = {name: [name] for name in result["figures"]}
    for _, value, form, first in columns:
        shown = {name: "" if (told := value(name)) is None else format(told, form) for name in rows}
        best = format(first(told for name in rows if (told := value(name)) is not None), form)
        for name, cell in shown.items():
            rows[name].append(f"**{cell}**" if cell == best else cell)
    return drawn(["best label, however unsure", *(head for head, *_ in columns)], rows.values())


def _less(result: Told) -> list[str]:
    """Where another library is surely above, in bold."""
    if not result["curate_less"]:
        return []
    rows = ([name, *(_interval(told[kind]) for kind in KINDS)] for name, told in result["curate_less"].items())
    table = drawn([f"{CURATE} less ..., points", *(kind.replace("-", " ") for kind in KINDS)], rows)
    if result["same_label"] is None:
        return table
    return [
        *table,
        "",
        f"{CURATE} and langdetect give the same label to {result['same_label']:.1%} of these texts.",
    ]


def _interval(told: Told) -> str:
    text = f"{100 * told['difference']:+.1f} ({100 * told['low']:+.1f} to {100 * told['high']:+.1f})"
    return f"**{text}**" if told["high"] < 0 else text


def _by_length(result: Told) -> list[str]:
    """How many get a label behind the gate, and how many of these labels are right."""
    by_name = {name: result["abstaining"][name] for name in BACKENDS.values() if name in result["abstaining"]}
    heads = [f"{what}, {_short(name)}" for name in by_name for what in ("told", "right of these")]
    rows = (
        [band, f"{counts['texts']:,}", *(cell for told in by_name.values() for cell in _shares(told[band]))]
        for band, counts in by_name[IDENTIFY].items()
    )
    return drawn(["letters", "texts", *heads], rows)


def _short(name: str) -> str:
    return next(backend for backend, own in BACKENDS.items() if own == name)


def _shares(counts: Told) -> list[str]:
    right = f"{counts['right'] / counts['told']:.2%}" if counts["told"] else ""
    return [f"{counts['told'] / counts['texts']:.1%}", right]


def _parts(result: Told) -> list[str]:
    """What is told by some parts of long texts, beside all of them."""
    by_length = {int(length): found for length, found in result["early"].items() if length != "ahead"}
    return [
        f"Of {found['texts']:,} texts of {length:,} characters {found['told']['parts']:.1%} are told by some of "
        f"their parts, {found['wrong']['parts']} of them wrongly; {found['told']['whole']:.1%} by all n-grams, "
        f"{found['wrong']['whole']} wrongly."
        for length, found in by_length.items()
    ]


def _confusions(result: Told) -> list[str]:
    """Of the sentences of a language those that another label is told of."""
    shown = [name for name in (CURATE, "langdetect", IDENTIFY) if name in result["confusions"]]
    shares = {
        name: {(each["own"], each["told"]): each["share"] for each in result["confusions"][name]["known"]}
        for name in shown
    }
    pairs = {pair: share for name in shown[:2] for pair, share in shares[name].items()} | shares[CURATE]
    rows = (
        [f"{named(own)} as {named(told)}", *(_share(shares[name].get((own, told))) for name in shown)]
        for own, told in sorted(pairs, key=lambda pair: (-pairs[pair], pair))
    )
    return drawn(["sentences told wrongly, of at least 2 %", *shown], rows)


def _share(share: float | None) -> str:
    return "below 2 %" if share is None else f"{share:.1%}"


def _code(told: Told) -> list[str]:
    """How much of each set is told as code."""
    prose, by_hand = told["prose"], told["by_hand"] or {}
    rows = [
        *((f"CodeAlpaca, labelled by hand as {kind}", each) for kind, each in by_hand.items()),
        *prose["sets"].items(),
        ("all four", prose["together"]),
    ]
    return drawn(
        ["told as code", "texts", "so told", "share", "95 %"],
        (
            [
                name,
                f"{each['of']:,}",
                f"{each['hits']:,}",
                f"{each['share']:.1%}",
                f"{each['low']:.1%} to {each['high']:.1%}",
            ]
            for name, each in rows
            if each["of"]
        ),
    )


def _described(result: Told) -> list[str]:
    lacking = {
        name: f" It does not know {', '.join(map(named, told['lacks']))}."
        for name, told in result["accuracy"].items()
        if told["lacks"]
    }
    return [
        *(
            f"* {name}: {settings}. {versions_of(result['figures'][name]['versions'])}.{lacking.get(name, '')}"
            for name, settings in result["settings"].items()
        ),
        *(f"* Not here: {name}, which {why}." for name, why in result["left_out"].items()),
    ]
