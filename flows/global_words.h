// Words that work at every step, in English and Chinese whatever the locale: back, edit <answer>, skip, cancel, help,
// person, status, language, add (to a ticket), withdraw (one). "status 1002" and "add to 1002: it is back" name a
// ticket.
//
// Only a message that is nothing but such a word counts; "I cannot go back to the call" is not one. "edit X" and
// "change X" are recognised whatever X is; the engine takes them as an edit only where the flow has an answer named X,
// so outside a flow only help, person, status and language mean anything.
// Thread safety: pure function.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace frontdesk::flows {

struct GlobalWord {
  enum class Kind { kBack, kEdit, kSkip, kCancel, kHelp, kPerson, kStatus, kLanguage, kAdd, kWithdraw };
  Kind kind = Kind::kHelp;
  // Of edit: what to change, may be empty; of language: "en" or "zh" when it was named; of status, add and withdraw:
  // the number of a ticket, may be empty.
  std::string argument;
  std::string text = {};  // of add: what to add, as it was written
};

// The built-in words, changed as a workspace wants them.
class GlobalWords {
 public:
  // From now on these words stand for the kind in that language: the built-in ones for it no longer count. Chinese
  // words belong to "zh", all other built-in ones to "en".
  void Replace(GlobalWord::Kind kind, std::string_view language, const std::vector<std::string>& words);
  std::optional<GlobalWord> Recognize(std::string_view text) const;

 private:
  std::optional<GlobalWord> RecognizeWord(std::string_view text) const;

  std::map<std::string, GlobalWord::Kind, std::less<>> own_;     // by the folded word
  std::set<std::pair<GlobalWord::Kind, std::string>> replaced_;  // kind and language
};

// By the built-in words.
std::optional<GlobalWord> RecognizeGlobalWord(std::string_view text);
// As a workspace writes the kinds.
inline constexpr std::string_view kGlobalWordNames[] = {"back",   "edit",   "skip",     "cancel", "help",
                                                        "person", "status", "language", "add",    "withdraw"};
std::optional<GlobalWord::Kind> GlobalWordKindFrom(std::string_view name);

}  // namespace frontdesk::flows
