"""`curate` with its arguments, where lower layers are computed for the first batches only, which are the longest.

python -m benchmarks.speed.some_states BATCHES measure BEFORE AFTER ...

For all further records what goes into the lowest layer stands in place of what would come out of these layers:
as many numbers, kept in the same way, without the hours that it takes. So memory is that of the whole, not losses.
"""

import os
import sys
from typing import Any

from torch import Tensor

from curate.cli import main
from curate.measurement.models import states
from curate.measurement.models.layers import states_before

BATCHES = "SOME_STATES_BATCHES"
"""Of the environment: how many, for processes that compute for this one and import it."""


def only_first(count: int) -> None:
    """Compute no more than so many batches."""
    left = count

    def some(model: Any, tokens: Tensor, layer: int) -> Tensor:  # noqa: ANN401  of transformers
        nonlocal left
        left -= 1
        kept: Tensor = states_before(model, tokens, layer) if left >= 0 else model.get_input_embeddings()(tokens)
        return kept

    vars(states)["states_before"] = some


if __name__ == "__main__":
    os.environ[BATCHES] = sys.argv.pop(1)
if BATCHES in os.environ:
    only_first(int(os.environ[BATCHES]))
if __name__ == "__main__":
    main()
