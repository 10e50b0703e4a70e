#include "adapters/wecom/robot_adapter.h"

#include "adapters/wecom/callback.h"
#include "adapters/wecom/card.h"
#include "adapters/wecom/error_code.h"
#include "adapters/wecom/robot_event.h"
#include "adapters/wecom/robot_outgoing.h"

namespace frontdesk::adapters::wecom {

namespace {

constexpr std::size_t kMaxUserText = 16 << 10;
constexpr double kSendsPerSecond = 20;
constexpr double kBurst = 10;

}  // namespace

Capabilities RobotAdapter::capabilities() const {
  Capabilities can;
  can.retries_events = true;
  can.refusal_status = 403;
  can.max_request = kMaxCallback;
  can.answer_deadline = std::chrono::seconds(5);
  can.answer_wait = std::chrono::seconds(3);  // the answer is the better half of its ways back
  can.max_text = kMaxUserText;
  can.knows_users = true;
  can.message_limit = kMostMarkdown;
  can.unit = Capabilities::Unit::kBytes;
  can.buttons = kMostButtons;
  can.edits = true;
  can.reply_window = kRobotWindow;
  can.sends_per_second = kSendsPerSecond;
  can.burst = kBurst;
  return can;
}

base::Result<Verified> RobotAdapter::Verify(const RawRequest& request, Env env) const {
  return VerifyCallback(request, Wrapping::kJson, "", env);
}

base::Result<Parsed> RobotAdapter::Parse(const Verified& request, Env env) const {
  if (IsAddressCheck(request)) return AddressAnswer(request);
  return ParseRobotCallback(request.body(), env);
}

bool RobotAdapter::MayWait(const Verified& request) const {
  return RobotAnswerTo(request.body()) != RobotAnswer::kNone;
}

HttpAnswer RobotAdapter::Answer(const base::Status& outcome) const { return PlainAnswer(outcome); }

base::Result<Step> RobotAdapter::Next(const Sending& sending, Env env) const { return NextOfRobot(sending, env); }

SendResult RobotAdapter::Classify(const Call& call, const CallResult& result) const {
  SendResult outcome = OutcomeOf(call, result);
  if (outcome.kind == SendResult::Kind::kTokenRefused) outcome.kind = SendResult::Kind::kRejected;  // it has no token
  return outcome;
}

}  // namespace frontdesk::adapters::wecom
