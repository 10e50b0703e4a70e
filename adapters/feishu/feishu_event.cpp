#include "adapters/feishu/feishu_event.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "adapters/feishu/account.h"
#include "adapters/feishu/callback_proof.h"
#include "adapters/feishu/card_action.h"
#include "adapters/feishu/mentions.h"
#include "adapters/feishu/message_content.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::feishu {

namespace {

using base::Event;
using base::TextAt;
using nlohmann::json;

// The platform's names for what means something as a sign put to a message of ours (bot/core/reactions.h).
constexpr auto kSigns = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"THUMBSUP", "👍"},
    {"JIAYI", "👍"},
    {"DONE", "✅"},
    {"Yes", "✅"},
    {"CheckMark", "✅"},
    {"HEART", "❤️"},
    {"Hundred", "💯"},
    {"ThumbsDown", "👎"},
    {"MinusOne", "👎"},
    {"No", "❌"},
    {"CrossMark", "❌"},
});

std::string SignNamed(std::string_view name) {
  const auto* const found =
      std::find_if(kSigns.begin(), kSigns.end(), [&](const auto& one) { return one.first == name; });
  return found == kSigns.end() ? std::string() : std::string(found->second);
}

// An event of the bot's menu whose key is this asks for one's own tickets.
constexpr std::string_view kMyTicketsKey = "my_tickets";

struct Place {
  std::string chat;
  std::string thread;
};

class EventReader {
 public:
  EventReader(const json& envelope, Env env)
      : header_(MemberOf(envelope, "header")), event_(MemberOf(envelope, "event")), env_(env) {}

  Taken Read() const {
    const std::string type = TextAt(header_, "event_type");
    if (type == "im.message.receive_v1") return Message();
    if (type == "im.message.recalled_v1") return Recalled();
    if (type == "im.message.reaction.created_v1") return Reacted(false);
    if (type == "im.message.reaction.deleted_v1") return Reacted(true);
    if (type == "im.chat.access_event.bot_p2p_chat_entered_v1")
      return One(TextAt(header_, "event_id"), {TextAt(event_, "chat_id"), {}},
                 OpenIdOf(MemberOf(event_, "operator_id")), base::Opened{});
    if (type == "application.bot.menu_v6") return Menu();
    return {};
  }

 private:
  Taken One(const std::string& id, Place place, const std::string& author, base::EventBody body) const {
    if (!IsId(id) || !IsId(place.chat) || (!place.thread.empty() && !IsId(place.thread))) return {};
    return EventOf(id, std::move(place), author, std::move(body));
  }

  Taken EventOf(const std::string& id, Place place, const std::string& author, base::EventBody body) const {
    Event event;
    event.id = id;
    event.address = {env_.settings.account, std::move(place.chat), std::move(place.thread)};
    event.author.id = author;
    event.at = env_.now;
    event.body = std::move(body);
    Taken taken;
    taken.events.push_back(std::move(event));
    return taken;
  }

  Taken Message() const {
    const json& message = MemberOf(event_, "message");
    const json& sender = MemberOf(event_, "sender");
    const std::string author = OpenIdOf(MemberOf(sender, "sender_id"));
    // Bots, ours among them, are of another kind than "user".
    if (const std::string kind = TextAt(sender, "sender_type", "user"); kind != "user" || !IsId(author)) return {};
    if (author == env_.settings.Text("bot")) return {};
    const Mentions mentions(message, env_.settings);
    auto body = ReadContent(message, mentions, env_.settings);
    if (!body) return {};
    const bool direct = TextAt(message, "chat_type") == "p2p";
    const auto* said = std::get_if<base::Said>(&*body);
    const bool empty = said != nullptr && said->text.empty();
    if (direct && empty) return {};
    const bool heard = direct || mentions.names_bot() || IsHelpChannel(TextAt(message, "chat_id"));
    if (!heard && !IsForWhoeverIsThere(message, mentions)) return {};
    // Only the bot's name, and nothing else.
    if (empty && !mentions.names_bot()) return {};
    if (empty) body = base::Opened{};
    Taken taken = One(TextAt(message, "message_id"), PlaceOf(message, direct), author, std::move(*body));
    for (Event& event : taken.events) {
      event.to_us = !direct && mentions.names_bot();
      event.only_in_talk = !heard;
    }
    return taken;
  }

