"""Records of each kind, and the rows that each format is meant to hold of them, written down by hand."""

import json
from typing import Any

Row = dict[str, Any]


def said(*turns: tuple[str, str]) -> list[Row]:
    """Messages of a role and a text each."""
    return [{"role": role, "content": content} for role, content in turns]


def uttered(*turns: tuple[str, str]) -> list[Row]:
    """The same in the words of ShareGPT."""
    return [{"from": speaker, "value": value} for speaker, value in turns]


TEXTS = [
    ("Wie spät ist es in Lissabon, wenn es in Wien zwölf ist?", "Elf Uhr."),
    ('Quote "Hamlet" — one line, please.', '"To be, or not to be: that is the question."\r\n\t— Act III, scene 1'),
    ("法国的首都是哪里？", "巴黎。🗼"),
    ("Write two lines,\none below the other", "  first\u2028line\n\nsecond, with a comma; and a \\ backslash"),
]
"""Prompts and responses as people write them, with all that containers trip over."""

_SYSTEM = "You work at the harbour office. Be brief."
_FERRY = [("When does the ferry leave?", "At nine."), ("And on Sundays?", "At ten, from the north pier.")]
_ASKED = [("What is the tallest tree?", "The coast redwood.")]


def _tool(name: str, **properties: Any) -> Row:
    schema = {"type": "object", "properties": properties, "required": list(properties)}
    return {"type": "function", "function": {"name": name, "description": f"Does {name}.", "parameters": schema}}


def _call(name: str, arguments: Row | str, number: int) -> Row:
    return {
        "id": f"call-{number}",
        "type": "function",
        "function": {"name": name, "arguments": arguments},
    }


_CITY = {"type": "string", "description": "Name of a city"}
_PEOPLE = {"type": "array", "items": {"type": "string"}}
CALLED: list[tuple[str, Row, Row, str, str]] = [
    (
        "Is it freezing in Tromsø?",
        _tool("weather", city=_CITY),
        {"city": "Tromsø", "days": 2},
        "-4",
        "Yes, -4 °C.",
    ),
    ("Mail Ann and Bo.", _tool("mail", to=_PEOPLE), {"to": ["ann", "bo"], "urgent": True}, "ok", "Both are sent."),
    ("Stop the music.", _tool("stop"), {}, "stopped", "It is quiet now."),
]
"""Prompt, tool, arguments, what the tool says, response: no two share a field of tool or arguments."""


def _tool_turns(number: int, *, as_text: bool) -> list[Row]:
    asked, tool, arguments, result, response = CALLED[number]
    given: Any = json.dumps(arguments, ensure_ascii=False, separators=(",", ":")) if as_text else arguments
    return [
        *said(("user", asked)),
        {
            "role": "assistant",
            "content": None,
            "tool_calls": [_call(tool["function"]["name"], given, number)],
        },
        {"role": "tool", "tool_call_id": f"call-{number}", "content": result},
        *said(("assistant", response)),
    ]


def _tool_utterances(number: int) -> list[Row]:
    asked, tool, arguments, result, response = CALLED[number]
    call = {"id": f"call-{number}", "name": tool["function"]["name"], "arguments": arguments}
    return [
        {"from": "human", "value": asked},
        {"from": "function_call", "value": json.dumps(call, ensure_ascii=False, separators=(",", ":"))},
        {"from": "observation", "value": result, "tool_call_id": f"call-{number}"},
        {"from": "gpt", "value": response},
    ]


_CALLS = range(len(CALLED))
_CHATS = [[("system", _SYSTEM), *_FERRY], _ASKED]


def _chat(turns: list[Any]) -> list[Row]:
    return [message for one, other in turns for message in _pair(one, other)]


def _pair(one: str, other: str) -> list[Row]:
    return said(("system", other)) if one == "system" else said(("user", one), ("assistant", other))


