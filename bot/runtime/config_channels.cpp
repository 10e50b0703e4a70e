#include "bot/runtime/config_channels.h"

#include <algorithm>

#include "adapters/registry.h"
#include "bot/runtime/config_reader.h"

namespace frontdesk::runtime {

namespace {

using base::Fields;
using base::Findings;
using base::YamlNode;

constexpr base::Millis kUnseenAfter = std::chrono::minutes(10);
constexpr base::Millis kLongestUnseen = std::chrono::hours(24);
constexpr char kChannelsFix[] = "write channels: [{account: chat, channel: desk@rooms.example.com}]";
constexpr char kOtherFix[] = "write other: [{account: helpdesk, queues: [billing]}], with an account of type webhook";
constexpr char kIncidentsFix[] = "write incidents: {reports: 5, within: 60m}";
constexpr std::int64_t kMostReports = 1'000;
constexpr base::Millis kLongestWithin = std::chrono::hours(7 * 24);
constexpr std::size_t kMaxAnnounced = 20;
constexpr char kAgentsFix[] = "write agents: {kim: {chat: kim@example.com}}";

// Null, and reported, when there is no such account.
const Account* FindAccount(const std::vector<Account>& accounts, const std::string& name, const base::Place& place,
                           Findings& findings) {
  std::vector<std::string_view> names;
  for (const Account& account : accounts) {
    if (account.name == name) return &account;
    names.push_back(account.name);
  }
  if (!name.empty())
    findings.Error(place, "there is no account '" + name + "'",
                   names.empty() ? "describe it under accounts" : base::DidYouMean(name, names));
  return nullptr;
}

std::string SpelledOn(const Account* account, const std::string& id) {
  const adapters::Adapter* adapter = account ? adapters::FindAdapter(account->type) : nullptr;
  return adapter ? adapter->Spelled(id) : id;
}

void CheckQueues(const Fields& fields, const desk::Channel& channel, const std::vector<std::string>& queues,
                 Findings& findings) {
  const std::vector<std::string_view> names(queues.begin(), queues.end());
  for (const std::string& queue : channel.queues)
    if (std::find(queues.begin(), queues.end(), queue) == queues.end())
      findings.Error(fields.PlaceOf("queues"), "there is no queue '" + queue + "'", base::DidYouMean(queue, names));
}

desk::Channel ReadChannel(const YamlNode& node, const std::vector<Account>& accounts,
                          const std::vector<std::string>& locales, const std::vector<std::string>& queues,
                          Findings& findings) {
  desk::Channel channel;
  Fields fields(node, "a desk channel", findings, kChannelsFix);
  if (!node.IsMap()) return channel;
  channel.account = fields.RequiredText("account");
  channel.channel = fields.RequiredText("channel");
  channel.queues = fields.Texts("queues");
  channel.lead = fields.Text("lead");
  channel.on_call = fields.Bool("on_call", false);
  channel.locale = fields.OneOf("locale", {locales.begin(), locales.end()}, locales.front());
  CheckQueues(fields, channel, queues, findings);
  const Account* account = FindAccount(accounts, channel.account, fields.PlaceOf("account"), findings);
  const adapters::Adapter* adapter = account ? adapters::FindAdapter(account->type) : nullptr;
  if (account && account->type == "web") {
    findings.Error(fields.PlaceOf("account"), "'" + account->name + "' is a chat widget, which has no channels",
                   "name the account of an IM");
  }
  channel.channel = SpelledOn(account, channel.channel);
  if (adapter) channel.threads = adapter->capabilities().threads;
  if (adapter) channel.buttons = adapter->ShowsButtons(account->settings);
  fields.Finish();
  return channel;
}

// Another desk: its account is the way to it and back.
desk::Channel ReadOtherDesk(const YamlNode& node, const std::vector<Account>& accounts,
                            const std::vector<std::string>& locales, const std::vector<std::string>& queues,
                            Findings& findings) {
  desk::Channel channel;
  channel.other_desk = true;
  Fields fields(node, "another desk", findings, kOtherFix);
  if (!node.IsMap()) return channel;
  channel.account = fields.RequiredText("account");
  channel.queues = fields.Texts("queues");
  channel.locale = fields.OneOf("locale", {locales.begin(), locales.end()}, locales.front());
  CheckQueues(fields, channel, queues, findings);
  const Account* account = FindAccount(accounts, channel.account, fields.PlaceOf("account"), findings);
  if (account && account->type != "webhook")
    findings.Error(fields.PlaceOf("account"), "'" + account->name + "' is no account of type webhook", kOtherFix);
  if (account && account->type == "webhook" && account->settings.Text("callback_url").empty())
    findings.Error(fields.PlaceOf("account"),
                   "'" + account->name + "' has no callback_url, so the other desk hears nothing",
                   "write callback_url: https://desk.example.com/frontdesk");
  fields.Finish();
  return channel;
}

void ReadOtherDesks(Fields& desk, const std::vector<Account>& accounts, const std::vector<std::string>& locales,
                    const std::vector<std::string>& queues, desk::Channels& channels, Findings& findings) {
  const YamlNode* node = desk.Get("other");
  if (!node || node->IsNull()) return;
  const std::vector<YamlNode> single{*node};
  const std::vector<YamlNode>& items = node->IsList() ? node->items : single;
  if (items.size() > kMaxDeskChannels) findings.Error(node->place, "more than 100 other desks", "remove some");
  for (const YamlNode& item : items) channels.list.push_back(ReadOtherDesk(item, accounts, locales, queues, findings));
}

base::Millis ReadUnseen(Fields& fields, Findings& findings) {
  const std::string text = fields.Text("unseen");
  if (text.empty()) return kUnseenAfter;
  const auto unseen = ParseWait(text);
  if (unseen && *unseen >= base::Millis{0} && *unseen <= kLongestUnseen) return *unseen;
  findings.Error(fields.PlaceOf("unseen"), "'unseen' must be a duration up to 24h, such as 10m, or 0 for never");
  return kUnseenAfter;
}

void ReadNamesOf(const YamlNode::Entry& agent, const std::vector<Account>& accounts, desk::Channels& channels,
                 Findings& findings) {
  if (!agent.value.IsMap()) {
    findings.Error(agent.value.place, "the names of '" + agent.key + "' must be a mapping of accounts", kAgentsFix);
    return;
  }
  for (const YamlNode::Entry& entry : agent.value.entries) {
    const Account* account = FindAccount(accounts, entry.key, entry.key_place, findings);
    if (account == nullptr) continue;
    if (!entry.value.IsScalar() || entry.value.scalar.empty()) {
      findings.Error(entry.value.place, "who '" + agent.key + "' is on '" + entry.key + "' must be text", kAgentsFix);
      continue;
    }
    const auto [known, added] =
        channels.agents.try_emplace({entry.key, SpelledOn(account, entry.value.scalar)}, agent.key);
    if (!added)
      findings.Error(entry.value.place, "'" + entry.value.scalar + "' is '" + known->second + "' already",
                     "nobody can be two agents: keep one");
  }
}

}  // namespace

desk::Channels ReadDeskChannels(Fields& desk, const std::vector<Account>& accounts,
                                const std::vector<std::string>& locales, const std::vector<std::string>& queues,
                                Findings& findings) {
  desk::Channels channels;
  channels.unseen = ReadUnseen(desk, findings);
  ReadOtherDesks(desk, accounts, locales, queues, channels, findings);
  const YamlNode* node = desk.Get("channels");
  if (!node || node->IsNull()) return channels;
  if (!node->IsList()) {
    findings.Error(node->place, "'channels' must be a list, but this is " + std::string(KindName(*node)), kChannelsFix);
    return channels;
  }
  if (node->items.size() > kMaxDeskChannels) findings.Error(node->place, "more than 100 desk channels", "remove some");
  for (const YamlNode& item : node->items) {
    desk::Channel channel = ReadChannel(item, accounts, locales, queues, findings);
    if (channels.Find({channel.account, channel.channel, {}}) != nullptr)
      findings.Error(item.place, "this channel stands twice", "name all its queues in one place");
    channels.list.push_back(std::move(channel));
  }
  return channels;
}

desk::IncidentPolicy ReadIncidents(Fields& desk, const std::vector<Account>& accounts, Findings& findings) {
  desk::IncidentPolicy policy;
  const YamlNode* node = desk.Get("incidents");
  if (!node || node->IsNull()) return policy;
  Fields fields(*node, "'incidents'", findings, kIncidentsFix);
  if (!node->IsMap()) return policy;
  policy.reports = static_cast<int>(fields.Int("reports", policy.reports, 0, kMostReports));
  if (const std::string text = fields.Text("within"); !text.empty()) {
    const auto within = base::ParseDuration(text);
    if (within && *within <= kLongestWithin)
      policy.within = *within;
    else
      findings.Error(fields.PlaceOf("within"), "'within' must be a duration up to 168h, such as 60m");
  }
  const YamlNode* list = fields.Get("announce");
  if (list && !list->IsNull() && !list->IsList())
    findings.Error(list->place, "'announce' must be a list",
                   "write announce: [{account: chat, channel: lobby@rooms.example.com}]");
  if (list && list->IsList()) {
    if (list->items.size() > kMaxAnnounced) findings.Error(list->place, "more than 20 places", "remove some");
    for (const YamlNode& item : list->items) {
      Fields place(item, "a place", findings, "write {account: chat, channel: lobby@rooms.example.com}");
      if (!item.IsMap()) continue;
      base::Address& told = policy.announce.emplace_back();
      told = {place.RequiredText("account"), place.RequiredText("channel"), {}};
      told.channel = SpelledOn(FindAccount(accounts, told.account, place.PlaceOf("account"), findings), told.channel);
      place.Finish();
    }
  }
  fields.Finish();
  return policy;
}

void ReadAgentNames(Fields& top, const std::vector<Account>& accounts, desk::Channels& channels, Findings& findings) {
  const YamlNode* node = top.Get("agents");
  if (!node || node->IsNull()) return;
  if (!node->IsMap()) {
    findings.Error(node->place, "'agents' must be a mapping of names, but this is " + std::string(KindName(*node)),
                   kAgentsFix);
    return;
  }
  if (node->entries.size() > kMaxAgentNames) findings.Error(node->place, "more than 1,000 agents", "remove some");
  for (const YamlNode::Entry& agent : node->entries) ReadNamesOf(agent, accounts, channels, findings);
}

}  // namespace frontdesk::runtime
