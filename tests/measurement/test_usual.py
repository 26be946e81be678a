"""How much effects usually vary."""

import pytest

from curate.measurement.judging import READINGS
from curate.measurement.usual import usual_components


@pytest.mark.parametrize("pretrained", [False, True])
@pytest.mark.parametrize("reading", READINGS)
def test_the_more_records_and_the_more_folds_the_less_hangs_on_the_seed(reading: str, *, pretrained: bool) -> None:
    few, many, parted = (
        usual_components(records, folds, pretrained=pretrained)
        for records, folds in ((100, 1), (2_000, 1), (100, 5))
    )
    told = {name: each for name, each in few.items() if name == reading}
    for name, components in told.items():
        assert components.seed > 4 * many[name].seed
        assert components.seed == pytest.approx(5**0.5 * parted[name].seed)
        assert components._replace(seed=0) == many[name]._replace(seed=0) == parted[name]._replace(seed=0)
