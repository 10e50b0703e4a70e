#include "adapters/registry.h"

#include "adapters/dingtalk/dingtalk_adapter.h"
#include "adapters/easemob/easemob_adapter.h"
#include "adapters/feishu/feishu_adapter.h"
#include "adapters/matrix/matrix_adapter.h"
#include "adapters/mattermost/mattermost_adapter.h"
#include "adapters/qq/qq_adapter.h"
#include "adapters/slack/slack_adapter.h"
#include "adapters/teams/teams_adapter.h"
#include "adapters/web/web_adapter.h"
#include "adapters/webhook/webhook_adapter.h"
#include "adapters/wechat_oa/wechat_oa_adapter.h"
#include "adapters/wecom/app_adapter.h"
#include "adapters/wecom/group_adapter.h"
#include "adapters/wecom/robot_adapter.h"
#include "adapters/wecom_kf/kf_adapter.h"
#include "adapters/xmpp/xmpp_adapter.h"

namespace frontdesk::adapters {

namespace {

struct Entry {
  std::string_view type;
  const Adapter* adapter;
};

const dingtalk::DingTalkAdapter kDingTalk;
const easemob::EasemobAdapter kAgora(easemob::Profile::kAgora);
const easemob::EasemobAdapter kEasemob(easemob::Profile::kEasemob);
const feishu::FeishuAdapter kFeishu;
const mattermost::MattermostAdapter kMattermost;
const matrix::MatrixAdapter kMatrix(matrix::Way::kClient);
const matrix::MatrixAdapter kMatrixService(matrix::Way::kService);
const qq::QqAdapter kQq;
const slack::SlackAdapter kSlack;
const teams::TeamsAdapter kTeams;
const web::WebAdapter kWeb;
const webhook::WebhookAdapter kWebhook;
const wechat_oa::WechatOaAdapter kWechatOa;
const wecom::AppAdapter kWecom;
const wecom::GroupAdapter kWecomGroup;
const wecom::kf::KfAdapter kWecomKf;
const wecom::RobotAdapter kWecomRobot;
const xmpp::XmppAdapter kXmpp;

std::vector<Entry>& Entries() {
  static std::vector<Entry> entries = {
      {"agora", &kAgora},
      {"dingtalk", &kDingTalk},
      {"easemob", &kEasemob},
      {"feishu", &kFeishu},
      {"mattermost", &kMattermost},
      {"matrix", &kMatrix},
      {"matrix-appservice", &kMatrixService},
      {"qq", &kQq},
      {"slack", &kSlack},
      {"teams", &kTeams},
      {"web", &kWeb},
      {"webhook", &kWebhook},
      {"wechat-oa", &kWechatOa},
      {"wecom", &kWecom},
      {"wecom-group", &kWecomGroup},
      {"wecom-kf", &kWecomKf},
      {"wecom-robot", &kWecomRobot},
      {"xmpp", &kXmpp},
  };
  return entries;
}

}  // namespace

const Adapter* FindAdapter(std::string_view type) {
  for (const Entry& entry : Entries())
    if (entry.type == type) return entry.adapter;
  return nullptr;
}

std::vector<std::string_view> AccountTypes() {
  std::vector<std::string_view> types;
  for (const Entry& entry : Entries()) types.push_back(entry.type);
  return types;
}

void AddAdapter(std::string_view type, const Adapter& adapter) {
  if (FindAdapter(type) == nullptr) Entries().push_back({type, &adapter});
}

}  // namespace frontdesk::adapters
