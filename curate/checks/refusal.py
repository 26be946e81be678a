"""REF: responses in the voice of a chatbot."""

from typing import ClassVar

import polars as pl

from curate.checks.wording import PatternCheck
from curate.records.columns import LABEL, TOOLS, of_records_with, role, role_before, text, where

_KIND = (
    r"(?:AI|A\.I\.|artificial intelligence)(?: language)? (?:model|assistant|system|program|chatbot)"
    r"|(?:large )?language model|LLM\b|chatbot\b"
)
_BARE = r"(?:AI|A\.I\.|artificial intelligence)(?:[,.;:!?]|\s+(?:and|so|but|I|who|that|without|trained|or)\b)"
_AN_AI = rf"an?\s+(?:helpful\s+|large\s+|mere\s+|simple\s+|text-based\s+)*(?:{_KIND}|{_BARE})"
_SELF = r"\bI(?:['’]m| am) (?:just |only |merely |simply |actually |also )?"
_CANNOT = r"(?:can(?:['’]t|not)|am unable to|['’]m unable to|am not able to|won['’]t be able to)"
_VOICE = (
    rf"\bAs {_AN_AI}|\b[Aa]s I am {_AN_AI}|\bas {_AN_AI}[^.\n]{{0,60}}(?:,? I\b|,? my\b)|{_SELF}{_AN_AI}"
    r"|\b[Mm]y (?:knowledge cut-?off|last (?:knowledge|training) update)\b"
    r"|\b[Mm]y training cut-?off"
    r"|\b[Mm]y training data (?:only |just )?(?:goes|ends|ended|extends|stops|includes|was last|is limited)"
    r"|\bI (?:do not|don['’]t) have (?:personal|real|human) (?:opinions|feelings|emotions|experiences|beliefs)"
    rf"|\bI {_CANNOT} (?:browse the (?:internet|web)|access (?:real-time|the internet|current))"
)
_REFUSAL = (
    rf"\bI(?:['’]m| am) (?:very |so |really )?sorry,? but I {_CANNOT} "
    r"(?:(?:assist|help)(?: you)? with (?:that|this|your)|fulfil|comply"
    r"|(?:provide|create|generate|write|support|discuss|do) (?:any|such|that|this|content|information)\b)"
    rf"|\bI {_CANNOT} (?:assist|help|comply) (?:you )?with (?:that|this|your)(?: (?:kind|type) of)? "
    r"(?:request|question)"
    r"|\b(?:it (?:is|would be)|it['’]s) (?:against|not in line with) my (?:guidelines|programming|policy)"
)
_ZH_AI = r"(?:AI|ＡＩ|人工智能)"
_ZH_ONE = r"(?:一个|一名|一种|一款|一位|个|名|款)? ?(?:[一-鿿]{1,4}的)?(?:大型|大|虚拟|智能)? ?"
_ZH_MODEL = rf"(?:{_ZH_AI}|自然语言|语言) ?(?:语言|聊天|对话)?(?:AI)? ?(?:模型|助手|助理|程序|系统)"
_ZH_BOT = (
    rf"(?:(?:纯?文[本字]型? ?)?(?:(?:{_ZH_AI}|语言) ?)?(?:聊天|对话)机器人"
    rf"|(?:纯?文[本字]型? ?(?:{_ZH_AI} ?)?|{_ZH_AI} ?|语言 ?)机器人|语言 ?AI)"
)
_ZH_BREAK = r"[，,。.！!；;、\s]"
_CHINESE = (
    rf"作为{_ZH_ONE}{_ZH_MODEL}|作为{_ZH_ONE}{_ZH_AI} ?[，,、我]"
    # A builder of chatbots goes on with another noun.
    rf"|作为{_ZH_ONE}{_ZH_BOT}(?:{_ZH_BREAK}|我|无法|不|没有|只|能)"
    rf"|我(?:只|只不过|仅仅)?是{_ZH_ONE}(?:{_ZH_MODEL}|{_ZH_AI} ?{_ZH_BREAK}|{_ZH_BOT}{_ZH_BREAK})"
)
_IA = r"(?:IA\b|inteligencia artificial)"
_MODELO = rf"(?:modelo de (?:lenguaje|{_IA})|{_IA}|asistente (?:virtual )?de IA)"
_SPANISH = (
    rf"\b[Cc]omo (?:soy )?(?:un|una) {_MODELO}|\b[Ss]oy (?:solo |sólo |simplemente )?(?:un |una ){_MODELO}"
    rf"|\b[Cc]omo {_MODELO},? (?:no|yo|mi|mis|carezco|puedo)\b"
)
_KI = r"KI-(?:Modell|Assistent|Assistentin|System|Sprachmodell|Chatbot)|KI\b|künstliche Intelligenz"
_MODELL = rf"(?:großes |reines )?(?:{_KI}|Sprachmodell)"
_GERMAN = (
    rf"\b[Aa]ls (?:ein |eine )?{_MODELL}(?:\s|,)+(?:kann|habe|bin|darf|verfüge|besitze|ist es|fehlt)"
    rf"|\b[Ii]ch bin (?:nur |lediglich |bloß )?(?:ein |eine ){_MODELL}"
)
_SUCH_A_ONE = (
    r"(?:AI|bot|chatbot|robot|machine|computer|human|person|real|alive|conscious|sentient|language model|LLM"
    r"|based|trained|created|made|built|developed|run|running|powered|owned)\b"
    r"|(?-i:[A-Z])[\w.-]*\s*\?|[\w.-]*(?:gpt|davinci|curie|llama)[\w.-]*"
)
ASKS_WHO_IT_IS = (
    r"(?i)\b(?:who|what) (?:exactly )?are you\s*(?:[?.!,]|$|called|made|based|exactly|really)"
    r"|\bwh(?:o|at) you are\s*(?:[?.!,]|$)"
    r"|\byour (?:own )?(?:name|creators?|developers?|makers?|identity|training)\b"
    r"|\bwho (?:made|trained|built|created|developed|programmed|designed|owns|taught) you\b"
    r"|\btell me (?:\w+ ){0,5}about (?:you|yourself)\s*(?:[?.!,]|$)|\b(?:introduce|describe|identify) yourself\b"
    rf"|\bwhat (?:else )?can you (?:do|help)\b|\bare you (?:really |also |just )?(?:an? |the )?(?:{_SUCH_A_ONE})"
    r"|\bdo you (?:use|call|run on) [\w -]{1,20}\b(?:APIs?|models?)\b"
    r"|^\W*(?:hi|hello|hey|hola|hallo|你好|您好"
    r"|(?:(?:hi|hello|你好|您好)\W+)?(?:nice to meet you|很高兴认识[你您]))\W*$"
    r"|[你您](?:到底|究竟)?(?:是谁|是什么|叫什么|是哪|是由|是(?:不是)? ?(?:人|机器|真人|AI))"
    r"|[你您]的(?:名字|姓名|身份|开发|创造|训练)"
    r"|谁(?:开发|创造|训练|制造|设计|研发|发明)了?[你您]|介绍(?:一下)?[你您]?自己|[你您][^。？\n]{0,6}自我介绍"
    r"|[你您](?:可以|能)[^。？\n]{0,6}(?:做|干|帮我|提供)(?:做|些)?什么"
    r"|\bquién(?:es)? (?:eres|es usted|te (?:creó|hizo|entrenó|programó|desarrolló))\b|\btu nombre\b|\bqué eres\b"
    r"|\bcómo te llamas\b|\beres (?:un |una )?(?:IA|robot|bot|humano|humana|persona|ChatGPT)\b|\bpreséntate\b"
    r"|\bwer (?:bist du|sind sie)\b|\bwas bist du\b|\bwie hei(?:ß|ss)t du\b|\bdein name\b"
    r"|\bstell dich (?:kurz )?vor\b"
    r"|\bbist du (?:eine? )?(?:KI|Mensch|Roboter|Bot|Chatbot|ChatGPT)\b"
    r"|\bwer hat dich (?:gemacht|erschaffen|entwickelt|trainiert|programmiert)"
)
"""A turn of the user that asks who or what it talks to, or greets; that it is an AI answers it."""
_MODEL = r"(?:large |AI |artificial intelligence )*language model"
OF_ITSELF_ALONE = (
    rf"\b[Aa]s an? {_MODEL}|{_SELF}an? {_MODEL}"
    r"|\b[Mm]y (?:knowledge cut-?off|last (?:knowledge|training) update)\b"
    r"|\bI (?:do not|don['’]t) have (?:personal|real|human) (?:opinions|feelings|emotions|experiences|beliefs)"
    r"|作为[^，,。\n]{0,12}语言模型|[Cc]omo (?:un )?modelo de lenguaje|[Aa]ls (?:ein )?(?:KI-)?Sprachmodell"
)
"""Talk of itself that no set of tools explains, as it may explain why an assistant can not order a pizza."""
IS_AN_AI = r"\bAI\b|\bA\.I\.|(?i:chatbot|language model|virtual assistant)|人工智能|\bKI\b|\bIA\b"
"""A system message that makes the assistant a machine."""


