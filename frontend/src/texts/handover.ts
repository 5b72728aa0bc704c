/** The hand-over's texts. */
import type { Pairs } from "./pairs";

export const handover = {
  handover_intro: [
    "What the next shift must know. Alarms go on being handled; nothing here closes anything.",
    "下一班需要知道的事。报警照常处置，交接班不会办结任何报警。",
  ],
  handover_yours: ["Your hand-over", "我的交班"],
  handover_since: ["Your shift since {at}", "本班自 {at} 起"],
  handover_note: ["Notes for the next shift", "给下一班的留言"],
  handover_note_hint: [
    "Keys, agreed visits, people to watch. It is kept as a draft until you give it.",
    "钥匙、约好的上门、需要留意的人。交班前只是草稿。",
  ],
  handover_save: ["Keep as a draft", "存为草稿"],
  handover_saved: ["Kept as a draft at {at}", "草稿已于 {at} 保存"],
  handover_give: ["Hand over …", "交班…"],
  handover_give_title: ["Hand over now?", "现在交班？"],
  handover_give_text: [
    "The next shift sees your notes and the {count} alarms that are yours. Until somebody accepts, they stay yours.",
    "下一班会看到您的留言和由您处置的 {count} 条报警。有人接班之前，仍由您负责。",
  ],
  handover_give_do: ["Hand over", "交班"],
  handover_given: ["Handed over. It waits until somebody accepts it.", "已交班，等待接班人确认。"],
  handover_next: ["Next {role}: {names}, from {at}", "下一班{role}：{names}，{at} 开始"],
  handover_next_nobody: ["Next {role} from {at}: NOBODY on the roster", "下一班{role} {at} 开始：排班中没有人"],

  handover_from: ["{name} handed over at {at}", "{name}于 {at} 交班"],
  handover_from_you: ["You handed over at {at}. Nobody has accepted yet.", "您已于 {at} 交班，尚无人接班。"],
  handover_owns: ["Still has {count} open", "名下还有 {count} 条未办结"],
  handover_no_note: ["No notes.", "没有留言。"],
  handover_accept: ["Accept and take over", "接班并接手报警"],
  handover_accept_only: ["Accept the notes only", "只接收留言"],
  handover_accepted: ["Accepted. {count} alarms are yours now.", "已接班，{count} 条报警由您处置。"],
  handover_recent: ["Accepted in the last 24 hours", "最近 24 小时的交接"],
  handover_accepted_by: ["{author} → {name}, {at}", "{author} → {name}，{at}"],

  handover_open: ["Open alarms", "未办结报警"],
  handover_open_none: ["No open alarm.", "没有未办结的报警。"],
  handover_faults: ["Faults", "故障"],
  handover_faults_none: ["No fault.", "没有故障。"],
  handover_resolved: ["Closed in this shift: {count}", "本班已办结 {count} 条"],
  handover_more: ["and {count} more", "另有 {count} 条"],
  handover_row: ["{kind} {number}", "{number} 号{kind}"],
  handover_nobody_has: ["nobody has it", "无人处置"],
} as const satisfies Pairs;