  // Below another message, to nobody by name. Such words come where the app may read all messages of groups.
  static bool IsForWhoeverIsThere(const json& message, const Mentions& mentions) {
    return !TextAt(message, "root_id").empty() && !mentions.names_anybody();
  }

  Place PlaceOf(const json& message, bool direct) const {
    Place place{TextAt(message, "chat_id"), {}};
    if (!direct) place.thread = TextAt(message, "root_id");
    if (!direct && place.thread.empty()) place.thread = TextAt(message, "message_id");
    return place;
  }

  bool IsHelpChannel(const std::string& chat) const {
    const auto& list = env_.settings.List("help_channels");
    return std::find(list.begin(), list.end(), chat) != list.end();
  }

  // Nothing says whether the chat is direct talk, or which thread it was in: in direct talk the conversation is the
  // chat's, in a group it is that of the message when it began a thread. One that heard nothing hears nothing of this.
  Taken Recalled() const {
    const std::string id = TextAt(event_, "message_id"), chat = TextAt(event_, "chat_id");
    const std::string event_id = TextAt(header_, "event_id");
    Taken taken = One(event_id, {chat, {}}, {}, base::Deleted{id});
    Taken more = One(event_id + "-thread", {chat, id}, {}, base::Deleted{id});
    if (!IsId(id)) return {};
    std::move(more.events.begin(), more.events.end(), std::back_inserter(taken.events));
    return taken;
  }

  // Neither the chat nor the thread is told: the message is found by its own name.
  Taken Reacted(bool taken_back) const {
    const std::string message = TextAt(event_, "message_id"), user = OpenIdOf(MemberOf(event_, "user_id"));
    const std::string sign = SignNamed(TextAt(MemberOf(event_, "reaction_type"), "emoji_type"));
    const std::string id = TextAt(header_, "event_id");
    if (TextAt(event_, "operator_type") != "user" || sign.empty()) return {};
    if (!IsId(id) || !IsId(message) || !IsId(user)) return {};
    return EventOf(id, {}, user, base::Reacted{message, sign, taken_back});
  }

  // It names no chat, so that the answer goes to the person, which is shown in the same chat.
  Taken Menu() const {
    const std::string user = OpenIdOf(MemberOf(MemberOf(event_, "operator"), "operator_id"));
    if (TextAt(event_, "event_key") != kMyTicketsKey) return {};
    return One(TextAt(header_, "event_id"), {user, {}}, user, base::Pressed{std::string(base::kMyTicketsValue), {}});
  }

  const json& header_;
  const json& event_;
  Env env_;
};

Taken TakenOf(const Click& click, Env env) {
  Event event;
  event.id = click.id;
  event.address = {env.settings.account, click.chat, click.button.thread};
  event.author.id = click.user;
  event.at = env.now;
  event.body = BodyOf(click);
  Taken taken;
  taken.events.push_back(std::move(event));
  if (click.is_form && IsId(click.message) && click.button.row != 0)
    taken.after.emplace_back(click.message, click.button.row);
  return taken;
}

}  // namespace

const json& MemberOf(const json& value, std::string_view key) {
  static const json nothing = json::object();
  if (!value.is_object()) return nothing;
  const auto it = value.find(key);
  return it != value.end() && it->is_object() ? *it : nothing;
}

std::string OpenIdOf(const json& ids) { return TextAt(ids, "open_id"); }

base::Result<Parsed> ParseEvent(std::string_view body, Env env) {
  TRY(const json envelope, base::ParseJson(body, kMaxCallback));
  if (!envelope.is_object()) return base::Fail(base::ErrorCode::kInvalid, "An event must be a JSON object.");
  if (TextAt(envelope, "type") == "url_verification") {
    const json answer = {{"challenge", TextAt(envelope, "challenge")}};
    return HttpAnswer{200, {{"Content-Type", "application/json"}}, base::DumpJson(answer)};
  }
  if (const auto click = ClickIn(body)) return TakenOf(*click, env);
  return EventReader(envelope, env).Read();
}

}  // namespace frontdesk::adapters::feishu
