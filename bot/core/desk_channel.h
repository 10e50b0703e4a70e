// Desk channels: conversations in an IM where agents work. The bot posts cards and what happens to tickets there, and
// does what agents say; it never answers there as a support bot.
//
// What goes between a customer's conversation and a desk channel's is news (Draft::Relay), so that it arrives once:
//   desk.say        to the channel: a card, a line, a notice
//   desk.posted     to the customer's conversation: the card has arrived, its thread is known
//   desk.thread     to the thread: which ticket it is about
//   desk.card       to the channel: a card reads otherwise now
//   desk.delivered  to the channel: what became of an agent's reply
//   desk.refused    to the channel: why an act was not done
//
// Thread safety: as the Draft.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/core/draft.h"

namespace frontdesk::core {

// How many places a conversation's tickets are remembered to be shown in.
inline constexpr std::size_t kMaxDeskPosts = 20;
// AgentActed::what of a reply that says anew what an earlier one said.
inline constexpr std::string_view kCorrection = "correction";
// Of a handoff that nobody took: shown again, the lead named, the on-call channels told.
inline constexpr int kMaxUnseenReminders = 3;

// --- desk_rooms.cpp
// Decides events of desk channels and incidents' own conversations; nothing for any other.
std::optional<Decision> HearInDeskRooms(Draft& draft);
// The event is acknowledged and nothing is kept of it.
Decision NothingToDo();
// An act that a conversation does not allow: whoever asked waits for the answer, or reads it in the desk channel where
// it was asked.
Decision RefuseAct(const Context& context, const base::Event& event, const base::Error& error);

// --- desk_channel.cpp
// An event in a desk channel. False when it changes nothing.
bool HearInDeskChannel(Draft& draft, const desk::Channel& channel);
// An act that a conversation does not allow, told where it was said.
void RefuseInDeskChannel(Draft& draft, const base::AgentActed& act, const base::Error& error);

// --- desk_mirror.cpp
// Shows in desk channels what this turn of a customer's conversation changes for agents. Another desk that is shown a
// handoff has the word from then on, so that clocks are wound after this.
void TellDeskChannels(Draft& draft);
// True when the news were about a place in a desk channel.
bool TakeDeskPost(Draft& draft, const base::Relayed& news);
void SayInDeskChannel(Draft& draft, const base::Address& at, const base::Message& message, std::int64_t card_of = 0);

// --- desk_card.cpp
// Everything that an agent should know before taking it.
base::Message DeskCard(const Draft& draft, const desk::Channel& channel);

// --- desk_unseen.cpp
// Starts, keeps or stops the clock of a handoff that nobody took.
void WatchHandoff(Draft& draft);
void RemindOfHandoff(Draft& draft);

}  // namespace frontdesk::core
