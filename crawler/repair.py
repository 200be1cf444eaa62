"""A damaged page becomes the page that its author wrote.

The judgement is made once, on the text of all blocks: it costs one pass on a sound page,
which is handed on as it is. The tree of a damaged one is copied, and the copy's texts
are restored block by block, before anything is told of it: roles and fields are read
from sound text then, and know of none of this.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal, NamedTuple

from lxml import etree
from lxml.etree import _Element as Element
from lxml.html.defs import font_style_tags, phrase_tags, special_inline_tags

from crawler.blocks import Outline
from crawler.items import Example, Restored
from crawler.outline import outline
from crawler.page import UNPRINTABLE, Page
from crawler.text.restoration.report import Clone, Loss, Repair, Restoration
from crawler.text.restoration.suspicion import suspects
from crawler.text.restore import Judgement, judge, restore
from crawler.text.scripts import Script, converted

Mode = Literal["off", "report", "repair"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Care:
    """What is done about damaged text, and in which script text is given."""

    restore: Mode = "repair"
    """``report`` says what could be repaired, and repairs nothing."""

    script: Script = "keep"
    """That of all texts. A clone's go back to simplified script first, in any case."""


CAREFUL = Care()
"""Repairs what it can, and keeps a page's script."""


class Mended(NamedTuple):
    """A page as it is read."""

    page: Page
    outline: Outline
    restored: Restored | None
    """What was damaged; ``None`` on a sound page, and where nobody asked."""


def mended(page: Page, care: Care = CAREFUL) -> Mended:
    """Return ``page`` as its author wrote it, with its blocks.

    A sound page comes back itself. Raises ``UnreadablePage`` where the markup is nested
    too deep. Blocks are told a second time where the text changes, and only then.
    """
    parts = outline(page)
    asked = care.restore != "off" and suspects(_odd(parts))
    judgement = judge(_text(parts)) if asked else _SOUND
    if judgement.sound and care.script == "keep":
        return Mended(page, parts, None)
    work = _Work(judgement, care)
    whole = _flat(page, work) if page.flat else _marked_up(page, work)
    restored = work.told()
    if not work.changed or (restored is None and care.script == "keep"):
        return Mended(page, parts, restored)
    return Mended(whole, outline(whole), restored)


def _flat(page: Page, work: _Work) -> Page:
    """The same flat page, its lines told again: what parts them may have been damaged."""
    return page.with_lines("\n".join(map(work.line, page.text.splitlines())))


def _marked_up(page: Page, work: _Work) -> Page:
    tree = page.copied()
    for root in (tree.root, *tree.root.itersiblings()):
        work.over(root)
    return replace(page, root=tree)


_SOUND = Judgement()


def _text(parts: Outline) -> str:
    return "\n".join([block.text for block in parts.blocks])


def _odd(parts: Outline) -> str:
    """The lines that may show damage: in ASCII that is at ? and &, or a year behind a ?."""
    texts = [block.text for block in parts.blocks]
    return "\n".join(
        [
            text
            for text in texts
            if not text.isascii() or "?" in text or "&" in text or text[:2] in _YEARS
        ]
    )


_YEARS = frozenset({"19", "20"})


# Elements inside a line: text goes on across their edges.
_INLINE = (phrase_tags | font_style_tags | special_inline_tags) - {
    *("br", "iframe", "object", "applet", "script", "map")
}

# Elements whose text is no text of the page; elements that quote code as it is.
_NO_TEXT = frozenset({"script", "style", "head", "object"})
_CODE = frozenset({"code", "pre", "plaintext", "textarea"})

# Characters of an example: of text read in a wrong encoding, a whole line is one.
_SHOWN = 80

# Attributes that are read as text.
_TEXTS = ("content", "alt", "title")


def _declaring(root: Element) -> Iterator[Element]:
    """Yield the elements that declare something by attributes or text of their own."""
    found = _find_declaring(root)
    return iter(found) if isinstance(found, list) else iter(())


_find_declaring = etree.XPath(
    f"descendant-or-self::*[{' or '.join(f'@{name}' for name in _TEXTS)}"
    " or self::title or self::script[@type='application/ld+json']]"
)


class _Slot(NamedTuple):
    """A text node of a tree."""

    element: Element
    is_tail: bool
    text: str

    def put(self, text: str) -> None:
        held = text or None  # an empty text would be a node, too
        if self.is_tail:
            self.element.tail = held
        else:
            self.element.text = held


