"""Paragraphs that say something of a text and are none of it, told by their words.

Notices of rights and risk, prompts, advertisements, further reading: outlets mark them
up like paragraphs. Where one stands is not known here.
"""

from __future__ import annotations

import re

from crawler.blocks import Block
from crawler.text import marks

# Characters.
_SHORT = 36
_SIGNATURE = 30
_BYLINE = 60

# What notices about rights, reprints, risk and apps speak of. Two of them in one
# paragraph at the end make it a notice.
_TOPICS = (
    r"[转轉][载載]|[链鏈]接|[转轉][贴貼]",
    r"版[权權]|著作[权權]|知[识識][产產][权權]",
    r"授[权權]|[许許]可|同意",
    r"侵[权權犯]|法律[责責]任",
    r"免[责責]|[声聲]明",
    r"不代表|[观觀][点點]|立[场場]",
    r"投[资資](?:建[议議]|有[风風][险險])|不[构構]成|据此操作",
    r"[邮郵](?:件|箱)|[联聯][系繫絡]|[删刪]除",
    r"原[创創]|独家|[来來]源|注明",
    r"[扫掃](?:[码碼描一])|二[维維][码碼]|公[众眾][号號]|客[户戶]端|APP|App",
    r"[热熱][线線]|[举舉][报報]|[专專][线線]|防治|[咨諮][询詢]",
    r"[仅僅][供作][参參]考|[风風][险險]自[担擔负負]|[谨謹]慎",
    r"稿酬|撤[下除稿]|酬[谢謝]|[线線]索",
)
_NOTICE_TOPICS = tuple(map(re.compile, _TOPICS))
# Letters that a topic begins with: where none stands nothing is tried, which takes a
# tenth of the time.
_BEGINS = (
    "转轉链鏈版著知授许許同侵法免声聲不观觀立投据邮郵联聯删刪原独来來注扫掃二公客A"
    "热熱举舉专專防咨諮仅僅风風谨謹稿撤酬线線"
)
_ANY_TOPIC = re.compile(f"(?=[{_BEGINS}])(?:{'|'.join(_TOPICS)})")
_SPEAKS_OF_ITSELF = re.compile(r"本[文站网網报報刊社公平]|稿件|如果?[您有發发]|凡")

# What is set over or between what advertises, and what says how long reading takes.
_ADVERTISING = re.compile(
    r"\W*(?:(?:我是|以下[是为為])?[广廣]告|[赞贊]助(?:[内內]容|商)?|推[广廣](?:[内內]容|信息)?"
    r"|advertisement|publicidad|publicidade|publicité|anzeige|werbung|reklame|pubblicità"
    r"|реклама|quảng cáo|광고|広告|sponsored(?: content)?"
    r"|(?:story|article) continues (?:below|after)(?: (?:this )?advertisement)?)"
    r"(?:\W*(?:[请請]?[继繼][续續]往下(?:[阅閱][读讀]|[滑看拉])|scroll to continue))?\W*",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"(?:>>|＞＞|»)\W*$|^\W*(?:[点點][击擊此]|打[开開]|下[载載]|立即|[马馬]上).{0,16}?(?:[领領]取|[预預][约約]|[报報]名|全文|[购購][买買]|APP|App)"
    r"|首次咨[询詢]免[费費]|免[费費]咨[询詢](?:[热熱][线線])?\W*$"
    r"|[点點](?:此|[击擊])\S{0,4}(?:[领領]取|[预預][约約]|[报報]名|[购購][买買]|下[载載])|限[时時].{0,2}[抢搶][购購]"
)
_READING_TIME = re.compile(
    r"\W*(?:(?:本文|全文)?(?:共[计計]?|大?[约約]|字[数數][:：]?)?\s*\d[\d,]*\s*(?:余|多)?字?[，,、|｜\s]*)?"
    r"(?:[预預][计計]|建[议議])?(?:[阅閱][读讀]|[读讀]完)(?:全文|本文)?(?:[时時](?:[间間]|[长長]))?"
    r"(?:[:：]|大?[约約]|需要?|[仅僅只]需|共)*\s*\d+\s*分[钟鐘]\W*"
)

