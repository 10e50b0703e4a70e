#include "adapters/mattermost/mattermost_adapter.h"

#include "adapters/mattermost/dialog.h"
#include "adapters/mattermost/hook.h"
#include "adapters/mattermost/outgoing.h"
#include "adapters/mattermost/send_outcome.h"

namespace frontdesk::adapters::mattermost {

base::Result<Verified> MattermostAdapter::Verify(const RawRequest& request, Env env) const {
  return VerifyHook(request, env);
}

base::Result<Parsed> MattermostAdapter::Parse(const Verified& request, Env env) const { return TakeHook(request, env); }

bool MattermostAdapter::MayWait(const Verified& request) const { return MayCarry(request); }

// Whatever is not 200 is shown to the user as a failure of the integration.
HttpAnswer MattermostAdapter::Answer(const base::Status& outcome) const {
  if (outcome) return {200, {{"Content-Type", "application/json"}}, "{}"};
  switch (outcome.error().code) {
    case base::ErrorCode::kUnauthenticated:
    case base::ErrorCode::kForbidden: return {401, {}, {}};
    case base::ErrorCode::kInvalid:
    case base::ErrorCode::kNotFound: return {400, {}, {}};
    case base::ErrorCode::kTooLarge: return {413, {}, {}};
    default: return {503, {}, {}};
  }
}

HttpAnswer MattermostAdapter::AnswerTo(const Verified& request, const base::Status& outcome, Env env) const {
  HttpAnswer answer = Answer(outcome);
  if (outcome) answer.body = AcknowledgementOf(request, env.settings);
  return answer;
}

base::Result<Step> MattermostAdapter::Next(const Sending& sending, Env env) const { return NextStep(sending, env); }

base::Result<Step> MattermostAdapter::ShowTyping(const TypingSign& sign, Env env) const {
  return TypingStep(sign, env);
}

SendResult MattermostAdapter::Classify(const Call& call, const CallResult& result) const {
  return OutcomeOf(call, result);
}

base::Result<Call> MattermostAdapter::After(const Afterwards& asked, const base::Message* about, Env env) const {
  return OpenCall(asked, about, env);
}

}  // namespace frontdesk::adapters::mattermost
