"""Ctrl-C, put off while something is done that it must not break off."""

import signal
from threading import Thread
from time import sleep

import pytest

from curate.ctrl_c import heard_later


def test_ctrl_c_that_another_thread_is_told_of_waits_until_all_is_done() -> None:
    ended = list[str]()
    another = Thread(target=sleep, args=(0.5,))
    another.start()

    def work() -> None:
        with heard_later():
            assert another.ident
            signal.pthread_kill(another.ident, signal.SIGINT)
            sleep(0.1)
            ended.append("work")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert ended == ["work"]
    another.join()


def test_who_does_not_listen_to_ctrl_c_is_not_made_to() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with heard_later():
            signal.raise_signal(signal.SIGINT)
        assert signal.getsignal(signal.SIGINT) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
