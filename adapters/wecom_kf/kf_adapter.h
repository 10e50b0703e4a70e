// WeChat customer service of a company's WeCom (微信客服): people write from WeChat, without an account of the company.
// README.md says how to set it up.
//
// Thread safety: no state.
#pragma once

#include "adapters/adapter.h"
#include "adapters/wecom/access_token.h"
#include "adapters/wecom/account.h"
#include "adapters/wecom/media.h"
#include "adapters/wecom_kf/customer.h"
#include "adapters/wecom_kf/message_list.h"

namespace frontdesk::adapters::wecom::kf {

class KfAdapter final : public Adapter {
 public:
  Capabilities capabilities() const override;
  std::span<const SettingField> fields() const override { return KfFields(); }
  base::Status CheckSettings(const Settings& settings) const override { return CheckKf(settings); }

  base::Result<Verified> Verify(const RawRequest& request, Env env) const override;
  base::Result<Parsed> Parse(const Verified& request, Env env) const override;
  HttpAnswer Answer(const base::Status& outcome) const override;

  base::Result<Step> Next(const Sending& sending, Env env) const override;
  SendResult Classify(const Call& call, const CallResult& result) const override;

  const TokenRecipe* token() const override { return &tokens_; }
  const Puller* puller() const override { return &messages_; }
  const FileSource* file_source() const override { return &files_; }
  const ProfileSource* profiles() const override { return &customers_; }

 private:
  AccessTokens tokens_;
  MessageList messages_;
  MediaFiles files_;
  Customers customers_;
};

}  // namespace frontdesk::adapters::wecom::kf
