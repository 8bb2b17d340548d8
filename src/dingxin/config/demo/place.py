# ruff: noqa: E501 - public words are kept on one line each, as the notice has them
"""The invented county of the demo: bodies, units, people, and the public notice in three languages."""

from dataclasses import dataclass
from typing import Any

BODIES = [  # code, parent, tier, name, English, Uyghur
    ("anling", None, "prefecture", "安岭地委巡察办", "Anling Prefecture Inspection Office", "ئەنلىڭ ۋىلايەتلىك تەكشۈرۈش ئىشخانىسى"),
    ("wanghe", "anling", "county", "望禾县委巡察办", "Wanghe County Inspection Office", "ۋاڭخې ناھىيىلىك تەكشۈرۈش ئىشخانىسى"),
]

UNITS = [  # code, parent, kind, name
    ("wanghe", None, "government", "望禾县"),
    ("maizhan", "wanghe", "township", "麦栈镇"),
    ("maizhan-finance", "maizhan", "department", "麦栈镇财政所"),
    ("maizhan-clinic", "maizhan", "school", "麦栈镇卫生院"),
    ("maizhan-forestry", "maizhan", "department", "麦栈镇林业站"),
    ("yuqian", "maizhan", "village", "榆钱村"),
    ("sandaowan", "maizhan", "village", "三道弯村"),
    ("baiyangqu", "maizhan", "village", "白杨渠村"),
    ("wanghe-housing", "wanghe", "department", "望禾县住建局"),
    ("wanghe-market", "wanghe", "department", "望禾县市场监管局"),
]


@dataclass(frozen=True)
class Person:
    """One of the demo's staff. ``part``: what they are, in three languages' order zh, en; ``page``: where they start."""

    username: str
    name: str
    role: str
    part: tuple[str, str]
    about: tuple[str, str]
    shown: bool = True


PEOPLE = [
    Person("helan", "何岚", "leader", ("组长", "Team leader"), ("分办、审批、签字", "Assigns, approves, signs")),
    Person("zhouyan", "周砚", "officer", ("承办人", "Case officer"), ("研判、核实、答复", "Assesses, verifies, answers")),
    Person("songqiming", "宋启明", "officer", ("承办人", "Case officer"), ("手上有八户欠款的事", "Has the matter of the eight debts")),
    Person("aziguli", "阿孜古丽", "officer", ("承办人", "Case officer"), ("会汉语和维吾尔语", "Speaks Chinese and Uyghur")),
    Person("dingxiaohe", "丁小禾", "clerk", ("接待员", "Clerk"), ("接访登记；记完就看不到", "Records visits; reads nothing after filing")),
    Person("luheng", "陆衡", "wanghe:custodian", ("保管人", "Custodian"), ("管身份的第二把钥匙", "Holds the second key to names")),
    Person("baixue", "白雪", "wanghe:custodian", ("保管人", "Custodian"), ("管身份的第二把钥匙", "Holds the second key to names"), shown=False),
    Person("qiaoan", "乔安", "wanghe:signer", ("签发人", "Signer"), ("巡察办主任；看不到内容", "Head of the office; cannot open words")),
    Person("shenji", "沈济", "wanghe:signer", ("签发人", "Signer"), ("看不到内容", "Cannot open words"), shown=False),
    Person("admin", "古丽娜", "wanghe:admin", ("系统管理员", "Administrator"), ("管单位、轮次、公告；没有钥匙", "Units, rounds, notices; holds no key")),
    Person("fangze", "方泽", "superior:leader", ("上级受理组", "Body above"), ("收关于巡察组自己的反映", "Hears what is about the team itself")),
    Person("yulin", "于琳", "superior:officer", ("上级受理组", "Body above"), ("", ""), shown=False),
    Person("jinshi", "金石", "anling:signer", ("上级签发人", "Signer above"), ("", ""), shown=False),
    Person("yuanbei", "袁北", "anling:signer", ("上级签发人", "Signer above"), ("", ""), shown=False),
    Person("kangning", "康宁", "anling:custodian", ("上级保管人", "Custodian above"), ("", ""), shown=False),
    Person("menggui", "孟归", "anling:custodian", ("上级保管人", "Custodian above"), ("", ""), shown=False),
]

TEAM_NUMBER, TEAM_NAME = 9, "第九巡察组"
TEAM_TEXTS = {
    "zh-hans": {"name": "望禾县委第九巡察组", "short": "第九巡察组"},
    "en": {"name": "Wanghe County Inspection Team 9", "short": "Inspection Team 9"},
    "ug": {"name": "ۋاڭخې ناھىيىلىك 9-تەكشۈرۈش گۇرۇپپىسى", "short": "9-تەكشۈرۈش گۇرۇپپىسى"},
}

TOPICS = [("subsidies", "惠农补贴发放"), ("wages", "农民工工资"), ("food", "食品安全"), ("collective", "村集体资金")]

