// The small parts that lines of a transcript are made of.
//
// Thread safety: pure functions. Failure: nothing is returned for what cannot be read.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/terminal/transcript.h"

namespace frontdesk::terminal {

// Takes the first word off `rest`, with the space after it.
std::string_view TakeWord(std::string_view& rest);
// Without " # a comment".
std::string_view WithoutComment(std::string_view line);
// "\n" becomes a line break.
std::string WithBreaks(std::string_view text);
TextMatch ReadMatch(std::string_view text);
// "[A] [B]"
std::optional<std::vector<std::string>> ReadLabels(std::string_view text);
// key=value key="two words"
std::optional<Pairs> ReadPairs(std::string_view text);
// "steps, evidence"
std::vector<std::string> ReadNames(std::string_view text);
// "a.png image/png 2MB, b.log text/plain 1KB"
std::optional<std::vector<base::FileRef>> ReadFiles(std::string_view text);

// Whether the text is the expected one; space and line breaks count as one space.
bool Matches(const TextMatch& match, std::string_view text);

// "Which [-nummber-]{+number+} is it?": what was expected, what came instead. Empty when they have no word in common.
std::string WordDiff(std::string_view expected, std::string_view came);

}  // namespace frontdesk::terminal
