#include "adapters/wecom_kf/layout.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>
#include <set>

#include "adapters/common/inert.h"
#include "adapters/common/message_text.h"
#include "adapters/wecom_kf/customer_word.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::wecom::kf {

namespace {

using base::Message;
using common::Markup;
using nlohmann::json;

constexpr common::TextLimit kLimit{kMostText, Capabilities::Unit::kBytes};
constexpr std::size_t kLeastWords = 200;  // bytes of a last part; below it what follows the words is left out
constexpr std::size_t kMostUrl = 2048;
constexpr std::string_view kCut = "…";

// Rows that can be told apart and read in full.
bool FitMenu(const std::vector<base::Button>& buttons) {
  std::set<std::string_view> values;
  for (const base::Button& button : buttons) {
    values.insert(button.value);
    const bool fits = !base::Trim(button.label).empty() && button.label.size() <= kMostLabel && !button.value.empty() &&
                      MenuId(button.value).size() <= kMostMenuId;
    if (!fits) return false;
  }
  return !buttons.empty() && buttons.size() <= kMostRows && values.size() == buttons.size();
}

std::string PleaseChoose(const Message& message) {
  return base::GuessLocale(base::ToPlainText(message.text)) == "en" ? "Please choose:" : "请选择：";
}

// The source of an answer as a row that opens it.
void TakeLink(Message& message, Menu& menu) {
  const std::string& href = message.source_href;
  const bool opens = href.starts_with("https://") || href.starts_with("http://");
  if (!opens || href.size() > kMostUrl || message.source.empty() || menu.buttons.size() >= kMostRows) return;
  if (message.source.size() > kMostLabel) return;
  menu.link_label = std::exchange(message.source, {});
  menu.link = std::exchange(message.source_href, {});
}

// What stands above the rows: all words when there is room, else the question, else no more than a word.
Menu TakeMenu(Message& message) {
  Menu menu;
  menu.buttons = std::exchange(message.buttons, {});
  TakeLink(message, menu);
  const std::string all = common::MessageText(message, Markup::kPlain);
  if (all.size() <= kMostHead) {
    menu.head = all.empty() ? PleaseChoose(message) : all;
    message = Message();
    return menu;
  }
  menu.head = PleaseChoose(message);
  Message rest = message;
  const std::string question = base::ToPlainText(base::TakeQuestion(rest));
  if (message.asks && !question.empty() && question.size() <= kMostHead) {
    rest.asks = false;
    message = std::move(rest);
    menu.head = question;
  }
  return menu;
}

// What stands below the words and must not be cut off: where it comes from, the choices.
std::string TailOf(const Message& message) {
  Message tail;
  tail.source = message.source;
  tail.source_href = message.source_href;
  tail.buttons = message.buttons;
  return common::MessageText(tail, Markup::kPlain);
}

std::vector<std::string> TextsOf(const Message& message, std::size_t most) {
  std::vector<std::string> whole = common::MessageParts(message, Markup::kPlain, kLimit);
  if (whole.size() <= most) return whole;
  Message body = message;
  body.source.clear();
  body.source_href.clear();
  body.buttons.clear();
  std::vector<std::string> parts = common::SplitText(common::MessageText(body, Markup::kPlain), kLimit);
  std::string tail = TailOf(message);
  if (tail.size() + kCut.size() + 1 + kLeastWords > kMostText) tail.clear();
  if (!tail.empty()) tail.insert(0, "\n");
  const std::size_t room = kMostText - kCut.size() - tail.size();
  const std::size_t kept = std::min(most - 1, parts.size());
  std::string last = std::accumulate(parts.begin() + static_cast<std::ptrdiff_t>(kept), parts.end(), std::string());
  parts.resize(kept);
  if (last.size() > room)
    last = common::SplitText(last, {room, Capabilities::Unit::kBytes}).front() + std::string(kCut);
  if (last.empty() && !tail.empty()) tail.erase(0, 1);
  if (const std::string end = last + tail; !end.empty()) parts.push_back(end);
  return parts;
}

}  // namespace

Layout LayOut(const Message& message, int most, std::string_view public_url) {
  Layout layout;
  Message rest = common::InertMessage(message, public_url);
  layout.files = std::exchange(rest.files, {});
  const std::size_t files = layout.files.size();
  const auto may = static_cast<std::size_t>(std::max(most, 1));
  if (FitMenu(rest.buttons)) {
    Message words = rest;
    Menu menu = TakeMenu(words);
    const auto texts = common::MessageParts(words, Markup::kPlain, kLimit);
    if (texts.size() + files + 1 <= may || texts.empty()) {
      layout.texts = texts;
      layout.menu = std::move(menu);
      return layout;
    }
  }
  layout.texts = TextsOf(rest, may > files ? may - files : 1);
  return layout;
}

json MenuJson(const Menu& menu) {
  json rows = json::array();
  for (const base::Button& button : menu.buttons)
    rows.push_back({{"type", "click"}, {"click", {{"id", MenuId(button.value)}, {"content", button.label}}}});
  if (!menu.link.empty())
    rows.push_back({{"type", "view"}, {"view", {{"url", menu.link}, {"content", menu.link_label}}}});
  return {{"head_content", menu.head}, {"list", std::move(rows)}};
}

}  // namespace frontdesk::adapters::wecom::kf
