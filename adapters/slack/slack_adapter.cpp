#include "adapters/slack/slack_adapter.h"

#include <nlohmann/json.hpp>

#include "adapters/slack/event.h"
#include "adapters/slack/interaction.h"
#include "adapters/slack/modal.h"
#include "adapters/slack/outgoing.h"
#include "adapters/slack/send_outcome.h"
#include "adapters/slack/signature.h"
#include "adapters/slack/wire.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::slack {

using base::TextAt;
using nlohmann::json;

base::Result<Verified> SlackAdapter::Verify(const RawRequest& request, Env env) const {
  return VerifyRequest(request, env);
}

// Events only, which are JSON: a click or a command, a form, is sent once.
bool SlackAdapter::OffersAgain(const Verified& request) const { return !IsForm(request.body()); }

base::Result<Parsed> SlackAdapter::Parse(const Verified& request, Env env) const {
  TRY(const json payload, PayloadOf(request.body()));
  if (payload.contains("ssl_check")) return HttpAnswer{};
  const std::string type = TextAt(payload, "type");
  if (type == "url_verification")
    return HttpAnswer{200, {{"Content-Type", "text/plain"}}, TextAt(payload, "challenge")};
  if (type == "app_rate_limited") return Taken();
  if (type == "event_callback") {
    TRY(Taken taken, TakeEvent(payload, env));
    return taken;
  }
  TRY(Taken taken, TakeInteraction(payload, env));
  return taken;
}

bool SlackAdapter::MayWait(const Verified& request) const {
  if (!IsForm(request.body())) return false;
  const auto payload = PayloadOf(request.body());
  return payload && IsSubmission(*payload);
}

// What would fail again is not asked for again.
HttpAnswer SlackAdapter::Answer(const base::Status& outcome) const {
  if (outcome) return {};
  switch (outcome.error().code) {
    case base::ErrorCode::kUnauthenticated:
    case base::ErrorCode::kForbidden: return {401, {}, {}};
    case base::ErrorCode::kInvalid:
    case base::ErrorCode::kNotFound: return {400, {{"X-Slack-No-Retry", "1"}}, {}};
    case base::ErrorCode::kTooLarge: return {413, {{"X-Slack-No-Retry", "1"}}, {}};
    default: return {503, {}, {}};
  }
}

HttpAnswer SlackAdapter::AnswerTo(const Verified& request, const base::Status& outcome, Env env) const {
  if (!outcome || !IsForm(request.body())) return Answer(outcome);
  const auto payload = PayloadOf(request.body());
  std::string body = payload ? AcknowledgementOf(*payload, env.settings) : std::string();
  if (body.empty()) return {};
  return {200, {{"Content-Type", "application/json"}}, std::move(body)};
}

base::Result<Step> SlackAdapter::Next(const Sending& sending, Env env) const { return NextStep(sending, env); }

SendResult SlackAdapter::Classify(const Call& call, const CallResult& result) const { return OutcomeOf(call, result); }

base::Result<Call> SlackAdapter::After(const Afterwards& asked, const base::Message* about, Env env) const {
  return OpenCall(asked.words, about, env);
}

}  // namespace frontdesk::adapters::slack
