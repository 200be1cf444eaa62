"""Who is said to be what in a line: 来源, 记者, 通讯员, 作者, 编辑 told apart.

A line near an article, or what stands in brackets in it, is a row of role words
with what each speaks of. Where the line stood is not known here.
"""

from __future__ import annotations

import re
from enum import StrEnum
from itertools import zip_longest
from typing import NamedTuple

from crawler.text.names import (
    has_surname,
    is_employer,
    is_name,
    is_pen_name,
    is_place,
    is_sure,
    is_transcribed,
    leading_name,
    names,
    stands_alone,
)
from crawler.text.outlets import is_outlet

# Joins the text nodes of a line: an edge between them parts words as a space does,
# and is white space for regular expressions.
EDGE = "\x1f"


class Part(StrEnum):
    """What a role word says of the words behind it."""

    SOURCE = "source"
    """来源: who published it first."""

    WRITER = "writer"
    """记者, 通讯员, 作者, 文."""

    TRANSLATOR = "translator"
    """编译, 整理: a writer where no other is named."""

    EDITOR = "editor"
    """编辑, 责编, 选稿."""

    OTHER = "other"
    """摄影, 校对, 时间, 点击, and every other word with a colon behind."""


class Credit(NamedTuple):
    """One role word and what stands behind it."""

    part: Part
    value: str
    """Up to the next role word or mark; empty where nothing stands there."""

    marked: bool
    """Whether a colon or the like stands between them: 记者：张三."""

    start: int
    end: int
    """Where both stand in the line."""


_MARK = r"\s*(?:[:：/／|｜丨﹕∶＝_]|(?<=\S)[】\]](?=.))"

# What stands before a role word and belongs to it: 本报首席记者, 每经编辑.
_RANK = (
    r"(?:本[报報刊台臺网網站社版]|每[经經]|首席|高[级級]|[资資]深|[见見][习習]|[实實][习習]|特[约約派]|[驻駐][\u3400-\u9fff]{1,3}?|"
    r"全媒[体體]?|融媒[体體]?|新媒[体體]|文字|值班|本期|[执執]行|[网網][络絡站]|[网網](?=[编編])|初[审審]|核稿|[责責]任|[参參][与與]|[体體]育|[财財][经經])*"
)
# What a role word, or its rank, begins with: asked at every character of a line.
_FIRST = (
    "本每首高资資深见見实實特驻駐全融新文值执執网網初核责責参參体體财財信稿消内內原发發来來出摘选選转轉S编編Ee翻译譯整T"
    "记記通评評作撰采採主图圖供报報BbWAR摄攝视視制製剪校审審复複终終一二三签簽监監统統策设設排美点點浏瀏阅閱布佈表时時日更人口讲講独獨PUDV"
)
_ROLE = re.compile(
    rf"""
    (?: (?=[{_FIRST}]) {_RANK} (?: (?P<source> (?:文章|信息|新[闻聞]|稿件|消息|[内內]容|本文|原文|[资資][讯訊]|首[发發])?\s*
          (?:[来來]\s*源|稿\s*源|出\s*[处處]|信源|原[载載]|[来來]自|摘自|[选選]自|[转轉](?:[载載])?自|\bSource\b)(?:于|於|自)?(?:[单單]位(?=\s*[:：]))?)
      | (?P<editor> (?:[编編]\s*[辑輯]|[责責]\s*[编編]|[选選]\s*稿|(?<=任)[编编]) | \bEdited\ by\b | \bEditors?\b)
      | (?P<translator> (?:[编編]\s*[译譯]|翻\s*[译譯]|[译譯]\s*者|整\s*理|(?<![\u3400-\u9fff])[译譯](?={_MARK})) | \bTranslated\ by\b)
      | (?P<writer> (?:[记記]\s*者|通\s*[讯訊]\s*[员員]|[评評][论論][员員]|特派[员員]|[实實][习習]生|[见見][习習]生|作\s*者|撰\s*稿\s*人?
            |撰\s*[文写寫]|[采採]\s*[写寫访訪编編]|[执執]\s*[笔筆]|主[笔筆])[们們]?
          | (?<![\u3400-\u9fff]) (?:[图圖][/／、]?文|文(?:[/／、]?(?:[图圖]|[摄攝]影?)|\s*字|稿)?) (?={_MARK})
          | (?<![^(（【]) (?:文字?|[图圖摄攝][/／、]文|文[/／、][图圖摄攝]) (?=\s[\u3400-\u9fff·]{{2,4}}(?:[\s/／、()（）【】]|$))
          | (?:供\s*稿|(?:[独獨]家)?[报報][导導道]) (?={_MARK})
          | \b(?:Von|VON|Por|POR|Par|PAR)(?=\s+[A-ZÀ-Þ])
          | \b(?:[Bb]y|BY|Written\ by|Author|AUTHOR|Reporter|Words)\b)
      | (?P<other> (?: [摄攝]影?(?:[/／、]?[报報][导導道])? | [图圖]片? | 供[图圖] | [视視][频頻] | [制製][图圖] | 剪[辑輯] | 校\s*[对對] | [审審]\s*[核读讀校稿]
            | [初复複终終一二三][审審] | [签簽][发發] | [监監][制製] | [统統][筹籌] | 策\s*[划劃] | [设設][计計] | 排\s*版 | 美\s*[编編] | [责責]校
            | 口\s*述 | [讲講]\s*述 | [点點][击擊][数數量率]? | [浏瀏][览覽][次数數量]{{0,2}} | [阅閱][读讀][次数數量]{{0,2}} | [发發]?[布佈表稿]?(?:[时時][间間]|日期)
            | [发發][布佈表稿][于於]? | 更新 | [评評][论論] | 人[气氣] | (?:Published|Posted|Updated|Date|Photos?)(?:\ by)?) (?={_MARK}))
)
      | (?P<unknown> (?<![^\s|｜丨,，;；、()（）【】\[\]。]) [\u3400-\u9fff]{{1,6}} (?=\s*[:：＝])
            # 本文作者, 原作者, 特约编辑: what ends with a role word is one
            (?<![作记記译譯]者)(?<![编編][辑輯])(?<![责責][编編])(?<![来來稿]源)(?<!出[处處])(?<![讯訊论論派][员員])
            (?<![撰图圖文]文)(?<![采採][写寫访訪])(?<![执執][笔筆])(?<![撰供]稿)(?<![编編翻][译譯])(?<![来來]自)(?<![习習]生))
    ) (?P<mark>{_MARK})?""",
    re.VERBOSE,
)
_PARTS = {part.value: part for part in Part} | {"unknown": Part.OTHER}

