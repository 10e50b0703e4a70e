#include "adapters/teams/outgoing.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/teams/account.h"
#include "adapters/teams/card.h"
#include "adapters/teams/file_offer.h"
#include "adapters/teams/invoke.h"
#include "adapters/teams/wire.h"
#include "bot/base/json.h"
#include "bot/base/percent.h"

namespace frontdesk::adapters::teams {

namespace {

using base::ErrorCode;
using base::Fail;
using nlohmann::json;

// Of a team; those of group chats end in "@thread.v2".
bool IsChannel(std::string_view id) {
  return id.starts_with("19:") && (id.ends_with("@thread.tacv2") || id.ends_with("@thread.skype"));
}

bool Avoids(const Sending& sending, std::string_view what) {
  return std::find(sending.avoid.begin(), sending.avoid.end(), what) != sending.avoid.end();
}

base::Address AddressOf(const Sending& sending) {
  base::Address address = sending.address;
  if (Avoids(sending, kAvoidThread)) address.thread.clear();
  return address;
}

json Signed(json activity, const Settings& settings) {
  if (!IsEmulated(settings)) activity["from"] = {{"id", BotId(settings)}};
  return activity;
}

// A post of its own in a channel.
Call BeginThread(const std::string& channel, const json& activity, const std::string& service, Env env) {
  json body = {{"isGroup", true},
               {"bot", {{"id", BotId(env.settings)}}},
               {"channelData", {{"channel", {{"id", channel}}}}},
               {"activity", activity}};
  if (const std::string& tenant = env.settings.Text("tenant"); IsGuid(tenant)) {
    body["tenantId"] = tenant;
    body["channelData"]["tenant"] = {{"id", tenant}};
  }
  return ConnectorCall("POST", service, "conversations", body, env);
}

Call Deliver(const Sending& sending, json activity, Env env) {
  const base::Address address = AddressOf(sending);
  const std::string service = ServiceOf(env.settings, sending.path);
  activity = Signed(std::move(activity), env.settings);
  if (address.thread.empty() && IsChannel(address.channel)) return BeginThread(address.channel, activity, service, env);
  return ConnectorCall("POST", service, ConversationPath(address) + "/activities", activity, env);
}

base::Result<Step> Change(const Sending& sending, Env env) {
  if (sending.part > 0 || Avoids(sending, kAvoidChange)) return Done{};
  if (!IsId(sending.replaces)) return Fail(ErrorCode::kInvalid, "That is no message on Teams.");
  const Shown shown{sending.row.id, sending.address.channel, false};
  json list = ShowMessage(sending.message, shown, Style::kCard, json::object(), env.settings);
  if (list.empty() || CardIn(list.back()).is_null())
    return Fail(ErrorCode::kTooLarge, "The changed card is too large.");
  return ChangeCall(sending, std::string(sending.replaces), std::move(list.back()), env);
}

}  // namespace

Call ChangeCall(const Sending& sending, const std::string& id, json activity, Env env) {
  activity = Signed(std::move(activity), env.settings);
  activity["id"] = id;
  base::Address address = sending.address;
  // What began a thread is its first message.
  if (address.thread.empty() && IsChannel(address.channel)) address.thread = id;
  return ConnectorCall("PUT", ServiceOf(env.settings, sending.path),
                       ConversationPath(address) + "/activities/" + base::PercentEncode(id), activity, env);
}

base::Result<Step> NextStep(const Sending& sending, Env env) {
  if (!IsId(sending.address.channel) || (!sending.address.thread.empty() && !IsId(sending.address.thread)))
    return Fail(ErrorCode::kInvalid, "That is no conversation of Teams.");
  if (sending.open != nullptr) {
    if (const auto activity = ActivityIn(sending.open->body()))
      if (auto step = AnswerWith(*activity, sending, env)) return std::move(*step);
  }
  if (!sending.replaces.empty()) return Change(sending, env);
  const Shown shown{sending.row.id, sending.address.channel, false};
  const Style style = Avoids(sending, kAvoidCard) ? Style::kLines : Style::kUsual;
  json list = ShowMessage(sending.message, shown, style, json::object(), env.settings);
  const auto part = static_cast<std::size_t>(sending.part);
  if (part < list.size()) return Deliver(sending, std::move(list[part]), env);
  if (part - list.size() >= sending.message.files.size()) return Done{};
  TRY(json offer, OfferFile(sending.message.files[part - list.size()], sending, env.settings));
  return Deliver(sending, std::move(offer), env);
}

// It shows for a few seconds, and nowhere in a channel.
base::Result<Step> TypingStep(const TypingSign& sign, Env env) {
  if (!sign.on || IsChannel(sign.address.channel) || !IsId(sign.address.channel)) return Done{};
  Call call = ConnectorCall("POST", ServiceOf(env.settings, sign.path), ConversationPath(sign.address) + "/activities",
                            Signed({{"type", "typing"}}, env.settings), env);
  call.delivers = false;
  return call;
}

}  // namespace frontdesk::adapters::teams
