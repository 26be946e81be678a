"""What `--log-format json` writes: one event on each line of standard error."""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from curate.findings import Exact

Amount = Annotated[float, Field(ge=0)]
Count = Annotated[int, Field(ge=0)]
Moment = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")]


class PartEvent(Exact):
    """How far one part of the work is: when it starts, every ten seconds, and when it ends."""

    time: Moment
    """When this line was written, in UTC."""
    event: Literal["started", "working", "ended"]
    part: str
    """The part of the work: `reading`, `step 3, keep-one`, `writing`. One may be told of again after it ended."""
    what: str
    """What exactly is being done in it: `reading a.jsonl`."""
    done: Count
    """Records so far."""
    total: Count | None
    """Records there are; null where that is not known."""
    rate: Amount | None
    """Records a second: of late, or of all of it once it has ended; null where too little was seen to tell."""
    remaining_s: Amount | None
    """Seconds until it ends, by the rate of late; null where that can not be told."""
    memory_mb: Amount | None
    """Memory held now by all processes of the work, in MB of 2^20 bytes; null where the system does not tell."""
    wall_s: Amount
    """Seconds that were spent on this part so far."""


class NoteEvent(Exact):
    """Something that is good to know, such as where settings come from."""

    time: Moment
    event: Literal["note"]
    message: str


class ErrorEvent(Exact):
    """Why the command ends without having done what it was asked to."""

    time: Moment
    event: Literal["error"]
    message: str
    hint: str
    """How to mend it; may be empty."""
    exit_code: int


class FinishedEvent(Exact):
    """The last line, however the command ends."""

    time: Moment
    event: Literal["finished"]
    exit_code: int
    out: str | None
    """The folder or file that holds the result; null where nothing was written."""
    files: list[str]
    """The files that were written, the kept records first."""
    wall_s: Amount
    """Seconds that the whole command took."""
    memory_mb: Amount
    """The most memory that was seen to be held, in MB of 2^20 bytes."""


Event = Annotated[PartEvent | NoteEvent | ErrorEvent | FinishedEvent, Field(discriminator="event")]
EVENT: TypeAdapter[Event] = TypeAdapter(Event)
"""One line."""
