"""Sheets of the register, small and large; everybody in them is made up."""

from collections.abc import Mapping

from custom_components.smart_community.core.register_columns import Column

_HOME: Mapping[Column, str] = {
    Column.BUILDING: "B{building}",
    Column.UNIT: "{unit}",
    Column.HOME: "{number}",
    Column.FLOOR: "{floor}",
    Column.GRID: "网格{grid}",
    Column.HOUSEHOLD: "户主{mark}",
    Column.NOTE: "心脏病，对青霉素过敏",
    Column.ACCESS: "门铃坏了，请敲门",
    Column.KEY_SAFE: "门左侧，密码在值班室",
    Column.RESIDENT_1_NAME: "钱秀兰",
    Column.RESIDENT_1_BIRTH_YEAR: "1941",
    Column.RESIDENT_1_CARE: "over_80;lives_alone",
    Column.RESIDENT_1_GUARDIAN: "钱伟",
    Column.RESIDENT_1_LANGUAGE: "上海话",
    Column.RESIDENT_2_NAME: "钱德明",
    Column.RESIDENT_2_BIRTH_YEAR: "1939",
    Column.RESIDENT_2_CARE: "dementia",
    Column.CONTACT_1_NAME: "钱静",
    Column.CONTACT_1_PHONE: "100{number:08d}",
    Column.CONTACT_1_RELATION: "女儿",
    Column.CONTACT_2_NAME: "钱磊",
    Column.CONTACT_2_PHONE: "100{number:08d}",
    Column.CONTACT_2_RELATION: "儿子",
}


def big_sheet(homes: int, mark: str = "") -> str:
    """Return a CSV file with so many homes, all columns, two residents and two contacts each."""
    line = ",".join(_HOME.get(column, "") for column in Column)
    lines = [",".join(column.value for column in Column)]
    lines += [
        line.format(building=n // 200, unit=n % 4, number=n, floor=n % 30, grid=n // 500, mark=mark)
        for n in range(homes)
    ]
    return "\n".join(lines)