# What holds a role word and is none: 记者会, 编辑部, 图片来源, 请注明出处.
_NO_ROLE = re.compile(
    r"(?=[图圖资資数數视視封題题首头頭配素音照注註标標来來作记記编編美摄攝版网網总總主副原])(?:"
    r"(?:[图圖](?:片|像)?|[资資]料|[数數][据據]|[视視][频頻]|封面|[题題首头頭配][图圖]|素材|音[频頻]|照片)\s*(?:[来來]\s*源|源|[来來]自)(?:[于於自])?\s*[:：]?"
    r"|(?:[注註标標]明|注[释釋])\W{0,3}(?:[来來]源|出[处處]|作者|(?:本文|文章)?[转轉](?:[载載])?自).*|[来來]源[链鏈連網网地]\S*"
    r"|作者(?:\s*[:：]\s*$|[单單]位|[简簡]介|介[绍紹]|[系為为是](?![\u3400-\u9fff]{0,2}$)|最新|文章|其他|更多|授[权權]|本人|[观觀][点點]|的|在|[声聲]明|[头頭]像|[专專][栏欄页頁]).*"
    r"|[记記]者(?:[会會站团團家节節证證]|手[记記]|[调調]查|[观觀]察|博客|[联聯][系繫络絡]|[从從在了获獲]|[发發][现現]|看到|[报報]道集).*?(?=\s[^\s:：]{1,5}[:：]|$)"
    r"|[编編][辑輯](?:[部室社器]|推|精|[点點]|委|[团團]|按|[的说說是为為]|出版|[时時][间間]|[发發][布佈])\S*"
    r"|(?<![/／、])(?:[图圖]片?|(?<!·[\u3400-\u9fff])(?<!·[\u3400-\u9fff]{2})[视視][频頻]|美[术術]|[摄攝]影|音[频頻]|版面|版式|[网網][页頁])\s*(?:[编編][辑輯]|[记記]者)\s*[:：]?"
    r"|(?:[总總]|主)[编編](?:[辑輯])?\s*[:：]?|副[总總主][编編](?:[辑輯])?\s*[:：]?|原作者(?!\s*[:：]).*|[网網]友[来來]稿)"
)