# 阅读量：1.2万, 点击：205
_READS = re.compile(
    r"\W*(?:[点點][击擊]|[浏瀏][览覽]|[阅閱][读讀]|[访訪][问問])(?:[次人]?[数數]|[量率])?\s*[:：]?\s*\d[\d,.]*\s*[万萬]?\+?\s*次?\W*"
)

# 视频加载失败, 左右滑动查看图片, 点击听新闻, 江口股份 58.4 +2.1%: what players, slides,
# readers' tools, tickers and the frames of posts say.
_TOOL = re.compile(
    r"\W*(?:[视視][频頻](?:正在)?加[载載](?:中|失[败敗]).{0,16}|.{0,6}[浏瀏][览覽]器不支持.{0,14}"
    r"|(?:[点點][击擊])?(?:[观觀]看|播放)[视視][频頻]|[点點][击擊](?:[上下]方)?[图圖]片?(?:查看|放大|看).{0,8}"
    r"|(?:[继繼][续續]|[上下左右]{1,2}|向[上下左右])滑[动動](?:手[机機]|屏幕)?(?:查看|[阅閱][读讀]|看|[浏瀏][览覽]).{0,8}"
    r"|(?:[点點][击擊])?[听聽](?:新[闻聞]|全文)|(?i:table of contents|view this post on \w+)"
    r"|在\s?[A-Z]\w+\s?上?查看.{0,8}[贴貼]文|[^，。！？]{1,24}[（(]@[\w.]+[)）]\s?分享的[贴貼]文"
    r"|本[帖贴貼]最[后後]由.{1,30}[编編][辑輯]"
    r"|[\u3400-\u9fffA-Z]{2,8}(?:[（(]\d{4,6}[)）])?\d[\d,]{0,6}\.\d{1,3}[-+▲▼△▽↑↓]\d{1,3}\.\d{1,2}%)\W*"
)

# How notices begin that stand alone at the end of a text.
_STANDING = re.compile(
    r"\W*(?=[风風注註声聲提免特以本原综綜想要欢歡如爆#])(?:"
    r"(?:(?:[风風][险險]提示|[注註]|[声聲]明|提示|免[责責](?:[声聲]明)?|特[别別](?:提示|[声聲]明|提醒))\s?[:：]|以上[内內]容).{0,60}(?:投[资資]|不[构構]成|[风風][险險]|[谨謹]慎|[仅僅供][作供]?[参參]考)"
    r"|本文(?:[已系为為由]|[图圖]片|初稿|[仅僅]).{0,40}(?:授[权權]|上[传傳]|[观觀][点點]|立[场場]|[来來]自[网網]|原[创創]|AI|人工智能|[参參]考)"
    r"|原[载載刊](?:于|於)?《|[综綜]合\s*[:：]|(?:想|要|[欢歡]迎|如有)?爆料\W.{0,80}(?:[热熱][线線]|[电電][话話]|\d{7})"
    r"|(?:#[^#\s]{1,20}#\s*)+(?:@\S{1,20}\s*)*$)"
)
# 更新时间：16:20（加入家属说法）; *作者为江口大学教授: what is said of a text, and who wrote.
_WHEN = re.compile(
    r"\W*(?:更新|[发發](?:稿|布|佈))(?:[时時][间間])?\s*[:：]\s*\d[\d\s:：/.年月日-]*(?:[（(][^（()）]{1,20}[）)])?\W*"
)
_ABOUT_WRITER = re.compile(
    r"[（(*＊※◎]\s?(?:本文)?作者(?:[为為](?![了何])|是(?!谁|誰|否)|[系係]|[现現]任|曾任)"
)
_CONTRIBUTED = re.compile(r"\S{2,20}(?:[对對]本文)?亦有[贡貢][献獻]\W*")
# psh@jiangkou.example; <저작권자ⓒ 강구일보. 무단전재 및 재배포 금지>
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_KOREAN_RIGHTS = re.compile(r"저작권자\s?[ⓒ©(（]|무단\s?전재\s?(?:및|[·,/-])\s?재배포")
_CREDIT = re.compile(
    r"\W*感[谢謝].{1,24}(?:投[递遞稿]|[线線]索(?:投[递遞])?)\W*|\W*[图圖]片?\s*[/／|｜]\s*\S{2,14}(?:提供|供[图圖])?\W*"
)

