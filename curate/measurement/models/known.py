"""Which model is measured with, by its name."""

from collections.abc import Callable, Sequence

from curate.extras import needed
from curate.measurement.models.base import Model
from curate.measurement.models.memory import keep_little
from curate.measurement.models.proxy.model import PROXIES, Proxy

EXTRA, PURPOSE = "measure", "curate measure"


def model_called(name: str, texts: Callable[[], Sequence[str]]) -> Model:
    """A proxy, or a pretrained model.

    Args:
        name: `proxy`, `proxy-wide`, `smollm2-135m`, a folder, or the id of a model on a hub.
        texts: Of the set, of which the proxy learns the language.

    Raises:
        UsageError: a package is not installed, or there is no such model.
    """
    torch_needed()
    if name in PROXIES:
        return Proxy.of(texts(), name)
    from curate.measurement.models.pretrained import pretrained

    return pretrained(name)


def torch_needed() -> None:
    """See that what trains is there, and let it take no more memory than it needs.

    Raises:
        UsageError: it is not installed.
    """
    keep_little()
    needed("torch", extra=EXTRA, purpose=PURPOSE)
