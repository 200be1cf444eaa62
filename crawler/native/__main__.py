"""Say which rooms are compiled: ``python -m crawler.native``."""

from __future__ import annotations

from crawler import native


def main() -> None:
    """Print a line for people; that Python does the work of some is no error."""
    lacking = [name for name in native.NAMES if native.load(name) is None]
    if lacking:
        print(  # noqa: T201  # what it is for
            f"Not compiled: {', '.join(lacking)}. The same runs in Python, in a third more "
            "time. A C compiler, Python's headers and `make native` change that; "
            "`.venv/native.log` says what was lacking."
        )
    else:
        print(f"Compiled: {', '.join(native.NAMES)}.")  # noqa: T201


if __name__ == "__main__":
    main()
