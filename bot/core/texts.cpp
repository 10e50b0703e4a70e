#include "bot/core/texts.h"

#include <algorithm>
#include <array>
#include <vector>

#include "bot/base/text.h"
#include "bot/core/desk_words.h"

namespace frontdesk::core {

namespace {

Wording Words(Text text) {
  switch (text) {
    case Text::kGreeting:
      return {
          "Hi, I am the {product} support bot. I answer common questions at once, take problem reports, and bring in a "
          "person whenever you like: just type \"human\".",
          "你好，我是{product}"
          "机器人。常见问题马上回答，也可以帮你提交问题报告；随时输入“人工”就能联系真人。"};
    case Text::kGreetingQuestions: return {"People often ask:", "大家常问："};
    case Text::kHello: return {"Hello! What can I help you with?", "你好！有什么可以帮你？"};
    case Text::kThanks: return {"You are welcome.", "不客气。"};
    case Text::kBye: return {"Goodbye. I am here whenever you need me.", "再见，需要时随时找我。"};
    case Text::kOk: return {"All right. I am here if anything else comes up.", "好的，有其他问题随时说。"};
    case Text::kHowAreYou: return {"Fine, thank you. What can I help you with?", "我很好，谢谢关心！有什么可以帮你？"};
    case Text::kWhoAreYou:
      return {"I am a bot: I answer common questions and take reports. Type \"human\" to talk to a person.",
              "我是机器人，能解答常见问题，也能帮你提交问题；输入“人工”就能联系真人。"};
    case Text::kSayMore:
      return {"What would you like to know? Ask in your own words, or type \"human\" for a person.",
              "你想了解什么？直接用自己的话问我，或者输入“人工”联系真人。"};
    case Text::kSorryAngry:
      return {"I am sorry this has been such trouble. A person can look into it with you right away.",
              "给你添麻烦了，非常抱歉。我可以马上请同事来处理。"};
    case Text::kDidItHelp: return {"Did this solve it?", "这解决了你的问题吗？"};
    case Text::kYesSolved: return {"Yes, solved", "解决了"};
    case Text::kNoHelp: return {"No, that did not help", "没有帮到我"};
    case Text::kMore: return {"More", "更多"};
    case Text::kNothingMore: return {"That is all I have on this.", "关于这个问题，我知道的就这些。"};
    case Text::kOtherLanguage:
      return {"I have this article in another language only:", "这篇文章目前只有其他语言的版本："};
    case Text::kGladItHelped: return {"Glad that helped.", "很高兴帮到你。"};
    case Text::kSorryNoHelp:
      return {"Sorry, that was not it. I can take a report so that somebody looks into it, or bring in a person now.",
              "抱歉没有帮到你。我可以帮你提交问题，让同事跟进；也可以现在就转人工。"};
    case Text::kSorryNoHelpPlain:
      return {"Sorry, that was not it. A person can help.", "抱歉没有帮到你，可以请同事来帮你。"};
    case Text::kAlreadyRejected:
      return {"You told me that this one did not help, so I will not send it again. What I can do instead:",
              "你说过这篇没有帮到你，我就不再重复发了。还可以这样："};
    case Text::kArticleGone:
      return {"That article is no longer there. Ask me in your own words, and I will look for another.",
              "这篇文章已经下线了。用自己的话问我，我再帮你找找。"};
    case Text::kDidYouMean: return {"Did you mean one of these?", "你想问的是不是："};
    case Text::kNoneOfThese: return {"None of these", "都不是"};
    case Text::kNoAnswer:
      return {
          "I do not have an answer to that. I can take a report so that somebody looks into it, or bring in a "
          "person now.",
          "这个问题我暂时没有答案。我可以帮你提交问题，让同事跟进；也可以现在就转人工。"};
    case Text::kNoAnswerPlain:
      return {"I do not have an answer to that, but a person can help.", "这个问题我暂时没有答案，可以请同事来帮你。"};
    case Text::kOneByOne:
      return {"One by one. First: \"{question}\" The rest stands below it as buttons.",
              "一个一个来，先看：“{question}”其余的问题在下面的按钮里。"};
    case Text::kAlsoAsked: return {"You also asked:", "你还问了："};
    case Text::kTalkToPerson: return {"Talk to a person", "转人工"};
    case Text::kPersonComing:
      return {
          "A person from {queue} will take over here and has everything you told me. Your number is {number}; you "
          "will have an answer by {answer_by}. Feel free to add anything in the meantime.",
          "已转给{queue}的同事，你说过的内容他们都能看到。编号 {number}，最晚 {answer_by} "
          "前回复你。等待期间可以继续补充。"};
    case Text::kNobodyThere:
      return {
          "Nobody from {queue} is here right now; they are back at {opening}. Your request is kept as {number}, with "
          "everything you told me, and you will have an answer by {answer_by}. Feel free to add anything until then.",
          "{queue}的同事现在不在，{opening} 开始上班。你的请求已记录，编号 {number}，你说过的内容都在里面，最晚 "
          "{answer_by} 前回复你。在此之前可以继续补充。"};
    case Text::kCouldNotHandle:
      return {"Sorry, something went wrong on our side, so I am passing your message to a person.",
              "抱歉，我们这边出了点问题，已把你的消息转给同事。"};
    case Text::kPersonComingAgain:
      return {"You are already in line, number {number}. A person will answer here.",
              "你已经在排队了，编号 {number}，同事会在这里回复你。"};
    case Text::kStillWaiting:
      return {"Your request {number} is waiting for a person. Nothing is lost; you need not ask again.",
              "你的请求 {number} 正在等待同事处理，不会丢失，无需重复提交。"};
    case Text::kAddedToRequest:
      return {"I have added that to your request. A person will read it all.", "已补充到你的请求里，同事会一并看到。"};
    case Text::kNoLongerWaiting:
      return {"All right, you are no longer waiting for a person. Ask me anything.",
              "好的，已取消转人工。有问题可以继续问我。"};
    case Text::kNothingToCancel: return {"There is nothing to cancel.", "现在没有需要取消的内容。"};
    case Text::kHelp:
      return {
          "Ask me a question in your own words, or type:\n\"human\" - talk to a person\n\"my tickets\" - your "
          "requests: "
          "how they stand, add to one, withdraw one\n\"language\" - switch to Chinese",
          "直接用你自己的话提问，或者输入：\n“人工”——联系真人\n“我的工单”——查看进度、补充内容或撤回请求\n“语言”——切换到"
          "英文"};
    case Text::kStatusNone: return {"You have no open request with us.", "你目前没有未完成的请求。"};
    case Text::kStatusOpen:
      return {"Request {number}: {title}. State: {state}.", "请求 {number}：{title}。状态：{state}。"};
    case Text::kLanguageSet: return {"I will answer in English from now on.", "接下来我会用中文回答。"};
    case Text::kLanguageAsk: return {"Which language do you prefer?", "你希望用哪种语言？"};
    case Text::kAgentJoined:
      return {"{agent} has joined and will answer you here.", "{agent} 已加入，接下来由 {agent} 为你解答。"};
    case Text::kAgentLeft:
      return {"{agent} has handed you back to me, the bot. Type \"human\" to reach a person again.",
              "{agent} 已把对话交回给我（机器人）。需要时输入“人工”即可再次联系真人。"};
    case Text::kAgentSolved:
      return {"{agent} has marked this as solved. Did it work for you?", "{agent} 已将问题标记为解决。现在正常了吗？"};
    case Text::kSolvedYes: return {"Yes, it works", "已经正常"};
    case Text::kSolvedNo: return {"Still broken", "还是不行"};
    case Text::kThanksClosed:
      return {"Thank you for confirming. I have closed {number}.", "感谢确认，{number} 已关闭。"};
    case Text::kReopened:
      return {"I have opened {number} again and told the team. A person will answer here by {answer_by}.",
              "{number} 已重新打开并通知同事，最晚 {answer_by} 前会在这里回复你。"};
    case Text::kFilesKept:
      return {"I have kept your file. Tell me in a few words what it is about, or talk to a person.",
              "文件已收到。请简单说明一下问题，或者直接转人工。"};
    case Text::kCannotListen:
      return {"I can't listen to voice messages yet. Please type it; your recording is kept for the team.",
              "我还听不了语音消息，请打字告诉我。这段语音会留给人工客服。"};
    case Text::kPostReceipt:
      return {"This is ticket #{number} now. What becomes of it is told here.",
              "已建立工单 #{number}，处理进展会在这里告诉你。"};
    case Text::kFlowGone:
      return {"The form you were filling in is no longer offered. What you told me is kept for the team.",
              "你刚才填写的表单已下线，你填过的内容会保留给同事。"};
    case Text::kBackToFlow: return {"Back to: {flow}.", "接着填“{flow}”。"};
    case Text::kStaleButton:
      return {"That button belongs to an earlier message.", "这个按钮属于之前的消息，已经失效。"};
    case Text::kTrouble:
      return {"Something went wrong on my side. A person will take over; your number is {number}.",
              "我这边出了点问题，已请同事接手，编号 {number}。"};
    case Text::kStateNew: return {"received", "已收到"};
    case Text::kStateOpen: return {"being worked on", "处理中"};
    case Text::kStateWaiting: return {"waiting for your answer", "等待你的回复"};
    case Text::kStateResolved: return {"solved, waiting for your word", "已解决，等待你确认"};
    case Text::kStateWithTeam: return {"waiting for another team", "等待其他团队处理"};
    case Text::kStatePlanned: return {"planned", "已列入计划"};
    case Text::kStateClosed: return {"closed", "已关闭"};
    case Text::kStateDeclined: return {"declined", "暂不处理"};
    case Text::kStateMerged: return {"joined with another ticket", "已并入其他工单"};
    case Text::kQueueGeneral: return {"the support team", "支持团队"};
    // --- people across channels
    case Text::kIsItTheSame:
      return {"You have an open request already: {number}, {title}. Is this about the same problem?",
              "你已有一个处理中的请求：{number}，{title}。这次是同一个问题吗？"};
    case Text::kYouHaveOpen:
      return {"By the way, your request {number} ({title}) is still open. What you tell me now becomes a new one.",
              "顺便说一下，你的请求 {number}（{title}）还在处理中。接下来的内容会作为新的请求提交。"};
    case Text::kAlsoOpen:
      return {"Your request {number} ({title}) is open as well.", "你的请求 {number}（{title}）也还在处理中。"};
    case Text::kAddToTicket: return {"Add to {number}", "补充到 {number}"};
    case Text::kAboutTicket: return {"It is about {number}", "与 {number} 有关"};
    case Text::kSomethingElse: return {"Something else", "是别的问题"};
    case Text::kWhatToAdd:
      return {"What would you like to add to {number}? Write it here, or send a file.",
              "你想补充什么到 {number}？直接写在这里，或者发文件。"};
    case Text::kAddedToTicket:
      return {"I have added that to {number}. Whoever works on it will see it.",
              "已补充到 {number}，处理的同事会看到。"};
    case Text::kBothAreSeen:
      return {"Thank you. The person who comes will have {number} at hand as well.",
              "好的，接手的同事也会一并查看 {number}。"};
    case Text::kCouldNotReachYou:
      return {"I could not reach you where you wrote to us, so here is what we have to tell you:",
              "没能在你之前联系我们的渠道送达，所以在这里转告你："};
    case Text::kAskScore:
      return {"How did we do, from 1 (very bad) to 5 (very good)?",
              "你对这次服务满意吗？1 分非常不满意，5 分非常满意。"};
    case Text::kScore1: return {"Very bad", "非常不满意"};
    case Text::kScore2: return {"Bad", "不满意"};
    case Text::kScore3: return {"So-so", "一般"};
    case Text::kScore4: return {"Good", "满意"};
    case Text::kScore5: return {"Very good", "非常满意"};
    case Text::kAskScoreReason:
      return {"Thank you for being frank. What should we do better? Choose one, or say it in your own words.",
              "谢谢你的坦率。我们哪里需要改进？可以选一项，也可以直接写。"};
    case Text::kReasonSlow: return {"It took too long", "处理太慢"};
    case Text::kReasonUnsolved: return {"It is not really solved", "问题没有真正解决"};
    case Text::kReasonUnclear: return {"The answers were hard to follow", "回复不够清楚"};
    case Text::kReasonManner: return {"The tone was not right", "服务态度不好"};
    case Text::kReasonOther: return {"Something else", "其他原因"};
    case Text::kThanksScore: return {"Thank you, that is good to know.", "谢谢你的评价！"};
    case Text::kThanksReason: return {"Thank you. I have passed that on to the team.", "谢谢，我已经转告团队。"};
    case Text::kFollowUp:
      return {
          "I have not heard from you since {number} was marked as solved. Does it work now? If I hear nothing in the "
          "next three days, I will close it; you can have it opened again at any time.",
          "{number} "
          "标记为解决后，还没有收到你的回复。现在正常了吗？如果三天内没有回复，我会先关闭它；之后随时可以重新打开。"};
    case Text::kReleased:
      return {
          "Good news about {number} ({title}): the fix is in version {version}, which is out now. Does it work for "
          "you?",
          "关于 {number}（{title}）有好消息：{version} 版本已经发布，其中修复了这个问题。现在正常了吗？"};
    case Text::kWhichTicket:
      return {"I find no request {number} of yours here. Type \"my tickets\" to see those that I have.",
              "这里没有找到你的请求 {number}。输入“我的工单”可以查看你的请求。"};
    case Text::kTicketWithdrawn:
      return {"I have withdrawn {number}; nobody will work on it any more. Ask me any time if it comes back.",
              "{number} 已撤回，同事不再处理。如果问题再出现，随时找我。"};
    case Text::kTicketOver:
      return {"{number} is closed already. If it is still broken, just say so.",
              "{number} 已经结束了。如果问题还在，直接告诉我“还是不行”。"};
    case Text::kWithdrawWhich: return {"You have no open request that I could withdraw.", "你目前没有可以撤回的请求。"};
    case Text::kAddHow:
      return {"Write it like this: add to {number}: what you want to add", "请这样写：补充 {number}：要补充的内容"};
    case Text::kClosedAssumed:
      return {
          "I have not heard from you, so I have closed {number}, assuming that it works. If it does not, just say "
          "\"still broken\" here.",
          "一直没有收到你的回复，我先按“已解决”关闭了 {number}。如果还有问题，在这里说一声“还是不行”就会重新打开。"};
    // News of a ticket
    case Text::kNewsWaitsForYou:
      return {"To go on with your request {number} we need a word from you.{reason}",
              "请求 {number} 需要你补充一点信息，我们才能继续处理。{reason}"};
    case Text::kNewsWaitsOnTeam:
      return {"Your request {number} is now with another team. We look at it again on {day}, at the latest.{reason}",
              "请求 {number} 已转到其他团队处理，我们最晚 {day} 再跟进一次。{reason}"};
    case Text::kNewsPlanned:
      return {"Your request {number} is planned. We look at the plan again on {day}.{reason}",
              "请求 {number} 已列入计划，我们会在 {day} 再确认进展。{reason}"};
    case Text::kNewsDeclined:
      return {"We have decided not to go on with your request {number}.{reason}",
              "很抱歉，请求 {number} 暂时不做处理。{reason}"};
    case Text::kNewsReopened:
      return {"Your request {number} is open again, and somebody works on it.",
              "请求 {number} 已重新打开，同事会继续处理。"};
    case Text::kNewsExpected:
      return {"Your request {number} should be solved by {day}.", "请求 {number} 预计在 {day} 前解决。"};
    case Text::kNewsJoined:
      return {
          "Your request {number} is about the same problem as {other}, so we work on both together. Nothing you told "
          "us is lost, and you will hear of the progress here.",
          "请求 {number} 与 {other} 是同一个问题，我们会一起处理。你说过的内容都会保留，进展会在这里告诉你。"};
    case Text::kNewsJoinedByOther:
      return {"Somebody else has reported the same problem as your request {number}; both are worked on together.",
              "还有其他人反馈了与请求 {number} 相同的问题，我们会一并处理。"};
    case Text::kNewsSplit:
      return {"This is a second matter, so it has a number of its own: {number}, \"{title}\".",
              "这是另一个问题，已单独记录，编号 {number}：“{title}”。"};
    case Text::kNewsReason: return {" What the team says: {reason}", "同事的说明：{reason}"};
    case Text::kNextInLine: return {" You are next in line.", "下一个就轮到你。"};
    case Text::kPlaceInLine: return {" You are number {place} in line.", "你排在第 {place} 位。"};
    case Text::kUsualWait: return {" Lately a person came within about {span}.", "最近大约 {span} 内会有人接待。"};
    case Text::kUnknownWait: return {" How long it takes I cannot say yet.", "具体要等多久，我现在还说不准。"};
    case Text::kOneMinute: return {"a minute", "1 分钟"};
    case Text::kMinutes: return {"{count} minutes", "{count} 分钟"};
    case Text::kHours: return {"{count} hours", "{count} 小时"};
    case Text::kNobodyKnowsWhen:
      return {
          "Nobody from {queue} is here right now, and I do not know exactly when somebody will be back. Your request "
          "is kept as {number}, with everything you told me, and the team has been told; you will have an answer by "
          "{answer_by}. Feel free to add anything until then.",
          "{queue}的同事现在都不在，具体什么时候回来我也不清楚。你的请求已记录，编号 "
          "{number}，你说过的内容都在里面，也已通知团队，最晚 {answer_by} 前回复你。在此之前可以继续补充。"};
    case Text::kPassedToQueue:
      return {
          "{agent} has passed you on to {queue}; a person from there will answer you here. Your number stays {number}.",
          "{agent} 已把你转给{queue}，那边的同事会在这里回复你。编号仍是 {number}。"};
    case Text::kPassedToAgent:
      return {"{agent} has passed you on to {other}, who will answer you here.",
              "{agent} 已把你转给 {other}，接下来由 {other} 为你解答。"};
    case Text::kOnHold:
      return {"{agent} has put this on hold. You will hear from us here; you can add anything in the meantime.",
              "{agent} 已暂时搁置这次对话，有进展会在这里告诉你。在此之前可以继续补充。"};
    case Text::kBackInLine:
      return {
          "I am sorry: {agent} could not get back to you, so you are in line for another person. Your number stays "
          "{number}.",
          "抱歉，{agent}没能及时回复你，已为你重新排队，由其他同事接待。编号仍是 {number}。"};
    case Text::kTheTeam: return {"the team", "团队"};
    case Text::kQueueHelps:
      return {
          "So that you need not wait longer, {queue} can now take your request {number} too. Your place and "
          "everything you told me are kept.",
          "为了不让你久等，{queue}现在也可以处理你的请求 {number}。你说过的内容都还在。"};
    case Text::kTooFast:
      return {
          "That is more than I can read in a minute. I have kept all of it; please wait a moment, then tell me in "
          "one message what matters most, or type \"human\" for a person.",
          "消息太多，我一分钟内读不过来，但都已保存。请稍等片刻，再用一条消息告诉我最重要的内容，或者输入“人工”"
          "联系真人。"};
    case Text::kBrake:
      return {"I have said a lot within a minute and may be going in circles, so I stop here and ask a person to look.",
              "我一分钟内说得太多，可能在原地打转，先停下来，请同事来看看。"};
    case Text::kMyTickets: return {"My tickets", "我的工单"};
    case Text::kShowTicket: return {"Show {number}", "查看 {number}"};
    case Text::kWithdrawTicket: return {"Withdraw {number}", "撤回 {number}"};
    case Text::kLevelNamed: return {" It is handled as: {level}.", "处理级别：{level}。"};
    default: return DeskWords(text);
  }
}

// A phrase between its values.
struct Folded {
  std::vector<std::string> parts;
  std::size_t own = 0;  // bytes
};

Folded FoldParts(std::string_view phrase) {
  Folded folded;
  for (std::size_t at = 0; at <= phrase.size();) {
    const std::size_t open = std::min(phrase.find('{', at), phrase.size());
    folded.parts.push_back(base::FoldForMatch(phrase.substr(at, open - at)));
    folded.own += folded.parts.back().size();
    const std::size_t close = phrase.find('}', open);
    if (close == std::string_view::npos) break;
    at = close + 1;
  }
  return folded;
}

std::vector<std::array<Folded, 2>> FoldAll() {
  std::vector<std::array<Folded, 2>> all;
  for (int i = 0; i < static_cast<int>(Text::kCount); ++i) {
    const Wording words = Words(static_cast<Text>(i));
    all.push_back({FoldParts(words.en), FoldParts(words.zh)});
  }
  return all;
}

// The first at the begin, the last at the end, the others between.
bool HasInOrder(std::string_view text, const std::vector<std::string>& parts) {
  if (!text.starts_with(parts.front()) || !text.ends_with(parts.back())) return false;
  std::size_t at = 0;
  for (const std::string& part : parts) {
    const std::size_t found = text.find(part, at);
    if (found == std::string_view::npos) return false;
    at = found + part.size();
  }
  return parts.size() > 1 || text.size() == parts.front().size();
}

}  // namespace

std::string Phrase(Text text, std::string_view locale,
                   std::initializer_list<std::pair<std::string_view, std::string_view>> values) {
  const Wording words = Words(text);
  std::string_view rest = locale.starts_with("zh") ? words.zh : words.en;
  std::string out;
  while (!rest.empty()) {
    const auto open = rest.find('{');
    const auto close = rest.find('}', open);
    out += rest.substr(0, open);
    if (open == std::string_view::npos || close == std::string_view::npos) break;
    const std::string_view name = rest.substr(open + 1, close - open - 1);
    for (const auto& [key, value] : values)
      if (key == name) out += value;
    rest.remove_prefix(close + 1);
  }
  return out;
}

bool FitsPhrase(std::string_view folded, Text text, std::size_t least) {
  static const std::vector<std::array<Folded, 2>> phrases = FoldAll();
  for (const Folded& phrase : phrases[static_cast<std::size_t>(text)])
    if (phrase.own >= least && HasInOrder(folded, phrase.parts)) return true;
  return false;
}

bool SaysPhrase(std::string_view folded, Text text) {
  const Wording words = Words(text);
  return folded == base::FoldForMatch(words.en) || folded == base::FoldForMatch(words.zh);
}

}  // namespace frontdesk::core
