"""Languages that are told apart badly, and scripts that tell a language by themselves."""

import polars as pl

_NEAR = (
    "da no nb nn sv", "es pt gl ca", "hr sr bs sl", "id ms tl", "cs sk", "ru uk be bg mk", "zh ja", "nl af",
    "hi mr ne", "tr az",
)  # fmt: skip
_FAMILIES = {lang: family.split()[0] for family in _NEAR for lang in family.split()}
"""Each language that is taken for another one now and then, by the first of those it is taken for."""
NOT_LATIN = (
    *("ar", "bg", "bn", "el", "fa", "gu", "he", "hi", "ja", "kn", "ko", "mk", "ml", "mr"),
    *("ne", "pa", "ru", "ta", "te", "th", "uk", "ur", "zh"),
    *("am", "be", "hy", "ka", "kk", "km", "lo", "mn", "my", "si"),
)
"""Languages that are not written in Latin letters; between all others a detector may err."""


def family(lang: pl.Expr) -> pl.Expr:
    """The same for all languages that a detector takes for one another."""
    return lang.replace_strict(_FAMILIES, default=lang)
