"""Personal data in a text: mail addresses, phone numbers, payment cards and bank accounts of persons."""

import re
from collections.abc import Iterator

from curate.facts.code import blanked
from curate.facts.numbers import is_card, is_iban, is_local_phone, is_persons_phone
from curate.facts.private import Private, apart, told
from curate.records import columns as c

MAY_HOLD = c.text().str.contains(r"@|[0-9](?:[ ().\-/]{0,3}[0-9]){6}|[A-Z]{2}[0-9]{2} ?[A-Z0-9]{4}")
"""Whether a text can hold any; cheap to tell, and false of most."""

_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"'）]+")
_MAIL = re.compile(
    r"(?<![\w.%+@/:\-])(?P<name>\w(?:[\w.%+\-]{0,62}[\w+])?)@(?P<host>(?:[\w\-]{1,63}\.)+[^\W\d_]{2,24})(?![\w@]|-\w)"
)
_RESERVED = re.compile(
    r"(?:.+\.)?(?:example\.(?:com|org|net|edu)|[^.]+\.(?:example|test|invalid|localhost|local))"
)
_FILE = re.compile(r".*\.(?:png|jpe?g|gif|svg|webp|js|css|html?|php|py|json|txt|pdf|exe|dll|so|zip|gz)")
_NOBODY = re.compile(
    r"(?:no|do-?not)[._-]?reply|info|support|contact|sales|admin|administrator|help(?:desk)?|office|hello|press"
    r"|service|customer[._-]?(?:service|support|care)|jobs|careers|hr|team|mail|e?mail|webmaster|postmaster|abuse"
    r"|(?:[\w.\-]*[._\-])?(?:letters|editor(?:s|ial)?|news(?:desk|room)?|photos?|pictures?|pics)(?:[._\-]\w+)?"
    r"|\w+(?:letters|editors|newsdesk|photos|pictures)|\w*podcast\w*"
    r"|(?:jo[eh]n?|jon|jane|j)[._-]?(?:doe|roe|smith)\d*|(?:doe|roe|smith)[._-]?(?:joh?n|joe|jane)\d*|doe\d*"
    r"|security|privacy|feedback|enquiries|inquiries|bookings?|reservations?|events?|git|root|user(?:name)?\d*"
    r"|someone|somebody|anyone|you|your.*|my(?:name|[._-]?email)|name|first[._-]?(?:name)?[._-]?last(?:[._-]?name)?"
    r"|abc|xyz|foo|bar|x+|test(?:er|ing)?\d*|sample|example|recipient|sender|to|from",
    re.IGNORECASE,
)
"""Mailboxes of an office and not of a person, and names and words that stand for any."""
_NOWHERE = re.compile(
    r"(?:.*\.)?(?:(?:your|my|our|the|some|any)?[-_]?(?:domain|company|organi[sz]ation|website|site|business"
    r"|emailprovider)(?:name)?|(?:your|my|some)[-_]?(?:firm|corp|school|college|university|employer|shop|store|server"
    r"|provider|host|place|where)(?:name)?|example\w*|sample\w*|test|foo|bar|baz|x+|abc|xyz|acme|email)\.\w+",
    re.IGNORECASE,
)
"""Domains that stand for any."""

_ASSIGNED = re.compile(r"\b[A-Za-z_][\w.\]]*\s{0,3}=\s{0,3}(?P<quote>[\"'])[^\"'\n]{0,200}(?P=quote)")
"""A value in code, with or without a fence."""

_BEFORE = r"(?<![\w.,+$€£¥#=/*^\-])(?<![0-9A-Z] )"
_BEHIND = r"(?![\w%°$€£¥*^]|[.,/\-= ][0-9])"
"""A number stands by itself: in no word, no decimal, no sum, and no row of numbers."""
_CARD = re.compile(
    rf"{_BEFORE}(?:[0-9]{{13,19}}"
    r"|[0-9]{4}(?P<a>[ \-])[0-9]{4}(?P=a)[0-9]{4}(?P=a)[0-9]{4}(?:(?P=a)[0-9]{3})?"
    rf"|[0-9]{{4}}(?P<b>[ \-])[0-9]{{6}}(?P=b)[0-9]{{4,5}}){_BEHIND}"
)
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])")
_ABROAD = re.compile(
    r"(?<![\w.,+$€£#=*^/\-])(?<![0-9]\n)(?:\+|(?<![0-9A-Z] )00(?=[1-9]))"
    rf"(?P<all>[1-9][0-9]{{0,2}}(?:[ .\-/]?(?:\([0-9]{{1,5}}\)|[0-9]{{1,12}})){{1,6}}){_BEHIND}"
)
_NORTH_AMERICA = re.compile(
    rf"{_BEFORE}(?:1[ .\-])?(?:\((?P<a>[2-9][0-9]{{2}})\)[ \-]?|(?P<b>[2-9][0-9]{{2}})(?P<sep>[ .\-]))"
    rf"(?P<c>[2-9][0-9]{{2}})(?(sep)(?P=sep)|[ .\-])(?P<d>[0-9]{{4}}){_BEHIND}"
)
_CALLED = re.compile(
    r"(?:\b(?:tel|phone|mobile|cell|call|ring|dial|text|fax|whatsapp|telefon|handy|mobil|anruf\w*|tel[eé]fono"
    r"|m[oó]vil|celular|ll[aá]m\w+)\b|电话|手机|致电|联系方式|هاتف|جوال|اتصل)[^0-9+\n.,;!?，。；！？、（）]{0,20}"
    r"(?P<number>(?!(?:19|20)[0-9]{2}[ ./\-])\(?[0-9][0-9 ()\-/.]{6,18}[0-9])(?![\w%]|[.,\-][0-9])",
    re.IGNORECASE,
)
_OF_NORTH_AMERICA = re.compile(
    r"(?:1[ .\-])?(?:[0-9]{3}[.\-]|\(?[0-9]{3}\)[ \-]?|1[0-9]{2} )[0-9]{3}[ .\-][0-9]{4}"
)
"""A number that is written as in North America. With a 0 and spaces it may well be one of Ireland."""
_CARDS = re.compile(
    r"(?i)\b(?:cards?|visa|mastercard|amex|american express|credit|debit|karte|tarjeta)\b|卡|بطاقة"
)
_NO_CARD = re.compile(r"(?i)\b(?:isbn|issn|doi|imei)\b[^\n]{0,15}$")
_NO_PHONE = re.compile(r"(?i)\b(?:isbn|issn|doi|order|invoice|serial|model|id|ref\w*|case|patent)\b[^\n]{0,15}$")
_OFFICE = re.compile(
    r"(?i)\b(?:police|sheriff|department|crime stoppers|hotline|helpline|tip ?line|switchboard|headquarters"
    r"|hospital|embassy|consulate)\b[^\n.!?]{0,20}$"
)
"""Whose number it is, if it stands before it, is no person."""
_NORTH = 10
"""Digits of a number in North America."""
_COUNTRY = re.compile(r"1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|[2-9][0-9]{2}")
"""The code of a country at the beginning of a number."""


