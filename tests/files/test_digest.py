from hashlib import sha256
from io import BytesIO

import pytest

from curate.files.digest import Digested, file_digest


@pytest.mark.parametrize(
    ("content", "published"),
    [
        (b"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (b"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ],
)
def test_the_digest_is_that_of_the_published_test_vectors(content: bytes, published: str) -> None:
    assert file_digest(BytesIO(content)) == published


def test_a_file_larger_than_one_block_counts_to_its_last_byte() -> None:
    content = bytes(range(256)) * 4096 + b"the end"

    assert file_digest(BytesIO(content)) == sha256(content).hexdigest()
    assert file_digest(BytesIO(content[:-1])) != file_digest(BytesIO(content))


def test_only_what_is_left_of_an_open_file_counts() -> None:
    file = BytesIO(b"Dear Ms. Okafor, the meeting moved to Thursday.")
    file.read(17)

    assert file_digest(file) == sha256(b"the meeting moved to Thursday.").hexdigest()


def test_what_is_written_has_the_digest_of_what_stands_in_the_file() -> None:
    file = BytesIO()
    digested = Digested(file)
    written = digested.write(b"Dear Ms. Okafor,\n")
    digested.writelines([b"the meeting moved ", b"to Thursday.\n"])
    digested.flush()

    assert written == 17
    assert file.getvalue() == b"Dear Ms. Okafor,\nthe meeting moved to Thursday.\n"
    assert digested.hexdigest() == sha256(file.getvalue()).hexdigest()
