#include <algorithm>

#include "bot/base/text.h"
#include "knowledge/language.h"
#include "knowledge/phrase_list.h"
#include "knowledge/small_talk.h"
#include "knowledge/tokens.h"

namespace frontdesk::knowledge {

namespace {

constexpr char kAsks[] =
    "how|what|why|when|where|who|which|whose|can|could|do|does|did|is|are|was|were|will|would|should|may|am|"
    "has|have|what's|how's|where's|who's|why's|isn't|can't|doesn't|don't|didn't|won't|wasn't|aren't|couldn't|"
    "cant|cannot|forgot|need|help|show|tell|explain|reset|change|delete|cancel|remove|find|turn|enable|"
    "disable|set|add|invite|export|recover|restore";
constexpr char kAsksInside[] =
    "i want to|i'd like to|i would like to|i need|how to|how do|how can|is there|not working|doesn't work|"
    "does not work|won't|can't|cannot|unable to|no longer|keeps|failed|fails|error";
constexpr char kAsksChinese[] =
    "怎么|如何|怎样|为什么|为何|什么|吗|呢|哪里|哪儿|哪个|哪些|多少|多久|几点|几天|谁|能不能|可不可以|是不是|"
    "有没有|能否|是否|请问|咋|我想|我要|帮我|收不到|不了|不上|失败|报错|不能|无法|没有声音|忘记|忘了|求助";

// Of the above, what asks and cannot as well describe: "how do I find the log", not "export my data" or "it won't
// start".
constexpr char kOutright[] = "how|what|why|when|where|who|which|whose|what's|how's|where's|who's";
constexpr char kOutrightInside[] = "can i|could i|do i|how do|how can|how to";
constexpr char kOutrightChinese[] =
    "怎么|如何|怎样|为什么|为何|什么|吗|呢|哪里|哪儿|哪个|哪些|多少|多久|几点|能不能|可不可以|请问|咋";

constexpr std::size_t kShortestSentence = 2;  // characters or words; shorter ones are no questions

// A question by its first word, by words anywhere in it, by Chinese characters anywhere in it, or by its mark.
struct Signs {
  PhraseList first, inside, chinese;
  bool In(std::string_view text) const {
    const std::u32string read = Normalize(text.substr(0, kMaxSmallTalkBytes), ShippedLanguage()->characters);
    const std::vector<Token> tokens = Tokenize(read);
    if (tokens.empty()) return false;
    if (read.find(U'?') != std::u32string::npos || chinese.IsPartOf(read)) return true;
    return inside.StandsIn(Spaced(tokens)) || (tokens.size() > 1 && first.Has(tokens.front().text));
  }
};

bool IsSentenceEnd(char32_t point) {
  return point == '?' || point == '!' || point == '\n' || point == ';' || point == U'？' || point == U'！' ||
         point == U'。' || point == U'；';
}

// A full stop ends a sentence only before a space: "3.4" and "duck.com" are whole.
std::vector<std::string> Sentences(std::string_view text) {
  const std::vector<char32_t> points = base::ToCodePoints(text);
  std::vector<std::string> sentences(1);
  for (std::size_t i = 0; i < points.size(); ++i) {
    base::AppendUtf8(points[i], sentences.back());
    const bool stop = points[i] == '.' && i + 1 < points.size() && points[i + 1] == ' ';
    if (stop || IsSentenceEnd(points[i])) sentences.emplace_back();
  }
  return sentences;
}

// "Hi! How do I log in? Thanks." asks one thing, and its greeting only blurs the search.
std::string WithoutSmallTalk(const std::vector<std::string>& sentences, std::string_view text) {
  std::string rest;
  for (const std::string& sentence : sentences)
    if (RecogniseSmallTalk(sentence) == SmallTalk::kNone) rest += sentence;
  return std::string(base::Trim(HasWords(rest) ? std::string_view(rest) : text));
}

}  // namespace

bool LooksLikeQuestion(std::string_view text) {
  static const auto* signs = new Signs{PhraseList(kAsks), PhraseList(kAsksInside), PhraseList(kAsksChinese)};
  return signs->In(text);
}

bool AsksOutright(std::string_view text) {
  static const auto* signs =
      new Signs{PhraseList(kOutright), PhraseList(kOutrightInside), PhraseList(kOutrightChinese)};
  return signs->In(text);
}

std::vector<std::string> SplitQuestions(std::string_view text) {
  const std::vector<std::string> sentences = Sentences(text.substr(0, kMaxSmallTalkBytes));
  std::vector<std::string> questions;
  for (const std::string& sentence : sentences) {
    const std::string_view trimmed = base::Trim(sentence);
    const bool asks = base::CountGraphemes(trimmed) > kShortestSentence && LooksLikeQuestion(trimmed) &&
                      RecogniseSmallTalk(trimmed) == SmallTalk::kNone;
    if (asks && questions.size() < kMaxSplitQuestions) questions.emplace_back(trimmed);
  }
  if (questions.size() < 2) return {WithoutSmallTalk(sentences, text)};
  return questions;
}

}  // namespace frontdesk::knowledge
