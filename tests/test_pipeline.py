import json

import pytest
from pydantic import ValidationError

from curate.checks.coverage import ThinType
from curate.checks.duplicates import NearDuplicate
from curate.checks.language import UnexpectedLanguage
from curate.checks.length import ShortResponse
from curate.checks.tokens import OverContext
from curate.coverage_settings import CoverageSettings
from curate.errors import UnknownName, UsageError
from curate.pipeline import Pipeline, default_checks, parse_pipeline, with_named
from curate.steps.drop import Drop
from curate.steps.keep_one import KeepOne

WHOLE = """
name = "support-desk"
seed = 7
ignore = ["REF"]

[checks]
short-response = { min_words = 5 }

[checks.near-duplicate]
similarity = 0.9
view = "response"

[[steps]]
use = "drop"
on = ["STR", "LEN001"]

[[steps]]
use = "keep-one"
of = "DUP002"
prefer = "longest-response"

[gates]
max_dropped_share = 0.2
max_count = { STR001 = 0 }
"""


def test_a_pipeline_is_checks_then_steps_then_gates() -> None:
    pipeline = parse_pipeline(WHOLE, "support.toml")
    assert (pipeline.name, pipeline.seed) == ("support-desk", 7)
    assert ShortResponse(min_words=5) in pipeline.checks
    assert NearDuplicate(similarity=0.9, view="response") in pipeline.checks
    assert pipeline.steps == (Drop(on=("STR", "LEN001")), KeepOne(of="DUP002", prefer="longest-response"))
    assert pipeline.gates.max_count == {"STR001": 0}


def test_every_check_runs_unless_it_is_left_out() -> None:
    selected = parse_pipeline(WHOLE, "support.toml").selected()
    unasked = {check.code for check in default_checks() if check.preview or check.is_unset()}
    assert selected == {check.code for check in default_checks()} - unasked - {"REF001", "REF002"}


def test_a_check_may_be_set_by_its_code() -> None:
    pipeline = parse_pipeline('name = "x"\n[checks]\nLEN001 = { min_words = 5 }\n', "mine.toml")
    assert ShortResponse(min_words=5) in pipeline.checks


def test_all_that_was_settled_is_told_defaults_included() -> None:
    told = parse_pipeline(WHOLE, "support.toml").resolved()
    assert told["checks"]["LEN001 short-response"]["min_words"] == 5
    assert told["checks"]["LEN002 long-response"] == {"max_words": 2000}
    assert "REF001 speaks-as-an-ai" not in told["checks"]
    assert told["steps"][1].items() >= {"use": "keep-one", "of": "DUP002", "prefer": "longest-response"}.items()
    assert json.loads(json.dumps(told)) == told


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("name = mine", r"mine.toml: this is not TOML: "),
        ("seed = 3", r"mine.toml: name: field required"),
        ('name = "x"\nseed = "soon"', r"mine.toml, line 2: seed: .*integer"),
        ('name = "x"\nsead = 3', r"line 2: there is no setting called 'sead'. Did you mean 'seed'"),
        ('name = "x"\n[checks]\nshort-replay = {}', r"line 3: .*check called 'short-replay'. .*'short-response'"),
        (
            'name = "x"\n[checks]\nshort-response = { min_word = 3 }',
            r"line 3: .*'min_word'. Did you mean 'min_words'",
        ),
        (
            'name = "x"\n[checks]\nshort-response = { min_words = 0 }',
            r"line 3: min_words: .*greater than or equal",
        ),
        ('name = "x"\n[checks]\nshort-response = 3', r"line 3: short-response takes settings"),
        ('name = "x"\n[checks]\nLEN001 = {}\nshort-response = {}', r"line 4: LEN001 short-response is set twice"),
        ('name = "x"\nsteps = "drop"', r"line 2: write each of the steps as a table"),
        ('name = "x"\n[[steps]]\non = ["LEN"]', r"line 2: a step has no name"),
        ('name = "x"\n[[steps]]\nuse = "dorp"', r"line 3: there is no step called 'dorp'. Did you mean 'drop'"),
        ('name = "x"\n[[steps]]\nuse = "drop"\nof = ["LEN"]', r"line 4: there is no setting called 'of'"),
        ('name = "x"\n[[steps]]\nuse = "drop"\non = ["LEM"]', r"line 4: there is no check called 'LEM'"),
        ('name = "x"\nselect = ["LEM"]', r"line 2: there is no check called 'LEM'. Did you mean 'LEN'"),
        ('name = "x"\nignore = ["DUPE"]', r"line 2: there is no check called 'DUPE'. Did you mean 'DUP'"),
        ('name = "x"\n[gates]\nmax_count = { LEN01 = 3 }', r"line 3: there is no check called 'LEN01'"),
        ('name = "x"\n[gates.max]\nkept_shar = 1', r"line 3: .*number called 'kept_shar'. .*'kept_share'"),
        ('name = "gates"\n[gates.max]\nread = 9\nfound.LEN01 = 1', r"line 4: .*'LEN01'. Did you mean 'LEN001'"),
        ('name = "x"\n[gates.max.found]\nLEN001 = 1\nLEN01 = 1', r"line 4: there is no check called 'LEN01'"),
        ('name = "x"\n[gates.min]\nread = 9\nstep.2.kept = 1', r"line 4: step.2.kept: there is no step 2; "),
        ('name = "x"\n[gates.min]\ninput."a.csv".kpt = 1', r"line 3: .*Did you mean 'input.a.csv.kept'"),
        (
            'name = "x"\n[gates.min]\nread = 9\nkept_share = 40',
            r"line 4: min.kept_share: .*less than or equal to 1",
        ),
        ('name = "x"\n[gates]\nmax_dropped_share = 40', r"line 3: max_dropped_share: .*less than or equal to 1"),
        ('name = "x"\n[gates]\nmax_droped_share = 0.4', r"line 3: .*Did you mean 'max_dropped_share'"),
        ('name = "x"\n[[step]]\nuse = "drop"\non = ["LEN"]', r"line 2: .*'step'. Did you mean 'steps'"),
        ('name = "x"\n[chekcs]\nshort-response = {}', r"line 2: .*'chekcs'. Did you mean 'checks'"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(text: str, complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint) as refused:
        parse_pipeline(text, "mine.toml")
    assert refused.value.message.startswith("mine.toml")


@pytest.mark.parametrize(
    "text",
    [
        'ignore = ["LEN001"]\n[[steps]]\nuse = "drop"\non = ["STR", "LEN001"]',
        'select = ["STR"]\n[[steps]]\nuse = "drop"\non = ["STR", "LEN001"]',
        'ignore = ["DUP"]\n[[steps]]\nuse = "keep-one"\nof = "DUP001"',
    ],
)
def test_a_step_that_acts_on_a_check_that_does_not_run_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="which this pipeline does not run"):
        parse_pipeline(f'name = "x"\n{text}', "mine.toml")


