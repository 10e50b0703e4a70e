#include "adapters/webhook/webhook_adapter.h"

#include <charconv>

#include "adapters/web/api_error.h"
#include "adapters/webhook/reply_json.h"
#include "adapters/webhook/signature.h"
#include "adapters/webhook/webhook_event.h"

namespace frontdesk::adapters::webhook {

using base::ErrorCode;
using base::Fail;

namespace {

using Kind = SettingField::Kind;

constexpr SettingField kFields[] = {
    {.name = "secret",
     .kind = Kind::kSecret,
     .required = true,
     .hint = "write secret: env:SHOP_HOOK_SECRET, and set that to what echo whsec_$(openssl rand -base64 32) prints"},
    {.name = "secret_old", .kind = Kind::kSecret, .hint = "write secret_old: env:NAME while both secrets are in use"},
    {.name = "public_key", .kind = Kind::kSecret, .hint = "write public_key: file:sender.whpk"},
    {.name = "callback_url", .kind = Kind::kUrl, .hint = "write callback_url: https://shop.example.com/replies"},
    {.name = "callback_secret", .kind = Kind::kSecret, .hint = "write callback_secret: env:NAME"},
    {.name = "headers", .kind = Kind::kChoice, .fallback = "standard", .choices = "standard|svix"},
    {.name = "one_way", .kind = Kind::kFlag, .fallback = "false"},
    {.name = "source", .kind = Kind::kText, .fallback = "webhook", .hint = "write source: review"},
};

constexpr int kGone = 410;
constexpr base::Millis kLongestRetryAfter = std::chrono::hours(24);

// Retry-After in seconds; its form as a date is left to our own pauses.
std::optional<base::Millis> RetryAfter(const HttpAnswer& answer) {
  const std::string_view text = answer.Header("retry-after");
  std::uint32_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return std::min<base::Millis>(std::chrono::seconds(seconds), kLongestRetryAfter);
}

bool IsBusy(int status) { return status == 429 || status == 502 || status == 503 || status == 504; }

std::string ReasonOf(int status) {
  const std::string said = "callback_url answered " + std::to_string(status);
  if (status == kGone) return said + " (gone): it takes no more replies; mend or remove callback_url";
  if (status >= 300 && status < 400) return said + ": redirects are not followed; write the final address";
  if (status == 401 || status == 403) return said + ": does the receiver check with the same secret?";
  return said;
}

std::string IdOf(const Call& call) {
  const std::string_view id = FindHeader(call.headers, "webhook-id");
  return std::string(id.empty() ? FindHeader(call.headers, "svix-id") : id);
}

base::Status CheckKey(const Settings& settings, std::string_view name) {
  if (settings.SecretOf(name).empty()) return {};
  const auto key = SigningKey(settings.SecretOf(name));
  if (key) return {};
  return Fail(ErrorCode::kInvalid, "'" + std::string(name) + "' " + key.error().message);
}

}  // namespace

Capabilities WebhookAdapter::capabilities() const {
  Capabilities can;
  can.retries_events = true;
  can.max_request = kMaxBody;
  can.answer_deadline = std::chrono::seconds(15);
  can.max_text = kMaxTextBytes;
  can.deduplicates_sends = true;
  can.buttons = 100;
  can.button_label = 200;
  can.threads = true;
  can.files = true;
  can.guarded_calls = true;
  return can;
}

std::span<const SettingField> WebhookAdapter::fields() const { return kFields; }

base::Status WebhookAdapter::CheckSettings(const Settings& settings) const {
  if (settings.SecretOf("secret").empty()) {
    return Fail(ErrorCode::kInvalid, "'secret' is empty: set it to what echo whsec_$(openssl rand -base64 32) prints");
  }
  for (const std::string_view name : {"secret", "secret_old", "callback_secret"}) TRY_STATUS(CheckKey(settings, name));
  if (!settings.SecretOf("callback_secret").empty() && settings.Text("callback_url").empty()) {
    return Fail(ErrorCode::kInvalid, "'callback_secret' signs nothing without 'callback_url': write that too");
  }
  if (settings.SecretOf("public_key").empty()) return {};
  const auto key = PublicKey(settings.SecretOf("public_key"));
  if (!key) return Fail(ErrorCode::kInvalid, "'public_key' " + key.error().message);
  return {};
}

base::Result<Verified> WebhookAdapter::Verify(const RawRequest& request, Env env) const {
  TRY_STATUS(CheckSignature(request, request.body, env));
  return Verified(Verified::Proof::kSignedBody, {}, request);
}

base::Result<Parsed> WebhookAdapter::Parse(const Verified& request, Env env) const {
  const std::string_view delivery = request.request().Header(NamesOf(env.settings).id);
  TRY(auto event, EventFromBody(request.request().body, delivery, env.settings, env.now));
  std::vector<base::Event> events;
  if (event) events.push_back(std::move(*event));
  return events;
}

HttpAnswer WebhookAdapter::Answer(const base::Status& outcome) const {
  if (outcome) return web::JsonAnswer("{\"ok\":true}");
  const ErrorCode code = outcome.error().code;
  // Whoever cannot prove who they are learns nothing.
  if (code == ErrorCode::kUnauthenticated || code == ErrorCode::kForbidden) return {401, {}, {}};
  return web::ErrorAnswer(outcome.error());
}

base::Result<Step> WebhookAdapter::Next(const Sending& sending, Env env) const {
  const std::string& url = env.settings.Text("callback_url");
  if (url.empty() || sending.part > 0) return Done{};
  Call call;
  call.url = url;
  call.body = CallbackBody(sending.address, sending.row, sending.message, env.settings);
  call.headers = SignedHeaders(ReplyId(sending.address, sending.row), call.body, env);
  call.headers.emplace_back("Content-Type", "application/json");
  return call;
}

SendResult WebhookAdapter::Classify(const Call& call, const CallResult& result) const {
  SendResult send;
  send.kind = SendResult::Kind::kRetry;
  if (!result.answer) {
    send.whole_account = true;
    send.reason = "callback_url did not answer";
    return send;
  }
  const int status = result.answer->status;
  const bool taken = status >= 200 && status < 300;
  if (taken) send.kind = SendResult::Kind::kSent;
  if (taken) send.platform_id = IdOf(call);
  if (!taken) send.reason = ReasonOf(status);
  if (status == kGone) send.kind = SendResult::Kind::kGone;
  if (IsBusy(status)) send.retry_after = RetryAfter(*result.answer);
  send.whole_account = status == kGone || IsBusy(status);
  return send;
}

base::Result<std::variant<Call, std::string>> WebhookAdapter::Next(const base::FileRef& file,
                                                                   std::span<const HttpAnswer> answers, Env) const {
  if (!answers.empty()) return answers.front().body;
  if (!IsFileUrl(file.remote)) return Fail(ErrorCode::kForbidden, "A file is fetched from an https address only.");
  Call call;
  call.method = "GET";
  call.url = file.remote;
  return call;
}

}  // namespace frontdesk::adapters::webhook
