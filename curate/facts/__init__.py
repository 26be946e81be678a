"""What is computed once about a record or a message, so that checks can read it."""

from curate.errors import UnknownName
from curate.facts.base import Fact
from curate.facts.copied import COPIED
from curate.facts.echo import ECHO
from curate.facts.judgements import JUDGEMENTS
from curate.facts.language import LANGUAGES
from curate.facts.openings import OPENINGS
from curate.facts.passages import PASSAGE_LANGUAGES
from curate.facts.personal import PERSONAL
from curate.facts.prompt_types import PROMPT_TYPES
from curate.facts.prompts import PROMPTS
from curate.facts.repetition import REPETITION
from curate.facts.secrets import SECRETS
from curate.facts.similarity import SIMILARITY
from curate.facts.tokens import fact_by_tokenizer
from curate.facts.tools import CALLS
from curate.facts.words import RESPONSE_WORDS, WORDS

BUILTIN: tuple[Fact, ...] = (
    *(WORDS, RESPONSE_WORDS, *PROMPTS, *LANGUAGES, *PASSAGE_LANGUAGES, ECHO, COPIED, REPETITION),
    *(CALLS, *JUDGEMENTS, PERSONAL, SECRETS, *SIMILARITY, *OPENINGS, *PROMPT_TYPES),
)

_BY_NAME = {fact.name: fact for fact in BUILTIN}


def fact_called(name: str) -> Fact:
    """The fact with this name.

    Raises:
        UnknownName: there is none.
    """
    fact = _BY_NAME.get(name) or fact_by_tokenizer(name)
    if fact is None:
        raise UnknownName.among(_BY_NAME, kind="fact", name=name)
    return fact
