#include "bot/runtime/web_sender.h"

namespace frontdesk::runtime {

core::SendOutcome WebSender::Send(const store::OutboxRow&, const store::TranscriptRow& words) {
  feed_.Ended(words, store::Delivery::kSent);
  return {};
}

}  // namespace frontdesk::runtime
