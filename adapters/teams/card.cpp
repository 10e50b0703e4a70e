#include "adapters/teams/card.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "adapters/common/degrade.h"
#include "adapters/common/inert.h"
#include "adapters/teams/account.h"
#include "adapters/teams/card_text.h"
#include "adapters/teams/form_card.h"
#include "adapters/teams/html_text.h"
#include "adapters/teams/wire.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::teams {

namespace {

using base::Block;
using base::Message;
using base::Span;
using nlohmann::json;

constexpr std::size_t kMaxButtons = 6;  // beyond them the client hides some
constexpr std::size_t kMaxSummary = 120;

json Text(std::string text, const char* format) {
  return {{"type", "message"}, {"textFormat", format}, {"text", std::move(text)}};
}

bool IsPlain(const base::RichText& text) {
  return std::all_of(text.blocks.begin(), text.blocks.end(), [](const Block& block) {
    return block.kind == Block::Kind::kParagraph &&
           std::all_of(block.spans.begin(), block.spans.end(),
                       [](const Span& s) { return s.kind == Span::Kind::kText; });
  });
}

bool IsPlain(const Message& message) { return message.source_href.empty() && IsPlain(message.text); }

json Execute(std::string_view title, std::string_view verb, const json& data) {
  return {{"type", "Action.Execute"},
          {"title", title},
          {"verb", verb},
          {"data", data},
          {"fallback", {{"type", "Action.Submit"}, {"title", title}, {"data", data}}}};
}

const Words& WordsFor(const Message& message) {
  std::string all = base::ToPlainText(message.text);
  for (const base::Button& button : message.buttons) all += " " + button.label;
  for (const base::FormField& field : message.form) all += " " + field.label;
  return WordsIn(base::GuessLocale(all));
}

json LiteralText(const Message& message, const Capabilities& can, const Settings& settings) {
  json list = json::array();
  for (const std::string& part : common::Degrade(message, can, common::Markup::kPlain, settings.public_url).parts)
    list.push_back(Text(part, "plain"));
  return list;
}

// Choices are numbered, facts are lines.
json LinesOf(const Message& message, const Settings& settings) {
  Capabilities can = AccountCapabilities();
  can.buttons = 0;
  can.cards = false;
  return LiteralText(message, can, settings);
}

class Builder {
 public:
  Builder(const Message& message, const Shown& shown, const json& entered, const Settings& settings)
      : message_(common::InertMessage(message, settings.public_url)),
        shown_(shown),
        entered_(entered),
        settings_(settings),
        words_(WordsFor(message)),
        form_(FitsForm(message.form)) {
    // No choice is shown in their place.
    shown_.stays = message.kind == base::MessageKind::kGreeting || message.input == "multi" || !message.form.empty();
    // Inputs ask what the buttons would.
    if (form_) message_.buttons.clear();
    if (form_ && !InDialog()) DropQuestion();
  }

  json Usual(bool must_be_card) {
    base::RichText question = QuestionBelow();
    Capabilities can = AccountCapabilities();
    if (!CanPress()) can.buttons = 0;
    const bool plain = IsPlain(message_);
    const common::Degraded told = Degraded(can, common::Markup::kCommonMark);
    const bool card = must_be_card || form_ || !told.facts.empty() || !told.buttons.empty() || !question.empty();
    if (!card && plain) return LiteralText(message_, can, settings_);
    json list = json::array();
    for (std::size_t i = 0; i < told.rich.size(); ++i)
      if (!card || i + 1 < told.rich.size()) list.push_back(Text(HtmlOf(told.rich[i]), "xml"));
    if (!card) return list;
    json body = json::array();
    if (!told.rich.empty()) AddWords(told.rich.back(), body);
    AddFacts(told.facts, body);
    AddWords(question, body);
    json actions = Controls(told.buttons, body);
    list.push_back(ActivityWith(CardWith(std::move(body), std::move(actions))));
    list.back()["summary"] = Summary(told);
    return list;
  }

 private:
  common::Degraded Degraded(const Capabilities& can, common::Markup markup) const {
    return common::Degrade(message_, can, markup, settings_.public_url);
  }

