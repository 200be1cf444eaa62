"""页脚: what the foot of the page says of its publisher."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crawler.blocks import Block, Picture
from crawler.captions import address
from crawler.fields.sources import Found, Reading
from crawler.hints import FOOT
from crawler.items import Footer, QrCode
from crawler.roles import Role, Zones
from crawler.urls import absolute

_PROVINCES = "京津沪滬渝冀豫云雲滇辽遼黑湘皖鲁魯苏蘇浙赣贛鄂桂甘陇隴晋晉蒙陕陝吉闽閩贵貴黔粤粵青藏川宁寧琼瓊新"
_ICP = re.compile(
    rf"[{_PROVINCES}]\s*ICP\s*[备備证證]\s*[字第]{{0,2}}\s*\d{{5,12}}\s*[号號](?:\s*[-－–—]\s*\d{{1,3}})?",
    re.IGNORECASE,
)
_POLICE = re.compile(
    rf"[{_PROVINCES}]?\s*公[网網](?:安)?[备備](?:案[号號]?)?\s*[:：]?\s*\d{{8,16}}\s*[号號]?(?:\s*-\s*\d+)?"
)
_LICENCE = re.compile(
    r"(?:互[联聯][网網](?:新[闻聞]|出版|[药藥]品|[视視][听聽]|宗教)?信息服[务務](?:[业業][务務]经营)?|[网網][络絡](?:文化|出版|[视視][听聽])\S{0,6}?|信息[网網][络絡][传傳]播[视視][听聽][节節]目|"
    r"[广廣]播[电電][视視][节節]目(?:制作)?(?:[经經][营營])?|增值[电電]信[业業][务務](?:[经經][营營])?|出版物[经經][营營]|[营營][业業])"
    r"(?:服务)?[许許]?可?[证證]?(?:[执執]照)?(?:[编編][号號]|[号號])?\s*[:：]?\s*(?:[\u4e00-\u9fff]{1,8}[（(]?\S{0,6}[)）]?字?第?)?\s*[A-Z0-9（()）\[\]〔〕-]{5,24}\s*[号號]?"
)
_COPYRIGHT = re.compile(
    r"[Cc]opyright|COPYRIGHT|©|\([Cc]\)\s*(?:19|20)\d\d|版[权權]所有|著作[权權]|[权權]利所有"
)
_WECHAT = re.compile(
    r"(?:微信(?:公[众眾][号號平]台?|[号號])|公[众眾][号號]|WeChat)\s*(?:ID)?\s*[:：]?\s*(?P<id>[A-Za-z0-9][\w-]{4,30}|[\u4e00-\u9fff]{2,12}(?=$|\s))"
)
_QR = re.compile(
    r"二[维維][码碼]|[扫掃](?:一[扫掃]|[码碼]|描)|微信|公[众眾][号號]|客[户戶]端|APP|"
    r"qr-?code|qrcode|ewm|erweima|2wm|weixin|wechat|(?:^|\W)(?:qr|wx)\d*\.",
    re.IGNORECASE,
)

# What a copyright line runs into where the foot is set in one line.
_COPYRIGHT_END = re.compile(
    rf"\s*(?:[{_PROVINCES}]\s*ICP|[备備]案|[{_PROVINCES}]?公[网網]安[备備]|[许許]可[证證]|[电電][话話]|[举舉][报報]|[违違]法|[联聯]系|[广廣]告)"
)


# Characters. A line that claims a right is longer than this.
_SHORTEST = 3


def footer(reading: Reading) -> Found[Footer] | None:
    """Return what the foot says, or ``None`` where it says nothing of itself.

    Numbers are read from all text below the body that is shown, since feet are
    seldom marked up as such.
    """
    blocks = [block for block in _below(reading) if not block.node.hidden]
    found = Footer(
        icp=_numbers(
            _ICP, [b.text for b in blocks if "ICP" in b.text or "icp" in b.text]
        ),
        police=_numbers(_POLICE, [b.text for b in blocks if "公" in b.text]),
        licences=tuple(dict.fromkeys(_licences(blocks))),
        copyright=_copyright(blocks),
        wechat=tuple(dict.fromkeys(_accounts(blocks, reading))),
        qr=tuple(dict.fromkeys(_codes(reading))),
    )
    return Found(found, "below_body") if found != Footer() else None


def _below(reading: Reading) -> tuple[Block, ...]:
    zones = reading.zones
    body = frozenset(block.index for block in zones.body)
    return tuple(block for block in zones.blocks if block.index not in body)


def _numbers(form: re.Pattern[str], texts: Sequence[str]) -> tuple[str, ...]:
    """Each number once, without the white space that justification put in."""
    found = (match[0] for text in texts for match in form.finditer(text))
    return tuple(dict.fromkeys(" ".join(number.split()) for number in found))


def _licences(blocks: list[Block]) -> Iterator[str]:
    for block in blocks:
        if "证" in block.text or "證" in block.text:
            yield from (match[0].strip() for match in _LICENCE.finditer(block.text))


def _copyright(blocks: list[Block]) -> str | None:
    """The last line that claims the copyright, up to what else it runs into."""
    for block in reversed(blocks):
        match = _COPYRIGHT.search(block.text) if len(block.text) > _SHORTEST else None
        if match is None:
            continue
        end = _COPYRIGHT_END.search(block.text, match.end())
        return block.text[: end.start() if end else None].strip() or None
    return None


def _accounts(blocks: list[Block], reading: Reading) -> Iterator[str]:
    for block in blocks:
        if reading.zones.roles[block.index] is Role.FOOTER:
            for match in _WECHAT.finditer(block.text):
                if not _QR.search(match["id"]):
                    yield match["id"]


def _codes(reading: Reading) -> Iterator[QrCode]:
    """Pictures at the foot that a line beside them, or their markup, calls a code."""
    zones = reading.zones
    for picture in zones.outline.pictures:
        if zones.measures.regions[picture.node.index] != FOOT:
            continue
        alt = " ".join((picture.element.get("alt") or "").split())
        beside = _beside(picture, zones)
        told = f"{picture.element.get('src') or ''} {picture.node.hint} {alt} {beside or ''}"
        if _QR.search(told):
            text = beside or alt or None
            yield QrCode(
                url=absolute(reading.page.url, address(picture) or ""), text=text
            )


def _beside(picture: Picture, zones: Zones) -> str | None:
    """The line under a picture, where both stand in a node of their own."""
    if picture.before >= len(zones.blocks):
        return None
    block = zones.blocks[picture.before]
    around = {picture.node.index, picture.node.parent}
    return block.text if {block.node.index, block.node.parent} & around else None
