// What a message says beyond the open question. Only unambiguous forms count: an option's label that stands as a
// clause of its own, an e-mail address, a phone number, a web address, a version with its word. Each must be the only
// one of its kind in the message, for the only unanswered slot of that kind.
//
// Thread safety: pure functions.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "flows/flow.h"
#include "flows/session.h"

namespace frontdesk::flows {

// Slot name -> normal form. `open` is the slot whose answer the message was; null for the opening message.
std::map<std::string, std::string> Volunteered(const Flow& flow, const Session& session, const Slot* open,
                                               std::string_view text);

// The value of one slot, by the same forms; used to prefill from the opening message.
std::optional<std::string> CertainValue(const Slot& slot, std::string_view text);

}  // namespace frontdesk::flows
