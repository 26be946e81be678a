"""Fails if a wheel would put anything but `curate` on top of a user's site-packages."""

import sys
from zipfile import ZipFile

names = ZipFile(sys.argv[1]).namelist()
top = {name.split("/")[0] for name in names if ".dist-info/" not in name}
wanted = (
    "curate/_pipelines/sft-default.toml",
    "curate/sample/messages.jsonl",
    "curate/sample/truth.jsonl",
    "curate/py.typed",
    "curate/taxonomy/default/types.toml",
    "curate/taxonomy/default/zh.toml",
    "curate/taxonomy/labels.toml",
    "curate/report/page/templates/page.html",
    "curate/report/page/templates/page.js",
)
missing = [name for name in wanted if name not in names]
print(f"wheel: top level {sorted(top)}, {len(names)} files")
sys.exit(f"missing: {missing}" if missing else 0 if top == {"curate"} else "something else is on top")
