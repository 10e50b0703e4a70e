#include "bot/core/desk_words.h"

namespace frontdesk::core {

Wording NoticeWords(Text text) {
  switch (text) {
    case Text::kTierCritical: return {"critical", "严重故障"};
    case Text::kTierFault: return {"fault", "一般故障"};
    case Text::kTierHowTo: return {"how-to", "使用咨询"};
    case Text::kTierSuggestion: return {"suggestion", "建议"};
    case Text::kNoticeFor: return {"For {whom}: ", "负责人：{whom}。"};
    case Text::kNoticeAbout: return {"#{number} ({level}): {title}. ", "#{number}（{level}）：{title}。"};
    case Text::kWhomQueue: return {"the queue {queue}", "队列 {queue} 的同事"};
    case Text::kWhomLead: return {"the lead", "组长"};
    case Text::kWhomOnCall: return {"the people on call", "值班同事"};
    case Text::kNoticeDue: return {"The {clock} is due at {time}, {away}.", "{clock}的期限是 {time}（{away}）。"};
    case Text::kNoticeLate:
      return {"The {clock} was due at {time}, {away}.", "{clock}已超时，期限是 {time}（{away}）。"};
    case Text::kNoticeSilence:
      return {"The user has heard nothing since {time}. Please say how it stands.",
              "用户自 {time} 起没有收到任何消息，请告知进展。"};
    case Text::kNoticeReview: return {"Its review is due: {state}, {reason}.", "到复查的日子了：{state}，{reason}。"};
    case Text::kAwayIn: return {"in {span}", "还有 {span}"};
    case Text::kAwayAgo: return {"{span} ago", "{span} 前"};
    case Text::kClockFirst: return {"first response", "首次响应"};
    case Text::kClockNext: return {"next response", "后续响应"};
    case Text::kClockResolution: return {"resolution", "解决"};
    case Text::kNoticeScore:
      return {"#{number} was given {score} of 5: {reason}", "#{number} 的评分是 {score} 分（满分 5 分）：{reason}"};
    case Text::kNoticeNobody:
      return {"Nobody from {queue} is there; the user was told so.", "{queue} 现在没有人在，已如实告诉用户。"};
    case Text::kNoticeWithdrawn: return {"{person} has withdrawn #{number}.", "{person} 已撤回 #{number}。"};
    case Text::kNoticeUnanswered: return {"The user has had no answer since {time}.", "用户从 {time} 起一直在等答复。"};
    case Text::kNoticeUndelivered: return {"Not delivered on {account}: {words}", "没能送达（{account}）：{words}"};
    case Text::kNoticeWindowShut:
      return {"The platform takes replies to the user's last word only until {time}.",
              "该平台只在 {time} 之前允许回复用户的上一条消息。"};
    case Text::kNoticeGoesOn:
      return {"It goes to the same user on {account} instead.", "已改由同一用户的 {account} 渠道转达。"};
    case Text::kNoticeNotSeen:
      return {"No other channel of this user is known for sure: they have not seen it.",
              "没有其他可以确认是本人的渠道：用户还没有看到。"};
    case Text::kNoticeEdited: return {"Changed a message. It now reads:\n{words}", "修改了一条消息，现在是：\n{words}"};
    case Text::kNoticeDeleted: return {"Deleted a message.", "删除了一条消息。"};
    case Text::kNoticeAdded: return {"Added from {account} to #{number}:", "从 {account} 补充到 #{number}："};
    case Text::kCardWeight: return {"Weight", "权重"};
    case Text::kCardReplyUntil: return {"Can be answered until", "可回复至"};
    case Text::kCardReplyShut:
      return {"since {time} the platform takes no reply until the user writes again",
              "{time} 起平台不再接受回复，要等用户再次发言"};
    case Text::kIncidentUnnamed: return {"A problem of several people", "多人遇到的问题"};
    default: return {};
  }
}

}  // namespace frontdesk::core
