#include "adapters/matrix/outgoing.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/common/degrade.h"
#include "adapters/common/inert.h"
#include "adapters/matrix/account.h"
#include "adapters/matrix/send_outcome.h"
#include "adapters/matrix/wire.h"
#include "bot/base/crypto.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::matrix {

namespace {

using base::ErrorCode;
using base::Fail;
using base::TextAt;
using nlohmann::json;

constexpr std::size_t kMaxKeys = 10;
constexpr std::size_t kEditHash = 6;  // bytes that tell two changes of a message apart
constexpr base::Millis kUploadTimeout = std::chrono::seconds(60);
constexpr base::Millis kTypingFor = std::chrono::seconds(20);

// The time beside the row tells two databases apart that have begun to count anew.
std::string TxnOf(const Sending& sending, const std::string& part) {
  return "fd-" + std::to_string(sending.row.id) + "-" + std::to_string(base::ToMillis(sending.row.at)) + "." + part;
}

Call Put(const Sending& sending, std::string_view type, const std::string& txn, const json& content, Env env) {
  return AskWith("PUT",
                 "/_matrix/client/v3/rooms/" + Percent(sending.address.channel) + "/send/" + std::string(type) + "/" +
                     Percent(txn),
                 content, env);
}

// A room's thread, or the one in which the user wrote in the talk with the bot alone.
std::string ThreadOf(const Sending& sending) {
  if (std::find(sending.avoid.begin(), sending.avoid.end(), kThread) != sending.avoid.end()) return {};
  if (IsEventId(sending.address.thread)) return sending.address.thread;
  return sending.path != nullptr && IsEventId(sending.path->words) ? sending.path->words : std::string();
}

json RelationTo(const std::string& thread) {
  return {{"rel_type", "m.thread"},
          {"event_id", thread},
          {"is_falling_back", true},
          {"m.in_reply_to", {{"event_id", thread}}}};
}

// Items that follow each other are one list.
std::string Joined(std::string html) {
  const auto drop = [&](std::string_view from, std::string_view upto) {
    for (std::size_t at = html.find(from); at != std::string::npos; at = html.find(from, at)) {
      const std::size_t end = html.find(upto, at + from.size());
      if (end == std::string::npos) return;
      html.erase(at, end + upto.size() - at);
    }
  };
  drop("</ul><ul", ">");
  drop("</ol><ol start=\"", ">");
  return html;
}

// Clients are silent about notices: what a person says, and what agents must see, is not one.
bool Rings(const Sending& sending, Env env) {
  if (sending.message.kind == base::MessageKind::kAgent) return true;
  return IsDeskRoom(env.settings, sending.address.channel) && sending.message.kind != base::MessageKind::kNotice;
}

json Words(const common::Degraded& shown, std::size_t part, const Sending& sending, Env env) {
  return {{"msgtype", Rings(sending, env) ? "m.text" : "m.notice"},
          {"body", base::ToPlainText(shown.rich[part])},
          {"format", "org.matrix.custom.html"},
          {"formatted_body", Joined(shown.parts[part])},
          {"m.mentions", json::object()}};
}

// "1️⃣"
std::string KeyOf(std::size_t number) {
  return number == kMaxKeys ? "🔟" : std::to_string(number) + "\xEF\xB8\x8F\xE2\x83\xA3";
}

std::size_t KeysUnder(const Sending& sending, Env env) {
  const std::size_t choices = sending.message.buttons.size();
  return PutsKeys(env.settings) && choices <= kMaxKeys ? choices : 0;
}

// The message first, then a key for each choice; all that is made again shows nothing twice.
base::Result<Step> Post(const common::Degraded& shown, std::size_t part, const Sending& sending, Env env) {
  const std::size_t keys = part + 1 == shown.parts.size() ? KeysUnder(sending, env) : 0;
  const std::size_t done = sending.answers.size();
  if (done == 0) {
    json content = Words(shown, part, sending, env);
    if (const std::string thread = ThreadOf(sending); !thread.empty()) content["m.relates_to"] = RelationTo(thread);
    Call call = Put(sending, "m.room.message", TxnOf(sending, std::to_string(part)), content, env);
    call.delivers = keys == 0;
    return call;
  }
  const auto sent = ReadObject(sending.answers.front().body, kMaxAnswer);
  const std::string id = sent ? TextAt(*sent, "event_id") : std::string();
  if (!IsEventId(id)) return Fail(ErrorCode::kUnavailable, "The homeserver's answer names no event.");
  const json content = {
      {"m.relates_to", {{"rel_type", "m.annotation"}, {"event_id", id}, {"key", KeyOf(std::min(done, keys))}}}};
  Call call =
      Put(sending, "m.reaction", TxnOf(sending, std::to_string(part) + ".k" + std::to_string(done)), content, env);
  call.delivers = done >= keys;
  return call;
}

// Who reads no edits sees the new words behind an asterisk.
base::Result<Step> Replace(const common::Degraded& shown, const Sending& sending, Env env) {
  if (sending.part > 0 || shown.parts.empty()) return Done{};
  if (!IsEventId(sending.replaces)) return Fail(ErrorCode::kInvalid, "That is no message on Matrix.");
  const json now = Words(shown, shown.parts.size() - 1, sending, env);
  const json content = {{"msgtype", now["msgtype"]},
                        {"body", "* " + now["body"].get<std::string>()},
                        {"m.mentions", json::object()},
                        {"m.new_content", now},
                        {"m.relates_to", {{"rel_type", "m.replace"}, {"event_id", sending.replaces}}}};
  const std::string hash = base::HexEncode(base::Sha256(base::DumpJson(now)).substr(0, kEditHash));
  return Put(sending, "m.room.message", TxnOf(sending, "e" + hash), content, env);
}

std::string KindOf(const std::string& type) {
  for (const char* kind : {"image", "audio", "video"})
    if (type.starts_with(std::string(kind) + "/")) return std::string("m.") + kind;
  return "m.file";
}

base::Result<Step> Upload(const base::FileRef& file, const std::string& name, const Sending& sending, Env env) {
  if (!sending.read_file) return Fail(ErrorCode::kInternal, "This send cannot read files.");
  TRY(std::string bytes, sending.read_file(file));
  Call call = Ask("POST", "/_matrix/media/v3/upload", env, "filename=" + Percent(name));
  call.headers.emplace_back("Content-Type", file.type.empty() ? "application/octet-stream" : file.type);
  call.body = std::move(bytes);
  call.timeout = kUploadTimeout;
  call.delivers = false;
  return call;
}

base::Result<Step> BringFile(const base::FileRef& file, const Sending& sending, Env env) {
  std::string name = common::InertText(file.name);
  if (name.empty()) name = "file";
  if (sending.answers.empty()) return Upload(file, name, sending, env);
  const auto kept = ReadObject(sending.answers.front().body, kMaxAnswer);
  const std::string uri = kept ? TextAt(*kept, "content_uri") : std::string();
  if (!uri.starts_with("mxc://")) return Fail(ErrorCode::kUnavailable, "The homeserver's answer names no file.");
  json info = {{"mimetype", file.type.empty() ? "application/octet-stream" : file.type}};
  if (file.size > 0) info["size"] = file.size;
  json content = {
      {"msgtype", KindOf(file.type)}, {"body", name}, {"filename", name}, {"url", uri}, {"info", std::move(info)},
      {"m.mentions", json::object()}};
  if (const std::string thread = ThreadOf(sending); !thread.empty()) content["m.relates_to"] = RelationTo(thread);
  return Put(sending, "m.room.message", TxnOf(sending, std::to_string(sending.part)), content, env);
}

}  // namespace

base::Result<Step> NextStep(const Sending& sending, Env env) {
  if (!IsRoomId(sending.address.channel)) return Fail(ErrorCode::kInvalid, "That is no room on Matrix.");
  const common::Degraded shown =
      common::Degrade(sending.message, ClientCapabilities(), common::Markup::kMatrixHtml, env.settings.public_url);
  if (!sending.replaces.empty()) return Replace(shown, sending, env);
  const auto part = static_cast<std::size_t>(sending.part);
  if (part < shown.parts.size()) return Post(shown, part, sending, env);
  if (part - shown.parts.size() >= sending.message.files.size()) return Done{};
  return BringFile(sending.message.files[part - shown.parts.size()], sending, env);
}

base::Result<Step> TypingStep(const TypingSign& sign, Env env) {
  if (!IsRoomId(sign.address.channel)) return Done{};
  json body = {{"typing", sign.on}};
  if (sign.on) body["timeout"] = kTypingFor.count();
  return AskWith(
      "PUT", "/_matrix/client/v3/rooms/" + Percent(sign.address.channel) + "/typing/" + Percent(UserOf(env.settings)),
      body, env);
}

}  // namespace frontdesk::adapters::matrix
