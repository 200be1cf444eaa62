"""Words by which a line tells what it is: byline, notice, caption, footer.

Every pattern reads simplified and traditional text. They are evidence that the
roles weigh, not verdicts: a body may speak of copyright, a headline of an editor.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import chain

# Short lines remembered for each mark: menus, feet and headings over links are the
# same on every page of an outlet.
_REMEMBERED = 8_192


_EASTERN = re.compile("[\u2e80-\uffff]").search


def _any(
    *alternatives: str,
    first: str = "",
    opening: str = "",
    latin: str = "",
    latin_opening: str = "",
) -> Callable[[str], bool]:
    """Return what says whether a text holds any of ``alternatives``.

    ``first`` are the characters that these begin with, as a class of a regular
    expression holds them: elsewhere none of them is tried. What is told at a text's
    beginning alone stands in ``opening``.

    A text of Western letters must hold, in lower case, one of the pieces that bars
    part in ``latin``, or begin as ``latin_opening`` says: a tenth of the time.
    """
    begin = f"(?=[{first}])" if first else ""
    search = re.compile(f"{begin}(?:{'|'.join(alternatives)})").search
    may = re.compile(f"[{first}]" if first else "").search
    match = re.compile(opening).match if opening else None
    pieces = tuple(latin.split("|")) if latin else ()
    opens = re.compile(latin_opening).match if latin_opening else None

    def may_be_latin(text: str) -> bool:
        lower = text.lower()
        if opens is not None:
            return opens(lower) is not None
        for piece in pieces:  # any() takes twice as long
            if piece in lower:
                return True
        return not pieces

    @lru_cache(maxsize=_REMEMBERED)
    def says(text: str) -> bool:
        if (text.isascii() or not _EASTERN(text)) and not may_be_latin(text):
            return False
        if may(text) and search(text):
            return True
        return match is not None and match(text) is not None

    return says


_DATE = r"(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}|\d{1,2}\s*月\s*\d{1,2}\s*日|\d\d-\d\d\s*\d\d:\d\d"
_HAN_DATE = r"(?:[一二][九〇零○][〇零○一二三四五六七八九]{2}|民[国國][一二三〇零百十]{2,5})\s*年\s*[一二三四五六七八九十]{1,3}\s*月"

dated = _any(
    _DATE,
    _HAN_DATE,
    r"[今昨前][天日]\s*\d",
    r"\d\s*(?:小时|小時|分钟|分鐘|天)前",
    first=r"\d今昨前一二民",
)
"""A day or a time is printed."""

byline = _any(
    r"来源|來源|稿源|出处|信息源|作者|记者|記者|通讯员|通訊員|撰文|采写|执笔|编译|編譯|文[/／|｜]",
    r"发布(?:时间|日期|于)?|發佈|发表于|發表於|更新(?:时间|時間|：)|建立時間|时间[:：]|日期\s*[:：]|浏览|点击|阅读次?数|人气",
    r"\bBy [A-Z]|\b(?:Published|Posted|Updated|Author|Written by)\b",
    first="来來稿出信作记記通撰采执编編文发發更建时日浏点阅人BPUAW",
    opening=r"(?:Von|Por|Par) [A-ZÀ-Þ]",
)
"""Who wrote it, when, and who published it."""

notice = _any(
    r"[责責]任?[编編][辑輯]?|^\W*[编編][辑輯]\W|校[对對]|[监監][制製]|[审審][核读讀]|原[标標][题題]|原[题題][为為]",
    r"版[权權](?:归|歸|[声聲]明|[属屬]|所有|作品)|[转轉][载載](?:[请請]|自|[须須]|[声聲]明)|未[经經](?:.{0,9})(?:授[权權]|[许許]可)|不得[转轉][载載]|[严嚴]禁[转轉][载載]",
    r"免[责責]|(?:平台|特别|郑重|版[权權])[声聲]明|本文(?:来自|來自|[为為]|系|仅|僅|首[发發]|由|[转轉])|不代表.{0,12}(?:[观觀][点點]|立[场場])|不(?:构|構)成.{0,6}投",
    r"[扫掃](?:一|描|[码碼]|二|左|右|下|上)|二[维維][码碼]|[关關]注.{0,14}(?:微信|公众|公眾|微博|我们|我們)|公[众眾][号號]|(?:下[载載]|安[装裝]|打[开開]).{0,12}(?:APP|App|app|客户端|客戶端)",
    r"[报報]料|[热熱][线線]|[专專][线線]|防治|[举舉][报報]|投稿|THE END|[声聲]明[:：]|^\W*(?:完|全文完|[正本]文(?:已)?[结結]束)\W*$|粉[丝絲]|按[讚赞]|[赞讚][:：]|打[赏賞]",
    r"(?i:\bsubscribe\b|newsletter|sign up|follow us|all rights reserved|download our|click here|read more|this (?:article|story|post) (?:was|is|has|originally|first)|affiliate)",
)
"""What outlets print around a text: editors, rights, reprints, apps, help lines."""

# Grouped by first letters, each of which is then tried once.
_RELATED = (
    r"\W*+(?:r(?:elated|ecommended|ead (?:more|next|also))|m(?:ore (?:from|on)|ost read)|you m(?:ay|ight)"
    r"|s(?:ee also|hare this|ponsored)|popular|t(?:rending|op stories|ags?)|l(?:atest|eave a)"
    r"|c(?:ategories|omments?)|a(?:bout the author|dvertisement))\b"
)
related = _any(
    r"您可能|你可能|也[喜爱愛]|感[兴興]趣|[为為][您你]推|人都在看|大家都在",
    first="您你也感为為人大",
    latin_opening=_RELATED,
    opening=r"\W*(?:[相关關本猜延伸推荐薦更多热熱热门門最新编編辑輯精彩今日文章您你往期点點][^，。]{0,5})(?:[阅閱][读讀]|新[闻聞]|[报報][道導]|文章|[链鏈連][接結]|推[荐薦]|排行|喜[欢歡]|[热熱]文|精[彩选選]|回[顾顧]|[资資][讯訊]|稿件|内容|搜索|日志|主[题題]|[话話][题題]|[专專][题題])\W*[榜名]?$"
    r"|\W*(?:推[荐薦]|[热熱][门門]|更多|相[关關]|延伸)\W*$|\W*更多.{0,10}(?:[报報][道導]|新[闻聞])\W*$"
    rf"|(?i:{_RELATED})",
)
"""A heading over links to other articles."""

footer = _any(
    r"ICP|公[网網安]安?[备備]|[备備]案[号號]?[:：]|[许許]可[证證]|版[权權]所有|著作[权權]|[广廣]播[电電][视視][节節]目|不良信息|[举舉][报報](?:[电電][话話]|[邮郵]箱|中心)",
    r"(?i:copyright|all rights reserved|©|&copy;|\(c\) ?(?:19|20)\d\d|privacy policy|terms of (?:use|service))",
    r"[关關][于於](?:我[们們]|本)|[联聯]系我|[联聯][络絡]我|[广廣]告(?:服[务務]|刊登|合作)|友情[链鏈][接]|网站地图|網站地圖|主[办辦承]单位|技[术術]支持|[网網]站[标標][识識]",
    latin="icp|©|copyright|rights reserved|&copy;|(c)|privacy policy|terms of",
    first="I公备備许許版著广廣不举舉cCaA©&(pPtT关關联聯友网網主技",
)
"""The foot of a page: filing numbers, rights, imprint."""

tools = _any(
    r"分享[到给給至]?\b|分享[:：]|[收珍]藏|打印|列印|[关關][闭閉]|字[体號号體]|[大中小][ |｜]+[大中小]|[我你][来來要][说說评評]|[评評][论論]\(?\d|条[评評][论論]|[参參][与與]互|登[录錄入]|注[册冊]|[发發]表[评評]|回[复覆復]|[点點][赞讚]|浏览次数|上一[篇页頁]|下一[篇页頁]|\bQ[Qq]|微博|微信|(?i:facebook|twitter|whatsapp|linkedin|pinterest|\bshare\b|\bprint\b|\bemail\b|log ?in|sign ?in|\breply\b|cookie)",
    r"[当當]前位置|您[的所]?在?的?位置|>\s*正文|正在加[载載]|加[载載]中|[继繼][续續](?:往下)?[阅閱][读讀]",
    latin="facebook|twitter|whatsapp|linkedin|pinterest|share|print|email|login|log in|"
    "signin|sign in|reply|cookie|tag|qq|+",
    first="分收珍打列关關字大中小我你评評条参參登注发發回点點浏上下Q微fFtTwWlLpPsSeErRcC当當您位>正加继繼",
    opening=r"\W*(?:分享|首[页頁]|[关關][键鍵][词詞字]|[标標][签籤])|(?i:tags?\b)"
    r"|\W*(?:[点點][击擊]|查看|按此)?(?:放大|看?大)[图圖]片?\W*$|\+\d+$",
)
"""Buttons, share bars, breadcrumbs, log-ins, tags."""

caption = _any(
    r"[摄攝](?:影)?\W{0,3}$|[摄攝]影[:：/]|[图圖](?:片)?(?:[来來]源)?[:：/／](?!片)|[图圖]源|[图圖]說",
    r"翻[摄攝拍]|供[图圖]\W*$|受[访訪]者提供|[视視][频頻]截[图圖]|截[图圖]\W{0,2}$|取自|示意[图圖]|[资資]料[图圖片照]*\W*$",
    r"（[^（）]{0,14}[摄攝图圖片]）?$",
    first="摄攝图圖翻供受视視截取示资資（",
    opening=r"\W*(?:[资資]料[图圖照]|[图圖](?:[为為]|\s?[\d①-⑳]))|[▲△↑◎■▼]"
    r"|(?=.{0,160}$).*?(?=[PGRAIC])(?:Photo|Getty|Reuters/|AP Photo|Image:|Credit:|Courtesy)",
)
"""A picture's text: who took it, what it shows."""

