// A message of ours as messages of the platform: its text in one or more parts, then each file.
//
// A part goes to the session's address while that lives and takes it, else by the API. Buttons are an interactive card
// where the account has a template; without one an action card in direct talk, whose buttons say their words; and
// numbered lines in groups, where a robot hears only what is said to it by name.
//
// Thread safety: pure functions. Failure: what read_file says; kForbidden for what cannot be sent to an outsider;
// kUnavailable when an upload's answer cannot be read.
#pragma once

#include "adapters/adapter.h"

namespace frontdesk::adapters::dingtalk {

// Bytes of a part's text. Written down twice as JSON it may become two times as long, and msgParam has 15,000.
inline constexpr std::size_t kMostText = 6'000;
inline constexpr std::size_t kButtonLabel = 40;

base::Result<Step> NextStep(const Sending& sending, const Capabilities& can, Env env);

}  // namespace frontdesk::adapters::dingtalk
