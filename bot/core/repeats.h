// Somebody with an open ticket begins again: they are told of it, and what they say about the same problem goes there
// and makes no second ticket.
//
// Buttons carry these values, with the ticket's number for N:
//   repeat:add=N    what is said goes to the ticket N        repeat:other   it is another problem
//   repeat:same=N   the request for a person is about N as well
//
// Thread safety: as the Draft.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "bot/core/draft.h"
#include "flows/engine.h"

namespace frontdesk::core {

// A report by the same flow, or one that reads alike, is asked about when the ticket is younger.
inline constexpr std::chrono::hours kRepeatWithin{14 * 24};
// Of knowledge::Similarity; two reports of one problem are mostly above it, two problems of one kind below.
inline constexpr double kRepeatAlike = 0.5;
inline constexpr std::size_t kMaxTicketWords = 64 << 10;  // bytes; what is added beyond stands in the transcript only
inline constexpr std::size_t kMaxTicketFiles = 200;
inline constexpr std::string_view kTicketAdded = "ticket.added";  // news

// True when the user is asked whether it is the open ticket's problem: then the flow waits for the answer. Else they
// may have been told that there is one.
bool AsksWhetherRepeated(Draft& draft, const flows::Flow& flow, std::string_view opening);
// The same once more when the input would send the running report, and its category and component, or its words, are
// those of an open ticket. A report that the user has called another problem is never asked about again.
bool AsksBeforeSending(Draft& draft, const flows::Flow& flow, const flows::Input& input);
// As the user may be told of it: in a room others read along, and what the report of another conversation was about is
// not for them.
std::string TitleFor(const Draft& draft, const desk::Ticket& ticket);
// With the handoff's message: "you have 1002 open as well".
void MentionOpenTicket(Draft& draft, base::Message& message);
// A press of one of the buttons above, without "repeat:".
void TakeRepeatWord(Draft& draft, std::string_view word);
// Words or files that the user was asked for. True when they went to the ticket.
bool AddToOpenTicket(Draft& draft, const std::string& text, const std::vector<base::FileRef>& files);
// Whether it is a ticket of theirs, on whichever account, that is not over.
bool IsTheirs(Draft& draft, store::Id number);
// Words for a ticket that they named. False when it is none of theirs.
bool AddWords(Draft& draft, store::Id number, const std::string& words);
// From another conversation of the same human.
void TakeAddition(Draft& draft, const base::Relayed& news);

}  // namespace frontdesk::core
