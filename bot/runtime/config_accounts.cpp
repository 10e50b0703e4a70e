#include <algorithm>
#include <array>

#include "adapters/registry.h"
#include "bot/base/text.h"
#include "bot/desk/channel.h"
#include "bot/runtime/account_settings.h"
#include "bot/runtime/config_reader.h"

namespace frontdesk::runtime {

namespace {

using base::Fields;
using base::Findings;
using base::YamlNode;

constexpr std::size_t kMaxOrigins = 100;

// Who may embed the widget; checked here, because each origin has a place of its own only in the file.
void CheckOrigins(Fields& fields, std::vector<std::string>& origins, Findings& findings) {
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
}

void RefuseUnknownType(Fields& fields, const std::string& type, Findings& findings) {
  if (type.empty()) return;
  const std::vector<std::string_view> served = adapters::AccountTypes();
  std::string mend = base::DidYouMean(type, served);
  if (!mend.starts_with("did you mean")) {
    mend = "use one of: ";
    for (const std::string_view one : served) mend += (one == served.front() ? "" : ", ") + std::string(one);
  }
  findings.Error(fields.PlaceOf("type"), "unknown account type '" + type + "'", mend);
}

Account ReadAccount(const YamlNode::Entry& entry, const std::vector<std::string>& locales, const SecretSource& secrets,
                    Findings& findings) {
  Account account;
  account.name = entry.key;
  CheckName(entry, "an account", findings);
  if (entry.key == desk::kDeskAccount)
    findings.Error(entry.key_place, "'desk' is the account of tickets that agents open", "choose another name");
  Fields fields(entry.value, "the account '" + entry.key + "'", findings);
  if (!entry.value.IsMap()) return account;
  account.type = fields.RequiredText("type");
  const adapters::Adapter* adapter = adapters::FindAdapter(account.type);
  if (adapter == nullptr) {
    RefusePlainSecrets(entry.value, findings);
    RefuseUnknownType(fields, account.type, findings);
    return account;
  }
  account.settings = ReadAccountSettings(fields, entry.value, *adapter, secrets, findings);
  account.settings.account = account.name;
  account.greeting = ReadGreeting(fields, locales, findings);
  account.identity = ReadIdentity(fields, findings);
  if (account.type == "web") CheckOrigins(fields, account.settings.lists["origins"], findings);
  fields.Finish();
  return account;
}

// Whether both would hear the same messages.
bool AreTheSame(const Account& a, const Account& b) {
  const adapters::Adapter* adapter = adapters::FindAdapter(a.type);
  if (adapter == nullptr || a.type != b.type) return false;
  bool named = false;
  for (const adapters::SettingField& field : adapter->fields()) {
    if (!field.identity) continue;
    const std::string& value = a.settings.Text(field.name);
    const auto& list = a.settings.List(field.name);
    if (value != b.settings.Text(field.name) || list != b.settings.List(field.name)) return false;
    named = named || ((!value.empty() || !list.empty()) && field.fallback.empty());
  }
  return named;
}

}  // namespace

std::vector<std::string> AccountTypeNames() {
  std::vector<std::string> names;
  for (const std::string_view type : adapters::AccountTypes()) names.emplace_back(type);
  return names;
}

std::vector<Account> ReadAccounts(Fields& fields, const std::vector<std::string>& locales, const SecretSource& secrets,
                                  Findings& findings) {
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
  for (const YamlNode::Entry& entry : node->entries) {
    Account account = ReadAccount(entry, locales, secrets, findings);
    for (const Account& other : accounts)
      if (AreTheSame(account, other)) {
        findings.Error(entry.key_place,
                       "'" + other.name + "' and '" + account.name + "' are one account on the platform",
                       "remove one: every message would be answered twice");
      }
    accounts.push_back(std::move(account));
  }
  return accounts;
}

}  // namespace frontdesk::runtime
