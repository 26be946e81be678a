"""LEN: texts too short to teach, or too long to be trained on whole."""

import polars as pl
from pydantic import Field

from curate.checks.base import RowCheck
from curate.checks.template import TOKENS
from curate.facts.words import UNSPACED, WORD
from curate.records.columns import (
    BRANCH,
    RECORD,
    TURN,
    asked,
    is_prompt,
    is_response,
    prompt_text,
    record_type,
    system_text,
    text,
    where,
    words,
)

TERSE_TYPES = (
    "classification",
    "closed_qa",
    "extraction",
    "information_extraction",
    "math_reasoning",
    "rewriting",
    "translation",
)
"""Prompt types whose right answer may be one word."""


_SURE_VERB = (
    r"explain|describe|write|compare|summari[sz]e|suggest|recommend|walk me through|tell me (?:about|how|why)"
)
_VERB = (
    rf"(?:{_SURE_VERB}|draft|compose|plan|advise|outline|discuss|design|implement|list|brainstorm|give me"
    r"|come up with|review (?:my|our|this|that|the|these|those|all|every|how)"
    r"|help me (?:to )?(?:be|build|create|decide|explain|find|fix|get|improve|learn|make|plan|with|write))"
)
_WHOLE = r"(?:advice|tips|ideas|story|poem|essay|letter|recipe|steps|outline)"
_MAKE = (
    r"(?:create|construct|devise|generate|give|make|prepare|produce|provide|share) (?:[\w'-]+ ){0,5}"
    r"(?:advice|tips|ideas|story|poem|essay|letter|recipe|steps|outline|list|plan|summary|speech|paragraph|review)s?"
)
_START = (
    r"(?:^|\n|[.!?;]\s)\s*(?:(?:question|q|instruction|task|request|prompt|user|human)\s?:\s*)?"
    r"(?:(?:[\w']+ )?(?:kindly|and|then|now|just|also|but|so) )?"
)
_QUESTION = (
    r"(?:why|how (?:do|does|can|could|should|would|to|is|are)"
    r"|what (?:(?:do|should|can) I|would you (?:do|change)))"
)
_MORE_ENGLISH = (
    rf"{_START}(?:{_VERB}\s|{_QUESTION}\b|{_MAKE}\b)|, (?:and )?{_QUESTION}\b"
    rf"|(?:(?:,|\band) (?:{_SURE_VERB})|, {_MAKE})\s"
    r"|\band (?:why\?|(?:why|how) (?:do|does|can|could|should|is|are)\b)"
    rf"|\b(?:please|(?:want|like|need|have|is|me|us|you) to) (?:{_VERB}\s|{_MAKE}\b)"
    rf"|\b(?:give me|need|want|['’]d like|tell|any|what are|looking for) (?:[\w'-]+ ){{0,4}}{_WHOLE}\b"
    rf"|{_START}{_WHOLE} (?:for|on|to|about)\b"
)
_MORE_GERMAN = (
    r"erklär|beschreib|schreib|warum|wieso|empf[ie]|tipps|ideen|verfass|entwirf|wie (?:kann|soll|geht|mache)"
)
# Written out to the end, since English words begin alike: described, explicit, redacted.
_MORE_SPANISH = (
    r"(?:expl[ií](?:ca|que)|descr[ií]b[ae]|redact[ae]|enumer[ae])(?:r|me|nos|lo|la|n)?\b|descr[ií]bir|escr[ií]b"
    r"|cómo|por qué|recomi|consej|cuéntame|propón"
)
_MORE_CHINESE = r"解释|介绍|描述|说明|写|列出|为什么|怎么|如何|建议|详细|谈谈|讲讲"
_MORE_ARABIC = r"اشرح|صف|اكتب|كيف|لماذا|اقترح|وضح"
ASKS_FOR_MORE = rf"(?i:{_MORE_ENGLISH}|\b(?:{_MORE_GERMAN}|{_MORE_SPANISH}))|{_MORE_CHINESE}|{_MORE_ARABIC}"
"""A request that one or two words can not answer. "How did the war end?" may get one."""
PLEASE = rf"(?i)\b(?:please|I(?:['’]d| would) like you to|I (?:want|need) you to) (?:{_VERB}\s|{_MAKE}\b)"
"""A request that is one wherever in a turn it stands."""
POLITE = rf"(?i)(?:\b(?:can|could|will)|(?:^|[.!?\n])\s*would) you (?:please |kindly )?({_VERB}\s|{_MAKE}\b)"
"""A request in the shape of a question for yes or no."""
NOT_THE_REQUEST = (
    r'(?i)"[^"]*"|“[^”]*”|«[^»]*»|\bhow (?:do|does|did|would|will) (?:[^?.\n]{1,60}\bfeel\b|you describe\b)'
    r"|\b(?:suggest|recommend|come up with|give me|write|list) (?:an?|one|the) (?:[\w-]+ ){0,2}"
    r"(?:name|title|word|synonym|antonym|label|category|number)\b"
)
"""What is quoted in a request, how somebody feels, and a name: one or two words can answer these."""
ASKS_FOR_A_LABEL = (
    r"(?i)\b(?:which|what) (?:[\w-]+ )?(?:label|category|class|topic|genre|section)\b"
    r"|\b(?:classify|categori[sz]e)\b"
)
LONG_TURN = 300
"""Characters from which on a turn holds a text to work on, with the request before or behind it."""
FIRST = r"^\s*(?:[^\n]+\n|[^.!?。！？]+[.!?。！？]?)"
LAST = r"(?:\n[^\n]+|[.!?。！？][^.!?。！？]+[.!?。！？]*)\s*$"
NO_ANSWER = (
    r"(?i)^\W*(?:ok(?:ay)?|done|n/?a|idk|good|great|fine|same|(?:see|as|same as) above|will do|tbd|todo"
    r"|listo|vale|hecho|erledigt|siehe oben|好的|好|完成|同上|تم)\W*$"
)
"""A response that answers nothing at all."""
ONLY_YES_OR_NO = r"(?i)^\W*(?:yes|yep|yeah|sure|no|nope|none|nothing)\W*$"
"""A response that answers nothing but a question for yes or no."""
YES_OR_NO = (
    r"\b(?:Is|Are|Was|Were|Do|Does|Did|Has|Have|Should)\b"
    r"|(?i)(?:^|[.!?\n,:]\s*)(?:is|are|was|were|do|does|did|can|could|will|would|should|has|have|had)\b"
    r"|\b(?:whether|or not|yes or no|(?:check|decide|determine|judge|say|see|tell|tell me) if)\b"
)
ONLY_A_LABEL = (
    r"(?i)^\W*(?:(?:very |mostly )?(?:positive|negative|neutral|mixed)(?: (?:review|sentiment))?"
    r"|true|false|correct|incorrect|entailment|contradiction|(?:more|less|no) effect|正面|负面|中性)\W*$"
)
NAMES_A_CHOICE = (
    r"(?i)\b(?:sentiment|feels?|feeling|emotion|mood|tone|attitude|opinion|rat(?:e|ing)|classif\w+|categor\w+|label"
    r"|polarity|true|correct|valid|effect)\b|情感|情绪|态度|分类|sentimiento|Stimmung"
)
"""A prompt that such a label may answer, though it does not list it."""

