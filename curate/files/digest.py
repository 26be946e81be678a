"""The fingerprint of a file."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import IO


def file_digest(file: IO[bytes]) -> str:
    """The SHA-256 of what is left of an open file, in hex; bounded memory."""
    digest = sha256()
    while block := file.read(1 << 20):
        digest.update(block)
    return digest.hexdigest()


def digest_of_bytes(data: bytes) -> bytes:
    """The SHA-256 of bytes at hand."""
    return sha256(data).digest()


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return file_digest(file)


class Digested:
    """A file that is written to, and keeps the SHA-256 of what was."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.digest = sha256()
        self.refusal: OSError | None = None
        """Why not all of it could be written, whatever the writer makes of that."""

    def write(self, data: bytes) -> int:
        """Write all of it."""
        self.digest.update(data)
        try:
            return self.file.write(data)
        except OSError as error:
            self.refusal = error
            raise

    def writelines(self, pieces: Iterable[bytes]) -> None:
        """Write one piece after the other."""
        for piece in pieces:
            self.write(piece)

    def flush(self) -> None:
        """Hand over to the system what was written."""
        try:
            self.file.flush()
        except OSError as error:
            self.refusal = error
            raise

    def hexdigest(self) -> str:
        """Of what was written so far."""
        return self.digest.hexdigest()