abstract_label = re.compile(
    r"^\W*(?:(?:AI|智能|[机機]器)\s*(?:摘要|[总總][结結]|速[读讀览覽]|[导導][读讀语語])|摘\s*要(?:信息)?|核心提示|[阅閱][读讀]提示|(?:本文|文章)[导導][读讀]|[内內]容(?:提要|摘要)|新[闻聞]摘要|提要|[导導][读讀语語言]|我[们們]想[让讓][你您]知道的是|[Aa]bstract|Summary|ABSTRACT|SUMMARY)"
    r"(?:\W*[:：\]】）)\s]\s*|\W*$)"
)
"""摘要, 导读: what an abstract begins with, up to its text, or a line over one."""

further = re.compile(
    r"[\W_]{0,6}(?:(?:相[关關]|延伸|[扩擴]展|推[荐薦]|更多|往期|[热熱][门門])"
    r"(?:[阅閱][读讀]|[报報][道導]|新[闻聞]|文章|[链鏈連][接結]|[资資][讯訊]|推[荐薦]|回[顾顧]|稿件)"
    r"|[热熱]?[点點]?[图圖]文推[荐薦]|相[关關]|(?:[点點][击擊])?[阅閱][读讀](?:更多)?|同[场場]加映|另[请請]?[参參見见][阅閱见見考]?"
    r"|更多[内內]容[请請][见見看]|[点點][击擊](?:[进進]入|查看)(?:[专專][题題])?"
    r"|(?i:related(?: (?:articles?|stor(?:y|ies)|posts?|reading))?|see also|recommended(?: reading)?))"
    r"\s?[:：】\]」〕>＞|｜]{1,4}\s?"
)
"""相关报道：, 【延伸阅读】: what a line that links to another article begins with."""

