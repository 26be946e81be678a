"""How often is each check right on real records?

python -m benchmarks.precision draw --data DIR [--seed 7] [--most 20] [--codes CODE,...] [--fresh]
python -m benchmarks.precision show CODE --data DIR
python -m benchmarks.precision summary

`draw` takes findings of each check at random from real sets, the same for the same seed, and writes a line for
each to `check_precision/CODE.jsonl`: where the record stands, and an empty verdict. Of sets that checks were
written with an eye on, only odd rows are drawn from: the eye was on the even ones. `show` prints each with its
record in view; a person then writes the verdict, `right` or `wrong`, and the reason. A finding is right if one who
cleans the set would want to be told of it. After a check was narrowed, `draw --fresh` leaves out what was drawn
before: nothing is measured on what it was narrowed by. `summary` counts them into `curate/checks/precision.json`,
which `curate explain` shows.
"""

import argparse
import json
from collections.abc import Iterator
from functools import cache
from math import sqrt
from pathlib import Path
from typing import Any

from xxhash import xxh3_64_intdigest

import curate
from curate.checks import BUILTIN, ReadCheck
from curate.report.results import Checked

FOLDER = Path(__file__).parent / "check_precision"
SUMMARY = Path(curate.__file__).parent / "checks" / "precision.json"
SETS: dict[str, dict[str, Any]] = {
    "dolly.jsonl.gz": {"expect": ["en"]},
    "alpaca_en_demo.json": {"expect": ["en"]},
    "alpaca_zh_demo.json": {"expect": ["zh"]},
    "code_alpaca_2k.jsonl.gz": {},
    "gpteacher_toolformer.jsonl.gz": {"expect": ["en"]},
    "gsm8k_train.jsonl.gz": {"expect": ["en"], "map": {"prompt": "question", "response": "answer"}},
    "glaive_toolcall_en_demo.json": {"expect": ["en"]},
    "sharegpt_dummy.jsonl.gz": {"expect": ["en"]},
    "identity.json": {"expect": ["en", "zh"]},
    "dpo_en_demo.json": {"expect": ["en"]},
    "kto_en_demo.json": {"expect": ["en"]},
    "t0_prompted.jsonl.gz": {"expect": ["en"]},
    "self_instruct_predictions.jsonl": {"expect": ["en"]},
    "t0_further.jsonl": {"expect": ["en"]},
    "aeslc_dev.jsonl": {"expect": ["en"]},
    "zoo_answers_en.jsonl": {"expect": ["en"]},
    "zoo_answers_zh.jsonl": {"expect": ["zh"]},
    "gpteacher_roleplay.json": {"expect": ["en"]},
}
"""The sets, and how each is read. `python -m benchmarks.further_sets` makes the last six."""
NEVER_SEEN = ("zoo_answers_en.jsonl", "zoo_answers_zh.jsonl", "gpteacher_roleplay.json")
"""Sets of which no row was looked at before its findings were read."""
MOST_OF_ONE_SET = 0.25
"""The largest share of a draw that one set gives, where others have findings too."""
SURE = 1.96
"""Standard deviations of an interval of 95 %."""
VERDICTS = ("right", "wrong")


@cache
def checked(data: Path, name: str, codes: tuple[str, ...]) -> Checked:
    """What these checks find in one set."""
    how = dict(SETS[name])
    expect = how.pop("expect", ())
    return curate.check(curate.read(data / name, **how), select=codes, expect=expect)


def judged_codes() -> list[str]:
    """The codes of checks that judge records which can be read."""
    return [check.code for check in BUILTIN if not issubclass(check, ReadCheck)]


def draw(data: Path, codes: list[str], most: int, seed: int, *, fresh: bool) -> None:
    """Draw findings of each code, keeping the verdicts that are there, or leaving out what was drawn before."""
    FOLDER.mkdir(exist_ok=True)
    found: dict[str, list[dict[str, Any]]] = {code: [] for code in codes}
    for name in SETS:
        frame = checked(data, name, tuple(codes)).findings.frame
        unseen = frame if name in NEVER_SEEN else frame.filter(frame["row"] % 2 == 1)
        for row in unseen.select("code", "row", "key").iter_rows(named=True):
            found[row["code"]].append({"file": name, "row": row["row"], "key": row["key"]})
    for code, rows in found.items():
        there = {(line["file"], line["row"]): line for line in lines_of(code)}
        left = [row for row in rows if not (fresh and (row["file"], row["row"]) in there)]
        chosen = [there.get((row["file"], row["row"]), {**row, "seed": seed}) for row in drawn(left, most, seed)]
        text = "".join(json.dumps({"verdict": None, "reason": "", **line}) + "\n" for line in chosen)
        path = FOLDER / f"{code}.jsonl"
        path.write_text(text, encoding="utf-8") if chosen else path.unlink(missing_ok=True)
        print(f"{code}: {len(rows):,} found, {len(chosen)} drawn")