NOTICE: dict[str, dict[str, str]] = {
    "zh-hans": {
        "unit": "麦栈镇", "scope": "镇机关、镇属站所和12个村", "languages": "汉语、维吾尔语",
        "languages_how": "别的话请打电话，我们找人翻译。",
        "phone_hours": "每天8:00–22:00，夜里由值班员接。",
        "address": "镇文化站后院东屋",
        "address_how": "周一至周六9:00–13:00、15:30–19:00。从后巷小门进，不经过镇政府。",
        "po_box": "望禾县麦栈镇邮局13-09号信箱", "post_how": "不写寄信人也收。",
        "box_how": "每周二、周五由两个人一起开箱，当场点数。这些地方都看过：没有摄像头对着，也不在干部办公的地方。",
    },
    "en": {
        "unit": "Maizhan Town", "scope": "The town offices, the stations under them and 12 villages",
        "languages": "Chinese, Uyghur", "languages_how": "For any other language, call. We will find an interpreter.",
        "phone_hours": "Every day 8:00–22:00; at night the officer on duty answers.",
        "address": "East room, back yard of the town culture station",
        "address_how": "Monday to Saturday, 9:00–13:00 and 15:30–19:00. Come in by the small gate on the back lane; you "
                       "do not pass the town hall.",
        "po_box": "PO box 13-09, Maizhan Post Office, Wanghe County", "post_how": "You need not write a sender’s name.",
        "box_how": "Every Tuesday and Friday two people open them together and count on the spot. We checked each place: "
                   "no camera faces it, and no official works there.",
    },
    "ug": {
        "unit": "مەيجەن بازىرى", "scope": "بازارلىق ئورگان، ئۇنىڭغا قاراشلىق ئورۇنلار ۋە 12 كەنت",
        "languages": "ئۇيغۇرچە، خەنزۇچە", "languages_how": "باشقا تىلدا سۆزلىسىڭىز، تېلېفون قىلىڭ، تەرجىمان تاپىمىز.",
        "phone_hours": "ھەر كۈنى سائەت 8:00 دىن 22:00 گىچە، كېچىسى نۆۋەتچى ئالىدۇ.",
        "address": "بازارلىق مەدەنىيەت پونكىتى، ئارقا ھويلىدىكى شەرقىي ئۆي",
        "address_how": "دۈشەنبىدىن شەنبىگىچە، سائەت 9:00 دىن 13:00 كىچە، 15:30 دىن 19:00 غىچە. ئارقا كوچىدىكى كىچىك "
                       "ئىشىكتىن كىرىسىز، بازارلىق ھۆكۈمەتنىڭ ئالدىدىن ئۆتمەيسىز.",
        "po_box": "ۋاڭخې ناھىيىسى مەيجەن بازارلىق پوچتىخانا، 13-09 نومۇرلۇق ساندۇق",
        "post_how": "ئەۋەتكۈچىنىڭ ئىسمى يېزىلمىسىمۇ قوبۇل قىلىمىز.",
        "box_how": "ھەر سەيشەنبە ۋە جۈمە كۈنى ئىككى ئادەم بىرلىكتە ئېچىپ، نەق مەيداندا سانايدۇ. بۇ جايلارنى كۆرۈپ "
                   "چىقتۇق: كامېرا قارىتىلمىغان، كادىرلار ئىشلەيدىغان جايمۇ ئەمەس.",
    },
}

BOXES: list[dict[str, Any]] = [
    {"zh-hans": {"place": "镇卫生院", "hours": "候诊厅药房拐角，8:00–21:00"},
     "en": {"place": "Town clinic", "hours": "Waiting hall, by the pharmacy corner, 8:00–21:00"},
     "ug": {"place": "بازارلىق شىپاخانا", "hours": "كېسەل كۈتۈش زالى، دورىخانىنىڭ بۇلۇڭى، 8:00 دىن 21:00 گىچە"}},
    {"zh-hans": {"place": "麦栈集市", "hours": "北门公厕旁，白天黑夜都能到"},
     "en": {"place": "Maizhan market", "hours": "North gate, by the public toilet, day and night"},
     "ug": {"place": "مەيجەن بازارگاھى", "hours": "شىمالىي دەرۋازىدىكى ھاجەتخانىنىڭ يېنى، كېچە-كۈندۈز بارغىلى بولىدۇ"}},
    {"zh-hans": {"place": "汽车站", "hours": "候车室售票窗背面，首班车到末班车"},
     "en": {"place": "Bus station", "hours": "Behind the ticket window, first bus to last bus"},
     "ug": {"place": "ئاپتوبۇس بېكىتى", "hours": "كۈتۈش زالىدىكى بېلەت كۆزنىكىنىڭ ئارقىسى، دەسلەپكى ئاپتوبۇستىن ئاخىرقىسىغىچە"}},
    {"zh-hans": {"place": "榆钱村", "hours": "村口水井旁，白天黑夜都能到"},
     "en": {"place": "Yuqian village", "hours": "By the well at the village entrance, day and night"},
     "ug": {"place": "يۈچيەن كەنتى", "hours": "كەنت ئېغىزىدىكى قۇدۇقنىڭ يېنى، كېچە-كۈندۈز بارغىلى بولىدۇ"}},
    {"zh-hans": {"place": "三道弯村", "hours": "小卖部外墙，白天黑夜都能到"},
     "en": {"place": "Sandaowan village", "hours": "Outer wall of the shop, day and night"},
     "ug": {"place": "سەنداۋۋەن كەنتى", "hours": "دۇكاننىڭ سىرتقى تېمى، كېچە-كۈندۈز بارغىلى بولىدۇ"}},
]
PHONE = "0099-555 0109"
