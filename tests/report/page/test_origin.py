"""What the result was made from."""

from hashlib import sha256

import polars as pl

from curate.report.page.origin import origin
from curate.report.page.section import Material


def test_versions_seed_and_pipeline_are_those_of_the_run(material: Material) -> None:
    values = origin(material).values
    assert dict(values["versions"])["polars"] == pl.__version__
    assert values["pipeline"] == "told"
    assert '"use": "keep-one"' in values["settings"]


def test_each_file_has_its_digest(material: Material) -> None:
    values = origin(material).values
    folder = material.left.folder
    ((file, size, digest),) = values["read"]
    read = (folder.parent / "data.jsonl").read_bytes()
    assert (file.endswith("data.jsonl"), size, digest) == (True, len(read), sha256(read).hexdigest())
    written = dict(values["written"])
    assert written["ledger.json"] == sha256((folder / "ledger.json").read_bytes()).hexdigest()
    assert values["more"] == 0
