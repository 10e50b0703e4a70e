#include "adapters/wecom/app_event.h"

#include <nlohmann/json.hpp>
#include <optional>

#include "adapters/common/wx_message.h"
#include "adapters/wecom/account.h"
#include "adapters/wecom/callback.h"
#include "adapters/wecom/card.h"
#include "adapters/wecom/media.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::wecom {

namespace {

using base::Event;
using base::EventBody;
using base::XmlElement;

constexpr std::size_t kMaxId = 64;

std::string TextOf(const XmlElement& xml, std::string_view key) { return common::WxTextOf(xml, key); }

std::optional<EventBody> MessageOf(const XmlElement& xml, const std::string& kind) {
  if (kind == "file") return common::WxFileOf(xml, TextOf(xml, "FileName").empty() ? "file" : TextOf(xml, "FileName"));
  return common::WxMessageOf(xml, kind);
}

std::optional<EventBody> HappeningOf(const XmlElement& xml, const std::string& what) {
  const std::string key = TextOf(xml, "EventKey");
  if (what == "enter_agent") return base::Opened{};
  if (key.empty() || key.size() > kMaxKey) return std::nullopt;
  if (what == "click") return base::Pressed{key, {}};
  if (what == "template_card_event") return base::Pressed{key, {}, RowOfTask(TextOf(xml, "TaskId"))};
  return std::nullopt;
}

// Messages have an id; of events it is who, when and what.
std::string IdOf(const XmlElement& xml) {
  if (std::string id = TextOf(xml, "MsgId"); !id.empty()) return id.size() <= kMaxId ? id : std::string();
  const std::string when = TextOf(xml, "CreateTime");
  if (when.empty()) return {};
  std::string id = TextOf(xml, "Event") + ":" + MemberId(TextOf(xml, "FromUserName")) + ":" + when;
  for (const char* key : {"EventKey", "TaskId"}) id += ":" + TextOf(xml, key);
  return id.size() <= kMaxKey + 4 * kMaxId ? id : std::string();
}

std::string PathWords(const XmlElement& xml) {
  return base::DumpJson({{"task", TextOf(xml, "TaskId")}, {"code", TextOf(xml, "ResponseCode")}});
}

std::optional<Event> EventOf(const XmlElement& xml, Env env) {
  const std::string member = MemberId(TextOf(xml, "FromUserName"));
  const std::string agent = TextOf(xml, "AgentID");
  const bool ours = agent.empty() || agent == env.settings.Text("agent_id");
  if (!IsMemberId(member) || !ours) return std::nullopt;
  const std::string kind = TextOf(xml, "MsgType");
  auto body = kind == "event" ? HappeningOf(xml, TextOf(xml, "Event")) : MessageOf(xml, kind);
  Event event;
  event.id = IdOf(xml);
  if (!body || event.id.empty()) return std::nullopt;
  event.address = {env.settings.account, member, {}};
  event.author.id = member;
  event.author.name = member;
  event.locale = env.settings.Text("locale");
  event.at = env.now;
  event.body = std::move(*body);
  if (!TextOf(xml, "ResponseCode").empty()) event.path = base::ReplyPath{PathWords(xml), {}, 0};
  return event;
}

}  // namespace

base::Result<Parsed> ParseAppCallback(std::string_view text, Env env) {
  const auto xml = base::ReadXml(text, kMaxCallback);
  if (!xml) return base::Fail(base::ErrorCode::kInvalid, "The message cannot be read: " + xml.error().message);
  if (xml->name != "xml") return base::Fail(base::ErrorCode::kInvalid, "This is not a message of WeCom.");
  Taken taken;
  if (xml->Child("MsgType") != nullptr)
    if (auto event = EventOf(*xml, env)) taken.events.push_back(std::move(*event));
  return taken;
}

Answerable HowToAnswer(const XmlElement& callback) {
  if (callback.ChildText("MsgType") != "event") return Answerable::kWords;
  return callback.ChildText("Event") == "template_card_event" ? Answerable::kButton : Answerable::kNo;
}

std::string ResponseCodeIn(std::string_view path_words, std::int64_t row) {
  const auto words = base::ParseJson(path_words);
  if (!words || !words->is_object() || RowOfTask(base::TextAt(*words, "task")) != row) return {};
  return base::TextAt(*words, "code");
}

}  // namespace frontdesk::adapters::wecom