# What ends what a role word speaks of.
_STOP = re.compile(
    r"[()（）。！？!\[\]【】〔〕<>\0]|https?:|[标標][签籤]|[关關][键鍵][词詞字]|(?<=[\s；;，,、])(?:校[对對]|[审審][核读讀校]|[监監][制製]|[统統][筹籌]|[摄攝]影?(?:\s|$)|[图圖]片?(?:\s|$))|www\.|(?:19|20)\d\d\s*[-/.年]|\d{1,2}\s*[月:：]\s*\d|(?<!\d)\d{1,2}[-/]\d{1,2}\s|\d+\s*[次条條人]"
    r"|供[图圖稿]|提供|[点點][击擊]|[浏瀏][览覽]|[阅閱][读讀]|[发發][布佈表稿](?=\s*[于於:：时時日])|(?<![\u3400-\u9fff])[发發][布佈表稿](?=\s*\d)|字[号號体體]|打印|分享|收藏|我[要有来來]|[参參][与與]|[关關]注|微博|投稿|[扫掃]"
)
# 江口网发布2024-11-01; but 江口发布 2024-11-01 is an outlet's name and a day.
_SOURCE_STOP = re.compile(
    r"[\s|｜丨,，;；()（）\[\]【】\0。！？]|https?:|(?:19|20)\d\d\s*[-/.年]"
    r"|[发發][布佈表稿](?=\s*[于於:：时時日])|(?<=[报報网網社台臺刊])[发發][布佈表稿](?=\s*\d)|[点點][击擊]|[浏瀏][览覽]|字[号號体體]|打印|分享|[参參][与與]|我[要有来來]|投稿"
)
_LATIN_RUN = re.compile(r"[A-Za-z][\w.&’'-]*(?: (?:[A-Z&][\w.&’'-]*|of|the|and))*")
_AROUND = " ：:·-—–/／>_*、\x1f\xa0\u3000"
_BULLETS = " ▪•·‧\xa0\u3000"
_QUOTES = {"《": "》", "“": "”", "「": "」", "〈": "〉", "『": "』", '"': '"'}
_OPENING = "【[（(〔"
_STAFF_CODE = re.compile(r"[\s_]*\b(?=\w*\d)[A-Za-z]*[_-]?[A-Za-z]*\d+\b")
_NOWHERE = re.compile(
    r"^(?:[转轉][载載].*|未知|不[详詳]|[网網][络絡]|[无無]|其[他它]|北京市?|.{2,3}[省市]|\W+|.|https?|暂无|null|None)$"
)

_FOUR = 4

# What stands glued behind a name of three characters: 张小三说.
_GLUED = "说說称稱在从從对對的了日电電讯訊报報道摄攝文图圖和与與及等也是到向为為"

# A line without any of these holds no role word.
_MAY_HOLD = re.compile(
    r"[者员員源处處自文笔筆编編译譯稿写寫采採撰整]|[实實见見][习習]生|[报報][导導道]\s*[:：|/／]|原[载載]|[Bb][Yy]\s|\b(?:V[Oo][Nn]|P[AaOo][Rr])\s|Author|AUTHOR|Source|Editor|Report|Words"
)

# Role words that an outlet's or a department's name may stand glued before.
_HAS_AFFILIATION = re.compile(
    r"^(?:[记記]|作\s*者|通\s*[讯訊]|[编編]\s*[辑輯]|[评評][论論]|特派|[见見][习習]|[实實][习習])"
)
# What joins two names that stand in two elements.
_JOINS = re.compile(r"^\s*(?:[、，,;；/／&＆|｜和與与及]|(?:and|und|et|y)\b)")
_JOINED = re.compile(r"(?:[、，,;；/／&＆|｜和與与及]|\b(?:and|und|et|y))\s*$")

_LAST_WORD = re.compile(
    r"[\s、，,;；/／|｜丨:：]([^\s、，,;；/／|｜丨:：()（）【】\[\]]+)$"
)

# 摄影/本报记者 张三, 摄影 本报记者 张三: the role word behind says who took pictures.
_PICTURES = re.compile(
    r"(?:[摄攝][影像]?|[图圖]片?|供[图圖]|[视視][频頻]|[制製][图圖])\s*[:：/／|｜丨]"
)
_PICTURES_BEFORE = re.compile(r"(?:^|(?<!文)[\s(（【])[摄攝]影\s+$")
_NEAR = 8

