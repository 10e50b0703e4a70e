// What of a ticket's changes a machine reads again: the clocks are computed from these, in their order, and from
// nothing else. Each stands in a change row beside the words for people.
//
// Thread safety: plain values.
#pragma once

#include <string>
#include <string_view>

#include "bot/base/clock.h"

namespace frontdesk::desk {

struct Change {
  base::TimePoint at;
  std::string kind;   // one of the below
  std::string value;  // of a field its new content
  bool operator==(const Change&) const = default;
};

namespace change {

// Fields of the ticket.
inline constexpr std::string_view kState = "state";
inline constexpr std::string_view kQueue = "queue";
inline constexpr std::string_view kTier = "tier";
inline constexpr std::string_view kOwner = "owner";
// The name of a desk that is no part of us and has the word: what it says we do not hear. Empty: we have it again.
inline constexpr std::string_view kElsewhere = "elsewhere";
// What was said.
inline constexpr std::string_view kAnswered = "answered";    // a person spoke to the user; a receipt is none
inline constexpr std::string_view kUseful = "useful";        // ... and the user took it up or confirmed it
inline constexpr std::string_view kConfirmed = "confirmed";  // the user says that an answer, or the solution, works
inline constexpr std::string_view kHeard = "heard";          // the user said something that waits for an answer

}  // namespace change

}  // namespace frontdesk::desk
