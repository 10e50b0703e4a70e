// What happens in the bot's rooms, by /sync: the homeserver keeps the call until there is something. Where it leaves
// messages of a room out, /messages brings them, in order, before anything newer of that room; what edits a message or
// puts a sign to it waits in a room of many until that message was looked up.
//
// Thread safety: no state; where we are is the cursor (place_kept.h). Failure: kRateLimited, kUnavailable; a place that
// the homeserver no longer knows is a new beginning.
#pragma once

#include "adapters/adapter.h"

namespace frontdesk::adapters::matrix {

class Sync final : public Puller {
 public:
  // Between two turns; within one, calls follow each other at once.
  base::Millis every() const override { return base::Millis{0}; }
  base::Result<Call> Pull(const PullFrom& from, Env env) const override;
  base::Result<Pulled> OnPulled(const Call& call, const HttpAnswer& answer, const PullFrom& from,
                                Env env) const override;
};

}  // namespace frontdesk::adapters::matrix
