// What an Easemob or Agora Chat account has in frontdesk.yaml, and how the two differ: they are one backend with two
// ways to a token and two sets of limits.
//
// Thread safety: pure functions and constants.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "adapters/settings.h"
#include "bot/base/result.h"

namespace frontdesk::adapters::easemob {

enum class Profile { kEasemob, kAgora };

std::span<const SettingField> FieldsOf(Profile profile);

// What the form of the fields does not tell: names that cannot be part of an address, ids that are not 32 hex digits,
// a path secret that is too short. Error.where says how to mend it.
base::Status CheckAccount(Profile profile, const Settings& settings);

// "https://a1.easemob.com/org/app/" + `path`, which has no '/' in front.
std::string ApiUrl(const Settings& settings, std::string_view path);

// Bytes that one send request may have, everything counted. Easemob refuses bodies over 5 KB and, by its older rule,
// messages over 3 KB; Agora's limit is 5 KB.
std::size_t RequestLimit(const Settings& settings);

// Bytes of text that a request of that size has room for, as a rule; escapes and buttons may leave less.
inline constexpr std::size_t kMostText = 4'000;
std::size_t TextLimit(const Settings& settings);

// User ids of the platform: 1 to 64 ASCII letters, digits, '_', '-', '.' and '@'.
bool IsUserId(std::string_view id);

}  // namespace frontdesk::adapters::easemob
