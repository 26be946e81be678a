"""More real records for reading findings: those of public repositories that stand in none of the other sets.

git clone https://github.com/yizhongw/self-instruct && git -C self-instruct checkout 0b26ccaa
git clone https://github.com/ryanzhumich/AESLC && git -C AESLC checkout 7afc087a
git clone https://github.com/FreedomIntelligence/LLMZoo && git -C LLMZoo checkout cf70d9c
git clone https://github.com/teknium1/GPTeacher && git -C GPTeacher checkout 4810751
python -m benchmarks.further_sets --self-instruct self-instruct --aeslc AESLC --llmzoo LLMZoo --gpteacher GPTeacher
    --data DIR

No check was narrowed by them before they were read. The predictions are what eight models said to 252 instructions
of people; of the T0 prompts those that `t0_prompted.jsonl.gz` holds are left out; a mail of the Enron corpus
(Zhang and Tetreault 2019) asks for its subject line; seven models answered 70 questions in English and in Chinese;
the role plays are by GPT-4.
"""

import argparse
import gzip
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

PREDICTIONS = "human_eval/predictions"
TEMPLATES = "data/finetuning/t0_train_50k/data_per_template"
MAILS = "enron_subject_line/dev"
QUESTIONS, ANSWERS = "llmzoo/eval/questions/multi-lingual-question.jsonl", "llmzoo/eval/answers"
ROLE_PLAYS = "Roleplay/roleplay-simple-deduped-roleplay-instruct.json"


def lines_in(folder: Path) -> Iterator[str]:
    """Each line of each file of a folder, in the order of the names."""
    for path in sorted(folder.glob("*.jsonl")):
        yield from path.read_text(encoding="utf-8").splitlines()


def pairs_in(folder: Path) -> Iterator[tuple[str, str]]:
    """Each prompt and its response."""
    for row in map(json.loads, lines_in(folder)):
        yield row["prompt"], row.get("completion") or row["response"]


def mails_in(folder: Path) -> Iterator[tuple[str, str]]:
    """Each mail, with the request for its subject line, and that line."""
    for path in sorted(folder.iterdir()):
        mail, _, rest = path.read_text(encoding="utf-8").partition("\n@subject\n")
        yield f"Write the subject line of this mail.\n\n{mail.strip()}", rest.partition("\n@ann0")[0].strip()


def answers_in(folder: Path, language: str) -> Iterator[tuple[str, str]]:
    """Each question in a language, with what a model answered."""
    asked = map(json.loads, (folder / QUESTIONS).read_text(encoding="utf-8").splitlines())
    questions = {row["question_id"]: row["text"] for row in asked if row["lang"] == language}
    for row in map(json.loads, lines_in(folder / ANSWERS)):
        if row["question_id"] in questions:
            yield questions[row["question_id"]], row["text"]


def write(path: Path, pairs: Iterator[tuple[str, str]], known: frozenset[tuple[str, str]] = frozenset()) -> None:
    """Write the pairs that are not known, each once."""
    rows = (pair for pair in dict.fromkeys(pairs) if pair not in known)
    lines = (json.dumps({"prompt": prompt, "completion": response}) + "\n" for prompt, response in rows)
    path.write_text("".join(lines), encoding="utf-8")


def main() -> None:
    """Read the clones, and write six sets beside the others."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--self-instruct", "--aeslc", "--llmzoo", "--gpteacher", "--data"):
        parser.add_argument(name, type=Path, required=True)
    asked = parser.parse_args()
    with gzip.open(asked.data / "t0_prompted.jsonl.gz", "rt", encoding="utf-8") as file:
        known = frozenset((row["prompt"], row["completion"]) for row in map(json.loads, file))
    write(asked.data / "self_instruct_predictions.jsonl", pairs_in(asked.self_instruct / PREDICTIONS))
    write(asked.data / "t0_further.jsonl", pairs_in(asked.self_instruct / TEMPLATES), known)
    write(asked.data / "aeslc_dev.jsonl", mails_in(asked.aeslc / MAILS))
    for language in ("en", "zh"):
        write(asked.data / f"zoo_answers_{language}.jsonl", answers_in(asked.llmzoo, language))
    shutil.copyfile(asked.gpteacher / ROLE_PLAYS, asked.data / "gpteacher_roleplay.json")


if __name__ == "__main__":
    main()
