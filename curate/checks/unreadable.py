"""FMT: records that can not be read. They are rejected, with every reason and their bytes."""

from curate.checks.base import ReadCheck
from curate.records import rejects


class NotUtf8(ReadCheck, code=rejects.NOT_UTF_8, severity="error"):
    """The record holds bytes that are not UTF-8.

    Why it matters: no trainer can read it, and guessing an encoding changes texts silently. Convert the file
    with `iconv`, or mend the line.

    Found: a line saved as Latin-1, where `é` is the single byte 0xE9.

    Passes: the same line saved as UTF-8, with or without a byte order mark at the start of the file.
    """


class InvalidJson(ReadCheck, code=rejects.INVALID_JSON, severity="error"):
    """The record is not JSON.

    Why it matters: a trainer either stops at it or skips it without a word. The finding names the column and
    what was expected there. NaN and Infinity are no JSON values.

    Found: `{"prompt": "Hi" "completion": "Hello"}`, where a comma is missing.

    Passes: `{"prompt": "Hi", "completion": "Hello"}`
    """


class DuplicateKey(ReadCheck, code=rejects.DUPLICATE_KEY, severity="error"):
    """An object of the record names the same key twice.

    Why it matters: most parsers keep the last value, some the first, none says so; two programs then train on
    two different records.

    Found: `{"prompt": "Hi", "completion": "Hello", "completion": "Bye"}`

    Passes: `{"prompt": "Hi", "completion": "Hello"}`
    """


class WrongShape(ReadCheck, code=rejects.WRONG_SHAPE, severity="error"):
    """A field that the format needs is missing, or holds a value of another kind.

    Why it matters: the record can not be turned into messages. Every such field is named with its path in your
    own record, what was expected and what is there.

    Found: `{"messages": [{"role": "bot", "content": 5}]}`: an unknown role, and a number for a text.

    Passes: `{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}`
    """


class BrokenCut(ReadCheck, code=rejects.BROKEN_CUT, severity="error"):
    """What stands here is not one whole record: an array element that never closes, or a line without end.

    Why it matters: where a record ends can not be told, so its neighbours may be inside it. Reading goes on at
    the next line that opens an element in the same way.

    Found: `[{"prompt": "Hi", "completion": "Hello"`, where the file ends.

    Passes: `[{"prompt": "Hi", "completion": "Hello"}]`
    """
