#include "bot/runtime/web_sender.h"

namespace frontdesk::runtime {

namespace {

store::Delivery DeliveryOf(adapters::SendResult::Kind kind) {
  using Kind = adapters::SendResult::Kind;
  switch (kind) {
    case Kind::kSent: return store::Delivery::kSent;
    case Kind::kRetry: return store::Delivery::kPending;
    case Kind::kRejected:
    case Kind::kGone: return store::Delivery::kFailed;
    case Kind::kUnknown: return store::Delivery::kUnknown;
  }
  return store::Delivery::kUnknown;
}

}  // namespace

core::SendOutcome WebSender::Send(const store::OutboxRow&, const store::TranscriptRow& words) {
  const adapters::SendResult result = adapter_.Classify(std::nullopt);
  const store::Delivery delivery = DeliveryOf(result.kind);
  if (delivery == store::Delivery::kSent) feed_.Delivered(words);
  return {delivery, result.retry_after, result.platform_id};
}

}  // namespace frontdesk::runtime
