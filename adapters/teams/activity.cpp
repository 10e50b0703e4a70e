#include "adapters/teams/activity.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/teams/account.h"
#include "adapters/teams/button_data.h"
#include "adapters/teams/read_text.h"
#include "adapters/teams/said_files.h"
#include "adapters/teams/sign.h"
#include "adapters/teams/wire.h"
#include "bot/base/crypto.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::teams {

namespace {

using base::Event;
using base::TextAt;
using nlohmann::json;

constexpr std::size_t kMaxName = 60;  // graphemes
constexpr std::size_t kMaxTag = 64;

// Language tags and zones of the IANA's list.
std::string TagOf(std::string text) {
  const bool fits = text.size() <= kMaxTag && std::all_of(text.begin(), text.end(), [](char c) {
                      return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
                             c == '_' || c == '/' || c == '+';
                    });
  return fits ? text : std::string();
}

const json& ClientInfoOf(const json& activity) {
  static const json kEmpty = json::object();
  for (const json& entity : ListAt(activity, "entities"))
    if (entity.is_object() && TextAt(entity, "type") == "clientInfo") return entity;
  return kEmpty;
}

std::string UserOf(const json& account) {
  const std::string entra = base::AsciiLower(TextAt(account, "aadObjectId"));
  return IsGuid(entra) ? entra : TextAt(account, "id");
}

bool IsBot(const json& account, const json& activity, const Settings& settings) {
  const std::string id = TextAt(account, "id");
  return id.starts_with("28:") || TextAt(account, "role") == "bot" || id == BotId(settings) ||
         id == TextAt(ObjectAt(activity, "recipient"), "id");
}

class Reader {
 public:
  Reader(const json& activity, Env env)
      : activity_(activity), env_(env), place_(PlaceOf(activity, env.settings)), id_(TextAt(activity, "id")) {}

  Taken Read() const {
    const std::string type = TextAt(activity_, "type");
    if (!IsId(place_.address.channel)) return {};
    if (type == "conversationUpdate" || type == "installationUpdate") return Installed(type);
    const json& from = ObjectAt(activity_, "from");
    if (!IsId(UserOf(from)) || IsBot(from, activity_, env_.settings)) return {};
    if (type == "messageReaction") return Reactions();
    if (!IsId(id_)) return {};
    if (type == "message") return activity_.contains("value") ? Submitted() : Message();
    if (type == "messageUpdate") return Changed();
    if (type == "messageDelete") return Gone();
    return {};
  }

 private:
  Taken One(std::string id, base::EventBody body) const {
    return std::vector<Event>{EventOf(activity_, std::move(id), std::move(body), env_)};
  }
  std::string message() const { return MessageId(activity_, env_.settings); }
  std::string bot() const { return TextAt(ObjectAt(activity_, "recipient"), "id", BotId(env_.settings)); }

  enum class For { kNobody, kTalk, kUs };
  // Whom words in this place are for.
  For Addressed(bool named) const {
    if (place_.direct || named || HearsAll(env_.settings, place_.address.channel)) return For::kUs;
    return place_.channel && place_.address.thread != id_ ? For::kTalk : For::kNobody;
  }

  Taken Message() const {
    const ReadWords words = ReadText(activity_, bot());
    const For whom = Addressed(words.names_bot);
    if (whom == For::kNobody) return {};
    auto body = SaidWith(activity_, words.text);
    if (!body && words.names_bot) body = base::Opened{};
    if (!body) return {};
    Taken taken = One(message(), std::move(*body));
    taken.events.front().to_us = !place_.direct && words.names_bot;
    taken.events.front().only_in_talk = whom == For::kTalk;
    return taken;
  }

  // The button of a card in a client that knows no Action.Execute: a message without words.
  Taken Submitted() const {
    const auto click = ClickIn(ObjectAt(activity_, "value"), place_.address.channel, env_.settings);
    if (!click) return TextAt(activity_, "text").empty() ? Taken() : Message();
    if (click->is_form) return One(message(), click->filled);
    return One(message(), click->pressed);
  }

