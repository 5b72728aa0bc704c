/* Smart Community, built from frontend/ by `npm run build`. Lit: BSD-3-Clause, Google LLC. */
var Ae={kind:{options:{help:"Help alarm",fall:"Fall",smoke:"Smoke",gas:"Gas",welfare:"Welfare concern",ebike:"E-bike in an elevator",entrapment:"Trapped in an elevator",falling_object:"Falling object",intrusion:"Intrusion",crowding:"Crowding",watchlist:"Watchlist hit",gate_forced:"Gate forced",device_fault:"Device fault",other:"Other"}},severity:{options:{critical:"Critical",high:"High",normal:"Normal"}},resolution:{options:{real:"Real",false_alarm:"False alarm",test:"Test",duplicate:"Duplicate"}},role:{options:{technician:"Technician",duty_room:"Duty room",grid_worker:"Grid worker",community_office:"Community office",auditor:"Auditor",portal:"Resident portal"}},audience:{options:{grid_worker:"Grid worker",duty_room:"Duty room",community_office:"Community office",emergency_contact:"Emergency contact",everyone_on_duty:"Everyone on duty",siren:"Sirens",group:"Group chats",person:"Person named in the plan"}},push:{options:{acknowledge:"Acknowledge",en_route:"On my way",no_place:"Place not known",line:"{title}, {message}",storm:"{count} open alarms",storm_message:"Tap to see them all.",test:"Channel test",test_message:"This is only a test. Nothing has happened.",more:"… and {count} more"}},delivery_error:{options:{no_channel:"No channel: the technician must set one up",recipient_gone:"No longer on the list",not_registered:"The channel does not exist, or its integration is not running",no_phone:"No companion app is logged in to this account",phone_not_connected:"The phone has no connection",channel_failed:"The channel reported an error: see Home Assistant's log",channel_timeout:"The channel did not answer in time",channel_busy:"The channel was in use: set a script's mode to queued or parallel",channel_unavailable:"The channel is not available",channel_unknown:"This is no channel: the technician must correct it",no_number:"No phone number in the register",device_unknown:"No siren with this device ID has been heard of",device_offline:"The siren is offline",not_connected:"There is no connection to the MQTT broker",no_result:"The siren did not answer",refused:"The siren refused the command",speech_engine_missing:"There is no speech engine (text-to-speech) in Home Assistant"}},channel_kind:{options:{mobile_app:"companion apps",notify:"notify",script:"script",media_player:"speaker",siren:"siren",siren_device:"siren",bot:"group chat"}},timeline:{options:{opened:"Opened",again:"Alarm again",cancelled:"Cancelled at the device",acknowledged:"Acknowledged",taken_over:"Taken over",en_route:"On the way",on_site:"On site",note:"Note",called_back:"Called the home back",cleared:"Went away by itself",linked:"Linked to another incident",escalated:"Escalated",asked_again:"Owner asked again",nobody_told:"A step had nobody to tell",said:"Said in the elevator",fell:"Another object fell",withdrawn:"The camera takes it back",resolved:"Resolved"}},delivery_state:{options:{queued:"Queued",handed_over:"Handed over",received:"Received",seen:"Seen",failed:"Failed",not_needed:"Not needed any more"}},call_outcome:{options:{reached:"Reached",no_answer:"No answer",wrong_number:"Wrong number"}},report:{options:{title:"Incident #{number}: {kind}",site:"Community",place:"Place",severity:"Severity",opened_at:"Opened",acknowledged_at:"Acknowledged",acknowledged_by:"In charge",resolved_at:"Resolved",resolution:"Result",incident_id:"Id",people:"The home",household:"Household",access:"Way in",key_safe:"Key safe",note:"Note",residents:"Residents",contacts:"Contacts",people_left_out:"This copy holds no people of a home: they are shown only while the incident is open, and to those who respond.",words_left_out:"What staff have written is left out of this copy.",story:"What happened",time:"Time",what:"What",who:"Who",details:"Details",level:"Level {level}",turn:"round {round}, step {step}",system:"The system",automation:"An automation",mobile_app:"Companion app",none:"No channel",deliveries:"Who was told",channel:"Channel",proof:"This copy",exported:"Made",zone:"Times in",journal_head:"Last entry of the journal",sha256:"SHA-256",sha256_how:"The hash is that of the JSON that belongs to this page, and stands in the journal with whoever made the copy.",media:"Pictures and sounds (not in this copy)",media_snapshot:"Picture",media_clip:"Clip",media_audio:"Sound",media_lost:"not kept",camera:"Camera"}},spoken:{options:{ebike_out:"E-bikes are not allowed in the elevator",ebike_please_leave:"Please take the e-bike out",door_held:"The door is being held open",help_is_coming:"Help is on its way",entrapment_stay_calm:"Please stay calm, do not force the doors",talk:"Somebody spoke into the car"}},missing_point:{options:{hold:"No relay: there is nothing to hold the door with. It speaks and raises the alarm",door:"No door contact: nobody knows whether the door is open, so it is never held",landing:"Neither level nor travelling is told: nobody knows whether the car stands at a landing, so the door is never held",fire:"No fire signal: nobody knows whether firefighters need the car, so the door is never held",firefighter:"Firefighter service is not told: the controller itself must override the hold",inspection:"Inspection is not told: the controller itself must override the hold",earthquake:"Earthquake is not told: the controller itself must override the hold",entrapment:"Entrapment is not told: it raises no alarm here, only the elevator's own phone does",overload:"Overload is not told: the controller itself must override the hold",floor:"The floor is not told: the alarm does not say where the car stands",key:"Its own key is not told: the key must cut the relay by itself",camera:"No camera: nobody sees an e-bike, and there is no picture",voice:"No speaker: nothing is said in the car"}},commissioning_item:{options:{hold:"The door is held when asked",let_go:"The door is let go when asked",let_go_cut_off:"The door lets go by itself with us cut off",fire:"Fire recall forbids a hold",firefighter:"Firefighter service forbids a hold",inspection:"Inspection forbids a hold",earthquake:"Earthquake operation forbids a hold",entrapment:"Entrapment forbids a hold",overload:"Overload forbids a hold",moving:"A moving car forbids a hold",key:"The elevator's own key lets go",camera_stale:"A stale camera lets go",voice:"The voice is understood in the car",sign:"The sign about camera and e-bikes hangs"}},commissioning_result:{options:{passed:"Passed",failed:"Failed",not_fitted:"Not fitted"}},commissioning_void:{options:{points_changed:"the elevator was set up otherwise",replaced:"replaced by a newer record"}},commissioning:{options:{title:"Commissioning of the elevator guard: {name}",valid:"Complete and in force: the guard may ask for the door",draft:"Draft: the guard speaks and alarms only",void:"Void",site:"Community",elevator:"Elevator",firm:"Licensed maintenance firm",licence:"Licence",date:"Date",started:"Begun",finished:"Finished",voided:"Void since",zone:"Times in",record:"Record",checks:"Checklist",item:"Item",result:"Result",at:"When",by:"By",details:"Details",not_tried:"Not tried",seconds:"{seconds} s",seen:"The car showed it at {at}",signatures:"Signatures",sign_firm:"For the maintenance firm",sign_community:"For the community"}},phrase:{options:{ebike_out:"E-bikes are not allowed in the elevator",ebike_please_leave:"Please take the e-bike out",door_held:"The door is being held open",help_is_coming:"Help is on its way",entrapment_stay_calm:"Please stay calm"}},camera_purpose:{options:{elevator_car:"Elevator car",gate_plate:"Gate: plates",gate_face:"Gate: faces",facade:"Facade: falling objects",perimeter:"Perimeter",public_area:"Public area",none:"Only to look"}},camera_room:{options:{elevator:"Elevator car",gate:"Gate",lobby:"Lobby",corridor:"Corridor",stairs:"Stairs",car_park:"Car park",yard:"Yard",facade:"Facade",perimeter:"Perimeter",plant_room:"Plant room",guest_room:"Guest room or private dining room (refused)",dormitory:"Room of a dormitory (refused)",staff_rest_room:"Rest room of staff (refused)",bathroom:"Bathroom (refused)",toilet:"Toilet (refused)",changing_room:"Changing room (refused)",fitting_room:"Fitting room (refused)",nursing_room:"Nursing room (refused)",delivery_room:"Delivery room, ward, operating room (refused)",home:"Inside of a home (refused)"}},frigate_events:{options:{ws:"Frigate's own websocket",mqtt:"MQTT, the community's broker"}},fall_class:{options:{falling:"Falling",fluttering:"Fluttering"}}};var Se={kind:{options:{help:"求助",fall:"跌倒",smoke:"烟感报警",gas:"燃气泄漏",welfare:"生活异常",ebike:"电动车进电梯",entrapment:"电梯困人",falling_object:"高空抛物",intrusion:"区域入侵",crowding:"人员聚集",watchlist:"布控预警",gate_forced:"强行通过门禁或道闸",device_fault:"设备故障",other:"其他"}},severity:{options:{critical:"紧急",high:"重要",normal:"一般"}},resolution:{options:{real:"情况属实",false_alarm:"误报",test:"测试",duplicate:"重复报警"}},role:{options:{technician:"技术员",duty_room:"值班室",grid_worker:"网格员",community_office:"社区居委会",auditor:"审计员",portal:"居民端"}},audience:{options:{grid_worker:"网格员",duty_room:"值班室",community_office:"社区居委会",emergency_contact:"紧急联系人",everyone_on_duty:"全体值班人员",siren:"警笛和广播",group:"工作群",person:"预案指定人员"}},push:{options:{acknowledge:"接警",en_route:"我正赶去",no_place:"位置不详",line:"{title}，{message}",storm:"{count} 条报警待接警",storm_message:"点按查看全部。",test:"渠道测试",test_message:"这只是测试，没有发生报警。",more:"……还有 {count} 条"}},delivery_error:{options:{no_channel:"没有通知渠道，请技术员设置",recipient_gone:"此人已不在名单中",not_registered:"通知渠道不存在，或其集成没有运行",no_phone:"此账号没有登录 App 的手机",phone_not_connected:"手机没有连接",channel_failed:"通知渠道报错，详见 Home Assistant 日志",channel_timeout:"通知渠道没有及时响应",channel_busy:"通知渠道正被占用，请将脚本模式设为排队或并行",channel_unavailable:"通知渠道不可用",channel_unknown:"渠道名称有误，请技术员更正",no_number:"登记册中没有电话号码",device_unknown:"没有此设备 ID 的警笛",device_offline:"警笛离线",not_connected:"与 MQTT 服务器没有连接",no_result:"警笛没有应答",refused:"警笛拒绝了命令",speech_engine_missing:"Home Assistant 中没有语音引擎（文字转语音）"}},channel_kind:{options:{mobile_app:"手机 App",notify:"通知",script:"脚本",media_player:"音箱",siren:"警笛",siren_device:"警笛",bot:"群聊"}},timeline:{options:{opened:"已开启",again:"再次报警",cancelled:"设备端取消",acknowledged:"已接警",taken_over:"已接手",en_route:"正在前往",on_site:"已到场",note:"备注",called_back:"已回拨住户",cleared:"已自行恢复",linked:"关联另一事件",escalated:"已升级",asked_again:"已再次询问负责人",nobody_told:"某一步无人可通知",said:"电梯内播报",fell:"又有物体坠落",withdrawn:"摄像头撤回判断",resolved:"已结束"}},delivery_state:{options:{queued:"已排队",handed_over:"已交给通道",received:"已送达",seen:"已查看",failed:"失败",not_needed:"已无需通知"}},call_outcome:{options:{reached:"已接通",no_answer:"无人接听",wrong_number:"号码有误"}},report:{options:{title:"事件 #{number}：{kind}",site:"社区",place:"位置",severity:"级别",opened_at:"开启时间",acknowledged_at:"接警时间",acknowledged_by:"负责人",resolved_at:"结束时间",resolution:"结果",incident_id:"编号",people:"住户",household:"户主",access:"进门方式",key_safe:"钥匙盒",note:"备注",residents:"住户成员",contacts:"联系人",people_left_out:"本副本不含住户个人信息：仅在事件未结束时向处置人员显示。",words_left_out:"本副本不含工作人员填写的内容。",story:"经过",time:"时间",what:"事项",who:"人员",details:"详情",level:"第 {level} 级",turn:"第 {round} 轮第 {step} 步",system:"系统",automation:"自动化",mobile_app:"手机应用",none:"无通道",deliveries:"通知情况",channel:"通道",proof:"本副本",exported:"生成",zone:"所用时区",journal_head:"日志末条",sha256:"SHA-256",sha256_how:"此校验值对应与本页配套的 JSON 文件，并连同生成人一起记入日志。",media:"画面和声音（不在本副本中）",media_snapshot:"画面",media_clip:"视频",media_audio:"声音",media_lost:"未保存",camera:"摄像头"}},spoken:{options:{ebike_out:"电动自行车不得进入电梯",ebike_please_leave:"请将电动自行车推出电梯",door_held:"电梯门保持打开",help_is_coming:"工作人员正在赶来",entrapment_stay_calm:"请保持镇静，不要扒门",talk:"值班人员对轿厢喊话"}},missing_point:{options:{hold:"没有继电器：无法保持开门，只播报和报警",door:"没有门触点：不知道门是否打开，因此绝不保持开门",landing:"没有平层或运行信号：不知道轿厢是否停在层站，因此绝不保持开门",fire:"没有消防信号：不知道消防是否需要该电梯，因此绝不保持开门",firefighter:"没有消防员操作信号：须由控制柜自身优先于保持开门",inspection:"没有检修信号：须由控制柜自身优先于保持开门",earthquake:"没有地震信号：须由控制柜自身优先于保持开门",entrapment:"没有困人信号：此处不会报警，只有电梯自身的紧急电话可用",overload:"没有超载信号：须由控制柜自身优先于保持开门",floor:"没有楼层信号：报警时不知道轿厢在几层",key:"没有钥匙信号：钥匙须能自行切断继电器",camera:"没有摄像机：看不到电动自行车，也没有画面",voice:"没有扬声器：轿厢内无法播报"}},commissioning_item:{options:{hold:"请求时门保持打开",let_go:"请求时解除保持",let_go_cut_off:"与系统断开后门自行解除保持",fire:"消防迫降时禁止保持",firefighter:"消防员操作时禁止保持",inspection:"检修时禁止保持",earthquake:"地震运行时禁止保持",entrapment:"困人时禁止保持",overload:"超载时禁止保持",moving:"轿厢运行时禁止保持",key:"电梯钥匙开关可解除保持",camera_stale:"摄像机画面停滞时解除保持",voice:"轿厢内能听清播报",sign:"已张贴摄像和电动自行车提示标识"}},commissioning_result:{options:{passed:"合格",failed:"不合格",not_fitted:"未配置"}},commissioning_void:{options:{points_changed:"电梯的接线设置已更改",replaced:"已被更新的记录替代"}},commissioning:{options:{title:"电梯门保持功能调试验收记录：{name}",valid:"已完成并生效：允许请求保持开门",draft:"草稿：仅语音和报警",void:"已作废",site:"小区",elevator:"电梯",firm:"有资质的维保单位",licence:"许可证编号",date:"日期",started:"开始",finished:"完成",voided:"作废时间",zone:"时区",record:"记录编号",checks:"检查项目",item:"项目",result:"结果",at:"时间",by:"记录人",details:"说明",not_tried:"未测试",seconds:"{seconds} 秒",seen:"轿厢于 {at} 出现该信号",signatures:"签字",sign_firm:"维保单位",sign_community:"小区"}},phrase:{options:{ebike_out:"电动自行车不得进入电梯",ebike_please_leave:"请将电动自行车推出电梯",door_held:"电梯门保持打开",help_is_coming:"工作人员正在赶来",entrapment_stay_calm:"请保持镇静"}},camera_purpose:{options:{elevator_car:"电梯轿厢",gate_plate:"门岗：车牌",gate_face:"门岗：人脸",facade:"外墙：高空抛物",perimeter:"周界",public_area:"公共区域",none:"仅查看"}},camera_room:{options:{elevator:"电梯轿厢",gate:"出入口",lobby:"大堂",corridor:"走廊",stairs:"楼梯间",car_park:"停车场",yard:"院落",facade:"外墙",perimeter:"周界",plant_room:"设备间",guest_room:"客房或包间（禁止）",dormitory:"宿舍房间（禁止）",staff_rest_room:"员工休息室（禁止）",bathroom:"浴室（禁止）",toilet:"卫生间（禁止）",changing_room:"更衣室（禁止）",fitting_room:"试衣间（禁止）",nursing_room:"哺乳室（禁止）",delivery_room:"产房、病房、手术室（禁止）",home:"住户家中（禁止）"}},frigate_events:{options:{ws:"Frigate 自己的 websocket",mqtt:"MQTT，社区的服务器"}},fall_class:{options:{falling:"坠落",fluttering:"飘落"}}};var Ce={action_call_back:["I have phoned …","已回访电话…"],call_title:["What came of the call?","电话回访结果"],call_reached:["Reached somebody","已接通"],call_no_answer:["Nobody answered","无人接听"],call_wrong_number:["Wrong number","号码有误"],call_note:["What was said","通话内容"],event_called_back:["{who} phoned the home","{who}电话回访"],event_called_back_reached:["{who} phoned the home: reached","{who}电话回访：已接通"],event_called_back_no_answer:["{who} phoned the home: nobody answered","{who}电话回访：无人接听"],event_called_back_wrong_number:["{who} phoned the home: wrong number","{who}电话回访：号码有误"],event_cleared:["{who} says that it is over. Check all the same","{who}：报警条件已消失。仍请核实"],event_cleared_fault:["It is gone at the moment","故障目前已消失"],event_nobody_told:["Level {text} reached nobody","第 {text} 级没有通知到任何人"],fall_reading:["Reading what was seen …","正在读取坠物信息……"],event_opened_falling_object:["Something fell from the facade","外立面有物体坠落"],event_fell:["Something more fell there","同一处又有物体坠落"],event_withdrawn:["The camera takes it back: it was probably no fall. Look all the same","摄像头撤回判断：可能不是坠物。仍请核实"],event_again_falling_object:["Something fell again","又有物体坠落"],event_linked:["Another alarm belongs to this one","与另一条报警为同一事件"],event_opened_fault:["Fault noticed: {fault}","发现故障：{fault}"],event_again_fault:["Again: {fault}","再次出现：{fault}"],error_step_unknown:["There is no such level in the plan. Look at the alarm again.","预案中没有这一级。请看清报警后再操作。"],home_key_safe:["Key safe","钥匙盒"],home_residents:["Residents","居民"],born:["born {year}","{year} 年生"],guardian_is:["guardian: {name}","监护人：{name}"],speaks:["speaks {language}","讲{language}"],care_over_80:["over 80","80 岁以上"],care_chronic_illness:["chronic illness","慢性病"],care_disabled:["disabled","残疾"],care_dementia:["dementia","失智"],care_lives_alone:["lives alone","独居"],care_child_left_behind:["child left behind","留守儿童"],linked:["The same event","同一事件"],linked_open:["Show {kind} {number}","查看 {number} 号{kind}"],next_step:["What comes next","下一步"],next_level:["Level {level} in {time}: {whom}","{time}后升至 {level} 级：{whom}"],next_level_now:["Level {level} now: {whom}","即将升至 {level} 级：{whom}"],next_repeat:["Again in {time}: {whom}","{time}后再次通知：{whom}"],next_repeat_now:["Again now: {whom}","即将再次通知：{whom}"],next_ask:["Without news the owner is asked in {time}","如无进展，{time}后询问处置人"],next_ask_now:["The owner is being asked","正在询问处置人"],nobody_next:["nobody named","未指定人员"],test_mode:["TEST MODE","测试模式"],test_mode_of:["TEST MODE: {where}","测试模式：{where}"],test_mode_text:["Presses of devices under test are recorded and bring nobody. Every other alarm goes out in full. It ends by itself after 30 minutes at most.","测试中的设备只做记录，不会通知人员。其他报警照常全部发出。最长 30 分钟后自动结束。"],faults:["Faults: {count}","故障 {count} 条"],faults_hint:["Nobody is calling for help here; somebody must take care of it.","这里没有人求助，但需要有人处理。"],faults_show:["Show faults","查看故障"],faults_hide:["Hide faults","收起故障"],fault_unknown:["Fault","故障"],fault_devices:["{fault} ({count} devices)","{fault}（{count} 台设备）"],fault_gateway_lost:["Gateway lost","网关失联"],fault_device_silent:["Device silent","设备失联"],fault_battery_low:["Battery low","电池电量低"],fault_tamper:["Case opened","设备被拆动"],fault_not_tested:["Not tested for a month","超过一个月未测试"],fault_channel_failing:["A channel to people fails","通知渠道故障"],fault_siren_failing:["A siren does not answer","警号无响应"],fault_roster_gap:["Nobody on the roster","排班无人"],fault_nobody_told:["Nobody could be told of an alarm","有报警没有通知到任何人"],fault_register_locked:["The register is locked","住户台账被锁定"],fault_broker_lost:["Connection to the devices lost","与设备的连接中断"],fault_database_failing:["The disk does not take records","记录无法写入磁盘"],fault_journal_broken:["The journal has been changed","操作日志被改动"],fault_frigate_lost:["Frigate is not reached: the cameras see for nobody","无法连接 Frigate：摄像头画面无人分析"],fault_camera_unsigned:["No sign is recorded for a camera","摄像头未登记提示牌"],fault_camera_lost:["A camera sees nothing","摄像头没有画面"],fault_guard_false_alarms:["An elevator guard only speaks: two false alarms","电梯守护仅语音：一小时内两次误报"],fault_guard_relay:["An elevator's relay does not answer, or does not let go","电梯保持继电器无响应或未释放"],fault_guard_contradiction:["An elevator reports its door open while moving","电梯运行时报告门打开"],fault_facade_blind:["A facade is not watched: its camera does not see","外立面无人监测：摄像头看不清"],fault_facade_self_test:["A facade camera did not find its test fall","外立面摄像头自检未通过"],fault_voice_failing:["An elevator's speaker does not speak","电梯扬声器无法播报"],told_siren:["Sirens and speakers","警号和广播"],told_group:["Group chat","工作群"],told_person:["By name","指定人员"],told_emergency_contact:["Emergency contact","紧急联系人"],told_everyone_on_duty:["Everyone on duty","全体值班人员"],delivery_not_needed:["no longer needed","已无需发送"],export_print:["Print","打印"],export_file:["Save as a file","保存为文件"],export_hash:["Checksum of the record: {hash}","记录的校验值：{hash}"],export_journalled:["The record names people; that it was made is in the journal.","记录含有人员信息，导出会记入操作日志。"],export_working:["Making the record …","正在生成记录……"]};var Ie={view_elevators:["Elevators","电梯"],view_cameras:["Cameras","摄像头"],view_commissioning:["Commissioning","验收"],elevator_floor:["Floor {floor}","{floor} 楼"],elevator_floor_unknown:["Floor not known","楼层不详"],door_open:["Door open","门已打开"],door_opening:["Door opening","正在开门"],door_closed:["Door closed","门已关闭"],door_closing:["Door closing","正在关门"],door_unknown:["Door: not known","门的状态不详"],guard_clear:["Nothing seen","未见异常"],guard_sighted:["E-bike seen","发现电动车"],guard_holding:["DOOR HELD","门已保持打开"],guard_voice_only:["Voice and alarm only","仅语音和报警"],guard_inhibited:["Must not hold now","目前不得保持开门"],guard_faulty:["Faulty","故障"],guard_unknown:["Not known","状态不详"],held_title:["The door is being held open","电梯门正保持打开"],held_since:["for {time}","已 {time}"],held_left:["ends by itself in {time}","{time}后自动放开"],held_ending:["letting go …","正在放开……"],held_extended:["extended by staff","已由人工延长"],not_held_title:["The door is NOT held","电梯门没有保持打开"],not_held_why:["Why","原因"],not_held_can:["Nothing stands in the way of holding it.","目前可以保持开门。"],elevator_blind:["The connection is lost: what the door does is not known.","连接已断开，门的状态不详。"],elevator_of_incident_unknown:["What this elevator does is not known just now. Look on site.","暂时不知道这部电梯的状态，请到现场查看。"],action_let_go:["Let go","放开电梯门"],action_false_alarm:["False alarm: let go and close it","误报：放开并办结"],action_extend:["Hold 2 minutes longer","再保持 2 分钟"],action_hold:["Hold the door for 2 minutes","保持开门 2 分钟"],done_release:["Told to let go at {at}.","已于 {at} 要求放开。"],done_false_alarm:["Let go and closed as a false alarm at {at}.","已于 {at} 按误报放开并办结。"],done_extend:["Held 2 minutes longer.","已再延长 2 分钟。"],done_hold:["Asked to hold the door.","已要求保持开门。"],false_alarms:["False alarms within an hour: {count}","一小时内误报 {count} 次"],shortcut_let_go:["let go","放开"],why_fire:["Fire recall: the elevator must be free","火灾迫降中，电梯必须放行"],why_firefighter:["Firefighters have the elevator","消防员正在使用电梯"],why_inspection:["It is being inspected","电梯正在检修"],why_earthquake:["Earthquake operation","地震运行模式"],why_entrapment:["Somebody is trapped in it","轿厢困人"],why_overload:["It is overloaded","电梯超载"],why_offline:["It does not answer","电梯没有应答"],why_unknown:["It does not say enough about itself","电梯没有报告足够的状态"],why_blind:["Its camera shows nothing new","轿厢摄像头没有新画面"],why_moving:["It is moving","电梯正在运行"],why_not_level:["It does not stand at a floor","电梯没有停在平层"],why_door_not_open:["Its door is not open","电梯门没有打开"],why_missing_hold:["It has no contact with which the door could be held","没有接入开门保持触点"],why_missing_door:["Nothing tells whether its door is open","没有门状态信号"],why_missing_landing:["Nothing tells whether it stands at a floor","没有平层或运行信号"],why_missing_fire:["Nothing tells of a fire recall","没有火灾迫降信号"],why_not_commissioned:["It has not been commissioned","尚未验收"],why_false_alarms:["Two false alarms within an hour: voice only until a technician has looked","一小时内两次误报，技术员检查前仅语音"],why_relay:["Its relay does not answer: a technician must look","继电器没有响应，需技术员检查"],why_contradiction:["It says that it moves with its door open: a technician must look","报告开着门运行，需技术员检查"],why_other:["Other reason: {code}","其他原因：{code}"],barred_gone:["The e-bike has left","电动车已离开"],barred_staff:["Let go by staff; not held again for this e-bike","已由人工放开，不再为这辆车保持开门"],barred_key:["Let go with the elevator's own key","已用电梯钥匙放开"],barred_limit:["Held for its 120 seconds","已保持满 120 秒"],barred_refused:["The elevator refused just now","电梯刚刚拒绝了请求"],barred_let_go:["The elevator has let go by itself","电梯已自行放开"],barred_stray:["It was held, and not by us","门被其他方式保持过"],barred_other:["Not asked again for now","暂不再次请求"],lacks_hold:["cannot hold the door: no contact for it","不能保持开门：没有接入触点"],lacks_door:["cannot hold the door: its state is not known","不能保持开门：没有门状态信号"],lacks_landing:["cannot hold the door: nobody knows whether it moves","不能保持开门：没有平层或运行信号"],lacks_fire:["cannot hold the door: a fire recall would not be noticed","不能保持开门：没有火灾迫降信号"],lacks_firefighter:["does not notice firefighters","不能得知消防员使用"],lacks_inspection:["does not notice an inspection","不能得知检修"],lacks_earthquake:["does not notice an earthquake","不能得知地震运行"],lacks_entrapment:["does not notice that somebody is trapped","不能得知困人"],lacks_overload:["does not notice an overload","不能得知超载"],lacks_floor:["does not say its floor","不能得知楼层"],lacks_key:["its own key is not noticed","不能得知钥匙操作"],lacks_camera:["sees nothing: no camera","没有摄像头，看不到电动车"],lacks_voice:["cannot speak: no speaker","没有扬声器，不能播报"],lacks_other:["lacks: {code}","缺少：{code}"],picture_of:["Picture from {name}","{name}的画面"],picture_loading:["Waiting for the picture …","正在等待画面……"],picture_live:["LIVE","实时"],picture_stills:["Single pictures: {time} old","单张画面：{time}前"],picture_stale:["NOT LIVE: {time} old","非实时画面：{time}前"],picture_stuck:["NOT LIVE: the same picture for {time}","非实时画面：{time}没有变化"],picture_doubted:["NOT LIVE: the camera is said to be stuck","非实时画面：摄像头已报告异常"],picture_none:["No picture","没有画面"],picture_none_text:["The camera shows nothing. The door is held only while a camera sees: go and look, or speak to the car.","摄像头没有画面。看不到时不会保持开门：请到现场查看，或向轿厢喊话。"],picture_refused:["Your role shows pictures only while an alarm is open there.","您的角色只能在当地有未办结报警时查看画面。"],picture_no_camera:["This elevator has no camera.","这部电梯没有摄像头。"],picture_again:["Try again","重试"],picture_show:["Show the picture","查看画面"],picture_hide:["Put the picture away","收起画面"],picture_journalled:["Looking is recorded.","查看会记入日志。"],picture_seconds:["{count} s","{count} 秒"],intercom:["Speak to the car","向轿厢喊话"],intercom_phone:["The elevator's own emergency phone is apart from this and always works by itself.","电梯自带的紧急电话与此无关，始终独立工作。"],talk_hold:["Hold to speak","按住说话"],talk_keys:["mouse, finger or space bar","鼠标、手指或空格键"],talk_asking:["Microphone …","正在打开麦克风……"],talk_recording:["Speak now · {left} s","请讲话 · {left} 秒"],talk_let_go:["Let go to send, Esc to drop","松开即发送，按取消键放弃"],talk_sending:["Sending …","正在发送……"],talk_sent:["Said in the car.","已在轿厢播放。"],talk_level:["Loudness","音量"],talk_microphone_denied:["The browser may not use the microphone. Press the lock or camera sign beside the address, allow the microphone, then hold the button again.","浏览器未获准使用麦克风。请点地址栏旁的锁形或麦克风图标，允许麦克风，再按住按钮。"],talk_microphone_missing:["No microphone was found. Plug one in, or use a phrase or a typed line.","没有找到麦克风。请接上麦克风，或改用预设语句或文字。"],talk_microphone_busy:["Another program has the microphone. Close it, then hold the button again.","麦克风被其他程序占用。请关闭后再按住按钮。"],talk_microphone_insecure:["This page came without encryption, so the browser gives no microphone. Open it over https or in the app; phrases and typed lines work here.","本页没有加密，浏览器不提供麦克风。请用加密地址或手机应用打开；预设语句和文字在这里可用。"],talk_held_too_short:["Keep the button pressed while you speak.","讲话时请一直按住按钮。"],talk_now_hold:["The microphone is allowed now. Hold the button and speak.","麦克风已获准，请按住按钮讲话。"],talk_none:["Your role may not speak to the car.","您的角色不能向轿厢喊话。"],phrase_ebike_out:["No e-bikes in the elevator","电动车不得进电梯"],phrase_ebike_please_leave:["Please take it out now","请推出电动车"],phrase_door_held:["The door is being held","门保持打开，勿强关"],phrase_help_is_coming:["Help is on its way","工作人员正在赶来"],phrase_entrapment_stay_calm:["Stay calm, do not force the doors","请保持镇静，不要扒门"],phrases:["Prepared phrases","预设语句"],line_label:["A line of your own","自己输入一句"],line_hint:["Spoken at once, at most {limit} characters","立即播报，最多 {limit} 字"],line_say:["Say it","播报"],done_say_text:["Said in the car at {at}.","已于 {at} 在轿厢播报。"],done_say_phrase:["Said in the car at {at}: {phrase}","已于 {at} 在轿厢播报：{phrase}"],two_way:["Open two-way talk","打开双向对讲"],two_way_none:["This car's camera has no two-way talk.","这个轿厢的摄像头没有双向对讲。"],two_way_open:["Two-way talk: opens in a window of its own","双向对讲：在新窗口打开"],media:["Pictures and sound of this alarm","这条报警的画面和录音"],media_lost:["It could not be kept.","未能保存。"],media_none:["None were kept.","没有保存画面或录音。"],media_snapshot:["Picture of {at}","{at} 的画面"],media_clip:["Film of {at}","{at} 的录像"],media_audio:["Sound of {at}","{at} 的录音"],event_opened_ebike:["An e-bike was seen in the elevator","发现电动车进入电梯"],event_opened_entrapment:["The elevator says that somebody is trapped","电梯报告有人被困"],event_media:["A picture or sound was kept","已保存画面或录音"],event_said:["{who} had something said there","{who}在现场播报"],event_said_text:["{who} said there: {text}","{who}在现场播报：{text}"],event_said_talk:["{who} spoke into the car","{who}向轿厢喊话"],page_error_camera_silent:["The camera gives no picture just now.","摄像头暂时没有画面。"],page_error_elevator_unknown:["There is no such elevator any more. Reload the page.","这部电梯已不存在，请刷新本页。"],page_error_voice_missing:["This elevator has no speaker for a recording. Use a phrase or a typed line, or send somebody.","这部电梯没有可播放录音的扬声器。请改用预设语句或文字，或派人前往。"],page_error_voice_failed:["Nothing in the car could speak. Try another phrase, or send somebody.","轿厢没有播放成功。请换一句再试，或派人前往。"],page_error_recording_unreadable:["The recording could not be read. Speak again.","录音无法读取，请再说一次。"],page_error_recording_too_long:["The recording is longer than 30 seconds.","录音超过 30 秒。"],page_error_recording_too_large:["The recording is too large. Speak more briefly.","录音过大，请说得短一些。"],page_error_recording_format:["This browser records in a form that the car cannot play. Use a phrase or a typed line.","本浏览器的录音格式无法播放。请改用预设语句或文字。"]};var Ee={title:"Duty room",strategy_description:"Open alarms, hand-over, roster, register, devices, plans: each person sees what the role needs.",card_name:"Alarms of the community",card_description:"Open alarms, most urgent first: who, where, how to get in, and one tap to acknowledge.",view_alarms:"Alarms",view_devices:"Status",heading_community:"Community",heading_buildings:"Devices that have gone silent, by building",heading_diagnostics:"Connections",no_devices:"Nothing to show yet: there is no community on this system.",waiting:"{count} waiting",to_first:"Show the most urgent",in_hand:"{count} in hand",list:"Alarms, most urgent first",more:"Show {count} more",skip_to_details:"Details",quiet:"All quiet",quiet_text:"No open alarms. New ones appear here at once.",last_alarm:"Last alarm {ago} ago",last_alarm_detail:"{kind} #{number}, {at}",no_alarm_yet:"There has been no alarm so far.",number:"#{number}",building:"Building {name}",unit:"Unit {name}",help_button:"Help button {number}",place_unknown:"Place not known",home:"Home {number}",floor:"Floor {floor}",open_for:"Open for {time}",state_open:"Not acknowledged",state_mine:"You have it",state_theirs:"{name} has it",level:"Level {level}",level_text:"Nobody has acknowledged: raised to level {level}",unsaved:"Not on record yet",unsaved_text:"The disk does not take it at the moment. Act as usual; it would be lost if the system restarted, so write it down.",kind_unknown:"Alarm",role_unknown:"Others",severity_label:"Urgency: {severity}",household:"Household",how_to_get_in:"How to get in",good_to_know:"Good to know",contacts:"Emergency contacts",call:"Call {name}, {relation}, {phone}",nothing_recorded:"Nothing recorded",no_contacts:"No contact recorded",loading_home:"Looking up who lives there …",home_failed:"Who lives there could not be looked up.",try_again:"Try again",home_hidden:"Your role does not show who lives there.",home_missing:"Who lives there is not on record, or cannot be read at the moment.",no_home:"This alarm belongs to no home.",no_home_button:"It came from {device}. The number is on the button.",people_told:"Who has been told",timeline:"What happened so far",details_of:"Details of #{number}",action_acknowledge:"Acknowledge",action_take_over:"Take over",action_en_route:"On my way",action_on_site:"On site",action_resolve:"Close …",action_note:"Add a note",working:"One moment …",done_before:"done",view_only:"Your role may look, not act.",settling:"The list has just moved: press again.",first_was:"{name} was first and has it. Take over if that is agreed between you.",note_label:"Note",note_hint:"What you saw or agreed. Everyone on duty reads it.",note_save:"Save note",cancel:"Cancel",resolve_title:"Close #{number} {kind}",resolve_question:"What was it?",resolve_real_hint:"Somebody needed help, and got it",resolve_false_alarm_hint:"Nobody needed help: pressed by mistake, or a faulty device",resolve_test_hint:"An announced test",resolve_duplicate_hint:"The same event is open under another number",resolve_note:"Note (what you found, what was done)",resolve_final:"Closing cannot be undone.",resolve_open:"Nobody has acknowledged this alarm yet. Closing it also acknowledges it, in your name.",resolve_choose:"Choose what it was",resolve_confirm:"Close it: {resolution}",resolve_back:"Back, leave it open",resolved_toast:"{name} closed #{number} {kind}: {resolution}",sound_on:"Sound is on",sound_off:"Turn sound on",sound_off_text:"This browser keeps quiet until you press once.",sound_blocked_alarm:"THE ALARM IS SILENT: turn sound on",sound_try:"Try it",mute:"Mute 2 min",mute_short:"Mute",muted:"Muted for {time}",unmute:"Sound again",sound_blocked_short:"SILENT: turn on",lost:"Connection lost. This is what was known at {at}. Reconnecting by itself…",lost_text:"New alarms do not appear here now. Use telephone and patrol until it is back.",starting:"The system is starting. Alarms are not shown yet.",stopped:"The community's system is not running. This is what was known at {at}. Call the technician.",stopped_never:"The community's system is not running. Call the technician.",refused:"Your account has no role in this community, so alarms are not shown. Ask the technician for one.",connecting:"Connecting …",back:"Connected again; everything is up to date.",say_opened:"New alarm: {severity}, {kind}, {place}",say_again:"Pressed again: {kind}, {place}",say_escalated:"Nobody has acknowledged: {kind}, {place}, level {level}",say_acknowledged:"{name}: {kind} number {number} acknowledged",say_selected:"{kind} number {number}, {place}",shortcuts:"Keys",shortcut_select:"previous, next alarm",shortcut_mute:"mute",actor_system:"The system",actor_automation:"An automatic rule",actor_you:"You",actor_colleague:"A colleague",event_opened_pressed:"{who} was pressed",event_opened_long_pressed:"{who} was held down",event_opened_fall:"{who} noticed a fall",event_opened:"{who} raised the alarm",event_opened_text:"{who} raised the alarm: {text}",event_again:"{who} again",event_again_button:"{who} was pressed again",event_cancelled:"{who}: cancelled at the button. Check all the same",event_acknowledged:"{who} acknowledged",event_taken_over:"{who} took over",event_en_route:"{who} set out",event_on_site:"{who} is on site",event_note:"{who}: {text}",event_escalated:"Nobody acknowledged: raised to level {text}",event_asked_again:"No news: the owner was asked again",event_resolved:"{who} closed it: {resolution}",event_resolved_text:"{who} closed it: {resolution}. {text}",event_saved:"Now on record",event_deliveries:"Who was told has changed",event_unknown:"{who} changed it",delivery_queued:"being sent",delivery_handed_over:"sent, not confirmed",delivery_received:"reached the phone",delivery_seen:"seen",delivery_failed:"NOT reached",days:"{count} d",hours:"{count} h",minutes:"{count} min",seconds:"{count} s",error_unauthorized:"Your account may not do this. Ask the technician for the right role.",error_not_loaded:"The community's system is not running, so nothing was changed. Call the technician, act by phone.",error_unknown_command:"The community's system is starting. Wait a moment and press again.",error_store_failed:"It could not be recorded, so nothing was changed. Act by phone, then press again.",error_incident_unknown:"This alarm is not in the records. Choose it again from the list.",error_incident_resolved:"Somebody has closed this alarm already. Nothing more is needed.",error_incident_error:"This is not possible at the moment. Look at the alarm again, then press again.",error_invalid_format:"The text was not accepted. Shorten it and press again.",error_text_too_long:"The text is too long. Shorten it to 1000 characters and press again.",error_no_answer:"No answer came. Press again: twice does no harm.",error_connection_lost:"The connection was lost, and it is not known whether this arrived. Wait until it is back, look, press again.",error_unknown:"It did not work. Press again; if it fails again, act by phone and call the technician."};var $e={view_handover:["Hand-over","交接班"],view_roster:["Roster","排班"],view_register:["Register","住户台账"],view_watch:["Devices","设备"],view_plans:["Response plans","处置预案"],view_staff:["Staff and channels","人员与通知"],view_journal:["Journal","操作日志"],save:["Save","保存"],saved:["Saved.","已保存。"],close:["Close","关闭"],edit:["Edit","修改"],remove:["Remove","删除"],add:["Add","添加"],back:["Back","返回"],yes:["Yes","是"],no:["No","否"],none:["none","无"],unknown:["not known","不详"],never:["never","从未"],now:["now","现在"],today:["Today","今天"],all:["All","全部"],search:["Search","搜索"],loading:["Loading …","正在读取……"],reload:["Try again","重试"],optional:["optional","可不填"],ago:["{time} ago","{time}前"],actions:["Actions","操作"],from:["From","开始"],until:["Until","结束"],role:["Role","角色"],note:["Note","备注"],unnamed_account:["Account without a name","未命名账号"],page_before:["Previous","上一页"],page_after:["Next","下一页"],page_of:["{from}–{to} of {total}","第 {from}–{to} 条，共 {total} 条"],page_lost:["Connection lost. What you see may be out of date. Reconnecting by itself …","连接已断开，所示内容可能已过时。正在自动重连……"],page_starting:["The system is starting. This page opens by itself.","系统正在启动，稍后本页会自动打开。"],page_stopped:["The community's system is not running. Call the technician.","智慧社区没有运行，请联系技术员。"],page_refused:["Your account has no role in this community. Ask the technician for one.","您的账号在本小区没有角色，请联系技术员分配。"],page_not_yours:["This page is not for your role. Ask the technician if you need it.","您的角色不能使用本页。如有需要，请联系技术员。"],page_back:["Connected again.","连接已恢复。"],check_fields:["Please check the marked fields.","请检查标出的内容。"],field_needed:["Please fill this in.","请填写。"],page_error_no_answer:["No answer came. Reload the page, look whether it was done, then try again.","没有收到答复。请刷新本页，看清是否已生效，再重试。"],page_error_connection_lost:["The connection was lost, and it is not known whether this arrived. Wait until it is back, then look.","连接断开，不能确定是否已生效。请等连接恢复后再看。"],page_error_store_failed:["It could not be recorded, so nothing was changed. Tell the technician if this goes on.","无法存档，本次操作没有生效。如持续出现，请联系技术员。"],page_error_invalid_format:["Something in it was not accepted. Check what you entered.","有内容没有被接受，请检查所填内容。"],page_error_unknown:["It did not work. Try again; if it fails again, call the technician.","操作没有成功，请重试。如仍不成功，请联系技术员。"]};var Fe={title:"值班室",strategy_description:"报警、交接班、排班、住户台账、设备、预案，每个人看到自己角色需要的内容。",card_name:"小区报警",card_description:"未办结的报警，最紧急的排在最前：谁、在哪里、怎么进门，一键接警。",view_alarms:"报警",view_devices:"状态",heading_community:"小区",heading_buildings:"各楼栋失联设备",heading_diagnostics:"系统连接",no_devices:"暂无内容：系统中还没有小区。",waiting:"待接警 {count}",to_first:"显示最紧急的一条",in_hand:"处置中 {count}",list:"报警列表，最紧急的在前",more:"再显示 {count} 条",skip_to_details:"详情",quiet:"一切平安",quiet_text:"没有未办结的报警。有新报警会立即显示在这里。",last_alarm:"上一次报警：{ago}前",last_alarm_detail:"{kind} {number} 号，{at}",no_alarm_yet:"至今没有报警。",number:"{number} 号",building:"{name}号楼",unit:"{name}单元",help_button:"{number} 号求助按钮",place_unknown:"位置不详",home:"{number} 室",floor:"{floor} 楼",open_for:"已过 {time}",state_open:"无人接警",state_mine:"由您处置",state_theirs:"{name}处置中",level:"{level} 级",level_text:"无人接警，已升至第 {level} 级",unsaved:"未存档",unsaved_text:"磁盘暂时无法写入。请照常处置；系统若重启，这条报警会丢失，请先用纸笔记下。",kind_unknown:"报警",role_unknown:"其他人",severity_label:"等级：{severity}",household:"户主",how_to_get_in:"怎么进门",good_to_know:"注意事项",contacts:"紧急联系人",call:"拨打{name}（{relation}），{phone}",nothing_recorded:"没有登记",no_contacts:"没有登记联系人",loading_home:"正在查询住户信息……",home_failed:"住户信息没有查到。",try_again:"重试",home_hidden:"您的角色不能查看住户信息。",home_missing:"住户台账中没有登记，或暂时读不到。",no_home:"这条报警没有对应的房屋。",no_home_button:"来自{device}，编号印在按钮上。",people_told:"已通知谁",timeline:"处置经过",details_of:"{number} 号报警详情",action_acknowledge:"接警",action_take_over:"接手",action_en_route:"出发",action_on_site:"到场",action_resolve:"办结…",action_note:"添加备注",working:"请稍候……",done_before:"已登记",view_only:"您的角色只能查看，不能操作。",settling:"列表刚刚变动，请再按一次。",first_was:"{name}已先接警，由其处置。双方商定后，您可以接手。",note_label:"备注",note_hint:"现场情况或约定事项，所有值班人员都能看到。",note_save:"保存备注",cancel:"取消",resolve_title:"办结 {number} 号{kind}",resolve_question:"核实结果是什么？",resolve_real_hint:"确实有人需要帮助，已经处置",resolve_false_alarm_hint:"没有人需要帮助：误按，或设备故障",resolve_test_hint:"事先说好的测试",resolve_duplicate_hint:"同一件事已有另一个编号",resolve_note:"备注（看到什么、做了什么）",resolve_final:"办结后不能撤销。",resolve_open:"这条报警还没有人接警。办结即以您的名义接警。",resolve_choose:"请先选择核实结果",resolve_confirm:"办结：{resolution}",resolve_back:"返回，不办结",resolved_toast:"{name}已办结 {number} 号{kind}：{resolution}",sound_on:"声音已打开",sound_off:"打开声音",sound_off_text:"浏览器要先按一次才会响铃。",sound_blocked_alarm:"报警没有声音：按此打开",sound_try:"试听",mute:"静音 2 分钟",mute_short:"静音",muted:"静音中 {time}",unmute:"恢复声音",sound_blocked_short:"没有声音：打开",lost:"连接已断开，显示的是 {at} 的情况。正在自动重连……",lost_text:"新报警暂时不会显示。恢复之前，请用电话和巡查值守。",starting:"系统正在启动，报警暂未显示。",stopped:"智慧社区没有运行，显示的是 {at} 的情况。请联系技术员。",stopped_never:"智慧社区没有运行，请联系技术员。",refused:"您的账号在本小区没有角色，因此不显示报警。请联系技术员分配角色。",connecting:"正在连接……",back:"连接已恢复，内容已更新。",say_opened:"新报警：{severity}，{kind}，{place}",say_again:"再次报警：{kind}，{place}",say_escalated:"无人接警：{kind}，{place}，第 {level} 级",say_acknowledged:"{name}：{number} 号{kind}已接警",say_selected:"{number} 号{kind}，{place}",shortcuts:"快捷键",shortcut_select:"上一条、下一条",shortcut_mute:"静音",actor_system:"系统",actor_automation:"自动规则",actor_you:"您",actor_colleague:"同事",event_opened_pressed:"{who}被按下",event_opened_long_pressed:"{who}被长按",event_opened_fall:"{who}感应到跌倒",event_opened:"{who}发起报警",event_opened_text:"{who}发起报警：{text}",event_again:"{who}再次报警",event_again_button:"{who}再次被按下",event_cancelled:"{who}：在按钮上取消了。仍请核实",event_acknowledged:"{who}接警",event_taken_over:"{who}接手",event_en_route:"{who}出发",event_on_site:"{who}到场",event_note:"{who}：{text}",event_escalated:"无人接警，升至第 {text} 级",event_asked_again:"没有进展消息，已再次询问处置人",event_resolved:"{who}办结：{resolution}",event_resolved_text:"{who}办结：{resolution}。{text}",event_saved:"已存档",event_deliveries:"通知情况有更新",event_unknown:"{who}作了更新",delivery_queued:"正在发送",delivery_handed_over:"已发出，未确认收到",delivery_received:"已到手机",delivery_seen:"已看到",delivery_failed:"没有通知到",days:"{count} 天",hours:"{count} 小时",minutes:"{count} 分钟",seconds:"{count} 秒",error_unauthorized:"您的账号没有此操作的权限。请联系技术员分配角色。",error_not_loaded:"智慧社区没有运行，本次操作没有生效。请联系技术员，并用电话处置。",error_unknown_command:"智慧社区正在启动。请稍候再按一次。",error_store_failed:"无法存档，本次操作没有生效。请先用电话处置，稍后再按一次。",error_incident_unknown:"记录中没有这条报警。请从列表中重新选择。",error_incident_resolved:"这条报警已由他人办结，不必再处理。",error_incident_error:"目前不能这样操作。请看清报警的状态后再按一次。",error_invalid_format:"文字没有被接受。请缩短后再按一次。",error_text_too_long:"文字过长。请缩短到 1000 字以内，再按一次。",error_no_answer:"没有收到答复。请再按一次，重复按没有影响。",error_connection_lost:"连接断开，不能确定操作是否送达。请等连接恢复，看清状态后再按一次。",error_unknown:"操作没有成功。请再按一次；如仍不成功，请用电话处置，并联系技术员。"};var N={en:{...Ee},"zh-Hans":{...Fe}},Ne={en:{},"zh-Hans":{}};function re(t,e){for(let[n,[o,i]]of Object.entries(t))N.en[n]=o,N["zh-Hans"][n]=i;e&&Object.assign(Ne,e)}re(Ce);re(Ie);re($e);var W={en:Ae,"zh-Hans":Se},Me=(t,e)=>t.replace(/\{(\w+)\}/g,(n,o)=>String(e[o]??""));function $n(t){return t?.toLowerCase().startsWith("zh")?"zh-Hans":"en"}var We=class{constructor(e){this.language=e}t(e,n={}){return Me(N[this.language][e]??"",n)}found(e,n,o={}){return this.t(e in N[this.language]?e:n,o)}known(e){return N[this.language][e]}kind(e){return W[this.language].kind.options[e]??this.t("kind_unknown")}severity(e){return W[this.language].severity.options[e]??e}resolution(e){return W[this.language].resolution.options[e]??e}role(e){return W[this.language].role.options[e]??this.t("role_unknown")}option(e,n,o=n){return W[this.language][e]?.options[n]??o}error(e,n={}){let o=Ne[this.language][e]?.message;return o===void 0?void 0:Me(o,n)}list(e){return e.join(this.language==="en"?", ":"、")}};var V=["technician","duty_room","grid_worker","community_office","auditor"],Pe=["technician","duty_room","grid_worker","community_office"],de=["technician","duty_room","community_office"],Re=["technician","community_office"],Wt=[{path:"alarms",card:"incidents",title:"view_alarms",roles:V},{path:"elevators",card:"elevators",title:"view_elevators",roles:V},{path:"cameras",card:"cameras",title:"view_cameras",roles:V},{path:"handover",card:"handover",title:"view_handover",roles:Pe},{path:"roster",card:"roster",title:"view_roster",roles:Pe},{path:"register",card:"register",title:"view_register",roles:de},{path:"watch",card:"devices",title:"view_watch",roles:de},{path:"commissioning",card:"commissioning",title:"view_commissioning",roles:Re},{path:"plans",card:"plans",title:"view_plans",roles:Re},{path:"staff",card:"staff",title:"view_staff",roles:de},{path:"journal",card:"journal",title:"view_journal",roles:["technician","auditor"]},{path:"devices",card:void 0,title:"view_devices",roles:V}];function Mn(t,e){let n=[...Wt],o=e?e.flatMap(i=>n.filter(a=>a.path===i)):n;return t?o.filter(i=>i.roles.some(a=>t.includes(a))):o}function Nn(t,e){customElements.get(t)||customElements.define(t,e)}var Nt=()=>import("./staff-pages-E2BI25UT.js"),He=5e3,De=-He;function Pn(t){customElements.get(t)||performance.now()-De<He||(De=performance.now(),Nt().catch(()=>{}))}var z=globalThis,B=z.ShadowRoot&&(z.ShadyCSS===void 0||z.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,le=Symbol(),Oe=new WeakMap,P=class{constructor(e,n,o){if(this._$cssResult$=!0,o!==le)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=e,this.t=n}get styleSheet(){let e=this.o,n=this.t;if(B&&e===void 0){let o=n!==void 0&&n.length===1;o&&(e=Oe.get(n)),e===void 0&&((this.o=e=new CSSStyleSheet).replaceSync(this.cssText),o&&Oe.set(n,e))}return e}toString(){return this.cssText}},Le=t=>new P(typeof t=="string"?t:t+"",void 0,le),y=(t,...e)=>{let n=t.length===1?t[0]:e.reduce((o,i,a)=>o+(s=>{if(s._$cssResult$===!0)return s.cssText;if(typeof s=="number")return s;throw Error("Value passed to 'css' function must be a 'css' function result: "+s+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(i)+t[a+1],t[0]);return new P(n,t,le)},je=(t,e)=>{if(B)t.adoptedStyleSheets=e.map(n=>n instanceof CSSStyleSheet?n:n.styleSheet);else for(let n of e){let o=document.createElement("style"),i=z.litNonce;i!==void 0&&o.setAttribute("nonce",i),o.textContent=n.cssText,t.appendChild(o)}},he=B?t=>t:t=>t instanceof CSSStyleSheet?(e=>{let n="";for(let o of e.cssRules)n+=o.cssText;return Le(n)})(t):t;var{is:Pt,defineProperty:Rt,getOwnPropertyDescriptor:Dt,getOwnPropertyNames:Ht,getOwnPropertySymbols:Ot,getPrototypeOf:Lt}=Object,Q=globalThis,Ue=Q.trustedTypes,jt=Ue?Ue.emptyScript:"",Ut=Q.reactiveElementPolyfillSupport,R=(t,e)=>t,ce={toAttribute(t,e){switch(e){case Boolean:t=t?jt:null;break;case Object:case Array:t=t==null?t:JSON.stringify(t)}return t},fromAttribute(t,e){let n=t;switch(e){case Boolean:n=t!==null;break;case Number:n=t===null?null:Number(t);break;case Object:case Array:try{n=JSON.parse(t)}catch{n=null}}return n}},ze=(t,e)=>!Pt(t,e),Ve={attribute:!0,type:String,converter:ce,reflect:!1,useDefault:!1,hasChanged:ze};Symbol.metadata??=Symbol("metadata"),Q.litPropertyMetadata??=new WeakMap;var w=class extends HTMLElement{static addInitializer(e){this._$Ei(),(this.l??=[]).push(e)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(e,n=Ve){if(n.state&&(n.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(e)&&((n=Object.create(n)).wrapped=!0),this.elementProperties.set(e,n),!n.noAccessor){let o=Symbol(),i=this.getPropertyDescriptor(e,o,n);i!==void 0&&Rt(this.prototype,e,i)}}static getPropertyDescriptor(e,n,o){let{get:i,set:a}=Dt(this.prototype,e)??{get(){return this[n]},set(s){this[n]=s}};return{get:i,set(s){let d=i?.call(this);a?.call(this,s),this.requestUpdate(e,d,o)},configurable:!0,enumerable:!0}}static getPropertyOptions(e){return this.elementProperties.get(e)??Ve}static _$Ei(){if(this.hasOwnProperty(R("elementProperties")))return;let e=Lt(this);e.finalize(),e.l!==void 0&&(this.l=[...e.l]),this.elementProperties=new Map(e.elementProperties)}static finalize(){if(this.hasOwnProperty(R("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(R("properties"))){let n=this.properties,o=[...Ht(n),...Ot(n)];for(let i of o)this.createProperty(i,n[i])}let e=this[Symbol.metadata];if(e!==null){let n=litPropertyMetadata.get(e);if(n!==void 0)for(let[o,i]of n)this.elementProperties.set(o,i)}this._$Eh=new Map;for(let[n,o]of this.elementProperties){let i=this._$Eu(n,o);i!==void 0&&this._$Eh.set(i,n)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(e){let n=[];if(Array.isArray(e)){let o=new Set(e.flat(1/0).reverse());for(let i of o)n.unshift(he(i))}else e!==void 0&&n.push(he(e));return n}static _$Eu(e,n){let o=n.attribute;return o===!1?void 0:typeof o=="string"?o:typeof e=="string"?e.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(e=>this.enableUpdating=e),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(e=>e(this))}addController(e){(this._$EO??=new Set).add(e),this.renderRoot!==void 0&&this.isConnected&&e.hostConnected?.()}removeController(e){this._$EO?.delete(e)}_$E_(){let e=new Map,n=this.constructor.elementProperties;for(let o of n.keys())this.hasOwnProperty(o)&&(e.set(o,this[o]),delete this[o]);e.size>0&&(this._$Ep=e)}createRenderRoot(){let e=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return je(e,this.constructor.elementStyles),e}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(e=>e.hostConnected?.())}enableUpdating(e){}disconnectedCallback(){this._$EO?.forEach(e=>e.hostDisconnected?.())}attributeChangedCallback(e,n,o){this._$AK(e,o)}_$ET(e,n){let o=this.constructor.elementProperties.get(e),i=this.constructor._$Eu(e,o);if(i!==void 0&&o.reflect===!0){let a=(o.converter?.toAttribute!==void 0?o.converter:ce).toAttribute(n,o.type);this._$Em=e,a==null?this.removeAttribute(i):this.setAttribute(i,a),this._$Em=null}}_$AK(e,n){let o=this.constructor,i=o._$Eh.get(e);if(i!==void 0&&this._$Em!==i){let a=o.getPropertyOptions(i),s=typeof a.converter=="function"?{fromAttribute:a.converter}:a.converter?.fromAttribute!==void 0?a.converter:ce;this._$Em=i;let d=s.fromAttribute(n,a.type);this[i]=d??this._$Ej?.get(i)??d,this._$Em=null}}requestUpdate(e,n,o,i=!1,a){if(e!==void 0){let s=this.constructor;if(i===!1&&(a=this[e]),o??=s.getPropertyOptions(e),!((o.hasChanged??ze)(a,n)||o.useDefault&&o.reflect&&a===this._$Ej?.get(e)&&!this.hasAttribute(s._$Eu(e,o))))return;this.C(e,n,o)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(e,n,{useDefault:o,reflect:i,wrapped:a},s){o&&!(this._$Ej??=new Map).has(e)&&(this._$Ej.set(e,s??n??this[e]),a!==!0||s!==void 0)||(this._$AL.has(e)||(this.hasUpdated||o||(n=void 0),this._$AL.set(e,n)),i===!0&&this._$Em!==e&&(this._$Eq??=new Set).add(e))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(n){Promise.reject(n)}let e=this.scheduleUpdate();return e!=null&&await e,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[i,a]of this._$Ep)this[i]=a;this._$Ep=void 0}let o=this.constructor.elementProperties;if(o.size>0)for(let[i,a]of o){let{wrapped:s}=a,d=this[i];s!==!0||this._$AL.has(i)||d===void 0||this.C(i,void 0,a,d)}}let e=!1,n=this._$AL;try{e=this.shouldUpdate(n),e?(this.willUpdate(n),this._$EO?.forEach(o=>o.hostUpdate?.()),this.update(n)):this._$EM()}catch(o){throw e=!1,this._$EM(),o}e&&this._$AE(n)}willUpdate(e){}_$AE(e){this._$EO?.forEach(n=>n.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(e)),this.updated(e)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(e){return!0}update(e){this._$Eq&&=this._$Eq.forEach(n=>this._$ET(n,this[n])),this._$EM()}updated(e){}firstUpdated(e){}};w.elementStyles=[],w.shadowRootOptions={mode:"open"},w[R("elementProperties")]=new Map,w[R("finalized")]=new Map,Ut?.({ReactiveElement:w}),(Q.reactiveElementVersions??=[]).push("2.1.2");var ue=globalThis,Be=t=>t,q=ue.trustedTypes,Qe=q?q.createPolicy("lit-html",{createHTML:t=>t}):void 0,pe="$lit$",v=`lit$${Math.random().toFixed(9).slice(2)}$`,ge="?"+v,Vt=`<${ge}>`,A=document,H=()=>A.createComment(""),O=t=>t===null||typeof t!="object"&&typeof t!="function",fe=Array.isArray,Je=t=>fe(t)||typeof t?.[Symbol.iterator]=="function",me=`[ 	
\f\r]`,D=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,qe=/-->/g,Ge=/>/g,T=RegExp(`>|${me}(?:([^\\s"'>=/]+)(${me}*=${me}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),Ke=/'/g,Ye=/"/g,Xe=/^(?:script|style|textarea|title)$/i,_e=t=>(e,...n)=>({_$litType$:t,strings:e,values:n}),k=_e(1),u=_e(2),jn=_e(3),b=Symbol.for("lit-noChange"),m=Symbol.for("lit-nothing"),Ze=new WeakMap,x=A.createTreeWalker(A,129);function et(t,e){if(!fe(t)||!t.hasOwnProperty("raw"))throw Error("invalid template strings array");return Qe!==void 0?Qe.createHTML(e):e}var tt=(t,e)=>{let n=t.length-1,o=[],i,a=e===2?"<svg>":e===3?"<math>":"",s=D;for(let d=0;d<n;d++){let r=t[d],l,h,c=-1,g=0;for(;g<r.length&&(s.lastIndex=g,h=s.exec(r),h!==null);)g=s.lastIndex,s===D?h[1]==="!--"?s=qe:h[1]!==void 0?s=Ge:h[2]!==void 0?(Xe.test(h[2])&&(i=RegExp("</"+h[2],"g")),s=T):h[3]!==void 0&&(s=T):s===T?h[0]===">"?(s=i??D,c=-1):h[1]===void 0?c=-2:(c=s.lastIndex-h[2].length,l=h[1],s=h[3]===void 0?T:h[3]==='"'?Ye:Ke):s===Ye||s===Ke?s=T:s===qe||s===Ge?s=D:(s=T,i=void 0);let _=s===T&&t[d+1].startsWith("/>")?" ":"";a+=s===D?r+Vt:c>=0?(o.push(l),r.slice(0,c)+pe+r.slice(c)+v+_):r+v+(c===-2?d:_)}return[et(t,a+(t[n]||"<?>")+(e===2?"</svg>":e===3?"</math>":"")),o]},L=class t{constructor({strings:e,_$litType$:n},o){let i;this.parts=[];let a=0,s=0,d=e.length-1,r=this.parts,[l,h]=tt(e,n);if(this.el=t.createElement(l,o),x.currentNode=this.el.content,n===2||n===3){let c=this.el.content.firstChild;c.replaceWith(...c.childNodes)}for(;(i=x.nextNode())!==null&&r.length<d;){if(i.nodeType===1){if(i.hasAttributes())for(let c of i.getAttributeNames())if(c.endsWith(pe)){let g=h[s++],_=i.getAttribute(c).split(v),U=/([.?@])?(.*)/.exec(g);r.push({type:1,index:a,name:U[2],strings:_,ctor:U[1]==="."?K:U[1]==="?"?Y:U[1]==="@"?Z:C}),i.removeAttribute(c)}else c.startsWith(v)&&(r.push({type:6,index:a}),i.removeAttribute(c));if(Xe.test(i.tagName)){let c=i.textContent.split(v),g=c.length-1;if(g>0){i.textContent=q?q.emptyScript:"";for(let _=0;_<g;_++)i.append(c[_],H()),x.nextNode(),r.push({type:2,index:++a});i.append(c[g],H())}}}else if(i.nodeType===8)if(i.data===ge)r.push({type:2,index:a});else{let c=-1;for(;(c=i.data.indexOf(v,c+1))!==-1;)r.push({type:7,index:a}),c+=v.length-1}a++}}static createElement(e,n){let o=A.createElement("template");return o.innerHTML=e,o}};function S(t,e,n=t,o){if(e===b)return e;let i=o!==void 0?n._$Co?.[o]:n._$Cl,a=O(e)?void 0:e._$litDirective$;return i?.constructor!==a&&(i?._$AO?.(!1),a===void 0?i=void 0:(i=new a(t),i._$AT(t,n,o)),o!==void 0?(n._$Co??=[])[o]=i:n._$Cl=i),i!==void 0&&(e=S(t,i._$AS(t,e.values),i,o)),e}var G=class{constructor(e,n){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=n}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){let{el:{content:n},parts:o}=this._$AD,i=(e?.creationScope??A).importNode(n,!0);x.currentNode=i;let a=x.nextNode(),s=0,d=0,r=o[0];for(;r!==void 0;){if(s===r.index){let l;r.type===2?l=new E(a,a.nextSibling,this,e):r.type===1?l=new r.ctor(a,r.name,r.strings,this,e):r.type===6&&(l=new J(a,this,e)),this._$AV.push(l),r=o[++d]}s!==r?.index&&(a=x.nextNode(),s++)}return x.currentNode=A,i}p(e){let n=0;for(let o of this._$AV)o!==void 0&&(o.strings!==void 0?(o._$AI(e,o,n),n+=o.strings.length-2):o._$AI(e[n])),n++}},E=class t{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(e,n,o,i){this.type=2,this._$AH=m,this._$AN=void 0,this._$AA=e,this._$AB=n,this._$AM=o,this.options=i,this._$Cv=i?.isConnected??!0}get parentNode(){let e=this._$AA.parentNode,n=this._$AM;return n!==void 0&&e?.nodeType===11&&(e=n.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,n=this){e=S(this,e,n),O(e)?e===m||e==null||e===""?(this._$AH!==m&&this._$AR(),this._$AH=m):e!==this._$AH&&e!==b&&this._(e):e._$litType$!==void 0?this.$(e):e.nodeType!==void 0?this.T(e):Je(e)?this.k(e):this._(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==m&&O(this._$AH)?this._$AA.nextSibling.data=e:this.T(A.createTextNode(e)),this._$AH=e}$(e){let{values:n,_$litType$:o}=e,i=typeof o=="number"?this._$AC(e):(o.el===void 0&&(o.el=L.createElement(et(o.h,o.h[0]),this.options)),o);if(this._$AH?._$AD===i)this._$AH.p(n);else{let a=new G(i,this),s=a.u(this.options);a.p(n),this.T(s),this._$AH=a}}_$AC(e){let n=Ze.get(e.strings);return n===void 0&&Ze.set(e.strings,n=new L(e)),n}k(e){fe(this._$AH)||(this._$AH=[],this._$AR());let n=this._$AH,o,i=0;for(let a of e)i===n.length?n.push(o=new t(this.O(H()),this.O(H()),this,this.options)):o=n[i],o._$AI(a),i++;i<n.length&&(this._$AR(o&&o._$AB.nextSibling,i),n.length=i)}_$AR(e=this._$AA.nextSibling,n){for(this._$AP?.(!1,!0,n);e!==this._$AB;){let o=Be(e).nextSibling;Be(e).remove(),e=o}}setConnected(e){this._$AM===void 0&&(this._$Cv=e,this._$AP?.(e))}},C=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,n,o,i,a){this.type=1,this._$AH=m,this._$AN=void 0,this.element=e,this.name=n,this._$AM=i,this.options=a,o.length>2||o[0]!==""||o[1]!==""?(this._$AH=Array(o.length-1).fill(new String),this.strings=o):this._$AH=m}_$AI(e,n=this,o,i){let a=this.strings,s=!1;if(a===void 0)e=S(this,e,n,0),s=!O(e)||e!==this._$AH&&e!==b,s&&(this._$AH=e);else{let d=e,r,l;for(e=a[0],r=0;r<a.length-1;r++)l=S(this,d[o+r],n,r),l===b&&(l=this._$AH[r]),s||=!O(l)||l!==this._$AH[r],l===m?e=m:e!==m&&(e+=(l??"")+a[r+1]),this._$AH[r]=l}s&&!i&&this.j(e)}j(e){e===m?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e??"")}},K=class extends C{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===m?void 0:e}},Y=class extends C{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==m)}},Z=class extends C{constructor(e,n,o,i,a){super(e,n,o,i,a),this.type=5}_$AI(e,n=this){if((e=S(this,e,n,0)??m)===b)return;let o=this._$AH,i=e===m&&o!==m||e.capture!==o.capture||e.once!==o.once||e.passive!==o.passive,a=e!==m&&(o===m||i);i&&this.element.removeEventListener(this.name,this,o),a&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,e):this._$AH.handleEvent(e)}},J=class{constructor(e,n,o){this.element=e,this.type=6,this._$AN=void 0,this._$AM=n,this.options=o}get _$AU(){return this._$AM._$AU}_$AI(e){S(this,e)}},nt={M:pe,P:v,A:ge,C:1,L:tt,R:G,D:Je,V:S,I:E,H:C,N:Y,U:Z,B:K,F:J},zt=ue.litHtmlPolyfillSupport;zt?.(L,E),(ue.litHtmlVersions??=[]).push("3.3.3");var ot=(t,e,n)=>{let o=n?.renderBefore??e,i=o._$litPart$;if(i===void 0){let a=n?.renderBefore??null;o._$litPart$=i=new E(e.insertBefore(H(),a),a,void 0,n??{})}return i._$AI(t),i};var ye=globalThis,$=class extends w{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let e=super.createRenderRoot();return this.renderOptions.renderBefore??=e.firstChild,e}update(e){let n=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(e),this._$Do=ot(n,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return b}};$._$litElement$=!0,$.finalized=!0,ye.litElementHydrateSupport?.({LitElement:$});var Bt=ye.litElementPolyfillSupport;Bt?.({LitElement:$});(ye.litElementVersions??=[]).push("4.2.2");var we=class extends Error{constructor(){super(...arguments);this.code="no_answer"}};function X(t){let e=t?.error??t;return t===3||e?.code===3?"connection_lost":typeof e?.code=="string"?e.code:"unknown"}function Qt(t){return(t?.error??t)?.translation_placeholders??{}}function eo(t,e){let n=X(t),o=e.found(`page_error_${n}`,"page_error_unknown");return o!==e.t("page_error_unknown")?o:e.error(n,Qt(t))??e.found(`error_${n}`,"page_error_unknown")}function to(t,e){return e.found(`error_${X(t)}`,"error_unknown")}async function it(t,e){let n,o=new Promise((i,a)=>{n=setTimeout(()=>a(new we),e)});try{return await Promise.race([t,o])}finally{clearTimeout(n)}}var I="smart_community";function oo(t){return Object.entries(t?.states??{}).filter(([e])=>e.startsWith("calendar.")&&t?.entities[e]?.platform!==I).map(([e,n])=>[e,String(n?.attributes.friendly_name??e)])}var qt=15e3;function p(t,e,n={},o=qt){return it(t.sendMessagePromise({type:`${I}/${e}`,...n}),o)}var ee=class{constructor(e,n){this.read=e;this.changed=n;this.loading=!1;this.generation=0}async load(){let e=++this.generation;this.loading=!0,this.changed();try{let n=await this.read();if(e!==this.generation)return;this.value=n,this.problem=void 0}catch(n){if(e!==this.generation)return;this.problem=n}this.loading=!1,this.changed()}set(e){this.generation+=1,this.loading=!1,this.problem=void 0,this.value=e,this.changed()}},F=class{constructor(e){this.changed=e}async run(e,n){if(this.busy!==void 0)return!1;this.busy=e,this.forget();try{return await n(),!0}catch(o){return this.problem=o,this.failed=e,!1}finally{this.busy=void 0,this.changed()}}forget(){this.problem=void 0,this.failed=void 0,this.changed()}problemOf(e){return this.failed===e?this.problem:void 0}};var Gt=120,at=(t,e)=>p(t,"elevators/hold",{elevator:e,for:Gt}),st=(t,e)=>p(t,"elevators/extend",{elevator:e}),rt=(t,e,n)=>p(t,"elevators/release",{elevator:e,...n?{false_alarm:!0}:{}}),dt=t=>p(t,"elevators/phrases"),ve=async(t,e,n)=>(await p(t,"elevators/say",{elevator:e,...n})).said,lt=async(t,e)=>(await p(t,"elevators/two_way",{elevator:e})).url,co=(t,e)=>p(t,"cameras/view",{camera:e}),mo=async(t,e)=>(await p(t,"incidents/media",{incident_id:e})).media;var Yt=5e3,Zt=new Set(["unauthorized","unknown_command"]),ht=class{constructor(e,n){this.connection=e;this.changed=n;this.generation=0;this.following=!1;this.phrases=new ee(()=>dt(e),n),this.letting=new F(n),this.door=new F(n),this.voice=new F(n)}find(e){return e?this.views?.find(n=>n.id===e):void 0}of(e){return this.find(e.place.elevator)??this.views?.find(n=>n.incident===e.id)}async follow(){this.stop(),this.following=!0;let{generation:e}=this,n=()=>this.following&&e===this.generation;try{let o=await this.connection.subscribeMessage(({elevators:i})=>{n()&&(this.views=i,this.problem=void 0,this.changed())},{type:`${I}/elevators/subscribe`},{resubscribe:!1});n()?this.unsubscribe=o:o().catch(()=>{})}catch(o){if(!n())return;this.problem=o,this.views=void 0,Zt.has(X(o))||(this.retry=setTimeout(()=>{this.follow()},Yt)),this.changed()}}stop(){this.following=!1,this.generation+=1,clearTimeout(this.retry);let{unsubscribe:e}=this;this.unsubscribe=void 0,e&&this.connection.connected&&e().catch(()=>{})}release({id:e},n=!1){return this.act(this.letting,n?"false_alarm":"release",e,()=>rt(this.connection,e,n))}hold({id:e}){return this.act(this.door,"hold",e,()=>at(this.connection,e))}extend({id:e}){return this.act(this.door,"extend",e,()=>st(this.connection,e))}phrase({id:e},n){return this.act(this.voice,`say_${n}`,e,()=>ve(this.connection,e,{phrase:n}))}text({id:e},n){return this.act(this.voice,"say_text",e,()=>ve(this.connection,e,{text:n.trim()}))}async twoWay({id:e}){let n;return await this.act(this.voice,"two_way",e,async()=>{n=await lt(this.connection,e)}),n}act(e,n,o,i){return this.pressed=o,this.done=void 0,e.run(n,async()=>{await i(),this.done={name:n,at:Date.now()}})}};var j=t=>t.state==="holding";function _o(t,e){if(!(!j(t)||!t.hold_ends_at))return Math.max(0,Math.ceil((Date.parse(t.hold_ends_at)-e)/1e3))}function yo(t,e){let n=t.online?[...t.inhibitors]:["offline"];for(let i of t.promises.why_not)n.push(e.known(`why_${i}`)?i:`missing_${i}`);let o=[...new Set(n)].map(i=>e.found(`why_${i}`,"why_other",{code:i}));return t.barred&&o.push(e.found(`barred_${t.barred}`,"barred_other",{code:t.barred})),o}function wo(t){return t?.roles.some(e=>e==="technician"||e==="duty_room")??!1}function vo(t){return t.online&&!j(t)&&t.promises.hold&&!t.inhibitors.length}function bo(t,e){return t.missing.map(n=>e.found(`lacks_${n}`,"lacks_other",{code:n}))}function ko(t){return j(t)||t.state==="sighted"?"bad":!t.online||t.state==="faulty"||t.state==="voice_only"||t.state==="inhibited"?"mind":"fine"}function ct(t,e){return e.t(t.door&&t.online?`door_${t.door}`:"door_unknown")}function To(t,e){return!t.floor||!t.online?e.t("elevator_floor_unknown"):/^-?\d+$/.test(t.floor)?e.t("elevator_floor",{floor:t.floor}):t.floor}function Ao(t,e,n,o=!1){let i=o?Uint8Array.from(atob(n),d=>d.charCodeAt(0)):n,a=URL.createObjectURL(new Blob([i],{type:e})),s=document.createElement("a");s.href=a,s.download=t,s.click(),setTimeout(()=>URL.revokeObjectURL(a),1e4)}function So(t){let e=document.createElement("iframe");e.setAttribute("sandbox","allow-same-origin allow-modals"),e.style.cssText="position:fixed;width:0;height:0;border:0",e.addEventListener("load",()=>{e.contentWindow?.addEventListener("afterprint",()=>e.remove()),e.contentWindow?.print()}),e.srcdoc=t,document.body.append(e)}function Jt(t,e,n){let o=t?Date.parse(t):NaN;if(Number.isNaN(o))return 0;let i=o+500-(e+n)/2;return Math.abs(i)<1500?0:i}async function Io(t=fetch){let e=Date.now();try{let n=await t("/manifest.json",{cache:"no-store"});return Jt(n.headers.get("date"),e,Date.now())}catch{return 0}}var be=t=>String(t).padStart(2,"0");function $o(t,e){return Math.max(0,Math.floor((e-Date.parse(t))/1e3))}function Fo(t,e){if(t>=86400)return Xt(t,e);let n=Math.floor(t/60)%60,o=Math.floor(t/3600);return o?`${o}:${be(n)}:${be(t%60)}`:`${n}:${be(t%60)}`}function Xt(t,e){let n=Math.floor(t/86400),o=Math.floor(t/3600)%24,i=Math.floor(t/60)%60;return n?[e.t("days",{count:n}),o?e.t("hours",{count:o}):""].join(" ").trim():o?[e.t("hours",{count:o}),i?e.t("minutes",{count:i}):""].join(" ").trim():i?e.t("minutes",{count:i}):e.t("seconds",{count:t})}function mt(t,e,n,o,i=!0){let a={hourCycle:"h23",hour:"2-digit",minute:"2-digit"};i&&(a.second="2-digit"),o&&(a.timeZone=o);let s={year:"numeric",month:"short",day:"numeric"};o&&(s.timeZone=o);let d=new Intl.DateTimeFormat(n,s),r=new Intl.DateTimeFormat(n,a).format(t);return d.format(t)===d.format(e)?r:(delete s.year,`${new Intl.DateTimeFormat(n,s).format(t)} ${r}`)}var en=[/^Building (.+)$/,/^楼栋 (.+)$/],ut=new WeakMap;function ke(t){let e=ut.get(t.devices);if(!e){e=new Map;for(let n of Object.values(t.devices)){let o=n.name_by_user??n.name;for(let[i,a]of n.identifiers)i===I&&o&&e.set(a,o)}ut.set(t.devices,e)}return e}function te(t,e){return/^[\dA-Za-z]{1,3}$/.test(t)?e.t("building",{name:t}):t}function pt(t,e,n){let o=ke(t).get(`building_${e}`);if(o!==void 0){for(let i of en){let a=i.exec(o)?.[1];if(a)return te(a,n)}return o}}function M(t,e){return ke(t).get(`device_${e}`)}function gt(t,e){return ke(t).get(`camera_${e}`)}function Te(t){return/(\d+)\s*$/.exec(t)?.[1]}function ne(t,e,n,o){return e===void 0||e==="system"?o.t("actor_system"):e==="automation"?o.t("actor_automation"):e===n?.user_id?o.t("actor_you"):oe(t,e)??tn(t,e,o)??o.t("actor_colleague")}function tn(t,e,n){let o=M(t,e);if(o===void 0)return;let i=Te(o);return i?n.t("help_button",{number:i}):o}function oe(t,e){for(let[n,o]of Object.entries(t.states))if(n.startsWith("person.")&&o?.attributes.user_id===e)return String(o.attributes.friendly_name??"")||void 0}function ft(t,e,n){if(t.startsWith("user:"))return(e&&oe(e,t.slice(5)))??n.t("actor_colleague");let o=n.found(`told_${t}`,"role_unknown");return o===n.t("role_unknown")?n.role(t):o}function No(t,e,n){if(t==="mobile_app")return n.t("channel_mobile_app");if(t==="all")return n.t("channel_all");let[o="",i=t]=/^(bot|siren):(.+)$/.exec(t)?.slice(1)??[t.split(".")[0],t],a=e?.states[i]?.attributes.friendly_name,s=o==="siren"&&e?M(e,i):void 0,d=typeof a=="string"?a:s??i.replace(/^[a-z_]+\./,"");return n.found(`channel_${o}`,"channel_notify",{name:d})}var _t=["falling","fluttering"];var Do=["real","false_alarm","unsure"],Ho=(t,e)=>p(t,"falls/get",{incident:e}),Oo=async t=>(await p(t,"falls/list")).falls;async function Lo(t,e,n){let{url:o}=await p(t,"falls/calibration",{camera:e}),[i="",a=""]=o.split("#");return`${i}?lang=${n==="en"?"en":"zh"}#${a}`}var jo=async t=>(await p(t,"falls/precision")).weeks,Uo=async(t,e,n,o,i)=>(await p(t,"falls/verdict",{incident:e,fall:n,verdict:o,keep:i})).verdict;var xe=["critical","high","normal"],zo=["real","false_alarm","test","duplicate"];var Bo=["reached","no_answer","wrong_number"],yt=["technician","duty_room","grid_worker","community_office"];function f(t){return t.kind==="device_fault"}function nn(t,e){return Number(f(t))-Number(f(e))||+(t.state!=="open")-+(e.state!=="open")||xe.indexOf(t.severity)-xe.indexOf(e.severity)||Date.parse(t.opened_at)-Date.parse(e.opened_at)||t.number-e.number}function Go(t){return[...t].filter(e=>e.state!=="resolved").sort(nn)}function Ko(t,e){return t.find(n=>n.id===e)??t.find(n=>!f(n))}var on=500,wt=class{constructor(){this.places=new Map;this.at=new Map}note(e,n){for(let[o,i]of e)this.places.get(o)!==i&&this.at.set(o,n);for(let o of this.at.keys())e.has(o)||this.at.delete(o);this.places=e}settled(e,n){return n-(this.at.get(e)??-1/0)>=on}};var ie=new Set(["pressed","long_pressed","fall"]),an="alarm_state",vt=new Set(["ebike","entrapment","falling_object"]),sn=(t,e)=>t.kind==="falling_object"&&_t.includes(e);function ae(t,e){let{cause:n}=t;if(!n)return;let o=e.found(`fault_${n}`,"fault_unknown"),i=t.timeline.findLast(s=>s.what==="opened"||s.what==="again")?.text,a=i&&/^\d+$/.test(i)?Number(i):1;return a>1?e.t("fault_devices",{fault:o,count:a}):o}function bt(t){if(f(t))return;let e=t.timeline[0]?.text;return e&&!ie.has(e)&&e!==an&&!sn(t,e)?e:void 0}function ei(t,e,n,o,i){let a=ne(n,t.by,o,i),s=t.text??"",d=ie.has(s)&&t.by===e.device;switch(t.what){case"called_back":return i.found(`event_called_back_${s}`,"event_called_back",{who:a});case"cleared":return i.t(f(e)?"event_cleared_fault":"event_cleared",{who:a});case"said":return s&&i.known(`phrase_${s}`)?i.t("event_said_text",{who:a,text:i.known(`phrase_${s}`)??""}):i.t(s==="talk"?"event_said_talk":s?"event_said_text":"event_said",{who:a,text:s});case"linked":return i.t("event_linked");case"opened":return f(e)?i.t("event_opened_fault",{fault:ae(e,i)??""}):vt.has(e.kind)&&(t.by===e.device||t.by==="system")?i.found(`event_opened_${e.kind}`,"event_opened",{who:a}):d||t.by!==void 0&&M(n,t.by)&&ie.has(s)?i.found(`event_opened_${s}`,"event_opened",{who:a}):i.t(s?"event_opened_text":"event_opened",{who:a,text:s});case"again":return f(e)?i.t("event_again_fault",{fault:ae(e,i)??""}):vt.has(e.kind)&&(t.by===e.device||t.by==="system")?i.found(e.kind==="falling_object"?"event_again_falling_object":`event_opened_${e.kind}`,"event_again",{who:a}):i.t(ie.has(s)?"event_again_button":"event_again",{who:a});case"resolved":{let r=e.resolution?i.resolution(e.resolution):"";return i.t(s?"event_resolved_text":"event_resolved",{who:a,text:s,resolution:r})}default:return i.found(`event_${t.what}`,"event_unknown",{who:a,text:s})}}function ti(t,e,n){let o=new Map,i=a=>["not_needed","failed","queued","handed_over","received","seen"].indexOf(a.state);for(let a of t){let s=o.get(a.recipient);(!s||i(a)>=i(s))&&o.set(a.recipient,a)}return[...o.values()].map(a=>{let s=ft(a.role,e,n),d=oe(e,a.recipient.replace(/^user:/,""));return{who:d&&d!==s?`${s} · ${d}`:s,state:n.found(`delivery_${a.state}`,"delivery_queued"),error:a.error&&n.option("delivery_error",a.error,"")||void 0,at:a.at,failed:a.state==="failed"}})}function kt(t,e){return/^[\dA-Za-z]{1,2}$/.test(t)?e.t("unit",{name:t}):t}function Tt(t,e,n,o,i){if(i)return i;let{place:a}=t,s=e?te(e.building_name,o):a.building&&pt(n,a.building,o),d=e?.unit??a.unit,r=a.camera&&gt(n,a.camera),h=[s&&r&&r.toLowerCase().includes(s.toLowerCase())?void 0:s,d&&kt(d,o),e&&o.t("home",{number:e.number}),r].filter(_=>!!_);if(h.length)return h.join(o.language==="en"?", ":" ");let c=t.device?M(n,t.device):void 0,g=c&&Te(c);return g?o.t("help_button",{number:g}):bt(t)?"":o.t("place_unknown")}function ai(t,e){return[t.building_name&&te(t.building_name,e),t.unit&&kt(t.unit,e),t.number&&e.t("home",{number:t.number})].filter(o=>!!o).join(e.language==="en"?", ":" ")}var hi={acknowledge:"1",take_over:"1",en_route:"2",on_site:"3",resolve:"4",note:"5",call_back:"6"},ci="0";function xt(t,e){let{desk:n,hass:o,words:i}=t,a=f(e)?void 0:n.elevators.of(e)?.name;return Tt(e,n.homes.home(e),o,i,a)}function mi(t,e,n=!0){let o=t.hass.locale.time_zone==="server"?t.hass.config.time_zone:void 0;return mt(e,t.now,t.words.language,o,n)}var rn=6e3,At=class{constructor(e){this.changed=e;this.assertive="";this.polite="";this.toasts=[];this.next=0}urgent(e){this.assertive=this.assertive===e?`${e} `:e,this.changed()}toast(e){let n=this.next++;this.toasts=[...this.toasts.filter(o=>o.text!==e),{id:n,text:e}].slice(-3),this.polite=e,this.changed(),setTimeout(()=>{this.toasts=this.toasts.filter(o=>o.id!==n),this.changed()},rn)}happened({change:e,incident:n},o){let{words:i,desk:a,hass:s}=o,d={severity:i.severity(n.severity),kind:ae(n,i)??i.kind(n.kind),place:xt(o,n),number:n.number,level:n.level},r=n.timeline.at(-1),l=ne(s,r?.by,a.feed.me,i);if(e==="opened"||e==="again"||e==="escalated"){let h=i.t(`say_${e}`,d);f(n)?this.polite=h:this.urgent(h)}else e==="acknowledged"?this.polite=i.t("say_acknowledged",{...d,name:l}):e==="resolved"&&n.resolution&&this.toast(i.t("resolved_toast",{...d,name:l,resolution:i.resolution(n.resolution)}))}render(){return k`
      <div class="toasts" aria-hidden="true">${this.toasts.map(e=>k`<p>${e.text}</p>`)}</div>
      <div class="hidden" role="alert" aria-live="assertive">${this.assertive}</div>
      <div class="hidden" role="status" aria-live="polite">${this.polite}</div>
    `}};var bi=y`
  :host {
    display: block;
    --critical: #b3001b;
    --on-critical: #fff;
    --high: #ffb000;
    --on-high: #1c1300;
    --normal: #1f5fbf;
    --on-normal: #fff;
    --calm: #1b7a3d;
    --critical-text: color-mix(in srgb, #b3001b 75%, var(--text));
    --surface: var(--ha-card-background, var(--card-background-color, #fff));
    --text: var(--primary-text-color, #1a1a1a);
    --faint: var(--secondary-text-color, #5a5a5a);
    --line: var(--divider-color, #d8d8d8);
    --radius: 12px;
    color: var(--text);
    font-size: 18px;
    line-height: 1.4;
    font-variant-numeric: tabular-nums;
  }
  .critical {
    --tone: var(--critical);
    --on-tone: var(--on-critical);
  }
  .high {
    --tone: var(--high);
    --on-tone: var(--on-high);
  }
  .normal {
    --tone: var(--normal);
    --on-tone: var(--on-normal);
  }
  .critical,
  .high,
  .normal {
    /* A thin line needs more contrast than a surface, on a dark theme as on a light one. */
    --outline: color-mix(in srgb, var(--tone) 72%, var(--text));
  }
  .open {
    --outline: var(--tone);
  }
  * {
    box-sizing: border-box;
  }
  h2,
  h3,
  p,
  ol,
  ul,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }
  ol,
  ul {
    list-style: none;
  }
  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .icon {
    width: 1.25em;
    height: 1.25em;
    flex: none;
    fill: currentColor;
  }
  kbd {
    display: none;
    font: inherit;
    font-size: 13px;
    line-height: 18px;
    min-width: 20px;
    padding: 0 5px;
    text-align: center;
    border: 1px solid currentColor;
    border-radius: 4px;
    opacity: 0.75;
  }
  @media (hover: hover) and (pointer: fine) {
    .wide kbd {
      display: inline-block;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      animation: none !important;
      transition: none !important;
    }
  }
`,ki=y`
  button,
  .button {
    font: inherit;
    color: inherit;
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 10px;
    min-height: 56px;
    padding: 8px 20px;
    border: 2px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    font-weight: 600;
    text-decoration: none;
    cursor: pointer;
    touch-action: manipulation;
    -webkit-tap-highlight-color: transparent;
  }
  button:hover:not(:disabled),
  .button:hover {
    border-color: var(--text);
  }
  button:active:not(:disabled) {
    transform: scale(0.98);
  }
  button:focus-visible,
  a:focus-visible,
  textarea:focus-visible,
  [tabindex]:focus-visible,
  input:focus-visible + * {
    outline: 3px solid var(--primary-color, #03a9f4);
    outline-offset: 2px;
  }
  button:disabled {
    cursor: not-allowed;
    opacity: 0.5;
  }
  button.strong {
    background: var(--tone, var(--normal));
    border-color: var(--tone, var(--normal));
    color: var(--on-tone, #fff);
    font-size: 22px;
    font-weight: 700;
    min-height: 64px;
  }
  button.strong:hover:not(:disabled) {
    filter: brightness(1.1);
    border-color: var(--tone, var(--normal));
  }
  button.done {
    border-style: dashed;
  }
  .spinner {
    width: 1em;
    height: 1em;
    border: 3px solid currentColor;
    border-right-color: transparent;
    border-radius: 50%;
    animation: turn 0.8s linear infinite;
  }
  @keyframes turn {
    to {
      transform: rotate(1turn);
    }
  }
  textarea {
    font: inherit;
    color: var(--text);
    background: var(--surface);
    width: 100%;
    min-height: 84px;
    padding: 10px 12px;
    border: 2px solid var(--line);
    border-radius: var(--radius);
    resize: vertical;
  }
  .hint {
    color: var(--faint);
    font-size: 16px;
  }
  .problem {
    display: flex;
    gap: 10px;
    align-items: flex-start;
    padding: 12px 16px;
    border-radius: var(--radius);
    border: 2px solid var(--critical);
    background: color-mix(in srgb, var(--critical) 12%, var(--surface));
    font-weight: 600;
  }
  .info {
    padding: 12px 16px;
    border-radius: var(--radius);
    border: 2px solid var(--normal);
    background: color-mix(in srgb, var(--normal) 12%, var(--surface));
  }
`,St=y`
  .empty-picture {
    aspect-ratio: 16 / 9;
    max-height: 260px;
    width: 100%;
    display: flex;
    flex-direction: column;
    gap: 10px;
    align-items: center;
    justify-content: center;
    text-align: center;
    padding: 16px;
    border: 2px dashed var(--line);
    border-radius: var(--radius);
    color: var(--faint);
  }
`;var Si=y`
  ${St}
  .elevator {
    display: grid;
    gap: 16px 24px;
    align-items: start;
    container-type: inline-size;
  }
  .board {
    display: grid;
    gap: 16px 24px;
    align-items: start;
  }
  .board > * {
    min-width: 0;
  }
  @container (min-width: 620px) {
    .board {
      grid-template: "seen state" auto "speak lines" auto / minmax(0, 1.2fr) minmax(0, 1fr);
    }
    .seen {
      grid-area: seen;
    }
    .state {
      grid-area: state;
    }
    .speak {
      grid-area: speak;
    }
    .lines {
      grid-area: lines;
    }
  }
  .state {
    display: flex;
    flex-direction: column;
    gap: 12px;
  }
  .car-line {
    display: flex;
    gap: 16px;
    align-items: center;
  }
  .door {
    width: 92px;
    flex: none;
  }
  .door .frame {
    fill: color-mix(in srgb, var(--text) 55%, var(--surface));
  }
  .door .car {
    fill: color-mix(in srgb, #ffd54a 50%, var(--surface));
  }
  .door .leaf {
    fill: #9aa7b4;
    stroke: #4d5a66;
    stroke-width: 2;
    transition: x 0.6s;
  }
  .door .arrow,
  .door .hand {
    fill: none;
    stroke: #1c1300;
    stroke-width: 4;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .door .hand {
    stroke-width: 6;
    stroke: #8a0015;
  }
  .door.unknown .car {
    fill: color-mix(in srgb, var(--text) 15%, var(--surface));
  }
  .door text {
    font-size: 60px;
    font-weight: 700;
    fill: var(--text);
  }
  .held-box,
  .free-box {
    border-radius: var(--radius);
    padding: 12px 16px;
    display: flex;
    gap: 16px;
    align-items: center;
  }
  .held-box > div,
  .free-box > div {
    display: flex;
    flex-direction: column;
    gap: 4px;
    min-width: 0;
  }
  .title {
    font-size: 20px;
    line-height: 1.25;
  }
  .held-box {
    border: 3px solid var(--critical);
    background: color-mix(in srgb, var(--critical) 10%, var(--surface));
  }
  .free-box {
    border: 2px solid var(--line);
  }
  .free-box.mind {
    border: 3px solid var(--high);
  }
  @media (hover: hover) and (pointer: fine) {
    kbd {
      display: inline-block;
    }
  }
  .held-box .count {
    font-size: 44px;
    line-height: 1.05;
    font-weight: 700;
  }
  .why {
    list-style: disc;
    padding-left: 22px;
    font-weight: 600;
  }
  button.let-go {
    --tone: var(--critical);
    --on-tone: var(--on-critical);
    width: 100%;
    min-height: 88px;
    font-size: 30px;
  }
  .pair-of-buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 10px;
  }
  .pair-of-buttons button {
    flex: 1 1 150px;
    padding: 8px 10px;
  }
  .speak,
  .lines {
    display: flex;
    flex-direction: column;
    gap: 12px;
  }
  .speak h3 {
    font-size: 18px;
    font-weight: 700;
    color: var(--text);
  }
  .phrases {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .phrases button {
    min-height: 52px;
    padding: 4px 14px;
    flex: 1 1 auto;
  }
  form.line {
    display: flex;
    flex-direction: row;
    flex-wrap: wrap;
    gap: 8px;
    align-items: flex-end;
  }
  form.line label {
    flex: 1 1 200px;
    display: flex;
    flex-direction: column;
    gap: 4px;
    font-weight: 600;
  }
  form.line input {
    font: inherit;
    color: var(--text);
    background: var(--surface);
    width: 100%;
    min-height: 52px;
    padding: 6px 12px;
    border: 2px solid var(--line);
    border-radius: var(--radius);
  }
  .media {
    display: flex;
    flex-direction: column;
    gap: 10px;
  }
  .media ul {
    display: grid;
    gap: 10px;
    grid-template-columns: repeat(auto-fill, minmax(min(200px, 100%), 1fr));
  }
  .media img,
  .media video {
    width: 100%;
    border-radius: 8px;
    display: block;
    background: #101418;
  }
  .media audio {
    width: 100%;
  }
`;function dn(t){return t!==void 0&&t.roles.some(e=>yt.includes(e))}function ln(t){return t.roles.includes("duty_room")||!t.roles.some(e=>e!=="technician")}function Ei(t,e){if(e===void 0||!dn(e)||t.state==="resolved")return[];let n=t.acknowledged_by===e.user_id,o=l=>t.timeline.some(h=>h.what===l&&h.by===e.user_id),i=o("on_site"),a=i||o("en_route"),s;t.state==="open"?s="acknowledge":!ln(e)&&n&&(s=i?"resolve":a?"on_site":"en_route");let d=[],r=(l,h=!1)=>{d.push({action:l,primary:l===s,done:h})};return t.state==="open"?r("acknowledge"):n||r("take_over"),r("en_route",a),r("on_site",i),r("resolve"),d}function $i(t){return t?.roles.some(e=>e!=="grid_worker"&&e!=="portal")??!1}var hn={open:34,opening:20,closing:12,closed:0};function Ni(t,e){let n=t.online&&t.door!==null,o=hn[n?t.door??"":"closed"]??0,i=j(t),a=t.door==="opening"?u`<path class="arrow" d="M44 56h-14m5-5-5 5 5 5M76 56h14m-5-5 5 5-5 5" />`:t.door==="closing"?u`<path class="arrow" d="M26 56h12m-5-5 5 5-5 5M94 56H82m5-5-5 5 5 5" />`:u``;return k`<svg
    class="door ${i?"held":""} ${n?"":"unknown"}"
    viewBox="0 0 120 112"
    role="img"
    data-door=${n?t.door:"unknown"}
    aria-label=${i?e.t("held_title"):ct(t,e)}
  >
    <rect class="frame" x="13" y="5" width="94" height="103" rx="4" />
    <rect class="car" x="20" y="12" width="80" height="96" />
    ${n?u`<svg x="20" y="12" width="80" height="96"><rect class="leaf" x=${-o} y="0" width="40" height="96" />
            <rect class="leaf" x=${40+o} y="0" width="40" height="96" /></svg>${a}`:u`<text x="60" y="78" text-anchor="middle">?</text>`}
    ${i?u`<path class="hand" d="M36 60h48M36 60l9-8m-9 8 9 8M84 60l-9-8m9 8-9 8" />`:u``}
  </svg>`}var cn={critical:u`<path d="M8.3 2h7.4L22 8.3v7.4L15.7 22H8.3L2 15.7V8.3z" />`,high:u`<path d="M12 2.2 23 21.5H1z" stroke-linejoin="round" />`,normal:u`<circle cx="12" cy="12" r="10" />`};function Di(t,e){let n=t==="high",o=e?u`<path class="mark" d=${n?"M12 9v6.2M12 17.6v1.6":"M12 6v7.4M12 16.2v2"} />`:u`<path class="mark" d=${n?"m8.2 16 2.6 2.6 5-5.4":"m7 12.4 3.4 3.4L17 8.8"} />`;return k`<svg class="shape ${e?"filled":"outlined"}" viewBox="0 0 24 24" aria-hidden="true">
    ${cn[t]}${o}
  </svg>`}var mn={phone:"M6.6 10.8a15.1 15.1 0 0 0 6.6 6.6l2.2-2.2a1 1 0 0 1 1-.25 11.4 11.4 0 0 0 3.6.57 1 1 0 0 1 1 1V20a1 1 0 0 1-1 1A17 17 0 0 1 3 4a1 1 0 0 1 1-1h3.5a1 1 0 0 1 1 1c0 1.25.2 2.45.57 3.57a1 1 0 0 1-.25 1z",key:"M14.5 2A7.5 7.5 0 0 0 7.3 11.6L2 16.9V22h5.1v-3h3v-3h2.3l.6-.6A7.5 7.5 0 1 0 14.5 2m2 7.5a2 2 0 1 1 0-4 2 2 0 0 1 0 4",sound:"M3 9v6h4l5 5V4L7 9zm13.5 3A4.5 4.5 0 0 0 14 8v8a4.5 4.5 0 0 0 2.5-4M14 3.2v2.1a7 7 0 0 1 0 13.4v2.1a9 9 0 0 0 0-17.6",silent:"M3 9v6h4l5 5V4L7 9zm13.6 3 2.7-2.7-1.4-1.4-2.7 2.7-2.7-2.7z M14 9.3l1.4-1.4 2.7 2.7 2.7-2.7 1.4 1.4-2.7 2.7 2.7 2.7-1.4 1.4-2.7-2.7-2.7 2.7L14 14.7l2.7-2.7z",unplugged:"m2 4.3 1.4-1.4L21 20.6 19.6 22l-5.1-5.1A6 6 0 0 1 9 14.6L7.4 16 6 14.6l1.5-1.6a6 6 0 0 1-1.2-4.3zM16.6 8 18 9.4l-1.5 1.6a6 6 0 0 1 .6 4.1L9.3 7.3a6 6 0 0 1 5.7 2.3z",check:"M12 1 3 5v6c0 5.6 3.8 10.7 9 12 5.2-1.3 9-6.4 9-12V5zm-1.6 16L6 12.6l1.4-1.4 3 3 6.2-6.2L18 9.4z",note:"M3 17.2V21h3.8L17.8 10 14 6.2zM20.7 7a1 1 0 0 0 0-1.4l-2.3-2.3a1 1 0 0 0-1.4 0l-1.8 1.8L19 8.8z",microphone:"M12 14.5a3 3 0 0 0 3-3v-6a3 3 0 1 0-6 0v6a3 3 0 0 0 3 3m5.3-3a5.3 5.3 0 0 1-10.6 0H5a7 7 0 0 0 6 6.9V22h2v-3.6a7 7 0 0 0 6-6.9z",disk:"M17 3H5a2 2 0 0 0-2 2v14c0 1.1.9 2 2 2h14a2 2 0 0 0 2-2V7zm-5 16a3 3 0 1 1 0-6 3 3 0 0 1 0 6m3-10H5V5h10z"};function Hi(t){return k`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${u`<path d=${mn[t]} />`}</svg>`}function Oi(t){return t?k`<kbd aria-hidden="true">${t}</kbd>`:m}var Ui=y`
  .row {
    display: grid;
    grid-template-columns: auto 1fr auto;
    gap: 4px 14px;
    width: 100%;
    padding: 14px 20px 14px 14px;
    border: 0;
    border-left: 10px solid var(--outline);
    border-radius: 0;
    text-align: left;
    align-items: center;
    justify-content: stretch;
    font-weight: 400;
    background: none;
  }
  .row:focus-visible {
    outline-offset: -4px;
  }
  .row:hover:not(:disabled) {
    border-color: var(--tone);
    background: color-mix(in srgb, var(--text) 6%, transparent);
  }
  .row:active:not(:disabled) {
    transform: none;
  }
  .row.open {
    background: color-mix(in srgb, var(--tone) 16%, var(--surface));
  }
  .row.taken {
    border-left-style: double;
  }
  .wide .chosen .row {
    box-shadow: inset 0 0 0 3px var(--text);
  }
  .shape {
    width: 44px;
    height: 44px;
    overflow: visible;
    stroke-width: 2;
  }
  .shape.filled {
    fill: var(--tone);
    stroke: var(--tone);
  }
  .shape.outlined {
    fill: none;
    stroke: var(--outline);
  }
  .shape .mark {
    fill: none;
    stroke: var(--on-tone);
    stroke-width: 2.6;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .shape.outlined .mark {
    stroke: var(--text);
  }
  .open .shape {
    animation: call 1.2s ease-in-out infinite;
  }
  @keyframes call {
    50% {
      transform: scale(1.14);
    }
  }
  .what {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 10px;
    align-items: baseline;
    min-width: 0;
  }
  .kind {
    font-size: 24px;
    line-height: 1.2;
    font-weight: 700;
  }
  .chip {
    font-size: 15px;
    font-weight: 700;
    line-height: 1.2;
    padding: 2px 8px;
    border-radius: 6px;
    border: 2px solid var(--outline);
  }
  .open .chip.severity {
    background: var(--tone);
    color: var(--on-tone);
  }
  .chip.unsaved {
    display: inline-flex;
    gap: 6px;
    border: 2px dashed var(--text);
  }
  .where {
    font-size: 20px;
    font-weight: 600;
    width: 100%;
  }
  .who {
    width: 100%;
    color: var(--faint);
    font-size: 16px;
  }
  .open .who {
    color: var(--text);
    font-weight: 600;
  }
  .timer {
    font-size: 24px;
    font-weight: 700;
    white-space: nowrap;
    align-self: start;
  }
  .quick {
    padding: 0 20px 14px 24px;
  }
  .quick button {
    width: 100%;
  }
  .wide .quick button.strong {
    min-height: 48px;
    font-size: 18px;
    padding: 4px;
  }
  .said {
    width: 100%;
    font-size: 18px;
    font-weight: 600;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
    overflow: hidden;
    overflow-wrap: anywhere;
  }
  .where:empty {
    display: none;
  }
  li {
    scroll-margin-top: 140px;
  }
  /* The one that is shown and that nobody has: a band of its colour. */
  .narrow .chosen .row.open,
  .detail.open header {
    background: var(--tone);
    color: var(--on-tone);
  }
  .narrow .chosen .row.open:hover {
    background: var(--tone);
  }
  .narrow .chosen .row.open .shape.filled,
  .detail.open header .shape.filled {
    fill: var(--on-tone);
    stroke: var(--on-tone);
  }
  .narrow .chosen .row.open .mark,
  .detail.open header .mark {
    stroke: var(--tone);
  }
  .narrow .chosen .row.open .chip,
  .detail.open header .chip {
    border-color: var(--on-tone);
    background: none;
    color: inherit;
  }
  .narrow .chosen .row.open .who,
  .detail.open header .who {
    color: inherit;
  }
  .narrow .row {
    padding: 12px 14px 12px 8px;
    gap: 4px 10px;
  }
  .narrow .quick {
    padding: 0 14px 12px 18px;
  }
  li.open-item {
    background: color-mix(in srgb, var(--tone) 16%, var(--surface));
  }
  li.open-item .row.open {
    background: none;
  }
`;var Ct={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},It=t=>(...e)=>({_$litDirective$:t,values:e}),se=class{constructor(e){}get _$AU(){return this._$AM._$AU}_$AT(e,n,o){this._$Ct=e,this._$AM=n,this._$Ci=o}_$AS(e,n){return this.update(e,n)}update(e,n){return this.render(...n)}};var qi=It(class extends se{constructor(t){if(super(t),t.type!==Ct.ATTRIBUTE||t.name!=="class"||t.strings?.length>2)throw Error("`classMap()` can only be used in the `class` attribute and must be the only part in the attribute.")}render(t){return" "+Object.keys(t).filter(e=>t[e]).join(" ")+" "}update(t,[e]){if(this.st===void 0){this.st=new Set,t.strings!==void 0&&(this.nt=new Set(t.strings.join(" ").split(/\s/).filter(o=>o!=="")));for(let o in e)e[o]&&!this.nt?.has(o)&&this.st.add(o);return this.render(e)}let n=t.element.classList;for(let o of this.st)o in e||(n.remove(o),this.st.delete(o));for(let o in e){let i=!!e[o];i===this.st.has(o)||this.nt?.has(o)||(i?(n.add(o),this.st.add(o)):(n.remove(o),this.st.delete(o)))}return b}});var{I:un}=nt,Et=t=>t;var Xi=t=>t.strings===void 0,$t=()=>document.createComment(""),ea=(t,e,n)=>{let o=t._$AA.parentNode,i=e===void 0?t._$AB:e._$AA;if(n===void 0){let a=o.insertBefore($t(),i),s=o.insertBefore($t(),i);n=new un(a,s,t,t.options)}else{let a=n._$AB.nextSibling,s=n._$AM,d=s!==t;if(d){let r;n._$AQ?.(t),n._$AM=t,n._$AP!==void 0&&(r=t._$AU)!==s._$AU&&n._$AP(r)}if(a!==i||d){let r=n._$AA;for(;r!==a;){let l=Et(r).nextSibling;Et(o).insertBefore(r,i),r=l}}}return n},ta=(t,e,n=t)=>(t._$AI(e,n),t),pn={},na=(t,e=pn)=>t._$AH=e,oa=t=>t._$AH,ia=t=>{t._$AR(),t._$AA.remove()};var gn=["over_80","chronic_illness","disabled","dementia","lives_alone","child_left_behind"],sa=(t,e)=>gn.filter(n=>t.includes(n)).map(n=>e.t(`care_${n}`));function ra(t,e){return[t.birth_year&&e.t("born",{year:t.birth_year}),t.language&&e.t("speaks",{language:t.language}),t.guardian&&e.t("guardian_is",{name:t.guardian})].filter(n=>!!n)}export{re as a,$n as b,We as c,y as d,k as e,b as f,m as g,$ as h,X as i,Qt as j,eo as k,to as l,it as m,I as n,oo as o,qt as p,p as q,ee as r,F as s,co as t,mo as u,ht as v,j as w,_o as x,yo as y,wo as z,vo as A,bo as B,ko as C,ct as D,To as E,Ao as F,So as G,Io as H,$o as I,Fo as J,Xt as K,mt as L,Wt as M,Mn as N,te as O,pt as P,M as Q,Te as R,ne as S,oe as T,ft as U,No as V,Do as W,Ho as X,Oo as Y,Lo as Z,jo as _,Uo as $,xe as aa,zo as ba,Bo as ca,f as da,Go as ea,Ko as fa,wt as ga,ae as ha,bt as ia,ei as ja,ti as ka,kt as la,Tt as ma,ai as na,hi as oa,ci as pa,xt as qa,mi as ra,At as sa,bi as ta,ki as ua,St as va,Ct as wa,It as xa,se as ya,qi as za,Xi as Aa,ea as Ba,ta as Ca,na as Da,oa as Ea,ia as Fa,Si as Ga,dn as Ha,Ei as Ia,$i as Ja,Ni as Ka,Di as La,Hi as Ma,Oi as Na,Ui as Oa,gn as Pa,sa as Qa,ra as Ra,Nn as Sa,Nt as Ta,Pn as Ua};
