#include "bot/runtime/live_workspace.h"

#include <algorithm>
#include <chrono>

#include "adapters/registry.h"
#include "adapters/web/visitor_cookie.h"
#include "bot/base/crash_point.h"
#include "bot/base/log.h"
#include "bot/runtime/file_stamp.h"

namespace frontdesk::runtime {

namespace {

constexpr base::Millis kLookEvery{1000};
// A workspace so large that looking at it takes long is looked at less often.
constexpr int kRestAfterLook = 50;
// Editors and git write several files, and some write one in pieces: a change is read when it has settled.
constexpr base::Millis kSettle{200};
constexpr int kMaxSettleLooks = 25;
constexpr std::size_t kFindingsShown = 100;

// Errors first: of a base with many warnings they are what keeps it from being taken up.
void LogFindings(const base::Findings& findings) {
  std::vector<base::Finding> all = findings.Sorted();
  std::stable_partition(all.begin(), all.end(),
                        [](const base::Finding& finding) { return finding.severity == base::Severity::kError; });
  if (all.size() > kFindingsShown) all.resize(kFindingsShown);
  for (const base::Finding& finding : all) {
    base::Log(base::LogLevel::kWarning, "workspace.finding", {{"finding", ToString(finding)}});
  }
}

std::string Lines(const base::Findings& findings) {
  std::string lines;
  for (const base::Finding& finding : findings.Sorted()) lines += (lines.empty() ? "" : "\n") + ToString(finding);
  return lines;
}

// Accounts that are served by a connection of their own, which a reload does not open.
std::map<std::string, const adapters::Settings*> ConnectedAccounts(const Config& config) {
  std::map<std::string, const adapters::Settings*> accounts;
  for (const Account& account : config.accounts)
    if (account.type == "xmpp") accounts[account.name] = &account.settings;
  return accounts;
}

bool HaveSameConnections(const Config& a, const Config& b) {
  const auto before = ConnectedAccounts(a), after = ConnectedAccounts(b);
  return std::equal(before.begin(), before.end(), after.begin(), after.end(), [](const auto& x, const auto& y) {
    return x.first == y.first && x.second->values == y.second->values && x.second->lists == y.second->lists;
  });
}

// What only a start can change.
bool NeedsRestart(const Config& a, const Config& b) {
  if (!HaveSameConnections(a, b)) return true;
  return a.listen != b.listen || a.data != b.data || a.tls.certificate != b.tls.certificate || a.tls.key != b.tls.key ||
         a.limits.connections_per_address != b.limits.connections_per_address ||
         a.limits.trusted_proxies != b.limits.trusted_proxies || a.limits.allow_hosts != b.limits.allow_hosts;
}

}  // namespace

const ServedAccount* Served::FindAccount(std::string_view name) const {
  const auto it = accounts.find(name);
  return it == accounts.end() ? nullptr : &it->second;
}

base::Status LiveWorkspace::Load() {
  seen_ = StampOf(directory_);  // before the reading: a change in between is noticed later
  TRY(const base::SourceFiles files, ReadWorkspaceFiles(directory_));
  base::Findings findings;
  auto workspace = LoadWorkspace(files, directory_, clock_.Now(), findings);
  if (!workspace) return base::Fail(base::ErrorCode::kInvalid, Lines(findings), directory_);
  Replace(std::move(*workspace));
  return {};
}

void LiveWorkspace::SetVisitorKey(base::Secret key) {
  visitor_key_ = std::move(key);
  Replace(Current()->workspace);
}

void LiveWorkspace::Replace(Workspace workspace) {
  auto served = std::make_shared<Served>();
  served->workspace = std::move(workspace);
  const Config& config = served->workspace.config;
  for (const Account& account : config.accounts) {
    const adapters::Adapter* adapter = adapters::FindAdapter(account.type);
    if (adapter == nullptr) continue;
    ServedAccount& one = served->accounts[account.name];
    one = {adapter, account.settings, account.identity};
    one.settings.public_url = config.public_url;
    if (account.type == "web") one.settings.secrets[std::string(adapters::web::kVisitorKey)] = visitor_key_;
  }
  const std::lock_guard lock(mutex_);
  current_ = std::move(served);
  problem_.clear();
  findings_.clear();
}

std::shared_ptr<const Served> LiveWorkspace::Current() const {
  const std::lock_guard lock(mutex_);
  return current_;
}

std::string LiveWorkspace::problem() const {
  const std::lock_guard lock(mutex_);
  return problem_;
}

std::vector<std::string> LiveWorkspace::findings() const {
  const std::lock_guard lock(mutex_);
  return findings_;
}

void LiveWorkspace::KeepOld(const base::Findings& findings) {
  base::Log(base::LogLevel::kError, "workspace.kept_old");
  std::vector<std::string> lines;
  for (const base::Finding& finding : findings.Sorted()) {
    if (finding.severity == base::Severity::kError && lines.size() < kFindingsKept) lines.push_back(ToString(finding));
  }
  {
    const std::lock_guard lock(mutex_);
    findings_ = std::move(lines);
    problem_ =
        "the changed workspace has errors and is not in service; see the log since " + base::FormatUtc(clock_.Now());
  }
  if (on_problem_) on_problem_();
}

void LiveWorkspace::Reload() {
  base::Findings findings;
  const auto files = ReadWorkspaceFiles(directory_);
  if (!files) findings.Error({directory_, 0, 0}, files.error().message);
  auto workspace = files ? LoadWorkspace(*files, directory_, clock_.Now(), findings) : std::nullopt;
  LogFindings(findings);
  CRASH_POINT("reload.read");
  if (!workspace) return KeepOld(findings);
  if (NeedsRestart(Current()->workspace.config, workspace->config)) {
    base::Log(base::LogLevel::kWarning, "workspace.needs_restart",
              {{"keys", "listen, data, tls, limits and xmpp accounts change with the next start"}});
  }
  const bool mended = !problem().empty();
  Replace(std::move(*workspace));
  base::Log(base::LogLevel::kInfo, "workspace.reloaded");
  if (mended && on_problem_) on_problem_();
  if (on_reload_) on_reload_();
}

bool LiveWorkspace::WaitFor(base::Millis duration) {
  std::unique_lock lock(mutex_);
  wake_.wait_for(lock, duration, [this] { return stopping_ || asked_; });
  return !stopping_;
}

void LiveWorkspace::Run() {
  using Steady = std::chrono::steady_clock;
  base::Millis rest = kLookEvery;
  while (WaitFor(rest)) {
    const auto begin = Steady::now();
    FileStamp now = StampOf(directory_);
    const auto took = std::chrono::duration_cast<base::Millis>(Steady::now() - begin);
    rest = std::max(kLookEvery, kRestAfterLook * took);
    {
      const std::lock_guard lock(mutex_);
      if (now == seen_ && !asked_) continue;
      asked_ = false;
    }
    for (int i = 0; i < kMaxSettleLooks && WaitFor(kSettle); ++i) {
      const FileStamp later = StampOf(directory_);
      if (later == now) break;
      now = later;
    }
    seen_ = now;
    Reload();
  }
}

void LiveWorkspace::RequestReload() {
  {
    const std::lock_guard lock(mutex_);
    asked_ = true;
  }
  wake_.notify_all();
}

void LiveWorkspace::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
}

}  // namespace frontdesk::runtime
