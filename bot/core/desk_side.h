// What a decision in a desk channel must know beside the conversation: who speaks, and which ticket is meant.
//
// Threads: as the store. Failure: the store's errors; somebody unknown and a ticket that is not there are no errors.
#pragma once

#include <optional>

#include "bot/base/event.h"
#include "bot/core/catalog.h"
#include "bot/core/conversation.h"
#include "bot/desk/lease.h"
#include "bot/desk/ticket.h"
#include "bot/store/store.h"

namespace frontdesk::core {

struct DeskSide {
  std::optional<desk::AgentName> agent;
  std::optional<desk::Ticket> ticket;            // with `conversation`
  std::optional<Conversation> about;             // the ticket's conversation
  std::vector<store::TranscriptRow> transcript;  // of it, for another desk that hears of the ticket first
};

// The newest rows of a transcript that another desk is sent.
inline constexpr int kTranscriptShown = 100;

// The number that the event names, else the one that its thread is about; 0: none.
std::int64_t TicketMeant(const base::Event& event, const Conversation& conversation);

// Nothing is looked up for conversations that are no desk channel.
base::Result<DeskSide> LoadDeskSide(store::Store& store, const Policy& policy, const base::Event& event,
                                    const Conversation& conversation);

}  // namespace frontdesk::core
