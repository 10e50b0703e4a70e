#include "adapters/easemob/callback_signature.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

#include "adapters/common/path_secret.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::easemob {

namespace {

using base::Fail;

constexpr std::size_t kMaxDigits = 20;  // of 64 bits
constexpr std::size_t kMd5Hex = 32;

// The reason is for the log; the one who asks hears nothing.
auto Refuse(const char* why) { return Fail(base::ErrorCode::kUnauthenticated, why); }

bool IsInTime(std::string_view timestamp, Env env) {
  std::int64_t ms = 0;
  const auto end = std::from_chars(timestamp.data(), timestamp.data() + timestamp.size(), ms);
  if (end.ec != std::errc{} || end.ptr != timestamp.data() + timestamp.size()) return false;
  const std::int64_t now = base::ToMillis(env.now);
  const base::Millis before = env.settings.Flag("stored_callbacks") ? kStoredWindow : kWindow;
  return ms >= now - before.count() && ms <= now + kWindow.count();
}

bool IsSignedWith(const base::Secret& secret, std::string_view call_id, std::string_view timestamp,
                  std::string_view security) {
  if (secret.empty()) return false;
  const std::string expected = CallbackSecurity(call_id, secret, timestamp);
  return expected.size() == kMd5Hex && base::ConstantTimeEquals(expected, security);
}

}  // namespace

std::string CallbackSecurity(std::string_view call_id, const base::Secret& secret, std::string_view timestamp) {
  std::string text(call_id);
  text.append(secret.Reveal()).append(timestamp);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_md5(), nullptr) != 1) return {};
  return base::HexEncode({reinterpret_cast<const char*>(digest.data()), size});
}

base::Result<Verified> VerifyCallback(const RawRequest& request, Env env) {
  if (request.method != "POST") return Refuse("a callback is a POST");
  if (!common::HasPathSecret(request, env.settings.SecretOf("path_secret"))) {
    return Refuse("the address does not end in path_secret: compare it with the rule in the console");
  }
  const auto body = base::ParseJson(request.body, kMaxCallback);
  if (!body || !body->is_object()) return Refuse("the body is no JSON object");
  const std::string call_id = base::TextAt(*body, "callId");
  const std::string timestamp = DigitsAt(*body, "timestamp");
  const std::string security = base::TextAt(*body, "security");
  if (call_id.empty() || timestamp.empty()) return Refuse("callId or timestamp is missing");
  const bool is_signed = IsSignedWith(env.settings.SecretOf("callback_secret"), call_id, timestamp, security) ||
                         IsSignedWith(env.settings.SecretOf("callback_secret_2"), call_id, timestamp, security);
  if (!is_signed) return Refuse("the signature does not fit: compare callback_secret with the rule's secret");
  if (!IsInTime(timestamp, env)) return Refuse("the time is too far from ours: look at both clocks");
  return Verified(Verified::Proof::kSignedHeaders, {}, request);
}

std::string DigitsAt(const nlohmann::json& value, std::string_view key) {
  const auto it = value.find(key);
  if (it == value.end()) return {};
  std::string digits;
  if (it->is_number_unsigned()) {
    digits = std::to_string(it->get<std::uint64_t>());
  } else if (it->is_string()) {
    digits = it->get<std::string>();
  }
  const bool fits = digits.size() <= kMaxDigits &&
                    std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  return fits ? digits : std::string();
}

}  // namespace frontdesk::adapters::easemob
