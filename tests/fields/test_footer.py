"""The foot of a page says who publishes it, in whatever line it is set."""

from __future__ import annotations

import pytest

from crawler import Page, extract
from crawler.items import Footer, QrCode
from tests.fields.pages import Report, report

PLACE = "http://www.jia.example/i"


def foot(*lines: str) -> Footer:
    """What is read of lines below a body, without a word that this is a foot."""
    return report(below=lines).footer


def marked_foot(markup: str) -> Footer:
    """What is read of the element that is marked up as the foot."""
    page = Report().page()
    whole = page.text.replace("© 江口", markup).encode()
    return extract(Page.from_bytes(whole, url=page.url)).footer


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("蜀ICP备00000001号　川公网安备 11010102000001号", "蜀ICP备00000001号"),
        ("京ICP备00000001号", "京ICP备00000001号"),
        ("京ICP备00000001号-1", "京ICP备00000001号-1"),
        ("备案号： 粤 ICP 备00000001 号 - 12 ", "粤ICP备00000001号-12"),
        ("沪ICP备0000 0001号", "沪ICP备00000001号"),
        ("皖 ICP 备 00000001 号-2", "皖ICP备00000001号-2"),
        ("皖ICP备00000001-2号", "皖ICP备00000001-2号"),
        ("滬ICP備00000001號", "滬ICP備00000001號"),
        ("京ＩＣＰ备０００００００１号－２", "京ICP备00000001号-2"),
        ("京icp备00000001号", "京icp备00000001号"),
        ("京ICP备00000001号-1A", "京ICP备00000001号-1A"),
        ("黔icp备00000001号-12X | 江口网", "黔icp备00000001号-12X"),
        ("京ICP备00000001号-3A站长统计", "京ICP备00000001号-3A"),
        ("京ICP备00000001-2A号", "京ICP备00000001-2A号"),
        ("京ICP备00000001号-1Copyright 2024", "京ICP备00000001号-1"),
        ("京ICP备00000001号-1E-mail: a@jia.example", "京ICP备00000001号-1"),
        ("京ICP备00000001号-1 A座", "京ICP备00000001号-1"),
        ("闽ICP备B2-20000001号-7", "闽ICP备B2-20000001号-7"),
        ("闽ICP备B2-20000001号 闽B2-20000001", "闽ICP备B2-20000001号"),
        ("京ICP证000001号", "京ICP证000001号"),
        ("京ICP备字第00000001号", "京ICP备字第00000001号"),
        ("（浙ICP备：00000001号）", "浙ICP备:00000001号".replace(":", "：")),
        (
            "江口网版权所有<b>滇ICP备00000001号-3</b>总机：0571-88880000",
            "滇ICP备00000001号-3",
        ),
    ],
)
def test_filed_with_the_ministry(line: str, number: str) -> None:
    assert foot(line).icp == (number,)


@pytest.mark.parametrize(
    "line",
    [
        "京ICP备案信息查询",
        "ICP备00000001号",
        "京B2-20000001",
        "京ICP备00000001",
        "京ICP备B2-20000001",
        "京ICP备B2-201号",
        "电话：00000001号",
    ],
)
def test_not_filed_with_the_ministry(line: str) -> None:
    assert foot(line).icp == ()


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("京公网安备 11010102000001号", "京公网安备 11010102000001号"),
        ("京公網安備 11010102000001號", "京公網安備 11010102000001號"),
        ("京公网安备11010102000001", "京公网安备11010102000001"),
        ("京公网安备１１０１０１０２０００００１号", "京公网安备11010102000001号"),
        ("京公网安备 1101 0102 0000 01 号", "京公网安备 11010102000001号"),
        ("京公网安备:110101000001-1", "京公网安备:110101000001-1"),
        ("沪公网备31010102000001号", "沪公网备31010102000001号"),
        ("浙公安网备33010102000001号", "浙公安网备33010102000001号"),
        ("湘公安网备号43010102000001号", "湘公安网备号43010102000001号"),
        ("公安备案号：31010102000001", "公安备案号：31010102000001"),
        ("公安机关备案号：15081500000-00001", "公安机关备案号：15081500000-00001"),
        ("京ICP备00000001号京公网安备11010102000001号", "京公网安备11010102000001号"),
    ],
)
def test_filed_with_the_police(line: str, number: str) -> None:
    assert foot(line).police == (number,)