RECORDS: dict[str, list[Row]] = {
    "texts": [
        {"prompt": prompt, "completion": response, "id": f"t-{n}"} for n, (prompt, response) in enumerate(TEXTS)
    ],
    "chats": [{"messages": _chat(turns)} for turns in _CHATS],
    "tools": [{"messages": _tool_turns(n, as_text=False), "tools": [CALLED[n][1]]} for n in _CALLS],
    "preferences": [
        {"prompt": prompt, "chosen": response, "rejected": f"I do not know. ({n})"}
        for n, (prompt, response) in enumerate(TEXTS)
    ],
    "preferred chats": [
        {
            "prompt": said(("system", _SYSTEM), ("user", "When does it leave?")),
            "chosen": said(("assistant", "At nine.")),
            "rejected": said(("assistant", "Who knows.")),
        },
        {
            "prompt": said(("user", "2 + 2?"), ("assistant", "4"), ("user", "Times 3?")),
            "chosen": said(("assistant", "12")),
            "rejected": said(("assistant", "7")),
        },
    ],
    "judged": [
        {"prompt": prompt, "completion": response, "label": n % 2 == 0}
        for n, (prompt, response) in enumerate(TEXTS)
    ],
    "judged chats": [
        {"messages": _chat([*turns, ("Thank you!", "You are welcome.")]), "label": n == 0}
        for n, turns in enumerate(_CHATS)
    ],
}
"""By kind: records as they are read."""


def _prompt_and_last(messages: list[Row]) -> Row:
    return {"prompt": messages[:-1], "completion": messages[-1:]}


_PREFERRED = RECORDS["preferred chats"]
_JUDGED = RECORDS["judged chats"]
MEANT: dict[tuple[str, str], list[Row]] = {
    ("texts", "messages"): [
        {"messages": said(("user", prompt), ("assistant", response)), "id": f"t-{n}"}
        for n, (prompt, response) in enumerate(TEXTS)
    ],
    ("texts", "prompt-completion"): RECORDS["texts"],
    ("texts", "alpaca"): [
        {"instruction": prompt, "input": "", "output": response, "id": f"t-{n}"}
        for n, (prompt, response) in enumerate(TEXTS)
    ],
    ("texts", "dolly"): [
        {"instruction": prompt, "context": "", "response": response, "id": f"t-{n}"}
        for n, (prompt, response) in enumerate(TEXTS)
    ],
    ("texts", "sharegpt"): [
        {"conversations": uttered(("human", prompt), ("gpt", response)), "id": f"t-{n}"}
        for n, (prompt, response) in enumerate(TEXTS)
    ],
    ("chats", "messages"): RECORDS["chats"],
    ("chats", "prompt-completion"): [_prompt_and_last(row["messages"]) for row in RECORDS["chats"]],
    ("chats", "alpaca"): [
        {
            "instruction": _FERRY[1][0],
            "input": "",
            "output": _FERRY[1][1],
            "system": _SYSTEM,
            "history": [list(_FERRY[0])],
        },
        {"instruction": _ASKED[0][0], "input": "", "output": _ASKED[0][1]},
    ],
    ("chats", "sharegpt"): [
        {
            "system": _SYSTEM,
            "conversations": uttered(
                ("human", _FERRY[0][0]), ("gpt", _FERRY[0][1]), ("human", _FERRY[1][0]), ("gpt", _FERRY[1][1])
            ),
        },
        {"conversations": uttered(("human", _ASKED[0][0]), ("gpt", _ASKED[0][1]))},
    ],
    ("tools", "messages"): RECORDS["tools"],
    ("tools", "prompt-completion"): [
        {**_prompt_and_last(_tool_turns(n, as_text=True)), "tools": [CALLED[n][1]]} for n in _CALLS
    ],
    ("tools", "sharegpt"): [{"conversations": _tool_utterances(n), "tools": [CALLED[n][1]]} for n in _CALLS],
    ("preferences", "preference"): RECORDS["preferences"],
    ("preferences", "messages"): [
        {
            "messages": said(("user", row["prompt"])),
            "chosen": said(("assistant", row["chosen"])),
            "rejected": said(("assistant", row["rejected"])),
        }
        for row in RECORDS["preferences"]
    ],
    ("preferred chats", "preference"): _PREFERRED,
    ("preferred chats", "messages"): [
        {"messages": row["prompt"], "chosen": row["chosen"], "rejected": row["rejected"]} for row in _PREFERRED
    ],
    ("judged", "kto"): RECORDS["judged"],
    ("judged", "messages"): [
        {"messages": said(("user", row["prompt"]), ("assistant", row["completion"])), "label": row["label"]}
        for row in RECORDS["judged"]
    ],
    ("judged chats", "kto"): [{**_prompt_and_last(row["messages"]), "label": row["label"]} for row in _JUDGED],
    ("judged chats", "messages"): _JUDGED,
}
"""By kind and format: the rows that are meant to be written."""
