#include "adapters/teams/teams_adapter.h"

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "adapters/teams/activity.h"
#include "adapters/teams/file_offer.h"
#include "adapters/teams/invoke.h"
#include "adapters/teams/outgoing.h"
#include "adapters/teams/request_proof.h"
#include "adapters/teams/send_outcome.h"
#include "adapters/teams/wire.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::teams {

// A channel's id as its link has it ("19%3Aabc%40thread.tacv2"), a user's as the admin center writes it.
std::string TeamsAdapter::Spelled(std::string_view id) const {
  if (IsGuid(id)) return base::AsciiLower(id);
  std::string plain;
  for (std::size_t i = 0; i < id.size(); ++i) {
    const std::string digits(id.substr(i, 3));
    char* end = nullptr;
    const long byte = digits.size() == 3 && digits[0] == '%' ? std::strtol(digits.c_str() + 1, &end, 16) : 0;
    const bool escape = byte > 0x20 && byte < 0x7F && end == digits.c_str() + 3;
    plain += escape ? static_cast<char>(byte) : id[i];
    if (escape) i += 2;
  }
  return plain;
}

base::Result<Verified> TeamsAdapter::Verify(const RawRequest& request, Env env) const {
  return VerifyRequest(request, env);
}

base::Result<Parsed> TeamsAdapter::Parse(const Verified& request, Env env) const {
  TRY(const nlohmann::json activity, ActivityIn(request.body()));
  if (IsInvoke(activity)) return TakeInvoke(activity, env);
  TRY(Taken taken, TakeActivity(activity, env));
  return taken;
}

base::Millis TeamsAdapter::AnswerWait(const Verified& request, Env env) const {
  const auto activity = ActivityIn(request.body());
  return activity && WaitsForReply(*activity, env.settings) ? capabilities().answer_wait : base::Millis{0};
}

HttpAnswer TeamsAdapter::Answer(const base::Status& outcome) const {
  if (outcome) return {};
  switch (outcome.error().code) {
    case base::ErrorCode::kUnauthenticated:
    case base::ErrorCode::kForbidden: return {401, {}, {}};
    case base::ErrorCode::kInvalid:
    case base::ErrorCode::kNotFound: return {400, {}, {}};
    case base::ErrorCode::kTooLarge: return {413, {}, {}};
    default: return {503, {}, {}};
  }
}

HttpAnswer TeamsAdapter::AnswerTo(const Verified& request, const base::Status& outcome, Env) const {
  const auto activity = ActivityIn(request.body());
  return activity && IsInvoke(*activity) ? PlainAnswer(*activity, outcome) : Answer(outcome);
}

base::Result<Step> TeamsAdapter::Next(const Sending& sending, Env env) const { return NextStep(sending, env); }

base::Result<Step> TeamsAdapter::ShowTyping(const TypingSign& sign, Env env) const { return TypingStep(sign, env); }

SendResult TeamsAdapter::Classify(const Call& call, const CallResult& result) const { return OutcomeOf(call, result); }

base::Result<Call> TeamsAdapter::CallAfter(const Afterwards& asked, const base::Message* about,
                                           const ReadFile& read_file, Env env) const {
  return CallAfterConsent(asked.words, about, read_file, env);
}

}  // namespace frontdesk::adapters::teams
