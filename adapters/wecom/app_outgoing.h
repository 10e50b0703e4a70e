// A message on its way to a member: texts, files, a card with its buttons; and the change of a card that was sent.
//
// Thread safety: pure functions. Failure: kTooLarge for a file, kNotFound for what cannot be changed (any more).
#pragma once

#include <string_view>

#include "adapters/adapter.h"

namespace frontdesk::adapters::wecom {

inline constexpr std::size_t kMostText = 2048;  // bytes of a text message; WeCom cuts what is longer

// The call that changes a card. One that fails is no failure yet: there may be another code to change it with.
inline constexpr std::string_view kCardChange = "message/update_template_card";

base::Result<Step> NextOfApp(const Sending& sending, Env env);

}  // namespace frontdesk::adapters::wecom
