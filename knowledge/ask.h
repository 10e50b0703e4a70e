// `frontdesk ask`: one JSON line in, one JSON line out, whatever comes in.
//   {"id","text"[,"locale"]}  ->  {"id","answered":bool,"confidence":0..1,"ranked":[{"id","score"}, ... up to 10]}
// A line that cannot be read is answered too: unsure, with nothing ranked, and with its id where that could be read.
// Every article is seen, whatever its accounts, tiers and validity.
//
// Thread safety: pure function.
#pragma once

#include <string>
#include <string_view>

#include "knowledge/index.h"

namespace frontdesk::knowledge {

inline constexpr std::size_t kMaxAskLineBytes = 1 << 20;

enum class Explained {
  kNo,
  kJson,  // the line has a further member "explain"
  kText,  // some lines for people, an empty one at the end
};

// Without the final line break.
std::string AskLine(const Index& index, std::string_view json_line, Explained explained = Explained::kNo);

// A score or confidence with as few digits as every machine prints alike.
double AsPrinted(double value);

}  // namespace frontdesk::knowledge