# All of a value up to what else stands behind it.
_FRONT = re.compile(r"[^\s|｜丨,，、;；/／\x1f]+")

# 张三（江口大学）、李四: what is said of one in a list of people, or how it is written.
_ASIDE = re.compile(r"[（(][^（()）]{1,30}[）)](?=\s*[、，,]\s*\S)")
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,80}")
_LATIN_NAME = re.compile(r"[A-Z][a-z]{1,14}")

# 报道：张三; what is reported may stand there, too.
_REPORTED = re.compile(r"(?:[独獨]家)?[报報][导導道]")

# Whoever only took pictures: 记者 张三 摄; not 文/摄, 摄影报道.
_TOOK_PICTURES = re.compile(
    r"(?:[摄攝]影?|供[图圖]|[制製][图圖]|[图圖]片?|翻[摄攝拍])\W*$"
)
_WROTE_TOO = re.compile(
    r"[文撰写寫]\s*[/／、并並兼]?\s*[摄攝图圖]|[摄攝]影?[/／]?[报報][导導道]|[摄攝图圖]影?\s*[/／、]\s*文"
)
# 张三 文, 张三文/图, 张三文 李四摄; glued to a name with nothing else said, 文 is part
# of it: 王建文.
_WROTE = re.compile(
    r"(?<=[\s/／])文(?:字)?(?=[\s/／、，,])"
    r"|(?<=[\u3400-\u9fff\s/／])文(?:字)?(?=[\s/／、，,]*(?:[图圖摄攝]|[\u3400-\u9fff·]{2,4}\s*[/／]?\s*[摄攝图圖]))"
)
_PLACE = re.compile(
    r"[／/|｜]\s*(?=[\u3400-\u9fff]{1,8}\s*(?:[报報][导導道]|[电電讯訊稿]|$))"
)
# 李四台北1日電: a name with place and day of the dateline glued behind.
_WIRED = re.compile(r"([\u3400-\u9fff]{3,8})\d{1,2}日[电電讯訊]?")
_CONTRIBUTED = re.compile(
    r"[贡貢][献獻]|[对對]此文|(?<![图圖片][:：/／])(?<![图圖片][:：/／]\s)[资資]料[图圖]"
    r"|\b[Aa]dditional \w+ by\b"
)

# A list of names, and whom they work for before them: 江口体育 张三.
_LISTED = re.compile(r"[\u3400-\u9fff·]{2,7}")
_LIST = re.compile(
    r"\s*[\u3400-\u9fff·]{2,7}(?:[\s、，,]+[\u3400-\u9fff·]{2,7}){0,4}\s*"
)
_SPREAD = re.compile(r"\s*[\u3400-\u9fff]\s[\u3400-\u9fff]\s*")
_EMPLOYER = re.compile(r"([\u3400-\u9fff]{2,10})\s+(?=[\u3400-\u9fff]{2})")
_SECTION = re.compile(
    r"[\u3400-\u9fff]{2}(?:[体體]育|[财財][经經]|[娱娛][乐樂]|科技|汽[车車]|教育|[军軍]事|健康|房[产產]|旅[游遊])$"
)
_PLACE_ENDS = "镇鎮乡鄉村县縣区區市省局厅廳部处處科社"
_SIGN_OFF = re.compile(r"\s*[（(](?P<inside>[^（()）]{2,30})[）)]\s*")

