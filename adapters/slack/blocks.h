// A message of ours as Slack's blocks. Words are rich_text blocks, in which nothing that a user typed is markup; facts
// are fields, choices are buttons or a menu.
//
// Thread safety: pure functions. Limits: docs.slack.dev/reference/block-kit; texts are counted in UTF-16 units, the
// most that any reading of "characters" gives.
#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/message.h"

namespace frontdesk::adapters::slack {

inline constexpr std::size_t kMaxBlocks = 50;  // of a message
inline constexpr std::size_t kMaxHomeBlocks = 100;
inline constexpr std::size_t kMaxSection = 3'000;
inline constexpr std::size_t kMaxField = 2'000, kMaxFields = 10;
inline constexpr std::size_t kMaxFactText = 8'000;  // of one message; with its words under 13,000 in all
inline constexpr std::size_t kMaxLabel = 75;        // of a button or an option
inline constexpr std::size_t kMaxValue = 2'000;     // of a button
inline constexpr std::size_t kMaxOptions = 100, kMaxOptionValue = 150;
inline constexpr std::size_t kMaxButtons = 10, kButtonsInRow = 5;  // beyond it a menu reads better
inline constexpr std::size_t kMaxTitle = 24;                       // of a modal and its buttons
inline constexpr std::size_t kMaxId = 255;                         // of blocks and actions

// What an action_id begins with, and what stands before the row of the message: "press:fd-7:0".
inline constexpr std::string_view kPressAction = "press", kPickAction = "pick", kFormAction = "form";
inline constexpr std::string_view kRowMark = ":fd-";

// The messages on Slack that it becomes: a list of {"text", "blocks"}, where `text` is for notifications and readers of
// screens. `row`: of the transcript, which what is pressed will name. Empty for a message without anything to show;
// files are not in it.
nlohmann::json ShowMessage(const base::Message& message, std::int64_t row, std::string_view public_url);

// The same where blocks are refused: "text" alone, with numbered choices, in parts of at most kMaxSection. Words are
// cut at the same places, so that parts which have arrived are not shown again.
nlohmann::json ShowAsText(const base::Message& message, std::string_view public_url);

nlohmann::json PlainText(std::string_view text, std::size_t most);
// Labels are told apart as far as they fit.
nlohmann::json OptionsJson(const std::vector<base::Button>& options);

}  // namespace frontdesk::adapters::slack
