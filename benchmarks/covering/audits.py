"""Do 200 labels hold the true shares as often as they say, and how near?"""

from typing import Any

import numpy as np
import polars as pl

from benchmarks.covering.sets import known_units, part
from curate.report.coverage.counts import counts_of, with_labels
from curate.report.coverage.drawing import drawn
from curate.report.coverage.units import units
from curate.statistics.intervals import deviations
from curate.taxonomy.model import Taxonomy

LABELS = 200


def audits(told: pl.DataFrame, true: pl.DataFrame, by: Taxonomy, repeats: int, seed: int) -> dict[str, Any]:
    """So many audits, each drawn anew, of prompts that rules told, by the labels that people gave to all."""
    ids = [unit.id for unit in units(by)]
    there = {unit.id for unit in known_units(true, by, 1)}
    prompts = part(told, range(told.height), ids)
    labels = true.select("rank", "prompt_type", "group", "how")
    truth = counts_of(part(true, range(true.height), ids), ids).shares
    keys = dict(told.select("key", "rank").iter_rows())
    raw = counts_of(prompts, ids).shares
    held, widths, errors = list[list[bool]](), list[list[float]](), list[list[float]]()
    for number in range(repeats):
        chosen = pl.Series([keys[key] for key in drawn(told, LABELS, seed + number)], dtype=pl.UInt32)
        audited = with_labels(prompts.drop("audited"), labels.filter(pl.col("rank").is_in(chosen.implode())), ids)
        counts = counts_of(audited, ids)
        assert counts.errors is not None
        reach = deviations() * counts.errors
        held.append((np.abs(counts.shares - truth) <= reach).tolist())
        widths.append(reach.tolist())
        errors.append(np.abs(counts.shares - truth).tolist())
    means = [np.mean(each, axis=0) for each in (held, widths, errors)]
    raw_errors = np.abs(raw - truth)
    return {
        "repeats": repeats,
        "labels": LABELS,
        "types": {
            kind: {
                "true": float(truth[at]),
                "held": float(means[0][at]),
                "half_width": float(means[1][at]),
                "error": float(means[2][at]),
                "error_without": float(raw_errors[at]),
            }
            for at, kind in enumerate(ids)
            if kind in there
        },
        "held": float(np.mean([means[0][at] for at, kind in enumerate(ids) if kind in there])),
        "half_width": float(np.mean([means[1][at] for at, kind in enumerate(ids) if kind in there])),
        "half_width_of_all": float(np.mean(means[1])),
        "all": len(ids),
    }
