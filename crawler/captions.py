"""图注: which blocks are the text of a picture."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property

from crawler.blocks import Block, Node, Outline, Picture
from crawler.measures import Measures
from crawler.notices import is_prompt
from crawler.rows import running
from crawler.text import dates, marks

# Size of a caption, of one that ends on whose picture it is, and of all that a
# picture's frame holds.
_LONGEST = 130.0
_LONGER = 260.0
_ENDS_ON_CREDIT = re.compile(r"(?:[摄攝]影?|供[图圖]|[资資]料[图圖]片?)\W{0,2}$")
_LONGEST_CREDIT = 6  # characters: 资料图片 and two marks
_FRAME_SIZE = 160.0
_FRAME_BLOCKS = 3

_FIGURE = frozenset({"figure", "figcaption"})

# Chance from which on a block is body, wherever it stands beside a picture; a line in
# the middle without a full stop, of this size at most, has to be likelier.
_BODY = 0.8
_SURELY = 0.92
_LINE = 36.0
_FEW_WORDS = 12.0
_FEWEST = 3.0
_STOPS = ("。", "！", "？", "…", "：", ".", "!", "?")

# Share of its characters that the size of mostly Chinese text is.
_CHINESE = 0.7

# Pictures that stand before a block and still may be its own: a row of them.
_CENTERED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_CENTERED_HINT = re.compile(r"(?:^|[\W_])cent(?:er|re)(?:[\W_]|$)", re.IGNORECASE)
_HINT = re.compile(
    r"caption|video-?info|(?:^|[\W_])(?:cap|desc|img|image|pic|photo)|tushuo|picinfo"
)


# Of a box about who wrote.
_WRITER_HINT = re.compile(
    r"(?:^|[\W_])(?:author|writer|columnist)s?[-_ ]?(?:box|card|info|bio|intro|profile|block)",
    re.IGNORECASE,
)

# What is written before a caption for those who hear the page: 图像加注文字，; and whose
# the picture is: 图像来源，江口图库
_ALT_LABEL = re.compile(
    r"[图圖]像(?:(?:加[注註]文字|[説說]明)\W*|[来來]源(?:\W*|[，,]\s?.{1,40}))"
)

# Where lazy loading keeps the address of a picture, most telling first.
ADDRESSES = (
    "data-original",
    "data-src",
    "data-lazy-src",
    "data-url",
    "_src",
    "original",
    "src",
)

# 关注江口网, （点击看清晰大图）: what stands by a picture and says nothing of it.
_BUTTON = re.compile(
    r"[关關]注\S{1,8}(?:[网網报報号號社台]|微信|微博|我[们們])|\W?.{0,3}[点點][击擊].{0,4}(?:大|清).{0,3}[图圖]\W?"
)

# 记者张三摄 2024年11月1日, 江口海事局供图 江口网发: what stands behind a credit.
_CREDITED = re.compile(
    r"(?:[摄攝]影?\s*\d{2,4}\s*年\d{1,2}月\d{1,2}日|供[图圖]\s+\S{2,8})\W?$"
)

# ▲決勝局精華。（影／翻攝自網路）: marked so, a line is a picture's, or a video's.
_TRIANGLES = "▲△▼▽"
_MARKED = re.compile(
    r"[▲△▼▽](?:(?=[^（(]{1,120}[（(][^（）()]{0,8}[影圖图摄攝]).{1,160}[）)]\W*"
    r"|.{1,160}?(?<=[\s，。！？；（(／/|])(?:[图圖](?:片?[来來]?源)?|[摄攝]影?)\s?[:：/／|｜]\s?[^，。！？]{2,14})$"
)

# 图①：, 图2：
_NUMBERED = re.compile(r"\W*[图圖]\s?[\d①-⑳]")

# What sets a whole line in a style of its own.
_SETTING = frozenset({"font", "span", "em", "i", "small"})
_SMALL = frozenset({"em", "i", "small"})
_MATES = 12  # blocks marked up alike that are asked whether they are set so
_TELLING_STYLE = re.compile(
    r"(?<!background-)color|^[#a-z]\w+$|font-size:\s*(?:\d|1[0-4])(?:\.\d+)?px",
    re.IGNORECASE,
)

# 嘉宾简介: over what is said of somebody whose face is beside.
_ABOUT = re.compile(r"\W*\S{0,4}(?:[简簡]介|介[绍紹])\W*")

# What is set over a picture: +3, 1/5, a sign to play.
_BADGE = re.compile(r"[\W\d_]{1,8}")
_LONGEST_BADGE = 8

# What is no picture of the article: icons, trackers, buttons, faces, codes to scan.
# Grouped by first letters, each of which is then tried once; the short ones count as
# whole words.
_FURNITURE = re.compile(
    r"a(?:vatar|(?<![^\W_]a)ds?(?![^\W_]))|b(?:lank|anner|tn|utton)|counter|e(?:rweima|wm)"
    r"|face(?<![^\W_]face)(?![^\W_])|head(?<![^\W_]head)(?![^\W_])|icon|lo(?:go|ading)|p(?:ixel|laceholder)"
    r"|qrcode|s(?:pacer|hare|tat\.)|user(?<![^\W_]user)(?![^\W_])|we(?:ixin|chat)|1x1|\.gif(?:$|\?)"
)

# Pixels. A picture that says it is narrower or lower is furniture.
_SMALLEST = 80


def is_furniture(picture: Picture, place: str | None) -> bool:
    """Say whether a picture belongs to the page's frame rather than to a text.

    ``place`` is its address as the page gives it.
    """
    get = picture.element.get
    for name in ("width", "height"):
        pixels = (get(name) or "").removesuffix("px")
        if pixels.isdecimal() and int(pixels) < _SMALLEST:
            return True
    return _FURNITURE.search(f"{place or ''} {get('class') or ''}".lower()) is not None


def is_button(text: str) -> bool:
    """Say whether a line by a picture asks to do something with it: 点击看大图."""
    return not text.isascii() and _BUTTON.fullmatch(text) is not None


def address(picture: Picture) -> str | None:
    """Return the picture's address as the page gives it, or ``None``."""
    element = picture.element
    keys = element.keys()
    for name in ADDRESSES:
        if name in keys:
            value = element.get(name, "").strip()
            if value and not value.startswith(("data:", "about:")):
                return value
    return None


