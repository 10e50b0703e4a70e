#include "adapters/mattermost/attachments.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "adapters/common/degrade.h"
#include "adapters/common/dialect.h"
#include "adapters/common/inert.h"
#include "adapters/common/message_text.h"
#include "adapters/mattermost/account.h"
#include "adapters/mattermost/dialog.h"
#include "adapters/mattermost/press_token.h"
#include "adapters/mattermost/words.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::mattermost {

namespace {

using base::Message;
using nlohmann::json;

constexpr std::size_t kMaxFacts = 40;
constexpr std::size_t kMaxFactLabel = 60, kMaxFactValue = 1'000;  // graphemes
constexpr std::size_t kMaxFactText = 7'000;                       // bytes of all; the rest as words
constexpr std::size_t kShortValue = 60;
constexpr std::size_t kMaxFallback = 200;

bool CanPress(const std::vector<base::Button>& buttons) {
  std::set<std::string> labels;
  return buttons.size() <= kMaxOptions && std::all_of(buttons.begin(), buttons.end(), [&](const base::Button& button) {
           return !button.value.empty() && !base::Trim(button.label).empty() &&
                  labels.insert(base::Shorten(button.label, kMaxLabel)).second;
         });
}

bool FitAsFields(const std::vector<base::Fact>& facts) {
  std::size_t size = 0;
  for (const base::Fact& fact : facts) size += fact.label.size() + fact.value.size();
  return facts.size() <= kMaxFacts && size <= kMaxFactText &&
         std::all_of(facts.begin(), facts.end(), [](const base::Fact& fact) {
           return base::CountGraphemes(fact.value) <= kMaxFactValue &&
                  base::CountGraphemes(fact.label) <= kMaxFactLabel;
         });
}

// A value is read as Markdown, its title is not.
json FieldOf(const base::Fact& fact) {
  base::Block block;
  block.spans = {{base::Span::Kind::kText, fact.value, {}}};
  const bool short_one = fact.value.find('\n') == std::string::npos && base::CountGraphemes(fact.value) <= kShortValue;
  return {{"title", common::BreakMentions(fact.label)},
          {"value", common::kMattermost.write({&block, 1}, 0)},
          {"short", short_one}};
}

class Actions {
 public:
  Actions(const ShownIn& where, Env env) : where_(where), env_(env) {}

  json Buttons(const std::vector<base::Button>& buttons, const Words& words) const {
    json actions = json::array();
    if (buttons.size() > kMaxButtons) {
      json menu = Action("menu", std::string(words.choose), PressToken::What::kMenu, buttons);
      menu["type"] = "select";
      // The options name places in the list that stands in the token: what is sent back cannot be made up.
      for (std::size_t i = 0; i < buttons.size(); ++i)
        menu["options"].push_back({{"text", base::Shorten(buttons[i].label, kMaxLabel)}, {"value", std::to_string(i)}});
      actions.push_back(std::move(menu));
      return actions;
    }
    for (std::size_t i = 0; i < buttons.size(); ++i)
      actions.push_back(Action("press" + std::to_string(i), buttons[i].label, PressToken::What::kButton, {buttons[i]}));
    return actions;
  }

  json Form(const Words& words) const {
    json form = Action("form", std::string(words.fill_in), PressToken::What::kOpenForm, {});
    form["style"] = "primary";
    return json::array({std::move(form)});
  }

 private:
  // `id`: letters and digits only, anything else never comes back.
  json Action(const std::string& id, const std::string& name, PressToken::What what,
              std::vector<base::Button> choices) const {
    PressToken token;
    token.what = what;
    token.row = where_.row;
    token.address = where_.address;
    token.path = where_.path;
    token.choices = std::move(choices);
    token.until = env_.now + kPressable;
    return {{"id", id},
            {"type", "button"},
            {"name", base::Shorten(base::Trim(name), kMaxLabel)},
            {"integration", {{"url", HookUrl(env_.settings)}, {"context", {{"fd", Seal(token, env_.settings)}}}}}};
  }

  const ShownIn& where_;
  Env env_;
};

const Words& WordsFor(const Message& message) {
  std::string all = base::ToPlainText(message.text);
  for (const base::Button& button : message.buttons) all += " " + button.label;
  for (const base::FormField& field : message.form) all += " " + field.label;
  return WordsIn(base::GuessLocale(all));
}

std::string Written(const base::RichText& text) {
  Message said;
  said.text = text;
  return common::MessageText(said, common::Markup::kMattermost);
}

// What stands below the words: the facts, the question, the choices.
json Below(const common::Degraded& shown, const base::RichText& question, json actions) {
  json attachments = json::array();
  if (!shown.facts.empty()) {
    json fields = json::array();
    std::string fallback;
    for (const base::Fact& fact : shown.facts) {
      fields.push_back(FieldOf(fact));
      fallback += (fallback.empty() ? "" : ", ") + fact.label + ": " + fact.value;
    }
    attachments.push_back(
        {{"fallback", common::BreakMentions(base::Shorten(fallback, kMaxFallback))}, {"fields", std::move(fields)}});
  }
  const std::string asked = Written(question);
  if (asked.empty() && actions.empty()) return attachments;
  if (!asked.empty()) {
    attachments.push_back({{"fallback", base::Shorten(asked, kMaxFallback)}, {"text", asked}});
  } else if (attachments.empty()) {
    attachments.push_back(json::object());
  }
  if (!actions.empty()) attachments.back()["actions"] = std::move(actions);
  return attachments;
}

}  // namespace

json ShowMessage(const Message& original, const ShownIn& where, Env env) {
  const bool reachable = !HookUrl(env.settings).empty();
  Message message = common::InertMessage(original, env.settings.public_url);
  const bool form = reachable && CanShow(message.form);
  if (form) message.buttons.clear();
  Capabilities can = AccountCapabilities();
  if (!reachable || !CanPress(message.buttons)) can.buttons = 0;
  can.cards = FitAsFields(message.facts);
  base::RichText question;
  if (can.cards && can.buttons > 0 && !message.facts.empty() && message.asks) {
    question = base::TakeQuestion(message);
    message.asks = false;
  }
  const common::Degraded shown = common::Degrade(message, can, common::Markup::kMattermost, env.settings.public_url);
  const Words& words = WordsFor(message);
  const Actions actions(where, env);
  json attachments = Below(shown, question, form ? actions.Form(words) : actions.Buttons(shown.buttons, words));
  json posts = json::array();
  for (const std::string& part : shown.parts) posts.push_back({{"message", part}, {"attachments", json::array()}});
  if (posts.empty() && !attachments.empty()) posts.push_back({{"message", ""}, {"attachments", json::array()}});
  if (!posts.empty()) posts.back()["attachments"] = std::move(attachments);
  return posts;
}

}  // namespace frontdesk::adapters::mattermost
