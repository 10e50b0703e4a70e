// What a person says to "Did this solve it?" in their own words: "yes, works now", "没用", "more details", 👍.
// Only words that can mean nothing else count: "ok" and "great" are no yes, as silence is none.
//
// Thread safety: pure functions. Bounds: linear in the first kMaxSmallTalkBytes of the text.
#pragma once

#include <string_view>

namespace frontdesk::knowledge {

struct Verdict {
  enum class Kind { kNone, kYes, kNo, kMore };
  Kind kind = Kind::kNone;
  bool whole = true;  // false: the message goes on with something else, "no, I mean on my phone"
};

Verdict RecogniseVerdict(std::string_view text);

// "none", "都不是": none of the titles that were offered.
bool RejectsAll(std::string_view text);

}  // namespace frontdesk::knowledge
