"""CTX: prompts that refer to something that is not there."""

import polars as pl

from curate.checks.base import RowCheck
from curate.records.columns import (
    BEYOND,
    BRANCH,
    RECORD,
    is_prompt,
    is_response,
    of_records_with,
    role,
    text,
    where,
    words,
)

_MOST_BEFORE, _MOST_BEHIND = 25, 12
"""Words of a prompt around its reference that are an instruction still; more may be the text itself."""
_MOST_WORDS = 50
"""Words of a prompt that is worth a look; a character of a script without spaces counts as one."""
_LONG_SYSTEM = 30
"""A system message with more words may hold the text."""
_TEXT = (
    r"(?:text|passage|paragraph|article|excerpt|extract|document|essay|review|e-?mail|letter|sentence|poem|dialogue"
    r"|conversation|transcript|code|snippet|abstract|tweet|report|speech|story)s?"
)
_ENGLISH = (
    rf"\bthe following (?:[\w-]+ ){{0,2}}{_TEXT}\b|\bthe (?:above|attached|below) {_TEXT}\b"
    r"|\bthe attached (?:chapter|contract|file|log|memo|minutes|newsletter|notes?|notice|spreadsheet)\b"
    rf"|\bthe {_TEXT} (?:below|above|that follows|attached)\b"
    r"|\b(?:summari[sz]e|paraphrase|proofread|shorten|translate|rewrite|edit|classify) this "
    r"(?:text|passage|paragraph|article|excerpt|document|email|sentence|review)\b"
)
_GERMAN = (
    r"\b(?:de[nrms]|die|das) (?:folgende[nrms]?|untenstehenden?|obigen?) (?:\w+ )?"
    r"(?:Text|Absatz|Artikel|Satz|Abschnitt|Brief|Aufsatz|Gedicht|Sätze|Code|E-?Mail|Bericht)\b"
)
_SPANISH = (
    r"\b(?:el|la|los|las) siguientes? "
    r"(?:texto|párrafo|artículo|pasaje|frase|oración|código|poema|carta|correo|fragmento)s?\b"
    r"|\b(?:el|la) (?:texto|párrafo|artículo|pasaje|frase|oración) (?:de abajo|anterior|siguiente|adjunt[oa])\b"
)
_CHINESE = (
    r"(?:以下|下面|下列|上述|上面|这段|这篇)(?:的|这段|这篇|一段|一篇)?"
    r"(?:文章|文本|段落|句子|文字|短文|故事|代码|对话|评论|邮件|报道)"
)
_BEFORE = rf"^\s*(?:[^\s:：\"“”„«»「『\[.!?。！？]+[ \t]+){{0,{_MOST_BEFORE}}}?[^\s:：\"“”„«»「『\[.!?。！？]*?"
"""No sentence ends before the reference: it could be the text."""
_BEHIND = rf"(?:[,]?[ \t]+[^\s:：\"“”„«»「『\[\n.?!。？！]+){{0,{_MOST_BEHIND}}}[^\s\"“”\w]{{0,3}}"
_QUESTION = r"(?:\s+(?i:what|who|which|how|why|when|where|is|are|does|do)\b[^\n:\"“”?.!]{0,80}\?)?\s*$"
_PHRASE = rf"(?:(?i:{_ENGLISH}|{_GERMAN}|{_SPANISH})|{_CHINESE}[^\n：:“”\"「。，]{{0,20}})"
REFERS = _BEFORE + _PHRASE + _BEHIND + _QUESTION
"""A prompt that is hardly more than a sentence that refers to a text."""
ASKS_BACK = (
    r"(?i)\b(?:provide|paste|share|send|attach|include|see any|no (?:text|passage|article|code)|missing"
    r"|not (?:given|included)|bereitstellen|proporcion|adjunt)|提供|没有看到|未提供|贴"
)
"""A response that notices it."""


class MissingContext(RowCheck, code="CTX001"):
    """The prompt refers to a text, such as "the following passage", that is not there.

    Why it matters: the text was lost on its way, so that the response can only be made up, and the model learns to
    invent what it was not given. Found is only a prompt of one message that is hardly more than the sentence that
    refers: nothing is quoted, and nothing stands behind a colon or on a line of its own. A response that asks for
    the text is passed. English, German, Spanish and Chinese references are known.

    Found: user: "Summarise the following article." assistant: "It is about a flood in the valley of the Ahr."

    Passes: user: "Summarise the following article." assistant: "Please paste the article first."
    """

    def flag(self) -> pl.Expr:
        """A prompt that is only such a reference, and a response that does not notice."""
        alone = is_prompt().sum().over(RECORD, BRANCH) == 1
        short = (role() == "user") & is_prompt() & (words() <= _MOST_WORDS) & pl.col(BEYOND).is_null()
        refers = short & where(short, text()).str.contains(REFERS)
        in_record = of_records_with(refers)
        system = in_record & role().is_in(["system", "developer"]) & (words() > _LONG_SYSTEM)
        answer = in_record & is_response()
        asks_back = answer & where(answer, text()).str.contains(ASKS_BACK)
        explained = of_records_with(system | asks_back)
        return refers & alone & ~explained

    def message(self) -> pl.Expr:
        """What is missing."""
        return pl.lit("refers to a text that is not there")
