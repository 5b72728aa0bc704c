// What the page says, in both languages. {x} is filled in.

const en = {
  title: "Floors and homes", save: "Save", undo: "Undo", redo: "Redo", closer: "Zoom in", farther: "Zoom out",
  whole: "Show the whole picture", loading: "Fetching the picture…", less: "One less", more: "One more",
  remove: "Remove", fits: "It fits", hint: "Pinch to zoom. Tap a window to check its home.",
  heights: "Heights", across: "Across", fit: "Marks fit",
  building: "The building", floors: "Floors", floor_height: "Height of a floor", ground_height: "Height of the ground floor",
  faces: "Sides in view", faces_say: "One frame for each flat side. A curved or stepped facade is several sides.",
  face: "Side {n}", face_add: "+ Add a side", face_remove: "Remove this side",
  lowest: "Frame begins at floor", highest: "Frame ends with floor", width: "Width, if measured",
  width_say: "Left empty, the width is worked out from the perspective.",
  marks: "Extra marks", marks_say: "Each one makes the floors more exact, and proves them. Drag it onto the picture.",
  add_floor: "Floor line", add_edge: "Home edge",
  homes: "Homes", columns: "Homes side by side", building_number: "Building", door: "Door numbers look like",
  door_none: "Do not name homes", column: "From left", column_name: "Home", column_unit: "Entrance",
  corner_0: "Corner, lower left", corner_1: "Corner, lower right", corner_2: "Corner, upper right", corner_3: "Corner, upper left",
  mark_floor: "Lower edge of floor {n}", mark_roof: "Upper edge of floor {n}", mark_edge: "Right edge of home {n}",
  of_face: "{what}, side {n}", cell: "Floor {floor}", cell_home: "Floor {floor} · home {home}", cell_name: "Floor {floor} · {name}",
  good: "Good: floors are exact", fair: "Usable, could be better", bad: "This cannot be right yet", unproved: "Not proved yet", none: "Not marked yet",
  why_good: "Tap a few windows to check, then save.", why_none: "Drag the four corners onto the corners of the building.",
  why_unproved: "Only the corners are marked. Add one floor line half-way up: it proves the heights.",
  why_fair: "Zoom in on the corners, or add a floor line near the top.",
  floors_off: "± {n} floor", homes_off: "± {n} home", px_off: "{n} px",
  saved: "Saved. The camera works with these floors from now on.", saved_at: "Saved {when}", never: "Not calibrated yet",
  unsaved: "Changes not saved",
  no_picture: "The camera sends no picture at the moment. This page tries again by itself.",
  damaged: "The saved calibration of this camera cannot be read. Mark it again and save.",
  shifted: "The camera has turned a little ({n} px) and is watched where it looks now.", shift: "Move the marks",
  stale: "Not right any more", why_stale: "The camera does not look where it looked when this was saved.",
  unplaced: "New side", why_unplaced: "Drag its corners onto the corners of the next flat side.",
  moved: "The camera was swung away. Mark the building again.",
  outside_picture: "This mark lies outside the picture: {what}.", too_small: "The frame is too small.",
  corners_crossed: "The corners are crossed: put this one back in its place: {what}.",
  floor_not_here: "A floor line belongs to a floor that this frame does not reach.",
  marks_disagree: "The marks contradict each other. Look at this one first: {what}.",
  edges_not_in_order: "The edges of the homes are not in order from left to right.",
  floors_too_small: "The highest floors are too small in this picture to tell apart. End the frame at a lower floor and let a second camera watch the rest.",
  uncertain: "The marks leave the floors too uncertain. Add a floor line near the top.",
  not_written: "It could not be saved: the disk refuses. Free some space and save again.",
  unreachable: "The companion does not answer. Nothing is lost here; save again in a moment.",
  no_companion: "The companion does not answer. This page tries again by itself.",
  not_allowed: "You are not logged in any more. Open this page again from Home Assistant.",
  bad_value: "One of the values is not possible.", a_mark: "the mark in red",
};

