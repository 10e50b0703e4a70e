#include "adapters/wecom/app_adapter.h"

#include "adapters/wecom/app_event.h"
#include "adapters/wecom/app_outgoing.h"
#include "adapters/wecom/callback.h"
#include "adapters/wecom/card.h"
#include "adapters/wecom/error_code.h"

namespace frontdesk::adapters::wecom {

namespace {

constexpr std::size_t kMaxUserText = 8 << 10;  // WeCom's members write 2 KB
constexpr double kSendsPerSecond = 50;         // WeCom allows 10,000 a minute, and 30 to one member
constexpr double kBurst = 10;

}  // namespace

Capabilities AppAdapter::capabilities() const {
  Capabilities can;
  can.retries_events = true;
  can.refusal_status = 403;
  can.max_request = kMaxCallback;
  can.answer_deadline = std::chrono::seconds(5);
  can.answer_wait = base::Millis(800);  // a reply that takes longer is sent by a call
  can.max_text = kMaxUserText;
  can.knows_users = true;
  can.message_limit = kMostText;
  can.unit = Capabilities::Unit::kBytes;
  can.buttons = kMostButtons;
  can.edits = true;
  can.files = true;
  can.sends_per_second = kSendsPerSecond;
  can.burst = kBurst;
  return can;
}

base::Result<Verified> AppAdapter::Verify(const RawRequest& request, Env env) const {
  return VerifyCallback(request, Wrapping::kXml, env.settings.Text("corp_id"), env);
}

base::Result<Parsed> AppAdapter::Parse(const Verified& request, Env env) const {
  if (IsAddressCheck(request)) return AddressAnswer(request);
  return ParseAppCallback(request.body(), env);
}

base::Millis AppAdapter::AnswerWait(const Verified& request, Env env) const {
  const auto xml = base::ReadXml(request.body(), kMaxCallback);
  const bool may = env.settings.Flag("passive_replies") && xml && HowToAnswer(*xml) != Answerable::kNo;
  return may ? capabilities().answer_wait : base::Millis{0};
}

HttpAnswer AppAdapter::Answer(const base::Status& outcome) const { return PlainAnswer(outcome); }

base::Result<Step> AppAdapter::Next(const Sending& sending, Env env) const { return NextOfApp(sending, env); }

SendResult AppAdapter::Classify(const Call& call, const CallResult& result) const {
  SendResult outcome = OutcomeOf(call, result);
  const bool changes_card = call.url.find(kCardChange) != std::string::npos;
  if (changes_card && outcome.kind == SendResult::Kind::kRejected) outcome = {SendResult::Kind::kSent};
  return outcome;
}

}  // namespace frontdesk::adapters::wecom
