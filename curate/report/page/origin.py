"""What the result was made from: files, versions, the seed, the pipeline, and a digest of every file."""

import json
from typing import Any

from curate.report.page.quoted import plain
from curate.report.page.section import Material, Section

MOST_FILES = 200
"""Files that are listed with their digests, of those that were read and of those that were written."""
MOST_LETTERS = 20_000
"""Of the resolved pipeline."""


def origin(material: Material) -> Section:
    """All that the manifest says."""
    manifest = material.left.manifest
    read: list[dict[str, Any]] = manifest.get("inputs", [])
    written: dict[str, str] = manifest.get("outputs", {})
    pipeline = json.dumps(material.left.pipeline, ensure_ascii=False, indent=2)
    values = {
        "versions": [(plain(name), plain(value)) for name, value in manifest.get("versions", {}).items()],
        "seed": plain(manifest.get("seed", "")),
        "pipeline": plain(material.left.pipeline.get("name", "")),
        "settings": "\n".join(
            plain(line) if line.strip() else "" for line in pipeline[:MOST_LETTERS].splitlines()
        ),
        "read": [
            (plain(each["file"]), each.get("bytes", 0), plain(each.get("sha256", "")))
            for each in read[:MOST_FILES]
        ],
        "written": [(plain(name), plain(digest)) for name, digest in list(written.items())[:MOST_FILES]],
        "more": max(0, len(read) - MOST_FILES) + max(0, len(written) - MOST_FILES),
    }
    return Section("origin", "What it was made from", values)
