"""A record as tokens, by a model's own tokenizer and chat template."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from curate.errors import UsageError
from curate.extras import needed
from curate.files.digest import digest_of
from curate.pretrained.quiet import EXTRA, quiet

Message = Mapping[str, Any]
"""At least `role` and `content`, as chat templates take them."""
Tools = list[dict[str, Any]] | None
"""That a record offers, as chat templates take them."""
_OF_TOKENIZERS = (".json", ".jinja", ".txt", ".model")
"""How their files end."""
_TOGETHER = 1_000
"""Records that are made tokens at once."""


class Turns(NamedTuple):
    """A record as tokens."""

    prompt: list[int]
    """What a model is given: all messages but the last, to where it begins to speak."""
    response: list[int]
    """What it shall say, to the end of its turn, and nothing behind that."""


class Refusal(NamedTuple):
    """Why a template makes no prompt and response of a record."""

    reason: str


@dataclass(frozen=True)
class Conversations:
    """A tokenizer with its chat template."""

    name: str
    """Of the model, as a person gave it."""
    folder: Path

    @property
    def tokenizer(self) -> Any:  # noqa: ANN401  of transformers
        """Of transformers, read when it is first needed.

        Raises:
            UsageError: it can not be read, or has no chat template.
        """
        return _tokenizer(self.folder, self.name)

    def digest(self) -> str:
        """Of all that decides how it makes tokens: its files, and the versions of what reads them.

        Raises:
            UsageError: what reads them is not installed.
        """
        needed("transformers", extra=EXTRA, purpose=f"reading the tokenizer of {self.name}")
        told = sha256(" ".join(f"{each} {version(each)}" for each in ("transformers", "tokenizers")).encode())
        for file in sorted(path for path in self.folder.iterdir() if path.suffix in _OF_TOKENIZERS):
            told.update(f" {file.name} {digest_of(file)}".encode())
        return told.hexdigest()

    @property
    def special(self) -> tuple[str, ...]:
        """The tokens that are read as signs wherever they stand in a text, the longest first."""
        added = self.tokenizer.added_tokens_decoder
        written = {str(each) for number, each in added.items() if number in _special(self.folder, self.name)}
        return tuple(sorted(written - {""}, key=lambda each: (-len(each), each)))

    def turns(
        self, records: Sequence[Sequence[Message]], tools: Sequence[Tools] | None = None
    ) -> list[Turns | Refusal]:
        """Each record as tokens; its last message is the response.

        Args:
            records: Messages of each.
            tools: That each offers.

        Raises:
            UsageError: the tokenizer has no template.
        """
        _ = self.tokenizer  # what is wrong with it is no fault of a record
        given = [*zip(records, tools or [None] * len(records), strict=True)]
        starts = range(0, len(given), _TOGETHER)
        return [turns for at in starts for turns in self._together(given[at : at + _TOGETHER])]

    def _together(self, given: Sequence[tuple[Sequence[Message], Tools]]) -> list[Turns | Refusal]:
        spoken = [self._spoken(record, tools) for record, tools in given]
        fine = [each for each in spoken if not isinstance(each, Refusal)]
        prompts = self._tokens([prompt for prompt, _ in fine])
        wholes = self._tokens([prompt + rest for prompt, rest in fine])
        rests = self._tokens([rest for _, rest in fine])
        made = iter([self._cut(*each) for each in zip(prompts, wholes, rests, strict=True)])
        return [each if isinstance(each, Refusal) else next(made) for each in spoken]

    def _spoken(self, record: Sequence[Message], tools: Tools) -> tuple[str, str] | Refusal:
        """What the template says up to the response, and from there on."""
        try:
            prompt = self._templated(record[:-1], tools, add_generation_prompt=True)
            whole = self._templated(record, tools)
        except Exception as error:
            return Refusal(f"the chat template of {self.name} refuses it: {error}")
        if not whole.startswith(prompt):
            return Refusal(f"the chat template of {self.name} says the prompt otherwise once it is answered")
        return prompt, whole[len(prompt) :]

    def _templated(self, messages: Sequence[Message], tools: Tools, **settings: bool) -> str:
        text: str = self.tokenizer.apply_chat_template([*messages], tools=tools, tokenize=False, **settings)
        return text

    def _tokens(self, texts: list[str]) -> list[list[int]]:
        if not texts:
            return []
        # The template has said whatever is special.
        found: list[list[int]] = self.tokenizer(texts, add_special_tokens=False, verbose=False)["input_ids"]
        return found

    def _cut(self, prompt: list[int], whole: list[int], rest: list[int]) -> Turns:
        """The two parts of a record.

        They are those of the whole, as trainers tell them. Where a token would reach from one into the other, each
        part is made tokens by itself, as when the model answers.
        """
        size = len(prompt)
        return Turns(prompt, self._to_the_end_of_turn(whole[size:] if whole[:size] == prompt else rest))

    def _to_the_end_of_turn(self, response: list[int]) -> list[int]:
        """Without what a template puts behind it: blanks, which no model is asked to say."""
        special = _special(self.folder, self.name)
        last = max((place for place, token in enumerate(response) if token in special), default=-1)
        behind = response[last + 1 :]
        return response[: last + 1] if last >= 0 and not self.tokenizer.decode(behind).strip() else response


@lru_cache(maxsize=4)
def _tokenizer(folder: Path, name: str) -> Any:  # noqa: ANN401  of transformers
    """Once for a process."""
    purpose = f"reading the tokenizer of {name}"
    transformers = needed("transformers", extra=EXTRA, purpose=purpose)
    with quiet(purpose):
        try:
            found = transformers.AutoTokenizer.from_pretrained(
                str(folder), local_files_only=True, trust_remote_code=False
            )
        except (OSError, ValueError, KeyError, TypeError, ImportError) as error:
            reason = str(error).strip().partition("\n")[0]
            raise UsageError(f"the tokenizer of {name} can not be read: {reason}") from None
    if not found.chat_template:
        raise UsageError(
            f"the tokenizer of {name} has no chat template, so that nothing says how it is spoken to.",
            hint="Name a model that was made for conversations, such as an instruct model.",
        )
    return found


@lru_cache(maxsize=4)
def _special(folder: Path, name: str) -> frozenset[int]:
    """The tokens that are no text."""
    tokenizer = _tokenizer(folder, name)
    added = tokenizer.added_tokens_decoder
    return frozenset([*tokenizer.all_special_ids, *(each for each in added if added[each].special)])
