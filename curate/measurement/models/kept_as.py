"""Under which name something is kept that was computed: with other packages, or elsewhere, it has other digits."""

from contextlib import suppress
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version


def kept_as(digest: str) -> str:
    """What a model of this digest computes here, by which packages, and on which device: 64 characters."""
    from curate.measurement.models.precision import device

    return sha256(repr((digest, trained_by(), device())).encode()).hexdigest()


def trained_by() -> dict[str, str]:
    """The versions of the packages that train, as far as they are there."""
    found = dict[str, str]()
    for package in ("torch", "transformers"):
        with suppress(PackageNotFoundError):
            found[package] = version(package)
    return found
