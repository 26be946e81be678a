"""The base of everything that has settings."""

import ast
import re
from collections.abc import Mapping
from functools import cache
from inspect import cleandoc, getsource
from itertools import pairwise
from textwrap import dedent
from typing import Any, get_args

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler, ValidationInfo, field_validator
from pydantic.json_schema import JsonSchemaValue


class Documented(BaseModel):
    """A model whose fields mean what the docstrings under them say: in documentation and JSON Schema.

    Those are read from its source when they are asked for: to read them with each class, as pydantic can, makes
    every command start later.
    """

    @classmethod
    def meanings(cls) -> dict[str, str]:
        """What each field means; empty where nothing stands under it."""
        told = dict[str, str]()
        for kind in reversed(cls.__mro__):
            told |= docstrings(kind) if issubclass(kind, Documented) else {}
        return {name: field.description or told.get(name, "") for name, field in cls.model_fields.items()}

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: Any, handler: GetJsonSchemaHandler) -> JsonSchemaValue:  # noqa: ANN401  pydantic's own signature
        """The schema as pydantic makes it, with the meanings."""
        made = handler(core_schema)
        properties = handler.resolve_ref_schema(made).get("properties", {})
        meanings = cls.meanings()
        aliases = {field.alias: meanings[name] for name, field in cls.model_fields.items() if field.alias}
        describe(properties, meanings | aliases)
        return made


def describe(properties: dict[str, Any], meanings: Mapping[str, str]) -> None:
    """Write into the properties of a schema what each means, if anything."""
    for name in properties.keys() & {name for name, meaning in meanings.items() if meaning}:
        properties[name]["description"] = meanings[name]


@cache
def docstrings(kind: type) -> dict[str, str]:
    """What stands under each field of a class itself; nothing where its source is not at hand."""
    try:
        body = ast.parse(dedent(getsource(kind))).body[0]
    except (OSError, SyntaxError, TypeError):
        return {}
    told = dict[str, str]()
    for field, below in pairwise(getattr(body, "body", ())):
        match field, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(said))):
                told[name] = cleandoc(said)
    return told


class Params(Documented):
    """Settings that are validated once and never change afterwards.

    The docstring under a field is its help text everywhere: command line, documentation, JSON Schema.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    @field_validator("*", mode="before")
    @classmethod
    def _true_is_no_number(cls, value: object, info: ValidationInfo) -> object:
        if isinstance(value, bool):
            kind = cls.model_fields[info.field_name or ""].annotation
            kinds = {kind, *get_args(kind)}
            if kinds & {int, float} and bool not in kinds:
                raise ValueError(f"a number is needed, not {str(value).lower()}")
        return value

    def as_set(self) -> dict[str, Any]:
        """The settings as plain values, without those that are not set."""
        return {name: value for name, value in self.model_dump(mode="json").items() if value not in (None, [], "")}


def kebab_case(name: str) -> str:
    """`ShortResponse` as users write it: `short-response`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", name).lower()


def first_sentence(doc: str | None) -> str:
    """The sentence a docstring opens with, on one line."""
    opening = " ".join((doc or "").strip().split("\n\n")[0].split())
    return re.split(r"(?<=[.!?])\s", opening, maxsplit=1)[0]
