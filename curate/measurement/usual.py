"""How much effects usually vary, for a plan that is made before anything is trained."""

from curate.report.measured.model import Reading
from curate.statistics.crossed import Components


def usual(records: int) -> dict[Reading, Components]:
    """How effects differ from prompt to prompt, from seed to seed, and in both, by reading.

    About as those on the proxy do in `benchmarks/results/measure-proxy.json`: what one seed or another makes of it
    falls with the number of records, the rest hardly does.

    Args:
        records: That are trained on.
    """
    return {
        "loss": Components(prompt=0.02, seed=2.5 / records, residual=0.016),
        "dependence": Components(prompt=0.007, seed=0.5 / records, residual=0.0095),
    }
