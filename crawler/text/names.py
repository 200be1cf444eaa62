"""Names of people, told from the words around them.

A name is two to four Chinese characters, longer with a · or where it writes the
sounds of another language, or a Latin word or two. Outlets, places and role words are
no names.
"""

from __future__ import annotations

import re

from crawler.text.outlets import is_outlet

# Surnames, simplified and traditional; written down for this project, not complete.
# One that is missing costs names without a label, and compound ones are told apart.
_SURNAMES = frozenset(
    "王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭肖程曹袁邓鄧许許傅付沈曾彭吕呂苏蘇卢盧"
    "蒋蔣蔡贾賈丁魏薛叶葉阎閻闫閆余潘杜戴夏钟鐘鍾汪田任姜范方石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛邱秦江史顾顧侯邵孟龙龍万萬段雷钱錢汤湯尹黎易常武"
    "乔喬贺賀赖賴龚龔文庞龐樊兰蘭殷施陶洪翟安颜顏倪严嚴牛温溫芦蘆季俞章鲁魯葛伍韦韋申尤毕畢聂聶丛叢焦向柳邢路岳齐齊沿梅莫庄莊辛管祝左涂凃谷"
    "祁时時舒耿牟卜詹关關苗凌费費纪紀靳盛童欧歐甄项項曲成游阳陽裴席卫衛查屈鲍鮑位覃霍翁隋植甘景薄单單包司柏宁寧柯阮桂闵閔解强強柴华華车車冉房"
    "楼樓敬边邊辜吉饶饒刁瞿戚丘古米池滕晋晉苑邬鄔臧畅暢宫宮来來嵺苟全褚廉简簡娄婁盖蓋符奚木穆党黨燕郎邸冀谈談姬屠连連郜晏栾欒郁商蒙计計喻揭窦竇迟遲"
    "宇敖糜鄢冷卓花仇艾蓝藍都巩鞏稽井练練仲乐樂虞卞封竺冼原官衣楚佟栗匡宗应應台巫鞠僧桑荆荊谌諶银銀扬揚明沙薄伏岑习習胥保和蔺藺水丰豐佘缪繆"
    "顺順鄺邝麦麥區区湛蔚农農撒雒暴税稅居但肇帅帥后候言邰"
    "伊尚阙闕亢况隗粟晁阚闞那巢蒯权權逯堵郦酈雍璩濮寿壽浦宦容慎戈庾暨寇尧堯墨笪訾麻厉厲占禹卿宛逄钮鈕滑昝荣榮骆駱元贝貝茅危裘诸諸嵇荀羊惠芮储儲"
    "松乌烏茹綦亓仝代靖皮戎杭邴郗郄缑闻聞谯庹冶佴衡苍蒼麹笃腾鹿仉督漆怀懷"
    "蒲狄桓於鄂殳籍酆蓟薊郤扈郏郟厍钭鈄朴阴陰宓闾閭檀操禤侴麴禚眭呙咼羿仵芶郇斛郅蹇湫畲隽雋矫矯冮郯俸尕亢佀淦冮"
)
# Surnames that are words more often: believed behind a role word alone.
_RARE_SURNAMES = frozenset(
    "云雲平昌凤鳳班印束幸宿索贡貢劳勞须須汲巴咸展皇藏"
    "经經师師才火战干富宣步支化公通国國红紅年爱山有别满滿终力力"
)
_COMPOUND = (
    "欧阳歐陽太史端木上官司马司馬东方東方独孤獨孤南宫南宮万俟闻人夏侯诸葛諸葛尉迟尉遲公羊赫连赫連澹台皇甫宗政濮阳公冶太叔申屠"
    "公孙公孫慕容仲孙钟离鍾離长孙長孫宇文司徒鲜于司空闾丘子车亓官司寇巫马公西百里西门西門东郭東郭左丘淳于贺兰賀蘭纳兰納蘭完颜完顏耶律颛孙壤驷公良漆雕乐正宰父谷梁拓跋轩辕令狐呼延范姜張簡"
)
_COMPOUNDS = frozenset(_COMPOUND[i : i + 2] for i in range(0, len(_COMPOUND), 2))

# What Tibetan and Mongol names without a surname begin with.
_GIVEN = (
    "扎西格桑次仁旦增丹增尼玛达瓦洛桑白玛央金平措才让索朗德吉边巴巴桑米玛卓玛拉巴普布罗布旺堆"
    "乌兰巴图呼和那日斯琴萨仁敖登娜仁格日吉日图雅其木阿拉乌云特木"
)
_GIVENS = frozenset(_GIVEN[i : i + 2] for i in range(0, len(_GIVEN), 2))

