"""The people of the demo: invented, the same at every start, and evidently so (their numbers cannot be dialled)."""

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .home_assistant import Language

SEED = 20261101
BUILDINGS = 3
UNITS = 2
FLOORS = 10
HOMES_PER_FLOOR = 2
# Every sixth of 120 homes has a button: 20.
BUTTON_EVERY = 6
CONTACTS = 3
# In how many homes there are two.
_COUPLES = 0.4

SURNAMES = (
    ("王", "Wang"), ("李", "Li"), ("张", "Zhang"), ("刘", "Liu"), ("陈", "Chen"), ("杨", "Yang"), ("赵", "Zhao"),
    ("黄", "Huang"), ("周", "Zhou"), ("吴", "Wu"), ("徐", "Xu"), ("孙", "Sun"), ("胡", "Hu"), ("朱", "Zhu"),
    ("高", "Gao"), ("林", "Lin"), ("何", "He"), ("郭", "Guo"), ("罗", "Luo"), ("梁", "Liang"),
)  # fmt: skip
GIVEN_NAMES_OLD = (
    ("秀兰", "Xiulan"), ("桂英", "Guiying"), ("建国", "Jianguo"), ("淑珍", "Shuzhen"), ("玉梅", "Yumei"),
    ("国强", "Guoqiang"), ("凤英", "Fengying"), ("德明", "Deming"), ("惠芳", "Huifang"), ("志远", "Zhiyuan"),
    ("春生", "Chunsheng"), ("月娥", "Yue'e"), ("文华", "Wenhua"), ("素琴", "Suqin"), ("永福", "Yongfu"),
)  # fmt: skip
GIVEN_NAMES_YOUNG = (
    ("欣怡", "Xinyi"), ("浩然", "Haoran"), ("子轩", "Zixuan"), ("雨桐", "Yutong"), ("思远", "Siyuan"),
    ("佳琪", "Jiaqi"), ("晓东", "Xiaodong"), ("丽娜", "Lina"), ("伟", "Wei"), ("静", "Jing"), ("磊", "Lei"),
    ("敏", "Min"),
)  # fmt: skip
RELATIONS = (("女儿", "daughter"), ("儿子", "son"), ("邻居", "neighbour"), ("孙女", "granddaughter"))
NOTES = (
    ("听力不佳，请多等一会儿", "hard of hearing: please wait a little longer"),
    ("行动不便，使用轮椅", "uses a wheelchair"),
    ("晚上八点以后休息", "in bed after eight in the evening"),
    ("有一只小狗", "has a small dog"),
)
ACCESS = (
    ("门铃坏了，请敲门", "the bell is broken, please knock"),
    ("邻居有备用钥匙", "the neighbour has a spare key"),
    ("物业有备用钥匙", "property management has a spare key"),
)
KEY_SAFES = (
    ("门左侧，密码在值班室", "left of the door, code with the duty room"),
    ("水表箱内", "in the meter cupboard"),
)
# Why somebody is offered a help alarm, as the sheet has it.
CARE = (
    ("80岁以上、独居", "over 80, lives alone"),
    ("慢性病、独居", "chronic illness, lives alone"),
    ("80岁以上、失智", "over 80, dementia"),
    ("残疾", "disabled"),
    ("80岁以上", "over 80"),
)
LANGUAGES = (("普通话", "Mandarin"), ("上海话", "Shanghainese"), ("粤语", "Cantonese"))
HEADINGS = {
    "en": ["building", "unit", "home", "floor", "grid", "household", "note", "access", "key_safe"],
    "zh-Hans": ["楼栋", "单元", "房号", "楼层", "网格", "户主", "备注", "入户方式", "钥匙盒位置"],
}
RESIDENT_HEADINGS = {
    "en": tuple(f"resident_{{0}}_{part}" for part in ("name", "birth_year", "care", "guardian", "language")),
    "zh-Hans": tuple(f"居民{{0}}{part}" for part in ("姓名", "出生年份", "关爱原因", "监护人", "语言")),
}
RESIDENTS = 2
CONTACT_HEADINGS = {
    "en": ("contact_{0}_name", "contact_{0}_phone", "contact_{0}_relation"),
    "zh-Hans": ("联系人{0}姓名", "联系人{0}电话", "联系人{0}关系"),
}


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to call for a home."""

    name: str
    phone: str
    relation: str


@dataclass(frozen=True, slots=True)
class Resident:
    """Who lives in a home."""

    name: str
    birth_year: int
    care: str = ""
    guardian: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Home:
    """One row of the register."""

    building: str
    unit: str
    number: str
    floor: int
    grid: str
    household: str
    note: str = ""
    access: str = ""
    key_safe: str = ""
    residents: list[Resident] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    has_button: bool = False


def building_name(number: int, language: Language) -> str:
    """Return what people call a building."""
    return f"{number}号楼" if language == "zh-Hans" else f"Building {number}"


def grid_name(building: int, language: Language) -> str:
    """Return the name of the grid that a building belongs to: each building is one."""
    return f"第{building}网格" if language == "zh-Hans" else f"Grid {building}"


def invent_homes(language: Language) -> list[Home]:
    """Return the 120 homes of the demo: three buildings with two units of ten floors of two homes."""
    chance = random.Random(SEED)
    which = 0 if language == "zh-Hans" else 1
    phones = _phone_numbers()
    places = [
        (building, unit, floor, door)
        for building in range(1, BUILDINGS + 1)
        for unit in range(1, UNITS + 1)
        for floor in range(1, FLOORS + 1)
        for door in range(1, HOMES_PER_FLOOR + 1)
    ]
    homes = []
    for index, (building, unit, floor, door) in enumerate(places):
        surname = chance.choice(SURNAMES)
        has_button = index % BUTTON_EVERY == 0
        given = chance.choice(GIVEN_NAMES_OLD if has_button else GIVEN_NAMES_OLD + GIVEN_NAMES_YOUNG)
        contacts = [
            _invent_contact(chance, surname, which, next(phones))
            for _ in range(chance.randint(1, CONTACTS) if has_button else chance.randint(0, 1))
        ]
        note, access = chance.choice(NOTES)[which], chance.choice(ACCESS)[which]
        name = _full_name(surname, given, which)
        residents = [
            _invent_resident(chance, name, which, frail=has_button, guardian=contacts[0].name if contacts else "")
        ]
        if chance.random() < _COUPLES:
            partner = _full_name(chance.choice(SURNAMES), chance.choice(GIVEN_NAMES_OLD), which)
            residents.append(_invent_resident(chance, partner, which, frail=False))
        homes.append(
            Home(
                building=building_name(building, language),
                unit=f"{unit}单元" if which == 0 else f"Unit {unit}",
                number=f"{floor:02d}{(unit - 1) * HOMES_PER_FLOOR + door:02d}",
                floor=floor,
                grid=grid_name(building, language),
                household=name,
                note=note if has_button else "",
                access=access if has_button else "",
                key_safe=chance.choice(KEY_SAFES)[which] if has_button else "",
                residents=residents,
                contacts=contacts,
                has_button=has_button,
            )
        )
    return homes


def write_register(path: Path, homes: list[Home], language: Language) -> None:
    """Write the register as a spreadsheet saves it: UTF-8 with a mark at its start, headings in the language."""
    headings = list(HEADINGS[language])
    for number in range(1, RESIDENTS + 1):
        headings += [heading.format(number) for heading in RESIDENT_HEADINGS[language]]
    for number in range(1, CONTACTS + 1):
        headings += [heading.format(number) for heading in CONTACT_HEADINGS[language]]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings)
        for home in homes:
            row = [home.building, home.unit, home.number, home.floor, home.grid, home.household, home.note, home.access]
            row.append(home.key_safe)
            living = [
                cell
                for one in home.residents
                for cell in (one.name, one.birth_year, one.care, one.guardian, one.language)
            ]
            row += [*living, *[""] * (RESIDENTS * len(RESIDENT_HEADINGS[language]) - len(living))]
            cells = [cell for one in home.contacts for cell in (one.name, one.phone, one.relation)]
            writer.writerow([*row, *cells, *[""] * (len(headings) - len(row) - len(cells))])


def _phone_numbers() -> Iterator[str]:
    """Yield numbers of the length of a Chinese mobile number that no network has: none begins with 100."""
    number = 0
    while True:
        number += 1
        yield f"100 0000 {number:04d}"


def _invent_resident(chance: random.Random, name: str, which: int, *, frail: bool, guardian: str = "") -> Resident:
    if not frail:
        return Resident(name, chance.randint(1949, 2004))
    care = chance.choice(CARE)
    decides = guardian if "dementia" in care[1] else ""
    return Resident(name, chance.randint(1932, 1948), care[which], decides, chance.choice(LANGUAGES)[which])


def _invent_contact(chance: random.Random, surname: tuple[str, str], which: int, phone: str) -> Contact:
    relation = chance.choice(RELATIONS)
    family = chance.choice(SURNAMES) if relation[1] == "neighbour" else surname
    return Contact(_full_name(family, chance.choice(GIVEN_NAMES_YOUNG), which), phone, relation[which])


def _full_name(surname: tuple[str, str], given: tuple[str, str], which: int) -> str:
    return ("" if which == 0 else " ").join((surname[which], given[which]))
