"""How much effects usually vary, for a plan that is made before anything is trained."""

from curate.report.measured.model import Reading
from curate.statistics.crossed import Components


def usual_components(records: int, folds: int = 1, *, pretrained: bool = False) -> dict[Reading, Components]:
    """How effects differ from prompt to prompt, from seed to seed, and in both, by reading.

    Drawn by eye through measurements with the proxy on 56 to 1,853 records and with SmolLM2 on 300, so good for a
    size and no more: `benchmarks/README.md` holds what is planned beside what measurements then say of themselves.

    Args:
        records: That are trained on.
        folds: In each of which a model is trained anew, so that what a seed does is averaged over them.
        pretrained: Whether the model is: seeds then differ less, since only what is drawn in training differs, and
            prompts more, since there is more to be changed.
    """
    loss, dependence = 1 / records / folds**0.5, 1 / (records * folds) ** 0.5
    if pretrained:
        return {
            "loss": Components(prompt=0.035, seed=1.5 * loss, residual=0.031),
            "dependence": Components(prompt=0.035, seed=0.026 * dependence, residual=0.03),
        }
    return {
        "loss": Components(prompt=0.02, seed=2.5 * loss, residual=0.016),
        "dependence": Components(prompt=0.007, seed=0.016 * dependence, residual=0.0095),
    }
