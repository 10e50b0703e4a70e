// Callbacks that the platform could not deliver, asked for once more. It is a paid option (回调异常缓存): failed
// callbacks are kept for 3 days in slices of 10 minutes, and are sent again, to the rule's own address, for the asking.
//
// Every 10 minutes the slices are listed; the oldest that is not done is asked for, then the next. The newest is left
// alone until it has the same size twice, because it may still grow. The events come by the callback's usual way, so
// nothing is read here. The cursor: "202109091440" is the last slice that is done, "202109091440 202109091450 103"
// adds the newest slice seen and its size.
//
// Thread safety: no state. Source: Easemob, post-delivery callbacks, exception storage.
#pragma once

#include "adapters/adapter.h"

namespace frontdesk::adapters::easemob {

class StoredCallbacks final : public Puller {
 public:
  base::Millis every() const override { return std::chrono::minutes(10); }
  // kNotFound when the account does not have the option.
  base::Result<Call> Pull(const PullFrom& from, Env env) const override;
  base::Result<Pulled> OnPulled(const Call& call, const HttpAnswer& answer, const PullFrom& from,
                                Env env) const override;
};

}  // namespace frontdesk::adapters::easemob
