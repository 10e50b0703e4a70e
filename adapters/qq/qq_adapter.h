// An official bot of QQ (QQ 机器人): people talk with it one to one, in groups, and in guilds. README.md says how to
// set it up, and why it can answer but not begin.
//
// Thread safety: no state.
#pragma once

#include "adapters/adapter.h"
#include "adapters/qq/access_token.h"
#include "adapters/qq/account.h"
#include "adapters/qq/message_content.h"

namespace frontdesk::adapters::qq {

class QqAdapter final : public Adapter {
 public:
  Capabilities capabilities() const override;
  std::span<const SettingField> fields() const override { return Fields(); }
  base::Status CheckSettings(const Settings& settings) const override { return CheckAccount(settings); }
  bool ShowsButtons(const Settings& settings) const override { return settings.Text("buttons") == "keyboard"; }

  base::Result<Verified> Verify(const RawRequest& request, Env env) const override;
  base::Result<Parsed> Parse(const Verified& request, Env env) const override;
  HttpAnswer Answer(const base::Status& outcome) const override;

  base::Result<Step> Next(const Sending& sending, Env env) const override;
  SendResult Classify(const Call& call, const CallResult& result) const override;
  base::Result<Call> After(const Afterwards& asked, const base::Message* about, Env env) const override;

  const TokenRecipe* token() const override { return &tokens_; }
  const FileSource* file_source() const override { return &files_; }

 private:
  AccessTokens tokens_;
  MediaFiles files_;
};

}  // namespace frontdesk::adapters::qq