  Taken Changed() const {
    const ReadWords words = ReadText(activity_, bot());
    const std::string what = TextAt(ObjectAt(activity_, "channelData"), "eventType", "editMessage");
    if (what != "editMessage" && what != "undeleteMessage") return {};
    const For whom = Addressed(words.names_bot);
    if (whom == For::kNobody) return {};
    const std::string moment = TextAt(activity_, "timestamp", TextAt(activity_, "localTimestamp"));
    Taken taken = One("edit:" + message() + ":" + moment, base::Edited{message(), words.text});
    taken.events.front().to_us = !place_.direct && words.names_bot;
    taken.events.front().only_in_talk = whom == For::kTalk;
    return taken;
  }

  // It holds no words that could name us: the core knows whether it has heard the message.
  Taken Gone() const { return One("deleted:" + message(), base::Deleted{message()}); }

  Taken Reactions() const {
    const std::string to = TextAt(activity_, "replyToId");
    if (!IsId(to)) return {};
    Taken taken;
    for (const char* list : {"reactionsAdded", "reactionsRemoved"})
      for (const json& one : ListAt(activity_, list)) {
        const std::string type = TextAt(one.is_object() ? one : json::object(), "type");
        const std::string sign = SignOf(type);
        if (sign.empty() || taken.events.size() >= 20) continue;
        const bool back = std::string_view(list) == "reactionsRemoved";
        const std::string id = std::string(back ? "took-back:" : "reacted:") + place_.address.channel + ":" + to + ":" +
                               type + ":" + UserOf(ObjectAt(activity_, "from")) + ":" +
                               TextAt(activity_, "timestamp", id_);
        taken.events.push_back(EventOf(activity_, id, base::Reacted{to, sign, back}, env_));
      }
    return taken;
  }

  // In a team or a group the bot waits until it is asked.
  Taken Installed(const std::string& type) const {
    if (!place_.direct) return {};
    bool added = type == "installationUpdate" && TextAt(activity_, "action") == "add";
    for (const json& member : ListAt(activity_, "membersAdded"))
      added = added || (member.is_object() && TextAt(member, "id") == bot());
    if (!added) return {};
    // Both kinds come of one installation.
    const std::string moment = TextAt(activity_, "timestamp", id_).substr(0, sizeof "2026-01-01T00:00" - 1);
    return One("opened:" + place_.address.channel + ":" + moment, base::Opened{});
  }

  const json& activity_;
  Env env_;
  Place place_;
  std::string id_;
};

}  // namespace

Place PlaceOf(const json& activity, const Settings& settings) {
  const json& conversation = ObjectAt(activity, "conversation");
  const std::string id = TextAt(conversation, "id"), type = base::AsciiLower(TextAt(conversation, "conversationType"));
  const auto mark = id.find(kThreadMark);
  Place place;
  place.address = {settings.account, id.substr(0, mark), {}};
  place.channel = type == "channel" || mark != std::string::npos;
  place.direct = !place.channel && type != "groupchat" && !base::BoolAt(conversation, "isGroup");
  if (!place.channel) return place;
  place.address.thread = mark == std::string::npos ? TextAt(activity, "replyToId", TextAt(activity, "id"))
                                                   : id.substr(mark + kThreadMark.size());
  if (!IsId(place.address.thread)) place.address.thread.clear();
  return place;
}

Event EventOf(const json& activity, std::string id, base::EventBody body, Env env) {
  const json& from = ObjectAt(activity, "from");
  const json& client = ClientInfoOf(activity);
  Event event;
  event.id = std::move(id);
  event.address = PlaceOf(activity, env.settings).address;
  event.author.id = UserOf(from);
  event.author.name = base::Shorten(base::Trim(base::CleanUtf8(TextAt(from, "name"))), kMaxName);
  event.locale = TagOf(TextAt(client, "locale", TextAt(activity, "locale")));
  event.at = env.now;
  if (const std::string zone = TagOf(TextAt(client, "timezone", TextAt(activity, "localTimezone"))); !zone.empty())
    event.context = base::DumpJson({{"time_zone", zone}});
  event.body = std::move(body);
  event.path = base::ReplyPath{TextAt(activity, "serviceUrl")};
  return event;
}

std::string MessageId(const json& activity, const Settings& settings) {
  return PlaceOf(activity, settings).address.channel + ":" + TextAt(activity, "id");
}

base::Result<Taken> TakeActivity(const json& activity, Env env) {
  if (TextAt(activity, "type").empty()) return base::Fail(base::ErrorCode::kInvalid, "an activity without a type");
  return Reader(activity, env).Read();
}

}  // namespace frontdesk::adapters::teams
