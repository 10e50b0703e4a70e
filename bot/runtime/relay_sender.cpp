#include "bot/runtime/relay_sender.h"

#include "bot/base/log.h"
#include "bot/core/effect.h"

namespace frontdesk::runtime {

bool IsRelay(const store::OutboxRow& row) { return core::RelayFromJson(row.payload).has_value(); }

core::SendOutcome RelaySender::Send(const store::OutboxRow& row, const store::TranscriptRow&) {
  core::SendOutcome outcome;
  auto relay = core::RelayFromJson(row.payload);
  base::Status taken = relay ? base::Status() : tl::unexpected(relay.error());
  if (relay) taken = core::TellDelivery(*relay, store_);
  if (taken) {
    relay->event.id = core::RelayEventId(row.id);
    taken = back_.Bring(relay->conversation, std::move(relay->event));
  }
  if (taken) return outcome;
  const bool later = taken.error().code == base::ErrorCode::kUnavailable;
  outcome.delivery = later ? store::Delivery::kPending : store::Delivery::kFailed;
  if (!later) base::Log(base::LogLevel::kWarning, "relay.refused", {{"row", row.id}, {"error", taken.error().message}});
  return outcome;
}

}  // namespace frontdesk::runtime
