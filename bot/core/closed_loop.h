// What happens after a ticket is solved: the question whether it works, the score, one follow-up, closing, and opening
// it again.
//
// A closed ticket stays at hand (Conversation::afterword) until the user says something else: a score, a reason for it
// and "still broken" belong to it.
//
// Thread safety: as the Draft.
#pragma once

#include <string>
#include <string_view>

#include "bot/core/draft.h"
#include "bot/core/user_input.h"

namespace frontdesk::core {

// The buttons under every word that something is solved.
std::vector<base::Button> SolvedButtons(const Draft& draft);
// The user confirms, or it is still broken; `words` are what else was said.
void TakeSolvedWord(Draft& draft, bool solved, std::string_view words = {});
// "Still broken" in other words, while the ticket is solved or closed and at hand. False for anything else.
bool HearStillBroken(Draft& draft, const std::string& text);
// "score:4", "score-reason:too slow".
void TakeScore(Draft& draft, std::string_view score);
void TakeScoreReason(Draft& draft, std::string_view reason);
// The value of the open button that a text stands for after a solution; empty when it is about something else.
std::string ValueOfAfterword(const Conversation& conversation, std::string_view text);
// What was closed is let go of when the user turns to something else.
void LetGoOfClosed(Draft& draft, const UserInput& input);

// "ticket:1001:released" {"version"}: the fix that the ticket waits for is out; the user is asked whether it works.
// False for other news.
std::string ReleaseKind(store::Id ticket);
bool TakeRelease(Draft& draft, const base::Relayed& news);

// Three days without a word after the solution.
void FollowUp(Draft& draft);
void CloseAsAssumed(Draft& draft);

}  // namespace frontdesk::core
