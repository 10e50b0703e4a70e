// An event of the platform, however it came, as events of ours, or the answer to the challenge.
//
// Address.channel is the chat's id (oc_...) for direct talk and for groups alike, as clicks and recalls name nothing
// else. Address.thread is empty in direct talk; in a group it is the id of the message that a thread begins with, so
// that each question is a conversation of its own and is answered in its thread. SendResult::platform_id is a message's
// id, too: what is said below a ticket's card names the card as its root.
//
// Thread safety: pure functions. Failure: kInvalid for what no version of the platform sends.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "adapters/adapter.h"

namespace frontdesk::adapters::feishu {

// The object under `key`; an empty one when there is none.
const nlohmann::json& MemberOf(const nlohmann::json& value, std::string_view key);

// The `open_id` among the ids of a person.
std::string OpenIdOf(const nlohmann::json& ids);

base::Result<Parsed> ParseEvent(std::string_view body, Env env);

}  // namespace frontdesk::adapters::feishu
