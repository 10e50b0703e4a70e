// A message as WeCom shows it: texts, and for its buttons a template card (button_interaction) whose title is the
// question. What a card has no room for (long labels, many choices) is numbered text.
// https://developer.work.weixin.qq.com/document/path/90236
//
// Thread safety: pure functions and plain values.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/adapter.h"
#include "adapters/common/message_text.h"

namespace frontdesk::adapters::wecom {

inline constexpr std::size_t kMostButtons = 6;
inline constexpr std::size_t kMaxKey = 1024;  // bytes of what a button brings back
// Width counts a Chinese character as two, a Latin one as one.
inline constexpr std::size_t kTitleWidth = 52;  // of 26 characters
inline constexpr std::size_t kLabelWidth = 20;  // of 10

std::size_t WidthOf(std::string_view text);

struct Card {
  std::string title;
  std::vector<base::Button> buttons;
};

struct Layout {
  std::vector<std::string> texts;  // each within the limit
  std::optional<Card> card;        // after them and after the files
};

struct Style {
  common::Markup markup = common::Markup::kPlain;
  common::TextLimit limit;
  bool cards = true;  // false: numbered text, whatever the buttons
  bool files = true;  // they are sent by themselves; false: their names stand in the text
};

Layout LayOut(const base::Message& message, const Style& style, std::string_view public_url);

// "fd-41-1767225600": unique for the application, names the message's row.
std::string TaskId(const Row& row);
// 0 when the card is not ours.
std::int64_t RowOfTask(std::string_view task);

nlohmann::json CardJson(const Card& card, const std::string& task);
// What stands in the place of buttons that were pressed: the last line of what the message says now.
std::string ReplacedName(const base::Message& message);
// The card of a robot whose buttons are gone: text_notice, as it cannot only lose them.
nlohmann::json ClosedCardJson(const base::Message& message, const std::string& task);

}  // namespace frontdesk::adapters::wecom
