"""A prompt type as it was counted, and what checks say of it."""

from typing import Any

import polars as pl

from curate.checks import type_check as v
from curate.checks.type_check import TypeCheck

ROW: dict[str, Any] = {
    v.RECORDS: 400, v.COUNTED: 400.0, v.LARGEST: 1, v.EFFECTIVE: 400.0, v.SHARE: 0.1, v.TARGET: 0.1,
    v.EXPECTED: 400.0, v.RATIO: 1.0, v.RATIO_LOW: 0.9, v.RATIO_HIGH: 1.1, v.OPENING_SHARE: 0.02, v.HILL_2: 90.0,
    v.COMPARED: 60.0, v.USUAL: 60.0,
    v.VARIED_HIGH: None, v.UNSURE: None, v.PRECISION_HIGH: None, v.DISCOVERED: True,
}  # fmt: skip


NUMBERS = {name: pl.Float64 for name in ROW if name != v.DISCOVERED}


def found(check: TypeCheck, **changes: object) -> list[str]:
    """What a check says of a type; nothing where it does not find it."""
    frame = pl.DataFrame([ROW | changes], schema_overrides=NUMBERS)
    return frame.filter(check.flag().fill_null(value=False)).select(check.message()).to_series().to_list()


def is_open(check: TypeCheck, **changes: object) -> bool:
    """Whether nobody can tell of such a type."""
    frame = pl.DataFrame([ROW | changes], schema_overrides=NUMBERS)
    return bool(frame.filter(check.undecided().fill_null(value=False)).height)
