/* Smart Community, built from frontend/ by `npm run build`. Lit: BSD-3-Clause, Google LLC. */
import{$ as kt,A as gt,B as E,C as ce,D as H,E as _t,M as vt,Q as bt,R as T,S as yt,T as Ue,Z as wt,_ as pe,a as lt,aa as z,b as dt,ba as $t,c as ct,ca as xt,d as pt,da as Rt,e as Fe,ea as Pt,f as P,g as l,h as ee,ha as Tt,i as c,j as ae,k as I,ka as ne,l as ie,la as St,m as ut,ma as Dt,na as Ge,o as re,p as K,pa as Ct,q as le,qa as Et,r as ht,ra as Ot,s as m,sa as Nt,t as te,ta as j,u as mt,v as de,w as ft}from"./chunk-VXORRA3E.js";var At={devices_tabs:["Devices or tests","设备或测试"],devices_tab_all:["Devices","设备"],devices_tab_new:["Not assigned ({count})","未绑定（{count}）"],devices_tab_test:["Walk test","巡检测试"],devices_caption:["Devices","设备列表"],devices_empty:["No device matches.","没有符合的设备。"],devices_none:["No device has been assigned yet. See “Not assigned”.","还没有绑定设备，请看“未绑定”。"],devices_search:["Number or door","编号或房号"],devices_kind:["Kind","类型"],devices_show:["Show","显示"],devices_show_all:["All","全部"],devices_show_faulty:["Those that need care","需要处理的"],device_column:["Device","设备"],device_place:["Where","位置"],device_battery:["Battery","电量"],device_seen:["Last heard","最近通信"],device_tested:["Last test","最近测试"],device_state:["State","状态"],device_name:["{kind} {number}","{kind} {number}"],device_fine:["works","正常"],device_offline:["offline","离线"],device_unheard:["never heard","从未通信"],device_battery_low:["battery low","电量低"],device_tamper:["case opened","被拆动"],device_untested:["test overdue","逾期未测"],device_malformed:["unreadable messages: {count}","无法识别的消息 {count} 条"],device_alarm:["ALARM","报警"],device_percent:["{percent} %","{percent}%"],device_somewhere:["a home in {building}","{building}的住户"],device_kind_gateway:["Gateway","网关"],device_kind_help_button:["Help button","求助按钮"],device_kind_elevator:["Elevator","电梯"],device_kind_gate:["Gate","门禁道闸"],device_kind_smoke:["Smoke alarm","烟感"],device_kind_gas:["Gas alarm","燃气报警器"],device_kind_water_meter:["Water meter","水表"],device_kind_motion:["Motion sensor","活动传感器"],device_kind_door:["Door sensor","门磁"],device_kind_siren:["Siren","警号"],device_kind_unknown:["Device","设备"],new_intro:["Press the device: the one that has just spoken stands on top. Then say where it belongs.","请按一下设备：刚刚通信的设备会排在最上面，然后选择它属于哪里。"],new_caption:["Devices without a place","未绑定的设备"],new_empty:["Every device has a place. Switch a new one on, or press it, and it appears here.","所有设备都已绑定。新设备通电或按一下后会出现在这里。"],new_just:["just pressed","刚刚按下"],new_strangers:["{count} messages came from devices beyond the first 2000; assign or remove some.","另有 {count} 条消息来自超出前 2000 台的设备，请先绑定或移除一部分。"],assign:["Assign …","绑定…"],move:["Move …","改绑…"],assign_title:["Where does {device} belong?","{device}属于哪里？"],assign_to:["It belongs to","绑定到"],assign_to_home:["a home","住户"],assign_to_building:["a building (stairs, cellar, roof)","楼栋公共部位"],assign_to_none:["nowhere: take it away","解除绑定"],assign_search:["Number of the home","房号"],assign_choose:["Choose the home","选择房屋"],assign_none_found:["No home has this number.","没有这个房号。"],assign_building:["Building","楼栋"],assign_do:["Assign","绑定"],assign_done:["{device}: assigned.","{device}：已绑定。"],assign_taken:["{device}: belongs nowhere now.","{device}：已解除绑定。"],test_intro:["Walk through the building and press each button. The list fills by itself. Presses of devices under test bring nobody; every other alarm goes out in full.","逐户按下按钮，列表会自动更新。测试中的设备不会通知人员，其他报警照常全部发出。"],test_scope:["What is tested","测试范围"],test_scope_all:["The whole community","整个小区"],test_minutes:["Ends by itself after","自动结束时间"],test_minutes_value:["{count} min","{count} 分钟"],test_start:["Start the walk test","开始巡检测试"],test_mode_start:["Test mode without a list","仅开启测试模式"],test_running:["{done} of {total} tested","已测 {done} / {total}"],test_mode_on:["Test mode, {count} presses so far","测试模式，已测 {count} 台"],test_left:["Ends in {time}","{time}后自动结束"],test_stop:["Stop and see the report","结束并查看结果"],test_stop_mode:["Stop","结束"],test_list_left:["Still to press: {count}","尚未按下：{count}"],test_list_done:["Tested: {count}","已测试：{count}"],test_all_done:["All pressed.","全部已测试。"],test_finished:["Earlier tests","历次测试"],test_report:["{at}: {done} of {total} tested","{at}：已测 {done} / {total}"],test_report_by:["by {name}","{name}"],test_report_missing:["Not tested","未测试"],test_print:["Print the report","打印结果"],test_print_title:["Walk test of {site}","{site}巡检测试"],test_due:["Due this month: {count}","本月应测：{count}"],test_due_none:["Nothing is due.","没有到期应测的设备。"],test_due_overdue:["overdue","已逾期"],test_started:["The test runs.","测试已开始。"],signature:["Date, signature","日期、签名"]};var ue={did_home_viewed:["saw the people of a home","查看了住户信息"],did_home_saved:["changed a home","修改了房屋信息"],did_consent_saved:["recorded a consent","登记了同意书"],did_register_imported:["imported a register","导入了住户台账"],did_register_exported:["exported the register","导出了住户台账"],did_register_confirmed:["confirmed the register","确认了住户台账"],did_grid_saved:["changed a grid","修改了网格"],did_staff_saved:["changed roles or channels of staff","修改了人员角色或通知方式"],did_roster_saved:["changed the roster","修改了排班"],did_roster_overridden:["changed one shift","调整了一个班次"],did_swap_asked:["asked for a swap","申请换班"],did_swap_agreed:["agreed to a swap","同意换班"],did_swap_refused:["refused a swap","拒绝换班"],did_swap_withdrawn:["withdrew a swap","撤回换班申请"],did_plan_saved:["changed a response plan","修改了处置预案"],did_plan_reset:["took a plan as delivered","恢复了默认预案"],did_channel_tested:["tested a channel","测试了通知渠道"],did_device_assigned:["assigned a device","绑定了设备"],did_device_bound:["bound entities to a device","绑定了设备实体"],did_device_tested:["was tested","完成测试"],did_walk_test_started:["began a walk test","开始巡检测试"],did_walk_test_ended:["ended a walk test","结束巡检测试"],did_test_mode_started:["began test mode","开启测试模式"],did_test_mode_ended:["ended test mode","结束测试模式"],did_incident_opened:["opened an alarm","发起报警"],did_incident_again:["pressed again","再次报警"],did_incident_cancelled:["cancelled at the button","在按钮上取消"],did_incident_acknowledged:["acknowledged","接警"],did_incident_taken_over:["took an alarm over","接手报警"],did_incident_en_route:["set out","出发"],did_incident_on_site:["arrived","到场"],did_incident_note:["added a note","添加备注"],did_incident_called_back:["phoned a home","电话回访"],did_incident_cleared:["cause went away","报警条件消失"],did_incident_linked:["linked alarms","关联报警"],did_incident_escalated:["raised an alarm's level","升级报警"],did_incident_asked_again:["asked the owner","询问处置人"],did_incident_nobody_told:["could tell nobody","没有通知到任何人"],did_incident_resolved:["closed an alarm","办结报警"],did_incident_saved:["put an alarm on record","报警已存档"],did_incident_deliveries:["told people","通知人员"],did_incident_dispatched:["had people told","调度人员"],did_incident_words_viewed:["read the notes of a closed alarm","查看了已办结报警的备注"],did_incident_exported:["exported an alarm's record","导出报警记录"],did_answer_refused:["a push's answer was refused","推送应答被拒绝"],did_answered_by_call:["acknowledged by a call","通过电话接警"],did_handover_saved:["kept a hand-over draft","保存交班草稿"],did_handover_viewed:["read a hand-over","查看交班留言"],did_handover_given:["handed over","交班"],did_handover_accepted:["accepted a hand-over","接班"],did_handover_notes_erased:["emptied old hand-over notes","清空了过期的交班留言"],did_journal_viewed:["looked into the journal","查看了日志"],did_journal_searched:["searched the journal","搜索了日志"],did_journal_verified:["verified the journal","校验了日志"],did_journal_break_noted:["took note of a break","确认知悉日志异常"],did_key_rotation_asked:["asked for a new key","申请更换密钥"],did_key_rotation_begun:["began to change the key","开始更换密钥"],did_key_rotated:["changed the key","更换了密钥"],did_vault_unlocked:["unlocked the register","解锁了台账"],did_vault_given_up:["gave the lost key up","放弃了丢失的密钥"],did_announced:["had something announced","播报了通知"],did_backup_begun:["began a backup","开始备份"],did_backup_restored:["a backup was restored","恢复了备份"],did_blueprints_installed:["installed blueprints","安装了蓝图"],did_device_entity_renamed:["an entity was renamed","实体改名"],did_holidays_saved:["changed the holidays","修改了节假日"],did_household_erased:["erased a household","清除了一户的信息"],did_household_exported:["exported a household's data","导出了一户的信息"],did_household_resumed:["resumed a household","恢复了一户的服务"],did_household_paused:["paused a household","暂停了一户的服务"],did_household_left:["a household left the service","办理了一户退出服务"],did_import_undone:["undid an import","撤销了导入"],did_people_searched:["searched for people","搜索了姓名或电话"],did_recovery_phrase_made:["made a recovery phrase","生成了恢复口令"],did_roster_override_removed:["let the rotation count again","恢复了轮班安排"],did_roster_removed:["removed a roster","删除了排班"],did_roster_viewed:["saw the roster","查看了排班"],did_siren_on:["sounded a siren","启动警号"],did_siren_off:["silenced a siren","关闭警号"]};var Ht={handover_intro:["What the next shift must know. Alarms go on being handled; nothing here closes anything.","下一班需要知道的事。报警照常处置，交接班不会办结任何报警。"],handover_yours:["Your hand-over","我的交班"],handover_since:["Your shift since {at}","本班自 {at} 起"],handover_note:["Notes for the next shift","给下一班的留言"],handover_note_hint:["Keys, agreed visits, people to watch. It is kept as a draft until you give it.","钥匙、约好的上门、需要留意的人。交班前只是草稿。"],handover_save:["Keep as a draft","存为草稿"],handover_saved:["Kept as a draft at {at}","草稿已于 {at} 保存"],handover_give:["Hand over …","交班…"],handover_give_title:["Hand over now?","现在交班？"],handover_give_text:["The next shift sees your notes and the {count} alarms that are yours. Until somebody accepts, they stay yours.","下一班会看到您的留言和由您处置的 {count} 条报警。有人接班之前，仍由您负责。"],handover_give_do:["Hand over","交班"],handover_given:["Handed over. It waits until somebody accepts it.","已交班，等待接班人确认。"],handover_next:["Next {role}: {names}, from {at}","下一班{role}：{names}，{at} 开始"],handover_next_nobody:["Next {role} from {at}: NOBODY on the roster","下一班{role} {at} 开始：排班中没有人"],handover_from:["{name} handed over at {at}","{name}于 {at} 交班"],handover_from_you:["You handed over at {at}. Nobody has accepted yet.","您已于 {at} 交班，尚无人接班。"],handover_owns:["Still has {count} open","名下还有 {count} 条未办结"],handover_no_note:["No notes.","没有留言。"],handover_accept:["Accept and take over","接班并接手报警"],handover_accept_only:["Accept the notes only","只接收留言"],handover_accepted:["Accepted. {count} alarms are yours now.","已接班，{count} 条报警由您处置。"],handover_recent:["Accepted in the last 24 hours","最近 24 小时的交接"],handover_accepted_by:["{author} → {name}, {at}","{author} → {name}，{at}"],handover_open:["Open alarms","未办结报警"],handover_open_none:["No open alarm.","没有未办结的报警。"],handover_faults:["Faults","故障"],handover_faults_none:["No fault.","没有故障。"],handover_resolved:["Closed in this shift: {count}","本班已办结 {count} 条"],handover_more:["and {count} more","另有 {count} 条"],handover_row:["{kind} {number}","{number} 号{kind}"],handover_nobody_has:["nobody has it","无人处置"]};var Lt={journal_intro:["Who saw, searched, changed and exported what. Entries are chained by checksums and cannot be changed unnoticed. Looking into the journal is an entry, too.","谁查看、搜索、修改、导出了什么。每条记录以校验值相连，改动必被发现。查看日志本身也会记入日志。"],journal_caption:["Entries, newest first","记录，最新的在前"],journal_empty:["No entry matches.","没有符合的记录。"],journal_actor:["Who","谁"],journal_action:["What","做了什么"],journal_subject:["About","对象"],journal_when:["When","时间"],journal_details:["Details","详情"],journal_number:["No.","序号"],journal_anybody:["Anybody","所有人"],journal_anything:["Anything","所有操作"],journal_find:["Show","查询"],detail_more:["{shown} and {count} more","{shown} 等，另有 {count} 项"],detail_home:["home","房屋"],detail_building:["building","楼栋"],detail_rows:["rows","行数"],detail_created:["new","新增"],detail_updated:["changed","修改"],detail_unchanged:["unchanged","不变"],detail_incident:["alarm","报警"],detail_role:["role","角色"],detail_roles:["roles","角色"],detail_channels:["channels","通知方式"],detail_first:["from","自"],detail_last:["until","至"],detail_from:["from","自"],detail_to:["until","至"],detail_version:["version","版本"],detail_people:["people","人员"],detail_day:["day","日期"],detail_shift:["shift","班次"],detail_devices:["devices","设备"],detail_device:["device","设备"],detail_seconds:["seconds","秒数"],detail_event:["event","事件"],detail_tested:["tested","已测"],detail_left:["left","未测"],detail_checked:["checked","已校验"],detail_breaks:["breaks","不符处"],detail_cut_at:["cut at","缺失处"],detail_homes:["homes","户数"],detail_format:["format","格式"],detail_ok:["worked","成功"],detail_error:["error","错误"],detail_purpose:["purpose","用途"],detail_given:["given","同意"],detail_text_version:["text version","文本版本"],detail_handovers:["hand-overs","交班记录"],detail_action:["action","操作"],detail_actor:["who","谁"],detail_subject:["about","对象"],detail_worker:["worker","网格员"],detail_deputy:["deputy","副手"],detail_found:["found","找到"],detail_sha256:["checksum","校验值"],detail_language:["language","语言"],detail_kept:["kept","保留"],detail_gives:["gives","让出"],detail_takes:["takes","换取"],journal_older:["Older entries","更早的记录"],journal_about:["Entries about this","查看与此有关的记录"],verify:["Verify the whole journal","校验全部日志"],verify_running:["Looking along the whole chain …","正在逐条校验……"],verify_intact:["The journal is whole: {checked} entries, none changed, none missing.","日志完整：共 {checked} 条，没有改动，没有缺失。"],verify_broken:["The journal does NOT hold at entry {at}: it was changed, or one before it is missing. Keep a copy and tell the technician and the data protection officer.","日志在第 {at} 条处不符：该条被改动，或之前有缺失。请保留副本，并通知技术员和个人信息保护负责人。"],verify_breaks:["Places: {places}","位置：{places}"],verify_cut:["Entries from {at} on are missing at the end.","末尾自第 {at} 条起缺失。"],verify_head:["Newest entry {seq}, checksum {hash}","最新一条为第 {seq} 条，校验值 {hash}"],journal_action_other:["{code}","{code}"]};var jt={plans_intro:["Who is told, when, and over what, as long as nobody has acknowledged. An alarm keeps the plan under which it began; a change counts for the next one.","在有人接警之前，什么时候、通过什么方式、通知谁。已发生的报警沿用当时的预案，修改只对以后的报警生效。"],plans_never_stops:["It never stops while nobody has acknowledged.","只要没有人接警，就会一直通知下去。"],plan_for_all:["all severities","全部等级"],plan_for:["{kind}, {severity}","{kind}（{severity}）"],plan_default:["as delivered","默认"],plan_version:["changed, version {version}","已修改，第 {version} 版"],plan_choose:["Kind of alarm","报警类型"],plan_step:["Level {level}","第 {level} 级"],plan_at_once:["at once","立即"],plan_after:["after {time}","{time}后"],plan_repeats:["then again every {time}, until somebody acknowledges","之后每 {time}重复一次，直到有人接警"],plan_asks:["acknowledged, but no news for {time}: the owner is asked","已接警但 {time}没有进展：询问处置人"],plan_own_order:["each over the own channels in order","按各人设定的通知方式依次尝试"],plan_all_channels:["over all channels at once","所有通知方式同时发出"],plan_channels_first:["first over {channels}","优先使用：{channels}"],plan_edit:["Change the plan","修改预案"],plan_reset:["Back to the plan as delivered …","恢复默认预案…"],plan_reset_title:["Back to the plan as delivered?","恢复默认预案？"],plan_reset_text:["Your own version is given up. Alarms that are open keep theirs.","自行修改的版本将不再使用。未办结的报警沿用原预案。"],plan_reset_do:["Take the plan as delivered","恢复默认"],plan_edit_title:["Plan for {kind}","{kind}预案"],plan_saved:["The plan is saved. It counts from the next alarm on.","预案已保存，从下一条报警起生效。"],plan_was_reset:["The plan is as delivered again.","已恢复默认预案。"],plan_severity:["For which severity","适用等级"],gap_nobody_now:["Level {level}: nobody is on duty as {whom} now","第 {level} 级：目前没有在班的{whom}"],gap_not_set:["Level {level}: no {whom} is set up","第 {level} 级：没有设置{whom}"],gap_left:["Level {level}: {whom} is not staff any more","第 {level} 级：{whom}已不在人员名单中"],gap_no_channel:["Level {level}: {whom} has no channel","第 {level} 级：{whom}没有可用的通知方式"],gap_next:["Such a level is passed over at once, and a fault is opened.","遇到这种情况会立即进入下一级，并报告故障。"],step_after:["Seconds after the alarm","报警后多少秒"],step_to:["Who is told","通知谁"],step_persons:["By name","指定人员"],step_channels:["Channels before each person's own","优先使用的通知方式"],step_all:["All channels at once","所有通知方式同时发出"],step_add:["Add a level","增加一级"],step_remove:["Remove level {level}","删除第 {level} 级"],repeat_every:["The last level again every … seconds","最后一级每隔多少秒重复"],ask_again_after:["Ask the owner after … seconds without news","多少秒没有进展后询问处置人"],channel_mobile_app:["Phone app","手机应用"],channel_all:["all channels","全部方式"],channel_notify:["Message {name}","消息 {name}"],channel_script:["Script {name}","脚本 {name}"],channel_media_player:["Speaker {name}","广播 {name}"],channel_siren:["Siren {name}","警号 {name}"],channel_bot:["Group chat {name}","工作群 {name}"],plan_changed_by:["{name}, {at}","{name}，{at}"],plan_own_add:["A plan of its own for one severity …","为某一等级单独设置…"],plan_own_title:["For which severity?","为哪一等级单独设置？"],plan_own_text:["It begins as a copy of the plan for all.","以全部等级的预案为起点。"],plan_no_step:["A plan needs at least one level.","预案至少要有一级。"],plan_too_many_steps:["These are too many levels.","级数过多。"],plan_first_step_late:["The first level must come at once: 0 seconds.","第一级必须立即执行：0 秒。"],plan_delays_not_ascending:["Each level must come later than the one before.","每一级必须晚于前一级。"],plan_step_too_late:["A level may come one hour after the alarm at the latest.","最迟不超过报警后一小时。"],plan_nobody_named:["Choose at least one.","请至少选择一项。"],plan_step_too_long:["These are too many for one level.","这一级选择过多。"],plan_named_twice:["Something is named twice.","有重复项。"],plan_target_unknown:["One of these is not known any more.","其中一项已不存在。"],plan_channel_unknown:["One of these channels is not known.","其中一种通知方式不存在。"],plan_everyone_too_late:["For somebody in danger, everyone on duty must be told within 300 seconds.","有人处于危险时，必须在 300 秒内通知全体值班人员。"],plan_everyone_not_repeated:["For somebody in danger, the last level must tell everyone on duty.","有人处于危险时，最后一级必须通知全体值班人员。"],plan_repeat_every_out_of_bounds:["Between 60 and 3600 seconds; for somebody in danger at most 600.","60 至 3600 秒；有人处于危险时不超过 600 秒。"],plan_ask_again_after_out_of_bounds:["Between 120 seconds and a day; for somebody in danger at most 3600 seconds.","120 秒至一天；有人处于危险时不超过 3600 秒。"]};var Mt={register_journalled:["Opening a home is written into the journal: who looked at whom, and when.","每次打开一户都会记入操作日志：谁、何时、看了哪一户。"],register_tabs:["Parts of the register","台账内容"],register_tab_homes:["Homes","房屋"],register_tab_import:["Import and export","导入导出"],register_tab_grids:["Grids","网格"],homes_caption:["Homes","房屋列表"],homes_search:["Door or unit, such as 302","房号或单元，例如 302"],homes_building:["Building","楼栋"],homes_all_buildings:["All buildings","全部楼栋"],homes_empty:["No home matches. Check the number, or choose another building.","没有符合的房屋。请核对房号，或换一个楼栋。"],homes_none:["The register is empty. Import a sheet, or add a home.","台账还是空的。请导入表格，或添加房屋。"],homes_add:["Add a home","添加房屋"],homes_open:["Open","打开"],column_door:["Home","房屋"],column_floor:["Floor","楼层"],column_devices:["Devices","设备"],column_grid:["Grid","网格"],home_new:["New home","新房屋"],home_edit:["Edit {place}","修改 {place}"],home_back:["Back to the list","返回列表"],home_no_residents:["No resident recorded","没有登记居民"],home_consents:["Consents","同意书"],home_status_heading:["Taking part","服务状态"],home_grid:["Grid","网格"],home_no_grid:["no grid","未划入网格"],status_active:["taking part","服务中"],status_paused:["paused","已暂停"],status_left:["has left","已退出"],status_paused_text:["The household has paused the service.","住户已暂停服务。"],status_left_text:["The household has left the service.","住户已退出服务。"],pause:["Pause","暂停服务"],resume:["Resume","恢复服务"],leave:["Leave …","退出服务…"],erase:["Erase …","清除信息…"],export_home:["Export what is kept","导出这一户的信息"],pause_title:["Pause the service for {place}?","暂停 {place} 的服务？"],pause_text:["What is optional stops until it resumes: sensors for unusual quiet, faces, pictures. A press of its button still opens an alarm, because a call for help is never ignored.","恢复之前，生活异常关怀、人脸和图像停用。按下求助按钮仍会报警，因为求助不会被忽略。"],leave_title:["{place} leaves the service?","{place} 退出服务？"],leave_text:["Its consents end now and its contacts are told no more. Take its devices down: until then a press still brings staff. The data stays until it is erased.","同意书即时失效，不再通知联系人。请收回设备：收回之前按下按钮，工作人员仍会前往。信息保留到被清除为止。"],erase_title:["Erase everything about {place}?","清除 {place} 的全部信息？"],erase_text:["Household, residents, contacts, notes and consents are deleted for good. This cannot be undone. What the law asks to keep is listed in the privacy document.","住户、联系人、备注和同意书将被永久删除，不能撤销。依法需要保留的内容见隐私文件。"],erase_type:["To confirm, type the number of the home: {number}","请输入房号以确认：{number}"],erase_wrong:["This is not the number of the home.","与房号不一致。"],erase_do:["Erase for good","永久清除"],leave_do:["Leave the service","退出服务"],pause_do:["Pause the service","暂停服务"],done_paused:["The service is paused.","服务已暂停。"],done_resumed:["The service goes on.","服务已恢复。"],done_left:["The household has left.","住户已退出服务。"],done_erased:["Erased.","已清除。"],done_saved:["The home is saved.","房屋信息已保存。"],done_consent:["The consent is recorded.","同意书已登记。"],purpose_help_alarm:["Help alarm","求助报警"],purpose_help_alarm_text:["name, contacts and way in are shown to responders during an alarm","报警时向处置人员显示姓名、联系人和入户方式"],purpose_abnormal_life:["Unusual quiet","生活异常关怀"],purpose_abnormal_life_text:["water, door and motion sensors are watched for long silence","用水、门磁和活动传感器长时间没有动静时提醒"],purpose_face:["Face recognition","人脸识别"],purpose_face_text:["as one way in, never the only one","作为进门方式之一，绝不是唯一方式"],purpose_pictures:["Pictures","图像"],purpose_pictures_text:["pictures are attached to an alarm","报警时附带图像"],consent_given:["given","已同意"],consent_withdrawn:["withdrawn","已撤回"],consent_never:["not asked yet","尚未征求"],consent_since:["{at}, text version {version}","{at}，文本版本 {version}"],consent_give:["Record consent …","登记同意…"],consent_withdraw:["Withdraw …","撤回同意…"],consent_title:["Consent: {purpose}","同意书：{purpose}"],consent_title_withdraw:["Withdraw consent: {purpose}","撤回同意：{purpose}"],consent_version:["Version of the text that was read","所读文本的版本"],consent_version_hint:["As printed on the form, such as 2026-11","印在同意书上，例如 2026-11"],consent_note:["How (signed form, guardian, by telephone)","方式（签字、监护人代签、电话）"],consent_save:["Record","登记"],consent_withdraw_do:["Withdraw","撤回"],field_building:["Building","楼栋"],field_building_hint:["A new name makes a new building","填写新名称即新建楼栋"],field_unit:["Unit","单元"],field_number:["Home number","房号"],field_floor:["Floor","楼层"],field_floor_hint:["Below ground: negative","地下用负数"],field_household:["Household","户主"],field_note:["Good to know for a responder","处置时的注意事项"],field_access:["How to get in","怎么进门"],field_key_safe:["Key safe: where it is, who has the code","钥匙盒：位置、密码由谁保管"],field_grid:["Grid","网格"],field_name:["Name","姓名"],field_phone:["Phone","电话"],field_relation:["Relation","关系"],field_birth_year:["Year of birth","出生年份"],field_care:["Reason for care","关爱原因"],field_guardian:["Guardian","监护人"],field_language:["Language spoken","使用的语言"],field_resident_note:["Note","备注"],contact_add:["Add a contact","添加联系人"],contact_remove:["Remove contact {number}","删除联系人 {number}"],contact_legend:["Contact {number}","联系人 {number}"],contacts_hint:["In the order in which they are called","按拨打的先后顺序"],resident_add:["Add a resident","添加居民"],resident_remove:["Remove resident {number}","删除居民 {number}"],resident_legend:["Resident {number}","居民 {number}"],import_intro:["One row a home, CSV or XLSX, headings in English or Chinese. First everything is checked; nothing changes until you say so. Homes that the sheet does not name stay as they are.","每户一行，CSV 或 XLSX，列名中文或英文均可。先检查，确认之前不会改动任何内容。表格中没有的房屋保持不变。"],import_choose:["Choose a file","选择文件"],import_drop:["or drop it here","或将文件拖到这里"],import_template:["Download template","下载模板"],import_export:["Export the register","导出台账"],import_export_text:["The export holds people's data and is in the journal. Keep it safe.","导出的文件含有个人信息，导出会记入日志，请妥善保管。"],import_too_large:["This file is larger than 32 MB and cannot be a register.","文件超过 32 MB，不像是住户台账。"],import_wrong_kind:["Only CSV and XLSX files can be imported.","只能导入 CSV 或 XLSX 文件。"],import_reading:["Checking {file} …","正在检查 {file}……"],import_checked:["{file}: {rows} rows checked","{file}：已检查 {rows} 行"],import_fine:["Nothing is wrong. Nothing has been changed yet.","没有错误。目前尚未改动任何内容。"],import_wrong:["{count} things are wrong, so nothing can be imported. Correct them in the sheet, then choose it again.","有 {count} 处错误，因此不能导入。请在表格中改正后重新选择。"],import_wrong_one:["One thing is wrong, so nothing can be imported. Correct it in the sheet, then choose it again.","有 1 处错误，因此不能导入。请在表格中改正后重新选择。"],import_counts:["{created} new, {updated} changed, {unchanged} as they were","新增 {created} 户，修改 {updated} 户，不变 {unchanged} 户"],import_do_title:["Importing {file}","正在导入 {file}"],import_do:["Import {count} homes","导入 {count} 户"],import_nothing:["Everything is in the register already.","内容与台账一致，无需导入。"],import_again:["Choose another file","换一个文件"],import_keeps_on:["Alarms come through meanwhile. You may leave this page: the import goes on.","导入期间报警照常。可以离开本页，导入会继续。"],import_done:["Imported: {created} new, {updated} changed, {unchanged} as they were.","导入完成：新增 {created} 户，修改 {updated} 户，不变 {unchanged} 户。"],import_undo:["Undo this import …","撤销本次导入…"],import_undo_last:["Undo the last import …","撤销上次导入…"],import_undo_title:["Undo the last import?","撤销上次导入？"],import_undo_text:["The register becomes what it was before the import of {at}: {created} new homes go, {updated} changed ones become what they were.","台账恢复到 {at} 导入之前的样子：去掉新增的 {created} 户，恢复被修改的 {updated} 户。"],import_undo_edited:["{count} homes have been changed by hand since then. Undoing would lose that, so it is not possible any more.","导入之后已有 {count} 户被手工修改，撤销会丢失这些修改，因此不能再撤销。"],import_undo_needed:["{count} homes of this import have devices or alarms by now, so it cannot be undone any more.","本次导入的房屋中已有 {count} 户绑定了设备或有报警，因此不能再撤销。"],import_last:["Last import: {at}, {created} new, {updated} changed","上次导入：{at}，新增 {created} 户，修改 {updated} 户"],import_lost:["The connection was lost while the import ran; it goes on without this page. Its result stands under “Last import”.","导入时连接中断；导入仍在继续，结果见“上次导入”。"],import_phase_uploading:["Sending the file: {percent} %","正在上传文件：{percent}%"],import_phase_reading:["Reading the file …","正在读取文件……"],import_phase_comparing:["Comparing with the register: {percent} %","正在与台账比较：{percent}%"],import_phase_writing:["Writing: {done} of {total}","正在写入：{done} / {total}"],import_fields:["changes: {fields}","修改：{fields}"],import_undo_do:["Undo the import","撤销导入"],import_undone:["The import is undone. The register is as it was before.","已撤销导入，台账恢复原样。"],import_filter:["Show","显示"],import_rows_caption:["What becomes of each row","每一行的结果"],import_rows_empty:["No row of this kind.","没有这一类的行。"],column_line:["Line","行"],column_fate:["Result","结果"],column_reason:["Details","说明"],fate_error:["wrong","有误"],fate_created:["new","新增"],fate_updated:["changed","修改"],fate_unchanged:["as it was","不变"],reason_empty_sheet:["There is no row below the headings.","标题行下面没有数据。"],reason_too_large:["The file is too large for a register. Check it, or split it.","文件过大，不像是住户台账。请核对，或拆分后导入。"],reason_too_many_rows:["The file has too many rows. Split it and import the parts.","行数过多。请拆分后分别导入。"],reason_malformed:["The quotation marks do not match. Write a quotation mark within a value twice.","引号不成对。内容中的引号要写成两个。"],reason_missing_heading:["This column is needed, and no heading of the first row names it.","缺少这一列。请在第一行写明列名。"],reason_unknown_heading:["This heading is not known. Correct it, or delete the column.","无法识别这个列名。请更正，或删除该列。"],reason_duplicate_heading:["Two columns have this heading. Delete one.","有两列使用同一个列名。请删除其中一列。"],reason_extra_value:["There is a value in a column without a heading. Add the heading, or clear it.","没有列名的列中有内容。请补上列名，或清空。"],reason_missing_value:["This must be filled in.","不能为空，请填写。"],reason_too_long:["This is too long: at most 200 characters, a note 2,000.","内容过长：最多 200 字，备注 2000 字。"],reason_unreadable_character:["There is a character that no text has. Type it again, or save the file as UTF-8.","有乱码。请重新输入；如为文件，请另存为 UTF-8 编码。"],reason_not_a_number:["This is not a whole number.","不是整数。"],reason_out_of_range:["This number is out of range.","数字超出范围。"],reason_not_a_phone:["This is not a phone number. Leave out a contact whose number is not known.","不是电话号码。号码不详的联系人请不要填。"],reason_looks_like_date:["The spreadsheet made a date of it. Format the column as text and type it again.","被表格软件变成了日期。请将该列设为文本格式后重新填写。"],reason_duplicate_home:["An earlier line names the same home. Delete one of them.","前面已有同一套房屋。请删除其中一行。"],reason_ambiguous_home:["Several units have a home with this number. Add the column for the unit.","多个单元有相同的房号。请补上“单元”列。"],reason_not_a_year:["This is not a year of birth.","不是出生年份。"],reason_unknown_care:["This is no reason for care. Use: over 80, chronic illness, disabled, dementia, lives alone, child left behind.","无法识别的关爱原因。可用：80 岁以上、慢性病、残疾、失智、独居、留守儿童。"],reason_formula_error:["The formula here has an error. Correct it, or type the value.","此处公式有错误。请改正，或直接填写内容。"],reason_formula_without_value:["The formula here was never calculated. Open the file in a spreadsheet and save it.","此处公式没有计算结果。请用表格软件打开并保存后重试。"],reason_several_sheets:["Another sheet of this workbook has homes as well. Put all onto the first one.","其他工作表中也有房屋。请全部放到第一张工作表。"],reason_not_a_workbook:["This file cannot be read. Save it again as XLSX or CSV.","无法读取该文件。请重新另存为 XLSX 或 CSV。"],reason_old_workbook:["This is an old XLS file, or it has a password. Save it as XLSX without one.","这是旧式 XLS 文件或有密码保护。请另存为没有密码的 XLSX。"],reason_workbook_with_macros:["There are macros in this workbook. Save it as XLSX, which has none.","工作簿中含有宏。请另存为不含宏的 XLSX。"],reason_not_utf8:["This text is not UTF-8. Save the file as CSV UTF-8.","文本不是 UTF-8 编码。请另存为“CSV UTF-8”类型。"],reason_home_exists:["There is already a home with this building, unit and number.","已有相同楼栋、单元和房号的房屋。"],reason_other:["This was not accepted. Please check it.","没有被接受，请核对。"],grids_intro:["Who answers for which homes. At an alarm the grid's worker is told, the deputy if the worker is off duty.","每片网格由谁负责。报警时通知网格员；网格员不在班时通知副手。"],grids_caption:["Grids","网格列表"],grids_empty:["No grid yet: all grid workers on duty are told.","还没有划分网格：报警时通知全部在班网格员。"],grid_add:["Add a grid","添加网格"],grid_new:["New grid","新网格"],grid_edit:["Edit {name}","修改 {name}"],grid_name:["Name","名称"],grid_worker:["Grid worker","网格员"],grid_deputy:["Deputy","副手"],grid_nobody:["nobody yet","尚未指定"],grid_homes:["Homes","户数"],erase_kept:["What stays: that there were alarms and who came, who recorded which consent, and the journal.","保留的内容：曾有报警和到场人员、同意书的登记人，以及操作日志。"],devices_left:["{count} devices are still in this home: take them down.","这一户还有 {count} 台设备，请收回。"],search_people:["Search names and telephone numbers as well","同时搜索姓名和电话"],search_people_hint:["This search is written into the journal.","此类搜索会记入操作日志。"],grid_saved:["The grid is saved.","网格已保存。"]};var Wt={roster_week:["Week of {from} – {to}","{from} 至 {to}"],roster_before:["Week before","上一周"],roster_after:["Week after","下一周"],roster_day_before:["Day before","前一天"],roster_day_after:["Day after","后一天"],roster_this:["This week","本周"],roster_own:["Your shifts. Ask a colleague for a swap; it counts once it is agreed.","您的班次。可向同事申请换班，对方同意后生效。"],roster_caption:["{role}, week of {from}","{role}，{from} 起一周"],roster_now:["On duty now: {names}","当前在班：{names}"],roster_now_nobody:["On duty now: NOBODY","当前在班：无人"],roster_now_all:["No roster: everybody with this role is always on duty.","没有排班：有此角色的人随时视为在班。"],roster_from_calendar:["Read from {calendar}, last at {at}.","读取自 {calendar}，最近一次 {at}。"],roster_shift:["Shift","班次"],roster_gap:["nobody","无人"],roster_gaps:["Nobody on duty as {role}: {when}","{role}无人在班：{when}"],roster_no_shift:["–","–"],roster_empty:["No shift in this week.","本周没有班次。"],roster_own_empty:["You have no shift in this week.","本周没有您的班次。"],roster_holiday:["Holiday: {name}","节假日：{name}"],because_override:["changed","已调整"],because_swap:["swapped","换班"],because_holiday:["holiday plan","节假日班"],because_calendar:["calendar","日历"],because_rotation:["rotation","轮班"],roster_change:["Change: {shift}, {day}, {names}","调整：{day} {shift}，{names}"],override_title:["{shift}, {day}","{day} {shift}"],override_text:["For this date only; the rotation stays.","只改这一天，轮班表不变。"],override_nobody:["Nobody chosen: this will be a gap.","没有选择任何人：这个班次将无人在班。"],override_save:["Change this shift","调整这个班次"],override_back:["As the rotation says","恢复轮班安排"],override_saved:["The shift is changed.","班次已调整。"],override_undone:["The rotation counts again.","已恢复轮班安排。"],override_no_people:["Nobody has this role. Give it under “Staff and channels”.","没有人具有此角色，请先在“人员与通知”中分配。"],swap:["Swap …","换班…"],swap_title:["Give away: {shift}, {day}","让出：{day} {shift}"],swap_other:["To whom","给谁"],swap_takes:["And take in return","换取对方的班次"],swap_takes_none:["Nothing in return","不换取"],swap_ask:["Ask for the swap","申请换班"],swap_asked:["Asked. It counts once {name} agrees.","已申请，{name}同意后生效。"],swaps:["Swaps","换班申请"],swap_line:["{one} gives {other}: {gives}","{one}让给{other}：{gives}"],swap_line_return:["{one} gives {other}: {gives}, and takes {takes}","{one}让给{other}：{gives}，换取 {takes}"],swap_slot:["{shift}, {day}","{day} {shift}"],swap_agree:["Agree","同意"],swap_refuse:["Refuse","拒绝"],swap_withdraw:["Withdraw","撤回"],swap_state_asked:["waiting","待同意"],swap_state_agreed:["agreed","已同意"],swap_state_refused:["refused","已拒绝"],swap_state_withdrawn:["withdrawn","已撤回"],swap_state_lapsed:["lapsed","已过期"],swap_decided:["Done.","已处理。"],trouble_gap:["{role}: nobody on duty from {start} to {end}","{role}：{start} 至 {end} 无人在班"],trouble_gap_more:["and {count} more gaps within a day","一天内另有 {count} 处空缺"],trouble_calendar:["{role}: the calendar cannot be read. Everybody with the role counts as on duty.","{role}：日历无法读取，有此角色的人均视为在班。"],trouble_names:["{role}: the calendar names somebody unknown: {names}","{role}：日历中有无法识别的人：{names}"],trouble_left:["{role}: on the roster, but without the role: {names}","{role}：在排班中但已没有此角色：{names}"],holidays:["Holidays …","节假日…"],holidays_title:["Holidays","节假日"],holidays_text:["A holiday is worked by the holiday plan; a working weekend like the weekday chosen.","节假日按节假日班表；调休上班日按所选的星期几。"],holidays_empty:["None yet.","还没有节假日。"],holiday_day:["Day","日期"],holiday_name:["Name","名称"],holiday_like:["Worked","班次安排"],holiday_like_none:["as a holiday","按节假日"],holiday_like_day:["like a {day}","按{day}"],holiday_add:["Add the day","添加"],holiday_removed:["The day is like any other again.","已恢复为普通日。"],holiday_saved:["The holiday is saved.","节假日已保存。"],holiday_calendar:["Take them from a calendar","从日历读取"],holiday_take:["Take this year's","读取一年"],holiday_taken:["{count} days taken.","已读取 {count} 天。"],rotation_edit:["Rotation …","轮班表…"],rotation_title:["Rotation: {role}","轮班表：{role}"],rotation_source:["Where the roster comes from","排班来源"],rotation_source_none:["No roster: everybody with the role is always on duty","不排班：有此角色的人随时在班"],rotation_source_weeks:["Kept here, in weeks that turn","在此维护，按周轮换"],rotation_source_calendar:["A calendar","读取日历"],rotation_calendar:["Calendar","日历"],rotation_calendar_hint:["Names in its entries are matched with the accounts.","日历条目中的姓名会与账号对应。"],rotation_cover:["Must somebody be on duty?","是否必须有人在班"],cover_always:["always: a time without anybody is a gap","始终：任何时间无人都算空缺"],cover_shifts:["only during its shifts (closed at night)","仅班次时间内（其余时间不上班）"],rotation_shifts:["Shifts","班次"],rotation_shift_name:["Name","名称"],rotation_start:["From","开始"],rotation_end:["To","结束"],rotation_shift_add:["Add a shift","添加班次"],rotation_week:["Week {number}","第 {number} 周"],rotation_week_add:["Add a week","增加一周"],rotation_week_remove:["Remove week {number}","删除第 {number} 周"],rotation_first:["Week 1 is the week of","第 1 周是哪一周"],rotation_holiday:["Holiday plan","节假日班表"],rotation_holiday_own:["Holidays have a plan of their own","节假日单独排班"],rotation_choose:["Who has {shift} on {day}","{day} {shift} 由谁值班"],rotation_all_week:["The same all week","整周相同"],rotation_saved:["The roster is saved. It counts at once.","排班已保存，立即生效。"],rotation_no_shift:["Add a shift first.","请先添加班次。"],rotation_shift_wrong:["Each shift needs a name, a beginning and an end.","每个班次都要有名称、开始和结束时间。"],people_done:["Done","完成"]};var It={staff_tabs:["Staff or channels","人员或通知渠道"],staff_tab_staff:["Staff","人员"],staff_tab_channels:["Channels","通知渠道"],staff_intro:["Who has which role, and over what each is told, in this order. A technician is whoever administers the system.","每个账号的角色，以及按先后顺序使用的通知方式。技术员就是系统管理员。"],staff_make:["A new account is made under Settings > People, with “allow login”. It then appears here.","新账号请在“设置 > 人员”中添加，并打开“允许登录”，之后会出现在这里。"],staff_read_only:["Only a technician changes roles and channels.","只有技术员可以修改角色和通知方式。"],staff_caption:["Accounts","账号"],staff_empty:["No account has a role yet.","还没有账号分配了角色。"],staff_account:["Account","账号"],staff_roles:["Roles","角色"],staff_no_role:["no role","没有角色"],staff_channels:["Told over, in this order","通知方式（按先后）"],staff_default:["phone app","手机应用"],staff_edit:["Roles of {name}","{name}的角色与通知方式"],staff_is_technician:["Administers the system, and so is a technician.","系统管理员，即技术员。"],staff_gone:["This account is gone. Take its roles away.","该账号已不存在，请取消其角色。"],staff_inactive:["switched off","已停用"],staff_saved:["Saved. It counts at once.","已保存，立即生效。"],staff_channel_first:["The next one is tried when one fails or nobody confirms in time.","前一种失败或未及时确认时，自动改用下一种。"],staff_channel_add:["Add a channel","添加通知方式"],staff_channel_choose:["Choose …","请选择……"],staff_channel_up:["{name} earlier","{name}提前"],staff_channel_down:["{name} later","{name}推后"],staff_channel_remove:["Remove {name}","删除{name}"],staff_channel_none:["Nothing chosen: the phone app.","未选择：使用手机应用。"],channels_intro:["Everything over which somebody may be told of an alarm, and whether it works.","通知人员所用的全部渠道，以及各渠道是否正常。"],channels_options:["Channels of contacts, sirens and groups are chosen in the integration's options.","联系人、警号和工作群所用的渠道在集成选项中设置。"],channels_caption:["Channels","通知渠道"],channels_empty:["No channel is in use yet.","还没有使用中的通知渠道。"],channels_number:["No.","编号"],channels_name:["Channel","渠道"],channels_for:["Tells","通知对象"],channels_state:["State","状态"],channels_last:["Last success","上次成功"],channels_staff:["{count} accounts","{count} 个账号"],channels_contacts:["contacts","紧急联系人"],channels_sirens:["sirens","警号广播"],channels_groups:["group chat","工作群"],health_ok:["works","正常"],health_failing:["FAILS","故障"],health_unknown:["not used yet","尚未使用"],channel_test:["Test …","测试…"],channel_test_title:["Test {name}?","测试{name}？"],channel_test_text:["It says that it is a test. A phone channel reaches your own phone; a group, a siren or a speaker is heard by everybody there.","消息会注明是测试。手机应用发到您自己的手机；工作群、警号和广播会让在场的人都听到。"],channel_test_number:["Number for the test","测试用的号码"],channel_test_number_hint:["Your own, for a script that calls or writes","请填您自己的号码，用于电话或短信脚本"],channel_test_do:["Send the test","发送测试"],channel_test_ok:["Handed over. Look whether it arrived.","已发出，请看是否收到。"],channel_test_failed:["It failed: {reason}","测试失败：{reason}"],channel_failures:["{count} failures in a row","连续失败 {count} 次"]};var vs={...At,...ue,...Ht,...Lt,...jt,...Mt,...Wt,...It};ct(vs,{en:lt,"zh-Hans":dt});var M=class s{constructor(t,e){this.offset=t;this.limit=e}get before(){return this.offset>0}after(t){return this.offset+this.limit<t}range(t){return{from:Math.min(t,this.offset+1),to:Math.min(t,this.offset+this.limit)}}at(t){return new s(Math.max(0,t),this.limit)}};var Ft=["help_alarm","abnormal_life","face","pictures"],X=(s,t)=>m(s,"register/homes",t);async function Ut(s,t){let{home:e}=await m(s,"register/home",{home:t});return e}async function Gt(s){return(await m(s,"grids/list")).grids}var ze=["error","created","updated","unchanged"];var w=class{constructor(t,e){this.read=t;this.changed=e;this.loading=!1;this.generation=0}async load(){let t=++this.generation;this.loading=!0,this.changed();try{let e=await this.read();if(t!==this.generation)return;this.value=e,this.problem=void 0}catch(e){if(t!==this.generation)return;this.problem=e}this.loading=!1,this.changed()}set(t){this.generation+=1,this.loading=!1,this.problem=void 0,this.value=t,this.changed()}},$=class{constructor(t){this.changed=t}async run(t,e){if(this.busy!==void 0)return!1;this.busy=t,this.forget();try{return await e(),!0}catch(n){return this.problem=n,this.failed=t,!1}finally{this.busy=void 0,this.changed()}}forget(){this.problem=void 0,this.failed=void 0,this.changed()}problemOf(t){return this.failed===t?this.problem:void 0}};var bs=500,he=class{constructor(t,e){this.connection=t;this.changed=e;this.homes=new Map;this.buildings=[];this.generation=0}find(t){return t===null?void 0:this.homes.get(t)}building(t){return this.buildings.find(e=>e.id===t)?.name}async load(){let t=++this.generation,e=0;try{for(;;){let n=await X(this.connection,{offset:e,limit:bs});if(t!==this.generation)return;for(let o of n.homes)this.homes.set(o.id,o);if(this.buildings=n.buildings,this.changed(),e+=n.homes.length,!n.homes.length||e>=n.total)return}}catch{return}}};var ys=20,ws=31*86400,ks=["help_button","smoke","gas"],$s=30;function me(s,t,e){let n=[],o=(r,d,u={})=>{n.push({text:e.t(r,u),tone:d})};s.alarm&&o("device_alarm","bad"),s.online===!1?o("device_offline","bad"):s.last_seen===null&&o("device_unheard","mind"),s.tamper&&o("device_tamper","bad"),s.battery!==null&&s.battery<=ys&&o("device_battery_low","mind");let a=s.last_test??s.assigned_at;return ks.includes(s.kind??"")&&a&&te(a,t)>ws&&o("device_untested","mind"),s.malformed&&o("device_malformed","mind",{count:s.malformed}),n}function Be(s,t){return t.found(`device_kind_${s}`,"device_kind_unknown")}function O({kind:s,number:t,id:e},n){return n.t("device_name",{kind:Be(s,n),number:t??e})}function F({home:s,building:t},e,n){let o=e.find(s);if(o)return T(o,n);let a=e.building(t)??"";return s&&a?n.t("device_somewhere",{building:a}):T({building_name:a,unit:"",number:""},n)}function qe(s,t){return s.last_event_at!==null&&te(s.last_event_at,t)<=$s}function zt(s){let t=e=>Date.parse(e.last_event_at??e.last_seen??"")||0;return[...s].sort((e,n)=>t(n)-t(e)||e.id.localeCompare(n.id))}function Bt(s){return[...s].sort((t,e)=>(t.kind??"").localeCompare(e.kind??"")||String(t.number??t.id).localeCompare(String(e.number??e.id),"en",{numeric:!0}))}var xs=50,fe=class{constructor(t,e){this.connection=t;this.changed=e;this.search="";this.kind="";this.faulty=!1;this.paging=new M(0,xs);this.generation=0;this.work=new $(e),this.devices=new w(()=>m(t,"devices/list"),e),this.due=new w(async()=>(await m(t,"devices/tests_due")).devices,e),this.doors=new he(t,e),this.homes=new w(()=>X(t,{search:this.assigning?.search.trim()??"",offset:0,limit:30}),e)}load(){this.devices.load(),this.due.load(),this.doors.load(),this.follow()}stop(){this.generation+=1;let t=this.unsubscribe;this.unsubscribe=void 0,t&&this.connection.connected&&t().catch(()=>{})}get assigned(){return Bt((this.devices.value?.devices??[]).filter(qt))}get unassigned(){return(this.devices.value?.devices??[]).filter(t=>!qt(t))}matching(t,e){let n=this.search.trim().toLowerCase();return this.assigned.filter(o=>(!this.kind||o.kind===this.kind)&&(!this.faulty||me(o,t,e).length>0)&&(!n||`${O(o,e)} ${o.id} ${F(o,this.doors,e)}`.toLowerCase().includes(n)))}filter(t){Object.assign(this,t),this.go(0)}go(t){this.paging=this.paging.at(t),this.changed()}assign(t){this.assigning=t&&{device:t,to:t.building&&!t.home?"building":"home",search:"",home:"",building:t.building??""},this.work.forget(),this.homes.set(void 0)}update(t){this.assigning&&(this.assigning={...this.assigning,...t},t.search!==void 0&&(this.assigning.home="",t.search.trim()?this.homes.load():this.homes.set(void 0)),this.changed())}get canAssign(){let{assigning:t}=this;return t?t.to==="none"||!!(t.to==="home"?t.home:t.building):!1}async saveAssignment(){let{assigning:t}=this;if(!t||!this.canAssign)return!1;let{device:e,to:n,home:o,building:a}=t,i=n==="home"?{home:o}:n==="building"?{building:a}:{home:null},r=await this.work.run("assign",async()=>{await m(this.connection,"devices/assign",{device:e.id,...i})});return r&&(this.assign(void 0),this.devices.load(),this.due.load()),r}start(t,e,n){return this.work.run("start",async()=>{await m(this.connection,"walk_test/start",{minutes:e,list:n,...t?{building:t}:{}})})}async end(t){let e=await this.work.run("stop",async()=>{await m(this.connection,"walk_test/stop",{test_id:t})});return this.due.load(),e}async follow(){this.stop();let{generation:t}=this;try{let e=await this.connection.subscribeMessage(n=>{t===this.generation&&(this.tests=n,this.changed())},{type:`${K}/walk_test/subscribe`},{resubscribe:!1});t===this.generation?this.unsubscribe=e:e().catch(()=>{})}catch{this.tests=void 0}}},qt=s=>s.home!==null||s.building!==null;var Vt=["gateway","help_button","elevator","gate","smoke","gas","water_meter","motion","door","siren"];var Rs={heartbeat:15e3,answer:5e3,retry:2e3,grace:1e4},ge=class{constructor(t,e,n=Rs){this.connection=t;this.listener=e;this.pace=n;this.status="connecting";this.running=!1;this.everLive=!1;this.refusedSince=0;this.generation=0;this.ask=()=>{this.meet()};this.lost=()=>{this.generation+=1,clearTimeout(this.timer),this.become("lost")}}get live(){return this.status==="live"}start(){this.running||(this.running=!0,this.connection.addEventListener("ready",this.ask),this.connection.addEventListener("disconnected",this.lost),this.connection.connected?this.ask():this.lost())}stop(){this.running=!1,this.generation+=1,this.connection.removeEventListener("ready",this.ask),this.connection.removeEventListener("disconnected",this.lost),clearTimeout(this.timer),this.status="connecting"}async meet(){clearTimeout(this.timer);let t=++this.generation,e;try{let n=await re(this.connection.sendMessagePromise({type:`${K}/me`}),this.pace.answer);if(t!==this.generation)return;this.me=n,this.everLive=!0,this.refusedSince=0,e="live"}catch(n){if(t!==this.generation)return;e=this.judge(I(n))}this.timer=setTimeout(this.ask,e==="live"?this.pace.heartbeat:this.pace.retry),this.become(e)}judge(t){return t==="not_loaded"?"stopped":t==="unknown_command"?"starting":t!=="unauthorized"?"lost":(this.refusedSince||=Date.now(),Date.now()-this.refusedSince<this.pace.grace?this.everLive?"starting":"connecting":(this.me=void 0,"refused"))}become(t){let e=this.status;this.status=t,this.running&&this.listener.sessionChanged(t,e)}};var Kt=P`
  form,
  .form {
    display: flex;
    flex-direction: column;
    gap: 16px;
  }
  form.tools {
    flex-direction: row;
    gap: 12px;
  }
  .fields {
    display: grid;
    gap: 14px 16px;
    grid-template-columns: repeat(auto-fit, minmax(min(200px, 100%), 1fr));
  }
  .field {
    display: flex;
    flex-direction: column;
    gap: 4px;
    min-width: 0;
  }
  .field > span,
  legend {
    font-weight: 600;
    font-size: 16px;
    padding: 0;
  }
  .field small,
  .field .hint {
    font-weight: 400;
    font-size: 15px;
    color: var(--faint);
  }
  input:not([type="checkbox"], [type="radio"], [type="file"]),
  select {
    font: inherit;
    color: var(--text);
    background: var(--surface);
    width: 100%;
    min-height: 48px;
    padding: 6px 12px;
    border: 2px solid var(--line);
    border-radius: var(--radius);
    color-scheme: light dark;
  }
  input:focus-visible,
  select:focus-visible {
    outline: 3px solid var(--primary-color, #03a9f4);
    outline-offset: 2px;
  }
  .field > input:focus-visible + * {
    outline: none;
  }
  [aria-invalid="true"] {
    border-color: var(--critical) !important;
  }
  .field .wrong {
    color: var(--critical-text);
    font-weight: 600;
    font-size: 16px;
  }
  fieldset {
    border: 0;
    margin: 0;
    padding: 0;
    min-width: 0;
    display: flex;
    flex-direction: column;
    gap: 10px;
  }
  fieldset > .plain {
    align-self: flex-end;
  }
  .checks {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .check {
    display: inline-flex;
    gap: 10px;
    align-items: center;
    min-height: 48px;
    padding: 4px 14px;
    border: 2px solid var(--line);
    border-radius: var(--radius);
    cursor: pointer;
  }
  .check:has(input:checked) {
    border-color: var(--text);
    background: color-mix(in srgb, var(--text) 8%, var(--surface));
  }
  .check:has(input:focus-visible) {
    outline: 3px solid var(--primary-color, #03a9f4);
    outline-offset: 2px;
  }
  .check input {
    width: 20px;
    height: 20px;
    margin: 0;
    accent-color: var(--normal);
  }
  .ends {
    display: flex;
    flex-wrap: wrap;
    gap: 12px;
    justify-content: flex-end;
  }
  .narrow .ends button {
    flex: 1 1 140px;
  }
`;var Xt=P`
  ha-card {
    display: block;
    overflow: clip;
    padding: 0;
  }
  .page {
    display: flex;
    flex-direction: column;
    gap: 20px;
    padding: 20px 24px 32px;
    min-height: min(560px, 70vh);
  }
  .narrow.page {
    padding: 14px 14px 28px;
    gap: 16px;
  }
  .page > header {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 16px;
    align-items: center;
  }
  .page > header > div {
    flex: 1 1 260px;
  }
  h1 {
    margin: 0;
    font-size: 28px;
    line-height: 1.2;
    font-weight: 700;
  }
  h2 {
    font-size: 22px;
    line-height: 1.25;
    font-weight: 700;
  }
  h3 {
    font-size: 16px;
    font-weight: 600;
    color: var(--faint);
  }
  .banner {
    padding: 12px 20px;
    font-weight: 700;
    background: #1a1a1a;
    color: #fff;
    border-bottom: 6px solid transparent;
    border-image: repeating-linear-gradient(-45deg, #ffb000 0 14px, #1a1a1a 14px 28px) 6;
  }
  .lost {
    filter: saturate(0.35);
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    gap: 12px;
    align-items: flex-end;
  }
  .tools .grow {
    flex: 1 1 220px;
  }
  .tools > button,
  .ends button,
  .small {
    min-height: 48px;
    padding: 4px 16px;
  }
  .tools .whole,
  .narrow .tools .whole {
    flex: 1 0 100%;
  }
  .narrow .tools > .grow {
    flex: 1 0 100%;
  }
  .narrow .tools > *:not(.grow, .whole) {
    flex: 1 1 140px;
  }
  button.strong {
    font-size: 18px;
    min-height: 56px;
  }
  button.strong.small {
    min-height: 48px;
  }
  button.danger {
    color: var(--critical-text);
    border-color: var(--critical-text);
  }
  button.strong.danger {
    --tone: var(--critical);
    color: var(--on-critical);
  }
  .bar > button.plain:first-child {
    margin-left: -8px;
  }
  button.plain {
    border-color: transparent;
    text-decoration: underline;
    padding: 4px 8px;
    min-height: 44px;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    gap: 10px;
    align-items: center;
  }
  .bar.apart {
    justify-content: space-between;
  }
  .toasts {
    position: fixed;
    bottom: 16px;
    left: 0;
    right: 0;
    z-index: 5;
    display: flex;
    flex-direction: column;
    gap: 8px;
    padding: 0 16px;
    pointer-events: none;
  }
  .toasts p {
    align-self: center;
    padding: 12px 20px;
    border-radius: var(--radius);
    background: var(--text);
    color: var(--surface);
    font-weight: 600;
    box-shadow: 0 4px 16px #0006;
  }
  .empty {
    padding: 32px 16px;
    text-align: center;
    color: var(--faint);
    border: 2px dashed var(--line);
    border-radius: var(--radius);
  }
  .panel {
    border: 2px solid var(--line);
    border-radius: var(--radius);
    padding: 16px 20px;
    display: flex;
    flex-direction: column;
    gap: 12px;
  }
  .narrow .panel {
    padding: 14px;
  }
  .stack {
    display: flex;
    flex-direction: column;
    gap: 16px;
  }
  .columns {
    display: grid;
    gap: 20px 32px;
    align-items: start;
  }
  .wide .columns {
    grid-template-columns: repeat(2, minmax(0, 1fr));
  }
  .wide .columns.three {
    grid-template-columns: repeat(3, minmax(0, 1fr));
  }
  .warn {
    padding: 12px 16px;
    border-radius: var(--radius);
    border: 2px solid var(--high);
    background: color-mix(in srgb, var(--high) 14%, var(--surface));
  }
  .good {
    padding: 12px 16px;
    border-radius: var(--radius);
    border: 2px solid var(--calm);
    background: color-mix(in srgb, var(--calm) 12%, var(--surface));
  }
  .chip {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    font-size: 15px;
    font-weight: 600;
    line-height: 1.2;
    padding: 3px 10px;
    border-radius: 999px;
    border: 2px solid var(--line);
    white-space: nowrap;
  }
  .chip.bad {
    border-color: var(--critical);
    background: color-mix(in srgb, var(--critical) 14%, var(--surface));
  }
  .chip.mind {
    border-color: var(--high);
    background: color-mix(in srgb, var(--high) 16%, var(--surface));
  }
  .chip.fine {
    border-color: var(--calm);
    background: color-mix(in srgb, var(--calm) 12%, var(--surface));
  }
  .chip.calm {
    color: var(--faint);
    font-weight: 400;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }
  .tabs {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    border-bottom: 2px solid var(--line);
  }
  .tabs button {
    border: 0;
    border-bottom: 4px solid transparent;
    border-radius: 0;
    background: none;
    min-height: 48px;
    padding: 4px 16px;
    margin-bottom: -2px;
  }
  .tabs button[aria-selected="true"] {
    border-bottom-color: var(--normal);
    font-weight: 700;
  }
  .facts-list {
    display: grid;
    grid-template-columns: minmax(90px, max-content) 1fr;
    gap: 6px 20px;
  }
  .facts-list dt {
    color: var(--faint);
  }
  .facts-list dd {
    overflow-wrap: anywhere;
  }
  .faint {
    color: var(--faint);
  }
  .number {
    text-align: right;
  }
  .waiting-line {
    display: flex;
    gap: 12px;
    align-items: center;
    padding: 12px 0;
    color: var(--faint);
  }
  progress {
    width: 100%;
    height: 18px;
    accent-color: var(--calm);
  }
  .file {
    border: 2px dashed var(--line);
    border-radius: var(--radius);
    padding: 24px;
    display: flex;
    flex-direction: column;
    gap: 12px;
    align-items: center;
    text-align: center;
  }
  .file.over {
    border-color: var(--normal);
    background: color-mix(in srgb, var(--normal) 10%, var(--surface));
  }
`;var Yt=P`
  table {
    width: 100%;
    border-collapse: collapse;
  }
  caption {
    text-align: left;
    padding: 0 0 8px;
    color: var(--faint);
  }
  th {
    text-align: left;
    font-size: 15px;
    font-weight: 600;
    color: var(--faint);
    padding: 6px 12px 6px 0;
    border-bottom: 2px solid var(--line);
    vertical-align: bottom;
  }
  td {
    padding: 10px 12px 10px 0;
    border-bottom: 1px solid var(--line);
    vertical-align: middle;
    overflow-wrap: anywhere;
  }
  td.tight,
  th.tight {
    white-space: nowrap;
    width: 1%;
  }
  td.strong {
    font-weight: 700;
  }
  td.number,
  th.number {
    padding-right: 28px;
  }
  tbody tr.pressable:hover {
    background: color-mix(in srgb, var(--text) 6%, transparent);
    cursor: pointer;
  }
  tr.bad td {
    background: color-mix(in srgb, var(--critical) 8%, transparent);
  }
  td .bar {
    flex-wrap: nowrap;
  }
  .narrow table,
  .narrow tbody,
  .narrow tr,
  .narrow td,
  .narrow caption {
    display: block;
    width: auto;
  }
  .narrow thead {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  .narrow tbody tr {
    border: 2px solid var(--line);
    border-radius: var(--radius);
    padding: 10px 14px;
    margin-bottom: 10px;
  }
  .narrow td {
    border: 0;
    padding: 3px 0;
    display: flex;
    flex-wrap: wrap;
    gap: 2px 10px;
    justify-content: space-between;
    width: auto;
  }
  .narrow tr.bad {
    border-color: var(--critical);
  }
  .narrow tr.bad td {
    background: none;
  }
  .narrow td[data-label]::before {
    content: attr(data-label);
    color: var(--faint);
    font-size: 16px;
  }
  .narrow td.strong {
    font-size: 20px;
  }
  .narrow td.strong::before {
    content: none;
  }
  .narrow td.void {
    display: none;
  }
  .narrow td .bar {
    flex-wrap: wrap;
    width: 100%;
    padding-top: 6px;
  }
  .narrow td .bar button {
    flex: 1 1 120px;
  }
  .pager {
    display: flex;
    flex-wrap: wrap;
    gap: 12px;
    align-items: center;
    justify-content: space-between;
  }
`;var Ps=760,Ve={lost:"page_lost",starting:"page_starting",stopped:"page_stopped",refused:"page_refused"},x=class extends ae{constructor(){super();this.words=new Fe("zh-Hans");this.announcements=new wt(()=>this.requestUpdate());this.offset=0;this.size=new ResizeObserver(([e])=>{e&&(this.wide=e.contentRect.width>=Ps)});this.tick=0;this.changed=()=>this.requestUpdate();this.wide=!1}static{this.properties={hass:{attribute:!1},wide:{state:!0}}}static{this.styles=[pe,kt,Xt,Yt,Kt]}aside(e){return c}setConfig(e){}getCardSize(){return 12}getGridOptions(){return{columns:"full",rows:"auto"}}static getStubConfig(){return{}}connectedCallback(){super.connectedCallback(),this.size.observe(this),this.tick&&(this.ticker=setInterval(this.changed,this.tick)),this.session?.start()}disconnectedCallback(){super.disconnectedCallback(),this.size.disconnect(),clearInterval(this.ticker),this.session?.stop()}sessionChanged(e,n){e==="live"&&n!=="live"?(yt().then(o=>this.offset=o),this.isMine(this.session?.me)&&this.load(),n==="lost"&&this.announcements.toast(this.words.t("page_back"))):e!==n&&Ve[e]&&this.announcements.urgent(this.words.t(Ve[e])),this.requestUpdate()}get now(){return Date.now()+this.offset}get zone(){return this.hass?.locale.time_zone==="server"?this.hass.config.time_zone:void 0}at(e,n=!1,o=this.zone){return e?ft(Date.parse(e),this.now,this.words.language,o,n):this.words.t("never")}get live(){return this.session?.live??!1}toast(e){this.announcements.toast(e)}isMine(e){let n=Ue.find(o=>o.path===this.path)?.roles??[];return e!==void 0&&e.roles.some(o=>n.includes(o))}shouldUpdate(e){let n=e.get("hass");return!(e.size===1&&n&&this.hass&&n.language===this.hass.language)}willUpdate(){let{hass:e}=this;if(!e)return;let n=pt(e.locale?.language??e.language);n!==this.words.language&&(this.words=new Fe(n)),this.session?.connection!==e.connection&&(this.session?.stop(),this.session=new ge(e.connection,this),this.open(e.connection),this.isConnected&&this.session.start())}render(){let{session:e,words:n}=this;if(!e)return c;let{me:o,status:a}=e,i=Ve[a],r=Ue.find(d=>d.path===this.path);return l`
      <ha-card>
        ${i?l`<div class="banner" data-status=${a}>${n.t(i)}</div>`:c}
        <div
          class="page ${this.wide?"wide":"narrow"} ${this.live?"":"lost"}"
          data-status=${a}
          data-page=${this.path}
        >
          <header>
            <div><h1>${r?n.t(r.title):c}</h1></div>
            ${this.isMine(o)?this.aside(o):c}
          </header>
          ${o===void 0?i?c:l`<p class="waiting-line" role="status">${n.t("connecting")}</p>`:this.isMine(o)?this.content(o):l`<p class="empty">${n.t("page_not_yours")}</p>`}
          ${this.announcements.render()}
        </div>
      </ha-card>
    `}};var _e=$t(class extends xt{constructor(s){if(super(s),s.type!==z.PROPERTY&&s.type!==z.ATTRIBUTE&&s.type!==z.BOOLEAN_ATTRIBUTE)throw Error("The `live` directive is not allowed on child or event bindings");if(!Pt(s))throw Error("`live` bindings can only contain a single expression")}render(s){return s}update(s,[t]){if(t===ee||t===c)return t;let e=s.element,n=s.name;if(s.type===z.PROPERTY){if(t===e[n])return ee}else if(s.type===z.BOOLEAN_ATTRIBUTE){if(!!t===e.hasAttribute(n))return ee}else if(s.type===z.ATTRIBUTE&&e.getAttribute(n)===t+"")return ee;return Tt(s),t}});function S(s){let{caption:t,columns:e,rows:n,empty:o,rowClass:a,key:i}=s;return n.length?l`<table role="table" aria-label=${t}>
    <thead role="rowgroup">
      <tr role="row">
        ${e.map(r=>l`<th role="columnheader" scope="col" class=${r.style??""}>
              ${r.head||l`<span class="hidden">·</span>`}
            </th>`)}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${n.map(r=>l`<tr role="row" class=${a?.(r)??""} data-row=${i?.(r)??c}>
            ${e.map(d=>{let u=d.cell(r),p={[d.style??"plain-cell"]:!0,void:u===c||u===""};return l`<td role="cell" class=${Rt(p)} data-label=${d.head||c}>${u}</td>`})}
          </tr>`)}
    </tbody>
  </table>`:l`<p class="empty">${o}</p>`}function Y(s,t,e,n){return e<=t.limit?c:l`<nav class="pager">
    <button class="small" ?disabled=${!t.before} @click=${()=>n(t.offset-t.limit)}>
      ${s.t("page_before")}
    </button>
    <span role="status">${s.t("page_of",{...t.range(e),total:e})}</span>
    <button class="small" ?disabled=${!t.after(e)} @click=${()=>n(t.offset+t.limit)}>
      ${s.t("page_after")}
    </button>
  </nav>`}function g(s,t,e){return t===void 0?c:l`<div class="problem" role="alert">
    <span>${ut(t,s)}</span>
    ${e?l`<button class="small" @click=${e}>${s.t("reload")}</button>`:c}
  </div>`}function k(s,t,e){let n=g(s,t.problem,()=>{t.load()});return t.value!==void 0?l`${n}${e(t.value)}`:t.problem===void 0?Xe(s):n}function Xe(s,t=s.t("loading")){return l`<p class="waiting-line" role="status"><span class="spinner" aria-hidden="true"></span>${t}</p>`}var Ke=s=>[s.hint&&`hint-${s.name}`,s.wrong&&`wrong-${s.name}`].filter(Boolean).join(" ")||c,Zt=({name:s,label:t,hint:e,wrong:n},o)=>l`<label class="field">
    <span>${t}</span>
    ${o} ${e?l`<small id="hint-${s}">${e}</small>`:c}
    ${n?l`<small class="wrong" id="wrong-${s}">${n}</small>`:c}
  </label>`;function v(s){let t=String(s.value??""),e=n=>s.input?.(n.target.value);return Zt(s,s.lines?l`<textarea
          name=${s.name}
          maxlength=${s.max??c}
          aria-invalid=${s.wrong?"true":c}
          aria-describedby=${Ke(s)}
          aria-required=${s.required?"true":c}
          .value=${_e(t)}
          @input=${e}
        ></textarea>`:l`<input
          name=${s.name}
          type=${s.type??"text"}
          maxlength=${s.max??c}
          placeholder=${s.placeholder??c}
          list=${s.list??c}
          autocomplete="off"
          aria-invalid=${s.wrong?"true":c}
          aria-describedby=${Ke(s)}
          aria-required=${s.required?"true":c}
          .value=${_e(t)}
          @input=${e}
        />`)}function y(s){return Zt(s,l`<select
      name=${s.name}
      aria-invalid=${s.wrong?"true":c}
      aria-describedby=${Ke(s)}
      @change=${t=>s.change?.(t.target.value)}
    >
      ${s.options.map(([t,e])=>l`<option value=${t} ?selected=${t===s.value} .selected=${t===s.value}>${e}</option>`)}
    </select>`)}function C(s){return l`<label class="check">
    <input
      type="checkbox"
      name=${s.name}
      value=${s.value}
      .checked=${_e(s.checked)}
      @change=${t=>s.change?.(t.target.checked)}
    /><span>${s.label}</span>
  </label>`}function Z(s,t,e,n){return l`<div class="tabs" role="tablist" aria-label=${s} @keydown=${a=>{let i=a.key==="ArrowRight"?1:a.key==="ArrowLeft"?-1:0;if(!i)return;let r=t.findIndex(([p])=>p===e),d=t[(r+i+t.length)%t.length];if(!d)return;a.preventDefault(),n(d[0]),a.currentTarget.querySelectorAll("[role=tab]")[t.indexOf(d)]?.focus()}}>
    ${t.map(([a,i])=>l`<button
          role="tab"
          data-tab=${a}
          aria-selected=${String(a===e)}
          tabindex=${a===e?"0":"-1"}
          @click=${()=>n(a)}
        >
          ${i}
        </button>`)}
  </div>`}function _(s,t,e){return e?l`<span class="spinner" aria-hidden="true"></span>${s.t("working")}`:t}function D(s){let t={};for(let[e,n]of new FormData(s.target))typeof n=="string"&&(t[e]=e in t?`${t[e]},${n}`:n);return t}function Jt(s){let{words:t,desk:e}=s,{assigning:n,work:o}=e,a=n?O(n.device,t):"",i=async d=>{d.preventDefault();let u=n?.to==="none";await e.saveAssignment()&&s.say(t.t(u?"assign_taken":"assign_done",{device:a}))},r=n&&(n.device.home??n.device.building)!==null;return l`<smart-community-dialog
    .heading=${t.t("assign_title",{device:a})}
    .open=${n!==void 0}
    @sc-back=${()=>e.assign(void 0)}
  >
    ${n?l`<form novalidate @submit=${i}>
            ${y({name:"to",label:t.t("assign_to"),value:n.to,options:["home","building",...r?["none"]:[]].map(d=>[d,t.t(`assign_to_${d}`)]),change:d=>e.update({to:d})})}
            ${n.to==="home"?Ts(s):c}
            ${n.to==="building"?y({name:"building",label:t.t("assign_building"),value:n.building,options:[["",t.t("staff_channel_choose")],...e.doors.buildings.map(({id:d,name:u})=>[d,u])],change:d=>e.update({building:d})}):c}
            ${g(t,o.problemOf("assign"))}
            <div class="ends">
              <button type="button" @click=${()=>e.assign(void 0)}>${t.t("cancel")}</button>
              <button class="strong" data-do="save" ?disabled=${!e.canAssign||o.busy!==void 0}>
                ${_(t,t.t("assign_do"),o.busy!==void 0)}
              </button>
            </div>
          </form>`:c}
  </smart-community-dialog>`}function Ts(s){let{words:t,desk:e}=s,{assigning:n,homes:o}=e;return n?l`
    ${v({name:"search",label:t.t("assign_search"),type:"search",value:n.search,input:a=>e.update({search:a})})}
    ${n.search.trim()?k(t,o,({homes:a})=>a.length?l`<fieldset class="found">
                  <legend>${t.t("assign_choose")}</legend>
                  ${a.map(i=>l`<label class="check">
                        <input
                          type="radio"
                          name="home"
                          value=${i.id}
                          .checked=${n.home===i.id}
                          @change=${()=>e.update({home:i.id})}
                        /><span>${T(i,t)}</span>
                      </label>`)}
                </fieldset>`:l`<p class="hint">${t.t("assign_none_found")}</p>`):c}
  `:l``}var B=s=>s.replace(/[&<>"]/g,t=>({"&":"&amp;","<":"&lt;",">":"&gt;",'"':"&quot;"})[t]??t);function Qt(s,t,e,n){let o=B(s.t("test_print_title",{site:t})),i=[...n].sort((d,u)=>+(d.at!==void 0)-+(u.at!==void 0)).map(({device:d,where:u,at:p})=>`<tr><td>${B(d)}</td><td>${B(u)}</td><td>${B(p??s.t("test_report_missing"))}</td></tr>`),r=["device_column","device_place","device_tested"].map(d=>`<th>${B(s.t(d))}</th>`);return`<!doctype html><html lang="${s.language}"><meta charset="utf-8"><title>${o}</title>
<style>body{font:14px/1.4 sans-serif;margin:24px}table{border-collapse:collapse;width:100%}td,th{border:1px solid #888;padding:4px 8px;text-align:left}h1{font-size:20px}.sign{margin-top:48px}</style>
<h1>${o}</h1><p>${B(e)}</p><table><tr>${r.join("")}</tr>${i.join("")}</table>
<p class="sign">${B(s.t("signature"))}: ____________________</p></html>`}var Ss=[5,10,20,30];function en(s){let{words:t,desk:e}=s,n=e.tests?.running??[],o=(e.tests?.finished??[]).filter(a=>a.list);return l`
    ${s.trouble()} ${n.map(a=>Cs(s,a))} ${n.length?c:Ds(s)}
    <div class="columns">
      ${Ns(s)}
      ${o.length?l`<section class="panel">
              <h2>${t.t("test_finished")}</h2>
              <div class="stack">${o.map(a=>Es(s,a))}</div>
            </section>`:c}
    </div>
  `}function Ds(s){let{words:t,desk:e}=s,n=e.work.busy!==void 0;return l`<form class="panel" novalidate @submit=${async a=>{a.preventDefault();let{building:i="",minutes:r="30"}=D(a),d=a.submitter?.value!=="mode";await e.start(i,Number(r),d)&&s.say(t.t("test_started"))}}>
    <p>${t.t("test_intro")}</p>
    <div class="fields">
      ${y({name:"building",label:t.t("test_scope"),value:"",options:[["",t.t("test_scope_all")],...e.doors.buildings.map(({id:a,name:i})=>[a,i])]})}
      ${y({name:"minutes",label:t.t("test_minutes"),value:"30",options:Ss.map(a=>[String(a),t.t("test_minutes_value",{count:a})])})}
    </div>
    <div class="bar">
      <button class="strong" name="what" value="list" data-do="start" ?disabled=${n}>
        ${_(t,t.t("test_start"),n)}
      </button>
      <button name="what" value="mode" ?disabled=${n}>${t.t("test_mode_start")}</button>
    </div>
  </form>`}function Cs(s,t){let{words:e,desk:n,now:o}=s,a=t.expected.filter(u=>u.tested_at!==null),i=t.expected.filter(u=>u.tested_at===null),r=Math.max(0,Math.ceil((Date.parse(t.ends_at)-o)/1e3)),d=t.expected.length;return l`<section class="panel" data-test=${t.id}>
    <div class="bar apart">
      <div>
        <p class="count" role="status">
          ${t.list?e.t("test_running",{done:a.length,total:d}):e.t("test_mode_on",{count:a.length})}
        </p>
        <p class="hint">
          ${t.building?n.doors.building(t.building):e.t("test_scope_all")} ·
          ${e.t("test_left",{time:mt(r,e)})}
        </p>
      </div>
      <button
        class="strong"
        data-do="stop"
        ?disabled=${n.work.busy!==void 0}
        @click=${()=>{n.end(t.id)}}
      >
        ${_(e,e.t(t.list?"test_stop":"test_stop_mode"),n.work.busy==="stop")}
      </button>
    </div>
    ${t.list?l`<progress max=${d||1} value=${a.length} aria-label=${e.t("test_running",{done:a.length,total:d})}></progress>`:c}
    <div class="columns">
      ${t.list?l`<div>
              <h3>${e.t("test_list_left",{count:i.length})}</h3>
              ${i.length?Ye(s,i):l`<p class="good">${e.t("test_all_done")}</p>`}
            </div>`:c}
      <div>
        <h3>${e.t("test_list_done",{count:a.length})}</h3>
        ${Ye(s,[...a].sort((u,p)=>(p.tested_at??"").localeCompare(u.tested_at??"")))}
      </div>
    </div>
  </section>`}function Ye(s,t){let{words:e,desk:n}=s;return l`<ul class="lines">
    ${t.map(o=>l`<li data-device=${o.device}>
          <span
            ><b>${F(o,n.doors,e)}</b>
            <span class="faint">${O({...o,id:o.device},e)}</span></span
          >
          ${o.tested_at?l`<span class="chip fine">${s.at(o.tested_at,!0)}</span>`:c}
        </li>`)}
  </ul>`}function Es(s,t){let{words:e,hass:n}=s,o=t.expected.length,a=o-t.left.length,i=e.t("test_report",{at:s.at(t.ended_at),done:a,total:o}),r=t.expected.filter(u=>t.left.includes(u.device)),d=n&&E(n,t.by);return l`<details data-report=${t.id} ?open=${t===s.desk.tests?.finished.find(u=>u.list)}>
    <summary>
      ${i} ${d?e.t("test_report_by",{name:d}):c}
      ${t.left.length?l`<span class="chip mind">${e.t("test_list_left",{count:t.left.length})}</span>`:c}
    </summary>
    ${r.length?Ye(s,r):l`<p class="good">${e.t("test_all_done")}</p>`}
    <div class="bar">
      <button class="small" data-do="print" @click=${()=>Os(s,t,i)}>
        ${e.t("test_print")}
      </button>
    </div>
  </details>`}function Os(s,t,e){let{words:n,desk:o,hass:a}=s,i=a?.config.location_name??"";St(Qt(n,i,e,t.expected.map(r=>({device:O({...r,id:r.device},n),where:F(r,o.doors,n),at:r.tested_at?s.at(r.tested_at,!0):void 0}))))}function Ns(s){let{words:t,desk:e}=s;return l`<section class="panel">
    ${k(t,e.due,n=>n.length?l`<h2>${t.t("test_due",{count:n.length})}</h2>
            <ul class="lines">
              ${n.slice(0,100).map(o=>l`<li>
                    <span
                      ><b>${F(o,e.doors,t)}</b>
                      <span class="faint">${O(o,t)}</span></span
                    >
                    <span
                      >${s.ago(o.last_test)}
                      ${o.overdue?l`<span class="chip bad">${t.t("test_due_overdue")}</span>`:c}</span
                    >
                  </li>`)}
            </ul>`:l`<p class="faint">${t.t("test_due_none")}</p>`)}
  </section>`}var ve=class extends x{constructor(){super(...arguments);this.path="watch";this.tick=1e3;this.tab="all";this.read=0}static{this.styles=[...x.styles,P`
      .lines > li {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 16px;
        justify-content: space-between;
        padding: 8px 0;
        border-bottom: 1px solid var(--line);
      }
      .lines > li:last-child {
        border-bottom: 0;
      }
      tr.just td {
        background: color-mix(in srgb, var(--calm) 18%, transparent);
      }
      .count {
        font-size: 30px;
        font-weight: 700;
        line-height: 1.2;
      }
      .found {
        max-height: 300px;
        overflow: auto;
      }
    `]}open(e){this.desk=new fe(e,this.changed)}load(){this.desk.load()}disconnectedCallback(){super.disconnectedCallback(),this.desk?.stop()}say(e){this.toast(e)}updated(){let{desk:e}=this;this.tab!=="new"||!this.live||e.devices.loading||e.assigning||Date.now()-this.read<3e3||(this.read=Date.now(),e.devices.load())}content(e){let{words:n,desk:o}=this,a=e.roles.includes("technician")||e.roles.includes("community_office");return l`
      ${Z(n.t("devices_tabs"),[["all",n.t("devices_tab_all")],["new",n.t("devices_tab_new",{count:o.unassigned.length})],["test",n.t("devices_tab_test")]],this.tab,i=>{this.tab=i,this.requestUpdate()})}
      ${this.tab==="test"?en(this):k(n,o.devices,()=>l`${this.tab==="new"?this.unassigned(a):this.all(a)}`)}
      ${Jt(this)}
    `}all(e){let{words:n,desk:o,now:a}=this,i=o.matching(a,n),{offset:r,limit:d}=o.paging,u=Vt.filter(h=>o.assigned.some(f=>f.kind===h)),p=[{head:n.t("device_column"),style:"strong",cell:h=>O(h,n)},{head:n.t("device_place"),cell:h=>F(h,o.doors,n)},{head:n.t("device_state"),cell:h=>{let f=me(h,a,n);return l`<span class="chips">
            ${f.length?f.map(({text:R,tone:A})=>l`<span class="chip ${A}">${R}</span>`):l`<span class="chip fine">${n.t("device_fine")}</span>`}
          </span>`}},{head:n.t("device_battery"),style:"number",cell:({battery:h})=>h===null?"":n.t("device_percent",{percent:h})},{head:n.t("device_seen"),cell:h=>this.ago(h.last_seen)},{head:n.t("device_tested"),cell:h=>this.ago(h.last_test)},this.assignColumn(e,"move")];return l`
      <div class="tools" role="search">
        <div class="grow">
          ${v({name:"search",label:n.t("search"),placeholder:n.t("devices_search"),type:"search",value:o.search,input:h=>o.filter({search:h})})}
        </div>
        ${y({name:"kind",label:n.t("devices_kind"),value:o.kind,options:[["",n.t("all")],...u.map(h=>[h,Be(h,n)])],change:h=>o.filter({kind:h})})}
        ${y({name:"faulty",label:n.t("devices_show"),value:o.faulty?"faulty":"",options:[["",n.t("devices_show_all")],["faulty",n.t("devices_show_faulty")]],change:h=>o.filter({faulty:h!==""})})}
      </div>
      ${S({caption:n.t("devices_caption"),empty:n.t(o.assigned.length?"devices_empty":"devices_none"),rows:i.slice(r,r+d),key:h=>h.id,columns:p})}
      ${Y(n,o.paging,i.length,h=>o.go(h))}
    `}unassigned(e){let{words:n,desk:o,now:a}=this,i=o.devices.value?.strangers??0;return l`
      <p>${n.t("new_intro")}</p>
      ${i?l`<p class="warn">${n.t("new_strangers",{count:i})}</p>`:c}
      ${S({caption:n.t("new_caption"),empty:n.t("new_empty"),rows:zt(o.unassigned).slice(0,100),key:r=>r.id,rowClass:r=>qe(r,a)?"just":"",columns:[{head:n.t("device_column"),style:"strong",cell:r=>l`<span
                >${O(r,n)}
                ${qe(r,a)?l`<span class="chip fine">${n.t("new_just")}</span>`:c}</span
              >`},{head:n.t("device_seen"),cell:r=>this.ago(r.last_seen)},{head:n.t("device_battery"),style:"number",cell:({battery:r})=>r===null?"":n.t("device_percent",{percent:r})},this.assignColumn(e,"assign")]})}
    `}assignColumn(e,n){let{words:o,desk:a}=this;return{head:"",style:"tight",cell:i=>e?l`<div class="bar">
              <button
                class="small"
                data-do="assign"
                aria-label="${o.t(n)} ${O(i,o)}"
                @click=${()=>a.assign(i)}
              >
                ${o.t(n)}
              </button>
            </div>`:c}}ago(e){let{words:n,now:o}=this;if(e===null)return n.t("never");let a=te(e,o);return a<60?n.t("now"):n.t("ago",{time:de(a,n)})}trouble(){let{words:e,desk:n}=this,o=n.work.failed==="start"||n.work.failed==="stop";return l`${g(e,o?n.work.problem:void 0)}`}};var be=class{constructor(t,e){this.connection=t;this.changed=e;this.work=new $(e),this.page=new w(()=>m(t,"shift/handover/get"),e)}get written(){return this.note??this.page.value?.draft?.note??""}get isChanged(){return this.note!==void 0&&this.note!==(this.page.value?.draft?.note??"")}ownedBy(t){let{open:e=[],faults:n=[]}=this.page.value??{};return[...e,...n].filter(o=>o.acknowledged_by===t).length}write(t){this.note=t,this.changed()}save(){return this.run("save",()=>m(this.connection,"shift/handover/save",{note:this.written}))}give(){return this.run("give",()=>m(this.connection,"shift/handover/give",{note:this.written}))}async accept(t,e){let n=0;return await this.run("accept",async()=>{n=(await m(this.connection,"shift/handover/accept",{handover_id:t.id,take_over:e})).taken_over.length})?n:void 0}async run(t,e){let n=await this.work.run(t,async()=>{await e()});return n&&t!=="accept"&&(this.note=void 0),await this.page.load(),n}};var ye=class extends x{constructor(){super(...arguments);this.path="handover";this.tick=3e4;this.asking=!1}static{this.styles=[...x.styles,Ct,P`
      .briefs > li {
        display: grid;
        grid-template-columns: auto 1fr auto;
        gap: 2px 14px;
        align-items: center;
        padding: 10px 0;
        border-bottom: 1px solid var(--line);
        background: none;
      }
      .briefs > li:last-child {
        border-bottom: 0;
      }
      .briefs .shape {
        width: 30px;
        height: 30px;
        animation: none;
      }
      .briefs b {
        font-size: 18px;
      }
      .words {
        white-space: pre-line;
      }
      .waiting {
        border-color: var(--high);
      }
      textarea {
        min-height: 160px;
      }
    `]}open(e){this.desk=new be(e,this.changed)}load(){this.desk.page.load()}content(e){return l`
      <p class="hint">${this.words.t("handover_intro")}</p>
      ${k(this.words,this.desk.page,n=>this.whole(n,e))}
    `}whole(e,n){let{words:o}=this,a=i=>i&&(e.people[i]??(this.hass&&E(this.hass,i)))||o.t("actor_colleague");return l`
      ${g(o,this.desk.work.failed==="accept"?this.desk.work.problem:void 0)}
      ${e.waiting.map(i=>this.waiting(i,n,a))}
      <div class="columns">
        <div class="stack">${this.own(e,n,a)} ${this.recent(e,a)}</div>
        <div class="stack">
          <section class="panel">
            <h2>${o.t("handover_open")}</h2>
            ${this.briefs(e.open,o.t("handover_open_none"),n,a)}
          </section>
          <section class="panel">
            <h2>${o.t("handover_faults")}</h2>
            ${this.briefs(e.faults,o.t("handover_faults_none"),n,a)}
          </section>
          ${e.resolved_total?l`<details class="panel">
                  <summary><b>${o.t("handover_resolved",{count:e.resolved_total})}</b></summary>
                  ${this.briefs(e.resolved,"",n,a)}
                  ${e.resolved_total>e.resolved.length?l`<p class="hint">
                          ${o.t("handover_more",{count:e.resolved_total-e.resolved.length})}
                        </p>`:c}
                </details>`:c}
        </div>
      </div>
      ${this.dialog(n)}
    `}waiting(e,n,o){let{words:a,desk:i}=this,r=e.author===n.user_id,d=e.still_owned?.length??0,u=i.work.busy!==void 0;return l`<section class="panel waiting" data-handover=${e.id}>
      <h2>
        ${a.t(r?"handover_from_you":"handover_from",{name:o(e.author),at:this.at(e.given_at)})}
      </h2>
      <p class="words">${e.note||l`<span class="faint">${a.t("handover_no_note")}</span>`}</p>
      ${d?l`<p><span class="chip mind">${a.t("handover_owns",{count:d})}</span></p>`:c}
      ${r?c:l`<div class="bar">
              <button class="strong" data-do="accept" ?disabled=${u} @click=${()=>{this.accept(e,!0)}}>
                ${_(a,a.t("handover_accept"),i.work.busy==="accept")}
              </button>
              ${d?l`<button ?disabled=${u} @click=${()=>{this.accept(e,!1)}}>
                      ${a.t("handover_accept_only")}
                    </button>`:c}
            </div>`}
    </section>`}async accept(e,n){let o=await this.desk.accept(e,n);o!==void 0&&this.toast(this.words.t("handover_accepted",{count:o}))}own(e,n,o){let{words:a,desk:i}=this,{work:r}=i;return l`<section class="panel">
      <h2>${a.t("handover_yours")}</h2>
      <p class="hint">${a.t("handover_since",{at:this.at(e.since)})}</p>
      ${e.next_shift.map(d=>l`<p class=${d.people.length?"":"warn"}>
            ${a.t(d.people.length?"handover_next":"handover_next_nobody",{role:a.role(d.role),names:a.list(d.people.map(o)),at:this.at(d.start,!1,this.hass?.config.time_zone)})}
          </p>`)}
      ${v({name:"note",label:a.t("handover_note"),hint:a.t("handover_note_hint"),value:i.written,lines:!0,max:1e4,input:d=>i.write(d)})}
      ${g(a,r.failed==="save"||r.failed==="give"?r.problem:void 0)}
      <div class="ends">
        ${e.draft&&!i.isChanged?l`<span class="hint">${a.t("handover_saved",{at:this.at(e.draft.saved_at)})}</span>`:c}
        <button data-do="save" ?disabled=${r.busy!==void 0||!i.isChanged} @click=${()=>{i.save()}}>
          ${_(a,a.t("handover_save"),r.busy==="save")}
        </button>
        <button class="strong" data-do="give" ?disabled=${r.busy!==void 0} @click=${()=>this.asks(!0)}>
          ${a.t("handover_give")}
        </button>
      </div>
      <p class="hidden">${n.name}</p>
    </section>`}asks(e){this.asking=e,this.requestUpdate()}dialog(e){let{words:n,desk:o}=this;return l`<smart-community-dialog
      .heading=${n.t("handover_give_title")}
      .open=${this.asking}
      @sc-back=${()=>this.asks(!1)}
    >
      <div class="form">
        <p>${n.t("handover_give_text",{count:o.ownedBy(e.user_id)})}</p>
        <div class="ends">
          <button @click=${()=>this.asks(!1)}>${n.t("cancel")}</button>
          <button
            class="strong"
            data-do="confirm"
            ?disabled=${o.work.busy!==void 0}
            @click=${async()=>{let a=await o.give();this.asks(!1),a&&this.toast(n.t("handover_given"))}}
          >
            ${_(n,n.t("handover_give_do"),o.work.busy==="give")}
          </button>
        </div>
      </div>
    </smart-community-dialog>`}recent(e,n){let{words:o}=this;return e.accepted.length?l`<section class="panel">
      <h2>${o.t("handover_recent")}</h2>
      ${e.accepted.map(a=>l`<details>
            <summary>
              ${o.t("handover_accepted_by",{author:n(a.author),name:n(a.accepted_by),at:this.at(a.accepted_at)})}
            </summary>
            <p class="words">${a.note||o.t("handover_no_note")}</p>
          </details>`)}
    </section>`:c}briefs(e,n,o,a){let{words:i,hass:r}=this;return e.length?l`<ul class="briefs">
      ${e.map(d=>{let u={...d,timeline:[],deliveries:[]},p=vt(u,i)??i.kind(d.kind),h=d.state==="open",f=h?i.t("handover_nobody_has"):d.resolution?i.resolution(d.resolution):d.acknowledged_by===o.user_id?i.t("state_mine"):a(d.acknowledged_by);return l`<li class="${d.severity} ${h?"open":"taken"}">
          ${Dt(d.severity,h)}
          <span>
            <b>${i.t("handover_row",{kind:p,number:d.number})}</b>
            <span class="hint">${r?bt(u,void 0,r,i):c}</span>
          </span>
          <span class="chip ${h?"bad":""}">${f}</span>
          <span></span><span class="hint">${this.at(d.opened_at)}</span>
        </li>`})}
    </ul>`:l`<p class="faint">${n}</p>`}};var tn="did_",Ze=4;function nn(s){return Object.keys(ue).map(t=>[t.slice(tn.length),s.found(t,"journal_action_other")]).sort(([,t],[,e])=>t.localeCompare(e,s.language))}function sn(s,t){return t.found(`${tn}${s}`,"journal_action_other",{code:s.replaceAll("_"," ")})}function on(s,t,e,n){return gt(t,s.actor,e,n)}function Je(s,t){return s?E(t,s)??(/^[0-9A-Za-z]{20,}$/.test(s)?`${s.slice(0,4)}…${s.slice(-4)}`:s):""}function an(s){return Object.entries(s.states).filter(([t])=>t.startsWith("person.")).flatMap(([,t])=>{let e=t?.attributes.user_id;return typeof e=="string"?[[e,String(t?.attributes.friendly_name??e)]]:[]})}function rn(s,t,e){let n=o=>{if(Array.isArray(o)){let a=e.list(o.slice(0,Ze).map(n));return o.length>Ze?e.t("detail_more",{shown:a,count:o.length-Ze}):a}return o===null||o===""?e.t("none"):typeof o=="boolean"?e.t(o?"yes":"no"):typeof o=="object"?e.list(Object.values(o).map(n)):typeof o!="string"?String(o):e.option("role",o,"")||e.option("delivery_error",o,"")||e.known(`purpose_${o}`)||Je(o,t)};return Object.entries(s.details).filter(([,o])=>!(Array.isArray(o)&&!o.length)&&o!==null).map(([o,a])=>`${e.found(`detail_${o}`,"journal_action_other",{code:o.replaceAll("_"," ")})}${e.language==="en"?": ":"："}${n(a)}`).join(" · ")}function U(s,t){let e=new Intl.DateTimeFormat("en-CA",{year:"numeric",month:"2-digit",day:"2-digit",...t?{timeZone:t}:{}}).formatToParts(s),n=o=>e.find(a=>a.type===o)?.value??"";return`${n("year")}-${n("month")}-${n("day")}`}var q=s=>Date.parse(`${s}T00:00:00Z`);function N(s,t){return new Date(q(s)+t*864e5).toISOString().slice(0,10)}function As(s){return(new Date(q(s)).getUTCDay()+6)%7}function se(s){return N(s,-As(s))}function dn(s,t,e={}){let n={weekday:"short",month:"short",day:"numeric",timeZone:"UTC",...e};return new Intl.DateTimeFormat(t,n).format(q(s))}function we(s,t,e){return new Intl.DateTimeFormat(t,{weekday:e,timeZone:"UTC"}).format(q(N("2026-01-05",s)))}function cn(s,t){return new Date(un(s,t)).toISOString()}function pn(s,t){return new Date(un(N(s,1),t)-1).toISOString()}function un(s,t){let e=ln(q(s),t),n=q(s)-e*6e4;return q(s)-ln(n,t)*6e4}function ln(s,t){if(!t)return-new Date(s).getTimezoneOffset();let e=new Intl.DateTimeFormat("en-US",{timeZone:t,timeZoneName:"longOffset"}).formatToParts(s).find(o=>o.type==="timeZoneName")?.value,n=/GMT([+-])(\d{2}):(\d{2})/.exec(e??"");return n?+`${n[1]}1`*(Number(n[2])*60+Number(n[3])):0}var hn=50,Hs=3e5,$e={actor:"",action:"",subject:"",from:"",to:""},ke=class{constructor(t,e,n){this.connection=t;this.changed=e;this.zone=n;this.filters=$e;this.more=!1;this.work=new $(e),this.entries=new w(()=>this.page(),e)}find(t){this.filters=t,this.entries.load()}async older(){let t=this.entries.value??[];await this.work.run("older",async()=>{this.entries.set([...t,...await this.page(t.at(-1)?.seq)])})}verify(){return this.verdict=void 0,this.work.run("verify",async()=>{this.verdict=await m(this.connection,"journal/verify",{},Hs)})}query(t){let{actor:e,action:n,subject:o,from:a,to:i}=this.filters,r={limit:hn};return e&&(r.actor=e),n&&(r.action=n),o.trim()&&(r.subject=o.trim()),a&&(r.from=cn(a,this.zone())),i&&(r.to=pn(i,this.zone())),t!==void 0&&(r.before=t),r}async page(t){let e=this.query(t),o=Object.keys(e).some(i=>i!=="limit"&&i!=="before")?"journal/search":"journal/list",{entries:a}=await m(this.connection,o,e);return this.more=a.length===hn,this.changed(),a}};var xe=class extends x{constructor(){super(...arguments);this.path="journal"}static{this.styles=[...x.styles,P`
      .wide td.strong,
      .wide .link {
        white-space: nowrap;
      }
      .hash {
        font-family: ui-monospace, monospace;
        font-size: 15px;
        overflow-wrap: anywhere;
      }
      .said {
        font-size: 16px;
        color: var(--faint);
      }
      .link {
        border: 0;
        padding: 0;
        min-height: 32px;
        text-decoration: underline;
        font-weight: 400;
        background: none;
      }
    `]}open(e){this.desk=new ke(e,this.changed,()=>this.zone)}load(){this.desk.entries.load()}aside(){let e=this.desk.work.busy==="verify";return l`<button
      class="strong"
      data-do="verify"
      ?disabled=${this.desk.work.busy!==void 0}
      @click=${()=>{this.desk.verify()}}
    >
      ${_(this.words,this.words.t("verify"),e)}
    </button>`}content(e){let{words:n,desk:o}=this;return l`
      <p class="hint">${n.t("journal_intro")}</p>
      ${o.work.busy==="verify"?Xe(n,n.t("verify_running")):c}
      ${o.verdict?this.verdict(o.verdict):c} ${g(n,o.work.problemOf("verify"))}
      ${this.filters()} ${k(n,o.entries,a=>this.entries(a,e))}
    `}verdict(e){let{words:n}=this,{intact:o,checked:a,broken_at:i,breaks:r,cut_at:d,head:u}=e,p=[r.length>1?n.t("verify_breaks",{places:n.list(r.map(String))}):"",d===null?"":n.t("verify_cut",{at:d})];return l`<div class=${o?"good":"problem"} role="alert" data-intact=${String(o)}>
      <div>
        <b>${n.t(o?"verify_intact":"verify_broken",{checked:a,at:i??""})}</b>
        ${p.filter(Boolean).map(h=>l`<p>${h}</p>`)}
        <p class="hash">${n.t("verify_head",{seq:u.seq,hash:u.hash})}</p>
      </div>
    </div>`}filters(){let{words:e,desk:n,hass:o}=this,{filters:a}=n;return l`<form
      class="tools"
      role="search"
      @submit=${i=>{i.preventDefault(),n.find({...$e,...D(i)})}}
    >
      ${y({name:"action",label:e.t("journal_action"),value:a.action,options:[["",e.t("journal_anything")],...nn(e)]})}
      ${y({name:"actor",label:e.t("journal_actor"),value:a.actor,options:[["",e.t("journal_anybody")],...o?an(o):[],["system",e.t("actor_system")],["automation",e.t("actor_automation")]]})}
      ${v({name:"from",label:e.t("from"),type:"date",value:a.from})}
      ${v({name:"to",label:e.t("until"),type:"date",value:a.to})}
      ${v({name:"subject",label:e.t("journal_subject"),value:a.subject,max:200})}
      <button data-do="find">${e.t("journal_find")}</button>
    </form>`}entries(e,n){let{words:o,desk:a,hass:i}=this;return i?l`
      ${S({caption:o.t("journal_caption"),empty:o.t("journal_empty"),rows:e,key:r=>String(r.seq),columns:[{head:o.t("journal_number"),style:"tight",cell:r=>r.seq},{head:o.t("journal_when"),style:"tight",cell:r=>this.at(r.at,!0)},{head:o.t("journal_actor"),style:"tight",cell:r=>on(r,i,n,o)},{head:o.t("journal_action"),style:"strong",cell:r=>sn(r.action,o)},{head:o.t("journal_subject"),cell:r=>r.subject?l`<button
                    class="link"
                    title=${r.subject}
                    aria-label="${o.t("journal_about")}: ${r.subject}"
                    @click=${()=>a.find({...$e,subject:r.subject})}
                  >
                    ${Je(r.subject,i)}
                  </button>`:""},{head:o.t("journal_details"),cell:r=>{let d=rn(r,i,o);return d?l`<span class="said">${d}</span>`:""}}]})}
      ${g(o,a.work.problemOf("older"))}
      ${a.more?l`<div class="bar">
              <button data-do="older" ?disabled=${a.work.busy!==void 0} @click=${()=>{a.older()}}>
                ${_(o,o.t("journal_older"),a.work.busy==="older")}
              </button>
            </div>`:c}
    `:l``}};var Re=class extends ae{constructor(){super();this.back=e=>{e.type==="cancel"&&e.preventDefault(),this.open&&this.dispatchEvent(new CustomEvent("sc-back"))};this.heading="",this.open=!1,this.large=!1}static{this.properties={heading:{},open:{type:Boolean},large:{type:Boolean}}}static{this.styles=[pe,P`
      dialog {
        width: min(640px, calc(100vw - 24px));
        max-height: calc(100dvh - 24px);
        padding: 24px;
        border: 0;
        border-radius: 16px;
        color: var(--text);
        background: var(--surface);
        overflow: auto;
      }
      dialog.large {
        width: min(960px, calc(100vw - 24px));
      }
      dialog::backdrop {
        background: #000a;
      }
      h2 {
        font-size: 24px;
        line-height: 1.25;
        margin: 0 0 16px;
      }
      h2:focus {
        outline: none;
      }
      @media (max-width: 600px) {
        dialog {
          padding: 16px;
        }
      }
    `]}updated(e){if(!e.has("open"))return;let n=this.renderRoot.querySelector("dialog");this.open&&!n?.open?(n?.showModal(),this.renderRoot.querySelector("h2")?.focus()):!this.open&&n?.open&&n.close()}render(){return l`<dialog
      class=${this.large?"large":""}
      aria-labelledby="title"
      @cancel=${this.back}
      @close=${this.back}
    >
      <h2 id="title" tabindex="-1">${this.heading}</h2>
      <slot></slot>
    </dialog>`}};function L(s,t,e,n){return t?.find(a=>a.user_id===s)?.name||e&&E(e,s)||n.t("unnamed_account")}var J="all",W="user:";function Qe(s){return{kind:s.kind,severity:s.severity,version:s.version,steps:s.steps.map(({after:t,to:e,channels:n})=>({after:String(t),to:[...e],channels:[...n]})),repeat_every:String(s.repeat_every),ask_again_after:String(s.ask_again_after)}}function fn(s){let t=s.steps.at(-1),e=String((Number(t?.after)||0)+(t?60:0));return{...s,steps:[...s.steps,{after:e,to:[...t?.to??[]],channels:[]}]}}function gn(s,t,e){return{...s,steps:s.steps.map((n,o)=>o===t?{...n,...e}:n)}}function V(s,t,e){return e?[...s.filter(n=>n!==t),t]:s.filter(n=>n!==t)}var mn=s=>/^\s*\d{1,5}\s*$/.test(s);function _n(s,t){let e={};s.steps.forEach(({after:n,to:o},a)=>{let i=s.steps[a-1],r=`step_${a+1}_after`;mn(n)?a===0&&Number(n)!==0?e[r]=t.t("plan_first_step_late"):i&&Number(n)<=Number(i.after)&&(e[r]=t.t("plan_delays_not_ascending")):e[r]=t.t("reason_not_a_number"),o.length||(e[`step_${a+1}_to`]=t.t("plan_nobody_named"))});for(let n of["repeat_every","ask_again_after"])mn(s[n])||(e[n]=t.t("reason_not_a_number"));return e}function vn(s,t){let{reason:e,step:n}=ie(s);if(I(s)!=="plan_invalid"||!e)return;let o=t.found(`plan_${e}`,"reason_other");if(e.endsWith("_out_of_bounds"))return[e.slice(0,-14),o];if(!n)return["",o];let a=["first_step_late","delays_not_ascending","step_too_late"].includes(e);return[`step_${n}_${a?"after":e==="channel_unknown"?"channels":"to"}`,o]}function bn(s){return{...s,steps:s.steps.map(t=>({...t,after:t.after.trim()}))}}function yn(s){return{kind:s.kind,severity:s.severity,version:s.version,steps:s.steps.map(t=>({...t,after:Number(t.after)})),repeat_every:Number(s.repeat_every),ask_again_after:Number(s.ask_again_after)}}function Pe(s,t){return s%60&&s<600?t.t("seconds",{count:s}):de(s,t)}function wn(s,t,e,n){return s.startsWith(W)?L(s.slice(W.length),t,e,n):ce(s,e,n)}function kn(s,t,e,n){return s.steps.map(({after:o,to:a,channels:i},r)=>{let d=r+1,u=i.filter(h=>h!==J),p=i.includes(J)?n.t("plan_all_channels"):u.length?n.t("plan_channels_first",{channels:n.list(u.map(h=>H(h,e,n)))}):n.t("plan_own_order");return{level:d,when:o?n.t("plan_after",{time:Pe(o,n)}):n.t("plan_at_once"),whom:a.map(h=>wn(h,t,e,n)),how:p,gaps:s.warnings.filter(h=>h.step===d).map(h=>Ls(h,wn(h.target,t,e,n),n))}})}function Ls({step:s,target:t,why:e},n,o){return t==="siren"||t==="group"?o.t("gap_not_set",{level:s,whom:n}):o.found(`gap_${e}`,"gap_nobody_now",{level:s,whom:n})}var $n=["duty_room","grid_worker","community_office","auditor","portal"];async function G(s){return(await m(s,"staff/list")).staff}function xn(s){return re(s.sendMessagePromise({type:"config/auth/list"}),ht)}function Rn(s,t,e,n){return m(s,"staff/save",{user_id:t,roles:e,channels:n})}var Pn=["grid_worker","duty_room","community_office","emergency_contact","everyone_on_duty","siren","group"];async function Tn(s){return(await m(s,"plans/list")).plans}var Te=class{constructor(t,e){this.connection=t;this.changed=e;this.work=new $(e),this.plans=new w(()=>Tn(t),e),this.staff=new w(()=>G(t),e),this.channels=new w(async()=>{let n=await m(t,"channels/list"),o=["mobile_app","notify","script","media_player"];return n.channels.filter(({kind:a})=>a&&o.includes(a)).map(({channel:a})=>a)},e)}load(){this.plans.load(),this.staff.load(),this.channels.load()}get plan(){let t=this.plans.value??[];return t.find(e=>e.id===this.chosen)??t[0]}get kinds(){let t=new Map;for(let e of this.plans.value??[])t.set(e.kind,[...t.get(e.kind)??[],e]);return[...t].map(([e,n])=>({kind:e,plans:n}))}choose(t){this.chosen=t,this.changed()}edit(t){let{plan:e}=this;e&&(this.draft=t?{...Qe(e),severity:t,version:null}:Qe(e),this.work.forget(),this.changed())}update(t){this.draft=t,this.changed()}cancel(){this.draft=void 0,this.work.forget(),this.changed()}async save(){if(!this.draft)return!1;let t=bn(this.draft),e=await this.work.run("save",async()=>{let{plan:n}=await m(this.connection,"plans/save",yn(t));this.chosen=n.id});return e&&(this.cancel(),await this.plans.load()),e}async reset(){let{plan:t}=this;if(!t)return!1;let e=await this.work.run("reset",async()=>{let n={kind:t.kind,severity:t.severity,version:t.version},o=await m(this.connection,"plans/reset",n);this.chosen=o.plan.id});return e&&await this.plans.load(),e}};var js=12;function Sn(s,t){let{words:e,desk:n}=s,{work:o}=n,a=vn(o.problemOf("save"),e),i=a?{...s.wrong,[a[0]]:a[1]}:s.wrong,r=d=>v({name:d,label:e.t(d),type:"number",value:t[d],wrong:i[d],input:u=>n.update({...t,[d]:u})});return l`<form novalidate @submit=${d=>{Ms(d,s)}}>
    ${t.severity?l`<p>${e.t("plan_severity")}: <b>${e.severity(t.severity)}</b></p>`:c}
    ${t.steps.map((d,u)=>Ws(s,t,u,i))}
    <div class="bar">
      <button
        type="button"
        class="small"
        ?disabled=${t.steps.length>=js}
        @click=${()=>n.update(fn(t))}
      >
        ${e.t("step_add")}
      </button>
    </div>
    <div class="fields step">${r("repeat_every")} ${r("ask_again_after")}</div>
    ${i[""]?l`<p class="problem" role="alert">${i[""]}</p>`:c}
    ${a?c:g(e,o.problemOf("save"))}
    <div class="ends">
      <button type="button" @click=${()=>n.cancel()}>${e.t("cancel")}</button>
      <button class="strong" data-do="save" ?disabled=${o.busy!==void 0}>
        ${_(e,e.t("save"),o.busy==="save")}
      </button>
    </div>
  </form>`}async function Ms(s,t){s.preventDefault();let{desk:e,words:n}=t;if(e.draft){if(t.wrong=_n(e.draft,n),t.requestUpdate(),Object.keys(t.wrong).length)return t.toWrong();await e.save()?t.say(n.t("plan_saved")):t.toWrong()}}function Ws(s,t,e,n){let{words:o,desk:a,hass:i}=s,r=t.steps[e];if(!r)return l``;let d=e+1,u=b=>a.update(gn(t,e,b)),p=(a.staff.value??[]).filter(b=>b.roles.length),h=new Set(p.map(b=>`${W}${b.user_id}`)),f=r.to.filter(b=>b.startsWith(W)&&!h.has(b)),R=(b,Q)=>C({name:`step_${d}_to`,label:Q,value:b,checked:r.to.includes(b),change:Ie=>u({to:V(r.to,b,Ie)})}),A=(b,Q)=>C({name:`step_${d}_channels`,label:Q,value:b,checked:r.channels.includes(b),change:Ie=>u({channels:V(r.channels,b,Ie)})}),We=[...new Set([...a.channels.value??[],...r.channels])].filter(b=>b!==J);return l`<fieldset class="step">
    <legend><h2>${o.t("plan_step",{level:d})}</h2></legend>
    <div class="fields">
      ${v({name:`step_${d}_after`,label:o.t("step_after"),type:"number",value:r.after,wrong:n[`step_${d}_after`],input:b=>u({after:b})})}
    </div>
    <div class="field" role="group" aria-label=${o.t("step_to")}>
      <span>${o.t("step_to")}</span>
      <div class="checks">${Pn.map(b=>R(b,ce(b,i,o)))}</div>
      ${n[`step_${d}_to`]?l`<small class="wrong" tabindex="-1">${n[`step_${d}_to`]}</small>`:c}
    </div>
    <details ?open=${r.to.some(b=>b.startsWith(W))}>
      <summary>${o.t("step_persons")}</summary>
      <div class="checks">
        ${p.map(b=>R(`${W}${b.user_id}`,L(b.user_id,a.staff.value,i,o)))}
        ${f.map(b=>R(b,L(b.slice(W.length),a.staff.value,i,o)))}
      </div>
    </details>
    <details ?open=${r.channels.length>0}>
      <summary>${o.t("step_channels")}</summary>
      <div class="checks">
        ${A(J,o.t("step_all"))}
        ${We.map(b=>A(b,H(b,i,o)))}
      </div>
      ${n[`step_${d}_channels`]?l`<small class="wrong" tabindex="-1">${n[`step_${d}_channels`]}</small>`:c}
    </details>
    ${t.steps.length>1?l`<button
            type="button"
            class="plain"
            @click=${()=>a.update({...t,steps:t.steps.filter((b,Q)=>Q!==e)})}
          >
            ${o.t("step_remove",{level:d})}
          </button>`:c}
  </fieldset>`}var Se=class extends x{constructor(){super(...arguments);this.path="plans";this.wrong={}}static{this.styles=[...x.styles,P`
      .line {
        position: relative;
        padding-left: 40px;
      }
      .line::before {
        content: "";
        position: absolute;
        left: 13px;
        top: 12px;
        bottom: 12px;
        border-left: 4px solid var(--line);
      }
      .line > li {
        position: relative;
        padding: 0 0 24px;
      }
      .line > li::before {
        content: attr(data-level);
        position: absolute;
        left: -40px;
        top: 0;
        width: 30px;
        height: 30px;
        border-radius: 50%;
        background: var(--normal);
        color: var(--on-normal);
        font-weight: 700;
        font-size: 16px;
        line-height: 30px;
        text-align: center;
      }
      .line > li.again {
        padding-bottom: 0;
      }
      .line > li.again::before {
        content: "↻";
        background: var(--text);
        color: var(--surface);
      }
      .when {
        font-size: 20px;
        font-weight: 700;
      }
      .line .chips {
        margin: 6px 0;
      }
      .line .chip {
        font-size: 17px;
      }
      .step {
        border-top: 1px solid var(--line);
        padding-top: 14px;
      }
    `]}open(e){this.desk=new Te(e,this.changed)}load(){this.desk.load()}say(e){this.toast(e)}async toWrong(){await this.updateComplete,this.renderRoot.querySelector("[aria-invalid=true], .wrong, .problem")?.focus(),this.renderRoot.querySelector(".problem, .wrong")?.scrollIntoView({block:"center"})}content(e){let{words:n,desk:o}=this;return l`
      <p class="hint">${n.t("plans_intro")}</p>
      ${k(n,o.plans,()=>this.chosen())}
      <smart-community-dialog
        large
        .heading=${o.draft?n.t("plan_edit_title",{kind:n.kind(o.draft.kind)}):""}
        .open=${o.draft!==void 0}
        @sc-back=${()=>o.cancel()}
      >
        ${o.draft?Sn(this,o.draft):c}
      </smart-community-dialog>
      ${this.dialog()}
    `}chosen(){let{words:e,desk:n}=this,{plan:o}=n;if(!o)return c;let a=n.kinds.flatMap(({kind:i,plans:r})=>r.map(d=>[d.id,d.severity?e.t("plan_for",{kind:e.kind(i),severity:e.severity(d.severity)}):e.kind(i)]));return l`
      <div class="tools">
        <div class="grow">
          ${y({name:"plan",label:e.t("plan_choose"),value:o.id,options:a,change:i=>n.choose(i)})}
        </div>
        <button data-do="edit" @click=${()=>this.edit()}>${e.t("plan_edit")}</button>
        ${o.default?c:l`<button data-do="reset" @click=${()=>this.asks("reset")}>${e.t("plan_reset")}</button>`}
        ${o.severity===null?l`<button data-do="own" @click=${()=>this.asks("own")}>${e.t("plan_own_add")}</button>`:c}
      </div>
      ${this.line(o)}
    `}line(e){let{words:n,desk:o,hass:a}=this,i=kn(e,o.staff.value,a,n),r=e.by&&e.at?n.t("plan_changed_by",{name:L(e.by,o.staff.value,a,n),at:this.at(e.at)}):"";return l`
      <section class="panel" data-plan=${e.id}>
        <div class="bar apart">
          <h2>${n.kind(e.kind)} · ${e.severity?n.severity(e.severity):n.t("plan_for_all")}</h2>
          <span class="chip ${e.default?"calm":""}">
            ${e.default?n.t("plan_default"):n.t("plan_version",{version:e.version})}
          </span>
        </div>
        ${e.default||!r?c:l`<p class="hint">${r}</p>`}
        <ol class="line">
          ${i.map(d=>l`<li data-level=${d.level}>
                <span class="hidden">${n.t("plan_step",{level:d.level})}</span>
                <span class="when">${d.when}</span>
                <div class="chips">${d.whom.map(u=>l`<span class="chip">${u}</span>`)}</div>
                <p class="hint">${d.how}</p>
                ${d.gaps.map(u=>l`<p class="warn">${u}</p>`)}
              </li>`)}
          <li class="again">
            <span class="when">${n.t("plan_repeats",{time:Pe(e.repeat_every,n)})}</span>
            <p class="hint">${n.t("plans_never_stops")}</p>
          </li>
        </ol>
        <p>${n.t("plan_asks",{time:Pe(e.ask_again_after,n)})}</p>
        ${e.warnings.length?l`<p class="hint">${n.t("gap_next")}</p>`:c}
      </section>
    `}edit(e){this.wrong={},this.asked=void 0,this.desk.edit(e)}asks(e){this.asked=e,this.desk.work.forget()}dialog(){let{words:e,desk:n,asked:o}=this,a=new Set(n.plans.value?.filter(i=>i.kind===n.plan?.kind).map(i=>i.severity));return l`<smart-community-dialog
      .heading=${e.t(o==="own"?"plan_own_title":"plan_reset_title")}
      .open=${o!==void 0}
      @sc-back=${()=>this.asks(void 0)}
    >
      ${o==="reset"?l`<div class="form">
              <p>${e.t("plan_reset_text")}</p>
              ${g(e,n.work.problemOf("reset"))}
              <div class="ends">
                <button @click=${()=>this.asks(void 0)}>${e.t("cancel")}</button>
                <button
                  class="strong"
                  data-do="confirm"
                  ?disabled=${n.work.busy!==void 0}
                  @click=${async()=>{await n.reset()&&(this.asks(void 0),this.say(e.t("plan_was_reset")))}}
                >
                  ${_(e,e.t("plan_reset_do"),n.work.busy==="reset")}
                </button>
              </div>
            </div>`:o==="own"?l`<div class="form">
                <p>${e.t("plan_own_text")}</p>
                <div class="bar">
                  ${_t.filter(i=>!a.has(i)).map(i=>l`<button data-severity=${i} @click=${()=>this.edit(i)}>
                        ${e.severity(i)}
                      </button>`)}
                </div>
                <div class="ends">
                  <button @click=${()=>this.asks(void 0)}>${e.t("cancel")}</button>
                </div>
              </div>`:c}
    </smart-community-dialog>`}};var Dn=20,Is=32*1024*1024,Cn=24e5,et=12e4;function Fs({name:s,size:t}){return/\.(csv|txt|xlsx)$/i.test(s)?t>Is?"import_too_large":void 0:"import_wrong_kind"}function Us(s){let t="";for(let e=0;e<s.length;e+=32768)t+=String.fromCharCode(...s.subarray(e,e+32768));return btoa(t)}var De=class{constructor(t,e,n){this.connection=t;this.changed=e;this.imported=n;this.stage="choose";this.lost=!1;this.filter="";this.paging=new M(0,Dn);this.work=new $(e),this.last=new w(()=>this.readLast(),e)}load(){(this.stage==="checking"||this.stage==="importing")&&(this.lost=this.stage==="importing",this.reset()),this.last.load()}reset(){this.stage="choose",this.file=this.report=this.rows=this.progress=this.refused=void 0,this.work.forget(),this.changed()}async check(t){if(this.reset(),this.lost=!1,this.refused=Fs(t),this.refused)return this.changed();this.file=t,await this.run("checking",!0)}async import(){this.stage!=="checked"||!this.file||this.report?.error_count||(await this.run("importing",!1),this.imported(),this.last.load())}show(t){this.filter=t,this.go(0)}go(t){this.paging=this.paging.at(t),this.rows?.load()}async undo(){let t=await this.work.run("undo",async()=>{await m(this.connection,"register/undo_import",{},et)});return t&&(this.reset(),this.imported()),this.last.load(),t}exportRegister(t,e){return this.work.run("export_all",async()=>{let n=await m(this.connection,"register/export",{format:t,language:e},et);ne(n.name,n.content_type,n.base64,!0)})}exportHome(t){return this.work.run("export",async()=>{let e=await m(this.connection,"register/household_export",{home:t});ne(`home-${t}.json`,"application/json",JSON.stringify(e,void 0,2))})}async run(t,e){let{file:n}=this;if(!n)return;let o=this.stage;this.stage=t;let a=await this.work.run(t,async()=>{let i=await this.send(n);this.report=await this.follow(i,e)});this.file===n&&(this.progress=void 0,!a||!this.report?this.stage=o==="checked"?"checked":"choose":this.stage=this.report.imported?"done":"checked",a&&this.showRows(),this.changed())}showRows(){let t=this.report?.import_id;t!==void 0&&(this.filter=this.report?.error_count?"error":"",this.paging=new M(0,Dn),this.rows=new w(()=>m(this.connection,"register/import/rows",{import_id:t,...this.filter?{outcome:this.filter}:{},offset:this.paging.offset,limit:this.paging.limit}),this.changed),this.rows.load())}async send(t){let e=new Uint8Array(await t.arrayBuffer()),n;for(let o=0;o===0||o<e.length;o+=Cn){this.tell({phase:"uploading",done:o,of:e.length});let i={part:Us(e.subarray(o,o+Cn)),...n===void 0?{}:{upload:n}};n=(await m(this.connection,"register/import/upload",i,et)).upload}return n??""}follow(t,e){return new Promise((n,o)=>{let a,i=!1,r=()=>{i=!0,a&&a().catch(()=>{})},d=p=>{if(p.type==="progress"){this.tell({phase:p.phase,done:p.done,of:p.of});return}r(),p.type==="report"?n(p):o(Gs(p.code,p.placeholders))},u={type:`${K}/register/import`,upload:t,dry_run:e};this.connection.subscribeMessage(d,u,{resubscribe:!1}).then(p=>{a=p,i&&r()},o)})}async readLast(){try{return(await m(this.connection,"register/undo_import",{dry_run:!0})).import}catch(t){if(["nothing_to_undo","unauthorized"].includes(I(t)))return null;throw t}}tell(t){this.progress=t,this.changed()}},Gs=(s,t)=>({code:s,translation_key:s,translation_placeholders:t});var En=10,tt={name:"",phone:"",relation:""},nt={name:"",birth_year:"",care:[],guardian:"",language:"",note:""};function On(s=""){return{id:void 0,building:s,...{unit:"",number:"",floor:"",household:"",note:"",access:"",key_safe:"",grid:""},contacts:[{...tt}],residents:[{...nt}]}}function Nn(s){return{id:s.id,building:s.building_name,unit:s.unit,number:s.number,floor:s.floor===null?"":String(s.floor),household:s.household,note:s.note,access:s.access,key_safe:s.key_safe,grid:s.grid??"",contacts:s.contacts.map(t=>({...t})),residents:s.residents.map(t=>({...t,birth_year:t.birth_year===null?"":String(t.birth_year),care:[...t.care]}))}}var st=({id:s,...t})=>Object.values(t).every(e=>Array.isArray(e)?e.length===0:e.trim()===""),zs=s=>st(s);function An(s){let{id:t,grid:e,contacts:n,residents:o,...a}=s;return{...t?{id:t}:{},...a,floor:s.floor.trim()===""?null:s.floor,grid:e,contacts:n,residents:o.map(({birth_year:i,...r})=>({...r,birth_year:i.trim()===""?null:Bs(i)}))}}function Hn(s){return{...s,contacts:s.contacts.filter(t=>!st(t)),residents:s.residents.filter(t=>!zs(t))}}var Bs=s=>/^\s*\d{1,4}\s*$/.test(s)?Number(s):s;function Ln(s,t){let e={};for(let n of["building","number"])s[n].trim()||(e[n]=t.t("field_needed"));return/^\s*-?\d{0,3}\s*$/.test(s.floor)||(e.floor=t.t("reason_not_a_number")),s.contacts.forEach((n,o)=>{!st(n)&&!n.phone.trim()&&(e[`contact_${o+1}_phone`]=t.t("field_needed"))}),s.residents.forEach((n,o)=>{/^\s*(\d{4})?\s*$/.test(n.birth_year)||(e[`resident_${o+1}_birth_year`]=t.t("reason_not_a_number"))}),e}function jn(s,t){let{field:e}=ie(s),n=I(s);return n==="home_exists"?["number",t.t("reason_home_exists")]:e?[e,t.found(`reason_${n}`,"reason_other")]:void 0}var qs=25,Vs=300,Ce=class{constructor(t,e){this.connection=t;this.changed=e;this.search="";this.amongPeople=!1;this.building="";this.paging=new M(0,qs);this.devicesLeft=0;this.work=new $(e),this.homes=new w(()=>this.read(),e),this.grids=new w(()=>Gt(t),e)}load(){this.homes.load(),this.grids.load()}find(t){this.search=t,clearTimeout(this.typing),this.amongPeople?this.changed():this.typing=setTimeout(()=>this.go(0),Vs)}searchPeople(t){this.amongPeople=t,clearTimeout(this.typing),t?this.changed():this.go(0)}choose(t){this.building=t,this.go(0)}go(t){this.paging=this.paging.at(t),this.homes.load()}show(t){this.work.forget(),this.draft=void 0,this.home=new w(()=>Ut(this.connection,t),this.changed),this.home.load()}leave(){this.home=void 0,this.draft=void 0,this.work.forget(),this.changed()}edit(){let t=this.home?.value,e=this.homes.value?.buildings.find(n=>n.id===this.building)?.name;this.draft=t?Nn(t):On(e),this.work.forget(),this.changed()}cancel(){this.draft=void 0,this.work.forget(),this.changed()}update(t){this.draft&&(this.draft={...this.draft,...t}),this.changed()}async save(){let t=this.draft&&Hn(this.draft);if(!t)return!1;this.draft=t;let e="";return await this.work.run("save",async()=>{e=(await m(this.connection,"register/save",{home:An(t)})).home_id})?(this.homes.load(),this.show(e),!0):!1}setStatus(t){let e={active:"register/resume",paused:"register/pause",left:"register/leave"}[t];return this.act(t,async n=>{this.devicesLeft=(await m(this.connection,e,{home:n})).devices.length})}consent(t,e,n,o){return this.act("consent",a=>m(this.connection,"register/consent",{home:a,purpose:t,given:e,text_version:n,note:o}))}async erase(){let t=this.home?.value?.id;if(t===void 0)return!1;let e=await this.work.run("erase",async()=>{await m(this.connection,"register/erase",{home:t})});return e&&(this.leave(),this.homes.load()),e}async act(t,e){let{home:n}=this,o=n?.value?.id;if(!n||o===void 0)return!1;let a=await this.work.run(t,async()=>{await e(o)});return a&&(n.load(),this.homes.load()),a}read(){let{offset:t,limit:e}=this.paging,n=this.search.trim(),{building:o}=this;return X(this.connection,{...o?{building:o}:{},...n?{[this.amongPeople?"people":"search"]:n}:{},offset:t,limit:e})}};var Ee=class{constructor(t,e,n){this.connection=t;this.grids=e;this.changed=n;this.work=new $(n),this.staff=new w(()=>G(t),n)}open(){!this.staff.value&&!this.staff.loading&&this.staff.problem===void 0&&this.staff.load()}edit(t){this.draft=t?{id:t.id,name:t.name,worker:t.worker,deputy:t.deputy}:{name:"",worker:"",deputy:""},this.work.forget(),this.changed()}cancel(){this.draft=void 0,this.work.forget(),this.changed()}async save(t){this.draft=t;let e=await this.work.run("save",async()=>{await m(this.connection,"grids/save",{...t})});return e&&(this.cancel(),this.grids.load()),e}};function Wn(s){let{words:t,grids:e}=s;e.open();let{draft:n}=e;return l`
    <p>${t.t("grids_intro")}</p>
    <div class="bar">
      <button class="small" data-do="add-grid" @click=${()=>e.edit()}>${t.t("grid_add")}</button>
    </div>
    ${k(t,e.grids,o=>S({caption:t.t("grids_caption"),empty:t.t("grids_empty"),rows:o,key:a=>a.id,columns:[{head:t.t("grid_name"),style:"strong",cell:a=>a.name},{head:t.t("grid_worker"),cell:a=>Mn(s,a.worker)},{head:t.t("grid_deputy"),cell:a=>Mn(s,a.deputy)},{head:t.t("grid_homes"),style:"number",cell:a=>a.homes??""},{head:"",style:"tight",cell:a=>l`<div class="bar">
                <button class="small" aria-label="${t.t("edit")}: ${a.name}" @click=${()=>e.edit(a)}>
                  ${t.t("edit")}
                </button>
              </div>`}]}))}
    <smart-community-dialog
      .heading=${n?.id?t.t("grid_edit",{name:n.name}):t.t("grid_new")}
      .open=${n!==void 0}
      @sc-back=${()=>e.cancel()}
    >
      ${n?Ks(s,n):c}
    </smart-community-dialog>
  `}var Mn=(s,t)=>t?L(t,s.grids.staff.value,s.hass,s.words):s.words.t("grid_nobody");function Ks(s,t){let{words:e,grids:n,hass:o}=s,a=[["",e.t("grid_nobody")],...(n.staff.value??[]).filter(r=>r.roles.length>0).map(r=>[r.user_id,L(r.user_id,n.staff.value,o,e)])];return l`<form novalidate @submit=${async r=>{r.preventDefault();let{name:d="",worker:u="",deputy:p=""}=D(r);if(s.wrong=d.trim()?{}:{grid:e.t("field_needed")},s.requestUpdate(),!d.trim())return s.toWrong();await n.save({...t,name:d.trim(),worker:u,deputy:p})&&s.say(e.t("grid_saved"))}}>
    ${v({name:"name",label:e.t("grid_name"),value:t.name,required:!0,wrong:s.wrong.grid,max:100})}
    ${y({name:"worker",label:e.t("grid_worker"),value:t.worker,options:a})}
    ${y({name:"deputy",label:e.t("grid_deputy"),value:t.deputy,options:a})}
    ${g(e,n.work.problem)}
    <div class="ends">
      <button type="button" @click=${()=>n.cancel()}>${e.t("cancel")}</button>
      <button class="strong" ?disabled=${n.work.busy!==void 0}>
        ${_(e,e.t("save"),n.work.busy!==void 0)}
      </button>
    </div>
  </form>`}function In(s){let{asked:t,words:e,desk:n}=s,o=n.home?.value;return l`<smart-community-dialog
    .heading=${t&&o?Xs(s,t,o):""}
    .open=${t!==void 0&&o!==void 0}
    @sc-back=${()=>s.ask(void 0)}
  >
    ${t&&o?l`<form novalidate @submit=${a=>{Js(a,s,t,o)}}>
            ${t.what==="consent"?Zs(s,t):l`<p>${e.t(`${t.what}_text`)}</p>`}
            ${t.what==="erase"?l`<p class="hint">${e.t("erase_kept")}</p>`:c}
            ${t.what==="erase"?v({name:"number",label:e.t("erase_type",{number:o.number}),wrong:s.wrong.number}):c}
            ${g(e,n.work.problem)}
            <div class="ends">
              <button type="button" @click=${()=>s.ask(void 0)}>${e.t("cancel")}</button>
              <button
                class="strong ${t.what==="erase"||t.what==="leave"?"danger":""}"
                data-do="confirm"
                ?disabled=${n.work.busy!==void 0}
              >
                ${_(e,Ys(s,t),n.work.busy!==void 0)}
              </button>
            </div>
          </form>`:c}
  </smart-community-dialog>`}function Xs({words:s},t,e){if(t.what==="consent"){let n=s.t(`purpose_${t.purpose}`);return s.t(t.given?"consent_title":"consent_title_withdraw",{purpose:n})}return s.t(`${t.what}_title`,{place:T(e,s)})}function Ys({words:s},t){return t.what==="consent"?s.t(t.given?"consent_save":"consent_withdraw_do"):s.t(`${t.what}_do`)}function Zs(s,t){let{words:e}=s;return l`
    <p>${e.t(`purpose_${t.purpose}_text`)}</p>
    ${v({name:"version",label:e.t("consent_version"),hint:e.t("consent_version_hint"),wrong:s.wrong.version,required:!0,max:40})}
    ${v({name:"note",label:e.t("consent_note"),max:200})}
  `}async function Js(s,t,e,n){s.preventDefault();let{desk:o,words:a}=t,i=D(s);if(t.wrong={},e.what==="consent"){let r=i.version?.trim()??"";r?await o.consent(e.purpose,e.given,r,i.note??"")&&(t.ask(void 0),t.say(a.t("done_consent"))):t.wrong={version:a.t("field_needed")}}else if(e.what==="erase")i.number?.trim()!==n.number?t.wrong={number:a.t("erase_wrong")}:await o.erase()&&(t.ask(void 0),t.say(a.t("done_erased")));else if(await o.setStatus(e.what==="pause"?"paused":"left")){t.ask(void 0);let r=e.what==="leave"?o.devicesLeft:0;t.say(a.t(e.what==="pause"?"done_paused":"done_left")),r&&t.say(a.t("devices_left",{count:r}))}t.requestUpdate(),Object.keys(t.wrong).length&&t.toWrong()}var Qs=["普通话","粤语","闽南语","吴语","客家话","四川话","English","手语"],ot=200,Fn=2e3;function Un(s,t){let{words:e,desk:n}=s,{work:o}=n,a=jn(o.problemOf("save"),e),i=a?{...s.wrong,[a[0]]:a[1]}:s.wrong,r=(d,u)=>v({name:d,label:e.t(`field_${d}`),value:t[d],hint:u,wrong:i[d],max:ot,required:d==="building"||d==="number",input:p=>n.update({[d]:p})});return l`
    <h2 tabindex="-1">
      ${t.id&&n.home?.value?e.t("home_edit",{place:T(n.home.value,e)}):e.t("home_new")}
    </h2>
    <form class="stack" novalidate @submit=${d=>{to(d,s)}}>
      <fieldset class="panel">
        <div class="fields">
          ${r("building",e.t("field_building_hint"))} ${r("unit")} ${r("number")}
          ${r("floor",e.t("field_floor_hint"))}
          ${n.grids.value?.length?y({name:"grid",label:e.t("field_grid"),value:t.grid,options:[["",e.t("home_no_grid")],...n.grids.value.map(({id:d,name:u})=>[d,u])],wrong:i.grid,change:d=>n.update({grid:d})}):c}
        </div>
        <div class="fields">${r("household")} ${r("access")} ${r("key_safe")}</div>
        ${v({name:"note",label:e.t("field_note"),value:t.note,wrong:i.note,max:Fn,lines:!0,input:d=>n.update({note:d})})}
      </fieldset>
      ${no(s,t,i)} ${so(s,t,i)}
      ${Object.keys(i).length?l`<p class="problem" role="alert">${e.t("check_fields")}</p>`:g(e,o.problemOf("save"))}
      <div class="ends">
        <button type="button" data-do="cancel" @click=${()=>eo(s)}>${e.t("cancel")}</button>
        <button class="strong" data-do="save" ?disabled=${o.busy!==void 0}>
          ${_(e,e.t("save"),o.busy==="save")}
        </button>
      </div>
    </form>
  `}function eo(s){s.wrong={},s.desk.cancel(),s.toTop()}async function to(s,t){s.preventDefault();let{desk:e,words:n}=t;if(e.draft){if(t.wrong=Ln(e.draft,n),t.requestUpdate(),Object.keys(t.wrong).length||!await e.save())return t.toWrong();t.say(n.t("done_saved")),t.toTop()}}function no(s,t,e){let{words:n,desk:o}=s,a=(i,r)=>o.update({contacts:t.contacts.map((d,u)=>u===i?{...d,...r}:d)});return l`<section class="panel">
    <h2>${n.t("contacts")}</h2>
    <p class="hint">${n.t("contacts_hint")}</p>
    ${t.contacts.map((i,r)=>{let d=r+1,u=p=>v({name:`contact_${d}_${p}`,label:n.t(`field_${p}`),type:p==="phone"?"tel":"text",value:i[p],wrong:e[`contact_${d}_${p}`],max:ot,input:h=>a(r,{[p]:h})});return l`<fieldset class="one">
        <legend>${n.t("contact_legend",{number:d})}</legend>
        <div class="fields">${u("name")} ${u("phone")} ${u("relation")}</div>
        <button
          type="button"
          class="plain"
          aria-label=${n.t("contact_remove",{number:d})}
          @click=${()=>o.update({contacts:t.contacts.filter((p,h)=>h!==r)})}
        >
          ${n.t("remove")}
        </button>
      </fieldset>`})}
    <div class="bar">
      <button
        type="button"
        class="small"
        ?disabled=${t.contacts.length>=En}
        @click=${()=>o.update({contacts:[...t.contacts,{...tt}]})}
      >
        ${n.t("contact_add")}
      </button>
    </div>
  </section>`}function so(s,t,e){let{words:n,desk:o}=s,a=(i,r)=>o.update({residents:t.residents.map((d,u)=>u===i?{...d,...r}:d)});return l`<section class="panel">
    <h2>${n.t("home_residents")}</h2>
    <datalist id="languages">${Qs.map(i=>l`<option value=${i}></option>`)}</datalist>
    ${t.residents.map((i,r)=>{let d=r+1,u=(p,h)=>v({name:`resident_${d}_${p}`,label:n.t(`field_${p}`),value:i[p],wrong:e[`resident_${d}_${p}`],max:ot,...h?{list:h}:{},input:f=>a(r,{[p]:f})});return l`<fieldset class="one">
        <legend>${n.t("resident_legend",{number:d})}</legend>
        <div class="fields">${u("name")} ${u("birth_year")} ${u("language","languages")} ${u("guardian")}</div>
        <div class="field" role="group" aria-label=${n.t("field_care")}>
          <span>${n.t("field_care")}</span>
          <div class="checks">
            ${Et.map(p=>C({name:`resident_${d}_care`,label:n.t(`care_${p}`),value:p,checked:i.care.includes(p),change:h=>a(r,{care:h?[...i.care,p]:i.care.filter(f=>f!==p)})}))}
          </div>
        </div>
        ${v({name:`resident_${d}_note`,label:n.t("field_resident_note"),value:i.note,wrong:e[`resident_${d}_note`],max:Fn,lines:!0,input:p=>a(r,{note:p})})}
        <button
          type="button"
          class="plain"
          aria-label=${n.t("resident_remove",{number:d})}
          @click=${()=>o.update({residents:t.residents.filter((p,h)=>h!==r)})}
        >
          ${n.t("remove")}
        </button>
      </fieldset>`})}
    <div class="bar">
      <button
        type="button"
        class="small"
        @click=${()=>o.update({residents:[...t.residents,{...nt}]})}
      >
        ${n.t("resident_add")}
      </button>
    </div>
  </section>`}function Gn(s,t){let{words:e,desk:n}=s,o=n.homes.value?.buildings??[];return l`
    <form
      class="tools"
      role="search"
      @submit=${a=>{a.preventDefault(),n.go(0)}}
    >
      <div class="grow">
        ${v({name:"search",label:e.t("search"),type:"search",placeholder:e.t("homes_search"),value:n.search,input:a=>n.find(a)})}
      </div>
      ${y({name:"building",label:e.t("homes_building"),value:n.building,options:[["",e.t("homes_all_buildings")],...o.map(({id:a,name:i})=>[a,i])],change:a=>n.choose(a)})}
      ${t?l`<button
              type="button"
              data-do="add"
              @click=${()=>{n.edit(),s.toTop()}}
            >
              ${e.t("homes_add")}
            </button>`:c}
      <div class="whole bar">
        ${C({name:"people",label:e.t("search_people"),value:"people",checked:n.amongPeople,change:a=>n.searchPeople(a)})}
        ${n.amongPeople?l`<button class="small" data-do="search">${e.t("search")}</button>
                <span class="hint">${e.t("search_people_hint")}</span>`:c}
      </div>
    </form>
    <p class="hint">${e.t("register_journalled")}</p>
    ${k(e,n.homes,({homes:a,total:i})=>[S({caption:e.t("homes_caption"),empty:e.t(n.search||n.building?"homes_empty":"homes_none"),rows:a,key:r=>r.id,columns:[{head:e.t("column_door"),style:"strong",cell:r=>T(r,e)},{head:e.t("column_floor"),style:"number",cell:r=>r.floor??""},{head:e.t("column_grid"),cell:r=>at(s,r.grid)},{head:e.t("column_devices"),style:"number",cell:r=>r.devices.length||""},{head:"",style:"tight",cell:r=>l`<div class="bar">
                <button
                  class="small"
                  data-do="open"
                  aria-label="${e.t("homes_open")}: ${T(r,e)}"
                  @click=${()=>{n.show(r.id),s.toTop()}}
                >
                  ${e.t("homes_open")}
                </button>
              </div>`}]}),l`${Y(e,n.paging,i,r=>n.go(r))}`])}
  `}function at(s,t){return s.desk.grids.value?.find(e=>e.id===t)?.name??""}function zn(s){let t={};for(let e of s){let n=t[e.purpose];(!n||Date.parse(e.at)>=Date.parse(n.at))&&(t[e.purpose]=e)}return t}function Bn(s,t,e){let{words:n,desk:o}=s;return l`
    <div class="bar">
      <button
        class="plain"
        data-do="back"
        @click=${()=>{o.leave(),s.toTop()}}
      >
        ${n.t("home_back")}
      </button>
    </div>
    ${k(n,t,a=>oo(s,a,e))}
  `}function oo(s,t,e){let{words:n,desk:o}=s,{work:a}=o;return l`
    <div class="bar apart">
      <h2 tabindex="-1">${T(t,n)}</h2>
      ${e?l`<button
              data-do="edit"
              @click=${()=>{o.edit(),s.toTop()}}
            >
              ${n.t("edit")}
            </button>`:c}
    </div>
    <p class="hint">${n.t("register_journalled")}</p>
    ${t.status==="active"?c:l`<p class="warn">
            <b>${n.t(`status_${t.status}`)}</b> · ${n.t(`status_${t.status}_text`)}
          </p>`}
    ${g(n,a.failed&&a.failed!=="save"&&!s.asked?a.problem:void 0)}
    <div class="columns">
      <div class="stack">
        <section class="panel">
          <div>
            <h3>${Ge("key")} ${n.t("how_to_get_in")}</h3>
            <p class="lead">${t.access||l`<span class="faint">${n.t("nothing_recorded")}</span>`}</p>
          </div>
          ${t.key_safe?l`<div>
                  <h3>${n.t("home_key_safe")}</h3>
                  <p class="lead">${t.key_safe}</p>
                </div>`:c}
          <dl class="facts-list">
            <dt>${n.t("household")}</dt>
            <dd>${t.household||n.t("nothing_recorded")}</dd>
            <dt>${n.t("good_to_know")}</dt>
            <dd class="lines">${t.note||n.t("nothing_recorded")}</dd>
            ${t.floor===null?c:l`<dt>${n.t("column_floor")}</dt>
                    <dd>${t.floor}</dd>`}
            <dt>${n.t("home_grid")}</dt>
            <dd>${at(s,t.grid)||n.t("home_no_grid")}</dd>
          </dl>
        </section>
        <section class="panel">
          <h2>${n.t("contacts")}</h2>
          ${t.contacts.length?l`<ol class="rows">
                  ${t.contacts.map(({name:i,phone:r,relation:d})=>l`<li>
                        <span><b>${i}</b> <span class="faint">${d}</span></span>
                        <a
                          class="button small"
                          href="tel:${r.replace(/[^\d+*#]/g,"")}"
                          aria-label=${n.t("call",{name:i,phone:r,relation:d})}
                        >
                          ${Ge("phone")}${r}
                        </a>
                      </li>`)}
                </ol>`:l`<p class="faint">${n.t("no_contacts")}</p>`}
        </section>
        <section class="panel">
          <h2>${n.t("home_residents")}</h2>
          ${t.residents.length?l`<ul class="rows">
                  ${t.residents.map(i=>l`<li>${io(s,i)}</li>`)}
                </ul>`:l`<p class="faint">${n.t("home_no_residents")}</p>`}
        </section>
      </div>
      <div class="stack">
        <section class="panel">
          <h2>${n.t("home_consents")}</h2>
          <ul class="rows">
            ${Ft.map(i=>l`<li>${ro(s,t,i,e)}</li>`)}
          </ul>
        </section>
        ${ao(s,t,e)}
      </div>
    </div>
  `}function ao(s,t,e){let{words:n,desk:o,imports:a}=s,i=o.work.busy!==void 0||a.work.busy!==void 0,r=async()=>{await o.setStatus("active")&&s.say(n.t("done_resumed"))};return l`<section class="panel">
    <h2>${n.t("home_status_heading")}</h2>
    <p><span class="chip ${t.status==="active"?"fine":"mind"}">${n.t(`status_${t.status}`)}</span></p>
    <div class="bar">
      ${t.status==="active"?l`<button class="small" data-do="pause" @click=${()=>s.ask({what:"pause"})}>
              ${n.t("pause")}
            </button>`:l`<button class="small" data-do="resume" ?disabled=${i} @click=${r}>
              ${_(n,n.t("resume"),o.work.busy==="active")}
            </button>`}
      ${e&&t.status!=="left"?l`<button class="small" data-do="leave" @click=${()=>s.ask({what:"leave"})}>
              ${n.t("leave")}
            </button>`:c}
      ${e?l`<button
                class="small"
                data-do="export"
                ?disabled=${i}
                @click=${()=>{a.exportHome(t.id)}}
              >
                ${n.t("export_home")}
              </button>
              <button class="small danger" data-do="erase" @click=${()=>s.ask({what:"erase"})}>
                ${n.t("erase")}
              </button>`:c}
    </div>
    ${g(n,a.work.problemOf("export"))}
  </section>`}function io(s,t){let{words:e}=s,n=Nt(t,e);return l`<div class="resident">
    <span><b>${t.name||e.t("unknown")}</b> <span class="faint">${e.list(n)}</span></span>
    <span class="chips">
      ${Ot(t.care,e).map(o=>l`<span class="chip">${o}</span>`)}
    </span>
    ${t.note?l`<span class="lines">${t.note}</span>`:c}
  </div>`}function ro(s,t,e,n){let{words:o,hass:a}=s,i=zn(t.consents)[e],r=i&&a&&E(a,i.by);return l`<div class="consent">
    <div>
      <b>${o.t(`purpose_${e}`)}</b>
      <span class="chip ${i?.given?"fine":"calm"}">
        ${o.t(i?i.given?"consent_given":"consent_withdrawn":"consent_never")}
      </span>
      <p class="hint">
        ${i?l`${o.t("consent_since",{at:s.at(i.at),version:i.text_version})}${r?l` · ${r}`:c}${i.note?l` · ${i.note}`:c}`:o.t(`purpose_${e}_text`)}
      </p>
    </div>
    ${n?l`<button
            class="small"
            data-consent=${e}
            @click=${()=>s.ask({what:"consent",purpose:e,given:!i?.given})}
          >
            ${o.t(i?.given?"consent_withdraw":"consent_give")}
          </button>`:c}
  </div>`}var qn=["1","2"],lo=["building","unit","home","floor","grid","household","note","access","key_safe",...["name","birth_year","care","guardian","language","note"].map(s=>`resident_1_${s}`),...qn.flatMap(s=>["name","phone","relation"].map(t=>`contact_${s}_${t}`))],co=["楼栋","单元","房号","楼层","网格","户主","备注","入户方式","钥匙盒位置",...["姓名","出生年份","关爱原因","监护人","语言","备注"].map(s=>`居民1${s}`),...qn.flatMap(s=>["姓名","电话","关系"].map(t=>`联系人${s}${t}`))],po=s=>s==="en"?lo:co,Vn=s=>`\uFEFF${po(s).join(",")}\r
`;function Kn(s){let{words:t,imports:e}=s,{stage:n,work:o,report:a}=e;return l`
    <p>${t.t("import_intro")}</p>
    ${e.lost?l`<p class="warn" role="alert">${t.t("import_lost")}</p>`:c}
    ${e.refused?l`<p class="problem" role="alert">${t.t(e.refused)}</p>`:c}
    ${g(t,o.failed==="checking"||o.failed==="importing"?o.problem:void 0)}
    ${n==="choose"?uo(s):c} ${e.progress?ho(s,e.progress):c}
    ${a&&(n==="checked"||n==="done")?mo(s,a):c}
    ${n==="choose"?go(s):c} ${n==="choose"?_o(s):c} ${vo(s)}
  `}function uo(s){let{words:t,imports:e}=s,n=i=>{i.preventDefault(),i.currentTarget.classList.toggle("over",i.type==="dragover")};return l`<div class="file" @dragover=${n} @dragleave=${n} @drop=${i=>{n(i);let r=i.dataTransfer?.files[0];r&&e.check(r)}}>
    <label class="button strong-label">
      <input class="hidden" type="file" accept=".csv,.txt,.xlsx" @change=${i=>{let r=i.target,d=r.files?.[0];d&&e.check(d),r.value=""}} />${t.t("import_choose")}
    </label>
    <span class="hint">${t.t("import_drop")}</span>
    <button
      class="plain"
      data-do="template"
      @click=${()=>ne(t.language==="en"?"register.csv":"住户台账.csv","text/csv",Vn(t.language))}
    >
      ${t.t("import_template")}
    </button>
  </div>`}function ho(s,{phase:t,done:e,of:n}){let{words:o,imports:a}=s,i=n?Math.floor(e/n*100):0,r=o.t(`import_phase_${t}`,{percent:i,done:e,total:n});return l`<section class="panel" data-phase=${t}>
    <b
      >${o.t(a.stage==="importing"?"import_do_title":"import_reading",{file:a.file?.name??""})}</b
    >
    <progress max="100" value=${t==="reading"?c:i} aria-label=${r}></progress>
    <p>${r}</p>
    <p class="hint">${o.t("import_keeps_on")}</p>
  </section>`}function mo(s,t){let{words:e,imports:n}=s,{error_count:o,created:a,updated:i,unchanged:r,imported:d}=t,u={created:a,updated:i,unchanged:r},p=n.work.busy===void 0,h=a+i;return l`
    <section
      class=${d||!o?"good":"problem"}
      role="alert"
      data-report=${d?"imported":"checked"}
    >
      <div>
        <p>
          <b
            >${d?e.t("import_done",u):e.t("import_checked",{file:n.file?.name??"",rows:t.rows})}</b
          >
        </p>
        ${d?c:o?l`<p>${e.t(o===1?"import_wrong_one":"import_wrong",{count:o})}</p>`:l`<p>${e.t("import_counts",u)}</p>
                  <p>${e.t(h?"import_fine":"import_nothing")}</p>`}
      </div>
    </section>
    <div class="bar">
      ${d?l`<button data-do="undo" ?disabled=${!p} @click=${()=>s.askUndo(!0)}>
              ${e.t("import_undo")}
            </button>`:!o&&h?l`<button class="strong" data-do="import" ?disabled=${!p} @click=${()=>{n.import()}}>
                ${_(e,e.t("import_do",{count:h}),!p)}
              </button>`:c}
      <button data-do="again" ?disabled=${!p} @click=${()=>n.reset()}>
        ${e.t(d?"close":"import_again")}
      </button>
    </div>
    ${g(e,n.work.problemOf("undo"))} ${fo(s)}
  `}function fo(s){let{words:t,imports:e}=s,{rows:n,report:o}=e;if(!n||!o)return c;let a={head:t.t("column_door"),cell:i=>T({building_name:i.building,unit:i.unit,number:i.number},t)};return l`
    <div class="tools">
      ${y({name:"outcome",label:t.t("import_filter"),value:e.filter,options:[["",t.t("all")],...ze.map(i=>[i,t.t(`fate_${i}`)])],change:i=>e.show(ze.find(r=>r===i)??"")})}
    </div>
    ${k(t,n,({rows:i,total:r})=>[S({caption:t.t("import_rows_caption"),empty:t.t("import_rows_empty"),rows:i,key:d=>String(d.line),rowClass:d=>d.outcome==="error"?"bad":"",columns:[{head:t.t("column_line"),style:"tight",cell:d=>d.line},{head:t.t("column_fate"),style:"tight",cell:d=>l`<span class="chip ${d.outcome==="error"?"bad":d.outcome==="unchanged"?"calm":"fine"}"
                >${t.t(`fate_${d.outcome}`)}</span
              >`},...e.filter==="error"?[]:[a],{head:t.t("column_reason"),cell:d=>d.errors.length?l`<ul class="reasons">
                    ${d.errors.map(({column:u,reason:p})=>l`<li>
                          ${u?l`<b>${u}</b> `:c}${t.found(`reason_${p}`,"reason_other")}
                        </li>`)}
                  </ul>`:d.outcome==="updated"&&d.fields.length?t.t("import_fields",{fields:t.list(d.fields)}):""}]}),l`${Y(t,e.paging,r,d=>e.go(d))}`])}
  `}function go(s){let{words:t,imports:e}=s,n=e.last.value;return n?l`<section class="panel">
    <div class="bar apart">
      <span>${t.t("import_last",{...Xn(s,n)})}</span>
      <button class="small" data-do="undo" @click=${()=>s.askUndo(!0)}>${t.t("import_undo_last")}</button>
    </div>
  </section>`:c}var Xn=(s,t)=>({at:s.at(t.at),created:t.created,updated:t.updated});function _o(s){let{words:t,imports:e}=s,n=a=>{e.exportRegister(a,t.language)},o=e.work.busy!==void 0;return l`<section class="panel">
    <h2>${t.t("import_export")}</h2>
    <p class="hint">${t.t("import_export_text")}</p>
    <div class="bar">
      <button class="small" data-do="export-xlsx" ?disabled=${o} @click=${()=>n("xlsx")}>XLSX</button>
      <button class="small" data-do="export-csv" ?disabled=${o} @click=${()=>n("csv")}>CSV</button>
      ${e.work.busy==="export_all"?l`<span class="spinner" role="status" aria-label=${t.t("working")}></span>`:c}
    </div>
    ${g(t,e.work.problemOf("export_all"))}
  </section>`}function vo(s){let{words:t,imports:e}=s,n=e.last.value,o=n?n.edited_count+n.needed_count>0:!0;return l`<smart-community-dialog
    .heading=${t.t("import_undo_title")}
    .open=${s.askingUndo&&!!n}
    @sc-back=${()=>s.askUndo(!1)}
  >
    ${n?l`<div class="form">
            <p>${t.t("import_undo_text",Xn(s,n))}</p>
            ${n.edited_count?l`<p class="warn">${t.t("import_undo_edited",{count:n.edited_count})}</p>`:c}
            ${n.needed_count?l`<p class="warn">${t.t("import_undo_needed",{count:n.needed_count})}</p>`:c}
            ${g(t,e.work.problemOf("undo"))}
            <div class="ends">
              <button @click=${()=>s.askUndo(!1)}>${t.t("cancel")}</button>
              <button
                class="strong danger"
                data-do="confirm"
                ?disabled=${o||e.work.busy!==void 0}
                @click=${async()=>{await e.undo()&&(s.askUndo(!1),s.say(t.t("import_undone")))}}
              >
                ${_(t,t.t("import_undo_do"),e.work.busy==="undo")}
              </button>
            </div>
          </div>`:c}
  </smart-community-dialog>`}var Yn=P`
  .lead {
    font-size: 20px;
    line-height: 1.3;
    font-weight: 600;
  }
  .lines {
    white-space: pre-line;
  }
  .rows > li {
    padding: 10px 0;
    border-bottom: 1px solid var(--line);
    display: flex;
    flex-wrap: wrap;
    gap: 8px 16px;
    align-items: center;
    justify-content: space-between;
  }
  .rows > li:last-child {
    border-bottom: 0;
  }
  .resident {
    display: flex;
    flex-direction: column;
    gap: 6px;
  }
  .consent {
    display: flex;
    flex: 1;
    gap: 12px;
    align-items: center;
    justify-content: space-between;
  }
  .narrow .consent {
    flex-direction: column;
    align-items: stretch;
  }
  .strong-label {
    background: var(--normal);
    border-color: var(--normal);
    color: var(--on-normal);
    font-size: 20px;
    position: relative;
  }
  .strong-label:focus-within {
    outline: 3px solid var(--primary-color, #03a9f4);
    outline-offset: 2px;
  }
  .reasons li + li {
    margin-top: 4px;
  }
  fieldset.one {
    border-top: 1px solid var(--line);
    padding-top: 12px;
  }
  fieldset.one .plain {
    align-self: flex-end;
  }
  h3 .icon {
    vertical-align: -4px;
  }
`;var Oe=class extends x{constructor(){super(...arguments);this.path="register";this.wrong={};this.askingUndo=!1;this.tab="homes"}static{this.styles=[...x.styles,Yn]}keeps(e){return e.roles.includes("technician")||e.roles.includes("community_office")}ask(e){this.asked=e,this.wrong={},this.desk.work.forget(),this.requestUpdate()}askUndo(e){this.askingUndo=e,this.imports.work.forget(),e&&this.imports.last.load()}say(e){this.toast(e)}async toWrong(){await this.updateComplete,this.renderRoot.querySelector("[aria-invalid=true]")?.focus()}async toTop(){await this.updateComplete,this.renderRoot.querySelector("h2[tabindex]")?.focus({preventScroll:!0}),this.scrollIntoView({block:"start"})}open(e){this.desk=new Ce(e,this.changed),this.grids=new Ee(e,this.desk.grids,this.changed),this.imports=new De(e,this.changed,()=>{this.desk.homes.load()})}load(){this.desk.load(),this.imports.load()}content(e){let{words:n,desk:o}=this,a=this.keeps(e),i=o.home!==void 0||o.draft!==void 0;return l`
      ${a&&!i?Z(n.t("register_tabs"),[["homes",n.t("register_tab_homes")],["import",n.t("register_tab_import")],["grids",n.t("register_tab_grids")]],this.tab,r=>{this.tab=r,this.requestUpdate()}):c}
      ${o.draft?Un(this,o.draft):o.home?Bn(this,o.home,a):this.tabContent(a)}
      ${In(this)}
    `}tabContent(e){return e&&this.tab==="import"?Kn(this):e&&this.tab==="grids"?Wn(this):Gn(this,e)}};var Jn=()=>[[],[],[],[],[],[],[]];function Qn(s,t,e){return{role:s,source:t===null?"none":t.calendar?"calendar":"weeks",shifts:(t?.shifts??[]).map(n=>({...n})),weeks:t?.weeks?.length?structuredClone(t.weeks):[Jn()],first_week:t?.first_week??e,holiday:t?.holiday?structuredClone(t.holiday):null,cover:t?.cover??"always",calendar:t?.calendar??null}}function es(s,t){let e=new Set(s.map(a=>a.id)),n=s.length+1;for(;e.has(`shift-${n}`);)n+=1;let o=s.at(-1);return{id:`shift-${n}`,name:t,start:o?.end??"08:00",end:o?.start??"20:00"}}function Ne(s,{week:t,day:e,shift:n}){return(t==="holiday"?s.holiday:s.weeks[t]?.[e])?.find(a=>a.shift===n)?.people??[]}var Zn=(s,t,e)=>[...s.filter(n=>n.shift!==t),...e.length?[{shift:t,people:e}]:[]];function it(s,t,e){if(t.week==="holiday")return{...s,holiday:Zn(s.holiday??[],t.shift,e)};let n=s.weeks.map((o,a)=>a===t.week?o.map((i,r)=>r===t.day?Zn(i,t.shift,e):i):o);return{...s,weeks:n}}function ts(s,t){let e=Ne(s,t);return[0,1,2,3,4,5,6].reduce((n,o)=>it(n,{...t,day:o},e),s)}var ns=s=>({...s,weeks:[...s.weeks,structuredClone(s.weeks.at(-1)??Jn())]}),ss=(s,t)=>({...s,weeks:s.weeks.filter((e,n)=>n!==t)});function os(s,t){let e=n=>n.filter(o=>o.shift!==t);return{...s,shifts:s.shifts.filter(n=>n.id!==t),weeks:s.weeks.map(n=>n.map(e)),holiday:s.holiday&&e(s.holiday)}}var as=({shifts:s})=>s.every(({name:t,start:e,end:n})=>t.trim()&&/^\d\d:\d\d$/.test(e)&&/^\d\d:\d\d$/.test(n));function is(s){let{source:t,shifts:e,weeks:n,first_week:o,holiday:a,cover:i,calendar:r}=s;return t==="none"?null:t==="calendar"?{cover:i,calendar:r}:{shifts:e,weeks:n,first_week:o,holiday:a,cover:i,calendar:null}}var rs=(s,t,e)=>m(s,"roster/list",{from:t,to:e});var Ae=class{constructor(t,e,n=()=>U(Date.now())){this.connection=t;this.changed=e;this.today=n;this.day=this.today(),this.monday=se(this.day),this.work=new $(e),this.page=new w(()=>rs(t,this.monday,N(this.monday,6)),e),this.staff=new w(()=>G(t),e),this.holidays=new w(async()=>(await m(t,"roster/holiday",{dry_run:!0})).holidays,e)}load(t){this.page.load(),t&&this.staff.load()}turn(t){this.showDay(t?N(this.monday,7*t):this.today())}showDay(t){this.day=t;let e=se(t);e!==this.monday&&(this.monday=e,this.page.set(void 0),this.page.load()),this.changed()}holders(t){let{people:e={}}=this.page.value??{},n=this.staff.value?.filter(a=>a.roles.some(i=>i===t));return Object.entries(e).filter(([a])=>!n||n.some(i=>i.user_id===a)).map(([a,i])=>[a,i??a]).sort(([,a],[,i])=>a.localeCompare(i))}override(t,e){let{role:n,day:o,shift:a}=t;return this.run("override",()=>m(this.connection,"roster/override",{role:n,day:o,shift:a,people:e}))}askSwap(t,e,n){let{role:o,day:a,shift:i}=t,r=n?{for_day:n.day,for_shift:n.shift}:{};return this.run("swap",()=>m(this.connection,"roster/swap",{role:o,other:e,day:a,shift:i,...r}))}decide(t,e){return this.run(`decide ${t.id}`,()=>m(this.connection,"roster/swap",{swap:t.id,decision:e}))}saveHoliday(t){return this.run("holiday",()=>m(this.connection,"roster/holiday",{holidays:[t]}))}removeHoliday(t){return this.run("holiday",()=>m(this.connection,"roster/holiday",{remove:[t]}))}async takeHolidays(t){let e=0;return await this.run("holiday",async()=>{let o={calendar:t,from:this.today(),to:N(this.today(),365)};e=(await m(this.connection,"roster/holiday",o)).changed.length})?e:void 0}edit(t){this.rotation=Qn(t.role,t.roster,this.monday),this.work.forget(),this.changed()}update(t){this.rotation=t,this.changed()}async saveRotation(){let{rotation:t}=this;if(!t)return!1;let e={role:t.role,roster:is(t)},n=await this.run("rotation",()=>m(this.connection,"roster/save",e));return n&&this.update(void 0),n}async run(t,e){let n=await this.work.run(t,async()=>{await e()});return n&&await Promise.all([this.page.load(),t==="holiday"?this.holidays.load():void 0]),n}};var ls=s=>[0,1,2,3,4,5,6].map(t=>N(s,t));function oe(s,t){let e={hour:"2-digit",minute:"2-digit",hourCycle:"h23",timeZone:t};return new Intl.DateTimeFormat("en-GB",e).format(Date.parse(s))}function ds(s,t,e){let n=new Map,o=(a,i,r,d)=>{let u=`${a}|${i}|${r}|${d}`,p=n.get(u)??{shift:a,name:i,start:r,end:d,days:e.map(()=>{})};return n.set(u,p),p};for(let a of s.duties){let i=e.indexOf(a.day);if(a.role!==t||i<0)continue;let r=s.time_zone;o(a.shift,a.name,oe(a.start,r),oe(a.end,r)).days[i]=a}return[...n.values()].sort((a,i)=>a.start.localeCompare(i.start)||a.name.localeCompare(i.name))}function cs(s,t,e){return s.gaps.filter(n=>n.role===t&&e.includes(U(Date.parse(n.start),s.time_zone)))}var bo=26,yo=[0,1,2,3,4,5,6];function us(s,t){let{words:e,desk:n}=s,{rotation:o}=n;if(!o)return l``;let a=n.work.busy!==void 0;return l`<form novalidate @submit=${async r=>{r.preventDefault(),s.wrong=as(o)?{}:{shifts:e.t("rotation_shift_wrong")},s.requestUpdate(),!Object.keys(s.wrong).length&&await n.saveRotation()&&(s.ask(void 0),s.say(e.t("rotation_saved")))}}>
    ${y({name:"source",label:e.t("rotation_source"),value:o.source,options:["none","weeks","calendar"].map(r=>[r,e.t(`rotation_source_${r}`)]),change:r=>n.update({...o,source:r})})}
    ${o.source==="none"?c:wo(s,o)}
    ${o.source==="calendar"?ko(s,o):c}
    ${o.source==="weeks"?[$o(s,o),xo(s,o,t.cell)]:c}
    ${g(e,n.work.problem)}
    <div class="ends">
      <button type="button" @click=${()=>s.ask(void 0)}>${e.t("cancel")}</button>
      <button class="strong" data-do="save" ?disabled=${a}>${_(e,e.t("save"),a)}</button>
    </div>
  </form>`}function wo(s,t){let{words:e,desk:n}=s;return y({name:"cover",label:e.t("rotation_cover"),value:t.cover,options:["always","shifts"].map(o=>[o,e.t(`cover_${o}`)]),change:o=>n.update({...t,cover:o})})}function ko(s,t){let{words:e,desk:n,hass:o}=s,a=le(o),i=t.calendar?.entity_id??"";return y({name:"calendar",label:e.t("rotation_calendar"),hint:e.t("rotation_calendar_hint"),value:i,options:[["",e.t("staff_channel_choose")],...a,...i&&!a.some(([r])=>r===i)?[[i,i]]:[]],change:r=>n.update({...t,calendar:r?{names:{},read:"summary",...t.calendar,entity_id:r}:null})})}function $o(s,t){let{words:e,desk:n}=s;return l`<fieldset>
    <legend>${e.t("rotation_shifts")}</legend>
    ${t.shifts.map((o,a)=>{let i=r=>n.update({...t,shifts:t.shifts.map((d,u)=>u===a?{...d,...r}:d)});return l`<div class="shift-row">
        ${v({name:`name_${o.id}`,label:e.t("rotation_shift_name"),value:o.name,max:60,input:r=>i({name:r})})}
        ${v({name:`start_${o.id}`,label:e.t("rotation_start"),type:"time",value:o.start,input:r=>i({start:r})})}
        ${v({name:`end_${o.id}`,label:e.t("rotation_end"),type:"time",value:o.end,input:r=>i({end:r})})}
        <button
          type="button"
          class="small"
          aria-label="${e.t("remove")}: ${o.name}"
          @click=${()=>n.update(os(t,o.id))}
        >
          ×
        </button>
      </div>`})}
    ${s.wrong.shifts?l`<small class="wrong">${s.wrong.shifts}</small>`:c}
    <div class="bar">
      <button
        type="button"
        class="small"
        data-do="add-shift"
        @click=${()=>n.update({...t,shifts:[...t.shifts,es(t.shifts,"")]})}
      >
        ${e.t("rotation_shift_add")}
      </button>
    </div>
  </fieldset>`}function xo(s,t,e){let{words:n,desk:o}=s;return t.shifts.length?l`
    ${t.weeks.map((a,i)=>l`<fieldset>
          <legend>${n.t("rotation_week",{number:i+1})}</legend>
          ${ps(s,t,i,e)}
          ${t.weeks.length>1?l`<button type="button" class="plain" @click=${()=>o.update(ss(t,i))}>
                  ${n.t("rotation_week_remove",{number:i+1})}
                </button>`:c}
        </fieldset>`)}
    <div class="bar">
      <button
        type="button"
        class="small"
        ?disabled=${t.weeks.length>=bo}
        @click=${()=>o.update(ns(t))}
      >
        ${n.t("rotation_week_add")}
      </button>
    </div>
    ${t.weeks.length>1?v({name:"first",label:n.t("rotation_first"),type:"date",value:t.first_week,input:a=>a&&o.update({...t,first_week:se(a)})}):c}
    <fieldset>
      <legend>${n.t("rotation_holiday")}</legend>
      <div class="checks">
        ${C({name:"holiday",label:n.t("rotation_holiday_own"),value:"own",checked:t.holiday!==null,change:a=>o.update({...t,holiday:a?[]:null})})}
      </div>
      ${t.holiday===null?c:ps(s,t,"holiday",e)}
    </fieldset>
  `:l`<p class="hint">${n.t("rotation_no_shift")}</p>`}function ps(s,t,e,n){let{words:o}=s,a=e==="holiday"?[0]:yo,i=d=>e==="holiday"?o.t("because_holiday"):we(d,o.language,"short"),r=n&&n.week===e?n:void 0;return l`<div class="plan">
      <table class="week">
        <thead>
          <tr>
            <th scope="col">${o.t("roster_shift")}</th>
            ${a.map(d=>l`<th scope="col">${i(d)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${t.shifts.map(d=>l`<tr>
                <th scope="row">${d.name}<small>${d.start}–${d.end}</small></th>
                ${a.map(u=>{let p={week:e,day:u,shift:d.id},h=Ne(t,p);return l`<td>
                    <button
                      type="button"
                      class="shift"
                      aria-expanded=${String(r?.day===u&&r.shift===d.id)}
                      aria-label="${o.t("rotation_choose",{shift:d.name,day:i(u)})}: ${s.names(h)}"
                      @click=${()=>s.ask({what:"rotation",cell:p})}
                    >
                      ${h.length?s.names(h):o.t("roster_no_shift")}
                    </button>
                  </td>`})}
              </tr>`)}
        </tbody>
      </table>
    </div>
    ${r?Ro(s,t,r,i(r.day)):c}`}function Ro(s,t,e,n){let{words:o,desk:a}=s,i=t.shifts.find(r=>r.id===e.shift)?.name??"";return l`<fieldset class="chosen-cell">
    <legend>${o.t("rotation_choose",{shift:i,day:n})}</legend>
    ${rt(s,t.role,Ne(t,e),r=>a.update(it(t,e,r)))}
    <div class="bar">
      ${e.week==="holiday"?c:l`<button type="button" class="small" @click=${()=>a.update(ts(t,e))}>
              ${o.t("rotation_all_week")}
            </button>`}
      <button type="button" class="small" @click=${()=>s.ask({what:"rotation"})}>
        ${o.t("people_done")}
      </button>
    </div>
  </fieldset>`}function hs(s,t){let{asked:e,words:n}=s;return l`<smart-community-dialog
    ?large=${e?.what==="rotation"}
    .heading=${e?Po(s,e):""}
    .open=${e!==void 0}
    @sc-back=${()=>s.ask(void 0)}
  >
    ${e===void 0?c:e.what==="override"?To(s,e):e.what==="swap"?So(s,e,t):e.what==="holidays"?Do(s):us(s,e)}
    ${e&&e.what!=="rotation"?g(n,s.desk.work.problem):c}
  </smart-community-dialog>`}function Po(s,t){let{words:e,desk:n}=s;switch(t.what){case"override":return e.t("override_title",{shift:t.duty.name,day:s.dayName(t.duty.day)});case"swap":return e.t("swap_title",{shift:t.duty.name,day:s.dayName(t.duty.day)});case"holidays":return e.t("holidays_title");case"rotation":return e.t("rotation_title",{role:e.role(n.rotation?.role??"")})}}function rt(s,t,e,n){let{words:o,desk:a}=s,i=a.holders(t),r=e.filter(u=>!i.some(([p])=>p===u)),d=[...i,...r.map(u=>[u,s.name(u)])];return d.length?l`<div class="checks">
    ${d.map(([u,p])=>C({name:"people",label:p,value:u,checked:e.includes(u),change:h=>n(V(e,u,h))}))}
  </div>`:l`<p class="warn">${o.t("override_no_people")}</p>`}function To(s,t){let{words:e,desk:n}=s,{duty:o,people:a}=t,i=n.work.busy!==void 0,r=async u=>{u.preventDefault(),await n.override(o,a)&&(s.ask(void 0),s.say(e.t("override_saved")))},d=async()=>{await n.override(o,null)&&(s.ask(void 0),s.say(e.t("override_undone")))};return l`<form novalidate @submit=${r}>
    <p class="hint">${e.t("override_text")}</p>
    ${rt(s,o.role,a,u=>s.ask({...t,people:u}))}
    ${a.length?c:l`<p class="warn">${e.t("override_nobody")}</p>`}
    <div class="ends">
      ${o.because==="override"||o.because==="swap"?l`<button type="button" data-do="rotation" ?disabled=${i} @click=${d}>
              ${e.t("override_back")}
            </button>`:l`<button type="button" @click=${()=>s.ask(void 0)}>${e.t("cancel")}</button>`}
      <button class="strong" data-do="save" ?disabled=${i}>${_(e,e.t("override_save"),i)}</button>
    </div>
  </form>`}function So(s,t,e){let{words:n,desk:o,me:a}=s,{duty:i}=t,r=o.work.busy!==void 0,d=o.holders(i.role).filter(([h])=>h!==a.user_id&&!i.people.includes(h)),u=e.duties.filter(h=>h.role===i.role&&Date.parse(h.start)>s.now&&h.people.length>0&&!h.people.includes(a.user_id));return l`<form novalidate @submit=${async h=>{h.preventDefault();let{other:f="",takes:R=""}=D(h);if(s.wrong=f?{}:{other:n.t("field_needed")},s.requestUpdate(),!f)return;let[A="",We=""]=R.split("|");await o.askSwap(i,f,A?{day:A,shift:We}:void 0)&&(s.ask(void 0),s.say(n.t("swap_asked",{name:s.name(f)})))}}>
    ${y({name:"other",label:n.t("swap_other"),value:"",wrong:s.wrong.other,options:[["",n.t("staff_channel_choose")],...d]})}
    ${u.length?y({name:"takes",label:n.t("swap_takes"),value:"",options:[["",n.t("swap_takes_none")],...u.map(h=>[`${h.day}|${h.shift}`,`${s.slotName(h.role,h)} · ${s.names(h.people)}`])]}):c}
    <div class="ends">
      <button type="button" @click=${()=>s.ask(void 0)}>${n.t("cancel")}</button>
      <button class="strong" data-do="save" ?disabled=${r}>${_(n,n.t("swap_ask"),r)}</button>
    </div>
  </form>`}function Do(s){let{words:t,desk:e,hass:n}=s,o=e.work.busy!==void 0,a=[0,1,2,3,4,5,6],i=p=>p===null?t.t("holiday_like_none"):t.t("holiday_like_day",{day:we(p,t.language,"long")}),r=le(n),d=async p=>{p.preventDefault();let{day:h="",name:f="",like:R=""}=D(p);if(s.wrong={...h?{}:{day:t.t("field_needed")},...f.trim()?{}:{name:t.t("field_needed")}},s.requestUpdate(),Object.keys(s.wrong).length)return;let A={day:h,name:f.trim(),like:R===""?null:Number(R)};await e.saveHoliday(A)&&(p.target.reset(),s.say(t.t("holiday_saved")))},u=async p=>{p.preventDefault();let h=D(p).calendar,f=h?await e.takeHolidays(h):void 0;f!==void 0&&s.say(t.t("holiday_taken",{count:f}))};return l`
    <div class="form">
      <p class="hint">${t.t("holidays_text")}</p>
      ${k(t,e.holidays,p=>p.length?l`<ul class="swaps">
              ${p.map(h=>l`<li>
                    <span
                      ><b>${s.dayName(h.day)}</b> ${h.name}
                      <span class="hint">${i(h.like)}</span></span
                    >
                    <button
                      class="small"
                      ?disabled=${o}
                      aria-label="${t.t("remove")}: ${h.name}, ${s.dayName(h.day)}"
                      @click=${async()=>{await e.removeHoliday(h.day)&&s.say(t.t("holiday_removed"))}}
                    >
                      ${t.t("remove")}
                    </button>
                  </li>`)}
            </ul>`:l`<p class="faint">${t.t("holidays_empty")}</p>`)}
      <form novalidate @submit=${d}>
        <div class="fields">
          ${v({name:"day",label:t.t("holiday_day"),type:"date",wrong:s.wrong.day})}
          ${v({name:"name",label:t.t("holiday_name"),max:60,wrong:s.wrong.name})}
          ${y({name:"like",label:t.t("holiday_like"),value:"",options:[["",i(null)],...a.map(p=>[String(p),i(p)])]})}
        </div>
        <div class="ends">
          <button type="button" @click=${()=>s.ask(void 0)}>${t.t("close")}</button>
          <button class="strong" data-do="add" ?disabled=${o}>${_(t,t.t("holiday_add"),o)}</button>
        </div>
      </form>
      ${r.length?l`<form class="tools" novalidate @submit=${u}>
              <div class="grow">
                ${y({name:"calendar",label:t.t("holiday_calendar"),value:r[0]?.[0]??"",options:r})}
              </div>
              <button class="small" ?disabled=${o}>${t.t("holiday_take")}</button>
            </form>`:c}
    </div>
  `}var ms=P`
  .steps h2 {
    min-width: 0;
    text-align: center;
  }
  /* The buttons beside it stay in its row, the others go below. */
  .narrow .steps h2 {
    flex: 1 0 calc(100% - 128px);
    font-size: 19px;
  }
  .steps .apart {
    margin-left: auto;
  }
  .steps button:not(.apart) {
    min-width: 48px;
  }
  table.week {
    table-layout: fixed;
  }
  .week th,
  .week td {
    padding: 6px;
    vertical-align: top;
  }
  .week thead th {
    vertical-align: bottom;
  }
  .week th small,
  .day small,
  .shift small {
    display: block;
    font-weight: 400;
    font-size: 15px;
    color: var(--faint);
  }
  .week tbody th {
    color: var(--text);
    border-bottom: 1px solid var(--line);
  }
  .week .today {
    background: color-mix(in srgb, var(--normal) 10%, transparent);
  }
  .shift {
    display: block;
    width: 100%;
    min-height: 48px;
    padding: 6px 8px;
    text-align: left;
    font-weight: 600;
    font-size: 17px;
    overflow-wrap: anywhere;
  }
  button.shift {
    border-width: 1px;
  }
  .shift.past {
    opacity: 0.6;
  }
  .who.nobody {
    color: var(--critical-text);
    font-weight: 700;
  }
  button.shift.gap {
    border: 2px dashed var(--critical-text);
  }
  .day > li {
    display: grid;
    grid-template-columns: 110px 1fr;
    gap: 12px;
    align-items: center;
    padding: 8px 0;
    border-bottom: 1px solid var(--line);
  }
  .day .shift:has(button) {
    display: flex;
    justify-content: space-between;
    align-items: center;
  }
  .day > li:last-child {
    border-bottom: 0;
  }
  .swaps > li {
    display: flex;
    flex-wrap: wrap;
    gap: 10px 16px;
    justify-content: space-between;
    align-items: center;
    padding: 10px 0;
    border-bottom: 1px solid var(--line);
  }
  .swaps > li:last-child {
    border-bottom: 0;
  }
  .plan {
    overflow-x: auto;
  }
  .plan table {
    min-width: 720px;
    table-layout: fixed;
    display: table;
  }
  .plan thead {
    position: static;
    clip-path: none;
    width: auto;
    height: auto;
    display: table-header-group;
  }
  .plan tbody {
    display: table-row-group;
  }
  .plan tr {
    display: table-row;
  }
  .plan td,
  .plan th {
    display: table-cell;
    padding: 4px;
  }
  .shift-row {
    display: grid;
    grid-template-columns: 1fr 160px 160px auto;
    gap: 10px;
    align-items: end;
  }
  .narrow .shift-row {
    grid-template-columns: 1fr 1fr;
  }
  .narrow .shift-row > :first-child {
    grid-column: 1 / -1;
  }
  .chosen-cell {
    border: 2px solid var(--normal);
    border-radius: var(--radius);
    padding: 14px;
  }
`;function fs(s,{swaps:t,may_edit:e}){let{words:n,desk:o,me:a}=s;if(!t.length)return c;let i=[...t].sort((p,h)=>+(p.state!=="asked")-+(h.state!=="asked")),r=o.work.busy!==void 0,d=async(p,h)=>{await o.decide(p,h)&&s.say(n.t("swap_decided"))},u=(p,h)=>l`<button class="small" data-decision=${h} ?disabled=${r} @click=${()=>{d(p,h)}}>
      ${_(n,n.t(`swap_${h}`),o.work.busy===`decide ${p.id}`)}
    </button>`;return l`<section class="panel" data-swaps>
    <h2>${n.t("swaps")}</h2>
    <ul class="swaps">
      ${i.map(p=>{let h={one:s.name(p.asked_by),other:s.name(p.other),gives:s.slotName(p.role,p.gives),takes:p.takes?s.slotName(p.role,p.takes):""},f=p.state==="asked";return l`<li>
          <span>
            ${n.t(p.takes?"swap_line_return":"swap_line",h)}
            <span class="chip ${f?"mind":"calm"}">${n.t(`swap_state_${p.state}`)}</span>
          </span>
          ${f?l`<span class="bar">
                  ${e||p.other===a.user_id?[u(p,"agree"),u(p,"refuse")]:c}
                  ${p.asked_by===a.user_id?u(p,"withdraw"):c}
                </span>`:c}
        </li>`})}
    </ul>
  </section>`}var He=class extends x{constructor(){super(...arguments);this.path="roster";this.tick=6e4;this.wrong={}}static{this.styles=[...x.styles,ms]}open(e){this.desk=new Ae(e,this.changed,()=>U(this.now,this.hass?.config.time_zone))}load(){let e=this.session?.me?.roles??[];this.desk.load(e.includes("technician")||e.includes("community_office"))}ask(e){this.asked=e,this.wrong={},e?.what!=="rotation"&&this.desk.update(void 0),this.desk.work.forget(),this.requestUpdate()}askHolidays(){this.desk.holidays.load(),this.ask({what:"holidays"})}say(e){this.toast(e)}name(e){let{words:n,desk:o,hass:a}=this;return o.page.value?.people[e]||a&&E(a,e)||n.t("unnamed_account")}names(e){return this.words.list(e.map(n=>this.name(n)))}slotName(e,{day:n,shift:o}){let i=this.desk.page.value?.roles.find(r=>r.role===e)?.roster?.shifts.find(r=>r.id===o);return this.words.t("swap_slot",{shift:i?.name??o,day:this.dayName(n)})}dayName(e,n={}){return dn(e,this.words.language,n)}content(e){this.me=e;let{words:n,desk:o}=this;return l`
      ${this.steps()} ${k(n,o.page,a=>l`${this.whole(a)}`)}
      ${o.page.value?hs(this,o.page.value):c}
    `}steps(){let{words:e,desk:n,wide:o}=this,a=N(n.monday,6),i=o?e.t("roster_week",{from:this.dayName(n.monday),to:this.dayName(a)}):this.dayName(n.day,{weekday:"long",month:"long"}),r=d=>o?n.turn(d):n.showDay(N(n.day,d));return l`<div class="bar steps">
      <button
        class="small"
        data-do="before"
        aria-label=${e.t(o?"roster_before":"roster_day_before")}
        @click=${()=>r(-1)}
      >
        ‹
      </button>
      <h2 role="status">${i}</h2>
      <button
        class="small"
        data-do="after"
        aria-label=${e.t(o?"roster_after":"roster_day_after")}
        @click=${()=>r(1)}
      >
        ›
      </button>
      <button class="small" data-do="today" @click=${()=>n.turn(0)}>
        ${e.t(o?"roster_this":"today")}
      </button>
      ${n.page.value?.may_edit?l`<button class="small apart" data-do="holidays" @click=${()=>this.askHolidays()}>
              ${e.t("holidays")}
            </button>`:c}
    </div>`}whole(e){let{words:n,desk:o,wide:a,asked:i}=this,r=a?ls(o.monday):[o.day],d=e.roles.every(p=>p.on_duty===void 0),u=e.holidays.filter(p=>r.includes(p.day));return l`
      ${d?l`<p class="hint">${n.t("roster_own")}</p>`:c}
      ${e.troubles.map(p=>l`<p class="warn">${this.trouble(p)}</p>`)}
      ${i?c:g(n,o.work.problem)}
      ${a?c:u.map(({name:p})=>l`<p><span class="chip mind">${n.t("roster_holiday",{name:p})}</span></p>`)}
      ${e.roles.map(p=>this.roleSection(e,p,r,d))} ${fs(this,e)}
    `}trouble(e){let{words:n}=this,o={role:n.role(e.role),start:this.at(e.start,!1,this.hass?.config.time_zone),end:this.at(e.end,!1,this.hass?.config.time_zone),names:n.list([...e.names??[],...(e.people??[]).map(i=>this.name(i))])},a=e.what==="gap"&&e.count>1?n.t("trouble_gap_more",{count:e.count-1}):"";return`${n.t(`trouble_${e.what}`,o)}${a&&` · ${a}`}`}roleSection(e,n,o,a){let{words:i}=this,r=ds(e,n.role,o),d=i.role(n.role);if(a&&!r.length&&!n.roster)return c;let u=n.roster?.calendar,p=cs(e,n.role,o);return l`<section class="panel" data-role=${n.role}>
      <div class="bar apart">
        <h2>${d}</h2>
        ${e.may_edit?l`<button
                class="small"
                data-do="rotation"
                aria-label="${i.t("rotation_edit")} ${d}"
                @click=${()=>{this.desk.edit(n),this.ask({what:"rotation"})}}
              >
                ${i.t("rotation_edit")}
              </button>`:c}
      </div>
      ${this.onDuty(n)}
      ${u?l`<p class="hint">
              ${i.t("roster_from_calendar",{calendar:u.entity_id,at:this.at(n.read_at)})}
            </p>`:c}
      ${r.length?this.wide?this.table(e,n,r,o,a):this.list(e,n,r,a):n.roster?l`<p class="faint">${i.t(a?"roster_own_empty":"roster_empty")}</p>`:c}
      ${p.length?l`<p class="warn">
              ${i.t("roster_gaps",{role:d,when:i.list(p.map(({start:h,end:f})=>{let R=e.time_zone,A=U(Date.parse(h),R);return`${this.dayName(A)} ${oe(h,R)}–${oe(f,R)}`}))})}
            </p>`:c}
    </section>`}onDuty({on_duty:e}){let{words:n}=this;return e===void 0?c:e===null?l`<p class="hint">${n.t("roster_now_all")}</p>`:e.length?l`<p>${n.t("roster_now",{names:this.names(e)})}</p>`:l`<p><span class="chip bad">${n.t("roster_now_nobody")}</span></p>`}table(e,n,o,a,i){let{words:r,desk:d}=this,u=U(this.now,e.time_zone);return l`<table
      class="week"
      aria-label=${r.t("roster_caption",{role:r.role(n.role),from:this.dayName(d.monday)})}
    >
      <thead>
        <tr>
          <th scope="col">${r.t("roster_shift")}</th>
          ${a.map(p=>{let h=e.holidays.find(f=>f.day===p);return l`<th scope="col" class=${p===u?"today":""}>
              ${this.dayName(p)}${h?l`<span class="chip mind">${h.name}</span>`:c}
            </th>`})}
        </tr>
      </thead>
      <tbody>
        ${o.map(p=>l`<tr>
              <th scope="row"><b>${p.name}</b><small>${p.start}–${p.end}</small></th>
              ${p.days.map((h,f)=>l`<td class=${a[f]===u?"today":""}>
                    ${h?this.cell(e,n,h,i):l`<span class="faint">${r.t("roster_no_shift")}</span>`}
                  </td>`)}
            </tr>`)}
      </tbody>
    </table>`}list(e,n,o,a){return l`<ul class="day">
      ${o.map(i=>l`<li>
            <span><b>${i.name}</b><small>${i.start}–${i.end}</small></span>
            ${i.days[0]?this.cell(e,n,i.days[0],a):c}
          </li>`)}
    </ul>`}cell(e,n,o,a){let{words:i,me:r}=this,d=this.names(o.people),u=l`<span class=${o.people.length?"who":"who nobody"}>${d||i.t("roster_gap")}</span>
      ${o.because==="rotation"||o.because==="calendar"?c:l`<small>${i.t(`because_${o.because}`)}</small>`}`,p=Date.parse(o.end)<this.now,f=o.people.includes(r.user_id)&&Date.parse(o.start)>this.now&&!n.roster?.calendar?l`<button class="small" data-do="swap" @click=${()=>this.ask({what:"swap",duty:o})}>
          ${i.t("swap")}
        </button>`:c;if(!e.may_edit||a||p||n.roster?.calendar)return l`<div class="shift ${p?"past":""}">${u}${f}</div>`;let R=i.t("roster_change",{shift:o.name,day:this.dayName(o.day),names:d||i.t("roster_gap")});return l`<button
        class="shift ${o.people.length?"":"gap"}"
        data-do="override"
        data-day=${o.day}
        aria-label=${R}
        @click=${()=>this.ask({what:"override",duty:o,people:[...o.people]})}
      >
        ${u}</button
      >${f}`}};var Co=45e3,Eo=["notify","script","media_player"];function gs(s){let t=Object.keys(s.states).filter(n=>Eo.includes(n.split(".")[0]??"")),e=Object.keys(s.services?.notify??{}).filter(n=>!["send_message","notify","persistent_notification"].includes(n)&&!n.startsWith("mobile_app_")).map(n=>`notify.${n}`);return["mobile_app",...new Set([...t,...e].sort())]}var Le=class{constructor(t,e){this.connection=t;this.work=new $(e),this.channels=new w(async()=>(await m(t,"channels/list")).channels,e)}async test(t,e){this.answer=void 0;let n=await this.work.run("test",async()=>{let o={channel:t,...e?{number:e}:{}};this.answer=await m(this.connection,"channels/test",o,Co)});return await this.channels.load(),n}};var Oo="system-admin";function No(s,t){let e=new Map(s.map(i=>[i.user_id,i])),n=(t??[]).filter(i=>!i.system_generated).map(i=>({id:i.id,name:i.name??"",username:i.username,roles:e.get(i.id)?.roles??[],channels:e.get(i.id)?.channels??[],isTechnician:i.group_ids.includes(Oo),isActive:i.is_active,isGone:!1})),o=new Set(n.map(i=>i.id));for(let i of s)o.has(i.user_id)||i.name===null&&!i.roles.length||n.push({id:i.user_id,name:i.name??"",username:null,roles:i.roles,channels:i.channels,isTechnician:!1,isActive:!0,isGone:i.name===null});let a=i=>+(!i.roles.length&&!i.isTechnician);return n.sort((i,r)=>a(i)-a(r)||i.name.localeCompare(r.name))}function _s(s,t,e){let n=[...s],[o]=n.splice(t,1);return o!==void 0&&n.splice(Math.max(0,t+e),0,o),n}var je=class{constructor(t,e,n){this.connection=t;this.changed=e;this.mayList=n;this.work=new $(e),this.people=new w(async()=>{let o=this.mayList()?xn(t):void 0;return No(await G(t),await o)},e)}edit(t){this.draft={person:t,roles:[...t.roles],channels:[...t.channels]},this.work.forget(),this.changed()}update(t){this.draft&&(this.draft={...this.draft,...t}),this.changed()}cancel(){this.draft=void 0,this.work.forget(),this.changed()}async save(){let{draft:t}=this;if(!t)return!1;let e=await this.work.run("save",async()=>{await Rn(this.connection,t.person.id,t.roles,t.channels)});return e&&(this.cancel(),await this.people.load()),e}};var Ao=20,Me=class extends x{constructor(){super(...arguments);this.path="staff"}open(e){this.people=new je(e,this.changed,()=>this.hass?.user?.is_admin??!1),this.channels=new Le(e,this.changed)}load(){this.keeps(this.session?.me)&&this.people.people.load(),this.channels.channels.load()}keeps(e){return e?.roles.some(n=>n==="technician"||n==="community_office")??!1}content(e){let{words:n}=this,o=e.roles.includes("technician"),a=this.keeps(e),i=a?this.tab??"staff":"channels";return l`
      ${a?Z(n.t("staff_tabs"),[["staff",n.t("staff_tab_staff")],["channels",n.t("staff_tab_channels")]],i,r=>{this.tab=r,this.requestUpdate()}):c}
      ${i==="staff"?this.staff(o):this.channelList(o)} ${this.editDialog()}
      ${this.testDialog()}
    `}staff(e){let{words:n,people:o}=this;return l`
      <p>${n.t("staff_intro")}</p>
      <p class="hint">${n.t(e?"staff_make":"staff_read_only")}</p>
      ${k(n,o.people,a=>S({caption:n.t("staff_caption"),empty:n.t("staff_empty"),rows:a,key:i=>i.username??i.id,columns:[{head:n.t("staff_account"),style:"strong",cell:i=>l`<span
                  >${i.name||n.t("unnamed_account")}
                  ${i.isActive?c:l`<span class="chip calm">${n.t("staff_inactive")}</span>`}
                  ${i.isGone?l`<span class="chip bad">${n.t("staff_gone")}</span>`:c}</span
                >`},{head:n.t("staff_roles"),cell:i=>{let r=[...i.isTechnician?["technician"]:[],...i.roles];return r.length?l`<span class="chips"
                      >${r.map(d=>l`<span class="chip">${n.role(d)}</span>`)}</span
                    >`:l`<span class="faint">${n.t("staff_no_role")}</span>`}},{head:n.t("staff_channels"),cell:i=>i.roles.length||i.isTechnician?i.channels.length?i.channels.map(r=>H(r,this.hass,n)).join(" → "):n.t("staff_default"):""},{head:"",style:"tight",cell:i=>e?l`<div class="bar">
                      <button
                        class="small"
                        data-do="edit"
                        aria-label="${n.t("edit")}: ${i.name}"
                        @click=${()=>o.edit(i)}
                      >
                        ${n.t("edit")}
                      </button>
                    </div>`:c}]}))}
    `}editDialog(){let{words:e,people:n}=this,{draft:o}=n;return l`<smart-community-dialog
      .heading=${o?e.t("staff_edit",{name:o.person.name||e.t("unnamed_account")}):""}
      .open=${o!==void 0}
      @sc-back=${()=>n.cancel()}
    >
      ${o?this.editForm(o):c}
    </smart-community-dialog>`}editForm(e){let{words:n,people:o,hass:a}=this,{channels:i}=e,r=(a?gs(a):[]).filter(u=>!i.includes(u));return l`<form novalidate @submit=${async u=>{u.preventDefault(),await o.save()&&this.toast(n.t("staff_saved"))}}>
      ${e.person.isTechnician?l`<p class="info">${n.t("staff_is_technician")}</p>`:c}
      <fieldset>
        <legend>${n.t("staff_roles")}</legend>
        <div class="checks">
          ${$n.map(u=>C({name:"roles",label:n.role(u),value:u,checked:e.roles.includes(u),change:p=>o.update({roles:V(e.roles,u,p)})}))}
        </div>
      </fieldset>
      <fieldset>
        <legend>${n.t("staff_channels")}</legend>
        <p class="hint">${n.t(i.length?"staff_channel_first":"staff_channel_none")}</p>
        <ol class="stack">
          ${i.map((u,p)=>{let h=H(u,a,n),f=R=>o.update({channels:_s(i,p,R)});return l`<li class="bar">
              <b>${p+1}.</b> <span class="grow">${h}</span>
              <button
                type="button"
                class="small"
                ?disabled=${p===0}
                aria-label=${n.t("staff_channel_up",{name:h})}
                @click=${()=>f(-1)}
              >
                ↑
              </button>
              <button
                type="button"
                class="small"
                ?disabled=${p===i.length-1}
                aria-label=${n.t("staff_channel_down",{name:h})}
                @click=${()=>f(1)}
              >
                ↓
              </button>
              <button
                type="button"
                class="small"
                aria-label=${n.t("staff_channel_remove",{name:h})}
                @click=${()=>o.update({channels:i.filter(R=>R!==u)})}
              >
                ×
              </button>
            </li>`})}
        </ol>
        ${r.length&&i.length<Ao?y({name:"add",label:n.t("staff_channel_add"),value:"",options:[["",n.t("staff_channel_choose")],...r.map(u=>[u,H(u,a,n)])],change:u=>u&&o.update({channels:[...i,u]})}):c}
      </fieldset>
      ${g(n,o.work.problem)}
      <div class="ends">
        <button type="button" @click=${()=>o.cancel()}>${n.t("cancel")}</button>
        <button class="strong" data-do="save" ?disabled=${o.work.busy!==void 0}>
          ${_(n,n.t("save"),o.work.busy!==void 0)}
        </button>
      </div>
    </form>`}channelList(e){let{words:n,channels:o,hass:a}=this;return l`
      <p>${n.t("channels_intro")}</p>
      ${e?l`<p class="hint">${n.t("channels_options")}</p>`:c}
      ${k(n,o.channels,i=>S({caption:n.t("channels_caption"),empty:n.t("channels_empty"),rows:i,key:r=>r.channel,rowClass:r=>r.state==="failing"?"bad":"",columns:[{head:n.t("channels_number"),style:"tight",cell:r=>r.number??""},{head:n.t("channels_name"),style:"strong",cell:r=>H(r.channel,a,n)},{head:n.t("channels_for"),cell:r=>n.list(this.usedBy(r))},{head:n.t("channels_state"),cell:r=>{let d={ok:"fine",failing:"bad",unknown:"calm"}[r.state],u=r.last_error?n.option("delivery_error",r.last_error,""):"";return l`<span
                  ><span class="chip ${d}">${n.t(`health_${r.state}`)}</span> ${r.state==="failing"||r.last_error?l`<span class="hint">${u}</span>`:c}</span
                >`}},{head:n.t("channels_last"),cell:r=>this.at(r.last_ok)},{head:"",style:"tight",cell:r=>e?l`<div class="bar">
                      <button
                        class="small"
                        data-do="test"
                        aria-label="${n.t("channel_test")} ${H(r.channel,a,n)}"
                        @click=${()=>this.test(r)}
                      >
                        ${n.t("channel_test")}
                      </button>
                    </div>`:c}]}))}
    `}usedBy({used_by:e}){let{words:n}=this;return[e.staff?n.t("channels_staff",{count:e.staff}):"",e.contacts?n.t("channels_contacts"):"",e.sirens?n.t("channels_sirens"):"",e.groups?n.t("channels_groups"):""].filter(Boolean)}test(e){this.testing=e,this.channels.answer=void 0,this.channels.work.forget(),this.requestUpdate()}testDialog(){let{words:e,channels:n,testing:o,hass:a}=this,{answer:i}=n,r=d=>{d.preventDefault(),o&&n.test(o.channel,D(d).number?.trim()??"")};return l`<smart-community-dialog
      .heading=${o?e.t("channel_test_title",{name:H(o.channel,a,e)}):""}
      .open=${o!==void 0}
      @sc-back=${()=>this.test(void 0)}
    >
      ${o?l`<form novalidate @submit=${r}>
              <p>${e.t("channel_test_text")}</p>
              ${o.kind==="script"?v({name:"number",label:e.t("channel_test_number"),hint:e.t("channel_test_number_hint"),type:"tel"}):c}
              ${i?l`<p class=${i.ok?"good":"problem"} role="alert">
                      ${i.ok?e.t("channel_test_ok"):e.t("channel_test_failed",{reason:e.option("delivery_error",i.error??"",e.t("page_error_unknown"))})}
                    </p>`:c}
              ${g(e,n.work.problem)}
              <div class="ends">
                <button type="button" @click=${()=>this.test(void 0)}>${e.t("close")}</button>
                <button class="strong" data-do="send" ?disabled=${n.work.busy!==void 0}>
                  ${_(e,e.t("channel_test_do"),n.work.busy!==void 0)}
                </button>
              </div>
            </form>`:c}
    </smart-community-dialog>`}};j("smart-community-dialog",Re);j("smart-community-handover",ye);j("smart-community-roster",He);j("smart-community-register",Oe);j("smart-community-devices",ve);j("smart-community-plans",Se);j("smart-community-staff",Me);j("smart-community-journal",xe);
