#include "adapters/slack/event.h"

#include <nlohmann/json.hpp>

#include "adapters/common/emoji_name.h"
#include "adapters/slack/account.h"
#include "adapters/slack/place.h"
#include "adapters/slack/read_text.h"
#include "adapters/slack/said_files.h"
#include "adapters/slack/wire.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::slack {

namespace {

using base::Event;
using base::TextAt;
using nlohmann::json;

constexpr std::string_view kSlackBot = "USLACKBOT";

// The workspace's user that the bot is. An event names one of those that may see it.
std::string BotOf(const json& callback) {
  for (const json& one : ListAt(callback, "authorizations"))
    if (one.is_object() && base::BoolAt(one, "is_bot")) return TextAt(one, "user_id");
  return {};
}

class Reader {
 public:
  Reader(const json& callback, Env env) : event_(ObjectAt(callback, "event")), bot_(BotOf(callback)), env_(env) {}

  Taken Read() const {
    const std::string type = TextAt(event_, "type");
    if (type == "app_home_opened") return OpenedApp();
    if (type == "reaction_added" || type == "reaction_removed") return Reacted(type == "reaction_removed");
    if (type != "message" && type != "app_mention") return {};
    const std::string subtype = TextAt(event_, "subtype");
    if (subtype == "message_changed") return Changed();
    if (subtype == "message_deleted") return Deleted();
    if (!subtype.empty() && subtype != "file_share" && subtype != "thread_broadcast") return {};
    return Message(type == "app_mention");
  }

 private:
  struct Spoken {
    Place place;
    std::string user, ts;
    ReadWords words;
    bool only_in_talk = false;
  };

  // What a person said to the bot; nothing for all else. `before`: the message's words until now.
  std::optional<Spoken> SpokenIn(const json& message, const std::string& channel, bool is_mention,
                                 const std::string& before = {}) const {
    Spoken spoken;
    spoken.user = TextAt(message, "user");
    spoken.ts = TextAt(message, "ts");
    if (!IsId(channel) || !IsId(spoken.user) || !IsTs(spoken.ts)) return std::nullopt;
    if (!TextAt(message, "bot_id").empty() || spoken.user == bot_ || spoken.user == kSlackBot) return std::nullopt;
    spoken.words = ReadText(TextAt(message, "text"), bot_);
    spoken.place = PlaceOf(env_.settings, channel, spoken.user, TextAt(message, "thread_ts"), spoken.ts);
    const bool in_our_thread = !bot_.empty() && TextAt(message, "parent_user_id") == bot_;
    const bool to_us = is_mention || spoken.words.names_bot || ReadText(before, bot_).names_bot;
    if (spoken.place.direct || to_us || in_our_thread || HearsAll(env_.settings, channel)) return spoken;
    if (!IsForWhoeverIsThere(message, spoken)) return std::nullopt;
    spoken.only_in_talk = true;
    return spoken;
  }

  // Below another message, to nobody by name.
  static bool IsForWhoeverIsThere(const json& message, const Spoken& spoken) {
    const std::string thread = TextAt(message, "thread_ts");
    return IsTs(thread) && thread != spoken.ts && !base::Trim(TextAt(message, "text")).starts_with("<@");
  }

  Event EventOf(std::string id, const Spoken& spoken, base::EventBody body) const {
    Event event = EventOf(std::move(id), spoken.place, spoken.user, std::move(body));
    event.only_in_talk = spoken.only_in_talk;
    return event;
  }

  Event EventOf(std::string id, const Place& place, const std::string& user, base::EventBody body) const {
    Event event;
    event.id = std::move(id);
    event.address = place.address;
    event.author.id = user;
    event.at = env_.now;
    event.body = std::move(body);
    event.path = place.path;
    return event;
  }

  // A mention comes as app_mention and as message: they have one identity.
  Taken Message(bool is_mention) const {
    const std::string channel = TextAt(event_, "channel");
    const auto spoken = SpokenIn(event_, channel, is_mention);
    if (!spoken) return {};
    auto body = SaidWith(event_, spoken->words.text);
    if (!body && (is_mention || spoken->words.names_bot)) body = base::Opened{};
    if (!body) return {};
    Event event = EventOf(MessageId(channel, spoken->ts), *spoken, std::move(*body));
    event.to_us = !spoken->place.direct && (is_mention || spoken->words.names_bot);
    return std::vector<Event>{std::move(event)};
  }

