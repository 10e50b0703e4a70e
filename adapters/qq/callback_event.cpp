#include "adapters/qq/callback_event.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>

#include "adapters/qq/account.h"
#include "adapters/qq/callback.h"
#include "adapters/qq/message_content.h"
#include "adapters/qq/place.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::qq {

namespace {

using base::Event;
using base::EventBody;
using base::TextAt;
using nlohmann::json;

constexpr std::size_t kMaxId = 256;     // of messages and events
constexpr std::size_t kMaxData = 1024;  // bytes of what a button brings back
constexpr std::size_t kMaxName = 60;    // graphemes
constexpr std::string_view kOurs = "fd-";
constexpr std::string_view kInteraction = "interaction:";

const json& ObjectAt(const json& value, std::string_view key) {
  static const json kEmpty = json::object();
  const auto it = value.find(key);
  return it != value.end() && it->is_object() ? *it : kEmpty;
}

// Who did something, where, and what it is answered to.
struct Deed {
  Place place;
  std::string person;
  std::string name = {};
  Cause cause;
  std::optional<EventBody> body;
};

std::optional<EventBody> SaidOf(const json& d, bool guild) {
  std::string words(base::Trim(WordsIn(d, guild)));
  Attached attached = FilesIn(d);
  if (!attached.files.empty()) return base::SentFiles{std::move(attached.files), std::move(words), attached.voice};
  if (words.empty()) return std::nullopt;
  return base::Said{std::move(words)};
}

std::optional<Deed> MessageOf(const std::string& type, const json& d, Env env) {
  const json& author = ObjectAt(d, "author");
  Deed deed;
  deed.cause = {false, TextAt(d, "id")};
  if (type == "C2C_MESSAGE_CREATE") {
    deed.person = TextAt(author, "user_openid");
    deed.place = {Place::Kind::kPerson, deed.person};
  } else if (type == "GROUP_AT_MESSAGE_CREATE") {
    deed.person = TextAt(author, "member_openid");
    deed.place = {Place::Kind::kGroup, TextAt(d, "group_openid")};
  } else {
    const bool direct = type == "DIRECT_MESSAGE_CREATE";
    deed.person = TextAt(author, "id");
    deed.name = base::Shorten(base::CleanUtf8(TextAt(author, "username")), kMaxName);
    deed.place = direct ? Place{Place::Kind::kDirect, TextAt(d, "guild_id")}
                        : Place{Place::Kind::kChannel, TextAt(d, "channel_id")};
    const auto& listened = env.settings.List("help_channels");
    const bool heard =
        type != "MESSAGE_CREATE" || std::find(listened.begin(), listened.end(), deed.place.id) != listened.end();
    if (!heard || base::BoolAt(author, "bot")) return std::nullopt;
  }
  deed.body = SaidOf(d, deed.place.kind == Place::Kind::kChannel || deed.place.kind == Place::Kind::kDirect);
  return deed;
}

std::int64_t RowOf(std::string_view button) {
  if (!button.starts_with(kOurs)) return 0;
  button.remove_prefix(kOurs.size());
  std::int64_t row = 0;
  const auto end = std::from_chars(button.data(), button.data() + button.size(), row);
  return end.ec == std::errc{} && end.ptr != button.data() + button.size() && *end.ptr == '-' && row > 0 ? row : 0;
}

// A button under a message, or an entry of the menu beside the input, which has an id only.
std::optional<Deed> PressOf(const json& d, const std::string& event) {
  const json& resolved = ObjectAt(ObjectAt(d, "data"), "resolved");
  Deed deed;
  deed.cause = {true, event};
  if (const std::string person = TextAt(d, "user_openid"); !person.empty()) {
    deed.person = person;
    deed.place = {Place::Kind::kPerson, person};
  } else if (const std::string group = TextAt(d, "group_openid"); !group.empty()) {
    deed.person = TextAt(d, "group_member_openid");
    deed.place = {Place::Kind::kGroup, group};
  } else {
    deed.person = TextAt(resolved, "user_id");
    deed.place = {Place::Kind::kChannel, TextAt(d, "channel_id")};
  }
  std::string value = base::CleanUtf8(TextAt(resolved, "button_data"));
  if (value.empty()) value = base::CleanUtf8(TextAt(resolved, "feature_id"));
  if (value.empty() || value.size() > kMaxData) return std::nullopt;
  deed.body = base::Pressed{std::move(value), {}, RowOf(TextAt(resolved, "button_id"))};
  return deed;
}

// Who takes the bot among their friends, or into a group, opens a talk; who shuts it out says nothing.
std::optional<Deed> ArrivalOf(const std::string& type, const json& d, const std::string& event) {
  Deed deed;
  deed.cause = {true, event};
  deed.body = base::Opened{};
  if (type == "FRIEND_ADD") {
    deed.person = TextAt(d, "openid");
    deed.place = {Place::Kind::kPerson, deed.person};
    return deed;
  }
  if (type != "GROUP_ADD_ROBOT") return std::nullopt;
  deed.person = TextAt(d, "op_member_openid");
  deed.place = {Place::Kind::kGroup, TextAt(d, "group_openid")};
  return deed;
}

std::optional<Deed> DeedOf(const std::string& type, const json& payload, Env env) {
  constexpr std::string_view kMessages[] = {"C2C_MESSAGE_CREATE", "GROUP_AT_MESSAGE_CREATE", "AT_MESSAGE_CREATE",
                                            "MESSAGE_CREATE", "DIRECT_MESSAGE_CREATE"};
  const json& d = ObjectAt(payload, "d");
  const std::string event = TextAt(payload, "id");
  if (std::find(std::begin(kMessages), std::end(kMessages), type) != std::end(kMessages))
    return MessageOf(type, d, env);
  return type == "INTERACTION_CREATE" ? PressOf(d, event) : ArrivalOf(type, d, event);
}

std::optional<Event> EventOf(const std::string& type, const json& payload, Env env) {
  std::optional<Deed> deed = DeedOf(type, payload, env);
  if (!deed || !deed->body || deed->cause.id.empty() || deed->cause.id.size() > kMaxId) return std::nullopt;
  if (!IsId(deed->place.id) || !IsId(deed->person)) return std::nullopt;
  Event event;
  event.id = WordsOf(deed->cause);
  event.address = {env.settings.account, ChannelOf(deed->place), {}};
  event.author.id = deed->person;
  event.author.name = std::move(deed->name);
  event.locale = env.settings.Text("locale");
  event.at = env.now;
  event.to_us = type == "GROUP_AT_MESSAGE_CREATE" || type == "AT_MESSAGE_CREATE";
  event.path = base::ReplyPath{event.id, env.now + WindowOf(deed->place.kind), RepliesIn(deed->place.kind)};
  event.body = std::move(*deed->body);
  return event;
}

}  // namespace

