// Whether what became visible is what a transcript expects, and how to say what came instead.
//
// Thread safety: as the stage.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "bot/terminal/stage.h"
#include "bot/terminal/transcript.h"

namespace frontdesk::terminal {

// What was heard since the last act of a person, and how far the expectations have come in it.
struct Hearing {
  Stage::Heard heard;
  std::size_t at = 0;           // the message that was matched last; earlier ones are past
  std::set<std::size_t> used;   // kinds of expectations that it met: each may be asked of it once
  std::size_t silent_from = 0;  // `(silence)` is about what came after this: time passing and restarts count
};

// Empty when the line's expectation is met; else what came instead, in a line or several.
std::string Unmet(const TranscriptLine& line, Hearing& hearing, const Stage& stage);

bool IsExpectation(const TranscriptLine& line);
// To the user, by the bot or an agent.
bool ReachesUser(const core::Spoken& spoken);
// As a transcript would expect it: bot asks area [Files] [Messages].
std::string Describe(const core::Spoken& spoken);
// One line: who may speak, the language, the open question, the answers, the ticket.
std::string DescribeState(const Stage& stage);

}  // namespace frontdesk::terminal