class SpeaksAsAnAi(PatternCheck, code="REF001"):
    """The assistant refuses in a chatbot's stock phrase, or speaks of itself as an AI.

    Why it matters: in a set that people wrote it is a sign of pasted text, and the model learns to disclaim and
    refuse where it should answer. A record whose system message makes the assistant an AI is passed; so are a
    response that is labelled as one to avoid, an answer to who or what it is, a refusal where the record offers
    tools, which limit what it can do, a refusal in a role ("we are fully booked") and a text about language
    models. English, Chinese, Spanish and German phrases are known. If you want refusals in your set, leave this
    code out.

    Found: assistant: "As an AI language model, I do not have personal opinions about music."

    Passes: assistant: "Large language models predict the next token; they hold no opinions."
    """

    pattern: ClassVar[str] = "|".join((_VOICE, _REFUSAL, _CHINESE, _SPANISH, _GERMAN))

    def glance(self) -> pl.Expr:
        """The phrase, in what the assistant says."""
        return (role() == "assistant") & self.has_pattern() & pl.col(LABEL).ne_missing(other=False)

    def flag(self) -> pl.Expr:
        """The phrase, where it does not answer what was asked, and is not what the record makes the assistant."""
        is_system = role().is_in(["system", "developer"])
        meant = of_records_with(where(is_system, text()).str.contains(IS_AN_AI))
        return ~meant & ~_asked_who_it_is() & ~_limited_by_tools()

    def message(self) -> pl.Expr:
        """What kind of text it is."""
        return pl.lit("a chatbot's refusal, or its talk of itself")


def _asked_who_it_is() -> pl.Expr:
    """Whether the user asked so directly before."""
    # The messages of a record stand one behind the other; the role tells that it is the same record.
    answers = (role_before() == "user").fill_null(value=False)
    return answers & where(answers, text().shift(1)).str.contains(ASKS_WHO_IT_IS).fill_null(value=False)


def _limited_by_tools() -> pl.Expr:
    """Whether a record offers tools and the message says no more of itself than that it can not do more."""
    offers = pl.col(TOOLS).is_not_null() & (pl.col(TOOLS) != "[]")
    return (offers & ~where(offers, text()).str.contains(OF_ITSELF_ALONE)).fill_null(value=False)
