// What a user typed -> the normal form of a slot's type, or a sentence that says why not.
//
//   "３" -> 3    "v3.2" -> 3.2    "是的" -> yes    "昨天" -> 2026-03-01    "Ada@Example.COM" -> Ada@example.com
//
// Thread safety: pure functions. Bounds: linear in the text (RE2).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/clock.h"
#include "flows/flow.h"

namespace frontdesk::flows {

struct AnswerContext {
  std::string_view locale;
  base::TimePoint now;
  std::string_view zone;
};

struct ParsedAnswer {
  std::optional<std::string> value;  // normal form
  std::string refusal;               // without a value: why, in the user's language
  bool over_limit = false;           // the refusal names a limit, so it says more than the author's `retry`
};

// Not for file slots.
ParsedAnswer ParseAnswer(const Slot& slot, std::string_view text, const AnswerContext& context);

// For the author of a flow: how a value of this slot is written.
std::string HowToWrite(const Slot& slot, std::string_view text);

// "yes", "no", or neither.
std::optional<std::string> ReadYesNo(std::string_view text);
// "2026-03-02" of a date as people write it.
std::optional<std::string> ReadDate(std::string_view text, const AnswerContext& context);
// "15:30" of a time of day as people write it, alone or in a short sentence.
std::optional<std::string> ReadTime(std::string_view text);
// "2026-03-01 15:00" of "yesterday 3pm", "昨天下午3点", "2 hours ago"; only the day when no time is said.
std::optional<std::string> ReadDatetime(std::string_view text, const AnswerContext& context);
// The number in `unit`; converted when the text names a relative of the unit ("0.3 s" is 300 in ms). nullopt when there
// is no number, or one of another kind ("5 GB" where ms are wanted).
std::optional<double> ReadMeasure(std::string_view text, std::string_view unit);
// A version that is the whole text, or the only one in it.
std::optional<std::string> ReadVersion(std::string_view text);

// The option that the text names by value or label in any locale, by the beginning of just one label, or but for a
// slip of the keyboard; or the only option that stands as a clause of its own.
const Option* ReadOption(const Slot& slot, std::string_view text);
// The text is exactly the value or a label.
const Option* NamedOption(const Slot& slot, std::string_view text);
// "1, 3", "Calls and files": the options that a list names, in the slot's order; empty when a part is unknown.
std::vector<const Option*> ReadOptions(const Slot& slot, std::string_view text);

// A message cut at commas, semicolons, full stops and line ends; trimmed, without empty parts.
std::vector<std::string> Clauses(std::string_view text);

// Words by which people pass over a question: "don't know", "没有".
bool MeansNothing(std::string_view text);
// "it works now", "解决了".
bool MeansSolved(std::string_view text);
// "done", "完成", "that's all".
bool MeansDone(std::string_view text);

}  // namespace frontdesk::flows
