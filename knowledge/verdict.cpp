#include "knowledge/verdict.h"

#include <algorithm>
#include <string>
#include <vector>

#include "bot/base/text.h"
#include "knowledge/language.h"
#include "knowledge/phrase_list.h"
#include "knowledge/small_talk.h"
#include "knowledge/tokens.h"

namespace frontdesk::knowledge {

namespace {

using Kind = Verdict::Kind;

// As tokens with one space between, after the fillers at both ends are gone.
constexpr char kYes[] =
    "yes|yep|yeah|yup|solved|yes solved|it's solved|problem solved|that solved it|this solved it|it did|"
    "yes it did|that did it|that works|that worked|it works|it worked|works|worked|fixed|it's fixed|"
    "that fixed it|that helped|it helped|this helped|是|是的|对|解决了|已解决|已经解决|已经解决了|问题解决了|"
    "好了|已经好了|可以了|行了|搞定|搞定了|有用|有帮助|很有帮助|能用了|成功了|没问题了";
constexpr char kNo[] =
    "no|nope|nah|not solved|not working|not fixed|that didn't help|that did not help|it didn't help|"
    "it did not help|this didn't help|this did not help|that doesn't help|this doesn't help|didn't help|"
    "did not help|no help|not helpful|unhelpful|it didn't|it did not|it didn't work|that didn't work|"
    "didn't work|did not work|it doesn't work|that doesn't work|doesn't work|does not work|it does not work|"
    "it's not working|broken|same problem|wrong answer|that's wrong|that's not it|that's not what i asked|"
    "that's not what i meant|that is not what i asked|that is not what i meant|不是|没有|没解决|没有解决|"
    "还没解决|还没有解决|没帮助|没有帮助|没帮到我|没有帮到我|没用|没有用|没什么用|没啥用|不行|还是不行|"
    "还不行|不管用|不对|不是这个|不是这个问题|还是一样|还没好|没好|答非所问";
constexpr char kMore[] =
    "more|tell me more|more details|more detail|details|the details|show me more|show more|read more|"
    "more info|go on|更多|详细|详细点|详细一点|再详细点|详情|细节|展开|继续|具体一点|具体点|说详细点|看更多";
constexpr char kNone[] =
    "none|none of them|none of these|none of those|neither|no|nope|都不是|不是|都不对|没有我要的|没有|都没有";

constexpr char kBefore[] = "no|yes|sorry|unfortunately|well|still|again|it's|oh|hmm|ah|ok|and|but|sadly|唉|嗯|哦";
constexpr char kAfter[] =
    "for me|me|at all|yet|either|sorry|thanks|thank you|now|though|really|again|please|谢谢|啊|呀|哦|了啊|呢";

constexpr char32_t kThumbUp = 0x1F44D, kOkHand = 0x1F44C, kTick = 0x2705, kThumbDown = 0x1F44E, kCross = 0x274C;

struct Lists {
  PhraseList yes{kYes}, no{kNo}, more{kMore}, none{kNone}, before{kBefore}, after{kAfter};
};

const Lists& Words() {
  static const auto* lists = new Lists;
  return *lists;
}

Kind KindOf(std::u32string_view text) {
  if (Words().yes.Has(text)) return Kind::kYes;
  if (Words().no.Has(text)) return Kind::kNo;
  return Words().more.Has(text) ? Kind::kMore : Kind::kNone;
}

bool IsFiller(std::u32string_view text) { return Words().before.Has(text) || Words().after.Has(text); }

// Fillers off both ends, as long as something else is left.
std::u32string_view Core(std::u32string_view text) {
  for (std::size_t length; (length = Words().before.LengthAt(text, 0)) > 0 && length < text.size();) {
    text.remove_prefix(length);
    if (text.front() == ' ') text.remove_prefix(1);
  }
  for (std::size_t at = 1; at < text.size(); ++at) {
    const bool begins = text[at - 1] == ' ' || base::IsCjk(text[at]);
    if (begins && Words().after.LengthAt(text, at) == text.size() - at) {
      text = text.substr(0, text[at - 1] == ' ' ? at - 1 : at);
      at = 0;
    }
  }
  return text;
}

// A thumb alone is a word.
Kind KindOfSigns(std::string_view text) {
  for (const char32_t point : base::ToCodePoints(text)) {
    if (point == kThumbUp || point == kOkHand || point == kTick) return Kind::kYes;
    if (point == kThumbDown || point == kCross) return Kind::kNo;
  }
  return Kind::kNone;
}

std::vector<std::string> Clauses(std::string_view text) {
  constexpr std::u32string_view kEnds = U".,;!?\n，。；！？、~";
  std::vector<std::string> clauses(1);
  for (const char32_t point : base::ToCodePoints(text)) {
    if (kEnds.find(point) != std::u32string_view::npos) {
      clauses.emplace_back();
    } else {
      base::AppendUtf8(point, clauses.back());
    }
  }
  std::erase_if(clauses, [](const std::string& clause) { return base::Trim(clause).empty(); });
  return clauses;
}

std::u32string Bare(std::string_view clause) {
  return Join(Tokenize(Normalize(clause, ShippedLanguage()->characters)));
}

}  // namespace

Verdict RecogniseVerdict(std::string_view text) {
  text = text.substr(0, kMaxSmallTalkBytes);
  Verdict verdict;
  bool words = false;
  for (const std::string& clause : Clauses(text)) {
    const std::u32string bare = Bare(clause);
    if (bare.empty()) continue;
    words = true;
    const Kind as_is = KindOf(bare);
    const Kind kind = as_is != Kind::kNone ? as_is : KindOf(Core(bare));
    if (verdict.kind == Kind::kNone) verdict.kind = kind;
    const bool beside = kind == Kind::kNone && !IsFiller(bare) && RecogniseSmallTalk(clause) == SmallTalk::kNone;
    // A verdict comes first; "no, that works" says more than one.
    if (verdict.kind == Kind::kNone && beside) return {};
    if (beside || (kind != Kind::kNone && kind != verdict.kind)) verdict.whole = false;
  }
  if (!words) verdict.kind = KindOfSigns(text);
  return verdict;
}

bool RejectsAll(std::string_view text) {
  text = text.substr(0, kMaxSmallTalkBytes);
  return Words().none.Has(Bare(text)) || KindOfSigns(text) == Kind::kNo;
}

}  // namespace frontdesk::knowledge