def test_a_step_of_a_check_without_families_is_refused_with_file_and_line() -> None:
    text = 'name = "x"\n[[steps]]\nuse = "keep-one"\nof = "LEN001"'
    with pytest.raises(UsageError, match=r"mine.toml, line \d: .*has no families"):
        parse_pipeline(text, "mine.toml")


def test_a_comment_that_names_the_culprit_is_not_its_place() -> None:
    text = 'name = "x"\n# short-replay is what we once called it\n[checks]\nshort-replay = {}'
    with pytest.raises(UnknownName, match=r"mine.toml, line 4"):
        parse_pipeline(text, "mine.toml")


def test_of_two_alike_steps_the_one_at_fault_is_named() -> None:
    text = 'name = "x"\n[[steps]]\nuse = "drop"\non = ["LEN"]\n[[steps]]\nuse = "drop"\non = []'
    with pytest.raises(UsageError, match=r"mine.toml, line 5: name what to drop"):
        parse_pipeline(text, "mine.toml")


def test_a_number_may_be_named_in_points_or_in_quotes() -> None:
    tables = '[gates.max]\nfound.LEN001 = 2\n"step.1.dropped" = 3\n[gates.min.input."a.jsonl"]\nkept = 4'
    text = f'name = "x"\n[[steps]]\nuse = "drop"\non = ["STR"]\n{tables}'
    gates = parse_pipeline(text, "mine.toml").gates
    assert gates.max == {"found.LEN001": 2, "step.1.dropped": 3}
    assert gates.min == {"input.a.jsonl.kept": 4}


def test_a_pipeline_does_not_change() -> None:
    pipeline = parse_pipeline(WHOLE, "support.toml")
    with pytest.raises(ValidationError, match="frozen"):
        pipeline.seed = 8  # type: ignore[misc]


def test_default_checks_take_settings_by_code_or_name() -> None:
    checks = default_checks({"LEN001": {"min_words": 5}, "near-duplicate": {"view": "prompt"}})
    assert ShortResponse(min_words=5) in checks
    assert NearDuplicate(view="prompt") in checks
    assert len(checks) == len(default_checks())


