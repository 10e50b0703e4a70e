#include "adapters/slack/signature.h"

#include <charconv>
#include <optional>

#include "bot/base/crypto.h"

namespace frontdesk::adapters::slack {

namespace {

constexpr std::string_view kTimestamp = "X-Slack-Request-Timestamp";
constexpr std::string_view kSignature = "X-Slack-Signature";
constexpr std::size_t kMaxDigits = 12;  // of seconds

auto Refuse(const char* why) { return base::Fail(base::ErrorCode::kUnauthenticated, why); }

// Digits only: what is no number would pass every comparison.
std::optional<base::TimePoint> TimeOf(std::string_view text) {
  std::int64_t seconds = 0;
  if (text.empty() || text.size() > kMaxDigits || text.front() < '0' || text.front() > '9') return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return base::TimePoint(std::chrono::seconds(seconds));
}

// Slack asks without a signature whether the address of a command answers at all.
constexpr std::string_view kSslCheck = "ssl_check=1";
bool IsSslCheck(std::string_view body) { return body == kSslCheck || body.starts_with("ssl_check=1&"); }

// Its stamp has whole seconds, so that the window is counted in them.
bool IsInTime(base::TimePoint stamp, base::TimePoint now) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now);
  return stamp >= seconds - kWindow && stamp <= seconds + kWindow;
}

}  // namespace

std::string SignatureOf(const base::Secret& secret, std::string_view timestamp, std::string_view body) {
  std::string text = "v0:";
  text.append(timestamp).append(":").append(body);
  return "v0=" + base::HexEncode(base::HmacSha256(secret.Reveal(), text));
}

base::Result<Verified> VerifyRequest(const RawRequest& request, Env env) {
  const base::Secret& secret = env.settings.SecretOf("signing_secret");
  if (secret.empty()) return Refuse("this account hears by Socket Mode: switch that on in the app, or off here");
  if (request.method != "POST") return Refuse("Slack's requests are POSTs");
  // It is answered and does nothing: all else in it is not read.
  if (IsSslCheck(request.body)) return Verified(Verified::Proof::kSignedBody, {}, request, std::string(kSslCheck));
  if (request.CountHeader(kTimestamp) != 1 || request.CountHeader(kSignature) != 1)
    return Refuse("X-Slack-Request-Timestamp or X-Slack-Signature is missing or doubled");
  const std::string_view timestamp = request.Header(kTimestamp);
  const auto stamp = TimeOf(timestamp);
  if (!stamp) return Refuse("the time is no number of seconds");
  if (!base::ConstantTimeEquals(SignatureOf(secret, timestamp, request.body), request.Header(kSignature)))
    return Refuse("the signature does not fit: compare signing_secret with Basic Information of the app");
  if (!IsInTime(*stamp, env.now)) return Refuse("the time is too far from ours: look at this machine's clock");
  return Verified(Verified::Proof::kSignedBody, {}, request);
}

}  // namespace frontdesk::adapters::slack
