"""Languages as `langdetect` itself tells them, from a fixed seed."""

from functools import cache
from typing import Any

import numpy as np

from curate.files.resources import langdetect_profiles
from curate.langid.answering import Answering
from curate.langid.identify import gate
from curate.langid.installed import folded, parsed
from curate.langid.one_by_one import one_by_one
from curate.langid.profiles import profiles

_SEED = 0
"""Each text is told from this seed anew, so that what is told of one does not depend on those before it."""


@cache
def by_langdetect() -> Answering:
    """Its detector, asked for the languages of a script; how sure it is, is what it says.

    It draws n-grams at random until it is sure enough, seven times over. Its seed is usually one for the whole
    class, which other code of the process may set; neither that one nor the factory of `langdetect.detect` is
    touched.

    Raises:
        UnfitPackage: the profiles of the installed `langdetect` are missing, or not those that are known.
    """
    names, factory = profiles().languages, _factory()
    priors = [{names[each]: 1.0 for each in np.flatnonzero(written)} for written in gate().languages]

    def one(prose: str, script: int) -> tuple[int, float]:
        told = _probabilities(factory, prose, priors[script]) if priors[script] else []
        return (names.index(told[0].lang), min(1.0, told[0].prob)) if told else (-1, 0.0)

    return Answering(tuple(map(folded, names)), gate().only, one_by_one(one))


def _factory() -> Any:  # noqa: ANN401  langdetect has no types
    """A factory of detectors that nobody else has."""
    from langdetect.detector_factory import DetectorFactory

    texts = langdetect_profiles()
    parsed(texts)
    factory = DetectorFactory()
    factory.load_json_profile(texts)
    factory.set_seed(_SEED)
    return factory


def _probabilities(factory: Any, prose: str, prior: dict[str, float]) -> Any:  # noqa: ANN401  langdetect has no types
    """Languages with more than a tenth of the probability, the first with most; none of a text without n-grams."""
    from langdetect.lang_detect_exception import LangDetectException

    detector = factory.create()
    detector.set_prior_map(prior)
    detector.append(prose)
    try:
        return detector.get_probabilities()
    except LangDetectException:
        return []
