"""The files that a run leaves, from its result to bytes."""

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl
from pydantic import BaseModel

from curate.files.folder import RunFolder
from curate.files.written import json_lines
from curate.progress import Tell, silent
from curate.provenance import versions
from curate.records import columns as c
from curate.records.edits import AFTER, BEFORE
from curate.records.records import Records
from curate.records.rejects import Reject
from curate.report.manifest import InputFile, Manifest
from curate.report.results import Result, files_of


def write_run(result: Result, folder: RunFolder, tell: Tell = silent) -> None:
    """Write all of a run to a claimed folder.

    Raises:
        OutputRefused: the folder can not be written.
        InputError: an input is no longer what it was when it was read; nothing is put in place.
    """
    kept = result.kept
    names = _kept_names(result.records, result.parts)
    changes = kept.changes(as_text=True)
    for done, (number, part) in enumerate(names):
        tell("writing", done, len(names))
        source = result.records.inputs[number].source
        own = kept.of(kept.index.filter(pl.col(c.PART).eq_missing(part)))
        save = partial(source.save, own.places(number), changed=changes[number])
        folder.fill(names[number, part], save)
    folder.write("dropped.jsonl", _dropped(result))
    folder.write("rejected.jsonl", _json_lines(map(_rejected, result.records.rejects, _files(result))))
    folder.write("edited.jsonl", _edited(result))
    folder.write("findings.jsonl", json_lines(result.findings.frame.select(FINDING)))
    folder.write("lineage.jsonl", json_lines(_lineage(result, names)))
    folder.write("ledger.json", [_json(result.ledger)])
    if result.coverage is not None:
        from curate.report.coverage.as_json import coverage_report

        folder.write(COVERAGE, [_pretty(coverage_report(result.coverage))])
    result.clock.lap("write", len(kept))
    folder.write("timing.json", [_pretty([asdict(timing) for timing in result.clock.timings])])
    folder.finish(lambda outputs: _json(_manifest(result, names, outputs)))


COVERAGE = "coverage.json"
"""Where the pipeline asks for it."""
_TOGETHER = 5_000
"""Dropped records, or changes, that are held at once."""
KeptNames = dict[tuple[int, str | None], str]
"""By input and part of a split, the file that holds what was kept."""


def _kept_names(records: Records, parts: Sequence[str | None]) -> KeptNames:
    """`kept.jsonl` for one input; a file each under `kept/` for several, names told apart; one for each part."""
    sources = [each.source for each in records.inputs]
    stems = ["kept"] if len(sources) == 1 else [f"kept/{_stem(source.name)}" for source in sources]
    names: KeptNames = {}
    for number, (stem, source) in enumerate(zip(stems, sources, strict=True)):
        for part in parts:
            middle = f".{part}" if part else ""
            candidates = (f"{stem}{mark}{middle}{source.ending}" for mark in _marks())
            names[number, part] = next(name for name in candidates if name not in names.values())
    return names


def _stem(name: str) -> str:
    """The name of an input without its endings, as the name of a file."""
    own = "stdin" if name == "-" else Path(name).name
    for packed in (".gz", ".zst"):
        own = own.removesuffix(packed)
    return own.rpartition(".")[0] or own


def _marks() -> Iterator[str]:
    yield ""
    number = 2
    while True:
        yield f"-{number}"
        number += 1


def _dropped(result: Result) -> Iterator[bytes]:
    """Lines of dropped records, with their bytes, in the order of the input."""
    for number, file in enumerate(result.files):
        rows = result.dropped.filter(pl.col("file") == file)
        gone = result.records.index.join(rows.select(c.KEY), on=c.KEY, how="semi")
        raws = result.records.of(gone).raw(number)
        for some in rows.iter_slices(_TOGETHER):
            raw = pl.Series("raw", [each.decode() for each in islice(raws, some.height)], dtype=pl.String)
            yield from json_lines(some.with_columns(raw))


def _edited(result: Result) -> Iterator[bytes]:
    """A line for each change, in the order of the input, with what was and what is now as JSON values."""
    said = pl.format(',"before":{},"after":{}}}', BEFORE, AFTER)
    whose = pl.struct(c.KEY, "step", "field").struct.json_encode().str.strip_suffix("}")
    for some in result.edited.iter_slices(_TOGETHER):
        yield from (f"{line}\n".encode() for line in some.select(whose + said).to_series())


def _files(result: Result) -> list[str]:
    files = files_of(result.records)
    return [files[reject.source] for reject in result.records.rejects]


def _rejected(reject: Reject, file: str) -> dict[str, Any]:
    row: dict[str, Any] = {
        "code": reject.code,
        "message": reject.message,
        "file": file,
        "line": reject.line or None,
        "row": reject.row,
        "offset": reject.offset if reject.line else None,
        "column": reject.column,
        "path": reject.path,
        "problems": [problem._asdict() for problem in reject.problems],
    }
    try:
        return {**row, "raw": reject.raw.decode()}
    except UnicodeDecodeError:
        return {**row, "raw_base64": b64encode(reject.raw).decode()}


FINDING = (
    "code", "name", "severity", c.KEY, c.ID, "file", c.LINE, c.ROW, c.OFFSET, "places", "message", "score",
    "related", "at", "ignored", "fix",
)  # fmt: skip
"""The fields of a finding, as they are written."""


def finding_rows(frame: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """Findings as they are written, one after the other."""
    yield from frame.select(FINDING).iter_rows(named=True)


def _lineage(result: Result, names: KeptNames) -> pl.DataFrame:
    """For each row of the output, the record it is and where that stood in the input."""
    ordered = result.kept.index.sort(c.SOURCE, c.ROW)
    outputs = pl.DataFrame(
        [(source, part, name, result.files[source]) for (source, part), name in names.items()],
        schema={c.SOURCE: pl.UInt32, c.PART: pl.String, "output": pl.String, "file": pl.String},
        orient="row",
    )
    output_row = pl.int_range(1, pl.len() + 1).over(c.SOURCE, c.PART).alias("output_row")
    told = ordered.with_columns(output_row).join(
        outputs, on=[c.SOURCE, c.PART], nulls_equal=True, how="left", maintain_order="left"
    )
    return told.select("output", "output_row", "file", c.KEY, c.ID, c.LINE, c.ROW, c.OFFSET)


def _manifest(result: Result, names: KeptNames, outputs: dict[str, str]) -> Manifest:
    return Manifest(
        versions=versions(),
        seed=result.pipeline.seed,
        pipeline=result.pipeline.resolved(),
        inputs=[
            InputFile(
                file=each.source.name,
                bytes=each.source.bytes,
                sha256=each.sha256,
                format=each.format,
                map=each.known.paths,
                outputs=[name for (source, _), name in names.items() if source == number],
            )
            for number, each in enumerate(result.records.inputs)
        ],
        outputs=outputs,
    )


def _json_lines(rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    for row in rows:
        yield (
            json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace") + b"\n"
        )


def _json(model: BaseModel) -> bytes:
    return _pretty(model.model_dump(mode="json", by_alias=True))


def _pretty(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"
