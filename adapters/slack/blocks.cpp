#include "adapters/slack/blocks.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "adapters/common/degrade.h"
#include "adapters/common/inert.h"
#include "adapters/common/message_text.h"
#include "adapters/slack/account.h"
#include "adapters/slack/fact_blocks.h"
#include "adapters/slack/modal.h"
#include "adapters/slack/rich_blocks.h"
#include "adapters/slack/wire.h"
#include "adapters/slack/words.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::slack {

namespace {

using base::Message;
using nlohmann::json;

constexpr std::size_t kMaxQuestion = 1'500;
constexpr std::size_t kMaxNotice = 500;
constexpr std::size_t kMaxPlaceholder = 150;

std::size_t Size(std::string_view text) { return common::MeasureText(text, Capabilities::Unit::kUtf16); }

bool CanPress(const std::vector<base::Button>& buttons) {
  const std::size_t most = buttons.size() > kMaxButtons ? kMaxOptionValue : kMaxValue;
  std::set<std::string> labels;
  return buttons.size() <= kMaxOptions && std::all_of(buttons.begin(), buttons.end(), [&](const base::Button& button) {
           return !button.value.empty() && Size(button.value) <= most && !base::Trim(button.label).empty() &&
                  labels.insert(Fit(button.label, kMaxLabel)).second;
         });
}

json Row(json elements) { return {{"type", "actions"}, {"elements", std::move(elements)}}; }

std::string ActionId(std::string_view what, std::int64_t row, std::string_view which = {}) {
  return std::string(what) + std::string(kRowMark) + std::to_string(row) +
         (which.empty() ? "" : ":" + std::string(which));
}

void AddButtons(const std::vector<base::Button>& buttons, std::int64_t row, const Words& words, json& blocks) {
  if (buttons.size() > kMaxButtons) {
    blocks.push_back(Row(json::array({{{"type", "static_select"},
                                       {"action_id", ActionId(kPickAction, row)},
                                       {"placeholder", PlainText(words.choose, kMaxPlaceholder)},
                                       {"options", OptionsJson(buttons)}}})));
    return;
  }
  for (std::size_t i = 0; i < buttons.size(); ++i) {
    if (i % kButtonsInRow == 0) blocks.push_back(Row(json::array()));
    blocks.back()["elements"].push_back({{"type", "button"},
                                         {"action_id", ActionId(kPressAction, row, std::to_string(i))},
                                         {"text", PlainText(buttons[i].label, kMaxLabel)},
                                         {"value", buttons[i].value}});
  }
}

json FormRow(std::int64_t row, const Words& words) {
  return Row(json::array({{{"type", "button"},
                           {"action_id", ActionId(kFormAction, row)},
                           {"style", "primary"},
                           {"text", PlainText(words.fill_in, kMaxLabel)},
                           {"value", "form"}}}));
}

// What stands below the words, as text: facts, then the question.
std::string TextBelow(const std::vector<base::Fact>& facts, base::RichText question) {
  Message below;
  below.facts = facts;
  below.asks = !question.empty();
  below.text = std::move(question);
  return common::MessageText(below, common::Markup::kMrkdwn);
}

// Small, when it is a line that nobody has to answer.
bool IsSmall(const Message& message, const base::RichText& words) {
  return message.kind == base::MessageKind::kNotice && Size(base::ToPlainText(words)) <= kMaxNotice &&
         std::all_of(words.blocks.begin(), words.blocks.end(), [](const base::Block& block) {
           return std::all_of(block.spans.begin(), block.spans.end(),
                              [](const base::Span& span) { return span.kind == base::Span::Kind::kText; });
         });
}

json WordsBlocks(const Message& message, const base::RichText& words) {
  json blocks = json::array();
  if (IsSmall(message, words)) {
    json small = {{"type", "plain_text"}, {"text", base::ToPlainText(words)}, {"emoji", false}};
    blocks.push_back({{"type", "context"}, {"elements", json::array({std::move(small)})}});
  } else if (json block = RichTextBlock(words); !block.is_null()) {
    blocks.push_back(std::move(block));
  }
  return blocks;
}

const Words& WordsFor(const Message& message) {
  std::string all = base::ToPlainText(message.text);
  for (const base::Button& button : message.buttons) all += " " + button.label;
  for (const base::FormField& field : message.form) all += " " + field.label;
  return WordsIn(base::GuessLocale(all));
}

// The facts, the question and the choices of the last part.
void AddBelow(const Message& message, const common::Degraded& shown, base::RichText question, std::int64_t row,
              json& last) {
  std::string text = last["text"];
  const std::string below = TextBelow(shown.facts, question);
  if (!below.empty()) text = Fit(text + (text.empty() ? "" : "\n\n") + below, kMaxSection);
  json& blocks = last["blocks"];
  AddFacts(shown.facts, blocks);
  if (json block = RichTextBlock(question); !block.is_null()) blocks.push_back(std::move(block));
  const Words& words = WordsFor(message);
  if (CanShow(message.form)) blocks.push_back(FormRow(row, words));
  AddButtons(shown.buttons, row, words, blocks);
  if (text.empty() && !shown.buttons.empty())
    text = common::MessageText(base::Say(shown.buttons.front().label), common::Markup::kMrkdwn);
  last["text"] = text.empty() ? std::string(words.fill_in) : text;
}

}  // namespace

json ShowMessage(const Message& original, std::int64_t row, std::string_view public_url) {
  Message message = common::InertMessage(original, public_url);
  if (CanShow(message.form)) message.buttons.clear();
  Capabilities can = AccountCapabilities();
  if (!CanPress(message.buttons)) can.buttons = 0;
  can.cards = message.facts.size() <= kMaxFacts;
  base::RichText question;
  if (can.cards && can.buttons > 0 && !message.facts.empty() && message.asks) {
    question = base::TakeQuestion(message);
    message.asks = false;
    if (Size(base::ToPlainText(question)) > kMaxQuestion) base::Append(message.text, std::exchange(question, {}));
  }
  const common::Degraded shown = common::Degrade(message, can, common::Markup::kMrkdwn, public_url);
  json parts = json::array();
  for (std::size_t i = 0; i < shown.parts.size(); ++i)
    if (json blocks = WordsBlocks(message, shown.rich[i]); !blocks.empty())
      parts.push_back({{"text", shown.parts[i]}, {"blocks", std::move(blocks)}});
  const bool more = !shown.facts.empty() || !question.empty() || !shown.buttons.empty() || CanShow(message.form);
  if (more && parts.empty()) parts.push_back({{"text", ""}, {"blocks", json::array()}});
  if (more) AddBelow(message, shown, std::move(question), row, parts.back());
  return parts;
}

json ShowAsText(const Message& message, std::string_view public_url) {
  Capabilities can = AccountCapabilities();
  can.buttons = 0;
  can.cards = false;
  json parts = json::array();
  for (const std::string& text :
       common::Degrade(common::InertMessage(message, public_url), can, common::Markup::kMrkdwn, public_url).parts)
    parts.push_back({{"text", text}});
  return parts;
}

json PlainText(std::string_view text, std::size_t most) {
  const std::string fitting = Fit(base::Trim(text), most);
  return {{"type", "plain_text"}, {"text", fitting.empty() ? "…" : fitting}, {"emoji", true}};
}

json OptionsJson(const std::vector<base::Button>& options) {
  json list = json::array();
  for (const base::Button& option : options)
    list.push_back({{"text", PlainText(option.label, kMaxLabel)}, {"value", option.value}});
  return list;
}

}  // namespace frontdesk::adapters::slack
