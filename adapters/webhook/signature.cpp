#include "adapters/webhook/signature.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

namespace frontdesk::adapters::webhook {

namespace {

using base::ErrorCode;
using base::Fail;
using base::Result;
using base::Secret;

constexpr HeaderNames kStandard{"webhook-id", "webhook-timestamp", "webhook-signature"};
constexpr HeaderNames kSvix{"svix-id", "svix-timestamp", "svix-signature"};
constexpr std::size_t kMaxTimestampDigits = 12;

std::string_view WithoutPrefix(std::string_view text, std::string_view prefix) {
  if (text.starts_with(prefix)) text.remove_prefix(prefix.size());
  return text;
}

auto Refuse(std::string why) { return Fail(ErrorCode::kUnauthenticated, std::move(why)); }

Result<std::string_view> HeaderOnce(const RawRequest& request, std::string_view name) {
  if (request.CountHeader(name) != 1) return Refuse(std::string(name) + " must stand in the request once");
  const std::string_view value = request.Header(name);
  if (value.empty()) return Refuse(std::string(name) + " is empty");
  return value;
}

bool IsId(std::string_view id) {
  return id.size() <= kMaxIdBytes && std::all_of(id.begin(), id.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

std::int64_t UnixSeconds(base::TimePoint at) {
  return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
}

base::Status CheckTimestamp(std::string_view text, base::TimePoint now) {
  const bool digits = text.size() <= kMaxTimestampDigits &&
                      std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits) return Refuse("the timestamp must be unix seconds in digits");
  std::int64_t seconds = 0;
  std::from_chars(text.data(), text.data() + text.size(), seconds);
  const std::int64_t age = UnixSeconds(now) - seconds;
  if (age > kTolerance.count() || -age > kTolerance.count()) {
    return Refuse("the timestamp is " + std::to_string(age) + " s old and may differ by 300 s: compare the clocks");
  }
  return {};
}

std::string SignedText(std::string_view id, std::string_view timestamp, std::string_view content) {
  std::string text(id);
  return text.append(".").append(timestamp).append(".").append(content);
}

// The settings' keys, decoded; a key that cannot be read counts for nothing, CheckSettings has said so.
std::vector<Secret> KeysOf(const Settings& settings, std::initializer_list<std::string_view> names) {
  std::vector<Secret> keys;
  for (const std::string_view name : names) {
    if (settings.SecretOf(name).empty()) continue;
    if (auto key = SigningKey(settings.SecretOf(name))) keys.push_back(std::move(*key));
  }
  return keys;
}

std::string CodeOf(const Secret& key, std::string_view text) {
  return base::Base64Encode(base::HmacSha256(key.Reveal(), text));
}

// What a right signature may look like: computed once, compared with each that came.
class Proofs {
 public:
  Proofs(const Settings& settings, std::string text) : text_(std::move(text)) {
    for (const Secret& key : KeysOf(settings, {"secret", "secret_old"})) codes_.push_back(CodeOf(key, text_));
    if (auto key = PublicKey(settings.SecretOf("public_key"))) public_key_ = std::move(*key);
  }

  // One "version,base64" of the header; versions that we have no key for prove nothing.
  bool Match(std::string_view signature) const {
    const auto comma = signature.find(',');
    if (comma == std::string_view::npos) return false;
    const std::string_view version = signature.substr(0, comma), code = signature.substr(comma + 1);
    if (version == "v1") return MatchesCode(code);
    if (version == "v1a" && public_key_) return MatchesPublicKey(code);
    return false;
  }

 private:
  bool MatchesCode(std::string_view code) const {
    bool matches = false;
    for (const std::string& expected : codes_) matches |= base::ConstantTimeEquals(expected, code);
    return matches;
  }
  bool MatchesPublicKey(std::string_view code) const {
    const auto signature = base::Base64Decode(code);
    return signature && base::VerifyEd25519(*public_key_, text_, *signature);
  }

  std::string text_;
  std::vector<std::string> codes_;
  std::optional<std::string> public_key_;
};

bool AnyMatches(const Proofs& proofs, std::string_view signatures) {
  bool matches = false;
  for (std::size_t count = 0; !signatures.empty() && count < kMaxSignatures; ++count) {
    const std::string_view one = signatures.substr(0, signatures.find(' '));
    signatures.remove_prefix(std::min(signatures.size(), one.size() + 1));
    matches |= proofs.Match(one);
  }
  return matches;
}

}  // namespace

HeaderNames NamesOf(const Settings& settings) { return settings.Text("headers") == "svix" ? kSvix : kStandard; }

Result<Secret> SigningKey(const Secret& text) {
  auto bytes = base::Base64Decode(WithoutPrefix(text.Reveal(), "whsec_"));
  if (!bytes || bytes->size() < kMinKeyBytes || bytes->size() > kMaxKeyBytes) {
    return Fail(ErrorCode::kInvalid,
                "must be whsec_ and the base64 of 24 to 64 random bytes: make one with "
                "echo whsec_$(openssl rand -base64 32)");
  }
  return Secret(std::move(*bytes));
}

Result<std::string> PublicKey(const Secret& text) {
  auto bytes = base::Base64Decode(WithoutPrefix(text.Reveal(), "whpk_"));
  if (!bytes || bytes->size() != kPublicKeyBytes) {
    return Fail(ErrorCode::kInvalid, "must be whpk_ and the base64 of the sender's 32 byte Ed25519 key");
  }
  return std::move(*bytes);
}

Result<std::string> CheckSignature(const RawRequest& request, std::string_view content, Env env) {
  const HeaderNames names = NamesOf(env.settings);
  TRY(const std::string_view id, HeaderOnce(request, names.id));
  TRY(const std::string_view timestamp, HeaderOnce(request, names.timestamp));
  TRY(const std::string_view signatures, HeaderOnce(request, names.signature));
  if (!IsId(id)) return Refuse(std::string(names.id) + " must be at most 256 visible ASCII characters");
  TRY_STATUS(CheckTimestamp(timestamp, env.now));
  const Proofs proofs(env.settings, SignedText(id, timestamp, content));
  if (!AnyMatches(proofs, signatures)) return Refuse("no signature of the request fits a key of the account");
  return std::string(id);
}

Headers SignedHeaders(std::string_view id, std::string_view content, Env env) {
  const HeaderNames names = NamesOf(env.settings);
  const std::string timestamp = std::to_string(UnixSeconds(env.now));
  const std::string text = SignedText(id, timestamp, content);
  const bool own_key = !env.settings.SecretOf("callback_secret").empty();
  const auto keys =
      own_key ? KeysOf(env.settings, {"callback_secret"}) : KeysOf(env.settings, {"secret", "secret_old"});
  std::string signatures;
  for (const Secret& key : keys) signatures += (signatures.empty() ? "v1," : " v1,") + CodeOf(key, text);
  return {{std::string(names.id), std::string(id)},
          {std::string(names.timestamp), timestamp},
          {std::string(names.signature), signatures}};
}

}  // namespace frontdesk::adapters::webhook
