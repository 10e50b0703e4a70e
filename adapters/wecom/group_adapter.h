// The webhook of a group chat (企业微信群机器人, 消息推送): what happens to tickets is told there, and nothing comes
// back. https://developer.work.weixin.qq.com/document/path/91770
//
// Thread safety: no state.
#pragma once

#include "adapters/adapter.h"
#include "adapters/wecom/account.h"

namespace frontdesk::adapters::wecom {

class GroupAdapter final : public Adapter {
 public:
  Capabilities capabilities() const override;
  std::span<const SettingField> fields() const override { return GroupFields(); }
  base::Status CheckSettings(const Settings& settings) const override { return CheckGroup(settings); }

  bool takes_hooks() const override { return false; }
  base::Result<Verified> Verify(const RawRequest& request, Env env) const override;
  base::Result<Parsed> Parse(const Verified& request, Env env) const override;
  HttpAnswer Answer(const base::Status& outcome) const override;

  base::Result<Step> Next(const Sending& sending, Env env) const override;
  SendResult Classify(const Call& call, const CallResult& result) const override;
};

}  // namespace frontdesk::adapters::wecom
