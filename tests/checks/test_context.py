"""What a prompt refers to."""

from collections.abc import Callable
from typing import Any

import curate


def test_the_prompt_is_found_not_the_response(records_of: Callable[..., Any], chat: Callable[..., Any]) -> None:
    records = records_of([chat("Shorten the following letter.", "Come at once.")])
    (row,) = curate.check(records, select=["CTX001"])["CTX001"].frame.iter_rows(named=True)
    assert row["places"] == [{"path": "messages[0].content", "start": 0, "end": 29}]
    assert row["message"] == "refers to a text that is not there"


def test_an_image_may_hold_the_text(records_of: Callable[..., Any]) -> None:
    parts = [
        {"type": "image_url", "image_url": {"url": "page.png"}},
        {"type": "text", "text": "Shorten the letter below."},
    ]
    messages = [{"role": "user", "content": parts}, {"role": "assistant", "content": "Come at once."}]
    records = records_of([{"messages": messages}])
    assert not len(curate.check(records, select=["CTX001"])["CTX001"].frame)
