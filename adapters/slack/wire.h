// What Slack's requests and frames are made of: JSON, and forms with JSON in one of their fields.
//
// Thread safety: pure functions. Bounds: kMaxRequest, kMaxFormFields.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "adapters/adapter.h"
#include "bot/base/result.h"

namespace frontdesk::adapters::slack {

inline constexpr std::size_t kMaxRequest = 1 << 20;
inline constexpr std::size_t kMaxFormFields = 64;

// The member of that name, or an empty object or list. `value` may be anything.
const nlohmann::json& ObjectAt(const nlohmann::json& value, std::string_view key);
const nlohmann::json& ListAt(const nlohmann::json& value, std::string_view key);

// Ids of channels, people, files and messages go into addresses and JSON as they are.
bool IsId(std::string_view id);
// "1767225599.000100": seconds and what tells messages of a second apart. It is text: a double would lose digits.
bool IsTs(std::string_view ts);

// Events are JSON; interactions and commands are forms.
bool IsForm(std::string_view body);
// What a request says, an object: its JSON, the JSON in `payload` of a form, or the fields of a slash command's form as
// members. kInvalid for anything else.
base::Result<nlohmann::json> PayloadOf(std::string_view body);

// Text for UTF-16 limits: what does not fit ends in "…".
std::string Fit(std::string_view text, std::size_t most);

// Whether the address is on the host of `base` or below it, with the same scheme.
bool IsOnHost(std::string_view url, std::string_view base);

// Slack is asked with the bot's token; `method` is "chat.postMessage".
Call PostJson(std::string_view method, const nlohmann::json& body, Env env);
// For methods that take no JSON; `query` is encoded already.
Call GetMethod(std::string_view method, std::string_view query, Env env);
// The answer when it says "ok": true; else what is wrong: kUnauthenticated, kUnavailable, kForbidden or kNotFound.
base::Result<nlohmann::json> OkAnswer(const HttpAnswer& answer);

}  // namespace frontdesk::adapters::slack