@pytest.mark.parametrize(
    "line", ["公安备案", "公安机关举报电话：02088880000", "江口公司备00000001号"]
)
def test_not_filed_with_the_police(line: str) -> None:
    assert foot(line).police == ()


@pytest.mark.parametrize(
    ("label", "number", "police"),
    [
        ("京公网安备", "11010102000001号", "京公网安备 11010102000001号"),
        ("江口网 京公網安備", "11010102000001號", "京公網安備 11010102000001號"),
        (
            "京公网安备",
            "１１０１０１０２０００００１ 号",
            "京公网安备 11010102000001号",
        ),
        ("公安备案号：", "11010102000001", "公安备案号： 11010102000001"),
    ],
)
def test_number_in_the_line_below_its_words(
    label: str, number: str, police: str
) -> None:
    assert foot(label, number).police == (police,)
    assert foot(f"{label}<br>{number} 江口网").police == (police,)


def test_filing_number_in_the_line_below_its_words() -> None:
    assert foot("浙ICP备", "00000001号-2A").icp == ("浙ICP备00000001号-2A",)


@pytest.mark.parametrize(
    "lines",
    [
        ("公安备案", "02088880000"),
        ("公安备案", "0571 8888 0000"),
        ("京公网安备", "江口网", "11010102000001号"),
        ("京公网安备 江口网", "11010102000001号"),
    ],
)
def test_line_below_that_is_no_number(lines: tuple[str, ...]) -> None:
    assert foot(*lines).police == ()


def test_each_number_once_however_it_is_spaced() -> None:
    found = foot("京ICP备00000001号 京公网安备 11010102000001号", "京ICP备 00000001号")
    assert found.icp == ("京ICP备00000001号",)
    assert found.police == ("京公网安备 11010102000001号",)


