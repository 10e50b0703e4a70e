// An application of a company's WeCom (企业微信自建应用): members talk with it one to one. README.md says how to set it
// up.
//
// Thread safety: no state.
#pragma once

#include "adapters/adapter.h"
#include "adapters/wecom/access_token.h"
#include "adapters/wecom/account.h"
#include "adapters/wecom/media.h"
#include "adapters/wecom/member.h"

namespace frontdesk::adapters::wecom {

class AppAdapter final : public Adapter {
 public:
  Capabilities capabilities() const override;
  std::span<const SettingField> fields() const override { return AppFields(); }
  base::Status CheckSettings(const Settings& settings) const override { return CheckApp(settings); }
  std::string Spelled(std::string_view id) const override { return MemberId(id); }

  base::Result<Verified> Verify(const RawRequest& request, Env env) const override;
  base::Result<Parsed> Parse(const Verified& request, Env env) const override;
  base::Millis AnswerWait(const Verified& request, Env env) const override;
  HttpAnswer Answer(const base::Status& outcome) const override;

  base::Result<Step> Next(const Sending& sending, Env env) const override;
  SendResult Classify(const Call& call, const CallResult& result) const override;

  const TokenRecipe* token() const override { return &tokens_; }
  const FileSource* file_source() const override { return &files_; }
  const ProfileSource* profiles() const override { return &members_; }

 private:
  AccessTokens tokens_;
  MediaFiles files_;
  Members members_;
};

}  // namespace frontdesk::adapters::wecom
