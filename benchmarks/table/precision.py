"""How often each check is right."""

from typing import Any


def precision(result: dict[str, Any]) -> str:
    """Each check whose findings were read."""
    from curate.checks import check_called

    lines = ["| code | name | severity | read | right | precision | 95 % |", "|---|---|---|--:|--:|--:|--:|"]
    for code, told in result.items():
        check = check_called(code)
        severity = f"{check.severity}, in preview" if check.preview else check.severity
        share = told["right"] / told["read"]
        lines.append(
            f"| {code} | {check.name} | {severity} | {told['read']} | {told['right']} | {share:.2f} "
            f"| {told['low']:.2f} to {told['high']:.2f} |"
        )
    return "\n".join(lines)
