"""The article's own pictures, with their captions and credits."""

from __future__ import annotations

import re

from crawler.blocks import Block, Picture
from crawler.captions import address, is_furniture
from crawler.fields.sources import Found, Reading, first
from crawler.items import Image
from crawler.roles import Role
from crawler.urls import absolute

_CREDIT_HINT = re.compile(r"credit|photog|source|copyright|attribution", re.IGNORECASE)
_CREDIT = re.compile(
    r"[（(【\[]?\s*(?P<credit>"
    r"(?:(?:新[华華]社|中新[社网網]|[\u3400-\u9fff]{2,12}[报報社网網])?\s*(?:[记記]者|通[讯訊][员員]|[实實][习習]生)?\s*[\u3400-\u9fff·\s、]{2,16}?\s*/?\s*[摄攝](?:影)?)"
    r"|(?:[图圖](?:片)?|[摄攝]影|[资資]料[图圖照]?[片]?)?(?:[来來]源|[：:/／])\s*[^，。！？：（）()]{2,30}"
    r"|[\u3400-\u9fffA-Za-z]{2,16}\s*(?:供[图圖]|提供|[资資]料[图圖照]?[片]?)"
    r"|翻[摄攝]\S{0,20}|[资資]料[图圖照]片?|[视視][频頻]截[图圖]|[视視][觉覺]中[国國](?:\s*[图圖资資][片料]?)?"
    r")\s*[）)】\]]?\s*[。.]?\s*$"
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
    pictures = [p for p in _pictures(reading) if _address(p, reading)]
    for number, picture in enumerate(pictures):
        following = pictures[number + 1].before if number + 1 < len(pictures) else None
        caption = next(
            (
                block
                for block in captions
                if picture.before <= block.index
                and (following is None or block.index < following)
            ),
            None,
        )
        if caption is not None:
            captions.remove(caption)
        found.append((picture.before, _image(_address(picture, reading), caption)))
    found += [(block.index, _image(None, block)) for block in captions]
    found.sort(key=lambda entry: entry[0])
    return tuple(dict.fromkeys(image for _, image in found))


def _pictures(reading: Reading) -> list[Picture]:
    zones = reading.zones
    top = zones.measures.headline if zones.measures.headline >= 0 else zones.span[0] - 2
    captions = [block.index for block in zones.of(Role.CAPTION)]
    end = max([zones.span[1], *captions]) + 1
    return [
        picture
        for picture in zones.outline.pictures
        if top < picture.before <= end
        and not picture.node.hidden
        and not is_furniture(picture)
    ]


def _address(picture: Picture, reading: Reading) -> str | None:
    return absolute(reading.page.url, address(picture) or "")


def _image(url: str | None, block: Block | None) -> Image:
    if block is None:
        return Image(url=url)
    text = block.text
    credit = _marked_up_credit(block)
    if credit and text.endswith(credit):
        rest = text.removesuffix(credit).rstrip(" |/（(")
        return Image(url=url, caption=rest or None, credit=credit)
    match = _CREDIT.search(text)
    if match is None or not match["credit"].strip():
        return Image(url=url, caption=text)
    caption = text[: match.start()].strip()
    return Image(url=url, caption=caption or None, credit=match["credit"].strip())


def _marked_up_credit(block: Block) -> str | None:
    """The last inline element of the caption, if its class says whose picture it is."""
    for element in block.node.element.iter("span", "em", "i", "cite", "small", "b"):
        if _CREDIT_HINT.search(element.get("class") or "") or element.tag == "cite":
            return " ".join("".join(map(str, element.itertext())).split()) or None
    return None