class Captions:
    """Tells captions on one page from place, markup and wording."""

    def __init__(self, outline: Outline, measures: Measures) -> None:
        self._blocks, self._nodes = outline.blocks, outline.nodes
        self._sizes = measures.sizes
        self._lines = measures.lines
        self._kin = measures.kin
        self._pictures: dict[int, list[Picture]] = {}
        self._nodes_of: dict[int, list[Node]] = {}
        for picture in outline.pictures:
            self._pictures.setdefault(picture.before, []).append(picture)
        self._starts, self._ends = outline.starts, outline.ends

    def is_caption(
        self, block: Block, body: Callable[[int], float], likely: float = 0.0
    ) -> bool:
        """Say whether ``block`` is a picture's text.

        ``body`` tells which share of the body a node holds: a frame that holds most
        of it is no frame. ``likely`` is how likely the block is body: what is, is no
        caption for its place alone.
        """
        index, node, text = block.index, block.node, block.text
        if text[0] in _TRIANGLES and _MARKED.match(text):
            return True
        parent = self._nodes[node.parent if node.parent > 0 else 0]  # noqa: FURB136  # max is a call
        in_figure = node.tag == "figcaption" or parent.tag in _FIGURE
        beside = index in self._pictures or index - 1 in self._pictures
        if not (in_figure or beside) or self._is_too_long(block):
            return False
        if _WRITER_HINT.search(f"{node.hint} {parent.hint}"):  # the picture is a face
            return False
        if in_figure:
            return not (_ALT_LABEL.fullmatch(text) or _BADGE.fullmatch(text))
        return self._is_beside_picture(block, body, likely)

    def _is_beside_picture(
        self, block: Block, body: Callable[[int], float], likely: float
    ) -> bool:
        """Whether a block right behind a picture, in no frame of its own, is its text."""
        index, node = block.index, block.node
        parent = self._nodes[max(node.parent, 0)]
        pictures = self._own_pictures(index)
        if (
            not pictures
            and index - 1 in self._pictures
            and self._is_above_caption(index)
        ):
            pictures = self._own_pictures(index - 1)
        if not pictures or self._says_otherwise(block):
            return False
        told = _is_worded(block.text) or _HINT.search(node.hint.lower())
        if told or "caption" in parent.hint.lower() or self._is_set_apart(block):
            return True
        if self._is_one_short_sentence(block) or self._is_line_in_the_middle(block):
            enough = _SURELY
        elif _is_centered(node) or self._is_framed(block, pictures, body):
            enough = _BODY
        else:
            return False
        return likely < enough or self._is_alone_with(block, pictures)

    def _is_too_long(self, block: Block) -> bool:
        """Whether a block says more than a caption does, or one that ends on a credit."""
        size = self._sizes[block.index]
        if size <= _LONGEST:
            return False
        return size > _LONGER or not _ends_on_credit(block.text)

    def is_line_below(self, block: Block) -> bool:
        """Say whether a line inside a body, and none of it, stands right below a picture."""
        size = self._sizes[block.index]
        if not _FEWEST <= size <= _LINE or block.link_chars or block.bold_chars:
            return False
        return bool(self._own_pictures(block.index)) and not self._says_otherwise(block)

    def _is_one_short_sentence(self, block: Block) -> bool:
        """Whether a few words stand alone between a picture and a long paragraph."""
        size, at = self._sizes[block.index], block.index + 1
        if size > _FEW_WORDS or at == len(self._sizes) or self._sizes[at] < _LINE:
            return False
        return block.text.endswith("。") and not block.bold_chars

    def _is_line_in_the_middle(self, block: Block) -> bool:
        """Whether a line is centered and is no sentence."""
        line = self._sizes[block.index] <= _LINE and not block.text.endswith(_STOPS)
        return line and _is_centered(block.node)

    def _own_pictures(self, index: int) -> list[Node]:
        """Where the pictures right before a block stand, icons and buttons left out."""
        before = self._pictures.get(index)
        if before is None:
            return []
        known = self._nodes_of.get(index)
        if known is None:
            known = [one.node for one in before if not is_furniture(one, address(one))]
            self._nodes_of[index] = known
        return known

    def _is_framed(
        self, block: Block, pictures: Sequence[Node], body: Callable[[int], float]
    ) -> bool:
        return any(self._framed(block, picture, body) for picture in pictures)

    def _is_alone_with(self, block: Block, pictures: Sequence[Node]) -> bool:
        """Whether a centered element holds a picture and this line, and no more."""
        node = block.node
        if self._sizes[block.index] > _LINE or not _is_centered(node):
            return False
        alone = self._ends[node.index] - self._starts[node.index] == 1
        return alone and any(place.index == node.index for place in pictures)

    def _is_above_caption(self, index: int) -> bool:
        """Whether right before a block a badge stands, or another part: 图①, then 图②."""
        above = self._blocks[index - 1].text
        if self._is_badge(index - 1):
            return True
        return _NUMBERED.match(above) is not None and (
            _NUMBERED.match(self._blocks[index].text) is not None
        )

    def _is_set_apart(self, block: Block) -> bool:
        """Whether a style of its own sets all of a Chinese line off from the text.

        Agencies print what a picture shows in navy, accounts in small and grey.
        """
        index = block.index
        if self._sizes[index] < _CHINESE * len(block.text) or not _is_styled(block):
            return False
        mates = self._of_kin[self._kin[index]][:_MATES]
        beside = {index - 1, index + 1, *mates} - {index, -1, len(self._blocks)}
        texts = [self._blocks[i] for i in beside if i not in self._pictures]
        return 2 * sum(map(_is_styled, texts)) < len(texts)  # else all text is set so

    @cached_property
    def _of_kin(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for index, kin in enumerate(self._kin):
            found.setdefault(kin, []).append(index)
        return found

    def _is_badge(self, index: int) -> bool:
        """Whether a block right behind a picture holds no letter: it is set over it."""
        if index not in self._pictures:
            return False
        text = self._blocks[index].text
        return len(text) <= _LONGEST_BADGE and _BADGE.fullmatch(text) is not None

    def _says_otherwise(self, block: Block) -> bool:
        """Whether the block's words make it a date, a notice, a button or a byline."""
        text = block.text
        short = self._sizes[block.index] <= _LINE
        if _is_date(text) or self._is_badge(block.index) or _ALT_LABEL.fullmatch(text):
            return True
        if short and (marks.tools(text) or marks.line(text) == "end"):
            return True
        if is_button(text) or is_prompt(text) or _ABOUT.fullmatch(text):
            return True
        if _is_worded(text):
            return False
        dated_byline = marks.byline(text) and marks.dated(text)
        return self._lines[block.index] is not None or bool(dated_byline)

    @cached_property
    def _size_until(self) -> list[float]:
        return running(self._sizes)

    def _framed(
        self, block: Block, picture: Node, body: Callable[[int], float]
    ) -> bool:
        """Whether the smallest node around picture and text holds little else."""
        around = set()
        at = picture.index
        while at >= 0:
            around.add(at)
            at = self._nodes[at].parent
        at = block.node.index
        while at not in around:
            at = self._nodes[at].parent
            if at < 0:
                return False
        start, end = self._starts[at], self._ends[at]
        return (
            end - start <= _FRAME_BLOCKS
            and self._size_until[end] - self._size_until[start] <= _FRAME_SIZE
            and body(at) < 0.5  # noqa: PLR2004
        )


def _ends_on_credit(text: str) -> bool:
    start = max(0, len(text) - _LONGEST_CREDIT)
    return _ENDS_ON_CREDIT.search(text, start) is not None


def _is_styled(block: Block) -> bool:
    """Whether one element sets all of a block in a colour, in small or slanted letters."""
    own = block.node.element
    if len(own) != 1 or (own.text or "").strip():
        return False
    [inside] = own
    if (inside.tail or "").strip() or inside.tag not in _SETTING:
        return False
    style = f"{inside.get('color') or ''}{inside.get('style') or ''}"
    return inside.tag in _SMALL or _TELLING_STYLE.search(style) is not None


def _is_worded(text: str) -> bool:
    """Whether the words are those of a picture's text."""
    return marks.caption(text) or _CREDITED.search(text) is not None


def _is_centered(node: Node) -> bool:
    """Whether the element's own attributes set its text in the middle."""
    if node.tag == "center" or node.element.get("align") == "center":
        return True
    if _CENTERED.search(node.element.get("style") or ""):
        return True
    return _CENTERED_HINT.search(node.hint) is not None


def _is_date(text: str) -> bool:
    stamps = dates.find(text)
    return bool(stamps) and len(text) <= stamps[0].end - stamps[0].start + 2