@pytest.mark.parametrize(
    ("line", "licence"),
    [
        (
            "互联网新闻信息服务许可证编号：10120000001",
            "互联网新闻信息服务许可证编号：10120000001",
        ),
        (
            "互聯網新聞信息服務許可證 10120000001",
            "互聯網新聞信息服務許可證 10120000001",
        ),
        ("信息网络传播视听节目许可证0100001号", "信息网络传播视听节目许可证0100001号"),
        (
            "[网上传播视听节目许可证（0100001）] [其他]",
            "网上传播视听节目许可证（0100001）",
        ),
        (
            "增值电信业务经营许可证 粤B2-20000001",
            "增值电信业务经营许可证 粤B2-20000001",
        ),
        ("经营许可证编号：京ICP00000000号", "经营许可证编号：京ICP00000000号"),
        (
            "广播电视节目制作经营许可证（京）字第00001号",
            "广播电视节目制作经营许可证（京）字第00001号",
        ),
        (
            "出版物经营许可证：新出发京零字第000001号",
            "出版物经营许可证：新出发京零字第000001号",
        ),
        ("ICP许可证号：晋B2-20000001", "ICP许可证号：晋B2-20000001"),
        ("江口网 | 粤B2-20000001 | 联系我们", "粤B2-20000001"),
        ("闽ICP备B2-20000001号-7 闽B2-20000002", "闽B2-20000002"),
        ("京网文[2020]0001-001号", "京网文[2020]0001-001号"),
        ("京网文〔2020〕 0001-001 号", "京网文〔2020〕 0001-001 号"),
        ("国新网证1012000001", "国新网证1012000001"),
        (
            "网络文化经营许可证：京网文〔2020〕0001-001号",
            "网络文化经营许可证：京网文〔2020〕0001-001号",
        ),
        (
            "網絡文化經營許可證 京網文（2020）0001-001號 | 江口網",
            "網絡文化經營許可證 京網文（2020）0001-001號",
        ),
        (
            "《网络文化经营许可证》 京网文【2020】 0001-001 号",
            "《网络文化经营许可证》 京网文【2020】 0001-001 号",
        ),
        (
            "互联网宗教信息服务许可证：京（2022）0000001",
            "互联网宗教信息服务许可证：京（2022）0000001",
        ),
        (
            "出版物经营许可证：新出发京零字第海000001号",
            "出版物经营许可证：新出发京零字第海000001号",
        ),
        (
            "出版物经营许可证 新出发（粤）批字第001号",
            "出版物经营许可证 新出发（粤）批字第001号",
        ),
        ("江口书店 新出发沪零字第U0001号", "新出发沪零字第U0001号"),
        (
            "《信息网络传播视听节目许可证》许可证号：0000001",
            "《信息网络传播视听节目许可证》许可证号：0000001",
        ),
        (
            "《江口广播电视节目制作经营许可证》编号：（粤）字第00001号",
            "《江口广播电视节目制作经营许可证》编号：（粤）字第00001号",
        ),
        (
            "互联网新闻信息服务许可证（编号：10120000001）江口网",
            "互联网新闻信息服务许可证（编号：10120000001）",
        ),
        (
            "【广播电视节目制作经营许可证】（京）字第00001号",
            "【广播电视节目制作经营许可证】（京）字第00001号",
        ),
        ("国新网许可证编号：1012000001", "国新网许可证编号：1012000001"),
        (
            "互联网药品信息服务资格证书 (京)-非经营性-2020-0001 江口网",
            "互联网药品信息服务资格证书 (京)-非经营性-2020-0001",
        ),
        (
            "网信算备000000000000000000001号 算法推荐",
            "网信算备000000000000000000001号",
        ),
        ("新出网证(京)字001号", "新出网证(京)字001号"),
        ("吉新出网备字001号", "吉新出网备字001号"),
        ("（署）网出证（京）字第001号", "（署）网出证（京）字第001号"),
    ],
)
def test_licensed(line: str, licence: str) -> None:
    assert foot(line).licences == (licence,)


@pytest.mark.parametrize(
    "line",
    [
        "营业执照 新闻信息服务许可证 出版物经营许可证",
        "网络文化经营许可证 客服电话：400-000-0000",
        "网络文化经营许可证 2020年年检公示",
        "网络文化经营许可证：京网文〔2020〕",
        "《信息网络传播视听节目许可证》 电话：0571-88880000",
        "网上报名 教师资格证书 2020-0001",
        "新出发京零字第号",
        "网信算备案公示 2020",
        "京ICP证000001号",
        "记者证号 K0000001",
    ],
)
def test_not_licensed(line: str) -> None:
    assert foot(line).licences == ()


@pytest.mark.parametrize(
    ("line", "claim"),
    [
        ("江口网 版权所有", "江口网 版权所有"),
        ("© 2024 江口网 京ICP备00000001号", "© 2024 江口网"),
        ("江口日報社版權所有 不得轉載", "江口日報社版權所有 不得轉載"),
        (
            "CopyRight 2024 jiangkou.example | 沪ICP证：沪B2-20000001",
            "CopyRight 2024 jiangkou.example",
        ),
        ("江口网版权所有 经营许可证编号：豫B2-20000001", "江口网版权所有"),
        ("© 2024 江口头条 中国互联网举报中心", "© 2024 江口头条"),
        ("版权所有：江口网 中文域名：江口网.政务", "版权所有：江口网"),
        ("江口市政府 版权所有 网站标识码：0000000001", "江口市政府 版权所有"),
        ("ⓒ 2024 江口 All rights reserved.", "ⓒ 2024 江口 All rights reserved."),
    ],
)
def test_copyright_holder(line: str, claim: str) -> None:
    assert marked_foot(line).copyright == claim
    assert marked_foot(f"<p>友情链接</p><p>{line}</p><p>回顶部</p>").copyright == claim


def test_a_claim_with_a_name_before_one_without() -> None:
    lines = "<p>© 2024 江口网</p><p>All Rights Reserved.</p>"
    assert marked_foot(lines).copyright == "© 2024 江口网"


