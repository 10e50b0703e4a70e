#include "adapters/wecom/callback.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "adapters/common/wx_crypt.h"
#include "bot/base/crypto.h"
#include "bot/base/json.h"
#include "bot/base/xml.h"

namespace frontdesk::adapters::wecom {

namespace {

using base::ErrorCode;
using base::Fail;

constexpr std::size_t kMaxQueryValue = 4096;
constexpr std::size_t kNonceBytes = 8;

auto Refuse(const char* why) { return Fail(ErrorCode::kUnauthenticated, why); }

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::string PercentDecoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? HexDigit(text[i + 1]) : -1;
    const int low = high >= 0 ? HexDigit(text[i + 2]) : -1;
    if (low >= 0) i += 2;
    decoded += low >= 0 ? static_cast<char>(high * 16 + low) : text[i];
  }
  return decoded;
}

std::string EncryptedIn(std::string_view body, Wrapping wrapping) {
  if (wrapping == Wrapping::kXml) {
    const auto xml = base::ReadXml(body, kMaxCallback);
    return xml && xml->name == "xml" ? std::string(xml->ChildText("Encrypt")) : std::string();
  }
  const auto json = base::ParseJson(body, kMaxCallback);
  return json && json->is_object() ? base::TextAt(*json, "encrypt") : std::string();
}

bool IsInTime(std::string_view timestamp, Env env) {
  std::int64_t seconds = 0;
  const auto end = std::from_chars(timestamp.data(), timestamp.data() + timestamp.size(), seconds);
  if (end.ec != std::errc{} || end.ptr != timestamp.data() + timestamp.size() || seconds < 0) return false;
  const std::int64_t window = env.settings.Number("clock_window");
  const std::int64_t now = base::ToMillis(env.now) / 1'000;
  return window == 0 || (seconds >= now - window && seconds <= now + window);
}

}  // namespace

std::string QueryValue(std::string_view query, std::string_view name) {
  std::string value;
  bool found = false;
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
    if (found || pair.size() > kMaxQueryValue) return {};
    found = true;
    value = PercentDecoded(pair.substr(equals + 1));
  }
  return value;
}

base::Result<Verified> VerifyCallback(const RawRequest& request, Wrapping wrapping, std::string_view receiver,
                                      Env env) {
  const bool checks = request.method == "GET";
  if (!checks && request.method != "POST") return Refuse("a callback is a GET or a POST");
  const base::Secret& token = env.settings.SecretOf("token");
  const std::string signature = QueryValue(request.query, "msg_signature");
  const std::string timestamp = QueryValue(request.query, "timestamp");
  const std::string nonce = QueryValue(request.query, "nonce");
  if (token.empty() || signature.empty() || timestamp.empty() || nonce.empty())
    return Refuse("msg_signature, timestamp or nonce is missing in the address");
  const std::string encrypted = checks ? QueryValue(request.query, "echostr") : EncryptedIn(request.body, wrapping);
  if (encrypted.empty()) return Refuse("there is no encrypted message");
  const std::string expected = common::WxSignature(token.Reveal(), timestamp, nonce, encrypted);
  if (expected.empty() || !base::ConstantTimeEquals(expected, signature))
    return Refuse("the signature does not fit: compare token with the Token in the admin console");
  if (!IsInTime(timestamp, env)) return Refuse("the time is too far from ours: look at both clocks");
  TRY(const std::string key, common::WxKey(env.settings.SecretOf("aes_key").Reveal()));
  TRY(std::string message, common::WxDecrypt(key, encrypted, receiver));
  return Verified(Verified::Proof::kSignedBody, {}, request, std::move(message));
}

bool IsAddressCheck(const Verified& request) { return request.request().method == "GET"; }

HttpAnswer AddressAnswer(const Verified& request) {
  return {200, {{"Content-Type", "text/plain"}}, std::string(request.body())};
}

base::Result<HttpAnswer> SealedAnswer(std::string_view message, Wrapping wrapping, std::string_view receiver, Env env) {
  if (env.random.size() < common::kWxRandom + kNonceBytes) return Fail(ErrorCode::kInternal, "no random bytes");
  TRY(const std::string key, common::WxKey(env.settings.SecretOf("aes_key").Reveal()));
  TRY(const std::string encrypted, common::WxEncrypt(key, message, receiver, env.random));
  const std::string timestamp = std::to_string(base::ToMillis(env.now) / 1'000);
  const std::string nonce = base::HexEncode(env.random.substr(common::kWxRandom, kNonceBytes));
  const std::string signature =
      common::WxSignature(env.settings.SecretOf("token").Reveal(), timestamp, nonce, encrypted);
  if (wrapping == Wrapping::kJson) {
    const nlohmann::json body = {
        {"encrypt", encrypted}, {"msgsignature", signature}, {"timestamp", timestamp}, {"nonce", nonce}};
    return HttpAnswer{200, {{"Content-Type", "application/json"}}, base::DumpJson(body)};
  }
  return HttpAnswer{200,
                    {{"Content-Type", "application/xml"}},
                    "<xml><Encrypt><![CDATA[" + encrypted + "]]></Encrypt><MsgSignature><![CDATA[" + signature +
                        "]]></MsgSignature><TimeStamp>" + timestamp + "</TimeStamp><Nonce><![CDATA[" + nonce +
                        "]]></Nonce></xml>"};
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
