"""Names of places, for telling two of them apart. Written for this project; short forms."""

from __future__ import annotations

import re

# Provinces, cities and countries in simplified text, without 省, 市, 国 behind them.
_NAMES = frozenset(
    (
        "北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海 台湾 "
        "内蒙古 广西 西藏 宁夏 新疆 香港 澳门 "
        "石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水 太原 大同 阳泉 长治 晋城 朔州 晋中 运城 忻州 临汾 吕梁 呼和浩特 包头 乌海 赤峰 通辽 "
        "鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布 沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 朝阳 葫芦岛 长春 四平 辽源 通化 白山 松原 白城 延边 "
        "哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春 佳木斯 七台河 牡丹江 黑河 绥化 南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁 "
        "杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水 合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州 宣城 "
        "福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德 南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶 济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 "
        "威海 日照 临沂 德州 聊城 滨州 菏泽 郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店 武汉 黄石 十堰 宜昌 襄阳 "
        "鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 恩施 长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底 湘西 广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 "
        "茂名 肇庆 惠州 梅州 汕尾 河源 阳江 清远 东莞 中山 潮州 揭阳 云浮 南宁 柳州 桂林 梧州 北海 防城港 钦州 贵港 玉林 百色 贺州 河池 来宾 崇左 海口 三亚 儋州 "
        "成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州 雅安 巴中 资阳 阿坝 甘孜 凉山 贵阳 六盘水 遵义 安顺 毕节 铜仁 黔东南 黔南 "
        "昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 楚雄 红河 文山 西双版纳 大理 德宏 怒江 迪庆 拉萨 日喀则 昌都 林芝 山南 那曲 西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 "
        "安康 商洛 兰州 嘉峪关 金昌 白银 天水 武威 张掖 平凉 酒泉 庆阳 定西 陇南 临夏 甘南 西宁 海东 玉树 银川 石嘴山 吴忠 固原 中卫 乌鲁木齐 克拉玛依 吐鲁番 哈密 "
        "昌吉 博尔塔拉 阿克苏 喀什 和田 伊犁 塔城 阿勒泰 石河子 台北 新北 桃园 台中 台南 高雄 基隆 新竹 嘉义 苗栗 彰化 南投 云林 屏东 宜兰 花莲 台东 澎湖 金门 "
        "中国 日本 韩国 朝鲜 蒙古 俄罗斯 美国 英国 法国 德国 意大利 西班牙 葡萄牙 荷兰 比利时 瑞士 瑞典 挪威 芬兰 丹麦 波兰 乌克兰 希腊 土耳其 伊朗 伊拉克 以色列 "
        "沙特 埃及 南非 尼日利亚 肯尼亚 埃塞俄比亚 印度 巴基斯坦 孟加拉 斯里兰卡 尼泊尔 缅甸 泰国 越南 老挝 柬埔寨 马来西亚 新加坡 印尼 菲律宾 澳大利亚 新西兰 加拿大 "
        "墨西哥 巴西 阿根廷 智利 秘鲁 哥伦比亚 古巴 哈萨克斯坦 乌兹别克斯坦 阿富汗 叙利亚 匈牙利 捷克 奥地利 爱尔兰 冰岛 塞尔维亚 罗马尼亚 保加利亚 "
        "东京 首尔 平壤 莫斯科 华盛顿 纽约 伦敦 巴黎 柏林 罗马 马德里 布鲁塞尔 日内瓦 曼谷 河内 雅加达 马尼拉 悉尼 堪培拉 惠灵顿 渥太华 开罗 德黑兰 耶路撒冷 新德里"
    ).split()
)

# What names of smaller places end with, unless it is the beginning of a word.
_SUFFIX = re.compile(r"(?:[县区镇乡](?![长域民委级政])|街道|大道|水库)")


def is_place(word: str) -> bool:
    """Say whether ``word``, simplified, is the name of a province, city or country.

    >>> is_place("洛阳"), is_place("安徽省"), is_place("昨天")
    (True, True, False)
    """
    return word in _NAMES or word.rstrip("省市县") in _NAMES


def opens_with_suffix(text: str) -> bool:
    """Say whether what stands before ``text`` is the name of a place: 县, 街道.

    >>> opens_with_suffix("县水利局"), opens_with_suffix("区域")
    (True, False)
    """
    return _SUFFIX.match(text) is not None