# Of English texts: who wrote, whose it is, what one may sign up for.
_LATIN_STANDING = re.compile(
    r"(?i:\W*(?:copyright|©|\(c\))\W*(?:19|20)\d\d|.{0,80}\b(?:can be reached (?:at|by)|reach (?:him|her|them) (?:at|by))\b.{0,40}(?:@|\d{3})"
    r"|.{0,60}\breader-supported (?:publication|newsletter)|privacy notice:)|SOURCE [A-Z][\w&., ]{2,60}$"
)
_LATIN_FIRST = (
    "reach",
    "opyright",
    "©",
    "(c)",
    "reader-supported",
    "rivacy notice",
    "OURCE",
)

# What a paragraph of an English text asks its reader for, wherever it stands.
_SOLICITS = re.compile(
    r"(?i:.{0,60}\bis a reader-supported (?:publication|newsletter)\b"
    r"|if you (?:enjoyed|liked|like|enjoy) (?:this|what you)\b.{0,60}\b(?:subscrib|becom(?:e|ing) a|shar(?:e|ing) it|sign(?:ing)? up|support)"
    r"|we use your sign-?up to\b|(?:sign up|subscribe) (?:to|for) (?:our|the)\b.{0,60}\bnewsletter)"
)
_SOLICITING = frozenset({"if", "we", "si", "su"})  # how all but the first begin
_LONGEST_SOLICITATION = 240

# 点击上方蓝字关注我们, 欢迎订阅, 点个在看: what a paragraph at either end asks for.
_PROMPT = re.compile(
    r"(?=[点點关關下欢歡向尽盡加社不来來专專请請徵征推助订訂送立更使经經])(?:"
    r"[点點][击擊][“「『]?[阅閱][读讀]原文|[点點][击擊按](?:看|[阅閱][读讀]|查看|展[开開])(?:下文|全文|更多|完整)|"
    r"(?<!\w)推[荐薦](?:[进進]入|下[载載])|助[您你][挖把捕][^，。！]{0,12}[!！]\W*$|"
    r"(?<![^【\[])加入\w{2,12}[会會][员員](?=\W|$)|不漏接\W*$|社群[囉啰]|"
    r"[来來]稿[请請]寄|[徵征]稿\W*$|[专專][页頁]已推出|[请請](?:[讚赞]好|按[讚赞])|"
    r"(?:[订訂][阅閱]|送)(?:[到至])?[您你我本].{0,20}[电電]子[报報]|"
    r"(?<![\w，,：:“])更多\S{0,10}?[，,]?\s?[请請](?:[关關]注|下[载載]|[锁鎖]定)|"
    r"(?<![\w，,：:“])使用我[们們]的\s?(?:APP|App|客[户戶]端)|"
    r"[经經]已推出最新版本.{0,4}[请請]立即(?:更新|下[载載])|"
    r"(?<!\w)立即加入\S{1,20}?(?:[频頻]道|群[组組]|[会會][员員])(?=\W|$)|"
    r"[请請]同意.{0,6}(?:[隐隱]私|[条條]款|[规規][则則范範])|"
    r"[点點][个個亮击擊]?[“「【]?在看|[关關]注我[们們]\W*$|"
    r"下[载載].{0,6}客[户戶]端.{0,8}(?:福利|[优優]惠|[独獨][享家])|"
    r"[欢歡]迎(?:(?<![\w，,]..).{0,6}|[你您].{0,6})投稿|[欢歡]迎.{0,6}(?:搜[索寻尋]|[订訂][阅閱]|[关關]注|追[踪蹤]|[报報爆]料)|向我[们們][报報爆]料|"
    r"[尽盡]在.{2,12}(?:APP|App|客[户戶]端)\W*$)"
)
_OPENING_PROMPT = re.compile(
    r"\W*(?:.{0,4}[点點][击擊](?:此[处處]|上方|下方|[蓝藍]字|[进進]入|菜[单單]|[图圖]片[进進]|[阅閱][读讀]原文)|"
    r"\S{2,10}提醒您[：:]|打[开開].{2,10}(?:[查察]看|[阅閱][读讀])(?:更多|精彩|全文))"
)
_LONGEST_PROMPT = 100

