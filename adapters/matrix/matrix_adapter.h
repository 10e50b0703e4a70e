// Matrix, one user of a homeserver an account, in two ways: as a client that syncs, and as an application service that
// the homeserver pushes to. README.md says how to set them up.
//
// Thread safety: no state.
#pragma once

#include "adapters/adapter.h"
#include "adapters/matrix/account.h"
#include "adapters/matrix/login.h"
#include "adapters/matrix/said_file.h"
#include "adapters/matrix/sync.h"
#include "adapters/matrix/user_profile.h"

namespace frontdesk::adapters::matrix {

enum class Way { kClient, kService };

class MatrixAdapter final : public Adapter {
 public:
  explicit MatrixAdapter(Way way) : way_(way) {}

  Capabilities capabilities() const override {
    return way_ == Way::kClient ? ClientCapabilities() : ServiceCapabilities();
  }
  std::span<const SettingField> fields() const override {
    return way_ == Way::kClient ? ClientFields() : ServiceFields();
  }
  base::Status CheckSettings(const Settings& settings) const override {
    return way_ == Way::kClient ? CheckClient(settings) : CheckService(settings);
  }

  // Its keys are buttons for agents; without them they are told what to write.
  bool ShowsButtons(const Settings& settings) const override { return PutsKeys(settings); }
  bool takes_hooks() const override { return way_ == Way::kService; }
  base::Result<Verified> Verify(const RawRequest& request, Env env) const override;
  base::Result<Parsed> Parse(const Verified& request, Env env) const override;
  HttpAnswer Answer(const base::Status& outcome) const override;

  base::Result<Step> Next(const Sending& sending, Env env) const override;
  base::Result<Step> ShowTyping(const TypingSign& sign, Env env) const override;
  SendResult Classify(const Call& call, const CallResult& result) const override;
  base::Result<Call> After(const Afterwards& asked, const base::Message* about, Env env) const override;

  const TokenRecipe* token() const override { return &login_; }
  const Puller* puller() const override { return way_ == Way::kClient ? &sync_ : nullptr; }
  const FileSource* file_source() const override { return &files_; }
  const ProfileSource* profiles() const override { return &profiles_; }

 private:
  const Way way_;
  Login login_;
  Sync sync_;
  MediaFiles files_;
  UserProfiles profiles_;
};

}  // namespace frontdesk::adapters::matrix
