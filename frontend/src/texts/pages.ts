/** What all pages say, in English and 简体中文: a text and its translation stand side by side, so that neither is forgotten. */
import type { Pairs } from "./pairs";

export const pages = {
  view_handover: ["Hand-over", "交接班"],
  view_roster: ["Roster", "排班"],
  view_register: ["Register", "住户台账"],
  view_watch: ["Devices", "设备"],
  view_plans: ["Response plans", "处置预案"],
  view_staff: ["Staff and channels", "人员与通知"],
  view_journal: ["Journal", "操作日志"],

  save: ["Save", "保存"],
  saved: ["Saved.", "已保存。"],
  close: ["Close", "关闭"],
  edit: ["Edit", "修改"],
  remove: ["Remove", "删除"],
  add: ["Add", "添加"],
  back: ["Back", "返回"],
  yes: ["Yes", "是"],
  no: ["No", "否"],
  none: ["none", "无"],
  unknown: ["not known", "不详"],
  never: ["never", "从未"],
  now: ["now", "现在"],
  today: ["Today", "今天"],
  all: ["All", "全部"],
  search: ["Search", "搜索"],
  loading: ["Loading …", "正在读取……"],
  reload: ["Try again", "重试"],
  optional: ["optional", "可不填"],
  ago: ["{time} ago", "{time}前"],
  actions: ["Actions", "操作"],
  from: ["From", "开始"],
  until: ["Until", "结束"],
  role: ["Role", "角色"],
  note: ["Note", "备注"],
  unnamed_account: ["Account without a name", "未命名账号"],

  page_before: ["Previous", "上一页"],
  page_after: ["Next", "下一页"],
  page_of: ["{from}–{to} of {total}", "第 {from}–{to} 条，共 {total} 条"],

  page_lost: [
    "Connection lost. What you see may be out of date. Reconnecting by itself …",
    "连接已断开，所示内容可能已过时。正在自动重连……",
  ],
  page_starting: ["The system is starting. This page opens by itself.", "系统正在启动，稍后本页会自动打开。"],
  page_stopped: ["The community's system is not running. Call the technician.", "智慧社区没有运行，请联系技术员。"],
  page_refused: [
    "Your account has no role in this community. Ask the technician for one.",
    "您的账号在本小区没有角色，请联系技术员分配。",
  ],
  page_not_yours: [
    "This page is not for your role. Ask the technician if you need it.",
    "您的角色不能使用本页。如有需要，请联系技术员。",
  ],
  page_back: ["Connected again.", "连接已恢复。"],

  check_fields: ["Please check the marked fields.", "请检查标出的内容。"],
  field_needed: ["Please fill this in.", "请填写。"],

  page_error_no_answer: [
    "No answer came. Reload the page, look whether it was done, then try again.",
    "没有收到答复。请刷新本页，看清是否已生效，再重试。",
  ],
  page_error_connection_lost: [
    "The connection was lost, and it is not known whether this arrived. Wait until it is back, then look.",
    "连接断开，不能确定是否已生效。请等连接恢复后再看。",
  ],
  page_error_store_failed: [
    "It could not be recorded, so nothing was changed. Tell the technician if this goes on.",
    "无法存档，本次操作没有生效。如持续出现，请联系技术员。",
  ],
  page_error_invalid_format: [
    "Something in it was not accepted. Check what you entered.",
    "有内容没有被接受，请检查所填内容。",
  ],
  page_error_unknown: [
    "It did not work. Try again; if it fails again, call the technician.",
    "操作没有成功，请重试。如仍不成功，请联系技术员。",
  ],
} as const satisfies Pairs;
