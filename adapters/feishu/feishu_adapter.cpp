#include "adapters/feishu/feishu_adapter.h"

#include <nlohmann/json.hpp>

#include "adapters/feishu/account.h"
#include "adapters/feishu/callback_proof.h"
#include "adapters/feishu/card_action.h"
#include "adapters/feishu/feishu_event.h"
#include "adapters/feishu/outgoing.h"
#include "adapters/feishu/send_outcome.h"
#include "bot/base/json.h"

namespace frontdesk::adapters::feishu {

namespace {

HttpAnswer JsonAnswer(int status, std::string body = "{}") {
  return {status, {{"Content-Type", "application/json"}}, std::move(body)};
}

}  // namespace

Capabilities FeishuAdapter::capabilities() const { return FeishuCapabilities(); }

std::span<const SettingField> FeishuAdapter::fields() const { return Fields(); }

base::Status FeishuAdapter::CheckSettings(const Settings& settings) const { return CheckAccount(settings); }

base::Result<Verified> FeishuAdapter::Verify(const RawRequest& request, Env env) const {
  return VerifyCallback(request, env);
}

bool FeishuAdapter::OffersAgain(const Verified& request) const { return !ClickIn(request.body()); }

base::Result<Parsed> FeishuAdapter::Parse(const Verified& request, Env env) const {
  return ParseEvent(request.body(), env);
}

bool FeishuAdapter::MayWait(const Verified& request) const {
  const auto click = ClickIn(request.body());
  return click && WaitsForCard(*click);
}

HttpAnswer FeishuAdapter::Answer(const base::Status& outcome) const {
  if (outcome) return JsonAnswer(200);
  switch (outcome.error().code) {
    case base::ErrorCode::kUnauthenticated:
    case base::ErrorCode::kForbidden: return {401, {}, {}};
    case base::ErrorCode::kInvalid: return JsonAnswer(400);
    case base::ErrorCode::kTooLarge: return JsonAnswer(413);
    default: return JsonAnswer(503);
  }
}

// To a click that could not be taken, words: nothing else would tell the user.
HttpAnswer FeishuAdapter::AnswerTo(const Verified& request, const base::Status& outcome, Env) const {
  const auto click = ClickIn(request.body());
  return click ? JsonAnswer(200, base::DumpJson(ToastFor(*click, outcome))) : Answer(outcome);
}

base::Result<Step> FeishuAdapter::Next(const Sending& sending, Env env) const { return NextStep(sending, env); }

SendResult FeishuAdapter::Classify(const Call& call, const CallResult& result) const { return OutcomeOf(call, result); }

base::Result<Call> FeishuAdapter::After(const Afterwards& asked, const base::Message* about, Env env) const {
  return CloseForm(asked, about, env);
}

}  // namespace frontdesk::adapters::feishu
