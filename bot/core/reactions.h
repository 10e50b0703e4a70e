// A sign that was put to a message of ours, as the press of one of its buttons: a number chooses, a thumb is a verdict.
//
// Thread safety: pure functions.
#pragma once

#include <optional>

#include "bot/base/event.h"
#include "bot/store/records.h"

namespace frontdesk::core {

// Nothing: the sign says nothing to us, was taken back, or the message is none of ours. `to`: the row of that message.
std::optional<base::Pressed> PressedBy(const base::Reacted& reacted, const std::optional<store::TranscriptRow>& to);

}  // namespace frontdesk::core
