#include "adapters/dingtalk/robot_message.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/dingtalk/account.h"
#include "adapters/dingtalk/message_content.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::dingtalk {

namespace {

using base::TextAt;
using nlohmann::json;

constexpr std::size_t kMaxId = 128;
constexpr std::size_t kMaxName = 60;
constexpr std::size_t kMaxSession = 1'024;

bool IsId(std::string_view text) {
  return !text.empty() && text.size() <= kMaxId &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

// Members of the organisation by their id in it, which is what the API takes; others by their DingTalk id.
std::string SenderOf(const json& body) {
  const std::string staff = TextAt(body, "senderStaffId");
  return staff.empty() ? TextAt(body, "senderId") : staff;
}

bool IsInGroup(const json& body) { return TextAt(body, "conversationType", "1") == "2"; }

bool IsOurs(const json& body) {
  const std::string robot = TextAt(body, "chatbotUserId");
  return !robot.empty() && robot == TextAt(body, "senderId");
}

// Samples without the mark are mentions: nothing else used to be told.
bool MentionsUs(const json& body) { return base::BoolAt(body, "isInAtList", true); }

bool IsHelpChannel(const std::string& channel, const Settings& settings) {
  const auto& named = settings.List("help_channels");
  return std::any_of(named.begin(), named.end(), [&](const std::string& id) { return ChannelOf(id) == channel; });
}

// Outsiders can be written to in the session only, so that its end shuts the conversation.
std::optional<base::ReplyPath> PathOf(const json& body, const std::string& channel, const Settings& settings) {
  const std::string url = TextAt(body, "sessionWebhook");
  if (url.empty() || url.size() > kMaxSession || !IsOwnAddress(url, settings)) return std::nullopt;
  base::ReplyPath path;
  const std::int64_t until = base::IntAt(body, "sessionWebhookExpiredTime");
  path.words = base::DumpJson({{"session", url}, {"until", until}});
  if (IsOutsider(channel) && until > 0) path.until = base::FromMillis(until);
  return path;
}

}  // namespace

Taken RobotMessage(const json& body, Env env) {
  const std::string sender = SenderOf(body);
  std::string id = TextAt(body, "msgId");
  if (!IsId(id) || !IsId(sender) || IsOurs(body)) return {};
  const bool group = IsInGroup(body);
  const std::string conversation = TextAt(body, "conversationId");
  if (group && !IsId(conversation)) return {};
  std::string channel = group ? std::string(kGroupPrefix) + conversation : sender;
  const bool to_us = group && MentionsUs(body);
  if (group && !to_us && !IsHelpChannel(channel, env.settings)) return {};
  auto content = ContentOf(body, to_us ? env.settings.Text("bot_name") : std::string());
  if (!content && to_us) content = base::Opened{};
  if (!content) return {};
  base::Event event;
  event.id = std::move(id);
  event.address = {env.settings.account, std::move(channel), {}};
  event.author = {sender, base::Shorten(base::CleanUtf8(TextAt(body, "senderNick")), kMaxName)};
  event.at = env.now;
  event.body = std::move(*content);
  event.path = PathOf(body, event.address.channel, env.settings);
  event.to_us = to_us;
  Taken taken;
  taken.events.push_back(std::move(event));
  return taken;
}

std::optional<Session> SessionOf(const base::ReplyPath* path, const Settings& settings) {
  if (path == nullptr) return std::nullopt;
  const auto words = base::ParseJson(path->words);
  if (!words || !words->is_object()) return std::nullopt;
  std::string url = TextAt(*words, "session");
  if (url.empty() || !IsOwnAddress(url, settings)) return std::nullopt;
  return Session{std::move(url), base::FromMillis(base::IntAt(*words, "until"))};
}

}  // namespace frontdesk::adapters::dingtalk
