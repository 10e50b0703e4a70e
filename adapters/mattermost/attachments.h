// A message of ours as posts: words in Mattermost's Markdown, facts as fields, choices as buttons or a menu.
//
// Thread safety: pure functions. Limits: account.h.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "adapters/adapter.h"
#include "bot/base/message.h"

namespace frontdesk::adapters::mattermost {

// Whom it is shown to.
struct ShownIn {
  std::int64_t row = 0;  // of the transcript, which what is pressed will name
  const base::Address& address;
  std::string path = {};  // the words of the way back, in a direct talk
};

// The posts that it becomes: a list of {"message", "attachments"}. Empty for a message without anything to show; files
// are not in it. Where Mattermost cannot reach us, choices are numbered text.
nlohmann::json ShowMessage(const base::Message& message, const ShownIn& where, Env env);

}  // namespace frontdesk::adapters::mattermost
