"""More real records for reading findings."""

from pathlib import Path

from benchmarks.further_sets import mails_in, pairs_in, write


def test_further_sets_hold_each_new_pair_once_and_a_mail_asks_for_its_subject(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        '{"prompt": "Wo?", "completion": "Hier."}\n{"prompt": "Wo?", "response": "Da."}\n'
    )
    (tmp_path / "b.jsonl").write_text('{"prompt": "Wo?", "completion": "Hier."}\n')
    write(tmp_path / "out.jsonl", pairs_in(tmp_path), frozenset([("Wo?", "Da.")]))
    assert (tmp_path / "out.jsonl").read_text() == '{"prompt": "Wo?", "completion": "Hier."}\n'

    (tmp_path / "mails").mkdir()
    (tmp_path / "mails" / "1.subject").write_text("See you at six.\n\n@subject\nDinner\n\n@ann0\nAt six")
    assert list(mails_in(tmp_path / "mails")) == [
        ("Write the subject line of this mail.\n\nSee you at six.", "Dinner")
    ]