# ☆江口日報關心您，酒後不開車☆: what an outlet says to its readers between ornaments.
_CARING = re.compile(r"[☆★◎●※＊*◆■].{0,20}(?:[关關]心[您你]|提醒[您你]|[请請][讚赞])")

# Lines of help that reports of deaths, drinking and drugs end with.
_HELP = re.compile(
    r"(?=[珍自给給安生饮飲酒戒心寻尋1反])(?:反[诈詐][骗騙欺]?\s?[专專][线線]\W{0,4}\d{3,}|165\s?反[诈詐]|珍[惜爱愛]生命|心理(?:危[机機])?(?:援助|[热熱][线線])|[寻尋]求(?:[专專][业業])?(?:心理)?(?:[帮幫]助|援助)|12356(?!\d)|自[杀殺](?:不能)?解[决決]|[给給]自己一次[机機][会會]|安心[专專][线線]|生命[线線].{0,4}[「『（(]?\d{4}|"
    r"[饮飲]酒[过過]量|酒[后後]不[开開][车車]|戒[毒烟菸酒].{0,4}[专專][线線])"
)
_LONGEST_HELP = 160
_ORIGIN = re.compile(r"\W*(?:本文)?原[标標][题題]\s*[:：为為《]")

# Who else had a hand in it: 设计｜张三.
_HAND = (
    r"(?:[摄攝](?:影|像)|[图圖]片?|文案|[编編][审審]|[录錄]入|[设設][计計]|美[编編]|剪[辑輯]|[视視][频頻]|[制製][图圖作]|[动動][画畫]|海[报報]|[统統][筹籌]|策[划劃]"
    r"|[发發]布|[编編][务務]|校[对對审審]|[审審][核校]|[监監][制製]|出品人?|值班(?:[编編]委|主任)|[编編]委|[终終复複初][审審]|排版|版式|配音|[运運][营營])"
)
_NAMES = r"[\u3400-\u9fff·]{2,4}(?:[、，,\s]+[\u3400-\u9fff·]{2,4}){0,4}?"
_HANDS = re.compile(rf"\W*(?:{_HAND}\s*[:：/／|｜丨】\]]\s*{_NAMES}\s*){{1,6}}\W*")


_NOTICE_HEADING = re.compile(r"(?:[声聲]明|公告|提示|[须須]知)\s*[:：]?$")

# Characters of a headline behind a label, and of a bracket behind both.
_SHORTEST_HEADLINE = 6
_LONGEST_HEADLINE = 60
_CLOSING = 1


def is_prompt(text: str) -> bool:
    """Say whether a short paragraph asks to open, follow or subscribe to something."""
    if len(text) > _LONGEST_PROMPT:
        return False
    said = _PROMPT.search(text) or _OPENING_PROMPT.match(text) or _CARING.match(text)
    return said is not None


def is_advertising(text: str) -> bool:
    """Say whether a line only says that an advertisement is there."""
    return len(text) <= _BYLINE and _ADVERTISING.fullmatch(text) is not None


