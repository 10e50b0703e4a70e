#include <algorithm>
#include <array>

#include "bot/base/text.h"
#include "bot/runtime/config_reader.h"

namespace frontdesk::runtime {

namespace {

using base::Fields;
using base::Findings;
using base::YamlNode;

constexpr std::size_t kMaxOrigins = 100;

constexpr auto kAccountTypes =
    std::to_array<std::string_view>({"web", "xmpp", "slack", "teams", "mattermost", "matrix", "webhook", "wecom",
                                     "wecom-kf", "wechat-oa", "dingtalk", "feishu", "easemob", "agora", "qq"});

constexpr auto kUnsupportedDeskKeys = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"routing", "remove it: tickets go to the queue of their category, else to the first queue"},
    {"channels", "remove it: agents work in the web console"},
    {"calendars", "remove it: clocks run around the clock"},
    {"service_levels", "remove it: the four built-in levels apply"},
    {"urgency", "remove it: the built-in order applies"},
    {"weight", "remove it"},
});

bool LooksSecret(std::string_view key) {
  for (const std::string_view end : {"secret", "token", "password", "key"})
    if (key.ends_with(end)) return true;
  return false;
}

// Whatever the account's type: a secret that stands in the file has already leaked, and is worth a word of its own.
void RefusePlainSecrets(const YamlNode& account, Findings& findings) {
  for (const YamlNode::Entry& entry : account.entries) {
    if (!LooksSecret(entry.key) || !entry.value.IsScalar()) continue;
    if (entry.value.scalar.starts_with("env:") || entry.value.scalar.starts_with("file:")) continue;
    findings.Error(entry.value.place, "'" + entry.key + "' holds a secret in plain text",
                   "write env:NAME or file:PATH, and change the secret: it has been in this file");
  }
}

std::vector<std::string> ReadOrigins(Fields& fields, Findings& findings) {
  std::vector<std::string> origins = fields.Texts("origins");
  for (std::string& origin : origins) {
    if (const std::string problem = UrlProblem(origin, false); !problem.empty()) {
      findings.Error(fields.PlaceOf("origins"), "the origin '" + origin + "' " + problem,
                     "write https://shop.example.com; without 'origins' every page may embed the widget");
    } else if (IsOpenHttp(origin)) {
      findings.Warning(fields.PlaceOf("origins"), "the origin '" + origin + "' is not encrypted", "use https://");
    }
    origin = base::AsciiLower(origin);
  }
  if (origins.size() > kMaxOrigins) {
    findings.Error(fields.PlaceOf("origins"), "more than 100 origins", "leave 'origins' out to allow every page");
  }
  return origins;
}

void ReadWebAccount(Fields& fields, const std::vector<std::string>& locales, Account& account, Findings& findings) {
  account.origins = ReadOrigins(fields, findings);
  account.greeting = ReadGreeting(fields, locales, findings);
  RefuseUnsupported(fields, "identity_secret", "remove it: visitors are anonymous", findings);
  fields.Finish();
}

Account ReadAccount(const YamlNode::Entry& entry, const std::vector<std::string>& locales, Findings& findings) {
  Account account;
  account.name = entry.key;
  CheckName(entry, "an account", findings);
  Fields fields(entry.value, "the account '" + entry.key + "'", findings);
  if (!entry.value.IsMap()) return account;
  RefusePlainSecrets(entry.value, findings);
  account.type = fields.RequiredText("type");
  if (account.type == "web") {
    ReadWebAccount(fields, locales, account, findings);
  } else if (std::find(kAccountTypes.begin(), kAccountTypes.end(), account.type) != kAccountTypes.end()) {
    findings.Error(fields.PlaceOf("type"), "'" + account.type + "' accounts are not supported by this version",
                   "remove the account, or use type: web");
  } else if (!account.type.empty()) {
    findings.Error(fields.PlaceOf("type"), "unknown account type '" + account.type + "'",
                   base::DidYouMean(account.type, kAccountTypes));
  }
  return account;
}

// Skills, calendars and overflow come with later versions.
void ReadQueue(const YamlNode::Entry& queue, Findings& findings) {
  const std::string fix = "write " + queue.key + ": {}";
  if (!queue.value.IsNull() && !queue.value.IsMap()) {
    findings.Error(queue.value.place, "a queue must be a mapping, but this is " + std::string(KindName(queue.value)),
                   fix);
  }
  for (const YamlNode::Entry& entry : queue.value.entries)
    findings.Error(entry.key_place, "'" + entry.key + "' of a queue is not supported by this version", fix);
}

}  // namespace

std::vector<Account> ReadAccounts(Fields& fields, const std::vector<std::string>& locales, Findings& findings) {
  std::vector<Account> accounts;
  const YamlNode* node = fields.Get("accounts");
  if (node && !node->IsNull() && !node->IsMap()) {
    findings.Error(node->place, "'accounts' must be a mapping of names, but this is " + std::string(KindName(*node)),
                   "write accounts: {widget: {type: web}}");
    return accounts;
  }
  if (!node || node->entries.empty()) {
    findings.Warning(node ? node->place : fields.place(), "no account: nobody can reach the bot",
                     "add accounts: {widget: {type: web}}");
    return accounts;
  }
  if (node->entries.size() > kMaxAccounts) findings.Error(node->place, "more than 100 accounts", "remove some");
  for (const YamlNode::Entry& entry : node->entries) accounts.push_back(ReadAccount(entry, locales, findings));
  return accounts;
}

std::vector<std::string> ReadDesk(Fields& top, Findings& findings) {
  const std::vector<std::string> fallback = Config{}.queues;
  const YamlNode* node = top.Get("desk");
  if (!node || node->IsNull()) return fallback;
  Fields fields(*node, "'desk'", findings);
  const YamlNode* list = fields.Get("queues");
  std::vector<std::string> queues;
  if (list && !list->IsNull() && !list->IsMap()) {
    findings.Error(list->place, "'queues' must be a mapping of names, but this is " + std::string(KindName(*list)),
                   "write queues: {general: {}}");
  } else if (list) {
    if (list->entries.size() > kMaxQueues) findings.Error(list->place, "more than 100 queues", "remove some");
    for (const YamlNode::Entry& entry : list->entries) {
      CheckName(entry, "a queue", findings);
      ReadQueue(entry, findings);
      queues.push_back(entry.key);
    }
  }
  for (const auto& [key, fix] : kUnsupportedDeskKeys) RefuseUnsupported(fields, key, fix, findings);
  fields.Finish();
  return queues.empty() ? fallback : queues;
}

}  // namespace frontdesk::runtime
