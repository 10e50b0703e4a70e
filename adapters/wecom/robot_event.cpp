#include "adapters/wecom/robot_event.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

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
using base::TextAt;
using nlohmann::json;

constexpr std::size_t kMaxId = 128;
constexpr std::size_t kMaxKind = 32;
constexpr std::size_t kMaxTarget = 2048;
constexpr std::size_t kMaxItems = 50;
constexpr base::Millis kWelcomeWindow = std::chrono::seconds(5);

const json& ObjectAt(const json& value, std::string_view key) {
  static const json kEmpty = json::object();
  const auto it = value.find(key);
  return it != value.end() && it->is_object() ? *it : kEmpty;
}

bool IsGroup(const json& body) { return TextAt(body, "chattype") == "group"; }

// Without the mention of the robot: its name where it is known, else what stands first.
std::string WithoutMention(std::string text, const std::string& name) {
  const std::string mention = "@" + name;
  const std::size_t at = name.empty() ? (text.starts_with('@') ? 0 : std::string::npos) : text.find(mention);
  if (at == std::string::npos) return text;
  const std::size_t end = name.empty() ? std::min(text.find_first_of(" \t\n"), text.size()) : at + mention.size();
  std::string rest = text.substr(0, at);
  const std::string_view after = base::Trim(std::string_view(text).substr(end));
  return std::string(base::Trim(rest.append(after)));
}

std::string WordsOf(const json& content, const json& body, Env env) {
  std::string text = base::CleanUtf8(TextAt(content, "content"));
  return IsGroup(body) ? WithoutMention(std::move(text), env.settings.Text("robot_name")) : text;
}

std::optional<EventBody> SaidOf(std::string text) {
  if (base::Trim(text).empty()) return std::nullopt;
  return base::Said{std::move(text)};
}

std::optional<base::FileRef> FileOf(const json& content, std::string name) {
  const std::string url = TextAt(content, "url");
  if (url.empty()) return std::nullopt;
  base::FileRef file;
  file.name = std::move(name);
  file.remote = RemoteOfUrl(url);
  return file;
}

std::optional<EventBody> OneFile(const json& content, std::string name) {
  auto file = FileOf(content, std::move(name));
  if (!file) return std::nullopt;
  return base::SentFiles{{std::move(*file)}, {}};
}

std::optional<EventBody> MixedOf(const json& body, Env env) {
  const json& mixed = ObjectAt(body, "mixed");
  const auto items = mixed.find("msg_item");
  if (items == mixed.end() || !items->is_array()) return std::nullopt;
  base::SentFiles sent;
  for (std::size_t i = 0; i < std::min(items->size(), kMaxItems); ++i) {
    const json& item = (*items)[i];
    if (!item.is_object()) continue;
    if (auto file = FileOf(ObjectAt(item, "image"), "image.jpg")) sent.files.push_back(std::move(*file));
    const std::string words = WordsOf(ObjectAt(item, "text"), body, env);
    if (!words.empty()) sent.caption += (sent.caption.empty() ? "" : "\n") + words;
  }
  if (sent.files.empty()) return SaidOf(std::move(sent.caption));
  return sent;
}

std::optional<EventBody> MessageOf(const json& body, const std::string& kind, Env env) {
  if (kind == "text") return SaidOf(WordsOf(ObjectAt(body, "text"), body, env));
  if (kind == "voice") return SaidOf(WordsOf(ObjectAt(body, "voice"), body, env));  // WeCom has written it down
  if (kind == "mixed") return MixedOf(body, env);
  if (kind == "image") return OneFile(ObjectAt(body, "image"), "image.jpg");
  if (kind == "video") return OneFile(ObjectAt(body, "video"), "video.mp4");
  if (kind == "file") return OneFile(ObjectAt(body, "file"), "file");
  return SaidOf("[" + base::Shorten(base::CleanUtf8(kind), kMaxKind) + "]");
}

// The click stands in an object of its own; some versions write it beside the kind of event.
const json& ClickOf(const json& event) {
  const json& inner = ObjectAt(event, "template_card_event");
  return inner.empty() ? event : inner;
}

std::optional<EventBody> HappeningOf(const json& event) {
  const std::string kind = TextAt(event, "eventtype");
  if (kind == "enter_chat") return base::Opened{};
  if (kind != "template_card_event") return std::nullopt;
  const json& click = ClickOf(event);
  const std::string key = base::CleanUtf8(TextAt(click, "event_key"));
  if (key.empty() || key.size() > kMaxKey) return std::nullopt;
  return base::Pressed{key, {}, RowOfTask(TextAt(click, "task_id"))};
}

base::ReplyPath PathOf(const json& body, Env env) {
  const std::string url = TextAt(body, "response_url");
  const std::size_t scheme = url.find("://");
  const std::size_t slash = scheme == std::string::npos ? scheme : url.find('/', scheme + 3);
  if (slash == std::string::npos || url.size() - slash > kMaxTarget) return {{}, env.now + kWelcomeWindow, 1};
  return {base::DumpJson({{"target", url.substr(slash)}}), env.now + kRobotWindow, kRobotMessages};
}

std::optional<Event> EventOf(const json& body, Env env) {
  const std::string kind = TextAt(body, "msgtype");
  const std::string& robot = env.settings.Text("robot_id");
  const std::string member = MemberId(TextAt(ObjectAt(body, "from"), "userid"));
  const std::string channel = IsGroup(body) ? TextAt(body, "chatid") : member;
  if (kind.empty() || (!robot.empty() && TextAt(body, "aibotid") != robot)) return std::nullopt;
  auto said = kind == "event" ? HappeningOf(ObjectAt(body, "event")) : MessageOf(body, kind, env);
  Event event;
  event.id = TextAt(body, "msgid");
  const bool known = IsMemberId(member) && !channel.empty() && channel.size() <= kMaxId && !event.id.empty() &&
                     event.id.size() <= kMaxId;
  if (!said || !known) return std::nullopt;
  event.address = {env.settings.account, channel, {}};
  event.author.id = member;
  event.author.name = member;
  event.locale = env.settings.Text("locale");
  event.at = env.now;
  event.body = std::move(*said);
  event.path = PathOf(body, env);
  event.to_us = IsGroup(body);
  return event;
}

}  // namespace

base::Result<Parsed> ParseRobotCallback(std::string_view text, Env env) {
  TRY(const json body, base::ParseJson(text, kMaxCallback));
  if (!body.is_object()) return base::Fail(base::ErrorCode::kInvalid, "This is not a message of WeCom.");
  // Streams end with their first answer, so there is nothing to add to one.
  if (TextAt(body, "msgtype") == "stream") return HttpAnswer{200, {}, {}};
  Taken taken;
  if (auto event = EventOf(body, env)) taken.events.push_back(std::move(*event));
  return taken;
}

RobotAnswer RobotAnswerTo(std::string_view callback) {
  const auto body = base::ParseJson(callback, kMaxCallback);
  if (!body || !body->is_object()) return RobotAnswer::kNone;
  if (TextAt(*body, "msgtype") != "event") return RobotAnswer::kReply;
  const std::string kind = TextAt(ObjectAt(*body, "event"), "eventtype");
  if (kind == "enter_chat") return RobotAnswer::kWelcome;
  return kind == "template_card_event" ? RobotAnswer::kCard : RobotAnswer::kNone;
}

std::string ResponseTarget(std::string_view path_words) {
  const auto words = base::ParseJson(path_words);
  std::string target = words && words->is_object() ? TextAt(*words, "target") : std::string();
  return target.starts_with('/') ? target : std::string();
}

}  // namespace frontdesk::adapters::wecom
