#include "adapters/wechat_oa/callback_event.h"

#include <charconv>
#include <optional>

#include "adapters/common/wx_message.h"
#include "adapters/common/wx_reply.h"
#include "adapters/wechat_oa/account.h"
#include "bot/base/text.h"
#include "bot/base/xml.h"

namespace frontdesk::adapters::wechat_oa {

namespace {

using base::Event;
using base::EventBody;
using base::XmlElement;

constexpr std::size_t kMaxId = 64;
constexpr std::size_t kMaxKey = 1024;      // bytes of what a menu brings back
constexpr std::size_t kMaxMenuId = 128;    // bytes; WeChat names no bound, and its customer service has this one
constexpr std::string_view kOurs = "fd-";  // before the row, in the id of a menu's entry

std::string TextOf(const XmlElement& xml, std::string_view key) { return common::WxTextOf(xml, key); }

// "fd-42:verdict:yes" of ours; any other id is the value itself.
base::Pressed PressedOf(const std::string& id, std::string label) {
  base::Pressed pressed{id, std::move(label)};
  const std::size_t colon = id.find(':');
  if (!id.starts_with(kOurs) || colon == std::string::npos) return pressed;
  const char* const begin = id.data() + kOurs.size();
  const auto end = std::from_chars(begin, id.data() + colon, pressed.row);
  if (end.ec != std::errc{} || end.ptr != id.data() + colon || pressed.row <= 0) return {id, pressed.label};
  pressed.value = id.substr(colon + 1);
  return pressed;
}

std::optional<EventBody> WordsOf(const XmlElement& xml) {
  const std::string id = TextOf(xml, "bizmsgmenuid");
  if (!id.empty() && id.size() <= kMaxKey) return PressedOf(id, TextOf(xml, "Content"));
  return common::WxSaidOf(TextOf(xml, "Content"));
}

std::optional<EventBody> MessageOf(const XmlElement& xml, const std::string& kind) {
  return kind == "text" ? WordsOf(xml) : common::WxMessageOf(xml, kind);
}

// What people do beside writing. A page that was viewed, a place that was told, a follower who leaves: nothing to say.
std::optional<EventBody> HappeningOf(const XmlElement& xml, const std::string& what) {
  if (what == "subscribe" || what == "SCAN") return base::Opened{};
  if (what == "CLICK") {
    const std::string key = TextOf(xml, "EventKey");
    if (key.empty() || key.size() > kMaxKey) return std::nullopt;
    return base::Pressed{key, {}};
  }
  if (what == "kf_create_session") return base::DeskMoved{true, kWechatDesk, TextOf(xml, "KfAccount")};
  if (what == "kf_switch_session") return base::DeskMoved{true, kWechatDesk, TextOf(xml, "ToKfAccount")};
  if (what == "kf_close_session") return base::DeskMoved{false, kWechatDesk, TextOf(xml, "KfAccount")};
  return std::nullopt;
}

// Messages have an id; of events it is what, who, when and which.
std::string IdOf(const XmlElement& xml, bool happening) {
  if (!happening) {
    std::string id = TextOf(xml, "MsgId");
    return id.size() <= kMaxId ? id : std::string();
  }
  const std::string when = TextOf(xml, "CreateTime");
  if (when.empty()) return {};
  std::string id = TextOf(xml, "Event") + ":" + TextOf(xml, "FromUserName") + ":" + when;
  for (const char* key : {"EventKey", "KfAccount", "FromKfAccount", "ToKfAccount"}) id += ":" + TextOf(xml, key);
  return id.size() <= kMaxKey + 4 * kMaxId ? id : std::string();
}

std::optional<base::ReplyPath> PathOf(const EventBody& body, bool happening, Env env) {
  if (std::holds_alternative<base::DeskMoved>(body)) return std::nullopt;
  if (happening) return base::ReplyPath{{}, env.now + kClickWindow, kClickReplies};
  return base::ReplyPath{{}, env.now + kMessageWindow, kMessageReplies};
}

std::optional<Event> EventOf(const XmlElement& xml, Env env) {
  const std::string person = TextOf(xml, "FromUserName");
  const std::string& account = env.settings.Text("original_id");
  if (!IsOpenId(person) || (!account.empty() && TextOf(xml, "ToUserName") != account)) return std::nullopt;
  const std::string kind = TextOf(xml, "MsgType");
  const bool happening = kind == "event";
  auto body = happening ? HappeningOf(xml, TextOf(xml, "Event")) : MessageOf(xml, kind);
  Event event;
  event.id = IdOf(xml, happening);
  if (!body || event.id.empty()) return std::nullopt;
  event.address = {env.settings.account, person, {}};
  event.author.id = person;
  event.locale = env.settings.Text("locale");
  event.at = env.now;
  event.path = PathOf(*body, happening, env);
  event.body = std::move(*body);
  return event;
}

}  // namespace

base::Result<Parsed> ParseCallback(std::string_view text, Env env) {
  const auto xml = base::ReadXml(text, common::kWxMaxCallback);
  if (!xml) return base::Fail(base::ErrorCode::kInvalid, "The message cannot be read: " + xml.error().message);
  if (xml->name != "xml") return base::Fail(base::ErrorCode::kInvalid, "This is not a message of WeChat.");
  Taken taken;
  if (xml->Child("MsgType") != nullptr)
    if (auto event = EventOf(*xml, env)) taken.events.push_back(std::move(*event));
  return taken;
}

Answerable HowToAnswer(std::string_view text) {
  const auto xml = base::ReadXml(text, common::kWxMaxCallback);
  if (!xml || xml->name != "xml") return {};
  const std::string_view kind = xml->ChildText("MsgType"), what = xml->ChildText("Event");
  const bool message = !kind.empty() && kind != "event";
  return {message || what == "CLICK" || what == "subscribe" || what == "SCAN", message,
          std::string(xml->ChildText("ToUserName"))};
}

std::string MenuId(std::int64_t row, std::string_view value) {
  const std::string id = std::string(kOurs) + std::to_string(row) + ":" + std::string(value);
  return value.empty() || id.size() > kMaxMenuId ? std::string() : id;
}

}  // namespace frontdesk::adapters::wechat_oa
