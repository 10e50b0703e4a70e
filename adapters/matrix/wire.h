// What talking to a homeserver is made of: ids, JSON that strangers wrote, calls of the client-server API.
//
// Thread safety: pure functions. Bounds: kMaxTransaction, kMaxAnswer, kMaxNesting.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "adapters/adapter.h"
#include "bot/base/result.h"

namespace frontdesk::adapters::matrix {

// A transaction holds up to 100 events of up to 64 KiB.
inline constexpr std::size_t kMaxTransaction = 8 << 20;
inline constexpr std::size_t kMaxAnswer = 8 << 20;
// What anybody put deeper than this into an event is left out: it must not make the rest unreadable.
inline constexpr std::size_t kMaxNesting = 40;

// The member of that name, or an empty object or list. `value` may be anything.
const nlohmann::json& ObjectAt(const nlohmann::json& value, std::string_view key);
const nlohmann::json& ListAt(const nlohmann::json& value, std::string_view key);

// An object, whatever strangers nested in it.
base::Result<nlohmann::json> ReadObject(std::string_view text, std::size_t max_bytes);

// Without spaces and control characters.
bool IsPlain(std::string_view id);
bool IsRoomId(std::string_view id);
bool IsEventId(std::string_view id);
bool IsDevice(std::string_view id);
// What stands for something in an address.
std::string Percent(std::string_view text);
// The opposite; what is no escape stands for itself.
std::string Unpercent(std::string_view text);

// A call of the client-server API with the account's token, as its user. `path`: "/_matrix/client/v3/...", encoded;
// `query`: "a=b&c=d", encoded.
Call Ask(std::string_view method, std::string_view path, Env env, std::string_view query = {});
Call AskWith(std::string_view method, std::string_view path, const nlohmann::json& body, Env env,
             std::string_view query = {});

}  // namespace frontdesk::adapters::matrix
