// Which option a text means.
#include <re2/re2.h>

#include <algorithm>

#include "bot/base/text.h"
#include "flows/answer.h"

namespace frontdesk::flows {
namespace {

constexpr std::size_t kMaxOptionBytes = 200;  // a longer text is a sentence, not an option

bool IsNamed(const Option& option, std::string_view folded) {
  return std::find(option.match.begin(), option.match.end(), folded) != option.match.end();
}

// True for a beginning that says enough: three letters, or two CJK characters.
bool IsBeginning(std::string_view label, std::string_view folded) {
  const bool cjk = static_cast<unsigned char>(folded.front()) >= 0xE0;
  return folded.size() >= (cjk ? 6u : 3u) && label.starts_with(folded);
}

bool IsSlip(std::string_view label, std::string_view folded) {
  const std::size_t slips = std::min<std::size_t>(label.size() / 5, 2);
  return slips > 0 && base::EditDistance(label, folded, slips) <= slips;
}

template <typename Fits>
const Option* OnlyOption(const Slot& slot, Fits fits) {
  const Option* only = nullptr;
  for (const Option& option : slot.options) {
    if (!std::any_of(option.match.begin(), option.match.end(), fits)) continue;
    if (only != nullptr) return nullptr;
    only = &option;
  }
  return only;
}

const Option* OnlyClause(const Slot& slot, std::string_view text) {
  const Option* only = nullptr;
  for (const std::string& clause : Clauses(text)) {
    const Option* named = NamedOption(slot, clause);
    if (named != nullptr && only != nullptr && named != only) return nullptr;
    if (named != nullptr) only = named;
  }
  return only;
}

std::vector<std::string> Parts(std::string_view folded) {
  static const RE2 kSeparator(R"(\s*(?:[,;、，；/+&\n]|\band\b|和|以及|还有)\s*)");
  std::string text(folded);
  RE2::GlobalReplace(&text, kSeparator, "\n");
  return base::SplitLines(text);
}

const Option* NumberedOption(const Slot& slot, std::string_view part) {
  if (part.empty() || part.size() > 2 || part.find_first_not_of("0123456789") != std::string_view::npos) return nullptr;
  const std::size_t number = static_cast<std::size_t>(std::stoi(std::string(part)));
  return number >= 1 && number <= slot.options.size() ? &slot.options[number - 1] : nullptr;
}

// By name, by the beginning of just one name, or but for a slip.
const Option* LikelyOption(const Slot& slot, std::string_view folded) {
  if (folded.empty()) return nullptr;
  if (const Option* named = NamedOption(slot, folded)) return named;
  const Option* begun = OnlyOption(slot, [&](const std::string& label) { return IsBeginning(label, folded); });
  if (begun != nullptr) return begun;
  return OnlyOption(slot, [&](const std::string& label) { return IsSlip(label, folded); });
}

const Option* OneOf(const Slot& slot, std::string_view part) {
  if (const Option* likely = LikelyOption(slot, part)) return likely;
  return NumberedOption(slot, part);
}

// "1 3" and "１３" as one number are different things: only spaces split digits.
std::vector<std::string> SpacedNumbers(std::string_view folded) {
  if (folded.find_first_not_of("0123456789 ") != std::string_view::npos) return {};
  std::string lines(folded);
  std::replace(lines.begin(), lines.end(), ' ', '\n');
  return base::SplitLines(lines);
}

}  // namespace

std::vector<std::string> Clauses(std::string_view text) {
  static const RE2 kSeparator(R"([,;!?，；。！？\n]|\.\s)");
  std::string marked(text);
  RE2::GlobalReplace(&marked, kSeparator, "\n");
  std::vector<std::string> clauses;
  for (const std::string& line : base::SplitLines(marked))
    if (const std::string_view clause = base::Trim(line); !clause.empty()) clauses.emplace_back(clause);
  return clauses;
}

const Option* NamedOption(const Slot& slot, std::string_view text) {
  if (text.size() > kMaxOptionBytes) return nullptr;
  const std::string folded = base::FoldForMatch(text);
  for (const Option& option : slot.options)
    if (IsNamed(option, folded)) return &option;
  return nullptr;
}

const Option* ReadOption(const Slot& slot, std::string_view text) {
  if (text.size() > kMaxOptionBytes) return nullptr;
  const Option* likely = LikelyOption(slot, base::FoldForMatch(text));
  return likely != nullptr ? likely : OnlyClause(slot, text);
}

std::vector<const Option*> ReadOptions(const Slot& slot, std::string_view text) {
  if (text.size() > kMaxOptionBytes * 4) return {};
  const std::string folded = base::FoldForMatch(text);
  if (const Option* whole = OneOf(slot, folded)) return {whole};
  std::vector<std::string> parts = SpacedNumbers(folded);
  if (parts.empty()) parts = Parts(folded);
  std::vector<const Option*> chosen;
  for (const std::string& part : parts) {
    const std::string_view trimmed = base::Trim(part);
    if (trimmed.empty()) continue;
    const Option* option = OneOf(slot, trimmed);
    if (option == nullptr) return {};
    if (std::find(chosen.begin(), chosen.end(), option) == chosen.end()) chosen.push_back(option);
  }
  std::sort(chosen.begin(), chosen.end());
  return chosen;
}

}  // namespace frontdesk::flows
