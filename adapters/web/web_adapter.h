// The chat widget's platform: our own API, proven by the visitor's signed cookie. Rows are kept in the store and read
// by their sequence number, so what is committed is delivered: a stream that comes back goes on where it was.
//
// Thread safety: no state.
#pragma once

#include "adapters/adapter.h"

namespace frontdesk::adapters::web {

class WebAdapter final : public Adapter {
 public:
  Capabilities capabilities() const override;
  base::Result<Verified> Verify(const RawRequest& request, Env env) const override;
  base::Result<Parsed> Parse(const Verified& request, Env env) const override;
  HttpAnswer Answer(const base::Status& outcome) const override;
  Frame Render(const Row& row) const override;
  SendResult Classify(const std::optional<HttpAnswer>& answer) const override;
};

}  // namespace frontdesk::adapters::web
