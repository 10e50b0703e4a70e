// Mattermost, one bot account a server: events over its WebSocket, posts over its API, clicks, dialogs and slash
// commands over HTTP. README.md says how to set it up.
//
// Thread safety: no state.
#pragma once

#include "adapters/adapter.h"
#include "adapters/mattermost/account.h"
#include "adapters/mattermost/catch_up.h"
#include "adapters/mattermost/media_file.h"
#include "adapters/mattermost/user_profile.h"
#include "adapters/mattermost/web_socket.h"

namespace frontdesk::adapters::mattermost {

class MattermostAdapter final : public Adapter {
 public:
  Capabilities capabilities() const override { return AccountCapabilities(); }
  std::span<const SettingField> fields() const override { return Fields(); }
  base::Status CheckSettings(const Settings& settings) const override { return CheckAccount(settings); }
  bool ShowsButtons(const Settings& settings) const override { return !settings.SecretOf("path_secret").empty(); }

  base::Result<Verified> Verify(const RawRequest& request, Env env) const override;
  base::Result<Parsed> Parse(const Verified& request, Env env) const override;
  bool MayWait(const Verified& request) const override;
  HttpAnswer Answer(const base::Status& outcome) const override;
  HttpAnswer AnswerTo(const Verified& request, const base::Status& outcome, Env env) const override;

  base::Result<Step> Next(const Sending& sending, Env env) const override;
  base::Result<Step> ShowTyping(const TypingSign& sign, Env env) const override;
  SendResult Classify(const Call& call, const CallResult& result) const override;
  base::Result<Call> After(const Afterwards& asked, const base::Message* about, Env env) const override;

  const Socket* socket() const override { return &socket_; }
  const Puller* puller() const override { return &catch_up_; }
  const FileSource* file_source() const override { return &files_; }
  const ProfileSource* profiles() const override { return &profiles_; }

 private:
  WebSocket socket_;
  CatchUp catch_up_;
  MediaFiles files_;
  UserProfiles profiles_;
};

}  // namespace frontdesk::adapters::mattermost
