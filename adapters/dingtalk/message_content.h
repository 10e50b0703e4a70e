// What was said, by msgtype: text and rich text are Said, pictures in it files; voice is Said by the platform's own
// transcript, else a spoken file; files of every kind are fetched later by their downloadCode. What robots are told
// nothing of but the kind (a sticker, a forwarded chat, a card) is Said with the kind in brackets.
//
// Thread safety: pure functions. Source: DingTalk developerpedia, messages that robots receive.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "bot/base/event.h"

namespace frontdesk::adapters::dingtalk {

// `mentioned`: the name that stands behind an '@' where the platform left it in the text; may be empty. Nothing when
// nothing is left.
std::optional<base::EventBody> ContentOf(const nlohmann::json& body, const std::string& mentioned);

}  // namespace frontdesk::adapters::dingtalk
