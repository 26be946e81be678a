"""Which numbers can be those of a person: check digits, issuers, and numbers that are kept for examples."""

import re

_ISSUERS = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})"
    r"|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}"
    r"|3[47]\d{13}"
    r"|6(?:011|5\d\d|4[4-9]\d)\d{12}"
    r"|3(?:0[0-5]|[68]\d)\d{11}"
    r"|35(?:2[89]|[3-8]\d)\d{12}"
    r"|62\d{14,17}"
)
"""Visa, Mastercard, American Express, Discover, Diners Club, JCB, UnionPay, with the lengths they have."""
_TEST_CARDS = frozenset([
    "4012888888881881", "4000056655665556", "4917610000000000", "4539578763621486", "5105105105105100",
    "5200828282828210", "5425233430109903", "2223003122003222", "2223000048400011", "378282246310005",
    "371449635398431", "378734493671000", "374245455400126", "6011000990139424", "6011000991300009",
    "30569309025904", "38520000023237", "36259600000004", "3530111333300000", "3566002020360505",
    "6250941006528599", "4532015112830366", "4716461583322103",
])  # fmt: skip
"""Numbers that payment services publish for trying things out, beyond those of few different digits."""
_FEW = 3


def is_card(digits: str) -> bool:
    """Whether an issuer could have given this number: its prefix, its length and its check digit."""
    made_up = digits in _TEST_CARDS or len(set(digits)) <= _FEW or _is_run(digits)
    return bool(_ISSUERS.fullmatch(digits)) and _luhn(digits) and not made_up


def _luhn(digits: str) -> bool:
    doubled = (int(digit) * 2 for digit in digits[-2::-2])
    return (sum(map(int, digits[::-2])) + sum(number // 10 + number % 10 for number in doubled)) % 10 == 0


_IBAN_LENGTHS = {
    length: frozenset(countries.split())
    for length, countries in {
        15: "NO", 16: "BE", 18: "DK FI FO GL NL", 19: "MK SI", 20: "AT BA EE KZ LT LU XK",
        21: "CH HR LI LV", 22: "BG BH CR DE GB GE IE ME RS VA", 23: "AE IL IQ TL",
        24: "AD CZ ES MD PK RO SA SE SK TN VG", 25: "PT", 26: "IS TR", 27: "FR GR IT MC MR SM",
        28: "AL AZ BY CY DO GT HU LB PL", 29: "BR EG PS QA UA", 30: "JO KW MU", 31: "MT SC", 32: "LC", 33: "RU",
    }.items()
}  # fmt: skip
_EXAMPLE_IBANS = frozenset([
    "GB82WEST12345698765432", "GB29NWBK60161331926819", "GB33BUKB20201555555555", "DE89370400440532013000",
    "DE75512108001245126199", "FR1420041010050500013M02606", "FR7630006000011234567890189",
    "ES9121000418450200051332", "ES7921000813610123456789", "IT60X0542811101000000123456", "NL91ABNA0417164300",
    "NL02ABNA0123456789", "BE68539007547034", "BE71096123456769", "AT611904300234573201",
    "CH9300762011623852957", "CH5604835012345678009", "PL61109010140000071219812874",
    "SE4550000000058398257466", "NO9386011117947", "DK5000400440116243", "FI2112345600000785",
    "IE29AIBK93115212345678", "IE64IRCE92050112345678", "PT50000201231234567890154",
    "GR1601101250000000012300695", "CZ6508000000192000145399", "LU280019400644750000",
    "TR330006100519786457841326",
])  # fmt: skip
"""Account numbers with which registries, banks and encyclopedias explain the scheme."""


def is_iban(text: str) -> bool:
    """Whether a country could have this account number: its length and its check digits."""
    fits = text[:2] in _IBAN_LENGTHS.get(len(text), ()) and text not in _EXAMPLE_IBANS
    return fits and int("".join(str(int(char, 36)) for char in text[4:] + text[:4])) % 97 == 1


_UK_DRAMA = re.compile(
    r"0(?:1632960|2079460|1(?:1[3-8]|[2-6]1)4960|1914980|2896496|2920180|7700900|8081570|9098790|3069990)\d+"
)
"""Numbers that Britain's regulator keeps for drama."""
_NO_PERSONS = re.compile(r"(?:8(?:00|33|44|55|66|77|88)|900|555)\d{7}|\d{3}555\d{4}|\d{3}1234567")
"""In North America: free or paid services, what is kept for fiction, and the number that everybody makes up."""
_RUNS = ("0123456789012345", "9876543210987654")
_RUN = 6
_LEAST, _MOST = 8, 14


def is_persons_phone(international: str, national: str) -> bool:
    """Whether somebody could be rung there, judged by the digits with the country's code (or none) and without."""
    if international.startswith("1") or not international:
        fits = re.fullmatch(r"[2-9]\d\d[2-9]\d{6}", national) and not _NO_PERSONS.fullmatch(national)
        return bool(fits) and not _is_made_up(national)
    if international.startswith("44") and _UK_DRAMA.fullmatch("0" + national.removeprefix("0")):
        return False
    return _LEAST <= len(international) <= _MOST and not _is_made_up(national)


def is_local_phone(digits: str) -> bool:
    """Whether somebody could be rung there from within some country."""
    free = digits.startswith(("0800", "0808", "400", "800"))
    return _LEAST <= len(digits) <= _MOST and not (free or _UK_DRAMA.fullmatch(digits) or _is_made_up(digits))


def _is_made_up(digits: str) -> bool:
    """A run such as 345678, or hardly any different digits."""
    return len(set(digits[-7:])) < _FEW or _is_run(digits)


def _is_run(digits: str) -> bool:
    parts = (digits[at : at + _RUN] for at in range(len(digits) - _RUN + 1))
    return any(part in run for part in parts for run in _RUNS)
