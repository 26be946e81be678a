"""The fingerprint of a file."""

from hashlib import sha256
from typing import BinaryIO


def file_digest(file: BinaryIO) -> str:
    """The SHA-256 of what is left of an open file, in hex; bounded memory."""
    digest = sha256()
    while block := file.read(1 << 20):
        digest.update(block)
    return digest.hexdigest()
