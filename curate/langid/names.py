"""The languages that can be told, by code and English name, and which backend tells them."""

from difflib import get_close_matches
from typing import Literal, get_args

from curate.errors import UnknownName

BackendName = Literal["profiles", "langdetect", "py3langid"]
"""Who tells languages: the profiles of `langdetect`, summed; `langdetect` itself; the model of `py3langid`."""
USUAL: BackendName = "profiles"

UND = "und"
"""Undetermined: too little text, or no language is clearly ahead."""

ZXX = "zxx"
"""No language: code."""

_PROFILED = {
    "af": "Afrikaans", "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "ca": "Catalan", "cs": "Czech",
    "cy": "Welsh", "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish",
    "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French", "gu": "Gujarati", "he": "Hebrew",
    "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian", "it": "Italian", "ja": "Japanese",
    "kn": "Kannada", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian", "mk": "Macedonian", "ml": "Malayalam",
    "mr": "Marathi", "ne": "Nepali", "nl": "Dutch", "no": "Norwegian", "pa": "Punjabi", "pl": "Polish",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "so": "Somali",
    "sq": "Albanian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "te": "Telugu", "th": "Thai",
    "tl": "Tagalog", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
"""Those that `langdetect` has a profile of."""
_OTHERS = {
    "am": "Amharic", "az": "Azerbaijani", "be": "Belarusian", "eu": "Basque", "ga": "Irish", "gl": "Galician",
    "hy": "Armenian", "is": "Icelandic", "ka": "Georgian", "kk": "Kazakh", "km": "Khmer", "lo": "Lao",
    "mn": "Mongolian", "mt": "Maltese", "my": "Burmese", "si": "Sinhala", "sr": "Serbian",
}  # fmt: skip
"""National and regional ones that only `py3langid` tells.

It has a hundred and forty in all, among them many that are seldom written and look like others: where all are
asked for, it says Nigerian Pidgin or Latin of code. Bosnian and Malay are left out too: of a hundred sentences
each it was sure of four and ten, and where it might say so it was no longer sure of Croatian and Indonesian.
"""
NAMES = dict(sorted((_PROFILED | _OTHERS).items()))
"""Each label that any backend can give, apart from `und` and `zxx`; loading one to ask takes long."""
KNOWN_TO: dict[BackendName, tuple[str, ...]] = {
    "profiles": tuple(_PROFILED),
    "langdetect": tuple(_PROFILED),
    "py3langid": tuple(NAMES),
}
"""The languages that each backend tells."""


def must_be_known(code: str) -> None:
    """Refuse what is not the code of a language that any backend tells.

    Raises:
        UnknownName: it is none; a code that may be meant is named.
    """
    if code in NAMES:
        return
    meant = _meant(code)
    suggestion = f" Did you mean {meant!r}?" if meant else ""
    raise _named(
        code,
        f"{code!r} is not the code of a language that can be told.{suggestion}",
        f"Known: {', '.join(NAMES)}.",
    )


def must_be_known_to(backend: BackendName, code: str) -> None:
    """Refuse a language that a backend does not tell.

    Raises:
        UnknownName: it does not; a backend that does is named, if there is one.
    """
    if code in KNOWN_TO[backend]:
        return
    must_be_known(code)
    others = [each for each in get_args(BackendName) if code in KNOWN_TO[each]]
    raise _named(
        code,
        f"the backend {backend} does not tell {code!r}, {NAMES[code]}; {' and '.join(others)} can.",
        f'Set it for the check: backend = "{others[0]}". {backend} knows: {", ".join(KNOWN_TO[backend])}.',
    )


def _named(code: str, message: str, hint: str) -> UnknownName:
    unknown = UnknownName(message, hint=hint)
    unknown.name = code
    return unknown


def _meant(name: str) -> str:
    """`en` for English, EN, en-US, eng and Englsh; empty for what is like none."""
    low = name.lower().replace("_", "-").partition("-")[0]
    if low in NAMES:
        return low
    codes = {english.lower(): code for code, english in NAMES.items()}
    close = [each for each in codes if low and each.startswith(low)] or get_close_matches(low, codes, n=1)
    return codes[close[0]] if close else ""
