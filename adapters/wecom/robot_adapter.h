// An intelligent robot (企业微信智能机器人) in callback mode: members talk with it one to one, or mention it in group
// chats. README.md says how to set it up, and why it can answer but not begin.
//
// Thread safety: no state.
#pragma once

#include "adapters/adapter.h"
#include "adapters/wecom/account.h"
#include "adapters/wecom/media.h"

namespace frontdesk::adapters::wecom {

class RobotAdapter final : public Adapter {
 public:
  Capabilities capabilities() const override;
  std::span<const SettingField> fields() const override { return RobotFields(); }
  base::Status CheckSettings(const Settings& settings) const override { return CheckRobot(settings); }

  base::Result<Verified> Verify(const RawRequest& request, Env env) const override;
  base::Result<Parsed> Parse(const Verified& request, Env env) const override;
  bool MayWait(const Verified& request) const override;
  HttpAnswer Answer(const base::Status& outcome) const override;

  base::Result<Step> Next(const Sending& sending, Env env) const override;
  SendResult Classify(const Call& call, const CallResult& result) const override;

  const FileSource* file_source() const override { return &files_; }

 private:
  RobotFiles files_;
};

}  // namespace frontdesk::adapters::wecom
