"""What a word is."""

UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
"""Scripts that put no spaces between words."""

LETTER = rf"[\p{{L}}\p{{N}}\p{{M}}&&[^{UNSPACED}]]"
"""What a word begins with: a letter, a digit or a mark of any other script."""
WITHIN = "'’_"
"""What else may stand in a word, though none begins with it."""

WORD = rf"[{UNSPACED}]|{LETTER}[\p{{L}}\p{{N}}\p{{M}}{WITHIN}&&[^{UNSPACED}]]*"
"""One word, or one character of a script without spaces."""
