// What activities and answers of the Bot Framework are made of.
//
// Thread safety: pure functions. Bounds: kMaxBody.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "adapters/adapter.h"
#include "bot/base/result.h"

namespace frontdesk::adapters::teams {

inline constexpr std::size_t kMaxBody = 1 << 20;
inline constexpr std::string_view kCardType = "application/vnd.microsoft.card.adaptive";
// What stands between a channel's id and the message that a thread begins with.
inline constexpr std::string_view kThreadMark = ";messageid=";

// The member of that name, or an empty object or list. `value` may be anything.
const nlohmann::json& ObjectAt(const nlohmann::json& value, std::string_view key);
const nlohmann::json& ListAt(const nlohmann::json& value, std::string_view key);

// kInvalid for what is no JSON object.
base::Result<nlohmann::json> ActivityIn(std::string_view body);

// "" when it names none.
std::string TenantOf(const nlohmann::json& activity);

// A call of the connector; `path` is under /v3/. Without a token for the emulator.
Call ConnectorCall(std::string_view method, const std::string& service, const std::string& path,
                   const nlohmann::json& body, Env env);
// "conversations/ID", with the thread in the id.
std::string ConversationPath(const base::Address& address);

HttpAnswer JsonAnswer(int status, const nlohmann::json& body);

}  // namespace frontdesk::adapters::teams