def personal_data(text: str) -> list[Private]:
    """What is a person's, outside of code and of links, in the order of the text."""
    plain = _without_assigned(_LINK.sub(lambda found: " " * len(found[0]), blanked(text)))
    found = apart((*_mails(plain), *_ibans(plain), *_cards(plain)))
    taken = [(each.start, each.end) for each in found]
    phones = (
        each for each in _phones(plain) if all(each.end <= start or each.start >= end for start, end in taken)
    )
    return apart((*found, *phones))


def _without_assigned(text: str) -> str:
    """A text in which values that a program gives to a name are white space."""
    return _ASSIGNED.sub(lambda found: " " * len(found[0]), text) if "=" in text else text


def _mails(text: str) -> Iterator[Private]:
    for found in _MAIL.finditer(text) if "@" in text else ():
        name, host = found["name"], found["host"].lower()
        if ".." in name or _RESERVED.fullmatch(host) or _FILE.fullmatch(host):
            continue
        if not _NOBODY.fullmatch(name) and not _NOWHERE.fullmatch(host):
            yield Private(*found.span(), "EMAIL", f"{name.lower()}@{host}")


def _cards(text: str) -> Iterator[Private]:
    for found in _CARD.finditer(text):
        digits = _digits(found[0])
        around = text[max(0, found.start() - 60) : found.end() + 40]
        # Any long number of sums may have a check digit that fits.
        written = digits != found[0] or _CARDS.search(around)
        if written and is_card(digits) and not _NO_CARD.search(text[: found.start()][-40:]):
            yield Private(*found.span(), "CARD", digits)


def _ibans(text: str) -> Iterator[Private]:
    for found in _IBAN.finditer(text):
        number = found[0].replace(" ", "")
        if is_iban(number):
            yield Private(*found.span(), "IBAN", number)


def _phones(text: str) -> Iterator[Private]:
    for start, end, value in (*_phones_abroad(text), *_phones_of_north_america(text), *_phones_called(text)):
        before = text[:start][-40:]
        if not _NO_PHONE.search(before) and not _OFFICE.search(before):
            yield Private(start, end, "PHONE", value)


Phone = tuple[int, int, str]


def _phones_abroad(text: str) -> Iterator[Phone]:
    for found in _ABROAD.finditer(text):
        digits = _digits(found["all"])
        country = _COUNTRY.match(digits)
        national = digits[country.end() :] if country else ""
        if national and is_persons_phone(digits, national):
            yield *found.span(), digits


def _phones_of_north_america(text: str) -> Iterator[Phone]:
    for found in _NORTH_AMERICA.finditer(text):
        digits = (found["a"] or found["b"]) + found["c"] + found["d"]
        if is_persons_phone("", digits):
            yield *found.span(), "1" + digits


def _phones_called(text: str) -> Iterator[Phone]:
    for found in _CALLED.finditer(text):
        digits = _digits(found["number"])
        if _OF_NORTH_AMERICA.fullmatch(found["number"]) and not is_persons_phone("", digits[-_NORTH:]):
            continue
        # Eleven digits without a sign between them are a mobile number of China.
        north = (
            re.fullmatch(r"1?([2-9]\d{9})", digits) if digits != found["number"] or len(digits) == _NORTH else None
        )
        if north and not is_persons_phone("", north[1]):
            continue
        if is_local_phone(digits):
            yield *found.span("number"), digits


def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", text)


PERSONAL = told(
    "personal-data",
    MAY_HOLD,
    personal_data,
    {
        "EMAIL": ("mail address", "mail addresses"),
        "PHONE": ("phone number", "phone numbers"),
        "CARD": ("payment card", "payment cards"),
        "IBAN": ("bank account", "bank accounts"),
    },
)
