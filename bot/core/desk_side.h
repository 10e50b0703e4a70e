// What a decision in a desk channel must know beside the conversation: who speaks, and which ticket is meant.
//
// Threads: as the store. Failure: the store's errors; somebody unknown and a ticket that is not there are no errors.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

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
  std::vector<store::TranscriptRow> transcript;  // of it, for another desk that is handed the ticket
  std::string said_before;                       // the words that an edit replaces; empty when they are not known
};

// The newest rows of a transcript that another desk is sent.
inline constexpr int kTranscriptShown = 100;
// Among so many of the newest words of a channel those are looked for that somebody edits.
inline constexpr int kWordsRemembered = 200;

// The number that the event names, else the one that its thread is about; 0: none. `bot`: what the bot is called.
std::int64_t TicketMeant(const base::Event& event, const Conversation& conversation, std::string_view bot);

// Nothing is looked up for conversations that are no desk channel.
base::Result<DeskSide> LoadDeskSide(store::Store& store, const Policy& policy, const base::Event& event,
                                    const Conversation& conversation);

}  // namespace frontdesk::core
