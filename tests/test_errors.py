"""What the caller can put right."""

from curate.errors import CurateError, InputError, NoFormatFits, UnknownName, UsageError


def test_an_unknown_name_is_told_with_the_nearest_and_all_known() -> None:
    error = UnknownName.among(["lock", "weir"], kind="work", name="lok", where="river.toml, line 3")
    assert error.message == "river.toml, line 3: there is no work called 'lok'. Did you mean 'lock'?"
    assert error.hint == "Known: lock, weir."


def test_of_many_known_names_those_like_it_are_told_or_all_where_none_is() -> None:
    known = [f"lock-{at}" for at in range(40)]
    like = UnknownName.among(known, kind="work", name="lock-7x").hint
    assert like.startswith("Like it: lock-7, ")
    assert like.endswith("; known are 40.")
    assert like.count("lock-") == 5
    assert UnknownName.among(known, kind="work", name="weir").hint.count("lock-") == 40


def test_each_kind_of_error_has_its_exit_code() -> None:
    assert (CurateError.exit_code, UsageError.exit_code, InputError.exit_code) == (4, 2, 3)
    assert NoFormatFits.exit_code == InputError.exit_code


def test_a_hint_stands_on_a_line_of_its_own() -> None:
    assert str(InputError("it is torn.", hint="Mend it.")) == "it is torn.\nMend it."
