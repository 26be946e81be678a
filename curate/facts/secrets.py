"""Secrets in a text: keys, tokens and passwords that open something."""

import json
import math
import re
from base64 import urlsafe_b64decode
from collections import Counter
from collections.abc import Iterator

from curate.facts.private import Private, apart, told
from curate.records import columns as c

_EDGES = r"(?<![A-Za-z0-9_\-])", r"(?![A-Za-z0-9_\-])"
_TOKEN = re.compile(
    _EDGES[0] + r"(?:(?:AKIA|ASIA)[A-Z2-7]{16}"  # Amazon
    r"|gh[pousr]_[A-Za-z0-9]{36,251}|github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}"
    r"|gl(?:pat|ptt|dt|rt)-[A-Za-z0-9_\-]{20,64}"
    r"|xox[abeoprs]-[A-Za-z0-9\-]{24,250}|xapp-[0-9]-[A-Za-z0-9\-]{24,250}"
    r"|[sr]k_live_[A-Za-z0-9]{16,247}|whsec_[A-Za-z0-9]{32,}"
    r"|sk-(?:(?:proj|svcacct|admin|ant|or)-)?[A-Za-z0-9_\-]{32,200}"
    r"|AIza[A-Za-z0-9_\-]{35}|hf_[A-Za-z]{34}|npm_[A-Za-z0-9]{36}|pypi-[A-Za-z0-9_\-]{60,}"
    r"|SG\.[A-Za-z0-9_\-]{22}\.[A-Za-z0-9_\-]{43}|[0-9]{8,10}:AA[A-Za-z0-9_\-]{33})" + _EDGES[1]
)
_WEBHOOK = re.compile(r"hooks\.slack\.com/services/T[A-Z0-9]{8,}/B[A-Z0-9]{8,}/[A-Za-z0-9]{24}")
_KEY_BLOCK = re.compile(
    r"-----BEGIN (?P<what>(?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?)-----(?P<body>[A-Za-z0-9+/=\s\\:,.\-]{64,}?)"
    r"(?:-----END (?P=what)-----|\Z)"
)
_KEY_LINE = re.compile(r"[A-Za-z0-9+/]{40}")
_WEB_TOKEN = re.compile(
    _EDGES[0]
    + r"(?P<header>eyJ[A-Za-z0-9_\-]{8,})\.(?P<claims>eyJ[A-Za-z0-9_\-]{8,})\.[A-Za-z0-9_\-]{20,}"
    + _EDGES[1]
)
_ASSIGNED = re.compile(
    r"(?<!enc_)(?<!crypted_)(?<!hashed_)(?i:pass(?:word|wd|phrase)|pwd|secret|api[_\-]?key|access[_\-]?key|auth[_\-]?token|access[_\-]?token|token)"
    r"[\"']?\s{0,3}(?:(?:=>|:=|=|:)\s{0,3}(?P<quote>[\"'])(?P<quoted>[A-Za-z0-9+/=_\-!@#$%^&*~.?]{16,200})(?P=quote)"
    r"|=\s?(?P<bare>[A-Za-z0-9+/_\-!@#$%^&*~]{16,200}={0,2})(?=\s|$))"
)
_STANDS_FOR_ONE = re.compile(
    r"(?i)example|sample|dummy|fake|placeholder|your|insert|replace|change|secret|passw|token|xxx|\.\.\.|\*\*\*"
    r"|abcdef|123456|qwerty|00000|test|demo|foo|_here|hidden|redacted|(.)\1{4}"
)
"""Words and runs with which people write a secret that is none."""

_SIGNS = [
    *("AKIA", "ASIA", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "glptt-", "gldt-", "glrt-"),
    *(
        "xox",
        "xapp-",
        "k_live_",
        "whsec_",
        "sk-",
        "AIza",
        "hf_",
        "npm_",
        "pypi-",
        "SG.",
        ":AA",
        "hooks.slack",
        "eyJ",
    ),
    "PRIVATE KEY",
]
_NAMES = ["password", "passwd", "passphrase", "pwd", "secret", "token"]
_NAMES += ["apikey", "api_key", "api-key", "accesskey", "access_key", "access-key"]
MAY_HOLD = c.text().str.contains_any(_SIGNS) | c.text().str.contains_any(_NAMES, ascii_case_insensitive=True)
"""Whether a text can hold any; cheap to tell, and false of most."""

_TOKEN_BITS, _ASSIGNED_BITS = 3.0, 3.3
_CLASSES = ("[a-z]", "[A-Z]", "[0-9]")


def secrets(text: str) -> list[Private]:
    """Each secret in a text, also in its code, in the order of the text."""
    return apart((*_tokens(text), *_key_blocks(text), *_web_tokens(text), *_assigned(text)))


def _tokens(text: str) -> Iterator[Private]:
    for pattern in (_TOKEN, _WEBHOOK):
        for found in pattern.finditer(text):
            if (
                bits(found[0]) >= _TOKEN_BITS
                and re.search(r"[0-9A-Z]", found[0][4:])
                and not _is_stand_in(found[0])
            ):
                yield _secret(found.span(), found[0])


def _key_blocks(text: str) -> Iterator[Private]:
    for found in _KEY_BLOCK.finditer(text) if "PRIVATE KEY" in text else ():
        if _KEY_LINE.search(found["body"]) and not re.search(r"\.\.\.", found["body"]):
            yield _secret(found.span(), found[0])


def _web_tokens(text: str) -> Iterator[Private]:
    for found in _WEB_TOKEN.finditer(text) if "eyJ" in text else ():
        header, claims = _decoded(found["header"]), _decoded(found["claims"])
        # The token with which everybody explains them is signed for nobody.
        if "alg" in header and claims and claims.get("sub") != "1234567890":
            yield _secret(found.span(), found[0])


def _decoded(part: str) -> dict[str, object]:
    try:
        value = json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _assigned(text: str) -> Iterator[Private]:
    for found in _ASSIGNED.finditer(text):
        group = "quoted" if found["quoted"] else "bare"
        value = found[group]
        mixed = all(re.search(kind, value) for kind in _CLASSES)
        if mixed and bits(value) >= _ASSIGNED_BITS and not _is_stand_in(value) and not _is_name(value):
            yield _secret(found.span(group), value)


def _is_stand_in(value: str) -> bool:
    return bool(_STANDS_FOR_ONE.search(value))


def _is_name(value: str) -> bool:
    """Words of a program, such as `config.apiKey2`: hardly a digit, and letters that make words."""
    return bool(re.fullmatch(r"(?:[A-Z]?[a-z]{2,}|[A-Z]+|[0-9]{1,2}|[._\-/])+", value))


def _secret(span: tuple[int, int], value: str) -> Private:
    return Private(*span, "SECRET", value)


def bits(text: str) -> float:
    """The entropy of a character of the text, by how often each occurs."""
    counts = Counter(text).values()
    return -sum(count / len(text) * math.log2(count / len(text)) for count in counts)


SECRETS = told("secrets", MAY_HOLD, secrets, {"SECRET": ("secret", "secrets")})