base::Result<Parsed> ParseCallback(std::string_view body, Env env) {
  const auto payload = base::ParseJson(body, kMaxCallback);
  if (!payload || !payload->is_object()) return base::Fail(base::ErrorCode::kInvalid, "This is not a callback of QQ.");
  const long long op = base::IntAt(*payload, "op", -1);
  const json& d = ObjectAt(*payload, "d");
  if (op == 13) {
    TRY(HttpAnswer answer, AddressAnswer(TextAt(d, "plain_token"), TextAt(d, "event_ts"), env));
    return answer;
  }
  Taken taken;
  if (op != 0) return taken;
  const std::string type = TextAt(*payload, "t");
  if (auto event = EventOf(type, *payload, env)) taken.events.push_back(std::move(*event));
  if (const std::string id = TextAt(d, "id"); type == "INTERACTION_CREATE" && IsId(id))
    taken.after.emplace_back(std::string(kInteraction) + id);
  return taken;
}

std::string ButtonId(std::int64_t row, std::size_t index) {
  return std::string(kOurs) + std::to_string(row) + "-" + std::to_string(index);
}

base::Result<Call> ConfirmCall(std::string_view words, Env env) {
  const std::string id(words.starts_with(kInteraction) ? words.substr(kInteraction.size()) : std::string_view());
  if (!IsId(id)) return base::Fail(base::ErrorCode::kInternal, "there is no interaction to confirm");
  Call call = ApiCall("PUT", "/interactions/" + id, R"({"code":0})", env);
  call.delivers = false;
  return call;
}

}  // namespace frontdesk::adapters::qq
