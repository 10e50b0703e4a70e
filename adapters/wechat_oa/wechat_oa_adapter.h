// A WeChat official account (微信公众号): followers talk with it one to one. README.md says how to set it up.
//
// Thread safety: no state.
#pragma once

#include "adapters/adapter.h"
#include "adapters/wechat_oa/account.h"
#include "adapters/wechat_oa/follower.h"
#include "adapters/wechat_oa/media.h"
#include "adapters/wechat_oa/stable_token.h"

namespace frontdesk::adapters::wechat_oa {

class WechatOaAdapter final : public Adapter {
 public:
  Capabilities capabilities() const override;
  std::span<const SettingField> fields() const override { return Fields(); }
  base::Status CheckSettings(const Settings& settings) const override { return CheckAccount(settings); }
  bool ShowsButtons(const Settings& settings) const override { return settings.Text("buttons") != "text"; }

  base::Result<Verified> Verify(const RawRequest& request, Env env) const override;
  base::Result<Parsed> Parse(const Verified& request, Env env) const override;
  base::Millis AnswerWait(const Verified& request, Env env) const override;
  HttpAnswer Answer(const base::Status& outcome) const override;

  base::Result<Step> Next(const Sending& sending, Env env) const override;
  base::Result<Step> ShowTyping(const TypingSign& sign, Env env) const override;
  SendResult Classify(const Call& call, const CallResult& result) const override;

  const TokenRecipe* token() const override { return &tokens_; }
  const FileSource* file_source() const override { return &files_; }
  const ProfileSource* profiles() const override { return &followers_; }

 private:
  StableTokens tokens_;
  MediaFiles files_;
  Followers followers_;
};

}  // namespace frontdesk::adapters::wechat_oa
