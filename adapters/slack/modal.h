// A form of the bot as a modal: opened by a click, sent back whole, wrong answers named under their fields.
//
// Thread safety: pure functions.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/adapter.h"
#include "bot/base/message.h"
#include "bot/base/result.h"

namespace frontdesk::adapters::slack {

inline constexpr std::string_view kFormView = "frontdesk_form";  // callback_id

// Where a form was opened from, which it keeps while it is open.
struct FormPlace {
  base::Address address;
  base::ReplyPath path;
};

// Afterwards::words of a click on the form's button, and the call that it asks for; the trigger lives three seconds.
// Without a form to show, the modal says that it is closed.
std::string OpenWords(const std::string& trigger, const base::Address& address, const base::ReplyPath& path);
base::Result<Call> OpenCall(std::string_view words, const base::Message* about, Env env);

// Of a submitted view; nothing for one that is not ours.
std::optional<FormPlace> OpenedFrom(const nlohmann::json& view, const Settings& settings);
base::FilledForm FilledOf(const nlohmann::json& view);

// The answer that names the errors of `form` in the open modal; nothing when there are none, or when the modal does
// not show all that is asked now.
std::optional<std::string> ErrorsAnswer(const std::vector<base::FormField>& form, const nlohmann::json& view);

// Whether the modal can show all of it.
bool CanShow(const std::vector<base::FormField>& form);

}  // namespace frontdesk::adapters::slack
