"""The article's own pictures, with their captions and credits."""

from __future__ import annotations

import re

from crawler.blocks import Block
from crawler.captions import address, is_furniture
from crawler.fields.sources import Found, Reading, first
from crawler.items import Image
from crawler.roles import Role
from crawler.urls import absolute

_CREDIT_HINT = re.compile(r"credit|photog|source|copyright|attribution", re.IGNORECASE)
_PERSON = r"[\u3400-\u9fff·\s、]{2,16}?"
_CREDIT = re.compile(
    rf"""[（(【\[]?\s*(?P<credit>
      (?:新[华華]社|中新[社网網]|[\u3400-\u9fff]{{2,12}}[报報社网網])?\s*
        (?:[记記]者|通[讯訊][员員]|[实實][习習]生)?\s*{_PERSON}\s*[/／]?\s*(?:翻?[摄攝]影?)
    | (?:(?:[图圖]片?|[摄攝]影|[资資]料[图圖照]片?(?=\s*[来來]源))\s*(?:[来來]源)?|[来來]源)
        \s*[：:/／]\s*[^，。！？：（）()]{{2,30}}
    | \b(?:(?:Photo|Image|Picture)s?\s*(?:[Cc]redit|[Ss]ource)?|Credit|Source)s?\s*:\s*[^:()|]{{2,40}}
    | [\u3400-\u9fffA-Za-z]{{2,16}}\s*(?:供[图圖]|提供|[资資]料[图圖照]?[片]?)
    | [图圖]?(?:片)?(?:翻[摄攝]|取)自?\s?[^，。！？：（）()]{{0,20}} | [资資]料[图圖照]片?
    | [视視][频頻]截[图圖] | [视視][觉覺]中[国國](?:\s*[图圖资資][片料]?)?
    )\s*[）)】\]]?(?:\s*\d{{2,4}}[年/.-]\d{{1,2}}[月/.-]\d{{1,2}}日?)?\s*[。.]?\s*$
    """,
    re.VERBOSE,
)

# Letters of which every form of it holds one: most captions have no credit.
_MAY_HOLD_CREDIT = re.compile("[摄攝图圖：:/／提资資取视視]")

# A credit that brackets alone set apart: an agency, an outlet's own pictures.
_BRACKETED = re.compile(
    r"[（(]\s*(?P<credit>(?!示意)[^（）()，。：:]{0,16}(?:[\u3400-\u9fff]社|[新华華]网|[报報]|[图圖]片?))\s*[）)]\s*$"
)

# Characters at a caption's end. The longest credit is shorter.
_LONGEST_CREDIT = 64

# Files of the buttons that stand between headline and text.
_BUTTON = re.compile(
    r"[/_.-](?:fb|facebook|twitter|line|whatsapp|linkedin|pinterest|weibo|renren|kongjian|"
    r"qzone|weix\w{0,4}|wx|(?<=/)(?:enlarge|zoom|print|mail|time|arrow))\d?\.(?:png|gif|jpe?g|webp|svg)(?:$|\?)"
)


def images(reading: Reading) -> Found[tuple[Image, ...]] | None:
    """Return the article's pictures and captions in reading order, or ``None``."""
    return first(reading, around_body)


def captions(reading: Reading) -> Found[tuple[str, ...]] | None:
    """Return each caption as printed, credit included, or ``None``."""
    return first(reading, beside_pictures)


def beside_pictures(reading: Reading) -> tuple[str, ...]:
    return tuple(block.text for block in reading.zones.of(Role.CAPTION))


def around_body(reading: Reading) -> tuple[Image, ...]:
    """Pictures between headline and the body's end, each with the caption by it.

    A caption goes to the nearest picture above it that has none; one that no
    picture stands over is held without address.
    """
    captions = list(reading.zones.of(Role.CAPTION))
    found: list[tuple[int, Image]] = []
    pictures = _pictures(reading)
    for number, (before, url) in enumerate(pictures):
        following = pictures[number + 1][0] if number + 1 < len(pictures) else None
        caption = next(
            (
                block
                for block in captions
                if before <= block.index
                and (following is None or block.index < following)
            ),
            None,
        )
        if caption is not None:
            captions.remove(caption)
        found.append((before, _image(url, caption)))
    found += [(block.index, _image(None, block)) for block in captions]
    found.sort(key=lambda entry: entry[0])
    return tuple(dict.fromkeys(image for _, image in found))


def _pictures(reading: Reading) -> list[tuple[int, str]]:
    """The article's pictures: the block that each stands before, and its address."""
    zones = reading.zones
    top = zones.measures.headline if zones.measures.headline >= 0 else zones.span[0] - 2
    captions = [block.index for block in zones.of(Role.CAPTION)]
    end = max([zones.span[1], *captions]) + 1
    covered = bool(zones.body) and zones.body[0].node.hidden
    base = reading.page.url
    return [
        (picture.before, url)
        for picture in zones.outline.pictures
        if top < picture.before <= end
        and (covered or not picture.node.hidden)
        and (place := address(picture))
        and not is_furniture(picture, place)
        and not _BUTTON.search(
            f"_{place.lower()}"
        )  # as if one of its marks was before it
        and (url := absolute(base, place))
    ]


def _image(url: str | None, block: Block | None) -> Image:
    if block is None:
        return Image(url=url)
    text = block.text
    credit = _marked_up_credit(block)
    if credit and text.endswith(credit):
        rest = text.removesuffix(credit).rstrip(" |/（(")
        return Image(url=url, caption=rest or None, credit=credit)
    start = max(0, len(text) - _LONGEST_CREDIT)
    match = _MAY_HOLD_CREDIT.search(text, start) and _CREDIT.search(text, start)
    match = match or _BRACKETED.search(text, start)
    if match is None or not match["credit"].strip():
        return Image(url=url, caption=text)
    caption = text[: match.start()].strip(" |")
    return Image(url=url, caption=caption or None, credit=match["credit"].strip())


def _marked_up_credit(block: Block) -> str | None:
    """The last inline element of the caption, if its class says whose picture it is."""
    for element in block.node.element.iter("span", "em", "i", "cite", "small", "b"):
        if _CREDIT_HINT.search(element.get("class") or "") or element.tag == "cite":
            return " ".join("".join(map(str, element.itertext())).split()) or None
    return None
