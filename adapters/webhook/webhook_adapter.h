// The generic account: any system that can sign an HTTP request is a platform. Both directions follow Standard
// Webhooks (https://www.standardwebhooks.com); README.md says how to set it up, openapi.yaml what is in the bodies.
// Replies are called out to callback_url; without one they wait in the store until they are read (reading.h).
//
// Thread safety: no state.
#pragma once

#include "adapters/adapter.h"

namespace frontdesk::adapters::webhook {

class WebhookAdapter final : public Adapter, private FileSource {
 public:
  Capabilities capabilities() const override;
  std::span<const SettingField> fields() const override;
  base::Status CheckSettings(const Settings& settings) const override;
  base::Result<Verified> Verify(const RawRequest& request, Env env) const override;
  base::Result<Parsed> Parse(const Verified& request, Env env) const override;
  HttpAnswer Answer(const base::Status& outcome) const override;
  base::Result<Step> Next(const Sending& sending, Env env) const override;
  SendResult Classify(const Call& call, const CallResult& result) const override;
  const FileSource* file_source() const override { return this; }

 private:
  base::Result<std::variant<Call, std::string>> Next(const base::FileRef& file, std::span<const HttpAnswer> answers,
                                                     Env env) const override;
};

}  // namespace frontdesk::adapters::webhook
