// A message of ours as messages of the platform: its words in one or more parts, then each file.
//
// Plain words are a rich text (post) of literal lines, in which nothing is markup. What has markup, facts, buttons or
// questions is a card; one that would be too large, or that the platform refuses, goes as literal lines with numbered
// choices. In a thread everything is a reply to its root; when that is gone, it goes beside it.
//
// The uuid of a part is the same each time that it is tried, and nobody else's: within an hour the platform shows it
// once.
//
// Thread safety: pure functions. Failure: what read_file says; kTooLarge, kUnavailable of files; kForbidden for an
// address that is none. Sources: Feishu, sending, replying to and changing messages; card callbacks.
#pragma once

#include "adapters/adapter.h"

namespace frontdesk::adapters::feishu {

inline constexpr std::size_t kMaxText = 8'000;  // bytes of one part, which escapes may make longer
inline constexpr std::size_t kMaxButtons = 20;
inline constexpr std::size_t kMaxLabel = 40;  // graphemes

Capabilities FeishuCapabilities();

base::Result<Step> NextStep(const Sending& sending, Env env);

// A form was sent back: its card says so and has no form any more. `asked`: the words of Taken::after.
base::Result<Call> CloseForm(const Afterwards& asked, const base::Message* about, Env env);

}  // namespace frontdesk::adapters::feishu