# 生活中心／張三報導, 張三／台北報導, 文化組記者 is read by its role word.
_DESK = re.compile(
    r"^\W*[\u3400-\u9fffA-Za-z]{2,10}?(?:中心|[组組]|部|[网網报報社台臺]|快[讯訊])\s*[／/]\s*(?P<who>[\u3400-\u9fff·、\s]{2,20}?)\s*(?:[综綜]合|即[时時]|[专專][题題])?[报報][导導道]"
)
_PLACED = re.compile(
    r"^\W*(?P<who>[\u3400-\u9fff·]{2,4}(?:[、\s][\u3400-\u9fff·]{2,4}){0,2})\s*[／/]\s*[\u3400-\u9fff]{2,8}(?:[报報][导導道]|[电電讯訊])"
)
# 張三 綜合報導, all of a line.
_COMPILED = re.compile(
    r"^\W*(?P<who>[\u3400-\u9fff·]{2,4}(?:[、\s][\u3400-\u9fff·]{2,4}){0,2})\s+(?:[综綜]合|[专專][题題])[报報][导導道]\W*$"
)
# 江口日报 张三 青漪报道, all of a line: an outlet, who wrote, and where.
_POSTED = re.compile(
    r"^\W*(?P<outlet>[\u3400-\u9fff\w]{2,14})\s+(?P<who>[\u3400-\u9fff·]{2,4}(?:[、\s][\u3400-\u9fff·]{2,4}){0,2}?)\s+(?![专專][题題]|深度|系列|[跟追][踪蹤]|[现現][场場]|[独獨]家|[综綜]合|[连連][续續]|特[别別]|[滚滾][动動])[\u3400-\u9fff]{2,4}?[报報][导導道]\W*$"
)
# 张三/文, 张三 文/图, 张三 摄影报道.
_WROTE_BEHIND = re.compile(
    r"(?:^|[\s(（|｜丨□■●◎▲]|本[报報])(?P<who>[\u3400-\u9fff·]{2,8}(?:[、\s]+[\u3400-\u9fff·]{2,8}){0,3})\s*(?:[/／|｜]\s*文(?=[\s/／、，,]|$)|文\s*[/／、并並]\s*[图圖摄攝]|[图圖]\s*[/／、]?\s*文(?:\s|$)|[摄攝]影[报報][导導道]|\s文(?=\s|$)|\s?供稿\W*$)"
)


# 张三（发自青漪、江口） 李四: where somebody wrote, between the names.
_SENT_FROM = re.compile(r"[（(][发發]自[^（()）]{2,20}[）)]")


def credited(line: str) -> tuple[Credit, ...]:
    """Return the role words of ``line`` with their values, in order.

    >>> [(c.part.value, c.value.strip()) for c in credited("来源：江口日报 作者：张三")]
    [('source', '江口日报'), ('writer', '张三')]
    """
    if not _MAY_HOLD.search(line):
        return ()
    line = _SENT_FROM.sub(lambda match: "、" + " " * (len(match[0]) - 1), line)
    line = _NO_ROLE.sub(lambda match: "\0" * len(match[0]), line)
    found = list(_ROLE.finditer(line))
    said = [
        _credit(line, match, after) for match, after in zip_longest(found, found[1:])
    ]
    for place, credit in enumerate(said):
        if credit.part is Part.WRITER and _took_them(line, said, place):
            said[place] = credit._replace(part=Part.OTHER)
            if place:
                before = said[place - 1]
                value = _PICTURES_BEFORE.sub(" ", before.value)
                said[place - 1] = before._replace(value=value)
    return tuple(said)


def sources(said: tuple[Credit, ...]) -> list[str]:
    """Return what the line says the text is from; 网络 and 未知 say nothing."""
    found = []
    for credit in said:
        if credit.part is not Part.SOURCE or not _is_source(credit):
            continue
        value = credit.value.strip(_AROUND)
        latin = _LATIN_RUN.match(value)
        stop = _SOURCE_STOP.search(value, latin.end() if latin else 0)
        value = _unwrapped(value[: stop.start()] if stop else value)
        if value and not _NOWHERE.match(value):
            found.append(value)
    return found


def writers(line: str, said: tuple[Credit, ...]) -> list[str]:
    """Return who wrote, as the line says, in order."""
    if said:
        found = _named(line, said, Part.WRITER)
        if not found and EDGE in line:  # 发布时间：2024-11-01, then 张三／江口报道
            behind = line.rpartition(EDGE)[2].strip(_AROUND)
            return writers(behind, ()) if behind and not credited(behind) else []
    elif "文" in line or "报" in line or "報" in line or "供稿" in line:
        found = _unlabelled(line)
    else:
        return []
    return found if found and not _CONTRIBUTED.search(line) else []


def posted(line: str) -> tuple[str, tuple[str, ...]] | None:
    """Return outlet and writers of a line that says who reported from where, and no more.

    >>> posted("江口日报 张三 青漪报道")
    ('江口日报', ('张三',))
    """
    match = _POSTED.match(line)
    if match is None or not is_outlet(match["outlet"]):
        return None
    found = names(match["who"])
    return (match["outlet"], found) if found else None


