// Words that work at every step, in English and Chinese whatever the locale: back, edit <answer>, skip, cancel, help,
// person, status, language.
//
// Only a message that is nothing but such a word counts; "I cannot go back to the call" is not one. "edit X" and
// "change X" are recognised whatever X is; the engine takes them as an edit only where the flow has an answer named X,
// so outside a flow only help, person, status and language mean anything.
// Thread safety: pure function.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace frontdesk::flows {

struct GlobalWord {
  enum class Kind { kBack, kEdit, kSkip, kCancel, kHelp, kPerson, kStatus, kLanguage };
  Kind kind = Kind::kHelp;
  std::string argument;  // of edit: what to change, may be empty; of language: "en" or "zh" when it was named
};

std::optional<GlobalWord> RecognizeGlobalWord(std::string_view text);

}  // namespace frontdesk::flows
