// JSON behind bounds: depth <= 64, size <= the caller's cap, UTF-8 checked, duplicate keys refused, numbers finite, no
// exception leaves. nlohmann/json alone crashes on 200 KB of '[' once the value is copied; this never builds such a
// value.
//
// Thread safety: pure functions.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "bot/base/result.h"

namespace frontdesk::base {

inline constexpr std::size_t kMaxJsonDepth = 64;
inline constexpr std::size_t kMaxJsonBytes = 1 << 20;

// kInvalid with the byte offset, kTooLarge over `max_bytes`.
Result<nlohmann::json> ParseJson(std::string_view text, std::size_t max_bytes = kMaxJsonBytes);

// Compact; invalid UTF-8 inside strings is replaced, never thrown.
std::string DumpJson(const nlohmann::json& value);

// Text of a member, or `fallback` when absent or not a string. `value` must be an object.
std::string TextAt(const nlohmann::json& value, std::string_view key, std::string fallback = {});
long long IntAt(const nlohmann::json& value, std::string_view key, long long fallback = 0);
bool BoolAt(const nlohmann::json& value, std::string_view key, bool fallback = false);

// A JSON string literal with quotes, safe in HTML script too ('<' and U+2028/9 escaped).
std::string JsonQuote(std::string_view text);

}  // namespace frontdesk::base
