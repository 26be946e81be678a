"""A real browser without a window, for pages that are looked at in one.

Browser and driver are those of the machine: distributions ship both in one version. Where there are none, tests
that need them are skipped with a reason; they fail where NEEDS_BROWSER is set, as `.ci/run` sets it.
"""

import json
import os
import shutil
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

REQUIRED = "NEEDS_BROWSER"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ("--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars")


def missing(what: str) -> None:
    """Skip the test, or fail it where a browser has to be there."""
    told = f"there is no {what} on this machine: apt-get install chromium chromium-driver"
    if os.environ.get(REQUIRED):
        pytest.fail(told)
    pytest.skip(told)


class Browser:
    """One window, which is told what it is shown on."""

    def __init__(self, driver: Chrome) -> None:
        self.driver = driver

    def open(self, page: Path, *, width: int = 1280, dark: bool = False) -> None:
        """Show a file; what was logged before is forgotten."""
        self.seen_as(dark=dark)
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        self.command("Emulation.setDeviceMetricsOverride", size)
        self.driver.get("about:blank")
        self.console(), self.requests()
        self.driver.get(page.as_uri())

    def seen_as(self, *, dark: bool = False, media: str = "") -> None:
        """Show it by day or by night, on a screen or on paper; what is scrolled to is there at once."""
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        motion = {"name": "prefers-reduced-motion", "value": "reduce"}
        self.command("Emulation.setEmulatedMedia", {"media": media, "features": [scheme, motion]})

    def command(self, name: str, arguments: dict[str, Any]) -> Any:  # noqa: ANN401  as the browser answers
        """A command of the browser's own protocol."""
        return self.driver.execute_cdp_cmd(name, arguments)

    def console(self) -> list[str]:
        """What the browser has complained of since it was asked last."""
        return self._log("browser")

    def requests(self) -> list[str]:
        """The addresses that were asked for since it was asked last."""
        events = [json.loads(entry)["message"] for entry in self._log("performance")]
        return [
            each["params"]["request"]["url"] for each in events if each["method"] == "Network.requestWillBeSent"
        ]

    def _log(self, name: str) -> list[str]:
        return [entry["message"] for entry in self.driver.get_log(name)]  # type: ignore[no-untyped-call]

    def script(self, text: str, *arguments: object) -> Any:  # noqa: ANN401  whatever it returns
        """What a piece of script returns."""
        return self.driver.execute_script(text, *arguments)

    def one(self, selector: str) -> WebElement:
        """The element that a selector names."""
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def texts(self, selector: str) -> list[str]:
        """The visible text of each element that a selector names."""
        return [each.text for each in self.driver.find_elements(By.CSS_SELECTOR, selector)]

    def picture(self, height: int) -> bytes:
        """The top of the page as PNG."""
        width = self.script("return document.documentElement.clientWidth")
        clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        shot = self.command("Page.captureScreenshot", {"captureBeyondViewport": True, "clip": clip})
        return b64decode(shot["data"])

    def paper(self) -> bytes:
        """The page as it is printed, as PDF."""
        return b64decode(self.command("Page.printToPDF", {"printBackground": True})["data"])


@contextmanager
def browsing() -> Iterator[Browser]:
    """A browser that is closed behind."""
    driver = shutil.which("chromedriver")
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not browser:
        missing("Chromium")
    if not driver:
        missing("chromedriver")
    options = ChromeOptions()
    options.binary_location = str(browser)
    # Its sandbox refuses to be run by root, as containers run everything.
    for argument in (*ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    chrome = Chrome(options=options, service=Service(str(driver)))
    try:
        yield Browser(chrome)
    finally:
        chrome.quit()
