#include "adapters/teams/invoke.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/teams/account.h"
#include "adapters/teams/activity.h"
#include "adapters/teams/button_data.h"
#include "adapters/teams/card.h"
#include "adapters/teams/card_text.h"
#include "adapters/teams/file_offer.h"
#include "adapters/teams/form_card.h"
#include "adapters/teams/outgoing.h"
#include "adapters/teams/wire.h"
#include "bot/base/crypto.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::teams {

namespace {

using base::TextAt;
using nlohmann::json;

constexpr std::string_view kCardAction = "adaptiveCard/action";
constexpr std::string_view kOpenDialog = "task/fetch";
constexpr std::string_view kSendDialog = "task/submit";
constexpr std::string_view kFileConsent = "fileConsent/invoke";
constexpr std::string_view kOfTheDesk = "desk:";

std::string NameOf(const json& activity) { return TextAt(activity, "name"); }

const json& DataOf(const json& activity) {
  const json& value = ObjectAt(activity, "value");
  return NameOf(activity) == kCardAction ? ObjectAt(ObjectAt(value, "action"), "data") : ObjectAt(value, "data");
}

std::optional<Click> ClickOf(const json& activity, const Settings& settings) {
  const std::string name = NameOf(activity);
  if (name != kCardAction && name != kSendDialog) return std::nullopt;
  return ClickIn(DataOf(activity), PlaceOf(activity, settings).address.channel, settings);
}

std::string EventId(const json& activity, const Settings& settings) {
  std::string id = TextAt(activity, "id");
  if (!IsId(id)) id = base::HexEncode(base::Sha256(base::DumpJson(activity))).substr(0, 32);
  return PlaceOf(activity, settings).address.channel + ":" + id + ":" + NameOf(activity);
}

HttpAnswer CardAnswer(json card) {
  return JsonAnswer(200, {{"statusCode", 200}, {"type", kCardType}, {"value", std::move(card)}});
}

HttpAnswer CardWords(std::string_view words) {
  return JsonAnswer(200,
                    {{"statusCode", 200}, {"type", "application/vnd.microsoft.activity.message"}, {"value", words}});
}

HttpAnswer CardError(std::string_view words) {
  return JsonAnswer(200, {{"statusCode", 500},
                          {"type", "application/vnd.microsoft.error"},
                          {"value", {{"code", "ServiceUnavailable"}, {"message", words}}}});
}

HttpAnswer DialogWords(std::string_view words) {
  return JsonAnswer(200, {{"task", {{"type", "message"}, {"value", words}}}});
}

const Words& WordsFor(const json& activity) { return WordsIn(TextAt(activity, "locale")); }

HttpAnswer Dialog(const json& activity, const Settings& settings) {
  const auto opened = OpenedIn(DataOf(activity), PlaceOf(activity, settings).address.channel, settings);
  if (!opened) return DialogWords(WordsFor(activity).failed);
  return JsonAnswer(200, DialogOf(opened->form, opened->shown, json::object(), WordsOf(opened->form), settings));
}

// What a form asks again because it was wrong; nothing when all is well. One answer that was wrong is asked for alone,
// as a question: its words stand above its input.
std::optional<base::Message> AskedAgain(const Click& click, const base::Message& message) {
  if (HasErrors(message.form)) return FitsForm(message.form) ? std::optional(message) : std::nullopt;
  const auto& values = click.filled.values;
  const bool again =
      message.kind == base::MessageKind::kAsk && message.form.empty() &&
      std::any_of(values.begin(), values.end(), [&](const auto& one) { return one.key == message.subject; });
  if (!again || !message.buttons.empty() || message.input == "file") return std::nullopt;
  base::Message asked = message;
  base::FormField field;
  field.name = message.subject;
  field.label = base::ToPlainText(message.text);
  field.input = message.input;
  asked.text = {};
  asked.asks = false;
  asked.form = {std::move(field)};
  return asked;
}

// The window with what was wrong, or its end; then the message goes its way.
Step AnswerDialog(const json& activity, const std::optional<base::Message>& again, const Shown& shown,
                  const Settings& settings) {
  if (!again) return InAnswer{HttpAnswer{}, false};
  return InAnswer{JsonAnswer(200, DialogOf(again->form, shown, DataOf(activity), WordsOf(again->form), settings))};
}

// The card with what was wrong, or with words that it was sent; then the message goes its way.
Step AnswerForm(const json& activity, const Click& click, const Sending& sending, Env env) {
  const Shown shown{sending.row.id, sending.address.channel, false};
  const auto again = AskedAgain(click, sending.message);
  if (NameOf(activity) == kSendDialog) return AnswerDialog(activity, again, shown, env.settings);
  json card;
  if (again) {
    const json list = ShowMessage(*again, shown, Style::kCard, DataOf(activity), env.settings);
    if (list.size() == 1) card = CardIn(list.front());
  }
  const bool asks = !card.is_null();
  if (!asks) card = CardWith(json::array({Line(WordsFor(activity).sent)}), json::array());
  const std::string form = TextAt(activity, "replyToId");
  const bool may_change = std::find(sending.avoid.begin(), sending.avoid.end(), kAvoidChange) == sending.avoid.end();
  if (IsId(form) && may_change && sending.answers.empty()) {
    Call change = ChangeCall(sending, form, ActivityWith(std::move(card)), env);
    change.delivers = false;
    return change;
  }
  return InAnswer{CardAnswer(std::move(card)), asks, asks ? form : std::string()};
}

}  // namespace

