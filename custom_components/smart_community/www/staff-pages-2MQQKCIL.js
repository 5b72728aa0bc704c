/* Smart Community, built from frontend/ by `npm run build`. Lit: BSD-3-Clause, Google LLC. */
import{B as Pt,C as nt,Ca as Bt,D as pe,Da as zt,E as ue,Ea as st,F as se,G as fe,Ga as Vt,H as At,Ha as Qt,I as q,Ia as Kt,J as ge,Ja as Yt,K as X,Ka as I,L as Dt,M as ot,O as It,S as Et,T as D,U as _e,V as N,W as Ft,a as $t,b as Tt,ba as Wt,c as et,d as T,e as r,f as oe,fa as Ot,g as c,ga as R,h as re,i as j,j as de,k as le,la as Nt,m as ce,ma as ve,n as Y,na as Ht,o as he,oa as B,p as xt,pa as Mt,q as u,qa as Lt,r as y,ra as jt,s as S,sa as Ut,v as me,va as Gt,w as St,x as Rt,y as Ct,ya as we,z as tt,za as qt}from"./chunk-ELD2BKRP.js";var Xt={unauthorized:{message:"Your account has no role that allows this. Ask the technician to give it one."},not_loaded:{message:"Smart Community is not running, so nothing was done. Start it under Settings > Devices & services, then try again."},store_failed:{message:"The database of Smart Community could not be used ({failure}), so nothing was changed. Settings > System > Repairs says what to do about it; then try again."},incident_unknown:{message:"There is no incident with the ID {incident_id}. Check it against the list of incidents."},incident_resolved:{message:"Incident {incident_id} is resolved already and cannot be changed. If help is needed again, open a new one."},plan_invalid:{message:"This plan cannot be saved ({reason}, step {step}): it could leave somebody without help. Correct it and save again."},plan_changed:{message:"Somebody else has saved this plan meanwhile. Read it again, then make your change."},step_unknown:{message:"The plan of incident {incident_id} has fewer steps. Leave out the step, or name one that it has."},incident_error:{message:"This cannot be done with incident {incident_id} as it is now. Load the list of incidents again."},text_too_long:{message:"The text is too long. Shorten it to {limit} characters."},home_unknown:{message:"The register has no home with the ID {home}. Look for it in the list of homes; the ID is not the number on the door."},building_unknown:{message:"The register has no building with the ID {building}. Look for it in the list of homes; the ID is not the name."},home_not_in_building:{message:"Home {home} is not in building {building}, so nobody would know where to go. Give only the home."},device_unknown:{message:"Nothing was ever heard of a device with the ID {device}. Press its button once, so that it appears in the list of unassigned devices, or give the ID of an entity."},device_not_of_entities:{message:"Device {device} speaks for itself over MQTT, so no entities can be bound to it. Assign it without entities."},point_missing:{message:"Exactly one entity is required that makes the device what it is, as one of: {point}. Choose the entity of the button or sensor."},entity_unknown:{message:"There is no entity {entity}. Check its ID, and that its integration is set up."},entity_is_ours:{message:"{entity} belongs to Smart Community itself, and a button bound to it would press itself. Choose the entity of the real button."},entity_disabled:{message:"{entity} is disabled, so it would never report anything. Enable it first, then assign it again."},entity_cannot_speak:{message:"{entity} cannot speak. Choose media players or Assist satellites."},speech_engine_missing:{message:"Media players need a text-to-speech engine, and Home Assistant has none. Add one under Settings > Devices & services, then try again."},account_unknown:{message:"Home Assistant has no account with the ID {user_id}. Add the person under Settings > People and allow them to log in, then give the account its role."},file_not_sheet:{message:"{file} is not named like a sheet. Save it as CSV UTF-8 with a name that ends in .csv, or as a workbook that ends in .xlsx."},file_not_allowed:{message:"{file} is outside the folders that Home Assistant may read. Put it into the configuration folder, or add its folder to allowlist_external_dirs."},file_too_large:{message:"{file} is larger than 32 MiB, far more than any register needs. Check that it is the right file."},file_unreadable:{message:"{file} cannot be read. Check its name and path, and that Home Assistant may read it."},import_running:{message:"A register is being imported at this moment. Wait until that has ended, then try again."},home_exists:{message:"The register has a home with this building, unit and number already. Change that one, or correct the number."},field_unknown:{message:"There is no field {field}. Correct its name, or leave it out."},wrong_type:{message:"The value of {field} is of the wrong type. Text is needed, for a floor a whole number, for contacts a list."},too_many_contacts:{message:"A home has at most {limit} contacts. Leave out the others."},role_unknown:{message:"There is no such role to give. Choose duty room, grid worker, community office, auditor or resident portal; a technician is whoever administers Home Assistant."},too_many_channels:{message:"A person has at most {limit} channels. Leave out the others."},channel_unknown:{message:"A channel is the word mobile_app, or the ID of a notify entity, a notify action or a script, such as script.sms. Correct it."},missing_value:{message:"{field} must not be empty. Fill it in."},too_long:{message:"{field} is too long. Shorten it to 200 characters, a note to 2000."},unreadable_character:{message:"{field} holds a character that no text has. Type it again; save a file as CSV UTF-8."},not_a_number:{message:"{field} is not a whole number. Write it in digits, floors below ground with a minus sign."},out_of_range:{message:"{field} is not between -20 and 200. Correct the floor."},not_a_phone:{message:"{field} is not a phone number. Write it in digits; leave out a contact whose number is not known."},looks_like_date:{message:"{field} was turned into a date by a spreadsheet. Format the column as text and type it again."},empty_sheet:{message:"There is no row below the headings. Check that it is the right file."},too_large:{message:"The file is too large for a register. Check that it is the right one, or split it."},too_many_rows:{message:"The file has more than 50000 rows. Split it and import the parts."},malformed:{message:"The quotation marks do not match. A quotation mark within a value must be doubled."},missing_heading:{message:"A required column is missing. Name it in the first row: building and home are needed."},unknown_heading:{message:"This heading is not known. Correct it, or delete the column."},duplicate_heading:{message:"Two columns have this heading. Delete one."},extra_value:{message:"There is a value in a column without a heading. Give the column a heading, or empty it."},duplicate_home:{message:"An earlier line names the same home. Delete one of the two."},ambiguous_home:{message:"Several units have a home with this number. Add the column for the unit."},not_a_year:{message:"{field} is not a year of birth between 1890 and 2100. Write it in four digits, or leave it empty."},unknown_care:{message:"{field} holds what is no reason for care. Use over 80, chronic illness, disabled, dementia, lives alone or child left behind, with commas between."},formula_error:{message:"The formula here has an error. Correct it, or type the value."},formula_without_value:{message:"The formula here was never calculated. Open the file in a spreadsheet, save it, and try again."},several_sheets:{message:"Another sheet of this workbook has homes as well. Put all homes onto the first sheet."},not_a_workbook:{message:"This is no workbook that can be read, or it is damaged. Save it again as .xlsx or as CSV UTF-8."},old_workbook:{message:"This is an .xls file, or it has a password. Save it as .xlsx without a password."},workbook_with_macros:{message:"There are macros in this workbook. Save it as .xlsx, which has none."},not_utf8:{message:"This text is not UTF-8. In Excel or WPS, save the sheet again with the file type CSV UTF-8, or as .xlsx."},too_many_residents:{message:"A home has at most {limit} residents here. Leave out the others."},resident_unknown:{message:"One of the residents is not of this home. Load the home again, then change it."},grid_unknown:{message:"The register has no grid with this ID. Load the list of grids again."},grid_exists:{message:"There is a grid with this name already. Change that one, or choose another name."},nothing_to_undo:{message:"There is no import to undo: none was made, or the last one was undone already."},changed_since_import:{message:"{count} homes or grids were changed by hand since the import, and an undo would lose that. Correct the register by hand, or import a corrected sheet."},homes_needed:{message:"{count} homes that the import made are in use: they have a device, an open incident or a consent. Take those away first, or correct the register by hand."},no_import_report:{message:"The rows of this import are not kept any more. Make a dry run again."},upload_unknown:{message:"This file was not uploaded from your account, or too long ago. Choose it again."},upload_too_large:{message:"The file is larger than 32 MiB, far more than any register needs. Check that it is the right file."},incident_active:{message:"Incident #{number} of this home is not resolved: whoever is on the way needs the name. Resolve it first, then erase."},file_missing:{message:"No file was given. Choose one."},part_not_base64:{message:"A part of the file arrived damaged. Choose the file again."},token_refused:{message:"This token is wrong or has been used. Nothing was acknowledged."},token_locked:{message:"Too many wrong tokens for this alarm: try again in a minute, or acknowledge it on the screen."},channel_not_in_use:{message:"{channel} is no channel that is in use."},handover_error:{message:"This hand-over cannot be changed. Reload the page."},handover_unknown:{message:"There is no such hand-over, or it is given already. Reload the page."},handover_not_given:{message:"This hand-over is still a draft: whoever writes it must give it first."},handover_accepted:{message:"Somebody has accepted this hand-over already. Reload the page."},handover_own:{message:"You cannot accept your own hand-over: the next shift does."},time_invalid:{message:"{time} is no time. Write it like 2026-11-23T08:00:00+08:00."},entity_not_smoke_or_gas:{message:"{entity} does not say whether it is a smoke or a gas sensor. Give it that device class in its settings, then assign it again."},place_missing:{message:"Say where the device belongs: give the ID of a home or of a building."},device_not_assigned:{message:"Device {device} belongs to no home and no building, so it cannot be tested. Assign it first."},test_unknown:{message:"No test with the ID {test} is running; it may have ended by itself."},siren_not_connected:{message:"The siren was not reached, because the MQTT broker is not. Settings > System > Repairs says what to do about it."},siren_no_result:{message:"The siren did not answer, so it may be silent. Check its power and its network."},siren_refused:{message:"The siren answered that it could not do it. Check the siren."},vault_locked:{message:"The key to personal data is missing, so people cannot be changed: what is stored could not be read and would be lost. Settings > System > Repairs asks for the recovery phrase."},backup_holds_key:{message:"This version of Home Assistant would put the key to personal data into the backup in clear, so no backup was made. Look for a newer version of Smart Community."},database_in_use:{message:"Another Home Assistant uses the database of Smart Community in {folder}. Stop one of the two; Settings > System > Repairs says more."},roster_invalid:{message:"The roster cannot be read at {where}: correct it there."},roster_role:{message:"There is no roster for {where}: only for grid workers, the duty room and the community office."},roster_person:{message:"The account {where} does not have this role, or is the one who asks: choose another person."},roster_shift:{message:"The roster has no shift {where} on this date."},roster_from_calendar:{message:"This roster is read from a calendar: change it there."},roster_missing:{message:"This role has no roster: whoever has the role is on duty."},roster_calendar_unread:{message:"The calendar {where} does not answer, or is not there. Check its integration, then try again."},roster_own_calendar:{message:"The calendar {where} shows this roster. Choose the one that it shall be read from."},swap_unknown:{message:"This swap is not known, or was long ago."},swap_decided:{message:"This swap is decided already."},swap_not_yours:{message:"This swap is decided by the person who was asked or by the community office, and withdrawn by who asked."},swap_not_on_shift:{message:"The shift {where} is not this person's (any more) on that date."},swap_same_shift:{message:"This person is on the shift {where} already."},swap_overlaps:{message:"This person would be on two shifts at once."},swap_begun:{message:"The shift {where} has begun: only one to come can be swapped."},elevator_unknown:{message:"There is no elevator {elevator}."},phrase_unknown:{message:"There is no prepared phrase {phrase}."},phrase_or_text:{message:"Give either a prepared phrase or a text."},voice_missing:{message:"{elevator} has no speaker and no voice of its own. Add a speaker in its settings."},voice_failed:{message:"Nothing in {elevator} could speak. Check the speaker, and call out or use the elevator's own intercom."},target_missing:{message:"Name at least one speaker or elevator."},firm_missing:{message:"Name the licensed maintenance firm and its licence first."},date_in_future:{message:"The date is in the future."},draft_missing:{message:"No commissioning has been begun for this elevator. Start one first."},result_missing:{message:"Say what came of this item."},must_be_driven:{message:"This item cannot pass by word: run its test, and it is recorded as it was seen."},not_seen:{message:"The elevator has not shown this since the commissioning was begun. Bring it about, and try again."},may_not_be_left_out:{message:"This item cannot be left out: the elevator has this point, or a hold needs it."},note_missing:{message:"Write a note that says why this item is left out."},car_not_open:{message:"The car does not surely stand at a landing with its door open. Bring it there, and try again."},car_inhibited:{message:"Something forbids a hold now, such as fire service. End it, and try again."},car_held:{message:"The door is held now. Let it go, and try again."},test_running:{message:"A test of this elevator is running."},points_changed:{message:"The elevator has been set up otherwise since. Begin the commissioning anew."},commissioning_incomplete:{message:"These items are not recorded, or have failed: {items}."},commissioning_unknown:{message:"There is no such commissioning record."},entity_did_not_speak:{message:"{entity} did not play it. Check whether it is switched on and reached."},camera_unknown:{message:"There is no camera with the ID {camera}. Check it against the list of cameras."},media_unknown:{message:"The incident has no such picture; its time may be over."},media_gone:{message:"This picture is in the list, but its file is gone or does not open."},media_type_refused:{message:"Only pictures, clips and sounds in formats that browsers show are kept."},media_too_large:{message:"This is too large to be kept with an incident: at most 32 MiB."},media_too_many:{message:"The incident has 100 pictures and sounds already; no more are kept."},media_not_saved:{message:"The picture could not be written, so it is not kept. Settings > System > Repairs says what to do about it."},hold_points_missing:{message:"This elevator lacks a point that a hold needs (relay, door, landing or fire). Its card names it."},hold_not_commissioned:{message:"This elevator has no valid commissioning record, or one of its tests is running. Meanwhile the guard speaks and raises the alarm, and holds no door."},hold_suspended:{message:"The guard of this elevator only speaks until a technician has looked: see the open task."},hold_inhibited:{message:"The door is not held: fire, firefighters, inspection, earthquake, entrapment or overload."},hold_unknown:{message:"The door is not held: the elevator or its camera cannot be heard, or does not say enough."},hold_riding:{message:"The door is not held: the car does not stand at a landing with its door open."},hold_not_held:{message:"The door is not held now."},hold_barred:{message:"The door was let go, or its 120 seconds are over. A person may ask again."},hold_not_agreed:{message:"No two sightings agree on an e-bike in the car, so a rule may not have its door held. A person may."}};var Zt={unauthorized:{message:"您的账号没有执行此操作的权限。请联系技术员为账号分配相应的角色。"},not_loaded:{message:"智慧社区没有运行，本次操作没有执行。请在“设置 > 设备与服务”中启动后重试。"},store_failed:{message:"智慧社区的数据库无法读写（{failure}），本次操作没有生效。请按“设置 > 系统 > 修复”中的提示处理后重试。"},incident_unknown:{message:"没有 ID 为 {incident_id} 的报警。请与报警列表核对。"},incident_resolved:{message:"报警 {incident_id} 已经办结，不能再作更改。如仍需处置，请发起新的报警。"},plan_invalid:{message:"无法保存该预案（{reason}，第 {step} 步）：可能导致无人响应。请修改后重新保存。"},plan_changed:{message:"该预案已被他人修改。请重新读取后再作更改。"},step_unknown:{message:"报警 {incident_id} 的预案没有这么多步骤。请不填步骤，或填写已有的步骤。"},incident_error:{message:"报警 {incident_id} 目前的状态不允许此操作。请刷新报警列表。"},text_too_long:{message:"内容过长。请缩短到 {limit} 字以内。"},home_unknown:{message:"住户台账中没有 ID 为 {home} 的房屋。请在房屋列表中查找，ID 不是房号。"},building_unknown:{message:"住户台账中没有 ID 为 {building} 的楼栋。请在房屋列表中查找，ID 不是楼栋名称。"},home_not_in_building:{message:"房屋 {home} 不在楼栋 {building} 内，没有人会知道该去哪里。请只填写房屋。"},device_unknown:{message:"从未收到过设备 {device} 的消息。请按一次该设备的按钮，使其出现在未绑定设备列表中；也可填写实体的 ID。"},device_not_of_entities:{message:"设备 {device} 直接使用 MQTT，不能绑定实体。请去掉实体后再绑定。"},point_missing:{message:"需要且只需要一个决定设备种类的实体，可以是：{point}。请选择按钮或传感器的实体。"},entity_unknown:{message:"没有实体 {entity}。请核对其 ID，并确认所属集成已经配置。"},entity_is_ours:{message:"{entity} 是智慧社区自己的实体，绑定后会不断触发自身。请选择实际按钮的实体。"},entity_disabled:{message:"{entity} 已被禁用，不会上报任何状态。请先启用该实体，再重新绑定。"},entity_cannot_speak:{message:"{entity} 不能播报语音。请选择媒体播放器或 Assist 语音终端。"},speech_engine_missing:{message:"媒体播放器播报需要语音合成引擎，但 Home Assistant 中没有。请在“设置 > 设备与服务”中添加后重试。"},account_unknown:{message:"Home Assistant 中没有 ID 为 {user_id} 的账号。请先在“设置 > 人员”中添加并允许登录，再分配角色。"},file_not_sheet:{message:"{file} 的文件名不是表格。请另存为 CSV UTF-8（以 .csv 结尾），或以 .xlsx 结尾的工作簿。"},file_not_allowed:{message:"{file} 不在 Home Assistant 允许读取的文件夹中。请放入配置文件夹，或将其所在文件夹加入 allowlist_external_dirs。"},file_too_large:{message:"{file} 超过 32 MiB，远大于正常的住户台账。请确认文件是否正确。"},file_unreadable:{message:"无法读取 {file}。请检查文件名和路径，以及 Home Assistant 是否有读取权限。"},import_running:{message:"正在导入住户台账。请等待导入结束后重试。"},home_exists:{message:"住户台账中已有相同楼栋、单元和房号的房屋。请修改原有房屋，或更正房号。"},field_unknown:{message:"没有名为 {field} 的字段。请更正名称，或去掉该字段。"},wrong_type:{message:"字段 {field} 的类型不对。应为文本；楼层应为整数，联系人应为列表。"},too_many_contacts:{message:"每套房屋最多 {limit} 位联系人。请删去多余的。"},role_unknown:{message:"没有可分配的这种角色。可选值班室、网格员、社区居委会、审计员或居民端；技术员即 Home Assistant 的管理员。"},too_many_channels:{message:"每人最多 {limit} 种通知方式。请删去多余的。"},channel_unknown:{message:"渠道只能是 mobile_app，或某个通知实体、通知动作、脚本的 ID，例如 script.sms。请更正。"},missing_value:{message:"{field} 不能为空，请填写。"},too_long:{message:"{field} 过长。请缩短到 200 字以内，备注 2000 字以内。"},unreadable_character:{message:"{field} 中有乱码。请重新输入；如为文件，请另存为“CSV UTF-8”。"},not_a_number:{message:"{field} 不是整数。请用数字填写，地下楼层用负数。"},out_of_range:{message:"{field} 不在 -20 至 200 之间。请更正楼层。"},not_a_phone:{message:"{field} 不是电话号码。请用数字填写；号码不详的联系人请不要填。"},looks_like_date:{message:"{field} 被表格软件变成了日期。请将该列设为文本格式后重新填写。"},empty_sheet:{message:"标题行下面没有数据。请确认文件是否正确。"},too_large:{message:"文件过大，不像是住户台账。请确认文件是否正确，或拆分后导入。"},too_many_rows:{message:"文件超过 50000 行。请拆分后分别导入。"},malformed:{message:"引号不成对。单元格内容中的引号要写成两个。"},missing_heading:{message:"缺少必需的列。请在第一行写明列名，“楼栋”和“房号”两列必须有。"},unknown_heading:{message:"无法识别这个列名。请更正，或删除该列。"},duplicate_heading:{message:"有两列使用了同一个列名。请删除其中一列。"},extra_value:{message:"没有列名的列中有内容。请补上列名，或清空该列。"},duplicate_home:{message:"前面已有同一套房屋。请删除其中一行。"},ambiguous_home:{message:"多个单元有相同的房号。请补上“单元”列。"},not_a_year:{message:"{field} 不是 1890 到 2100 之间的出生年份。请写四位数字，或者留空。"},unknown_care:{message:"{field} 里有无法识别的关爱原因。请用 80岁以上、慢性病、残疾、失智、独居、留守儿童，用逗号分开。"},formula_error:{message:"这里的公式有错误。请改正公式，或者直接输入值。"},formula_without_value:{message:"这里的公式没有计算过。请用表格软件打开文件，保存后再试。"},several_sheets:{message:"这个工作簿的另一张表里也有房屋。请把所有房屋放到第一张表里。"},not_a_workbook:{message:"这不是可以读取的工作簿，或者文件已损坏。请重新另存为 .xlsx 或 CSV UTF-8。"},old_workbook:{message:"这是 .xls 文件，或者设有密码。请另存为没有密码的 .xlsx。"},workbook_with_macros:{message:"这个工作簿里有宏。请另存为不带宏的 .xlsx。"},not_utf8:{message:"这个文本不是 UTF-8 编码。请在 Excel 或 WPS 中另存为 CSV UTF-8，或者另存为 .xlsx。"},too_many_residents:{message:"一户最多登记 {limit} 位居民。请去掉其余的。"},resident_unknown:{message:"其中一位居民不属于这一户。请重新打开这一户再修改。"},grid_unknown:{message:"台账里没有这个 ID 的网格。请重新打开网格列表。"},grid_exists:{message:"已经有同名的网格。请修改那一个，或者换一个名称。"},nothing_to_undo:{message:"没有可以撤销的导入：还没有导入过，或者上一次导入已经撤销。"},changed_since_import:{message:"导入之后有 {count} 户房屋或网格被手工修改过，撤销会丢失这些修改。请手工改正台账，或者导入改正后的表格。"},homes_needed:{message:"导入时新建的房屋有 {count} 户已在使用：有设备、未了结的事件或同意书。请先解除，或者手工改正台账。"},no_import_report:{message:"这次导入的逐行结果已不再保留。请重新试运行。"},upload_unknown:{message:"这个文件不是由你的账号上传的，或者上传时间太久。请重新选择文件。"},upload_too_large:{message:"文件大于 32 MiB，远超台账所需。请检查是否选对了文件。"},incident_active:{message:"这一户的事件 #{number} 还没有了结：正在赶去的人需要知道姓名。请先了结事件，再删除。"},file_missing:{message:"没有给出文件。请选择一个文件。"},part_not_base64:{message:"文件的一部分在传输中损坏。请重新选择文件。"},token_refused:{message:"口令错误或已被使用，没有接警。"},token_locked:{message:"此报警的错误口令过多：请一分钟后再试，或在屏幕上接警。"},channel_not_in_use:{message:"{channel} 不是正在使用的渠道。"},handover_error:{message:"无法更改此交接班记录。请刷新页面。"},handover_unknown:{message:"没有此交接班记录，或已经交出。请刷新页面。"},handover_not_given:{message:"此交接班记录仍是草稿，须由填写人先交出。"},handover_accepted:{message:"此交接班记录已有人接收。请刷新页面。"},handover_own:{message:"不能接收自己交出的班，须由下一班人员接收。"},time_invalid:{message:"“{time}”不是有效时间。请按 2026-11-23T08:00:00+08:00 的格式填写。"},entity_not_smoke_or_gas:{message:"{entity} 没有说明自己是烟雾还是燃气传感器。请在其设置中选好设备类别，再重新分配。"},place_missing:{message:"请说明设备属于哪里：填写房屋或楼栋的 ID。"},device_not_assigned:{message:"设备 {device} 不属于任何房屋或楼栋，无法测试。请先分配。"},test_unknown:{message:"没有正在进行的测试 {test}，可能已经自动结束。"},siren_not_connected:{message:"无法连接 MQTT 服务器，因此没有联系上警号。处理办法见“设置 > 系统 > 修复”。"},siren_no_result:{message:"警号没有回应，可能没有响。请检查其电源和网络。"},siren_refused:{message:"警号回应说无法执行。请检查警号。"},vault_locked:{message:"缺少个人信息的密钥，暂时不能修改住户信息：现有内容读不出来，修改会造成丢失。请在“设置 > 系统 > 修复”中输入恢复口令。"},backup_holds_key:{message:"此版本的 Home Assistant 会把个人信息的密钥以明文写入备份，因此没有制作备份。请更新智慧社区。"},database_in_use:{message:"另一个 Home Assistant 正在使用 {folder} 中的智慧社区数据库。请停掉其中一个，详见“设置 > 系统 > 修复”。"},roster_invalid:{message:"排班表的 {where} 处无法识别，请更正。"},roster_role:{message:"{where} 没有排班：只有网格员、值班室和社区办公室有。"},roster_person:{message:"账号 {where} 没有该岗位，或就是提出者本人，请选择其他人。"},roster_shift:{message:"这一天的排班中没有班次 {where}。"},roster_from_calendar:{message:"该排班读自日历，请在日历中修改。"},roster_missing:{message:"该岗位没有排班表：担任该岗位的人都在岗。"},roster_calendar_unread:{message:"日历 {where} 没有响应，或不存在。请检查其集成后重试。"},roster_own_calendar:{message:"日历 {where} 显示的就是这份排班，请选择排班的来源日历。"},swap_unknown:{message:"没有这个换班申请，或时间太久。"},swap_decided:{message:"该换班申请已经处理。"},swap_not_yours:{message:"换班由被询问的人或社区办公室决定，由提出者撤回。"},swap_not_on_shift:{message:"这一天的班次 {where} 不（再）是此人的。"},swap_same_shift:{message:"此人已经在班次 {where} 上。"},swap_overlaps:{message:"此人会同时上两个班。"},swap_begun:{message:"班次 {where} 已经开始：只能换今后的班。"},elevator_unknown:{message:"没有编号为 {elevator} 的电梯。"},phrase_unknown:{message:"没有名为 {phrase} 的预制话术。"},phrase_or_text:{message:"请在预制话术和文字中任选其一。"},voice_missing:{message:"{elevator}没有扬声器，也不能自行播报。请在电梯设置中添加扬声器。"},voice_failed:{message:"{elevator}内没有任何设备能够播报。请检查扬声器，并现场喊话或使用电梯自带的对讲。"},target_missing:{message:"请至少指定一个扬声器或一部电梯。"},firm_missing:{message:"请先填写有资质的维保单位及其许可证编号。"},date_in_future:{message:"日期不能晚于今天。"},draft_missing:{message:"这部电梯还没有开始调试验收，请先开始。"},result_missing:{message:"请填写该项的结果。"},must_be_driven:{message:"该项不能凭口头判定合格：请运行测试，系统按实际看到的结果记录。"},not_seen:{message:"自调试验收开始以来，电梯没有出现过该信号。请实际触发后再试。"},may_not_be_left_out:{message:"该项不能略过：电梯具备该信号，或开门保持必须用到它。"},note_missing:{message:"请写明略过该项的原因。"},car_not_open:{message:"无法确认轿厢停在层站且门已打开。请将轿厢开到层站并打开门后再试。"},car_inhibited:{message:"当前有禁止开门保持的状态（如消防状态）。请解除后再试。"},car_held:{message:"电梯门正在保持中。请先解除，再试。"},test_running:{message:"这部电梯正在测试中。"},points_changed:{message:"电梯的接线设置已更改，请重新开始调试验收。"},commissioning_incomplete:{message:"以下项目尚未记录或不合格：{items}。"},commissioning_unknown:{message:"没有这份调试验收记录。"},entity_did_not_speak:{message:"{entity} 没有播报。请检查设备是否开启并在线。"},camera_unknown:{message:"没有 ID 为 {camera} 的摄像头。请对照摄像头列表检查。"},media_unknown:{message:"该事件没有这个画面；它可能已过保存期。"},media_gone:{message:"列表中有这个画面，但文件已丢失或无法打开。"},media_type_refused:{message:"只保存浏览器能显示的图片、视频和声音格式。"},media_too_large:{message:"内容太大，无法随事件保存：最大 32 MiB。"},media_too_many:{message:"该事件已有 100 个画面和声音，不再保存更多。"},media_not_saved:{message:"画面无法写入，因此没有保存。处理办法见 设置 > 系统 > 修复。"},hold_points_missing:{message:"该电梯缺少保持开门所需的点位（继电器、门、平层或消防）。电梯卡片上有说明。"},hold_not_commissioned:{message:"该电梯没有有效的调试验收记录，或正在进行验收测试。在此期间，守护程序只语音提醒和报警，不保持开门。"},hold_suspended:{message:"在技术人员检查之前，该电梯的守护程序仅语音提醒：请查看未完成的任务。"},hold_inhibited:{message:"不能保持开门：消防、消防员运行、检修、地震、困人或超载。"},hold_unknown:{message:"不能保持开门：电梯或其摄像机失去联系，或信息不足。"},hold_riding:{message:"不能保持开门：轿厢未平层停靠或门未打开。"},hold_not_held:{message:"当前没有保持开门。"},hold_barred:{message:"已被放行，或 120 秒已到。人员可以再次请求。"},hold_not_agreed:{message:"没有两次一致的识别确认轿厢内有电动自行车，自动化不能保持开门；人员可以。"}};var Jt={com_intro:["Without a commissioning the community only speaks and alarms; it holds no door. The contact beside the door-open button may be installed only by a maintenance firm licensed for elevators. Go through the list in the car, with the phone in your hand.","未验收的电梯只播报和报警，不会保持开门。与开门按钮并联的触点只能由有电梯维保资质的单位安装。请带手机在轿厢内逐项完成。"],com_list:["Elevators","电梯列表"],com_in_force:["Commissioned on {at}","{at} 已验收"],com_draft:["Under way: {done} of {total}","进行中：{done} / {total}"],com_none:["Not commissioned","尚未验收"],com_void_points_changed:["No longer valid: its wiring or points were changed","已失效：接线或点位有改动"],com_void_replaced:["Replaced by a newer one","已由新的验收替代"],com_begin:["Begin","开始验收"],com_go_on:["Go on","继续验收"],com_again:["Commission anew","重新验收"],com_look:["Look at the record","查看记录"],com_who:["Who tests","验收单位"],com_firm:["Maintenance firm","维保单位"],com_firm_hint:["The firm that is licensed for this elevator","持有本电梯维保资质的单位"],com_licence:["Licence number","许可证编号"],com_date:["Date","日期"],com_correct:["Correct firm, licence or date","修改单位、许可证或日期"],com_start:["Begin the list","开始逐项测试"],com_progress:["{done} of {total} done","已完成 {done} / {total}"],com_step:["Test {number} of {total}","第 {number} 项，共 {total} 项"],com_car:["The car says: {floor}, {door}","轿厢状态：{floor}，{door}"],com_run:["Run the test","开始测试"],com_running:["Testing, up to 30 seconds. Stay at the open door …","正在测试，最长 30 秒，请守在门旁……"],com_run_again:["Test again","重新测试"],com_passed:["It was right","符合"],com_failed:["It was NOT right","不符合"],com_not_fitted:["Not fitted","未安装"],com_not_fitted_hint:["“Not fitted” needs a note: why this elevator has no such signal.","选择“未安装”须填备注：本电梯为何没有此信号。"],com_note:["Note","备注"],com_result_passed:["passed","合格"],com_result_failed:["FAILED","不合格"],com_result_not_fitted:["not fitted","未安装"],com_result_open:["open","待测"],com_seconds:["{count} s","{count} 秒"],com_measured:["measured: {count} s","实测 {count} 秒"],com_technician:["Only a technician runs the tests, records their results and puts the record in force.","只有技术员可以运行测试、记录结果并使记录生效。"],com_waiting_for_car:["Waiting until the car shows it …","正在等待轿厢报告……"],com_seen:["The car showed it at {at}.","轿厢已于 {at} 报告。"],com_before:["Back","上一项"],com_after:["Next","下一项"],com_overview:["All tests","全部项目"],com_all_done:["Every test is done.","全部项目已完成。"],com_finish:["Put it in force","验收生效"],com_finish_hint:["From then on the community may ask for this elevator's door to be held.","生效后，系统才可以请求保持这部电梯开门。"],com_finished:["In force. Print it and put a copy into the machine room.","已生效。请打印一份存放机房。"],com_print:["Print","打印"],com_printing:["Making the page …","正在生成……"],com_record_of:["{firm}, licence {licence}, {date}","{firm}，许可证 {licence}，{date}"],com_by:["{at} by {name}","{at}，{name}"],com_empty:["No elevator has been set up.","还没有设置电梯。"],item_hold:["The door is held","保持开门"],do_hold:["Stop the car at a floor with its door open. Stand at the door, then run the test: the community asks for the door once, for 10 seconds.","让轿厢停在平层并开着门。守在门旁，然后开始测试：系统请求保持开门一次，10 秒。"],item_let_go:["It lets go when told","收到指令后放开"],do_let_go:["Same place, door open. The community holds the door and then lets go; the door must close by itself as usual.","位置不变，门开着。系统先保持开门再放开，门应照常自行关闭。"],item_let_go_cut_off:["It lets go with us cut off","断开联系后自行放开"],do_let_go_cut_off:["Door open. The community asks for the door three times, 3 seconds apart, and then says nothing more, as if it were cut off: the elevator must let go by itself.","门开着。系统每隔 3 秒请求一次，共三次，此后不再发送任何指令，等于断开联系：电梯必须自行放开。"],item_fire:["Fire recall","火灾迫降"],do_fire:["Switch fire recall on at the panel, wait until this page shows it, switch it off again. While it was on the door was not held.","在消防盘上启动迫降，等本页显示后再恢复。迫降期间门没有被保持。"],item_firefighter:["Firefighter service","消防员服务"],do_firefighter:["Turn the firefighter key on, wait until this page shows it, turn it off. The door was not held.","打开消防员钥匙，等本页显示后再关闭。期间门没有被保持。"],item_inspection:["Inspection","检修"],do_inspection:["Switch to inspection, wait until this page shows it, switch back. The door was not held.","切换到检修，等本页显示后恢复。期间门没有被保持。"],item_earthquake:["Earthquake","地震运行"],do_earthquake:["Trigger the earthquake signal at the controller, wait until this page shows it, reset it. The door was not held.","在控制柜触发地震信号，等本页显示后复位。期间门没有被保持。"],item_entrapment:["Entrapment","困人"],do_entrapment:["Trigger the entrapment signal as the manual says, wait until this page shows it, reset it. An alarm opens in the duty room: tell them before.","按说明书触发困人信号，等本页显示后复位。值班室会收到报警，请先告知。"],item_overload:["Overload","超载"],do_overload:["Trigger the overload contact with the door open, wait until this page shows it, reset it. The door was not held.","开着门触发超载触点，等本页显示后恢复。期间门没有被保持。"],item_moving:["Moving","运行"],do_moving:["Let the car go to another floor. Wait until this page shows that it moves. It was never asked to hold while it moved.","让轿厢运行到另一层，等本页显示正在运行。运行中从未请求保持开门。"],item_key:["The elevator's own key","电梯自带钥匙"],do_key:["Hold the door (page Elevators), then turn the elevator's own key: the door must be free at once, and this page shows it.","先在“电梯”页保持开门，再转动电梯自带钥匙：门必须立即放开，本页会显示。"],item_camera_stale:["Camera covered or stuck","摄像头失效"],do_camera_stale:["Unplug the car's camera. Within half a minute the page Elevators says that it shows nothing new, and the door is not held. Plug it in again.","拔掉轿厢摄像头，半分钟内“电梯”页提示没有新画面，且不保持开门。然后接回。"],item_voice:["Voice in the car","轿厢语音"],do_voice:["Say a phrase from the page Elevators. It is heard clearly in the car, in the languages that are set.","在“电梯”页播报一条语句，轿厢内听得清楚，语种正确。"],item_sign:["Sign in the car","轿厢标识"],do_sign:["A sign in the car says that e-bikes are not allowed and that a camera looks.","轿厢内有禁止电动车进入、有监控的标识。"],item_unknown:["{code}","{code}"],do_unknown:["See the commissioning guide.","请看验收说明。"]};var en={devices_tabs:["Devices or tests","设备或测试"],devices_tab_all:["Devices","设备"],devices_tab_new:["Not assigned ({count})","未绑定（{count}）"],devices_tab_test:["Walk test","巡检测试"],devices_caption:["Devices","设备列表"],devices_empty:["No device matches.","没有符合的设备。"],devices_none:["No device has been assigned yet. See “Not assigned”.","还没有绑定设备，请看“未绑定”。"],devices_search:["Number or door","编号或房号"],devices_kind:["Kind","类型"],devices_show:["Show","显示"],devices_show_all:["All","全部"],devices_show_faulty:["Those that need care","需要处理的"],device_column:["Device","设备"],device_place:["Where","位置"],device_battery:["Battery","电量"],device_seen:["Last heard","最近通信"],device_tested:["Last test","最近测试"],device_state:["State","状态"],device_name:["{kind} {number}","{kind} {number}"],device_fine:["works","正常"],device_offline:["offline","离线"],device_unheard:["never heard","从未通信"],device_battery_low:["battery low","电量低"],device_tamper:["case opened","被拆动"],device_untested:["test overdue","逾期未测"],device_malformed:["unreadable messages: {count}","无法识别的消息 {count} 条"],device_alarm:["ALARM","报警"],device_percent:["{percent} %","{percent}%"],device_somewhere:["a home in {building}","{building}的住户"],device_kind_gateway:["Gateway","网关"],device_kind_help_button:["Help button","求助按钮"],device_kind_elevator:["Elevator","电梯"],device_kind_gate:["Gate","门禁道闸"],device_kind_smoke:["Smoke alarm","烟感"],device_kind_gas:["Gas alarm","燃气报警器"],device_kind_water_meter:["Water meter","水表"],device_kind_motion:["Motion sensor","活动传感器"],device_kind_door:["Door sensor","门磁"],device_kind_siren:["Siren","警号"],device_kind_unknown:["Device","设备"],new_intro:["Press the device: the one that has just spoken stands on top. Then say where it belongs.","请按一下设备：刚刚通信的设备会排在最上面，然后选择它属于哪里。"],new_caption:["Devices without a place","未绑定的设备"],new_empty:["Every device has a place. Switch a new one on, or press it, and it appears here.","所有设备都已绑定。新设备通电或按一下后会出现在这里。"],new_just:["just pressed","刚刚按下"],new_strangers:["{count} messages came from devices beyond the first 2000; assign or remove some.","另有 {count} 条消息来自超出前 2000 台的设备，请先绑定或移除一部分。"],assign:["Assign …","绑定…"],move:["Move …","改绑…"],assign_title:["Where does {device} belong?","{device}属于哪里？"],assign_to:["It belongs to","绑定到"],assign_to_home:["a home","住户"],assign_to_building:["a building (stairs, cellar, roof)","楼栋公共部位"],assign_to_none:["nowhere: take it away","解除绑定"],assign_search:["Number of the home","房号"],assign_choose:["Choose the home","选择房屋"],assign_none_found:["No home has this number.","没有这个房号。"],assign_building:["Building","楼栋"],assign_do:["Assign","绑定"],assign_done:["{device}: assigned.","{device}：已绑定。"],assign_taken:["{device}: belongs nowhere now.","{device}：已解除绑定。"],test_intro:["Walk through the building and press each button. The list fills by itself. Presses of devices under test bring nobody; every other alarm goes out in full.","逐户按下按钮，列表会自动更新。测试中的设备不会通知人员，其他报警照常全部发出。"],test_scope:["What is tested","测试范围"],test_scope_all:["The whole community","整个小区"],test_minutes:["Ends by itself after","自动结束时间"],test_minutes_value:["{count} min","{count} 分钟"],test_start:["Start the walk test","开始巡检测试"],test_mode_start:["Test mode without a list","仅开启测试模式"],test_running:["{done} of {total} tested","已测 {done} / {total}"],test_mode_on:["Test mode, {count} presses so far","测试模式，已测 {count} 台"],test_left:["Ends in {time}","{time}后自动结束"],test_stop:["Stop and see the report","结束并查看结果"],test_stop_mode:["Stop","结束"],test_list_left:["Still to press: {count}","尚未按下：{count}"],test_list_done:["Tested: {count}","已测试：{count}"],test_all_done:["All pressed.","全部已测试。"],test_finished:["Earlier tests","历次测试"],test_report:["{at}: {done} of {total} tested","{at}：已测 {done} / {total}"],test_report_by:["by {name}","{name}"],test_report_missing:["Not tested","未测试"],test_print:["Print the report","打印结果"],test_print_title:["Walk test of {site}","{site}巡检测试"],test_due:["Due this month: {count}","本月应测：{count}"],test_due_none:["Nothing is due.","没有到期应测的设备。"],test_due_overdue:["overdue","已逾期"],test_started:["The test runs.","测试已开始。"],signature:["Date, signature","日期、签名"]};var ye={did_home_viewed:["saw the people of a home","查看了住户信息"],did_home_saved:["changed a home","修改了房屋信息"],did_consent_saved:["recorded a consent","登记了同意书"],did_register_imported:["imported a register","导入了住户台账"],did_register_exported:["exported the register","导出了住户台账"],did_register_confirmed:["confirmed the register","确认了住户台账"],did_grid_saved:["changed a grid","修改了网格"],did_staff_saved:["changed roles or channels of staff","修改了人员角色或通知方式"],did_roster_saved:["changed the roster","修改了排班"],did_roster_overridden:["changed one shift","调整了一个班次"],did_swap_asked:["asked for a swap","申请换班"],did_swap_agreed:["agreed to a swap","同意换班"],did_swap_refused:["refused a swap","拒绝换班"],did_swap_withdrawn:["withdrew a swap","撤回换班申请"],did_plan_saved:["changed a response plan","修改了处置预案"],did_plan_reset:["took a plan as delivered","恢复了默认预案"],did_channel_tested:["tested a channel","测试了通知渠道"],did_device_assigned:["assigned a device","绑定了设备"],did_device_bound:["bound entities to a device","绑定了设备实体"],did_device_tested:["was tested","完成测试"],did_walk_test_started:["began a walk test","开始巡检测试"],did_walk_test_ended:["ended a walk test","结束巡检测试"],did_test_mode_started:["began test mode","开启测试模式"],did_test_mode_ended:["ended test mode","结束测试模式"],did_incident_opened:["opened an alarm","发起报警"],did_incident_again:["pressed again","再次报警"],did_incident_cancelled:["cancelled at the button","在按钮上取消"],did_incident_acknowledged:["acknowledged","接警"],did_incident_taken_over:["took an alarm over","接手报警"],did_incident_en_route:["set out","出发"],did_incident_on_site:["arrived","到场"],did_incident_note:["added a note","添加备注"],did_incident_called_back:["phoned a home","电话回访"],did_incident_cleared:["cause went away","报警条件消失"],did_incident_linked:["linked alarms","关联报警"],did_incident_escalated:["raised an alarm's level","升级报警"],did_incident_asked_again:["asked the owner","询问处置人"],did_incident_nobody_told:["could tell nobody","没有通知到任何人"],did_incident_resolved:["closed an alarm","办结报警"],did_incident_saved:["put an alarm on record","报警已存档"],did_incident_deliveries:["told people","通知人员"],did_incident_dispatched:["had people told","调度人员"],did_incident_words_viewed:["read the notes of a closed alarm","查看了已办结报警的备注"],did_incident_exported:["exported an alarm's record","导出报警记录"],did_answer_refused:["a push's answer was refused","推送应答被拒绝"],did_answered_by_call:["acknowledged by a call","通过电话接警"],did_handover_saved:["kept a hand-over draft","保存交班草稿"],did_handover_viewed:["read a hand-over","查看交班留言"],did_handover_given:["handed over","交班"],did_handover_accepted:["accepted a hand-over","接班"],did_handover_notes_erased:["emptied old hand-over notes","清空了过期的交班留言"],did_journal_viewed:["looked into the journal","查看了日志"],did_journal_searched:["searched the journal","搜索了日志"],did_journal_verified:["verified the journal","校验了日志"],did_journal_break_noted:["took note of a break","确认知悉日志异常"],did_key_rotation_asked:["asked for a new key","申请更换密钥"],did_key_rotation_begun:["began to change the key","开始更换密钥"],did_key_rotated:["changed the key","更换了密钥"],did_vault_unlocked:["unlocked the register","解锁了台账"],did_vault_given_up:["gave the lost key up","放弃了丢失的密钥"],did_announced:["had something announced","播报了通知"],did_backup_begun:["began a backup","开始备份"],did_backup_restored:["a backup was restored","恢复了备份"],did_blueprints_installed:["installed blueprints","安装了蓝图"],did_device_entity_renamed:["an entity was renamed","实体改名"],did_holidays_saved:["changed the holidays","修改了节假日"],did_household_erased:["erased a household","清除了一户的信息"],did_household_exported:["exported a household's data","导出了一户的信息"],did_household_resumed:["resumed a household","恢复了一户的服务"],did_household_paused:["paused a household","暂停了一户的服务"],did_household_left:["a household left the service","办理了一户退出服务"],did_import_undone:["undid an import","撤销了导入"],did_people_searched:["searched for people","搜索了姓名或电话"],did_recovery_phrase_made:["made a recovery phrase","生成了恢复口令"],did_roster_override_removed:["let the rotation count again","恢复了轮班安排"],did_roster_removed:["removed a roster","删除了排班"],did_roster_viewed:["saw the roster","查看了排班"],did_siren_on:["sounded a siren","启动警号"],did_siren_off:["silenced a siren","关闭警号"],did_camera_viewed:["looked through a camera","查看了摄像头画面"],did_incident_media_viewed:["looked at a picture or sound of an alarm","查看了报警的画面或录音"],did_incident_said:["something was said at an alarm","在报警现场播报"],did_incident_media:["a picture or sound was kept with an alarm","保存了报警的画面或录音"],did_media_not_kept:["a picture or sound could not be kept","画面或录音未能保存"],did_media_swept:["removed pictures whose time was over","清除了到期的画面"],did_recording_not_kept:["a recording could not be kept","录音未能保存"],did_elevator_said:["spoke into an elevator","向轿厢喊话或播报"],did_elevator_not_said:["an elevator could not speak","电梯没有播报成功"],did_elevator_hold_asked:["asked for an elevator's door to be held","要求保持电梯开门"],did_elevator_released:["let an elevator's door go","放开了电梯门"],did_elevator_guard_rearmed:["put an elevator's guard on again","恢复了电梯守护"],did_elevator_entity_renamed:["an elevator's entity was renamed","电梯的实体改名"],did_two_way_opened:["opened an elevator's two-way talk","打开了电梯双向对讲"],did_commissioning_started:["began a commissioning","开始电梯验收"],did_commissioning_corrected:["corrected a commissioning","修改了验收信息"],did_commissioning_tested:["tested an elevator's hold","测试了电梯开门保持"],did_commissioning_recorded:["recorded a test of a commissioning","登记了验收项目"],did_commissioning_finished:["put a commissioning in force","电梯验收生效"],did_commissioning_void:["a commissioning became void","电梯验收失效"],did_commissioning_printed:["printed a commissioning","打印了验收记录"],did_frigate_config_rendered:["rendered Frigate's configuration","生成了视频分析配置"]};var tn={elevators_intro:["Every elevator as it is now. The door is only ever held while the car stands open at a floor; the elevator's own safety comes first, always.","各部电梯的当前状态。只有轿厢在平层开着门时才会请求保持开门；电梯自身的安全始终优先。"],elevators_empty:["No elevator has been set up. A technician adds one under Settings > Devices > Smart Community.","还没有设置电梯。请技术员在“设置 > 设备与服务 > 智慧社区”中添加。"],elevators_list:["Elevators","电梯列表"],elevator_open:["Open","查看"],elevator_open_one:["Open {name}","查看{name}"],elevator_since:["for {time}","已 {time}"],elevator_can_hold:["can hold its door","可以保持开门"],elevator_cannot_hold:["Voice and alarm only, because:","仅语音和报警，原因："],elevator_cannot:["What it cannot promise ({count})","不能保证的事项（{count}）"],elevator_offline:["does not answer","没有应答"],elevator_commissioned:["Commissioned {at}: {firm}, licence {licence}","{at} 验收：{firm}，许可证 {licence}"],elevator_not_commissioned:["Not commissioned","尚未验收"],elevator_commission:["Commissioning","去验收"],elevator_camera_up:["camera sees","摄像头正常"],elevator_camera_down:["camera shows nothing new","摄像头无新画面"],cameras_intro:["Where cameras look, whether they see, and the sign that says so to people. Each look at a picture is recorded.","摄像头的位置、状态和提示牌。每次查看画面都会记入日志。"],cameras_empty:["No camera has been set up. A technician adds one under Settings > Devices > Smart Community.","还没有设置摄像头。请技术员在“设置 > 设备与服务 > 智慧社区”中添加。"],cameras_list:["Cameras","摄像头列表"],cameras_show_all:["Show all pictures","查看全部画面"],cameras_hide_all:["Put all pictures away","收起全部画面"],camera_sees:["sees","正常"],camera_trouble_offline:["no connection","离线"],camera_trouble_stale:["no new pictures","无新画面"],camera_trouble_frigate_gone:["Frigate does not answer","视频分析服务没有应答"],camera_trouble_unknown:["not known to Frigate","视频分析服务中没有此摄像头"],camera_trouble_disabled:["switched off","已停用"],camera_trouble_other:["does not see","看不到画面"],camera_sign:["Sign","提示牌"],camera_sign_at:["{text} ({place})","{text}（{place}）"],camera_sign_none:["NO SIGN RECORDED","未登记提示牌"],camera_kept:["Kept","保留"],camera_days:["pictures of an alarm: {count} days after it was closed","报警画面：办结后 {count} 天"],camera_place:["Where","位置"],camera_purpose:["For","用途"],camera_purpose_elevator_car:["elevator car","电梯轿厢"],camera_purpose_gate_plate:["number plates at a gate","出入口车牌"],camera_purpose_gate_face:["faces at a gate","出入口人脸"],camera_purpose_facade:["facade, falling objects","外立面，高空抛物"],camera_purpose_perimeter:["perimeter","周界"],camera_purpose_public_area:["public area","公共区域"],camera_purpose_none:["no purpose recorded","未登记用途"]};var nn={handover_intro:["What the next shift must know. Alarms go on being handled; nothing here closes anything.","下一班需要知道的事。报警照常处置，交接班不会办结任何报警。"],handover_yours:["Your hand-over","我的交班"],handover_since:["Your shift since {at}","本班自 {at} 起"],handover_note:["Notes for the next shift","给下一班的留言"],handover_note_hint:["Keys, agreed visits, people to watch. It is kept as a draft until you give it.","钥匙、约好的上门、需要留意的人。交班前只是草稿。"],handover_save:["Keep as a draft","存为草稿"],handover_saved:["Kept as a draft at {at}","草稿已于 {at} 保存"],handover_give:["Hand over …","交班…"],handover_give_title:["Hand over now?","现在交班？"],handover_give_text:["The next shift sees your notes and the {count} alarms that are yours. Until somebody accepts, they stay yours.","下一班会看到您的留言和由您处置的 {count} 条报警。有人接班之前，仍由您负责。"],handover_give_do:["Hand over","交班"],handover_given:["Handed over. It waits until somebody accepts it.","已交班，等待接班人确认。"],handover_next:["Next {role}: {names}, from {at}","下一班{role}：{names}，{at} 开始"],handover_next_nobody:["Next {role} from {at}: NOBODY on the roster","下一班{role} {at} 开始：排班中没有人"],handover_from:["{name} handed over at {at}","{name}于 {at} 交班"],handover_from_you:["You handed over at {at}. Nobody has accepted yet.","您已于 {at} 交班，尚无人接班。"],handover_owns:["Still has {count} open","名下还有 {count} 条未办结"],handover_no_note:["No notes.","没有留言。"],handover_accept:["Accept and take over","接班并接手报警"],handover_accept_only:["Accept the notes only","只接收留言"],handover_accepted:["Accepted. {count} alarms are yours now.","已接班，{count} 条报警由您处置。"],handover_recent:["Accepted in the last 24 hours","最近 24 小时的交接"],handover_accepted_by:["{author} → {name}, {at}","{author} → {name}，{at}"],handover_open:["Open alarms","未办结报警"],handover_open_none:["No open alarm.","没有未办结的报警。"],handover_faults:["Faults","故障"],handover_faults_none:["No fault.","没有故障。"],handover_resolved:["Closed in this shift: {count}","本班已办结 {count} 条"],handover_more:["and {count} more","另有 {count} 条"],handover_row:["{kind} {number}","{number} 号{kind}"],handover_nobody_has:["nobody has it","无人处置"]};var on={journal_intro:["Who saw, searched, changed and exported what. Entries are chained by checksums and cannot be changed unnoticed. Looking into the journal is an entry, too.","谁查看、搜索、修改、导出了什么。每条记录以校验值相连，改动必被发现。查看日志本身也会记入日志。"],journal_caption:["Entries, newest first","记录，最新的在前"],journal_empty:["No entry matches.","没有符合的记录。"],journal_actor:["Who","谁"],journal_action:["What","做了什么"],journal_subject:["About","对象"],journal_when:["When","时间"],journal_details:["Details","详情"],journal_number:["No.","序号"],journal_anybody:["Anybody","所有人"],journal_anything:["Anything","所有操作"],journal_find:["Show","查询"],detail_more:["{shown} and {count} more","{shown} 等，另有 {count} 项"],detail_home:["home","房屋"],detail_building:["building","楼栋"],detail_rows:["rows","行数"],detail_created:["new","新增"],detail_updated:["changed","修改"],detail_unchanged:["unchanged","不变"],detail_incident:["alarm","报警"],detail_role:["role","角色"],detail_roles:["roles","角色"],detail_channels:["channels","通知方式"],detail_first:["from","自"],detail_last:["until","至"],detail_from:["from","自"],detail_to:["until","至"],detail_version:["version","版本"],detail_people:["people","人员"],detail_day:["day","日期"],detail_shift:["shift","班次"],detail_devices:["devices","设备"],detail_device:["device","设备"],detail_seconds:["seconds","秒数"],detail_event:["event","事件"],detail_tested:["tested","已测"],detail_left:["left","未测"],detail_checked:["checked","已校验"],detail_breaks:["breaks","不符处"],detail_cut_at:["cut at","缺失处"],detail_homes:["homes","户数"],detail_format:["format","格式"],detail_ok:["worked","成功"],detail_error:["error","错误"],detail_purpose:["purpose","用途"],detail_given:["given","同意"],detail_text_version:["text version","文本版本"],detail_handovers:["hand-overs","交班记录"],detail_action:["action","操作"],detail_actor:["who","谁"],detail_subject:["about","对象"],detail_worker:["worker","网格员"],detail_deputy:["deputy","副手"],detail_found:["found","找到"],detail_sha256:["checksum","校验值"],detail_language:["language","语言"],detail_kept:["kept","保留"],detail_gives:["gives","让出"],detail_takes:["takes","换取"],journal_older:["Older entries","更早的记录"],journal_about:["Entries about this","查看与此有关的记录"],verify:["Verify the whole journal","校验全部日志"],verify_running:["Looking along the whole chain …","正在逐条校验……"],verify_intact:["The journal is whole: {checked} entries, none changed, none missing.","日志完整：共 {checked} 条，没有改动，没有缺失。"],verify_broken:["The journal does NOT hold at entry {at}: it was changed, or one before it is missing. Keep a copy and tell the technician and the data protection officer.","日志在第 {at} 条处不符：该条被改动，或之前有缺失。请保留副本，并通知技术员和个人信息保护负责人。"],verify_breaks:["Places: {places}","位置：{places}"],verify_cut:["Entries from {at} on are missing at the end.","末尾自第 {at} 条起缺失。"],verify_head:["Newest entry {seq}, checksum {hash}","最新一条为第 {seq} 条，校验值 {hash}"],journal_action_other:["{code}","{code}"]};var sn={plans_intro:["Who is told, when, and over what, as long as nobody has acknowledged. An alarm keeps the plan under which it began; a change counts for the next one.","在有人接警之前，什么时候、通过什么方式、通知谁。已发生的报警沿用当时的预案，修改只对以后的报警生效。"],plans_never_stops:["It never stops while nobody has acknowledged.","只要没有人接警，就会一直通知下去。"],plan_for_all:["all severities","全部等级"],plan_for:["{kind}, {severity}","{kind}（{severity}）"],plan_default:["as delivered","默认"],plan_version:["changed, version {version}","已修改，第 {version} 版"],plan_choose:["Kind of alarm","报警类型"],plan_step:["Level {level}","第 {level} 级"],plan_at_once:["at once","立即"],plan_after:["after {time}","{time}后"],plan_repeats:["then again every {time}, until somebody acknowledges","之后每 {time}重复一次，直到有人接警"],plan_asks:["acknowledged, but no news for {time}: the owner is asked","已接警但 {time}没有进展：询问处置人"],plan_own_order:["each over the own channels in order","按各人设定的通知方式依次尝试"],plan_all_channels:["over all channels at once","所有通知方式同时发出"],plan_channels_first:["first over {channels}","优先使用：{channels}"],plan_edit:["Change the plan","修改预案"],plan_reset:["Back to the plan as delivered …","恢复默认预案…"],plan_reset_title:["Back to the plan as delivered?","恢复默认预案？"],plan_reset_text:["Your own version is given up. Alarms that are open keep theirs.","自行修改的版本将不再使用。未办结的报警沿用原预案。"],plan_reset_do:["Take the plan as delivered","恢复默认"],plan_edit_title:["Plan for {kind}","{kind}预案"],plan_saved:["The plan is saved. It counts from the next alarm on.","预案已保存，从下一条报警起生效。"],plan_was_reset:["The plan is as delivered again.","已恢复默认预案。"],plan_severity:["For which severity","适用等级"],gap_nobody_now:["Level {level}: nobody is on duty as {whom} now","第 {level} 级：目前没有在班的{whom}"],gap_not_set:["Level {level}: no {whom} is set up","第 {level} 级：没有设置{whom}"],gap_left:["Level {level}: {whom} is not staff any more","第 {level} 级：{whom}已不在人员名单中"],gap_no_channel:["Level {level}: {whom} has no channel","第 {level} 级：{whom}没有可用的通知方式"],gap_next:["Such a level is passed over at once, and a fault is opened.","遇到这种情况会立即进入下一级，并报告故障。"],step_after:["Seconds after the alarm","报警后多少秒"],step_to:["Who is told","通知谁"],step_persons:["By name","指定人员"],step_channels:["Channels before each person's own","优先使用的通知方式"],step_all:["All channels at once","所有通知方式同时发出"],step_add:["Add a level","增加一级"],step_remove:["Remove level {level}","删除第 {level} 级"],repeat_every:["The last level again every … seconds","最后一级每隔多少秒重复"],ask_again_after:["Ask the owner after … seconds without news","多少秒没有进展后询问处置人"],channel_mobile_app:["Phone app","手机应用"],channel_all:["all channels","全部方式"],channel_notify:["Message {name}","消息 {name}"],channel_script:["Script {name}","脚本 {name}"],channel_media_player:["Speaker {name}","广播 {name}"],channel_siren:["Siren {name}","警号 {name}"],channel_bot:["Group chat {name}","工作群 {name}"],plan_changed_by:["{name}, {at}","{name}，{at}"],plan_own_add:["A plan of its own for one severity …","为某一等级单独设置…"],plan_own_title:["For which severity?","为哪一等级单独设置？"],plan_own_text:["It begins as a copy of the plan for all.","以全部等级的预案为起点。"],plan_no_step:["A plan needs at least one level.","预案至少要有一级。"],plan_too_many_steps:["These are too many levels.","级数过多。"],plan_first_step_late:["The first level must come at once: 0 seconds.","第一级必须立即执行：0 秒。"],plan_delays_not_ascending:["Each level must come later than the one before.","每一级必须晚于前一级。"],plan_step_too_late:["A level may come one hour after the alarm at the latest.","最迟不超过报警后一小时。"],plan_nobody_named:["Choose at least one.","请至少选择一项。"],plan_step_too_long:["These are too many for one level.","这一级选择过多。"],plan_named_twice:["Something is named twice.","有重复项。"],plan_target_unknown:["One of these is not known any more.","其中一项已不存在。"],plan_channel_unknown:["One of these channels is not known.","其中一种通知方式不存在。"],plan_everyone_too_late:["For somebody in danger, everyone on duty must be told within 300 seconds.","有人处于危险时，必须在 300 秒内通知全体值班人员。"],plan_everyone_not_repeated:["For somebody in danger, the last level must tell everyone on duty.","有人处于危险时，最后一级必须通知全体值班人员。"],plan_repeat_every_out_of_bounds:["Between 60 and 3600 seconds; for somebody in danger at most 600.","60 至 3600 秒；有人处于危险时不超过 600 秒。"],plan_ask_again_after_out_of_bounds:["Between 120 seconds and a day; for somebody in danger at most 3600 seconds.","120 秒至一天；有人处于危险时不超过 3600 秒。"]};var an={register_journalled:["Opening a home is written into the journal: who looked at whom, and when.","每次打开一户都会记入操作日志：谁、何时、看了哪一户。"],register_tabs:["Parts of the register","台账内容"],register_tab_homes:["Homes","房屋"],register_tab_import:["Import and export","导入导出"],register_tab_grids:["Grids","网格"],homes_caption:["Homes","房屋列表"],homes_search:["Door or unit, such as 302","房号或单元，例如 302"],homes_building:["Building","楼栋"],homes_all_buildings:["All buildings","全部楼栋"],homes_empty:["No home matches. Check the number, or choose another building.","没有符合的房屋。请核对房号，或换一个楼栋。"],homes_none:["The register is empty. Import a sheet, or add a home.","台账还是空的。请导入表格，或添加房屋。"],homes_add:["Add a home","添加房屋"],homes_open:["Open","打开"],column_door:["Home","房屋"],column_floor:["Floor","楼层"],column_devices:["Devices","设备"],column_grid:["Grid","网格"],home_new:["New home","新房屋"],home_edit:["Edit {place}","修改 {place}"],home_back:["Back to the list","返回列表"],home_no_residents:["No resident recorded","没有登记居民"],home_consents:["Consents","同意书"],home_status_heading:["Taking part","服务状态"],home_grid:["Grid","网格"],home_no_grid:["no grid","未划入网格"],status_active:["taking part","服务中"],status_paused:["paused","已暂停"],status_left:["has left","已退出"],status_paused_text:["The household has paused the service.","住户已暂停服务。"],status_left_text:["The household has left the service.","住户已退出服务。"],pause:["Pause","暂停服务"],resume:["Resume","恢复服务"],leave:["Leave …","退出服务…"],erase:["Erase …","清除信息…"],export_home:["Export what is kept","导出这一户的信息"],pause_title:["Pause the service for {place}?","暂停 {place} 的服务？"],pause_text:["What is optional stops until it resumes: sensors for unusual quiet, faces, pictures. A press of its button still opens an alarm, because a call for help is never ignored.","恢复之前，生活异常关怀、人脸和图像停用。按下求助按钮仍会报警，因为求助不会被忽略。"],leave_title:["{place} leaves the service?","{place} 退出服务？"],leave_text:["Its consents end now and its contacts are told no more. Take its devices down: until then a press still brings staff. The data stays until it is erased.","同意书即时失效，不再通知联系人。请收回设备：收回之前按下按钮，工作人员仍会前往。信息保留到被清除为止。"],erase_title:["Erase everything about {place}?","清除 {place} 的全部信息？"],erase_text:["Household, residents, contacts, notes and consents are deleted for good. This cannot be undone. What the law asks to keep is listed in the privacy document.","住户、联系人、备注和同意书将被永久删除，不能撤销。依法需要保留的内容见隐私文件。"],erase_type:["To confirm, type the number of the home: {number}","请输入房号以确认：{number}"],erase_wrong:["This is not the number of the home.","与房号不一致。"],erase_do:["Erase for good","永久清除"],leave_do:["Leave the service","退出服务"],pause_do:["Pause the service","暂停服务"],done_paused:["The service is paused.","服务已暂停。"],done_resumed:["The service goes on.","服务已恢复。"],done_left:["The household has left.","住户已退出服务。"],done_erased:["Erased.","已清除。"],done_saved:["The home is saved.","房屋信息已保存。"],done_consent:["The consent is recorded.","同意书已登记。"],purpose_help_alarm:["Help alarm","求助报警"],purpose_help_alarm_text:["name, contacts and way in are shown to responders during an alarm","报警时向处置人员显示姓名、联系人和入户方式"],purpose_abnormal_life:["Unusual quiet","生活异常关怀"],purpose_abnormal_life_text:["water, door and motion sensors are watched for long silence","用水、门磁和活动传感器长时间没有动静时提醒"],purpose_face:["Face recognition","人脸识别"],purpose_face_text:["as one way in, never the only one","作为进门方式之一，绝不是唯一方式"],purpose_pictures:["Pictures","图像"],purpose_pictures_text:["pictures are attached to an alarm","报警时附带图像"],consent_given:["given","已同意"],consent_withdrawn:["withdrawn","已撤回"],consent_never:["not asked yet","尚未征求"],consent_since:["{at}, text version {version}","{at}，文本版本 {version}"],consent_give:["Record consent …","登记同意…"],consent_withdraw:["Withdraw …","撤回同意…"],consent_title:["Consent: {purpose}","同意书：{purpose}"],consent_title_withdraw:["Withdraw consent: {purpose}","撤回同意：{purpose}"],consent_version:["Version of the text that was read","所读文本的版本"],consent_version_hint:["As printed on the form, such as 2026-11","印在同意书上，例如 2026-11"],consent_note:["How (signed form, guardian, by telephone)","方式（签字、监护人代签、电话）"],consent_save:["Record","登记"],consent_withdraw_do:["Withdraw","撤回"],field_building:["Building","楼栋"],field_building_hint:["A new name makes a new building","填写新名称即新建楼栋"],field_unit:["Unit","单元"],field_number:["Home number","房号"],field_floor:["Floor","楼层"],field_floor_hint:["Below ground: negative","地下用负数"],field_household:["Household","户主"],field_note:["Good to know for a responder","处置时的注意事项"],field_access:["How to get in","怎么进门"],field_key_safe:["Key safe: where it is, who has the code","钥匙盒：位置、密码由谁保管"],field_grid:["Grid","网格"],field_name:["Name","姓名"],field_phone:["Phone","电话"],field_relation:["Relation","关系"],field_birth_year:["Year of birth","出生年份"],field_care:["Reason for care","关爱原因"],field_guardian:["Guardian","监护人"],field_language:["Language spoken","使用的语言"],field_resident_note:["Note","备注"],contact_add:["Add a contact","添加联系人"],contact_remove:["Remove contact {number}","删除联系人 {number}"],contact_legend:["Contact {number}","联系人 {number}"],contacts_hint:["In the order in which they are called","按拨打的先后顺序"],resident_add:["Add a resident","添加居民"],resident_remove:["Remove resident {number}","删除居民 {number}"],resident_legend:["Resident {number}","居民 {number}"],import_intro:["One row a home, CSV or XLSX, headings in English or Chinese. First everything is checked; nothing changes until you say so. Homes that the sheet does not name stay as they are.","每户一行，CSV 或 XLSX，列名中文或英文均可。先检查，确认之前不会改动任何内容。表格中没有的房屋保持不变。"],import_choose:["Choose a file","选择文件"],import_drop:["or drop it here","或将文件拖到这里"],import_template:["Download template","下载模板"],import_export:["Export the register","导出台账"],import_export_text:["The export holds people's data and is in the journal. Keep it safe.","导出的文件含有个人信息，导出会记入日志，请妥善保管。"],import_too_large:["This file is larger than 32 MB and cannot be a register.","文件超过 32 MB，不像是住户台账。"],import_wrong_kind:["Only CSV and XLSX files can be imported.","只能导入 CSV 或 XLSX 文件。"],import_reading:["Checking {file} …","正在检查 {file}……"],import_checked:["{file}: {rows} rows checked","{file}：已检查 {rows} 行"],import_fine:["Nothing is wrong. Nothing has been changed yet.","没有错误。目前尚未改动任何内容。"],import_wrong:["{count} things are wrong, so nothing can be imported. Correct them in the sheet, then choose it again.","有 {count} 处错误，因此不能导入。请在表格中改正后重新选择。"],import_wrong_one:["One thing is wrong, so nothing can be imported. Correct it in the sheet, then choose it again.","有 1 处错误，因此不能导入。请在表格中改正后重新选择。"],import_counts:["{created} new, {updated} changed, {unchanged} as they were","新增 {created} 户，修改 {updated} 户，不变 {unchanged} 户"],import_do_title:["Importing {file}","正在导入 {file}"],import_do:["Import {count} homes","导入 {count} 户"],import_nothing:["Everything is in the register already.","内容与台账一致，无需导入。"],import_again:["Choose another file","换一个文件"],import_keeps_on:["Alarms come through meanwhile. You may leave this page: the import goes on.","导入期间报警照常。可以离开本页，导入会继续。"],import_done:["Imported: {created} new, {updated} changed, {unchanged} as they were.","导入完成：新增 {created} 户，修改 {updated} 户，不变 {unchanged} 户。"],import_undo:["Undo this import …","撤销本次导入…"],import_undo_last:["Undo the last import …","撤销上次导入…"],import_undo_title:["Undo the last import?","撤销上次导入？"],import_undo_text:["The register becomes what it was before the import of {at}: {created} new homes go, {updated} changed ones become what they were.","台账恢复到 {at} 导入之前的样子：去掉新增的 {created} 户，恢复被修改的 {updated} 户。"],import_undo_edited:["{count} homes have been changed by hand since then. Undoing would lose that, so it is not possible any more.","导入之后已有 {count} 户被手工修改，撤销会丢失这些修改，因此不能再撤销。"],import_undo_needed:["{count} homes of this import have devices or alarms by now, so it cannot be undone any more.","本次导入的房屋中已有 {count} 户绑定了设备或有报警，因此不能再撤销。"],import_last:["Last import: {at}, {created} new, {updated} changed","上次导入：{at}，新增 {created} 户，修改 {updated} 户"],import_lost:["The connection was lost while the import ran; it goes on without this page. Its result stands under “Last import”.","导入时连接中断；导入仍在继续，结果见“上次导入”。"],import_phase_uploading:["Sending the file: {percent} %","正在上传文件：{percent}%"],import_phase_reading:["Reading the file …","正在读取文件……"],import_phase_comparing:["Comparing with the register: {percent} %","正在与台账比较：{percent}%"],import_phase_writing:["Writing: {done} of {total}","正在写入：{done} / {total}"],import_fields:["changes: {fields}","修改：{fields}"],import_undo_do:["Undo the import","撤销导入"],import_undone:["The import is undone. The register is as it was before.","已撤销导入，台账恢复原样。"],import_filter:["Show","显示"],import_rows_caption:["What becomes of each row","每一行的结果"],import_rows_empty:["No row of this kind.","没有这一类的行。"],column_line:["Line","行"],column_fate:["Result","结果"],column_reason:["Details","说明"],fate_error:["wrong","有误"],fate_created:["new","新增"],fate_updated:["changed","修改"],fate_unchanged:["as it was","不变"],reason_empty_sheet:["There is no row below the headings.","标题行下面没有数据。"],reason_too_large:["The file is too large for a register. Check it, or split it.","文件过大，不像是住户台账。请核对，或拆分后导入。"],reason_too_many_rows:["The file has too many rows. Split it and import the parts.","行数过多。请拆分后分别导入。"],reason_malformed:["The quotation marks do not match. Write a quotation mark within a value twice.","引号不成对。内容中的引号要写成两个。"],reason_missing_heading:["This column is needed, and no heading of the first row names it.","缺少这一列。请在第一行写明列名。"],reason_unknown_heading:["This heading is not known. Correct it, or delete the column.","无法识别这个列名。请更正，或删除该列。"],reason_duplicate_heading:["Two columns have this heading. Delete one.","有两列使用同一个列名。请删除其中一列。"],reason_extra_value:["There is a value in a column without a heading. Add the heading, or clear it.","没有列名的列中有内容。请补上列名，或清空。"],reason_missing_value:["This must be filled in.","不能为空，请填写。"],reason_too_long:["This is too long: at most 200 characters, a note 2,000.","内容过长：最多 200 字，备注 2000 字。"],reason_unreadable_character:["There is a character that no text has. Type it again, or save the file as UTF-8.","有乱码。请重新输入；如为文件，请另存为 UTF-8 编码。"],reason_not_a_number:["This is not a whole number.","不是整数。"],reason_out_of_range:["This number is out of range.","数字超出范围。"],reason_not_a_phone:["This is not a phone number. Leave out a contact whose number is not known.","不是电话号码。号码不详的联系人请不要填。"],reason_looks_like_date:["The spreadsheet made a date of it. Format the column as text and type it again.","被表格软件变成了日期。请将该列设为文本格式后重新填写。"],reason_duplicate_home:["An earlier line names the same home. Delete one of them.","前面已有同一套房屋。请删除其中一行。"],reason_ambiguous_home:["Several units have a home with this number. Add the column for the unit.","多个单元有相同的房号。请补上“单元”列。"],reason_not_a_year:["This is not a year of birth.","不是出生年份。"],reason_unknown_care:["This is no reason for care. Use: over 80, chronic illness, disabled, dementia, lives alone, child left behind.","无法识别的关爱原因。可用：80 岁以上、慢性病、残疾、失智、独居、留守儿童。"],reason_formula_error:["The formula here has an error. Correct it, or type the value.","此处公式有错误。请改正，或直接填写内容。"],reason_formula_without_value:["The formula here was never calculated. Open the file in a spreadsheet and save it.","此处公式没有计算结果。请用表格软件打开并保存后重试。"],reason_several_sheets:["Another sheet of this workbook has homes as well. Put all onto the first one.","其他工作表中也有房屋。请全部放到第一张工作表。"],reason_not_a_workbook:["This file cannot be read. Save it again as XLSX or CSV.","无法读取该文件。请重新另存为 XLSX 或 CSV。"],reason_old_workbook:["This is an old XLS file, or it has a password. Save it as XLSX without one.","这是旧式 XLS 文件或有密码保护。请另存为没有密码的 XLSX。"],reason_workbook_with_macros:["There are macros in this workbook. Save it as XLSX, which has none.","工作簿中含有宏。请另存为不含宏的 XLSX。"],reason_not_utf8:["This text is not UTF-8. Save the file as CSV UTF-8.","文本不是 UTF-8 编码。请另存为“CSV UTF-8”类型。"],reason_home_exists:["There is already a home with this building, unit and number.","已有相同楼栋、单元和房号的房屋。"],reason_other:["This was not accepted. Please check it.","没有被接受，请核对。"],grids_intro:["Who answers for which homes. At an alarm the grid's worker is told, the deputy if the worker is off duty.","每片网格由谁负责。报警时通知网格员；网格员不在班时通知副手。"],grids_caption:["Grids","网格列表"],grids_empty:["No grid yet: all grid workers on duty are told.","还没有划分网格：报警时通知全部在班网格员。"],grid_add:["Add a grid","添加网格"],grid_new:["New grid","新网格"],grid_edit:["Edit {name}","修改 {name}"],grid_name:["Name","名称"],grid_worker:["Grid worker","网格员"],grid_deputy:["Deputy","副手"],grid_nobody:["nobody yet","尚未指定"],grid_homes:["Homes","户数"],erase_kept:["What stays: that there were alarms and who came, who recorded which consent, and the journal.","保留的内容：曾有报警和到场人员、同意书的登记人，以及操作日志。"],devices_left:["{count} devices are still in this home: take them down.","这一户还有 {count} 台设备，请收回。"],search_people:["Search names and telephone numbers as well","同时搜索姓名和电话"],search_people_hint:["This search is written into the journal.","此类搜索会记入操作日志。"],grid_saved:["The grid is saved.","网格已保存。"]};var rn={roster_week:["Week of {from} – {to}","{from} 至 {to}"],roster_before:["Week before","上一周"],roster_after:["Week after","下一周"],roster_day_before:["Day before","前一天"],roster_day_after:["Day after","后一天"],roster_this:["This week","本周"],roster_own:["Your shifts. Ask a colleague for a swap; it counts once it is agreed.","您的班次。可向同事申请换班，对方同意后生效。"],roster_caption:["{role}, week of {from}","{role}，{from} 起一周"],roster_now:["On duty now: {names}","当前在班：{names}"],roster_now_nobody:["On duty now: NOBODY","当前在班：无人"],roster_now_all:["No roster: everybody with this role is always on duty.","没有排班：有此角色的人随时视为在班。"],roster_from_calendar:["Read from {calendar}, last at {at}.","读取自 {calendar}，最近一次 {at}。"],roster_shift:["Shift","班次"],roster_gap:["nobody","无人"],roster_gaps:["Nobody on duty as {role}: {when}","{role}无人在班：{when}"],roster_no_shift:["–","–"],roster_empty:["No shift in this week.","本周没有班次。"],roster_own_empty:["You have no shift in this week.","本周没有您的班次。"],roster_holiday:["Holiday: {name}","节假日：{name}"],because_override:["changed","已调整"],because_swap:["swapped","换班"],because_holiday:["holiday plan","节假日班"],because_calendar:["calendar","日历"],because_rotation:["rotation","轮班"],roster_change:["Change: {shift}, {day}, {names}","调整：{day} {shift}，{names}"],override_title:["{shift}, {day}","{day} {shift}"],override_text:["For this date only; the rotation stays.","只改这一天，轮班表不变。"],override_nobody:["Nobody chosen: this will be a gap.","没有选择任何人：这个班次将无人在班。"],override_save:["Change this shift","调整这个班次"],override_back:["As the rotation says","恢复轮班安排"],override_saved:["The shift is changed.","班次已调整。"],override_undone:["The rotation counts again.","已恢复轮班安排。"],override_no_people:["Nobody has this role. Give it under “Staff and channels”.","没有人具有此角色，请先在“人员与通知”中分配。"],swap:["Swap …","换班…"],swap_title:["Give away: {shift}, {day}","让出：{day} {shift}"],swap_other:["To whom","给谁"],swap_takes:["And take in return","换取对方的班次"],swap_takes_none:["Nothing in return","不换取"],swap_ask:["Ask for the swap","申请换班"],swap_asked:["Asked. It counts once {name} agrees.","已申请，{name}同意后生效。"],swaps:["Swaps","换班申请"],swap_line:["{one} gives {other}: {gives}","{one}让给{other}：{gives}"],swap_line_return:["{one} gives {other}: {gives}, and takes {takes}","{one}让给{other}：{gives}，换取 {takes}"],swap_slot:["{shift}, {day}","{day} {shift}"],swap_agree:["Agree","同意"],swap_refuse:["Refuse","拒绝"],swap_withdraw:["Withdraw","撤回"],swap_state_asked:["waiting","待同意"],swap_state_agreed:["agreed","已同意"],swap_state_refused:["refused","已拒绝"],swap_state_withdrawn:["withdrawn","已撤回"],swap_state_lapsed:["lapsed","已过期"],swap_decided:["Done.","已处理。"],trouble_gap:["{role}: nobody on duty from {start} to {end}","{role}：{start} 至 {end} 无人在班"],trouble_gap_more:["and {count} more gaps within a day","一天内另有 {count} 处空缺"],trouble_calendar:["{role}: the calendar cannot be read. Everybody with the role counts as on duty.","{role}：日历无法读取，有此角色的人均视为在班。"],trouble_names:["{role}: the calendar names somebody unknown: {names}","{role}：日历中有无法识别的人：{names}"],trouble_left:["{role}: on the roster, but without the role: {names}","{role}：在排班中但已没有此角色：{names}"],holidays:["Holidays …","节假日…"],holidays_title:["Holidays","节假日"],holidays_text:["A holiday is worked by the holiday plan; a working weekend like the weekday chosen.","节假日按节假日班表；调休上班日按所选的星期几。"],holidays_empty:["None yet.","还没有节假日。"],holiday_day:["Day","日期"],holiday_name:["Name","名称"],holiday_like:["Worked","班次安排"],holiday_like_none:["as a holiday","按节假日"],holiday_like_day:["like a {day}","按{day}"],holiday_add:["Add the day","添加"],holiday_removed:["The day is like any other again.","已恢复为普通日。"],holiday_saved:["The holiday is saved.","节假日已保存。"],holiday_calendar:["Take them from a calendar","从日历读取"],holiday_take:["Take this year's","读取一年"],holiday_taken:["{count} days taken.","已读取 {count} 天。"],rotation_edit:["Rotation …","轮班表…"],rotation_title:["Rotation: {role}","轮班表：{role}"],rotation_source:["Where the roster comes from","排班来源"],rotation_source_none:["No roster: everybody with the role is always on duty","不排班：有此角色的人随时在班"],rotation_source_weeks:["Kept here, in weeks that turn","在此维护，按周轮换"],rotation_source_calendar:["A calendar","读取日历"],rotation_calendar:["Calendar","日历"],rotation_calendar_hint:["Names in its entries are matched with the accounts.","日历条目中的姓名会与账号对应。"],rotation_cover:["Must somebody be on duty?","是否必须有人在班"],cover_always:["always: a time without anybody is a gap","始终：任何时间无人都算空缺"],cover_shifts:["only during its shifts (closed at night)","仅班次时间内（其余时间不上班）"],rotation_shifts:["Shifts","班次"],rotation_shift_name:["Name","名称"],rotation_start:["From","开始"],rotation_end:["To","结束"],rotation_shift_add:["Add a shift","添加班次"],rotation_week:["Week {number}","第 {number} 周"],rotation_week_add:["Add a week","增加一周"],rotation_week_remove:["Remove week {number}","删除第 {number} 周"],rotation_first:["Week 1 is the week of","第 1 周是哪一周"],rotation_holiday:["Holiday plan","节假日班表"],rotation_holiday_own:["Holidays have a plan of their own","节假日单独排班"],rotation_choose:["Who has {shift} on {day}","{day} {shift} 由谁值班"],rotation_all_week:["The same all week","整周相同"],rotation_saved:["The roster is saved. It counts at once.","排班已保存，立即生效。"],rotation_no_shift:["Add a shift first.","请先添加班次。"],rotation_shift_wrong:["Each shift needs a name, a beginning and an end.","每个班次都要有名称、开始和结束时间。"],people_done:["Done","完成"]};var dn={staff_tabs:["Staff or channels","人员或通知渠道"],staff_tab_staff:["Staff","人员"],staff_tab_channels:["Channels","通知渠道"],staff_intro:["Who has which role, and over what each is told, in this order. A technician is whoever administers the system.","每个账号的角色，以及按先后顺序使用的通知方式。技术员就是系统管理员。"],staff_make:["A new account is made under Settings > People, with “allow login”. It then appears here.","新账号请在“设置 > 人员”中添加，并打开“允许登录”，之后会出现在这里。"],staff_read_only:["Only a technician changes roles and channels.","只有技术员可以修改角色和通知方式。"],staff_caption:["Accounts","账号"],staff_empty:["No account has a role yet.","还没有账号分配了角色。"],staff_account:["Account","账号"],staff_roles:["Roles","角色"],staff_no_role:["no role","没有角色"],staff_channels:["Told over, in this order","通知方式（按先后）"],staff_default:["phone app","手机应用"],staff_edit:["Roles of {name}","{name}的角色与通知方式"],staff_is_technician:["Administers the system, and so is a technician.","系统管理员，即技术员。"],staff_gone:["This account is gone. Take its roles away.","该账号已不存在，请取消其角色。"],staff_inactive:["switched off","已停用"],staff_saved:["Saved. It counts at once.","已保存，立即生效。"],staff_channel_first:["The next one is tried when one fails or nobody confirms in time.","前一种失败或未及时确认时，自动改用下一种。"],staff_channel_add:["Add a channel","添加通知方式"],staff_channel_choose:["Choose …","请选择……"],staff_channel_up:["{name} earlier","{name}提前"],staff_channel_down:["{name} later","{name}推后"],staff_channel_remove:["Remove {name}","删除{name}"],staff_channel_none:["Nothing chosen: the phone app.","未选择：使用手机应用。"],channels_intro:["Everything over which somebody may be told of an alarm, and whether it works.","通知人员所用的全部渠道，以及各渠道是否正常。"],channels_options:["Channels of contacts, sirens and groups are chosen in the integration's options.","联系人、警号和工作群所用的渠道在集成选项中设置。"],channels_caption:["Channels","通知渠道"],channels_empty:["No channel is in use yet.","还没有使用中的通知渠道。"],channels_number:["No.","编号"],channels_name:["Channel","渠道"],channels_for:["Tells","通知对象"],channels_state:["State","状态"],channels_last:["Last success","上次成功"],channels_staff:["{count} accounts","{count} 个账号"],channels_contacts:["contacts","紧急联系人"],channels_sirens:["sirens","警号广播"],channels_groups:["group chat","工作群"],health_ok:["works","正常"],health_failing:["FAILS","故障"],health_unknown:["not used yet","尚未使用"],channel_test:["Test …","测试…"],channel_test_title:["Test {name}?","测试{name}？"],channel_test_text:["It says that it is a test. A phone channel reaches your own phone; a group, a siren or a speaker is heard by everybody there.","消息会注明是测试。手机应用发到您自己的手机；工作群、警号和广播会让在场的人都听到。"],channel_test_number:["Number for the test","测试用的号码"],channel_test_number_hint:["Your own, for a script that calls or writes","请填您自己的号码，用于电话或短信脚本"],channel_test_do:["Send the test","发送测试"],channel_test_ok:["Handed over. Look whether it arrived.","已发出，请看是否收到。"],channel_test_failed:["It failed: {reason}","测试失败：{reason}"],channel_failures:["{count} failures in a row","连续失败 {count} 次"]};var Bo={...Jt,...en,...ye,...tn,...nn,...on,...sn,...an,...rn,...dn};$t(Bo,{en:Xt,"zh-Hans":Zt});var zo=4e4,be=class{constructor(t,e){this.connection=t;this.changed=e;this.note="";this.elevators=new me(t,e),this.list=new y(async()=>(await u(t,"commissioning/list")).commissionings,e),this.sheet=new y(()=>u(t,"commissioning/get",{elevator:this.chosen}),e),this.work=new S(e)}load(){this.elevators.follow(),this.list.load(),this.chosen&&this.sheet.load()}choose(t){this.chosen=t,this.current=void 0,this.note="",this.work.forget(),this.sheet.set(void 0),t?this.sheet.load():this.list.load()}recordOf(t,e){return this.list.value?.find(n=>n.elevator===t&&e===(n.void_at?"void":n.finished_at?"in_force":"draft"))}get items(){return this.sheet.value?.items??[]}get draft(){return this.sheet.value?.draft??void 0}checkOf(t,e=this.draft){return e?.checks?.find(n=>n.item===t)}get shown(){let{draft:t}=this;return this.items.find(({item:e})=>e===this.current)??this.items.find(({item:e})=>t?.open.includes(e))}get done(){return this.items.length-(this.draft?.open.length??this.items.length)}show(t){this.current=t,this.note=t&&this.checkOf(t)?.note||"",this.work.forget(),this.changed()}move(t){let e=this.items.findIndex(({item:s})=>s===this.shown?.item),n=this.items[e+t];n&&this.show(n.item)}write(t){this.note=t}start(t){return this.work.run("start",async()=>{let{draft:e}=await u(this.connection,"commissioning/start",{elevator:this.chosen,...t});this.take({draft:e}),await this.sheet.load()})}record(t,e){let n=this.note.trim();return this.work.run(e??"test",async()=>{let{draft:s,check:a}=await u(this.connection,"commissioning/record",{elevator:this.chosen,item:t,...e?{result:e}:{},...n?{note:n}:{}},zo);if(this.take({draft:s}),a.result==="failed"){this.current=t;return}this.note="",this.current=this.nextOpen(t)})}finish(){return this.work.run("finish",async()=>{let{record:t}=await u(this.connection,"commissioning/finish",{elevator:this.chosen});this.take({draft:null,in_force:t}),this.list.load()})}page(t,e){return u(this.connection,"commissioning/page",{commissioning_id:t,language:e})}take(t){let e=this.sheet.value??{in_force:null,draft:null,items:[],people:{}};this.sheet.set({...e,...t})}nextOpen(t){let e=this.draft?.open??[],n=this.items.findIndex(a=>a.item===t);return[...this.items.slice(n+1),...this.items.slice(0,n)].find(a=>e.includes(a.item))?.item}};function E(o,t){let e=new Intl.DateTimeFormat("en-CA",{year:"numeric",month:"2-digit",day:"2-digit",...t?{timeZone:t}:{}}).formatToParts(o),n=s=>e.find(a=>a.type===s)?.value??"";return`${n("year")}-${n("month")}-${n("day")}`}var z=o=>Date.parse(`${o}T00:00:00Z`);function F(o,t){return new Date(z(o)+t*864e5).toISOString().slice(0,10)}function Vo(o){return(new Date(z(o)).getUTCDay()+6)%7}function ae(o){return F(o,-Vo(o))}function cn(o,t,e={}){let n={weekday:"short",month:"short",day:"numeric",timeZone:"UTC",...e};return new Intl.DateTimeFormat(t,n).format(z(o))}function ke(o,t,e){return new Intl.DateTimeFormat(t,{weekday:e,timeZone:"UTC"}).format(z(F("2026-01-05",o)))}function hn(o,t){return new Date(pn(o,t)).toISOString()}function mn(o,t){return new Date(pn(F(o,1),t)-1).toISOString()}function pn(o,t){let e=ln(z(o),t),n=z(o)-e*6e4;return z(o)-ln(n,t)*6e4}function ln(o,t){if(!t)return-new Date(o).getTimezoneOffset();let e=new Intl.DateTimeFormat("en-US",{timeZone:t,timeZoneName:"longOffset"}).formatToParts(o).find(s=>s.type==="timeZoneName")?.value,n=/GMT([+-])(\d{2}):(\d{2})/.exec(e??"");return n?+`${n[1]}1`*(Number(n[2])*60+Number(n[3])):0}var Qo={heartbeat:15e3,answer:5e3,retry:2e3,grace:1e4},$e=class{constructor(t,e,n=Qo){this.connection=t;this.listener=e;this.pace=n;this.status="connecting";this.running=!1;this.everLive=!1;this.refusedSince=0;this.generation=0;this.ask=()=>{this.meet()};this.lost=()=>{this.generation+=1,clearTimeout(this.timer),this.become("lost")}}get live(){return this.status==="live"}start(){this.running||(this.running=!0,this.connection.addEventListener("ready",this.ask),this.connection.addEventListener("disconnected",this.lost),this.connection.connected?this.ask():this.lost())}stop(){this.running=!1,this.generation+=1,this.connection.removeEventListener("ready",this.ask),this.connection.removeEventListener("disconnected",this.lost),clearTimeout(this.timer),this.status="connecting"}async meet(){clearTimeout(this.timer);let t=++this.generation,e;try{let n=await ce(this.connection.sendMessagePromise({type:`${Y}/me`}),this.pace.answer);if(t!==this.generation)return;this.me=n,this.everLive=!0,this.refusedSince=0,e="live"}catch(n){if(t!==this.generation)return;e=this.judge(j(n))}this.timer=setTimeout(this.ask,e==="live"?this.pace.heartbeat:this.pace.retry),this.become(e)}judge(t){return t==="not_loaded"?"stopped":t==="unknown_command"?"starting":t!=="unauthorized"?"lost":(this.refusedSince||=Date.now(),Date.now()-this.refusedSince<this.pace.grace?this.everLive?"starting":"connecting":(this.me=void 0,"refused"))}become(t){let e=this.status;this.status=t,this.running&&this.listener.sessionChanged(t,e)}};var un=T`
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
`;var fn=T`
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
`;var gn=T`
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
`;var Ko=760,at={lost:"page_lost",starting:"page_starting",stopped:"page_stopped",refused:"page_refused"},$=class extends re{constructor(){super();this.words=new et("zh-Hans");this.announcements=new Nt(()=>this.requestUpdate());this.offset=0;this.size=new ResizeObserver(([e])=>{e&&(this.wide=e.contentRect.width>=Ko)});this.tick=0;this.changed=()=>this.requestUpdate();this.wide=!1}static{this.properties={hass:{attribute:!1},wide:{state:!0}}}static{this.styles=[ve,Ht,fn,gn,un]}aside(e){return c}setConfig(e){}getCardSize(){return 12}getGridOptions(){return{columns:"full",rows:"auto"}}static getStubConfig(){return{}}connectedCallback(){super.connectedCallback(),this.size.observe(this),this.tick&&(this.ticker=setInterval(this.changed,this.tick)),this.session?.start()}disconnectedCallback(){super.disconnectedCallback(),this.size.disconnect(),clearInterval(this.ticker),this.session?.stop()}sessionChanged(e,n){e==="live"&&n!=="live"?(At().then(s=>this.offset=s),this.isMine(this.session?.me)&&this.load(),n==="lost"&&this.announcements.toast(this.words.t("page_back"))):e!==n&&at[e]&&this.announcements.urgent(this.words.t(at[e])),this.requestUpdate()}get now(){return Date.now()+this.offset}get zone(){return this.hass?.locale.time_zone==="server"?this.hass.config.time_zone:void 0}at(e,n=!1,s=this.zone){return e?Dt(Date.parse(e),this.now,this.words.language,s,n):this.words.t("never")}get live(){return this.session?.live??!1}toast(e){this.announcements.toast(e)}isMine(e){let n=ot.find(s=>s.path===this.path)?.roles??[];return e!==void 0&&e.roles.some(s=>n.includes(s))}shouldUpdate(e){let n=e.get("hass");return!(e.size===1&&n&&this.hass&&n.language===this.hass.language)}willUpdate(){let{hass:e}=this;if(!e)return;let n=Tt(e.locale?.language??e.language);n!==this.words.language&&(this.words=new et(n)),this.session?.connection!==e.connection&&(this.session?.stop(),this.session=new $e(e.connection,this),this.open(e.connection),this.isConnected&&this.session.start())}render(){let{session:e,words:n}=this;if(!e)return c;let{me:s,status:a}=e,i=at[a],d=ot.find(l=>l.path===this.path);return r`
      <ha-card>
        ${i?r`<div class="banner" data-status=${a}>${n.t(i)}</div>`:c}
        <div
          class="page ${this.wide?"wide":"narrow"} ${this.live?"":"lost"}"
          data-status=${a}
          data-page=${this.path}
        >
          <header>
            <div><h1>${d?n.t(d.title):c}</h1></div>
            ${this.isMine(s)?this.aside(s):c}
          </header>
          ${s===void 0?i?c:r`<p class="waiting-line" role="status">${n.t("connecting")}</p>`:this.isMine(s)?this.content(s):r`<p class="empty">${n.t("page_not_yours")}</p>`}
          ${this.announcements.render()}
        </div>
      </ha-card>
    `}};var Te=Mt(class extends Lt{constructor(o){if(super(o),o.type!==B.PROPERTY&&o.type!==B.ATTRIBUTE&&o.type!==B.BOOLEAN_ATTRIBUTE)throw Error("The `live` directive is not allowed on child or event bindings");if(!Ut(o))throw Error("`live` bindings can only contain a single expression")}render(o){return o}update(o,[t]){if(t===oe||t===c)return t;let e=o.element,n=o.name;if(o.type===B.PROPERTY){if(t===e[n])return oe}else if(o.type===B.BOOLEAN_ATTRIBUTE){if(!!t===e.hasAttribute(n))return oe}else if(o.type===B.ATTRIBUTE&&e.getAttribute(n)===t+"")return oe;return Gt(o),t}});function P(o){let{caption:t,columns:e,rows:n,empty:s,rowClass:a,key:i}=o;return n.length?r`<table role="table" aria-label=${t}>
    <thead role="rowgroup">
      <tr role="row">
        ${e.map(d=>r`<th role="columnheader" scope="col" class=${d.style??""}>
              ${d.head||r`<span class="hidden">·</span>`}
            </th>`)}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${n.map(d=>r`<tr role="row" class=${a?.(d)??""} data-row=${i?.(d)??c}>
            ${e.map(l=>{let m=l.cell(d),h={[l.style??"plain-cell"]:!0,void:m===c||m===""};return r`<td role="cell" class=${jt(h)} data-label=${l.head||c}>${m}</td>`})}
          </tr>`)}
    </tbody>
  </table>`:r`<p class="empty">${s}</p>`}function Z(o,t,e,n){return e<=t.limit?c:r`<nav class="pager">
    <button class="small" ?disabled=${!t.before} @click=${()=>n(t.offset-t.limit)}>
      ${o.t("page_before")}
    </button>
    <span role="status">${o.t("page_of",{...t.range(e),total:e})}</span>
    <button class="small" ?disabled=${!t.after(e)} @click=${()=>n(t.offset+t.limit)}>
      ${o.t("page_after")}
    </button>
  </nav>`}function g(o,t,e){return t===void 0?c:r`<div class="problem" role="alert">
    <span>${le(t,o)}</span>
    ${e?r`<button class="small" @click=${e}>${o.t("reload")}</button>`:c}
  </div>`}function k(o,t,e){let n=g(o,t.problem,()=>{t.load()});return t.value!==void 0?r`${n}${e(t.value)}`:t.problem===void 0?V(o):n}function V(o,t=o.t("loading")){return r`<p class="waiting-line" role="status"><span class="spinner" aria-hidden="true"></span>${t}</p>`}var it=o=>[o.hint&&`hint-${o.name}`,o.wrong&&`wrong-${o.name}`].filter(Boolean).join(" ")||c,_n=({name:o,label:t,hint:e,wrong:n},s)=>r`<label class="field">
    <span>${t}</span>
    ${s} ${e?r`<small id="hint-${o}">${e}</small>`:c}
    ${n?r`<small class="wrong" id="wrong-${o}">${n}</small>`:c}
  </label>`;function v(o){let t=String(o.value??""),e=n=>o.input?.(n.target.value);return _n(o,o.lines?r`<textarea
          name=${o.name}
          maxlength=${o.max??c}
          aria-invalid=${o.wrong?"true":c}
          aria-describedby=${it(o)}
          aria-required=${o.required?"true":c}
          .value=${Te(t)}
          @input=${e}
        ></textarea>`:r`<input
          name=${o.name}
          type=${o.type??"text"}
          maxlength=${o.max??c}
          placeholder=${o.placeholder??c}
          list=${o.list??c}
          autocomplete="off"
          aria-invalid=${o.wrong?"true":c}
          aria-describedby=${it(o)}
          aria-required=${o.required?"true":c}
          .value=${Te(t)}
          @input=${e}
        />`)}function b(o){return _n(o,r`<select
      name=${o.name}
      aria-invalid=${o.wrong?"true":c}
      aria-describedby=${it(o)}
      @change=${t=>o.change?.(t.target.value)}
    >
      ${o.options.map(([t,e])=>r`<option value=${t} ?selected=${t===o.value} .selected=${t===o.value}>${e}</option>`)}
    </select>`)}function A(o){return r`<label class="check">
    <input
      type="checkbox"
      name=${o.name}
      value=${o.value}
      .checked=${Te(o.checked)}
      @change=${t=>o.change?.(t.target.checked)}
    /><span>${o.label}</span>
  </label>`}function J(o,t,e,n){return r`<div class="tabs" role="tablist" aria-label=${o} @keydown=${a=>{let i=a.key==="ArrowRight"?1:a.key==="ArrowLeft"?-1:0;if(!i)return;let d=t.findIndex(([h])=>h===e),l=t[(d+i+t.length)%t.length];if(!l)return;a.preventDefault(),n(l[0]),a.currentTarget.querySelectorAll("[role=tab]")[t.indexOf(l)]?.focus()}}>
    ${t.map(([a,i])=>r`<button
          role="tab"
          data-tab=${a}
          aria-selected=${String(a===e)}
          tabindex=${a===e?"0":"-1"}
          @click=${()=>n(a)}
        >
          ${i}
        </button>`)}
  </div>`}function _(o,t,e){return e?r`<span class="spinner" aria-hidden="true"></span>${o.t("working")}`:t}function C(o){let t={};for(let[e,n]of new FormData(o.target))typeof n=="string"&&(t[e]=e in t?`${t[e]},${n}`:n);return t}var Yo={passed:"fine",failed:"bad",not_fitted:"calm"};function xe(o,t){if(!o)return r`<span class="chip calm">${t.t("com_result_open")}</span>`;let e=o.seconds===null?"":` · ${t.t("com_seconds",{count:o.seconds})}`;return r`<span class="chip ${Yo[o.result]}">${t.t(`com_result_${o.result}`)}${e}</span>`}function vn(o,t){let{words:e,desk:n}=o,{item:s,how:a}=t,i=n.checkOf(s),d=n.items.findIndex(f=>f.item===s)+1,{busy:l}=n.work,m=l!==void 0||!o.session?.live||!o.tries,h=t.seen_at??null,p=(f,x="")=>r`<button
      class=${x}
      data-result=${f}
      ?disabled=${m||f==="passed"&&a==="seen"&&!h}
      @click=${()=>{n.record(s,f)}}
    >
      ${_(e,e.t(`com_${f}`),l===f)}
    </button>`;return r`<section class="panel step" data-item=${s}>
    <p class="faint">${e.t("com_step",{number:d,total:n.items.length})}</p>
    <div class="bar apart">
      <h2>${e.found(`item_${s}`,"item_unknown",{code:s})}</h2>
      ${i?xe(i,e):c}
    </div>
    <p class="do">${e.found(`do_${s}`,"do_unknown")}</p>
    ${a==="seen"?h?r`<p class="good" role="status">${e.t("com_seen",{at:o.at(h,!0)})}</p>`:r`<p class="warn" role="status">
              <span class="spinner" aria-hidden="true"></span> ${e.t("com_waiting_for_car")}
            </p>`:c}
    <label class="field"
      ><span>${e.t("com_note")} <span class="hint">${e.t("optional")}</span></span>
      <textarea
        name="note"
        maxlength="1000"
        .value=${n.note}
        @input=${f=>n.write(f.target.value)}
      ></textarea>
    </label>
    ${["test","passed","failed","not_fitted"].map(f=>g(e,n.work.problemOf(f)))}
    ${a==="driven"?r`<button
              class="strong"
              data-do="test"
              ?disabled=${m}
              aria-busy=${String(l==="test")}
              @click=${()=>{n.record(s)}}
            >
              ${l==="test"?r`<span class="spinner" aria-hidden="true"></span>${e.t("com_running")}`:e.t(i?"com_run_again":"com_run")}
            </button>
            <div class="answers">${p("failed")}${t.may_be_left_out?p("not_fitted"):c}</div>`:r`${p("passed","strong")}
            <div class="answers">${p("failed")}${t.may_be_left_out?p("not_fitted"):c}</div>`}
    ${t.may_be_left_out?r`<p class="hint">${e.t("com_not_fitted_hint")}</p>`:c}
    <div class="steps">
      <button data-do="before" ?disabled=${d<=1} @click=${()=>n.move(-1)}>
        ‹ ${e.t("com_before")}
      </button>
      <button data-do="after" ?disabled=${d>=n.items.length} @click=${()=>n.move(1)}>
        ${e.t("com_after")} ›
      </button>
    </div>
  </section>`}function wn(o){let{words:t,desk:e}=o;return r`<ol class="items">
    ${e.items.map(({item:n})=>r`<li>
          <button
            data-step=${n}
            aria-current=${n===e.shown?.item?"step":c}
            @click=${()=>e.show(n)}
          >
            <span>${t.found(`item_${n}`,"item_unknown",{code:n})}</span>
            ${xe(e.checkOf(n),t)}
          </button>
        </li>`)}
  </ol>`}var Xo=2e3,Se=class extends ${constructor(){super(...arguments);this.path="commissioning";this.tick=1e3;this.correcting=!1;this.read=0}static{this.styles=[...$.styles,T`
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
    `]}open(e){this.desk?.elevators.stop(),this.desk=new be(e,this.changed),this.fromAddress()}load(){this.desk.load()}connectedCallback(){super.connectedCallback(),this.fromAddress()}disconnectedCallback(){super.disconnectedCallback(),this.desk?.elevators.stop()}fromAddress(){let e=new URLSearchParams(location.search).get("elevator");e&&this.desk&&this.desk.chosen!==e&&this.desk.choose(e)}updated(){let{desk:e}=this;!this.live||e?.shown?.how!=="seen"||e.sheet.loading||e.work.busy||Date.now()-this.read<Xo||(this.read=Date.now(),e.sheet.load())}content(e){let{words:n,desk:s}=this;if(!s.chosen)return this.all();let a=s.elevators.find(s.chosen);return r`
      <div class="bar">
        <button class="plain" data-do="back" @click=${()=>s.choose(void 0)}>‹ ${n.t("back")}</button>
        <h2>${a?.name??s.draft?.name??""}</h2>
      </div>
      ${k(n,s.sheet,i=>i.draft&&!this.correcting?this.draft(i.draft,a):r`${i.in_force?this.record(i.in_force):c}${this.form(i.draft??i.in_force)}`)}
    `}all(){let{words:e,desk:n}=this,{views:s}=n.elevators;return r`<p>${e.t("com_intro")}</p>
      ${s?k(e,n.list,()=>s.length?r`<ul class="rows" aria-label=${e.t("com_list")}>
                    ${s.map(a=>this.row(a))}
                  </ul>`:r`<p class="empty">${e.t("com_empty")}</p>`):n.elevators.problem===void 0?V(e):g(e,n.elevators.problem,()=>n.load())}`}row(e){let{words:n,desk:s}=this,a=s.recordOf(e.id,"draft"),i=s.recordOf(e.id,"in_force"),d=a||i?void 0:s.recordOf(e.id,"void");return r`<li data-elevator=${e.id}>
      <div>
        <h2>${e.name}</h2>
        <div class="chips">
          ${i?r`<span class="chip fine">${n.t("com_in_force",{at:i.date})}</span>`:r`<span class="chip mind">${n.t("com_none")}</span>`}
          ${a?r`<span class="chip">${n.t("com_draft",this.counts(a))}</span>`:c}
          ${d?.void_reason?r`<span class="chip bad">${n.found(`com_void_${d.void_reason}`,"com_none")}</span>`:c}
        </div>
      </div>
      <button data-do="choose" @click=${()=>s.choose(e.id)}>
        ${n.t(a?"com_go_on":i?"com_look":"com_begin")}
      </button>
    </li>`}get tries(){return this.session?.me?.roles.includes("technician")??!1}counts(e){let n=this.desk.items.length||14;return{done:n-e.open.length,total:n}}record(e){let{words:n}=this;return r`<section class="panel">
      <p class="good">${n.t("com_in_force",{at:e.date})}</p>
      <p>${n.t("com_record_of",{firm:e.firm,licence:e.licence,date:e.date})}</p>
      <ul class="rows">
        ${e.checks?.map(s=>r`<li>
              <span>${n.found(`item_${s.item}`,"item_unknown",{code:s.item})}</span>
              ${xe(s,n)}
            </li>`)}
      </ul>
      <div class="bar">
        <button data-do="print" @click=${()=>{this.print(e)}}>${n.t("com_print")}</button>
      </div>
    </section>`}form(e){let{words:n,desk:s}=this,a=s.work.busy==="start",i=async l=>{l.preventDefault();let{firm:m="",licence:h="",date:p=""}=C(l);await s.start({firm:m.trim(),licence:h.trim(),date:p})&&this.correct(!1)},d=!!s.draft;return r`<form class="panel step" novalidate @submit=${i}>
      <h2>${n.t(d?"com_correct":e?"com_again":"com_who")}</h2>
      ${d?c:r`<p>${n.t("com_intro")}</p>`}
      ${v({name:"firm",label:n.t("com_firm"),hint:n.t("com_firm_hint"),value:e?.firm??"",required:!0,max:200})}
      ${v({name:"licence",label:n.t("com_licence"),value:e?.licence??"",required:!0,max:200})}
      ${v({name:"date",label:n.t("com_date"),type:"date",value:d?e?.date??"":E(this.now,this.zone)})}
      ${g(n,s.work.problemOf("start"))}
      <button class="strong" data-do="start" ?disabled=${a||!this.live}>
        ${_(n,n.t(d?"save":"com_start"),a)}
      </button>
      ${d?r`<button type="button" @click=${()=>this.correct(!1)}>${n.t("cancel")}</button>`:c}
    </form>`}draft(e,n){let{words:s,desk:a}=this,i={done:a.done,total:a.items.length},d=a.work.busy==="finish";return r`
      <div>
        <p role="status"><b>${s.t("com_progress",i)}</b></p>
        <progress
          max=${i.total||1}
          value=${i.done}
          aria-label=${s.t("com_progress",i)}
        ></progress>
        ${n?r`<p class="faint">
                ${s.t("com_car",{floor:ue(n,s),door:pe(n,s)})}
              </p>`:c}
        ${this.tries?c:r`<p class="warn" role="status">${s.t("com_technician")}</p>`}
      </div>
      ${e.open.length?c:r`<section class="panel step">
              <p class="good">${s.t("com_all_done")}</p>
              <p>${s.t("com_finish_hint")}</p>
              ${g(s,a.work.problemOf("finish"))}
              <button
                class="strong"
                data-do="finish"
                ?disabled=${d||!this.live||!this.tries}
                @click=${()=>{this.finish()}}
              >
                ${_(s,s.t("com_finish"),d)}
              </button>
            </section>`}
      <div class="columns">
        ${a.shown?vn(this,a.shown):c}
        <section>
          <h3>${s.t("com_overview")}</h3>
          ${wn(this)}
          <p class="faint">
            ${s.t("com_record_of",{firm:e.firm,licence:e.licence,date:e.date})}
          </p>
          <div class="bar">
            <button class="small" data-do="print" @click=${()=>{this.print(e)}}>
              ${s.t("com_print")}
            </button>
            <button class="plain" data-do="correct" @click=${()=>this.correct(!0)}>
              ${s.t("com_correct")}
            </button>
          </div>
        </section>
      </div>
    `}correct(e){this.correcting=e,this.requestUpdate()}async finish(){await this.desk.finish()&&this.toast(this.words.t("com_finished"))}async print(e){let{words:n,desk:s}=this;this.toast(n.t("com_printing"));try{fe((await s.page(e.id,n.language)).html)}catch(a){this.toast(le(a,n))}}};var M=class o{constructor(t,e){this.offset=t;this.limit=e}get before(){return this.offset>0}after(t){return this.offset+this.limit<t}range(t){return{from:Math.min(t,this.offset+1),to:Math.min(t,this.offset+this.limit)}}at(t){return new o(Math.max(0,t),this.limit)}};var yn=["help_alarm","abnormal_life","face","pictures"],ee=(o,t)=>u(o,"register/homes",t);async function bn(o,t){let{home:e}=await u(o,"register/home",{home:t});return e}async function kn(o){return(await u(o,"grids/list")).grids}var rt=["error","created","updated","unchanged"];var Zo=500,Re=class{constructor(t,e){this.connection=t;this.changed=e;this.homes=new Map;this.buildings=[];this.generation=0}find(t){return t===null?void 0:this.homes.get(t)}building(t){return this.buildings.find(e=>e.id===t)?.name}async load(){let t=++this.generation,e=0;try{for(;;){let n=await ee(this.connection,{offset:e,limit:Zo});if(t!==this.generation)return;for(let s of n.homes)this.homes.set(s.id,s);if(this.buildings=n.buildings,this.changed(),e+=n.homes.length,!n.homes.length||e>=n.total)return}}catch{return}}};var Jo=20,es=31*86400,ts=["help_button","smoke","gas"],ns=30;function Ce(o,t,e){let n=[],s=(d,l,m={})=>{n.push({text:e.t(d,m),tone:l})};o.alarm&&s("device_alarm","bad"),o.online===!1?s("device_offline","bad"):o.last_seen===null&&s("device_unheard","mind"),o.tamper&&s("device_tamper","bad"),o.battery!==null&&o.battery<=Jo&&s("device_battery_low","mind");let a=o.last_test??o.assigned_at;return ts.includes(o.kind??"")&&a&&q(a,t)>es&&s("device_untested","mind"),o.malformed&&s("device_malformed","mind",{count:o.malformed}),n}function dt(o,t){return t.found(`device_kind_${o}`,"device_kind_unknown")}function W({kind:o,number:t,id:e},n){return n.t("device_name",{kind:dt(o,n),number:t??e})}function U({home:o,building:t},e,n){let s=e.find(o);if(s)return R(s,n);let a=e.building(t)??"";return o&&a?n.t("device_somewhere",{building:a}):R({building_name:a,unit:"",number:""},n)}function lt(o,t){return o.last_event_at!==null&&q(o.last_event_at,t)<=ns}function $n(o){let t=e=>Date.parse(e.last_event_at??e.last_seen??"")||0;return[...o].sort((e,n)=>t(n)-t(e)||e.id.localeCompare(n.id))}function Tn(o){return[...o].sort((t,e)=>(t.kind??"").localeCompare(e.kind??"")||String(t.number??t.id).localeCompare(String(e.number??e.id),"en",{numeric:!0}))}var os=50,Pe=class{constructor(t,e){this.connection=t;this.changed=e;this.search="";this.kind="";this.faulty=!1;this.paging=new M(0,os);this.generation=0;this.work=new S(e),this.devices=new y(()=>u(t,"devices/list"),e),this.due=new y(async()=>(await u(t,"devices/tests_due")).devices,e),this.doors=new Re(t,e),this.homes=new y(()=>ee(t,{search:this.assigning?.search.trim()??"",offset:0,limit:30}),e)}load(){this.devices.load(),this.due.load(),this.doors.load(),this.follow()}stop(){this.generation+=1;let t=this.unsubscribe;this.unsubscribe=void 0,t&&this.connection.connected&&t().catch(()=>{})}get assigned(){return Tn((this.devices.value?.devices??[]).filter(xn))}get unassigned(){return(this.devices.value?.devices??[]).filter(t=>!xn(t))}matching(t,e){let n=this.search.trim().toLowerCase();return this.assigned.filter(s=>(!this.kind||s.kind===this.kind)&&(!this.faulty||Ce(s,t,e).length>0)&&(!n||`${W(s,e)} ${s.id} ${U(s,this.doors,e)}`.toLowerCase().includes(n)))}filter(t){Object.assign(this,t),this.go(0)}go(t){this.paging=this.paging.at(t),this.changed()}assign(t){this.assigning=t&&{device:t,to:t.building&&!t.home?"building":"home",search:"",home:"",building:t.building??""},this.work.forget(),this.homes.set(void 0)}update(t){this.assigning&&(this.assigning={...this.assigning,...t},t.search!==void 0&&(this.assigning.home="",t.search.trim()?this.homes.load():this.homes.set(void 0)),this.changed())}get canAssign(){let{assigning:t}=this;return t?t.to==="none"||!!(t.to==="home"?t.home:t.building):!1}async saveAssignment(){let{assigning:t}=this;if(!t||!this.canAssign)return!1;let{device:e,to:n,home:s,building:a}=t,i=n==="home"?{home:s}:n==="building"?{building:a}:{home:null},d=await this.work.run("assign",async()=>{await u(this.connection,"devices/assign",{device:e.id,...i})});return d&&(this.assign(void 0),this.devices.load(),this.due.load()),d}start(t,e,n){return this.work.run("start",async()=>{await u(this.connection,"walk_test/start",{minutes:e,list:n,...t?{building:t}:{}})})}async end(t){let e=await this.work.run("stop",async()=>{await u(this.connection,"walk_test/stop",{test_id:t})});return this.due.load(),e}async follow(){this.stop();let{generation:t}=this;try{let e=await this.connection.subscribeMessage(n=>{t===this.generation&&(this.tests=n,this.changed())},{type:`${Y}/walk_test/subscribe`},{resubscribe:!1});t===this.generation?this.unsubscribe=e:e().catch(()=>{})}catch{this.tests=void 0}}},xn=o=>o.home!==null||o.building!==null;var Sn=["gateway","help_button","elevator","gate","smoke","gas","water_meter","motion","door","siren"];function Rn(o){let{words:t,desk:e}=o,{assigning:n,work:s}=e,a=n?W(n.device,t):"",i=async l=>{l.preventDefault();let m=n?.to==="none";await e.saveAssignment()&&o.say(t.t(m?"assign_taken":"assign_done",{device:a}))},d=n&&(n.device.home??n.device.building)!==null;return r`<smart-community-dialog
    .heading=${t.t("assign_title",{device:a})}
    .open=${n!==void 0}
    @sc-back=${()=>e.assign(void 0)}
  >
    ${n?r`<form novalidate @submit=${i}>
            ${b({name:"to",label:t.t("assign_to"),value:n.to,options:["home","building",...d?["none"]:[]].map(l=>[l,t.t(`assign_to_${l}`)]),change:l=>e.update({to:l})})}
            ${n.to==="home"?ss(o):c}
            ${n.to==="building"?b({name:"building",label:t.t("assign_building"),value:n.building,options:[["",t.t("staff_channel_choose")],...e.doors.buildings.map(({id:l,name:m})=>[l,m])],change:l=>e.update({building:l})}):c}
            ${g(t,s.problemOf("assign"))}
            <div class="ends">
              <button type="button" @click=${()=>e.assign(void 0)}>${t.t("cancel")}</button>
              <button class="strong" data-do="save" ?disabled=${!e.canAssign||s.busy!==void 0}>
                ${_(t,t.t("assign_do"),s.busy!==void 0)}
              </button>
            </div>
          </form>`:c}
  </smart-community-dialog>`}function ss(o){let{words:t,desk:e}=o,{assigning:n,homes:s}=e;return n?r`
    ${v({name:"search",label:t.t("assign_search"),type:"search",value:n.search,input:a=>e.update({search:a})})}
    ${n.search.trim()?k(t,s,({homes:a})=>a.length?r`<fieldset class="found">
                  <legend>${t.t("assign_choose")}</legend>
                  ${a.map(i=>r`<label class="check">
                        <input
                          type="radio"
                          name="home"
                          value=${i.id}
                          .checked=${n.home===i.id}
                          @change=${()=>e.update({home:i.id})}
                        /><span>${R(i,t)}</span>
                      </label>`)}
                </fieldset>`:r`<p class="hint">${t.t("assign_none_found")}</p>`):c}
  `:r``}var Q=o=>o.replace(/[&<>"]/g,t=>({"&":"&amp;","<":"&lt;",">":"&gt;",'"':"&quot;"})[t]??t);function Cn(o,t,e,n){let s=Q(o.t("test_print_title",{site:t})),i=[...n].sort((l,m)=>+(l.at!==void 0)-+(m.at!==void 0)).map(({device:l,where:m,at:h})=>`<tr><td>${Q(l)}</td><td>${Q(m)}</td><td>${Q(h??o.t("test_report_missing"))}</td></tr>`),d=["device_column","device_place","device_tested"].map(l=>`<th>${Q(o.t(l))}</th>`);return`<!doctype html><html lang="${o.language}"><meta charset="utf-8"><title>${s}</title>
<style>body{font:14px/1.4 sans-serif;margin:24px}table{border-collapse:collapse;width:100%}td,th{border:1px solid #888;padding:4px 8px;text-align:left}h1{font-size:20px}.sign{margin-top:48px}</style>
<h1>${s}</h1><p>${Q(e)}</p><table><tr>${d.join("")}</tr>${i.join("")}</table>
<p class="sign">${Q(o.t("signature"))}: ____________________</p></html>`}var as=[5,10,20,30];function Pn(o){let{words:t,desk:e}=o,n=e.tests?.running??[],s=(e.tests?.finished??[]).filter(a=>a.list);return r`
    ${o.trouble()} ${n.map(a=>rs(o,a))} ${n.length?c:is(o)}
    <div class="columns">
      ${cs(o)}
      ${s.length?r`<section class="panel">
              <h2>${t.t("test_finished")}</h2>
              <div class="stack">${s.map(a=>ds(o,a))}</div>
            </section>`:c}
    </div>
  `}function is(o){let{words:t,desk:e}=o,n=e.work.busy!==void 0;return r`<form class="panel" novalidate @submit=${async a=>{a.preventDefault();let{building:i="",minutes:d="30"}=C(a),l=a.submitter?.value!=="mode";await e.start(i,Number(d),l)&&o.say(t.t("test_started"))}}>
    <p>${t.t("test_intro")}</p>
    <div class="fields">
      ${b({name:"building",label:t.t("test_scope"),value:"",options:[["",t.t("test_scope_all")],...e.doors.buildings.map(({id:a,name:i})=>[a,i])]})}
      ${b({name:"minutes",label:t.t("test_minutes"),value:"30",options:as.map(a=>[String(a),t.t("test_minutes_value",{count:a})])})}
    </div>
    <div class="bar">
      <button class="strong" name="what" value="list" data-do="start" ?disabled=${n}>
        ${_(t,t.t("test_start"),n)}
      </button>
      <button name="what" value="mode" ?disabled=${n}>${t.t("test_mode_start")}</button>
    </div>
  </form>`}function rs(o,t){let{words:e,desk:n,now:s}=o,a=t.expected.filter(m=>m.tested_at!==null),i=t.expected.filter(m=>m.tested_at===null),d=Math.max(0,Math.ceil((Date.parse(t.ends_at)-s)/1e3)),l=t.expected.length;return r`<section class="panel" data-test=${t.id}>
    <div class="bar apart">
      <div>
        <p class="count" role="status">
          ${t.list?e.t("test_running",{done:a.length,total:l}):e.t("test_mode_on",{count:a.length})}
        </p>
        <p class="hint">
          ${t.building?n.doors.building(t.building):e.t("test_scope_all")} ·
          ${e.t("test_left",{time:ge(d,e)})}
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
    ${t.list?r`<progress max=${l||1} value=${a.length} aria-label=${e.t("test_running",{done:a.length,total:l})}></progress>`:c}
    <div class="columns">
      ${t.list?r`<div>
              <h3>${e.t("test_list_left",{count:i.length})}</h3>
              ${i.length?ct(o,i):r`<p class="good">${e.t("test_all_done")}</p>`}
            </div>`:c}
      <div>
        <h3>${e.t("test_list_done",{count:a.length})}</h3>
        ${ct(o,[...a].sort((m,h)=>(h.tested_at??"").localeCompare(m.tested_at??"")))}
      </div>
    </div>
  </section>`}function ct(o,t){let{words:e,desk:n}=o;return r`<ul class="lines">
    ${t.map(s=>r`<li data-device=${s.device}>
          <span
            ><b>${U(s,n.doors,e)}</b>
            <span class="faint">${W({...s,id:s.device},e)}</span></span
          >
          ${s.tested_at?r`<span class="chip fine">${o.at(s.tested_at,!0)}</span>`:c}
        </li>`)}
  </ul>`}function ds(o,t){let{words:e,hass:n}=o,s=t.expected.length,a=s-t.left.length,i=e.t("test_report",{at:o.at(t.ended_at),done:a,total:s}),d=t.expected.filter(m=>t.left.includes(m.device)),l=n&&D(n,t.by);return r`<details data-report=${t.id} ?open=${t===o.desk.tests?.finished.find(m=>m.list)}>
    <summary>
      ${i} ${l?e.t("test_report_by",{name:l}):c}
      ${t.left.length?r`<span class="chip mind">${e.t("test_list_left",{count:t.left.length})}</span>`:c}
    </summary>
    ${d.length?ct(o,d):r`<p class="good">${e.t("test_all_done")}</p>`}
    <div class="bar">
      <button class="small" data-do="print" @click=${()=>ls(o,t,i)}>
        ${e.t("test_print")}
      </button>
    </div>
  </details>`}function ls(o,t,e){let{words:n,desk:s,hass:a}=o,i=a?.config.location_name??"";fe(Cn(n,i,e,t.expected.map(d=>({device:W({...d,id:d.device},n),where:U(d,s.doors,n),at:d.tested_at?o.at(d.tested_at,!0):void 0}))))}function cs(o){let{words:t,desk:e}=o;return r`<section class="panel">
    ${k(t,e.due,n=>n.length?r`<h2>${t.t("test_due",{count:n.length})}</h2>
            <ul class="lines">
              ${n.slice(0,100).map(s=>r`<li>
                    <span
                      ><b>${U(s,e.doors,t)}</b>
                      <span class="faint">${W(s,t)}</span></span
                    >
                    <span
                      >${o.ago(s.last_test)}
                      ${s.overdue?r`<span class="chip bad">${t.t("test_due_overdue")}</span>`:c}</span
                    >
                  </li>`)}
            </ul>`:r`<p class="faint">${t.t("test_due_none")}</p>`)}
  </section>`}var Ae=class extends ${constructor(){super(...arguments);this.path="watch";this.tick=1e3;this.tab="all";this.read=0}static{this.styles=[...$.styles,T`
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
    `]}open(e){this.desk=new Pe(e,this.changed)}load(){this.desk.load()}disconnectedCallback(){super.disconnectedCallback(),this.desk?.stop()}say(e){this.toast(e)}updated(){let{desk:e}=this;this.tab!=="new"||!this.live||e.devices.loading||e.assigning||Date.now()-this.read<3e3||(this.read=Date.now(),e.devices.load())}content(e){let{words:n,desk:s}=this,a=e.roles.includes("technician")||e.roles.includes("community_office");return r`
      ${J(n.t("devices_tabs"),[["all",n.t("devices_tab_all")],["new",n.t("devices_tab_new",{count:s.unassigned.length})],["test",n.t("devices_tab_test")]],this.tab,i=>{this.tab=i,this.requestUpdate()})}
      ${this.tab==="test"?Pn(this):k(n,s.devices,()=>r`${this.tab==="new"?this.unassigned(a):this.all(a)}`)}
      ${Rn(this)}
    `}all(e){let{words:n,desk:s,now:a}=this,i=s.matching(a,n),{offset:d,limit:l}=s.paging,m=Sn.filter(p=>s.assigned.some(f=>f.kind===p)),h=[{head:n.t("device_column"),style:"strong",cell:p=>W(p,n)},{head:n.t("device_place"),cell:p=>U(p,s.doors,n)},{head:n.t("device_state"),cell:p=>{let f=Ce(p,a,n);return r`<span class="chips">
            ${f.length?f.map(({text:x,tone:O})=>r`<span class="chip ${O}">${x}</span>`):r`<span class="chip fine">${n.t("device_fine")}</span>`}
          </span>`}},{head:n.t("device_battery"),style:"number",cell:({battery:p})=>p===null?"":n.t("device_percent",{percent:p})},{head:n.t("device_seen"),cell:p=>this.ago(p.last_seen)},{head:n.t("device_tested"),cell:p=>this.ago(p.last_test)},this.assignColumn(e,"move")];return r`
      <div class="tools" role="search">
        <div class="grow">
          ${v({name:"search",label:n.t("search"),placeholder:n.t("devices_search"),type:"search",value:s.search,input:p=>s.filter({search:p})})}
        </div>
        ${b({name:"kind",label:n.t("devices_kind"),value:s.kind,options:[["",n.t("all")],...m.map(p=>[p,dt(p,n)])],change:p=>s.filter({kind:p})})}
        ${b({name:"faulty",label:n.t("devices_show"),value:s.faulty?"faulty":"",options:[["",n.t("devices_show_all")],["faulty",n.t("devices_show_faulty")]],change:p=>s.filter({faulty:p!==""})})}
      </div>
      ${P({caption:n.t("devices_caption"),empty:n.t(s.assigned.length?"devices_empty":"devices_none"),rows:i.slice(d,d+l),key:p=>p.id,columns:h})}
      ${Z(n,s.paging,i.length,p=>s.go(p))}
    `}unassigned(e){let{words:n,desk:s,now:a}=this,i=s.devices.value?.strangers??0;return r`
      <p>${n.t("new_intro")}</p>
      ${i?r`<p class="warn">${n.t("new_strangers",{count:i})}</p>`:c}
      ${P({caption:n.t("new_caption"),empty:n.t("new_empty"),rows:$n(s.unassigned).slice(0,100),key:d=>d.id,rowClass:d=>lt(d,a)?"just":"",columns:[{head:n.t("device_column"),style:"strong",cell:d=>r`<span
                >${W(d,n)}
                ${lt(d,a)?r`<span class="chip fine">${n.t("new_just")}</span>`:c}</span
              >`},{head:n.t("device_seen"),cell:d=>this.ago(d.last_seen)},{head:n.t("device_battery"),style:"number",cell:({battery:d})=>d===null?"":n.t("device_percent",{percent:d})},this.assignColumn(e,"assign")]})}
    `}assignColumn(e,n){let{words:s,desk:a}=this;return{head:"",style:"tight",cell:i=>e?r`<div class="bar">
              <button
                class="small"
                data-do="assign"
                aria-label="${s.t(n)} ${W(i,s)}"
                @click=${()=>a.assign(i)}
              >
                ${s.t(n)}
              </button>
            </div>`:c}}ago(e){let{words:n,now:s}=this;if(e===null)return n.t("never");let a=q(e,s);return a<60?n.t("now"):n.t("ago",{time:X(a,n)})}trouble(){let{words:e,desk:n}=this,s=n.work.failed==="start"||n.work.failed==="stop";return r`${g(e,s?n.work.problem:void 0)}`}};var ht=5e3,De=class extends ${constructor(){super(...arguments);this.path="cameras";this.tick=ht;this.shown=new Set;this.read=0}static{this.styles=[...$.styles,we,T`
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
      .cameras h2 {
        font-size: 20px;
      }
    `]}open(e){this.cameras=new y(async()=>(await u(e,"cameras/list")).cameras,this.changed)}load(){this.read=Date.now(),this.cameras.load()}updated(){this.live&&!this.cameras.loading&&this.cameras.value&&Date.now()-this.read>=ht&&this.load()}aside(e){let{words:n,cameras:s}=this;if(!tt(e)||!s.value?.length)return c;let a=s.value.every(({id:i})=>this.shown.has(i));return r`<button class="small" data-do="all" @click=${()=>this.show(s.value??[],!a)}>
      ${n.t(a?"cameras_hide_all":"cameras_show_all")}
    </button>`}content(e){let{words:n,cameras:s}=this;return r`<p>${n.t("cameras_intro")}</p>
      ${k(n,s,a=>a.length?r`<ul class="cameras" aria-label=${n.t("cameras_list")}>
              ${a.map(i=>this.card(i,tt(e)))}
            </ul>`:r`<p class="empty">${n.t("cameras_empty")}</p>`)}`}show(e,n){for(let{id:s}of e)n?this.shown.add(s):this.shown.delete(s);this.requestUpdate()}card(e,n){let{words:s}=this,a=e.place.building_name?It(e.place.building_name,s):"",i=e.sign_text.trim()&&e.sign_place.trim();return r`<li data-camera=${e.id} class=${e.up?"":"down"}>
      ${this.picture(e,n)}
      <div class="bar apart">
        <h2>${e.name}</h2>
        <span class="chip ${e.up?"fine":"bad"}"
          >${e.up?s.t("camera_sees"):s.found(`camera_trouble_${e.trouble}`,"camera_trouble_other")}</span
        >
      </div>
      <dl class="facts-list">
        <dt>${s.t("camera_purpose")}</dt>
        <dd>${s.found(`camera_purpose_${e.purpose}`,"camera_purpose_none")}</dd>
        ${a?r`<dt>${s.t("camera_place")}</dt>
                <dd>${a}</dd>`:c}
        <dt>${s.t("camera_sign")}</dt>
        <dd>
          ${i?s.t("camera_sign_at",{text:e.sign_text,place:e.sign_place}):r`<span class="chip bad">${s.t("camera_sign_none")}</span>`}
        </dd>
        <dt>${s.t("camera_kept")}</dt>
        <dd>${s.t("camera_days",{count:e.retention_days})}</dd>
      </dl>
    </li>`}picture(e,n){let{words:s}=this;return n?this.shown.has(e.id)?r`<smart-community-picture
        .connection=${this.session?.connection}
        .camera=${e.id}
        .name=${e.name}
        .up=${e.up}
        .every=${this.shown.size>1?ht:0}
        .words=${s}
      ></smart-community-picture>
      <button class="small" data-do="hide" @click=${()=>this.show([e],!1)}>${s.t("picture_hide")}</button>`:r`<div class="empty-picture">
        <button data-do="look" @click=${()=>this.show([e],!0)}>${s.t("picture_show")}</button>
        <span>${s.t("picture_journalled")}</span>
      </div>`:r`<div class="empty-picture">${s.t("picture_refused")}</div>`}};var An=new Set(["moving","not_level","door_not_open"]),hs=new Set([...An,"offline","blind"]);function ms(o){let t=location.pathname.replace(/\/[^/]*$/,"");history.pushState(null,"",`${t}/${o}`),window.dispatchEvent(new CustomEvent("location-changed"))}var Ie=class extends ${constructor(){super(...arguments);this.path="elevators";this.tick=1e3}static{this.styles=[...$.styles,we,T`
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
    `]}open(e){this.elevators?.stop(),this.elevators=new me(e,this.changed)}load(){this.elevators.follow()}disconnectedCallback(){super.disconnectedCallback(),this.elevators?.stop()}choose(e){this.chosen=e,this.requestUpdate()}content(e){let{words:n,elevators:s}=this,{views:a}=s;if(!a)return r`${s.problem===void 0?V(n):g(n,s.problem,()=>this.load())}`;let i=s.find(this.chosen);return i?this.one(i,e):a.length?r`<p>${n.t("elevators_intro")}</p>
      <ul class="elevators" aria-label=${n.t("elevators_list")}>
        ${a.map(d=>this.card(d,e))}
      </ul>`:r`<p class="empty">${n.t("elevators_empty")}</p>`}one(e,n){let{words:s}=this;return r`<div class="bar">
        <button class="plain" data-do="back" @click=${()=>this.choose(void 0)}>‹ ${s.t("back")}</button>
        <h2 class="floor">${e.name}</h2>
        ${this.commissioning(e,n)}
      </div>
      <smart-community-elevator
        .hass=${this.hass}
        .elevators=${this.elevators}
        .view=${e}
        .words=${s}
        .me=${n}
        .now=${this.now}
        .live=${this.live}
        .kind=${""}
      ></smart-community-elevator>
      ${this.promise(e)}`}card(e,n){let{words:s,now:a}=this,i=Rt(e,a),d=St(e);return r`<li data-elevator=${e.id} data-state=${e.state} class=${nt(e)}>
      <div class="bar apart">
        <h2>${e.name}</h2>
        <span class="chip ${nt(e)}"
          >${e.online?s.found(`guard_${e.state}`,"guard_unknown"):s.t("elevator_offline")}</span
        >
      </div>
      <div class="car-line">
        ${Bt(e,s)}
        <div>
          <p class="floor">${ue(e,s)}</p>
          <p>${pe(e,s)}</p>
          <p class="faint">
            ${d&&i!==void 0?s.t("held_left",{time:ge(i,s)}):s.t("elevator_since",{time:X(q(e.since,a),s)})}
          </p>
        </div>
      </div>
      ${this.promise(e)}
      <div class="bar">
        <button
          class="small"
          data-do="open"
          aria-label=${s.t("elevator_open_one",{name:e.name})}
          @click=${()=>this.choose(e.id)}
        >
          ${s.t("elevator_open")}
        </button>
        ${d&&qt(n)?r`<button
                class="strong small danger"
                data-action="let_go"
                ?disabled=${!this.live||this.elevators.letting.busy!==void 0}
                @click=${()=>{this.elevators.release(e)}}
              >
                ${s.t("action_let_go")}
              </button>`:c}
      </div>
      ${this.elevators.pressed===e.id?g(s,this.elevators.letting.problem):c}
    </li>`}commissioning(e,n){return n.roles.some(s=>s==="technician"||s==="community_office")?r`<button
      class="small"
      data-do="commission"
      @click=${()=>ms(`commissioning?elevator=${encodeURIComponent(e.id)}`)}
    >
      ${this.words.t("elevator_commission")}
    </button>`:c}promise(e){let{words:n}=this,s=Pt(e,n),a=Ct({...e,online:!0,inhibitors:[],barred:null},n),i=e.inhibitors.filter(h=>!hs.has(h)).map(h=>n.found(`why_${h}`,"why_other",{code:h})),d=!a.length&&e.online&&e.inhibitors.every(h=>An.has(h)),{commissioned:l,camera:m}=e;return r`
      <div class="chips">
        ${d?r`<span class="chip fine">${n.t("elevator_can_hold")}</span>`:c}
        ${i.map(h=>r`<span class="chip mind">${h}</span>`)}
        ${m?r`<span class="chip ${m.up?"fine":"bad"}"
                >${n.t(m.up?"elevator_camera_up":"elevator_camera_down")}</span
              >`:c}
        ${e.false_alarms_last_hour?r`<span class="chip mind">${n.t("false_alarms",{count:e.false_alarms_last_hour})}</span>`:c}
      </div>
      ${a.length?r`<div>
              <p>${n.t("elevator_cannot_hold")}</p>
              <ul>
                ${a.map(h=>r`<li>${h}</li>`)}
              </ul>
            </div>`:c}
      ${s.length?r`<details>
              <summary>${n.t("elevator_cannot",{count:s.length})}</summary>
              <ul>
                ${s.map(h=>r`<li>${h}</li>`)}
              </ul>
            </details>`:c}
      ${l?r`<p class="hint">
              ${n.t("elevator_commissioned",{at:E(Date.parse(l.at),this.zone),firm:l.firm,licence:l.licence})}
            </p>`:c}
    `}};var Ee=class{constructor(t,e){this.connection=t;this.changed=e;this.work=new S(e),this.page=new y(()=>u(t,"shift/handover/get"),e)}get written(){return this.note??this.page.value?.draft?.note??""}get isChanged(){return this.note!==void 0&&this.note!==(this.page.value?.draft?.note??"")}ownedBy(t){let{open:e=[],faults:n=[]}=this.page.value??{};return[...e,...n].filter(s=>s.acknowledged_by===t).length}write(t){this.note=t,this.changed()}save(){return this.run("save",()=>u(this.connection,"shift/handover/save",{note:this.written}))}give(){return this.run("give",()=>u(this.connection,"shift/handover/give",{note:this.written}))}async accept(t,e){let n=0;return await this.run("accept",async()=>{n=(await u(this.connection,"shift/handover/accept",{handover_id:t.id,take_over:e})).taken_over.length})?n:void 0}async run(t,e){let n=await this.work.run(t,async()=>{await e()});return n&&t!=="accept"&&(this.note=void 0),await this.page.load(),n}};var Fe=class extends ${constructor(){super(...arguments);this.path="handover";this.tick=3e4;this.asking=!1}static{this.styles=[...$.styles,Vt,T`
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
    `]}open(e){this.desk=new Ee(e,this.changed)}load(){this.desk.page.load()}content(e){return r`
      <p class="hint">${this.words.t("handover_intro")}</p>
      ${k(this.words,this.desk.page,n=>this.whole(n,e))}
    `}whole(e,n){let{words:s}=this,a=i=>i&&(e.people[i]??(this.hass&&D(this.hass,i)))||s.t("actor_colleague");return r`
      ${g(s,this.desk.work.failed==="accept"?this.desk.work.problem:void 0)}
      ${e.waiting.map(i=>this.waiting(i,n,a))}
      <div class="columns">
        <div class="stack">${this.own(e,n,a)} ${this.recent(e,a)}</div>
        <div class="stack">
          <section class="panel">
            <h2>${s.t("handover_open")}</h2>
            ${this.briefs(e.open,s.t("handover_open_none"),n,a)}
          </section>
          <section class="panel">
            <h2>${s.t("handover_faults")}</h2>
            ${this.briefs(e.faults,s.t("handover_faults_none"),n,a)}
          </section>
          ${e.resolved_total?r`<details class="panel">
                  <summary><b>${s.t("handover_resolved",{count:e.resolved_total})}</b></summary>
                  ${this.briefs(e.resolved,"",n,a)}
                  ${e.resolved_total>e.resolved.length?r`<p class="hint">
                          ${s.t("handover_more",{count:e.resolved_total-e.resolved.length})}
                        </p>`:c}
                </details>`:c}
        </div>
      </div>
      ${this.dialog(n)}
    `}waiting(e,n,s){let{words:a,desk:i}=this,d=e.author===n.user_id,l=e.still_owned?.length??0,m=i.work.busy!==void 0;return r`<section class="panel waiting" data-handover=${e.id}>
      <h2>
        ${a.t(d?"handover_from_you":"handover_from",{name:s(e.author),at:this.at(e.given_at)})}
      </h2>
      <p class="words">${e.note||r`<span class="faint">${a.t("handover_no_note")}</span>`}</p>
      ${l?r`<p><span class="chip mind">${a.t("handover_owns",{count:l})}</span></p>`:c}
      ${d?c:r`<div class="bar">
              <button class="strong" data-do="accept" ?disabled=${m} @click=${()=>{this.accept(e,!0)}}>
                ${_(a,a.t("handover_accept"),i.work.busy==="accept")}
              </button>
              ${l?r`<button ?disabled=${m} @click=${()=>{this.accept(e,!1)}}>
                      ${a.t("handover_accept_only")}
                    </button>`:c}
            </div>`}
    </section>`}async accept(e,n){let s=await this.desk.accept(e,n);s!==void 0&&this.toast(this.words.t("handover_accepted",{count:s}))}own(e,n,s){let{words:a,desk:i}=this,{work:d}=i;return r`<section class="panel">
      <h2>${a.t("handover_yours")}</h2>
      <p class="hint">${a.t("handover_since",{at:this.at(e.since)})}</p>
      ${e.next_shift.map(l=>r`<p class=${l.people.length?"":"warn"}>
            ${a.t(l.people.length?"handover_next":"handover_next_nobody",{role:a.role(l.role),names:a.list(l.people.map(s)),at:this.at(l.start,!1,this.hass?.config.time_zone)})}
          </p>`)}
      ${v({name:"note",label:a.t("handover_note"),hint:a.t("handover_note_hint"),value:i.written,lines:!0,max:1e4,input:l=>i.write(l)})}
      ${g(a,d.failed==="save"||d.failed==="give"?d.problem:void 0)}
      <div class="ends">
        ${e.draft&&!i.isChanged?r`<span class="hint">${a.t("handover_saved",{at:this.at(e.draft.saved_at)})}</span>`:c}
        <button data-do="save" ?disabled=${d.busy!==void 0||!i.isChanged} @click=${()=>{i.save()}}>
          ${_(a,a.t("handover_save"),d.busy==="save")}
        </button>
        <button class="strong" data-do="give" ?disabled=${d.busy!==void 0} @click=${()=>this.asks(!0)}>
          ${a.t("handover_give")}
        </button>
      </div>
      <p class="hidden">${n.name}</p>
    </section>`}asks(e){this.asking=e,this.requestUpdate()}dialog(e){let{words:n,desk:s}=this;return r`<smart-community-dialog
      .heading=${n.t("handover_give_title")}
      .open=${this.asking}
      @sc-back=${()=>this.asks(!1)}
    >
      <div class="form">
        <p>${n.t("handover_give_text",{count:s.ownedBy(e.user_id)})}</p>
        <div class="ends">
          <button @click=${()=>this.asks(!1)}>${n.t("cancel")}</button>
          <button
            class="strong"
            data-do="confirm"
            ?disabled=${s.work.busy!==void 0}
            @click=${async()=>{let a=await s.give();this.asks(!1),a&&this.toast(n.t("handover_given"))}}
          >
            ${_(n,n.t("handover_give_do"),s.work.busy==="give")}
          </button>
        </div>
      </div>
    </smart-community-dialog>`}recent(e,n){let{words:s}=this;return e.accepted.length?r`<section class="panel">
      <h2>${s.t("handover_recent")}</h2>
      ${e.accepted.map(a=>r`<details>
            <summary>
              ${s.t("handover_accepted_by",{author:n(a.author),name:n(a.accepted_by),at:this.at(a.accepted_at)})}
            </summary>
            <p class="words">${a.note||s.t("handover_no_note")}</p>
          </details>`)}
    </section>`:c}briefs(e,n,s,a){let{words:i,hass:d}=this;return e.length?r`<ul class="briefs">
      ${e.map(l=>{let m={...l,timeline:[],deliveries:[]},h=Wt(m,i)??i.kind(l.kind),p=l.state==="open",f=p?i.t("handover_nobody_has"):l.resolution?i.resolution(l.resolution):l.acknowledged_by===s.user_id?i.t("state_mine"):a(l.acknowledged_by);return r`<li class="${l.severity} ${p?"open":"taken"}">
          ${zt(l.severity,p)}
          <span>
            <b>${i.t("handover_row",{kind:h,number:l.number})}</b>
            <span class="hint">${d?Ot(m,void 0,d,i):c}</span>
          </span>
          <span class="chip ${p?"bad":""}">${f}</span>
          <span></span><span class="hint">${this.at(l.opened_at)}</span>
        </li>`})}
    </ul>`:r`<p class="faint">${n}</p>`}};var Dn="did_",mt=4;function In(o){return Object.keys(ye).map(t=>[t.slice(Dn.length),o.found(t,"journal_action_other")]).sort(([,t],[,e])=>t.localeCompare(e,o.language))}function En(o,t){return t.found(`${Dn}${o}`,"journal_action_other",{code:o.replaceAll("_"," ")})}function Fn(o,t,e,n){return Et(t,o.actor,e,n)}function pt(o,t){return o?D(t,o)??(/^[0-9A-Za-z]{20,}$/.test(o)?`${o.slice(0,4)}…${o.slice(-4)}`:o):""}function Wn(o){return Object.entries(o.states).filter(([t])=>t.startsWith("person.")).flatMap(([,t])=>{let e=t?.attributes.user_id;return typeof e=="string"?[[e,String(t?.attributes.friendly_name??e)]]:[]})}function On(o,t,e){let n=s=>{if(Array.isArray(s)){let a=e.list(s.slice(0,mt).map(n));return s.length>mt?e.t("detail_more",{shown:a,count:s.length-mt}):a}return s===null||s===""?e.t("none"):typeof s=="boolean"?e.t(s?"yes":"no"):typeof s=="object"?e.list(Object.values(s).map(n)):typeof s!="string"?String(s):e.option("role",s,"")||e.option("delivery_error",s,"")||e.known(`purpose_${s}`)||pt(s,t)};return Object.entries(o.details).filter(([,s])=>!(Array.isArray(s)&&!s.length)&&s!==null).map(([s,a])=>`${e.found(`detail_${s}`,"journal_action_other",{code:s.replaceAll("_"," ")})}${e.language==="en"?": ":"："}${n(a)}`).join(" · ")}var Nn=50,ps=3e5,Oe={actor:"",action:"",subject:"",from:"",to:""},We=class{constructor(t,e,n){this.connection=t;this.changed=e;this.zone=n;this.filters=Oe;this.more=!1;this.work=new S(e),this.entries=new y(()=>this.page(),e)}find(t){this.filters=t,this.entries.load()}async older(){let t=this.entries.value??[];await this.work.run("older",async()=>{this.entries.set([...t,...await this.page(t.at(-1)?.seq)])})}verify(){return this.verdict=void 0,this.work.run("verify",async()=>{this.verdict=await u(this.connection,"journal/verify",{},ps)})}query(t){let{actor:e,action:n,subject:s,from:a,to:i}=this.filters,d={limit:Nn};return e&&(d.actor=e),n&&(d.action=n),s.trim()&&(d.subject=s.trim()),a&&(d.from=hn(a,this.zone())),i&&(d.to=mn(i,this.zone())),t!==void 0&&(d.before=t),d}async page(t){let e=this.query(t),s=Object.keys(e).some(i=>i!=="limit"&&i!=="before")?"journal/search":"journal/list",{entries:a}=await u(this.connection,s,e);return this.more=a.length===Nn,this.changed(),a}};var Ne=class extends ${constructor(){super(...arguments);this.path="journal"}static{this.styles=[...$.styles,T`
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
    `]}open(e){this.desk=new We(e,this.changed,()=>this.zone)}load(){this.desk.entries.load()}aside(){let e=this.desk.work.busy==="verify";return r`<button
      class="strong"
      data-do="verify"
      ?disabled=${this.desk.work.busy!==void 0}
      @click=${()=>{this.desk.verify()}}
    >
      ${_(this.words,this.words.t("verify"),e)}
    </button>`}content(e){let{words:n,desk:s}=this;return r`
      <p class="hint">${n.t("journal_intro")}</p>
      ${s.work.busy==="verify"?V(n,n.t("verify_running")):c}
      ${s.verdict?this.verdict(s.verdict):c} ${g(n,s.work.problemOf("verify"))}
      ${this.filters()} ${k(n,s.entries,a=>this.entries(a,e))}
    `}verdict(e){let{words:n}=this,{intact:s,checked:a,broken_at:i,breaks:d,cut_at:l,head:m}=e,h=[d.length>1?n.t("verify_breaks",{places:n.list(d.map(String))}):"",l===null?"":n.t("verify_cut",{at:l})];return r`<div class=${s?"good":"problem"} role="alert" data-intact=${String(s)}>
      <div>
        <b>${n.t(s?"verify_intact":"verify_broken",{checked:a,at:i??""})}</b>
        ${h.filter(Boolean).map(p=>r`<p>${p}</p>`)}
        <p class="hash">${n.t("verify_head",{seq:m.seq,hash:m.hash})}</p>
      </div>
    </div>`}filters(){let{words:e,desk:n,hass:s}=this,{filters:a}=n;return r`<form
      class="tools"
      role="search"
      @submit=${i=>{i.preventDefault(),n.find({...Oe,...C(i)})}}
    >
      ${b({name:"action",label:e.t("journal_action"),value:a.action,options:[["",e.t("journal_anything")],...In(e)]})}
      ${b({name:"actor",label:e.t("journal_actor"),value:a.actor,options:[["",e.t("journal_anybody")],...s?Wn(s):[],["system",e.t("actor_system")],["automation",e.t("actor_automation")]]})}
      ${v({name:"from",label:e.t("from"),type:"date",value:a.from})}
      ${v({name:"to",label:e.t("until"),type:"date",value:a.to})}
      ${v({name:"subject",label:e.t("journal_subject"),value:a.subject,max:200})}
      <button data-do="find">${e.t("journal_find")}</button>
    </form>`}entries(e,n){let{words:s,desk:a,hass:i}=this;return i?r`
      ${P({caption:s.t("journal_caption"),empty:s.t("journal_empty"),rows:e,key:d=>String(d.seq),columns:[{head:s.t("journal_number"),style:"tight",cell:d=>d.seq},{head:s.t("journal_when"),style:"tight",cell:d=>this.at(d.at,!0)},{head:s.t("journal_actor"),style:"tight",cell:d=>Fn(d,i,n,s)},{head:s.t("journal_action"),style:"strong",cell:d=>En(d.action,s)},{head:s.t("journal_subject"),cell:d=>d.subject?r`<button
                    class="link"
                    title=${d.subject}
                    aria-label="${s.t("journal_about")}: ${d.subject}"
                    @click=${()=>a.find({...Oe,subject:d.subject})}
                  >
                    ${pt(d.subject,i)}
                  </button>`:""},{head:s.t("journal_details"),cell:d=>{let l=On(d,i,s);return l?r`<span class="said">${l}</span>`:""}}]})}
      ${g(s,a.work.problemOf("older"))}
      ${a.more?r`<div class="bar">
              <button data-do="older" ?disabled=${a.work.busy!==void 0} @click=${()=>{a.older()}}>
                ${_(s,s.t("journal_older"),a.work.busy==="older")}
              </button>
            </div>`:c}
    `:r``}};var He=class extends re{constructor(){super();this.back=e=>{e.type==="cancel"&&e.preventDefault(),this.open&&this.dispatchEvent(new CustomEvent("sc-back"))};this.heading="",this.open=!1,this.large=!1}static{this.properties={heading:{},open:{type:Boolean},large:{type:Boolean}}}static{this.styles=[ve,T`
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
    `]}updated(e){if(!e.has("open"))return;let n=this.renderRoot.querySelector("dialog");this.open&&!n?.open?(n?.showModal(),this.renderRoot.querySelector("h2")?.focus()):!this.open&&n?.open&&n.close()}render(){return r`<dialog
      class=${this.large?"large":""}
      aria-labelledby="title"
      @cancel=${this.back}
      @close=${this.back}
    >
      <h2 id="title" tabindex="-1">${this.heading}</h2>
      <slot></slot>
    </dialog>`}};function H(o,t,e,n){return t?.find(a=>a.user_id===o)?.name||e&&D(e,o)||n.t("unnamed_account")}var te="all",L="user:";function ut(o){return{kind:o.kind,severity:o.severity,version:o.version,steps:o.steps.map(({after:t,to:e,channels:n})=>({after:String(t),to:[...e],channels:[...n]})),repeat_every:String(o.repeat_every),ask_again_after:String(o.ask_again_after)}}function Mn(o){let t=o.steps.at(-1),e=String((Number(t?.after)||0)+(t?60:0));return{...o,steps:[...o.steps,{after:e,to:[...t?.to??[]],channels:[]}]}}function Ln(o,t,e){return{...o,steps:o.steps.map((n,s)=>s===t?{...n,...e}:n)}}function K(o,t,e){return e?[...o.filter(n=>n!==t),t]:o.filter(n=>n!==t)}var Hn=o=>/^\s*\d{1,5}\s*$/.test(o);function jn(o,t){let e={};o.steps.forEach(({after:n,to:s},a)=>{let i=o.steps[a-1],d=`step_${a+1}_after`;Hn(n)?a===0&&Number(n)!==0?e[d]=t.t("plan_first_step_late"):i&&Number(n)<=Number(i.after)&&(e[d]=t.t("plan_delays_not_ascending")):e[d]=t.t("reason_not_a_number"),s.length||(e[`step_${a+1}_to`]=t.t("plan_nobody_named"))});for(let n of["repeat_every","ask_again_after"])Hn(o[n])||(e[n]=t.t("reason_not_a_number"));return e}function Un(o,t){let{reason:e,step:n}=de(o);if(j(o)!=="plan_invalid"||!e)return;let s=t.found(`plan_${e}`,"reason_other");if(e.endsWith("_out_of_bounds"))return[e.slice(0,-14),s];if(!n)return["",s];let a=["first_step_late","delays_not_ascending","step_too_late"].includes(e);return[`step_${n}_${a?"after":e==="channel_unknown"?"channels":"to"}`,s]}function Gn(o){return{...o,steps:o.steps.map(t=>({...t,after:t.after.trim()}))}}function qn(o){return{kind:o.kind,severity:o.severity,version:o.version,steps:o.steps.map(t=>({...t,after:Number(t.after)})),repeat_every:Number(o.repeat_every),ask_again_after:Number(o.ask_again_after)}}function Me(o,t){return o%60&&o<600?t.t("seconds",{count:o}):X(o,t)}function Bn(o,t,e,n){return o.startsWith(L)?H(o.slice(L.length),t,e,n):_e(o,e,n)}function zn(o,t,e,n){return o.steps.map(({after:s,to:a,channels:i},d)=>{let l=d+1,m=i.filter(p=>p!==te),h=i.includes(te)?n.t("plan_all_channels"):m.length?n.t("plan_channels_first",{channels:n.list(m.map(p=>N(p,e,n)))}):n.t("plan_own_order");return{level:l,when:s?n.t("plan_after",{time:Me(s,n)}):n.t("plan_at_once"),whom:a.map(p=>Bn(p,t,e,n)),how:h,gaps:o.warnings.filter(p=>p.step===l).map(p=>us(p,Bn(p.target,t,e,n),n))}})}function us({step:o,target:t,why:e},n,s){return t==="siren"||t==="group"?s.t("gap_not_set",{level:o,whom:n}):s.found(`gap_${e}`,"gap_nobody_now",{level:o,whom:n})}var Vn=["duty_room","grid_worker","community_office","auditor","portal"];async function G(o){return(await u(o,"staff/list")).staff}function Qn(o){return ce(o.sendMessagePromise({type:"config/auth/list"}),xt)}function Kn(o,t,e,n){return u(o,"staff/save",{user_id:t,roles:e,channels:n})}var Yn=["grid_worker","duty_room","community_office","emergency_contact","everyone_on_duty","siren","group"];async function Xn(o){return(await u(o,"plans/list")).plans}var Le=class{constructor(t,e){this.connection=t;this.changed=e;this.work=new S(e),this.plans=new y(()=>Xn(t),e),this.staff=new y(()=>G(t),e),this.channels=new y(async()=>{let n=await u(t,"channels/list"),s=["mobile_app","notify","script","media_player"];return n.channels.filter(({kind:a})=>a&&s.includes(a)).map(({channel:a})=>a)},e)}load(){this.plans.load(),this.staff.load(),this.channels.load()}get plan(){let t=this.plans.value??[];return t.find(e=>e.id===this.chosen)??t[0]}get kinds(){let t=new Map;for(let e of this.plans.value??[])t.set(e.kind,[...t.get(e.kind)??[],e]);return[...t].map(([e,n])=>({kind:e,plans:n}))}choose(t){this.chosen=t,this.changed()}edit(t){let{plan:e}=this;e&&(this.draft=t?{...ut(e),severity:t,version:null}:ut(e),this.work.forget(),this.changed())}update(t){this.draft=t,this.changed()}cancel(){this.draft=void 0,this.work.forget(),this.changed()}async save(){if(!this.draft)return!1;let t=Gn(this.draft),e=await this.work.run("save",async()=>{let{plan:n}=await u(this.connection,"plans/save",qn(t));this.chosen=n.id});return e&&(this.cancel(),await this.plans.load()),e}async reset(){let{plan:t}=this;if(!t)return!1;let e=await this.work.run("reset",async()=>{let n={kind:t.kind,severity:t.severity,version:t.version},s=await u(this.connection,"plans/reset",n);this.chosen=s.plan.id});return e&&await this.plans.load(),e}};var fs=12;function Zn(o,t){let{words:e,desk:n}=o,{work:s}=n,a=Un(s.problemOf("save"),e),i=a?{...o.wrong,[a[0]]:a[1]}:o.wrong,d=l=>v({name:l,label:e.t(l),type:"number",value:t[l],wrong:i[l],input:m=>n.update({...t,[l]:m})});return r`<form novalidate @submit=${l=>{gs(l,o)}}>
    ${t.severity?r`<p>${e.t("plan_severity")}: <b>${e.severity(t.severity)}</b></p>`:c}
    ${t.steps.map((l,m)=>_s(o,t,m,i))}
    <div class="bar">
      <button
        type="button"
        class="small"
        ?disabled=${t.steps.length>=fs}
        @click=${()=>n.update(Mn(t))}
      >
        ${e.t("step_add")}
      </button>
    </div>
    <div class="fields step">${d("repeat_every")} ${d("ask_again_after")}</div>
    ${i[""]?r`<p class="problem" role="alert">${i[""]}</p>`:c}
    ${a?c:g(e,s.problemOf("save"))}
    <div class="ends">
      <button type="button" @click=${()=>n.cancel()}>${e.t("cancel")}</button>
      <button class="strong" data-do="save" ?disabled=${s.busy!==void 0}>
        ${_(e,e.t("save"),s.busy==="save")}
      </button>
    </div>
  </form>`}async function gs(o,t){o.preventDefault();let{desk:e,words:n}=t;if(e.draft){if(t.wrong=jn(e.draft,n),t.requestUpdate(),Object.keys(t.wrong).length)return t.toWrong();await e.save()?t.say(n.t("plan_saved")):t.toWrong()}}function _s(o,t,e,n){let{words:s,desk:a,hass:i}=o,d=t.steps[e];if(!d)return r``;let l=e+1,m=w=>a.update(Ln(t,e,w)),h=(a.staff.value??[]).filter(w=>w.roles.length),p=new Set(h.map(w=>`${L}${w.user_id}`)),f=d.to.filter(w=>w.startsWith(L)&&!p.has(w)),x=(w,ne)=>A({name:`step_${l}_to`,label:ne,value:w,checked:d.to.includes(w),change:Je=>m({to:K(d.to,w,Je)})}),O=(w,ne)=>A({name:`step_${l}_channels`,label:ne,value:w,checked:d.channels.includes(w),change:Je=>m({channels:K(d.channels,w,Je)})}),Ze=[...new Set([...a.channels.value??[],...d.channels])].filter(w=>w!==te);return r`<fieldset class="step">
    <legend><h2>${s.t("plan_step",{level:l})}</h2></legend>
    <div class="fields">
      ${v({name:`step_${l}_after`,label:s.t("step_after"),type:"number",value:d.after,wrong:n[`step_${l}_after`],input:w=>m({after:w})})}
    </div>
    <div class="field" role="group" aria-label=${s.t("step_to")}>
      <span>${s.t("step_to")}</span>
      <div class="checks">${Yn.map(w=>x(w,_e(w,i,s)))}</div>
      ${n[`step_${l}_to`]?r`<small class="wrong" tabindex="-1">${n[`step_${l}_to`]}</small>`:c}
    </div>
    <details ?open=${d.to.some(w=>w.startsWith(L))}>
      <summary>${s.t("step_persons")}</summary>
      <div class="checks">
        ${h.map(w=>x(`${L}${w.user_id}`,H(w.user_id,a.staff.value,i,s)))}
        ${f.map(w=>x(w,H(w.slice(L.length),a.staff.value,i,s)))}
      </div>
    </details>
    <details ?open=${d.channels.length>0}>
      <summary>${s.t("step_channels")}</summary>
      <div class="checks">
        ${O(te,s.t("step_all"))}
        ${Ze.map(w=>O(w,N(w,i,s)))}
      </div>
      ${n[`step_${l}_channels`]?r`<small class="wrong" tabindex="-1">${n[`step_${l}_channels`]}</small>`:c}
    </details>
    ${t.steps.length>1?r`<button
            type="button"
            class="plain"
            @click=${()=>a.update({...t,steps:t.steps.filter((w,ne)=>ne!==e)})}
          >
            ${s.t("step_remove",{level:l})}
          </button>`:c}
  </fieldset>`}var je=class extends ${constructor(){super(...arguments);this.path="plans";this.wrong={}}static{this.styles=[...$.styles,T`
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
    `]}open(e){this.desk=new Le(e,this.changed)}load(){this.desk.load()}say(e){this.toast(e)}async toWrong(){await this.updateComplete,this.renderRoot.querySelector("[aria-invalid=true], .wrong, .problem")?.focus(),this.renderRoot.querySelector(".problem, .wrong")?.scrollIntoView({block:"center"})}content(e){let{words:n,desk:s}=this;return r`
      <p class="hint">${n.t("plans_intro")}</p>
      ${k(n,s.plans,()=>this.chosen())}
      <smart-community-dialog
        large
        .heading=${s.draft?n.t("plan_edit_title",{kind:n.kind(s.draft.kind)}):""}
        .open=${s.draft!==void 0}
        @sc-back=${()=>s.cancel()}
      >
        ${s.draft?Zn(this,s.draft):c}
      </smart-community-dialog>
      ${this.dialog()}
    `}chosen(){let{words:e,desk:n}=this,{plan:s}=n;if(!s)return c;let a=n.kinds.flatMap(({kind:i,plans:d})=>d.map(l=>[l.id,l.severity?e.t("plan_for",{kind:e.kind(i),severity:e.severity(l.severity)}):e.kind(i)]));return r`
      <div class="tools">
        <div class="grow">
          ${b({name:"plan",label:e.t("plan_choose"),value:s.id,options:a,change:i=>n.choose(i)})}
        </div>
        <button data-do="edit" @click=${()=>this.edit()}>${e.t("plan_edit")}</button>
        ${s.default?c:r`<button data-do="reset" @click=${()=>this.asks("reset")}>${e.t("plan_reset")}</button>`}
        ${s.severity===null?r`<button data-do="own" @click=${()=>this.asks("own")}>${e.t("plan_own_add")}</button>`:c}
      </div>
      ${this.line(s)}
    `}line(e){let{words:n,desk:s,hass:a}=this,i=zn(e,s.staff.value,a,n),d=e.by&&e.at?n.t("plan_changed_by",{name:H(e.by,s.staff.value,a,n),at:this.at(e.at)}):"";return r`
      <section class="panel" data-plan=${e.id}>
        <div class="bar apart">
          <h2>${n.kind(e.kind)} · ${e.severity?n.severity(e.severity):n.t("plan_for_all")}</h2>
          <span class="chip ${e.default?"calm":""}">
            ${e.default?n.t("plan_default"):n.t("plan_version",{version:e.version})}
          </span>
        </div>
        ${e.default||!d?c:r`<p class="hint">${d}</p>`}
        <ol class="line">
          ${i.map(l=>r`<li data-level=${l.level}>
                <span class="hidden">${n.t("plan_step",{level:l.level})}</span>
                <span class="when">${l.when}</span>
                <div class="chips">${l.whom.map(m=>r`<span class="chip">${m}</span>`)}</div>
                <p class="hint">${l.how}</p>
                ${l.gaps.map(m=>r`<p class="warn">${m}</p>`)}
              </li>`)}
          <li class="again">
            <span class="when">${n.t("plan_repeats",{time:Me(e.repeat_every,n)})}</span>
            <p class="hint">${n.t("plans_never_stops")}</p>
          </li>
        </ol>
        <p>${n.t("plan_asks",{time:Me(e.ask_again_after,n)})}</p>
        ${e.warnings.length?r`<p class="hint">${n.t("gap_next")}</p>`:c}
      </section>
    `}edit(e){this.wrong={},this.asked=void 0,this.desk.edit(e)}asks(e){this.asked=e,this.desk.work.forget()}dialog(){let{words:e,desk:n,asked:s}=this,a=new Set(n.plans.value?.filter(i=>i.kind===n.plan?.kind).map(i=>i.severity));return r`<smart-community-dialog
      .heading=${e.t(s==="own"?"plan_own_title":"plan_reset_title")}
      .open=${s!==void 0}
      @sc-back=${()=>this.asks(void 0)}
    >
      ${s==="reset"?r`<div class="form">
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
            </div>`:s==="own"?r`<div class="form">
                <p>${e.t("plan_own_text")}</p>
                <div class="bar">
                  ${Ft.filter(i=>!a.has(i)).map(i=>r`<button data-severity=${i} @click=${()=>this.edit(i)}>
                        ${e.severity(i)}
                      </button>`)}
                </div>
                <div class="ends">
                  <button @click=${()=>this.asks(void 0)}>${e.t("cancel")}</button>
                </div>
              </div>`:c}
    </smart-community-dialog>`}};var Jn=20,vs=32*1024*1024,eo=24e5,ft=12e4;function ws({name:o,size:t}){return/\.(csv|txt|xlsx)$/i.test(o)?t>vs?"import_too_large":void 0:"import_wrong_kind"}function ys(o){let t="";for(let e=0;e<o.length;e+=32768)t+=String.fromCharCode(...o.subarray(e,e+32768));return btoa(t)}var Ue=class{constructor(t,e,n){this.connection=t;this.changed=e;this.imported=n;this.stage="choose";this.lost=!1;this.filter="";this.paging=new M(0,Jn);this.work=new S(e),this.last=new y(()=>this.readLast(),e)}load(){(this.stage==="checking"||this.stage==="importing")&&(this.lost=this.stage==="importing",this.reset()),this.last.load()}reset(){this.stage="choose",this.file=this.report=this.rows=this.progress=this.refused=void 0,this.work.forget(),this.changed()}async check(t){if(this.reset(),this.lost=!1,this.refused=ws(t),this.refused)return this.changed();this.file=t,await this.run("checking",!0)}async import(){this.stage!=="checked"||!this.file||this.report?.error_count||(await this.run("importing",!1),this.imported(),this.last.load())}show(t){this.filter=t,this.go(0)}go(t){this.paging=this.paging.at(t),this.rows?.load()}async undo(){let t=await this.work.run("undo",async()=>{await u(this.connection,"register/undo_import",{},ft)});return t&&(this.reset(),this.imported()),this.last.load(),t}exportRegister(t,e){return this.work.run("export_all",async()=>{let n=await u(this.connection,"register/export",{format:t,language:e},ft);se(n.name,n.content_type,n.base64,!0)})}exportHome(t){return this.work.run("export",async()=>{let e=await u(this.connection,"register/household_export",{home:t});se(`home-${t}.json`,"application/json",JSON.stringify(e,void 0,2))})}async run(t,e){let{file:n}=this;if(!n)return;let s=this.stage;this.stage=t;let a=await this.work.run(t,async()=>{let i=await this.send(n);this.report=await this.follow(i,e)});this.file===n&&(this.progress=void 0,!a||!this.report?this.stage=s==="checked"?"checked":"choose":this.stage=this.report.imported?"done":"checked",a&&this.showRows(),this.changed())}showRows(){let t=this.report?.import_id;t!==void 0&&(this.filter=this.report?.error_count?"error":"",this.paging=new M(0,Jn),this.rows=new y(()=>u(this.connection,"register/import/rows",{import_id:t,...this.filter?{outcome:this.filter}:{},offset:this.paging.offset,limit:this.paging.limit}),this.changed),this.rows.load())}async send(t){let e=new Uint8Array(await t.arrayBuffer()),n;for(let s=0;s===0||s<e.length;s+=eo){this.tell({phase:"uploading",done:s,of:e.length});let i={part:ys(e.subarray(s,s+eo)),...n===void 0?{}:{upload:n}};n=(await u(this.connection,"register/import/upload",i,ft)).upload}return n??""}follow(t,e){return new Promise((n,s)=>{let a,i=!1,d=()=>{i=!0,a&&a().catch(()=>{})},l=h=>{if(h.type==="progress"){this.tell({phase:h.phase,done:h.done,of:h.of});return}d(),h.type==="report"?n(h):s(bs(h.code,h.placeholders))},m={type:`${Y}/register/import`,upload:t,dry_run:e};this.connection.subscribeMessage(l,m,{resubscribe:!1}).then(h=>{a=h,i&&d()},s)})}async readLast(){try{return(await u(this.connection,"register/undo_import",{dry_run:!0})).import}catch(t){if(["nothing_to_undo","unauthorized"].includes(j(t)))return null;throw t}}tell(t){this.progress=t,this.changed()}},bs=(o,t)=>({code:o,translation_key:o,translation_placeholders:t});var to=10,gt={name:"",phone:"",relation:""},_t={name:"",birth_year:"",care:[],guardian:"",language:"",note:""};function no(o=""){return{id:void 0,building:o,...{unit:"",number:"",floor:"",household:"",note:"",access:"",key_safe:"",grid:""},contacts:[{...gt}],residents:[{..._t}]}}function oo(o){return{id:o.id,building:o.building_name,unit:o.unit,number:o.number,floor:o.floor===null?"":String(o.floor),household:o.household,note:o.note,access:o.access,key_safe:o.key_safe,grid:o.grid??"",contacts:o.contacts.map(t=>({...t})),residents:o.residents.map(t=>({...t,birth_year:t.birth_year===null?"":String(t.birth_year),care:[...t.care]}))}}var vt=({id:o,...t})=>Object.values(t).every(e=>Array.isArray(e)?e.length===0:e.trim()===""),ks=o=>vt(o);function so(o){let{id:t,grid:e,contacts:n,residents:s,...a}=o;return{...t?{id:t}:{},...a,floor:o.floor.trim()===""?null:o.floor,grid:e,contacts:n,residents:s.map(({birth_year:i,...d})=>({...d,birth_year:i.trim()===""?null:$s(i)}))}}function ao(o){return{...o,contacts:o.contacts.filter(t=>!vt(t)),residents:o.residents.filter(t=>!ks(t))}}var $s=o=>/^\s*\d{1,4}\s*$/.test(o)?Number(o):o;function io(o,t){let e={};for(let n of["building","number"])o[n].trim()||(e[n]=t.t("field_needed"));return/^\s*-?\d{0,3}\s*$/.test(o.floor)||(e.floor=t.t("reason_not_a_number")),o.contacts.forEach((n,s)=>{!vt(n)&&!n.phone.trim()&&(e[`contact_${s+1}_phone`]=t.t("field_needed"))}),o.residents.forEach((n,s)=>{/^\s*(\d{4})?\s*$/.test(n.birth_year)||(e[`resident_${s+1}_birth_year`]=t.t("reason_not_a_number"))}),e}function ro(o,t){let{field:e}=de(o),n=j(o);return n==="home_exists"?["number",t.t("reason_home_exists")]:e?[e,t.found(`reason_${n}`,"reason_other")]:void 0}var Ts=25,xs=300,Ge=class{constructor(t,e){this.connection=t;this.changed=e;this.search="";this.amongPeople=!1;this.building="";this.paging=new M(0,Ts);this.devicesLeft=0;this.work=new S(e),this.homes=new y(()=>this.read(),e),this.grids=new y(()=>kn(t),e)}load(){this.homes.load(),this.grids.load()}find(t){this.search=t,clearTimeout(this.typing),this.amongPeople?this.changed():this.typing=setTimeout(()=>this.go(0),xs)}searchPeople(t){this.amongPeople=t,clearTimeout(this.typing),t?this.changed():this.go(0)}choose(t){this.building=t,this.go(0)}go(t){this.paging=this.paging.at(t),this.homes.load()}show(t){this.work.forget(),this.draft=void 0,this.home=new y(()=>bn(this.connection,t),this.changed),this.home.load()}leave(){this.home=void 0,this.draft=void 0,this.work.forget(),this.changed()}edit(){let t=this.home?.value,e=this.homes.value?.buildings.find(n=>n.id===this.building)?.name;this.draft=t?oo(t):no(e),this.work.forget(),this.changed()}cancel(){this.draft=void 0,this.work.forget(),this.changed()}update(t){this.draft&&(this.draft={...this.draft,...t}),this.changed()}async save(){let t=this.draft&&ao(this.draft);if(!t)return!1;this.draft=t;let e="";return await this.work.run("save",async()=>{e=(await u(this.connection,"register/save",{home:so(t)})).home_id})?(this.homes.load(),this.show(e),!0):!1}setStatus(t){let e={active:"register/resume",paused:"register/pause",left:"register/leave"}[t];return this.act(t,async n=>{this.devicesLeft=(await u(this.connection,e,{home:n})).devices.length})}consent(t,e,n,s){return this.act("consent",a=>u(this.connection,"register/consent",{home:a,purpose:t,given:e,text_version:n,note:s}))}async erase(){let t=this.home?.value?.id;if(t===void 0)return!1;let e=await this.work.run("erase",async()=>{await u(this.connection,"register/erase",{home:t})});return e&&(this.leave(),this.homes.load()),e}async act(t,e){let{home:n}=this,s=n?.value?.id;if(!n||s===void 0)return!1;let a=await this.work.run(t,async()=>{await e(s)});return a&&(n.load(),this.homes.load()),a}read(){let{offset:t,limit:e}=this.paging,n=this.search.trim(),{building:s}=this;return ee(this.connection,{...s?{building:s}:{},...n?{[this.amongPeople?"people":"search"]:n}:{},offset:t,limit:e})}};var qe=class{constructor(t,e,n){this.connection=t;this.grids=e;this.changed=n;this.work=new S(n),this.staff=new y(()=>G(t),n)}open(){!this.staff.value&&!this.staff.loading&&this.staff.problem===void 0&&this.staff.load()}edit(t){this.draft=t?{id:t.id,name:t.name,worker:t.worker,deputy:t.deputy}:{name:"",worker:"",deputy:""},this.work.forget(),this.changed()}cancel(){this.draft=void 0,this.work.forget(),this.changed()}async save(t){this.draft=t;let e=await this.work.run("save",async()=>{await u(this.connection,"grids/save",{...t})});return e&&(this.cancel(),this.grids.load()),e}};function co(o){let{words:t,grids:e}=o;e.open();let{draft:n}=e;return r`
    <p>${t.t("grids_intro")}</p>
    <div class="bar">
      <button class="small" data-do="add-grid" @click=${()=>e.edit()}>${t.t("grid_add")}</button>
    </div>
    ${k(t,e.grids,s=>P({caption:t.t("grids_caption"),empty:t.t("grids_empty"),rows:s,key:a=>a.id,columns:[{head:t.t("grid_name"),style:"strong",cell:a=>a.name},{head:t.t("grid_worker"),cell:a=>lo(o,a.worker)},{head:t.t("grid_deputy"),cell:a=>lo(o,a.deputy)},{head:t.t("grid_homes"),style:"number",cell:a=>a.homes??""},{head:"",style:"tight",cell:a=>r`<div class="bar">
                <button class="small" aria-label="${t.t("edit")}: ${a.name}" @click=${()=>e.edit(a)}>
                  ${t.t("edit")}
                </button>
              </div>`}]}))}
    <smart-community-dialog
      .heading=${n?.id?t.t("grid_edit",{name:n.name}):t.t("grid_new")}
      .open=${n!==void 0}
      @sc-back=${()=>e.cancel()}
    >
      ${n?Ss(o,n):c}
    </smart-community-dialog>
  `}var lo=(o,t)=>t?H(t,o.grids.staff.value,o.hass,o.words):o.words.t("grid_nobody");function Ss(o,t){let{words:e,grids:n,hass:s}=o,a=[["",e.t("grid_nobody")],...(n.staff.value??[]).filter(d=>d.roles.length>0).map(d=>[d.user_id,H(d.user_id,n.staff.value,s,e)])];return r`<form novalidate @submit=${async d=>{d.preventDefault();let{name:l="",worker:m="",deputy:h=""}=C(d);if(o.wrong=l.trim()?{}:{grid:e.t("field_needed")},o.requestUpdate(),!l.trim())return o.toWrong();await n.save({...t,name:l.trim(),worker:m,deputy:h})&&o.say(e.t("grid_saved"))}}>
    ${v({name:"name",label:e.t("grid_name"),value:t.name,required:!0,wrong:o.wrong.grid,max:100})}
    ${b({name:"worker",label:e.t("grid_worker"),value:t.worker,options:a})}
    ${b({name:"deputy",label:e.t("grid_deputy"),value:t.deputy,options:a})}
    ${g(e,n.work.problem)}
    <div class="ends">
      <button type="button" @click=${()=>n.cancel()}>${e.t("cancel")}</button>
      <button class="strong" ?disabled=${n.work.busy!==void 0}>
        ${_(e,e.t("save"),n.work.busy!==void 0)}
      </button>
    </div>
  </form>`}function ho(o){let{asked:t,words:e,desk:n}=o,s=n.home?.value;return r`<smart-community-dialog
    .heading=${t&&s?Rs(o,t,s):""}
    .open=${t!==void 0&&s!==void 0}
    @sc-back=${()=>o.ask(void 0)}
  >
    ${t&&s?r`<form novalidate @submit=${a=>{As(a,o,t,s)}}>
            ${t.what==="consent"?Ps(o,t):r`<p>${e.t(`${t.what}_text`)}</p>`}
            ${t.what==="erase"?r`<p class="hint">${e.t("erase_kept")}</p>`:c}
            ${t.what==="erase"?v({name:"number",label:e.t("erase_type",{number:s.number}),wrong:o.wrong.number}):c}
            ${g(e,n.work.problem)}
            <div class="ends">
              <button type="button" @click=${()=>o.ask(void 0)}>${e.t("cancel")}</button>
              <button
                class="strong ${t.what==="erase"||t.what==="leave"?"danger":""}"
                data-do="confirm"
                ?disabled=${n.work.busy!==void 0}
              >
                ${_(e,Cs(o,t),n.work.busy!==void 0)}
              </button>
            </div>
          </form>`:c}
  </smart-community-dialog>`}function Rs({words:o},t,e){if(t.what==="consent"){let n=o.t(`purpose_${t.purpose}`);return o.t(t.given?"consent_title":"consent_title_withdraw",{purpose:n})}return o.t(`${t.what}_title`,{place:R(e,o)})}function Cs({words:o},t){return t.what==="consent"?o.t(t.given?"consent_save":"consent_withdraw_do"):o.t(`${t.what}_do`)}function Ps(o,t){let{words:e}=o;return r`
    <p>${e.t(`purpose_${t.purpose}_text`)}</p>
    ${v({name:"version",label:e.t("consent_version"),hint:e.t("consent_version_hint"),wrong:o.wrong.version,required:!0,max:40})}
    ${v({name:"note",label:e.t("consent_note"),max:200})}
  `}async function As(o,t,e,n){o.preventDefault();let{desk:s,words:a}=t,i=C(o);if(t.wrong={},e.what==="consent"){let d=i.version?.trim()??"";d?await s.consent(e.purpose,e.given,d,i.note??"")&&(t.ask(void 0),t.say(a.t("done_consent"))):t.wrong={version:a.t("field_needed")}}else if(e.what==="erase")i.number?.trim()!==n.number?t.wrong={number:a.t("erase_wrong")}:await s.erase()&&(t.ask(void 0),t.say(a.t("done_erased")));else if(await s.setStatus(e.what==="pause"?"paused":"left")){t.ask(void 0);let d=e.what==="leave"?s.devicesLeft:0;t.say(a.t(e.what==="pause"?"done_paused":"done_left")),d&&t.say(a.t("devices_left",{count:d}))}t.requestUpdate(),Object.keys(t.wrong).length&&t.toWrong()}var Ds=["普通话","粤语","闽南语","吴语","客家话","四川话","English","手语"],wt=200,mo=2e3;function po(o,t){let{words:e,desk:n}=o,{work:s}=n,a=ro(s.problemOf("save"),e),i=a?{...o.wrong,[a[0]]:a[1]}:o.wrong,d=(l,m)=>v({name:l,label:e.t(`field_${l}`),value:t[l],hint:m,wrong:i[l],max:wt,required:l==="building"||l==="number",input:h=>n.update({[l]:h})});return r`
    <h2 tabindex="-1">
      ${t.id&&n.home?.value?e.t("home_edit",{place:R(n.home.value,e)}):e.t("home_new")}
    </h2>
    <form class="stack" novalidate @submit=${l=>{Es(l,o)}}>
      <fieldset class="panel">
        <div class="fields">
          ${d("building",e.t("field_building_hint"))} ${d("unit")} ${d("number")}
          ${d("floor",e.t("field_floor_hint"))}
          ${n.grids.value?.length?b({name:"grid",label:e.t("field_grid"),value:t.grid,options:[["",e.t("home_no_grid")],...n.grids.value.map(({id:l,name:m})=>[l,m])],wrong:i.grid,change:l=>n.update({grid:l})}):c}
        </div>
        <div class="fields">${d("household")} ${d("access")} ${d("key_safe")}</div>
        ${v({name:"note",label:e.t("field_note"),value:t.note,wrong:i.note,max:mo,lines:!0,input:l=>n.update({note:l})})}
      </fieldset>
      ${Fs(o,t,i)} ${Ws(o,t,i)}
      ${Object.keys(i).length?r`<p class="problem" role="alert">${e.t("check_fields")}</p>`:g(e,s.problemOf("save"))}
      <div class="ends">
        <button type="button" data-do="cancel" @click=${()=>Is(o)}>${e.t("cancel")}</button>
        <button class="strong" data-do="save" ?disabled=${s.busy!==void 0}>
          ${_(e,e.t("save"),s.busy==="save")}
        </button>
      </div>
    </form>
  `}function Is(o){o.wrong={},o.desk.cancel(),o.toTop()}async function Es(o,t){o.preventDefault();let{desk:e,words:n}=t;if(e.draft){if(t.wrong=io(e.draft,n),t.requestUpdate(),Object.keys(t.wrong).length||!await e.save())return t.toWrong();t.say(n.t("done_saved")),t.toTop()}}function Fs(o,t,e){let{words:n,desk:s}=o,a=(i,d)=>s.update({contacts:t.contacts.map((l,m)=>m===i?{...l,...d}:l)});return r`<section class="panel">
    <h2>${n.t("contacts")}</h2>
    <p class="hint">${n.t("contacts_hint")}</p>
    ${t.contacts.map((i,d)=>{let l=d+1,m=h=>v({name:`contact_${l}_${h}`,label:n.t(`field_${h}`),type:h==="phone"?"tel":"text",value:i[h],wrong:e[`contact_${l}_${h}`],max:wt,input:p=>a(d,{[h]:p})});return r`<fieldset class="one">
        <legend>${n.t("contact_legend",{number:l})}</legend>
        <div class="fields">${m("name")} ${m("phone")} ${m("relation")}</div>
        <button
          type="button"
          class="plain"
          aria-label=${n.t("contact_remove",{number:l})}
          @click=${()=>s.update({contacts:t.contacts.filter((h,p)=>p!==d)})}
        >
          ${n.t("remove")}
        </button>
      </fieldset>`})}
    <div class="bar">
      <button
        type="button"
        class="small"
        ?disabled=${t.contacts.length>=to}
        @click=${()=>s.update({contacts:[...t.contacts,{...gt}]})}
      >
        ${n.t("contact_add")}
      </button>
    </div>
  </section>`}function Ws(o,t,e){let{words:n,desk:s}=o,a=(i,d)=>s.update({residents:t.residents.map((l,m)=>m===i?{...l,...d}:l)});return r`<section class="panel">
    <h2>${n.t("home_residents")}</h2>
    <datalist id="languages">${Ds.map(i=>r`<option value=${i}></option>`)}</datalist>
    ${t.residents.map((i,d)=>{let l=d+1,m=(h,p)=>v({name:`resident_${l}_${h}`,label:n.t(`field_${h}`),value:i[h],wrong:e[`resident_${l}_${h}`],max:wt,...p?{list:p}:{},input:f=>a(d,{[h]:f})});return r`<fieldset class="one">
        <legend>${n.t("resident_legend",{number:l})}</legend>
        <div class="fields">${m("name")} ${m("birth_year")} ${m("language","languages")} ${m("guardian")}</div>
        <div class="field" role="group" aria-label=${n.t("field_care")}>
          <span>${n.t("field_care")}</span>
          <div class="checks">
            ${Qt.map(h=>A({name:`resident_${l}_care`,label:n.t(`care_${h}`),value:h,checked:i.care.includes(h),change:p=>a(d,{care:p?[...i.care,h]:i.care.filter(f=>f!==h)})}))}
          </div>
        </div>
        ${v({name:`resident_${l}_note`,label:n.t("field_resident_note"),value:i.note,wrong:e[`resident_${l}_note`],max:mo,lines:!0,input:h=>a(d,{note:h})})}
        <button
          type="button"
          class="plain"
          aria-label=${n.t("resident_remove",{number:l})}
          @click=${()=>s.update({residents:t.residents.filter((h,p)=>p!==d)})}
        >
          ${n.t("remove")}
        </button>
      </fieldset>`})}
    <div class="bar">
      <button
        type="button"
        class="small"
        @click=${()=>s.update({residents:[...t.residents,{..._t}]})}
      >
        ${n.t("resident_add")}
      </button>
    </div>
  </section>`}function uo(o,t){let{words:e,desk:n}=o,s=n.homes.value?.buildings??[];return r`
    <form
      class="tools"
      role="search"
      @submit=${a=>{a.preventDefault(),n.go(0)}}
    >
      <div class="grow">
        ${v({name:"search",label:e.t("search"),type:"search",placeholder:e.t("homes_search"),value:n.search,input:a=>n.find(a)})}
      </div>
      ${b({name:"building",label:e.t("homes_building"),value:n.building,options:[["",e.t("homes_all_buildings")],...s.map(({id:a,name:i})=>[a,i])],change:a=>n.choose(a)})}
      ${t?r`<button
              type="button"
              data-do="add"
              @click=${()=>{n.edit(),o.toTop()}}
            >
              ${e.t("homes_add")}
            </button>`:c}
      <div class="whole bar">
        ${A({name:"people",label:e.t("search_people"),value:"people",checked:n.amongPeople,change:a=>n.searchPeople(a)})}
        ${n.amongPeople?r`<button class="small" data-do="search">${e.t("search")}</button>
                <span class="hint">${e.t("search_people_hint")}</span>`:c}
      </div>
    </form>
    <p class="hint">${e.t("register_journalled")}</p>
    ${k(e,n.homes,({homes:a,total:i})=>[P({caption:e.t("homes_caption"),empty:e.t(n.search||n.building?"homes_empty":"homes_none"),rows:a,key:d=>d.id,columns:[{head:e.t("column_door"),style:"strong",cell:d=>R(d,e)},{head:e.t("column_floor"),style:"number",cell:d=>d.floor??""},{head:e.t("column_grid"),cell:d=>yt(o,d.grid)},{head:e.t("column_devices"),style:"number",cell:d=>d.devices.length||""},{head:"",style:"tight",cell:d=>r`<div class="bar">
                <button
                  class="small"
                  data-do="open"
                  aria-label="${e.t("homes_open")}: ${R(d,e)}"
                  @click=${()=>{n.show(d.id),o.toTop()}}
                >
                  ${e.t("homes_open")}
                </button>
              </div>`}]}),r`${Z(e,n.paging,i,d=>n.go(d))}`])}
  `}function yt(o,t){return o.desk.grids.value?.find(e=>e.id===t)?.name??""}function fo(o){let t={};for(let e of o){let n=t[e.purpose];(!n||Date.parse(e.at)>=Date.parse(n.at))&&(t[e.purpose]=e)}return t}function go(o,t,e){let{words:n,desk:s}=o;return r`
    <div class="bar">
      <button
        class="plain"
        data-do="back"
        @click=${()=>{s.leave(),o.toTop()}}
      >
        ${n.t("home_back")}
      </button>
    </div>
    ${k(n,t,a=>Os(o,a,e))}
  `}function Os(o,t,e){let{words:n,desk:s}=o,{work:a}=s;return r`
    <div class="bar apart">
      <h2 tabindex="-1">${R(t,n)}</h2>
      ${e?r`<button
              data-do="edit"
              @click=${()=>{s.edit(),o.toTop()}}
            >
              ${n.t("edit")}
            </button>`:c}
    </div>
    <p class="hint">${n.t("register_journalled")}</p>
    ${t.status==="active"?c:r`<p class="warn">
            <b>${n.t(`status_${t.status}`)}</b> · ${n.t(`status_${t.status}_text`)}
          </p>`}
    ${g(n,a.failed&&a.failed!=="save"&&!o.asked?a.problem:void 0)}
    <div class="columns">
      <div class="stack">
        <section class="panel">
          <div>
            <h3>${st("key")} ${n.t("how_to_get_in")}</h3>
            <p class="lead">${t.access||r`<span class="faint">${n.t("nothing_recorded")}</span>`}</p>
          </div>
          ${t.key_safe?r`<div>
                  <h3>${n.t("home_key_safe")}</h3>
                  <p class="lead">${t.key_safe}</p>
                </div>`:c}
          <dl class="facts-list">
            <dt>${n.t("household")}</dt>
            <dd>${t.household||n.t("nothing_recorded")}</dd>
            <dt>${n.t("good_to_know")}</dt>
            <dd class="lines">${t.note||n.t("nothing_recorded")}</dd>
            ${t.floor===null?c:r`<dt>${n.t("column_floor")}</dt>
                    <dd>${t.floor}</dd>`}
            <dt>${n.t("home_grid")}</dt>
            <dd>${yt(o,t.grid)||n.t("home_no_grid")}</dd>
          </dl>
        </section>
        <section class="panel">
          <h2>${n.t("contacts")}</h2>
          ${t.contacts.length?r`<ol class="rows">
                  ${t.contacts.map(({name:i,phone:d,relation:l})=>r`<li>
                        <span><b>${i}</b> <span class="faint">${l}</span></span>
                        <a
                          class="button small"
                          href="tel:${d.replace(/[^\d+*#]/g,"")}"
                          aria-label=${n.t("call",{name:i,phone:d,relation:l})}
                        >
                          ${st("phone")}${d}
                        </a>
                      </li>`)}
                </ol>`:r`<p class="faint">${n.t("no_contacts")}</p>`}
        </section>
        <section class="panel">
          <h2>${n.t("home_residents")}</h2>
          ${t.residents.length?r`<ul class="rows">
                  ${t.residents.map(i=>r`<li>${Hs(o,i)}</li>`)}
                </ul>`:r`<p class="faint">${n.t("home_no_residents")}</p>`}
        </section>
      </div>
      <div class="stack">
        <section class="panel">
          <h2>${n.t("home_consents")}</h2>
          <ul class="rows">
            ${yn.map(i=>r`<li>${Ms(o,t,i,e)}</li>`)}
          </ul>
        </section>
        ${Ns(o,t,e)}
      </div>
    </div>
  `}function Ns(o,t,e){let{words:n,desk:s,imports:a}=o,i=s.work.busy!==void 0||a.work.busy!==void 0,d=async()=>{await s.setStatus("active")&&o.say(n.t("done_resumed"))};return r`<section class="panel">
    <h2>${n.t("home_status_heading")}</h2>
    <p><span class="chip ${t.status==="active"?"fine":"mind"}">${n.t(`status_${t.status}`)}</span></p>
    <div class="bar">
      ${t.status==="active"?r`<button class="small" data-do="pause" @click=${()=>o.ask({what:"pause"})}>
              ${n.t("pause")}
            </button>`:r`<button class="small" data-do="resume" ?disabled=${i} @click=${d}>
              ${_(n,n.t("resume"),s.work.busy==="active")}
            </button>`}
      ${e&&t.status!=="left"?r`<button class="small" data-do="leave" @click=${()=>o.ask({what:"leave"})}>
              ${n.t("leave")}
            </button>`:c}
      ${e?r`<button
                class="small"
                data-do="export"
                ?disabled=${i}
                @click=${()=>{a.exportHome(t.id)}}
              >
                ${n.t("export_home")}
              </button>
              <button class="small danger" data-do="erase" @click=${()=>o.ask({what:"erase"})}>
                ${n.t("erase")}
              </button>`:c}
    </div>
    ${g(n,a.work.problemOf("export"))}
  </section>`}function Hs(o,t){let{words:e}=o,n=Yt(t,e);return r`<div class="resident">
    <span><b>${t.name||e.t("unknown")}</b> <span class="faint">${e.list(n)}</span></span>
    <span class="chips">
      ${Kt(t.care,e).map(s=>r`<span class="chip">${s}</span>`)}
    </span>
    ${t.note?r`<span class="lines">${t.note}</span>`:c}
  </div>`}function Ms(o,t,e,n){let{words:s,hass:a}=o,i=fo(t.consents)[e],d=i&&a&&D(a,i.by);return r`<div class="consent">
    <div>
      <b>${s.t(`purpose_${e}`)}</b>
      <span class="chip ${i?.given?"fine":"calm"}">
        ${s.t(i?i.given?"consent_given":"consent_withdrawn":"consent_never")}
      </span>
      <p class="hint">
        ${i?r`${s.t("consent_since",{at:o.at(i.at),version:i.text_version})}${d?r` · ${d}`:c}${i.note?r` · ${i.note}`:c}`:s.t(`purpose_${e}_text`)}
      </p>
    </div>
    ${n?r`<button
            class="small"
            data-consent=${e}
            @click=${()=>o.ask({what:"consent",purpose:e,given:!i?.given})}
          >
            ${s.t(i?.given?"consent_withdraw":"consent_give")}
          </button>`:c}
  </div>`}var _o=["1","2"],Ls=["building","unit","home","floor","grid","household","note","access","key_safe",...["name","birth_year","care","guardian","language","note"].map(o=>`resident_1_${o}`),..._o.flatMap(o=>["name","phone","relation"].map(t=>`contact_${o}_${t}`))],js=["楼栋","单元","房号","楼层","网格","户主","备注","入户方式","钥匙盒位置",...["姓名","出生年份","关爱原因","监护人","语言","备注"].map(o=>`居民1${o}`),..._o.flatMap(o=>["姓名","电话","关系"].map(t=>`联系人${o}${t}`))],Us=o=>o==="en"?Ls:js,vo=o=>`\uFEFF${Us(o).join(",")}\r
`;function wo(o){let{words:t,imports:e}=o,{stage:n,work:s,report:a}=e;return r`
    <p>${t.t("import_intro")}</p>
    ${e.lost?r`<p class="warn" role="alert">${t.t("import_lost")}</p>`:c}
    ${e.refused?r`<p class="problem" role="alert">${t.t(e.refused)}</p>`:c}
    ${g(t,s.failed==="checking"||s.failed==="importing"?s.problem:void 0)}
    ${n==="choose"?Gs(o):c} ${e.progress?qs(o,e.progress):c}
    ${a&&(n==="checked"||n==="done")?Bs(o,a):c}
    ${n==="choose"?Vs(o):c} ${n==="choose"?Qs(o):c} ${Ks(o)}
  `}function Gs(o){let{words:t,imports:e}=o,n=i=>{i.preventDefault(),i.currentTarget.classList.toggle("over",i.type==="dragover")};return r`<div class="file" @dragover=${n} @dragleave=${n} @drop=${i=>{n(i);let d=i.dataTransfer?.files[0];d&&e.check(d)}}>
    <label class="button strong-label">
      <input class="hidden" type="file" accept=".csv,.txt,.xlsx" @change=${i=>{let d=i.target,l=d.files?.[0];l&&e.check(l),d.value=""}} />${t.t("import_choose")}
    </label>
    <span class="hint">${t.t("import_drop")}</span>
    <button
      class="plain"
      data-do="template"
      @click=${()=>se(t.language==="en"?"register.csv":"住户台账.csv","text/csv",vo(t.language))}
    >
      ${t.t("import_template")}
    </button>
  </div>`}function qs(o,{phase:t,done:e,of:n}){let{words:s,imports:a}=o,i=n?Math.floor(e/n*100):0,d=s.t(`import_phase_${t}`,{percent:i,done:e,total:n});return r`<section class="panel" data-phase=${t}>
    <b
      >${s.t(a.stage==="importing"?"import_do_title":"import_reading",{file:a.file?.name??""})}</b
    >
    <progress max="100" value=${t==="reading"?c:i} aria-label=${d}></progress>
    <p>${d}</p>
    <p class="hint">${s.t("import_keeps_on")}</p>
  </section>`}function Bs(o,t){let{words:e,imports:n}=o,{error_count:s,created:a,updated:i,unchanged:d,imported:l}=t,m={created:a,updated:i,unchanged:d},h=n.work.busy===void 0,p=a+i;return r`
    <section
      class=${l||!s?"good":"problem"}
      role="alert"
      data-report=${l?"imported":"checked"}
    >
      <div>
        <p>
          <b
            >${l?e.t("import_done",m):e.t("import_checked",{file:n.file?.name??"",rows:t.rows})}</b
          >
        </p>
        ${l?c:s?r`<p>${e.t(s===1?"import_wrong_one":"import_wrong",{count:s})}</p>`:r`<p>${e.t("import_counts",m)}</p>
                  <p>${e.t(p?"import_fine":"import_nothing")}</p>`}
      </div>
    </section>
    <div class="bar">
      ${l?r`<button data-do="undo" ?disabled=${!h} @click=${()=>o.askUndo(!0)}>
              ${e.t("import_undo")}
            </button>`:!s&&p?r`<button class="strong" data-do="import" ?disabled=${!h} @click=${()=>{n.import()}}>
                ${_(e,e.t("import_do",{count:p}),!h)}
              </button>`:c}
      <button data-do="again" ?disabled=${!h} @click=${()=>n.reset()}>
        ${e.t(l?"close":"import_again")}
      </button>
    </div>
    ${g(e,n.work.problemOf("undo"))} ${zs(o)}
  `}function zs(o){let{words:t,imports:e}=o,{rows:n,report:s}=e;if(!n||!s)return c;let a={head:t.t("column_door"),cell:i=>R({building_name:i.building,unit:i.unit,number:i.number},t)};return r`
    <div class="tools">
      ${b({name:"outcome",label:t.t("import_filter"),value:e.filter,options:[["",t.t("all")],...rt.map(i=>[i,t.t(`fate_${i}`)])],change:i=>e.show(rt.find(d=>d===i)??"")})}
    </div>
    ${k(t,n,({rows:i,total:d})=>[P({caption:t.t("import_rows_caption"),empty:t.t("import_rows_empty"),rows:i,key:l=>String(l.line),rowClass:l=>l.outcome==="error"?"bad":"",columns:[{head:t.t("column_line"),style:"tight",cell:l=>l.line},{head:t.t("column_fate"),style:"tight",cell:l=>r`<span class="chip ${l.outcome==="error"?"bad":l.outcome==="unchanged"?"calm":"fine"}"
                >${t.t(`fate_${l.outcome}`)}</span
              >`},...e.filter==="error"?[]:[a],{head:t.t("column_reason"),cell:l=>l.errors.length?r`<ul class="reasons">
                    ${l.errors.map(({column:m,reason:h})=>r`<li>
                          ${m?r`<b>${m}</b> `:c}${t.found(`reason_${h}`,"reason_other")}
                        </li>`)}
                  </ul>`:l.outcome==="updated"&&l.fields.length?t.t("import_fields",{fields:t.list(l.fields)}):""}]}),r`${Z(t,e.paging,d,l=>e.go(l))}`])}
  `}function Vs(o){let{words:t,imports:e}=o,n=e.last.value;return n?r`<section class="panel">
    <div class="bar apart">
      <span>${t.t("import_last",{...yo(o,n)})}</span>
      <button class="small" data-do="undo" @click=${()=>o.askUndo(!0)}>${t.t("import_undo_last")}</button>
    </div>
  </section>`:c}var yo=(o,t)=>({at:o.at(t.at),created:t.created,updated:t.updated});function Qs(o){let{words:t,imports:e}=o,n=a=>{e.exportRegister(a,t.language)},s=e.work.busy!==void 0;return r`<section class="panel">
    <h2>${t.t("import_export")}</h2>
    <p class="hint">${t.t("import_export_text")}</p>
    <div class="bar">
      <button class="small" data-do="export-xlsx" ?disabled=${s} @click=${()=>n("xlsx")}>XLSX</button>
      <button class="small" data-do="export-csv" ?disabled=${s} @click=${()=>n("csv")}>CSV</button>
      ${e.work.busy==="export_all"?r`<span class="spinner" role="status" aria-label=${t.t("working")}></span>`:c}
    </div>
    ${g(t,e.work.problemOf("export_all"))}
  </section>`}function Ks(o){let{words:t,imports:e}=o,n=e.last.value,s=n?n.edited_count+n.needed_count>0:!0;return r`<smart-community-dialog
    .heading=${t.t("import_undo_title")}
    .open=${o.askingUndo&&!!n}
    @sc-back=${()=>o.askUndo(!1)}
  >
    ${n?r`<div class="form">
            <p>${t.t("import_undo_text",yo(o,n))}</p>
            ${n.edited_count?r`<p class="warn">${t.t("import_undo_edited",{count:n.edited_count})}</p>`:c}
            ${n.needed_count?r`<p class="warn">${t.t("import_undo_needed",{count:n.needed_count})}</p>`:c}
            ${g(t,e.work.problemOf("undo"))}
            <div class="ends">
              <button @click=${()=>o.askUndo(!1)}>${t.t("cancel")}</button>
              <button
                class="strong danger"
                data-do="confirm"
                ?disabled=${s||e.work.busy!==void 0}
                @click=${async()=>{await e.undo()&&(o.askUndo(!1),o.say(t.t("import_undone")))}}
              >
                ${_(t,t.t("import_undo_do"),e.work.busy==="undo")}
              </button>
            </div>
          </div>`:c}
  </smart-community-dialog>`}var bo=T`
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
`;var Be=class extends ${constructor(){super(...arguments);this.path="register";this.wrong={};this.askingUndo=!1;this.tab="homes"}static{this.styles=[...$.styles,bo]}keeps(e){return e.roles.includes("technician")||e.roles.includes("community_office")}ask(e){this.asked=e,this.wrong={},this.desk.work.forget(),this.requestUpdate()}askUndo(e){this.askingUndo=e,this.imports.work.forget(),e&&this.imports.last.load()}say(e){this.toast(e)}async toWrong(){await this.updateComplete,this.renderRoot.querySelector("[aria-invalid=true]")?.focus()}async toTop(){await this.updateComplete,this.renderRoot.querySelector("h2[tabindex]")?.focus({preventScroll:!0}),this.scrollIntoView({block:"start"})}open(e){this.desk=new Ge(e,this.changed),this.grids=new qe(e,this.desk.grids,this.changed),this.imports=new Ue(e,this.changed,()=>{this.desk.homes.load()})}load(){this.desk.load(),this.imports.load()}content(e){let{words:n,desk:s}=this,a=this.keeps(e),i=s.home!==void 0||s.draft!==void 0;return r`
      ${a&&!i?J(n.t("register_tabs"),[["homes",n.t("register_tab_homes")],["import",n.t("register_tab_import")],["grids",n.t("register_tab_grids")]],this.tab,d=>{this.tab=d,this.requestUpdate()}):c}
      ${s.draft?po(this,s.draft):s.home?go(this,s.home,a):this.tabContent(a)}
      ${ho(this)}
    `}tabContent(e){return e&&this.tab==="import"?wo(this):e&&this.tab==="grids"?co(this):uo(this,e)}};var $o=()=>[[],[],[],[],[],[],[]];function To(o,t,e){return{role:o,source:t===null?"none":t.calendar?"calendar":"weeks",shifts:(t?.shifts??[]).map(n=>({...n})),weeks:t?.weeks?.length?structuredClone(t.weeks):[$o()],first_week:t?.first_week??e,holiday:t?.holiday?structuredClone(t.holiday):null,cover:t?.cover??"always",calendar:t?.calendar??null}}function xo(o,t){let e=new Set(o.map(a=>a.id)),n=o.length+1;for(;e.has(`shift-${n}`);)n+=1;let s=o.at(-1);return{id:`shift-${n}`,name:t,start:s?.end??"08:00",end:s?.start??"20:00"}}function ze(o,{week:t,day:e,shift:n}){return(t==="holiday"?o.holiday:o.weeks[t]?.[e])?.find(a=>a.shift===n)?.people??[]}var ko=(o,t,e)=>[...o.filter(n=>n.shift!==t),...e.length?[{shift:t,people:e}]:[]];function bt(o,t,e){if(t.week==="holiday")return{...o,holiday:ko(o.holiday??[],t.shift,e)};let n=o.weeks.map((s,a)=>a===t.week?s.map((i,d)=>d===t.day?ko(i,t.shift,e):i):s);return{...o,weeks:n}}function So(o,t){let e=ze(o,t);return[0,1,2,3,4,5,6].reduce((n,s)=>bt(n,{...t,day:s},e),o)}var Ro=o=>({...o,weeks:[...o.weeks,structuredClone(o.weeks.at(-1)??$o())]}),Co=(o,t)=>({...o,weeks:o.weeks.filter((e,n)=>n!==t)});function Po(o,t){let e=n=>n.filter(s=>s.shift!==t);return{...o,shifts:o.shifts.filter(n=>n.id!==t),weeks:o.weeks.map(n=>n.map(e)),holiday:o.holiday&&e(o.holiday)}}var Ao=({shifts:o})=>o.every(({name:t,start:e,end:n})=>t.trim()&&/^\d\d:\d\d$/.test(e)&&/^\d\d:\d\d$/.test(n));function Do(o){let{source:t,shifts:e,weeks:n,first_week:s,holiday:a,cover:i,calendar:d}=o;return t==="none"?null:t==="calendar"?{cover:i,calendar:d}:{shifts:e,weeks:n,first_week:s,holiday:a,cover:i,calendar:null}}var Io=(o,t,e)=>u(o,"roster/list",{from:t,to:e});var Ve=class{constructor(t,e,n=()=>E(Date.now())){this.connection=t;this.changed=e;this.today=n;this.day=this.today(),this.monday=ae(this.day),this.work=new S(e),this.page=new y(()=>Io(t,this.monday,F(this.monday,6)),e),this.staff=new y(()=>G(t),e),this.holidays=new y(async()=>(await u(t,"roster/holiday",{dry_run:!0})).holidays,e)}load(t){this.page.load(),t&&this.staff.load()}turn(t){this.showDay(t?F(this.monday,7*t):this.today())}showDay(t){this.day=t;let e=ae(t);e!==this.monday&&(this.monday=e,this.page.set(void 0),this.page.load()),this.changed()}holders(t){let{people:e={}}=this.page.value??{},n=this.staff.value?.filter(a=>a.roles.some(i=>i===t));return Object.entries(e).filter(([a])=>!n||n.some(i=>i.user_id===a)).map(([a,i])=>[a,i??a]).sort(([,a],[,i])=>a.localeCompare(i))}override(t,e){let{role:n,day:s,shift:a}=t;return this.run("override",()=>u(this.connection,"roster/override",{role:n,day:s,shift:a,people:e}))}askSwap(t,e,n){let{role:s,day:a,shift:i}=t,d=n?{for_day:n.day,for_shift:n.shift}:{};return this.run("swap",()=>u(this.connection,"roster/swap",{role:s,other:e,day:a,shift:i,...d}))}decide(t,e){return this.run(`decide ${t.id}`,()=>u(this.connection,"roster/swap",{swap:t.id,decision:e}))}saveHoliday(t){return this.run("holiday",()=>u(this.connection,"roster/holiday",{holidays:[t]}))}removeHoliday(t){return this.run("holiday",()=>u(this.connection,"roster/holiday",{remove:[t]}))}async takeHolidays(t){let e=0;return await this.run("holiday",async()=>{let s={calendar:t,from:this.today(),to:F(this.today(),365)};e=(await u(this.connection,"roster/holiday",s)).changed.length})?e:void 0}edit(t){this.rotation=To(t.role,t.roster,this.monday),this.work.forget(),this.changed()}update(t){this.rotation=t,this.changed()}async saveRotation(){let{rotation:t}=this;if(!t)return!1;let e={role:t.role,roster:Do(t)},n=await this.run("rotation",()=>u(this.connection,"roster/save",e));return n&&this.update(void 0),n}async run(t,e){let n=await this.work.run(t,async()=>{await e()});return n&&await Promise.all([this.page.load(),t==="holiday"?this.holidays.load():void 0]),n}};var Eo=o=>[0,1,2,3,4,5,6].map(t=>F(o,t));function ie(o,t){let e={hour:"2-digit",minute:"2-digit",hourCycle:"h23",timeZone:t};return new Intl.DateTimeFormat("en-GB",e).format(Date.parse(o))}function Fo(o,t,e){let n=new Map,s=(a,i,d,l)=>{let m=`${a}|${i}|${d}|${l}`,h=n.get(m)??{shift:a,name:i,start:d,end:l,days:e.map(()=>{})};return n.set(m,h),h};for(let a of o.duties){let i=e.indexOf(a.day);if(a.role!==t||i<0)continue;let d=o.time_zone;s(a.shift,a.name,ie(a.start,d),ie(a.end,d)).days[i]=a}return[...n.values()].sort((a,i)=>a.start.localeCompare(i.start)||a.name.localeCompare(i.name))}function Wo(o,t,e){return o.gaps.filter(n=>n.role===t&&e.includes(E(Date.parse(n.start),o.time_zone)))}var Ys=26,Xs=[0,1,2,3,4,5,6];function No(o,t){let{words:e,desk:n}=o,{rotation:s}=n;if(!s)return r``;let a=n.work.busy!==void 0;return r`<form novalidate @submit=${async d=>{d.preventDefault(),o.wrong=Ao(s)?{}:{shifts:e.t("rotation_shift_wrong")},o.requestUpdate(),!Object.keys(o.wrong).length&&await n.saveRotation()&&(o.ask(void 0),o.say(e.t("rotation_saved")))}}>
    ${b({name:"source",label:e.t("rotation_source"),value:s.source,options:["none","weeks","calendar"].map(d=>[d,e.t(`rotation_source_${d}`)]),change:d=>n.update({...s,source:d})})}
    ${s.source==="none"?c:Zs(o,s)}
    ${s.source==="calendar"?Js(o,s):c}
    ${s.source==="weeks"?[ea(o,s),ta(o,s,t.cell)]:c}
    ${g(e,n.work.problem)}
    <div class="ends">
      <button type="button" @click=${()=>o.ask(void 0)}>${e.t("cancel")}</button>
      <button class="strong" data-do="save" ?disabled=${a}>${_(e,e.t("save"),a)}</button>
    </div>
  </form>`}function Zs(o,t){let{words:e,desk:n}=o;return b({name:"cover",label:e.t("rotation_cover"),value:t.cover,options:["always","shifts"].map(s=>[s,e.t(`cover_${s}`)]),change:s=>n.update({...t,cover:s})})}function Js(o,t){let{words:e,desk:n,hass:s}=o,a=he(s),i=t.calendar?.entity_id??"";return b({name:"calendar",label:e.t("rotation_calendar"),hint:e.t("rotation_calendar_hint"),value:i,options:[["",e.t("staff_channel_choose")],...a,...i&&!a.some(([d])=>d===i)?[[i,i]]:[]],change:d=>n.update({...t,calendar:d?{names:{},read:"summary",...t.calendar,entity_id:d}:null})})}function ea(o,t){let{words:e,desk:n}=o;return r`<fieldset>
    <legend>${e.t("rotation_shifts")}</legend>
    ${t.shifts.map((s,a)=>{let i=d=>n.update({...t,shifts:t.shifts.map((l,m)=>m===a?{...l,...d}:l)});return r`<div class="shift-row">
        ${v({name:`name_${s.id}`,label:e.t("rotation_shift_name"),value:s.name,max:60,input:d=>i({name:d})})}
        ${v({name:`start_${s.id}`,label:e.t("rotation_start"),type:"time",value:s.start,input:d=>i({start:d})})}
        ${v({name:`end_${s.id}`,label:e.t("rotation_end"),type:"time",value:s.end,input:d=>i({end:d})})}
        <button
          type="button"
          class="small"
          aria-label="${e.t("remove")}: ${s.name}"
          @click=${()=>n.update(Po(t,s.id))}
        >
          ×
        </button>
      </div>`})}
    ${o.wrong.shifts?r`<small class="wrong">${o.wrong.shifts}</small>`:c}
    <div class="bar">
      <button
        type="button"
        class="small"
        data-do="add-shift"
        @click=${()=>n.update({...t,shifts:[...t.shifts,xo(t.shifts,"")]})}
      >
        ${e.t("rotation_shift_add")}
      </button>
    </div>
  </fieldset>`}function ta(o,t,e){let{words:n,desk:s}=o;return t.shifts.length?r`
    ${t.weeks.map((a,i)=>r`<fieldset>
          <legend>${n.t("rotation_week",{number:i+1})}</legend>
          ${Oo(o,t,i,e)}
          ${t.weeks.length>1?r`<button type="button" class="plain" @click=${()=>s.update(Co(t,i))}>
                  ${n.t("rotation_week_remove",{number:i+1})}
                </button>`:c}
        </fieldset>`)}
    <div class="bar">
      <button
        type="button"
        class="small"
        ?disabled=${t.weeks.length>=Ys}
        @click=${()=>s.update(Ro(t))}
      >
        ${n.t("rotation_week_add")}
      </button>
    </div>
    ${t.weeks.length>1?v({name:"first",label:n.t("rotation_first"),type:"date",value:t.first_week,input:a=>a&&s.update({...t,first_week:ae(a)})}):c}
    <fieldset>
      <legend>${n.t("rotation_holiday")}</legend>
      <div class="checks">
        ${A({name:"holiday",label:n.t("rotation_holiday_own"),value:"own",checked:t.holiday!==null,change:a=>s.update({...t,holiday:a?[]:null})})}
      </div>
      ${t.holiday===null?c:Oo(o,t,"holiday",e)}
    </fieldset>
  `:r`<p class="hint">${n.t("rotation_no_shift")}</p>`}function Oo(o,t,e,n){let{words:s}=o,a=e==="holiday"?[0]:Xs,i=l=>e==="holiday"?s.t("because_holiday"):ke(l,s.language,"short"),d=n&&n.week===e?n:void 0;return r`<div class="plan">
      <table class="week">
        <thead>
          <tr>
            <th scope="col">${s.t("roster_shift")}</th>
            ${a.map(l=>r`<th scope="col">${i(l)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${t.shifts.map(l=>r`<tr>
                <th scope="row">${l.name}<small>${l.start}–${l.end}</small></th>
                ${a.map(m=>{let h={week:e,day:m,shift:l.id},p=ze(t,h);return r`<td>
                    <button
                      type="button"
                      class="shift"
                      aria-expanded=${String(d?.day===m&&d.shift===l.id)}
                      aria-label="${s.t("rotation_choose",{shift:l.name,day:i(m)})}: ${o.names(p)}"
                      @click=${()=>o.ask({what:"rotation",cell:h})}
                    >
                      ${p.length?o.names(p):s.t("roster_no_shift")}
                    </button>
                  </td>`})}
              </tr>`)}
        </tbody>
      </table>
    </div>
    ${d?na(o,t,d,i(d.day)):c}`}function na(o,t,e,n){let{words:s,desk:a}=o,i=t.shifts.find(d=>d.id===e.shift)?.name??"";return r`<fieldset class="chosen-cell">
    <legend>${s.t("rotation_choose",{shift:i,day:n})}</legend>
    ${kt(o,t.role,ze(t,e),d=>a.update(bt(t,e,d)))}
    <div class="bar">
      ${e.week==="holiday"?c:r`<button type="button" class="small" @click=${()=>a.update(So(t,e))}>
              ${s.t("rotation_all_week")}
            </button>`}
      <button type="button" class="small" @click=${()=>o.ask({what:"rotation"})}>
        ${s.t("people_done")}
      </button>
    </div>
  </fieldset>`}function Ho(o,t){let{asked:e,words:n}=o;return r`<smart-community-dialog
    ?large=${e?.what==="rotation"}
    .heading=${e?oa(o,e):""}
    .open=${e!==void 0}
    @sc-back=${()=>o.ask(void 0)}
  >
    ${e===void 0?c:e.what==="override"?sa(o,e):e.what==="swap"?aa(o,e,t):e.what==="holidays"?ia(o):No(o,e)}
    ${e&&e.what!=="rotation"?g(n,o.desk.work.problem):c}
  </smart-community-dialog>`}function oa(o,t){let{words:e,desk:n}=o;switch(t.what){case"override":return e.t("override_title",{shift:t.duty.name,day:o.dayName(t.duty.day)});case"swap":return e.t("swap_title",{shift:t.duty.name,day:o.dayName(t.duty.day)});case"holidays":return e.t("holidays_title");case"rotation":return e.t("rotation_title",{role:e.role(n.rotation?.role??"")})}}function kt(o,t,e,n){let{words:s,desk:a}=o,i=a.holders(t),d=e.filter(m=>!i.some(([h])=>h===m)),l=[...i,...d.map(m=>[m,o.name(m)])];return l.length?r`<div class="checks">
    ${l.map(([m,h])=>A({name:"people",label:h,value:m,checked:e.includes(m),change:p=>n(K(e,m,p))}))}
  </div>`:r`<p class="warn">${s.t("override_no_people")}</p>`}function sa(o,t){let{words:e,desk:n}=o,{duty:s,people:a}=t,i=n.work.busy!==void 0,d=async m=>{m.preventDefault(),await n.override(s,a)&&(o.ask(void 0),o.say(e.t("override_saved")))},l=async()=>{await n.override(s,null)&&(o.ask(void 0),o.say(e.t("override_undone")))};return r`<form novalidate @submit=${d}>
    <p class="hint">${e.t("override_text")}</p>
    ${kt(o,s.role,a,m=>o.ask({...t,people:m}))}
    ${a.length?c:r`<p class="warn">${e.t("override_nobody")}</p>`}
    <div class="ends">
      ${s.because==="override"||s.because==="swap"?r`<button type="button" data-do="rotation" ?disabled=${i} @click=${l}>
              ${e.t("override_back")}
            </button>`:r`<button type="button" @click=${()=>o.ask(void 0)}>${e.t("cancel")}</button>`}
      <button class="strong" data-do="save" ?disabled=${i}>${_(e,e.t("override_save"),i)}</button>
    </div>
  </form>`}function aa(o,t,e){let{words:n,desk:s,me:a}=o,{duty:i}=t,d=s.work.busy!==void 0,l=s.holders(i.role).filter(([p])=>p!==a.user_id&&!i.people.includes(p)),m=e.duties.filter(p=>p.role===i.role&&Date.parse(p.start)>o.now&&p.people.length>0&&!p.people.includes(a.user_id));return r`<form novalidate @submit=${async p=>{p.preventDefault();let{other:f="",takes:x=""}=C(p);if(o.wrong=f?{}:{other:n.t("field_needed")},o.requestUpdate(),!f)return;let[O="",Ze=""]=x.split("|");await s.askSwap(i,f,O?{day:O,shift:Ze}:void 0)&&(o.ask(void 0),o.say(n.t("swap_asked",{name:o.name(f)})))}}>
    ${b({name:"other",label:n.t("swap_other"),value:"",wrong:o.wrong.other,options:[["",n.t("staff_channel_choose")],...l]})}
    ${m.length?b({name:"takes",label:n.t("swap_takes"),value:"",options:[["",n.t("swap_takes_none")],...m.map(p=>[`${p.day}|${p.shift}`,`${o.slotName(p.role,p)} · ${o.names(p.people)}`])]}):c}
    <div class="ends">
      <button type="button" @click=${()=>o.ask(void 0)}>${n.t("cancel")}</button>
      <button class="strong" data-do="save" ?disabled=${d}>${_(n,n.t("swap_ask"),d)}</button>
    </div>
  </form>`}function ia(o){let{words:t,desk:e,hass:n}=o,s=e.work.busy!==void 0,a=[0,1,2,3,4,5,6],i=h=>h===null?t.t("holiday_like_none"):t.t("holiday_like_day",{day:ke(h,t.language,"long")}),d=he(n),l=async h=>{h.preventDefault();let{day:p="",name:f="",like:x=""}=C(h);if(o.wrong={...p?{}:{day:t.t("field_needed")},...f.trim()?{}:{name:t.t("field_needed")}},o.requestUpdate(),Object.keys(o.wrong).length)return;let O={day:p,name:f.trim(),like:x===""?null:Number(x)};await e.saveHoliday(O)&&(h.target.reset(),o.say(t.t("holiday_saved")))},m=async h=>{h.preventDefault();let p=C(h).calendar,f=p?await e.takeHolidays(p):void 0;f!==void 0&&o.say(t.t("holiday_taken",{count:f}))};return r`
    <div class="form">
      <p class="hint">${t.t("holidays_text")}</p>
      ${k(t,e.holidays,h=>h.length?r`<ul class="swaps">
              ${h.map(p=>r`<li>
                    <span
                      ><b>${o.dayName(p.day)}</b> ${p.name}
                      <span class="hint">${i(p.like)}</span></span
                    >
                    <button
                      class="small"
                      ?disabled=${s}
                      aria-label="${t.t("remove")}: ${p.name}, ${o.dayName(p.day)}"
                      @click=${async()=>{await e.removeHoliday(p.day)&&o.say(t.t("holiday_removed"))}}
                    >
                      ${t.t("remove")}
                    </button>
                  </li>`)}
            </ul>`:r`<p class="faint">${t.t("holidays_empty")}</p>`)}
      <form novalidate @submit=${l}>
        <div class="fields">
          ${v({name:"day",label:t.t("holiday_day"),type:"date",wrong:o.wrong.day})}
          ${v({name:"name",label:t.t("holiday_name"),max:60,wrong:o.wrong.name})}
          ${b({name:"like",label:t.t("holiday_like"),value:"",options:[["",i(null)],...a.map(h=>[String(h),i(h)])]})}
        </div>
        <div class="ends">
          <button type="button" @click=${()=>o.ask(void 0)}>${t.t("close")}</button>
          <button class="strong" data-do="add" ?disabled=${s}>${_(t,t.t("holiday_add"),s)}</button>
        </div>
      </form>
      ${d.length?r`<form class="tools" novalidate @submit=${m}>
              <div class="grow">
                ${b({name:"calendar",label:t.t("holiday_calendar"),value:d[0]?.[0]??"",options:d})}
              </div>
              <button class="small" ?disabled=${s}>${t.t("holiday_take")}</button>
            </form>`:c}
    </div>
  `}var Mo=T`
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
`;function Lo(o,{swaps:t,may_edit:e}){let{words:n,desk:s,me:a}=o;if(!t.length)return c;let i=[...t].sort((h,p)=>+(h.state!=="asked")-+(p.state!=="asked")),d=s.work.busy!==void 0,l=async(h,p)=>{await s.decide(h,p)&&o.say(n.t("swap_decided"))},m=(h,p)=>r`<button class="small" data-decision=${p} ?disabled=${d} @click=${()=>{l(h,p)}}>
      ${_(n,n.t(`swap_${p}`),s.work.busy===`decide ${h.id}`)}
    </button>`;return r`<section class="panel" data-swaps>
    <h2>${n.t("swaps")}</h2>
    <ul class="swaps">
      ${i.map(h=>{let p={one:o.name(h.asked_by),other:o.name(h.other),gives:o.slotName(h.role,h.gives),takes:h.takes?o.slotName(h.role,h.takes):""},f=h.state==="asked";return r`<li>
          <span>
            ${n.t(h.takes?"swap_line_return":"swap_line",p)}
            <span class="chip ${f?"mind":"calm"}">${n.t(`swap_state_${h.state}`)}</span>
          </span>
          ${f?r`<span class="bar">
                  ${e||h.other===a.user_id?[m(h,"agree"),m(h,"refuse")]:c}
                  ${h.asked_by===a.user_id?m(h,"withdraw"):c}
                </span>`:c}
        </li>`})}
    </ul>
  </section>`}var Qe=class extends ${constructor(){super(...arguments);this.path="roster";this.tick=6e4;this.wrong={}}static{this.styles=[...$.styles,Mo]}open(e){this.desk=new Ve(e,this.changed,()=>E(this.now,this.hass?.config.time_zone))}load(){let e=this.session?.me?.roles??[];this.desk.load(e.includes("technician")||e.includes("community_office"))}ask(e){this.asked=e,this.wrong={},e?.what!=="rotation"&&this.desk.update(void 0),this.desk.work.forget(),this.requestUpdate()}askHolidays(){this.desk.holidays.load(),this.ask({what:"holidays"})}say(e){this.toast(e)}name(e){let{words:n,desk:s,hass:a}=this;return s.page.value?.people[e]||a&&D(a,e)||n.t("unnamed_account")}names(e){return this.words.list(e.map(n=>this.name(n)))}slotName(e,{day:n,shift:s}){let i=this.desk.page.value?.roles.find(d=>d.role===e)?.roster?.shifts.find(d=>d.id===s);return this.words.t("swap_slot",{shift:i?.name??s,day:this.dayName(n)})}dayName(e,n={}){return cn(e,this.words.language,n)}content(e){this.me=e;let{words:n,desk:s}=this;return r`
      ${this.steps()} ${k(n,s.page,a=>r`${this.whole(a)}`)}
      ${s.page.value?Ho(this,s.page.value):c}
    `}steps(){let{words:e,desk:n,wide:s}=this,a=F(n.monday,6),i=s?e.t("roster_week",{from:this.dayName(n.monday),to:this.dayName(a)}):this.dayName(n.day,{weekday:"long",month:"long"}),d=l=>s?n.turn(l):n.showDay(F(n.day,l));return r`<div class="bar steps">
      <button
        class="small"
        data-do="before"
        aria-label=${e.t(s?"roster_before":"roster_day_before")}
        @click=${()=>d(-1)}
      >
        ‹
      </button>
      <h2 role="status">${i}</h2>
      <button
        class="small"
        data-do="after"
        aria-label=${e.t(s?"roster_after":"roster_day_after")}
        @click=${()=>d(1)}
      >
        ›
      </button>
      <button class="small" data-do="today" @click=${()=>n.turn(0)}>
        ${e.t(s?"roster_this":"today")}
      </button>
      ${n.page.value?.may_edit?r`<button class="small apart" data-do="holidays" @click=${()=>this.askHolidays()}>
              ${e.t("holidays")}
            </button>`:c}
    </div>`}whole(e){let{words:n,desk:s,wide:a,asked:i}=this,d=a?Eo(s.monday):[s.day],l=e.roles.every(h=>h.on_duty===void 0),m=e.holidays.filter(h=>d.includes(h.day));return r`
      ${l?r`<p class="hint">${n.t("roster_own")}</p>`:c}
      ${e.troubles.map(h=>r`<p class="warn">${this.trouble(h)}</p>`)}
      ${i?c:g(n,s.work.problem)}
      ${a?c:m.map(({name:h})=>r`<p><span class="chip mind">${n.t("roster_holiday",{name:h})}</span></p>`)}
      ${e.roles.map(h=>this.roleSection(e,h,d,l))} ${Lo(this,e)}
    `}trouble(e){let{words:n}=this,s={role:n.role(e.role),start:this.at(e.start,!1,this.hass?.config.time_zone),end:this.at(e.end,!1,this.hass?.config.time_zone),names:n.list([...e.names??[],...(e.people??[]).map(i=>this.name(i))])},a=e.what==="gap"&&e.count>1?n.t("trouble_gap_more",{count:e.count-1}):"";return`${n.t(`trouble_${e.what}`,s)}${a&&` · ${a}`}`}roleSection(e,n,s,a){let{words:i}=this,d=Fo(e,n.role,s),l=i.role(n.role);if(a&&!d.length&&!n.roster)return c;let m=n.roster?.calendar,h=Wo(e,n.role,s);return r`<section class="panel" data-role=${n.role}>
      <div class="bar apart">
        <h2>${l}</h2>
        ${e.may_edit?r`<button
                class="small"
                data-do="rotation"
                aria-label="${i.t("rotation_edit")} ${l}"
                @click=${()=>{this.desk.edit(n),this.ask({what:"rotation"})}}
              >
                ${i.t("rotation_edit")}
              </button>`:c}
      </div>
      ${this.onDuty(n)}
      ${m?r`<p class="hint">
              ${i.t("roster_from_calendar",{calendar:m.entity_id,at:this.at(n.read_at)})}
            </p>`:c}
      ${d.length?this.wide?this.table(e,n,d,s,a):this.list(e,n,d,a):n.roster?r`<p class="faint">${i.t(a?"roster_own_empty":"roster_empty")}</p>`:c}
      ${h.length?r`<p class="warn">
              ${i.t("roster_gaps",{role:l,when:i.list(h.map(({start:p,end:f})=>{let x=e.time_zone,O=E(Date.parse(p),x);return`${this.dayName(O)} ${ie(p,x)}–${ie(f,x)}`}))})}
            </p>`:c}
    </section>`}onDuty({on_duty:e}){let{words:n}=this;return e===void 0?c:e===null?r`<p class="hint">${n.t("roster_now_all")}</p>`:e.length?r`<p>${n.t("roster_now",{names:this.names(e)})}</p>`:r`<p><span class="chip bad">${n.t("roster_now_nobody")}</span></p>`}table(e,n,s,a,i){let{words:d,desk:l}=this,m=E(this.now,e.time_zone);return r`<table
      class="week"
      aria-label=${d.t("roster_caption",{role:d.role(n.role),from:this.dayName(l.monday)})}
    >
      <thead>
        <tr>
          <th scope="col">${d.t("roster_shift")}</th>
          ${a.map(h=>{let p=e.holidays.find(f=>f.day===h);return r`<th scope="col" class=${h===m?"today":""}>
              ${this.dayName(h)}${p?r`<span class="chip mind">${p.name}</span>`:c}
            </th>`})}
        </tr>
      </thead>
      <tbody>
        ${s.map(h=>r`<tr>
              <th scope="row"><b>${h.name}</b><small>${h.start}–${h.end}</small></th>
              ${h.days.map((p,f)=>r`<td class=${a[f]===m?"today":""}>
                    ${p?this.cell(e,n,p,i):r`<span class="faint">${d.t("roster_no_shift")}</span>`}
                  </td>`)}
            </tr>`)}
      </tbody>
    </table>`}list(e,n,s,a){return r`<ul class="day">
      ${s.map(i=>r`<li>
            <span><b>${i.name}</b><small>${i.start}–${i.end}</small></span>
            ${i.days[0]?this.cell(e,n,i.days[0],a):c}
          </li>`)}
    </ul>`}cell(e,n,s,a){let{words:i,me:d}=this,l=this.names(s.people),m=r`<span class=${s.people.length?"who":"who nobody"}>${l||i.t("roster_gap")}</span>
      ${s.because==="rotation"||s.because==="calendar"?c:r`<small>${i.t(`because_${s.because}`)}</small>`}`,h=Date.parse(s.end)<this.now,f=s.people.includes(d.user_id)&&Date.parse(s.start)>this.now&&!n.roster?.calendar?r`<button class="small" data-do="swap" @click=${()=>this.ask({what:"swap",duty:s})}>
          ${i.t("swap")}
        </button>`:c;if(!e.may_edit||a||h||n.roster?.calendar)return r`<div class="shift ${h?"past":""}">${m}${f}</div>`;let x=i.t("roster_change",{shift:s.name,day:this.dayName(s.day),names:l||i.t("roster_gap")});return r`<button
        class="shift ${s.people.length?"":"gap"}"
        data-do="override"
        data-day=${s.day}
        aria-label=${x}
        @click=${()=>this.ask({what:"override",duty:s,people:[...s.people]})}
      >
        ${m}</button
      >${f}`}};var ra=45e3,da=["notify","script","media_player"];function jo(o){let t=Object.keys(o.states).filter(n=>da.includes(n.split(".")[0]??"")),e=Object.keys(o.services?.notify??{}).filter(n=>!["send_message","notify","persistent_notification"].includes(n)&&!n.startsWith("mobile_app_")).map(n=>`notify.${n}`);return["mobile_app",...new Set([...t,...e].sort())]}var Ke=class{constructor(t,e){this.connection=t;this.work=new S(e),this.channels=new y(async()=>(await u(t,"channels/list")).channels,e)}async test(t,e){this.answer=void 0;let n=await this.work.run("test",async()=>{let s={channel:t,...e?{number:e}:{}};this.answer=await u(this.connection,"channels/test",s,ra)});return await this.channels.load(),n}};var la="system-admin";function ca(o,t){let e=new Map(o.map(i=>[i.user_id,i])),n=(t??[]).filter(i=>!i.system_generated).map(i=>({id:i.id,name:i.name??"",username:i.username,roles:e.get(i.id)?.roles??[],channels:e.get(i.id)?.channels??[],isTechnician:i.group_ids.includes(la),isActive:i.is_active,isGone:!1})),s=new Set(n.map(i=>i.id));for(let i of o)s.has(i.user_id)||i.name===null&&!i.roles.length||n.push({id:i.user_id,name:i.name??"",username:null,roles:i.roles,channels:i.channels,isTechnician:!1,isActive:!0,isGone:i.name===null});let a=i=>+(!i.roles.length&&!i.isTechnician);return n.sort((i,d)=>a(i)-a(d)||i.name.localeCompare(d.name))}function Uo(o,t,e){let n=[...o],[s]=n.splice(t,1);return s!==void 0&&n.splice(Math.max(0,t+e),0,s),n}var Ye=class{constructor(t,e,n){this.connection=t;this.changed=e;this.mayList=n;this.work=new S(e),this.people=new y(async()=>{let s=this.mayList()?Qn(t):void 0;return ca(await G(t),await s)},e)}edit(t){this.draft={person:t,roles:[...t.roles],channels:[...t.channels]},this.work.forget(),this.changed()}update(t){this.draft&&(this.draft={...this.draft,...t}),this.changed()}cancel(){this.draft=void 0,this.work.forget(),this.changed()}async save(){let{draft:t}=this;if(!t)return!1;let e=await this.work.run("save",async()=>{await Kn(this.connection,t.person.id,t.roles,t.channels)});return e&&(this.cancel(),await this.people.load()),e}};var ha=20,Xe=class extends ${constructor(){super(...arguments);this.path="staff"}open(e){this.people=new Ye(e,this.changed,()=>this.hass?.user?.is_admin??!1),this.channels=new Ke(e,this.changed)}load(){this.keeps(this.session?.me)&&this.people.people.load(),this.channels.channels.load()}keeps(e){return e?.roles.some(n=>n==="technician"||n==="community_office")??!1}content(e){let{words:n}=this,s=e.roles.includes("technician"),a=this.keeps(e),i=a?this.tab??"staff":"channels";return r`
      ${a?J(n.t("staff_tabs"),[["staff",n.t("staff_tab_staff")],["channels",n.t("staff_tab_channels")]],i,d=>{this.tab=d,this.requestUpdate()}):c}
      ${i==="staff"?this.staff(s):this.channelList(s)} ${this.editDialog()}
      ${this.testDialog()}
    `}staff(e){let{words:n,people:s}=this;return r`
      <p>${n.t("staff_intro")}</p>
      <p class="hint">${n.t(e?"staff_make":"staff_read_only")}</p>
      ${k(n,s.people,a=>P({caption:n.t("staff_caption"),empty:n.t("staff_empty"),rows:a,key:i=>i.username??i.id,columns:[{head:n.t("staff_account"),style:"strong",cell:i=>r`<span
                  >${i.name||n.t("unnamed_account")}
                  ${i.isActive?c:r`<span class="chip calm">${n.t("staff_inactive")}</span>`}
                  ${i.isGone?r`<span class="chip bad">${n.t("staff_gone")}</span>`:c}</span
                >`},{head:n.t("staff_roles"),cell:i=>{let d=[...i.isTechnician?["technician"]:[],...i.roles];return d.length?r`<span class="chips"
                      >${d.map(l=>r`<span class="chip">${n.role(l)}</span>`)}</span
                    >`:r`<span class="faint">${n.t("staff_no_role")}</span>`}},{head:n.t("staff_channels"),cell:i=>i.roles.length||i.isTechnician?i.channels.length?i.channels.map(d=>N(d,this.hass,n)).join(" → "):n.t("staff_default"):""},{head:"",style:"tight",cell:i=>e?r`<div class="bar">
                      <button
                        class="small"
                        data-do="edit"
                        aria-label="${n.t("edit")}: ${i.name}"
                        @click=${()=>s.edit(i)}
                      >
                        ${n.t("edit")}
                      </button>
                    </div>`:c}]}))}
    `}editDialog(){let{words:e,people:n}=this,{draft:s}=n;return r`<smart-community-dialog
      .heading=${s?e.t("staff_edit",{name:s.person.name||e.t("unnamed_account")}):""}
      .open=${s!==void 0}
      @sc-back=${()=>n.cancel()}
    >
      ${s?this.editForm(s):c}
    </smart-community-dialog>`}editForm(e){let{words:n,people:s,hass:a}=this,{channels:i}=e,d=(a?jo(a):[]).filter(m=>!i.includes(m));return r`<form novalidate @submit=${async m=>{m.preventDefault(),await s.save()&&this.toast(n.t("staff_saved"))}}>
      ${e.person.isTechnician?r`<p class="info">${n.t("staff_is_technician")}</p>`:c}
      <fieldset>
        <legend>${n.t("staff_roles")}</legend>
        <div class="checks">
          ${Vn.map(m=>A({name:"roles",label:n.role(m),value:m,checked:e.roles.includes(m),change:h=>s.update({roles:K(e.roles,m,h)})}))}
        </div>
      </fieldset>
      <fieldset>
        <legend>${n.t("staff_channels")}</legend>
        <p class="hint">${n.t(i.length?"staff_channel_first":"staff_channel_none")}</p>
        <ol class="stack">
          ${i.map((m,h)=>{let p=N(m,a,n),f=x=>s.update({channels:Uo(i,h,x)});return r`<li class="bar">
              <b>${h+1}.</b> <span class="grow">${p}</span>
              <button
                type="button"
                class="small"
                ?disabled=${h===0}
                aria-label=${n.t("staff_channel_up",{name:p})}
                @click=${()=>f(-1)}
              >
                ↑
              </button>
              <button
                type="button"
                class="small"
                ?disabled=${h===i.length-1}
                aria-label=${n.t("staff_channel_down",{name:p})}
                @click=${()=>f(1)}
              >
                ↓
              </button>
              <button
                type="button"
                class="small"
                aria-label=${n.t("staff_channel_remove",{name:p})}
                @click=${()=>s.update({channels:i.filter(x=>x!==m)})}
              >
                ×
              </button>
            </li>`})}
        </ol>
        ${d.length&&i.length<ha?b({name:"add",label:n.t("staff_channel_add"),value:"",options:[["",n.t("staff_channel_choose")],...d.map(m=>[m,N(m,a,n)])],change:m=>m&&s.update({channels:[...i,m]})}):c}
      </fieldset>
      ${g(n,s.work.problem)}
      <div class="ends">
        <button type="button" @click=${()=>s.cancel()}>${n.t("cancel")}</button>
        <button class="strong" data-do="save" ?disabled=${s.work.busy!==void 0}>
          ${_(n,n.t("save"),s.work.busy!==void 0)}
        </button>
      </div>
    </form>`}channelList(e){let{words:n,channels:s,hass:a}=this;return r`
      <p>${n.t("channels_intro")}</p>
      ${e?r`<p class="hint">${n.t("channels_options")}</p>`:c}
      ${k(n,s.channels,i=>P({caption:n.t("channels_caption"),empty:n.t("channels_empty"),rows:i,key:d=>d.channel,rowClass:d=>d.state==="failing"?"bad":"",columns:[{head:n.t("channels_number"),style:"tight",cell:d=>d.number??""},{head:n.t("channels_name"),style:"strong",cell:d=>N(d.channel,a,n)},{head:n.t("channels_for"),cell:d=>n.list(this.usedBy(d))},{head:n.t("channels_state"),cell:d=>{let l={ok:"fine",failing:"bad",unknown:"calm"}[d.state],m=d.last_error?n.option("delivery_error",d.last_error,""):"";return r`<span
                  ><span class="chip ${l}">${n.t(`health_${d.state}`)}</span> ${d.state==="failing"||d.last_error?r`<span class="hint">${m}</span>`:c}</span
                >`}},{head:n.t("channels_last"),cell:d=>this.at(d.last_ok)},{head:"",style:"tight",cell:d=>e?r`<div class="bar">
                      <button
                        class="small"
                        data-do="test"
                        aria-label="${n.t("channel_test")} ${N(d.channel,a,n)}"
                        @click=${()=>this.test(d)}
                      >
                        ${n.t("channel_test")}
                      </button>
                    </div>`:c}]}))}
    `}usedBy({used_by:e}){let{words:n}=this;return[e.staff?n.t("channels_staff",{count:e.staff}):"",e.contacts?n.t("channels_contacts"):"",e.sirens?n.t("channels_sirens"):"",e.groups?n.t("channels_groups"):""].filter(Boolean)}test(e){this.testing=e,this.channels.answer=void 0,this.channels.work.forget(),this.requestUpdate()}testDialog(){let{words:e,channels:n,testing:s,hass:a}=this,{answer:i}=n,d=l=>{l.preventDefault(),s&&n.test(s.channel,C(l).number?.trim()??"")};return r`<smart-community-dialog
      .heading=${s?e.t("channel_test_title",{name:N(s.channel,a,e)}):""}
      .open=${s!==void 0}
      @sc-back=${()=>this.test(void 0)}
    >
      ${s?r`<form novalidate @submit=${d}>
              <p>${e.t("channel_test_text")}</p>
              ${s.kind==="script"?v({name:"number",label:e.t("channel_test_number"),hint:e.t("channel_test_number_hint"),type:"tel"}):c}
              ${i?r`<p class=${i.ok?"good":"problem"} role="alert">
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
    </smart-community-dialog>`}};I("smart-community-dialog",He);I("smart-community-handover",Fe);I("smart-community-roster",Qe);I("smart-community-register",Be);I("smart-community-devices",Ae);I("smart-community-plans",je);I("smart-community-staff",Xe);I("smart-community-journal",Ne);I("smart-community-elevators",Ie);I("smart-community-cameras",De);I("smart-community-commissioning",Se);
