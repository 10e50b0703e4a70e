#include "adapters/wechat_oa/callback.h"

#include "adapters/common/path_secret.h"
#include "adapters/common/query.h"
#include "adapters/common/wx_crypt.h"
#include "adapters/common/wx_reply.h"
#include "adapters/wechat_oa/account.h"
#include "bot/base/crypto.h"
#include "bot/base/xml.h"

namespace frontdesk::adapters::wechat_oa {

namespace {

using base::ErrorCode;
using base::Fail;
using common::QueryValue;

auto Refuse(const char* why) { return Fail(ErrorCode::kUnauthenticated, why); }

struct Stamp {
  std::string timestamp;
  std::string nonce;
};

bool Fits(const Stamp& stamp, const std::string& signature, std::string_view encrypted, Env env) {
  const base::Secret& token = env.settings.SecretOf("token");
  if (token.empty() || signature.empty()) return false;
  const std::string expected = common::WxSignature(token.Reveal(), stamp.timestamp, stamp.nonce, encrypted);
  return !expected.empty() && base::ConstantTimeEquals(expected, signature);
}

bool HasPathSecret(const RawRequest& request, Env env) {
  const base::Secret& secret = env.settings.SecretOf("path_secret");
  return secret.empty() || common::HasPathSecret(request, secret);
}

// The check of an address and plain messages: the signature is over token, time and nonce only.
base::Result<Verified> VerifyPlain(const RawRequest& request, const Stamp& stamp, Env env) {
  const bool checks = request.method == "GET";
  if (!checks && QueryValue(request.query, "encrypt_type") == "aes")
    return Refuse("the message is encrypted and mode is plain: write mode: safe");
  if (!checks && env.settings.SecretOf("path_secret").empty()) return Refuse("there is no path_secret");
  if (!Fits(stamp, QueryValue(request.query, "signature"), {}, env))
    return Refuse("the signature does not fit: compare token with the Token in the console");
  return Verified(Verified::Proof::kSignedHeaders, {}, request);
}

base::Result<Verified> VerifySealed(const RawRequest& request, const Stamp& stamp, Env env) {
  const std::string signature = QueryValue(request.query, "msg_signature");
  if (QueryValue(request.query, "encrypt_type") != "aes" || signature.empty())
    return Refuse("the message is not encrypted: choose 安全模式 in the console");
  const auto xml = base::ReadXml(request.body, common::kWxMaxCallback);
  const std::string encrypted = xml && xml->name == "xml" ? std::string(xml->ChildText("Encrypt")) : std::string();
  if (encrypted.empty()) return Refuse("there is no encrypted message");
  if (!Fits(stamp, signature, encrypted, env))
    return Refuse("msg_signature does not fit: compare token with the Token in the console");
  TRY(const std::string key, common::WxKey(env.settings.SecretOf("aes_key").Reveal()));
  TRY(std::string message, common::WxDecrypt(key, encrypted, env.settings.Text("app_id")));
  return Verified(Verified::Proof::kSignedBody, {}, request, std::move(message));
}

}  // namespace

base::Result<Verified> VerifyCallback(const RawRequest& request, Env env) {
  if (request.method != "GET" && request.method != "POST") return Refuse("a callback is a GET or a POST");
  if (!HasPathSecret(request, env)) return Refuse("path_secret does not stand at the end of the address");
  const Stamp stamp{QueryValue(request.query, "timestamp"), QueryValue(request.query, "nonce")};
  if (stamp.timestamp.empty() || stamp.nonce.empty()) return Refuse("timestamp or nonce is missing in the address");
  const bool sealed = IsSealed(env.settings) && request.method == "POST";
  TRY(Verified verified, sealed ? VerifySealed(request, stamp, env) : VerifyPlain(request, stamp, env));
  if (!common::WxIsInTime(stamp.timestamp, env.settings.Number("clock_window"), env.now))
    return Refuse("the time is too far from ours: look at both clocks");
  return verified;
}

bool IsAddressCheck(const Verified& request) { return request.request().method == "GET"; }

HttpAnswer AddressAnswer(const Verified& request) {
  return {200, {{"Content-Type", "text/plain"}}, QueryValue(request.request().query, "echostr")};
}

base::Result<HttpAnswer> ReplyAnswer(const std::string& xml, Env env) {
  if (!IsSealed(env.settings)) return HttpAnswer{200, {{"Content-Type", "application/xml"}}, xml};
  TRY(const common::WxSealed sealed, common::WxSeal(xml, env.settings.Text("app_id"), env));
  return common::WxSealedXml(sealed);
}

HttpAnswer PlainAnswer(const base::Status& outcome) {
  const HttpAnswer taken{200, {{"Content-Type", "text/plain"}}, "success"};
  if (outcome) return taken;
  switch (outcome.error().code) {
    case ErrorCode::kUnauthenticated:
    case ErrorCode::kForbidden: return {403, {}, {}};
    // It would be the same at the next try.
    case ErrorCode::kInvalid:
    case ErrorCode::kTooLarge:
    case ErrorCode::kNotFound: return taken;
    default: return {503, {}, {}};
  }
}

}  // namespace frontdesk::adapters::wechat_oa