bool IsInvoke(const json& activity) { return TextAt(activity, "type") == "invoke"; }

base::Result<Parsed> TakeInvoke(const json& activity, Env env) {
  const std::string name = NameOf(activity);
  if (name == kOpenDialog) return Dialog(activity, env.settings);
  if (name == kFileConsent) return TakeConsent(activity, env);
  if (name != kCardAction && name != kSendDialog) return HttpAnswer{501, {}, {}};
  const auto click = ClickOf(activity, env.settings);
  if (!click) return PlainAnswer(activity, base::Fail(base::ErrorCode::kInvalid, "a button that is not ours"));
  base::EventBody body = click->pressed;
  if (click->is_form) body = click->filled;
  return std::vector<base::Event>{EventOf(activity, EventId(activity, env.settings), std::move(body), env)};
}

bool WaitsForReply(const json& activity, const Settings& settings) {
  if (!IsInvoke(activity)) return false;
  const auto click = ClickOf(activity, settings);
  return click && (click->is_form || (!click->stays && !click->pressed.value.starts_with(kOfTheDesk)));
}

HttpAnswer PlainAnswer(const json& activity, const base::Status& outcome) {
  const Words& words = WordsFor(activity);
  if (NameOf(activity) == kCardAction) return outcome ? CardWords("✓") : CardError(words.failed);
  if (NameOf(activity) == kSendDialog && !outcome) return DialogWords(words.failed);
  return {};
}

std::optional<Step> AnswerWith(const json& activity, const Sending& sending, Env env) {
  const auto click = IsInvoke(activity) ? ClickOf(activity, env.settings) : std::nullopt;
  if (!click || sending.part > 0) return std::nullopt;
  if (click->is_form)
    return sending.replaces.empty() ? std::optional(AnswerForm(activity, *click, sending, env)) : std::nullopt;
  // What is said goes its way: the changed card comes right behind it.
  if (sending.replaces.empty() || click->row != sending.row.id) return std::nullopt;
  const Shown shown{sending.row.id, sending.address.channel, false};
  const json list = ShowMessage(sending.message, shown, Style::kCard, json::object(), env.settings);
  json card = list.empty() ? json() : CardIn(list.back());
  if (card.is_null()) return std::nullopt;
  return InAnswer{CardAnswer(std::move(card)), false};
}

}  // namespace frontdesk::adapters::teams