pointer = re.compile(r"[>＞]{2,6}\s?|[▶►]\s?")
""">>>: the same without words."""

entry = re.compile(r"[0-2]?\d[:：.][0-5]\d\s+\S{4}")
"""22:15 机场取消夜间航班: what heads an entry of a live report."""

LONGEST_LINE = 80
"""Characters. A line longer than this is prose that mentions such things."""

# What a whole short line may be: letters of which each such line holds one, and its
# form. The first that fits counts.
_LINES = tuple(
    (kind, frozenset(letters), re.compile(rf"[\W_]*(?:{form})", re.VERBOSE))
    for kind, letters, form in (
        (
            "editors",
            "编編责責校审審监監美视視统統终終",
            r"(?:(?:文章|信息)?[录錄]入(?:者|[员員])?\s*[:：]\s*\S{1,12}\s+)?(?:[^，。！？：:]{0,10}?(?:[责責]任|值班|本期|[执執]行|策[划劃]|[网網]站?|[实實][习習])?(?:[编編][辑輯]|[责責][编編校]|[责責]任(?=\s*[:：/／])|校[对對]|[审審][核读讀校定]|[监監][制製]|[美视視][编編術术]|主[编編]|[一二三初复複终終][审審](?:[一二三]校)?|[统統]筹))(?![部室在说表的了是为])(?:\s*[:：/／|丨｜\s].{0,40}|\W*$)|[编編][辑輯]\W{0,3}$",
        ),
        (
            "origin",
            "原标標",
            r"(?:原[标標][题題]|原[题題][为為目]?|原文[标標]?[题題]?|[标標][题題])\s*[:：为為《].*",
        ),
        (
            "edition",
            "《【",
            (
                r"《[^》]{2,20}》\s*[（(]?\s*(?:20|19)?\d\d.*版\W*$"
                r"|(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}\s*[\u3400-\u9fff]{2,8}[报報]\s*】\s*(?:@?\s*(?:https?://)?[\w./-]*)?$"
            ),
        ),
        (
            "rights",
            "未转轉版免声聲",
            r".{0,30}(?:未[经經].{0,12}(?:授[权權]|[许許]可|同意)(?:.{0,20}(?:不得|[严嚴]禁|禁止|[谢謝][绝絕]|[转轉][载載]|[复複][制製]|使用|[复複]印|引用)|\W*$)|[转轉][载載](?:[请請]|[须須]|.{0,4}注明)|(?:不得|[严嚴]禁|[谢謝][绝絕])[转轉][载載]|版[权權](?:归|歸|所有|[属屬]|作品|[声聲]明)|免[责責][声聲]明|(?:平台|特别|特別|[郑鄭]重|版[权權])[声聲]明).*",
        ),
        (
            "mention",
            "本文稿图圖以",
            r"(?:本文|文章|本[内內]容|[稿图圖圖]片?|以上)(?:[内內]容)?(?:来自|來自|来源|來源|源自|[转轉][载載]?自|[为為系].{0,12}(?:原[创創]|稿件|作品)|[仅僅]|首[发發]|均[来為为]|不代表|[观觀][点點]).*",
        ),
        (
            "scan",
            "扫掃二公下关關搜加订訂微",
            r".{0,24}(?:[扫掃](?:一[扫掃]|描|[码碼](?=\W*$|[^，。、]{0,6}(?:[关關]注|下[载載]|添加|加|[阅閱][读讀]|看|[进進]|[领領]|[报報]名|[咨諮][询詢]|[参參]|填|[预預][约約]|[听聽]|[获獲]取|打[开開]|[联聯]系|了解|[订訂]|分享|[识識]|入群|[试試]))|[左右下上]方)|二[维維][码碼]|微信公[众眾]|公[众眾][号號][:：]|下[载載].{0,12}(?:[Aa][Pp][Pp]|客[户戶]端)|(?:[关關]注|搜索|加入|[订訂][阅閱]).{0,14}(?:公[众眾]|微信|微博|粉[丝絲]|[专專][页頁]|LINE|Line|fb|[Ff]acebook|IG|[频頻]道|[账賬]号)).*",
        ),
        (
            "help",
            "热熱专專电電报報投举舉爆",
            r".{0,20}(?:[热熱][线線]|[专專][线線]|[电電][话話]|[报報]料|投稿|[举舉][报報]|[爆][料]).{0,10}(?:[:：\s]\s?[\w.-]*\d{3,}|\d[\d-]{4,}|(?<!\d)1[12]\d(?!\d)|[\w.-]+@[\w.-]+).*",
        ),
        (
            "end",
            "完结結束EN",
            r"(?:全文|本文|正文)?(?:已)?(?:完|[结結]束|END|End|THE\ END|The\ End)\W*$",
        ),
        (
            "tags",
            "键鍵签籤Tt",
            r"(?:[关關][键鍵][词詞字]|[标標][签籤]|文章[标標][签籤]|Tags?|TAGS?|本文[关關][键鍵])\s*[:：>]?.*",
        ),
        (
            "pager",
            "页頁篇条條则則1",
            r"(?:上|下|前|后|後)\s?[一1]?[篇页頁條条则則](?:[:：\s].*)?$|(?:首|末|尾)[页頁]\W*$|[（(]?\d{1,3}[/／]\d{1,3}\s?[页頁](?:\W{0,3}[上下首尾末].*)?\W*$|1(?:\s+\d{1,3}){2,}\W*$",
        ),
        (
            "writers",
            "记記讯訊约約作撰采写寫执執供编編来來稿源出信文",
            r"(?!\W*(?:(?:[资資]料|[数數][据據])[来來]源|[这這本]文?[是为為系]))(?:[^，。！？：:]{0,14}?(?:[记記]者(?!手[记記]|[观觀]察|[调調]查|追[问問]|感言|提[问問]|[笔筆][记記]|[见見][闻聞]|体验|體驗)|通[讯訊][员員]|特[约約]撰稿人?|作者|撰文|采[写寫]|[执執][笔筆]|撰稿|供稿|[编編][译譯]|来源|來源|稿源|信息[来來]源|出[处處])\s*[:：/／|丨｜\s]*|(?:[图圖]?文|文字)\s*[:：/／|丨｜])[^，。！？；:：“”]{1,30}(?:[（(]\s*(?:ID|微信[号號]?)\s*[:：]\s*[\w-]{2,30}[）)]|\s[图圖摄攝]影?片?\s*[:：/／][^，。！？；:：“”]{1,20})?[^\w？?！!]*$",
        ),
    )
)
_TELLING = re.compile(
    f"[{''.join(sorted({*chain(*(letters for _, letters, _ in _LINES))}))}]"
)


@lru_cache(maxsize=_REMEMBERED)
def line(text: str) -> str | None:
    """Return what a whole short line is by its wording, or ``None``.

    One of editors, origin (原标题), edition (《日报》02版), rights, mention (本文来自),
    scan, help, end, tags, pager, writers. Only ``writers`` may be wrong about a
    subhead: 记者 暗访.

    >>> line("（责任编辑：张三）")
    'editors'
    >>> line("记者张三表示，编辑部已经收到来信。") is None
    True
    """
    if len(text) > LONGEST_LINE:
        return None
    held = _TELLING.findall(text)
    if not held:
        return None
    for kind, letters, form in _LINES:
        if not letters.isdisjoint(held) and form.match(text):
            return kind
    return None
