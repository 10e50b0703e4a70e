// Microsoft Teams, one bot of Azure an account: activities of the Bot Framework, Adaptive Cards, dialogs, files.
// README.md says how to set it up, manifest.json is the app's.
//
// Thread safety: no state.
#pragma once

#include "adapters/adapter.h"
#include "adapters/after_files.h"
#include "adapters/teams/account.h"
#include "adapters/teams/app_token.h"
#include "adapters/teams/said_files.h"
#include "adapters/teams/signing_keys.h"

namespace frontdesk::adapters::teams {

class TeamsAdapter final : public Adapter, public AfterWithFiles {
 public:
  Capabilities capabilities() const override { return AccountCapabilities(); }
  std::span<const SettingField> fields() const override { return Fields(); }
  base::Status CheckSettings(const Settings& settings) const override { return CheckAccount(settings); }
  std::string Spelled(std::string_view id) const override;

  base::Result<Verified> Verify(const RawRequest& request, Env env) const override;
  base::Result<Parsed> Parse(const Verified& request, Env env) const override;
  bool MayWait(const Verified&) const override { return true; }
  base::Millis AnswerWait(const Verified& request, Env env) const override;
  HttpAnswer Answer(const base::Status& outcome) const override;
  HttpAnswer AnswerTo(const Verified& request, const base::Status& outcome, Env env) const override;

  base::Result<Step> Next(const Sending& sending, Env env) const override;
  base::Result<Step> ShowTyping(const TypingSign& sign, Env env) const override;
  SendResult Classify(const Call& call, const CallResult& result) const override;
  base::Result<Call> CallAfter(const Afterwards& asked, const base::Message* about, const ReadFile& read_file,
                               Env env) const override;

  const AfterWithFiles* after_with_files() const override { return this; }
  const TokenRecipe* token() const override { return &tokens_; }
  const KeyRecipe* keys() const override { return &keys_; }
  const FileSource* file_source() const override { return &files_; }

 private:
  AppTokens tokens_;
  SigningKeys keys_;
  SaidFiles files_;
};

}  // namespace frontdesk::adapters::teams