  bool InDialog() const { return settings_.Text("forms") == "dialog"; }

  // The words end with the form's first question, for those who see no form.
  void DropQuestion() {
    auto& blocks = message_.text.blocks;
    if (blocks.empty() || base::ToPlainText(base::RichText{{blocks.back()}}) != message_.form.front().label) return;
    blocks.pop_back();
    message_.asks = false;
  }

  // What the buttons answer stands below the facts.
  base::RichText QuestionBelow() {
    if (message_.facts.empty() || !message_.asks || message_.buttons.empty() || !CanPress()) return {};
    base::RichText question = base::TakeQuestion(message_);
    message_.asks = false;
    return question;
  }

  bool CanPress() const {
    std::set<std::string> labels;
    return std::all_of(message_.buttons.begin(), message_.buttons.end(), [&](const base::Button& button) {
      return !button.value.empty() && button.value.size() <= 1'000 && !base::Trim(button.label).empty() &&
             labels.insert(button.label).second;
    });
  }

  // The actions; a list stands in the body.
  json Controls(const std::vector<base::Button>& buttons, json& body) const {
    json actions = json::array();
    if (form_ && InDialog()) {
      actions.push_back(
          {{"type", "Action.Submit"}, {"title", words_.fill_in}, {"data", OpenData(message_.form, shown_, settings_)}});
    } else if (form_) {
      AddInputs(message_.form, entered_, words_, body);
      actions.push_back(Execute(words_.send, "form", FormData(message_.form, shown_, settings_)));
    } else if (buttons.size() > kMaxButtons) {
      json choices = json::array();
      for (const base::Button& button : buttons)
        choices.push_back({{"title", button.label}, {"value", PickValue(button.value, shown_, settings_)}});
      body.push_back({{"type", "Input.ChoiceSet"},
                      {"id", kPick},
                      {"style", "compact"},
                      {"placeholder", words_.choose},
                      {"isRequired", true},
                      {"errorMessage", words_.answer_missing},
                      {"choices", std::move(choices)}});
      actions.push_back(Execute(words_.choose_button, "press", PickData(shown_)));
    } else {
      for (const base::Button& button : buttons)
        actions.push_back(Execute(button.label, "press", PressData(button, shown_, settings_)));
    }
    return actions;
  }

  // What a notification shows.
  std::string Summary(const common::Degraded& told) const {
    std::string words = told.rich.empty() ? std::string() : base::ToPlainText(told.rich.back());
    if (words.empty() && !told.facts.empty()) words = told.facts.front().value;
    if (words.empty() && !told.buttons.empty()) words = told.buttons.front().label;
    if (words.empty() && form_) words = message_.form.front().label;
    return base::Shorten(words, kMaxSummary);
  }

  Message message_;
  Shown shown_;
  const json& entered_;
  const Settings& settings_;
  const Words& words_;
  bool form_;
};

bool Fits(const json& list) {
  return std::all_of(list.begin(), list.end(),
                     [](const json& one) { return base::DumpJson(one).size() <= kMaxActivity; });
}

}  // namespace

json CardWith(json body, json actions) {
  json card = {{"type", "AdaptiveCard"},
               {"$schema", "http://adaptivecards.io/schemas/adaptive-card.json"},
               {"version", "1.5"},
               {"body", std::move(body)}};
  if (!actions.empty()) card["actions"] = std::move(actions);
  return card;
}

json ActivityWith(json card) {
  return {{"type", "message"}, {"attachments", {{{"contentType", kCardType}, {"content", std::move(card)}}}}};
}

json ShowMessage(const Message& message, const Shown& shown, Style style, const json& entered,
                 const Settings& settings) {
  if (style == Style::kLines) return LinesOf(message, settings);
  json list = Builder(message, shown, entered, settings).Usual(style == Style::kCard);
  return Fits(list) ? list : LinesOf(message, settings);
}

json CardIn(const json& activity) {
  for (const json& attachment : ListAt(activity, "attachments"))
    if (attachment.is_object() && base::TextAt(attachment, "contentType") == kCardType)
      return ObjectAt(attachment, "content");
  return nullptr;
}

}  // namespace frontdesk::adapters::teams
