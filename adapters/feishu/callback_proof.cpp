#include "adapters/feishu/callback_proof.h"

#include <charconv>
#include <nlohmann/json.hpp>

#include "adapters/feishu/account.h"
#include "adapters/feishu/event_cipher.h"
#include "adapters/feishu/feishu_event.h"
#include "bot/base/crypto.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::feishu {

namespace {

using nlohmann::json;

constexpr std::string_view kTimeHeader = "X-Lark-Request-Timestamp";
constexpr std::string_view kNonceHeader = "X-Lark-Request-Nonce";
constexpr std::string_view kSignatureHeader = "X-Lark-Signature";
constexpr std::size_t kMaxSeconds = 11;  // digits

tl::unexpected<base::Error> Refused() {
  return base::Fail(base::ErrorCode::kUnauthenticated, "The request is not signed by Feishu with this account's keys.");
}

bool IsInTime(std::string_view seconds, base::TimePoint now) {
  std::int64_t at = 0;
  const auto end = std::from_chars(seconds.data(), seconds.data() + seconds.size(), at);
  const bool digits = !seconds.empty() && seconds.size() <= kMaxSeconds && end.ec == std::errc{} &&
                      end.ptr == seconds.data() + seconds.size() && seconds.front() != '-';
  if (!digits) return false;
  const auto off = now - base::FromMillis(at * 1'000);
  return off <= kWindow && off >= -kWindow;
}

bool IsSigned(const RawRequest& request, const base::Secret& key, base::TimePoint now) {
  for (const std::string_view name : {kTimeHeader, kNonceHeader, kSignatureHeader})
    if (request.CountHeader(name) != 1) return false;
  const std::string_view time = request.Header(kTimeHeader), nonce = request.Header(kNonceHeader);
  const std::string right = EventSignature(time, nonce, key, request.body);
  return base::ConstantTimeEquals(right, request.Header(kSignatureHeader)) && !nonce.empty() && IsInTime(time, now);
}

bool HasToken(const json& event, const base::Secret& token) {
  return token.Matches(base::TextAt(event, "token")) || token.Matches(base::TextAt(MemberOf(event, "header"), "token"));
}

bool IsChallenge(const json& event) { return base::TextAt(event, "type") == "url_verification"; }

}  // namespace

base::Result<Verified> VerifyCallback(const RawRequest& request, Env env) {
  if (IsLongConnection(env.settings))
    return base::Fail(base::ErrorCode::kForbidden, "This account's events come over its long connection.");
  const base::Secret& key = env.settings.SecretOf("encrypt_key");
  const base::Secret& token = env.settings.SecretOf("verification_token");
  if (key.empty() || token.empty()) return Refused();
  const bool is_signed = IsSigned(request, key, env.now);
  const auto envelope = base::ParseJson(request.body, kMaxCallback);
  if (!envelope || !envelope->is_object()) return Refused();
  std::string opened;
  if (const std::string encrypt = base::TextAt(*envelope, "encrypt"); !encrypt.empty()) {
    auto plain = DecryptEvent(encrypt, key);
    if (!plain) return Refused();
    opened = std::move(*plain);
  }
  const auto event = opened.empty() ? envelope : base::ParseJson(opened, kMaxCallback);
  // What is signed and no JSON is told so by Parse.
  if (is_signed && !opened.empty() && (!event || !event->is_object()))
    return Verified(Verified::Proof::kSignedBody, {}, request, std::move(opened));
  if (!event || !event->is_object() || !HasToken(*event, token)) return Refused();
  if (!(is_signed && !opened.empty()) && !IsChallenge(*event)) return Refused();
  return Verified(Verified::Proof::kSignedBody, {}, request, std::move(opened));
}

}  // namespace frontdesk::adapters::feishu
