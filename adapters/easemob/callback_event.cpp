#include "adapters/easemob/callback_event.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/easemob/account.h"
#include "adapters/easemob/callback_signature.h"
#include "adapters/easemob/kefu.h"
#include "adapters/easemob/message_body.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::easemob {

namespace {

using base::Event;
using base::TextAt;
using nlohmann::json;
using Events = std::vector<Event>;

constexpr std::size_t kMaxMessageId = 64;
constexpr std::size_t kMaxName = 60;
constexpr std::size_t kMaxLocale = 35;

bool IsVisibleAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

// 64-bit ids come as text or as numbers.
std::string MessageIdAt(const json& value, std::string_view key) {
  std::string id = DigitsAt(value, key);
  if (id.empty()) id = TextAt(value, key);
  return id.size() <= kMaxMessageId && IsVisibleAscii(id) ? id : std::string();
}

bool IsRoom(const json& callback) {
  return TextAt(callback, "chat_type") == "chatroom" || TextAt(callback, "content_type").starts_with("chat:room:");
}

// "" when the callback names none.
std::string GroupChannel(const json& callback) {
  std::string group = MessageIdAt(callback, "group_id");
  if (group.empty()) return {};
  return std::string(IsRoom(callback) ? kRoomPrefix : kGroupPrefix) + group;
}

// Pre-delivery callbacks have no event type, and wait for our leave.
bool IsPreDelivery(const json& callback) {
  if (callback.contains("eventType")) return false;
  const std::string type = TextAt(callback, "chat_type");
  return type == "chat" || type == "group" || type == "groupchat" || type == "chatroom";
}

std::string NameOf(const json& ext, const std::string& id) {
  std::string name = TextAt(ObjectAt(ext, "ease_chat_uikit_user_info"), "nickname");
  if (name.empty()) name = TextAt(ObjectAt(ObjectAt(ext, "weichat"), "visitor"), "userNickname");
  return name.empty() ? id : base::Shorten(base::CleanUtf8(name), kMaxName);
}

// A hint only, so what is not a language tag is left out.
std::string LocaleOf(const json& ext) {
  std::string locale = TextAt(ObjectAt(ext, "frontdesk"), "locale");
  if (locale.empty()) locale = TextAt(ObjectAt(ext, "weichat"), "language");
  const bool fits = locale.size() <= kMaxLocale && std::all_of(locale.begin(), locale.end(), [](char c) {
                      return c == '-' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
                    });
  return fits ? locale : std::string();
}

// The bot's id, or a list that holds it, as clients write mentions; "all" is not the bot.
bool Mentions(const json& ext, const std::string& bot) {
  const auto it = ext.find("em_at_list");
  if (it == ext.end()) return false;
  if (it->is_string()) return it->get<std::string>() == bot;
  return it->is_array() && std::any_of(it->begin(), it->end(), [&](const json& id) {
           return id.is_string() && id.get_ref<const std::string&>() == bot;
         });
}

// Takes "@name" from the front of the text. "@support_bot2" is somebody else.
bool TakeMention(const std::string& name, std::string& text) {
  const std::string mention = "@" + name;
  const std::string_view trimmed = base::Trim(text);
  if (name.empty() || !trimmed.starts_with(mention)) return false;
  const std::string_view rest = trimmed.substr(mention.size());
  if (!rest.empty() && IsUserId(rest.substr(0, 1))) return false;
  text = std::string(base::Trim(rest));
  return true;
}

class CallbackReader {
 public:
  CallbackReader(const json& callback, Env env)
      : callback_(callback),
        payload_(ObjectAt(callback, "payload")),
        ext_(ObjectAt(payload_, "ext")),
        env_(env),
        bot_(env.settings.Text("bot")),
        kefu_(env.settings.Text("kefu")) {}

  Events Read() const {
    const std::string type = TextAt(callback_, "chat_type");
    if (type == "recall") return Recalled();
    if (type == "edit") return Rewritten();
    if (type == "chat" || type == "groupchat" || type == "chatroom") return Message();
    return {};
  }

