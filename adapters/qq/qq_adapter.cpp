#include "adapters/qq/qq_adapter.h"

#include "adapters/qq/callback.h"
#include "adapters/qq/callback_event.h"
#include "adapters/qq/outgoing.h"
#include "adapters/qq/place.h"
#include "adapters/qq/send_outcome.h"

namespace frontdesk::adapters::qq {

namespace {

constexpr std::size_t kMaxUserText = 16 << 10;
constexpr double kSendsPerSecond = 5;  // QQ's bound for one text channel
constexpr double kBurst = 5;

}  // namespace

Capabilities QqAdapter::capabilities() const {
  Capabilities can;
  can.refusal_status = 401;
  can.max_request = kMaxCallback;
  can.answer_deadline = std::chrono::seconds(5);
  can.max_text = kMaxUserText;
  can.deduplicates_sends = true;  // by the answered message and the number; Classify knows where there are none
  can.message_limit = kMostText;
  can.unit = Capabilities::Unit::kBytes;
  can.buttons = 0;  // QQ allows them to few bots: the setting `buttons`
  can.files = true;
  can.reply_window = WindowOf(Place::Kind::kPerson);
  can.sends_per_second = kSendsPerSecond;
  can.burst = kBurst;
  return can;
}

base::Result<Verified> QqAdapter::Verify(const RawRequest& request, Env env) const {
  return VerifyCallback(request, env);
}

base::Result<Parsed> QqAdapter::Parse(const Verified& request, Env env) const {
  return ParseCallback(request.body(), env);
}

HttpAnswer QqAdapter::Answer(const base::Status& outcome) const { return Acknowledgement(outcome); }

base::Result<Step> QqAdapter::Next(const Sending& sending, Env env) const { return NextStep(sending, env); }

SendResult QqAdapter::Classify(const Call& call, const CallResult& result) const { return OutcomeOf(call, result); }

base::Result<Call> QqAdapter::After(const Afterwards& asked, const base::Message*, Env env) const {
  return ConfirmCall(asked.words, env);
}

}  // namespace frontdesk::adapters::qq
