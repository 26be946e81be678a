"""What other libraries would say while a model is read."""

from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from io import StringIO

from curate.extras import needed

EXTRA = "measure"
"""With which the libraries are installed."""


@contextmanager
def quiet(purpose: str) -> Iterator[None]:
    """Without bars and remarks of transformers, which speaks as before afterwards.

    Raises:
        UsageError: it is not installed.
    """
    logging = needed("transformers", extra=EXTRA, purpose=purpose).utils.logging
    spoke, showed = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        with redirect_stderr(StringIO()):
            yield
    finally:
        logging.set_verbosity(spoke)
        if showed:
            logging.enable_progress_bar()