# What writes the sounds of Uyghur, Kazakh, Mongol, Tibetan and Yi names, which have no
# surname and up to seven characters: first those that hardly write anything else.
_SYLLABLES = frozenset(
    "尔爾吐逊遜迪丽麗努依吾肯卜穆罕孜坎帕娜娅婭莎姆扎措嘎旦卓仁玛瑪尼次桑央旺珠贡堆杰傑朗顿頓吉巴塔哈萨薩其格勒琴娃敖登雅琪"
    "托拉德克卡凯凱赛賽祖汗合甫玉素买買提曼古艾阿乌烏毕畢呷嫫惹狄外热熱班库庫孟那沙布斯罗羅索洛瓦策措丹尕坦锡錫奥奧麦麥姑额額杜曲觉覺木特伊"
)
_SYLLABLES_TOO = frozenset(
    "日和江白金高花云雲力美知智藏正来來西平才让讓加强強太东東万萬多关關华華南米里山海明生马馬牙地代青通满滿都音宝寶都苏蘇图圖兰蘭"
    "牛史边邊达達比亚亞如则則夏衣叶葉尤买别別居再胡朝鲁魯恩陶乐樂牧干夫根旭温溫钦欽道仓倉腾騰赫霍洪增晋晉珍村群培嘉益土坚堅"
    "赞贊宗色欧歐久松昂毛当當周智完么项項秀化俄确確伍铁鐵子约約伙莫越毅乃铁拜排茹仙鲜鮮汉漢翰荪敏皮开開呼顺順林却卻更"
)
# Places and outlets that are written so.
_FOREIGN = re.compile(
    r"[乌烏][鲁魯]木[齐齊]|[乌烏][兰蘭](?:[察浩巴]|木通)|[克]拉[玛瑪]依|阿(?:勒泰|克[苏蘇]|拉(?:善|木[图圖]|伯|尔)|[图圖]什|里|[坝壩]|[尔爾]山|[斯]塔纳)|[巴](?:音郭|彦淖|黎|基|西|林|格达|[尔爾]干|[勒]斯坦)"
    r"|[鄂額额][尔爾]多|[锡錫]林(?:郭|浩)|呼和浩|呼[伦倫]|哈(?:密|[尔爾][滨濱]|[萨薩]克)|伊(?:犁|[宁寧]|拉克|朗|斯坦)|吐[鲁魯]番|塔(?:[里裡]木|城|吉克|什|克拉)|库(?:[车車]|[尔爾]勒)"
    r"|拉[萨薩]|日喀|那曲|林芝|昌都|山南|阿[富]汗|[马馬](?:来西|[尔爾]代|德里|其[顿頓])|[哥]?[罗羅][马馬](?:尼亚)?$|[乌烏](?:克[兰蘭]|[兹茲])|[土]耳其|[苏蘇]丹|[叙敘]利|[沙]特|尼(?:泊|日利|加拉)"
    r"|[古]巴$|[欧歐][洲]|[亚亞]洲|[东東]南|西[南北部]|[华華][东東南]|[奥奧][地]利|[卡]塔[尔爾]|莫斯|[斯]坦$|[库庫]布|[玛瑪]多|[和]田|[克]孜[勒]|布拉格|[马馬]尼拉|[达達]拉斯|[卡]萨布|[奥奧]斯卡|拉力[赛賽]|吉(?:尼斯|[尔爾]吉)|特斯拉|[凯凱]迪|班加|曼德勒|格(?:[尔爾]木|[鲁魯])|土[库庫]|[萨薩][尔爾]瓦|克[罗羅]|阿[尔爾]巴|布里斯|西尼"
)
_LONGEST_TRANSCRIBED = 7

