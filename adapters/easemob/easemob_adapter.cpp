#include "adapters/easemob/easemob_adapter.h"

#include "adapters/easemob/callback_event.h"
#include "adapters/easemob/callback_signature.h"
#include "adapters/easemob/outgoing.h"
#include "adapters/easemob/send_outcome.h"

namespace frontdesk::adapters::easemob {

namespace {

constexpr std::size_t kMaxUserText = 8 << 10;  // the platform allows 5 KB
constexpr double kSendsPerSecond = 90;         // the platform allows 100, and 6,000 a minute
constexpr double kBurst = 10;

HttpAnswer JsonAnswer(int status) { return {status, {{"Content-Type", "application/json"}}, "{}"}; }

}  // namespace

Capabilities EasemobAdapter::capabilities() const {
  Capabilities can;
  can.retries_events = false;  // once, at once, and never again
  can.signs_body = false;
  can.refusal_status = 401;
  can.max_request = kMaxCallback;
  can.answer_deadline = std::chrono::seconds(10);
  can.max_text = kMaxUserText;
  can.knows_users = true;
  can.message_limit = kMostText;
  can.unit = Capabilities::Unit::kBytes;
  can.files = true;
  can.sends_per_second = kSendsPerSecond;
  can.burst = kBurst;
  return can;
}

base::Result<Verified> EasemobAdapter::Verify(const RawRequest& request, Env env) const {
  return VerifyCallback(request, env);
}

base::Result<Parsed> EasemobAdapter::Parse(const Verified& request, Env env) const {
  return ParseCallback(request.request().body, env);
}

// Bodies stay tiny, as over 1,000 characters count as an attack. 90 failures in 30 s close the rule for minutes, so
// what would fail again is answered as done; only what a second try can mend is answered as failed.
HttpAnswer EasemobAdapter::Answer(const base::Status& outcome) const {
  if (outcome) return JsonAnswer(200);
  switch (outcome.error().code) {
    case base::ErrorCode::kUnauthenticated:
    case base::ErrorCode::kForbidden: return {401, {}, {}};
    case base::ErrorCode::kInvalid:
    case base::ErrorCode::kTooLarge:
    case base::ErrorCode::kNotFound: return JsonAnswer(200);
    default: return JsonAnswer(429);
  }
}

base::Result<Step> EasemobAdapter::Next(const Sending& sending, Env env) const { return NextStep(sending, env); }

SendResult EasemobAdapter::Classify(const Call& call, const CallResult& result) const {
  return OutcomeOf(call, result);
}

const TokenRecipe* EasemobAdapter::token() const {
  if (profile_ == Profile::kAgora) return &agora_tokens_;
  return &client_tokens_;
}

}  // namespace frontdesk::adapters::easemob
