// Emoji by the short names that Slack, Mattermost and others have for them: those that mean something as a sign put to
// a message of ours (bot/core/reactions.h).
//
// Thread safety: a pure function.
#pragma once

#include <string_view>

namespace frontdesk::adapters::common {

// Of "+1", "thumbsup::skin-tone-3", "+1_dark_skin_tone", "two": the emoji; "" for all others.
std::string_view EmojiNamed(std::string_view name);

}  // namespace frontdesk::adapters::common
