// Slack, one workspace an account: the Events API over HTTP or Socket Mode, Block Kit, modals, the App Home, shortcuts
// and commands. README.md says how to set it up.
//
// Thread safety: no state.
#pragma once

#include "adapters/adapter.h"
#include "adapters/slack/account.h"
#include "adapters/slack/media_file.h"
#include "adapters/slack/socket_mode.h"
#include "adapters/slack/user_profile.h"

namespace frontdesk::adapters::slack {

class SlackAdapter final : public Adapter {
 public:
  Capabilities capabilities() const override { return AccountCapabilities(); }
  std::span<const SettingField> fields() const override { return Fields(); }
  base::Status CheckSettings(const Settings& settings) const override { return CheckAccount(settings); }

  base::Result<Verified> Verify(const RawRequest& request, Env env) const override;
  bool OffersAgain(const Verified& request) const override;
  base::Result<Parsed> Parse(const Verified& request, Env env) const override;
  bool MayWait(const Verified& request) const override;
  HttpAnswer Answer(const base::Status& outcome) const override;
  HttpAnswer AnswerTo(const Verified& request, const base::Status& outcome, Env env) const override;

  base::Result<Step> Next(const Sending& sending, Env env) const override;
  SendResult Classify(const Call& call, const CallResult& result) const override;
  base::Result<Call> After(const Afterwards& asked, const base::Message* about, Env env) const override;

  const Socket* socket() const override { return &socket_; }
  const FileSource* file_source() const override { return &files_; }
  const ProfileSource* profiles() const override { return &profiles_; }

 private:
  SocketMode socket_;
  MediaFiles files_;
  UserProfiles profiles_;
};

}  // namespace frontdesk::adapters::slack