MOST_TOKENS = 4
TOKENS_AT_END = rf"(?:\s*(?:{TOKENS})){{1,{MOST_TOKENS}}}\s*$"
"""What a chat template left behind a response; it says nothing, and is another problem."""


class ShortResponse(RowCheck, code="LEN001"):
    """The response has too few words to teach anything.

    Why it matters: a set with many of them teaches the model to be curt. Many prompts are right to get one word,
    so it is found only where the user's last turn asks for more (explain, write, why, how do I, ...; English,
    Chinese, Spanish, German and Arabic are known), or where it answers nothing ("ok.", "done", "see above"). Of a
    long turn only the first and the last line or sentence are taken for the request. Passed are yes or no to a
    question for it, a sentiment where one is asked for, a response with a digit or a sign of code, one that stands
    word for word in the prompt, as a choice does, and a record whose own label is a type that may be terse. A
    character of a script without spaces counts as one word; a chat template's token at the end as none.

    Found: user: "Explain how a canal lock lifts a boat." assistant: "ok."

    Passes: user: "Is this review positive or negative? I loved every minute." assistant: "Positive"
    """

    min_words: int = Field(3, ge=1)
    """A response with fewer words is found."""
    terse_types: tuple[str, ...] = TERSE_TYPES
    """Types, by the record's own label, whose responses may be of any length."""

    def flag(self) -> pl.Expr:
        """Fewer words than the least, where that is not the answer asked for."""
        terse = record_type().is_in(self.terse_types).fill_null(value=False)
        few = self._may_be_few() & (self._words() < self.min_words) & ~terse
        said = where(few, text()).str.replace(TOKENS_AT_END, "")
        number = said.str.contains(r"\p{N}|[{}()\[\];=\\+*^$]|\s[<>|]\s")
        left = few & ~number & _falls_short(said, few)
        return left & ~_stands_in_prompt(said, left)

    def message(self) -> pl.Expr:
        """How many words there are."""
        return pl.format("{} of at least {} words", self._words(), pl.lit(self.min_words))

    def score(self) -> pl.Expr:
        """Words in the response."""
        return self._words().cast(pl.Float64)

    def _may_be_few(self) -> pl.Expr:
        """A response that is short at least without its tokens, so that only few are searched for them."""
        return is_response() & words().is_between(1, self.min_words - 1 + MOST_TOKENS)

    def _words(self) -> pl.Expr:
        tokens = where(self._may_be_few(), text()).str.extract(TOKENS_AT_END, 0)
        return words() - tokens.str.count_matches(WORD).fill_null(0)


