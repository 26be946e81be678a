"""Secrets, as services write them. All are made up here, letter by letter."""

import pytest

from curate.facts.secrets import bits, secrets

RANDOM = "Zk3Rw8TqN5vLb2XyHc7Jd9MfPs4Gu6Ae1KtBWoQi0VrYn"
LETTERS = "ZkqRwxTqNuvLbzXyHcoJdaMfPsiGueAelKtBWo"


@pytest.mark.parametrize(
    "secret",
    [
        "AKIA" + "Q4RDZJX7WLT2NVKM",
        "gho_" + RANDOM[:36],
        "github_pat_" + RANDOM[:22] + "_" + (RANDOM + RANDOM)[:59],
        "glpat-" + RANDOM[:20],
        "xoxb-" + RANDOM[:30],
        "rk_live_" + RANDOM[:24],
        "sk-ant-" + RANDOM[:40],
        "AIza" + RANDOM[:35],
        "hf_" + LETTERS[:34],
        "npm_" + RANDOM[:36],
        "SG." + RANDOM[:22] + "." + RANDOM[:43],
    ],
)
def test_a_token_is_found_alone_in_quotes_and_in_code(secret: str) -> None:
    for text in (secret, f'key = "{secret}"', f"`{secret}`", f"({secret})."):
        assert [each.value for each in secrets(text)] == [secret]
    assert secrets(f"x{secret}") == []
    assert secrets(secret[:4] + "x" * (len(secret) - 4)) == []


@pytest.mark.parametrize(
    "text",
    [
        'password = "correct horse battery"',
        "api_key: " + RANDOM[:30],
        'encrypted_password = "' + RANDOM[:30] + '"',
        "token = get_token2(User)",
        "eyJhbGciOiJIUzI1NiJ9.eyJub3QganNvbg.Zk3Rw8TqN5vLb2XyHc7Jd9",
    ],
)
def test_what_is_no_value_of_random_letters_is_none(text: str) -> None:
    assert secrets(text) == []


def test_entropy_is_that_of_the_letters() -> None:
    assert (bits("aaaa"), bits("abab"), bits("abcd")) == (0, 1, 2)
