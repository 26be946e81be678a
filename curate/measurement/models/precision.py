"""In which numbers a model computes: whatever is faster here, and one for a whole measurement."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal

import torch

Numbers = Literal["float32", "bfloat16"]
_SECONDS = 0.3
"""How long each is timed."""
_SIZE = (512, 1024, 1024)


def device() -> str:
    """Where models compute: the graphics processor, where there is one."""
    return "cuda" if torch.cuda.is_available() else "cpu"


def fitting() -> Numbers:
    """Sixteen bits on a graphics processor that has them, and on one of another kind if they were faster there."""
    if device() == "cuda":
        return "bfloat16" if torch.cuda.is_bf16_supported(including_emulation=False) else "float32"
    return "bfloat16" if _has_instructions() and _speed("bfloat16") > _speed("float32") else "float32"


def _has_instructions() -> bool:
    """Without them sixteen bits are many times slower, so that there is nothing to time."""
    known = torch.backends.cpu.get_cpu_capability()
    told: tuple[Callable[[], bool], ...] = tuple(
        getattr(torch.cpu, name)
        for name in ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
        if hasattr(torch.cpu, name)
    )
    return known.startswith("AVX512") and any(each() for each in told)


def _speed(numbers: Numbers) -> float:
    """Products of matrices a second, forth and back, as training does them."""
    rows, width, wide = _SIZE
    states, weights = torch.randn(rows, width), torch.randn(wide, width, requires_grad=True)
    begun, done = time.perf_counter(), 0
    while (passed := time.perf_counter() - begun) < _SECONDS or not done:
        with computing(numbers, "cpu"):
            product = torch.nn.functional.linear(states, weights)
        product.float().sum().backward()
        done += 1
    return done / passed


@contextmanager
def computing(numbers: Numbers, where: str) -> Iterator[None]:
    """Products of matrices in these numbers; all else as it is."""
    with torch.autocast(where, torch.bfloat16, enabled=numbers == "bfloat16"):
        yield
