#include "adapters/wecom/group_adapter.h"

#include <openssl/evp.h>

#include <array>
#include <nlohmann/json.hpp>

#include "adapters/common/wx_media.h"
#include "adapters/wecom/callback.h"
#include "adapters/wecom/card.h"
#include "adapters/wecom/error_code.h"
#include "adapters/wecom/media.h"
#include "bot/base/crypto.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::wecom {

namespace {

using base::ErrorCode;
using base::Fail;
using nlohmann::json;

constexpr std::size_t kMostText = 2048;          // bytes
constexpr std::size_t kMostPicture = 2U << 20;   // bytes, before base64
constexpr double kSendsPerSecond = 20.0 / 60.0;  // WeCom allows 20 a minute
constexpr double kBurst = 5;

std::string Md5Hex(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_md5(), nullptr) != 1) return {};
  return base::HexEncode({reinterpret_cast<const char*>(digest.data()), size});
}

// The key is the only credential, and stands in the address.
std::string WebhookUrl(Env env, std::string_view what) {
  return ApiUrl(env.settings, "webhook/") + std::string(what) + "?key=" + env.settings.SecretOf("key").Reveal();
}

Call Post(Env env, const std::string& type, json content) {
  return PostJson(WebhookUrl(env, "send"), base::DumpJson({{"msgtype", type}, {type, std::move(content)}}));
}

// What a ticket's card says of commands is for channels that hear them.
base::Message WithoutCommands(base::Message message) {
  std::erase_if(message.facts, [](const base::Fact& fact) { return fact.key == "commands"; });
  return message;
}

base::Result<Step> NextFile(const Sending& sending, const base::FileRef& file, Env env) {
  if (!sending.answers.empty()) {
    TRY(std::string id, common::WxUploadedId(sending.answers.back()));
    return Post(env, "file", {{"media_id", std::move(id)}});
  }
  if (!sending.read_file) return Fail(ErrorCode::kInternal, "This send cannot read files.");
  TRY(const std::string bytes, sending.read_file(file));
  if (MediaTypeOf(file) == "image" && bytes.size() <= kMostPicture)
    return Post(env, "image", {{"base64", base::Base64Encode(bytes)}, {"md5", Md5Hex(bytes)}});
  TRY(Call upload, UploadCall(WebhookUrl(env, "upload_media"), "file", file, bytes, env));
  return upload;
}

}  // namespace

Capabilities GroupAdapter::capabilities() const {
  Capabilities can;
  can.refusal_status = 403;
  can.message_limit = kMostText;
  can.unit = Capabilities::Unit::kBytes;
  can.files = true;
  can.sends_per_second = kSendsPerSecond;
  can.burst = kBurst;
  return can;
}

base::Result<Verified> GroupAdapter::Verify(const RawRequest&, Env) const {
  return Fail(ErrorCode::kForbidden, "nothing comes from a webhook");
}

base::Result<Parsed> GroupAdapter::Parse(const Verified&, Env) const { return Taken{}; }

HttpAnswer GroupAdapter::Answer(const base::Status& outcome) const { return PlainAnswer(outcome); }

base::Result<Step> GroupAdapter::Next(const Sending& sending, Env env) const {
  if (!sending.replaces.empty()) return Fail(ErrorCode::kNotFound, "What a webhook has said cannot be changed.");
  const Style style{common::Markup::kPlain, {kMostText, Capabilities::Unit::kBytes}, false, true};
  const Layout layout = LayOut(WithoutCommands(sending.message), style, env.settings.public_url);
  auto part = static_cast<std::size_t>(sending.part);
  if (part < layout.texts.size()) return Post(env, "text", {{"content", layout.texts[part]}});
  part -= layout.texts.size();
  if (part < sending.message.files.size()) return NextFile(sending, sending.message.files[part], env);
  return Done{};
}

SendResult GroupAdapter::Classify(const Call& call, const CallResult& result) const {
  SendResult outcome = OutcomeOf(call, result);
  if (outcome.kind == SendResult::Kind::kTokenRefused) outcome.kind = SendResult::Kind::kRejected;  // it has no token
  return outcome;
}

}  // namespace frontdesk::adapters::wecom
