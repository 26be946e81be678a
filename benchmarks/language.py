"""How often is the language of a text told rightly, how sure is that, and how fast, beside other libraries?

python -m benchmarks.language --data DIR [--rounds 5] [--peers langdetect,eldc]
    [--out benchmarks/results/language.json]

Reads `language_id.jsonl.gz` of DIR: sentences, pairs of words and single words in many languages, of which those
count for recall that langdetect knows; and demonstrations in English and Chinese, code and prose. Everybody is
asked for the best label of each text, however unsure; what `curate` tells behind its gate is measured beside it.
What cools the sums is fitted on a third of the languages, drawn by a hash of their codes; how sure all are is told
of the others. Each peer runs in an environment of its own, with the pinned versions of `peers/*.txt`. Speeds
are of one core and CPU time, in turns, without what loading takes. Then `python -m benchmarks.tables` renews the
tables.
"""

import argparse
import json
import platform
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.langid.coded import by_hand, of_prose
from benchmarks.langid.contenders import PEERS, described, ours, peers
from benchmarks.langid.early import early
from benchmarks.langid.judged import Truth, judged
from benchmarks.langid.recall import DRAWS, SEED
from benchmarks.langid.sure import cooling
from benchmarks.langid.taken import Taken, take_turns, tell_all
from benchmarks.langid.texts import LENGTHS, cut, demonstrations, in_languages
from curate.langid.names import KNOWN_TO, USUAL

RESULTS = Path(__file__).parent / "results" / "language.json"


def measure(asked: argparse.Namespace, scratch: Path) -> dict[str, Any]:
    """Let everybody tell all texts, and judge what was told."""
    texts, shown = in_languages(asked.data), demonstrations(asked.data)
    known = [each for each in texts if each.lang in KNOWN_TO[USUAL]]
    others, left_out = peers([name for name in asked.peers.split(",") if name != "none"], asked.environments)
    taken, failed = tell_all([*ours(), *others], [each.text for each in (*texts, *shown)], scratch)
    take_turns(taken, {str(length): cut(known, length) for length in LENGTHS}, asked.rounds, scratch)
    return {
        "texts": len(known),
        "languages": len({each.lang for each in known}),
        "demonstrations": len(shown),
        "settings": described(each.contender for each in taken),
        "left_out": left_out | failed,
        **judged(taken, Truth(texts, shown)),
        "calibration": cooling(known),
        "early": early(known),
        "code": {"by_hand": by_hand(asked.data), "prose": of_prose(asked.data)},
        "figures": figures(taken),
    }


def figures(taken: Sequence[Taken]) -> dict[str, Any]:
    """What everybody takes."""
    return {each.contender.name: each.figures() for each in taken}


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """What is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peers", default=",".join(PEERS), help="with commas; none: nobody")
    parser.add_argument("--environments", type=Path, default=Path("build/peers"))
    parser.add_argument("--scratch", type=Path, help="where the texts and what is told of them go for a while")
    parser.add_argument("--out", type=Path, default=RESULTS)
    return parser.parse_args(given)


def command_of(asked: argparse.Namespace) -> str:
    """The command that makes the same result again."""
    words = [f"python -m benchmarks.language --data DIR --rounds {asked.rounds}"]
    words += [f"--peers {asked.peers}"] if asked.peers != ",".join(PEERS) else []
    return " ".join(words)


def main() -> None:
    """Measure, and store."""
    asked = arguments()
    with tempfile.TemporaryDirectory(dir=asked.scratch) as scratch:
        result = {
            "question": "How often is the language of a text told rightly, how sure is that, and how fast?",
            "command": command_of(asked),
            "python": platform.python_version(),
            "rounds": asked.rounds,
            "bootstrap": {"draws": DRAWS, "seed": SEED},
            **measure(asked, Path(scratch).resolve()),
        }
    asked.out.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{asked.out} is written")


if __name__ == "__main__":
    main()
