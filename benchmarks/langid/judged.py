"""What everybody told, against the languages that texts are in."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.langid.bands import band_of, by_band
from benchmarks.langid.confusions import among_look_alikes, confusions
from benchmarks.langid.contenders import CURATE, LANGDETECT
from benchmarks.langid.recall import by_kind, differences
from benchmarks.langid.sure import ranked
from benchmarks.langid.taken import Taken
from benchmarks.langid.texts import KINDS, PARTS, Text, is_fitted_on, letters
from curate.langid.names import KNOWN_TO, USUAL
from curate.statistics.calibration import calibration_error

Flags = npt.NDArray[np.bool_]
Told = dict[str, Any]


class Truth:
    """The languages of all texts, in the order in which they were told."""

    def __init__(self, texts: Sequence[Text], shown: Sequence[Text]) -> None:
        every = [*texts, *shown]
        self.langs = np.array([each.lang for each in every])
        self.kinds = np.array([each.kind for each in every])
        self.bands = band_of([letters(each.text) for each in every])
        self.is_text = np.isin(self.kinds, KINDS)
        """Whether it is of those in many languages."""
        self.is_known = self.is_text & np.isin(self.langs, KNOWN_TO[USUAL])
        """Whether it is one of these whose language langdetect knows."""
        fitted = {lang: is_fitted_on(str(lang)) for lang in np.unique(self.langs)}
        self.is_held = self.is_known & ~np.array([fitted[lang] for lang in self.langs])
        """Whether nothing was fitted on its language."""

    def right(self, taken: Taken) -> Flags:
        """Whether each text is told rightly."""
        return np.asarray(taken.labels == self.langs)


def judged(taken: Sequence[Taken], truth: Truth) -> Told:
    """All that is told of labels."""
    named = {each.contender.name: each for each in taken}
    best = {name: each for name, each in named.items() if not each.contender.abstains}
    shown = {name: each for name, each in named.items() if each.contender.abstains or name in (CURATE, LANGDETECT)}
    return {
        "accuracy": {name: _accuracy(each, truth) for name, each in best.items()},
        "curate_less": {name: _less(best[CURATE], each, truth) for name, each in best.items() if name != CURATE},
        "same_label": _same_label(best, truth),
        "demonstrations_told": {name: _of_demonstrations(each, truth) for name, each in best.items()},
        "abstaining": {name: _by_band(each, truth) for name, each in named.items() if each.contender.abstains},
        "by_language": _by_language(shown, truth),
        "confusions": {name: _confusions(each, truth) for name, each in shown.items()},
    }


def _accuracy(taken: Taken, truth: Truth) -> Told:
    known, held, right = truth.is_known, truth.is_held, truth.right(taken)
    above = ranked(taken.sure[held], right[held])
    return {
        **by_kind(right[known], truth.langs[known], truth.kinds[known]),
        "error": round(calibration_error(taken.sure[held], right[held]), 4),
        "ranked": None if above is None else round(above, 4),
        "lacks": sorted(set(np.unique(truth.langs[known]).tolist()) - taken.knows()),
    }


def _less(one: Taken, other: Taken, truth: Truth) -> Told:
    known = truth.is_known
    ours, theirs = truth.right(one)[known], truth.right(other)[known]
    return differences(ours, theirs, truth.langs[known], truth.kinds[known])


def _same_label(best: dict[str, Taken], truth: Truth) -> float | None:
    if LANGDETECT not in best:
        return None
    both = [best[name].labels[truth.is_known] for name in (CURATE, LANGDETECT)]
    return round(float((both[0] == both[1]).mean()), 4)


def _of_demonstrations(taken: Taken, truth: Truth) -> dict[str, float]:
    right = truth.right(taken)
    return {part.name: round(float(right[truth.kinds == part.name].mean()), 4) for part in PARTS}


def _by_band(taken: Taken, truth: Truth) -> Told:
    own = truth.is_known
    return by_band(taken.labels[own], truth.langs[own], truth.bands[own])


def _by_language(shown: dict[str, Taken], truth: Truth) -> Told:
    """By kind for the best labels, and by band for what is told behind the gate."""
    told: Told = {}
    for lang in np.unique(truth.langs[truth.is_known]).tolist():
        own = truth.is_known & (truth.langs == lang)
        told[lang] = {
            name: by_band(each.labels[own], truth.langs[own], truth.bands[own])
            if each.contender.abstains
            else by_kind(truth.right(each)[own], truth.langs[own], truth.kinds[own])
            for name, each in shown.items()
        }
    return told


def _confusions(taken: Taken, truth: Truth) -> Told:
    """Of sentences, those of languages that langdetect does not know apart."""
    sentences = truth.kinds == KINDS[0]
    known, others = sentences & truth.is_known, sentences & ~truth.is_known
    return {
        "known": [each._asdict() for each in confusions(taken.labels[known], truth.langs[known])],
        "not_known": [each._asdict() for each in confusions(taken.labels[others], truth.langs[others])],
        "look_alikes": [
            each._asdict() for each in among_look_alikes(taken.labels[sentences], truth.langs[sentences])
        ],
    }
