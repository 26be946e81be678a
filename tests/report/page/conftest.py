"""A small run that has something of everything, made once."""

import pytest

from curate.report.page.section import Material
from tests.report.page.runs import material_of


@pytest.fixture(scope="session")
def material(tmp_path_factory: pytest.TempPathFactory) -> Material:
    """Six records: two alike, one curt, one damaged, one without a response, one of which nothing is found."""
    return material_of(tmp_path_factory.mktemp("soups"))
