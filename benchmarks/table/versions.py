"""What took part, and in which version."""


def versions_of(numbers: dict[str, str]) -> str:
    """As a list in a sentence."""
    return ", ".join(f"{name} {number}" for name, number in numbers.items())
