// Words on an Adaptive Card as RichTextBlocks, in which nothing that a user typed is markup (a TextBlock reads
// Markdown): one block a line, as lines end nowhere else on all clients.
//
// Thread safety: pure functions. Source: adaptivecards.io, RichTextBlock and TextRun.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "bot/base/message.h"

namespace frontdesk::adapters::teams {

void AddWords(const base::RichText& text, nlohmann::json& body);
void AddFacts(const std::vector<base::Fact>& facts, nlohmann::json& body);
// A line of ours.
nlohmann::json Line(std::string_view text, std::string_view color = {});

}  // namespace frontdesk::adapters::teams
