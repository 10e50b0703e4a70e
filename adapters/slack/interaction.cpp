#include "adapters/slack/interaction.h"

#include <charconv>
#include <nlohmann/json.hpp>

#include "adapters/slack/account.h"
#include "adapters/slack/blocks.h"
#include "adapters/slack/event.h"
#include "adapters/slack/modal.h"
#include "adapters/slack/place.h"
#include "adapters/slack/read_text.h"
#include "adapters/slack/said_files.h"
#include "adapters/slack/wire.h"
#include "adapters/slack/words.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::slack {

namespace {

using base::Event;
using base::TextAt;
using nlohmann::json;

constexpr std::size_t kTitleShown = 80;  // graphemes
// Callback ids of the app's manifest.
constexpr std::string_view kOpenTicket = "open_ticket";
constexpr std::string_view kMyTickets = "my_tickets";

Event EventOf(std::string id, Place place, std::string user, base::EventBody body, Env env) {
  Event event;
  event.id = std::move(id);
  event.address = std::move(place.address);
  event.path = std::move(place.path);
  event.author.id = std::move(user);
  event.at = env.now;
  event.body = std::move(body);
  return event;
}

// --- block_actions

// Of "press:fd-7:0".
struct ActionName {
  std::string_view what;
  std::int64_t row = 0;
};

ActionName NameOf(std::string_view action_id) {
  const auto mark = action_id.find(kRowMark);
  if (mark == std::string_view::npos) return {};
  ActionName name{action_id.substr(0, mark)};
  const std::string_view rest = action_id.substr(mark + kRowMark.size());
  std::from_chars(rest.data(), rest.data() + rest.size(), name.row);
  return name;
}

// Where the pressed thing stands: under a message, or in the App Home, which belongs to the direct talk.
std::optional<Place> PlaceOfPress(const json& payload, const std::string& user, Env env) {
  const json& container = ObjectAt(payload, "container");
  if (TextAt(container, "type") == "view") {
    if (TextAt(ObjectAt(payload, "view"), "type") != kHome) return std::nullopt;
    return DirectPlace(env.settings, user);
  }
  const std::string channel = TextAt(container, "channel_id", TextAt(ObjectAt(payload, "channel"), "id"));
  const std::string ts = TextAt(container, "message_ts");
  if (!IsId(channel) || !IsTs(ts)) return std::nullopt;
  return PlaceOf(env.settings, channel, user, TextAt(container, "thread_ts"), ts);
}

base::Pressed PressedOf(const json& action, std::int64_t row) {
  const json& option = ObjectAt(action, "selected_option");
  if (option.empty()) return {TextAt(action, "value"), TextAt(ObjectAt(action, "text"), "text"), row};
  return {TextAt(option, "value"), TextAt(ObjectAt(option, "text"), "text"), row};
}

// No click has an id of its own: the message, the moment and the person tell a double one.
std::string PressId(const json& payload, const json& action, const std::string& user) {
  const json& container = ObjectAt(payload, "container");
  return "press:" + TextAt(container, "message_ts", TextAt(container, "view_id")) + ":" + TextAt(action, "action_ts") +
         ":" + user;
}

Taken TakeActions(const json& payload, Env env) {
  const std::string user = TextAt(ObjectAt(payload, "user"), "id");
  const auto place = PlaceOfPress(payload, user, env);
  Taken taken;
  if (!IsId(user) || !place) return taken;
  for (const json& action : ListAt(payload, "actions")) {
    if (!action.is_object()) continue;
    const std::string action_id = TextAt(action, "action_id");
    const ActionName name = NameOf(action_id);
    if (name.what == kFormAction && name.row != 0)
      taken.after.push_back(
          {OpenWords(TextAt(payload, "trigger_id"), place->address, place->path.value_or(base::ReplyPath{})),
           name.row});
    if ((name.what != kPressAction && name.what != kPickAction) || !taken.events.empty()) continue;
    base::Pressed pressed = PressedOf(action, name.row);
    if (pressed.value.empty()) continue;
    taken.events.push_back(EventOf(PressId(payload, action, user), *place, user, std::move(pressed), env));
  }
  return taken;
}

// --- view_submission

Taken TakeSubmission(const json& payload, Env env) {
  const json& view = ObjectAt(payload, "view");
  const std::string user = TextAt(ObjectAt(payload, "user"), "id");
  const auto from = OpenedFrom(view, env.settings);
  if (!IsId(user) || !from || TextAt(view, "callback_id") != kFormView) return {};
  Place place;
  place.address = from->address;
  place.path = from->path;
  // A form that comes back with errors is sent again from the same view; each sending has its own trigger.
  const std::string id = "form:" + TextAt(view, "id") + ":" + TextAt(payload, "trigger_id");
  return std::vector<Event>{EventOf(id, std::move(place), user, FilledOf(view), env)};
}

// --- shortcuts

std::string Permalink(const json& payload, const std::string& channel, const std::string& ts,
                      const std::string& thread) {
  const std::string domain = TextAt(ObjectAt(payload, "team"), "domain");
  if (!IsId(domain)) return {};
  std::string link = "https://" + domain + ".slack.com/archives/" + channel + "/p";
  for (const char c : ts)
    if (c != '.') link += c;
  if (!thread.empty() && thread != ts) link += "?thread_ts=" + thread + "&cid=" + channel;
  return link;
}

std::string WordsOf(const json& message) {
  auto body = SaidWith(message, ReadText(TextAt(message, "text"), {}).text);
  if (!body) return {};
  if (const auto* said = std::get_if<base::Said>(&*body)) return said->text;
  const auto& sent = std::get<base::SentFiles>(*body);
  std::string words = sent.caption;
  for (const base::FileRef& file : sent.files) words += (words.empty() ? "[" : "\n[") + file.name + "]";
  return words;
}

// The receipt stands below the message. Of a talk between others it goes to whoever asked.
Taken TakeMessageShortcut(const json& payload, Env env) {
  const json& message = ObjectAt(payload, "message");
  const std::string user = TextAt(ObjectAt(payload, "user"), "id");
  const std::string channel = TextAt(ObjectAt(payload, "channel"), "id");
  const std::string ts = TextAt(message, "ts", TextAt(payload, "message_ts"));
  if (TextAt(payload, "callback_id") != kOpenTicket || !IsId(user) || !IsId(channel) || !IsTs(ts)) return {};
  const std::string thread = TextAt(message, "thread_ts");
  base::Posted posted;
  posted.source = "slack";
  posted.text = WordsOf(message);
  if (posted.text.empty()) return {};
  const std::string first = base::SplitLines(posted.text).front();
  posted.title = base::Shorten(first, kTitleShown);
  posted.url = Permalink(payload, channel, ts, thread);
  posted.receipt = true;
  if (const std::string writer = TextAt(message, "user"); !writer.empty() && writer != user)
    posted.facts.push_back({"author", std::string(WordsIn(base::GuessLocale(posted.text)).message_of), writer});
  Place place = PlaceOf(env.settings, channel, user, thread, ts);
  return std::vector<Event>{
      EventOf("ticket:" + MessageId(channel, ts), std::move(place), user, std::move(posted), env)};
}

Taken TakeShortcut(const json& payload, Env env) {
  const std::string user = TextAt(ObjectAt(payload, "user"), "id");
  if (TextAt(payload, "callback_id") != kMyTickets || !IsId(user)) return {};
  base::Pressed pressed{std::string(base::kMyTicketsValue), {}};
  const std::string id = "shortcut:" + TextAt(payload, "trigger_id");
  return std::vector<Event>{EventOf(id, DirectPlace(env.settings, user), user, std::move(pressed), env)};
}

// --- slash commands

// Users' commands are answered in the direct talk, since no thread can be named; agents' where they work.
Taken TakeCommand(const json& form, Env env) {
  const std::string user = TextAt(form, "user_id"), channel = TextAt(form, "channel_id");
  if (!IsId(user)) return {};
  const bool of_desk = IsDeskChannel(env.settings, channel);
  Place place = DirectPlace(env.settings, user);
  if (of_desk) place = {{env.settings.account, channel, {}}};
  std::string text(base::Trim(ReadText(TextAt(form, "text"), {}).text));
  if (text.empty()) text = "help";
  const std::string id = "command:" + TextAt(form, "trigger_id");
  Event event = EventOf(id, std::move(place), user, base::Said{std::move(text)}, env);
  event.to_us = of_desk;
  return std::vector<Event>{std::move(event)};
}

bool IsCommand(const json& payload) { return !payload.contains("type") && payload.contains("command"); }

}  // namespace

