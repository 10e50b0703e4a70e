// DingTalk 钉钉: an app's robot, in direct talk and in groups. README.md says how to set it up.
//
// Thread safety: no state.
#pragma once

#include "adapters/adapter.h"
#include "adapters/dingtalk/app_token.h"
#include "adapters/dingtalk/media.h"
#include "adapters/dingtalk/real_name.h"
#include "adapters/dingtalk/stream.h"

namespace frontdesk::adapters::dingtalk {

class DingTalkAdapter final : public Adapter {
 public:
  Capabilities capabilities() const override;
  std::span<const SettingField> fields() const override;
  base::Status CheckSettings(const Settings& settings) const override;
  std::string Spelled(std::string_view id) const override;
  bool ShowsButtons(const Settings& settings) const override;

  base::Result<Verified> Verify(const RawRequest& request, Env env) const override;
  bool OffersAgain(const Verified& request) const override;
  base::Result<Parsed> Parse(const Verified& request, Env env) const override;
  HttpAnswer Answer(const base::Status& outcome) const override;
  HttpAnswer AnswerTo(const Verified& request, const base::Status& outcome, Env env) const override;

  base::Result<Step> Next(const Sending& sending, Env env) const override;
  SendResult Classify(const Call& call, const CallResult& result) const override;

  const TokenRecipe* token() const override { return &app_tokens_; }
  const Socket* socket() const override { return &stream_; }
  const FileSource* file_source() const override { return &received_files_; }
  const ProfileSource* profiles() const override { return &real_names_; }

 private:
  AppTokens app_tokens_;
  Stream stream_;
  ReceivedFiles received_files_;
  RealNames real_names_;
};

}  // namespace frontdesk::adapters::dingtalk