def solicits(text: str) -> bool:
    """Say whether a paragraph only asks to subscribe, to join or to share."""
    if len(text) > _LONGEST_SOLICITATION:
        return False
    if text[:2].lower() not in _SOLICITING and "reader-supported" not in text:
        return False
    return _SOLICITS.match(text) is not None


def is_call(text: str) -> bool:
    """Say whether a line that is all link calls to do something: 点击领取新人礼包."""
    return len(text) <= _BYLINE and _CALL.search(text) is not None


def is_tool(text: str) -> bool:
    """Say whether a line is a player's or a slide show's: 视频加载失败, 左右滑动查看更多."""
    return len(text) <= _SHORT and _TOOL.fullmatch(text) is not None


def is_credit(text: str) -> bool:
    """Say whether a line only says who gave pictures or story: 图/受访者提供."""
    return len(text) <= _SHORT and _CREDIT.fullmatch(text) is not None


def is_reading_time(text: str) -> bool:
    """Say whether a line only says how long the text is: 全文共3215字，阅读约需8分钟."""
    return len(text) <= _SHORT and _READING_TIME.fullmatch(text) is not None


def is_origin(text: str) -> bool:
    """Say whether a paragraph says what the text's title was elsewhere: 本文原标题."""
    return _ORIGIN.match(text) is not None


def is_notice(text: str) -> bool:
    """Say whether a paragraph at the end speaks of rights, risk, apps, help or reads."""
    if is_prompt(text) or is_origin(text):
        return True
    if marks.line(text) in {"rights", "mention", "help", "scan", "end"}:
        return True
    if len(text) <= _LONGEST_HELP and _HELP.search(text):
        return True
    if (len(text) <= _BYLINE and _is_label(text)) or _is_standing(text):
        return True
    topic = _ANY_TOPIC.search(text)
    if topic is None or _ANY_TOPIC.search(text, topic.start() + 1) is None:
        return False  # no two topics begin at one place
    topics = len([1 for topic in _NOTICE_TOPICS if topic.search(text)])
    return topics > 2 or (topics == 2 and bool(_SPEAKS_OF_ITSELF.search(text)))  # noqa: PLR2004


def _is_label(text: str) -> bool:
    """Whether a line heads notices, says who else had a hand in it, or how many read it."""
    if len(text) < _SIGNATURE and _NOTICE_HEADING.search(text):
        return True
    return bool(
        _WHEN.fullmatch(text)
        or _ABOUT_WRITER.match(text)
        or _MAIL.fullmatch(text)
        or _KOREAN_RIGHTS.search(text)
        or _HANDS.fullmatch(text)
        or _READS.fullmatch(text)
        or _CREDIT.fullmatch(text)
        or _CONTRIBUTED.fullmatch(text)
    )


def _is_standing(text: str) -> bool:
    if text.isascii():
        likely = any(map(text.__contains__, _LATIN_FIRST))
        return likely and _LATIN_STANDING.match(text) is not None
    return _STANDING.match(text) is not None


def is_further_reading(block: Block) -> bool:
    """Say whether a line is 相关报道： or its like, and a link for the rest."""
    return len(block.links) == 1 and _is_label_and_link(block, marks.further)


def is_pointed_at(block: Block) -> bool:
    """Say whether a line is >>> or its like, and a link for the rest; no heading."""
    if len(block.links) != 1 or block.bold_chars:
        return False
    return _is_label_and_link(block, marks.pointer)


def _is_label_and_link(block: Block, label: re.Pattern[str]) -> bool:
    match = label.match(block.text)
    if match is None:
        return False
    rest = block.text[match.end() :]
    most = _LONGEST_HEADLINE * (2 if rest.isascii() else 1)
    if not _SHORTEST_HEADLINE <= len(rest) <= most or "://" in rest:
        return False
    return len(rest) - rest.count(" ") - block.link_chars <= _CLOSING