def _plain(expression: pl.Expr) -> pl.Expr:
    """Lower-case words between single spaces."""
    apart = expression.str.to_lowercase().str.replace_all(rf"([{UNSPACED}])", " $1 ")
    return pl.format(" {} ", apart.str.replace_all(r"[^\p{L}\p{N}\p{M}]+", " ").str.strip_chars(" "))


def _falls_short(said: pl.Expr, few: pl.Expr) -> pl.Expr:
    """Whether the user's last turn asks for more than a few words, or the response answers nothing."""
    last = where(few, asked()).str.replace_all(POLITE, "please $1").fill_null("")
    plain = last.str.replace_all(NOT_THE_REQUEST, " ")
    more = _request(plain).str.contains(ASKS_FOR_MORE) | plain.str.contains(PLEASE)
    more &= ~last.str.contains(ASKS_FOR_A_LABEL)
    nods = said.str.contains(ONLY_YES_OR_NO)
    prompt = where(nods, prompt_text()).str.replace_all(POLITE, "please $1").fill_null("")
    nothing = said.str.contains(NO_ANSWER) | said.str.contains(r"^\s*$") | (nods & ~prompt.str.contains(YES_OR_NO))
    return (more | nothing) & ~_fits(said, last)


def _fits(said: pl.Expr, last: pl.Expr) -> pl.Expr:
    """Whether so few words are what the user's last turn asks for: a label, yes or no, a sign."""
    label = said.str.contains(ONLY_A_LABEL) & last.str.contains(NAMES_A_CHOICE)
    nods = said.str.contains(ONLY_YES_OR_NO) & last.str.contains(YES_OR_NO)
    return label | nods | said.str.contains(r"^[^\p{L}]*[^\p{L}\s]\s*$")


def _request(turn: pl.Expr) -> pl.Expr:
    """A turn; of a long one, the first and the last line or sentence."""
    first = turn.str.head(LONG_TURN).str.extract(FIRST, 0).fill_null("")
    last = turn.str.tail(LONG_TURN).str.extract(LAST, 0).fill_null("")
    long = turn.str.len_chars() > LONG_TURN
    return pl.when(long).then(pl.format("{}\n{}", first, last)).otherwise(turn)


def _stands_in_prompt(said: pl.Expr, left: pl.Expr) -> pl.Expr:
    """Whether a response is, word for word, part of what its record gives; asked only of what is left."""
    given = pl.concat_str(system_text(), prompt_text(), separator="\n", ignore_nulls=True)
    return _plain(where(left, given)).str.contains(_plain(said), literal=True)


class LongResponse(RowCheck, code="LEN002"):
    """The response has so many words that a trainer is likely to cut it off.

    Why it matters: a response that is cut in training teaches the model not to finish. The limit is in words;
    a token limit needs the tokenizer of your model.

    Found: a response of 3,400 words, pasted from a report.

    Passes: a response of 400 words.
    """

    max_words: int = Field(2000, ge=1)
    """A response with more words is found."""

    def flag(self) -> pl.Expr:
        """More words than the most."""
        return is_response() & (words() > self.max_words)

    def message(self) -> pl.Expr:
        """How many words there are."""
        return pl.format("{} of at most {} words", words(), pl.lit(self.max_words))

    def score(self) -> pl.Expr:
        """Words in the response."""
        return words().cast(pl.Float64)


class LongPrompt(RowCheck, code="LEN003"):
    """The prompt has so many words that hardly any room is left for the response.

    Why it matters: trainers cut from the end, so a long prompt costs the response, the only part that is
    learned from. All messages before the response count, but for the system message.

    Found: a prompt with a server log of 5,000 words pasted behind the question.

    Passes: a prompt with a page of text to summarise.
    """

    max_words: int = Field(2000, ge=1)
    """A prompt with more words is found."""

    def flag(self) -> pl.Expr:
        """The longest message of a prompt that has more words than the most."""
        return is_prompt() & (self._prompt_words() > self.max_words) & self._is_longest()

    def message(self) -> pl.Expr:
        """How many words there are."""
        return pl.format("{} of at most {} words", self.score().cast(pl.UInt32), pl.lit(self.max_words))

    def score(self) -> pl.Expr:
        """Words in the prompt."""
        return self._prompt_words().cast(pl.Float64)

    def _prompt_words(self) -> pl.Expr:
        # Both responses of a preference answer one prompt, which stands in the table once for each.
        return words().filter(is_prompt()).sum().over(RECORD, BRANCH)

    def _is_longest(self) -> pl.Expr:
        longest = words().filter(is_prompt()).arg_max()
        return pl.col(TURN) == pl.col(TURN).filter(is_prompt()).get(longest).over(RECORD, BRANCH)
