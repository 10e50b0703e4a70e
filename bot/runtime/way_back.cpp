#include "bot/runtime/way_back.h"

#include <future>
#include <memory>

namespace frontdesk::runtime {

base::Status WayBack::Bring(store::Id conversation, base::Event event) {
  if (conversation != 0) {
    TRY(const store::ConversationRow row, store_.LoadConversation(conversation));
    event.address = row.address;
  }
  event.at = clock_.Now();
  const auto done = std::make_shared<std::promise<base::Status>>();
  std::future<base::Status> taken = done->get_future();
  take_(std::move(event), [done](base::Status status) { done->set_value(std::move(status)); });
  if (taken.wait_for(kReturnCommitWait) == std::future_status::ready) return taken.get();
  return base::Fail(base::ErrorCode::kUnavailable, "an event was not taken in time");
}

}  // namespace frontdesk::runtime