def drawn(rows: list[dict[str, Any]], most: int, seed: int) -> list[dict[str, Any]]:
    """So many findings in the order of a hash; no set gives more than its share while others have some.

    Of records that say the same, one is enough.
    """
    ordered = sorted(rows, key=lambda row: xxh3_64_intdigest(f"{row['file']}:{row['key']}".encode(), seed=seed))
    ordered = list({row["key"].partition("-")[0]: row for row in reversed(ordered)}.values())[::-1]
    taken: list[dict[str, Any]] = []
    left: list[dict[str, Any]] = []
    for row in ordered:
        full = sum(each["file"] == row["file"] for each in taken) >= MOST_OF_ONE_SET * most
        (left if full else taken).append(row)
    return (taken + left)[:most]


def lines_of(code: str) -> list[dict[str, Any]]:
    """The findings that were drawn of a code, with their verdicts."""
    path = FOLDER / f"{code}.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def show(data: Path, code: str) -> None:
    """Print each finding that was drawn, with its record."""
    for number, line in enumerate(lines_of(code), 1):
        looked = checked(data, line["file"], (code,))
        frame = looked.findings.frame
        finding = frame.filter((frame["code"] == code) & (frame["row"] == line["row"])).row(0, named=True)
        print(f"=== {code} {number}  {line['file']} row {line['row']}  [{line['verdict']}]")
        print(f"finding: {finding['message']}  {finding['places']}")
        for key in filter(None, (line["key"], finding["related"])):
            (record,) = looked.records.frame.filter(looked.records.frame["key"] == key).iter_rows(named=True)
            print(f"--- {key} type {record['type']} label {record['label']} tools {record['tools']}")
            for message in (*record["messages"], *(record["rejected"] or ())):
                print(f"[{message['role']}] {message['content'] or message['tool_calls']}")


def wilson(right: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927, "Probable inference", equation for p)."""
    share, square = right / n, SURE**2
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = SURE * sqrt(share * (1 - share) / n + square / (4 * n * n)) / (1 + square / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def interval(right: int, n: int) -> tuple[float, float]:
    """The same, to the hundredth."""
    low, high = wilson(right, n)
    return round(low, 2), round(high, 2)


def summarised() -> Iterator[tuple[str, dict[str, Any]]]:
    """Of each code with findings: how many were read, how many were right, and the interval.

    Raises:
        SystemExit: a finding that was drawn has no verdict.
    """
    for check in BUILTIN:
        lines = lines_of(check.code)
        if [line for line in lines if line["verdict"] not in VERDICTS]:
            raise SystemExit(
                f"{check.code}: a finding has no verdict; python -m benchmarks.precision show {check.code}"
            )
        if lines:
            right = sum(line["verdict"] == "right" for line in lines)
            low, high = interval(right, len(lines))
            yield check.code, {"read": len(lines), "right": right, "low": low, "high": high}


def main() -> None:
    """Draw, show, or sum up."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("draw", "show", "summary"))
    parser.add_argument("code", nargs="?")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--codes", default="")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--most", type=int, default=20)
    parser.add_argument("--fresh", action="store_true")
    asked = parser.parse_args()
    if asked.what == "draw":
        draw(
            asked.data,
            asked.codes.split(",") if asked.codes else judged_codes(),
            asked.most,
            asked.seed,
            fresh=asked.fresh,
        )
    elif asked.what == "show":
        show(asked.data, asked.code)
    else:
        SUMMARY.write_text(json.dumps(dict(summarised()), indent=1) + "\n", encoding="utf-8")
        print(f"{SUMMARY} holds the precision of {len(dict(summarised()))} checks")


if __name__ == "__main__":
    main()
