#include "adapters/dingtalk/callback.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "adapters/common/path_secret.h"
#include "adapters/dingtalk/account.h"
#include "adapters/dingtalk/card_click.h"
#include "adapters/dingtalk/event_crypt.h"
#include "adapters/dingtalk/robot_message.h"
#include "bot/base/crypto.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::dingtalk {

namespace {

using base::Fail;
using base::TextAt;
using nlohmann::json;
using Proof = Verified::Proof;

constexpr char kRobotTime[] = "timestamp", kRobotSign[] = "sign";
constexpr char kCardTime[] = "x-ddpaas-signature-timestamp", kCardSign[] = "x-ddpaas-signature";
constexpr std::string_view kConfirmed = "success";
constexpr std::size_t kNonceBytes = 8;

// The reason is for the log; the one who asks hears nothing.
auto Refuse(const char* why) { return Fail(base::ErrorCode::kUnauthenticated, why); }

bool IsInTime(std::string_view timestamp, base::TimePoint now) {
  std::int64_t ms = 0;
  const auto end = std::from_chars(timestamp.data(), timestamp.data() + timestamp.size(), ms);
  if (end.ec != std::errc{} || end.ptr != timestamp.data() + timestamp.size() || ms < 0) return false;
  const std::int64_t off = base::ToMillis(now) - ms;
  return off < kSignatureWindow.count() && off > -kSignatureWindow.count();
}

// Two headers, each exactly once.
base::Status CheckHeaders(const RawRequest& request, const char* time, const char* sign,
                          std::string (*expected)(const base::Secret&, std::string_view), const base::Secret& secret,
                          base::TimePoint now) {
  if (secret.empty()) return Refuse("there is no secret to compare with");
  if (request.CountHeader(time) != 1 || request.CountHeader(sign) != 1) return Refuse("not signed, or signed twice");
  const std::string_view timestamp = request.Header(time);
  if (!base::ConstantTimeEquals(expected(secret, timestamp), request.Header(sign)))
    return Refuse("the signature does not fit: compare client_secret, or card_secret, with the console");
  if (!IsInTime(timestamp, now)) return Refuse("the time is too far from ours: look at both clocks");
  return {};
}

int DigitOf(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// A value of the query, decoded once; "" when it is not there.
std::string QueryValue(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    if (!pair.starts_with(name) || pair.size() <= name.size() || pair[name.size()] != '=') continue;
    const std::string_view raw = pair.substr(name.size() + 1);
    std::string value;
    for (std::size_t i = 0; i < raw.size(); ++i) {
      const bool coded = raw[i] == '%' && i + 2 < raw.size() && DigitOf(raw[i + 1]) >= 0 && DigitOf(raw[i + 2]) >= 0;
      value += coded ? static_cast<char>(DigitOf(raw[i + 1]) * 16 + DigitOf(raw[i + 2])) : raw[i];
      if (coded) i += 2;
    }
    return value;
  }
  return {};
}

EventKeys KeysOf(const Settings& settings) {
  const std::string& owner = settings.Text("event_owner");
  return {settings.SecretOf("event_token"), settings.SecretOf("event_aes_key"),
          owner.empty() ? settings.Text("client_id") : owner};
}

base::Result<Verified> VerifyEvent(const RawRequest& request, const json& body, Env env) {
  std::string signature = QueryValue(request.query, "msg_signature");
  if (signature.empty()) signature = QueryValue(request.query, "signature");
  const SealedEvent event{std::move(signature), QueryValue(request.query, "timestamp"),
                          QueryValue(request.query, "nonce"), TextAt(body, "encrypt")};
  TRY(std::string words, OpenEvent(KeysOf(env.settings), event));
  if (!IsInTime(event.timestamp, env.now)) return Refuse("the time is too far from ours: look at both clocks");
  return Verified(Proof::kSignedBody, {}, request, words.empty() ? "{}" : std::move(words));
}

bool IsClick(const json& body) { return TextAt(body, "type") == kActionCallback; }

}  // namespace

std::string RobotSign(const base::Secret& app_secret, std::string_view timestamp) {
  const std::string text = std::string(timestamp) + "\n" + app_secret.Reveal();
  return base::Base64Encode(base::HmacSha256(app_secret.Reveal(), text));
}

std::string CardSign(const base::Secret& api_secret, std::string_view timestamp) {
  return base::Base64Encode(base::HmacSha256(api_secret.Reveal(), timestamp));
}

base::Result<Verified> VerifyCallback(const RawRequest& request, Env env) {
  if (request.method != "POST") return Refuse("a callback is a POST");
  const base::Secret& path_secret = env.settings.SecretOf("path_secret");
  if (!path_secret.empty() && !common::HasPathSecret(request, path_secret))
    return Refuse("the address does not end in path_secret: compare it with the console");
  const auto body = base::ParseJson(request.body, kMaxCallback);
  if (!body || !body->is_object()) return Refuse("the body is no JSON object");
  if (body->contains("encrypt")) return VerifyEvent(request, *body, env);
  if (path_secret.empty()) return Refuse("robots and cards are heard at an address that ends in path_secret");
  if (IsClick(*body)) {
    TRY_STATUS(CheckHeaders(request, kCardTime, kCardSign, CardSign, env.settings.SecretOf("card_secret"), env.now));
  } else {
    TRY_STATUS(
        CheckHeaders(request, kRobotTime, kRobotSign, RobotSign, env.settings.SecretOf("client_secret"), env.now));
  }
  return Verified(Proof::kSignedHeaders, {}, request);
}

base::Result<Parsed> ParseCallback(const Verified& request, Env env) {
  if (request.proof() == Proof::kSignedBody) return Taken{};  // confirmed by the answer; none of them is talk
  TRY(const json body, base::ParseJson(request.body(), kMaxCallback));
  if (!body.is_object()) return Fail(base::ErrorCode::kInvalid, "A callback must be a JSON object.");
  if (IsClick(body)) return CardClick(body, request.request().Header(kCardTime), env);
  return RobotMessage(body, env);
}

HttpAnswer PlainAnswer(const base::Status& outcome) {
  const Headers json_type = {{"Content-Type", "application/json"}};
  if (outcome) return {200, json_type, "{}"};
  switch (outcome.error().code) {
    case base::ErrorCode::kUnauthenticated:
    case base::ErrorCode::kForbidden: return {401, {}, {}};
    case base::ErrorCode::kInvalid:
    case base::ErrorCode::kNotFound: return {400, json_type, "{}"};
    case base::ErrorCode::kTooLarge: return {413, json_type, "{}"};
    default: return {503, json_type, "{}"};
  }
}

HttpAnswer AnswerCallback(const Verified& request, const base::Status& outcome, Env env) {
  if (request.proof() != Proof::kSignedBody || !outcome) return PlainAnswer(outcome);
  const std::string_view random = env.random;
  auto sealed = SealEvent(KeysOf(env.settings), kConfirmed, std::to_string(base::ToMillis(env.now)),
                          base::HexEncode(random.substr(random.size() - std::min(random.size(), kNonceBytes))), random);
  if (!sealed) return PlainAnswer(tl::unexpected(sealed.error()));
  return {200,
          {{"Content-Type", "application/json"}},
          base::DumpJson({{"msg_signature", sealed->signature},
                          {"timeStamp", sealed->timestamp},
                          {"nonce", sealed->nonce},
                          {"encrypt", sealed->encrypt}})};
}

bool ComesAgain(const Verified& request) { return request.proof() == Proof::kSignedBody; }

}  // namespace frontdesk::adapters::dingtalk
