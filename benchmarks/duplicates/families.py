"""Texts of which every printing is another story: families under one template each.

A template's slots are filled anew for each text: ``{city}`` from a list of words,
``{40-90}`` and ``{1.05-9.95}`` with a number. A slot that is named twice with the same
mark, as ``{person:a}``, gets the same word twice. Written for this set; nothing in it
happened.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WORDS: Mapping[str, Sequence[str]] = {
    "company": (
        "澜江股份 远岫科技 北陌医药 青禾种业 砺山重工 望津港务 云汀传媒 稷下软件 恒渡物流 赤岭矿业 "
        "南屏电子 泓源环保 锦屏地产 汉陂化工 晴川光电 临泽能源 松塬乳业 百炼钢铁 星垂航天 千帆造船"
    ).split(),
    "city": (
        "郑州 洛阳 合肥 芜湖 南昌 赣州 长沙 株洲 武汉 宜昌 贵阳 遵义 昆明 大理 兰州 天水 西宁 银川 太原 大同 "
        "济南 烟台 沈阳 鞍山 长春 哈尔滨 南京 苏州 杭州 绍兴 福州 泉州 南宁 柳州 海口 成都 绵阳 石家庄 保定"
    ).split(),
    "province": "河南 安徽 江西 湖南 湖北 贵州 云南 甘肃 青海 山西 山东 辽宁 吉林 江苏 浙江 福建 四川 河北".split(),
    "county": (
        "清浦县 栖山县 沂岭县 丹溪县 白渡县 石桥县 梅关县 鹿鸣县 苍梧县 临湖县 桃源县 金谷县 平陵县 永丰县 怀远县"
    ).split(),
    "country": "日本 韩国 印度 泰国 越南 法国 德国 英国 西班牙 意大利 巴西 阿根廷 埃及 土耳其 墨西哥 智利 秘鲁".split(),
    "person": (
        "张德海 李文娟 王建国 赵春梅 刘志强 陈晓燕 杨立新 黄海涛 周敏 吴桂兰 徐长河 孙亚男 马骏 朱丽华 胡国栋 郭守信 "
        "何雨晴 高远 林秀英 罗振宇 郑爱民 梁思远 谢婷 宋铁山 唐小虎 许卫东 韩冰 冯玉珍 邓凯 曹雪松"
    ).split(),
    "team": "江口飞鸥 北陌铁骑 南屏猛虎 望津海浪 青禾雄鹰 赤岭火山 云汀白鹭 临泽狼群 松塬骏马 汉陂蛟龙".split(),
    "road": "人民路 中山大道 滨江路 建设街 文昌巷 解放北路 迎宾大道 团结路 育才街 和平路 湖滨路 工农街".split(),
    "district": "东城区 西岸区 南湖区 北塘区 河西区 高新区 新城区 老港区 江北区 石桥区".split(),
    "sky": "晴 多云 阴 小雨 中雨 多云转晴 晴转多云 阴转小雨 小雪 阵雨".split(),
    "wind": "东风 南风 西风 北风 东南风 西北风 东北风 西南风".split(),
    "month": [str(month) for month in range(1, 13)],
    "day": [str(day) for day in range(1, 29)],
    "hour": [str(hour) for hour in range(6, 23)],
    "minute": [str(minute) for minute in range(10, 60)],
    "trade": "半导体 煤炭 白酒 光伏 银行 券商 稀土 航运 医药 旅游 养殖 军工 传媒 家电".split(),
    "ware": "猪肉 鸡蛋 大白菜 黄瓜 牛肉 羊肉 苹果 土豆 西红柿 鲫鱼".split(),
    "bureau": "农业农村局 水利局 教育局 民政局 交通运输局 统计局 审计局 林业局 卫生健康委 财政局".split(),
    "post": "局长 副局长 党组书记 党组成员 总工程师 一级调研员 副主任 主任".split(),
    "degree": "大学 研究生 中央党校研究生 大专".split(),
    "school": "江口大学 北陌师范学院 南屏理工大学 望津农业大学 青禾医科大学 松塬财经大学".split(),
    "drug": "阿莫西林胶囊 硝苯地平片 布洛芬颗粒 头孢克肟片 二甲双胍片 连花清瘟颗粒 板蓝根颗粒".split(),
    "film": "《渡口》 《南方的雪》 《第七盏灯》 《长夜火车》 《谁在敲门》 《盐湖》 《老城往事》 《远山》".split(),
    "car": "云雀 赤兔 星越 长风 海豚湾 极光 山猫 银杏".split(),
    "sport": "乒乓球 羽毛球 网球 排球 手球 击剑".split(),
    "river": "清江 白河 沅溪 洛水 赤水河 渌江 桐河 澧水".split(),
    "reservoir": "石门水库 白云水库 龙潭水库 青山水库 双桥水库 鹿湖水库".split(),
    "airline": "东岭航空 海陆航空 云程航空 北翼航空".split(),
    "disease": "流感 手足口病 诺如病毒感染 水痘 登革热 腮腺炎".split(),
    "bank": "江口银行 北陌农商行 望津商业银行 南屏银行 青禾村镇银行".split(),
}

_SLOT = re.compile(r"\{([a-z]+|-?[\d.]+-[\d.]+)(?::(\w))?\}")
_RANGE = re.compile(r"(-?[\d.]+)-([\d.]+)")


@dataclass(frozen=True, slots=True)
class Family:
    """One template: a headline and paragraphs, each with slots."""

    name: str
    headline: str
    paragraphs: tuple[str, ...]

    def text(self, chance: random.Random) -> tuple[str, tuple[str, ...]]:
        """Return headline and paragraphs with all slots filled anew."""
        held: dict[str, str] = {}

        def fill(match: re.Match[str]) -> str:
            slot, mark = match.groups()
            if slot in WORDS and not mark:
                mark = "-"
            if mark and (known := held.get(f"{slot}:{mark}")):
                return known
            value = _value(slot, chance)
            while (
                slot in WORDS and value in held.values() and slot in {"team", "person"}
            ):
                value = _value(slot, chance)
            if mark:
                held[f"{slot}:{mark}"] = value
            return value

        headline = _SLOT.sub(fill, self.headline)
        return headline, tuple(_SLOT.sub(fill, text) for text in self.paragraphs)


def _value(slot: str, chance: random.Random) -> str:
    if slot in WORDS:
        return chance.choice(WORDS[slot])
    low, high = _RANGE.fullmatch(slot).groups()  # type: ignore[union-attr]  # by _SLOT
    places = len(low.partition(".")[2])
    return f"{chance.uniform(float(low), float(high)):.{places}f}"


TUNED = (
    Family(
        "stock flash",
        "{company}盘中涨{2.01-9.98:p}%",
        (
            "{month}月{day}日，{company}盘中上涨{2.01-9.98:p}%，截至{hour}:{minute}，报{3.05-98.50}元/股，成交{1.05-19.90}亿元，换手率{0.51-9.90}%，总市值{30.5-980.5}亿元。",
        ),
    ),
    Family(
        "stock flash, other words",
        "快讯：{trade}板块异动拉升 {company}涨停",
        (
            "快讯，{trade}板块午后异动拉升，{company}封涨停板，{company:b}涨{3.01-9.90}%，{company:c}、{company:d}等跟涨。",
            "消息面上，业内人士认为，近期{trade}行业库存回落，价格有望企稳。以上内容不构成投资建议，股市有风险，入市需谨慎。",
        ),
    ),
    Family(
        "closing report",
        "收评：沪指{month}月{day}日涨{0.05-2.90:p}% {trade}领涨",
        (
            "{month}月{day}日，A股三大指数集体收涨，截至收盘，沪指涨{0.05-2.90:p}%，报{2850.10-3650.90}点，深成指涨{0.05-2.90}%，创业板指涨{0.05-2.90}%。两市成交额合计{6800-14900}亿元，较上一交易日放量{100-900}亿元。",
            "盘面上，{trade}、{trade:b}、{trade:c}等板块涨幅居前，{trade:d}、{trade:e}等板块跌幅居前。两市共{1200-4300}只个股上涨，{500-3000}只个股下跌，{30-120}只个股涨停。",
            "北向资金全天净买入{5.10-98.80}亿元，其中沪股通净买入{2.10-48.80}亿元，深股通净买入{2.10-48.80}亿元。",
        ),
    ),
    Family(
        "weather",
        "{city}今日天气：{sky}，{-5-12:l}到{13-35:h}℃",
        (
            "{city}市气象台今天早晨发布天气预报：今天白天{sky}，{wind}{2-3}到{4-5}级，最高气温{13-35:h}℃；夜间{sky:b}，{wind:b}{1-2}到{3-4}级，最低气温{-5-12:l}℃。",
            "气象部门提醒，近期早晚温差较大，公众外出请适时增减衣物，驾车出行注意交通安全。",
        ),
    ),
    Family(
        "football",
        "{team:a}{0-5:x}比{0-5:y}战胜{team:b}",
        (
            "{month}月{day}日晚，中甲联赛第{2-30}轮继续进行，{team:a}坐镇主场以{0-5:x}比{0-5:y}战胜{team:b}。",
            "第{10-44}分钟，{team:a}球员{person:a}接队友传中头球破门。下半场第{46-70}分钟，{team:b}由{person:b}扳回一球。第{71-90}分钟，{person:c}禁区内抽射得手，锁定胜局。",
            "本轮过后，{team:a}积{10-60}分，排名升至第{1-16}位，{team:b}积{10-60}分。下一轮，{team:a}将客场挑战{team:c}。",
        ),
    ),
    Family(
        "pledge",
        "{company}：控股股东质押{500-9000:n}万股",
        (
            "{company}公告，公司控股股东{person:a}将其所持有的公司{500-9000:n}万股股份办理了质押，占其所持股份的{5.10-60.90}%，占公司总股本的{1.10-19.90}%。截至公告日，{person:a}累计质押股份{5000-20000}万股，占其所持股份的{20.10-80.90}%。",
        ),
    ),
    Family(
        "buyback",
        "{company}：已回购{0.10-2.90:p}%股份",
        (
            "证券代码：{600100-603900} 证券简称：{company}",
            "本公司董事会及全体董事保证本公告内容不存在任何虚假记载、误导性陈述或者重大遗漏，并对其内容的真实性、准确性和完整性承担法律责任。",
            "截至{month}月{day}日，公司通过集中竞价交易方式已累计回购股份{120-3900}.{10-90}万股，占公司总股本的比例为{0.10-2.90:p}%，购买的最高价为{12.05-18.90}元/股，最低价为{5.05-11.90}元/股，已支付的总金额为{2000-29000}万元（不含交易费用）。",
            "公司将严格按照有关规定，根据市场情况在回购期限内继续实施股份回购，并及时履行信息披露义务。敬请广大投资者注意投资风险。",
        ),
    ),
    Family(
        "earthquake",
        "{province}{county}发生{3.0-5.9:m}级地震",
        (
            "中国地震台网正式测定：{month}月{day}日{hour}时{minute}分在{province}{county}（北纬{23.01-44.90}度，东经{98.01-121.90}度）发生{3.0-5.9:m}级地震，震源深度{5-30}千米。",
        ),
    ),
    Family(
        "lottery",
        "双色球第{24001-24150:n}期开奖：头奖{2-19:k}注",
        (
            "{month}月{day}日晚，中国福利彩票双色球第{24001-24150:n}期开奖。红球号码为{01-05}、{06-10}、{11-15}、{16-20}、{21-27}、{28-33}，蓝球号码为{01-16}。",
            "当期开出一等奖{2-19:k}注，单注奖金为{500-999}万元；二等奖{60-300}注，单注奖金为{8-30}万元。当期末奖池金额为{12.10-29.90}亿元。",
        ),
    ),
    Family(
        "appointment",
        "{city}市委组织部任前公示：{person:a}拟任{bureau}{post}",
        (
            "为扩大干部工作中的民主，进一步增强选人用人的透明度和公信度，现将拟任职干部情况公示如下：",
            "{person:a}，男，汉族，{1965-1985}年{month}月生，{degree}学历，中共党员，现任{county}副县长，拟任市{bureau}{post}。",
            "公示时间：即日起5个工作日。公示期间，如对公示对象有问题反映，请向市委组织部干部监督科反映。反映问题要实事求是，电话、信函应告知真实姓名。",
        ),
    ),
    Family(
        "water is cut off",
        "停水通知：{district}{road}{month}月{day}日停水",
        (
            "因{road}供水管道改造施工，定于{month}月{day}日{hour}时起至次日{1-5}时，{district}{road}、{road:b}、{road:c}沿线用户停水，请相关用户提前做好储水准备。",
            "不便之处，敬请谅解。供水服务热线24小时开通。",
        ),
    ),
    Family(
        "tender",
        "{county}{bureau}采购项目中标公告",
        (
            "一、项目编号：{2021-2025}-{100-999}号。二、项目名称：{county}{bureau}信息化设备采购项目。三、中标信息：供应商名称：{city}{company}有限公司，中标金额：{30.10-590.90}万元。",
            "四、评审专家名单：{person:a}、{person:b}、{person:c}、{person:d}、{person:e}。五、代理服务收费标准按国家有关规定执行。六、公告期限：自本公告发布之日起1个工作日。",
        ),
    ),
    Family(
        "prices",
        "本周{ware}价格{month}月{day}日监测：每公斤{8.10-68.90:p}元",
        (
            "据{province}省价格监测中心数据，{month}月{day}日，全省{ware}平均零售价每公斤{8.10-68.90:p}元，比前一周下降{0.10-6.90}%，比上年同期上涨{0.10-26.90}%。",
            "分地区看，{city}、{city:b}价格较高，分别为每公斤{8.10-68.90}元和{8.10-68.90}元，{city:c}价格较低。预计下周{ware}价格以稳为主。",
        ),
    ),
    Family(
        "air",
        "{city}空气质量日报：AQI为{35-240:a}",
        (
            "{city}市生态环境监测中心{month}月{day}日发布空气质量日报：过去24小时全市空气质量指数为{35-240:a}，首要污染物为PM2.5，平均浓度为每立方米{15-180}微克。{district}最高，为{35-240}；{district:b}最低，为{15-90}。",
        ),
    ),
    Family(
        "reshuffle of sales",
        "{car}{month}月销量{3000-49000:n}辆",
        (
            "{month}月{day}日，{car}汽车公布{month}月销量数据。数据显示，{car}汽车{month}月交付新车{3000-49000:n}辆，同比增长{5.1-98.9}%，环比增长{0.5-29.9}%。其中，旗舰车型交付{800-9900}辆。今年以来累计交付{60000-300000}辆。",
        ),
    ),
    Family(
        "box office",
        "{film}票房突破{1.1-29.9:n}亿元",
        (
            "据网络平台数据，截至{month}月{day}日{hour}时{minute}分，影片{film}上映第{2-30}天，总票房（含预售）突破{1.1-29.9:n}亿元，观影人次{200-5900}万，平均票价{35.1-52.9}元。",
        ),
    ),
    Family(
        "flood",
        "{river}{county}站水位涨至{12.10-58.90:w}米",
        (
            "{province}省水文水资源中心{month}月{day}日{hour}时发布汛情通报：受上游强降雨影响，{river}{county}站水位{hour:b}时涨至{12.10-58.90:w}米，超警戒水位{0.10-3.90}米，相应流量每秒{1200-18900}立方米，预计未来24小时仍将上涨{0.10-1.90}米左右。",
            "请沿河有关单位和社会公众加强防范，及时避险。",
        ),
    ),
    Family(
        "missing person",
        "寻人启事：{person:a}，{60-88:g}岁，在{road}走失",
        (
            "{person:a}，{60-88:g}岁，身高1.{50-78}米，{city}口音，{month}月{day}日{hour}时许在{district}{road}附近走失，走失时身穿深色外套，脚穿黑色布鞋，患有轻度阿尔茨海默病。",
            "有知其下落者请与其家人或当地派出所联系，必有重谢。",
        ),
    ),
    Family(
        "exchange rate",
        "人民币兑美元中间价报{7.0105-7.2990:r}",
        (
            "{month}月{day}日，银行间外汇市场人民币汇率中间价为：1美元对人民币{7.0105-7.2990:r}元，1欧元对人民币{7.4105-7.9990}元，100日元对人民币{4.6105-5.1990}元，1英镑对人民币{8.8105-9.4990}元。",
        ),
    ),
    Family(
        "basketball",
        "{team:a}主场大胜{team:b} {person:a}砍下{20-45:p}分",
        (
            "CBA常规赛{month}月{day}日再战一轮，{team:a}在主场{100-130:x}：{78-99:y}大胜{team:b}，取得{2-9}连胜。",
            "首节双方打得难解难分，{team:a}以{22-35}：{18-30}领先。次节{person:a}连中三记三分，带队打出一波{8-16}：{0-5}的攻势，半场结束时分差拉大到{10-25}分。",
            "全场比赛，{team:a}的{person:a}得到全场最高的{20-45:p}分，另有{5-14}个篮板，{person:b}得到{12-25}分。{team:b}方面，{person:c}得到{12-28}分，{person:d}贡献{3-12}次助攻。",
        ),
    ),
    Family(
        "dividend",
        "{company}：拟每10股派{0.5-29.5:d}元",
        (
            "{company}{month}月{day}日晚间披露年报，公司实现营业收入{5.10-298.90}亿元，同比增长{1.10-49.90}%；归属于上市公司股东的净利润{0.50-39.90}亿元，同比增长{1.10-69.90}%；基本每股收益{0.05-4.90}元。公司拟向全体股东每10股派发现金红利{0.5-29.5:d}元（含税）。",
        ),
    ),
    Family(
        "warning of rain",
        "{county}发布暴雨{sky}预警信号",
        (
            "{county}气象台{month}月{day}日{hour}时{minute}分发布暴雨黄色预警信号：预计未来6小时内，{county}大部分乡镇降雨量将达{50-99}毫米以上，局地小时雨量可达{20-49}毫米，并伴有雷暴大风，请注意防范山洪、滑坡、泥石流等次生灾害。",
        ),
    ),
    Family(
        "graduates taken",
        "{school}公示{2021-2025:y}年拟录取推免生名单",
        (
            "根据教育部有关文件精神和学校招生工作安排，经考生报名、资格审查、复试考核等环节，现将{school}拟录取推荐免试研究生名单予以公示，公示期为10个工作日。",
            "名单如下：{person:a}、{person:b}、{person:c}、{person:d}、{person:e}、{person:f}。公示期内如有异议，请以书面形式向研究生招生办公室反映。",
        ),
    ),
    Family(
        "batch of drug",
        "{province}省药监局通告：{drug}抽检不合格",
        (
            "{province}省药品监督管理局日前发布药品质量抽检通告，经{city}市食品药品检验所检验，标示为{city:b}{company}药业有限公司生产的批号为{210100-259900}的{drug}不符合规定，不符合规定项目为溶出度。",
            "对上述不符合规定药品，药品监督管理部门已要求相关企业和单位采取暂停销售使用、召回等风险控制措施，对不符合规定原因开展调查并切实进行整改。",
        ),
    ),
    Family(
        "flight",
        "{airline}新开{city:a}至{city:b}航线",
        (
            "记者从{city:a}机场获悉，{month}月{day}日起，{airline}新开{city:a}至{city:b}往返航线，每天一班，由空客A320机型执飞。去程航班{hour}:{minute}从{city:a}起飞，约{1-3}小时{10-50}分后抵达{city:b}；回程航班当日起飞。首航期间票价低至{199-499}元。",
        ),
    ),
    Family(
        "road accident",
        "{city}{road}发生车祸 {1-9:d}人受伤",
        (
            "{month}月{day}日{hour}时{minute}分许，{city}市{district}{road}发生一起交通事故，一辆小型客车与一辆货车相撞，造成{1-9:d}人受伤。接警后，公安、消防、医疗等部门迅速赶赴现场处置，伤者已送医救治，暂无生命危险。事故原因正在进一步调查中。",
        ),
    ),
    Family(
        "disease in a week",
        "{city}疾控：上周报告{disease}{12-980:n}例",
        (
            "{city}市疾病预防控制中心{month}月{day}日通报，上周全市共报告法定传染病{1200-6900}例，其中{disease}{12-980:n}例，较前一周上升{1.1-29.9}%。报告病例数居前的三个区依次为{district}、{district:b}和{district:c}。疾控专家提醒，勤洗手、常通风、少聚集，出现症状及时就医。",
        ),
    ),
    Family(
        "fine for a bank",
        "{bank}被罚{20-190:n}万元",
        (
            "国家金融监督管理总局{city}监管分局行政处罚信息公开表显示，{bank}因贷款“三查”不到位、信贷资金被挪用，被处以罚款{20-190:n}万元。时任该行{district}支行行长{person:a}对上述行为负有责任，被给予警告。处罚决定日期为{month}月{day}日。",
        ),
    ),
    Family(
        "doubles",
        "{sport}公开赛：{person:a}晋级{4-16:k}强",
        (
            "{country}{sport}公开赛{month}月{day}日在{country}首都继续进行，中国选手{person:a}以{2-3}比{0-1}击败{country:b}选手，晋级{4-16:k}强。中国选手{person:b}苦战{40-90}分钟，{0-1}比{2-3}不敌头号种子，止步本轮。",
        ),
    ),
    Family(
        "reservoir",
        "{reservoir}蓄水量达{1.1-9.9:v}亿立方米",
        (
            "记者{month}月{day}日从{city}市水利局获悉，截至当日8时，{reservoir}水位{92.10-188.90}米，蓄水量{1.1-9.9:v}亿立方米，比去年同期多蓄{0.1-0.9}亿立方米，可满足下游{12-98}万亩农田今冬明春灌溉用水。",
            "今年以来，{city}市科学调度水利工程，抢抓降雨时机拦蓄洪水尾水，大中型水库蓄水总体偏多。",
        ),
    ),
)
"""Families that the checks were tuned on."""

HELD_BACK = (
    Family(
        "fuel",
        "油价{month}月{day}日24时下调 每吨降{60-390:n}元",
        (
            "记者从国家发展改革委获悉，根据近期国际市场油价变化情况，按照现行成品油价格形成机制，自{month}月{day}日24时起，国内汽、柴油价格每吨分别降低{60-390:n}元和{60-380}元。折合每升92号汽油下调0.{10-30}元，加满一箱50升的油约少花{3-15}元。",
            "相关部门要求，石油企业要组织好成品油生产和调运，确保市场稳定供应，严格执行国家价格政策。",
        ),
    ),
    Family(
        "typhoon",
        "今年第{3-26:k}号台风距{city}{180-980:d}公里",
        (
            "中央气象台{month}月{day}日{hour}时发布台风预报：今年第{3-26:k}号台风的中心位于{city}东南方约{180-980:d}公里的洋面上，中心附近最大风力{8-16}级，中心最低气压{920-998}百帕。预计台风将以每小时{10-30}公里的速度向西北方向移动，强度逐渐加强。",
        ),
    ),
    Family(
        "land",
        "{city}{district}一宗地块{2.1-98.9:p}亿元成交",
        (
            "{month}月{day}日，{city}市{district}一宗住宅用地完成出让，由{company}以{2.1-98.9:p}亿元竞得，溢价率{0.1-29.9}%，成交楼面价每平方米{3000-39000}元。该地块出让面积{1.1-9.9}万平方米，容积率不高于{1.5-3.5}。",
        ),
    ),
    Family(
        "blackout",
        "计划停电：{city}{road}片区{month}月{day}日",
        (
            "供电公司发布计划停电信息：为配合设备检修，{month}月{day}日{hour}:{minute}起，{city}{road}、{road:b}部分用户将停电{3-9}小时，停电线路为{10-99}号线。如遇天气等原因，检修取消或提前结束，将提前送电，请勿在停电期间接触电气设备。",
        ),
    ),
    Family(
        "resignation",
        "{company}：{person:a}辞去公司{post}职务",
        (
            "{company}{month}月{day}日公告称，公司董事会近日收到{person:a}提交的书面辞职报告。{person:a}因个人原因申请辞去公司董事职务，辞职后不再担任公司任何职务。截至公告披露日，{person:a}持有公司股份{1000-99000}股。公司将尽快完成补选工作。",
        ),
    ),
    Family(
        "subscription",
        "{company}今日申购 发行价{5.10-98.90:p}元",
        (
            "{company}今日开启申购，发行价为{5.10-98.90:p}元/股，申购上限为{0.50-2.90}万股，市盈率{12.10-68.90}倍，属于深交所创业板。公司{2021-2023:y}年至次年营业收入分别为{2.10-18.90}亿元、{2.10-18.90}亿元，净利润分别为{0.10-2.90}亿元、{0.10-2.90}亿元。",
        ),
    ),
    Family(
        "court",
        "{city}中院公布失信被执行人：{person:a}等四人",
        (
            "为推动社会信用体系建设，{city}市中级人民法院日前向社会公布一批失信被执行人名单，他们有履行能力而拒不履行生效法律文书确定的义务。",
            "{person:a}，男，{30-65}岁，住{county}{road}，执行标的{5-590}万元；{person:b}，女，{30-65}岁，住{district}，执行标的{5-590}万元；{person:c}，男，{30-65}岁，执行标的{5-590}万元；{person:d}，执行标的{5-590}万元。",
            "法院提醒，被执行人应主动联系法院履行义务，对提供有效财产线索的举报人，将按规定予以奖励。",
        ),
    ),
    Family(
        "obituary",
        "{school}教授{person:a}逝世 享年{70-99:g}岁",
        (
            "{school}{month}月{day}日发布讣告：我校离休干部、教授{person:a}同志因病医治无效，于{month}月{day}日{hour}时{minute}分逝世，享年{70-99:g}岁。遵照家属意愿，丧事从简，告别仪式定于{month}月{day}日上午在殡仪馆举行。",
        ),
    ),
    Family(
        "score",
        "{school}在{province}投档线：物理类{500-680:n}分",
        (
            "{province}省教育考试院公布本科批投档情况，{school}物理类投档最低分{500-680:n}分，对应位次{3000-69000}名，历史类投档最低分{480-640}分，对应位次{900-19000}名，与去年相比分别上升{1-9}分和{1-9}分。",
        ),
    ),
    Family(
        "go",
        "围甲第{2-30:k}轮：{team:a}3比1胜{team:b}",
        (
            "围棋甲级联赛第{2-30:k}轮{month}月{day}日在{city}结束，{team:a}3比1战胜{team:b}，积{10-58}分升至第{1-16}位。主将战中{person:a}执黑{150-290}手中盘负于{person:b}，快棋赛{person:c}逆转{person:d}，为球队锁定胜局。",
        ),
    ),
    Family(
        "metro",
        "{city}地铁{month}月{day}日客流{12.10-998.90:n}万",
        (
            "{city}地铁发布客流数据：{month}月{day}日线网总客流{12.10-998.90:n}万人次，客流强度每公里{0.31-1.90}万人次。其中1号线{5.10-98.90}万，2号线{5.10-98.90}万，3号线{5.10-98.90}万，正点率{98.10-99.98}%。",
        ),
    ),
    Family(
        "customs",
        "{province}前{month}个月外贸进出口增长{1.1-29.9:p}%",
        (
            "据{city}海关统计，今年前{month}个月，{province}省货物贸易进出口总值{300-9800}亿元，同比增长{1.1-29.9:p}%。其中，出口{200-6800}亿元，增长{1.1-29.9}%；进口{100-2900}亿元，下降{0.1-9.9}%。对{country}进出口增长{1.1-59.9}%，占比升至{5.1-19.9}%。",
        ),
    ),
)
"""Families that no check was tuned on, nor looked at while it was."""

FOOTERS = (
    "风险提示：本文所载信息和观点仅供参考，不代表本平台立场，亦不构成任何投资建议。投资者据此操作，风险自担。市场有风险，投资需谨慎。本平台力求但不保证文中信息的完全准确，如有错漏请以上市公司公告为准。如涉及作品内容、版权和其他问题，请在三十日内与我们联系，我们将在第一时间处理。",
    "江口晚报读者群已经建立，欢迎加入：每天清晨推送全城停水停电、公交改线、菜价和演出信息，群友可以随时提问，编辑在线答复。加入办法是在公众号后台回复“读者”两字。群内禁止广告，发现三次移出。读者节的抽奖名单每月初在群里公布，礼品请到报社一楼大厅领取，逾期不补。",
    "关于本栏目：“街坊说事”每周三、周六刊出，只登亲历、亲见、亲闻的小事，文章不求长，八百字上下最好，来稿请写明姓名和住址，一经刊用即付稿酬。栏目已经办了十一年，登过两千多位街坊的来稿，其中三百篇结成了四本小书，可以在老城书店和各街道文化站免费借阅。",
    "本报提醒：冬季用电用气进入高峰，请勿在楼道内停放电动车和充电，燃气热水器的烟道要通到室外，使用电热毯不要折叠，人走断电。发现火情先报警再自救，拨打119时讲清街道、门牌、有无人员被困。老人独居的，请邻里和社区多敲一次门，多问一句话。",
)
"""Closing paragraphs that texts of one outlet have in common, whatever they tell."""