def alone(text: str) -> list[str]:
    """Return the people of a text that names them and says nothing else.

    >>> alone("张三 李小四"), alone("张 三"), alone("江口体育 张三")
    (['张三', '李小四'], ['张三'], [])
    """
    if not _LIST.fullmatch(text) and not _SPREAD.fullmatch(text):
        return []
    found = names(text)
    pieces = 1 if _SPREAD.fullmatch(text) else len(_LISTED.findall(text))
    if len(found) != pieces or not all(map(_is_sure_alone, found)):
        return []
    return list(found)


def signed(text: str) -> list[str]:
    """Return the people named alone, or behind whom they work for: 江口体育 张三."""
    text = text.strip()
    employer = _EMPLOYER.match(text)
    if employer and (_SECTION.search(employer[1]) or is_employer(employer[1])):
        return alone(text[employer.end() :])
    return alone(text)


def sign_off(text: str) -> list[str]:
    """Return whom a line names that is one pair of brackets: （张三 李四）."""
    match = _SIGN_OFF.fullmatch(text)
    return signed(match["inside"]) if match else []


def translators(line: str, said: tuple[Credit, ...]) -> list[str]:
    """Return who translated or put together, as the line says."""
    return _named(line, said, Part.TRANSLATOR)


def editors(line: str, said: tuple[Credit, ...]) -> list[str]:
    """Return who edited, as the line says, without the codes of staff."""
    return _named(line, said, Part.EDITOR)


def _part(match: re.Match[str]) -> Part:
    return next(part for name, part in _PARTS.items() if match[name] is not None)


def _credit(line: str, match: re.Match[str], after: re.Match[str] | None) -> Credit:
    start, end = match.end(), after.start() if after else len(line)
    value = line[start:end]
    part = _part(match)
    if part is not Part.SOURCE and after and _HAS_AFFILIATION.match(after[0]):
        glued = _LAST_WORD.search(" " + value)
        if glued and not stands_alone(
            glued[1]
        ):  # an outlet's name, not this one's value
            value = value[: len(value) - len(glued[1])]
    marked = match["mark"] is not None
    return Credit(part, value, marked, match.start(), end)


def _took_them(line: str, said: list[Credit], place: int) -> bool:
    """Whether the role word at a place says who took the pictures named before it."""
    start = said[place].start
    before = said[place - 1] if place else None
    if before and before.part is Part.OTHER and not before.value.strip():
        return _PICTURES.match(line, before.start) is not None
    return _PICTURES_BEFORE.search(line, max(0, start - _NEAR), start) is not None


def _is_source(credit: Credit) -> bool:
    """Whether 来源 is a label there: with a mark, or with space or a title behind."""
    first = credit.value[:1]
    return credit.marked or first.isspace() or first.isascii() or first in "《“「"


def _named(line: str, said: tuple[Credit, ...], part: Part) -> list[str]:
    found: list[str] = []
    for credit in said:
        if credit.part is part:
            found += _people(line, credit)
    return list(dict.fromkeys(found)) if len(found) > 1 else found


def _people(line: str, credit: Credit) -> list[str]:
    value = _of_people(line, credit)
    whole = value.strip(_AROUND)
    if _REPORTED.match(line, credit.start):
        return alone(whole)
    found = _without_employers(names(value))
    if not found and credit.marked and line.startswith("作者", credit.start):
        front = _FRONT.match(whole)
        found = (front[0],) if front and is_pen_name(front[0]) else ()  # 周大福的弟弟
    if not found and (name := leading_name(whole)):
        found = (name,)
    if not found and credit.marked and _is_unusual(whole, credit, line):
        return [whole]
    if credit.marked or not found:
        return list(found)
    spaced = credit.value[:1].isspace() and _is_list(value, found)
    # 记者 阿妮尔 通讯员: between two role words nothing but a name can be.
    if spaced and _ROLE.match(line, credit.end):
        return list(found)
    found = tuple(_without_place(name, spaced=spaced) for name in found)
    sure = [name for name in found if is_sure(name)]
    if sure and spaced and _is_list(value, found):
        return list(found)
    return sure


