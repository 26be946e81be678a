"""What a user asks for that a word or two can not answer, and what so few words may answer all the same."""

import polars as pl

from curate.records.columns import asked, prompt_text, where

# Where a word begins or ends is told by the character beside it: `\b` is dear in text that is not ASCII.
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
    rf"{_START}(?:{_VERB}\s|{_QUESTION}(?:\W|$)|{_MAKE}(?:\W|$))|, (?:and )?{_QUESTION}(?:\W|$)"
    rf"|(?:(?:,|(?:^|\W)and) (?:{_SURE_VERB})|, {_MAKE})\s"
    r"|(?:^|\W)and (?:why\?|(?:why|how) (?:do|does|can|could|should|is|are)(?:\W|$))"
    rf"|(?:^|\W)(?:please|(?:want|like|need|have|is|me|us|you) to) (?:{_VERB}\s|{_MAKE}(?:\W|$))"
    rf"|(?:^|\W)(?:give me|need|want|['’]d like|tell|any|what are|looking for) (?:[\w'-]+ ){{0,4}}{_WHOLE}(?:\W|$)"
    rf"|{_START}{_WHOLE} (?:for|on|to|about)(?:\W|$)"
)
_MORE_GERMAN = (
    r"erklär|beschreib|schreib|warum|wieso|empf[ie]|tipps|ideen|verfass|entwirf|wie (?:kann|soll|geht|mache)"
)
# Written out to the end, since English words begin alike: described, explicit, redacted.
_MORE_SPANISH = (
    r"(?:expl[ií](?:ca|que)|descr[ií]b[ae]|redact[ae]|enumer[ae])(?:r|me|nos|lo|la|n)?(?:\W|$)|descr[ií]bir|escr[ií]b"
    r"|cómo|por qué|recomi|consej|cuéntame|propón"
)
_MORE_CHINESE = r"解释|介绍|描述|说明|写|列出|为什么|怎么|如何|建议|详细|谈谈|讲讲"
_MORE_ARABIC = r"اشرح|صف|اكتب|كيف|لماذا|اقترح|وضح"
ASKS_FOR_MORE = rf"(?i:{_MORE_ENGLISH}|(?:^|\W)(?:{_MORE_GERMAN}|{_MORE_SPANISH}))|{_MORE_CHINESE}|{_MORE_ARABIC}"
"""A request that one or two words can not answer. "How did the war end?" may get one."""
PLEASE = (
    rf"(?i)(?:^|\W)(?:please|I(?:['’]d| would) like you to|I (?:want|need) you to) (?:{_VERB}\s|{_MAKE}(?:\W|$))"
)
"""A request that is one wherever in a turn it stands."""
POLITE = (
    r"(?i)(?:(?:^|\W)(?:can|could|will)|(?:^|[.!?\n])\s*would) you (?:please |kindly )?"
    rf"({_VERB}\s|{_MAKE}(?:\W|$))"
)
"""A request in the shape of a question for yes or no."""
NOT_THE_REQUEST = (
    r'(?i)"[^"]*"|“[^”]*”|«[^»]*»'
    r"|(?:^|\W)how (?:do|does|did|would|will) (?:[^?.\n]{1,60}\Wfeel(?:\W|$)|you describe(?:\W|$))"
    r"|(?:^|\W)(?:suggest|recommend|come up with|give me|write|list) (?:an?|one|the) (?:[\w-]+ ){0,2}"
    r"(?:name|title|word|synonym|antonym|label|category|number)(?:\W|$)"
)
"""What is quoted in a request, how somebody feels, and a name: one or two words can answer these."""
ASKS_FOR_A_LABEL = (
    r"(?i)(?:^|\W)(?:which|what) (?:[\w-]+ )?(?:label|category|class|topic|genre|section)(?:\W|$)"
    r"|(?:^|\W)(?:classify|categori[sz]e)(?:\W|$)"
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
    r"(?:^|\W)(?:Is|Are|Was|Were|Do|Does|Did|Has|Have|Should)(?:\W|$)"
    r"|(?i)(?:^|[.!?\n,:]\s*)(?:is|are|was|were|do|does|did|can|could|will|would|should|has|have|had)(?:\W|$)"
    r"|(?:^|\W)(?:whether|or not|yes or no|(?:check|decide|determine|judge|say|see|tell|tell me) if)(?:\W|$)"
)
ONLY_A_LABEL = (
    r"(?i)^\W*(?:(?:very |mostly )?(?:positive|negative|neutral|mixed)(?: (?:review|sentiment))?"
    r"|true|false|correct|incorrect|entailment|contradiction|(?:more|less|no) effect|正面|负面|中性)\W*$"
)
NAMES_A_CHOICE = (
    r"(?i)(?:^|\W)(?:sentiment|feels?|feeling|emotion|mood|tone|attitude|opinion|rat(?:e|ing)|classif\w+|categor\w+|label"
    r"|polarity|true|correct|valid|effect)(?:\W|$)|情感|情绪|态度|分类|sentimiento|Stimmung"
)
"""A prompt that such a label may answer, though it does not list it."""


def falls_short(said: pl.Expr, few: pl.Expr) -> pl.Expr:
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
