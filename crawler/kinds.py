"""What kind of page its own words say it is: an error, a log-in, a section, a shop.

Headlines and titles are asked, short lines, and paragraphs that stand where a body does.
"""

from __future__ import annotations

import re

# Characters. Names of pages that are asked for the words of such.
_LONGEST_NAME = 40

_MISSING = r"(?:不存在|已?被?[删刪]除|已?下[线線架]|[没沒]有?找到|未找到|找不到|[走跑飞飛][丢丟失]了?|[丢丟]失|不[见見]了?|失效|[过過]期|离家出走|迷路)"
_ERROR = re.compile(
    rf"\b40[34]\b|(?:[页頁]面?|[网網][页頁]|[内內]容|文章|[新][闻聞]|[链鏈]接).{{0,8}}{_MISSING}(?:$|[^\w]|[了啦咯哦喔呢])|"
    r"(?:[没沒]有?找到|找不到).{0,8}(?:[页頁]面?|[网網][页頁]|[内內]容|文章)(?:$|[^\w])|"
    r"[访訪][问問]的.{0,4}(?:[页頁]面|[内內]容|文章)|"
    r"不存在或已|系[统統]提示|出[错錯][了啦]|"
    r"(?i:page not found|not found$|(?:can'?t|can’t|cannot) find th[ae]t? page|page (?:does not|doesn.t) exist|"
    r"access denied|^\W*error\b|seite (?:wurde )?nicht gefunden|introuvable|página no encontrada)|"
    r"ページが見つかりません|페이지를 찾을 수 없"
)
_ENTRANCE = re.compile(
    r"^\W*(?:用[户戶]|[会會][员員])?(?:登[录錄入陆陸]|注[册冊])(?:$|[^\w]|[页頁中])|"
    r"(?i:^\W*(?:please )?(?:log ?in|sign ?in|sign up|register|subscribe)\b(?: to\b.*)?\W*$|"
    r"limit of free|subscribe to continue|^\W*(?:get|sign up).*newsletter|^\W*thank you\W*$|your privacy|ihre privatsphäre|cookies?$)|"
    r"(?:客[户戶]端|[Aa][Pp][Pp])\s*(?:官方)?(?:下[载載])?$"
)
_SECTION = re.compile(
    r"(?:新[闻聞]|快[讯訊]|要[闻聞]|[资資][讯訊]|[频頻]道|[专專][栏欄题題]|[滚滾][动動]|即[时時]|列表|首[页頁]|排行榜?|"
    r"[总總][览覽]|目[录錄]|[栏欄]目|中心)$|搜[索寻尋]|[结結]果$|^(?:[标標][签籤]|[话話][题題]|[专專][题題])\s*[:：]|"
    r"(?:今日|主[题題]|帖[数數子])\W*\d|第\s*\w{1,3}\s*版|"
    r"(?i:\b(?:archives?|listings|search results)\b|^(?:tag|category|author|topic)s?\s*:)"
)
_SHOP = re.compile(
    r"[购購]物[车車]|立即[购購][买買]|^\W*(?:add to (?:cart|bag|basket)|buy now|in den warenkorb)\W*$",
    re.IGNORECASE | re.MULTILINE,
)
_SHOP_WORDS = ("购物", "購物", "立即购", "立即購", "add to ", "buy now", "warenkorb")

# What pages for downloads say of a program, and how many of these make one of a page.
_DETAILS = re.compile(
    r"[软軟][件體](?:大小|[语語]言|[类類][别別型]|等[级級]|授[权權])|[运運]行[环環]境|授[权權]方式|下[载載]次[数數]|下[载載]地址"
)
_ENOUGH_DETAILS = 3

# 3521票, under each of what one may vote for; and the button: results are news.
_VOTES = re.compile(r"^\W*\d[\d,.]*\s*[万萬]?\s*票\W*$", re.MULTILINE)
_VOTE = re.compile(r"^\W*(?:我要|提交|立即)?投票\W*$", re.MULTILINE)

_PICTURES_ALONE = re.compile(
    r"^\W*(?:[视視][频頻]|影片|(?:正在)?直播|動画|동영상|포토|(?:高清)?(?:[组組多][图圖]|[图圖]集)|写真|フォト|"
    r"(?:watch|videos?|vídeos?|vidéos?|photos|pictures|gallery|slideshow|in pictures|in photos|en images|diaporama|"
    r"bildergalerie|fotostrecke|fotos|galería|fotogalería|fotogalleria)\b\W)|"
    r"[【\[（(](?:[视視][频頻]|影片|[组組多][图圖]|[图圖]集|動画|写真(?:特集)?|포토|화보|영상|video|gallery|photos)[】\]）)]\W*$|(?:[组組][图圖]|[图圖]集)\W*$",
    re.IGNORECASE,
)
# Pages about the outlet itself, which are dated, too.
_ABOUT = re.compile(
    r"\W*(?:.{0,12}(?:[网網站报報台臺社]|客[户戶]端|平台|APP|App))?(?:用[户戶]|会员|會員|注[册冊]|[个個]人信息)?(?:[与與和及])?"
    r"(?:(?:[隐隱]私[权權]?|服[务務]|使用|版[权權]|法律|免[责責]|社[区區]|[评評][论論]|[个個]人信息)(?:保[护護])?(?:政策|[协協][议議]|[条條]款|[声聲]明|公[约約]|[规規][则則定范範])"
    r"|[关關][于於]我[们們]|[联聯][系繫络絡]我[们們]|[网網]站(?:[简簡]介|[声聲]明|地[图圖]|律[师師])|投稿[须須]知|[广廣]告(?:服[务務]|刊例)|[诚誠]聘英才|[友][情][链鏈]接|常[见見][问問][题題]|[帮幫]助中心)\W*"
    r"|\W*(?:privacy (?:policy|notice)|terms (?:of (?:use|service)|(?:and|&) conditions)|cookie policy|about us|contact us|advertise(?: with us)?|impressum|datenschutz(?:erklärung)?|mentions légales)\W*",
    re.IGNORECASE,
)