# Words that begin as a surname does, and stand where names do: places, columns.
_WORDS = re.compile(
    r"^(?:安[徽庆慶阳陽康顺順全装裝卓]|江[苏蘇西门門湖南北阴陰]|高[原山地]|康熙|金秋|石榴|白[云雲]$|黄[山石冈岡金页頁]|黃[山石岡金頁]|金[华華融属屬曲牌马馬]|温[州馨]|溫[州馨]|常[州德识識用见見熟务務]|"
    r"马[上来拉]|馬[上來拉經经]|石[家油]|唐山|邢[台臺]|[宁寧][夏波德静靜]|[毕畢][节節]|柳州|梅州|[苏蘇]州|徐州|[连連][云雲线線载載接]|[郑鄭]州|"
    r"[许許]昌|商[丘业業机機务務报報城品]|周[口边邊刊末报報一二三四五六日]|林芝|武[汉漢威警]|[荆荊]|岳[阳陽]|[张張](?:家[界口港]|掖)|池州|景[德区區观觀]|"
    r"吉[林安祥]|[乌烏][海鲁鲁]|白[城山银銀酒领領]|[台臺][州北湾灣南中风風海]|[顺順]德|[乐樂][山活器]|[兰蘭]州|[阳陽][江泉光]|曲[靖艺藝]|[来來](?:源|自|稿|宾|賓|信|[论論])|"
    r"[时時](?:[事政评評尚代间間光装裝刻报報讯訊点點]|事)|高(?:清|考|教|端|[层層]|校|[铁鐵]|雄|速)|[车車][市型展险險]|文(?:化|[娱娛]|旅|[体體]|[学學]|[艺藝]|摘|章|字|明|件|教|昌|[汇匯]|[图圖])|"
    r"[应應][急用]|史[诗詩]|水[利产產务務]|[农農][业業村林经經民产產]|[华華](?:人|[侨僑]|[东東]|北|南|中|[语語]|夏)|明[星天日报報年]|[党黨][建政史委校员員]|都市|法治|"
    r"解[读讀放密答析]|[关關](?:注|于|[键鍵]|[联聯])|焦[点點]|游[戏戲记記客泳]|[单單]位|全[部国國球文媒总總]|申[请請]|和[谐諧平]|方[法案式]|[项項]目|通[知告讯訊]|"
    r"管理|[严嚴][选選重]|易[车車]|雷[达達人]|童[书書话話]|言[论論]|[边邊][疆检檢]|强[势勢国國]|[卫衛](?:生|[视視]|健|星)|古(?:玩|[装裝])|[谈談][资資话話]|[计計][划劃算]|"
    r"[简簡][讯訊介报報体體]|[龙龍][头頭虎]|[万萬]元|万[象科[达達]宁]|牛[股市]|[钱錢][币幣包]|祝福|向上|成(?:果|[长長]|[绩績]|都|人)|章[程节節]|查[看询詢]|沙[龙龍]|保[险險健护護存]|"
    r"原(?:文|[创創]|[标標]|版|作)|官[方[网網]]|平安|花[絮卉]|区[域块县]|路[况線线透]|宗[教旨]|房[产產地市价價]|封面|广|冷知|[戏戲]曲|司[法机機]|[东東]方|南[方方]|海外|[综綜]|"
    r"甘[肃肅]|康[养養]|盛[世会]|[贺賀]州|古[田今]|包[头頭]|衡[阳陽水]|[鲁魯]|[贝貝]|元[旦宵]|麻[辣将]|容易|代[表理]|尚未|况且|权威|寿险|丰[台都]|米粉|[严嚴]|莫斯|伊[朗拉]|[叶葉]门)"
)