base::Result<Taken> TakeInteraction(const json& payload, Env env) {
  if (!IsOfTeam(payload, env.settings)) return Taken();
  if (IsCommand(payload)) return TakeCommand(payload, env);
  const std::string type = TextAt(payload, "type");
  if (type == "block_actions") return TakeActions(payload, env);
  if (type == "view_submission") return TakeSubmission(payload, env);
  if (type == "message_action") return TakeMessageShortcut(payload, env);
  if (type == "shortcut") return TakeShortcut(payload, env);
  if (type.empty()) return base::Fail(base::ErrorCode::kInvalid, "an interaction without a type");
  return Taken();
}

std::string AcknowledgementOf(const json& payload, const Settings& settings) {
  if (TextAt(payload, "type") == "block_suggestion") return base::DumpJson({{"options", json::array()}});
  if (!IsCommand(payload) || payload.contains("ssl_check")) return {};
  const std::string channel = TextAt(payload, "channel_id");
  // Everybody at the desk sees who did what.
  if (IsDeskChannel(settings, channel)) return base::DumpJson({{"response_type", "in_channel"}});
  const Words& words = WordsIn(base::GuessLocale(TextAt(payload, "text")));
  return base::DumpJson({{"response_type", "ephemeral"}, {"text", words.in_direct_message}});
}

bool IsSubmission(const json& payload) { return TextAt(payload, "type") == "view_submission"; }

}  // namespace frontdesk::adapters::slack