_TERMS = re.compile(
    r"(?:[隐隱]私(?:[权權]|保[护護])?|用[户戶]|服[务務]|使用)(?:服[务務]|使用)?(?:政策|[协協][议議]|[条條]款|[声聲]明)\W*$"
)
_TOPIC = re.compile(
    r"\W*[专專][题題](?:[导導][语語读讀]|[简簡]介|介[绍紹]|前言|[概综綜]述)\W*"
)

# Announcements whose headline is what they are: short, and no section's name.
_ANNOUNCEMENT = re.compile(
    r"\W*(?:讣[告闻]|訃[告聞]|公告|通告|通知|[声聲]明|[启啟][事示]|公示|致歉(?:信|[声聲]明)?|道歉(?:信|[声聲]明)|更正(?:[说說]明|[声聲]明|[启啟]事)?|[辟闢][谣謠]|[寻尋]人[启啟]事|[倡]?[议議][书書]|公[开開]信|(?:警方|警情|情[况況])?通[报報]|悼[词詞])\W*"
)

# 付费后阅读全文, Subscribe to continue reading: what stands where the text is for
# readers that have paid or logged in.
_WALL = re.compile(
    r"(?=[本付开開登订訂购購成解剩您請请会會s])(?:"
    r"(?:付[费費]|[购購][买買]|登[录錄入陆陸]|[订訂][阅閱]|[开開]通.{0,4}[会會][员員]|解[锁鎖]|成[为為].{0,4}[会會][员員])(?:之)?[后後](?:即可|可以?|才能|[继繼][续續])?.{0,4}(?:[阅閱][读讀]|查看|[观觀]看|[浏瀏][览覽])"
    r"|(?:[开開]通|升[级級]).{0,4}(?:[会會][员員]|VIP).{0,8}(?:[畅暢][读讀]|[阅閱][读讀]|解[锁鎖]|查看)"
    r"|(?:[会會][员員]|[订訂][阅閱]|付[费費])(?:用?[户戶]|[读讀]者)?[专專][享属屬](?:[内內]容|文章)"
    r"|剩[余餘].{0,12}(?:付[费費]|[会會][员員]|[订訂][阅閱]|登[录錄入])|[您你][还還](?:[没沒]有|未)登[录錄入]"
    r"|subscribe (?:now )?to (?:continue|keep|read)|sign (?:in|up) to (?:continue|keep|read))",
    re.IGNORECASE,
)
_LONGEST_WALL = 160


def is_error(name: str) -> bool:
    """Say whether a headline or title is an error page's."""
    return _ERROR.search(name) is not None


def is_entrance(name: str) -> bool:
    """Say whether a headline or title asks to log in, to subscribe, to load an app."""
    return _ENTRANCE.search(name) is not None


def is_section(name: str) -> bool:
    """Say whether a headline reads as the name of a section or a list."""
    return _SECTION.search(name) is not None


def is_about(name: str) -> bool:
    """Say whether a headline is that of a page about the outlet: 隐私政策."""
    return len(name) <= _LONGEST_NAME and _ABOUT.fullmatch(name) is not None


def is_announcement(name: str) -> bool:
    """Say whether a headline says what kind of announcement stands under it: 讣告."""
    return len(name) <= _LONGEST_NAME and _ANNOUNCEMENT.fullmatch(name) is not None


def is_of_pictures(name: str) -> bool:
    """Say whether a headline announces a video or pictures."""
    return _PICTURES_ALONE.search(name) is not None


def is_wall(text: str) -> bool:
    """Say whether a paragraph asks to pay or to log in for the text: 付费后阅读全文."""
    return len(text) <= _LONGEST_WALL and _WALL.search(text) is not None


def sells(lines: str) -> bool:
    """Say whether one of a page's short lines is a button that sells."""
    lower = lines.lower()
    likely = any(map(lower.__contains__, _SHOP_WORDS))
    return likely and _SHOP.search(lines) is not None


def offers(lines: str) -> bool:
    """Say whether a page's short lines offer a program, or something to vote for."""
    if "投票" in lines and _VOTE.search(lines):
        return len(_VOTES.findall(lines)) >= _ENOUGH_DETAILS
    if "下载" not in lines and "下載" not in lines:
        return False
    return len(set(_DETAILS.findall(lines))) >= _ENOUGH_DETAILS


def may_be_terms(name: str) -> bool:
    """Say whether a headline ends as that of a page with terms of use does.

    News of them may, too (江口网修改隐私政策): its text has to be asked.
    """
    return len(name) <= _LONGEST_NAME and _TERMS.search(name) is not None


def introduces_topic(line: str) -> bool:
    """Say whether a line heads what introduces a topic and its articles: 专题导语."""
    return _TOPIC.fullmatch(line) is not None
