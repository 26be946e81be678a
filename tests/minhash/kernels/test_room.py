"""Memory for many values."""

from curate.minhash.kernels.room import room


def test_there_is_room_for_so_many_values() -> None:
    made = room(3)
    made[:] = 7
    assert (made.dtype.name, made.tolist(), len(room(0))) == ("uint64", [7, 7, 7], 0)
