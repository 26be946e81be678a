import ast
import inspect
from pathlib import Path

import pytest

import curate

SOURCE = Path(curate.__file__)


def names_for_type_checkers() -> dict[str, str]:
    """Each name that is imported under TYPE_CHECKING, and from where."""
    block = next(node for node in ast.parse(SOURCE.read_text(encoding="utf-8")).body if isinstance(node, ast.If))
    imports = [node for node in block.body if isinstance(node, ast.ImportFrom)]
    return {alias.name: str(node.module) for node in imports for alias in node.names}


def test_type_checkers_and_programs_see_the_same_names() -> None:
    assert names_for_type_checkers() == curate._HOME
    assert set(curate.__all__) == set(curate._HOME)


def test_the_names_are_sorted_and_few() -> None:
    assert curate.__all__ == sorted(curate.__all__)
    assert len(curate.__all__) <= 30


@pytest.mark.parametrize("name", curate.__all__)
def test_each_name_is_there_and_documented(name: str) -> None:
    assert inspect.getdoc(getattr(curate, name))


def test_all_of_it_can_be_listed_and_imported_at_once() -> None:
    assert dir(curate) == sorted([*curate.__all__, "__version__"])
    seen: dict[str, object] = {}
    exec("from curate import *", seen)
    assert set(curate.__all__) <= set(seen)


def test_a_name_that_is_not_there_is_told_as_python_does() -> None:
    with pytest.raises(AttributeError, match="module 'curate' has no attribute 'filter'"):
        _ = curate.filter
    assert not hasattr(curate, "Filter")


def test_no_name_hides_a_module_of_the_package() -> None:
    inside = {path.stem for path in SOURCE.parent.iterdir() if path.suffix == ".py" or path.is_dir()}
    assert inside.isdisjoint(curate.__all__)


def test_functions_are_verbs_and_things_are_classes() -> None:
    for name in curate.__all__:
        assert inspect.isclass(getattr(curate, name)) == name[0].isupper(), name


def test_the_package_says_that_it_is_typed() -> None:
    assert (SOURCE.parent / "py.typed").exists()
