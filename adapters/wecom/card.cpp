#include "adapters/wecom/card.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "adapters/common/inert.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::wecom {

namespace {

using base::Block;
using base::Message;
using nlohmann::json;

constexpr std::string_view kTaskPrefix = "fd-";
constexpr std::size_t kMaxReplaced = 20;  // graphemes

// The first line, as far as it fits.
std::string Fitting(std::string_view text, std::size_t width) {
  std::string line = base::Shorten(text.substr(0, text.find('\n')), width);
  for (std::size_t graphemes = base::CountGraphemes(line); graphemes > 1 && WidthOf(line) > width; --graphemes)
    line = base::Shorten(line, graphemes - 1);
  return line;
}

bool FitsTitle(const std::string& text) {
  return !text.empty() && text.find('\n') == std::string::npos && WidthOf(text) <= kTitleWidth;
}

// Buttons that can be told apart and read in full, or none.
bool FitCard(const std::vector<base::Button>& buttons) {
  std::set<std::string_view> labels, keys;
  for (const base::Button& button : buttons) {
    labels.insert(button.label);
    keys.insert(button.value);
    const bool fits = !button.label.empty() && WidthOf(button.label) <= kLabelWidth && !button.value.empty() &&
                      button.value.size() <= kMaxKey;
    if (!fits) return false;
  }
  return !buttons.empty() && buttons.size() <= kMostButtons && labels.size() == buttons.size() &&
         keys.size() == buttons.size();
}

// "" when the last block is no question that a title has room for; else it is taken out of the message.
std::string TakeTitle(Message& message) {
  const bool is_last = message.asks || (message.facts.empty() && message.source.empty());
  if (!is_last || message.text.empty()) return {};
  const Block& last = message.text.blocks.back();
  if (last.kind != Block::Kind::kParagraph && last.kind != Block::Kind::kHeading) return {};
  const std::string title = base::ToPlainText(base::RichText{{last}});
  if (!FitsTitle(title)) return {};
  message.text.blocks.pop_back();
  message.asks = false;
  return title;
}

std::string PleaseChoose(const Message& message) {
  return base::GuessLocale(base::ToPlainText(message.text)) == "en" ? "Please choose" : "请选择";
}

// A card of facts (a ticket's) is named by its first line, which stands above, too.
std::string TitleOf(Message& message) {
  const std::string choose = PleaseChoose(message);
  if (std::string title = TakeTitle(message); !title.empty()) return title;
  if (message.facts.empty()) return choose;
  const std::string first = Fitting(base::ToPlainText(message.text), kTitleWidth);
  return first.empty() ? choose : first;
}

}  // namespace

std::size_t WidthOf(std::string_view text) {
  std::size_t width = 0;
  for (const char32_t point : base::ToCodePoints(text)) width += point >= 0x1100 ? 2 : 1;
  return width;
}

Layout LayOut(const Message& message, const Style& style, std::string_view public_url) {
  Message rest = common::InertMessage(message, public_url);
  if (style.files) rest.files.clear();
  Layout layout;
  if (style.cards && FitCard(rest.buttons)) {
    layout.card = Card{{}, std::exchange(rest.buttons, {})};
    layout.card->title = TitleOf(rest);
  }
  layout.texts = common::MessageParts(rest, style.markup, style.limit);
  return layout;
}

std::string TaskId(const Row& row) {
  return std::string(kTaskPrefix) + std::to_string(row.id) + "-" + std::to_string(base::ToMillis(row.at) / 1'000);
}

std::int64_t RowOfTask(std::string_view task) {
  if (!task.starts_with(kTaskPrefix)) return 0;
  task.remove_prefix(kTaskPrefix.size());
  std::int64_t row = 0;
  const auto end = std::from_chars(task.data(), task.data() + task.size(), row);
  return end.ec == std::errc{} && end.ptr != task.data() + task.size() && *end.ptr == '-' && row > 0 ? row : 0;
}

json CardJson(const Card& card, const std::string& task) {
  json buttons = json::array();
  for (const base::Button& button : card.buttons) buttons.push_back({{"text", button.label}, {"key", button.value}});
  return {{"card_type", "button_interaction"},
          {"main_title", {{"title", card.title}}},
          {"task_id", task},
          {"button_list", std::move(buttons)}};
}

std::string ReplacedName(const Message& message) {
  const auto lines = base::SplitLines(base::ToPlainText(message.text));
  const std::string last = lines.empty() ? std::string() : lines.back();
  return last.empty() ? "✓" : base::Shorten(last, kMaxReplaced);
}

json ClosedCardJson(const Message& message, const std::string& task) {
  const auto lines = base::SplitLines(base::ToPlainText(message.text));
  const std::string before = lines.size() > 1 ? lines[lines.size() - 2] : std::string();
  json card = {{"card_type", "text_notice"},
               {"main_title", {{"title", ReplacedName(message)}}},
               {"card_action", {{"type", 0}}},
               {"task_id", task}};
  if (!before.empty()) card["sub_title_text"] = Fitting(before, kTitleWidth);
  return card;
}

}  // namespace frontdesk::adapters::wecom
