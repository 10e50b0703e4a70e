#include "adapters/slack/outgoing.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/slack/account.h"
#include "adapters/slack/blocks.h"
#include "adapters/slack/file_upload.h"
#include "adapters/slack/interaction.h"
#include "adapters/slack/lost_answer.h"
#include "adapters/slack/modal.h"
#include "adapters/slack/send_outcome.h"
#include "adapters/slack/wire.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::slack {

namespace {

using base::ErrorCode;
using base::Fail;
using nlohmann::json;

constexpr char kMetadataType[] = "frontdesk_message";

bool Avoids(const Sending& sending, std::string_view what) {
  return std::ranges::find(sending.avoid, what) != sending.avoid.end();
}

// A channel's thread, or the thread in which the user wrote in the direct talk.
std::string ThreadOf(const Sending& sending) {
  if (Avoids(sending, kAvoidThread)) return {};
  if (IsTs(sending.address.thread)) return sending.address.thread;
  return sending.path != nullptr && IsTs(sending.path->words) ? sending.path->words : std::string();
}

// There is no key against duplicates: what is sent can be found by this.
json MetadataOf(const Sending& sending) {
  return {{"event_type", kMetadataType}, {"event_payload", {{"id", PartId(sending)}}}};
}

Call Post(const Sending& sending, const json& shown, Env env) {
  json body = {{"channel", sending.address.channel},
               {"metadata", MetadataOf(sending)},
               {"unfurl_links", false},
               {"unfurl_media", false}};
  body.update(shown);
  if (const std::string thread = ThreadOf(sending); !thread.empty()) body["thread_ts"] = thread;
  return PostJson("chat.postMessage", body, env);
}

// `replaces`: "1767225599.000100" in the address's channel, or "D0001:1767225599.000100".
base::Result<Step> Update(const Sending& sending, const json& shown, Env env) {
  if (sending.part > 0 || shown.empty()) return Done{};
  std::string channel = sending.address.channel;
  std::string_view ts = sending.replaces;
  if (const auto colon = ts.find(':'); colon != std::string_view::npos) {
    channel = ts.substr(0, colon);
    ts.remove_prefix(colon + 1);
  }
  if (!IsId(channel) || !IsTs(ts)) return Fail(ErrorCode::kInvalid, "That is no message on Slack.");
  json body = {{"channel", channel}, {"ts", ts}};
  body.update(shown.back());
  return PostJson("chat.update", body, env);
}

// All of it at once. The greeting would only be seen for a moment before what follows it.
base::Result<Step> Publish(const Sending& sending, const json& shown, Env env) {
  const bool replaced = sending.message.kind == base::MessageKind::kGreeting || !sending.replaces.empty();
  if (sending.part > 0 || replaced || shown.empty()) return Done{};
  json blocks = json::array();
  for (const json& part : shown)
    for (const json& block : part["blocks"])
      if (blocks.size() < kMaxHomeBlocks) blocks.push_back(block);
  return PostJson("views.publish",
                  {{"user_id", sending.address.channel}, {"view", {{"type", "home"}, {"blocks", std::move(blocks)}}}},
                  env);
}

// The form stays open with what was wrong; else it closes, and the message goes its way.
InAnswer AnswerForm(const Sending& sending) {
  const HttpAnswer closes{200, {}, {}};
  const auto payload = PayloadOf(sending.open->body());
  if (!payload || !IsSubmission(*payload)) return {closes, false};
  auto errors = ErrorsAnswer(sending.message.form, ObjectAt(*payload, "view"));
  if (!errors) return {closes, false};
  return {{200, {{"Content-Type", "application/json"}}, std::move(*errors)}, true};
}

}  // namespace

base::Result<Step> NextStep(const Sending& sending, Env env) {
  if (sending.open != nullptr && sending.part == 0) return AnswerForm(sending);
  if (!IsId(sending.address.channel)) return Fail(ErrorCode::kInvalid, "That is no channel of Slack.");
  const std::string& public_url = env.settings.public_url;
  const json shown = Avoids(sending, kAvoidBlocks) ? ShowAsText(sending.message, public_url)
                                                   : ShowMessage(sending.message, sending.row.id, public_url);
  if (sending.address.thread == kHome) return Publish(sending, shown, env);
  if (!sending.replaces.empty()) return Update(sending, shown, env);
  const auto part = static_cast<std::size_t>(sending.part);
  if (part < shown.size()) {
    TRY(auto search, NextOfSearch(sending, ThreadOf(sending), env));
    return search ? std::move(*search) : Post(sending, shown[part], env);
  }
  if (part - shown.size() >= sending.message.files.size()) return Done{};
  return NextOfFile(sending.message.files[part - shown.size()], sending, ThreadOf(sending), env);
}

}  // namespace frontdesk::adapters::slack
