// What finally did not reach the user: the desk is told, and where the same human has another channel that is theirs
// for sure, the words go there, once.
//
// For sure: the customer's own server signed the same user on both. What an agent linked by hand is not enough to send
// somebody's words to. Only a talk with that person alone, never a room.
//
// Some platforms take replies only for a while after the user's last word: past that the sender gives up at once, which
// leads here like any other failure, and cards say when the window shuts.
//
// Thread safety: as the Draft.
#pragma once

#include "bot/core/draft.h"

namespace frontdesk::core {

// News: of the outbox, that a row failed for good; of the conversation whose row it was, to the other channel.
inline constexpr std::string_view kUndelivered = "undelivered";
inline constexpr std::string_view kForwarded = "forwarded";

// The event that tells a conversation of its row.
base::Event UndeliveredEvent(const store::OutboxRow& row, const base::Address& address, base::TimePoint now);
// The transcript's row that such an event is about; 0: it is another event.
store::Id UndeliveredRow(const base::Event& event);

// The way back that the user's word opens: as the event names it, and for as long as the platform takes replies.
void KeepWayBack(Draft& draft);
void TakeUndelivered(Draft& draft);
void TakeForwarded(Draft& draft, const base::Relayed& news);

}  // namespace frontdesk::core
