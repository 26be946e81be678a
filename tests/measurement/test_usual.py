"""How much effects usually vary."""

from curate.measurement.judging import READINGS
from curate.measurement.usual import usual


def test_the_more_records_the_less_hangs_on_the_seed() -> None:
    few, many = usual(100), usual(2_000)
    assert list(few) == list(READINGS)
    for name in READINGS:
        assert few[name].seed == 20 * many[name].seed
        assert few[name]._replace(seed=0) == many[name]._replace(seed=0)