@pytest.mark.parametrize(
    ("lines", "claim"),
    [
        (
            ("Copyright © 1998-2024 jiangkou.example", "江口网 版权所有"),
            "Copyright © 1998-2024 jiangkou.example 江口网 版权所有",
        ),
        (
            (
                "Copyright © 1996-2024 Jiangkou Ltd",
                "All Rights Reserved 江口网 版权所有",
            ),
            "Copyright © 1996-2024 Jiangkou Ltd All Rights Reserved 江口网 版权所有",
        ),
        (
            (
                "关于我们｜投稿｜Copyright © 2024 Jiangkou",
                "江口網 版權所有 京ICP备00000001号",
            ),
            "Copyright © 2024 Jiangkou 江口網 版權所有",
        ),
        (
            ("© 2024 Jiangkou 京ICP备00000001号", "江口网 版权所有"),
            "© 2024 Jiangkou 江口网 版权所有",
        ),
        (
            ("© 2024", "Jiangkou Times. All rights reserved."),
            "© 2024 Jiangkou Times. All rights reserved.",
        ),
        (
            ("江口网 版权所有", "Copyright © 2008-2024 All Rights Reserved"),
            "江口网 版权所有 Copyright © 2008-2024 All Rights Reserved",
        ),
    ],
)
def test_a_claim_in_two_lines(lines: tuple[str, str], claim: str) -> None:
    first, second = lines
    assert marked_foot(f"<p>{first}</p><p>{second}</p>").copyright == claim
    assert marked_foot(f"{first}<br>{second}").copyright == claim


@pytest.mark.parametrize(
    "lines",
    [
        ("© 2020 远山网", "地址：江口路1号", "江口网 版权所有"),
        ("© 2020 远山网", "© 2024 江口网 版权所有"),
        ("自2020年起，版权所有者另行约定", "江口网 版权所有"),
        ("© 远山网", "江口网 版权所有"),
        ("远山网 版权所有", "Copyright © 2024 江口网"),
        ("Powered by Yuanshan! X3 © 2001-2017 Yuanshan Inc.", "江口网 版权所有"),
        ("图片 © 2019 远山图片社", "江口网 版权所有"),
        ("江口网所载文字的版权归其作者", "Copyright © 2024"),
    ],
)
def test_claims_that_are_not_one(lines: tuple[str, ...]) -> None:
    markup = "".join(f"<p>{line}</p>" for line in lines)
    assert marked_foot(markup).copyright == lines[-1]


def test_a_claim_below_a_caption_stands_alone() -> None:
    figure = "<figure><img src=/i/a.jpg><figcaption>校车 © 2024 远山图片社</figcaption></figure>"
    page = Report(last=figure).page()
    whole = page.text.replace("© 江口", "江口网 版权所有").encode()
    assert extract(Page.from_bytes(whole, url=page.url)).footer.copyright == (
        "江口网 版权所有"
    )


def test_the_claim_of_a_program_where_there_is_no_other() -> None:
    program = "<p>Powered by Yuanshan X3 © 2001-2017 Yuanshan Inc.</p>"
    assert (
        marked_foot(f"<p>江口网 版权所有</p>{program}").copyright == "江口网 版权所有"
    )
    assert marked_foot(program).copyright == program[3:-4]


def test_a_foot_that_claims_nothing() -> None:
    assert marked_foot("<p>关于版权</p><p>联系我们</p>").copyright is None


