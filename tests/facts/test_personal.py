"""Personal data, as people write it."""

import pytest

from curate.facts.personal import personal_data


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("Mail <Ana.Ruiz+list@Correo.ES>.", "EMAIL", "ana.ruiz+list@correo.es"),
        ("an: jörg.weiß@bürohaus.de", "EMAIL", "jörg.weiß@bürohaus.de"),
        ("news: p.newsom@fjordmail.no", "EMAIL", "p.newsom@fjordmail.no"),
        ("mail = ada.berg@fjordmail.no", "EMAIL", "ada.berg@fjordmail.no"),
        ("mobile 087 214 9536", "PHONE", "0872149536"),
        ("(503) 246-8917", "PHONE", "15032468917"),
        ("+1 503 246 8917", "PHONE", "15032468917"),
        ("0049 6221 5840972", "PHONE", "4962215840972"),
        ("llámame al 612 84 09 37", "PHONE", "612840937"),
        ("4556-7375-8689-9855", "CARD", "4556737586899855"),
        ("DE08620500000008461973", "IBAN", "DE08620500000008461973"),
    ],
)
def test_one_value_whichever_way_it_is_written(text: str, kind: str, value: str) -> None:
    assert [(found.kind, found.value) for found in personal_data(text)] == [(kind, value)]


@pytest.mark.parametrize(
    "text",
    [
        "x = 5+4915112 84733",
        "3.14159265358979",
        "order no. 503-246-8917",
        "https://forum.no/u/ada@fjordmail.no",
        "v1.503-246-8917-2",
        "1997 2004 2005 2006",
        "7 503 246 8917 12",
        "a@b",
        "press ctrl@alt.del@",
        "..@fjordmail.no",
        "mail='ada.berg@fjordmail.no'",
        "user.mail = \"ada.berg@fjordmail.no\"; phone = '503-246-8917'",
        "the letters page: gazette.letters@fjordmail.no",
        "call 012-846-9917",
        "call (112) 846 9917",
        "call 134 846 9917",
    ],
)
def test_what_only_looks_like_it(text: str) -> None:
    assert personal_data(text) == []
