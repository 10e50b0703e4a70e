// What Mattermost's API is made of: JSON over HTTP with the bot's token, and forms from slash commands.
//
// Thread safety: pure functions. Bounds: kMaxRequest, kMaxFrame, kMaxFormFields.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/adapter.h"
#include "bot/base/result.h"

namespace frontdesk::adapters::mattermost {

inline constexpr std::size_t kMaxRequest = 1 << 20;
inline constexpr std::size_t kMaxFrame = 4 << 20;
inline constexpr std::size_t kMaxFormFields = 64;

// The member of that name, or an empty object or list. `value` may be anything.
const nlohmann::json& ObjectAt(const nlohmann::json& value, std::string_view key);
const nlohmann::json& ListAt(const nlohmann::json& value, std::string_view key);
// The object that stands as text in that member; nothing else.
nlohmann::json Unwrapped(const nlohmann::json& value, std::string_view key);

// Ids of posts, channels, people and files go into addresses and JSON as they are.
bool IsId(std::string_view id);

// The fields of application/x-www-form-urlencoded, as often as they come.
using Form = std::vector<std::pair<std::string, std::string>>;
Form FormOf(std::string_view body);
// The field that is there once; "" for one that is missing or doubled.
std::string_view OnceIn(const Form& form, std::string_view name);

// `path` is "/posts".
std::string ApiUrl(const Settings& settings, std::string_view path);
Call SendJson(std::string method, std::string_view path, const nlohmann::json& body, Env env);
Call Get(std::string_view path, Env env);
// The path of a call of ours behind /api/v4, without its query.
std::string_view PathOf(const Call& call);

// What an answer of 2xx says; else kUnauthenticated, kForbidden, kNotFound, kRateLimited or kUnavailable.
base::Result<nlohmann::json> AnswerOf(const HttpAnswer& answer);

}  // namespace frontdesk::adapters::mattermost
