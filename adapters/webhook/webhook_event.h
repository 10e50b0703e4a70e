// The body of a proven request as an event of ours: {"type","timestamp","data":{...}}. openapi.yaml describes every
// type and member.
//
// Thread safety: pure functions. Failure: kInvalid or kTooLarge, with a sentence that names the member.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/settings.h"
#include "bot/base/event.h"
#include "bot/base/result.h"

namespace frontdesk::adapters::webhook {

inline constexpr std::size_t kMaxBody = 256 << 10;
inline constexpr std::size_t kMaxTextBytes = 16 << 10;
inline constexpr std::size_t kMaxContextBytes = 16 << 10;
inline constexpr std::size_t kMaxShortBytes = 1 << 10;  // a button's value or label, a title, a name
inline constexpr std::size_t kMaxUrlBytes = 2 << 10;
inline constexpr std::size_t kMaxFilesAtOnce = 10;
inline constexpr std::size_t kMaxFacts = 32;
inline constexpr std::size_t kMaxLocaleBytes = 35;
inline constexpr std::size_t kMaxIdentityBytes = 256;

// `delivery` is the proven webhook-id. Nothing for a type that we do not know, and for what a bot said: the sender must
// not be told that this is wrong, or it would shut us off.
base::Result<std::optional<base::Event>> EventFromBody(std::string_view body, std::string_view delivery,
                                                       const Settings& settings, base::TimePoint now);

// An address that a file may be fetched from, as far as its form goes: https, visible ASCII, no user name in it.
bool IsFileUrl(std::string_view url);

}  // namespace frontdesk::adapters::webhook
