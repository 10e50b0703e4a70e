#include "adapters/wecom/callback.h"

#include <nlohmann/json.hpp>

#include "adapters/common/query.h"
#include "adapters/common/wx_crypt.h"
#include "adapters/common/wx_reply.h"
#include "bot/base/crypto.h"
#include "bot/base/json.h"
#include "bot/base/percent.h"
#include "bot/base/xml.h"

namespace frontdesk::adapters::wecom {

namespace {

using base::ErrorCode;
using base::Fail;

auto Refuse(const char* why) { return Fail(ErrorCode::kUnauthenticated, why); }

std::string EncryptedIn(std::string_view body, Wrapping wrapping) {
  if (wrapping == Wrapping::kXml) {
    const auto xml = base::ReadXml(body, kMaxCallback);
    return xml && xml->name == "xml" ? std::string(xml->ChildText("Encrypt")) : std::string();
  }
  const auto json = base::ParseJson(body, kMaxCallback);
  return json && json->is_object() ? base::TextAt(*json, "encrypt") : std::string();
}

}  // namespace

base::Result<Verified> VerifyCallback(const RawRequest& request, Wrapping wrapping, std::string_view receiver,
                                      Env env) {
  const bool checks = request.method == "GET";
  if (!checks && request.method != "POST") return Refuse("a callback is a GET or a POST");
  const base::Secret& token = env.settings.SecretOf("token");
  const std::string signature = common::QueryValue(request.query, "msg_signature");
  const std::string timestamp = common::QueryValue(request.query, "timestamp");
  const std::string nonce = common::QueryValue(request.query, "nonce");
  if (token.empty() || signature.empty() || timestamp.empty() || nonce.empty())
    return Refuse("msg_signature, timestamp or nonce is missing in the address");
  const std::string encrypted =
      checks ? common::QueryValue(request.query, "echostr") : EncryptedIn(request.body, wrapping);
  if (encrypted.empty()) return Refuse("there is no encrypted message");
  const std::string expected = common::WxSignature(token.Reveal(), timestamp, nonce, encrypted);
  if (expected.empty() || !base::ConstantTimeEquals(expected, signature))
    return Refuse("the signature does not fit: compare token with the Token in the admin console");
  if (!common::WxIsInTime(timestamp, env.settings.Number("clock_window"), env.now))
    return Refuse("the time is too far from ours: look at both clocks");
  TRY(const std::string key, common::WxKey(env.settings.SecretOf("aes_key").Reveal()));
  TRY(std::string message, common::WxDecrypt(key, encrypted, receiver));
  return Verified(Verified::Proof::kSignedBody, {}, request, std::move(message));
}

bool IsAddressCheck(const Verified& request) { return request.request().method == "GET"; }

HttpAnswer AddressAnswer(const Verified& request) {
  return {200, {{"Content-Type", "text/plain"}}, std::string(request.body())};
}

base::Result<HttpAnswer> SealedAnswer(std::string_view message, Wrapping wrapping, std::string_view receiver, Env env) {
  TRY(const common::WxSealed sealed, common::WxSeal(message, receiver, env));
  if (wrapping == Wrapping::kXml) return common::WxSealedXml(sealed);
  const nlohmann::json body = {{"encrypt", sealed.encrypted},
                               {"msgsignature", sealed.signature},
                               {"timestamp", sealed.timestamp},
                               {"nonce", sealed.nonce}};
  return HttpAnswer{200, {{"Content-Type", "application/json"}}, base::DumpJson(body)};
}

HttpAnswer PlainAnswer(const base::Status& outcome) {
  if (outcome) return {200, {}, {}};
  switch (outcome.error().code) {
    case ErrorCode::kUnauthenticated:
    case ErrorCode::kForbidden: return {403, {}, {}};
    // It would be the same at the next try.
    case ErrorCode::kInvalid:
    case ErrorCode::kTooLarge:
    case ErrorCode::kNotFound: return {200, {}, {}};
    default: return {503, {}, {}};
  }
}

}  // namespace frontdesk::adapters::wecom
