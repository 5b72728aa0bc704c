/* Smart Community, built from frontend/ by `npm run build`. Lit: BSD-3-Clause, Google LLC. */
import{$ as Jt,Aa as rn,B as Gt,C as ut,D as ye,Da as dn,E as we,F as he,G as ke,Ga as Re,H as zt,Ha as pe,I as X,J as $e,K as oe,Ka as ln,L as qt,La as cn,M as ft,Ma as _t,O as me,Oa as hn,Pa as mn,Qa as pn,Ra as un,S as Bt,Sa as D,T as F,U as xe,V as M,W as Qt,X as Kt,Y as Yt,Z as Xt,_ as Zt,a as Mt,aa as en,b as Nt,c as mt,d as T,e as r,f as K,g as c,h as G,ha as tn,i as H,j as ge,k as Y,la as gt,m as _e,ma as nn,n as ne,na as C,o as ve,p as Ht,q as f,r as b,s as S,sa as on,ta as z,u as Lt,ua as ae,v as be,va as an,w as jt,wa as j,x as Ut,xa as Te,y as Vt,ya as Se,z as pt,za as sn}from"./chunk-GQFIVYZB.js";var fn={unauthorized:{message:"Your account has no role that allows this. Ask the technician to give it one."},not_loaded:{message:"Smart Community is not running, so nothing was done. Start it under Settings > Devices & services, then try again."},store_failed:{message:"The database of Smart Community could not be used ({failure}), so nothing was changed. Settings > System > Repairs says what to do about it; then try again."},incident_unknown:{message:"There is no incident with the ID {incident_id}. Check it against the list of incidents."},incident_resolved:{message:"Incident {incident_id} is resolved already and cannot be changed. If help is needed again, open a new one."},plan_invalid:{message:"This plan cannot be saved ({reason}, step {step}): it could leave somebody without help. Correct it and save again."},plan_changed:{message:"Somebody else has saved this plan meanwhile. Read it again, then make your change."},step_unknown:{message:"The plan of incident {incident_id} has fewer steps. Leave out the step, or name one that it has."},incident_error:{message:"This cannot be done with incident {incident_id} as it is now. Load the list of incidents again."},text_too_long:{message:"The text is too long. Shorten it to {limit} characters."},home_unknown:{message:"The register has no home with the ID {home}. Look for it in the list of homes; the ID is not the number on the door."},building_unknown:{message:"The register has no building with the ID {building}. Look for it in the list of homes; the ID is not the name."},home_not_in_building:{message:"Home {home} is not in building {building}, so nobody would know where to go. Give only the home."},device_unknown:{message:"Nothing was ever heard of a device with the ID {device}. Press its button once, so that it appears in the list of unassigned devices, or give the ID of an entity."},device_not_of_entities:{message:"Device {device} speaks for itself over MQTT, so no entities can be bound to it. Assign it without entities."},point_missing:{message:"Exactly one entity is required that makes the device what it is, as one of: {point}. Choose the entity of the button or sensor."},entity_unknown:{message:"There is no entity {entity}. Check its ID, and that its integration is set up."},entity_is_ours:{message:"{entity} belongs to Smart Community itself, and a button bound to it would press itself. Choose the entity of the real button."},entity_disabled:{message:"{entity} is disabled, so it would never report anything. Enable it first, then assign it again."},entity_cannot_speak:{message:"{entity} cannot speak. Choose media players or Assist satellites."},speech_engine_missing:{message:"Media players need a text-to-speech engine, and Home Assistant has none. Add one under Settings > Devices & services, then try again."},account_unknown:{message:"Home Assistant has no account with the ID {user_id}. Add the person under Settings > People and allow them to log in, then give the account its role."},file_not_sheet:{message:"{file} is not named like a sheet. Save it as CSV UTF-8 with a name that ends in .csv, or as a workbook that ends in .xlsx."},file_not_allowed:{message:"{file} is outside the folders that Home Assistant may read. Put it into the configuration folder, or add its folder to allowlist_external_dirs."},file_too_large:{message:"{file} is larger than 32 MiB, far more than any register needs. Check that it is the right file."},file_unreadable:{message:"{file} cannot be read. Check its name and path, and that Home Assistant may read it."},import_running:{message:"A register is being imported at this moment. Wait until that has ended, then try again."},home_exists:{message:"The register has a home with this building, unit and number already. Change that one, or correct the number."},field_unknown:{message:"There is no field {field}. Correct its name, or leave it out."},wrong_type:{message:"The value of {field} is of the wrong type. Text is needed, for a floor a whole number, for contacts a list."},too_many_contacts:{message:"A home has at most {limit} contacts. Leave out the others."},role_unknown:{message:"There is no such role to give. Choose duty room, grid worker, community office, auditor or resident portal; a technician is whoever administers Home Assistant."},too_many_channels:{message:"A person has at most {limit} channels. Leave out the others."},channel_unknown:{message:"A channel is the word mobile_app, or the ID of a notify entity, a notify action or a script, such as script.sms. Correct it."},missing_value:{message:"{field} must not be empty. Fill it in."},too_long:{message:"{field} is too long. Shorten it to 200 characters, a note to 2000."},unreadable_character:{message:"{field} holds a character that no text has. Type it again; save a file as CSV UTF-8."},not_a_number:{message:"{field} is not a whole number. Write it in digits, floors below ground with a minus sign."},out_of_range:{message:"{field} is not between -20 and 200. Correct the floor."},not_a_phone:{message:"{field} is not a phone number. Write it in digits; leave out a contact whose number is not known."},looks_like_date:{message:"{field} was turned into a date by a spreadsheet. Format the column as text and type it again."},empty_sheet:{message:"There is no row below the headings. Check that it is the right file."},too_large:{message:"The file is too large for a register. Check that it is the right one, or split it."},too_many_rows:{message:"The file has more than 50000 rows. Split it and import the parts."},malformed:{message:"The quotation marks do not match. A quotation mark within a value must be doubled."},missing_heading:{message:"A required column is missing. Name it in the first row: building and home are needed."},unknown_heading:{message:"This heading is not known. Correct it, or delete the column."},duplicate_heading:{message:"Two columns have this heading. Delete one."},extra_value:{message:"There is a value in a column without a heading. Give the column a heading, or empty it."},duplicate_home:{message:"An earlier line names the same home. Delete one of the two."},ambiguous_home:{message:"Several units have a home with this number. Add the column for the unit."},not_a_year:{message:"{field} is not a year of birth between 1890 and 2100. Write it in four digits, or leave it empty."},unknown_care:{message:"{field} holds what is no reason for care. Use over 80, chronic illness, disabled, dementia, lives alone or child left behind, with commas between."},formula_error:{message:"The formula here has an error. Correct it, or type the value."},formula_without_value:{message:"The formula here was never calculated. Open the file in a spreadsheet, save it, and try again."},several_sheets:{message:"Another sheet of this workbook has homes as well. Put all homes onto the first sheet."},not_a_workbook:{message:"This is no workbook that can be read, or it is damaged. Save it again as .xlsx or as CSV UTF-8."},old_workbook:{message:"This is an .xls file, or it has a password. Save it as .xlsx without a password."},workbook_with_macros:{message:"There are macros in this workbook. Save it as .xlsx, which has none."},not_utf8:{message:"This text is not UTF-8. In Excel or WPS, save the sheet again with the file type CSV UTF-8, or as .xlsx."},too_many_residents:{message:"A home has at most {limit} residents here. Leave out the others."},resident_unknown:{message:"One of the residents is not of this home. Load the home again, then change it."},grid_unknown:{message:"The register has no grid with this ID. Load the list of grids again."},grid_exists:{message:"There is a grid with this name already. Change that one, or choose another name."},nothing_to_undo:{message:"There is no import to undo: none was made, or the last one was undone already."},changed_since_import:{message:"{count} homes or grids were changed by hand since the import, and an undo would lose that. Correct the register by hand, or import a corrected sheet."},homes_needed:{message:"{count} homes that the import made are in use: they have a device, an open incident or a consent. Take those away first, or correct the register by hand."},no_import_report:{message:"The rows of this import are not kept any more. Make a dry run again."},upload_unknown:{message:"This file was not uploaded from your account, or too long ago. Choose it again."},upload_too_large:{message:"The file is larger than 32 MiB, far more than any register needs. Check that it is the right file."},incident_active:{message:"Incident #{number} of this home is not resolved: whoever is on the way needs the name. Resolve it first, then erase."},file_missing:{message:"No file was given. Choose one."},part_not_base64:{message:"A part of the file arrived damaged. Choose the file again."},token_refused:{message:"This token is wrong or has been used. Nothing was acknowledged."},token_locked:{message:"Too many wrong tokens for this alarm: try again in a minute, or acknowledge it on the screen."},channel_not_in_use:{message:"{channel} is no channel that is in use."},handover_error:{message:"This hand-over cannot be changed. Reload the page."},handover_unknown:{message:"There is no such hand-over, or it is given already. Reload the page."},handover_not_given:{message:"This hand-over is still a draft: whoever writes it must give it first."},handover_accepted:{message:"Somebody has accepted this hand-over already. Reload the page."},handover_own:{message:"You cannot accept your own hand-over: the next shift does."},time_invalid:{message:"{time} is no time. Write it like 2026-11-23T08:00:00+08:00."},entity_not_smoke_or_gas:{message:"{entity} does not say whether it is a smoke or a gas sensor. Give it that device class in its settings, then assign it again."},place_missing:{message:"Say where the device belongs: give the ID of a home or of a building."},device_not_assigned:{message:"Device {device} belongs to no home and no building, so it cannot be tested. Assign it first."},test_unknown:{message:"No test with the ID {test} is running; it may have ended by itself."},siren_not_connected:{message:"The siren was not reached, because the MQTT broker is not. Settings > System > Repairs says what to do about it."},siren_no_result:{message:"The siren did not answer, so it may be silent. Check its power and its network."},siren_refused:{message:"The siren answered that it could not do it. Check the siren."},vault_locked:{message:"The key to personal data is missing, so people cannot be changed: what is stored could not be read and would be lost. Settings > System > Repairs asks for the recovery phrase."},backup_holds_key:{message:"This version of Home Assistant would put the key to personal data into the backup in clear, so no backup was made. Look for a newer version of Smart Community."},database_in_use:{message:"Another Home Assistant uses the database of Smart Community in {folder}. Stop one of the two; Settings > System > Repairs says more."},roster_invalid:{message:"The roster cannot be read at {where}: correct it there."},roster_role:{message:"There is no roster for {where}: only for grid workers, the duty room and the community office."},roster_person:{message:"The account {where} does not have this role, or is the one who asks: choose another person."},roster_shift:{message:"The roster has no shift {where} on this date."},roster_from_calendar:{message:"This roster is read from a calendar: change it there."},roster_missing:{message:"This role has no roster: whoever has the role is on duty."},roster_calendar_unread:{message:"The calendar {where} does not answer, or is not there. Check its integration, then try again."},roster_own_calendar:{message:"The calendar {where} shows this roster. Choose the one that it shall be read from."},swap_unknown:{message:"This swap is not known, or was long ago."},swap_decided:{message:"This swap is decided already."},swap_not_yours:{message:"This swap is decided by the person who was asked or by the community office, and withdrawn by who asked."},swap_not_on_shift:{message:"The shift {where} is not this person's (any more) on that date."},swap_same_shift:{message:"This person is on the shift {where} already."},swap_overlaps:{message:"This person would be on two shifts at once."},swap_begun:{message:"The shift {where} has begun: only one to come can be swapped."},elevator_unknown:{message:"There is no elevator {elevator}."},phrase_unknown:{message:"There is no prepared phrase {phrase}."},phrase_or_text:{message:"Give either a prepared phrase or a text."},voice_missing:{message:"{elevator} has no speaker and no voice of its own. Add a speaker in its settings."},voice_failed:{message:"Nothing in {elevator} could speak. Check the speaker, and call out or use the elevator's own intercom."},target_missing:{message:"Name at least one speaker or elevator."},firm_missing:{message:"Name the licensed maintenance firm and its licence first."},date_in_future:{message:"The date is in the future."},draft_missing:{message:"No commissioning has been begun for this elevator. Start one first."},result_missing:{message:"Say what came of this item."},must_be_driven:{message:"This item cannot pass by word: run its test, and it is recorded as it was seen."},not_seen:{message:"The elevator has not shown this since the commissioning was begun. Bring it about, and try again."},may_not_be_left_out:{message:"This item cannot be left out: the elevator has this point, or a hold needs it."},note_missing:{message:"Write a note that says why this item is left out."},car_not_open:{message:"The car does not surely stand at a landing with its door open. Bring it there, and try again."},car_inhibited:{message:"Something forbids a hold now, such as fire service. End it, and try again."},car_held:{message:"The door is held now. Let it go, and try again."},test_running:{message:"A test of this elevator is running."},points_changed:{message:"The elevator has been set up otherwise since. Begin the commissioning anew."},commissioning_incomplete:{message:"These items are not recorded, or have failed: {items}."},commissioning_unknown:{message:"There is no such commissioning record."},entity_did_not_speak:{message:"{entity} did not play it. Check whether it is switched on and reached."},camera_unknown:{message:"There is no camera with the ID {camera}. Check it against the list of cameras."},media_unknown:{message:"The incident has no such picture; its time may be over."},media_gone:{message:"This picture is in the list, but its file is gone or does not open."},media_type_refused:{message:"Only pictures, clips and sounds in formats that browsers show are kept."},media_too_large:{message:"This is too large to be kept with an incident: at most 32 MiB."},media_too_many:{message:"The incident has 100 pictures and sounds already; no more are kept."},media_not_saved:{message:"The picture could not be written, so it is not kept. Settings > System > Repairs says what to do about it."},hold_points_missing:{message:"This elevator lacks a point that a hold needs (relay, door, landing or fire). Its card names it."},hold_not_commissioned:{message:"This elevator has no valid commissioning record, or one of its tests is running. Meanwhile the guard speaks and raises the alarm, and holds no door."},hold_suspended:{message:"The guard of this elevator only speaks until a technician has looked: see the open task."},hold_inhibited:{message:"The door is not held: fire, firefighters, inspection, earthquake, entrapment or overload."},hold_unknown:{message:"The door is not held: the elevator or its camera cannot be heard, or does not say enough."},hold_riding:{message:"The door is not held: the car does not stand at a landing with its door open."},hold_not_held:{message:"The door is not held now."},hold_barred:{message:"The door was let go, or its 120 seconds are over. A person may ask again."},hold_not_agreed:{message:"No two sightings agree on an e-bike in the car, so a rule may not have its door held. A person may."},fall_unknown:{message:"There is no such fall in this incident."},companion_missing:{message:"No falling-object companion watches this camera. Set it up under Settings > Devices & services, and name the device in the camera's settings."},companion_silent:{message:"The falling-object companion does not answer. Check that it is running."}};var gn={unauthorized:{message:"您的账号没有执行此操作的权限。请联系技术员为账号分配相应的角色。"},not_loaded:{message:"智慧社区没有运行，本次操作没有执行。请在“设置 > 设备与服务”中启动后重试。"},store_failed:{message:"智慧社区的数据库无法读写（{failure}），本次操作没有生效。请按“设置 > 系统 > 修复”中的提示处理后重试。"},incident_unknown:{message:"没有 ID 为 {incident_id} 的报警。请与报警列表核对。"},incident_resolved:{message:"报警 {incident_id} 已经办结，不能再作更改。如仍需处置，请发起新的报警。"},plan_invalid:{message:"无法保存该预案（{reason}，第 {step} 步）：可能导致无人响应。请修改后重新保存。"},plan_changed:{message:"该预案已被他人修改。请重新读取后再作更改。"},step_unknown:{message:"报警 {incident_id} 的预案没有这么多步骤。请不填步骤，或填写已有的步骤。"},incident_error:{message:"报警 {incident_id} 目前的状态不允许此操作。请刷新报警列表。"},text_too_long:{message:"内容过长。请缩短到 {limit} 字以内。"},home_unknown:{message:"住户台账中没有 ID 为 {home} 的房屋。请在房屋列表中查找，ID 不是房号。"},building_unknown:{message:"住户台账中没有 ID 为 {building} 的楼栋。请在房屋列表中查找，ID 不是楼栋名称。"},home_not_in_building:{message:"房屋 {home} 不在楼栋 {building} 内，没有人会知道该去哪里。请只填写房屋。"},device_unknown:{message:"从未收到过设备 {device} 的消息。请按一次该设备的按钮，使其出现在未绑定设备列表中；也可填写实体的 ID。"},device_not_of_entities:{message:"设备 {device} 直接使用 MQTT，不能绑定实体。请去掉实体后再绑定。"},point_missing:{message:"需要且只需要一个决定设备种类的实体，可以是：{point}。请选择按钮或传感器的实体。"},entity_unknown:{message:"没有实体 {entity}。请核对其 ID，并确认所属集成已经配置。"},entity_is_ours:{message:"{entity} 是智慧社区自己的实体，绑定后会不断触发自身。请选择实际按钮的实体。"},entity_disabled:{message:"{entity} 已被禁用，不会上报任何状态。请先启用该实体，再重新绑定。"},entity_cannot_speak:{message:"{entity} 不能播报语音。请选择媒体播放器或 Assist 语音终端。"},speech_engine_missing:{message:"媒体播放器播报需要语音合成引擎，但 Home Assistant 中没有。请在“设置 > 设备与服务”中添加后重试。"},account_unknown:{message:"Home Assistant 中没有 ID 为 {user_id} 的账号。请先在“设置 > 人员”中添加并允许登录，再分配角色。"},file_not_sheet:{message:"{file} 的文件名不是表格。请另存为 CSV UTF-8（以 .csv 结尾），或以 .xlsx 结尾的工作簿。"},file_not_allowed:{message:"{file} 不在 Home Assistant 允许读取的文件夹中。请放入配置文件夹，或将其所在文件夹加入 allowlist_external_dirs。"},file_too_large:{message:"{file} 超过 32 MiB，远大于正常的住户台账。请确认文件是否正确。"},file_unreadable:{message:"无法读取 {file}。请检查文件名和路径，以及 Home Assistant 是否有读取权限。"},import_running:{message:"正在导入住户台账。请等待导入结束后重试。"},home_exists:{message:"住户台账中已有相同楼栋、单元和房号的房屋。请修改原有房屋，或更正房号。"},field_unknown:{message:"没有名为 {field} 的字段。请更正名称，或去掉该字段。"},wrong_type:{message:"字段 {field} 的类型不对。应为文本；楼层应为整数，联系人应为列表。"},too_many_contacts:{message:"每套房屋最多 {limit} 位联系人。请删去多余的。"},role_unknown:{message:"没有可分配的这种角色。可选值班室、网格员、社区居委会、审计员或居民端；技术员即 Home Assistant 的管理员。"},too_many_channels:{message:"每人最多 {limit} 种通知方式。请删去多余的。"},channel_unknown:{message:"渠道只能是 mobile_app，或某个通知实体、通知动作、脚本的 ID，例如 script.sms。请更正。"},missing_value:{message:"{field} 不能为空，请填写。"},too_long:{message:"{field} 过长。请缩短到 200 字以内，备注 2000 字以内。"},unreadable_character:{message:"{field} 中有乱码。请重新输入；如为文件，请另存为“CSV UTF-8”。"},not_a_number:{message:"{field} 不是整数。请用数字填写，地下楼层用负数。"},out_of_range:{message:"{field} 不在 -20 至 200 之间。请更正楼层。"},not_a_phone:{message:"{field} 不是电话号码。请用数字填写；号码不详的联系人请不要填。"},looks_like_date:{message:"{field} 被表格软件变成了日期。请将该列设为文本格式后重新填写。"},empty_sheet:{message:"标题行下面没有数据。请确认文件是否正确。"},too_large:{message:"文件过大，不像是住户台账。请确认文件是否正确，或拆分后导入。"},too_many_rows:{message:"文件超过 50000 行。请拆分后分别导入。"},malformed:{message:"引号不成对。单元格内容中的引号要写成两个。"},missing_heading:{message:"缺少必需的列。请在第一行写明列名，“楼栋”和“房号”两列必须有。"},unknown_heading:{message:"无法识别这个列名。请更正，或删除该列。"},duplicate_heading:{message:"有两列使用了同一个列名。请删除其中一列。"},extra_value:{message:"没有列名的列中有内容。请补上列名，或清空该列。"},duplicate_home:{message:"前面已有同一套房屋。请删除其中一行。"},ambiguous_home:{message:"多个单元有相同的房号。请补上“单元”列。"},not_a_year:{message:"{field} 不是 1890 到 2100 之间的出生年份。请写四位数字，或者留空。"},unknown_care:{message:"{field} 里有无法识别的关爱原因。请用 80岁以上、慢性病、残疾、失智、独居、留守儿童，用逗号分开。"},formula_error:{message:"这里的公式有错误。请改正公式，或者直接输入值。"},formula_without_value:{message:"这里的公式没有计算过。请用表格软件打开文件，保存后再试。"},several_sheets:{message:"这个工作簿的另一张表里也有房屋。请把所有房屋放到第一张表里。"},not_a_workbook:{message:"这不是可以读取的工作簿，或者文件已损坏。请重新另存为 .xlsx 或 CSV UTF-8。"},old_workbook:{message:"这是 .xls 文件，或者设有密码。请另存为没有密码的 .xlsx。"},workbook_with_macros:{message:"这个工作簿里有宏。请另存为不带宏的 .xlsx。"},not_utf8:{message:"这个文本不是 UTF-8 编码。请在 Excel 或 WPS 中另存为 CSV UTF-8，或者另存为 .xlsx。"},too_many_residents:{message:"一户最多登记 {limit} 位居民。请去掉其余的。"},resident_unknown:{message:"其中一位居民不属于这一户。请重新打开这一户再修改。"},grid_unknown:{message:"台账里没有这个 ID 的网格。请重新打开网格列表。"},grid_exists:{message:"已经有同名的网格。请修改那一个，或者换一个名称。"},nothing_to_undo:{message:"没有可以撤销的导入：还没有导入过，或者上一次导入已经撤销。"},changed_since_import:{message:"导入之后有 {count} 户房屋或网格被手工修改过，撤销会丢失这些修改。请手工改正台账，或者导入改正后的表格。"},homes_needed:{message:"导入时新建的房屋有 {count} 户已在使用：有设备、未了结的事件或同意书。请先解除，或者手工改正台账。"},no_import_report:{message:"这次导入的逐行结果已不再保留。请重新试运行。"},upload_unknown:{message:"这个文件不是由你的账号上传的，或者上传时间太久。请重新选择文件。"},upload_too_large:{message:"文件大于 32 MiB，远超台账所需。请检查是否选对了文件。"},incident_active:{message:"这一户的事件 #{number} 还没有了结：正在赶去的人需要知道姓名。请先了结事件，再删除。"},file_missing:{message:"没有给出文件。请选择一个文件。"},part_not_base64:{message:"文件的一部分在传输中损坏。请重新选择文件。"},token_refused:{message:"口令错误或已被使用，没有接警。"},token_locked:{message:"此报警的错误口令过多：请一分钟后再试，或在屏幕上接警。"},channel_not_in_use:{message:"{channel} 不是正在使用的渠道。"},handover_error:{message:"无法更改此交接班记录。请刷新页面。"},handover_unknown:{message:"没有此交接班记录，或已经交出。请刷新页面。"},handover_not_given:{message:"此交接班记录仍是草稿，须由填写人先交出。"},handover_accepted:{message:"此交接班记录已有人接收。请刷新页面。"},handover_own:{message:"不能接收自己交出的班，须由下一班人员接收。"},time_invalid:{message:"“{time}”不是有效时间。请按 2026-11-23T08:00:00+08:00 的格式填写。"},entity_not_smoke_or_gas:{message:"{entity} 没有说明自己是烟雾还是燃气传感器。请在其设置中选好设备类别，再重新分配。"},place_missing:{message:"请说明设备属于哪里：填写房屋或楼栋的 ID。"},device_not_assigned:{message:"设备 {device} 不属于任何房屋或楼栋，无法测试。请先分配。"},test_unknown:{message:"没有正在进行的测试 {test}，可能已经自动结束。"},siren_not_connected:{message:"无法连接 MQTT 服务器，因此没有联系上警号。处理办法见“设置 > 系统 > 修复”。"},siren_no_result:{message:"警号没有回应，可能没有响。请检查其电源和网络。"},siren_refused:{message:"警号回应说无法执行。请检查警号。"},vault_locked:{message:"缺少个人信息的密钥，暂时不能修改住户信息：现有内容读不出来，修改会造成丢失。请在“设置 > 系统 > 修复”中输入恢复口令。"},backup_holds_key:{message:"此版本的 Home Assistant 会把个人信息的密钥以明文写入备份，因此没有制作备份。请更新智慧社区。"},database_in_use:{message:"另一个 Home Assistant 正在使用 {folder} 中的智慧社区数据库。请停掉其中一个，详见“设置 > 系统 > 修复”。"},roster_invalid:{message:"排班表的 {where} 处无法识别，请更正。"},roster_role:{message:"{where} 没有排班：只有网格员、值班室和社区办公室有。"},roster_person:{message:"账号 {where} 没有该岗位，或就是提出者本人，请选择其他人。"},roster_shift:{message:"这一天的排班中没有班次 {where}。"},roster_from_calendar:{message:"该排班读自日历，请在日历中修改。"},roster_missing:{message:"该岗位没有排班表：担任该岗位的人都在岗。"},roster_calendar_unread:{message:"日历 {where} 没有响应，或不存在。请检查其集成后重试。"},roster_own_calendar:{message:"日历 {where} 显示的就是这份排班，请选择排班的来源日历。"},swap_unknown:{message:"没有这个换班申请，或时间太久。"},swap_decided:{message:"该换班申请已经处理。"},swap_not_yours:{message:"换班由被询问的人或社区办公室决定，由提出者撤回。"},swap_not_on_shift:{message:"这一天的班次 {where} 不（再）是此人的。"},swap_same_shift:{message:"此人已经在班次 {where} 上。"},swap_overlaps:{message:"此人会同时上两个班。"},swap_begun:{message:"班次 {where} 已经开始：只能换今后的班。"},elevator_unknown:{message:"没有编号为 {elevator} 的电梯。"},phrase_unknown:{message:"没有名为 {phrase} 的预制话术。"},phrase_or_text:{message:"请在预制话术和文字中任选其一。"},voice_missing:{message:"{elevator}没有扬声器，也不能自行播报。请在电梯设置中添加扬声器。"},voice_failed:{message:"{elevator}内没有任何设备能够播报。请检查扬声器，并现场喊话或使用电梯自带的对讲。"},target_missing:{message:"请至少指定一个扬声器或一部电梯。"},firm_missing:{message:"请先填写有资质的维保单位及其许可证编号。"},date_in_future:{message:"日期不能晚于今天。"},draft_missing:{message:"这部电梯还没有开始调试验收，请先开始。"},result_missing:{message:"请填写该项的结果。"},must_be_driven:{message:"该项不能凭口头判定合格：请运行测试，系统按实际看到的结果记录。"},not_seen:{message:"自调试验收开始以来，电梯没有出现过该信号。请实际触发后再试。"},may_not_be_left_out:{message:"该项不能略过：电梯具备该信号，或开门保持必须用到它。"},note_missing:{message:"请写明略过该项的原因。"},car_not_open:{message:"无法确认轿厢停在层站且门已打开。请将轿厢开到层站并打开门后再试。"},car_inhibited:{message:"当前有禁止开门保持的状态（如消防状态）。请解除后再试。"},car_held:{message:"电梯门正在保持中。请先解除，再试。"},test_running:{message:"这部电梯正在测试中。"},points_changed:{message:"电梯的接线设置已更改，请重新开始调试验收。"},commissioning_incomplete:{message:"以下项目尚未记录或不合格：{items}。"},commissioning_unknown:{message:"没有这份调试验收记录。"},entity_did_not_speak:{message:"{entity} 没有播报。请检查设备是否开启并在线。"},camera_unknown:{message:"没有 ID 为 {camera} 的摄像头。请对照摄像头列表检查。"},media_unknown:{message:"该事件没有这个画面；它可能已过保存期。"},media_gone:{message:"列表中有这个画面，但文件已丢失或无法打开。"},media_type_refused:{message:"只保存浏览器能显示的图片、视频和声音格式。"},media_too_large:{message:"内容太大，无法随事件保存：最大 32 MiB。"},media_too_many:{message:"该事件已有 100 个画面和声音，不再保存更多。"},media_not_saved:{message:"画面无法写入，因此没有保存。处理办法见 设置 > 系统 > 修复。"},hold_points_missing:{message:"该电梯缺少保持开门所需的点位（继电器、门、平层或消防）。电梯卡片上有说明。"},hold_not_commissioned:{message:"该电梯没有有效的调试验收记录，或正在进行验收测试。在此期间，守护程序只语音提醒和报警，不保持开门。"},hold_suspended:{message:"在技术人员检查之前，该电梯的守护程序仅语音提醒：请查看未完成的任务。"},hold_inhibited:{message:"不能保持开门：消防、消防员运行、检修、地震、困人或超载。"},hold_unknown:{message:"不能保持开门：电梯或其摄像机失去联系，或信息不足。"},hold_riding:{message:"不能保持开门：轿厢未平层停靠或门未打开。"},hold_not_held:{message:"当前没有保持开门。"},hold_barred:{message:"已被放行，或 120 秒已到。人员可以再次请求。"},hold_not_agreed:{message:"没有两次一致的识别确认轿厢内有电动自行车，自动化不能保持开门；人员可以。"},fall_unknown:{message:"该事件中没有这次坠物。"},companion_missing:{message:"没有高空抛物监测程序监测这个摄像头。请在“设置 > 设备与服务”中添加，并在摄像头设置中选择监测设备。"},companion_silent:{message:"高空抛物监测程序没有应答。请确认它正在运行。"}};var _n={com_intro:["Without a commissioning the community only speaks and alarms; it holds no door. The contact beside the door-open button may be installed only by a maintenance firm licensed for elevators. Go through the list in the car, with the phone in your hand.","未验收的电梯只播报和报警，不会保持开门。与开门按钮并联的触点只能由有电梯维保资质的单位安装。请带手机在轿厢内逐项完成。"],com_list:["Elevators","电梯列表"],com_in_force:["Commissioned on {at}","{at} 已验收"],com_draft:["Under way: {done} of {total}","进行中：{done} / {total}"],com_none:["Not commissioned","尚未验收"],com_void_points_changed:["No longer valid: its wiring or points were changed","已失效：接线或点位有改动"],com_void_replaced:["Replaced by a newer one","已由新的验收替代"],com_begin:["Begin","开始验收"],com_go_on:["Go on","继续验收"],com_again:["Commission anew","重新验收"],com_look:["Look at the record","查看记录"],com_who:["Who tests","验收单位"],com_firm:["Maintenance firm","维保单位"],com_firm_hint:["The firm that is licensed for this elevator","持有本电梯维保资质的单位"],com_licence:["Licence number","许可证编号"],com_date:["Date","日期"],com_correct:["Correct firm, licence or date","修改单位、许可证或日期"],com_start:["Begin the list","开始逐项测试"],com_progress:["{done} of {total} done","已完成 {done} / {total}"],com_step:["Test {number} of {total}","第 {number} 项，共 {total} 项"],com_car:["The car says: {floor}, {door}","轿厢状态：{floor}，{door}"],com_run:["Run the test","开始测试"],com_running:["Testing, up to 30 seconds. Stay at the open door …","正在测试，最长 30 秒，请守在门旁……"],com_run_again:["Test again","重新测试"],com_passed:["It was right","符合"],com_failed:["It was NOT right","不符合"],com_not_fitted:["Not fitted","未安装"],com_not_fitted_hint:["“Not fitted” needs a note: why this elevator has no such signal.","选择“未安装”须填备注：本电梯为何没有此信号。"],com_note:["Note","备注"],com_result_passed:["passed","合格"],com_result_failed:["FAILED","不合格"],com_result_not_fitted:["not fitted","未安装"],com_result_open:["open","待测"],com_seconds:["{count} s","{count} 秒"],com_measured:["measured: {count} s","实测 {count} 秒"],com_technician:["Only a technician runs the tests, records their results and puts the record in force.","只有技术员可以运行测试、记录结果并使记录生效。"],com_waiting_for_car:["Waiting until the car shows it …","正在等待轿厢报告……"],com_seen:["The car showed it at {at}.","轿厢已于 {at} 报告。"],com_before:["Back","上一项"],com_after:["Next","下一项"],com_overview:["All tests","全部项目"],com_all_done:["Every test is done.","全部项目已完成。"],com_finish:["Put it in force","验收生效"],com_finish_hint:["From then on the community may ask for this elevator's door to be held.","生效后，系统才可以请求保持这部电梯开门。"],com_finished:["In force. Print it and put a copy into the machine room.","已生效。请打印一份存放机房。"],com_print:["Print","打印"],com_printing:["Making the page …","正在生成……"],com_record_of:["{firm}, licence {licence}, {date}","{firm}，许可证 {licence}，{date}"],com_by:["{at} by {name}","{at}，{name}"],com_empty:["No elevator has been set up.","还没有设置电梯。"],item_hold:["The door is held","保持开门"],do_hold:["Stop the car at a floor with its door open. Stand at the door, then run the test: the community asks for the door once, for 10 seconds.","让轿厢停在平层并开着门。守在门旁，然后开始测试：系统请求保持开门一次，10 秒。"],item_let_go:["It lets go when told","收到指令后放开"],do_let_go:["Same place, door open. The community holds the door and then lets go; the door must close by itself as usual.","位置不变，门开着。系统先保持开门再放开，门应照常自行关闭。"],item_let_go_cut_off:["It lets go with us cut off","断开联系后自行放开"],do_let_go_cut_off:["Door open. The community asks for the door three times, 3 seconds apart, and then says nothing more, as if it were cut off: the elevator must let go by itself.","门开着。系统每隔 3 秒请求一次，共三次，此后不再发送任何指令，等于断开联系：电梯必须自行放开。"],item_fire:["Fire recall","火灾迫降"],do_fire:["Switch fire recall on at the panel, wait until this page shows it, switch it off again. While it was on the door was not held.","在消防盘上启动迫降，等本页显示后再恢复。迫降期间门没有被保持。"],item_firefighter:["Firefighter service","消防员服务"],do_firefighter:["Turn the firefighter key on, wait until this page shows it, turn it off. The door was not held.","打开消防员钥匙，等本页显示后再关闭。期间门没有被保持。"],item_inspection:["Inspection","检修"],do_inspection:["Switch to inspection, wait until this page shows it, switch back. The door was not held.","切换到检修，等本页显示后恢复。期间门没有被保持。"],item_earthquake:["Earthquake","地震运行"],do_earthquake:["Trigger the earthquake signal at the controller, wait until this page shows it, reset it. The door was not held.","在控制柜触发地震信号，等本页显示后复位。期间门没有被保持。"],item_entrapment:["Entrapment","困人"],do_entrapment:["Trigger the entrapment signal as the manual says, wait until this page shows it, reset it. An alarm opens in the duty room: tell them before.","按说明书触发困人信号，等本页显示后复位。值班室会收到报警，请先告知。"],item_overload:["Overload","超载"],do_overload:["Trigger the overload contact with the door open, wait until this page shows it, reset it. The door was not held.","开着门触发超载触点，等本页显示后恢复。期间门没有被保持。"],item_moving:["Moving","运行"],do_moving:["Let the car go to another floor. Wait until this page shows that it moves. It was never asked to hold while it moved.","让轿厢运行到另一层，等本页显示正在运行。运行中从未请求保持开门。"],item_key:["The elevator's own key","电梯自带钥匙"],do_key:["Hold the door (page Elevators), then turn the elevator's own key: the door must be free at once, and this page shows it.","先在“电梯”页保持开门，再转动电梯自带钥匙：门必须立即放开，本页会显示。"],item_camera_stale:["Camera covered or stuck","摄像头失效"],do_camera_stale:["Unplug the car's camera. Within half a minute the page Elevators says that it shows nothing new, and the door is not held. Plug it in again.","拔掉轿厢摄像头，半分钟内“电梯”页提示没有新画面，且不保持开门。然后接回。"],item_voice:["Voice in the car","轿厢语音"],do_voice:["Say a phrase from the page Elevators. It is heard clearly in the car, in the languages that are set.","在“电梯”页播报一条语句，轿厢内听得清楚，语种正确。"],item_sign:["Sign in the car","轿厢标识"],do_sign:["A sign in the car says that e-bikes are not allowed and that a camera looks.","轿厢内有禁止电动车进入、有监控的标识。"],item_unknown:["{code}","{code}"],do_unknown:["See the commissioning guide.","请看验收说明。"]};var vn={devices_tabs:["Devices or tests","设备或测试"],devices_tab_all:["Devices","设备"],devices_tab_new:["Not assigned ({count})","未绑定（{count}）"],devices_tab_test:["Walk test","巡检测试"],devices_caption:["Devices","设备列表"],devices_empty:["No device matches.","没有符合的设备。"],devices_none:["No device has been assigned yet. See “Not assigned”.","还没有绑定设备，请看“未绑定”。"],devices_search:["Number or door","编号或房号"],devices_kind:["Kind","类型"],devices_show:["Show","显示"],devices_show_all:["All","全部"],devices_show_faulty:["Those that need care","需要处理的"],device_column:["Device","设备"],device_place:["Where","位置"],device_battery:["Battery","电量"],device_seen:["Last heard","最近通信"],device_tested:["Last test","最近测试"],device_state:["State","状态"],device_name:["{kind} {number}","{kind} {number}"],device_fine:["works","正常"],device_offline:["offline","离线"],device_unheard:["never heard","从未通信"],device_battery_low:["battery low","电量低"],device_tamper:["case opened","被拆动"],device_untested:["test overdue","逾期未测"],device_malformed:["unreadable messages: {count}","无法识别的消息 {count} 条"],device_alarm:["ALARM","报警"],device_percent:["{percent} %","{percent}%"],device_somewhere:["a home in {building}","{building}的住户"],device_kind_gateway:["Gateway","网关"],device_kind_help_button:["Help button","求助按钮"],device_kind_elevator:["Elevator","电梯"],device_kind_gate:["Gate","门禁道闸"],device_kind_smoke:["Smoke alarm","烟感"],device_kind_gas:["Gas alarm","燃气报警器"],device_kind_water_meter:["Water meter","水表"],device_kind_motion:["Motion sensor","活动传感器"],device_kind_door:["Door sensor","门磁"],device_kind_siren:["Siren","警号"],device_kind_facade_camera:["Facade camera","外立面摄像头"],device_kind_unknown:["Device","设备"],new_intro:["Press the device: the one that has just spoken stands on top. Then say where it belongs.","请按一下设备：刚刚通信的设备会排在最上面，然后选择它属于哪里。"],new_caption:["Devices without a place","未绑定的设备"],new_empty:["Every device has a place. Switch a new one on, or press it, and it appears here.","所有设备都已绑定。新设备通电或按一下后会出现在这里。"],new_just:["just pressed","刚刚按下"],new_strangers:["{count} messages came from devices beyond the first 2000; assign or remove some.","另有 {count} 条消息来自超出前 2000 台的设备，请先绑定或移除一部分。"],assign:["Assign …","绑定…"],move:["Move …","改绑…"],assign_title:["Where does {device} belong?","{device}属于哪里？"],assign_to:["It belongs to","绑定到"],assign_to_home:["a home","住户"],assign_to_building:["a building (stairs, cellar, roof)","楼栋公共部位"],assign_to_none:["nowhere: take it away","解除绑定"],assign_search:["Number of the home","房号"],assign_choose:["Choose the home","选择房屋"],assign_none_found:["No home has this number.","没有这个房号。"],assign_building:["Building","楼栋"],assign_do:["Assign","绑定"],assign_done:["{device}: assigned.","{device}：已绑定。"],assign_taken:["{device}: belongs nowhere now.","{device}：已解除绑定。"],test_intro:["Walk through the building and press each button. The list fills by itself. Presses of devices under test bring nobody; every other alarm goes out in full.","逐户按下按钮，列表会自动更新。测试中的设备不会通知人员，其他报警照常全部发出。"],test_scope:["What is tested","测试范围"],test_scope_all:["The whole community","整个小区"],test_minutes:["Ends by itself after","自动结束时间"],test_minutes_value:["{count} min","{count} 分钟"],test_start:["Start the walk test","开始巡检测试"],test_mode_start:["Test mode without a list","仅开启测试模式"],test_running:["{done} of {total} tested","已测 {done} / {total}"],test_mode_on:["Test mode, {count} presses so far","测试模式，已测 {count} 台"],test_left:["Ends in {time}","{time}后自动结束"],test_stop:["Stop and see the report","结束并查看结果"],test_stop_mode:["Stop","结束"],test_list_left:["Still to press: {count}","尚未按下：{count}"],test_list_done:["Tested: {count}","已测试：{count}"],test_all_done:["All pressed.","全部已测试。"],test_finished:["Earlier tests","历次测试"],test_report:["{at}: {done} of {total} tested","{at}：已测 {done} / {total}"],test_report_by:["by {name}","{name}"],test_report_missing:["Not tested","未测试"],test_print:["Print the report","打印结果"],test_print_title:["Walk test of {site}","{site}巡检测试"],test_due:["Due this month: {count}","本月应测：{count}"],test_due_none:["Nothing is due.","没有到期应测的设备。"],test_due_overdue:["overdue","已逾期"],test_started:["The test runs.","测试已开始。"],signature:["Date, signature","日期、签名"]};var Ce={did_home_viewed:["saw the people of a home","查看了住户信息"],did_home_saved:["changed a home","修改了房屋信息"],did_consent_saved:["recorded a consent","登记了同意书"],did_register_imported:["imported a register","导入了住户台账"],did_register_exported:["exported the register","导出了住户台账"],did_register_confirmed:["confirmed the register","确认了住户台账"],did_grid_saved:["changed a grid","修改了网格"],did_staff_saved:["changed roles or channels of staff","修改了人员角色或通知方式"],did_roster_saved:["changed the roster","修改了排班"],did_roster_overridden:["changed one shift","调整了一个班次"],did_swap_asked:["asked for a swap","申请换班"],did_swap_agreed:["agreed to a swap","同意换班"],did_swap_refused:["refused a swap","拒绝换班"],did_swap_withdrawn:["withdrew a swap","撤回换班申请"],did_plan_saved:["changed a response plan","修改了处置预案"],did_plan_reset:["took a plan as delivered","恢复了默认预案"],did_channel_tested:["tested a channel","测试了通知渠道"],did_device_assigned:["assigned a device","绑定了设备"],did_device_bound:["bound entities to a device","绑定了设备实体"],did_device_tested:["was tested","完成测试"],did_walk_test_started:["began a walk test","开始巡检测试"],did_walk_test_ended:["ended a walk test","结束巡检测试"],did_test_mode_started:["began test mode","开启测试模式"],did_test_mode_ended:["ended test mode","结束测试模式"],did_incident_opened:["opened an alarm","发起报警"],did_incident_again:["pressed again","再次报警"],did_incident_cancelled:["cancelled at the button","在按钮上取消"],did_incident_acknowledged:["acknowledged","接警"],did_incident_taken_over:["took an alarm over","接手报警"],did_incident_en_route:["set out","出发"],did_incident_on_site:["arrived","到场"],did_incident_note:["added a note","添加备注"],did_incident_called_back:["phoned a home","电话回访"],did_incident_cleared:["cause went away","报警条件消失"],did_incident_linked:["linked alarms","关联报警"],did_incident_escalated:["raised an alarm's level","升级报警"],did_incident_asked_again:["asked the owner","询问处置人"],did_incident_nobody_told:["could tell nobody","没有通知到任何人"],did_incident_resolved:["closed an alarm","办结报警"],did_incident_saved:["put an alarm on record","报警已存档"],did_incident_deliveries:["told people","通知人员"],did_incident_dispatched:["had people told","调度人员"],did_incident_words_viewed:["read the notes of a closed alarm","查看了已办结报警的备注"],did_incident_exported:["exported an alarm's record","导出报警记录"],did_answer_refused:["a push's answer was refused","推送应答被拒绝"],did_answered_by_call:["acknowledged by a call","通过电话接警"],did_handover_saved:["kept a hand-over draft","保存交班草稿"],did_handover_viewed:["read a hand-over","查看交班留言"],did_handover_given:["handed over","交班"],did_handover_accepted:["accepted a hand-over","接班"],did_handover_notes_erased:["emptied old hand-over notes","清空了过期的交班留言"],did_journal_viewed:["looked into the journal","查看了日志"],did_journal_searched:["searched the journal","搜索了日志"],did_journal_verified:["verified the journal","校验了日志"],did_journal_break_noted:["took note of a break","确认知悉日志异常"],did_key_rotation_asked:["asked for a new key","申请更换密钥"],did_key_rotation_begun:["began to change the key","开始更换密钥"],did_key_rotated:["changed the key","更换了密钥"],did_vault_unlocked:["unlocked the register","解锁了台账"],did_vault_given_up:["gave the lost key up","放弃了丢失的密钥"],did_announced:["had something announced","播报了通知"],did_backup_begun:["began a backup","开始备份"],did_backup_restored:["a backup was restored","恢复了备份"],did_blueprints_installed:["installed blueprints","安装了蓝图"],did_device_entity_renamed:["an entity was renamed","实体改名"],did_holidays_saved:["changed the holidays","修改了节假日"],did_household_erased:["erased a household","清除了一户的信息"],did_household_exported:["exported a household's data","导出了一户的信息"],did_household_resumed:["resumed a household","恢复了一户的服务"],did_household_paused:["paused a household","暂停了一户的服务"],did_household_left:["a household left the service","办理了一户退出服务"],did_import_undone:["undid an import","撤销了导入"],did_people_searched:["searched for people","搜索了姓名或电话"],did_recovery_phrase_made:["made a recovery phrase","生成了恢复口令"],did_roster_override_removed:["let the rotation count again","恢复了轮班安排"],did_roster_removed:["removed a roster","删除了排班"],did_roster_viewed:["saw the roster","查看了排班"],did_siren_on:["sounded a siren","启动警号"],did_siren_off:["silenced a siren","关闭警号"],did_camera_viewed:["looked through a camera","查看了摄像头画面"],did_incident_media_viewed:["looked at a picture or sound of an alarm","查看了报警的画面或录音"],did_incident_said:["something was said at an alarm","在报警现场播报"],did_incident_media:["a picture or sound was kept with an alarm","保存了报警的画面或录音"],did_media_not_kept:["a picture or sound could not be kept","画面或录音未能保存"],did_media_swept:["removed pictures whose time was over","清除了到期的画面"],did_recording_not_kept:["a recording could not be kept","录音未能保存"],did_elevator_said:["spoke into an elevator","向轿厢喊话或播报"],did_elevator_not_said:["an elevator could not speak","电梯没有播报成功"],did_elevator_hold_asked:["asked for an elevator's door to be held","要求保持电梯开门"],did_elevator_released:["let an elevator's door go","放开了电梯门"],did_elevator_guard_rearmed:["put an elevator's guard on again","恢复了电梯守护"],did_elevator_entity_renamed:["an elevator's entity was renamed","电梯的实体改名"],did_two_way_opened:["opened an elevator's two-way talk","打开了电梯双向对讲"],did_incident_fell:["a further object fell","同一处又有物体坠落"],did_incident_withdrawn:["a camera took a fall back","摄像头撤回坠物判断"],did_fall_candidates_viewed:["read from which homes something may have fallen","查看了坠物来源推断"],did_fall_judged:["said what a fall was","判断了一次坠物报警"],did_facade_calibration_opened:["opened a facade's calibration","打开了外立面标定"],did_facade_calibrated:["calibrated a facade camera","标定了外立面摄像头"],did_facade_self_test:["had a facade camera tested","对外立面摄像头进行自检"],did_commissioning_started:["began a commissioning","开始电梯验收"],did_commissioning_corrected:["corrected a commissioning","修改了验收信息"],did_commissioning_tested:["tested an elevator's hold","测试了电梯开门保持"],did_commissioning_recorded:["recorded a test of a commissioning","登记了验收项目"],did_commissioning_finished:["put a commissioning in force","电梯验收生效"],did_commissioning_void:["a commissioning became void","电梯验收失效"],did_commissioning_printed:["printed a commissioning","打印了验收记录"],did_frigate_config_rendered:["rendered Frigate's configuration","生成了视频分析配置"]};var bn={elevators_intro:["Every elevator as it is now. The door is only ever held while the car stands open at a floor; the elevator's own safety comes first, always.","各部电梯的当前状态。只有轿厢在平层开着门时才会请求保持开门；电梯自身的安全始终优先。"],elevators_empty:["No elevator has been set up. A technician adds one under Settings > Devices > Smart Community.","还没有设置电梯。请技术员在“设置 > 设备与服务 > 智慧社区”中添加。"],elevators_list:["Elevators","电梯列表"],elevator_open:["Open","查看"],elevator_open_one:["Open {name}","查看{name}"],elevator_since:["for {time}","已 {time}"],elevator_can_hold:["can hold its door","可以保持开门"],elevator_cannot_hold:["Voice and alarm only, because:","仅语音和报警，原因："],elevator_cannot:["What it cannot promise ({count})","不能保证的事项（{count}）"],elevator_offline:["does not answer","没有应答"],elevator_commissioned:["Commissioned {at}: {firm}, licence {licence}","{at} 验收：{firm}，许可证 {licence}"],elevator_not_commissioned:["Not commissioned","尚未验收"],elevator_commission:["Commissioning","去验收"],elevator_camera_up:["camera sees","摄像头正常"],elevator_camera_down:["camera shows nothing new","摄像头无新画面"],cameras_intro:["Where cameras look, whether they see, and the sign that says so to people. Each look at a picture is recorded.","摄像头的位置、状态和提示牌。每次查看画面都会记入日志。"],cameras_empty:["No camera has been set up. A technician adds one under Settings > Devices > Smart Community.","还没有设置摄像头。请技术员在“设置 > 设备与服务 > 智慧社区”中添加。"],cameras_list:["Cameras","摄像头列表"],cameras_show_all:["Show all pictures","查看全部画面"],cameras_hide_all:["Put all pictures away","收起全部画面"],camera_sees:["sees","正常"],camera_trouble_offline:["no connection","离线"],camera_trouble_stale:["no new pictures","无新画面"],camera_trouble_frigate_gone:["Frigate does not answer","视频分析服务没有应答"],camera_trouble_unknown:["not known to Frigate","视频分析服务中没有此摄像头"],camera_trouble_disabled:["switched off","已停用"],camera_trouble_other:["does not see","看不到画面"],camera_sign:["Sign","提示牌"],camera_sign_at:["{text} ({place})","{text}（{place}）"],camera_sign_none:["NO SIGN RECORDED","未登记提示牌"],camera_kept:["Kept","保留"],camera_days:["pictures of an alarm: {count} days after it was closed","报警画面：办结后 {count} 天"],camera_place:["Where","位置"],camera_purpose:["For","用途"],camera_purpose_elevator_car:["elevator car","电梯轿厢"],camera_purpose_gate_plate:["number plates at a gate","出入口车牌"],camera_purpose_gate_face:["faces at a gate","出入口人脸"],camera_purpose_facade:["facade, falling objects","外立面，高空抛物"],camera_purpose_perimeter:["perimeter","周界"],camera_purpose_public_area:["public area","公共区域"],camera_purpose_none:["no purpose recorded","未登记用途"],facade_watch:["Falling objects","高空抛物监测"],facade_none:["nobody watches: no companion set up","未监测：尚未设置监测程序"],facade_view_clear:["sees the facade","画面清晰"],facade_view_dark:["too dark","画面过暗"],facade_view_dirty:["lens dirty or covered","镜头脏污或被遮挡"],facade_view_moved:["camera was moved: calibrate anew","摄像头已移位，请重新标定"],facade_view_dazzled:["dazzled","强光干扰"],facade_view_no_picture:["no picture","没有画面"],facade_view_unknown:["says nothing","状态不详"],facade_degraded_half_size:["short of time: half size","算力不足：半分辨率分析"],facade_degraded_half_rate:["short of time: half rate","算力不足：隔帧分析"],facade_not_calibrated:["not calibrated","尚未标定"],facade_pace:["{fps} pictures a second, {lag} s behind","每秒 {fps} 帧，延迟 {lag} 秒"],facade_self_test:["Self-test","自检"],facade_self_test_passed:["passed {at}","{at} 通过"],facade_self_test_failed:["FAILED {at}","{at} 未通过"],facade_self_test_none:["none yet","尚未自检"],facade_calibrate:["Calibrate floors and homes","标定楼层和住户"],falls_title:["Falls of the last days","近期坠落记录"],falls_when:["When","时间"],falls_camera:["Camera","摄像头"],falls_what:["How","方式"],falls_sure:["Sure to","把握"],falls_came_to:["Came to","结果"],falls_none:["Nothing fell.","没有坠落记录。"],precision:["{percent} % of alarms were right (from {from})","报警准确率 {percent}%（自 {from}）"],precision_unknown:["Too few verdicts for a precision","判断数量不足，暂无准确率"],precision_of:["Verdicts: {real} fell, {false_alarm} false, {unsure} not sure","判断：{real} 次属实，{false_alarm} 次误报，{unsure} 次不确定"]};var yn={fall_title:["What fell","坠物情况"],falls_several:["Several falls","多次坠落"],fall_number:["Fall {number}, {at}","第 {number} 次，{at}"],fall_refused:["Your role shows no pictures of falls.","您的角色不能查看坠物画面。"],fall_picture:["Picture with the track of what fell; windows are masked","标出坠落轨迹的画面，窗户已遮挡"],fall_film:["Film of the fall; windows are masked","坠落过程录像，窗户已遮挡"],fall_picture_tab:["Track","轨迹"],fall_film_tab:["Film","录像"],fall_picture_waiting:["The picture is on its way …","正在获取画面……"],fall_picture_none:["There is no picture of it.","没有画面。"],fall_picture_lost:["The picture could not be kept.","画面未能保存。"],fall_unmasked:["Only Frigate has a film, with windows to be seen into: it is not shown here.","仅 Frigate 有未遮挡窗户的录像，此处不予显示。"],fall_film_lost:["The film could not be kept.","录像未能保存。"],fall_masked:["Windows are masked but for the way of what fell. Looking is recorded.","除坠落路径外，窗户均已遮挡。查看会记入日志。"],fall_from:["Where it began","起始位置"],fall_floor:["Floor {floor}","{floor} 楼"],fall_floors:["Floors {low} to {high}","{low} 至 {high} 楼"],fall_floor_unknown:["Floor not known","楼层不详"],fall_floor_short:["{floor}","{floor} 楼"],fall_floor_head:["Floor","楼层"],fall_class_falling:["fell","坠落"],fall_class_fluttering:["fluttered down","飘落"],fall_phase_suspected:["not yet sure","疑似"],fall_phase_confirmed:["confirmed by its course","轨迹已确认"],fall_phase_ended:["over","已结束"],fall_phase_withdrawn:["taken back","已撤回"],fall_sure:["sure to {share}","把握 {share}"],fall_speed:["{speed} km/h","时速 {speed} 公里"],fall_size:["about {size} cm","约 {size} 厘米"],fall_drawing:["The facade, floor by floor: how likely it is that it came from there","外立面图：各楼层、各户的来源可能性"],fall_no_candidates:["Nobody can say from which homes.","无法推断来自哪一户。"],fall_candidates_hidden:["Your role does not show the homes.","您的角色无权查看疑似住户。"],fall_elsewhere:["From elsewhere: {share}","其他位置：{share}"],fall_never_one:["Likelihoods from the track, not proof: ask, do not accuse.","这是由轨迹推算的可能性，不是证据：请走访核实，不要指认。"],clip_loading:["Taking the film …","正在读取录像……"],clip_failed:["The film did not come. Try again","录像读取失败，点此重试"],clip_play:["Play","播放"],clip_pause:["Pause","暂停"],clip_before:["One picture back","上一帧"],clip_after:["One picture on","下一帧"],clip_place:["Place in the film","播放位置"],clip_speed:["Speed","播放速度"],clip_keys:["Keys: ← → picture by picture, space plays","按键：← → 逐帧，空格播放"],verdict_title:["What was it?","是什么情况？"],verdict_real:["Something fell","确有坠物"],verdict_false_alarm:["Nothing fell","误报"],verdict_unsure:["Not sure","不确定"],verdict_said_real:["Something fell","确有坠物"],verdict_said_false_alarm:["Nothing fell","误报"],verdict_said_unsure:["Not sure","不确定"],verdict_keep:["Keep the masked film as an example, beyond its usual days","将遮挡后的录像留作样本，超出通常期限保存"],verdict_hint:["Your answer counts towards the weekly precision. It closes nothing.","您的判断计入每周准确率，不会办结报警。"],verdict_undo:["Take back ({left})","撤回（{left}）"],verdict_given:["{verdict}: {who}, {at}","{verdict}：{who}，{at}"],verdict_given_kept:["{verdict}: {who}, {at}. Kept as an example.","{verdict}：{who}，{at}。已留作样本。"]};var wn={handover_intro:["What the next shift must know. Alarms go on being handled; nothing here closes anything.","下一班需要知道的事。报警照常处置，交接班不会办结任何报警。"],handover_yours:["Your hand-over","我的交班"],handover_since:["Your shift since {at}","本班自 {at} 起"],handover_note:["Notes for the next shift","给下一班的留言"],handover_note_hint:["Keys, agreed visits, people to watch. It is kept as a draft until you give it.","钥匙、约好的上门、需要留意的人。交班前只是草稿。"],handover_save:["Keep as a draft","存为草稿"],handover_saved:["Kept as a draft at {at}","草稿已于 {at} 保存"],handover_give:["Hand over …","交班…"],handover_give_title:["Hand over now?","现在交班？"],handover_give_text:["The next shift sees your notes and the {count} alarms that are yours. Until somebody accepts, they stay yours.","下一班会看到您的留言和由您处置的 {count} 条报警。有人接班之前，仍由您负责。"],handover_give_do:["Hand over","交班"],handover_given:["Handed over. It waits until somebody accepts it.","已交班，等待接班人确认。"],handover_next:["Next {role}: {names}, from {at}","下一班{role}：{names}，{at} 开始"],handover_next_nobody:["Next {role} from {at}: NOBODY on the roster","下一班{role} {at} 开始：排班中没有人"],handover_from:["{name} handed over at {at}","{name}于 {at} 交班"],handover_from_you:["You handed over at {at}. Nobody has accepted yet.","您已于 {at} 交班，尚无人接班。"],handover_owns:["Still has {count} open","名下还有 {count} 条未办结"],handover_no_note:["No notes.","没有留言。"],handover_accept:["Accept and take over","接班并接手报警"],handover_accept_only:["Accept the notes only","只接收留言"],handover_accepted:["Accepted. {count} alarms are yours now.","已接班，{count} 条报警由您处置。"],handover_recent:["Accepted in the last 24 hours","最近 24 小时的交接"],handover_accepted_by:["{author} → {name}, {at}","{author} → {name}，{at}"],handover_open:["Open alarms","未办结报警"],handover_open_none:["No open alarm.","没有未办结的报警。"],handover_faults:["Faults","故障"],handover_faults_none:["No fault.","没有故障。"],handover_resolved:["Closed in this shift: {count}","本班已办结 {count} 条"],handover_more:["and {count} more","另有 {count} 条"],handover_row:["{kind} {number}","{number} 号{kind}"],handover_nobody_has:["nobody has it","无人处置"]};var kn={journal_intro:["Who saw, searched, changed and exported what. Entries are chained by checksums and cannot be changed unnoticed. Looking into the journal is an entry, too.","谁查看、搜索、修改、导出了什么。每条记录以校验值相连，改动必被发现。查看日志本身也会记入日志。"],journal_caption:["Entries, newest first","记录，最新的在前"],journal_empty:["No entry matches.","没有符合的记录。"],journal_actor:["Who","谁"],journal_action:["What","做了什么"],journal_subject:["About","对象"],journal_when:["When","时间"],journal_details:["Details","详情"],journal_number:["No.","序号"],journal_anybody:["Anybody","所有人"],journal_anything:["Anything","所有操作"],journal_find:["Show","查询"],detail_more:["{shown} and {count} more","{shown} 等，另有 {count} 项"],detail_home:["home","房屋"],detail_building:["building","楼栋"],detail_rows:["rows","行数"],detail_created:["new","新增"],detail_updated:["changed","修改"],detail_unchanged:["unchanged","不变"],detail_incident:["alarm","报警"],detail_role:["role","角色"],detail_roles:["roles","角色"],detail_channels:["channels","通知方式"],detail_first:["from","自"],detail_last:["until","至"],detail_from:["from","自"],detail_to:["until","至"],detail_version:["version","版本"],detail_people:["people","人员"],detail_day:["day","日期"],detail_shift:["shift","班次"],detail_devices:["devices","设备"],detail_device:["device","设备"],detail_seconds:["seconds","秒数"],detail_event:["event","事件"],detail_tested:["tested","已测"],detail_left:["left","未测"],detail_checked:["checked","已校验"],detail_breaks:["breaks","不符处"],detail_cut_at:["cut at","缺失处"],detail_homes:["homes","户数"],detail_format:["format","格式"],detail_ok:["worked","成功"],detail_error:["error","错误"],detail_purpose:["purpose","用途"],detail_given:["given","同意"],detail_text_version:["text version","文本版本"],detail_handovers:["hand-overs","交班记录"],detail_action:["action","操作"],detail_actor:["who","谁"],detail_subject:["about","对象"],detail_worker:["worker","网格员"],detail_deputy:["deputy","副手"],detail_found:["found","找到"],detail_sha256:["checksum","校验值"],detail_language:["language","语言"],detail_kept:["kept","保留"],detail_gives:["gives","让出"],detail_takes:["takes","换取"],journal_older:["Older entries","更早的记录"],journal_about:["Entries about this","查看与此有关的记录"],verify:["Verify the whole journal","校验全部日志"],verify_running:["Looking along the whole chain …","正在逐条校验……"],verify_intact:["The journal is whole: {checked} entries, none changed, none missing.","日志完整：共 {checked} 条，没有改动，没有缺失。"],verify_broken:["The journal does NOT hold at entry {at}: it was changed, or one before it is missing. Keep a copy and tell the technician and the data protection officer.","日志在第 {at} 条处不符：该条被改动，或之前有缺失。请保留副本，并通知技术员和个人信息保护负责人。"],verify_breaks:["Places: {places}","位置：{places}"],verify_cut:["Entries from {at} on are missing at the end.","末尾自第 {at} 条起缺失。"],verify_head:["Newest entry {seq}, checksum {hash}","最新一条为第 {seq} 条，校验值 {hash}"],journal_action_other:["{code}","{code}"]};var $n={plans_intro:["Who is told, when, and over what, as long as nobody has acknowledged. An alarm keeps the plan under which it began; a change counts for the next one.","在有人接警之前，什么时候、通过什么方式、通知谁。已发生的报警沿用当时的预案，修改只对以后的报警生效。"],plans_never_stops:["It never stops while nobody has acknowledged.","只要没有人接警，就会一直通知下去。"],plan_for_all:["all severities","全部等级"],plan_for:["{kind}, {severity}","{kind}（{severity}）"],plan_default:["as delivered","默认"],plan_version:["changed, version {version}","已修改，第 {version} 版"],plan_choose:["Kind of alarm","报警类型"],plan_step:["Level {level}","第 {level} 级"],plan_at_once:["at once","立即"],plan_after:["after {time}","{time}后"],plan_repeats:["then again every {time}, until somebody acknowledges","之后每 {time}重复一次，直到有人接警"],plan_asks:["acknowledged, but no news for {time}: the owner is asked","已接警但 {time}没有进展：询问处置人"],plan_own_order:["each over the own channels in order","按各人设定的通知方式依次尝试"],plan_all_channels:["over all channels at once","所有通知方式同时发出"],plan_channels_first:["first over {channels}","优先使用：{channels}"],plan_edit:["Change the plan","修改预案"],plan_reset:["Back to the plan as delivered …","恢复默认预案…"],plan_reset_title:["Back to the plan as delivered?","恢复默认预案？"],plan_reset_text:["Your own version is given up. Alarms that are open keep theirs.","自行修改的版本将不再使用。未办结的报警沿用原预案。"],plan_reset_do:["Take the plan as delivered","恢复默认"],plan_edit_title:["Plan for {kind}","{kind}预案"],plan_saved:["The plan is saved. It counts from the next alarm on.","预案已保存，从下一条报警起生效。"],plan_was_reset:["The plan is as delivered again.","已恢复默认预案。"],plan_severity:["For which severity","适用等级"],gap_nobody_now:["Level {level}: nobody is on duty as {whom} now","第 {level} 级：目前没有在班的{whom}"],gap_not_set:["Level {level}: no {whom} is set up","第 {level} 级：没有设置{whom}"],gap_left:["Level {level}: {whom} is not staff any more","第 {level} 级：{whom}已不在人员名单中"],gap_no_channel:["Level {level}: {whom} has no channel","第 {level} 级：{whom}没有可用的通知方式"],gap_next:["Such a level is passed over at once, and a fault is opened.","遇到这种情况会立即进入下一级，并报告故障。"],step_after:["Seconds after the alarm","报警后多少秒"],step_to:["Who is told","通知谁"],step_persons:["By name","指定人员"],step_channels:["Channels before each person's own","优先使用的通知方式"],step_all:["All channels at once","所有通知方式同时发出"],step_add:["Add a level","增加一级"],step_remove:["Remove level {level}","删除第 {level} 级"],repeat_every:["The last level again every … seconds","最后一级每隔多少秒重复"],ask_again_after:["Ask the owner after … seconds without news","多少秒没有进展后询问处置人"],channel_mobile_app:["Phone app","手机应用"],channel_all:["all channels","全部方式"],channel_notify:["Message {name}","消息 {name}"],channel_script:["Script {name}","脚本 {name}"],channel_media_player:["Speaker {name}","广播 {name}"],channel_siren:["Siren {name}","警号 {name}"],channel_bot:["Group chat {name}","工作群 {name}"],plan_changed_by:["{name}, {at}","{name}，{at}"],plan_own_add:["A plan of its own for one severity …","为某一等级单独设置…"],plan_own_title:["For which severity?","为哪一等级单独设置？"],plan_own_text:["It begins as a copy of the plan for all.","以全部等级的预案为起点。"],plan_no_step:["A plan needs at least one level.","预案至少要有一级。"],plan_too_many_steps:["These are too many levels.","级数过多。"],plan_first_step_late:["The first level must come at once: 0 seconds.","第一级必须立即执行：0 秒。"],plan_delays_not_ascending:["Each level must come later than the one before.","每一级必须晚于前一级。"],plan_step_too_late:["A level may come one hour after the alarm at the latest.","最迟不超过报警后一小时。"],plan_nobody_named:["Choose at least one.","请至少选择一项。"],plan_step_too_long:["These are too many for one level.","这一级选择过多。"],plan_named_twice:["Something is named twice.","有重复项。"],plan_target_unknown:["One of these is not known any more.","其中一项已不存在。"],plan_channel_unknown:["One of these channels is not known.","其中一种通知方式不存在。"],plan_everyone_too_late:["For somebody in danger, everyone on duty must be told within 300 seconds.","有人处于危险时，必须在 300 秒内通知全体值班人员。"],plan_everyone_not_repeated:["For somebody in danger, the last level must tell everyone on duty.","有人处于危险时，最后一级必须通知全体值班人员。"],plan_repeat_every_out_of_bounds:["Between 60 and 3600 seconds; for somebody in danger at most 600.","60 至 3600 秒；有人处于危险时不超过 600 秒。"],plan_ask_again_after_out_of_bounds:["Between 120 seconds and a day; for somebody in danger at most 3600 seconds.","120 秒至一天；有人处于危险时不超过 3600 秒。"]};var xn={register_journalled:["Opening a home is written into the journal: who looked at whom, and when.","每次打开一户都会记入操作日志：谁、何时、看了哪一户。"],register_tabs:["Parts of the register","台账内容"],register_tab_homes:["Homes","房屋"],register_tab_import:["Import and export","导入导出"],register_tab_grids:["Grids","网格"],homes_caption:["Homes","房屋列表"],homes_search:["Door or unit, such as 302","房号或单元，例如 302"],homes_building:["Building","楼栋"],homes_all_buildings:["All buildings","全部楼栋"],homes_empty:["No home matches. Check the number, or choose another building.","没有符合的房屋。请核对房号，或换一个楼栋。"],homes_none:["The register is empty. Import a sheet, or add a home.","台账还是空的。请导入表格，或添加房屋。"],homes_add:["Add a home","添加房屋"],homes_open:["Open","打开"],column_door:["Home","房屋"],column_floor:["Floor","楼层"],column_devices:["Devices","设备"],column_grid:["Grid","网格"],home_new:["New home","新房屋"],home_edit:["Edit {place}","修改 {place}"],home_back:["Back to the list","返回列表"],home_no_residents:["No resident recorded","没有登记居民"],home_consents:["Consents","同意书"],home_status_heading:["Taking part","服务状态"],home_grid:["Grid","网格"],home_no_grid:["no grid","未划入网格"],status_active:["taking part","服务中"],status_paused:["paused","已暂停"],status_left:["has left","已退出"],status_paused_text:["The household has paused the service.","住户已暂停服务。"],status_left_text:["The household has left the service.","住户已退出服务。"],pause:["Pause","暂停服务"],resume:["Resume","恢复服务"],leave:["Leave …","退出服务…"],erase:["Erase …","清除信息…"],export_home:["Export what is kept","导出这一户的信息"],pause_title:["Pause the service for {place}?","暂停 {place} 的服务？"],pause_text:["What is optional stops until it resumes: sensors for unusual quiet, faces, pictures. A press of its button still opens an alarm, because a call for help is never ignored.","恢复之前，生活异常关怀、人脸和图像停用。按下求助按钮仍会报警，因为求助不会被忽略。"],leave_title:["{place} leaves the service?","{place} 退出服务？"],leave_text:["Its consents end now and its contacts are told no more. Take its devices down: until then a press still brings staff. The data stays until it is erased.","同意书即时失效，不再通知联系人。请收回设备：收回之前按下按钮，工作人员仍会前往。信息保留到被清除为止。"],erase_title:["Erase everything about {place}?","清除 {place} 的全部信息？"],erase_text:["Household, residents, contacts, notes and consents are deleted for good. This cannot be undone. What the law asks to keep is listed in the privacy document.","住户、联系人、备注和同意书将被永久删除，不能撤销。依法需要保留的内容见隐私文件。"],erase_type:["To confirm, type the number of the home: {number}","请输入房号以确认：{number}"],erase_wrong:["This is not the number of the home.","与房号不一致。"],erase_do:["Erase for good","永久清除"],leave_do:["Leave the service","退出服务"],pause_do:["Pause the service","暂停服务"],done_paused:["The service is paused.","服务已暂停。"],done_resumed:["The service goes on.","服务已恢复。"],done_left:["The household has left.","住户已退出服务。"],done_erased:["Erased.","已清除。"],done_saved:["The home is saved.","房屋信息已保存。"],done_consent:["The consent is recorded.","同意书已登记。"],purpose_help_alarm:["Help alarm","求助报警"],purpose_help_alarm_text:["name, contacts and way in are shown to responders during an alarm","报警时向处置人员显示姓名、联系人和入户方式"],purpose_abnormal_life:["Unusual quiet","生活异常关怀"],purpose_abnormal_life_text:["water, door and motion sensors are watched for long silence","用水、门磁和活动传感器长时间没有动静时提醒"],purpose_face:["Face recognition","人脸识别"],purpose_face_text:["as one way in, never the only one","作为进门方式之一，绝不是唯一方式"],purpose_pictures:["Pictures","图像"],purpose_pictures_text:["pictures are attached to an alarm","报警时附带图像"],consent_given:["given","已同意"],consent_withdrawn:["withdrawn","已撤回"],consent_never:["not asked yet","尚未征求"],consent_since:["{at}, text version {version}","{at}，文本版本 {version}"],consent_give:["Record consent …","登记同意…"],consent_withdraw:["Withdraw …","撤回同意…"],consent_title:["Consent: {purpose}","同意书：{purpose}"],consent_title_withdraw:["Withdraw consent: {purpose}","撤回同意：{purpose}"],consent_version:["Version of the text that was read","所读文本的版本"],consent_version_hint:["As printed on the form, such as 2026-11","印在同意书上，例如 2026-11"],consent_note:["How (signed form, guardian, by telephone)","方式（签字、监护人代签、电话）"],consent_save:["Record","登记"],consent_withdraw_do:["Withdraw","撤回"],field_building:["Building","楼栋"],field_building_hint:["A new name makes a new building","填写新名称即新建楼栋"],field_unit:["Unit","单元"],field_number:["Home number","房号"],field_floor:["Floor","楼层"],field_floor_hint:["Below ground: negative","地下用负数"],field_household:["Household","户主"],field_note:["Good to know for a responder","处置时的注意事项"],field_access:["How to get in","怎么进门"],field_key_safe:["Key safe: where it is, who has the code","钥匙盒：位置、密码由谁保管"],field_grid:["Grid","网格"],field_name:["Name","姓名"],field_phone:["Phone","电话"],field_relation:["Relation","关系"],field_birth_year:["Year of birth","出生年份"],field_care:["Reason for care","关爱原因"],field_guardian:["Guardian","监护人"],field_language:["Language spoken","使用的语言"],field_resident_note:["Note","备注"],contact_add:["Add a contact","添加联系人"],contact_remove:["Remove contact {number}","删除联系人 {number}"],contact_legend:["Contact {number}","联系人 {number}"],contacts_hint:["In the order in which they are called","按拨打的先后顺序"],resident_add:["Add a resident","添加居民"],resident_remove:["Remove resident {number}","删除居民 {number}"],resident_legend:["Resident {number}","居民 {number}"],import_intro:["One row a home, CSV or XLSX, headings in English or Chinese. First everything is checked; nothing changes until you say so. Homes that the sheet does not name stay as they are.","每户一行，CSV 或 XLSX，列名中文或英文均可。先检查，确认之前不会改动任何内容。表格中没有的房屋保持不变。"],import_choose:["Choose a file","选择文件"],import_drop:["or drop it here","或将文件拖到这里"],import_template:["Download template","下载模板"],import_export:["Export the register","导出台账"],import_export_text:["The export holds people's data and is in the journal. Keep it safe.","导出的文件含有个人信息，导出会记入日志，请妥善保管。"],import_too_large:["This file is larger than 32 MB and cannot be a register.","文件超过 32 MB，不像是住户台账。"],import_wrong_kind:["Only CSV and XLSX files can be imported.","只能导入 CSV 或 XLSX 文件。"],import_reading:["Checking {file} …","正在检查 {file}……"],import_checked:["{file}: {rows} rows checked","{file}：已检查 {rows} 行"],import_fine:["Nothing is wrong. Nothing has been changed yet.","没有错误。目前尚未改动任何内容。"],import_wrong:["{count} things are wrong, so nothing can be imported. Correct them in the sheet, then choose it again.","有 {count} 处错误，因此不能导入。请在表格中改正后重新选择。"],import_wrong_one:["One thing is wrong, so nothing can be imported. Correct it in the sheet, then choose it again.","有 1 处错误，因此不能导入。请在表格中改正后重新选择。"],import_counts:["{created} new, {updated} changed, {unchanged} as they were","新增 {created} 户，修改 {updated} 户，不变 {unchanged} 户"],import_do_title:["Importing {file}","正在导入 {file}"],import_do:["Import {count} homes","导入 {count} 户"],import_nothing:["Everything is in the register already.","内容与台账一致，无需导入。"],import_again:["Choose another file","换一个文件"],import_keeps_on:["Alarms come through meanwhile. You may leave this page: the import goes on.","导入期间报警照常。可以离开本页，导入会继续。"],import_done:["Imported: {created} new, {updated} changed, {unchanged} as they were.","导入完成：新增 {created} 户，修改 {updated} 户，不变 {unchanged} 户。"],import_undo:["Undo this import …","撤销本次导入…"],import_undo_last:["Undo the last import …","撤销上次导入…"],import_undo_title:["Undo the last import?","撤销上次导入？"],import_undo_text:["The register becomes what it was before the import of {at}: {created} new homes go, {updated} changed ones become what they were.","台账恢复到 {at} 导入之前的样子：去掉新增的 {created} 户，恢复被修改的 {updated} 户。"],import_undo_edited:["{count} homes have been changed by hand since then. Undoing would lose that, so it is not possible any more.","导入之后已有 {count} 户被手工修改，撤销会丢失这些修改，因此不能再撤销。"],import_undo_needed:["{count} homes of this import have devices or alarms by now, so it cannot be undone any more.","本次导入的房屋中已有 {count} 户绑定了设备或有报警，因此不能再撤销。"],import_last:["Last import: {at}, {created} new, {updated} changed","上次导入：{at}，新增 {created} 户，修改 {updated} 户"],import_lost:["The connection was lost while the import ran; it goes on without this page. Its result stands under “Last import”.","导入时连接中断；导入仍在继续，结果见“上次导入”。"],import_phase_uploading:["Sending the file: {percent} %","正在上传文件：{percent}%"],import_phase_reading:["Reading the file …","正在读取文件……"],import_phase_comparing:["Comparing with the register: {percent} %","正在与台账比较：{percent}%"],import_phase_writing:["Writing: {done} of {total}","正在写入：{done} / {total}"],import_fields:["changes: {fields}","修改：{fields}"],import_undo_do:["Undo the import","撤销导入"],import_undone:["The import is undone. The register is as it was before.","已撤销导入，台账恢复原样。"],import_filter:["Show","显示"],import_rows_caption:["What becomes of each row","每一行的结果"],import_rows_empty:["No row of this kind.","没有这一类的行。"],column_line:["Line","行"],column_fate:["Result","结果"],column_reason:["Details","说明"],fate_error:["wrong","有误"],fate_created:["new","新增"],fate_updated:["changed","修改"],fate_unchanged:["as it was","不变"],reason_empty_sheet:["There is no row below the headings.","标题行下面没有数据。"],reason_too_large:["The file is too large for a register. Check it, or split it.","文件过大，不像是住户台账。请核对，或拆分后导入。"],reason_too_many_rows:["The file has too many rows. Split it and import the parts.","行数过多。请拆分后分别导入。"],reason_malformed:["The quotation marks do not match. Write a quotation mark within a value twice.","引号不成对。内容中的引号要写成两个。"],reason_missing_heading:["This column is needed, and no heading of the first row names it.","缺少这一列。请在第一行写明列名。"],reason_unknown_heading:["This heading is not known. Correct it, or delete the column.","无法识别这个列名。请更正，或删除该列。"],reason_duplicate_heading:["Two columns have this heading. Delete one.","有两列使用同一个列名。请删除其中一列。"],reason_extra_value:["There is a value in a column without a heading. Add the heading, or clear it.","没有列名的列中有内容。请补上列名，或清空。"],reason_missing_value:["This must be filled in.","不能为空，请填写。"],reason_too_long:["This is too long: at most 200 characters, a note 2,000.","内容过长：最多 200 字，备注 2000 字。"],reason_unreadable_character:["There is a character that no text has. Type it again, or save the file as UTF-8.","有乱码。请重新输入；如为文件，请另存为 UTF-8 编码。"],reason_not_a_number:["This is not a whole number.","不是整数。"],reason_out_of_range:["This number is out of range.","数字超出范围。"],reason_not_a_phone:["This is not a phone number. Leave out a contact whose number is not known.","不是电话号码。号码不详的联系人请不要填。"],reason_looks_like_date:["The spreadsheet made a date of it. Format the column as text and type it again.","被表格软件变成了日期。请将该列设为文本格式后重新填写。"],reason_duplicate_home:["An earlier line names the same home. Delete one of them.","前面已有同一套房屋。请删除其中一行。"],reason_ambiguous_home:["Several units have a home with this number. Add the column for the unit.","多个单元有相同的房号。请补上“单元”列。"],reason_not_a_year:["This is not a year of birth.","不是出生年份。"],reason_unknown_care:["This is no reason for care. Use: over 80, chronic illness, disabled, dementia, lives alone, child left behind.","无法识别的关爱原因。可用：80 岁以上、慢性病、残疾、失智、独居、留守儿童。"],reason_formula_error:["The formula here has an error. Correct it, or type the value.","此处公式有错误。请改正，或直接填写内容。"],reason_formula_without_value:["The formula here was never calculated. Open the file in a spreadsheet and save it.","此处公式没有计算结果。请用表格软件打开并保存后重试。"],reason_several_sheets:["Another sheet of this workbook has homes as well. Put all onto the first one.","其他工作表中也有房屋。请全部放到第一张工作表。"],reason_not_a_workbook:["This file cannot be read. Save it again as XLSX or CSV.","无法读取该文件。请重新另存为 XLSX 或 CSV。"],reason_old_workbook:["This is an old XLS file, or it has a password. Save it as XLSX without one.","这是旧式 XLS 文件或有密码保护。请另存为没有密码的 XLSX。"],reason_workbook_with_macros:["There are macros in this workbook. Save it as XLSX, which has none.","工作簿中含有宏。请另存为不含宏的 XLSX。"],reason_not_utf8:["This text is not UTF-8. Save the file as CSV UTF-8.","文本不是 UTF-8 编码。请另存为“CSV UTF-8”类型。"],reason_home_exists:["There is already a home with this building, unit and number.","已有相同楼栋、单元和房号的房屋。"],reason_other:["This was not accepted. Please check it.","没有被接受，请核对。"],grids_intro:["Who answers for which homes. At an alarm the grid's worker is told, the deputy if the worker is off duty.","每片网格由谁负责。报警时通知网格员；网格员不在班时通知副手。"],grids_caption:["Grids","网格列表"],grids_empty:["No grid yet: all grid workers on duty are told.","还没有划分网格：报警时通知全部在班网格员。"],grid_add:["Add a grid","添加网格"],grid_new:["New grid","新网格"],grid_edit:["Edit {name}","修改 {name}"],grid_name:["Name","名称"],grid_worker:["Grid worker","网格员"],grid_deputy:["Deputy","副手"],grid_nobody:["nobody yet","尚未指定"],grid_homes:["Homes","户数"],erase_kept:["What stays: that there were alarms and who came, who recorded which consent, and the journal.","保留的内容：曾有报警和到场人员、同意书的登记人，以及操作日志。"],devices_left:["{count} devices are still in this home: take them down.","这一户还有 {count} 台设备，请收回。"],search_people:["Search names and telephone numbers as well","同时搜索姓名和电话"],search_people_hint:["This search is written into the journal.","此类搜索会记入操作日志。"],grid_saved:["The grid is saved.","网格已保存。"]};var Tn={roster_week:["Week of {from} – {to}","{from} 至 {to}"],roster_before:["Week before","上一周"],roster_after:["Week after","下一周"],roster_day_before:["Day before","前一天"],roster_day_after:["Day after","后一天"],roster_this:["This week","本周"],roster_own:["Your shifts. Ask a colleague for a swap; it counts once it is agreed.","您的班次。可向同事申请换班，对方同意后生效。"],roster_caption:["{role}, week of {from}","{role}，{from} 起一周"],roster_now:["On duty now: {names}","当前在班：{names}"],roster_now_nobody:["On duty now: NOBODY","当前在班：无人"],roster_now_all:["No roster: everybody with this role is always on duty.","没有排班：有此角色的人随时视为在班。"],roster_from_calendar:["Read from {calendar}, last at {at}.","读取自 {calendar}，最近一次 {at}。"],roster_shift:["Shift","班次"],roster_gap:["nobody","无人"],roster_gaps:["Nobody on duty as {role}: {when}","{role}无人在班：{when}"],roster_no_shift:["–","–"],roster_empty:["No shift in this week.","本周没有班次。"],roster_own_empty:["You have no shift in this week.","本周没有您的班次。"],roster_holiday:["Holiday: {name}","节假日：{name}"],because_override:["changed","已调整"],because_swap:["swapped","换班"],because_holiday:["holiday plan","节假日班"],because_calendar:["calendar","日历"],because_rotation:["rotation","轮班"],roster_change:["Change: {shift}, {day}, {names}","调整：{day} {shift}，{names}"],override_title:["{shift}, {day}","{day} {shift}"],override_text:["For this date only; the rotation stays.","只改这一天，轮班表不变。"],override_nobody:["Nobody chosen: this will be a gap.","没有选择任何人：这个班次将无人在班。"],override_save:["Change this shift","调整这个班次"],override_back:["As the rotation says","恢复轮班安排"],override_saved:["The shift is changed.","班次已调整。"],override_undone:["The rotation counts again.","已恢复轮班安排。"],override_no_people:["Nobody has this role. Give it under “Staff and channels”.","没有人具有此角色，请先在“人员与通知”中分配。"],swap:["Swap …","换班…"],swap_title:["Give away: {shift}, {day}","让出：{day} {shift}"],swap_other:["To whom","给谁"],swap_takes:["And take in return","换取对方的班次"],swap_takes_none:["Nothing in return","不换取"],swap_ask:["Ask for the swap","申请换班"],swap_asked:["Asked. It counts once {name} agrees.","已申请，{name}同意后生效。"],swaps:["Swaps","换班申请"],swap_line:["{one} gives {other}: {gives}","{one}让给{other}：{gives}"],swap_line_return:["{one} gives {other}: {gives}, and takes {takes}","{one}让给{other}：{gives}，换取 {takes}"],swap_slot:["{shift}, {day}","{day} {shift}"],swap_agree:["Agree","同意"],swap_refuse:["Refuse","拒绝"],swap_withdraw:["Withdraw","撤回"],swap_state_asked:["waiting","待同意"],swap_state_agreed:["agreed","已同意"],swap_state_refused:["refused","已拒绝"],swap_state_withdrawn:["withdrawn","已撤回"],swap_state_lapsed:["lapsed","已过期"],swap_decided:["Done.","已处理。"],trouble_gap:["{role}: nobody on duty from {start} to {end}","{role}：{start} 至 {end} 无人在班"],trouble_gap_more:["and {count} more gaps within a day","一天内另有 {count} 处空缺"],trouble_calendar:["{role}: the calendar cannot be read. Everybody with the role counts as on duty.","{role}：日历无法读取，有此角色的人均视为在班。"],trouble_names:["{role}: the calendar names somebody unknown: {names}","{role}：日历中有无法识别的人：{names}"],trouble_left:["{role}: on the roster, but without the role: {names}","{role}：在排班中但已没有此角色：{names}"],holidays:["Holidays …","节假日…"],holidays_title:["Holidays","节假日"],holidays_text:["A holiday is worked by the holiday plan; a working weekend like the weekday chosen.","节假日按节假日班表；调休上班日按所选的星期几。"],holidays_empty:["None yet.","还没有节假日。"],holiday_day:["Day","日期"],holiday_name:["Name","名称"],holiday_like:["Worked","班次安排"],holiday_like_none:["as a holiday","按节假日"],holiday_like_day:["like a {day}","按{day}"],holiday_add:["Add the day","添加"],holiday_removed:["The day is like any other again.","已恢复为普通日。"],holiday_saved:["The holiday is saved.","节假日已保存。"],holiday_calendar:["Take them from a calendar","从日历读取"],holiday_take:["Take this year's","读取一年"],holiday_taken:["{count} days taken.","已读取 {count} 天。"],rotation_edit:["Rotation …","轮班表…"],rotation_title:["Rotation: {role}","轮班表：{role}"],rotation_source:["Where the roster comes from","排班来源"],rotation_source_none:["No roster: everybody with the role is always on duty","不排班：有此角色的人随时在班"],rotation_source_weeks:["Kept here, in weeks that turn","在此维护，按周轮换"],rotation_source_calendar:["A calendar","读取日历"],rotation_calendar:["Calendar","日历"],rotation_calendar_hint:["Names in its entries are matched with the accounts.","日历条目中的姓名会与账号对应。"],rotation_cover:["Must somebody be on duty?","是否必须有人在班"],cover_always:["always: a time without anybody is a gap","始终：任何时间无人都算空缺"],cover_shifts:["only during its shifts (closed at night)","仅班次时间内（其余时间不上班）"],rotation_shifts:["Shifts","班次"],rotation_shift_name:["Name","名称"],rotation_start:["From","开始"],rotation_end:["To","结束"],rotation_shift_add:["Add a shift","添加班次"],rotation_week:["Week {number}","第 {number} 周"],rotation_week_add:["Add a week","增加一周"],rotation_week_remove:["Remove week {number}","删除第 {number} 周"],rotation_first:["Week 1 is the week of","第 1 周是哪一周"],rotation_holiday:["Holiday plan","节假日班表"],rotation_holiday_own:["Holidays have a plan of their own","节假日单独排班"],rotation_choose:["Who has {shift} on {day}","{day} {shift} 由谁值班"],rotation_all_week:["The same all week","整周相同"],rotation_saved:["The roster is saved. It counts at once.","排班已保存，立即生效。"],rotation_no_shift:["Add a shift first.","请先添加班次。"],rotation_shift_wrong:["Each shift needs a name, a beginning and an end.","每个班次都要有名称、开始和结束时间。"],people_done:["Done","完成"]};var Sn={staff_tabs:["Staff or channels","人员或通知渠道"],staff_tab_staff:["Staff","人员"],staff_tab_channels:["Channels","通知渠道"],staff_intro:["Who has which role, and over what each is told, in this order. A technician is whoever administers the system.","每个账号的角色，以及按先后顺序使用的通知方式。技术员就是系统管理员。"],staff_make:["A new account is made under Settings > People, with “allow login”. It then appears here.","新账号请在“设置 > 人员”中添加，并打开“允许登录”，之后会出现在这里。"],staff_read_only:["Only a technician changes roles and channels.","只有技术员可以修改角色和通知方式。"],staff_caption:["Accounts","账号"],staff_empty:["No account has a role yet.","还没有账号分配了角色。"],staff_account:["Account","账号"],staff_roles:["Roles","角色"],staff_no_role:["no role","没有角色"],staff_channels:["Told over, in this order","通知方式（按先后）"],staff_default:["phone app","手机应用"],staff_edit:["Roles of {name}","{name}的角色与通知方式"],staff_is_technician:["Administers the system, and so is a technician.","系统管理员，即技术员。"],staff_gone:["This account is gone. Take its roles away.","该账号已不存在，请取消其角色。"],staff_inactive:["switched off","已停用"],staff_saved:["Saved. It counts at once.","已保存，立即生效。"],staff_channel_first:["The next one is tried when one fails or nobody confirms in time.","前一种失败或未及时确认时，自动改用下一种。"],staff_channel_add:["Add a channel","添加通知方式"],staff_channel_choose:["Choose …","请选择……"],staff_channel_up:["{name} earlier","{name}提前"],staff_channel_down:["{name} later","{name}推后"],staff_channel_remove:["Remove {name}","删除{name}"],staff_channel_none:["Nothing chosen: the phone app.","未选择：使用手机应用。"],channels_intro:["Everything over which somebody may be told of an alarm, and whether it works.","通知人员所用的全部渠道，以及各渠道是否正常。"],channels_options:["Channels of contacts, sirens and groups are chosen in the integration's options.","联系人、警号和工作群所用的渠道在集成选项中设置。"],channels_caption:["Channels","通知渠道"],channels_empty:["No channel is in use yet.","还没有使用中的通知渠道。"],channels_number:["No.","编号"],channels_name:["Channel","渠道"],channels_for:["Tells","通知对象"],channels_state:["State","状态"],channels_last:["Last success","上次成功"],channels_staff:["{count} accounts","{count} 个账号"],channels_contacts:["contacts","紧急联系人"],channels_sirens:["sirens","警号广播"],channels_groups:["group chat","工作群"],health_ok:["works","正常"],health_failing:["FAILS","故障"],health_unknown:["not used yet","尚未使用"],channel_test:["Test …","测试…"],channel_test_title:["Test {name}?","测试{name}？"],channel_test_text:["It says that it is a test. A phone channel reaches your own phone; a group, a siren or a speaker is heard by everybody there.","消息会注明是测试。手机应用发到您自己的手机；工作群、警号和广播会让在场的人都听到。"],channel_test_number:["Number for the test","测试用的号码"],channel_test_number_hint:["Your own, for a script that calls or writes","请填您自己的号码，用于电话或短信脚本"],channel_test_do:["Send the test","发送测试"],channel_test_ok:["Handed over. Look whether it arrived.","已发出，请看是否收到。"],channel_test_failed:["It failed: {reason}","测试失败：{reason}"],channel_failures:["{count} failures in a row","连续失败 {count} 次"]};var xa={..._n,...vn,...Ce,...bn,...yn,...wn,...kn,...$n,...xn,...Tn,...Sn};Mt(xa,{en:fn,"zh-Hans":gn});var Ta=4e4,Pe=class{constructor(n,e){this.connection=n;this.changed=e;this.note="";this.elevators=new be(n,e),this.list=new b(async()=>(await f(n,"commissioning/list")).commissionings,e),this.sheet=new b(()=>f(n,"commissioning/get",{elevator:this.chosen}),e),this.work=new S(e)}load(){this.elevators.follow(),this.list.load(),this.chosen&&this.sheet.load()}choose(n){this.chosen=n,this.current=void 0,this.note="",this.work.forget(),this.sheet.set(void 0),n?this.sheet.load():this.list.load()}recordOf(n,e){return this.list.value?.find(t=>t.elevator===n&&e===(t.void_at?"void":t.finished_at?"in_force":"draft"))}get items(){return this.sheet.value?.items??[]}get draft(){return this.sheet.value?.draft??void 0}checkOf(n,e=this.draft){return e?.checks?.find(t=>t.item===n)}get shown(){let{draft:n}=this;return this.items.find(({item:e})=>e===this.current)??this.items.find(({item:e})=>n?.open.includes(e))}get done(){return this.items.length-(this.draft?.open.length??this.items.length)}show(n){this.current=n,this.note=n&&this.checkOf(n)?.note||"",this.work.forget(),this.changed()}move(n){let e=this.items.findIndex(({item:o})=>o===this.shown?.item),t=this.items[e+n];t&&this.show(t.item)}write(n){this.note=n}start(n){return this.work.run("start",async()=>{let{draft:e}=await f(this.connection,"commissioning/start",{elevator:this.chosen,...n});this.take({draft:e}),await this.sheet.load()})}record(n,e){let t=this.note.trim();return this.work.run(e??"test",async()=>{let{draft:o,check:s}=await f(this.connection,"commissioning/record",{elevator:this.chosen,item:n,...e?{result:e}:{},...t?{note:t}:{}},Ta);if(this.take({draft:o}),s.result==="failed"){this.current=n;return}this.note="",this.current=this.nextOpen(n)})}finish(){return this.work.run("finish",async()=>{let{record:n}=await f(this.connection,"commissioning/finish",{elevator:this.chosen});this.take({draft:null,in_force:n}),this.list.load()})}page(n,e){return f(this.connection,"commissioning/page",{commissioning_id:n,language:e})}take(n){let e=this.sheet.value??{in_force:null,draft:null,items:[],people:{}};this.sheet.set({...e,...n})}nextOpen(n){let e=this.draft?.open??[],t=this.items.findIndex(s=>s.item===n);return[...this.items.slice(t+1),...this.items.slice(0,t)].find(s=>e.includes(s.item))?.item}};function E(a,n){let e=new Intl.DateTimeFormat("en-CA",{year:"numeric",month:"2-digit",day:"2-digit",...n?{timeZone:n}:{}}).formatToParts(a),t=o=>e.find(s=>s.type===o)?.value??"";return`${t("year")}-${t("month")}-${t("day")}`}var Z=a=>Date.parse(`${a}T00:00:00Z`);function O(a,n){return new Date(Z(a)+n*864e5).toISOString().slice(0,10)}function Sa(a){return(new Date(Z(a)).getUTCDay()+6)%7}function ue(a){return O(a,-Sa(a))}function Cn(a,n,e={}){let t={weekday:"short",month:"short",day:"numeric",timeZone:"UTC",...e};return new Intl.DateTimeFormat(n,t).format(Z(a))}function Ae(a,n,e){return new Intl.DateTimeFormat(n,{weekday:e,timeZone:"UTC"}).format(Z(O("2026-01-05",a)))}function Pn(a,n){return new Date(Dn(a,n)).toISOString()}function An(a,n){return new Date(Dn(O(a,1),n)-1).toISOString()}function Dn(a,n){let e=Rn(Z(a),n),t=Z(a)-e*6e4;return Z(a)-Rn(t,n)*6e4}function Rn(a,n){if(!n)return-new Date(a).getTimezoneOffset();let e=new Intl.DateTimeFormat("en-US",{timeZone:n,timeZoneName:"longOffset"}).formatToParts(a).find(o=>o.type==="timeZoneName")?.value,t=/GMT([+-])(\d{2}):(\d{2})/.exec(e??"");return t?+`${t[1]}1`*(Number(t[2])*60+Number(t[3])):0}var Ra={heartbeat:15e3,answer:5e3,retry:2e3,grace:1e4},De=class{constructor(n,e,t=Ra){this.connection=n;this.listener=e;this.pace=t;this.status="connecting";this.running=!1;this.everLive=!1;this.refusedSince=0;this.generation=0;this.ask=()=>{this.meet()};this.lost=()=>{this.generation+=1,clearTimeout(this.timer),this.become("lost")}}get live(){return this.status==="live"}start(){this.running||(this.running=!0,this.connection.addEventListener("ready",this.ask),this.connection.addEventListener("disconnected",this.lost),this.connection.connected?this.ask():this.lost())}stop(){this.running=!1,this.generation+=1,this.connection.removeEventListener("ready",this.ask),this.connection.removeEventListener("disconnected",this.lost),clearTimeout(this.timer),this.status="connecting"}async meet(){clearTimeout(this.timer);let n=++this.generation,e;try{let t=await _e(this.connection.sendMessagePromise({type:`${ne}/me`}),this.pace.answer);if(n!==this.generation)return;this.me=t,this.everLive=!0,this.refusedSince=0,e="live"}catch(t){if(n!==this.generation)return;e=this.judge(H(t))}this.timer=setTimeout(this.ask,e==="live"?this.pace.heartbeat:this.pace.retry),this.become(e)}judge(n){return n==="not_loaded"?"stopped":n==="unknown_command"?"starting":n!=="unauthorized"?"lost":(this.refusedSince||=Date.now(),Date.now()-this.refusedSince<this.pace.grace?this.everLive?"starting":"connecting":(this.me=void 0,"refused"))}become(n){let e=this.status;this.status=n,this.running&&this.listener.sessionChanged(n,e)}};var In=T`
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
`;var Fn=T`
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
    appearance: none;
    width: 100%;
    height: 18px;
    border: 0;
    border-radius: 9px;
    overflow: hidden;
    background: color-mix(in srgb, var(--text) 16%, var(--surface));
  }
  progress::-webkit-progress-bar {
    background: transparent;
  }
  progress::-webkit-progress-value {
    background: var(--calm);
  }
  progress::-moz-progress-bar {
    background: var(--calm);
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
`;var En=T`
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
`;var Ca=760,vt={lost:"page_lost",starting:"page_starting",stopped:"page_stopped",refused:"page_refused"},x=class extends G{constructor(){super();this.words=new mt("zh-Hans");this.announcements=new on(()=>this.requestUpdate());this.offset=0;this.size=new ResizeObserver(([e])=>{e&&(this.wide=e.contentRect.width>=Ca)});this.tick=0;this.changed=()=>this.requestUpdate();this.wide=!1}static{this.properties={hass:{attribute:!1},wide:{state:!0}}}static{this.styles=[z,ae,Fn,En,In]}aside(e){return c}setConfig(e){}getCardSize(){return 12}getGridOptions(){return{columns:"full",rows:"auto"}}static getStubConfig(){return{}}connectedCallback(){super.connectedCallback(),this.size.observe(this),this.tick&&(this.ticker=setInterval(this.changed,this.tick)),this.session?.start()}disconnectedCallback(){super.disconnectedCallback(),this.size.disconnect(),clearInterval(this.ticker),this.session?.stop()}sessionChanged(e,t){e==="live"&&t!=="live"?(zt().then(o=>this.offset=o),this.isMine(this.session?.me)&&this.load(),t==="lost"&&this.announcements.toast(this.words.t("page_back"))):e!==t&&vt[e]&&this.announcements.urgent(this.words.t(vt[e])),this.requestUpdate()}get now(){return Date.now()+this.offset}get zone(){return this.hass?.locale.time_zone==="server"?this.hass.config.time_zone:void 0}at(e,t=!1,o=this.zone){return e?qt(Date.parse(e),this.now,this.words.language,o,t):this.words.t("never")}get live(){return this.session?.live??!1}toast(e){this.announcements.toast(e)}isMine(e){let t=ft.find(o=>o.path===this.path)?.roles??[];return e!==void 0&&e.roles.some(o=>t.includes(o))}shouldUpdate(e){let t=e.get("hass");return!(e.size===1&&t&&this.hass&&t.language===this.hass.language)}willUpdate(){let{hass:e}=this;if(!e)return;let t=Nt(e.locale?.language??e.language);t!==this.words.language&&(this.words=new mt(t)),this.session?.connection!==e.connection&&(this.session?.stop(),this.session=new De(e.connection,this),this.open(e.connection),this.isConnected&&this.session.start())}render(){let{session:e,words:t}=this;if(!e)return c;let{me:o,status:s}=e,i=vt[s],d=ft.find(l=>l.path===this.path);return r`
      <ha-card>
        ${i?r`<div class="banner" data-status=${s}>${t.t(i)}</div>`:c}
        <div
          class="page ${this.wide?"wide":"narrow"} ${this.live?"":"lost"}"
          data-status=${s}
          data-page=${this.path}
        >
          <header>
            <div><h1>${d?t.t(d.title):c}</h1></div>
            ${this.isMine(o)?this.aside(o):c}
          </header>
          ${o===void 0?i?c:r`<p class="waiting-line" role="status">${t.t("connecting")}</p>`:this.isMine(o)?this.content(o):r`<p class="empty">${t.t("page_not_yours")}</p>`}
          ${this.announcements.render()}
        </div>
      </ha-card>
    `}};var Ie=Te(class extends Se{constructor(a){if(super(a),a.type!==j.PROPERTY&&a.type!==j.ATTRIBUTE&&a.type!==j.BOOLEAN_ATTRIBUTE)throw Error("The `live` directive is not allowed on child or event bindings");if(!rn(a))throw Error("`live` bindings can only contain a single expression")}render(a){return a}update(a,[n]){if(n===K||n===c)return n;let e=a.element,t=a.name;if(a.type===j.PROPERTY){if(n===e[t])return K}else if(a.type===j.BOOLEAN_ATTRIBUTE){if(!!n===e.hasAttribute(t))return K}else if(a.type===j.ATTRIBUTE&&e.getAttribute(t)===n+"")return K;return dn(a),n}});function P(a){let{caption:n,columns:e,rows:t,empty:o,rowClass:s,key:i}=a;return t.length?r`<table role="table" aria-label=${n}>
    <thead role="rowgroup">
      <tr role="row">
        ${e.map(d=>r`<th role="columnheader" scope="col" class=${d.style??""}>
              ${d.head||r`<span class="hidden">·</span>`}
            </th>`)}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${t.map(d=>r`<tr role="row" class=${s?.(d)??""} data-row=${i?.(d)??c}>
            ${e.map(l=>{let h=l.cell(d),m={[l.style??"plain-cell"]:!0,void:h===c||h===""};return r`<td role="cell" class=${sn(m)} data-label=${l.head||c}>${h}</td>`})}
          </tr>`)}
    </tbody>
  </table>`:r`<p class="empty">${o}</p>`}function se(a,n,e,t){return e<=n.limit?c:r`<nav class="pager">
    <button class="small" ?disabled=${!n.before} @click=${()=>t(n.offset-n.limit)}>
      ${a.t("page_before")}
    </button>
    <span role="status">${a.t("page_of",{...n.range(e),total:e})}</span>
    <button class="small" ?disabled=${!n.after(e)} @click=${()=>t(n.offset+n.limit)}>
      ${a.t("page_after")}
    </button>
  </nav>`}function g(a,n,e){return n===void 0?c:r`<div class="problem" role="alert">
    <span>${Y(n,a)}</span>
    ${e?r`<button class="small" @click=${e}>${a.t("reload")}</button>`:c}
  </div>`}function k(a,n,e){let t=g(a,n.problem,()=>{n.load()});return n.value!==void 0?r`${t}${e(n.value)}`:n.problem===void 0?J(a):t}function J(a,n=a.t("loading")){return r`<p class="waiting-line" role="status"><span class="spinner" aria-hidden="true"></span>${n}</p>`}var bt=a=>[a.hint&&`hint-${a.name}`,a.wrong&&`wrong-${a.name}`].filter(Boolean).join(" ")||c,On=({name:a,label:n,hint:e,wrong:t},o)=>r`<label class="field">
    <span>${n}</span>
    ${o} ${e?r`<small id="hint-${a}">${e}</small>`:c}
    ${t?r`<small class="wrong" id="wrong-${a}">${t}</small>`:c}
  </label>`;function v(a){let n=String(a.value??""),e=t=>a.input?.(t.target.value);return On(a,a.lines?r`<textarea
          name=${a.name}
          maxlength=${a.max??c}
          aria-invalid=${a.wrong?"true":c}
          aria-describedby=${bt(a)}
          aria-required=${a.required?"true":c}
          .value=${Ie(n)}
          @input=${e}
        ></textarea>`:r`<input
          name=${a.name}
          type=${a.type??"text"}
          maxlength=${a.max??c}
          placeholder=${a.placeholder??c}
          list=${a.list??c}
          autocomplete="off"
          aria-invalid=${a.wrong?"true":c}
          aria-describedby=${bt(a)}
          aria-required=${a.required?"true":c}
          .value=${Ie(n)}
          @input=${e}
        />`)}function $(a){return On(a,r`<select
      name=${a.name}
      aria-invalid=${a.wrong?"true":c}
      aria-describedby=${bt(a)}
      @change=${n=>a.change?.(n.target.value)}
    >
      ${a.options.map(([n,e])=>r`<option value=${n} ?selected=${n===a.value} .selected=${n===a.value}>${e}</option>`)}
    </select>`)}function I(a){return r`<label class="check">
    <input
      type="checkbox"
      name=${a.name}
      value=${a.value}
      .checked=${Ie(a.checked)}
      @change=${n=>a.change?.(n.target.checked)}
    /><span>${a.label}</span>
  </label>`}function ie(a,n,e,t){return r`<div class="tabs" role="tablist" aria-label=${a} @keydown=${s=>{let i=s.key==="ArrowRight"?1:s.key==="ArrowLeft"?-1:0;if(!i)return;let d=n.findIndex(([m])=>m===e),l=n[(d+i+n.length)%n.length];if(!l)return;s.preventDefault(),t(l[0]),s.currentTarget.querySelectorAll("[role=tab]")[n.indexOf(l)]?.focus()}}>
    ${n.map(([s,i])=>r`<button
          role="tab"
          data-tab=${s}
          aria-selected=${String(s===e)}
          tabindex=${s===e?"0":"-1"}
          @click=${()=>t(s)}
        >
          ${i}
        </button>`)}
  </div>`}function _(a,n,e){return e?r`<span class="spinner" aria-hidden="true"></span>${a.t("working")}`:n}function A(a){let n={};for(let[e,t]of new FormData(a.target))typeof t=="string"&&(n[e]=e in n?`${n[e]},${t}`:t);return n}var Pa={passed:"fine",failed:"bad",not_fitted:"calm"};function Fe(a,n){if(!a)return r`<span class="chip calm">${n.t("com_result_open")}</span>`;let e=a.seconds===null?"":` · ${n.t("com_seconds",{count:a.seconds})}`;return r`<span class="chip ${Pa[a.result]}">${n.t(`com_result_${a.result}`)}${e}</span>`}function Wn(a,n){let{words:e,desk:t}=a,{item:o,how:s}=n,i=t.checkOf(o),d=t.items.findIndex(u=>u.item===o)+1,{busy:l}=t.work,h=l!==void 0||!a.session?.live||!a.tries,m=n.seen_at??null,p=(u,w="")=>r`<button
      class=${w}
      data-result=${u}
      ?disabled=${h||u==="passed"&&s==="seen"&&!m}
      @click=${()=>{t.record(o,u)}}
    >
      ${_(e,e.t(`com_${u}`),l===u)}
    </button>`;return r`<section class="panel step" data-item=${o}>
    <p class="faint">${e.t("com_step",{number:d,total:t.items.length})}</p>
    <div class="bar apart">
      <h2>${e.found(`item_${o}`,"item_unknown",{code:o})}</h2>
      ${i?Fe(i,e):c}
    </div>
    <p class="do">${e.found(`do_${o}`,"do_unknown")}</p>
    ${s==="seen"?m?r`<p class="good" role="status">${e.t("com_seen",{at:a.at(m,!0)})}</p>`:r`<p class="warn" role="status">
              <span class="spinner" aria-hidden="true"></span> ${e.t("com_waiting_for_car")}
            </p>`:c}
    <label class="field"
      ><span>${e.t("com_note")} <span class="hint">${e.t("optional")}</span></span>
      <textarea
        name="note"
        maxlength="1000"
        .value=${t.note}
        @input=${u=>t.write(u.target.value)}
      ></textarea>
    </label>
    ${["test","passed","failed","not_fitted"].map(u=>g(e,t.work.problemOf(u)))}
    ${s==="driven"?r`<button
              class="strong"
              data-do="test"
              ?disabled=${h}
              aria-busy=${String(l==="test")}
              @click=${()=>{t.record(o)}}
            >
              ${l==="test"?r`<span class="spinner" aria-hidden="true"></span>${e.t("com_running")}`:e.t(i?"com_run_again":"com_run")}
            </button>
            <div class="answers">${p("failed")}${n.may_be_left_out?p("not_fitted"):c}</div>`:r`${p("passed","strong")}
            <div class="answers">${p("failed")}${n.may_be_left_out?p("not_fitted"):c}</div>`}
    ${n.may_be_left_out?r`<p class="hint">${e.t("com_not_fitted_hint")}</p>`:c}
    <div class="steps">
      <button data-do="before" ?disabled=${d<=1} @click=${()=>t.move(-1)}>
        ‹ ${e.t("com_before")}
      </button>
      <button data-do="after" ?disabled=${d>=t.items.length} @click=${()=>t.move(1)}>
        ${e.t("com_after")} ›
      </button>
    </div>
  </section>`}function Mn(a){let{words:n,desk:e}=a;return r`<ol class="items">
    ${e.items.map(({item:t})=>r`<li>
          <button
            data-step=${t}
            aria-current=${t===e.shown?.item?"step":c}
            @click=${()=>e.show(t)}
          >
            <span>${n.found(`item_${t}`,"item_unknown",{code:t})}</span>
            ${Fe(e.checkOf(t),n)}
          </button>
        </li>`)}
  </ol>`}var Aa=2e3,Ee=class extends x{constructor(){super(...arguments);this.path="commissioning";this.tick=1e3;this.correcting=!1;this.read=0}static{this.styles=[...x.styles,T`
      .rows > li {
        display: flex;
        flex-wrap: wrap;
        gap: 10px 16px;
        align-items: center;
        justify-content: space-between;
        padding: 14px 0;
        border-bottom: 1px solid var(--line);
      }
      .rows > li:last-child {
        border-bottom: 0;
      }
      .rows h2 {
        font-size: 20px;
      }
      .step {
        max-width: 720px;
      }
      .warn .spinner {
        display: inline-block;
        vertical-align: -2px;
      }
      .step h2 {
        font-size: 28px;
      }
      .step .do {
        font-size: 20px;
        line-height: 1.45;
      }
      .step button {
        min-height: 68px;
        font-size: 20px;
      }
      .step button.strong {
        width: 100%;
        min-height: 84px;
        font-size: 24px;
      }
      .answers {
        display: grid;
        gap: 10px;
        grid-template-columns: repeat(auto-fit, minmax(150px, 1fr));
      }
      .steps {
        display: flex;
        gap: 10px;
      }
      .steps button {
        flex: 1;
      }
      .items > li {
        border-bottom: 1px solid var(--line);
      }
      .items button {
        width: 100%;
        border: 0;
        border-radius: 0;
        background: none;
        justify-content: space-between;
        text-align: left;
        font-weight: 400;
        padding: 8px 4px;
      }
      .items [aria-current] {
        font-weight: 700;
        background: color-mix(in srgb, var(--text) 7%, transparent);
      }
      textarea {
        min-height: 64px;
      }
    `]}open(e){this.desk?.elevators.stop(),this.desk=new Pe(e,this.changed),this.fromAddress()}load(){this.desk.load()}connectedCallback(){super.connectedCallback(),this.fromAddress()}disconnectedCallback(){super.disconnectedCallback(),this.desk?.elevators.stop()}fromAddress(){let e=new URLSearchParams(location.search).get("elevator");e&&this.desk&&this.desk.chosen!==e&&this.desk.choose(e)}updated(){let{desk:e}=this;!this.live||e?.shown?.how!=="seen"||e.sheet.loading||e.work.busy||Date.now()-this.read<Aa||(this.read=Date.now(),e.sheet.load())}content(e){let{words:t,desk:o}=this;if(!o.chosen)return this.all();let s=o.elevators.find(o.chosen);return r`
      <div class="bar">
        <button class="plain" data-do="back" @click=${()=>o.choose(void 0)}>‹ ${t.t("back")}</button>
        <h2>${s?.name??o.draft?.name??""}</h2>
      </div>
      ${k(t,o.sheet,i=>i.draft&&!this.correcting?this.draft(i.draft,s):r`${i.in_force?this.record(i.in_force):c}${this.form(i.draft??i.in_force)}`)}
    `}all(){let{words:e,desk:t}=this,{views:o}=t.elevators;return r`<p>${e.t("com_intro")}</p>
      ${o?k(e,t.list,()=>o.length?r`<ul class="rows" aria-label=${e.t("com_list")}>
                    ${o.map(s=>this.row(s))}
                  </ul>`:r`<p class="empty">${e.t("com_empty")}</p>`):t.elevators.problem===void 0?J(e):g(e,t.elevators.problem,()=>t.load())}`}row(e){let{words:t,desk:o}=this,s=o.recordOf(e.id,"draft"),i=o.recordOf(e.id,"in_force"),d=s||i?void 0:o.recordOf(e.id,"void");return r`<li data-elevator=${e.id}>
      <div>
        <h2>${e.name}</h2>
        <div class="chips">
          ${i?r`<span class="chip fine">${t.t("com_in_force",{at:i.date})}</span>`:r`<span class="chip mind">${t.t("com_none")}</span>`}
          ${s?r`<span class="chip">${t.t("com_draft",this.counts(s))}</span>`:c}
          ${d?.void_reason?r`<span class="chip bad">${t.found(`com_void_${d.void_reason}`,"com_none")}</span>`:c}
        </div>
      </div>
      <button data-do="choose" @click=${()=>o.choose(e.id)}>
        ${t.t(s?"com_go_on":i?"com_look":"com_begin")}
      </button>
    </li>`}get tries(){return this.session?.me?.roles.includes("technician")??!1}counts(e){let t=this.desk.items.length||14;return{done:t-e.open.length,total:t}}record(e){let{words:t}=this;return r`<section class="panel">
      <p class="good">${t.t("com_in_force",{at:e.date})}</p>
      <p>${t.t("com_record_of",{firm:e.firm,licence:e.licence,date:e.date})}</p>
      <ul class="rows">
        ${e.checks?.map(o=>r`<li>
              <span>${t.found(`item_${o.item}`,"item_unknown",{code:o.item})}</span>
              ${Fe(o,t)}
            </li>`)}
      </ul>
      <div class="bar">
        <button data-do="print" @click=${()=>{this.print(e)}}>${t.t("com_print")}</button>
      </div>
    </section>`}form(e){let{words:t,desk:o}=this,s=o.work.busy==="start",i=async l=>{l.preventDefault();let{firm:h="",licence:m="",date:p=""}=A(l);await o.start({firm:h.trim(),licence:m.trim(),date:p})&&this.correct(!1)},d=!!o.draft;return r`<form class="panel step" novalidate @submit=${i}>
      <h2>${t.t(d?"com_correct":e?"com_again":"com_who")}</h2>
      ${d?c:r`<p>${t.t("com_intro")}</p>`}
      ${v({name:"firm",label:t.t("com_firm"),hint:t.t("com_firm_hint"),value:e?.firm??"",required:!0,max:200})}
      ${v({name:"licence",label:t.t("com_licence"),value:e?.licence??"",required:!0,max:200})}
      ${v({name:"date",label:t.t("com_date"),type:"date",value:d?e?.date??"":E(this.now,this.zone)})}
      ${g(t,o.work.problemOf("start"))}
      <button class="strong" data-do="start" ?disabled=${s||!this.live}>
        ${_(t,t.t(d?"save":"com_start"),s)}
      </button>
      ${d?r`<button type="button" @click=${()=>this.correct(!1)}>${t.t("cancel")}</button>`:c}
    </form>`}draft(e,t){let{words:o,desk:s}=this,i={done:s.done,total:s.items.length},d=s.work.busy==="finish";return r`
      <div>
        <p role="status"><b>${o.t("com_progress",i)}</b></p>
        <progress
          max=${i.total||1}
          value=${i.done}
          aria-label=${o.t("com_progress",i)}
        ></progress>
        ${t?r`<p class="faint">
                ${o.t("com_car",{floor:we(t,o),door:ye(t,o)})}
              </p>`:c}
        ${this.tries?c:r`<p class="warn" role="status">${o.t("com_technician")}</p>`}
      </div>
      ${e.open.length?c:r`<section class="panel step">
              <p class="good">${o.t("com_all_done")}</p>
              <p>${o.t("com_finish_hint")}</p>
              ${g(o,s.work.problemOf("finish"))}
              <button
                class="strong"
                data-do="finish"
                ?disabled=${d||!this.live||!this.tries}
                @click=${()=>{this.finish()}}
              >
                ${_(o,o.t("com_finish"),d)}
              </button>
            </section>`}
      <div class="columns">
        ${s.shown?Wn(this,s.shown):c}
        <section>
          <h3>${o.t("com_overview")}</h3>
          ${Mn(this)}
          <p class="faint">
            ${o.t("com_record_of",{firm:e.firm,licence:e.licence,date:e.date})}
          </p>
          <div class="bar">
            <button class="small" data-do="print" @click=${()=>{this.print(e)}}>
              ${o.t("com_print")}
            </button>
            <button class="plain" data-do="correct" @click=${()=>this.correct(!0)}>
              ${o.t("com_correct")}
            </button>
          </div>
        </section>
      </div>
    `}correct(e){this.correcting=e,this.requestUpdate()}async finish(){await this.desk.finish()&&this.toast(this.words.t("com_finished"))}async print(e){let{words:t,desk:o}=this;this.toast(t.t("com_printing"));try{ke((await o.page(e.id,t.language)).html)}catch(s){this.toast(Y(s,t))}}};var U=class a{constructor(n,e){this.offset=n;this.limit=e}get before(){return this.offset>0}after(n){return this.offset+this.limit<n}range(n){return{from:Math.min(n,this.offset+1),to:Math.min(n,this.offset+this.limit)}}at(n){return new a(Math.max(0,n),this.limit)}};var Nn=["help_alarm","abnormal_life","face","pictures"],re=(a,n)=>f(a,"register/homes",n);async function Hn(a,n){let{home:e}=await f(a,"register/home",{home:n});return e}async function Ln(a){return(await f(a,"grids/list")).grids}var yt=["error","created","updated","unchanged"];var Da=500,Oe=class{constructor(n,e){this.connection=n;this.changed=e;this.homes=new Map;this.buildings=[];this.generation=0}find(n){return n===null?void 0:this.homes.get(n)}building(n){return this.buildings.find(e=>e.id===n)?.name}async load(){let n=++this.generation,e=0;try{for(;;){let t=await re(this.connection,{offset:e,limit:Da});if(n!==this.generation)return;for(let o of t.homes)this.homes.set(o.id,o);if(this.buildings=t.buildings,this.changed(),e+=t.homes.length,!t.homes.length||e>=t.total)return}}catch{return}}};var Ia=20,Fa=31*86400,Ea=["help_button","smoke","gas"],Oa=30;function We(a,n,e){let t=[],o=(d,l,h={})=>{t.push({text:e.t(d,h),tone:l})};a.alarm&&o("device_alarm","bad"),a.online===!1?o("device_offline","bad"):a.last_seen===null&&o("device_unheard","mind"),a.tamper&&o("device_tamper","bad"),a.battery!==null&&a.battery<=Ia&&o("device_battery_low","mind");let s=a.last_test??a.assigned_at;return Ea.includes(a.kind??"")&&s&&X(s,n)>Fa&&o("device_untested","mind"),a.malformed&&o("device_malformed","mind",{count:a.malformed}),t}function wt(a,n){return n.found(`device_kind_${a}`,"device_kind_unknown")}function W({kind:a,number:n,id:e},t){return t.t("device_name",{kind:wt(a,t),number:n??e})}function q({home:a,building:n},e,t){let o=e.find(a);if(o)return C(o,t);let s=e.building(n)??"";return a&&s?t.t("device_somewhere",{building:s}):C({building_name:s,unit:"",number:""},t)}function kt(a,n){return a.last_event_at!==null&&X(a.last_event_at,n)<=Oa}function jn(a){let n=e=>Date.parse(e.last_event_at??e.last_seen??"")||0;return[...a].sort((e,t)=>n(t)-n(e)||e.id.localeCompare(t.id))}function Un(a){return[...a].sort((n,e)=>(n.kind??"").localeCompare(e.kind??"")||String(n.number??n.id).localeCompare(String(e.number??e.id),"en",{numeric:!0}))}var Wa=50,Me=class{constructor(n,e){this.connection=n;this.changed=e;this.search="";this.kind="";this.faulty=!1;this.paging=new U(0,Wa);this.generation=0;this.work=new S(e),this.devices=new b(()=>f(n,"devices/list"),e),this.due=new b(async()=>(await f(n,"devices/tests_due")).devices,e),this.doors=new Oe(n,e),this.homes=new b(()=>re(n,{search:this.assigning?.search.trim()??"",offset:0,limit:30}),e)}load(){this.devices.load(),this.due.load(),this.doors.load(),this.follow()}stop(){this.generation+=1;let n=this.unsubscribe;this.unsubscribe=void 0,n&&this.connection.connected&&n().catch(()=>{})}get assigned(){return Un((this.devices.value?.devices??[]).filter(Vn))}get unassigned(){return(this.devices.value?.devices??[]).filter(n=>!Vn(n))}matching(n,e){let t=this.search.trim().toLowerCase();return this.assigned.filter(o=>(!this.kind||o.kind===this.kind)&&(!this.faulty||We(o,n,e).length>0)&&(!t||`${W(o,e)} ${o.id} ${q(o,this.doors,e)}`.toLowerCase().includes(t)))}filter(n){Object.assign(this,n),this.go(0)}go(n){this.paging=this.paging.at(n),this.changed()}assign(n){this.assigning=n&&{device:n,to:n.building&&!n.home?"building":"home",search:"",home:"",building:n.building??""},this.work.forget(),this.homes.set(void 0)}update(n){this.assigning&&(this.assigning={...this.assigning,...n},n.search!==void 0&&(this.assigning.home="",n.search.trim()?this.homes.load():this.homes.set(void 0)),this.changed())}get canAssign(){let{assigning:n}=this;return n?n.to==="none"||!!(n.to==="home"?n.home:n.building):!1}async saveAssignment(){let{assigning:n}=this;if(!n||!this.canAssign)return!1;let{device:e,to:t,home:o,building:s}=n,i=t==="home"?{home:o}:t==="building"?{building:s}:{home:null},d=await this.work.run("assign",async()=>{await f(this.connection,"devices/assign",{device:e.id,...i})});return d&&(this.assign(void 0),this.devices.load(),this.due.load()),d}start(n,e,t){return this.work.run("start",async()=>{await f(this.connection,"walk_test/start",{minutes:e,list:t,...n?{building:n}:{}})})}async end(n){let e=await this.work.run("stop",async()=>{await f(this.connection,"walk_test/stop",{test_id:n})});return this.due.load(),e}async follow(){this.stop();let{generation:n}=this;try{let e=await this.connection.subscribeMessage(t=>{n===this.generation&&(this.tests=t,this.changed())},{type:`${ne}/walk_test/subscribe`},{resubscribe:!1});n===this.generation?this.unsubscribe=e:e().catch(()=>{})}catch{this.tests=void 0}}},Vn=a=>a.home!==null||a.building!==null;var Gn=["gateway","help_button","elevator","gate","smoke","gas","water_meter","motion","door","siren","facade_camera"];function zn(a){let{words:n,desk:e}=a,{assigning:t,work:o}=e,s=t?W(t.device,n):"",i=async l=>{l.preventDefault();let h=t?.to==="none";await e.saveAssignment()&&a.say(n.t(h?"assign_taken":"assign_done",{device:s}))},d=t&&(t.device.home??t.device.building)!==null;return r`<smart-community-dialog
    .heading=${n.t("assign_title",{device:s})}
    .open=${t!==void 0}
    @sc-back=${()=>e.assign(void 0)}
  >
    ${t?r`<form novalidate @submit=${i}>
            ${$({name:"to",label:n.t("assign_to"),value:t.to,options:["home","building",...d?["none"]:[]].map(l=>[l,n.t(`assign_to_${l}`)]),change:l=>e.update({to:l})})}
            ${t.to==="home"?Ma(a):c}
            ${t.to==="building"?$({name:"building",label:n.t("assign_building"),value:t.building,options:[["",n.t("staff_channel_choose")],...e.doors.buildings.map(({id:l,name:h})=>[l,h])],change:l=>e.update({building:l})}):c}
            ${g(n,o.problemOf("assign"))}
            <div class="ends">
              <button type="button" @click=${()=>e.assign(void 0)}>${n.t("cancel")}</button>
              <button class="strong" data-do="save" ?disabled=${!e.canAssign||o.busy!==void 0}>
                ${_(n,n.t("assign_do"),o.busy!==void 0)}
              </button>
            </div>
          </form>`:c}
  </smart-community-dialog>`}function Ma(a){let{words:n,desk:e}=a,{assigning:t,homes:o}=e;return t?r`
    ${v({name:"search",label:n.t("assign_search"),type:"search",value:t.search,input:s=>e.update({search:s})})}
    ${t.search.trim()?k(n,o,({homes:s})=>s.length?r`<fieldset class="found">
                  <legend>${n.t("assign_choose")}</legend>
                  ${s.map(i=>r`<label class="check">
                        <input
                          type="radio"
                          name="home"
                          value=${i.id}
                          .checked=${t.home===i.id}
                          @change=${()=>e.update({home:i.id})}
                        /><span>${C(i,n)}</span>
                      </label>`)}
                </fieldset>`:r`<p class="hint">${n.t("assign_none_found")}</p>`):c}
  `:r``}var ee=a=>a.replace(/[&<>"]/g,n=>({"&":"&amp;","<":"&lt;",">":"&gt;",'"':"&quot;"})[n]??n);function qn(a,n,e,t){let o=ee(a.t("test_print_title",{site:n})),i=[...t].sort((l,h)=>+(l.at!==void 0)-+(h.at!==void 0)).map(({device:l,where:h,at:m})=>`<tr><td>${ee(l)}</td><td>${ee(h)}</td><td>${ee(m??a.t("test_report_missing"))}</td></tr>`),d=["device_column","device_place","device_tested"].map(l=>`<th>${ee(a.t(l))}</th>`);return`<!doctype html><html lang="${a.language}"><meta charset="utf-8"><title>${o}</title>
<style>body{font:14px/1.4 sans-serif;margin:24px}table{border-collapse:collapse;width:100%}td,th{border:1px solid #888;padding:4px 8px;text-align:left}h1{font-size:20px}.sign{margin-top:48px}</style>
<h1>${o}</h1><p>${ee(e)}</p><table><tr>${d.join("")}</tr>${i.join("")}</table>
<p class="sign">${ee(a.t("signature"))}: ____________________</p></html>`}var Na=[5,10,20,30];function Bn(a){let{words:n,desk:e}=a,t=e.tests?.running??[],o=(e.tests?.finished??[]).filter(s=>s.list);return r`
    ${a.trouble()} ${t.map(s=>La(a,s))} ${t.length?c:Ha(a)}
    <div class="columns">
      ${Va(a)}
      ${o.length?r`<section class="panel">
              <h2>${n.t("test_finished")}</h2>
              <div class="stack">${o.map(s=>ja(a,s))}</div>
            </section>`:c}
    </div>
  `}function Ha(a){let{words:n,desk:e}=a,t=e.work.busy!==void 0;return r`<form class="panel" novalidate @submit=${async s=>{s.preventDefault();let{building:i="",minutes:d="30"}=A(s),l=s.submitter?.value!=="mode";await e.start(i,Number(d),l)&&a.say(n.t("test_started"))}}>
    <p>${n.t("test_intro")}</p>
    <div class="fields">
      ${$({name:"building",label:n.t("test_scope"),value:"",options:[["",n.t("test_scope_all")],...e.doors.buildings.map(({id:s,name:i})=>[s,i])]})}
      ${$({name:"minutes",label:n.t("test_minutes"),value:"30",options:Na.map(s=>[String(s),n.t("test_minutes_value",{count:s})])})}
    </div>
    <div class="bar">
      <button class="strong" name="what" value="list" data-do="start" ?disabled=${t}>
        ${_(n,n.t("test_start"),t)}
      </button>
      <button name="what" value="mode" ?disabled=${t}>${n.t("test_mode_start")}</button>
    </div>
  </form>`}function La(a,n){let{words:e,desk:t,now:o}=a,s=n.expected.filter(h=>h.tested_at!==null),i=n.expected.filter(h=>h.tested_at===null),d=Math.max(0,Math.ceil((Date.parse(n.ends_at)-o)/1e3)),l=n.expected.length;return r`<section class="panel" data-test=${n.id}>
    <div class="bar apart">
      <div>
        <p class="count" role="status">
          ${n.list?e.t("test_running",{done:s.length,total:l}):e.t("test_mode_on",{count:s.length})}
        </p>
        <p class="hint">
          ${n.building?t.doors.building(n.building):e.t("test_scope_all")} ·
          ${e.t("test_left",{time:$e(d,e)})}
        </p>
      </div>
      <button
        class="strong"
        data-do="stop"
        ?disabled=${t.work.busy!==void 0}
        @click=${()=>{t.end(n.id)}}
      >
        ${_(e,e.t(n.list?"test_stop":"test_stop_mode"),t.work.busy==="stop")}
      </button>
    </div>
    ${n.list?r`<progress max=${l||1} value=${s.length} aria-label=${e.t("test_running",{done:s.length,total:l})}></progress>`:c}
    <div class="columns">
      ${n.list?r`<div>
              <h3>${e.t("test_list_left",{count:i.length})}</h3>
              ${i.length?$t(a,i):r`<p class="good">${e.t("test_all_done")}</p>`}
            </div>`:c}
      <div>
        <h3>${e.t("test_list_done",{count:s.length})}</h3>
        ${$t(a,[...s].sort((h,m)=>(m.tested_at??"").localeCompare(h.tested_at??"")))}
      </div>
    </div>
  </section>`}function $t(a,n){let{words:e,desk:t}=a;return r`<ul class="lines">
    ${n.map(o=>r`<li data-device=${o.device}>
          <span
            ><b>${q(o,t.doors,e)}</b>
            <span class="faint">${W({...o,id:o.device},e)}</span></span
          >
          ${o.tested_at?r`<span class="chip fine">${a.at(o.tested_at,!0)}</span>`:c}
        </li>`)}
  </ul>`}function ja(a,n){let{words:e,hass:t}=a,o=n.expected.length,s=o-n.left.length,i=e.t("test_report",{at:a.at(n.ended_at),done:s,total:o}),d=n.expected.filter(h=>n.left.includes(h.device)),l=t&&F(t,n.by);return r`<details data-report=${n.id} ?open=${n===a.desk.tests?.finished.find(h=>h.list)}>
    <summary>
      ${i} ${l?e.t("test_report_by",{name:l}):c}
      ${n.left.length?r`<span class="chip mind">${e.t("test_list_left",{count:n.left.length})}</span>`:c}
    </summary>
    ${d.length?$t(a,d):r`<p class="good">${e.t("test_all_done")}</p>`}
    <div class="bar">
      <button class="small" data-do="print" @click=${()=>Ua(a,n,i)}>
        ${e.t("test_print")}
      </button>
    </div>
  </details>`}function Ua(a,n,e){let{words:t,desk:o,hass:s}=a,i=s?.config.location_name??"";ke(qn(t,i,e,n.expected.map(d=>({device:W({...d,id:d.device},t),where:q(d,o.doors,t),at:d.tested_at?a.at(d.tested_at,!0):void 0}))))}function Va(a){let{words:n,desk:e}=a;return r`<section class="panel">
    ${k(n,e.due,t=>t.length?r`<h2>${n.t("test_due",{count:t.length})}</h2>
            <ul class="lines">
              ${t.slice(0,100).map(o=>r`<li>
                    <span
                      ><b>${q(o,e.doors,n)}</b>
                      <span class="faint">${W(o,n)}</span></span
                    >
                    <span
                      >${a.ago(o.last_test)}
                      ${o.overdue?r`<span class="chip bad">${n.t("test_due_overdue")}</span>`:c}</span
                    >
                  </li>`)}
            </ul>`:r`<p class="faint">${n.t("test_due_none")}</p>`)}
  </section>`}var Ne=class extends x{constructor(){super(...arguments);this.path="watch";this.tick=1e3;this.tab="all";this.read=0}static{this.styles=[...x.styles,T`
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
    `]}open(e){this.desk=new Me(e,this.changed)}load(){this.desk.load()}disconnectedCallback(){super.disconnectedCallback(),this.desk?.stop()}say(e){this.toast(e)}updated(){let{desk:e}=this;this.tab!=="new"||!this.live||e.devices.loading||e.assigning||Date.now()-this.read<3e3||(this.read=Date.now(),e.devices.load())}content(e){let{words:t,desk:o}=this,s=e.roles.includes("technician")||e.roles.includes("community_office");return r`
      ${ie(t.t("devices_tabs"),[["all",t.t("devices_tab_all")],["new",t.t("devices_tab_new",{count:o.unassigned.length})],["test",t.t("devices_tab_test")]],this.tab,i=>{this.tab=i,this.requestUpdate()})}
      ${this.tab==="test"?Bn(this):k(t,o.devices,()=>r`${this.tab==="new"?this.unassigned(s):this.all(s)}`)}
      ${zn(this)}
    `}all(e){let{words:t,desk:o,now:s}=this,i=o.matching(s,t),{offset:d,limit:l}=o.paging,h=Gn.filter(p=>o.assigned.some(u=>u.kind===p)),m=[{head:t.t("device_column"),style:"strong",cell:p=>W(p,t)},{head:t.t("device_place"),cell:p=>q(p,o.doors,t)},{head:t.t("device_state"),cell:p=>{let u=We(p,s,t);return r`<span class="chips">
            ${u.length?u.map(({text:w,tone:R})=>r`<span class="chip ${R}">${w}</span>`):r`<span class="chip fine">${t.t("device_fine")}</span>`}
          </span>`}},{head:t.t("device_battery"),style:"number",cell:({battery:p})=>p===null?"":t.t("device_percent",{percent:p})},{head:t.t("device_seen"),cell:p=>this.ago(p.last_seen)},{head:t.t("device_tested"),cell:p=>this.ago(p.last_test)},this.assignColumn(e,"move")];return r`
      <div class="tools" role="search">
        <div class="grow">
          ${v({name:"search",label:t.t("search"),placeholder:t.t("devices_search"),type:"search",value:o.search,input:p=>o.filter({search:p})})}
        </div>
        ${$({name:"kind",label:t.t("devices_kind"),value:o.kind,options:[["",t.t("all")],...h.map(p=>[p,wt(p,t)])],change:p=>o.filter({kind:p})})}
        ${$({name:"faulty",label:t.t("devices_show"),value:o.faulty?"faulty":"",options:[["",t.t("devices_show_all")],["faulty",t.t("devices_show_faulty")]],change:p=>o.filter({faulty:p!==""})})}
      </div>
      ${P({caption:t.t("devices_caption"),empty:t.t(o.assigned.length?"devices_empty":"devices_none"),rows:i.slice(d,d+l),key:p=>p.id,columns:m})}
      ${se(t,o.paging,i.length,p=>o.go(p))}
    `}unassigned(e){let{words:t,desk:o,now:s}=this,i=o.devices.value?.strangers??0;return r`
      <p>${t.t("new_intro")}</p>
      ${i?r`<p class="warn">${t.t("new_strangers",{count:i})}</p>`:c}
      ${P({caption:t.t("new_caption"),empty:t.t("new_empty"),rows:jn(o.unassigned).slice(0,100),key:d=>d.id,rowClass:d=>kt(d,s)?"just":"",columns:[{head:t.t("device_column"),style:"strong",cell:d=>r`<span
                >${W(d,t)}
                ${kt(d,s)?r`<span class="chip fine">${t.t("new_just")}</span>`:c}</span
              >`},{head:t.t("device_seen"),cell:d=>this.ago(d.last_seen)},{head:t.t("device_battery"),style:"number",cell:({battery:d})=>d===null?"":t.t("device_percent",{percent:d})},this.assignColumn(e,"assign")]})}
    `}assignColumn(e,t){let{words:o,desk:s}=this;return{head:"",style:"tight",cell:i=>e?r`<div class="bar">
              <button
                class="small"
                data-do="assign"
                aria-label="${o.t(t)} ${W(i,o)}"
                @click=${()=>s.assign(i)}
              >
                ${o.t(t)}
              </button>
            </div>`:c}}ago(e){let{words:t,now:o}=this;if(e===null)return t.t("never");let s=X(e,o);return s<60?t.t("now"):t.t("ago",{time:oe(s,t)})}trouble(){let{words:e,desk:t}=this,o=t.work.failed==="start"||t.work.failed==="stop";return r`${g(e,o?t.work.problem:void 0)}`}};function xt(a){if(a.name)return a.name;let n=/(\d+)\D*$/.exec(a.home??"")?.[1],e=`${a.floor}`;if(!n)return"";for(let t of[e,e.padStart(2,"0")])if(n.startsWith(t)&&n.length>t.length)return n.slice(t.length);return n}var Ga=new Intl.Collator("zh-Hans",{numeric:!0});function Qn(a){let n=(a.candidates??[]).filter(({p})=>p>0);if(!n.length)return;let e=new Map;for(let p of n){let u=xt(p),w=[p.building,p.unit,u].join(`
`),R=e.get(w);R?R.p+=p.p:e.set(w,{building:p.building,unit:p.unit,name:u,p:p.p})}let t=[...e].sort(([,p],[,u])=>u.p-p.p).slice(0,6);t.sort(([p],[u])=>Ga.compare(p,u));let o=t.map(([p])=>p),s=n.filter(p=>o.includes([p.building,p.unit,xt(p)].join(`
`))),i=za(s),d=new Map(s.map(p=>[p.floor,p.floor_name||`${p.floor}`])),l=Math.max(...s.map(({p})=>p)),h=i.map(p=>o.map(u=>{let w=s.filter(N=>N.floor===p&&[N.building,N.unit,xt(N)].join(`
`)===u);if(!w.length)return null;let R=w.reduce((N,y)=>N+y.p,0);return{p:R,shade:R/l,home:w[0]?.home??null}})),m=h.flat().reduce((p,u)=>p+(u?.p??0),0);return{columns:t.map(([,{building:p,unit:u,name:w}])=>({building:p,unit:u,name:w})),floors:i.map(p=>({floor:p,name:d.get(p)??`${p}`})),cells:h,elsewhere:Math.max(0,1-m)}}function za(a){let n=new Map;for(let{floor:i,p:d}of a)n.set(i,(n.get(i)??0)+d);let e=[...n].sort(([,i],[,d])=>d-i).map(([i])=>i),t=e[0]??1,o=t;for(let i of e){let[d,l]=[Math.min(t,i),Math.max(o,i)];l-d+1>7||(t=d,o=l)}let s=Math.max(t>0?1:t,t-1);return Array.from({length:o+1-s+1},(i,d)=>o+1-d)}function B(a){return a<=0?"0%":a<.01?"<1%":`${Math.min(99,Math.round(a*100))}%`}function Kn(a){if(a.floors)return a.floors;if(a.floor===null)return;let n=Math.round(2*Math.max(0,a.floor_sd??0));return[Math.max(1,a.floor-n),a.floor+n]}function Yn(a){let n=[...a].sort((d,l)=>d.from.localeCompare(l.from)),e=n.findLast(({precision:d})=>d!==null)??n.at(-1);if(!e)return;let{real:t,false_alarm:o,unsure:s,from:i}=e;return{percent:e.precision===null?void 0:Math.round(e.precision*100),real:t,false_alarm:o,unsure:s,from:i}}var He=class{constructor(n,e){this.falls=new b(()=>Yt(n),e),this.weeks=new b(()=>Zt(n),e)}load(){this.falls.load(),this.weeks.load()}render(n,e,t){return[this.falls,this.weeks].some(({problem:o})=>H(o)==="unauthorized")?c:r`<section class="falls" aria-label=${n.t("falls_title")}>
      <h2>${n.t("falls_title")}</h2>
      ${k(n,this.weeks,o=>qa(o,n))}
      ${k(n,this.falls,o=>P({caption:n.t("falls_title"),columns:[{head:n.t("falls_when"),cell:s=>e(s.at),style:"strong"},{head:n.t("falls_camera"),cell:s=>t(s.camera)},{head:n.t("falls_what"),cell:s=>n.found(`fall_class_${s.class}`,"fall_class_falling")},{head:n.t("falls_sure"),cell:s=>B(s.confidence),style:"number"},{head:n.t("falls_came_to"),cell:s=>r`<span class="chip ${s.phase==="suspected"?"mind":""}"
                    >${n.found(`fall_phase_${s.phase}`,"fall_phase_suspected")}</span
                  >
                  ${s.verdict?r`<span class="chip">${n.t(`verdict_said_${s.verdict}`)}</span>`:c}`}],rows:o,empty:n.t("falls_none"),key:s=>s.fall}))}
    </section>`}};function qa(a,n){let e=Yn(a),{real:t,false_alarm:o,unsure:s}=e??{real:0,false_alarm:0,unsure:0};return r`<p class="precision" data-precision=${e?.percent??"unknown"}>
    <b
      >${e?.percent===void 0?n.t("precision_unknown"):n.t("precision",{percent:e.percent,from:e.from??""})}</b
    >
    <span class="hint">${n.t("precision_of",{real:t,false_alarm:o,unsure:s})}</span>
  </p>`}var Ba=({view:a})=>a==="clear"?"fine":a==="dark"?"mind":"bad";function Xn(a,n,e){let{facade:t}=a;if(a.purpose!=="facade")return c;if(!t)return r`<dt>${n.t("facade_watch")}</dt>
      <dd><span class="chip mind">${n.t("facade_none")}</span></dd>`;let o=t.view===null?"unknown":t.view;return r`<dt>${n.t("facade_watch")}</dt>
    <dd class="chips" data-view=${o}>
      <span class="chip ${Ba(t)}">${n.found(`facade_view_${o}`,"facade_view_unknown")}</span>
      ${t.degraded&&t.degraded!=="none"?r`<span class="chip mind">${n.found(`facade_degraded_${t.degraded}`,"facade_degraded_half_size")}</span>`:c}
      ${t.calibrated===!1?r`<span class="chip bad">${n.t("facade_not_calibrated")}</span>`:c}
      ${t.fps===null?c:r`<span class="hint"
              >${n.t("facade_pace",{fps:Math.round(t.fps),lag:(t.lag??0).toFixed(1)})}</span
            >`}
    </dd>
    <dt>${n.t("facade_self_test")}</dt>
    <dd data-self-test=${t.self_test??"none"}>
      ${t.self_test?r`<span class="chip ${t.self_test==="passed"?"fine":"bad"}"
              >${n.t(`facade_self_test_${t.self_test}`,{at:t.self_test_at?e(t.self_test_at):""})}</span
            >`:n.t("facade_self_test_none")}
    </dd>`}async function Zn(a){let n=window.open("","_blank");n&&(n.opener=null);try{let e=await a;n?n.location.href=e:location.assign(e)}catch(e){throw n?.close(),e}}var Tt=5e3,Le=class extends x{constructor(){super(...arguments);this.path="cameras";this.tick=Tt;this.shown=new Set;this.read=0}static{this.styles=[...x.styles,Re,T`
      .cameras {
        display: grid;
        gap: 18px;
        grid-template-columns: repeat(auto-fill, minmax(min(300px, 100%), 1fr));
      }
      .cameras > li {
        display: flex;
        flex-direction: column;
        gap: 10px;
        border: 2px solid var(--line);
        border-radius: var(--radius);
        padding: 14px;
      }
      .cameras > li.down {
        border-color: var(--high);
      }
      .cameras .facts-list {
        grid-template-columns: minmax(64px, 26%) 1fr;
      }
      .falls {
        display: grid;
        gap: 12px;
        margin-top: 28px;
      }
      .falls .precision {
        display: grid;
        gap: 2px;
      }
      .falls .precision b {
        font-size: 22px;
      }
      .falls h2,
      .cameras h2 {
        font-size: 20px;
      }
    `]}open(e){this.cameras=new b(async()=>(await f(e,"cameras/list")).cameras,this.changed),this.falls=new He(e,this.changed),this.opening=new S(this.changed)}load(){this.read=Date.now(),this.cameras.load(),this.falls.load()}updated(){this.live&&!this.cameras.loading&&this.cameras.value&&Date.now()-this.read>=Tt&&this.load()}aside(e){let{words:t,cameras:o}=this;if(!pt(e)||!o.value?.length)return c;let s=o.value.every(({id:i})=>this.shown.has(i));return r`<button class="small" data-do="all" @click=${()=>this.show(o.value??[],!s)}>
      ${t.t(s?"cameras_hide_all":"cameras_show_all")}
    </button>`}content(e){let{words:t,cameras:o}=this;return r`<p>${t.t("cameras_intro")}</p>
      ${k(t,o,s=>s.length?r`<ul class="cameras" aria-label=${t.t("cameras_list")}>
              ${s.map(i=>this.card(i,e))}
            </ul>`:r`<p class="empty">${t.t("cameras_empty")}</p>`)}
      ${this.fallen(o.value??[])}`}fallen(e){if(!e.some(({purpose:o})=>o==="facade"))return c;let t=o=>e.find(({id:s})=>s===o)?.name??"";return this.falls.render(this.words,o=>this.at(o),t)}show(e,t){for(let{id:o}of e)t?this.shown.add(o):this.shown.delete(o);this.requestUpdate()}card(e,t){let{words:o}=this,s=e.place.building_name?me(e.place.building_name,o):"",i=e.sign_text.trim()&&e.sign_place.trim();return r`<li data-camera=${e.id} class=${e.up?"":"down"}>
      ${this.picture(e,pt(t))}
      <div class="bar apart">
        <h2>${e.name}</h2>
        <span class="chip ${e.up?"fine":"bad"}"
          >${e.up?o.t("camera_sees"):o.found(`camera_trouble_${e.trouble}`,"camera_trouble_other")}</span
        >
      </div>
      <dl class="facts-list">
        <dt>${o.t("camera_purpose")}</dt>
        <dd>${o.found(`camera_purpose_${e.purpose}`,"camera_purpose_none")}</dd>
        ${s?r`<dt>${o.t("camera_place")}</dt>
                <dd>${s}</dd>`:c}
        <dt>${o.t("camera_sign")}</dt>
        <dd>
          ${i?o.t("camera_sign_at",{text:e.sign_text,place:e.sign_place}):r`<span class="chip bad">${o.t("camera_sign_none")}</span>`}
        </dd>
        <dt>${o.t("camera_kept")}</dt>
        <dd>${o.t("camera_days",{count:e.retention_days})}</dd>
        ${Xn(e,o,d=>this.at(d))}
      </dl>
      ${this.calibrating(e,t)}
    </li>`}calibrating(e,t){let o=this.session?.connection;return e.purpose!=="facade"||!e.facade||!t.roles.includes("technician")||!o?c:r`<button
        class="small"
        data-do="calibrate"
        ?disabled=${!this.live||this.opening.busy!==void 0}
        @click=${()=>{this.opening.run(`calibrate_${e.id}`,()=>Zn(Xt(o,e.id,this.words.language)))}}
      >
        ${this.words.t("facade_calibrate")}
      </button>
      ${g(this.words,this.opening.problemOf(`calibrate_${e.id}`))}`}picture(e,t){let{words:o}=this;return t?this.shown.has(e.id)?r`<smart-community-picture
        .connection=${this.session?.connection}
        .camera=${e.id}
        .name=${e.name}
        .up=${e.up}
        .every=${this.shown.size>1?Tt:0}
        .words=${o}
      ></smart-community-picture>
      <button class="small" data-do="hide" @click=${()=>this.show([e],!1)}>${o.t("picture_hide")}</button>`:r`<div class="empty-picture">
        <button data-do="look" @click=${()=>this.show([e],!0)}>${o.t("picture_show")}</button>
        <span>${o.t("picture_journalled")}</span>
      </div>`:r`<div class="empty-picture">${o.t("picture_refused")}</div>`}};var Jn=new Set(["moving","not_level","door_not_open"]),Qa=new Set([...Jn,"offline","blind"]);function Ka(a){let n=location.pathname.replace(/\/[^/]*$/,"");history.pushState(null,"",`${n}/${a}`),window.dispatchEvent(new CustomEvent("location-changed"))}var je=class extends x{constructor(){super(...arguments);this.path="elevators";this.tick=1e3}static{this.styles=[...x.styles,Re,T`
      .elevators {
        display: grid;
        gap: 18px;
        grid-template-columns: repeat(auto-fill, minmax(min(330px, 100%), 1fr));
      }
      .elevators > li {
        display: flex;
        flex-direction: column;
        gap: 10px;
        border: 2px solid var(--line);
        border-radius: var(--radius);
        padding: 14px;
      }
      .elevators > li.bad {
        border: 3px solid var(--critical);
      }
      .elevators > li.mind {
        border-color: var(--high);
      }
      .elevators h2 {
        font-size: 20px;
      }
      .elevators .door {
        width: 72px;
      }
      .floor {
        font-size: 30px;
        line-height: 1.1;
        font-weight: 700;
      }
      .elevators ul {
        list-style: disc;
        padding-left: 20px;
      }
      .elevators .bar:last-child {
        margin-top: auto;
      }
      summary {
        cursor: pointer;
        min-height: 36px;
      }
    `]}open(e){this.elevators?.stop(),this.elevators=new be(e,this.changed)}load(){this.elevators.follow()}disconnectedCallback(){super.disconnectedCallback(),this.elevators?.stop()}choose(e){this.chosen=e,this.requestUpdate()}content(e){let{words:t,elevators:o}=this,{views:s}=o;if(!s)return r`${o.problem===void 0?J(t):g(t,o.problem,()=>this.load())}`;let i=o.find(this.chosen);return i?this.one(i,e):s.length?r`<p>${t.t("elevators_intro")}</p>
      <ul class="elevators" aria-label=${t.t("elevators_list")}>
        ${s.map(d=>this.card(d,e))}
      </ul>`:r`<p class="empty">${t.t("elevators_empty")}</p>`}one(e,t){let{words:o}=this;return r`<div class="bar">
        <button class="plain" data-do="back" @click=${()=>this.choose(void 0)}>‹ ${o.t("back")}</button>
        <h2 class="floor">${e.name}</h2>
        ${this.commissioning(e,t)}
      </div>
      <smart-community-elevator
        .hass=${this.hass}
        .elevators=${this.elevators}
        .view=${e}
        .words=${o}
        .me=${t}
        .now=${this.now}
        .live=${this.live}
        .kind=${""}
      ></smart-community-elevator>
      ${this.promise(e)}`}card(e,t){let{words:o,now:s}=this,i=Ut(e,s),d=jt(e);return r`<li data-elevator=${e.id} data-state=${e.state} class=${ut(e)}>
      <div class="bar apart">
        <h2>${e.name}</h2>
        <span class="chip ${ut(e)}"
          >${e.online?o.found(`guard_${e.state}`,"guard_unknown"):o.t("elevator_offline")}</span
        >
      </div>
      <div class="car-line">
        ${ln(e,o)}
        <div>
          <p class="floor">${we(e,o)}</p>
          <p>${ye(e,o)}</p>
          <p class="faint">
            ${d&&i!==void 0?o.t("held_left",{time:$e(i,o)}):o.t("elevator_since",{time:oe(X(e.since,s),o)})}
          </p>
        </div>
      </div>
      ${this.promise(e)}
      <div class="bar">
        <button
          class="small"
          data-do="open"
          aria-label=${o.t("elevator_open_one",{name:e.name})}
          @click=${()=>this.choose(e.id)}
        >
          ${o.t("elevator_open")}
        </button>
        ${d&&pe(t)?r`<button
                class="strong small danger"
                data-action="let_go"
                ?disabled=${!this.live||this.elevators.letting.busy!==void 0}
                @click=${()=>{this.elevators.release(e)}}
              >
                ${o.t("action_let_go")}
              </button>`:c}
      </div>
      ${this.elevators.pressed===e.id?g(o,this.elevators.letting.problem):c}
    </li>`}commissioning(e,t){return t.roles.some(o=>o==="technician"||o==="community_office")?r`<button
      class="small"
      data-do="commission"
      @click=${()=>Ka(`commissioning?elevator=${encodeURIComponent(e.id)}`)}
    >
      ${this.words.t("elevator_commission")}
    </button>`:c}promise(e){let{words:t}=this,o=Gt(e,t),s=Vt({...e,online:!0,inhibitors:[],barred:null},t),i=e.inhibitors.filter(m=>!Qa.has(m)).map(m=>t.found(`why_${m}`,"why_other",{code:m})),d=!s.length&&e.online&&e.inhibitors.every(m=>Jn.has(m)),{commissioned:l,camera:h}=e;return r`
      <div class="chips">
        ${d?r`<span class="chip fine">${t.t("elevator_can_hold")}</span>`:c}
        ${i.map(m=>r`<span class="chip mind">${m}</span>`)}
        ${h?r`<span class="chip ${h.up?"fine":"bad"}"
                >${t.t(h.up?"elevator_camera_up":"elevator_camera_down")}</span
              >`:c}
        ${e.false_alarms_last_hour?r`<span class="chip mind">${t.t("false_alarms",{count:e.false_alarms_last_hour})}</span>`:c}
      </div>
      ${s.length?r`<div>
              <p>${t.t("elevator_cannot_hold")}</p>
              <ul>
                ${s.map(m=>r`<li>${m}</li>`)}
              </ul>
            </div>`:c}
      ${o.length?r`<details>
              <summary>${t.t("elevator_cannot",{count:o.length})}</summary>
              <ul>
                ${o.map(m=>r`<li>${m}</li>`)}
              </ul>
            </details>`:c}
      ${l?r`<p class="hint">
              ${t.t("elevator_commissioned",{at:E(Date.parse(l.at),this.zone),firm:l.firm,licence:l.licence})}
            </p>`:c}
    `}};var Ya=a=>`${a.timeline.length} ${a.media?.length??0}`,Xa=3e3,eo=(a,n)=>n!==""&&a?.split("?")[0]===n.split("?")[0],Ue=class{constructor(n,e,t){this.incident=e;this.news="";this.falls=new b(()=>Kt(n,e),t),this.media=new b(()=>Lt(n,e),t)}follow(n){let e=Ya(n);e!==this.news&&(this.news=e,this.read())}read(){this.falls.load(),this.media.load()}of(n,e){let t=(this.media.value??[]).filter(d=>d.kind===e);if(!n)return t.at(-1);let o=d=>[d.picture,d.clip],s=(this.falls.value?.falls??[]).filter(d=>d.fall!==n.fall).flatMap(o);return t.filter(({n:d,at:l})=>d!==void 0&&o(n).includes(d)||!s.includes(d)&&Math.abs(Date.parse(l)-Date.parse(n.at))<=Xa).sort((d,l)=>(d.n??0)-(l.n??0)).at(-1)}};function de(a,n=0,e=a.byteLength){let t=new Map,o=n;for(;o+8<=e;){let s=a.getUint32(o)||e-o,i=String.fromCharCode(...[4,5,6,7].map(d=>a.getUint8(o+d)));if(s<8||o+s>e)break;t.has(i)||t.set(i,new DataView(a.buffer,a.byteOffset+o+8,s-8)),o+=s}return t}function*to(a,n){for(let e=0;e<a.getUint32(4);e++){let t=a.getUint32(8+e*8);for(let o=0;o<Math.min(t,1e5);o++)yield n(12+e*8)}}function no(a){try{let n=de(de(new DataView(a)).get("moov")).get("trak"),e=de(de(n).get("mdia")),t=e.get("mdhd"),o=t.getUint32(t.getUint8(0)?20:12),s=de(de(e.get("minf")).get("stbl")),[i,d]=[s.get("stts"),s.get("ctts")],l=d?[...to(d,u=>d.getInt32(u))]:[],h=[],m=0;for(let u of to(i,w=>i.getUint32(w)))if(h.push(m+(l[h.length]??0)),m+=u,h.length>1e5)return[];h.sort((u,w)=>u-w);let[p=0]=h;return o?h.map(u=>(u-p)/o):[]}catch{return[]}}function oo(a,n,e,t){let o=e.length?e:Array.from({length:Math.ceil(t/.04-1e-6)},(h,m)=>m*.04),s=o.findLastIndex(h=>h<=a+1e-6),i=Math.min(o.length-1,Math.max(0,Math.max(0,s)+n)),d=o[i]??0,l=o[i+1]??Math.max(d,Math.min(t,d+.04));return(d+l)/2}var Za=[1,.5,.25,.1],Ja=64e6,Ve=class extends G{constructor(){super();this.times=[];this.again=()=>{this.dispatchEvent(new Event("again"))};this.onReady=()=>{let{video:e}=this;this.length=e&&Number.isFinite(e.duration)?e.duration:0,e&&(e.playbackRate=this.speed)};this.onTime=()=>{this.at=this.video?.currentTime??0};this.onSlide=e=>{let{video:t}=this;t&&(t.pause(),t.currentTime=Number(e.target.value))};this.onKey=e=>{if(e.ctrlKey||e.altKey||e.metaKey)return;let t={ArrowLeft:-1,ArrowRight:1}[e.key];t?(e.preventDefault(),this.step(t)):e.key===" "&&!(e.composedPath()[0]instanceof HTMLButtonElement)&&(e.preventDefault(),this.toggle())};this.src="",this.label="",this.failed=!1,this.playing=!1,this.speed=1,this.at=0,this.length=0}static{this.properties={src:{},label:{},words:{attribute:!1},film:{state:!0},failed:{state:!0},playing:{state:!0},speed:{state:!0},at:{state:!0},length:{state:!0}}}static{this.styles=[z,ae,T`
      .film {
        display: flex;
        flex-direction: column;
        gap: 10px;
        border-radius: var(--radius);
      }
      video,
      .empty {
        display: block;
        width: 100%;
        aspect-ratio: 16 / 9;
        max-height: 62vh;
        object-fit: contain;
        border-radius: var(--radius);
        background: #101418;
        color: #fff;
      }
      .empty {
        display: flex;
        align-items: center;
        justify-content: center;
        gap: 10px;
      }
      .keys {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        align-items: center;
      }
      .keys button {
        min-height: 52px;
        min-width: 56px;
        padding: 4px 12px;
      }
      .keys .play {
        flex: 1 1 120px;
        font-size: 20px;
      }
      .speeds {
        display: flex;
        gap: 4px;
        border: 0;
        margin: 0;
        padding: 0;
        flex: 1 1 220px;
      }
      .speeds button {
        flex: 1 1 0;
        min-width: 0;
        padding: 4px 6px;
      }
      .speeds button[aria-pressed="true"] {
        border-color: var(--text);
        background: color-mix(in srgb, var(--text) 12%, var(--surface));
      }
      input[type="range"] {
        width: 100%;
        height: 32px;
        margin: 0;
        accent-color: var(--normal);
      }
      .time {
        white-space: nowrap;
      }
    `]}connectedCallback(){super.connectedCallback(),this.hasUpdated&&this.src&&!this.film&&this.fetch()}disconnectedCallback(){super.disconnectedCallback(),this.drop()}updated(e){e.has("src")&&(this.failed||!eo(e.get("src"),this.src))&&this.fetch();let{video:t}=this;t&&(t.playbackRate=this.speed)}get video(){return this.renderRoot.querySelector("video")}drop(){this.abort?.abort(),this.film&&URL.revokeObjectURL(this.film),this.film=void 0,this.playing=!1}async fetch(){if(this.drop(),this.failed=!1,this.times=[],this.at=0,!this.src)return;let e=this.abort=new AbortController;try{let t=await fetch(this.src,{signal:e.signal}),o=t.ok?await t.blob():void 0;if(e.signal.aborted)return;if(!o||o.size===0||o.size>Ja)throw new Error("no film");if(this.times=no(await o.arrayBuffer()),e.signal.aborted)return;this.film=URL.createObjectURL(o)}catch{e.signal.aborted||(this.failed=!0)}}render(){let{words:e,film:t}=this;if(!e)return c;let o=t!==void 0&&!this.failed;return r`<div
      class="film"
      role="group"
      aria-label=${this.label}
      tabindex="0"
      data-film=${this.failed?"failed":o?this.playing?"playing":"paused":"loading"}
      @keydown=${this.onKey}
    >
      ${o?r`<video
              .src=${t}
              .muted=${!0}
              playsinline
              preload="auto"
              aria-label=${this.label}
              @loadedmetadata=${this.onReady}
              @timeupdate=${this.onTime}
              @seeked=${this.onTime}
              @play=${()=>this.playing=!0}
              @pause=${()=>this.playing=!1}
              @ended=${()=>this.playing=!1}
              @error=${()=>this.failed=!0}
              @click=${()=>this.toggle()}
            ></video>`:r`<div class="empty" role="status">
              ${this.failed?r`<button data-do="again" @click=${this.again}>${e.t("clip_failed")}</button>`:r`<span class="spinner" aria-hidden="true"></span>${e.t("clip_loading")}`}
            </div>`}
      <input
        type="range"
        min="0"
        max=${this.length||1}
        step="any"
        aria-label=${e.t("clip_place")}
        ?disabled=${!o}
        .value=${String(this.at)}
        @input=${this.onSlide}
      />
      <div class="keys">
        <button
          data-do="before"
          aria-label=${e.t("clip_before")}
          aria-keyshortcuts="ArrowLeft"
          ?disabled=${!o}
          @click=${()=>this.step(-1)}
        >
          ◀︎|
        </button>
        <button class="play" data-do="play" aria-keyshortcuts="Space" ?disabled=${!o} @click=${()=>this.toggle()}>
          ${e.t(this.playing?"clip_pause":"clip_play")}
        </button>
        <button
          data-do="after"
          aria-label=${e.t("clip_after")}
          aria-keyshortcuts="ArrowRight"
          ?disabled=${!o}
          @click=${()=>this.step(1)}
        >
          |▶︎
        </button>
        <span class="time">${this.at.toFixed(2)} / ${this.length.toFixed(1)} s</span>
        <div class="speeds" role="group" aria-label=${e.t("clip_speed")}>
          ${Za.map(s=>r`<button
                data-speed=${s}
                aria-pressed=${String(s===this.speed)}
                @click=${()=>this.speed=s}
              >
                ${s}×
              </button>`)}
        </div>
      </div>
      <span class="hint">${e.t("clip_keys")}</span>
    </div>`}toggle(){let{video:e}=this;e&&(e.paused?e.play().catch(()=>this.playing=!1):e.pause())}step(e){let{video:t}=this;!t||!this.length||(t.pause(),t.currentTime=oo(t.currentTime,e,this.times,this.length))}};var ao=5e3;function so(a,n){return!a||!n?a??n??void 0:Date.parse(n.at)>Date.parse(a.at)?n:a}var Ge=class{constructor(n,e){this.connection=n;this.changed=e;this.given=new Map}left(n=Date.now()){return this.pending?Math.max(0,Math.ceil((this.pending.at-n)/1e3)):0}say(n,e,t,o){this.pending&&this.pending.fall!==e&&this.flush(),clearTimeout(this.timer),this.problem=void 0,this.pending={incident:n,fall:e,verdict:t,keep:o,at:Date.now()+ao},this.timer=setTimeout(()=>this.flush(),ao),this.changed()}undo(){clearTimeout(this.timer),this.pending=void 0,this.changed()}flush(){clearTimeout(this.timer);let{pending:n}=this;n&&(this.pending=void 0,this.give(n))}async give(n){this.giving=n,this.problem=void 0,this.changed();try{this.given.set(n.fall,await Jt(this.connection,n.incident,n.fall,n.verdict,n.keep))}catch(e){this.problem=e}this.giving===n&&(this.giving=void 0),this.changed()}};var io="important",es=" !"+io,ro=Te(class extends Se{constructor(a){if(super(a),a.type!==j.ATTRIBUTE||a.name!=="style"||a.strings?.length>2)throw Error("The `styleMap` directive must be used in the `style` attribute and must be the only part in the attribute.")}render(a){return Object.keys(a).reduce((n,e)=>{let t=a[e];return t==null?n:n+`${e=e.includes("-")?e:e.replace(/(?:^(webkit|moz|ms|o)|)(?=[A-Z])/g,"-$&").toLowerCase()}:${t};`},"")}update(a,[n]){let{style:e}=a.element;if(this.ft===void 0)return this.ft=new Set(Object.keys(n)),this.render(n);for(let t of this.ft)n[t]==null&&(this.ft.delete(t),t.includes("-")?e.removeProperty(t):e[t]=null);for(let t in n){let o=n[t];if(o!=null){this.ft.add(t);let s=typeof o=="string"&&o.endsWith(es);t.includes("-")||s?e.setProperty(t,s?o.slice(0,-11):o,s?io:""):e[t]=o}}return K}});var ts=.55;function lo(a,n){let e=Qn(a);if(!e)return r`<p class="hint">${n.t("fall_no_candidates")}</p>`;let[t]=e.columns,o=h=>e.columns.every(m=>h(m)===(t?h(t):"")),s=o(({building:h})=>h),i=s&&o(({unit:h})=>h),d=[s&&t?.building?me(t.building,n):"",i&&t?.unit?gt(t.unit,n):""].filter(Boolean),l=h=>[s?"":h.building&&me(h.building,n),i?"":h.unit&&gt(h.unit,n),h.name].filter(Boolean).join(" ");return r`<table class="facade" data-elsewhere=${B(e.elsewhere)}>
      <caption>
        ${d.length?r`<b>${d.join(n.language==="en"?", ":" ")}</b>`:c}
        <span class="hidden">${n.t("fall_drawing")}</span>
      </caption>
      <thead>
        <tr>
          <th scope="col"><span class="hidden">${n.t("fall_floor_head")}</span></th>
          ${e.columns.map(h=>r`<th scope="col">${l(h)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${e.floors.map(({floor:h,name:m},p)=>r`<tr data-floor=${h}>
              <th scope="row">${n.t("fall_floor_short",{floor:m})}</th>
              ${e.cells[p]?.map(u=>u?r`<td
                      class=${u.shade>=ts?"dark":""}
                      style=${ro({"--share":`${Math.round(u.shade*100)}%`})}
                      data-p=${u.p.toFixed(3)}
                    >
                      <b>${B(u.p)}</b>${u.home?r`<small>${u.home}</small>`:c}
                    </td>`:r`<td class="void"><span aria-hidden="true">·</span></td>`)}
            </tr>`)}
      </tbody>
    </table>
    <p class="hint">${n.t("fall_elsewhere",{share:B(e.elsewhere)})}</p>
    <p class="hint">${n.t("fall_never_one")}</p>`}var co=T`
  .fall {
    container-type: inline-size;
    display: grid;
    gap: 14px;
  }
  .board {
    display: grid;
    gap: 18px 28px;
    align-items: start;
  }
  .board > * {
    min-width: 0;
    display: flex;
    flex-direction: column;
    gap: 12px;
  }
  @container (min-width: 640px) {
    .board {
      grid-template: "seen where" auto "judge where" 1fr / minmax(0, 1.35fr) minmax(0, 1fr);
    }
    .seen {
      grid-area: seen;
    }
    .where {
      grid-area: where;
    }
    .judge {
      grid-area: judge;
    }
  }
  h3 {
    margin: 0;
    font-size: 16px;
    font-weight: 600;
    color: var(--faint);
  }
  .track {
    display: block;
    width: 100%;
    aspect-ratio: 16 / 9;
    max-height: 62vh;
    object-fit: contain;
    border-radius: var(--radius);
    background: #101418;
  }
  .tabs {
    display: flex;
    gap: 8px;
    flex-wrap: wrap;
  }
  .tabs button {
    flex: 1 1 110px;
    min-height: 48px;
    padding: 4px 12px;
  }
  .tabs button[aria-pressed="true"] {
    border-color: var(--text);
    background: color-mix(in srgb, var(--text) 12%, var(--surface));
  }
  .big {
    font-size: 26px;
    line-height: 1.25;
    font-weight: 700;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .chip {
    padding: 2px 12px;
    border-radius: 999px;
    border: 2px solid var(--line);
    font-weight: 600;
  }
  .chip.mind {
    border-color: var(--high);
  }
  table.facade {
    border-collapse: separate;
    border-spacing: 4px;
    width: 100%;
    max-width: 420px;
    table-layout: fixed;
  }
  .facade caption {
    text-align: left;
    padding: 0 0 4px 4px;
  }
  .facade th {
    font-size: 15px;
    font-weight: 600;
    color: var(--faint);
    padding: 2px;
  }
  .facade thead th:first-child,
  .facade tbody th {
    width: 52px;
    text-align: right;
    white-space: nowrap;
  }
  .facade td {
    height: 44px;
    padding: 2px;
    text-align: center;
    border-radius: 6px;
    border: 1px solid var(--line);
    background: color-mix(in srgb, #b3001b calc(var(--share, 0%) * 0.82), var(--surface));
    color: var(--text);
    line-height: 1.15;
  }
  .facade td.dark {
    color: #fff;
  }
  .facade td.void {
    background: none;
    color: var(--faint);
  }
  .facade td small {
    display: block;
    font-size: 12px;
    overflow-wrap: anywhere;
  }
  .verdicts {
    display: grid;
    grid-template-columns: repeat(3, minmax(0, 1fr));
    gap: 10px;
  }
  .verdicts button {
    padding: 8px 6px;
    min-height: 64px;
    overflow-wrap: anywhere;
  }
  .verdicts button[aria-pressed="true"] {
    border-color: var(--text);
    border-width: 3px;
    background: color-mix(in srgb, var(--text) 12%, var(--surface));
  }
  label.keep {
    display: flex;
    gap: 12px;
    align-items: center;
    min-height: 48px;
  }
  label.keep input {
    width: 24px;
    height: 24px;
    flex: none;
  }
  .undo {
    display: flex;
    flex-wrap: wrap;
    gap: 12px;
    align-items: center;
    justify-content: space-between;
  }
  .precision {
    display: grid;
    gap: 6px;
  }
`;var ns=250,ze=class extends G{constructor(){super();this.film=!1;this.keep=!1;this.said=()=>this.verdicts?.flush();this.drawn=()=>this.requestUpdate();this.live=!1,this.at=e=>e,this.who=e=>e??""}static{this.properties={connection:{attribute:!1},incident:{attribute:!1},words:{attribute:!1},me:{attribute:!1},live:{type:Boolean},at:{attribute:!1},who:{attribute:!1}}}static{this.styles=[z,ae,an,co]}connectedCallback(){super.connectedCallback(),addEventListener("pagehide",this.said)}disconnectedCallback(){super.disconnectedCallback(),removeEventListener("pagehide",this.said),clearInterval(this.timer),this.timer=void 0,this.said()}willUpdate(e){let{connection:t,incident:o}=this;!t||!o||(e.has("connection")&&(this.verdicts?.flush(),this.verdicts=new Ge(t,this.drawn),this.known=void 0),this.known?.incident!==o.id&&(this.verdicts?.flush(),this.known=new Ue(t,o.id,this.drawn),this.chosen=void 0,this.film=!1,this.keep=!1),this.live&&pe(this.me)&&this.known.follow(o),this.tick())}tick(){let e=this.verdicts?.pending!==void 0&&this.isConnected;e!==(this.timer!==void 0)&&(clearInterval(this.timer),this.timer=e?setInterval(this.drawn,ns):void 0)}get falls(){return this.known?.falls.value?.falls??[]}get fall(){return this.falls.find(({fall:e})=>e===this.chosen)??this.falls[0]}render(){let{words:e,known:t,incident:o}=this;if(!e||!t||!o)return c;if(!pe(this.me))return r`<p class="hint">${e.t("fall_refused")}</p>`;let{fall:s}=this;return r`<section
      class="fall"
      aria-label=${e.t("fall_title")}
      data-fall=${s?.fall??c}
      data-phase=${s?.phase??c}
    >
      ${this.several(e)}
      <div class="board">
        <div class="seen">${this.picture(t,s,e)}</div>
        <div class="where">${this.start(t,s,e)}</div>
        ${s?r`<div class="judge">${this.judged(o,s,e)}</div>`:c}
      </div>
    </section>`}several(e){return this.falls.length<2?c:r`<div class="tabs" role="group" aria-label=${e.t("falls_several")}>
      ${this.falls.map((t,o)=>r`<button
            aria-pressed=${String(t===this.fall)}
            data-choose=${t.fall}
            @click=${()=>{this.chosen=t.fall,this.requestUpdate()}}
          >
            ${e.t("fall_number",{number:o+1,at:this.at(t.at)})}
          </button>`)}
    </div>`}picture(e,t,o){let s=e.of(t,"snapshot"),i=e.of(t,"clip"),d=this.film&&i?.url?i:void 0,l=h=>{this.film=h,this.requestUpdate()};return r`
      ${d?.url?r`<smart-community-clip
              .src=${d.url}
              .label=${o.t("fall_film")}
              .words=${o}
              @again=${()=>{e.media.load()}}
            ></smart-community-clip>`:s?.url?r`<a href=${s.url} target="_blank" rel="noopener"
                ><img class="track" src=${s.url} alt=${o.t("fall_picture")}
              /></a>`:this.noPicture(e,s!==void 0,o)}
      ${i===void 0?c:i.url?r`<div class="tabs">
                <button data-do="picture" aria-pressed=${String(!d)} @click=${()=>l(!1)}>
                  ${o.t("fall_picture_tab")}
                </button>
                <button data-do="film" aria-pressed=${String(d!==void 0)} @click=${()=>l(!0)}>
                  ${o.t("fall_film_tab")}
                </button>
              </div>`:r`<p class="hint">${o.t("fall_film_lost")}</p>`}
      <p class="hint">${o.t("fall_masked")}</p>
      ${this.trouble(e.media.problem,()=>{e.media.load()},o)}
    `}noPicture(e,t,o){let s=e.media.value===void 0||!t&&this.fall?.phase==="confirmed";return r`<div class="empty-picture" role="status">
      ${s?r`<span class="spinner" aria-hidden="true"></span>`:c}
      ${o.t(this.fall?.unmasked_only?"fall_unmasked":t?"fall_picture_lost":s?"fall_picture_waiting":"fall_picture_none")}
    </div>`}start(e,t,o){let s=this.trouble(e.falls.problem,()=>{e.falls.load()},o);if(!t)return r`${s}
      ${e.falls.value===void 0&&e.falls.problem===void 0?r`<p class="hint" role="status">
              <span class="spinner" aria-hidden="true"></span> ${o.t("fall_reading")}
            </p>`:c}`;let i=Kn(t);return r`
      ${s}
      <div>
        <h3>${o.t("fall_from")}</h3>
        <p class="big" data-floor=${t.floor??c}>
          ${i===void 0?o.t("fall_floor_unknown"):i[0]===i[1]?o.t("fall_floor",{floor:i[0]}):o.t("fall_floors",{low:i[0],high:i[1]})}
        </p>
      </div>
      <div class="chips">
        <span class="chip">${o.found(`fall_class_${t.class}`,"fall_class_falling")}</span>
        <span class="chip ${t.phase==="suspected"||t.phase==="withdrawn"?"mind":""}"
          >${o.found(`fall_phase_${t.phase}`,"fall_phase_suspected")}</span
        >
        <span class="chip">${o.t("fall_sure",{share:B(t.confidence)})}</span>
        ${t.speed?r`<span class="chip">${o.t("fall_speed",{speed:Math.round(t.speed*3.6)})}</span>`:c}
        ${t.size?r`<span class="chip">${o.t("fall_size",{size:Math.max(1,Math.round(t.size*100))})}</span>`:c}
      </div>
      ${t.candidates===void 0?r`<p class="hint">${o.t("fall_candidates_hidden")}</p>`:lo(t,o)}
    `}trouble(e,t,o){return e===void 0?c:r`<div class="problem" role="alert">
      <span>${Y(e,o)}</span>
      <button class="small" ?disabled=${!this.live} @click=${t}>${o.t("try_again")}</button>
    </div>`}judged(e,{fall:t,verdict:o},s){let{verdicts:i}=this;if(!i)return c;let d=i.pending?.fall===t?i.pending:void 0,l=i.giving?.fall===t?i.giving:void 0,h=so(i.given.get(t),o),m=d?.verdict??l?.verdict??h?.verdict;return r`
      <h3>${s.t("verdict_title")}</h3>
      <div class="verdicts" role="group" aria-label=${s.t("verdict_title")}>
        ${Qt.map(p=>r`<button
              data-verdict=${p}
              aria-pressed=${String(m===p)}
              ?disabled=${!this.live||l!==void 0}
              @click=${()=>i.say(e.id,t,p,this.keep)}
            >
              ${s.t(`verdict_${p}`)}
            </button>`)}
      </div>
      ${this.known?.falls.value?.may_keep?this.keeping(s):c}
      <div role="status" data-judged=${d?"pending":l?"giving":h?"given":"none"}>
        ${d?r`<div class="info undo">
                <b>${s.t(`verdict_said_${d.verdict}`)}</b>
                <button class="small" data-do="undo" @click=${()=>i.undo()}>
                  ${s.t("verdict_undo",{left:i.left()})}
                </button>
              </div>`:l?r`<span class="spinner" aria-hidden="true"></span> ${s.t("working")}`:h?r`<p class="hint">
                    ${s.t(h.kept?"verdict_given_kept":"verdict_given",{verdict:s.t(`verdict_said_${h.verdict}`),who:this.who(h.by??void 0),at:this.at(h.at)})}
                  </p>`:r`<p class="hint">${s.t("verdict_hint")}</p>`}
      </div>
      ${i.problem===void 0?c:r`<p class="problem" role="alert">${Y(i.problem,s)}</p>`}
    `}keeping(e){return r`<label class="keep"
      ><input
        type="checkbox"
        name="keep"
        .checked=${this.keep}
        @change=${t=>this.keeps(t.target.checked)}
      /><span>${e.t("verdict_keep")}</span></label
    >`}keeps(e){this.keep=e;let{verdicts:t}=this;if(t?.pending){let{incident:o,fall:s,verdict:i}=t.pending;t.say(o,s,i,e)}this.requestUpdate()}};var qe=class{constructor(n,e){this.connection=n;this.changed=e;this.work=new S(e),this.page=new b(()=>f(n,"shift/handover/get"),e)}get written(){return this.note??this.page.value?.draft?.note??""}get isChanged(){return this.note!==void 0&&this.note!==(this.page.value?.draft?.note??"")}ownedBy(n){let{open:e=[],faults:t=[]}=this.page.value??{};return[...e,...t].filter(o=>o.acknowledged_by===n).length}write(n){this.note=n,this.changed()}save(){return this.run("save",()=>f(this.connection,"shift/handover/save",{note:this.written}))}give(){return this.run("give",()=>f(this.connection,"shift/handover/give",{note:this.written}))}async accept(n,e){let t=0;return await this.run("accept",async()=>{t=(await f(this.connection,"shift/handover/accept",{handover_id:n.id,take_over:e})).taken_over.length})?t:void 0}async run(n,e){let t=await this.work.run(n,async()=>{await e()});return t&&n!=="accept"&&(this.note=void 0),await this.page.load(),t}};var Be=class extends x{constructor(){super(...arguments);this.path="handover";this.tick=3e4;this.asking=!1}static{this.styles=[...x.styles,hn,T`
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
    `]}open(e){this.desk=new qe(e,this.changed)}load(){this.desk.page.load()}content(e){return r`
      <p class="hint">${this.words.t("handover_intro")}</p>
      ${k(this.words,this.desk.page,t=>this.whole(t,e))}
    `}whole(e,t){let{words:o}=this,s=i=>i&&(e.people[i]??(this.hass&&F(this.hass,i)))||o.t("actor_colleague");return r`
      ${g(o,this.desk.work.failed==="accept"?this.desk.work.problem:void 0)}
      ${e.waiting.map(i=>this.waiting(i,t,s))}
      <div class="columns">
        <div class="stack">${this.own(e,t,s)} ${this.recent(e,s)}</div>
        <div class="stack">
          <section class="panel">
            <h2>${o.t("handover_open")}</h2>
            ${this.briefs(e.open,o.t("handover_open_none"),t,s)}
          </section>
          <section class="panel">
            <h2>${o.t("handover_faults")}</h2>
            ${this.briefs(e.faults,o.t("handover_faults_none"),t,s)}
          </section>
          ${e.resolved_total?r`<details class="panel">
                  <summary><b>${o.t("handover_resolved",{count:e.resolved_total})}</b></summary>
                  ${this.briefs(e.resolved,"",t,s)}
                  ${e.resolved_total>e.resolved.length?r`<p class="hint">
                          ${o.t("handover_more",{count:e.resolved_total-e.resolved.length})}
                        </p>`:c}
                </details>`:c}
        </div>
      </div>
      ${this.dialog(t)}
    `}waiting(e,t,o){let{words:s,desk:i}=this,d=e.author===t.user_id,l=e.still_owned?.length??0,h=i.work.busy!==void 0;return r`<section class="panel waiting" data-handover=${e.id}>
      <h2>
        ${s.t(d?"handover_from_you":"handover_from",{name:o(e.author),at:this.at(e.given_at)})}
      </h2>
      <p class="words">${e.note||r`<span class="faint">${s.t("handover_no_note")}</span>`}</p>
      ${l?r`<p><span class="chip mind">${s.t("handover_owns",{count:l})}</span></p>`:c}
      ${d?c:r`<div class="bar">
              <button class="strong" data-do="accept" ?disabled=${h} @click=${()=>{this.accept(e,!0)}}>
                ${_(s,s.t("handover_accept"),i.work.busy==="accept")}
              </button>
              ${l?r`<button ?disabled=${h} @click=${()=>{this.accept(e,!1)}}>
                      ${s.t("handover_accept_only")}
                    </button>`:c}
            </div>`}
    </section>`}async accept(e,t){let o=await this.desk.accept(e,t);o!==void 0&&this.toast(this.words.t("handover_accepted",{count:o}))}own(e,t,o){let{words:s,desk:i}=this,{work:d}=i;return r`<section class="panel">
      <h2>${s.t("handover_yours")}</h2>
      <p class="hint">${s.t("handover_since",{at:this.at(e.since)})}</p>
      ${e.next_shift.map(l=>r`<p class=${l.people.length?"":"warn"}>
            ${s.t(l.people.length?"handover_next":"handover_next_nobody",{role:s.role(l.role),names:s.list(l.people.map(o)),at:this.at(l.start,!1,this.hass?.config.time_zone)})}
          </p>`)}
      ${v({name:"note",label:s.t("handover_note"),hint:s.t("handover_note_hint"),value:i.written,lines:!0,max:1e4,input:l=>i.write(l)})}
      ${g(s,d.failed==="save"||d.failed==="give"?d.problem:void 0)}
      <div class="ends">
        ${e.draft&&!i.isChanged?r`<span class="hint">${s.t("handover_saved",{at:this.at(e.draft.saved_at)})}</span>`:c}
        <button data-do="save" ?disabled=${d.busy!==void 0||!i.isChanged} @click=${()=>{i.save()}}>
          ${_(s,s.t("handover_save"),d.busy==="save")}
        </button>
        <button class="strong" data-do="give" ?disabled=${d.busy!==void 0} @click=${()=>this.asks(!0)}>
          ${s.t("handover_give")}
        </button>
      </div>
      <p class="hidden">${t.name}</p>
    </section>`}asks(e){this.asking=e,this.requestUpdate()}dialog(e){let{words:t,desk:o}=this;return r`<smart-community-dialog
      .heading=${t.t("handover_give_title")}
      .open=${this.asking}
      @sc-back=${()=>this.asks(!1)}
    >
      <div class="form">
        <p>${t.t("handover_give_text",{count:o.ownedBy(e.user_id)})}</p>
        <div class="ends">
          <button @click=${()=>this.asks(!1)}>${t.t("cancel")}</button>
          <button
            class="strong"
            data-do="confirm"
            ?disabled=${o.work.busy!==void 0}
            @click=${async()=>{let s=await o.give();this.asks(!1),s&&this.toast(t.t("handover_given"))}}
          >
            ${_(t,t.t("handover_give_do"),o.work.busy==="give")}
          </button>
        </div>
      </div>
    </smart-community-dialog>`}recent(e,t){let{words:o}=this;return e.accepted.length?r`<section class="panel">
      <h2>${o.t("handover_recent")}</h2>
      ${e.accepted.map(s=>r`<details>
            <summary>
              ${o.t("handover_accepted_by",{author:t(s.author),name:t(s.accepted_by),at:this.at(s.accepted_at)})}
            </summary>
            <p class="words">${s.note||o.t("handover_no_note")}</p>
          </details>`)}
    </section>`:c}briefs(e,t,o,s){let{words:i,hass:d}=this;return e.length?r`<ul class="briefs">
      ${e.map(l=>{let h={...l,timeline:[],deliveries:[]},m=tn(h,i)??i.kind(l.kind),p=l.state==="open",u=p?i.t("handover_nobody_has"):l.resolution?i.resolution(l.resolution):l.acknowledged_by===o.user_id?i.t("state_mine"):s(l.acknowledged_by);return r`<li class="${l.severity} ${p?"open":"taken"}">
          ${cn(l.severity,p)}
          <span>
            <b>${i.t("handover_row",{kind:m,number:l.number})}</b>
            <span class="hint">${d?nn(h,void 0,d,i):c}</span>
          </span>
          <span class="chip ${p?"bad":""}">${u}</span>
          <span></span><span class="hint">${this.at(l.opened_at)}</span>
        </li>`})}
    </ul>`:r`<p class="faint">${t}</p>`}};var ho="did_",St=4;function mo(a){return Object.keys(Ce).map(n=>[n.slice(ho.length),a.found(n,"journal_action_other")]).sort(([,n],[,e])=>n.localeCompare(e,a.language))}function po(a,n){return n.found(`${ho}${a}`,"journal_action_other",{code:a.replaceAll("_"," ")})}function uo(a,n,e,t){return Bt(n,a.actor,e,t)}function Rt(a,n){return a?F(n,a)??(/^[0-9A-Za-z]{20,}$/.test(a)?`${a.slice(0,4)}…${a.slice(-4)}`:a):""}function fo(a){return Object.entries(a.states).filter(([n])=>n.startsWith("person.")).flatMap(([,n])=>{let e=n?.attributes.user_id;return typeof e=="string"?[[e,String(n?.attributes.friendly_name??e)]]:[]})}function go(a,n,e){let t=o=>{if(Array.isArray(o)){let s=e.list(o.slice(0,St).map(t));return o.length>St?e.t("detail_more",{shown:s,count:o.length-St}):s}return o===null||o===""?e.t("none"):typeof o=="boolean"?e.t(o?"yes":"no"):typeof o=="object"?e.list(Object.values(o).map(t)):typeof o!="string"?String(o):e.option("role",o,"")||e.option("delivery_error",o,"")||e.known(`purpose_${o}`)||Rt(o,n)};return Object.entries(a.details).filter(([,o])=>!(Array.isArray(o)&&!o.length)&&o!==null).map(([o,s])=>`${e.found(`detail_${o}`,"journal_action_other",{code:o.replaceAll("_"," ")})}${e.language==="en"?": ":"："}${t(s)}`).join(" · ")}var _o=50,os=3e5,Ke={actor:"",action:"",subject:"",from:"",to:""},Qe=class{constructor(n,e,t){this.connection=n;this.changed=e;this.zone=t;this.filters=Ke;this.more=!1;this.work=new S(e),this.entries=new b(()=>this.page(),e)}find(n){this.filters=n,this.entries.load()}async older(){let n=this.entries.value??[];await this.work.run("older",async()=>{this.entries.set([...n,...await this.page(n.at(-1)?.seq)])})}verify(){return this.verdict=void 0,this.work.run("verify",async()=>{this.verdict=await f(this.connection,"journal/verify",{},os)})}query(n){let{actor:e,action:t,subject:o,from:s,to:i}=this.filters,d={limit:_o};return e&&(d.actor=e),t&&(d.action=t),o.trim()&&(d.subject=o.trim()),s&&(d.from=Pn(s,this.zone())),i&&(d.to=An(i,this.zone())),n!==void 0&&(d.before=n),d}async page(n){let e=this.query(n),o=Object.keys(e).some(i=>i!=="limit"&&i!=="before")?"journal/search":"journal/list",{entries:s}=await f(this.connection,o,e);return this.more=s.length===_o,this.changed(),s}};var Ye=class extends x{constructor(){super(...arguments);this.path="journal"}static{this.styles=[...x.styles,T`
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
    `]}open(e){this.desk=new Qe(e,this.changed,()=>this.zone)}load(){this.desk.entries.load()}aside(){let e=this.desk.work.busy==="verify";return r`<button
      class="strong"
      data-do="verify"
      ?disabled=${this.desk.work.busy!==void 0}
      @click=${()=>{this.desk.verify()}}
    >
      ${_(this.words,this.words.t("verify"),e)}
    </button>`}content(e){let{words:t,desk:o}=this;return r`
      <p class="hint">${t.t("journal_intro")}</p>
      ${o.work.busy==="verify"?J(t,t.t("verify_running")):c}
      ${o.verdict?this.verdict(o.verdict):c} ${g(t,o.work.problemOf("verify"))}
      ${this.filters()} ${k(t,o.entries,s=>this.entries(s,e))}
    `}verdict(e){let{words:t}=this,{intact:o,checked:s,broken_at:i,breaks:d,cut_at:l,head:h}=e,m=[d.length>1?t.t("verify_breaks",{places:t.list(d.map(String))}):"",l===null?"":t.t("verify_cut",{at:l})];return r`<div class=${o?"good":"problem"} role="alert" data-intact=${String(o)}>
      <div>
        <b>${t.t(o?"verify_intact":"verify_broken",{checked:s,at:i??""})}</b>
        ${m.filter(Boolean).map(p=>r`<p>${p}</p>`)}
        <p class="hash">${t.t("verify_head",{seq:h.seq,hash:h.hash})}</p>
      </div>
    </div>`}filters(){let{words:e,desk:t,hass:o}=this,{filters:s}=t;return r`<form
      class="tools"
      role="search"
      @submit=${i=>{i.preventDefault(),t.find({...Ke,...A(i)})}}
    >
      ${$({name:"action",label:e.t("journal_action"),value:s.action,options:[["",e.t("journal_anything")],...mo(e)]})}
      ${$({name:"actor",label:e.t("journal_actor"),value:s.actor,options:[["",e.t("journal_anybody")],...o?fo(o):[],["system",e.t("actor_system")],["automation",e.t("actor_automation")]]})}
      ${v({name:"from",label:e.t("from"),type:"date",value:s.from})}
      ${v({name:"to",label:e.t("until"),type:"date",value:s.to})}
      ${v({name:"subject",label:e.t("journal_subject"),value:s.subject,max:200})}
      <button data-do="find">${e.t("journal_find")}</button>
    </form>`}entries(e,t){let{words:o,desk:s,hass:i}=this;return i?r`
      ${P({caption:o.t("journal_caption"),empty:o.t("journal_empty"),rows:e,key:d=>String(d.seq),columns:[{head:o.t("journal_number"),style:"tight",cell:d=>d.seq},{head:o.t("journal_when"),style:"tight",cell:d=>this.at(d.at,!0)},{head:o.t("journal_actor"),style:"tight",cell:d=>uo(d,i,t,o)},{head:o.t("journal_action"),style:"strong",cell:d=>po(d.action,o)},{head:o.t("journal_subject"),cell:d=>d.subject?r`<button
                    class="link"
                    title=${d.subject}
                    aria-label="${o.t("journal_about")}: ${d.subject}"
                    @click=${()=>s.find({...Ke,subject:d.subject})}
                  >
                    ${Rt(d.subject,i)}
                  </button>`:""},{head:o.t("journal_details"),cell:d=>{let l=go(d,i,o);return l?r`<span class="said">${l}</span>`:""}}]})}
      ${g(o,s.work.problemOf("older"))}
      ${s.more?r`<div class="bar">
              <button data-do="older" ?disabled=${s.work.busy!==void 0} @click=${()=>{s.older()}}>
                ${_(o,o.t("journal_older"),s.work.busy==="older")}
              </button>
            </div>`:c}
    `:r``}};var Xe=class extends G{constructor(){super();this.back=e=>{e.type==="cancel"&&e.preventDefault(),this.open&&this.dispatchEvent(new CustomEvent("sc-back"))};this.heading="",this.open=!1,this.large=!1}static{this.properties={heading:{},open:{type:Boolean},large:{type:Boolean}}}static{this.styles=[z,T`
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
    `]}updated(e){if(!e.has("open"))return;let t=this.renderRoot.querySelector("dialog");this.open&&!t?.open?(t?.showModal(),this.renderRoot.querySelector("h2")?.focus()):!this.open&&t?.open&&t.close()}render(){return r`<dialog
      class=${this.large?"large":""}
      aria-labelledby="title"
      @cancel=${this.back}
      @close=${this.back}
    >
      <h2 id="title" tabindex="-1">${this.heading}</h2>
      <slot></slot>
    </dialog>`}};function L(a,n,e,t){return n?.find(s=>s.user_id===a)?.name||e&&F(e,a)||t.t("unnamed_account")}var le="all",V="user:";function Ct(a){return{kind:a.kind,severity:a.severity,version:a.version,steps:a.steps.map(({after:n,to:e,channels:t})=>({after:String(n),to:[...e],channels:[...t]})),repeat_every:String(a.repeat_every),ask_again_after:String(a.ask_again_after)}}function bo(a){let n=a.steps.at(-1),e=String((Number(n?.after)||0)+(n?60:0));return{...a,steps:[...a.steps,{after:e,to:[...n?.to??[]],channels:[]}]}}function yo(a,n,e){return{...a,steps:a.steps.map((t,o)=>o===n?{...t,...e}:t)}}function te(a,n,e){return e?[...a.filter(t=>t!==n),n]:a.filter(t=>t!==n)}var vo=a=>/^\s*\d{1,5}\s*$/.test(a);function wo(a,n){let e={};a.steps.forEach(({after:t,to:o},s)=>{let i=a.steps[s-1],d=`step_${s+1}_after`;vo(t)?s===0&&Number(t)!==0?e[d]=n.t("plan_first_step_late"):i&&Number(t)<=Number(i.after)&&(e[d]=n.t("plan_delays_not_ascending")):e[d]=n.t("reason_not_a_number"),o.length||(e[`step_${s+1}_to`]=n.t("plan_nobody_named"))});for(let t of["repeat_every","ask_again_after"])vo(a[t])||(e[t]=n.t("reason_not_a_number"));return e}function ko(a,n){let{reason:e,step:t}=ge(a);if(H(a)!=="plan_invalid"||!e)return;let o=n.found(`plan_${e}`,"reason_other");if(e.endsWith("_out_of_bounds"))return[e.slice(0,-14),o];if(!t)return["",o];let s=["first_step_late","delays_not_ascending","step_too_late"].includes(e);return[`step_${t}_${s?"after":e==="channel_unknown"?"channels":"to"}`,o]}function $o(a){return{...a,steps:a.steps.map(n=>({...n,after:n.after.trim()}))}}function xo(a){return{kind:a.kind,severity:a.severity,version:a.version,steps:a.steps.map(n=>({...n,after:Number(n.after)})),repeat_every:Number(a.repeat_every),ask_again_after:Number(a.ask_again_after)}}function Ze(a,n){return a%60&&a<600?n.t("seconds",{count:a}):oe(a,n)}function To(a,n,e,t){return a.startsWith(V)?L(a.slice(V.length),n,e,t):xe(a,e,t)}function So(a,n,e,t){return a.steps.map(({after:o,to:s,channels:i},d)=>{let l=d+1,h=i.filter(p=>p!==le),m=i.includes(le)?t.t("plan_all_channels"):h.length?t.t("plan_channels_first",{channels:t.list(h.map(p=>M(p,e,t)))}):t.t("plan_own_order");return{level:l,when:o?t.t("plan_after",{time:Ze(o,t)}):t.t("plan_at_once"),whom:s.map(p=>To(p,n,e,t)),how:m,gaps:a.warnings.filter(p=>p.step===l).map(p=>as(p,To(p.target,n,e,t),t))}})}function as({step:a,target:n,why:e},t,o){return n==="siren"||n==="group"?o.t("gap_not_set",{level:a,whom:t}):o.found(`gap_${e}`,"gap_nobody_now",{level:a,whom:t})}var Ro=["duty_room","grid_worker","community_office","auditor","portal"];async function Q(a){return(await f(a,"staff/list")).staff}function Co(a){return _e(a.sendMessagePromise({type:"config/auth/list"}),Ht)}function Po(a,n,e,t){return f(a,"staff/save",{user_id:n,roles:e,channels:t})}var Ao=["grid_worker","duty_room","community_office","emergency_contact","everyone_on_duty","siren","group"];async function Do(a){return(await f(a,"plans/list")).plans}var Je=class{constructor(n,e){this.connection=n;this.changed=e;this.work=new S(e),this.plans=new b(()=>Do(n),e),this.staff=new b(()=>Q(n),e),this.channels=new b(async()=>{let t=await f(n,"channels/list"),o=["mobile_app","notify","script","media_player"];return t.channels.filter(({kind:s})=>s&&o.includes(s)).map(({channel:s})=>s)},e)}load(){this.plans.load(),this.staff.load(),this.channels.load()}get plan(){let n=this.plans.value??[];return n.find(e=>e.id===this.chosen)??n[0]}get kinds(){let n=new Map;for(let e of this.plans.value??[])n.set(e.kind,[...n.get(e.kind)??[],e]);return[...n].map(([e,t])=>({kind:e,plans:t}))}choose(n){this.chosen=n,this.changed()}edit(n){let{plan:e}=this;e&&(this.draft=n?{...Ct(e),severity:n,version:null}:Ct(e),this.work.forget(),this.changed())}update(n){this.draft=n,this.changed()}cancel(){this.draft=void 0,this.work.forget(),this.changed()}async save(){if(!this.draft)return!1;let n=$o(this.draft),e=await this.work.run("save",async()=>{let{plan:t}=await f(this.connection,"plans/save",xo(n));this.chosen=t.id});return e&&(this.cancel(),await this.plans.load()),e}async reset(){let{plan:n}=this;if(!n)return!1;let e=await this.work.run("reset",async()=>{let t={kind:n.kind,severity:n.severity,version:n.version},o=await f(this.connection,"plans/reset",t);this.chosen=o.plan.id});return e&&await this.plans.load(),e}};var ss=12;function Io(a,n){let{words:e,desk:t}=a,{work:o}=t,s=ko(o.problemOf("save"),e),i=s?{...a.wrong,[s[0]]:s[1]}:a.wrong,d=l=>v({name:l,label:e.t(l),type:"number",value:n[l],wrong:i[l],input:h=>t.update({...n,[l]:h})});return r`<form novalidate @submit=${l=>{is(l,a)}}>
    ${n.severity?r`<p>${e.t("plan_severity")}: <b>${e.severity(n.severity)}</b></p>`:c}
    ${n.steps.map((l,h)=>rs(a,n,h,i))}
    <div class="bar">
      <button
        type="button"
        class="small"
        ?disabled=${n.steps.length>=ss}
        @click=${()=>t.update(bo(n))}
      >
        ${e.t("step_add")}
      </button>
    </div>
    <div class="fields step">${d("repeat_every")} ${d("ask_again_after")}</div>
    ${i[""]?r`<p class="problem" role="alert">${i[""]}</p>`:c}
    ${s?c:g(e,o.problemOf("save"))}
    <div class="ends">
      <button type="button" @click=${()=>t.cancel()}>${e.t("cancel")}</button>
      <button class="strong" data-do="save" ?disabled=${o.busy!==void 0}>
        ${_(e,e.t("save"),o.busy==="save")}
      </button>
    </div>
  </form>`}async function is(a,n){a.preventDefault();let{desk:e,words:t}=n;if(e.draft){if(n.wrong=wo(e.draft,t),n.requestUpdate(),Object.keys(n.wrong).length)return n.toWrong();await e.save()?n.say(t.t("plan_saved")):n.toWrong()}}function rs(a,n,e,t){let{words:o,desk:s,hass:i}=a,d=n.steps[e];if(!d)return r``;let l=e+1,h=y=>s.update(yo(n,e,y)),m=(s.staff.value??[]).filter(y=>y.roles.length),p=new Set(m.map(y=>`${V}${y.user_id}`)),u=d.to.filter(y=>y.startsWith(V)&&!p.has(y)),w=(y,ce)=>I({name:`step_${l}_to`,label:ce,value:y,checked:d.to.includes(y),change:ht=>h({to:te(d.to,y,ht)})}),R=(y,ce)=>I({name:`step_${l}_channels`,label:ce,value:y,checked:d.channels.includes(y),change:ht=>h({channels:te(d.channels,y,ht)})}),N=[...new Set([...s.channels.value??[],...d.channels])].filter(y=>y!==le);return r`<fieldset class="step">
    <legend><h2>${o.t("plan_step",{level:l})}</h2></legend>
    <div class="fields">
      ${v({name:`step_${l}_after`,label:o.t("step_after"),type:"number",value:d.after,wrong:t[`step_${l}_after`],input:y=>h({after:y})})}
    </div>
    <div class="field" role="group" aria-label=${o.t("step_to")}>
      <span>${o.t("step_to")}</span>
      <div class="checks">${Ao.map(y=>w(y,xe(y,i,o)))}</div>
      ${t[`step_${l}_to`]?r`<small class="wrong" tabindex="-1">${t[`step_${l}_to`]}</small>`:c}
    </div>
    <details ?open=${d.to.some(y=>y.startsWith(V))}>
      <summary>${o.t("step_persons")}</summary>
      <div class="checks">
        ${m.map(y=>w(`${V}${y.user_id}`,L(y.user_id,s.staff.value,i,o)))}
        ${u.map(y=>w(y,L(y.slice(V.length),s.staff.value,i,o)))}
      </div>
    </details>
    <details ?open=${d.channels.length>0}>
      <summary>${o.t("step_channels")}</summary>
      <div class="checks">
        ${R(le,o.t("step_all"))}
        ${N.map(y=>R(y,M(y,i,o)))}
      </div>
      ${t[`step_${l}_channels`]?r`<small class="wrong" tabindex="-1">${t[`step_${l}_channels`]}</small>`:c}
    </details>
    ${n.steps.length>1?r`<button
            type="button"
            class="plain"
            @click=${()=>s.update({...n,steps:n.steps.filter((y,ce)=>ce!==e)})}
          >
            ${o.t("step_remove",{level:l})}
          </button>`:c}
  </fieldset>`}var et=class extends x{constructor(){super(...arguments);this.path="plans";this.wrong={}}static{this.styles=[...x.styles,T`
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
    `]}open(e){this.desk=new Je(e,this.changed)}load(){this.desk.load()}say(e){this.toast(e)}async toWrong(){await this.updateComplete,this.renderRoot.querySelector("[aria-invalid=true], .wrong, .problem")?.focus(),this.renderRoot.querySelector(".problem, .wrong")?.scrollIntoView({block:"center"})}content(e){let{words:t,desk:o}=this;return r`
      <p class="hint">${t.t("plans_intro")}</p>
      ${k(t,o.plans,()=>this.chosen())}
      <smart-community-dialog
        large
        .heading=${o.draft?t.t("plan_edit_title",{kind:t.kind(o.draft.kind)}):""}
        .open=${o.draft!==void 0}
        @sc-back=${()=>o.cancel()}
      >
        ${o.draft?Io(this,o.draft):c}
      </smart-community-dialog>
      ${this.dialog()}
    `}chosen(){let{words:e,desk:t}=this,{plan:o}=t;if(!o)return c;let s=t.kinds.flatMap(({kind:i,plans:d})=>d.map(l=>[l.id,l.severity?e.t("plan_for",{kind:e.kind(i),severity:e.severity(l.severity)}):e.kind(i)]));return r`
      <div class="tools">
        <div class="grow">
          ${$({name:"plan",label:e.t("plan_choose"),value:o.id,options:s,change:i=>t.choose(i)})}
        </div>
        <button data-do="edit" @click=${()=>this.edit()}>${e.t("plan_edit")}</button>
        ${o.default?c:r`<button data-do="reset" @click=${()=>this.asks("reset")}>${e.t("plan_reset")}</button>`}
        ${o.severity===null?r`<button data-do="own" @click=${()=>this.asks("own")}>${e.t("plan_own_add")}</button>`:c}
      </div>
      ${this.line(o)}
    `}line(e){let{words:t,desk:o,hass:s}=this,i=So(e,o.staff.value,s,t),d=e.by&&e.at?t.t("plan_changed_by",{name:L(e.by,o.staff.value,s,t),at:this.at(e.at)}):"";return r`
      <section class="panel" data-plan=${e.id}>
        <div class="bar apart">
          <h2>${t.kind(e.kind)} · ${e.severity?t.severity(e.severity):t.t("plan_for_all")}</h2>
          <span class="chip ${e.default?"calm":""}">
            ${e.default?t.t("plan_default"):t.t("plan_version",{version:e.version})}
          </span>
        </div>
        ${e.default||!d?c:r`<p class="hint">${d}</p>`}
        <ol class="line">
          ${i.map(l=>r`<li data-level=${l.level}>
                <span class="hidden">${t.t("plan_step",{level:l.level})}</span>
                <span class="when">${l.when}</span>
                <div class="chips">${l.whom.map(h=>r`<span class="chip">${h}</span>`)}</div>
                <p class="hint">${l.how}</p>
                ${l.gaps.map(h=>r`<p class="warn">${h}</p>`)}
              </li>`)}
          <li class="again">
            <span class="when">${t.t("plan_repeats",{time:Ze(e.repeat_every,t)})}</span>
            <p class="hint">${t.t("plans_never_stops")}</p>
          </li>
        </ol>
        <p>${t.t("plan_asks",{time:Ze(e.ask_again_after,t)})}</p>
        ${e.warnings.length?r`<p class="hint">${t.t("gap_next")}</p>`:c}
      </section>
    `}edit(e){this.wrong={},this.asked=void 0,this.desk.edit(e)}asks(e){this.asked=e,this.desk.work.forget()}dialog(){let{words:e,desk:t,asked:o}=this,s=new Set(t.plans.value?.filter(i=>i.kind===t.plan?.kind).map(i=>i.severity));return r`<smart-community-dialog
      .heading=${e.t(o==="own"?"plan_own_title":"plan_reset_title")}
      .open=${o!==void 0}
      @sc-back=${()=>this.asks(void 0)}
    >
      ${o==="reset"?r`<div class="form">
              <p>${e.t("plan_reset_text")}</p>
              ${g(e,t.work.problemOf("reset"))}
              <div class="ends">
                <button @click=${()=>this.asks(void 0)}>${e.t("cancel")}</button>
                <button
                  class="strong"
                  data-do="confirm"
                  ?disabled=${t.work.busy!==void 0}
                  @click=${async()=>{await t.reset()&&(this.asks(void 0),this.say(e.t("plan_was_reset")))}}
                >
                  ${_(e,e.t("plan_reset_do"),t.work.busy==="reset")}
                </button>
              </div>
            </div>`:o==="own"?r`<div class="form">
                <p>${e.t("plan_own_text")}</p>
                <div class="bar">
                  ${en.filter(i=>!s.has(i)).map(i=>r`<button data-severity=${i} @click=${()=>this.edit(i)}>
                        ${e.severity(i)}
                      </button>`)}
                </div>
                <div class="ends">
                  <button @click=${()=>this.asks(void 0)}>${e.t("cancel")}</button>
                </div>
              </div>`:c}
    </smart-community-dialog>`}};var Fo=20,ds=32*1024*1024,Eo=24e5,Pt=12e4;function ls({name:a,size:n}){return/\.(csv|txt|xlsx)$/i.test(a)?n>ds?"import_too_large":void 0:"import_wrong_kind"}function cs(a){let n="";for(let e=0;e<a.length;e+=32768)n+=String.fromCharCode(...a.subarray(e,e+32768));return btoa(n)}var tt=class{constructor(n,e,t){this.connection=n;this.changed=e;this.imported=t;this.stage="choose";this.lost=!1;this.filter="";this.paging=new U(0,Fo);this.work=new S(e),this.last=new b(()=>this.readLast(),e)}load(){(this.stage==="checking"||this.stage==="importing")&&(this.lost=this.stage==="importing",this.reset()),this.last.load()}reset(){this.stage="choose",this.file=this.report=this.rows=this.progress=this.refused=void 0,this.work.forget(),this.changed()}async check(n){if(this.reset(),this.lost=!1,this.refused=ls(n),this.refused)return this.changed();this.file=n,await this.run("checking",!0)}async import(){this.stage!=="checked"||!this.file||this.report?.error_count||(await this.run("importing",!1),this.imported(),this.last.load())}show(n){this.filter=n,this.go(0)}go(n){this.paging=this.paging.at(n),this.rows?.load()}async undo(){let n=await this.work.run("undo",async()=>{await f(this.connection,"register/undo_import",{},Pt)});return n&&(this.reset(),this.imported()),this.last.load(),n}exportRegister(n,e){return this.work.run("export_all",async()=>{let t=await f(this.connection,"register/export",{format:n,language:e},Pt);he(t.name,t.content_type,t.base64,!0)})}exportHome(n){return this.work.run("export",async()=>{let e=await f(this.connection,"register/household_export",{home:n});he(`home-${n}.json`,"application/json",JSON.stringify(e,void 0,2))})}async run(n,e){let{file:t}=this;if(!t)return;let o=this.stage;this.stage=n;let s=await this.work.run(n,async()=>{let i=await this.send(t);this.report=await this.follow(i,e)});this.file===t&&(this.progress=void 0,!s||!this.report?this.stage=o==="checked"?"checked":"choose":this.stage=this.report.imported?"done":"checked",s&&this.showRows(),this.changed())}showRows(){let n=this.report?.import_id;n!==void 0&&(this.filter=this.report?.error_count?"error":"",this.paging=new U(0,Fo),this.rows=new b(()=>f(this.connection,"register/import/rows",{import_id:n,...this.filter?{outcome:this.filter}:{},offset:this.paging.offset,limit:this.paging.limit}),this.changed),this.rows.load())}async send(n){let e=new Uint8Array(await n.arrayBuffer()),t;for(let o=0;o===0||o<e.length;o+=Eo){this.tell({phase:"uploading",done:o,of:e.length});let i={part:cs(e.subarray(o,o+Eo)),...t===void 0?{}:{upload:t}};t=(await f(this.connection,"register/import/upload",i,Pt)).upload}return t??""}follow(n,e){return new Promise((t,o)=>{let s,i=!1,d=()=>{i=!0,s&&s().catch(()=>{})},l=m=>{if(m.type==="progress"){this.tell({phase:m.phase,done:m.done,of:m.of});return}d(),m.type==="report"?t(m):o(hs(m.code,m.placeholders))},h={type:`${ne}/register/import`,upload:n,dry_run:e};this.connection.subscribeMessage(l,h,{resubscribe:!1}).then(m=>{s=m,i&&d()},o)})}async readLast(){try{return(await f(this.connection,"register/undo_import",{dry_run:!0})).import}catch(n){if(["nothing_to_undo","unauthorized"].includes(H(n)))return null;throw n}}tell(n){this.progress=n,this.changed()}},hs=(a,n)=>({code:a,translation_key:a,translation_placeholders:n});var Oo=10,At={name:"",phone:"",relation:""},Dt={name:"",birth_year:"",care:[],guardian:"",language:"",note:""};function Wo(a=""){return{id:void 0,building:a,...{unit:"",number:"",floor:"",household:"",note:"",access:"",key_safe:"",grid:""},contacts:[{...At}],residents:[{...Dt}]}}function Mo(a){return{id:a.id,building:a.building_name,unit:a.unit,number:a.number,floor:a.floor===null?"":String(a.floor),household:a.household,note:a.note,access:a.access,key_safe:a.key_safe,grid:a.grid??"",contacts:a.contacts.map(n=>({...n})),residents:a.residents.map(n=>({...n,birth_year:n.birth_year===null?"":String(n.birth_year),care:[...n.care]}))}}var It=({id:a,...n})=>Object.values(n).every(e=>Array.isArray(e)?e.length===0:e.trim()===""),ms=a=>It(a);function No(a){let{id:n,grid:e,contacts:t,residents:o,...s}=a;return{...n?{id:n}:{},...s,floor:a.floor.trim()===""?null:a.floor,grid:e,contacts:t,residents:o.map(({birth_year:i,...d})=>({...d,birth_year:i.trim()===""?null:ps(i)}))}}function Ho(a){return{...a,contacts:a.contacts.filter(n=>!It(n)),residents:a.residents.filter(n=>!ms(n))}}var ps=a=>/^\s*\d{1,4}\s*$/.test(a)?Number(a):a;function Lo(a,n){let e={};for(let t of["building","number"])a[t].trim()||(e[t]=n.t("field_needed"));return/^\s*-?\d{0,3}\s*$/.test(a.floor)||(e.floor=n.t("reason_not_a_number")),a.contacts.forEach((t,o)=>{!It(t)&&!t.phone.trim()&&(e[`contact_${o+1}_phone`]=n.t("field_needed"))}),a.residents.forEach((t,o)=>{/^\s*(\d{4})?\s*$/.test(t.birth_year)||(e[`resident_${o+1}_birth_year`]=n.t("reason_not_a_number"))}),e}function jo(a,n){let{field:e}=ge(a),t=H(a);return t==="home_exists"?["number",n.t("reason_home_exists")]:e?[e,n.found(`reason_${t}`,"reason_other")]:void 0}var us=25,fs=300,nt=class{constructor(n,e){this.connection=n;this.changed=e;this.search="";this.amongPeople=!1;this.building="";this.paging=new U(0,us);this.devicesLeft=0;this.work=new S(e),this.homes=new b(()=>this.read(),e),this.grids=new b(()=>Ln(n),e)}load(){this.homes.load(),this.grids.load()}find(n){this.search=n,clearTimeout(this.typing),this.amongPeople?this.changed():this.typing=setTimeout(()=>this.go(0),fs)}searchPeople(n){this.amongPeople=n,clearTimeout(this.typing),n?this.changed():this.go(0)}choose(n){this.building=n,this.go(0)}go(n){this.paging=this.paging.at(n),this.homes.load()}show(n){this.work.forget(),this.draft=void 0,this.home=new b(()=>Hn(this.connection,n),this.changed),this.home.load()}leave(){this.home=void 0,this.draft=void 0,this.work.forget(),this.changed()}edit(){let n=this.home?.value,e=this.homes.value?.buildings.find(t=>t.id===this.building)?.name;this.draft=n?Mo(n):Wo(e),this.work.forget(),this.changed()}cancel(){this.draft=void 0,this.work.forget(),this.changed()}update(n){this.draft&&(this.draft={...this.draft,...n}),this.changed()}async save(){let n=this.draft&&Ho(this.draft);if(!n)return!1;this.draft=n;let e="";return await this.work.run("save",async()=>{e=(await f(this.connection,"register/save",{home:No(n)})).home_id})?(this.homes.load(),this.show(e),!0):!1}setStatus(n){let e={active:"register/resume",paused:"register/pause",left:"register/leave"}[n];return this.act(n,async t=>{this.devicesLeft=(await f(this.connection,e,{home:t})).devices.length})}consent(n,e,t,o){return this.act("consent",s=>f(this.connection,"register/consent",{home:s,purpose:n,given:e,text_version:t,note:o}))}async erase(){let n=this.home?.value?.id;if(n===void 0)return!1;let e=await this.work.run("erase",async()=>{await f(this.connection,"register/erase",{home:n})});return e&&(this.leave(),this.homes.load()),e}async act(n,e){let{home:t}=this,o=t?.value?.id;if(!t||o===void 0)return!1;let s=await this.work.run(n,async()=>{await e(o)});return s&&(t.load(),this.homes.load()),s}read(){let{offset:n,limit:e}=this.paging,t=this.search.trim(),{building:o}=this;return re(this.connection,{...o?{building:o}:{},...t?{[this.amongPeople?"people":"search"]:t}:{},offset:n,limit:e})}};var ot=class{constructor(n,e,t){this.connection=n;this.grids=e;this.changed=t;this.work=new S(t),this.staff=new b(()=>Q(n),t)}open(){!this.staff.value&&!this.staff.loading&&this.staff.problem===void 0&&this.staff.load()}edit(n){this.draft=n?{id:n.id,name:n.name,worker:n.worker,deputy:n.deputy}:{name:"",worker:"",deputy:""},this.work.forget(),this.changed()}cancel(){this.draft=void 0,this.work.forget(),this.changed()}async save(n){this.draft=n;let e=await this.work.run("save",async()=>{await f(this.connection,"grids/save",{...n})});return e&&(this.cancel(),this.grids.load()),e}};function Vo(a){let{words:n,grids:e}=a;e.open();let{draft:t}=e;return r`
    <p>${n.t("grids_intro")}</p>
    <div class="bar">
      <button class="small" data-do="add-grid" @click=${()=>e.edit()}>${n.t("grid_add")}</button>
    </div>
    ${k(n,e.grids,o=>P({caption:n.t("grids_caption"),empty:n.t("grids_empty"),rows:o,key:s=>s.id,columns:[{head:n.t("grid_name"),style:"strong",cell:s=>s.name},{head:n.t("grid_worker"),cell:s=>Uo(a,s.worker)},{head:n.t("grid_deputy"),cell:s=>Uo(a,s.deputy)},{head:n.t("grid_homes"),style:"number",cell:s=>s.homes??""},{head:"",style:"tight",cell:s=>r`<div class="bar">
                <button class="small" aria-label="${n.t("edit")}: ${s.name}" @click=${()=>e.edit(s)}>
                  ${n.t("edit")}
                </button>
              </div>`}]}))}
    <smart-community-dialog
      .heading=${t?.id?n.t("grid_edit",{name:t.name}):n.t("grid_new")}
      .open=${t!==void 0}
      @sc-back=${()=>e.cancel()}
    >
      ${t?gs(a,t):c}
    </smart-community-dialog>
  `}var Uo=(a,n)=>n?L(n,a.grids.staff.value,a.hass,a.words):a.words.t("grid_nobody");function gs(a,n){let{words:e,grids:t,hass:o}=a,s=[["",e.t("grid_nobody")],...(t.staff.value??[]).filter(d=>d.roles.length>0).map(d=>[d.user_id,L(d.user_id,t.staff.value,o,e)])];return r`<form novalidate @submit=${async d=>{d.preventDefault();let{name:l="",worker:h="",deputy:m=""}=A(d);if(a.wrong=l.trim()?{}:{grid:e.t("field_needed")},a.requestUpdate(),!l.trim())return a.toWrong();await t.save({...n,name:l.trim(),worker:h,deputy:m})&&a.say(e.t("grid_saved"))}}>
    ${v({name:"name",label:e.t("grid_name"),value:n.name,required:!0,wrong:a.wrong.grid,max:100})}
    ${$({name:"worker",label:e.t("grid_worker"),value:n.worker,options:s})}
    ${$({name:"deputy",label:e.t("grid_deputy"),value:n.deputy,options:s})}
    ${g(e,t.work.problem)}
    <div class="ends">
      <button type="button" @click=${()=>t.cancel()}>${e.t("cancel")}</button>
      <button class="strong" ?disabled=${t.work.busy!==void 0}>
        ${_(e,e.t("save"),t.work.busy!==void 0)}
      </button>
    </div>
  </form>`}function Go(a){let{asked:n,words:e,desk:t}=a,o=t.home?.value;return r`<smart-community-dialog
    .heading=${n&&o?_s(a,n,o):""}
    .open=${n!==void 0&&o!==void 0}
    @sc-back=${()=>a.ask(void 0)}
  >
    ${n&&o?r`<form novalidate @submit=${s=>{ys(s,a,n,o)}}>
            ${n.what==="consent"?bs(a,n):r`<p>${e.t(`${n.what}_text`)}</p>`}
            ${n.what==="erase"?r`<p class="hint">${e.t("erase_kept")}</p>`:c}
            ${n.what==="erase"?v({name:"number",label:e.t("erase_type",{number:o.number}),wrong:a.wrong.number}):c}
            ${g(e,t.work.problem)}
            <div class="ends">
              <button type="button" @click=${()=>a.ask(void 0)}>${e.t("cancel")}</button>
              <button
                class="strong ${n.what==="erase"||n.what==="leave"?"danger":""}"
                data-do="confirm"
                ?disabled=${t.work.busy!==void 0}
              >
                ${_(e,vs(a,n),t.work.busy!==void 0)}
              </button>
            </div>
          </form>`:c}
  </smart-community-dialog>`}function _s({words:a},n,e){if(n.what==="consent"){let t=a.t(`purpose_${n.purpose}`);return a.t(n.given?"consent_title":"consent_title_withdraw",{purpose:t})}return a.t(`${n.what}_title`,{place:C(e,a)})}function vs({words:a},n){return n.what==="consent"?a.t(n.given?"consent_save":"consent_withdraw_do"):a.t(`${n.what}_do`)}function bs(a,n){let{words:e}=a;return r`
    <p>${e.t(`purpose_${n.purpose}_text`)}</p>
    ${v({name:"version",label:e.t("consent_version"),hint:e.t("consent_version_hint"),wrong:a.wrong.version,required:!0,max:40})}
    ${v({name:"note",label:e.t("consent_note"),max:200})}
  `}async function ys(a,n,e,t){a.preventDefault();let{desk:o,words:s}=n,i=A(a);if(n.wrong={},e.what==="consent"){let d=i.version?.trim()??"";d?await o.consent(e.purpose,e.given,d,i.note??"")&&(n.ask(void 0),n.say(s.t("done_consent"))):n.wrong={version:s.t("field_needed")}}else if(e.what==="erase")i.number?.trim()!==t.number?n.wrong={number:s.t("erase_wrong")}:await o.erase()&&(n.ask(void 0),n.say(s.t("done_erased")));else if(await o.setStatus(e.what==="pause"?"paused":"left")){n.ask(void 0);let d=e.what==="leave"?o.devicesLeft:0;n.say(s.t(e.what==="pause"?"done_paused":"done_left")),d&&n.say(s.t("devices_left",{count:d}))}n.requestUpdate(),Object.keys(n.wrong).length&&n.toWrong()}var ws=["普通话","粤语","闽南语","吴语","客家话","四川话","English","手语"],Ft=200,zo=2e3;function qo(a,n){let{words:e,desk:t}=a,{work:o}=t,s=jo(o.problemOf("save"),e),i=s?{...a.wrong,[s[0]]:s[1]}:a.wrong,d=(l,h)=>v({name:l,label:e.t(`field_${l}`),value:n[l],hint:h,wrong:i[l],max:Ft,required:l==="building"||l==="number",input:m=>t.update({[l]:m})});return r`
    <h2 tabindex="-1">
      ${n.id&&t.home?.value?e.t("home_edit",{place:C(t.home.value,e)}):e.t("home_new")}
    </h2>
    <form class="stack" novalidate @submit=${l=>{$s(l,a)}}>
      <fieldset class="panel">
        <div class="fields">
          ${d("building",e.t("field_building_hint"))} ${d("unit")} ${d("number")}
          ${d("floor",e.t("field_floor_hint"))}
          ${t.grids.value?.length?$({name:"grid",label:e.t("field_grid"),value:n.grid,options:[["",e.t("home_no_grid")],...t.grids.value.map(({id:l,name:h})=>[l,h])],wrong:i.grid,change:l=>t.update({grid:l})}):c}
        </div>
        <div class="fields">${d("household")} ${d("access")} ${d("key_safe")}</div>
        ${v({name:"note",label:e.t("field_note"),value:n.note,wrong:i.note,max:zo,lines:!0,input:l=>t.update({note:l})})}
      </fieldset>
      ${xs(a,n,i)} ${Ts(a,n,i)}
      ${Object.keys(i).length?r`<p class="problem" role="alert">${e.t("check_fields")}</p>`:g(e,o.problemOf("save"))}
      <div class="ends">
        <button type="button" data-do="cancel" @click=${()=>ks(a)}>${e.t("cancel")}</button>
        <button class="strong" data-do="save" ?disabled=${o.busy!==void 0}>
          ${_(e,e.t("save"),o.busy==="save")}
        </button>
      </div>
    </form>
  `}function ks(a){a.wrong={},a.desk.cancel(),a.toTop()}async function $s(a,n){a.preventDefault();let{desk:e,words:t}=n;if(e.draft){if(n.wrong=Lo(e.draft,t),n.requestUpdate(),Object.keys(n.wrong).length||!await e.save())return n.toWrong();n.say(t.t("done_saved")),n.toTop()}}function xs(a,n,e){let{words:t,desk:o}=a,s=(i,d)=>o.update({contacts:n.contacts.map((l,h)=>h===i?{...l,...d}:l)});return r`<section class="panel">
    <h2>${t.t("contacts")}</h2>
    <p class="hint">${t.t("contacts_hint")}</p>
    ${n.contacts.map((i,d)=>{let l=d+1,h=m=>v({name:`contact_${l}_${m}`,label:t.t(`field_${m}`),type:m==="phone"?"tel":"text",value:i[m],wrong:e[`contact_${l}_${m}`],max:Ft,input:p=>s(d,{[m]:p})});return r`<fieldset class="one">
        <legend>${t.t("contact_legend",{number:l})}</legend>
        <div class="fields">${h("name")} ${h("phone")} ${h("relation")}</div>
        <button
          type="button"
          class="plain"
          aria-label=${t.t("contact_remove",{number:l})}
          @click=${()=>o.update({contacts:n.contacts.filter((m,p)=>p!==d)})}
        >
          ${t.t("remove")}
        </button>
      </fieldset>`})}
    <div class="bar">
      <button
        type="button"
        class="small"
        ?disabled=${n.contacts.length>=Oo}
        @click=${()=>o.update({contacts:[...n.contacts,{...At}]})}
      >
        ${t.t("contact_add")}
      </button>
    </div>
  </section>`}function Ts(a,n,e){let{words:t,desk:o}=a,s=(i,d)=>o.update({residents:n.residents.map((l,h)=>h===i?{...l,...d}:l)});return r`<section class="panel">
    <h2>${t.t("home_residents")}</h2>
    <datalist id="languages">${ws.map(i=>r`<option value=${i}></option>`)}</datalist>
    ${n.residents.map((i,d)=>{let l=d+1,h=(m,p)=>v({name:`resident_${l}_${m}`,label:t.t(`field_${m}`),value:i[m],wrong:e[`resident_${l}_${m}`],max:Ft,...p?{list:p}:{},input:u=>s(d,{[m]:u})});return r`<fieldset class="one">
        <legend>${t.t("resident_legend",{number:l})}</legend>
        <div class="fields">${h("name")} ${h("birth_year")} ${h("language","languages")} ${h("guardian")}</div>
        <div class="field" role="group" aria-label=${t.t("field_care")}>
          <span>${t.t("field_care")}</span>
          <div class="checks">
            ${mn.map(m=>I({name:`resident_${l}_care`,label:t.t(`care_${m}`),value:m,checked:i.care.includes(m),change:p=>s(d,{care:p?[...i.care,m]:i.care.filter(u=>u!==m)})}))}
          </div>
        </div>
        ${v({name:`resident_${l}_note`,label:t.t("field_resident_note"),value:i.note,wrong:e[`resident_${l}_note`],max:zo,lines:!0,input:m=>s(d,{note:m})})}
        <button
          type="button"
          class="plain"
          aria-label=${t.t("resident_remove",{number:l})}
          @click=${()=>o.update({residents:n.residents.filter((m,p)=>p!==d)})}
        >
          ${t.t("remove")}
        </button>
      </fieldset>`})}
    <div class="bar">
      <button
        type="button"
        class="small"
        @click=${()=>o.update({residents:[...n.residents,{...Dt}]})}
      >
        ${t.t("resident_add")}
      </button>
    </div>
  </section>`}function Bo(a,n){let{words:e,desk:t}=a,o=t.homes.value?.buildings??[];return r`
    <form
      class="tools"
      role="search"
      @submit=${s=>{s.preventDefault(),t.go(0)}}
    >
      <div class="grow">
        ${v({name:"search",label:e.t("search"),type:"search",placeholder:e.t("homes_search"),value:t.search,input:s=>t.find(s)})}
      </div>
      ${$({name:"building",label:e.t("homes_building"),value:t.building,options:[["",e.t("homes_all_buildings")],...o.map(({id:s,name:i})=>[s,i])],change:s=>t.choose(s)})}
      ${n?r`<button
              type="button"
              data-do="add"
              @click=${()=>{t.edit(),a.toTop()}}
            >
              ${e.t("homes_add")}
            </button>`:c}
      <div class="whole bar">
        ${I({name:"people",label:e.t("search_people"),value:"people",checked:t.amongPeople,change:s=>t.searchPeople(s)})}
        ${t.amongPeople?r`<button class="small" data-do="search">${e.t("search")}</button>
                <span class="hint">${e.t("search_people_hint")}</span>`:c}
      </div>
    </form>
    <p class="hint">${e.t("register_journalled")}</p>
    ${k(e,t.homes,({homes:s,total:i})=>[P({caption:e.t("homes_caption"),empty:e.t(t.search||t.building?"homes_empty":"homes_none"),rows:s,key:d=>d.id,columns:[{head:e.t("column_door"),style:"strong",cell:d=>C(d,e)},{head:e.t("column_floor"),style:"number",cell:d=>d.floor??""},{head:e.t("column_grid"),cell:d=>Et(a,d.grid)},{head:e.t("column_devices"),style:"number",cell:d=>d.devices.length||""},{head:"",style:"tight",cell:d=>r`<div class="bar">
                <button
                  class="small"
                  data-do="open"
                  aria-label="${e.t("homes_open")}: ${C(d,e)}"
                  @click=${()=>{t.show(d.id),a.toTop()}}
                >
                  ${e.t("homes_open")}
                </button>
              </div>`}]}),r`${se(e,t.paging,i,d=>t.go(d))}`])}
  `}function Et(a,n){return a.desk.grids.value?.find(e=>e.id===n)?.name??""}function Qo(a){let n={};for(let e of a){let t=n[e.purpose];(!t||Date.parse(e.at)>=Date.parse(t.at))&&(n[e.purpose]=e)}return n}function Ko(a,n,e){let{words:t,desk:o}=a;return r`
    <div class="bar">
      <button
        class="plain"
        data-do="back"
        @click=${()=>{o.leave(),a.toTop()}}
      >
        ${t.t("home_back")}
      </button>
    </div>
    ${k(t,n,s=>Ss(a,s,e))}
  `}function Ss(a,n,e){let{words:t,desk:o}=a,{work:s}=o;return r`
    <div class="bar apart">
      <h2 tabindex="-1">${C(n,t)}</h2>
      ${e?r`<button
              data-do="edit"
              @click=${()=>{o.edit(),a.toTop()}}
            >
              ${t.t("edit")}
            </button>`:c}
    </div>
    <p class="hint">${t.t("register_journalled")}</p>
    ${n.status==="active"?c:r`<p class="warn">
            <b>${t.t(`status_${n.status}`)}</b> · ${t.t(`status_${n.status}_text`)}
          </p>`}
    ${g(t,s.failed&&s.failed!=="save"&&!a.asked?s.problem:void 0)}
    <div class="columns">
      <div class="stack">
        <section class="panel">
          <div>
            <h3>${_t("key")} ${t.t("how_to_get_in")}</h3>
            <p class="lead">${n.access||r`<span class="faint">${t.t("nothing_recorded")}</span>`}</p>
          </div>
          ${n.key_safe?r`<div>
                  <h3>${t.t("home_key_safe")}</h3>
                  <p class="lead">${n.key_safe}</p>
                </div>`:c}
          <dl class="facts-list">
            <dt>${t.t("household")}</dt>
            <dd>${n.household||t.t("nothing_recorded")}</dd>
            <dt>${t.t("good_to_know")}</dt>
            <dd class="lines">${n.note||t.t("nothing_recorded")}</dd>
            ${n.floor===null?c:r`<dt>${t.t("column_floor")}</dt>
                    <dd>${n.floor}</dd>`}
            <dt>${t.t("home_grid")}</dt>
            <dd>${Et(a,n.grid)||t.t("home_no_grid")}</dd>
          </dl>
        </section>
        <section class="panel">
          <h2>${t.t("contacts")}</h2>
          ${n.contacts.length?r`<ol class="rows">
                  ${n.contacts.map(({name:i,phone:d,relation:l})=>r`<li>
                        <span><b>${i}</b> <span class="faint">${l}</span></span>
                        <a
                          class="button small"
                          href="tel:${d.replace(/[^\d+*#]/g,"")}"
                          aria-label=${t.t("call",{name:i,phone:d,relation:l})}
                        >
                          ${_t("phone")}${d}
                        </a>
                      </li>`)}
                </ol>`:r`<p class="faint">${t.t("no_contacts")}</p>`}
        </section>
        <section class="panel">
          <h2>${t.t("home_residents")}</h2>
          ${n.residents.length?r`<ul class="rows">
                  ${n.residents.map(i=>r`<li>${Cs(a,i)}</li>`)}
                </ul>`:r`<p class="faint">${t.t("home_no_residents")}</p>`}
        </section>
      </div>
      <div class="stack">
        <section class="panel">
          <h2>${t.t("home_consents")}</h2>
          <ul class="rows">
            ${Nn.map(i=>r`<li>${Ps(a,n,i,e)}</li>`)}
          </ul>
        </section>
        ${Rs(a,n,e)}
      </div>
    </div>
  `}function Rs(a,n,e){let{words:t,desk:o,imports:s}=a,i=o.work.busy!==void 0||s.work.busy!==void 0,d=async()=>{await o.setStatus("active")&&a.say(t.t("done_resumed"))};return r`<section class="panel">
    <h2>${t.t("home_status_heading")}</h2>
    <p><span class="chip ${n.status==="active"?"fine":"mind"}">${t.t(`status_${n.status}`)}</span></p>
    <div class="bar">
      ${n.status==="active"?r`<button class="small" data-do="pause" @click=${()=>a.ask({what:"pause"})}>
              ${t.t("pause")}
            </button>`:r`<button class="small" data-do="resume" ?disabled=${i} @click=${d}>
              ${_(t,t.t("resume"),o.work.busy==="active")}
            </button>`}
      ${e&&n.status!=="left"?r`<button class="small" data-do="leave" @click=${()=>a.ask({what:"leave"})}>
              ${t.t("leave")}
            </button>`:c}
      ${e?r`<button
                class="small"
                data-do="export"
                ?disabled=${i}
                @click=${()=>{s.exportHome(n.id)}}
              >
                ${t.t("export_home")}
              </button>
              <button class="small danger" data-do="erase" @click=${()=>a.ask({what:"erase"})}>
                ${t.t("erase")}
              </button>`:c}
    </div>
    ${g(t,s.work.problemOf("export"))}
  </section>`}function Cs(a,n){let{words:e}=a,t=un(n,e);return r`<div class="resident">
    <span><b>${n.name||e.t("unknown")}</b> <span class="faint">${e.list(t)}</span></span>
    <span class="chips">
      ${pn(n.care,e).map(o=>r`<span class="chip">${o}</span>`)}
    </span>
    ${n.note?r`<span class="lines">${n.note}</span>`:c}
  </div>`}function Ps(a,n,e,t){let{words:o,hass:s}=a,i=Qo(n.consents)[e],d=i&&s&&F(s,i.by);return r`<div class="consent">
    <div>
      <b>${o.t(`purpose_${e}`)}</b>
      <span class="chip ${i?.given?"fine":"calm"}">
        ${o.t(i?i.given?"consent_given":"consent_withdrawn":"consent_never")}
      </span>
      <p class="hint">
        ${i?r`${o.t("consent_since",{at:a.at(i.at),version:i.text_version})}${d?r` · ${d}`:c}${i.note?r` · ${i.note}`:c}`:o.t(`purpose_${e}_text`)}
      </p>
    </div>
    ${t?r`<button
            class="small"
            data-consent=${e}
            @click=${()=>a.ask({what:"consent",purpose:e,given:!i?.given})}
          >
            ${o.t(i?.given?"consent_withdraw":"consent_give")}
          </button>`:c}
  </div>`}var Yo=["1","2"],As=["building","unit","home","floor","grid","household","note","access","key_safe",...["name","birth_year","care","guardian","language","note"].map(a=>`resident_1_${a}`),...Yo.flatMap(a=>["name","phone","relation"].map(n=>`contact_${a}_${n}`))],Ds=["楼栋","单元","房号","楼层","网格","户主","备注","入户方式","钥匙盒位置",...["姓名","出生年份","关爱原因","监护人","语言","备注"].map(a=>`居民1${a}`),...Yo.flatMap(a=>["姓名","电话","关系"].map(n=>`联系人${a}${n}`))],Is=a=>a==="en"?As:Ds,Xo=a=>`\uFEFF${Is(a).join(",")}\r
`;function Zo(a){let{words:n,imports:e}=a,{stage:t,work:o,report:s}=e;return r`
    <p>${n.t("import_intro")}</p>
    ${e.lost?r`<p class="warn" role="alert">${n.t("import_lost")}</p>`:c}
    ${e.refused?r`<p class="problem" role="alert">${n.t(e.refused)}</p>`:c}
    ${g(n,o.failed==="checking"||o.failed==="importing"?o.problem:void 0)}
    ${t==="choose"?Fs(a):c} ${e.progress?Es(a,e.progress):c}
    ${s&&(t==="checked"||t==="done")?Os(a,s):c}
    ${t==="choose"?Ms(a):c} ${t==="choose"?Ns(a):c} ${Hs(a)}
  `}function Fs(a){let{words:n,imports:e}=a,t=i=>{i.preventDefault(),i.currentTarget.classList.toggle("over",i.type==="dragover")};return r`<div class="file" @dragover=${t} @dragleave=${t} @drop=${i=>{t(i);let d=i.dataTransfer?.files[0];d&&e.check(d)}}>
    <label class="button strong-label">
      <input class="hidden" type="file" accept=".csv,.txt,.xlsx" @change=${i=>{let d=i.target,l=d.files?.[0];l&&e.check(l),d.value=""}} />${n.t("import_choose")}
    </label>
    <span class="hint">${n.t("import_drop")}</span>
    <button
      class="plain"
      data-do="template"
      @click=${()=>he(n.language==="en"?"register.csv":"住户台账.csv","text/csv",Xo(n.language))}
    >
      ${n.t("import_template")}
    </button>
  </div>`}function Es(a,{phase:n,done:e,of:t}){let{words:o,imports:s}=a,i=t?Math.floor(e/t*100):0,d=o.t(`import_phase_${n}`,{percent:i,done:e,total:t});return r`<section class="panel" data-phase=${n}>
    <b
      >${o.t(s.stage==="importing"?"import_do_title":"import_reading",{file:s.file?.name??""})}</b
    >
    <progress max="100" value=${n==="reading"?c:i} aria-label=${d}></progress>
    <p>${d}</p>
    <p class="hint">${o.t("import_keeps_on")}</p>
  </section>`}function Os(a,n){let{words:e,imports:t}=a,{error_count:o,created:s,updated:i,unchanged:d,imported:l}=n,h={created:s,updated:i,unchanged:d},m=t.work.busy===void 0,p=s+i;return r`
    <section
      class=${l||!o?"good":"problem"}
      role="alert"
      data-report=${l?"imported":"checked"}
    >
      <div>
        <p>
          <b
            >${l?e.t("import_done",h):e.t("import_checked",{file:t.file?.name??"",rows:n.rows})}</b
          >
        </p>
        ${l?c:o?r`<p>${e.t(o===1?"import_wrong_one":"import_wrong",{count:o})}</p>`:r`<p>${e.t("import_counts",h)}</p>
                  <p>${e.t(p?"import_fine":"import_nothing")}</p>`}
      </div>
    </section>
    <div class="bar">
      ${l?r`<button data-do="undo" ?disabled=${!m} @click=${()=>a.askUndo(!0)}>
              ${e.t("import_undo")}
            </button>`:!o&&p?r`<button class="strong" data-do="import" ?disabled=${!m} @click=${()=>{t.import()}}>
                ${_(e,e.t("import_do",{count:p}),!m)}
              </button>`:c}
      <button data-do="again" ?disabled=${!m} @click=${()=>t.reset()}>
        ${e.t(l?"close":"import_again")}
      </button>
    </div>
    ${g(e,t.work.problemOf("undo"))} ${Ws(a)}
  `}function Ws(a){let{words:n,imports:e}=a,{rows:t,report:o}=e;if(!t||!o)return c;let s={head:n.t("column_door"),cell:i=>C({building_name:i.building,unit:i.unit,number:i.number},n)};return r`
    <div class="tools">
      ${$({name:"outcome",label:n.t("import_filter"),value:e.filter,options:[["",n.t("all")],...yt.map(i=>[i,n.t(`fate_${i}`)])],change:i=>e.show(yt.find(d=>d===i)??"")})}
    </div>
    ${k(n,t,({rows:i,total:d})=>[P({caption:n.t("import_rows_caption"),empty:n.t("import_rows_empty"),rows:i,key:l=>String(l.line),rowClass:l=>l.outcome==="error"?"bad":"",columns:[{head:n.t("column_line"),style:"tight",cell:l=>l.line},{head:n.t("column_fate"),style:"tight",cell:l=>r`<span class="chip ${l.outcome==="error"?"bad":l.outcome==="unchanged"?"calm":"fine"}"
                >${n.t(`fate_${l.outcome}`)}</span
              >`},...e.filter==="error"?[]:[s],{head:n.t("column_reason"),cell:l=>l.errors.length?r`<ul class="reasons">
                    ${l.errors.map(({column:h,reason:m})=>r`<li>
                          ${h?r`<b>${h}</b> `:c}${n.found(`reason_${m}`,"reason_other")}
                        </li>`)}
                  </ul>`:l.outcome==="updated"&&l.fields.length?n.t("import_fields",{fields:n.list(l.fields)}):""}]}),r`${se(n,e.paging,d,l=>e.go(l))}`])}
  `}function Ms(a){let{words:n,imports:e}=a,t=e.last.value;return t?r`<section class="panel">
    <div class="bar apart">
      <span>${n.t("import_last",{...Jo(a,t)})}</span>
      <button class="small" data-do="undo" @click=${()=>a.askUndo(!0)}>${n.t("import_undo_last")}</button>
    </div>
  </section>`:c}var Jo=(a,n)=>({at:a.at(n.at),created:n.created,updated:n.updated});function Ns(a){let{words:n,imports:e}=a,t=s=>{e.exportRegister(s,n.language)},o=e.work.busy!==void 0;return r`<section class="panel">
    <h2>${n.t("import_export")}</h2>
    <p class="hint">${n.t("import_export_text")}</p>
    <div class="bar">
      <button class="small" data-do="export-xlsx" ?disabled=${o} @click=${()=>t("xlsx")}>XLSX</button>
      <button class="small" data-do="export-csv" ?disabled=${o} @click=${()=>t("csv")}>CSV</button>
      ${e.work.busy==="export_all"?r`<span class="spinner" role="status" aria-label=${n.t("working")}></span>`:c}
    </div>
    ${g(n,e.work.problemOf("export_all"))}
  </section>`}function Hs(a){let{words:n,imports:e}=a,t=e.last.value,o=t?t.edited_count+t.needed_count>0:!0;return r`<smart-community-dialog
    .heading=${n.t("import_undo_title")}
    .open=${a.askingUndo&&!!t}
    @sc-back=${()=>a.askUndo(!1)}
  >
    ${t?r`<div class="form">
            <p>${n.t("import_undo_text",Jo(a,t))}</p>
            ${t.edited_count?r`<p class="warn">${n.t("import_undo_edited",{count:t.edited_count})}</p>`:c}
            ${t.needed_count?r`<p class="warn">${n.t("import_undo_needed",{count:t.needed_count})}</p>`:c}
            ${g(n,e.work.problemOf("undo"))}
            <div class="ends">
              <button @click=${()=>a.askUndo(!1)}>${n.t("cancel")}</button>
              <button
                class="strong danger"
                data-do="confirm"
                ?disabled=${o||e.work.busy!==void 0}
                @click=${async()=>{await e.undo()&&(a.askUndo(!1),a.say(n.t("import_undone")))}}
              >
                ${_(n,n.t("import_undo_do"),e.work.busy==="undo")}
              </button>
            </div>
          </div>`:c}
  </smart-community-dialog>`}var ea=T`
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
`;var at=class extends x{constructor(){super(...arguments);this.path="register";this.wrong={};this.askingUndo=!1;this.tab="homes"}static{this.styles=[...x.styles,ea]}keeps(e){return e.roles.includes("technician")||e.roles.includes("community_office")}ask(e){this.asked=e,this.wrong={},this.desk.work.forget(),this.requestUpdate()}askUndo(e){this.askingUndo=e,this.imports.work.forget(),e&&this.imports.last.load()}say(e){this.toast(e)}async toWrong(){await this.updateComplete,this.renderRoot.querySelector("[aria-invalid=true]")?.focus()}async toTop(){await this.updateComplete,this.renderRoot.querySelector("h2[tabindex]")?.focus({preventScroll:!0}),this.scrollIntoView({block:"start"})}open(e){this.desk=new nt(e,this.changed),this.grids=new ot(e,this.desk.grids,this.changed),this.imports=new tt(e,this.changed,()=>{this.desk.homes.load()})}load(){this.desk.load(),this.imports.load()}content(e){let{words:t,desk:o}=this,s=this.keeps(e),i=o.home!==void 0||o.draft!==void 0;return r`
      ${s&&!i?ie(t.t("register_tabs"),[["homes",t.t("register_tab_homes")],["import",t.t("register_tab_import")],["grids",t.t("register_tab_grids")]],this.tab,d=>{this.tab=d,this.requestUpdate()}):c}
      ${o.draft?qo(this,o.draft):o.home?Ko(this,o.home,s):this.tabContent(s)}
      ${Go(this)}
    `}tabContent(e){return e&&this.tab==="import"?Zo(this):e&&this.tab==="grids"?Vo(this):Bo(this,e)}};var na=()=>[[],[],[],[],[],[],[]];function oa(a,n,e){return{role:a,source:n===null?"none":n.calendar?"calendar":"weeks",shifts:(n?.shifts??[]).map(t=>({...t})),weeks:n?.weeks?.length?structuredClone(n.weeks):[na()],first_week:n?.first_week??e,holiday:n?.holiday?structuredClone(n.holiday):null,cover:n?.cover??"always",calendar:n?.calendar??null}}function aa(a,n){let e=new Set(a.map(s=>s.id)),t=a.length+1;for(;e.has(`shift-${t}`);)t+=1;let o=a.at(-1);return{id:`shift-${t}`,name:n,start:o?.end??"08:00",end:o?.start??"20:00"}}function st(a,{week:n,day:e,shift:t}){return(n==="holiday"?a.holiday:a.weeks[n]?.[e])?.find(s=>s.shift===t)?.people??[]}var ta=(a,n,e)=>[...a.filter(t=>t.shift!==n),...e.length?[{shift:n,people:e}]:[]];function Ot(a,n,e){if(n.week==="holiday")return{...a,holiday:ta(a.holiday??[],n.shift,e)};let t=a.weeks.map((o,s)=>s===n.week?o.map((i,d)=>d===n.day?ta(i,n.shift,e):i):o);return{...a,weeks:t}}function sa(a,n){let e=st(a,n);return[0,1,2,3,4,5,6].reduce((t,o)=>Ot(t,{...n,day:o},e),a)}var ia=a=>({...a,weeks:[...a.weeks,structuredClone(a.weeks.at(-1)??na())]}),ra=(a,n)=>({...a,weeks:a.weeks.filter((e,t)=>t!==n)});function da(a,n){let e=t=>t.filter(o=>o.shift!==n);return{...a,shifts:a.shifts.filter(t=>t.id!==n),weeks:a.weeks.map(t=>t.map(e)),holiday:a.holiday&&e(a.holiday)}}var la=({shifts:a})=>a.every(({name:n,start:e,end:t})=>n.trim()&&/^\d\d:\d\d$/.test(e)&&/^\d\d:\d\d$/.test(t));function ca(a){let{source:n,shifts:e,weeks:t,first_week:o,holiday:s,cover:i,calendar:d}=a;return n==="none"?null:n==="calendar"?{cover:i,calendar:d}:{shifts:e,weeks:t,first_week:o,holiday:s,cover:i,calendar:null}}var ha=(a,n,e)=>f(a,"roster/list",{from:n,to:e});var it=class{constructor(n,e,t=()=>E(Date.now())){this.connection=n;this.changed=e;this.today=t;this.day=this.today(),this.monday=ue(this.day),this.work=new S(e),this.page=new b(()=>ha(n,this.monday,O(this.monday,6)),e),this.staff=new b(()=>Q(n),e),this.holidays=new b(async()=>(await f(n,"roster/holiday",{dry_run:!0})).holidays,e)}load(n){this.page.load(),n&&this.staff.load()}turn(n){this.showDay(n?O(this.monday,7*n):this.today())}showDay(n){this.day=n;let e=ue(n);e!==this.monday&&(this.monday=e,this.page.set(void 0),this.page.load()),this.changed()}holders(n){let{people:e={}}=this.page.value??{},t=this.staff.value?.filter(s=>s.roles.some(i=>i===n));return Object.entries(e).filter(([s])=>!t||t.some(i=>i.user_id===s)).map(([s,i])=>[s,i??s]).sort(([,s],[,i])=>s.localeCompare(i))}override(n,e){let{role:t,day:o,shift:s}=n;return this.run("override",()=>f(this.connection,"roster/override",{role:t,day:o,shift:s,people:e}))}askSwap(n,e,t){let{role:o,day:s,shift:i}=n,d=t?{for_day:t.day,for_shift:t.shift}:{};return this.run("swap",()=>f(this.connection,"roster/swap",{role:o,other:e,day:s,shift:i,...d}))}decide(n,e){return this.run(`decide ${n.id}`,()=>f(this.connection,"roster/swap",{swap:n.id,decision:e}))}saveHoliday(n){return this.run("holiday",()=>f(this.connection,"roster/holiday",{holidays:[n]}))}removeHoliday(n){return this.run("holiday",()=>f(this.connection,"roster/holiday",{remove:[n]}))}async takeHolidays(n){let e=0;return await this.run("holiday",async()=>{let o={calendar:n,from:this.today(),to:O(this.today(),365)};e=(await f(this.connection,"roster/holiday",o)).changed.length})?e:void 0}edit(n){this.rotation=oa(n.role,n.roster,this.monday),this.work.forget(),this.changed()}update(n){this.rotation=n,this.changed()}async saveRotation(){let{rotation:n}=this;if(!n)return!1;let e={role:n.role,roster:ca(n)},t=await this.run("rotation",()=>f(this.connection,"roster/save",e));return t&&this.update(void 0),t}async run(n,e){let t=await this.work.run(n,async()=>{await e()});return t&&await Promise.all([this.page.load(),n==="holiday"?this.holidays.load():void 0]),t}};var ma=a=>[0,1,2,3,4,5,6].map(n=>O(a,n));function fe(a,n){let e={hour:"2-digit",minute:"2-digit",hourCycle:"h23",timeZone:n};return new Intl.DateTimeFormat("en-GB",e).format(Date.parse(a))}function pa(a,n,e){let t=new Map,o=(s,i,d,l)=>{let h=`${s}|${i}|${d}|${l}`,m=t.get(h)??{shift:s,name:i,start:d,end:l,days:e.map(()=>{})};return t.set(h,m),m};for(let s of a.duties){let i=e.indexOf(s.day);if(s.role!==n||i<0)continue;let d=a.time_zone;o(s.shift,s.name,fe(s.start,d),fe(s.end,d)).days[i]=s}return[...t.values()].sort((s,i)=>s.start.localeCompare(i.start)||s.name.localeCompare(i.name))}function ua(a,n,e){return a.gaps.filter(t=>t.role===n&&e.includes(E(Date.parse(t.start),a.time_zone)))}var Ls=26,js=[0,1,2,3,4,5,6];function ga(a,n){let{words:e,desk:t}=a,{rotation:o}=t;if(!o)return r``;let s=t.work.busy!==void 0;return r`<form novalidate @submit=${async d=>{d.preventDefault(),a.wrong=la(o)?{}:{shifts:e.t("rotation_shift_wrong")},a.requestUpdate(),!Object.keys(a.wrong).length&&await t.saveRotation()&&(a.ask(void 0),a.say(e.t("rotation_saved")))}}>
    ${$({name:"source",label:e.t("rotation_source"),value:o.source,options:["none","weeks","calendar"].map(d=>[d,e.t(`rotation_source_${d}`)]),change:d=>t.update({...o,source:d})})}
    ${o.source==="none"?c:Us(a,o)}
    ${o.source==="calendar"?Vs(a,o):c}
    ${o.source==="weeks"?[Gs(a,o),zs(a,o,n.cell)]:c}
    ${g(e,t.work.problem)}
    <div class="ends">
      <button type="button" @click=${()=>a.ask(void 0)}>${e.t("cancel")}</button>
      <button class="strong" data-do="save" ?disabled=${s}>${_(e,e.t("save"),s)}</button>
    </div>
  </form>`}function Us(a,n){let{words:e,desk:t}=a;return $({name:"cover",label:e.t("rotation_cover"),value:n.cover,options:["always","shifts"].map(o=>[o,e.t(`cover_${o}`)]),change:o=>t.update({...n,cover:o})})}function Vs(a,n){let{words:e,desk:t,hass:o}=a,s=ve(o),i=n.calendar?.entity_id??"";return $({name:"calendar",label:e.t("rotation_calendar"),hint:e.t("rotation_calendar_hint"),value:i,options:[["",e.t("staff_channel_choose")],...s,...i&&!s.some(([d])=>d===i)?[[i,i]]:[]],change:d=>t.update({...n,calendar:d?{names:{},read:"summary",...n.calendar,entity_id:d}:null})})}function Gs(a,n){let{words:e,desk:t}=a;return r`<fieldset>
    <legend>${e.t("rotation_shifts")}</legend>
    ${n.shifts.map((o,s)=>{let i=d=>t.update({...n,shifts:n.shifts.map((l,h)=>h===s?{...l,...d}:l)});return r`<div class="shift-row">
        ${v({name:`name_${o.id}`,label:e.t("rotation_shift_name"),value:o.name,max:60,input:d=>i({name:d})})}
        ${v({name:`start_${o.id}`,label:e.t("rotation_start"),type:"time",value:o.start,input:d=>i({start:d})})}
        ${v({name:`end_${o.id}`,label:e.t("rotation_end"),type:"time",value:o.end,input:d=>i({end:d})})}
        <button
          type="button"
          class="small"
          aria-label="${e.t("remove")}: ${o.name}"
          @click=${()=>t.update(da(n,o.id))}
        >
          ×
        </button>
      </div>`})}
    ${a.wrong.shifts?r`<small class="wrong">${a.wrong.shifts}</small>`:c}
    <div class="bar">
      <button
        type="button"
        class="small"
        data-do="add-shift"
        @click=${()=>t.update({...n,shifts:[...n.shifts,aa(n.shifts,"")]})}
      >
        ${e.t("rotation_shift_add")}
      </button>
    </div>
  </fieldset>`}function zs(a,n,e){let{words:t,desk:o}=a;return n.shifts.length?r`
    ${n.weeks.map((s,i)=>r`<fieldset>
          <legend>${t.t("rotation_week",{number:i+1})}</legend>
          ${fa(a,n,i,e)}
          ${n.weeks.length>1?r`<button type="button" class="plain" @click=${()=>o.update(ra(n,i))}>
                  ${t.t("rotation_week_remove",{number:i+1})}
                </button>`:c}
        </fieldset>`)}
    <div class="bar">
      <button
        type="button"
        class="small"
        ?disabled=${n.weeks.length>=Ls}
        @click=${()=>o.update(ia(n))}
      >
        ${t.t("rotation_week_add")}
      </button>
    </div>
    ${n.weeks.length>1?v({name:"first",label:t.t("rotation_first"),type:"date",value:n.first_week,input:s=>s&&o.update({...n,first_week:ue(s)})}):c}
    <fieldset>
      <legend>${t.t("rotation_holiday")}</legend>
      <div class="checks">
        ${I({name:"holiday",label:t.t("rotation_holiday_own"),value:"own",checked:n.holiday!==null,change:s=>o.update({...n,holiday:s?[]:null})})}
      </div>
      ${n.holiday===null?c:fa(a,n,"holiday",e)}
    </fieldset>
  `:r`<p class="hint">${t.t("rotation_no_shift")}</p>`}function fa(a,n,e,t){let{words:o}=a,s=e==="holiday"?[0]:js,i=l=>e==="holiday"?o.t("because_holiday"):Ae(l,o.language,"short"),d=t&&t.week===e?t:void 0;return r`<div class="plan">
      <table class="week">
        <thead>
          <tr>
            <th scope="col">${o.t("roster_shift")}</th>
            ${s.map(l=>r`<th scope="col">${i(l)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${n.shifts.map(l=>r`<tr>
                <th scope="row">${l.name}<small>${l.start}–${l.end}</small></th>
                ${s.map(h=>{let m={week:e,day:h,shift:l.id},p=st(n,m);return r`<td>
                    <button
                      type="button"
                      class="shift"
                      aria-expanded=${String(d?.day===h&&d.shift===l.id)}
                      aria-label="${o.t("rotation_choose",{shift:l.name,day:i(h)})}: ${a.names(p)}"
                      @click=${()=>a.ask({what:"rotation",cell:m})}
                    >
                      ${p.length?a.names(p):o.t("roster_no_shift")}
                    </button>
                  </td>`})}
              </tr>`)}
        </tbody>
      </table>
    </div>
    ${d?qs(a,n,d,i(d.day)):c}`}function qs(a,n,e,t){let{words:o,desk:s}=a,i=n.shifts.find(d=>d.id===e.shift)?.name??"";return r`<fieldset class="chosen-cell">
    <legend>${o.t("rotation_choose",{shift:i,day:t})}</legend>
    ${Wt(a,n.role,st(n,e),d=>s.update(Ot(n,e,d)))}
    <div class="bar">
      ${e.week==="holiday"?c:r`<button type="button" class="small" @click=${()=>s.update(sa(n,e))}>
              ${o.t("rotation_all_week")}
            </button>`}
      <button type="button" class="small" @click=${()=>a.ask({what:"rotation"})}>
        ${o.t("people_done")}
      </button>
    </div>
  </fieldset>`}function _a(a,n){let{asked:e,words:t}=a;return r`<smart-community-dialog
    ?large=${e?.what==="rotation"}
    .heading=${e?Bs(a,e):""}
    .open=${e!==void 0}
    @sc-back=${()=>a.ask(void 0)}
  >
    ${e===void 0?c:e.what==="override"?Qs(a,e):e.what==="swap"?Ks(a,e,n):e.what==="holidays"?Ys(a):ga(a,e)}
    ${e&&e.what!=="rotation"?g(t,a.desk.work.problem):c}
  </smart-community-dialog>`}function Bs(a,n){let{words:e,desk:t}=a;switch(n.what){case"override":return e.t("override_title",{shift:n.duty.name,day:a.dayName(n.duty.day)});case"swap":return e.t("swap_title",{shift:n.duty.name,day:a.dayName(n.duty.day)});case"holidays":return e.t("holidays_title");case"rotation":return e.t("rotation_title",{role:e.role(t.rotation?.role??"")})}}function Wt(a,n,e,t){let{words:o,desk:s}=a,i=s.holders(n),d=e.filter(h=>!i.some(([m])=>m===h)),l=[...i,...d.map(h=>[h,a.name(h)])];return l.length?r`<div class="checks">
    ${l.map(([h,m])=>I({name:"people",label:m,value:h,checked:e.includes(h),change:p=>t(te(e,h,p))}))}
  </div>`:r`<p class="warn">${o.t("override_no_people")}</p>`}function Qs(a,n){let{words:e,desk:t}=a,{duty:o,people:s}=n,i=t.work.busy!==void 0,d=async h=>{h.preventDefault(),await t.override(o,s)&&(a.ask(void 0),a.say(e.t("override_saved")))},l=async()=>{await t.override(o,null)&&(a.ask(void 0),a.say(e.t("override_undone")))};return r`<form novalidate @submit=${d}>
    <p class="hint">${e.t("override_text")}</p>
    ${Wt(a,o.role,s,h=>a.ask({...n,people:h}))}
    ${s.length?c:r`<p class="warn">${e.t("override_nobody")}</p>`}
    <div class="ends">
      ${o.because==="override"||o.because==="swap"?r`<button type="button" data-do="rotation" ?disabled=${i} @click=${l}>
              ${e.t("override_back")}
            </button>`:r`<button type="button" @click=${()=>a.ask(void 0)}>${e.t("cancel")}</button>`}
      <button class="strong" data-do="save" ?disabled=${i}>${_(e,e.t("override_save"),i)}</button>
    </div>
  </form>`}function Ks(a,n,e){let{words:t,desk:o,me:s}=a,{duty:i}=n,d=o.work.busy!==void 0,l=o.holders(i.role).filter(([p])=>p!==s.user_id&&!i.people.includes(p)),h=e.duties.filter(p=>p.role===i.role&&Date.parse(p.start)>a.now&&p.people.length>0&&!p.people.includes(s.user_id));return r`<form novalidate @submit=${async p=>{p.preventDefault();let{other:u="",takes:w=""}=A(p);if(a.wrong=u?{}:{other:t.t("field_needed")},a.requestUpdate(),!u)return;let[R="",N=""]=w.split("|");await o.askSwap(i,u,R?{day:R,shift:N}:void 0)&&(a.ask(void 0),a.say(t.t("swap_asked",{name:a.name(u)})))}}>
    ${$({name:"other",label:t.t("swap_other"),value:"",wrong:a.wrong.other,options:[["",t.t("staff_channel_choose")],...l]})}
    ${h.length?$({name:"takes",label:t.t("swap_takes"),value:"",options:[["",t.t("swap_takes_none")],...h.map(p=>[`${p.day}|${p.shift}`,`${a.slotName(p.role,p)} · ${a.names(p.people)}`])]}):c}
    <div class="ends">
      <button type="button" @click=${()=>a.ask(void 0)}>${t.t("cancel")}</button>
      <button class="strong" data-do="save" ?disabled=${d}>${_(t,t.t("swap_ask"),d)}</button>
    </div>
  </form>`}function Ys(a){let{words:n,desk:e,hass:t}=a,o=e.work.busy!==void 0,s=[0,1,2,3,4,5,6],i=m=>m===null?n.t("holiday_like_none"):n.t("holiday_like_day",{day:Ae(m,n.language,"long")}),d=ve(t),l=async m=>{m.preventDefault();let{day:p="",name:u="",like:w=""}=A(m);if(a.wrong={...p?{}:{day:n.t("field_needed")},...u.trim()?{}:{name:n.t("field_needed")}},a.requestUpdate(),Object.keys(a.wrong).length)return;let R={day:p,name:u.trim(),like:w===""?null:Number(w)};await e.saveHoliday(R)&&(m.target.reset(),a.say(n.t("holiday_saved")))},h=async m=>{m.preventDefault();let p=A(m).calendar,u=p?await e.takeHolidays(p):void 0;u!==void 0&&a.say(n.t("holiday_taken",{count:u}))};return r`
    <div class="form">
      <p class="hint">${n.t("holidays_text")}</p>
      ${k(n,e.holidays,m=>m.length?r`<ul class="swaps">
              ${m.map(p=>r`<li>
                    <span
                      ><b>${a.dayName(p.day)}</b> ${p.name}
                      <span class="hint">${i(p.like)}</span></span
                    >
                    <button
                      class="small"
                      ?disabled=${o}
                      aria-label="${n.t("remove")}: ${p.name}, ${a.dayName(p.day)}"
                      @click=${async()=>{await e.removeHoliday(p.day)&&a.say(n.t("holiday_removed"))}}
                    >
                      ${n.t("remove")}
                    </button>
                  </li>`)}
            </ul>`:r`<p class="faint">${n.t("holidays_empty")}</p>`)}
      <form novalidate @submit=${l}>
        <div class="fields">
          ${v({name:"day",label:n.t("holiday_day"),type:"date",wrong:a.wrong.day})}
          ${v({name:"name",label:n.t("holiday_name"),max:60,wrong:a.wrong.name})}
          ${$({name:"like",label:n.t("holiday_like"),value:"",options:[["",i(null)],...s.map(m=>[String(m),i(m)])]})}
        </div>
        <div class="ends">
          <button type="button" @click=${()=>a.ask(void 0)}>${n.t("close")}</button>
          <button class="strong" data-do="add" ?disabled=${o}>${_(n,n.t("holiday_add"),o)}</button>
        </div>
      </form>
      ${d.length?r`<form class="tools" novalidate @submit=${h}>
              <div class="grow">
                ${$({name:"calendar",label:n.t("holiday_calendar"),value:d[0]?.[0]??"",options:d})}
              </div>
              <button class="small" ?disabled=${o}>${n.t("holiday_take")}</button>
            </form>`:c}
    </div>
  `}var va=T`
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
`;function ba(a,{swaps:n,may_edit:e}){let{words:t,desk:o,me:s}=a;if(!n.length)return c;let i=[...n].sort((m,p)=>+(m.state!=="asked")-+(p.state!=="asked")),d=o.work.busy!==void 0,l=async(m,p)=>{await o.decide(m,p)&&a.say(t.t("swap_decided"))},h=(m,p)=>r`<button class="small" data-decision=${p} ?disabled=${d} @click=${()=>{l(m,p)}}>
      ${_(t,t.t(`swap_${p}`),o.work.busy===`decide ${m.id}`)}
    </button>`;return r`<section class="panel" data-swaps>
    <h2>${t.t("swaps")}</h2>
    <ul class="swaps">
      ${i.map(m=>{let p={one:a.name(m.asked_by),other:a.name(m.other),gives:a.slotName(m.role,m.gives),takes:m.takes?a.slotName(m.role,m.takes):""},u=m.state==="asked";return r`<li>
          <span>
            ${t.t(m.takes?"swap_line_return":"swap_line",p)}
            <span class="chip ${u?"mind":"calm"}">${t.t(`swap_state_${m.state}`)}</span>
          </span>
          ${u?r`<span class="bar">
                  ${e||m.other===s.user_id?[h(m,"agree"),h(m,"refuse")]:c}
                  ${m.asked_by===s.user_id?h(m,"withdraw"):c}
                </span>`:c}
        </li>`})}
    </ul>
  </section>`}var rt=class extends x{constructor(){super(...arguments);this.path="roster";this.tick=6e4;this.wrong={}}static{this.styles=[...x.styles,va]}open(e){this.desk=new it(e,this.changed,()=>E(this.now,this.hass?.config.time_zone))}load(){let e=this.session?.me?.roles??[];this.desk.load(e.includes("technician")||e.includes("community_office"))}ask(e){this.asked=e,this.wrong={},e?.what!=="rotation"&&this.desk.update(void 0),this.desk.work.forget(),this.requestUpdate()}askHolidays(){this.desk.holidays.load(),this.ask({what:"holidays"})}say(e){this.toast(e)}name(e){let{words:t,desk:o,hass:s}=this;return o.page.value?.people[e]||s&&F(s,e)||t.t("unnamed_account")}names(e){return this.words.list(e.map(t=>this.name(t)))}slotName(e,{day:t,shift:o}){let i=this.desk.page.value?.roles.find(d=>d.role===e)?.roster?.shifts.find(d=>d.id===o);return this.words.t("swap_slot",{shift:i?.name??o,day:this.dayName(t)})}dayName(e,t={}){return Cn(e,this.words.language,t)}content(e){this.me=e;let{words:t,desk:o}=this;return r`
      ${this.steps()} ${k(t,o.page,s=>r`${this.whole(s)}`)}
      ${o.page.value?_a(this,o.page.value):c}
    `}steps(){let{words:e,desk:t,wide:o}=this,s=O(t.monday,6),i=o?e.t("roster_week",{from:this.dayName(t.monday),to:this.dayName(s)}):this.dayName(t.day,{weekday:"long",month:"long"}),d=l=>o?t.turn(l):t.showDay(O(t.day,l));return r`<div class="bar steps">
      <button
        class="small"
        data-do="before"
        aria-label=${e.t(o?"roster_before":"roster_day_before")}
        @click=${()=>d(-1)}
      >
        ‹
      </button>
      <h2 role="status">${i}</h2>
      <button
        class="small"
        data-do="after"
        aria-label=${e.t(o?"roster_after":"roster_day_after")}
        @click=${()=>d(1)}
      >
        ›
      </button>
      <button class="small" data-do="today" @click=${()=>t.turn(0)}>
        ${e.t(o?"roster_this":"today")}
      </button>
      ${t.page.value?.may_edit?r`<button class="small apart" data-do="holidays" @click=${()=>this.askHolidays()}>
              ${e.t("holidays")}
            </button>`:c}
    </div>`}whole(e){let{words:t,desk:o,wide:s,asked:i}=this,d=s?ma(o.monday):[o.day],l=e.roles.every(m=>m.on_duty===void 0),h=e.holidays.filter(m=>d.includes(m.day));return r`
      ${l?r`<p class="hint">${t.t("roster_own")}</p>`:c}
      ${e.troubles.map(m=>r`<p class="warn">${this.trouble(m)}</p>`)}
      ${i?c:g(t,o.work.problem)}
      ${s?c:h.map(({name:m})=>r`<p><span class="chip mind">${t.t("roster_holiday",{name:m})}</span></p>`)}
      ${e.roles.map(m=>this.roleSection(e,m,d,l))} ${ba(this,e)}
    `}trouble(e){let{words:t}=this,o={role:t.role(e.role),start:this.at(e.start,!1,this.hass?.config.time_zone),end:this.at(e.end,!1,this.hass?.config.time_zone),names:t.list([...e.names??[],...(e.people??[]).map(i=>this.name(i))])},s=e.what==="gap"&&e.count>1?t.t("trouble_gap_more",{count:e.count-1}):"";return`${t.t(`trouble_${e.what}`,o)}${s&&` · ${s}`}`}roleSection(e,t,o,s){let{words:i}=this,d=pa(e,t.role,o),l=i.role(t.role);if(s&&!d.length&&!t.roster)return c;let h=t.roster?.calendar,m=ua(e,t.role,o);return r`<section class="panel" data-role=${t.role}>
      <div class="bar apart">
        <h2>${l}</h2>
        ${e.may_edit?r`<button
                class="small"
                data-do="rotation"
                aria-label="${i.t("rotation_edit")} ${l}"
                @click=${()=>{this.desk.edit(t),this.ask({what:"rotation"})}}
              >
                ${i.t("rotation_edit")}
              </button>`:c}
      </div>
      ${this.onDuty(t)}
      ${h?r`<p class="hint">
              ${i.t("roster_from_calendar",{calendar:h.entity_id,at:this.at(t.read_at)})}
            </p>`:c}
      ${d.length?this.wide?this.table(e,t,d,o,s):this.list(e,t,d,s):t.roster?r`<p class="faint">${i.t(s?"roster_own_empty":"roster_empty")}</p>`:c}
      ${m.length?r`<p class="warn">
              ${i.t("roster_gaps",{role:l,when:i.list(m.map(({start:p,end:u})=>{let w=e.time_zone,R=E(Date.parse(p),w);return`${this.dayName(R)} ${fe(p,w)}–${fe(u,w)}`}))})}
            </p>`:c}
    </section>`}onDuty({on_duty:e}){let{words:t}=this;return e===void 0?c:e===null?r`<p class="hint">${t.t("roster_now_all")}</p>`:e.length?r`<p>${t.t("roster_now",{names:this.names(e)})}</p>`:r`<p><span class="chip bad">${t.t("roster_now_nobody")}</span></p>`}table(e,t,o,s,i){let{words:d,desk:l}=this,h=E(this.now,e.time_zone);return r`<table
      class="week"
      aria-label=${d.t("roster_caption",{role:d.role(t.role),from:this.dayName(l.monday)})}
    >
      <thead>
        <tr>
          <th scope="col">${d.t("roster_shift")}</th>
          ${s.map(m=>{let p=e.holidays.find(u=>u.day===m);return r`<th scope="col" class=${m===h?"today":""}>
              ${this.dayName(m)}${p?r`<span class="chip mind">${p.name}</span>`:c}
            </th>`})}
        </tr>
      </thead>
      <tbody>
        ${o.map(m=>r`<tr>
              <th scope="row"><b>${m.name}</b><small>${m.start}–${m.end}</small></th>
              ${m.days.map((p,u)=>r`<td class=${s[u]===h?"today":""}>
                    ${p?this.cell(e,t,p,i):r`<span class="faint">${d.t("roster_no_shift")}</span>`}
                  </td>`)}
            </tr>`)}
      </tbody>
    </table>`}list(e,t,o,s){return r`<ul class="day">
      ${o.map(i=>r`<li>
            <span><b>${i.name}</b><small>${i.start}–${i.end}</small></span>
            ${i.days[0]?this.cell(e,t,i.days[0],s):c}
          </li>`)}
    </ul>`}cell(e,t,o,s){let{words:i,me:d}=this,l=this.names(o.people),h=r`<span class=${o.people.length?"who":"who nobody"}>${l||i.t("roster_gap")}</span>
      ${o.because==="rotation"||o.because==="calendar"?c:r`<small>${i.t(`because_${o.because}`)}</small>`}`,m=Date.parse(o.end)<this.now,u=o.people.includes(d.user_id)&&Date.parse(o.start)>this.now&&!t.roster?.calendar?r`<button class="small" data-do="swap" @click=${()=>this.ask({what:"swap",duty:o})}>
          ${i.t("swap")}
        </button>`:c;if(!e.may_edit||s||m||t.roster?.calendar)return r`<div class="shift ${m?"past":""}">${h}${u}</div>`;let w=i.t("roster_change",{shift:o.name,day:this.dayName(o.day),names:l||i.t("roster_gap")});return r`<button
        class="shift ${o.people.length?"":"gap"}"
        data-do="override"
        data-day=${o.day}
        aria-label=${w}
        @click=${()=>this.ask({what:"override",duty:o,people:[...o.people]})}
      >
        ${h}</button
      >${u}`}};var Xs=45e3,Zs=["notify","script","media_player"];function ya(a){let n=Object.keys(a.states).filter(t=>Zs.includes(t.split(".")[0]??"")),e=Object.keys(a.services?.notify??{}).filter(t=>!["send_message","notify","persistent_notification"].includes(t)&&!t.startsWith("mobile_app_")).map(t=>`notify.${t}`);return["mobile_app",...new Set([...n,...e].sort())]}var dt=class{constructor(n,e){this.connection=n;this.work=new S(e),this.channels=new b(async()=>(await f(n,"channels/list")).channels,e)}async test(n,e){this.answer=void 0;let t=await this.work.run("test",async()=>{let o={channel:n,...e?{number:e}:{}};this.answer=await f(this.connection,"channels/test",o,Xs)});return await this.channels.load(),t}};var Js="system-admin";function ei(a,n){let e=new Map(a.map(i=>[i.user_id,i])),t=(n??[]).filter(i=>!i.system_generated).map(i=>({id:i.id,name:i.name??"",username:i.username,roles:e.get(i.id)?.roles??[],channels:e.get(i.id)?.channels??[],isTechnician:i.group_ids.includes(Js),isActive:i.is_active,isGone:!1})),o=new Set(t.map(i=>i.id));for(let i of a)o.has(i.user_id)||i.name===null&&!i.roles.length||t.push({id:i.user_id,name:i.name??"",username:null,roles:i.roles,channels:i.channels,isTechnician:!1,isActive:!0,isGone:i.name===null});let s=i=>+(!i.roles.length&&!i.isTechnician);return t.sort((i,d)=>s(i)-s(d)||i.name.localeCompare(d.name))}function wa(a,n,e){let t=[...a],[o]=t.splice(n,1);return o!==void 0&&t.splice(Math.max(0,n+e),0,o),t}var lt=class{constructor(n,e,t){this.connection=n;this.changed=e;this.mayList=t;this.work=new S(e),this.people=new b(async()=>{let o=this.mayList()?Co(n):void 0;return ei(await Q(n),await o)},e)}edit(n){this.draft={person:n,roles:[...n.roles],channels:[...n.channels]},this.work.forget(),this.changed()}update(n){this.draft&&(this.draft={...this.draft,...n}),this.changed()}cancel(){this.draft=void 0,this.work.forget(),this.changed()}async save(){let{draft:n}=this;if(!n)return!1;let e=await this.work.run("save",async()=>{await Po(this.connection,n.person.id,n.roles,n.channels)});return e&&(this.cancel(),await this.people.load()),e}};var ti=20,ct=class extends x{constructor(){super(...arguments);this.path="staff"}open(e){this.people=new lt(e,this.changed,()=>this.hass?.user?.is_admin??!1),this.channels=new dt(e,this.changed)}load(){this.keeps(this.session?.me)&&this.people.people.load(),this.channels.channels.load()}keeps(e){return e?.roles.some(t=>t==="technician"||t==="community_office")??!1}content(e){let{words:t}=this,o=e.roles.includes("technician"),s=this.keeps(e),i=s?this.tab??"staff":"channels";return r`
      ${s?ie(t.t("staff_tabs"),[["staff",t.t("staff_tab_staff")],["channels",t.t("staff_tab_channels")]],i,d=>{this.tab=d,this.requestUpdate()}):c}
      ${i==="staff"?this.staff(o):this.channelList(o)} ${this.editDialog()}
      ${this.testDialog()}
    `}staff(e){let{words:t,people:o}=this;return r`
      <p>${t.t("staff_intro")}</p>
      <p class="hint">${t.t(e?"staff_make":"staff_read_only")}</p>
      ${k(t,o.people,s=>P({caption:t.t("staff_caption"),empty:t.t("staff_empty"),rows:s,key:i=>i.username??i.id,columns:[{head:t.t("staff_account"),style:"strong",cell:i=>r`<span
                  >${i.name||t.t("unnamed_account")}
                  ${i.isActive?c:r`<span class="chip calm">${t.t("staff_inactive")}</span>`}
                  ${i.isGone?r`<span class="chip bad">${t.t("staff_gone")}</span>`:c}</span
                >`},{head:t.t("staff_roles"),cell:i=>{let d=[...i.isTechnician?["technician"]:[],...i.roles];return d.length?r`<span class="chips"
                      >${d.map(l=>r`<span class="chip">${t.role(l)}</span>`)}</span
                    >`:r`<span class="faint">${t.t("staff_no_role")}</span>`}},{head:t.t("staff_channels"),cell:i=>i.roles.length||i.isTechnician?i.channels.length?i.channels.map(d=>M(d,this.hass,t)).join(" → "):t.t("staff_default"):""},{head:"",style:"tight",cell:i=>e?r`<div class="bar">
                      <button
                        class="small"
                        data-do="edit"
                        aria-label="${t.t("edit")}: ${i.name}"
                        @click=${()=>o.edit(i)}
                      >
                        ${t.t("edit")}
                      </button>
                    </div>`:c}]}))}
    `}editDialog(){let{words:e,people:t}=this,{draft:o}=t;return r`<smart-community-dialog
      .heading=${o?e.t("staff_edit",{name:o.person.name||e.t("unnamed_account")}):""}
      .open=${o!==void 0}
      @sc-back=${()=>t.cancel()}
    >
      ${o?this.editForm(o):c}
    </smart-community-dialog>`}editForm(e){let{words:t,people:o,hass:s}=this,{channels:i}=e,d=(s?ya(s):[]).filter(h=>!i.includes(h));return r`<form novalidate @submit=${async h=>{h.preventDefault(),await o.save()&&this.toast(t.t("staff_saved"))}}>
      ${e.person.isTechnician?r`<p class="info">${t.t("staff_is_technician")}</p>`:c}
      <fieldset>
        <legend>${t.t("staff_roles")}</legend>
        <div class="checks">
          ${Ro.map(h=>I({name:"roles",label:t.role(h),value:h,checked:e.roles.includes(h),change:m=>o.update({roles:te(e.roles,h,m)})}))}
        </div>
      </fieldset>
      <fieldset>
        <legend>${t.t("staff_channels")}</legend>
        <p class="hint">${t.t(i.length?"staff_channel_first":"staff_channel_none")}</p>
        <ol class="stack">
          ${i.map((h,m)=>{let p=M(h,s,t),u=w=>o.update({channels:wa(i,m,w)});return r`<li class="bar">
              <b>${m+1}.</b> <span class="grow">${p}</span>
              <button
                type="button"
                class="small"
                ?disabled=${m===0}
                aria-label=${t.t("staff_channel_up",{name:p})}
                @click=${()=>u(-1)}
              >
                ↑
              </button>
              <button
                type="button"
                class="small"
                ?disabled=${m===i.length-1}
                aria-label=${t.t("staff_channel_down",{name:p})}
                @click=${()=>u(1)}
              >
                ↓
              </button>
              <button
                type="button"
                class="small"
                aria-label=${t.t("staff_channel_remove",{name:p})}
                @click=${()=>o.update({channels:i.filter(w=>w!==h)})}
              >
                ×
              </button>
            </li>`})}
        </ol>
        ${d.length&&i.length<ti?$({name:"add",label:t.t("staff_channel_add"),value:"",options:[["",t.t("staff_channel_choose")],...d.map(h=>[h,M(h,s,t)])],change:h=>h&&o.update({channels:[...i,h]})}):c}
      </fieldset>
      ${g(t,o.work.problem)}
      <div class="ends">
        <button type="button" @click=${()=>o.cancel()}>${t.t("cancel")}</button>
        <button class="strong" data-do="save" ?disabled=${o.work.busy!==void 0}>
          ${_(t,t.t("save"),o.work.busy!==void 0)}
        </button>
      </div>
    </form>`}channelList(e){let{words:t,channels:o,hass:s}=this;return r`
      <p>${t.t("channels_intro")}</p>
      ${e?r`<p class="hint">${t.t("channels_options")}</p>`:c}
      ${k(t,o.channels,i=>P({caption:t.t("channels_caption"),empty:t.t("channels_empty"),rows:i,key:d=>d.channel,rowClass:d=>d.state==="failing"?"bad":"",columns:[{head:t.t("channels_number"),style:"tight",cell:d=>d.number??""},{head:t.t("channels_name"),style:"strong",cell:d=>M(d.channel,s,t)},{head:t.t("channels_for"),cell:d=>t.list(this.usedBy(d))},{head:t.t("channels_state"),cell:d=>{let l={ok:"fine",failing:"bad",unknown:"calm"}[d.state],h=d.last_error?t.option("delivery_error",d.last_error,""):"";return r`<span
                  ><span class="chip ${l}">${t.t(`health_${d.state}`)}</span> ${d.state==="failing"||d.last_error?r`<span class="hint">${h}</span>`:c}</span
                >`}},{head:t.t("channels_last"),cell:d=>this.at(d.last_ok)},{head:"",style:"tight",cell:d=>e?r`<div class="bar">
                      <button
                        class="small"
                        data-do="test"
                        aria-label="${t.t("channel_test")} ${M(d.channel,s,t)}"
                        @click=${()=>this.test(d)}
                      >
                        ${t.t("channel_test")}
                      </button>
                    </div>`:c}]}))}
    `}usedBy({used_by:e}){let{words:t}=this;return[e.staff?t.t("channels_staff",{count:e.staff}):"",e.contacts?t.t("channels_contacts"):"",e.sirens?t.t("channels_sirens"):"",e.groups?t.t("channels_groups"):""].filter(Boolean)}test(e){this.testing=e,this.channels.answer=void 0,this.channels.work.forget(),this.requestUpdate()}testDialog(){let{words:e,channels:t,testing:o,hass:s}=this,{answer:i}=t,d=l=>{l.preventDefault(),o&&t.test(o.channel,A(l).number?.trim()??"")};return r`<smart-community-dialog
      .heading=${o?e.t("channel_test_title",{name:M(o.channel,s,e)}):""}
      .open=${o!==void 0}
      @sc-back=${()=>this.test(void 0)}
    >
      ${o?r`<form novalidate @submit=${d}>
              <p>${e.t("channel_test_text")}</p>
              ${o.kind==="script"?v({name:"number",label:e.t("channel_test_number"),hint:e.t("channel_test_number_hint"),type:"tel"}):c}
              ${i?r`<p class=${i.ok?"good":"problem"} role="alert">
                      ${i.ok?e.t("channel_test_ok"):e.t("channel_test_failed",{reason:e.option("delivery_error",i.error??"",e.t("page_error_unknown"))})}
                    </p>`:c}
              ${g(e,t.work.problem)}
              <div class="ends">
                <button type="button" @click=${()=>this.test(void 0)}>${e.t("close")}</button>
                <button class="strong" data-do="send" ?disabled=${t.work.busy!==void 0}>
                  ${_(e,e.t("channel_test_do"),t.work.busy!==void 0)}
                </button>
              </div>
            </form>`:c}
    </smart-community-dialog>`}};D("smart-community-dialog",Xe);D("smart-community-clip",Ve);D("smart-community-fall",ze);D("smart-community-handover",Be);D("smart-community-roster",rt);D("smart-community-register",at);D("smart-community-devices",Ne);D("smart-community-plans",et);D("smart-community-staff",ct);D("smart-community-journal",Ye);D("smart-community-elevators",je);D("smart-community-cameras",Le);D("smart-community-commissioning",Ee);
