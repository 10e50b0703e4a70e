#include "flows/global_words.h"

#include <array>
#include <unordered_map>

#include "bot/base/text.h"

namespace frontdesk::flows {
namespace {

using Kind = GlobalWord::Kind;

struct Entry {
  std::string_view word;  // folded
  Kind kind;
  std::string_view argument = {};
};

// Longer than any entry, in bytes: what is longer is not looked up.
constexpr std::size_t kMaxWordBytes = 64;
constexpr std::size_t kMaxEditBytes = 200;
constexpr std::size_t kMaxAddedBytes = 4'000;
constexpr std::size_t kMaxNumberDigits = 12;

constexpr Entry kWords[] = {
    {"back", Kind::kBack},
    {"go back", Kind::kBack},
    {"previous", Kind::kBack},
    {"previous question", Kind::kBack},
    {"undo", Kind::kBack},
    {"上一步", Kind::kBack},
    {"上一个", Kind::kBack},
    {"上一题", Kind::kBack},
    {"返回", Kind::kBack},
    {"返回上一步", Kind::kBack},
    {"回到上一步", Kind::kBack},
    {"后退", Kind::kBack},

    {"edit", Kind::kEdit},
    {"change", Kind::kEdit},
    {"change an answer", Kind::kEdit},
    {"修改", Kind::kEdit},
    {"更改", Kind::kEdit},
    {"改一下", Kind::kEdit},
    {"我要修改", Kind::kEdit},
    {"编辑", Kind::kEdit},

    {"skip", Kind::kSkip},
    {"skip it", Kind::kSkip},
    {"skip this", Kind::kSkip},
    {"skip this question", Kind::kSkip},
    {"跳过", Kind::kSkip},
    {"略过", Kind::kSkip},
    {"跳过这个", Kind::kSkip},
    {"跳过这一步", Kind::kSkip},
    {"跳过这题", Kind::kSkip},
    {"下一步", Kind::kSkip},

    {"cancel", Kind::kCancel},
    {"/cancel", Kind::kCancel},
    {"cancel it", Kind::kCancel},
    {"cancel this", Kind::kCancel},
    {"never mind", Kind::kCancel},
    {"nevermind", Kind::kCancel},
    {"forget it", Kind::kCancel},
    {"stop", Kind::kCancel},
    {"quit", Kind::kCancel},
    {"abort", Kind::kCancel},
    {"取消", Kind::kCancel},
    {"我要取消", Kind::kCancel},
    {"算了", Kind::kCancel},
    {"不弄了", Kind::kCancel},
    {"不报了", Kind::kCancel},
    {"退出", Kind::kCancel},
    {"停止", Kind::kCancel},

    {"help", Kind::kHelp},
    {"/help", Kind::kHelp},
    {"help me", Kind::kHelp},
    {"what can you do", Kind::kHelp},
    {"帮助", Kind::kHelp},
    {"帮帮我", Kind::kHelp},
    {"怎么用", Kind::kHelp},
    {"你能做什么", Kind::kHelp},
    {"你会什么", Kind::kHelp},

    {"person", Kind::kPerson},
    {"a person", Kind::kPerson},
    {"human", Kind::kPerson},
    {"a human", Kind::kPerson},
    {"agent", Kind::kPerson},
    {"an agent", Kind::kPerson},
    {"/person", Kind::kPerson},
    {"/human", Kind::kPerson},
    {"operator", Kind::kPerson},
    {"representative", Kind::kPerson},
    {"real person", Kind::kPerson},
    {"a real person", Kind::kPerson},
    {"human please", Kind::kPerson},
    {"human, please", Kind::kPerson},
    {"person please", Kind::kPerson},
    {"person, please", Kind::kPerson},
    {"a person, please", Kind::kPerson},
    {"a human, please", Kind::kPerson},
    {"talk to a person", Kind::kPerson},
    {"talk to a human", Kind::kPerson},
    {"talk to an agent", Kind::kPerson},
    {"talk to someone", Kind::kPerson},
    {"speak to a person", Kind::kPerson},
    {"speak to a human", Kind::kPerson},
    {"speak to an agent", Kind::kPerson},
    {"speak to someone", Kind::kPerson},
    {"i want to talk to a person", Kind::kPerson},
    {"i want to talk to a human", Kind::kPerson},
    {"i want a person", Kind::kPerson},
    {"i want a human", Kind::kPerson},
    {"i need a person", Kind::kPerson},
    {"i need a human", Kind::kPerson},
    {"can i talk to a person", Kind::kPerson},
    {"can i talk to a human", Kind::kPerson},
    {"can i talk to someone", Kind::kPerson},
    {"customer service", Kind::kPerson},
    {"live agent", Kind::kPerson},
    {"live chat", Kind::kPerson},
    {"人工", Kind::kPerson},
    {"转人工", Kind::kPerson},
    {"人工客服", Kind::kPerson},
    {"转人工客服", Kind::kPerson},
    {"人工服务", Kind::kPerson},
    {"找人工", Kind::kPerson},
    {"要人工", Kind::kPerson},
    {"我要人工", Kind::kPerson},
    {"我要转人工", Kind::kPerson},
    {"请转人工", Kind::kPerson},
    {"找个人", Kind::kPerson},
    {"找真人", Kind::kPerson},
    {"真人", Kind::kPerson},
    {"真人客服", Kind::kPerson},
    {"客服", Kind::kPerson},
    {"找客服", Kind::kPerson},
    {"联系客服", Kind::kPerson},
    {"联系人工", Kind::kPerson},
    {"我要找人工", Kind::kPerson},
    {"我要找客服", Kind::kPerson},
    {"我要找人", Kind::kPerson},
    {"找人", Kind::kPerson},
    {"接人工", Kind::kPerson},

    {"status", Kind::kStatus},
    {"/status", Kind::kStatus},
    {"my tickets", Kind::kStatus},
    {"my ticket", Kind::kStatus},
    {"ticket status", Kind::kStatus},
    {"progress", Kind::kStatus},
    {"any news", Kind::kStatus},
    {"any update", Kind::kStatus},
    {"any updates", Kind::kStatus},
    {"状态", Kind::kStatus},
    {"进度", Kind::kStatus},
    {"查进度", Kind::kStatus},
    {"查询进度", Kind::kStatus},
    {"我的工单", Kind::kStatus},
    {"工单进度", Kind::kStatus},
    {"处理进度", Kind::kStatus},
    {"有进展吗", Kind::kStatus},
    {"进展如何", Kind::kStatus},

    {"status of", Kind::kStatus},
    {"status of ticket", Kind::kStatus},
    {"ticket", Kind::kStatus},
    {"my requests", Kind::kStatus},
    {"show my tickets", Kind::kStatus},
    {"工单", Kind::kStatus},
    {"查询工单", Kind::kStatus},
    {"查看工单", Kind::kStatus},
    {"查工单", Kind::kStatus},
    {"查看我的工单", Kind::kStatus},
    {"我的请求", Kind::kStatus},

    {"add to", Kind::kAdd},
    {"add to ticket", Kind::kAdd},
    {"add to my ticket", Kind::kAdd},
    {"补充", Kind::kAdd},
    {"补充到", Kind::kAdd},
    {"补充工单", Kind::kAdd},

    {"withdraw", Kind::kWithdraw},
    {"withdraw ticket", Kind::kWithdraw},
    {"withdraw my ticket", Kind::kWithdraw},
    {"close my ticket", Kind::kWithdraw},
    {"cancel ticket", Kind::kWithdraw},
    {"cancel my ticket", Kind::kWithdraw},
    {"撤回", Kind::kWithdraw},
    {"撤销", Kind::kWithdraw},
    {"撤回工单", Kind::kWithdraw},
    {"撤销工单", Kind::kWithdraw},
    {"取消工单", Kind::kWithdraw},

    {"language", Kind::kLanguage},
    {"/language", Kind::kLanguage},
    {"change language", Kind::kLanguage},
    {"switch language", Kind::kLanguage},
    {"语言", Kind::kLanguage},
    {"切换语言", Kind::kLanguage},
    {"换语言", Kind::kLanguage},
    {"english", Kind::kLanguage, "en"},
    {"in english", Kind::kLanguage, "en"},
    {"english please", Kind::kLanguage, "en"},
    {"english, please", Kind::kLanguage, "en"},
    {"language english", Kind::kLanguage, "en"},
    {"英文", Kind::kLanguage, "en"},
    {"英语", Kind::kLanguage, "en"},
    {"说英文", Kind::kLanguage, "en"},
    {"说英语", Kind::kLanguage, "en"},
    {"chinese", Kind::kLanguage, "zh"},
    {"in chinese", Kind::kLanguage, "zh"},
    {"chinese please", Kind::kLanguage, "zh"},
    {"language chinese", Kind::kLanguage, "zh"},
    {"中文", Kind::kLanguage, "zh"},
    {"汉语", Kind::kLanguage, "zh"},
    {"说中文", Kind::kLanguage, "zh"},
};

// "edit area", "修改版本": what follows is the answer's name.
constexpr std::string_view kEditPrefixes[] = {"edit ", "change ", "修改", "更改", "编辑"};
constexpr std::string_view kArticles[] = {"my ", "the "};

const std::unordered_map<std::string_view, const Entry*>& Index() {
  static const auto* index = [] {
    auto* map = new std::unordered_map<std::string_view, const Entry*>;
    for (const Entry& entry : kWords) map->emplace(entry.word, &entry);
    return map;
  }();
  return *index;
}

std::string_view LanguageOf(std::string_view word) {
  return static_cast<unsigned char>(word.front()) < 0x80 ? "en" : "zh";
}

std::optional<GlobalWord> EditOf(std::string_view folded) {
  for (std::string_view prefix : kEditPrefixes) {
    if (!folded.starts_with(prefix)) continue;
    std::string_view name = base::Trim(folded.substr(prefix.size()));
    for (std::string_view article : kArticles)
      if (name.starts_with(article)) name = base::Trim(name.substr(article.size()));
    if (!name.empty()) return GlobalWord{Kind::kEdit, std::string(name)};
  }
  return std::nullopt;
}

// "status #1002", "补充 1002：日志如下": the words before the number, the number, and what follows a colon.
struct WithNumber {
  std::string words, number, text;
};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// The first colon of either width; npos when there is none.
std::pair<std::size_t, std::size_t> FindColon(std::string_view text) {
  constexpr std::string_view kWide = "：";
  const std::size_t narrow = text.find(':'), wide = text.find(kWide);
  return narrow < wide ? std::pair(narrow, std::size_t{1}) : std::pair(wide, kWide.size());
}

std::optional<WithNumber> SplitNumber(std::string_view text) {
  const auto [colon, length] = FindColon(text);
  WithNumber split;
  if (colon != std::string_view::npos) split.text = base::Trim(text.substr(colon + length));
  std::string head = base::FoldForMatch(text.substr(0, colon));
  while (!head.empty() && head.back() == ' ') head.pop_back();
  std::size_t from = head.size();
  while (from > 0 && IsDigit(head[from - 1])) --from;
  split.number = head.substr(from);
  head.resize(from);
  while (!head.empty() && (head.back() == '#' || head.back() == ' ')) head.pop_back();
  split.words = std::move(head);
  const bool none = split.words.empty() || (split.number.empty() && split.text.empty());
  if (none || split.number.size() > kMaxNumberDigits || split.words.size() > kMaxWordBytes) return std::nullopt;
  return split;
}

}  // namespace

void GlobalWords::Replace(GlobalWord::Kind kind, std::string_view language, const std::vector<std::string>& words) {
  replaced_.emplace(kind, language);
  for (const std::string& word : words)
    if (std::string folded = base::FoldForMatch(word); !folded.empty()) own_.emplace(std::move(folded), kind);
}

std::optional<GlobalWord> GlobalWords::Recognize(std::string_view text) const {
  if (auto word = RecognizeWord(text)) return word;
  if (text.size() > kMaxAddedBytes) return std::nullopt;
  auto split = SplitNumber(text);
  if (!split) return std::nullopt;
  auto word = RecognizeWord(split->words);
  if (!word) return std::nullopt;
  const bool adds = word->kind == Kind::kAdd && !split->text.empty();
  const bool names = (word->kind == Kind::kStatus || word->kind == Kind::kWithdraw) && split->text.empty();
  if (!adds && !names) return std::nullopt;
  word->argument = std::move(split->number);
  word->text = std::move(split->text);
  return word;
}

std::optional<GlobalWord> GlobalWords::RecognizeWord(std::string_view text) const {
  if (text.size() > kMaxEditBytes) return std::nullopt;
  const std::string folded = base::FoldForMatch(text);
  if (const auto own = own_.find(folded); own != own_.end()) return GlobalWord{own->second, {}};
  if (folded.size() <= kMaxWordBytes) {
    const auto at = Index().find(folded);
    if (at != Index().end()) {
      const Entry& entry = *at->second;
      if (replaced_.contains({entry.kind, std::string(LanguageOf(entry.word))})) return std::nullopt;
      return GlobalWord{entry.kind, std::string(entry.argument)};
    }
  }
  return EditOf(folded);
}

std::optional<GlobalWord> RecognizeGlobalWord(std::string_view text) { return GlobalWords().Recognize(text); }

std::optional<GlobalWord::Kind> GlobalWordKindFrom(std::string_view name) {
  for (std::size_t i = 0; i < std::size(kGlobalWordNames); ++i)
    if (kGlobalWordNames[i] == name) return static_cast<Kind>(i);
  return std::nullopt;
}

}  // namespace frontdesk::flows
