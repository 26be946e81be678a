"""Languages by the model of `py3langid`, which knows some that have no profile; in the extra `langid`."""

from functools import cache
from importlib.metadata import version
from typing import Any

from curate.errors import UnfitPackage
from curate.extras import needed
from curate.langid.answering import Answering
from curate.langid.characters import SCRIPTS
from curate.langid.names import KNOWN_TO, ZXX
from curate.langid.one_by_one import one_by_one

_NYNORSK, _NORWEGIAN = "nn", "no"
"""Are one language for all that reads labels."""
_WRITTEN = {
    "Hani": "zh", "Jpan": "ja", "Kore": "ko", "Grek": "el", "Hebr": "he", "Armn": "hy", "Geor": "ka", "Ethi": "am",
    "Cyrl": "be bg kk mk mn ru sr uk", "Arab": "ar fa ur", "Deva": "hi mr ne", "Beng": "bn", "Guru": "pa",
    "Gujr": "gu", "Taml": "ta", "Telu": "te", "Knda": "kn", "Mlym": "ml", "Sinh": "si", "Thai": "th", "Laoo": "lo",
    "Mymr": "my", "Khmr": "km",
}  # fmt: skip
"""The languages that are written in each script but the Latin one."""
_TWO_SCRIPTS = ("sr",)
"""Written in Latin letters too."""


def written_in(script: str) -> tuple[str, ...]:
    """The languages that are written in a script, by its code."""
    if script != "Latn":
        return tuple(_WRITTEN.get(script, "").split())
    others = {lang for told in _WRITTEN.values() for lang in told.split()} - {*_TWO_SCRIPTS}
    return tuple(lang for lang in KNOWN_TO["py3langid"] if lang not in others)


@cache
def by_py3langid() -> Answering:
    """Its model, asked for the languages that can be told, and for none; how sure it is, is what it says.

    Its first answer is taken that is written in the script of the text.

    Raises:
        UsageError: it is not installed.
        UnfitPackage: its model does not know all of these languages.
    """
    labels, identifier = (*KNOWN_TO["py3langid"], ZXX), _identifier()
    written = [written_in(script) for script in SCRIPTS]
    only = tuple(langs[0] if len(langs) == 1 else "" for langs in written)

    def one(prose: str, script: int) -> tuple[int, float]:
        told = _folded(identifier.rank(prose))
        first = max((ZXX, *written[script]), key=told.__getitem__)
        return labels.index(first), min(1.0, told[first])

    return Answering(labels, only, one_by_one(one))


def _folded(ranked: list[tuple[str, float]]) -> dict[str, float]:
    told = dict(ranked)
    told[_NORWEGIAN] += told.pop(_NYNORSK)
    return told


def _identifier() -> Any:  # noqa: ANN401  a package that need not be installed
    """An identifier of our own: the one of the package may be restricted by other code, and is not touched."""
    needed("py3langid", extra="langid", purpose="the backend py3langid")
    module = needed("py3langid.langid", extra="langid", purpose="the backend py3langid")
    identifier = module.LanguageIdentifier.from_model_file(module.MODEL_FILE, norm_probs=True)
    try:
        identifier.set_languages([*KNOWN_TO["py3langid"], _NYNORSK, ZXX])
    except ValueError as error:
        raise UnfitPackage(
            f"py3langid {version('py3langid')} is installed, and does not fit: {error}.",
            hint="py3langid 0.4.0 is known to fit: pip install 'curate-sft[langid]' py3langid==0.4.0",
        ) from None
    return identifier
