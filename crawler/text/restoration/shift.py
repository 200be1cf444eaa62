"""One-byte shifts: a byte of GBK is lost, and what follows is read out of step.

Two ways to get there (``?`` is what is left of a character cut in half):

- a converter's gloss is put between the bytes of 變為, where they happen to be those of
  優, and the first byte of 為 swallows its bracket: 變?yōu)閰^;
- a text is cut before bytes that happen to be those of ！ ， ？ ；, as in 。　主 (A1 A3 A1
  A1 …): ?!≈鬓k.

The reading falls into step again at a byte that cannot begin a character: a letter that
was the second byte of one (k ^ F), or any ASCII.

The observed text is taken apart into its bytes (``observed``), each ``?`` being bytes
that are not known, and of all ways to read them in step the likeliest is found
(``search``). It counts only where it is clearly likelier than what is observed.
"""

from __future__ import annotations

from collections.abc import Iterator

from crawler.text.restoration.edits import Edit, Gone
from crawler.text.restoration.observed import SIGN, Observed
from crawler.text.restoration.search import Page, Run

# Natural logarithm. How much likelier a reading must be than what is observed; true ones
# gained 11 to 125.
GAIN = 6.0

# A row that is emphasis, or lost altogether.
_ROW = "???"

# Signs in a row that were none: a chat that asks in every line has no shifts, and a
# page made to be slow is not looked at for long. Long clones have some dozens of runs.
_PATIENCE = 50
_RUNS_AT_MOST = 300

_SURE = 0.98
_LIKELY = 0.6


def find(text: str, page: Page, *, gain: float = GAIN) -> Iterator[Edit | Gone]:
    """Yield the repairs of shifts in ``text``, and the shifts that stay.

    A repaired text keeps the glosses that stand behind a whole character of it. A
    reading that rests on guessed bytes and is hardly likelier than the next best is
    a ``shift_guess``.
    """
    done = failed = tried = 0
    while failed < _PATIENCE and tried < _RUNS_AT_MOST:
        sign = SIGN.search(text, done)
        if sign is None:
            return
        done = sign.end()
        start = sign.start()
        if (
            sign["half"] is None
            and _ROW in text[max(0, start - len(_ROW) + 1) : start + len(_ROW)]
        ):
            continue
        tried += 1
        found = Run(Observed(text, start), page).best()
        if found is not None and found.gain >= gain:
            kind, sure = ("shift_guess", _LIKELY) if found.guessed else ("shift", _SURE)
            yield Edit(start, found.end, found.text, kind, sure)
            done, failed = found.end, 0
            if found.gone:
                yield Gone(start, done, "shift")
            continue
        failed += 1
        if sign["half"] is not None:
            yield Gone(start, done, "shift")
