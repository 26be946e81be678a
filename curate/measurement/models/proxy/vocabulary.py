"""The proxy's own tokenizer: the words of the set, and bytes for whatever is rare."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

BYTES = 256
END = 256
"""Behind every message."""
SPEAKERS = {"system": 257, "developer": 257, "user": 258, "assistant": 259, "tool": 260}
"""Before each message, by who speaks."""
WORDS = 261
"""Where the words begin."""
MOST_WORDS = 3_000
_LEAST = 2
"""How often a word occurs that has a token of its own."""
_PIECE = re.compile(r"[぀-ヿ㐀-鿿가-힯]|[^\S\n]?[^\W\d_぀-ヿ㐀-鿿가-힯]+|[^\S\n]?\d|[^\S\n]?[^\w\s]+|\n+|\s|\S")
"""A word with the space before it, a digit, marks that stand together, or a character of a script without spaces;
no text is lost between pieces."""


@dataclass(frozen=True)
class Vocabulary:
    """Which words have a token of their own, the most frequent first."""

    words: tuple[str, ...]

    @classmethod
    def of(cls, texts: Iterable[str], most: int = MOST_WORDS) -> "Vocabulary":
        """The words that texts use, the same for any order of the texts."""
        counts = Counter(piece for text in texts for piece in _PIECE.findall(text))
        often = sorted((-count, word) for word, count in counts.items() if count >= _LEAST)
        return cls(tuple(word for _, word in often[:most]))

    def __len__(self) -> int:
        return WORDS + len(self.words)

    def tokens(self, text: str) -> list[int]:
        """A text as tokens, from which it can be told again."""
        found = list[int]()
        for piece in _PIECE.findall(text):
            known = self._numbers.get(piece)
            found += piece.encode("utf-8", "surrogatepass") if known is None else (known,)
        return found

    def text(self, tokens: Iterable[int]) -> str:
        """What tokens say; who speaks, and where a message ends, is left out."""
        parts = (
            bytes([token])
            if token < BYTES
            else self.words[token - WORDS].encode("utf-8", "surrogatepass")
            if token >= WORDS
            else b""
            for token in tokens
        )
        return b"".join(parts).decode("utf-8", "surrogatepass")

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {word: WORDS + number for number, word in enumerate(self.words)}
