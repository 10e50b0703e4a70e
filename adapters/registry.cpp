#include "adapters/registry.h"

#include "adapters/easemob/easemob_adapter.h"
#include "adapters/web/web_adapter.h"
#include "adapters/webhook/webhook_adapter.h"
#include "adapters/xmpp/xmpp_adapter.h"

namespace frontdesk::adapters {

namespace {

struct Entry {
  std::string_view type;
  const Adapter& adapter;
};

const easemob::EasemobAdapter kAgora(easemob::Profile::kAgora);
const easemob::EasemobAdapter kEasemob(easemob::Profile::kEasemob);
const web::WebAdapter kWeb;
const webhook::WebhookAdapter kWebhook;
const xmpp::XmppAdapter kXmpp;

const Entry kEntries[] = {
    {"agora", kAgora}, {"easemob", kEasemob}, {"web", kWeb}, {"webhook", kWebhook}, {"xmpp", kXmpp},
};

}  // namespace

const Adapter* FindAdapter(std::string_view type) {
  for (const Entry& entry : kEntries)
    if (entry.type == type) return &entry.adapter;
  return nullptr;
}

std::vector<std::string_view> AccountTypes() {
  std::vector<std::string_view> types;
  for (const Entry& entry : kEntries) types.push_back(entry.type);
  return types;
}

}  // namespace frontdesk::adapters
