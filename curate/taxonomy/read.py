"""Taxonomies are data: one that ships, by its name, or the user's own, a TOML file."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from curate.errors import UnknownName, UsageError
from curate.files.resources import shipped_taxonomies, taxonomy_text, taxonomy_texts
from curate.params import Params
from curate.taxonomy.labels import folded
from curate.taxonomy.model import NONE, OTHER, UNSURE, Group, Language, Pattern, PromptType, Taxonomy
from curate.taxonomy.regex import must_be_linear
from curate.toml_file import TomlFile

DEFAULT = "default"
KINDS: dict[str, type[Params]] = {
    "groups": Group,
    "types": PromptType,
    "languages": Language,
    "patterns": Pattern,
}
EntryT = TypeVar("EntryT", bound=Params)


class _Entry(NamedTuple):
    """One table of a list, and where it opens."""

    value: Any
    file: TomlFile
    start: int

    def where(self, name: str) -> str:
        """File and line of a key of it."""
        return self.file.where(name, self.start)


def taxonomy(name: str = DEFAULT) -> Taxonomy:
    """The taxonomy that ships under a name, or that of a TOML file.

    A file holds `[[groups]]`, `[[types]]`, `[[languages]]` and `[[patterns]]`. With `extends = "default"` it has
    all that the shipped one has: a type of the same `id` takes the other's place, and its patterns outrank.

    Raises:
        UsageError: there is none of this name, or the file can not be read or says what can not be; with line.
    """
    if Path(name).suffix != ".toml":
        return _shipped(name)
    text = taxonomy_text(name)
    return parse_taxonomy([(text, name)])


@cache
def _shipped(name: str) -> Taxonomy:
    if name not in shipped_taxonomies():
        unknown = UnknownName.among(shipped_taxonomies(), kind="taxonomy", name=name)
        unknown.hint = f"Shipped: {', '.join(shipped_taxonomies())}. Or give a path to a .toml file."
        raise unknown
    return parse_taxonomy(taxonomy_texts(name))


def parse_taxonomy(texts: Iterable[tuple[str, str]]) -> Taxonomy:
    """A taxonomy from TOML, which may stand in several texts; each with the name of its file.

    Raises:
        UsageError: what it says can not be; with file and line.
    """
    files = [TomlFile(text, file) for text, file in texts]
    entries: dict[str, list[_Entry]] = {kind: [] for kind in KINDS}
    settings: dict[str, Any] = {}
    for file in files:
        values = dict(file.values)
        for kind, model in KINDS.items():
            entries[kind] += _entries(file, kind, model, values.pop(kind, []))
        settings |= values
    extended = _extended(files, settings)
    parts = {kind: _over(getattr(extended, kind, ()), own) for kind, own in entries.items() if kind != "patterns"}
    patterns = tuple(entry.value for entry in entries["patterns"])
    parts |= {"patterns": extended.patterns, "own": patterns} if extended else {"patterns": patterns}
    told: Taxonomy = files[0].built(Taxonomy, {**settings, **parts})
    _must_fit(entries, told)
    return told


def _extended(files: Sequence[TomlFile], settings: dict[str, Any]) -> Taxonomy | None:
    name = settings.pop("extends", None)
    if name is None:
        return None
    try:
        return _shipped(str(name))
    except UnknownName as error:
        raise files[0].placed(error, "extends") from None


def _entries(file: TomlFile, kind: str, model: type[Params], given: object) -> Iterator[_Entry]:
    tables, headers = file.tables(given, kind), file.headers(kind)
    starts = headers if len(headers) == len(tables) else [0] * len(tables)
    for values, start in zip(tables, starts, strict=True):
        yield _Entry(file.built(model, values, start), file, start)


def _over(shipped: Sequence[Any], own: Sequence[_Entry]) -> tuple[Any, ...]:
    """What ships, with what has the same id replaced; and what is new."""
    known = {each.id: each for each in shipped}
    for entry in own:
        known[entry.value.id] = entry.value
    return tuple(known.values())


def _must_fit(entries: Mapping[str, Sequence[_Entry]], told: Taxonomy) -> None:
    for kind in ("groups", "types", "languages"):
        _must_be_distinct(kind.removesuffix("s"), entries[kind])
    _must_have_groups(entries["types"], told)
    _must_have_own_names(entries["types"], told)
    _must_be_patterns(entries["patterns"], told)
    for entry in entries["languages"]:
        for key in ("cue", "courtesy"):
            if regex := getattr(entry.value, key):
                must_be_linear(regex, entry.where(key))


def _must_be_distinct(kind: str, entries: Sequence[_Entry]) -> None:
    seen = set[str]()
    for entry in entries:
        if entry.value.id in seen:
            raise UsageError(f"{entry.where('id')}: there are two of the {kind} {entry.value.id!r}.")
        seen.add(entry.value.id)


def _must_have_groups(entries: Sequence[_Entry], told: Taxonomy) -> None:
    groups = [each.id for each in told.groups]
    for entry in entries:
        if entry.value.group not in groups:
            raise UnknownName.among(groups, kind="group", name=entry.value.group, where=entry.where("group"))


def _must_have_own_names(entries: Sequence[_Entry], told: Taxonomy) -> None:
    """Refuse a label that would mean two types."""
    taken = dict.fromkeys(map(folded, (OTHER, NONE, UNSURE)), OTHER)
    own = {entry.value.id: entry for entry in entries}
    # Those of the file last, so that what is told is where it can be put right.
    for each in sorted(told.types, key=lambda each: each.id in own):
        for name in dict.fromkeys(map(folded, (each.id, each.title, *each.aliases))):
            if taken.setdefault(name, each.id) != each.id:
                where = f"{own[each.id].where('aliases')}: " if each.id in own else ""
                raise UsageError(
                    f"{where}{name!r} is a name of {taken[name]!r} and of {each.id!r}.",
                    hint="A label can mean one type only. Case, spaces and hyphens do not matter.",
                )


def _must_be_patterns(entries: Sequence[_Entry], told: Taxonomy) -> None:
    types = [each.id for each in told.types]
    languages = [each.id for each in told.languages]
    for entry in entries:
        pattern: Pattern = entry.value
        if pattern.type not in types:
            raise UnknownName.among(types, kind="type", name=pattern.type, where=entry.where("type"))
        if pattern.lang and pattern.lang not in languages:
            raise UnknownName.among(languages, kind="language", name=pattern.lang, where=entry.where("lang"))
        if pattern.regex:
            must_be_linear(pattern.regex, entry.where("regex"))
        elif not pattern.when:
            raise UsageError(
                f"{entry.where('name')}: the pattern {pattern.name!r} looks for nothing.",
                hint='Give it a regex, or signs: when = ["code"]',
            )
