"""What is asked of a model is what each model has."""

import inspect

import pytest

from curate.measurement.models.base import Model, Net
from curate.measurement.models.pretrained import Pretrained
from curate.measurement.models.proxy.model import Proxy
from tests.measurement.invented import NoModel


def asked(of: type) -> dict[str, object]:
    return {name: each for name, each in vars(of).items() if not name.startswith("_")}


@pytest.mark.parametrize("kind", [Proxy, Pretrained, NoModel])
def test_every_model_has_all_that_is_asked_of_one(kind: type) -> None:
    has = {*dir(kind), *inspect.signature(kind).parameters}
    assert set(asked(Model)) <= has


@pytest.mark.parametrize("kind", [Proxy, Pretrained, NoModel])
def test_what_it_does_takes_what_is_asked(kind: type) -> None:
    for name, each in asked(Model).items():
        if inspect.isfunction(each):
            own = inspect.signature(getattr(kind, name))
            assert list(own.parameters) == list(inspect.signature(each).parameters)


@pytest.mark.torch
def test_every_net_has_all_that_is_asked_of_one() -> None:
    from curate.measurement.models.proxy.net import ProxyNet
    from curate.measurement.models.upper_net import UpperNet

    for kind in (ProxyNet, UpperNet):
        assert set(asked(Net)) <= set(dir(kind))
