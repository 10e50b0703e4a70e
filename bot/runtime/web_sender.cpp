#include "bot/runtime/web_sender.h"

namespace frontdesk::runtime {

core::SendOutcome WebSender::Send(const store::OutboxRow&, const store::TranscriptRow& words) {
  feed_.Delivered(words);
  return {};
}

}  // namespace frontdesk::runtime
