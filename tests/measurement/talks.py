"""Some demonstrations of four prompt types, no two of which hang together, and what is laid out from them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from xxhash import xxh3_64_intdigest

from curate.measurement.demonstrations import PROMPT_TYPE, SCHEMA
from curate.measurement.encoded import Encoded, encoded
from curate.measurement.models.base import Message
from curate.measurement.sets import CLUSTER
from curate.records import columns as c

Row = dict[str, Any]
OPEN, MATHS, TRANSLATION, WRITING = "open_qa", "math_reasoning", "translation", "creative_writing"
TALKS: tuple[tuple[str, str, str], ...] = (
    (OPEN, "Why does bread rise in the oven?", "Yeast makes gas, and the heat lets that gas swell the dough."),
    (OPEN, "Who painted the ceiling of the Sistine Chapel?", "Michelangelo did, between 1508 and 1512."),
    (OPEN, "What do earthworms eat?", "Dead leaves and other rotting plants, with a good deal of soil."),
    (OPEN, "Where does the Danube reach the sea?", "In Romania, where its delta opens into the Black Sea."),
    (OPEN, "How long is a marathon?", "It is 42.195 kilometres, a distance that was fixed in 1921."),
    (OPEN, "Which metal is liquid at room temperature?", "Mercury, which is why old thermometers held it."),
    (OPEN, "When was the first postage stamp sold?", "In May 1840, in Britain: the Penny Black."),
    (OPEN, "What causes the tides?", "The pull of the moon above all, and that of the sun."),
    (OPEN, "Is a tomato a fruit?", "To a botanist it is a berry; cooks treat it as a vegetable."),
    (OPEN, "Which planet has the shortest year?", "Mercury goes round the sun in 88 days."),
    (OPEN, "Why do leaves turn red in autumn?", "Their green fades, and sugar that stays makes red."),
    (OPEN, "What is the largest desert?", "Antarctica, if cold deserts count; otherwise the Sahara."),
    (MATHS, "A crate holds 12 bottles. How many are in 7 crates?", "12 times 7 is 84, so there are 84 bottles."),
    (MATHS, "Anna has 30 euros and spends a fifth. What is left?", "A fifth of 30 is 6, so 24 euros are left."),
    (MATHS, "What is 15 percent of 240?", "Ten percent is 24 and five is 12, which makes 36."),
    (MATHS, "Solve 3x + 4 = 19.", "Taking 4 from both sides gives 3x = 15, so x is 5."),
    (MATHS, "A train covers 210 km in 3 hours. How fast is it?", "210 by 3 is 70, so it does 70 km an hour."),
    (MATHS, "Is 91 a prime number?", "No: it is 7 times 13."),
    (MATHS, "Add a half and a third.", "As sixths these are 3 and 2, which makes five sixths."),
    (MATHS, "The sides of a field are 40 m and 25 m. Its area?", "40 times 25 is 1,000 square metres."),
    (MATHS, "Two dice are thrown. How likely is a total of 12?", "Only a pair of sixes does it: one in 36."),
    (MATHS, "What comes after 2, 6, 18 and 54?", "Each is three times the last, so 162 comes next."),
    (MATHS, "How many minutes are there in two and a half days?", "60 hours of 60 minutes are 3,600 minutes."),
    (MATHS, "Share 45 marbles among 6 children evenly.", "Each gets 7, and 3 marbles are left over."),
    (TRANSLATION, "Translate into French: the window is open.", "La fenêtre est ouverte."),
    (TRANSLATION, "Say in German: we missed our bus.", "Wir haben unseren Bus verpasst."),
    (TRANSLATION, "What is Spanish for 'my shoes are wet'?", "Mis zapatos están mojados."),
    (TRANSLATION, "Put this into Italian: she sings on Sundays.", "Canta la domenica."),
    (TRANSLATION, "Translate to Dutch: the cheese is too old.", "De kaas is te oud."),
    (TRANSLATION, "In Portuguese, please: my brother sells fish.", "O meu irmão vende peixe."),
    (TRANSLATION, "Render in Swedish: it will snow tonight.", "Det kommer att snöa i natt."),
    (TRANSLATION, "How does one say 'thank you both' in Polish?", "Dziękuję wam obojgu."),
    (TRANSLATION, "Translate into Chinese: I drink green tea.", "我喝绿茶。"),
    (TRANSLATION, "English to Danish: her bicycle was stolen.", "Hendes cykel blev stjålet."),
    (TRANSLATION, "Turn into Latin: the farmer loves the land.", "Agricola terram amat."),
    (TRANSLATION, "Translate into Finnish: good night, children.", "Hyvää yötä, lapset."),
    (WRITING, "Write two lines about a lighthouse.", "It counts the dark in even beats,\nand every ship replies."),
    (WRITING, "Begin a story in which a clock stops.", "At ten past four the hall fell silent."),
    (WRITING, "Make up a proverb about gardeners.", "Who waters only the rose will dine on petals."),
    (WRITING, "Describe a storm as a guest.", "It came without knocking, broke a cup, and left by the roof."),
    (WRITING, "Compose a haiku on frost.", "Glass ferns at the pane,\na breath undoes the forest."),
    (WRITING, "Invent a name and a motto for a bakery.", "The Late Loaf: worth waking for."),
    (WRITING, "Give a dragon a reason to cry.", "Its oldest coin had lost the face of the only king it liked."),
    (WRITING, "Write a toast for a retiring postman.", "To Jan, who knew every dog and forgave most of them."),
    (WRITING, "Open a poem with the word 'because'.", "Because the river would not wait,\nI ran."),
    (WRITING, "Tell of a chess game between two sisters.", "Ida gave up her queen; Nora smelt a trap."),
    (WRITING, "Sketch an inn at the end of the world.", "The soup was thin, and nobody paid twice."),
    (WRITING, "Speak as an old violin.", "I have been in tune four times, and remember each of them."),
)  # fmt: skip


def chat(prompt: str, response: str, **fields: object) -> Row:
    """One demonstration in the messages format."""
    messages = [{"role": "user", "content": prompt}, {"role": "assistant", "content": response}]
    return {**fields, "messages": messages}


def rows(talks: Sequence[tuple[str, str, str]] = TALKS) -> list[Row]:
    """Records that name their types."""
    return [chat(prompt, response, category=kind) for kind, prompt, response in talks]


def numbered(count: int, kind: str = OPEN) -> list[tuple[str, str, str]]:
    """As many more, in which every sentence says something else."""
    things = ("barn", "ferry", "quarry", "orchard", "chapel", "weir", "tannery", "kiln", "granary", "viaduct")
    towns = ("Velm", "Orsk", "Tarn", "Brill", "Caddo", "Ister", "Luno", "Mero", "Pask", "Quell")
    said = []
    for at in range(count):
        thing, town, year = things[at % 10], towns[at // 10 % 10], 1700 + at
        said.append(
            (kind, f"{town} {year}: whose {thing}?", f"In {year} the {thing} at {town} had {at + 2} owners.")
        )
    return said


def word_counting(refuses: str = "") -> Any:  # noqa: ANN401  no more of a model than is used
    """Stands in for a model: each word is a token, but for responses that begin so."""
    return _WordCounting(refuses)


@dataclass(frozen=True)
class _WordCounting:
    refuses: str

    def encode(self, records: Sequence[Sequence[Message]], context: int) -> Encoded:
        return encoded((self._one(record) for record in records), context)

    def _one(self, record: Sequence[Message]) -> tuple[list[int], list[int]]:
        *before, last = record
        prompt = [len(word) for message in before for word in message["content"].split()]
        response = [len(word) for word in last["content"].split()]
        return prompt, [] if self.refuses and last["content"].startswith(self.refuses) else response


def shown(talks: Sequence[tuple[str, str, str]]) -> pl.DataFrame:
    """Demonstrations as they are read, each in a cluster of its own; their types are those that they name."""
    rows = []
    for at, (kind, prompt, response) in enumerate(talks):
        said = json.dumps(chat(prompt, response)["messages"], ensure_ascii=False)
        digest = xxh3_64_intdigest(said.encode())
        rows.append((f"{digest:016x}", None, kind, said, prompt, response, digest, kind, at))
    schema = {**SCHEMA, PROMPT_TYPE: pl.String(), CLUSTER: pl.Int64()}
    return pl.DataFrame(rows, schema=schema, orient="row").sort(c.KEY)