# Where an outlet's own name stands before its people's: 江口日报记者, 本报首席记者.
_ROLES = re.compile(
    r"^(?:本[报報网網台刊社]|[见見][习習]|[实實][习習]生?|特[约約派]|首席|高[级級]|[驻駐]\S{0,4}|全[媒]体|全媒體|融媒[体體]?|[资資]深|"
    r"[记記]者|通[讯訊][员員]|特派[员員]|作者|[编編][辑輯译譯]|撰[文稿写寫]|采[写寫访訪]|採[訪寫]|[执執][笔筆]|文字(?=$|\s)|文(?=$|[:：/／])|[评評][论論][员員]|[综綜]合|"
    r"撰稿人|(?:[图圖]|[摄攝]影?)(?=$|[:：/／])|[摄攝]影[记記]者|[报報][导導道]|[：:/／|｜丨\s□■●◎◆▲△○◇★☆※▪•])+"
)
# What may stand glued behind a name.
_BEHIND = re.compile(
    r"(?:[综綜]合|即[时時]|[专專][题題]|[现現][场場]|[摄攝]影|[独獨]家|特[约約])?(?:[报報][导導道]|[报報]道)$|[发發]自.*$|(?:[、，/／]?(?:文|[图圖]|[摄攝]影?)){2,}$|(?:老[师師]|[教][授]|同[学學]|先生|女士|博士)$"
)
# 张三（实习）; 江口日报记者 before a name.
_ASIDE = re.compile(
    r"[（(【\[](?:[实實][习習]|[见見][习習]|[^（()）]{0,6}[报報台社网網])[^（()）]{0,4}[）)】\]]"
)
_AFFILIATION = re.compile(r"^[\u3400-\u9fff]{2,12}?(?:[报報社台网網刊])(?=[记記]者)")
_SEPARATOR = re.compile(
    r"[\s、，,;；/／&＆|｜丨+＋]+|(?<=[\u4e00-\u9fff]{2})[和与與及](?=[\u4e00-\u9fff]{2})"
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN_SEPARATOR = re.compile(r",|;|&|/|\||\band\b|\s{2,}")

# Jane Doe in Hong Kong.
_LATIN_PLACE = re.compile(r"\s+in\b.*")
_DOTS = "·•‧・∙"
_FORMS = re.compile(
    rf"[\u3400-\u9fff]{{2,4}}|[\u3400-\u9fff]{{1,8}}(?:[{_DOTS}][\u3400-\u9fffA-Z]{{1,8}}){{1,3}}|"
    rf"[A-Z][a-z'’-]+[A-Za-z'’-]*(?:[{_DOTS}][A-Z][a-z'’-]+[A-Za-z'’-]*){{1,3}}|"
    r"[A-Z][\w.'’-]*(?: (?:(?:de|van|von|der|del|la|bin|al) )*[A-Z][\w.'’-]*){1,3}|[a-z][a-z_]{2,20}"
)
_PEN_NAME = re.compile(r"[\u3400-\u9fff]{5,8}")

# What those who keep a site log in as.
_LOGIN = re.compile(
    r"(?:super|sys|web|site|the)?_?(?:admin(?:istrator)?|master|root|editor|manager|operator)s?"
    r"|user|guest|test|system|sysop|anonymous|default|null|none|undefined"
)
_NOT_PEOPLE = re.compile(
    r"[报報社网網台刊]$|[报報][导導道]|新[闻聞]|中心|[编編][辑輯]部|[记記]者|[频頻]道|[综綜]合|[评評][论論]|官方|公[众眾]|小[编編]|集[团團]|"
    r"[发發]自|[责責]任|最新|文章|[调調]查|[视視][频頻]|博客|本人|其他|[个個]人|任何|所有|未[经經]|[链鏈]接|公司|[员員]会|[组組]$|[党黨]支部|[办辦]公|管理[员員]|[图圖]片|供[图稿]|[转轉][载載]|本站|原[创創]|未知|佚名|匿名|不[详詳]|[网網][络絡]|互[联聯]|"
    r"[参參][与與]|打印|分享|阅读|[阅閱][读讀]|点击|[点點][击擊]|[来來]源|[时時][间間]|[发發]布|字[号號体體]|微信|微博|[来來]稿|整理|[摄攝]影|工作室|客[户戶]端|"
    r"消息$|[见見][习習]|[实實][习習]|通[讯訊]|[宣][传傳]部|委[员員]|[办辦]$|[学學][院校]|大[学學]|小[学學]|中[学學]$|[医醫]院|[银銀]行|[协協]会|支[队隊]|大[队隊]|部[门門队隊]|机[构構关]|"
    r"[团團][队隊]|[财財][经經]|科技|[国國][际際内內]|[时時]政|[专專][题題栏欄]|[头頭][条條]|[热熱][点點榜搜]|[资資][讯訊]|快[讯訊]|[关關][注于於]|[举舉][报報]|政府|收藏|字幕|提供|供[图圖]|[责責][编編]|[审審][核校]|校[对對]|[标標][签籤]|[关關][键鍵]|宣[传傳教]科|[总總财財医醫教]务科|[总總财財医醫教]務科|教育科|[护護]理科|信息科|[规規][划劃]科|\b(?:Press|News|Times|Reuters|Staff|Desk|Editors?|Admin|Agency|Team|Network|Media|Post|Daily|Correspondent|Writer|Reporter|Columnist|Contributor|Officer|Director|Manager|Read|Tips|Books|By|Bio|Profile|Experts?|Analyst|Coordinator|Specialist|Checked|Verified|Reviewed|View|Full|Guidelines|University|College|Follow|Published|Posted|Updated|Modified|Posts?|Articles?)\b"
)
_BEHIND_ORGANISATION = re.compile(
    r"(?:[学學][院校]|大[学學]|中心|研究[院所]|[公][司]|[报報]社|[日晚][报報]|委[员員][会會]|[协協][会會])([\u3400-\u9fff]{2,3})$"
)
_ORGANISATION = re.compile(
    r"(?:政府|[局厅廳部办辦委处處科站社报報网網刊台臺組组队隊]|公司|[学學][院校]|[大中小][学學]|中心|[协協]会|[镇鎮乡鄉村县縣区區市省]|[发發]布)$"
)

# 呼吸科, 教务处: who a writer works for; with a surname before it, 李科 may be a name.
_DEPARTMENT = re.compile(
    r"(?:[处處局厅廳室]|[^长長]部|[内內外儿兒妇婦产產眼骨皮肤膚复復验驗理药藥诊診影像护護][科]|[学學][院校]|[大中小][学學]|[法医醫检檢]院|中心|公司)$"
)
# 江口县植保站, 第三小学: where people work that write for papers.
_STATION = re.compile(r"..[县縣区區市镇鎮乡鄉省村].*[站所馆館团團厂廠场場]$")
_SHORT_DEPARTMENT = re.compile(
    r"[骨眼儿兒内內外妇婦牙]科|[党黨院校][办辦]|[团團]委|科[协協]"
)

# What follows a name of two characters: a place, an outlet, or what was done.
_NOT_A_GIVEN_NAME = re.compile(
    r"北京|上海|天津|重[庆慶]|[广廣][东東州]|[台臺][北中南湾灣]|香港|桃[园園]|高雄|中[国國]|本[报報]|[报報][导導道]|[电電]|[讯訊]|[摄攝]|[实實][习習]|"
    r"[华華]盛|[东東]京|巴黎|[伦倫]敦|深圳|杭州|南京|武[汉漢]|西安|成都|大[学學]|教授|[综綜]合|即[时時]|[专專][题題]|[发發]自|新北|新竹|基隆|苗栗|彰化|嘉[义義]|屏[东東]|花[莲蓮]|[台臺][东東]|宜[兰蘭]|"
    r"[纽紐][约約]|洛杉|首[尔爾]|柏林|曼谷|吉隆|[苏蘇]州|[郑鄭]州|[长長][沙春]|[济濟]南|青[岛島]|大[连連]|沈[阳陽]|[兰蘭]州|昆明|[贵貴][阳陽]|南[宁寧昌]|合肥|福州|厦[门門]|海口|拉[萨薩]|澳[门門]|澎湖|金[门門]|[马馬]祖|[云雲]林|南投|[连連]江|文|[图圖]|日[电電]|表示|介[绍紹]"
)


def names(text: str) -> tuple[str, ...]:
    """Return the people named in ``text``, a list of names with or without roles.

    >>> names("记者 张三 李四 通讯员 欧阳小明")
    ('张三', '李四', '欧阳小明')
    >>> names("新华社 王 五、买买提·艾力")
    ('王五', '买买提·艾力')
    """
    if not _HAN.search(text):
        words = (_LATIN_PLACE.sub("", word) for word in _LATIN_SEPARATOR.split(text))
        return tuple(word for each in words if is_name(word := each.strip()))
    found: list[str] = []
    single = ""
    if "(" in text or "（" in text or "【" in text or "[" in text:
        text = _ASIDE.sub(" ", text)
    for piece in _SEPARATOR.split(text.strip(" ()（）[]【】〔〕")):
        word = _bare(piece)
        if len(word) == 1 and "\u3400" <= word <= "\u9fff":
            if is_sure(single + word):  # 张 三: a name of two, spread for the eye
                found.append(single + word)
            single = "" if single else word
            continue
        single = ""
        if is_name(word):
            found.append(word)
    return tuple(dict.fromkeys(found))


def _bare(piece: str) -> str:
    """A piece of a list of names without what is glued to it."""
    if "者" in piece:
        piece = _AFFILIATION.sub("", piece)
    word = _ROLES.sub("", piece)
    front = _BEHIND.sub("", word)
    if front != word and has_surname(front) and not _WORDS.match(front):
        word = front
    return word.strip("：:()（）[]【】《》。.□■●◎◆▲△")


def is_name(word: str) -> bool:
    """Say whether ``word`` may be one person's name."""
    if _FORMS.fullmatch(word) is None and not is_transcribed(word):
        return False
    return not (_NOT_PEOPLE.search(word) or _LOGIN.fullmatch(word.lower()))


def is_pen_name(text: str) -> bool:
    """Say whether all that stands behind a role word may be one name of any length.

    >>> is_pen_name("长江边的小石头"), is_pen_name("江口日报编辑部")
    (True, False)
    """
    if _PEN_NAME.fullmatch(text) is None or is_outlet(text):
        return False
    return not (_NOT_PEOPLE.search(text) or _ORGANISATION.search(text))


def is_transcribed(word: str) -> bool:
    """Say whether ``word`` writes the sounds of a name that has no surname.

    >>> is_transcribed("乌云毕力格"), is_transcribed("王建文"), is_transcribed("乌鲁木齐")
    (True, False, False)
    """
    if not 3 <= len(word) <= _LONGEST_TRANSCRIBED:  # noqa: PLR2004
        return False
    telling = 0
    for character in word:
        if character in _SYLLABLES:
            telling += 1
        elif character not in _SYLLABLES_TOO:
            return False
    if word[:2] in _GIVENS:
        telling += 2
    elif word[0] == "阿" and len(word) == 4:  # noqa: PLR2004  # 阿牛史日: of the Yi
        telling += 1
    return telling >= max(2, len(word) / 2) and _FOREIGN.search(word) is None


def is_place(word: str) -> bool:
    """Say whether ``word`` is a place that stands behind a name: 张三 台北."""
    return _NOT_A_GIVEN_NAME.fullmatch(word) is not None


def is_employer(word: str) -> bool:
    """Say whether ``word`` is an outlet or a department, as stands before a name.

    >>> is_employer("汽车之家"), is_employer("呼吸科"), is_employer("李科")
    (True, True, False)
    """
    if is_outlet(word) or _SHORT_DEPARTMENT.fullmatch(word):
        return True
    if len(word) <= 2:  # noqa: PLR2004
        return False
    if _DEPARTMENT.search(word) or _STATION.search(word):
        return True
    return not has_surname(word) and _ORGANISATION.search(word) is not None


def has_surname(word: str) -> bool:
    """Say whether ``word`` opens as names do: with a surname, single or compound."""
    return (
        word[:1] in _SURNAMES
        or word[:2] in _COMPOUNDS
        or word[:2] in _GIVENS
        or word[:1] in _RARE_SURNAMES
    )


def is_sure(word: str) -> bool:
    """Say whether ``word`` reads as a name with a role word, but no mark, before it."""
    return is_name(word) and (
        has_surname(word)
        or any(dot in word for dot in _DOTS)
        or not word[0] > "\u2e80"
        or is_transcribed(word)
    )


def stands_alone(word: str) -> bool:
    """Say whether ``word`` is a person's name though nothing says so.

    Four characters are believed with a compound surname, or with two surnames as
    married women write them; places and names of columns are not.

    >>> stands_alone("张小三"), stands_alone("金融市场"), stands_alone("江苏")
    (True, False, False)
    """
    if not _opens_and_ends(word) or not is_name(word):
        return False
    return not is_outlet(word) and not _WORDS.match(word)


def _opens_and_ends(word: str) -> bool:
    """Whether surname and length are those of a name."""
    if any(dot in word for dot in _DOTS):
        parts = re.split(f"[{_DOTS}]", word)
        return all(len(part) > 1 and not is_outlet(part) for part in parts)
    if word[:2] in _COMPOUNDS:
        return len(word) in {3, 4}
    if len(word) == 4:  # noqa: PLR2004
        return word[0] in _SURNAMES and word[1] in _SURNAMES
    return word[:1] in _SURNAMES


def leading_name(text: str) -> str | None:
    """Return the name that ``text`` opens with, with no mark behind it, or ``None``.

    After a surname a given name of two characters is taken, unless what follows the
    first is a place or what was done: 40 of 73 labelled names are of three characters.

    >>> leading_name("邱俊欽桃園19日電")
    '邱俊欽'
    """
    run = re.match(r"[\u3400-\u9fff]+", text)
    if run is None:
        return None
    word = run[0]
    if (behind := _BEHIND_ORGANISATION.search(word)) and is_sure(behind[1]):
        return behind[1]
    if _ORGANISATION.search(word):
        return None
    if is_transcribed(front := _BEHIND.sub("", word)):
        return front
    if word[:2] in _COMPOUNDS:
        length = 3 if _NOT_A_GIVEN_NAME.match(word, 3) else 4
    elif not has_surname(word):
        return None
    elif _NOT_A_GIVEN_NAME.match(word, 2):
        length = 2
    else:
        length = 3
    return word[:length] if len(word) >= 2 else None  # noqa: PLR2004
