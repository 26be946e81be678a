"""One code for each language, whoever told it."""

FOLDED = {
    "nb": "no", "nn": "no", "cmn": "zh", "yue": "zh", "wuu": "zh", "arz": "ar", "ary": "ar", "iw": "he",
    "in": "id", "ji": "yi", "jw": "jv", "fil": "tl", "mo": "ro", "pes": "fa", "swh": "sw", "zsm": "ms",
    "ekk": "et", "lvs": "lv", "un": "und", "": "und",
}  # fmt: skip
"""Other codes of the same language, and its kinds that are not told apart here."""


def code(label: str) -> str:
    """The code of a language by ISO 639-1, where it has one, whatever its script and country."""
    own = label.replace("_", "-").partition("-")[0].lower()
    return FOLDED.get(own, own)