 private:
  // With the id of this callback's message; none when it lacks one or comes from nobody.
  Events One(std::string channel, const std::string& author, base::EventBody body) const {
    Event event;
    event.id = MessageIdAt(callback_, "msg_id");
    if (event.id.empty() || channel.empty() || !IsUserId(author)) return {};
    event.address = {env_.settings.account, std::move(channel), {}};
    event.author = {author, NameOf(ext_, author), false, false};
    event.locale = LocaleOf(ext_);
    event.at = env_.now;
    event.context = ContextOf(ext_);
    event.body = std::move(body);
    Events events;
    events.push_back(std::move(event));
    return events;
  }

  // Made by us: under the bot's name, or in somebody's name while handing over.
  bool IsOurs() const { return TextAt(callback_, "from") == bot_ || ObjectAt(ext_, "bot").contains("mid"); }

  Events Message() const {
    const std::string from = TextAt(callback_, "from"), to = TextAt(callback_, "to");
    if (!kefu_.empty() && from == kefu_) {
      if (auto move = SessionMove(payload_)) return One(to, to, std::move(*move));
    }
    if (IsOurs()) return {};
    const bool direct = TextAt(callback_, "chat_type") == "chat";
    if (direct && !kefu_.empty() && (to == bot_ || to == kefu_) && IsTransferRequest(payload_)) {
      return One(from, from, base::DeskMoved{true, kKefuDesk, {}});
    }
    auto body = EventBodyOf(payload_);
    if (!body) return {};
    if (direct) return to == bot_ ? One(from, from, std::move(*body)) : Events{};
    return TakeAddress(*body) ? One(GroupChannel(callback_), from, std::move(*body)) : Events{};
  }

  // Whether something said in a group is for the bot: it is mentioned, quoted, or one of its buttons was pressed. The
  // mention is taken from the text.
  bool TakeAddress(base::EventBody& body) const {
    bool named = false;
    if (auto* said = std::get_if<base::Said>(&body)) {
      named = TakeMention(env_.settings.Text("bot_name"), said->text) || TakeMention(bot_, said->text);
      if (said->text.empty()) body = base::Opened{};
    }
    return named || std::holds_alternative<base::Pressed>(body) || Mentions(ext_, bot_) ||
           TextAt(ObjectAt(ext_, "msgQuote"), "msgSender") == bot_;
  }

  // Edits and recalls of direct talk only: of a group's, nothing tells whether the message was for the bot at all.
  Events Recalled() const {
    const std::string from = TextAt(callback_, "from");
    std::string recalled = MessageIdAt(callback_, "recall_id");
    if (recalled.empty()) recalled = MessageIdAt(payload_, "ack_message_id");
    if (recalled.empty() || TextAt(callback_, "to") != bot_ || from == bot_) return {};
    return One(from, from, base::Deleted{std::move(recalled)});
  }

  // The outer from and to are the platform's own; the payload says who wrote to whom.
  Events Rewritten() const {
    const json& change = ObjectAt(ObjectAt(payload_, "meta"), "edit_msg");
    const std::string sender = TextAt(change, "sender", TextAt(payload_, "from"));
    std::string edited = MessageIdAt(payload_, "edit_message_id");
    std::string text = base::CleanUtf8(TextAt(BodyOf(payload_), "msg"));
    if (edited.empty() || base::Trim(text).empty() || TextAt(payload_, "to") != bot_ || sender == bot_) return {};
    return One(sender, sender, base::Edited{std::move(edited), std::move(text)});
  }

  const json& callback_;
  const json& payload_;
  const json& ext_;
  Env env_;
  const std::string& bot_;
  const std::string& kefu_;
};

}  // namespace

base::Result<Parsed> ParseCallback(std::string_view body, Env env) {
  TRY(const json callback, base::ParseJson(body, kMaxCallback));
  if (!callback.is_object()) return base::Fail(base::ErrorCode::kInvalid, "A callback must be a JSON object.");
  if (IsPreDelivery(callback)) {
    return HttpAnswer{200, {{"Content-Type", "application/json"}}, "{\"valid\":true}"};
  }
  return CallbackReader(callback, env).Read();
}

}  // namespace frontdesk::adapters::easemob