const zh = {
  title: "楼层与住户标定", save: "保存", undo: "撤销", redo: "重做", closer: "放大", farther: "缩小",
  whole: "显示整幅画面", loading: "正在获取画面…", less: "减一", more: "加一",
  remove: "删除", fits: "吻合", hint: "双指缩放；点窗户核对是哪一户。",
  heights: "高度", across: "横向", fit: "标记误差",
  building: "楼栋", floors: "总层数", floor_height: "层高", ground_height: "首层层高",
  faces: "可见墙面", faces_say: "每个平整的墙面用一个框。弧形或退台的外立面分成几个墙面。",
  face: "墙面 {n}", face_add: "+ 添加墙面", face_remove: "删除此墙面",
  lowest: "框的最低楼层", highest: "框的最高楼层", width: "宽度（如已量）",
  width_say: "不填则由透视关系推算。",
  marks: "补充标记", marks_say: "每加一个，楼层就更准，也能验证结果。把它拖到画面中的位置。",
  add_floor: "楼层线", add_edge: "户间分界",
  homes: "住户", columns: "每层并排户数", building_number: "楼号", door: "门牌号格式",
  door_none: "不显示门牌号", column: "从左起", column_name: "户号", column_unit: "单元",
  corner_0: "左下角", corner_1: "右下角", corner_2: "右上角", corner_3: "左上角",
  mark_floor: "{n} 层下沿", mark_roof: "{n} 层上沿", mark_edge: "{n} 户右边界",
  of_face: "墙面 {n} 的{what}", cell: "{floor} 层", cell_home: "{floor} 层 · {home} 室", cell_name: "{floor} 层 · {name}",
  good: "良好：楼层准确", fair: "可用，还可以更准", bad: "标定还不对", unproved: "尚待验证", none: "尚未标记",
  why_good: "点几扇窗户核对，然后保存。", why_none: "把四个角拖到楼体的四个角上。",
  why_unproved: "目前只标了四个角。在半高处加一条楼层线，即可验证高度。",
  why_fair: "放大后细调四个角，或在靠近楼顶处加一条楼层线。",
  floors_off: "± {n} 层", homes_off: "± {n} 户", px_off: "{n} 像素",
  saved: "已保存，摄像机即刻按此楼层工作。", saved_at: "保存于 {when}", never: "尚未标定",
  unsaved: "有改动未保存",
  no_picture: "摄像机暂时没有画面，本页会自动重试。",
  damaged: "这台摄像机已存的标定无法读取，请重新标记并保存。",
  shifted: "摄像机略有转动（{n} 像素），已按现在的位置继续监测。", shift: "移动标记",
  stale: "标定已失准", why_stale: "摄像机已不再对着保存时的位置。",
  unplaced: "新墙面", why_unplaced: "把它的四个角拖到下一个平整墙面的四个角上。",
  moved: "摄像机已转向别处，请重新标记楼体。",
  outside_picture: "{what}在画面之外。", too_small: "框太小。",
  corners_crossed: "四个角交叉了：请把{what}放回原位。",
  floor_not_here: "有一条楼层线所属的楼层不在此框之内。",
  marks_disagree: "标记互相矛盾，请先检查{what}。",
  edges_not_in_order: "户间分界没有按从左到右排列。",
  floors_too_small: "最高几层在画面中太小，无法区分。请把框止于较低楼层，其余由另一台摄像机负责。",
  uncertain: "现有标记不足以确定楼层，请在靠近楼顶处加一条楼层线。",
  not_written: "无法保存：磁盘拒绝写入。请清理空间后再保存。",
  unreachable: "监测程序没有应答。这里的内容不会丢失，请稍后再保存。",
  no_companion: "监测程序没有应答，本页会自动重试。",
  not_allowed: "登录已失效，请从 Home Assistant 重新打开本页。",
  bad_value: "有一个数值不可能。", a_mark: "红色的标记",
};

const asked = new URLSearchParams(location.search).get("lang") || navigator.language || "en";
export const language = asked.toLowerCase().startsWith("zh") ? "zh-Hans" : "en";
const words = language === "en" ? en : zh;

/** Return a text, {x} filled in; a key that there is none of is a mistake and shows as itself. */
export function say(key, filled = {}) {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => filled[name] ?? whole);
}

/** Put the texts into the page: data-t is what an element says, data-l how it is called. */
export function speak(root) {
  document.documentElement.lang = language;
  for (const element of root.querySelectorAll("[data-t]")) element.textContent = say(element.dataset.t);
  for (const element of root.querySelectorAll("[data-l]")) {
    element.setAttribute("aria-label", say(element.dataset.l));
    element.title = say(element.dataset.l);
  }
}
