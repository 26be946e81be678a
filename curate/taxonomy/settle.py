"""Who is believed: the record's own label before all that is told from its words."""

import polars as pl

from curate.taxonomy.assign import ASSIGNED
from curate.taxonomy.model import NONE, OTHER, UNSURE, Taxonomy

_MEANT, _TOLD = "meant", "told"


def settle(meant: pl.Series, told: pl.Series, by: Taxonomy) -> pl.Series:
    """What is told of each prompt, with what its own label means in place of it where it has one.

    A label may mean only a group: then the type is what the patterns tell, if that is of this group.

    Args:
        meant: What each label means, as `curate.taxonomy.labels` gives it; null where there is none.
        told: What the patterns tell, as `ASSIGNED`.
        by: The types.
    """
    known = pl.DataFrame({_MEANT: meant.cast(pl.String), _TOLD: told})
    groups = [each.id for each in by.groups]
    label = pl.col(_MEANT)
    only_a_group = label.is_in(groups) & ~label.is_in([each.id for each in by.types])
    fits = pl.col(_TOLD).struct.field("group") == label
    answer = (
        pl.when(label.is_null()).then(pl.col(_TOLD))
        .when(only_a_group & fits.fill_null(value=False)).then(pl.col(_TOLD))
        .when(only_a_group).then(_labelled(pl.lit(UNSURE), label))
        .when(label.is_in([OTHER, NONE, UNSURE])).then(_labelled(_reason(label), pl.lit(None, pl.String)))
        .otherwise(_labelled(label, _group(label, by)))
    )  # fmt: skip
    return known.select(answer.alias(told.name)).to_series()


def _labelled(kind: pl.Expr, group: pl.Expr) -> pl.Expr:
    return pl.struct(
        kind.alias("type"),
        group.alias("group"),
        pl.lit(1.0).alias("score"),
        pl.lit(1.0).alias("margin"),
        pl.lit("label").alias("source"),
        pl.concat_list(pl.lit("its own label")).alias("why"),
    ).cast(ASSIGNED)


def _reason(label: pl.Expr) -> pl.Expr:
    """A label that says other, and no more, says that no type fits."""
    return pl.when(label == OTHER).then(pl.lit(NONE)).otherwise(label)


def _group(label: pl.Expr, by: Taxonomy) -> pl.Expr:
    ids = [each.id for each in by.types]
    return label.replace_strict(ids, [each.group for each in by.types], default=None, return_dtype=pl.String)
