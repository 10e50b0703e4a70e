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
  bool takes_hooks() const override { return false; }  // its routes are the visitors'
  base::Result<Verified> Verify(const RawRequest& request, Env env) const override;
  base::Result<Parsed> Parse(const Verified& request, Env env) const override;
  HttpAnswer Answer(const base::Status& outcome) const override;
  base::Result<Step> Next(const Sending& sending, Env env) const override;
  SendResult Classify(const Call& call, const CallResult& result) const override;
  std::span<const SettingField> fields() const override;
};

}  // namespace frontdesk::adapters::web
