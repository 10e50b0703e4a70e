// Feishu (飞书) and Lark: one platform with two hosts. README.md says how to set them up.
//
// Thread safety: no state.
#pragma once

#include "adapters/adapter.h"
#include "adapters/feishu/long_connection.h"
#include "adapters/feishu/message_file.h"
#include "adapters/feishu/tenant_token.h"
#include "adapters/feishu/user_profile.h"

namespace frontdesk::adapters::feishu {

class FeishuAdapter final : public Adapter {
 public:
  Capabilities capabilities() const override;
  std::span<const SettingField> fields() const override;
  base::Status CheckSettings(const Settings& settings) const override;

  base::Result<Verified> Verify(const RawRequest& request, Env env) const override;
  bool OffersAgain(const Verified& request) const override;
  base::Result<Parsed> Parse(const Verified& request, Env env) const override;
  bool MayWait(const Verified& request) const override;
  HttpAnswer Answer(const base::Status& outcome) const override;
  HttpAnswer AnswerTo(const Verified& request, const base::Status& outcome, Env env) const override;

  base::Result<Step> Next(const Sending& sending, Env env) const override;
  SendResult Classify(const Call& call, const CallResult& result) const override;
  base::Result<Call> After(const Afterwards& asked, const base::Message* about, Env env) const override;

  const TokenRecipe* token() const override { return &tokens_; }
  const Socket* socket() const override { return &connection_; }
  const FileSource* file_source() const override { return &files_; }
  const ProfileSource* profiles() const override { return &profiles_; }

 private:
  TenantTokens tokens_;
  LongConnection connection_;
  MessageFiles files_;
  UserProfiles profiles_;
};

}  // namespace frontdesk::adapters::feishu
