"""How a run is done: into a folder, where it goes on from where an earlier one was ended, or nowhere."""

import logging
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from curate.clock import Clock
from curate.engine import run as engine
from curate.engine.hands import Hands
from curate.engine.looking import Means
from curate.errors import InputError
from curate.files.cache import Cache, cache_folder
from curate.files.folder import RunFolder
from curate.files.shelf import InMemory, Late, Scratch
from curate.files.source import Source
from curate.files.sources import must_not_lie_in
from curate.pipeline import Pipeline
from curate.plan import plan_of
from curate.progress import Tell, silent
from curate.provenance import is_own, own_code, versions
from curate.records.known import Reading
from curate.records.line_reader import AFRESH, CachedReader, LineReader
from curate.records.part_reader import PartReader
from curate.records.parts import BYTES
from curate.records.read import read_sources
from curate.records.records import Records
from curate.records.stored import lay_records, read_before
from curate.report.results import Result
from curate.report.run_folder import write_run

LOG = logging.getLogger("curate")


def _is_ours(reading: Reading) -> bool:
    return isinstance(reading.format, str) or is_own(reading.format)


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True)
class How:
    """By what means a run is done; none of it changes a byte of the result."""

    processes: int = 1
    in_memory: bool = True
    """Whether records are held in memory, and stay in the result."""
    fresh: bool = False
    """Whether nothing that an earlier run left is used."""
    cached: bool = False
    """Whether what was seen of the same records before is used, and what is seen now is kept for another time."""
    tell: Tell = silent

    def new_hands(self) -> Hands:
        """Who does it: what is held in memory, no other process can work on."""
        return Hands(1 if self.in_memory else self.processes)

    @property
    def cache(self) -> Cache | None:
        """The user's own, if it is used and there is a place for it."""
        folder = cache_folder() if self.cached else None
        return Cache(folder) if folder else None

    def line_reader(self, reading: Reading) -> LineReader:
        """One that knows what was read before; not in a format of the user's own, which may be another by now."""
        if self.in_memory or not self.cache or not _is_ours(reading):
            return AFRESH
        return CachedReader(self.cache, repr((own_code(), versions())))


def run_held(records: Records, pipeline: Pipeline, folder: RunFolder | None, how: How) -> Result:
    """Run over records that are held already."""
    if folder:
        must_not_lie_in(folder.path, records.sources)
        folder.claim()
        folder.begin({}, fresh=True)
    try:
        return _run(records.apart(), pipeline, Means(cache=how.cache), folder, how.tell)
    finally:
        if folder:
            folder.leave()


def run_into(
    folder: RunFolder, sources: Sequence[Source], reading: Reading, pipeline: Pipeline, how: How
) -> Result:
    """Run over files; what an earlier run over the same has done is not done again.

    Raises:
        OutputRefused: the folder can not be written to, or another run is using it.
        InputError: an input can not be read.
    """
    must_not_lie_in(folder.path, sources)
    folder.claim()
    try:
        _say(folder, folder.begin(plan_of(sources, reading, pipeline), fresh=how.fresh))
        with how.new_hands() as hands:
            if sum(source.bytes for source in sources) > BYTES:
                hands.get_ready((*pipeline.checks, *pipeline.steps))
            try:
                records = _read(folder, sources, reading, how, hands)
            except InputError:
                folder.release()
                raise
            return _run(records, pipeline, Means(folder.shelf, hands, cache=how.cache), folder, how.tell)
    finally:
        folder.leave()


def run_nowhere(sources: Sequence[Source], reading: Reading, pipeline: Pipeline, how: How) -> Result:
    """Run over files, and write nothing but what does not fit into memory."""
    shelf = InMemory() if how.in_memory else Late(Scratch())
    try:
        records = read_sources(tuple(sources), reading, how.tell, shelf=shelf, lines=how.line_reader(reading))
        return _run(records, pipeline, Means(shelf, how.new_hands(), cache=how.cache), None, how.tell)
    except BaseException:
        shelf.discard()
        raise


def _say(folder: RunFolder, changed: Iterable[str] | None) -> None:
    if changed is None:
        LOG.info("going on with what an earlier run left in %s", folder.path)
    elif names := list(changed):
        LOG.warning("%s changed since: starting afresh", ", ".join(names))


def _read(folder: RunFolder, sources: Sequence[Source], reading: Reading, how: How, hands: Hands) -> Records:
    if how.in_memory:
        return read_sources(tuple(sources), reading, how.tell, shelf=InMemory())
    if records := read_before(sources, reading, folder.shelf):
        return records
    # What is written is needed whole, so to know where records were found before would spare nothing.
    lines = PartReader(folder.shelf, hands.ahead) if hands.are_called and _is_ours(reading) else AFRESH
    records = read_sources(tuple(sources), reading, how.tell, shelf=folder.shelf, lines=lines)
    lay_records(records, folder.shelf)
    return records


def _run(records: Records, pipeline: Pipeline, means: Means, folder: RunFolder | None, tell: Tell) -> Result:
    clock = Clock([records.timing])
    with records.as_read():
        with means.hands:
            outcomes = engine.run(records, pipeline, tell=tell, clock=clock, means=means)
        result = Result(records, outcomes, pipeline, clock)
        if folder:
            write_run(result, folder, tell)
    return result
