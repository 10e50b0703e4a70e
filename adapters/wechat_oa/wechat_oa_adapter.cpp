#include "adapters/wechat_oa/wechat_oa_adapter.h"

#include "adapters/common/wx_reply.h"
#include "adapters/wechat_oa/callback.h"
#include "adapters/wechat_oa/callback_event.h"
#include "adapters/wechat_oa/outgoing.h"
#include "adapters/wechat_oa/send_outcome.h"

namespace frontdesk::adapters::wechat_oa {

namespace {

constexpr std::size_t kMaxUserText = 8 << 10;
constexpr base::Millis kWait{800};            // a reply that takes longer is sent by a call
constexpr base::Millis kTransferWait{2'000};  // the words go by a call before the request becomes the transfer
constexpr double kSendsPerSecond = 50;
constexpr double kBurst = 10;

}  // namespace

Capabilities WechatOaAdapter::capabilities() const {
  Capabilities can;
  can.retries_events = true;
  can.refusal_status = 403;
  can.max_request = common::kWxMaxCallback;
  can.answer_deadline = std::chrono::seconds(5);
  can.answer_wait = kWait;
  can.max_text = kMaxUserText;
  can.message_limit = kMostText;
  can.unit = Capabilities::Unit::kBytes;
  can.buttons = kMostButtons;
  can.files = true;
  can.typing = true;
  can.reply_window = kMessageWindow;
  can.sends_per_second = kSendsPerSecond;
  can.burst = kBurst;
  return can;
}

base::Result<Verified> WechatOaAdapter::Verify(const RawRequest& request, Env env) const {
  return VerifyCallback(request, env);
}

base::Result<Parsed> WechatOaAdapter::Parse(const Verified& request, Env env) const {
  if (IsAddressCheck(request)) return AddressAnswer(request);
  return ParseCallback(request.body(), env);
}

base::Millis WechatOaAdapter::AnswerWait(const Verified& request, Env env) const {
  const Answerable open = HowToAnswer(request.body());
  if (env.settings.Flag("transfer")) return open.transfer ? kTransferWait : base::Millis{0};
  return env.settings.Flag("passive_replies") && open.words ? kWait : base::Millis{0};
}

HttpAnswer WechatOaAdapter::Answer(const base::Status& outcome) const { return PlainAnswer(outcome); }

base::Result<Step> WechatOaAdapter::Next(const Sending& sending, Env env) const { return NextStep(sending, env); }

base::Result<Step> WechatOaAdapter::ShowTyping(const TypingSign& sign, Env env) const { return TypingStep(sign, env); }

SendResult WechatOaAdapter::Classify(const Call& call, const CallResult& result) const {
  return OutcomeOf(call, result);
}

}  // namespace frontdesk::adapters::wechat_oa