@pytest.mark.parametrize(
    ("line", "account"),
    [
        ("微信号：jiangkou", "jiangkou"),
        ("微信号: jiangkou_news", "jiangkou_news"),
        ("江口网微信公众号：jiangkou-2024（每日更新）", "jiangkou-2024"),
        ("微信公眾號：jiangkou", "jiangkou"),
        ("WeChat: jiangkou24", "jiangkou24"),
        ("WeChat ID：jiangkou24", "jiangkou24"),
        ("欢迎关注江口日报官方微信（jiangkou-news）", "jiangkou-news"),
        ("微信号：jiangkou关注我们", "jiangkou"),
        ("公众号：江口发布（jiangkoufabu）", "jiangkoufabu"),
        ("微信公眾號「江口發布」(ID: jiangkou_1) 每日更新", "jiangkou_1"),
        ("关注公众号“江口发布”（微信号：jiangkou-1）", "jiangkou-1"),
        ("微信号：<br>jiangkou2024", "jiangkou2024"),
        ("微信公众号ID：<p>jiangkou</p>", "jiangkou"),
        ("<div>江口日报微信公众号<br>jiangkouribao</div>", "jiangkouribao"),
    ],
)
def test_wechat_by_id(line: str, account: str) -> None:
    assert foot(line).wechat == (account,)
    assert marked_foot(line).wechat == (account,)


@pytest.mark.parametrize(
    ("line", "account"),
    [
        ("微信公众号：江口日报", "江口日报"),
        ("公众号“江口观察”", "江口观察"),
        ("微信公眾號「江口觀察」 每日更新", "江口觀察"),
        ("微信订阅号 江口日报", "江口日报"),
        ("客服微信 jkkf2024", "jkkf2024"),
        ("添加微信jk_news进群", "jk_news"),
    ],
)
def test_wechat_by_name_at_the_foot_alone(line: str, account: str) -> None:
    assert marked_foot(f"<p>© 江口</p><p>{line}</p>").wechat == (account,)


def test_a_mobile_number_is_an_account_s_id() -> None:
    assert foot("客服微信：13800000000").wechat == ("13800000000",)
    assert foot("微信：138000000001").wechat == ()


@pytest.mark.parametrize(
    "line",
    [
        "微信公众号",
        "微信扫一扫",
        "微信 微博 客户端",
        "微信号和支付账号",
        "微信：a@jia.example",
        "微信号：0571-88880000",
        "公众号：江口发布（每日更新）",
        "公众号：江口发布（13800000000）",
        "公众号：江口发布（www.jia.example）",
        "客服微信 Facebook",
        "官方微信 weibo2024",
        "<div>微信公众号<br>Facebook</div>",
        "微信公众号<p>jiangkou</p>",
        "微信公众号<br>江口日报jkrb",
        "微信号：<br>13800000000",
    ],
)
def test_no_wechat_account(line: str) -> None:
    assert foot(line).wechat == ()
    assert marked_foot(line).wechat == ()


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<img src=/i/a.png alt=二维码>", "二维码"),
        ("<img src=/i/a.png alt=微信二維碼>", "微信二維碼"),
        ("<div><img src=/i/a.png><p>扫一扫关注我们</p></div>", "扫一扫关注我们"),
        ("<div><img src=/i/a.png><p>江口客户端</p></div>", "江口客户端"),
        ("<div><img src=/i/a.png><p>下载APP</p></div>", "下载APP"),
        ("<div class=ewm><img src=/i/a.png></div>", None),
        (
            "<div><img data-src=/i/a.png src=/i/blank.gif title=微信公众号></div>",
            "微信公众号",
        ),
    ],
)
def test_code_at_the_foot(markup: str, text: str | None) -> None:
    assert marked_foot(markup).qr == (QrCode(url=f"{PLACE}/a.png", text=text),)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        (
            "<div><p>扫码下载江口客户端</p><img src=/i/a.png></div>",
            "扫码下载江口客户端",
        ),
        ("<div>关注江口微信<br><img src=/i/qrcode.png></div>", "关注江口微信"),
        (
            "<div><p>关注江口微信</p><div><img src=/i/a.png></div></div><p>© 江口</p>",
            "关注江口微信",
        ),
        (
            "<dl><dt>微信公众号：<img src=/i/a.png></dt><dd>微博：江口日报</dd></dl>",
            "微信公众号：",
        ),
        ("<div><p>下载APP</p><img src=/i/a.png><p>江口客户端</p></div>", "江口客户端"),
        ("<div><p>官方微博</p><img src=/i/ewm2.png></div>", "官方微博"),
        ("<ul><li>© 江口</li><li>客户端<img src=/i/a.png></li></ul>", "客户端"),
    ],
)
def test_code_under_its_line(markup: str, text: str) -> None:
    assert [code.text for code in marked_foot(markup).qr] == [text]


