#include "adapters/qq/callback.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "adapters/qq/signing_key.h"
#include "bot/base/crypto.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::qq {

namespace {

using base::ErrorCode;
using base::Fail;
using nlohmann::json;

constexpr char kSignature[] = "X-Signature-Ed25519";
constexpr char kTimestamp[] = "X-Signature-Timestamp";
constexpr char kApp[] = "X-Bot-Appid";
constexpr std::size_t kSignatureBytes = 64;
constexpr std::size_t kMostDigits = 12;
constexpr std::size_t kMostToken = 128;

auto Refuse(const char* why) { return Fail(ErrorCode::kUnauthenticated, why); }

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// "" for what is not the hexadecimal of a signature whose number is in range.
std::string SignatureIn(std::string_view hex) {
  std::string bytes;
  if (hex.size() != 2 * kSignatureBytes) return {};
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const int high = HexDigit(hex[i]), low = HexDigit(hex[i + 1]);
    if (high < 0 || low < 0) return {};
    bytes += static_cast<char>(high * 16 + low);
  }
  return (static_cast<unsigned char>(bytes.back()) & 0xE0) == 0 ? bytes : std::string();
}

bool IsDigits(std::string_view text) {
  return !text.empty() && text.size() <= kMostDigits &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool IsInTime(std::string_view timestamp, Env env) {
  std::int64_t seconds = 0;
  std::from_chars(timestamp.data(), timestamp.data() + timestamp.size(), seconds);
  const std::int64_t window = env.settings.Number("clock_window");
  const std::int64_t now = base::ToMillis(env.now) / 1'000;
  return window == 0 || (seconds >= now - window && seconds <= now + window);
}

bool IsAddressCheck(std::string_view body) {
  const auto payload = base::ParseJson(body, kMaxCallback);
  return payload && payload->is_object() && base::IntAt(*payload, "op", -1) == 13;
}

}  // namespace

base::Result<Verified> VerifyCallback(const RawRequest& request, Env env) {
  if (request.method != "POST") return Refuse("a callback is a POST");
  const std::string seed = SeedOf(env.settings.SecretOf("secret").Reveal());
  if (seed.empty()) return Refuse("there is no secret");
  const std::string_view app = request.Header(kApp);
  if (!app.empty() && app != env.settings.Text("app_id")) return Refuse("it is for another bot: compare app_id");
  const bool bare = request.CountHeader(kSignature) == 0 && request.CountHeader(kTimestamp) == 0;
  // Nothing is taken in by it, and AddressAnswer gives away nothing.
  if (bare && IsAddressCheck(request.body)) return Verified(Verified::Proof::kSignedHeaders, {}, request);
  if (request.CountHeader(kSignature) != 1 || request.CountHeader(kTimestamp) != 1)
    return Refuse("X-Signature-Ed25519 and X-Signature-Timestamp must be there once each");
  const std::string signature = SignatureIn(request.Header(kSignature));
  const std::string timestamp(request.Header(kTimestamp));
  if (signature.empty() || !IsDigits(timestamp)) return Refuse("the signature or its time cannot be read");
  if (!base::VerifyEd25519(PublicKeyOf(seed), timestamp + std::string(request.body), signature))
    return Refuse("the signature does not fit: compare secret with the AppSecret of the bot");
  if (!IsInTime(timestamp, env)) return Refuse("the time is too far from ours: look at both clocks");
  return Verified(Verified::Proof::kSignedBody, {}, request);
}

base::Result<HttpAnswer> AddressAnswer(std::string_view plain_token, std::string_view event_ts, Env env) {
  const bool harmless = !plain_token.empty() && plain_token.size() <= kMostToken &&
                        std::all_of(plain_token.begin(), plain_token.end(), [](char c) {
                          return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
                        });
  if (!harmless || !IsDigits(event_ts))
    return Fail(ErrorCode::kInvalid, "The check of the address has no plain_token or event_ts that can be signed.");
  const std::string seed = SeedOf(env.settings.SecretOf("secret").Reveal());
  const std::string signature = Sign(seed, std::string(event_ts) + std::string(plain_token));
  const json body = {{"plain_token", std::string(plain_token)}, {"signature", base::HexEncode(signature)}};
  return HttpAnswer{200, {{"Content-Type", "application/json"}}, base::DumpJson(body)};
}

HttpAnswer Acknowledgement(const base::Status& outcome) {
  const base::Status& status = outcome;
  const auto answer = [](int code, const char* body) {
    return HttpAnswer{code, {{"Content-Type", "application/json"}}, body};
  };
  if (status) return answer(200, R"({"op":12,"d":0})");
  switch (status.error().code) {
    case ErrorCode::kUnauthenticated:
    case ErrorCode::kForbidden: return {401, {}, {}};
    case ErrorCode::kInvalid: return answer(400, R"({"op":12,"d":0})");
    case ErrorCode::kTooLarge: return answer(413, R"({"op":12,"d":0})");
    case ErrorCode::kNotFound: return answer(200, R"({"op":12,"d":0})");
    default: return answer(200, R"({"op":12,"d":1})");
  }
}

}  // namespace frontdesk::adapters::qq