def test_expected_languages_reach_the_checks_that_ask_for_them() -> None:
    adapted = with_named(default_checks({"short-response": {"min_words": 5}}), expect=["en", "zh"])
    assert UnexpectedLanguage(expect=("en", "zh")) in adapted
    assert ShortResponse(min_words=5) in adapted
    assert [check.code for check in adapted] == [check.code for check in default_checks()]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ('[gates]\nmax_dropped_share = "5%"', "without quotes: max_dropped_share = 0.05"),
        ('[gates]\nmax_share = { LEN001 = "2.5 %" }', "without quotes: LEN001 = 0.025"),
        ('[checks]\nshort-response = { min_words = "3 words" }', "without quotes: min_words = 3"),
        ('[checks]\nshort-response = { min_words = "few" }', "Write a number, without quotes."),
        ("[gates.max]\nkept_share = 40", "40 % is kept_share = 0.4"),
        ('[gates.max]\nfound_share.LEN001 = "2 %"', "without quotes: found_share.LEN001 = 0.02"),
        ("[gates]\nmax_dropped_share = 40", "40 % is max_dropped_share = 0.4"),
        ("[checks]\nnear-duplicate = { similarity = 85 }", "85 % is similarity = 0.85"),
        ('[checks]\nnear-duplicate = { view = "answer" }', ""),
        ("[gates]\nmin_records = -1", ""),
    ],
)
def test_a_number_that_is_written_wrongly_is_refused_with_how_to_write_it(text: str, hint: str) -> None:
    with pytest.raises(UsageError, match=r"mine.toml, line 3") as refused:
        parse_pipeline(f'name = "x"\n{text}', "mine.toml")
    assert refused.value.hint.endswith(hint)
    assert bool(refused.value.hint) == bool(hint)


def test_a_language_that_can_not_be_told_is_refused_with_file_and_line() -> None:
    text = 'name = "x"\n[checks]\nunexpected-language = { expect = ["en", "chinese"] }'
    with pytest.raises(UsageError, match=r"mine.toml, line 3: 'chinese' is not .* Did you mean 'zh'"):
        parse_pipeline(text, "mine.toml")


def test_what_is_not_named_leaves_the_checks_as_they_are() -> None:
    checks = default_checks({"unexpected-language": {"expect": ["de"]}, "over-context": {"tokenizer": "tiny"}})
    assert with_named(checks) == checks


def test_a_named_tokenizer_reaches_the_checks_of_tokens_and_lets_them_run() -> None:
    adapted = with_named(default_checks({"over-context": {"context": 9}}), tokenizer="tiny")
    assert OverContext(context=9, tokenizer="tiny") in adapted
    assert {check.code for check in adapted if not check.is_unset()} >= {"TOK001", "TOK002", "TOK003", "TOK004"}


def test_a_pipeline_made_in_python_needs_no_more_than_a_name() -> None:
    assert Pipeline(name="look").selected() == frozenset()
    assert Pipeline(name="look", checks=default_checks(), select=("LEN",)).selected() == {
        "LEN001",
        "LEN002",
        "LEN003",
        "LEN004",
    }


def test_a_table_of_coverage_says_what_is_asked_of_what_is_kept() -> None:
    text = 'name = "x"\n[checks]\nthin-type = { least = 20 }\n[coverage]\ntarget = "dolly"\nfields = ["writer"]\n'
    pipeline = parse_pipeline(text, "p.toml")
    assert pipeline.coverage == CoverageSettings(target="dolly", fields=("writer",))
    assert pipeline.types == (ThinType(least=20),)
    resolved = pipeline.resolved()["coverage"]
    assert resolved["target"] == "dolly"
    assert resolved["checks"]["COV004 thin-type"] == {"least": 20}
    assert "coverage" not in parse_pipeline('name = "x"', "p.toml").resolved()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('name = "x"\n[coverage]\ntargets = "dolly"', r"p\.toml, line 3: there is no setting called 'targets'"),
        ('name = "x"\n[coverage]\nsimilarity = 2', r"p\.toml, line 3: similarity"),
        ('name = "x"\ncoverage = 3', r"p\.toml, line 2: coverage takes settings"),
        (
            'name = "x"\n[checks]\nthin-type = {}',
            r"p\.toml, line 3: thin-type judges types of prompts, and nobody looks",
        ),
        ('name = "x"\n[coverage]\n[gates.max]\ntypes.LEN001 = 0', r"LEN001"),
    ],
)
def test_what_is_wrong_with_a_table_of_coverage_is_told_with_its_line(text: str, complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint):
        parse_pipeline(text, "p.toml")
