// Easemob IM (环信) and Agora Chat (声网): one backend, two account types. README.md says how to set them up.
//
// Thread safety: no state.
#pragma once

#include "adapters/adapter.h"
#include "adapters/easemob/access_token.h"
#include "adapters/easemob/account.h"
#include "adapters/easemob/client_token.h"
#include "adapters/easemob/media_file.h"
#include "adapters/easemob/stored_callbacks.h"

namespace frontdesk::adapters::easemob {

class EasemobAdapter final : public Adapter {
 public:
  explicit EasemobAdapter(Profile profile) : profile_(profile) {}

  Capabilities capabilities() const override;
  std::span<const SettingField> fields() const override { return FieldsOf(profile_); }
  base::Status CheckSettings(const Settings& settings) const override { return CheckAccount(profile_, settings); }

  base::Result<Verified> Verify(const RawRequest& request, Env env) const override;
  base::Result<Parsed> Parse(const Verified& request, Env env) const override;
  HttpAnswer Answer(const base::Status& outcome) const override;

  base::Result<Step> Next(const Sending& sending, Env env) const override;
  SendResult Classify(const Call& call, const CallResult& result) const override;

  const TokenRecipe* token() const override;
  const Puller* puller() const override { return &stored_callbacks_; }
  const FileSource* file_source() const override { return &media_files_; }

 private:
  Profile profile_;
  ClientTokens client_tokens_;
  AgoraTokens agora_tokens_;
  StoredCallbacks stored_callbacks_;
  MediaFiles media_files_;
};

}  // namespace frontdesk::adapters::easemob
