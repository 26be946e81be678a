"""Small runs whose folders are told stories of."""

import json
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import curate
from curate.pipeline import parse_pipeline
from curate.report.kept_with import Way
from curate.report.story import Story, Telling
from curate.report.toml_text import key, value

Row = dict[str, Any]
HEAD = "key,code,decision,by,why"


class Run:
    """Rows and a pipeline, which can be run again with something else in either."""

    def __init__(self, folder: Path, rows: Sequence[Row], pipeline: str, decisions: Sequence[str] = ()) -> None:
        self.folder = folder
        self.rows = [dict(row) for row in rows]
        self.pipeline: Row = {"name": "told", **tomllib.loads(pipeline)}
        self.decisions = list(decisions)
        self.number = 0

    def telling(self) -> Telling:
        """Run, and read what was left."""
        self.number += 1
        data = self.folder / "data.jsonl"
        data.write_text("".join(json.dumps(row) + "\n" for row in self.rows), encoding="utf-8")
        decided = self.folder / "decisions.csv"
        decided.write_text("\n".join([HEAD, *self.decisions]) + "\n", encoding="utf-8")
        out = self.folder / f"out-{self.number}"
        made = parse_pipeline(self._text(), "told.toml")
        curate.run(made, data, out=out, decisions=decided if self.decisions else None)
        return Telling(out)

    def story(self, name: str) -> Story:
        """What happened to one record."""
        return self.telling().story(name)

    def with_way(self, way: Way, name: str, step: int) -> "Run":
        """The same run with what a story says would have kept a record."""
        again = Run(self.folder, self.rows, "", self.decisions)
        again.number = self.number
        again.pipeline = json.loads(json.dumps(self.pipeline))
        if way.place == "decisions" and way.note:
            again.decisions.remove(way.setting)
        elif way.place == "decisions":
            again.decisions += way.setting.splitlines()
        elif way.place == "record":
            next(row for row in again.rows if row["id"] == name).update(tomllib.loads(way.setting))
        elif way.place == "step" and not way.setting:
            del again.pipeline["steps"][step - 1]
        elif way.place == "step":
            again.pipeline["steps"][step - 1].update(tomllib.loads(way.setting))
        else:
            for check, settings in tomllib.loads(way.setting).items():
                again.pipeline.setdefault("checks", {}).setdefault(check, {}).update(settings)
        return again

    def _text(self) -> str:
        return "".join(f"{key(name)} = {value(each)}\n" for name, each in self.pipeline.items())
