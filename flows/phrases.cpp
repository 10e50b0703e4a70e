#include "flows/phrases.h"

#include "flows/flow.h"

namespace frontdesk::flows {
namespace {

struct Sentence {
  std::string_view english;
  std::string_view chinese;
};

Sentence ButtonWords(Wording wording) {
  switch (wording) {
    case Wording::kYes: return {"Yes", "是"};
    case Wording::kNo: return {"No", "否"};
    case Wording::kSkip: return {"Skip", "跳过"};
    case Wording::kDone: return {"Done", "完成"};
    case Wording::kSubmit: return {"Submit", "提交"};
    case Wording::kChange: return {"Change an answer", "修改"};
    case Wording::kSolved: return {"That solved it", "解决了"};
    case Wording::kUnsolved: return {"Not solved, go on", "没解决，继续"};
    case Wording::kNoneHelps: return {"None of these, go on", "都不是，继续"};
    case Wording::kBack: return {"Back", "上一步"};
    case Wording::kPerson: return {"Talk to a person", "转人工"};
    case Wording::kCancel: return {"Cancel", "取消"};
    default: return {};
  }
}

Sentence RefusalWords(Wording wording) {
  switch (wording) {
    case Wording::kPleaseChoose: return {"Please choose one of these.", "请从下面选一项。"};
    case Wording::kPleaseChooseSome:
      return {"Please choose at least {0} and at most {1} of these.", "请选择 {0} 到 {1} 项。"};
    case Wording::kPleaseYesOrNo: return {"Please answer yes or no.", "请回答“是”或“否”。"};
    case Wording::kPleaseEmail:
      return {"That does not look like an e-mail address. One looks like name@example.com.",
              "这不像邮箱地址，正确的格式如 name@example.com。"};
    case Wording::kPleasePhone:
      return {"That does not look like a phone number. One looks like +49 30 901820.",
              "这不像电话号码，正确的格式如 13800138000 或 +86 10 12345678。"};
    case Wording::kPleaseUrl:
      return {"That does not look like a web address. One looks like https://example.com/page.",
              "这不像网址，正确的格式如 https://example.com/page。"};
    case Wording::kPleaseVersion: return {"A version looks like 3.2 or 3.2.1.", "版本号的格式如 3.2 或 3.2.1。"};
    case Wording::kPleaseDate:
      return {"Please give a date, such as 2026-03-02, today or yesterday.",
              "请写日期，例如 2026-03-02、3月2日、今天或昨天。"};
    case Wording::kPleaseTime:
      return {"Please give a time, such as 15:30 or 3pm.", "请写时间，例如 15:30 或下午3点半。"};
    case Wording::kPleaseDatetime:
      return {"Please say when, such as \"yesterday 3pm\" or 2026-03-02 15:30.",
              "请写明时间，例如“昨天下午3点”或 2026-03-02 15:30。"};
    case Wording::kPleaseUnit: return {"Please give a number in {0}.", "请用 {0} 作单位填写一个数字。"};
    case Wording::kPleaseUser: return {"Please give one name or e-mail address.", "请写一个人的名字或邮箱。"};
    case Wording::kPleaseNumber: return {"Please give a number.", "请填写一个数字。"};
    case Wording::kPleaseInteger: return {"Please give a whole number.", "请填写一个整数。"};
    case Wording::kPleasePattern: return {"That is not in the form we need here.", "格式不符合要求。"};
    case Wording::kPleaseFile: return {"Please send a file here.", "请在这里发送文件。"};
    case Wording::kPleaseText: return {"Please answer in words.", "请用文字回答。"};
    default: return {};
  }
}

Sentence LimitWords(Wording wording) {
  switch (wording) {
    case Wording::kTooShort: return {"A few more words, please.", "请再说得详细一点。"};
    case Wording::kTooLong: return {"That is too long; at most {0} characters fit here.", "内容太长，最多 {0} 个字。"};
    case Wording::kNumberTooSmall: return {"The smallest number possible here is {0}.", "不能小于 {0}。"};
    case Wording::kNumberTooLarge: return {"The largest number possible here is {0}.", "不能大于 {0}。"};
    case Wording::kDateTooEarly: return {"The earliest date possible here is {0}.", "日期不能早于 {0}。"};
    case Wording::kDateTooLate: return {"The latest date possible here is {0}.", "日期不能晚于 {0}。"};
    case Wording::kFileTooLarge: return {"{0} is too large; the limit is {1}.", "{0} 太大，上限是 {1}。"};
    case Wording::kFileRefused:
      return {"{0} is of a kind that we cannot take here. We can take: {1}.", "这里不能接收 {0}，可以接收：{1}。"};
    case Wording::kFileTooMany:
      return {"Those are too many files; the limit here is {0}.", "文件太多了，最多 {0} 个。"};
    case Wording::kFileTooFew: return {"Please send at least {0}.", "请至少发送 {0} 个。"};
    case Wording::kFileUnwanted: return {"A file does not help with this question.", "这个问题不需要文件。"};
    default: return {};
  }
}

Sentence ProgressWords(Wording wording) {
  switch (wording) {
    case Wording::kGotFiles: return {"Got it: {0}.", "已收到：{0}。"};
    case Wording::kGotFilesMore:
      return {"Got it: {0}. Send another, or press Done.", "已收到：{0}。可以继续发送，发完请按“完成”。"};
    case Wording::kChosenMore:
      return {"Chosen: {0}. Choose more, or press Done.", "已选：{0}。可以继续选，选完请按“完成”。"};
    case Wording::kImages: return {"images", "图片"};
    case Wording::kVideos: return {"videos", "视频"};
    case Wording::kSounds: return {"sound", "音频"};
    case Wording::kAnyKind: return {", ", "、"};
    case Wording::kMayHelp: return {"Perhaps one of these helps:", "看看下面有没有能帮上忙的："};
    case Wording::kDidItSolve: return {"Did that solve it?", "这样解决了吗？"};
    case Wording::kGladSolved: return {"Glad that helped. Write any time.", "太好了！有问题随时找我。"};
    case Wording::kSearchHelp:
      return {"Choose an article to read it here. If none helps, we go on with a few questions.",
              "点开一篇文章就能在这里看到；都帮不上忙的话，我再问几个问题。"};
    case Wording::kLookingUp: return {"One moment, I am looking that up.", "稍等，我查一下。"};
    case Wording::kReviewIntro: return {"Please check your answers before we send them.", "提交前，请核对一下："};
    case Wording::kReviewAgain:
      return {"Your answers are ready: submit, change one, or cancel?", "信息已经填好：提交、修改，还是取消？"};
    case Wording::kReviewHelp:
      return {"Submit sends your answers to our team. You can still change any of them.",
              "按“提交”后会发给我们的团队；提交前可以修改任何一项。"};
    case Wording::kWhatToChange: return {"Which answer do you want to change?", "要修改哪一项？"};
    case Wording::kNothingToChange: return {"There is no answer to change yet.", "还没有可以修改的内容。"};
    case Wording::kAlreadySent:
      return {"This is already submitted. Just write what you want to add.",
              "已经提交了。想补充什么，直接写给我们就行。"};
    default: return {};
  }
}

Sentence GuideWords(Wording wording) {
  switch (wording) {
    case Wording::kFirstQuestion: return {"This is the first question.", "这已经是第一个问题了。"};
    case Wording::kNeeded: return {"We cannot go on without this one.", "这一项是必填的。"};
    case Wording::kNothingToSkip: return {"There is nothing to skip here.", "这里没有可以跳过的内容。"};
    case Wording::kHelpWords:
      return {"You can also say: back, edit, skip, cancel, or person.",
              "也可以说：上一步、修改、跳过、取消，或者转人工。"};
    case Wording::kCancelled: return {"Cancelled. Nothing was sent.", "已取消，没有提交任何内容。"};
    case Wording::kStopped: return {"All right, we stop here.", "好的，就到这里。"};
    case Wording::kThanks: return {"Thank you, that is all we need.", "谢谢，需要的信息都有了。"};
    case Wording::kReminder:
      return {"Still there? What you have told us is kept. Whenever you are ready:",
              "还在吗？前面填的内容都保留着，方便的时候接着来："};
    case Wording::kChanged:
      return {"These questions have changed since you began. Your answers are kept where they still fit.",
              "这些问题在你填写期间有更新，仍然适用的回答都已保留。"};
    case Wording::kForgotten:
      return {"That was a while ago, and what you told us here in confidence is not kept for so long. May I ask again?",
              "隔的时间比较久，之前填写的敏感内容已经按期删除，需要再问你一次："};
    case Wording::kSkippedValue: return {"skipped", "已跳过"};
    default: return {};
  }
}

Sentence Find(Wording wording) {
  if (wording <= Wording::kCancel) return ButtonWords(wording);
  if (wording <= Wording::kPleaseText) return RefusalWords(wording);
  if (wording <= Wording::kFileUnwanted) return LimitWords(wording);
  if (wording <= Wording::kAlreadySent) return ProgressWords(wording);
  return GuideWords(wording);
}

}  // namespace

std::string Words(Wording wording, std::string_view locale, std::initializer_list<std::string_view> arguments) {
  const Sentence sentence = Find(wording);
  std::string_view text = Language(locale) == "zh" ? sentence.chinese : sentence.english;
  std::string result;
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    result += text.substr(0, open);
    if (open == std::string_view::npos) break;
    const auto index = static_cast<std::size_t>(text[open + 1] - '0');
    if (index < arguments.size()) result += *(arguments.begin() + index);
    text.remove_prefix(open + 3);
  }
  return result;
}

}  // namespace frontdesk::flows
