#include "bot/core/desk_words.h"

namespace frontdesk::core {

Wording DeskWords(Text text) {
  switch (text) {
    // Desk channels.
    case Text::kDeskHelp:
      return {
          "What I understand here, with the ticket's number, or without it in the ticket's thread:\n"
          "/take 1001\n/reply 1001 words to the customer\n#1001 a note that only we see (or /note 1001 ...)\n"
          "/transfer 1001 QUEUE or @AGENT, then a note\n/resolve 1001 why\n/snooze 1001 2h\n/give-back 1001\n"
          "/wait 1001 customer why, or team 2026-03-01 why\n/plan 1001 2026-03-01 why\n/decline 1001 why\n"
          "/reopen 1001\n/set 1001 category functional (or component, impact, tier, stage, expected, fixed_in ...)\n"
          "/merge 1001 1002\n/split 1001 title of the second one\n/link 1001 1002 or an address\n/status 1001\n"
          "Words to me by my name are a reply, too; all other words in a ticket's thread are a note.\n"
          "One problem of many: /declare 1001 TITLE, /attach 1005 1001, /update 1001 identified WORDS, /announce 1001",
          "我在这里听得懂这些话，要带工单号；在工单自己的话题里可以不带：\n"
          "/接手 1001\n/回复 1001 发给用户的话\n#1001 只有我们看得到的备注（或 /备注 1001 ……）\n"
          "/转接 1001 队列或@同事，再写备注\n/解决 1001 原因\n/稍后 1001 2h\n/交回 1001\n"
          "/等待 1001 用户 原因，或 团队 2026-03-01 原因\n/计划 1001 2026-03-01 原因\n/不处理 1001 原因\n"
          "/重新打开 1001\n/设置 1001 category functional（还有 component、impact、tier、stage、expected、fixed_in "
          "等）\n"
          "/合并 1001 1002\n/拆分 1001 新工单的标题\n/链接 1001 1002 或网址\n/状态 1001\n"
          "叫我的名字再写内容也是回复；在工单话题里说的其他话都是备注。\n"
          "多人遇到同一个问题：/故障 1001 标题，/关联 1005 1001，/更新 1001 identified 内容，/公告 1001"};
    case Text::kDeskStranger:
      return {
          "I do not know you as an agent yet, so I did nothing. An admin can link you: frontdesk agent link DIR NAME "
          "{account} {id}",
          "我还不认识你这位同事，所以没有执行。请管理员关联账号：frontdesk agent link DIR NAME {account} {id}"};
    case Text::kDeskWhichTicket:
      return {"Which ticket? Write its number: /{verb} 1001 ...", "是哪个工单？请带上编号，例如：/{verb} 1001 ……"};
    case Text::kDeskNoTicket: return {"There is no ticket #{number}.", "没有编号为 #{number} 的工单。"};
    case Text::kDeskUnknownCommand:
      return {"I do not know /{verb}. /help shows what I understand.", "我不认识 /{verb}，发 /帮助 看看我听得懂什么。"};
    case Text::kDeskNeedsText:
      return {"/{verb} needs words: /{verb} 1001 ...", "/{verb} 后面要写内容：/{verb} 1001 ……"};
    case Text::kDeskNeedsTarget:
      return {"To whom? /{verb} 1001 QUEUE or @AGENT, then a note.", "转给谁？/{verb} 1001 队列或@同事，再写备注。"};
    case Text::kDeskNeedsTime:
      return {"Until when? /{verb} 1001 2h, or a moment such as 2026-03-02T09:00+08:00.",
              "到什么时候？/{verb} 1001 2h，或写时间，如 2026-03-02T09:00+08:00。"};
    case Text::kDeskNeedsDay:
      return {"When is it looked at again? /{verb} 1001 2026-03-01, then why.",
              "哪天再看？/{verb} 1001 2026-03-01，再写原因。"};
    case Text::kDeskNeedsWhom:
      return {"Waiting for whom? /{verb} 1001 customer why, or /{verb} 1001 team 2026-03-01 why.",
              "在等谁？/{verb} 1001 用户 原因，或 /{verb} 1001 团队 2026-03-01 原因。"};
    case Text::kDeskNeedsValue:
      return {"/{verb} needs to know what: /help shows how.", "/{verb} 还缺内容，发 /帮助 看写法。"};
    case Text::kDeskRefused: return {"#{number}: not done. {why}", "#{number}：没有执行。{why}"};
    case Text::kDeskHeldBy: return {"#{number}: not done, {agent} has it.", "#{number}：没有执行，{agent} 正在处理。"};
    case Text::kDeskDelivered: return {"✓ {agent} to {person}: {text}", "✓ {agent} 回复 {person}：{text}"};
    case Text::kDeskNotDelivered:
      return {"✗ could not be delivered to {person}: {text}", "✗ 没能送达 {person}：{text}"};
    case Text::kDeskMaybeDelivered:
      return {"? nobody can tell whether this reached {person}: {text}", "? 无法确认是否送达 {person}：{text}"};
    case Text::kDeskTooLate:
      return {"✗ not sent to {person}, somebody else speaks there by now: {text}",
              "✗ 没有发给 {person}，会话已由别人接手：{text}"};
    case Text::kDeskReplyStays:
      return {"#{number}: the customer still sees what was sent first. /reply sends a correction.",
              "#{number}：用户看到的还是原来的回复，需要更正请再发 /回复。"};
    case Text::kDeskEditSendsNothing:
      return {"#{number}: nothing was sent. Only a reply can be corrected by an edit; write a new message.",
              "#{number}：没有发送。编辑只能更正已发出的回复，请另发一条。"};
    case Text::kDeskNoteNowReads: return {"A note was changed. It now reads: {text}", "备注已修改，现在是：{text}"};
    case Text::kDeskNoteBy: return {"{agent} (note)", "{agent}（备注）"};
    case Text::kDeskStatus:
      return {"#{number} {title}: {state}, {person}, queue {queue}, held by {holder}.",
              "#{number} {title}：{state}，用户 {person}，队列 {queue}，当前由 {holder} 处理。"};
    case Text::kDeskUnseen:
      return {"#{number} has been waiting for {time}, and nobody has taken it.",
              "#{number} 已等待 {time}，还没有人接手。"};
    case Text::kDeskTake: return {"Take", "接手"};
    case Text::kDeskSnooze: return {"Snooze for an hour", "一小时后再看"};
    case Text::kDeskResolve: return {"Resolve", "标记解决"};
    case Text::kDeskGiveBack: return {"Give back", "交回机器人"};
    case Text::kDeskReopen: return {"Reopen", "重新打开"};
    case Text::kDeskCardHeld:
      return {"#{number}: {agent} has {person} ({account})", "#{number}：{agent} 正在接待 {person}（{account}）"};
    case Text::kDeskCardState:
      return {"#{number}: {person} ({account}), {state}", "#{number}：{person}（{account}），{state}"};
    case Text::kDeskCardHandoff:
      return {"#{number}: {person} ({account}) waits for a person", "#{number}：{person}（{account}）在等人工"};
    case Text::kDeskCardTicket:
      return {"#{number}: new from {person} ({account})", "#{number}：{person}（{account}）的新工单"};
    case Text::kCardTitle: return {"Summary", "摘要"};
    case Text::kCardWords: return {"In their words", "用户原话"};
    case Text::kCardLast: return {"Last said", "最近一句"};
    case Text::kCardReason: return {"Why a person", "转人工原因"};
    case Text::kCardQueue: return {"Queue", "队列"};
    case Text::kCardUrgency: return {"Urgency", "紧急度"};
    case Text::kCardLevel: return {"Level", "级别"};
    case Text::kCardAnswerBy: return {"Answer by", "最晚回复"};
    case Text::kCardFiles: return {"Files", "文件"};
    case Text::kCardShown: return {"Bot showed", "机器人给过"};
    case Text::kCardRejected: return {"Did not help", "没有帮到"};
    case Text::kCardConfirmed: return {"Helped", "有帮助"};
    case Text::kCardTranscript: return {"Everything", "完整记录"};
    case Text::kCardCommands: return {"You can write", "可以发"};
    case Text::kCardSimilar: return {"Similar", "相似工单"};
    case Text::kCardIncident: return {"Incident", "故障"};
    case Text::kCardAffected: return {"People affected", "受影响人数"};
    case Text::kAgentCorrects: return {"Correction: {text}", "更正：{text}"};
    // Incidents.
    case Text::kIncidentKnown:
      return {"This sounds like something that we know about and are working on. {words}",
              "这很像我们已经知道、正在处理的一个问题。{words}"};
    case Text::kIncidentTellMe: return {"Yes, keep me informed", "是这个问题，有进展告诉我"};
    case Text::kIncidentOther: return {"No, something else", "不是，是别的问题"};
    case Text::kIncidentJoined:
      return {"Noted under {number}. You need not do anything: I will tell you here what becomes of it.",
              "已登记，编号 {number}。你不用再做什么，有进展我会在这里告诉你。"};
    case Text::kIncidentAttached:
      return {
          "{number} is part of a problem that several people have. {words} I will tell you here what becomes of it.",
          "{number} 属于一个多人遇到的问题。{words}有进展我会在这里告诉你。"};
    case Text::kIncidentUpdate: return {"News about your problem: {words}", "你的问题有新进展：{words}"};
    case Text::kIncidentSolved: return {"{words} Does it work again for you?", "{words}你那边恢复正常了吗？"};
    case Text::kIncidentInvestigating: return {"{title}: we are looking into it.", "{title}：我们正在排查。"};
    case Text::kIncidentIdentified:
      return {"{title}: we have found the cause and are working on the fix.", "{title}：原因已找到，正在修复。"};
    case Text::kIncidentWatching:
      return {"{title}: a fix is in place, and we are watching whether it holds.",
              "{title}：已修复，正在观察是否稳定。"};
    case Text::kIncidentOver: return {"{title}: this is fixed.", "{title}：问题已解决。"};
    case Text::kDeskAskIncident:
      return {
          "#{number}: {count} people have reported something alike within a short time. Declare an incident? "
          "/declare {number} TITLE",
          "#{number}：短时间内有 {count} 人报告了相似的问题。要声明为故障吗？/故障 {number} 标题"};
    case Text::kDeskAskAlarm:
      return {"#{number} came from monitoring. Declare an incident? /declare {number} TITLE",
              "#{number} 来自监控告警。要声明为故障吗？/故障 {number} 标题"};
    case Text::kDeskDeclare: return {"Declare an incident", "声明故障"};
    case Text::kDeskIncidentDeclared:
      return {
          "Incident #{number} is declared: {title}. /attach NUMBER {number} adds a ticket; /update {number} identified "
          "(or watching, solved) WORDS tells everybody.",
          "已声明故障 #{number}：{title}。/关联 工单号 {number} 加入工单；/更新 {number} identified（或 "
          "watching、solved）"
          "内容，会告诉所有相关的人。"};
    case Text::kDeskIncidentUpdated:
      return {"Incident #{number} is now {state}; {count} people are told.",
              "故障 #{number} 现在是 {state}，已通知 {count} 人。"};
    case Text::kDeskIncidentAnnounced: return {"Incident #{number} is announced.", "故障 #{number} 已发布公告。"};
    case Text::kDeskIncidentNone: return {"There is no open incident #{number}.", "没有进行中的故障 #{number}。"};
    case Text::kDeskIncidentState:
      return {"Which state? investigating, identified, watching or solved, then what people should know.",
              "什么状态？investigating、identified、watching 或 solved，后面写要告诉大家的话。"};
    default: return NoticeWords(text);
  }
}

}  // namespace frontdesk::core