class _Work:
    """One page's repair while it is under way."""

    def __init__(self, judgement: Judgement, care: Care) -> None:
        self.care = care
        self.judgement = judgement
        self.as_code = replace(judgement, damage=judgement.damage - {"entity"})
        self.changed = False
        self._done: list[Restoration] = []

    def over(self, root: Element) -> None:
        """Restore the texts of a tree, block by block, and what its head declares."""
        for line, in_code in _lines(root):
            self._line(line, as_code=in_code)
        self._declared(root)

    def told(self) -> Restored | None:
        """What was done, of all blocks; ``None`` where nothing was, nor could be."""
        repairs = [repair for done in self._done for repair in done.repairs]
        lost = [loss for done in self._done for loss in done.lost]
        if not repairs and not lost and self.judgement.clone == "none":
            return None
        return _report(
            self.judgement.clone, repairs, lost, repaired=self.care.restore == "repair"
        )

    def line(self, text: str) -> str:
        """Return what a line of text becomes."""
        [told] = self._texts([text], self.judgement)
        return told

    def _line(self, slots: Sequence[_Slot], *, as_code: bool) -> None:
        judgement = self.as_code if as_code else self.judgement
        before = [slot.text for slot in slots]
        whole = "".join(before)
        if self._spares(whole, judgement):
            return
        texts = self._texts(before, judgement)
        for slot, text in zip(slots, texts, strict=True):
            if text != slot.text:
                slot.put(text)

    def _texts(self, texts: Sequence[str], judgement: Judgement) -> Sequence[str]:
        """What the texts of one line become."""
        whole = "".join(texts)
        done = restore(whole, judgement)
        self._done.append(done)
        told = texts
        if self.care.restore == "repair" and done.text != whole:
            told = _divided(done, texts)
            if not _fits(told, texts):
                told = [restore(text, judgement).text for text in texts]
        told = [self._given(text) for text in told]
        self.changed = self.changed or told != list(texts)
        return told

    def _spares(self, text: str, judgement: Judgement) -> bool:
        """Whether a glance tells that a text stays as it is."""
        if self.care.script != "keep" or UNPRINTABLE.search(text) is not None:
            return False
        return judgement.spares(text)

    def _declared(self, root: Element) -> None:
        """Restore titles, attributes and JSON-LD. They are not counted: nobody sees them."""
        for element in _declaring(root):
            if element.tag == "title" and element.text:
                self._set(element.text, partial(setattr, element, "text"))
            elif element.tag == "script":
                if element.get("type") == "application/ld+json" and element.text:
                    self._linked(element)
                continue
            for name in _TEXTS:
                value = element.get(name)
                if value and not value.isascii():
                    self._set(value, partial(element.set, name))

    def _set(self, value: str, put: Callable[[str], None]) -> None:
        text = self._quietly(value)
        if text != value:
            put(text)
            self.changed = True

    def _quietly(self, value: str) -> str:
        if self._spares(value, self.judgement):
            return value
        if self.care.restore == "repair":
            value = restore(value, self.judgement).text
        return self._given(value)

    def _given(self, text: str) -> str:
        """A text in the script that is asked for, with nothing that no tree can hold."""
        return UNPRINTABLE.sub("", converted(text, self.care.script))

    def _linked(self, element: Element) -> None:
        try:
            held = json.loads(element.text or "")
        except (ValueError, RecursionError):
            return
        sound = self._within(held)
        if sound != held:
            element.text = json.dumps(sound, ensure_ascii=False)
            self.changed = True

    def _within(self, value: object) -> object:
        if isinstance(value, str):
            return self._quietly(value)
        if isinstance(value, list):
            return [self._within(part) for part in value]
        if isinstance(value, dict):
            return {name: self._within(part) for name, part in value.items()}
        return value


def _lines(root: Element) -> Iterator[tuple[list[_Slot], bool]]:
    """Yield the text nodes of a tree in reading order, line by line, no line of spaces.

    With each line goes whether it quotes code; where that begins or ends, a line ends.
    """
    line: list[_Slot] = []
    code = of_line = 0
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        starts = event == "start"
        if tag in _CODE:
            code += 1 if starts else -1
        if line and tag not in _INLINE:
            yield line, of_line > 0
            line = []
        if starts and tag in _NO_TEXT:
            walk.skip_subtree()
            continue
        text = element.text if starts else None if element is root else element.tail
        if not text or (not line and text.isspace()):
            continue
        if line and of_line != code:
            yield line, of_line > 0
            line = []
        of_line = code
        line.append(_Slot(element, not starts, text))
    if line:
        yield line, of_line > 0


def _divided(done: Restoration, texts: Sequence[str]) -> list[str]:
    """What became of each of the texts that were restored as one."""
    pieces, start, end = [], 0, 0
    for text in texts:
        end += len(text)
        stop = start
        while stop < len(done.text) and done.origins[stop] < end:
            stop += 1
        pieces.append(done.text[start:stop])
        start = stop
    return pieces


def _fits(told: Sequence[str], texts: Sequence[str]) -> bool:
    """Whether no repair moved all of a text into another."""
    pairs = zip(told, texts, strict=True)
    return all(after.strip() or not before.strip() for after, before in pairs)


def _report(
    clone: Clone, repairs: Sequence[Repair], lost: Sequence[Loss], *, repaired: bool
) -> Restored:
    counts, gone = Counter[str](), Counter[str]()
    examples: dict[str, Example] = {}
    for repair in repairs:
        counts[repair.kind] += repair.count
        known = examples.get(repair.kind)
        if known is None:
            known = Example(
                before=repair.before.strip()[:_SHOWN] or None,
                after=repair.after.strip()[:_SHOWN] or None,
                confidence=repair.confidence,
            )
        sure = min(known.confidence, repair.confidence)
        examples[repair.kind] = replace(known, confidence=sure)
    for loss in lost:
        gone[loss.kind] += loss.count
    return Restored(
        clone=clone,
        repaired=repaired,
        repairs=dict(counts),
        examples=examples,
        lost=dict(gone),
        lost_examples={loss.kind: loss.text[:_SHOWN] for loss in reversed(lost)},
    )
