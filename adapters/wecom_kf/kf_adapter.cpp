#include "adapters/wecom_kf/kf_adapter.h"

#include "adapters/wecom/callback.h"
#include "adapters/wecom_kf/budget.h"
#include "adapters/wecom_kf/layout.h"
#include "adapters/wecom_kf/outgoing.h"

namespace frontdesk::adapters::wecom::kf {

namespace {

constexpr std::size_t kMaxUserText = 8 << 10;  // WeChat lets people write 2 KB or so
constexpr std::size_t kLabelGraphemes = 32;    // 128 bytes, in the worst case
constexpr double kSendsPerSecond = 50;         // WeCom allows 10,000 a minute
constexpr double kBurst = 10;

}  // namespace

Capabilities KfAdapter::capabilities() const {
  Capabilities can;
  can.retries_events = true;
  can.refusal_status = 403;
  can.max_request = kMaxCallback;
  can.answer_deadline = std::chrono::seconds(5);
  can.max_text = kMaxUserText;
  can.knows_users = true;  // an external_userid stands for one person in the whole company
  can.message_limit = kMostText;
  can.unit = Capabilities::Unit::kBytes;
  can.buttons = kMostRows;
  can.button_label = kLabelGraphemes;
  can.files = true;
  can.reply_window = kReplyWindow;
  can.sends_per_second = kSendsPerSecond;
  can.burst = kBurst;
  return can;
}

base::Result<Verified> KfAdapter::Verify(const RawRequest& request, Env env) const {
  return VerifyCallback(request, Wrapping::kXml, env.settings.Text("corp_id"), env);
}

base::Result<Parsed> KfAdapter::Parse(const Verified& request, Env env) const {
  if (IsAddressCheck(request)) return AddressAnswer(request);
  return ReadNotification(request.body(), env);
}

HttpAnswer KfAdapter::Answer(const base::Status& outcome) const { return PlainAnswer(outcome); }

base::Result<Step> KfAdapter::Next(const Sending& sending, Env env) const { return NextOfKf(sending, env); }

SendResult KfAdapter::Classify(const Call& call, const CallResult& result) const { return OutcomeOfKf(call, result); }

}  // namespace frontdesk::adapters::wecom::kf
