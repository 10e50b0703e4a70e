#include "tests/contract/entry.h"

#include <cstdlib>

#include "adapters/registry.h"
#include "bot/runtime/config.h"

namespace frontdesk::contract {

namespace {

// 32 bytes, always the same: the suite is about what adapters make of what they are given.
constexpr std::string_view kRandom = "0123456789abcdef0123456789abcdef";

}  // namespace

std::vector<Entry>& Entries() {
  static std::vector<Entry> entries;
  return entries;
}

std::vector<Entry> CalledEntries() {
  std::vector<Entry> called = Entries();
  std::erase_if(called, [](const Entry& entry) { return !AdapterOf(entry).takes_hooks(); });
  return called;
}

std::vector<Entry> SendingEntries() {
  std::vector<Entry> sending = Entries();
  std::erase_if(sending, [](const Entry& entry) { return entry.send_route.empty() && !entry.words_of_frame; });
  return sending;
}

bool Add(Entry entry) {
  Entries().push_back(std::move(entry));
  return true;
}

std::string NameOf(const Entry& entry) {
  std::string name = entry.platform;
  for (char& c : name)
    if (c == '-') c = '_';
  return name;
}

const adapters::Adapter& AdapterOf(const Entry& entry) {
  const adapters::Adapter* adapter = adapters::FindAdapter(entry.type);
  if (adapter == nullptr) std::abort();
  return *adapter;
}

std::string AccountYaml(const Entry& entry, std::string_view api) {
  std::string keys = entry.settings;
  for (std::size_t at = keys.find("{api}"); at != std::string::npos; at = keys.find("{api}")) keys.replace(at, 5, api);
  return "  " + entry.account + ": {type: " + entry.type + (keys.empty() ? "" : ", ") + keys + "}\n";
}

void SetEnvironment(const Secrets& secrets) {
  for (const auto& [name, value] : secrets) ::setenv(name.c_str(), value.c_str(), 1);
}

base::Result<adapters::Settings> SettingsOf(const Entry& entry, const Secrets& secrets, std::string_view api) {
  SetEnvironment(secrets);
  const std::string text =
      "frontdesk: 1\nlisten: 127.0.0.1:0\npublic_url: " + std::string(kPublicUrl) + "\naccounts:\n";
  base::Findings findings;
  const auto config = runtime::ReadConfig({"frontdesk.yaml", text + AccountYaml(entry, api)}, ".", findings);
  std::string errors;
  for (const base::Finding& finding : findings.Sorted())
    if (finding.severity == base::Severity::kError) errors += ToString(finding) + "\n";
  if (!errors.empty()) return base::Fail(base::ErrorCode::kInvalid, errors);
  adapters::Settings settings = config->accounts.at(0).settings;
  settings.public_url = config->public_url;
  for (const auto& [name, value] : entry.kept) settings.secrets[name] = base::Secret(value);
  return settings;
}

adapters::RawRequest Raw(const Request& request) {
  const std::string_view target = request.target;
  const std::size_t mark = target.find('?');
  adapters::RawRequest raw;
  raw.method = request.method;
  raw.path = target.substr(0, mark);
  raw.query = mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
  raw.headers = request.headers;
  raw.body = request.body;
  return raw;
}

Outcome TryPull(const Entry& entry, const adapters::Settings& settings, std::string_view word,
                const adapters::HttpAnswer& answer, base::TimePoint at) {
  const adapters::Puller& puller = *AdapterOf(entry).puller();
  const adapters::Env env{at, settings, kRandom, "token"};
  const adapters::PullFrom from{{}, word};
  Outcome outcome;
  const auto call = puller.Pull(from, env);
  auto pulled =
      call ? puller.OnPulled(*call, answer, from, env) : base::Result<adapters::Pulled>(tl::unexpected(call.error()));
  if (!pulled) {
    outcome.error = pulled.error();
    return outcome;
  }
  outcome.kind = Outcome::Kind::kEvents;
  outcome.events = std::move(pulled->taken.events);
  return outcome;
}

Outcome Try(const Entry& entry, const adapters::Settings& settings, const Request& request, base::TimePoint at) {
  const adapters::Adapter& adapter = AdapterOf(entry);
  const adapters::Env env{at, settings, kRandom, {}, entry.keys};
  Outcome outcome;
  const auto verified = adapter.Verify(Raw(request), env);
  if (!verified) {
    outcome.error = verified.error();
    return outcome;
  }
  auto parsed = adapter.Parse(*verified, env);
  if (!parsed) {
    outcome.kind = Outcome::Kind::kInvalid;
    outcome.error = parsed.error();
  } else if (auto* answer = std::get_if<adapters::HttpAnswer>(&*parsed)) {
    outcome.kind = Outcome::Kind::kAnswer;
    outcome.answer = std::move(*answer);
  } else {
    auto taken = std::get<adapters::Taken>(std::move(*parsed));
    if (taken.pull && entry.pulled) return TryPull(entry, settings, *taken.pull, entry.pulled(*taken.pull), at);
    outcome.kind = Outcome::Kind::kEvents;
    outcome.events = std::move(taken.events);
  }
  return outcome;
}

}  // namespace frontdesk::contract
