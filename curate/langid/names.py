"""The languages that can be told, by code and English name."""

from difflib import get_close_matches

from curate.errors import UnknownName

NAMES = {
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
"""Each label that `identify` can give, apart from `und` and `zxx`; loading the profiles to ask takes long."""


def must_be_known(code: str) -> None:
    """Refuse what is not the code of a language that can be told.

    Raises:
        UnknownName: it is none; a code that may be meant is named.
    """
    if code in NAMES:
        return
    meant = _meant(code)
    suggestion = f" Did you mean {meant!r}?" if meant else ""
    unknown = UnknownName(
        f"{code!r} is not the code of a language that can be told.{suggestion}",
        hint=f"Known: {', '.join(NAMES)}.",
    )
    unknown.name = code
    raise unknown


def _meant(name: str) -> str:
    """`en` for English, EN, en-US, eng and Englsh; empty for what is like none."""
    low = name.lower().replace("_", "-").partition("-")[0]
    if low in NAMES:
        return low
    codes = {english.lower(): code for code, english in NAMES.items()}
    close = [each for each in codes if low and each.startswith(low)] or get_close_matches(low, codes, n=1)
    return codes[close[0]] if close else ""