def _of_people(line: str, credit: Credit) -> str:
    """What of a credit's value may name people; none of it where they took pictures."""
    value = credit.value.lstrip(_OPENING)
    if part_of_name := _WROTE.search(value):
        value = value[: part_of_name.start()]
    elif _took_pictures(line, credit):
        return ""
    if "）" in value or ")" in value:
        value = _ASIDE.sub("", value)
    if "@" in value:
        value = _MAIL.sub(", ", value)
    if stop := _STOP.search(value):
        value = value[: stop.start()]
    if EDGE in value:
        value = _up_to_next(value)
    value = _STAFF_CODE.sub(" ", _WIRED.sub(_who_wired, value))
    place = _PLACE.search(value)
    if place and not (credit.marked and _are_people(value[place.end() :])):
        value = value[: place.start()]
    return value


def _is_unusual(text: str, credit: Credit, line: str) -> bool:
    """Whether all that stands behind a mark is a pen name, or an editor's 核稿編輯：Mia."""
    if credit.part is Part.EDITOR and _LATIN_NAME.fullmatch(text):
        return not line.isascii() and is_name(f"{text} {text}")
    return is_pen_name(text)


def _is_sure_alone(name: str) -> bool:
    """Whether a word that nothing speaks of is a name: 江口镇 is a place."""
    if name[-1] in _PLACE_ENDS:
        return False
    return stands_alone(name) or is_transcribed(name)


def _are_people(text: str) -> bool:
    """Whether all that stands there are surely people, no place: 李四 | 王五."""
    pieces = re.split(r"[\s、，,/／|｜]+", text.strip())
    return all(stands_alone(piece) and not is_place(piece) for piece in pieces)


def _without_employers(found: tuple[str, ...]) -> tuple[str, ...]:
    """The names without the outlet or department before them, the place behind them."""
    return tuple(
        name
        for place, name in enumerate(found)
        if not is_employer(name) and not (place and is_place(name))
    )


def _up_to_next(value: str) -> str:
    """The value without the elements behind its first that speak of something else.

    编辑：苏木 | 已结束: what no comma joins belongs to it where it is surely a name.
    """
    own: list[str] = []
    for piece in value.split(EDGE):
        if piece and not piece.strip(_BULLETS):
            continue
        joined = not own or _JOINS.match(piece) or _JOINED.search(own[-1])
        if not joined and not all(map(stands_alone, names(piece) or (piece,))):
            break
        if own or piece.strip(_AROUND):
            own.append(piece)
    return EDGE.join(own)


def _unwrapped(text: str) -> str:
    """A name without the marks around it: 《江口日报》, but 江口网—《江口日报》."""
    text = text.strip(_AROUND)
    for left, right in _QUOTES.items():
        if text.startswith(left) and right in text[1:-1]:
            continue  # “江口发布”微信公众号
        if text.startswith(left) or text.endswith(right):
            if text.startswith(left) or left not in text:
                text = text.removeprefix(left).removesuffix(right)
        elif left in text and right not in text:
            text += right
    return text.strip(_AROUND)


def _without_place(name: str, *, spaced: bool) -> str:
    """A name of four characters without the place glued behind: 张三北京报道.

    One that space parts from all around it is whole: 记者 黄格俪莹 李四.
    """
    if len(name) != _FOUR or not name[3] >= "\u3400":
        return name
    if stands_alone(name) or is_transcribed(name):
        return name
    if spaced and not (is_place(name[2:]) or name[3] in _GLUED):
        return name
    return leading_name(name) or name


def _took_pictures(line: str, credit: Credit) -> bool:
    """Whether whoever is named there did nothing else."""
    if _WROTE_TOO.search(line, credit.start, credit.end):
        return False
    return _TOOK_PICTURES.search(credit.value) is not None


def _who_wired(match: re.Match[str]) -> str:
    """The name before place and day; none where a place stands by itself."""
    glued = match.start() and match.string[match.start() - 1].isspace()
    return " " if glued else f"{leading_name(match[1]) or ''} "


def _is_list(value: str, found: tuple[str, ...]) -> bool:
    """Whether the value is nothing but those names."""
    return len("".join(re.split(r"[\s、，,]", value))) == len("".join(found))


def _unlabelled(line: str) -> list[str]:
    """Writers whom a place, a desk or 文 behind their names tells."""
    if match := _COMPILED.match(line):
        return alone(match["who"])
    for form in (_DESK, _PLACED, _WROTE_BEHIND):
        if match := form.search(line):
            who = match["who"].replace("本报", " ").replace("本報", " ")
            found = [
                name
                for name in names(who)
                if (has_surname(name) or is_transcribed(name))
                and not (is_outlet(name) or is_employer(name))
            ]
            if found:
                return found
    return []
