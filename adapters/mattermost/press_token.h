// What a button, a menu or a dialog says when it comes back. Mattermost signs nothing, so we do: the server keeps the
// token, which no client sees, and gives it back with the click.
//
// Thread safety: pure functions. Failure: kUnauthenticated for a token that we did not make.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/adapter.h"
#include "bot/base/message.h"
#include "bot/base/result.h"

namespace frontdesk::adapters::mattermost {

// How long what we have shown may be pressed. A card that changes is good for that long again.
inline constexpr base::Millis kPressable = std::chrono::hours(24 * 30);

struct PressToken {
  enum class What { kButton, kMenu, kOpenForm, kForm };
  What what = What::kButton;
  std::int64_t row = 0;               // of the message that it stands in
  base::Address address;              // the account is not in the token
  std::string path;                   // the words of the way back, in a direct talk
  std::vector<base::Button> choices;  // what may be pressed: one, or the options of a menu in their order
  base::TimePoint until;
};

std::string Seal(const PressToken& token, const Settings& settings);
// One that is too old is given, too: IsTooOld.
base::Result<PressToken> Unseal(std::string_view sealed, const Settings& settings);
inline bool IsTooOld(const PressToken& token, base::TimePoint now) { return now > token.until; }

}  // namespace frontdesk::adapters::mattermost
