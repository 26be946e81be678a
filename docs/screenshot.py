"""Takes the picture of a report that the README shows, from a real run of the sample in a real browser.

python -m docs.screenshot
"""

from pathlib import Path
from tempfile import TemporaryDirectory

import curate
from curate.cli.demo import LANGUAGES, pipeline
from curate.files.resources import sample_files
from curate.report.page.page import write_report
from tests.browser import browsing

PICTURE = Path(__file__).parent / "images" / "report.png"
WIDTH, HEIGHT = 1200, 1220


def picture() -> bytes:
    """The first screen and a half of the page, by day."""
    with TemporaryDirectory() as folder, browsing() as browser:
        cleaned = Path(folder) / "cleaned"
        curate.run(pipeline(), curate.read(*sample_files()), out=cleaned, expect=LANGUAGES)
        browser.open(write_report(cleaned), width=WIDTH)
        return browser.picture(HEIGHT)


if __name__ == "__main__":
    PICTURE.write_bytes(picture())
