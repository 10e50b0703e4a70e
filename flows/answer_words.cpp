// The words that mean yes, no, nothing and done.
#include <string_view>
#include <unordered_set>

#include "bot/base/text.h"
#include "flows/answer.h"

namespace frontdesk::flows {
namespace {

using WordSet = std::unordered_set<std::string_view>;

const WordSet& YesWords() {
  static const auto* words = new WordSet{
      "yes",   "y",       "yeah",      "yep",      "yup",  "ya",      "sure",         "ok",         "okay", "true",
      "right", "correct", "of course", "there is", "i do", "it does", "yes there is", "yes please", "是",   "是的",
      "对",    "对的",    "嗯",        "嗯嗯",     "有",   "有的",    "可以",         "能",         "行",   "好",
      "好的",  "没错",    "当然",      "是啊",     "是呀", "对啊",    "会",           "会的"};
  return *words;
}

const WordSet& NoWords() {
  static const auto* words = new WordSet{"no",
                                         "n",
                                         "nope",
                                         "nah",
                                         "false",
                                         "not",
                                         "never",
                                         "none",
                                         "there is not",
                                         "there isn't",
                                         "i don't",
                                         "it doesn't",
                                         "not really",
                                         "no there is not",
                                         "no there isn't",
                                         "不",
                                         "不是",
                                         "否",
                                         "没",
                                         "没有",
                                         "无",
                                         "不行",
                                         "不可以",
                                         "不能",
                                         "不对",
                                         "不会",
                                         "没有的",
                                         "不好",
                                         "并没有",
                                         "不是的",
                                         "没办法"};
  return *words;
}

const WordSet& NothingWords() {
  static const auto* words =
      new WordSet{"don't know", "i don't know", "dont know",   "i dont know", "do not know", "i do not know",
                  "not sure",   "i'm not sure", "im not sure", "no idea",     "idk",         "n/a",
                  "na",         "unknown",      "不知道",      "不清楚",      "我不知道",    "我不清楚",
                  "不确定",     "不太清楚",     "不记得",      "忘了",        "不晓得"};
  return *words;
}

const WordSet& DoneWords() {
  static const auto* words = new WordSet{
      "done",   "that's all", "thats all", "that is all", "that's it", "no more", "finished", "finish", "完成", "好了",
      "发完了", "选好了",     "没有了",    "没了",        "就这些",    "就这样",  "完了",     "可以了", "结束"};
  return *words;
}

// "yes, by restarting it" -> "yes".
std::string_view FirstClause(std::string_view folded) {
  std::size_t end = folded.size();
  for (std::string_view mark : {",", "，", "、", ";", ".", "!", "。", " - "}) end = std::min(end, folded.find(mark));
  return base::Trim(folded.substr(0, end));
}

}  // namespace

std::optional<std::string> ReadYesNo(std::string_view text) {
  const std::string folded = base::FoldForMatch(text);
  for (std::string_view part : {std::string_view(folded), FirstClause(folded)}) {
    if (YesWords().contains(part)) return "yes";
    if (NoWords().contains(part)) return "no";
  }
  return std::nullopt;
}

bool MeansNothing(std::string_view text) { return NothingWords().contains(base::FoldForMatch(text)); }
bool MeansSolved(std::string_view text) {
  static const auto* words = new WordSet{"solved",    "fixed",       "it works",   "it works now",   "that helped",
                                         "works now", "that worked", "it's fixed", "problem solved", "解决了",
                                         "搞定了",    "好了",        "可以了",     "已解决",         "有用"};
  return words->contains(base::FoldForMatch(text));
}
bool MeansDone(std::string_view text) { return DoneWords().contains(base::FoldForMatch(text)); }

}  // namespace frontdesk::flows
