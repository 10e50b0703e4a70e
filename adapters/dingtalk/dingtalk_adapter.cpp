#include "adapters/dingtalk/dingtalk_adapter.h"

#include "adapters/dingtalk/account.h"
#include "adapters/dingtalk/callback.h"
#include "adapters/dingtalk/outgoing.h"
#include "adapters/dingtalk/robot_body.h"
#include "adapters/dingtalk/send_outcome.h"

namespace frontdesk::adapters::dingtalk {

namespace {

constexpr std::size_t kMaxUserText = 64 << 10;
constexpr double kSendsPerSecond = 18;  // the platform allows 20 of each call
constexpr double kBurst = 5;

}  // namespace

Capabilities DingTalkAdapter::capabilities() const {
  Capabilities can;
  can.retries_events = false;
  can.signs_body = false;
  can.refusal_status = 401;
  can.max_request = kMaxCallback;
  can.answer_deadline = std::chrono::seconds(3);
  can.max_text = kMaxUserText;
  can.knows_users = true;
  can.message_limit = kMostText;
  can.unit = Capabilities::Unit::kBytes;
  can.buttons = kMostButtons;
  can.button_label = kButtonLabel;
  can.edits = true;
  can.files = true;
  can.sends_per_second = kSendsPerSecond;
  can.burst = kBurst;
  return can;
}

std::span<const SettingField> DingTalkAdapter::fields() const { return AccountFields(); }

base::Status DingTalkAdapter::CheckSettings(const Settings& settings) const { return CheckAccount(settings); }

std::string DingTalkAdapter::Spelled(std::string_view id) const { return ChannelOf(id); }

bool DingTalkAdapter::ShowsButtons(const Settings& settings) const {
  return !settings.Text("card_template_id").empty();
}

base::Result<Verified> DingTalkAdapter::Verify(const RawRequest& request, Env env) const {
  return VerifyCallback(request, env);
}

bool DingTalkAdapter::OffersAgain(const Verified& request) const { return ComesAgain(request); }

base::Result<Parsed> DingTalkAdapter::Parse(const Verified& request, Env env) const {
  return ParseCallback(request, env);
}

HttpAnswer DingTalkAdapter::Answer(const base::Status& outcome) const { return PlainAnswer(outcome); }

HttpAnswer DingTalkAdapter::AnswerTo(const Verified& request, const base::Status& outcome, Env env) const {
  return AnswerCallback(request, outcome, env);
}

base::Result<Step> DingTalkAdapter::Next(const Sending& sending, Env env) const {
  return NextStep(sending, capabilities(), env);
}

SendResult DingTalkAdapter::Classify(const Call& call, const CallResult& result) const {
  return OutcomeOf(call, result);
}

}  // namespace frontdesk::adapters::dingtalk