@pytest.mark.parametrize(
    "markup",
    [
        "<div><p>江口日报社</p><img src=/i/a.png></div>",
        "<div><p>官方微博</p><img src=/i/a.png></div>",
        "<div><p>投稿 | 客户端 | 联系我们</p><img src=/i/a.png></div>",
        "<div><p><a href=/a>投稿</a> <a href=/b>客户端</a></p><img src=/i/a.png></div>",
        "<div><p>关注江口微信</p><img src=/i/a.png><img src=/i/b.png></div>",
        "<div><p>关注江口微信</p><p>江口日报社</p><img src=/i/a.png></div>",
        "<p>关注江口微信</p><div><img src=/i/a.png><p>江口日报社</p></div>",
    ],
)
def test_picture_under_a_line_of_something_else(markup: str) -> None:
    assert marked_foot(f"<div>{markup}</div>").qr == ()


@pytest.mark.parametrize(
    "markup",
    [
        "<ul class=ewm><li><img src=/i/a.png><p>官方微博</p></ul>",
        "<div class='f-qrcode'><dl><dt><img src=/i/a.png></dt><dd>官方微博</dd></dl></div>",
    ],
)
def test_code_in_a_list_of_codes(markup: str) -> None:
    found = marked_foot(markup).qr
    assert found == (QrCode(url=f"{PLACE}/a.png", text="官方微博"),)


@pytest.mark.parametrize(
    "markup",
    [
        "<ul class=ewm><li><img src=/i/a.png></ul>",
        "<ul class=ewm><li><img src=/i/share.png><p>官方微博</p></ul>",
        "<ul class=ewm><li><img src=/i/a.png><p>京公网安备11010102000001号</p></ul>",
        "<ul class=links><li><img src=/i/a.png><p>官方微博</p></ul>",
    ],
)
def test_picture_in_a_list_that_is_no_code(markup: str) -> None:
    assert marked_foot(markup).qr == ()


@pytest.mark.parametrize(
    "name", ["qrcode.png", "ewm.jpg", "wx.png", "footer-wx2.png", "qr.png"]
)
def test_code_by_its_file(name: str) -> None:
    found = marked_foot(f"<img src=/i/{name}>").qr
    assert found == (QrCode(url=f"{PLACE}/{name}"),)


@pytest.mark.parametrize(
    "markup",
    [
        "<img src=/i/logo.png alt=江口网>",
        "<img src=/i/btn-wx.png>",
        "<img src=/app/themes/app/close.svg alt='App Store'>",
        "<div><img><p>江口客户端</p></div>",
        "<div><img src=/i/police.png><p>京公网安备11010102000001号</p></div>",
    ],
)
def test_picture_at_the_foot_that_is_no_code(markup: str) -> None:
    assert marked_foot(markup).qr == ()


def test_below_an_unmarked_foot_a_code_is_called_so() -> None:
    numbers = "京ICP备00000001号"
    code, button = "<img src=/i/a.png alt=扫码下载>", "<img src=/i/b.png alt=微信>"
    found = foot(numbers, code, button).qr
    assert found == (QrCode(url=f"{PLACE}/a.png", text="扫码下载"),)
    assert foot(code, numbers).qr == ()


def test_what_the_body_says_is_nobodys_foot() -> None:
    last = "京ICP备00000001号，微信号：jiangkou，互联网新闻信息服务许可证10120000001。"
    page = Report(last=last).page()
    whole = page.text.replace("© 江口", "").encode()
    assert extract(Page.from_bytes(whole, url=page.url)).footer == Footer()


@pytest.mark.parametrize(
    "number", ["ICP备案：川ICP备00000001号", "ＩＣＰ备案：川ICP备00000001号"]
)
def test_a_copyright_line_ends_before_the_filing(number: str) -> None:
    said = marked_foot(f"江口县文化局 版权所有 {number}")
    assert said.copyright == "江口县文化局 版权所有"
    assert said.icp == ("川ICP备00000001号",)
