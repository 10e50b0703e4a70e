#include "bot/runtime/senders.h"

#include "bot/core/effect.h"

namespace frontdesk::runtime {

core::Sender* Senders::Find(const store::OutboxRow& row) {
  if (store::IsEffect(row) && IsLookup(row)) return &lookups_;
  if (store::IsEffect(row) && IsRelay(row)) return &relays_;
  if (store::IsEffect(row) && IsProfile(row)) return &profiles_;
  if (store::IsEffect(row) && !core::UpdateFromJson(row.payload)) return &files_;
  const auto served = parts_.workspace.Current();
  const ServedAccount* account = served->FindAccount(row.account);
  if (account == nullptr) return nullptr;
  if (account->adapter == &web_.adapter()) return &web_;
  const std::lock_guard lock(mutex_);
  std::unique_ptr<PlatformSender>& sender = platforms_[row.account];
  if (!sender) sender = std::make_unique<PlatformSender>(parts_, row.account, xmpp_.Find(row.account));
  return sender.get();
}

}  // namespace frontdesk::runtime
