"""`curate`, and `python -m curate`."""

import sys

from curate.ctrl_c import heard_later


def main() -> None:
    """Run the command line; what it is made of is imported whole, and then Ctrl-C is answered as at any time."""
    try:
        with heard_later():
            from curate import cli
    except KeyboardInterrupt:
        from curate.cli.session import STOPPED, Session, asked_for

        Session(asked_for(sys.argv[1:])).stop()
        sys.exit(STOPPED)
    cli.main()


if __name__ == "__main__":
    main()
