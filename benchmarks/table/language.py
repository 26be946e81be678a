"""How often a language is told rightly, and how fast."""

from typing import Any

from benchmarks.table.versions import versions_of


def language(result: dict[str, Any]) -> str:
    """How often it is told rightly, how sure that is, and how fast."""
    sure, fast = result["calibration"], result["texts_a_cpu_s"]
    kinds = result["accuracy"]["profiles"]
    lines = [
        f"{result['texts']:,} texts in {result['languages']} languages; Python {result['python']}; "
        f"{versions_of(result['versions'])}. `{result['command']}`",
        "",
        "| best label, mean over languages | " + " | ".join(kinds) + " |",
        "|---|" + "--:|" * len(kinds),
        *(
            f"| {name} | {' | '.join(f'{each:.2%}' for each in told.values())} |"
            for name, told in (("all n-grams", kinds), ("langdetect, seeded", result["accuracy"]["langdetect"]))
        ),
        "",
        f"Both give the same label to {result['same_label']:.1%}. Of texts of at least {sure['least_letters']} "
        f"letters {sure['told']:.1%} reach a confidence of {sure['least_confidence']}, and "
        f"{sure['right_of_those']:.2%} of those are right; the expected calibration error is "
        f"{sure['error_of_the_others']:.3f}. All three are of languages that nothing was fitted on (best divisor "
        f"on the third that was: {sure['best']}; used: {sure['used']}).",
        "",
        *(_of_parts(int(length), each) for length, each in result["early"].items() if length != "ahead"),
        "",
        "| texts a CPU second, by characters | " + " | ".join(f"{int(each):,}" for each in fast) + " |",
        "|---|" + "--:|" * len(fast),
        *(
            f"| {told} | {' | '.join(f'{each[name]:,}' for each in fast.values())} |"
            for name, told in (
                ("profiles", "all n-grams"),
                ("identify", "as told, with the gate and all that is told"),
                ("langdetect", "langdetect"),
            )
        ),
    ]
    return "\n".join(lines)


def _of_parts(length: int, found: dict[str, Any]) -> str:
    """What is told by some parts of long texts, beside all of them."""
    told, wrong = found["told"], found["wrong"]
    return (
        f"Of {found['texts']:,} texts of {length:,} characters {told['parts']:.1%} are told by some of their "
        f"parts, {wrong['parts']} of them wrongly; {told['whole']:.1%} by all n-grams, {wrong['whole']} wrongly."
    )