  // Link previews, replies below it and stars change a message, too.
  Taken Changed() const {
    const json& now = ObjectAt(event_, "message");
    const json& before = ObjectAt(event_, "previous_message");
    if (TextAt(now, "subtype") == "tombstone") return Gone(before, TextAt(now, "ts"));
    const std::string channel = TextAt(event_, "channel");
    const auto spoken = SpokenIn(now, channel, false, TextAt(before, "text"));
    if (!spoken || spoken->words.text == ReadText(TextAt(before, "text"), bot_).text) return {};
    std::string moment = TextAt(ObjectAt(now, "edited"), "ts", TextAt(event_, "event_ts", TextAt(event_, "ts")));
    const std::string message = MessageId(channel, spoken->ts);
    Event event = EventOf("edit:" + message + ":" + moment, *spoken, base::Edited{message, spoken->words.text});
    event.to_us = !spoken->place.direct && spoken->words.names_bot;
    return std::vector<Event>{std::move(event)};
  }

  Taken Deleted() const { return Gone(ObjectAt(event_, "previous_message"), TextAt(event_, "deleted_ts")); }

  Taken Gone(json before, const std::string& ts) const {
    const std::string channel = TextAt(event_, "channel");
    before["ts"] = ts;
    const auto spoken = SpokenIn(before, channel, false);
    if (!spoken) return {};
    const std::string message = MessageId(channel, ts);
    return std::vector<Event>{EventOf("deleted:" + message, *spoken, base::Deleted{message})};
  }

  // Of the bot's own messages. In which thread it stands is not told.
  Taken Reacted(bool taken_back) const {
    const json& item = ObjectAt(event_, "item");
    const std::string user = TextAt(event_, "user"), of = TextAt(event_, "item_user", bot_);
    const std::string channel = TextAt(item, "channel"), ts = TextAt(item, "ts"), moment = TextAt(event_, "event_ts");
    const std::string sign(common::EmojiNamed(TextAt(event_, "reaction")));
    if (!IsId(user) || user == bot_ || (!bot_.empty() && of != bot_)) return {};
    if (!IsId(channel) || !IsTs(ts) || !IsTs(moment) || sign.empty()) return {};
    Place place = PlaceOf(env_.settings, channel, user, {}, {});
    place.path.reset();
    const std::string message = MessageId(channel, ts);
    const std::string id = (taken_back ? "unreacted:" : "reacted:") + message + ":" + user + ":" + moment;
    return std::vector<Event>{EventOf(id, place, user, base::Reacted{place.direct ? message : ts, sign, taken_back})};
  }

  // The home shows the user's tickets; the tab of messages is where a talk begins.
  Taken OpenedApp() const {
    const std::string user = TextAt(event_, "user");
    const std::string moment = TextAt(event_, "event_ts");
    if (!IsId(user) || user == bot_) return {};
    Place place = DirectPlace(env_.settings, user);
    if (TextAt(event_, "tab") != "home") {
      place.path.reset();
      return std::vector<Event>{EventOf("opened:" + user + ":" + moment, place, user, base::Opened{})};
    }
    place.address.thread = kHome;
    base::Pressed pressed{std::string(base::kMyTicketsValue), {}};
    return std::vector<Event>{EventOf("home:" + user + ":" + moment, place, user, std::move(pressed))};
  }

  const json& event_;
  std::string bot_;
  Env env_;
};

}  // namespace

bool IsOfTeam(const json& payload, const Settings& settings) {
  const std::string& team = settings.Text("team");
  if (team.empty()) return true;
  if (TextAt(payload, "team_id") == team || TextAt(ObjectAt(payload, "team"), "id") == team) return true;
  // A channel that two workspaces share: the event names the other one, and us among those who may see it.
  for (const json& one : ListAt(payload, "authorizations"))
    if (one.is_object() && (TextAt(one, "team_id") == team || TextAt(one, "enterprise_id") == team)) return true;
  return TextAt(payload, "enterprise_id") == team || TextAt(ObjectAt(payload, "enterprise"), "id") == team;
}

base::Result<Taken> TakeEvent(const json& callback, Env env) {
  if (!ObjectAt(callback, "event").contains("type"))
    return base::Fail(base::ErrorCode::kInvalid, "an event_callback without an event");
  if (!IsOfTeam(callback, env.settings)) return Taken();
  return Reader(callback, env).Read();
}

}  // namespace frontdesk::adapters::slack
