#include "adapters/registry.h"

#include "adapters/easemob/easemob_adapter.h"
#include "adapters/web/web_adapter.h"
#include "adapters/webhook/webhook_adapter.h"
#include "adapters/xmpp/xmpp_adapter.h"

namespace frontdesk::adapters {

namespace {

struct Entry {
  std::string_view type;
  const Adapter* adapter;
};

const easemob::EasemobAdapter kAgora(easemob::Profile::kAgora);
const easemob::EasemobAdapter kEasemob(easemob::Profile::kEasemob);
const web::WebAdapter kWeb;
const webhook::WebhookAdapter kWebhook;
const xmpp::XmppAdapter kXmpp;

std::vector<Entry>& Entries() {
  static std::vector<Entry> entries = {
      {"agora", &kAgora}, {"easemob", &kEasemob}, {"web", &kWeb}, {"webhook", &kWebhook}, {"xmpp", &kXmpp},
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
