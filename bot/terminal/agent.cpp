#include <algorithm>
#include <filesystem>

#include "bot/base/crypto.h"
#include "bot/base/text.h"
#include "bot/store/data_directory.h"
#include "bot/store/sqlite_store.h"
#include "bot/terminal/commands.h"
#include "bot/terminal/opening.h"

namespace frontdesk::terminal {

namespace {

constexpr std::size_t kMaxLoginBytes = 40;
constexpr std::size_t kMaxDisplayBytes = 80;

// The database of a workspace. A running server does not mind: SQLite lets both write in turn.
struct Agents {
  base::SystemClock clock;
  std::unique_ptr<store::Store> store;
  base::SystemRandom random;
};

base::Result<std::unique_ptr<store::Store>> OpenStore(const std::string& data, const base::Clock& clock) {
  namespace fs = std::filesystem;
  std::error_code error;
  if (!fs::exists(data, error)) {
    fs::create_directories(data, error);
    if (!error) fs::permissions(data, fs::perms::owner_all, error);
  }
  if (error) {
    return base::Fail(base::ErrorCode::kUnavailable,
                      "cannot make the data directory '" + data + "': " + error.message());
  }
  return store::OpenSqliteStore(data + "/" + store::kDatabaseFile, clock);
}

bool Open(const std::string& directory, Agents& agents, std::ostream& err) {
  const auto config = OpenConfig(directory, err);
  if (!config) return false;
  auto opened = OpenStore(config->data, agents.clock);
  if (!opened) {
    PrintError(err, opened.error());
    return false;
  }
  agents.store = std::move(*opened);
  return true;
}

base::Status CheckNames(const std::string& name, const std::string& display) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  };
  if (name.empty() || name.size() > kMaxLoginBytes || !std::all_of(name.begin(), name.end(), allowed)) {
    return base::Fail(base::ErrorCode::kInvalid, "'" + base::CleanUtf8(name) +
                                                     "' cannot be a login name; use at most 40 lower-case letters, "
                                                     "digits, '.', '-' and '_', and --display for the full name");
  }
  if (display.size() > kMaxDisplayBytes || !base::IsUtf8(display) || display.find('\n') != std::string::npos) {
    return base::Fail(base::ErrorCode::kInvalid, "--display must be one line of at most 80 bytes");
  }
  return {};
}

base::Status Write(store::Store& to, decltype(store::WriteOp::op) op) {
  store::WriteOp write{std::move(op), {}, false, {}};
  to.Write({&write, 1});
  return write.status;
}

// Gives the agent a password that works once, and shows it: the only time that it can be seen.
base::Status GivePassword(Agents& agents, store::AgentRow agent, std::ostream& out) {
  const std::string password = base::RandomPassword(agents.random);
  agent.password_hash = base::HashPassword(agents.random, password);
  agent.must_change_password = true;
  TRY_STATUS(Write(*agents.store, store::SaveAgent{agent}));
  TRY_STATUS(Write(*agents.store, store::DropSessionsOf{agent.name, {}}));
  out << "agent: " << agent.name << " (" << agent.display << ")\none-time password: " << password << '\n';
  return {};
}

std::string Capitalised(std::string name) {
  if (!name.empty() && name[0] >= 'a' && name[0] <= 'z') name[0] = static_cast<char>(name[0] - 'a' + 'A');
  return name;
}

int Finish(const base::Status& status, std::ostream& err) {
  if (status) return kOk;
  PrintError(err, status.error());
  return kFailed;
}

base::Status Add(Agents& agents, const std::string& name, const std::string& display, std::ostream& out) {
  if (agents.store->FindAgent(name)) {
    return base::Fail(base::ErrorCode::kConflict,
                      "there is an agent '" + name + "' already; 'frontdesk agent passwd' gives them a new password");
  }
  store::AgentRow agent;
  agent.name = name;
  agent.display = display.empty() ? Capitalised(name) : display;
  return GivePassword(agents, std::move(agent), out);
}

base::Status Renew(Agents& agents, const std::string& name, std::ostream& out) {
  auto agent = agents.store->FindAgent(name);
  if (!agent && agent.error().code == base::ErrorCode::kNotFound) {
    return base::Fail(base::ErrorCode::kNotFound,
                      "there is no agent '" + base::CleanUtf8(name) + "'; 'frontdesk agent list' shows who there is");
  }
  if (!agent) return tl::unexpected(agent.error());
  return GivePassword(agents, std::move(*agent), out);
}

}  // namespace

int AddAgent(const std::string& directory, const std::string& name, const std::string& display, Streams streams) {
  if (const base::Status fits = CheckNames(name, display); !fits) return Finish(fits, streams.err);
  Agents agents;
  if (!Open(directory, agents, streams.err)) return kFailed;
  return Finish(Add(agents, name, display, streams.out), streams.err);
}

int RenewPassword(const std::string& directory, const std::string& name, Streams streams) {
  Agents agents;
  if (!Open(directory, agents, streams.err)) return kFailed;
  return Finish(Renew(agents, name, streams.out), streams.err);
}

int ListAgents(const std::string& directory, Streams streams) {
  Agents agents;
  if (!Open(directory, agents, streams.err)) return kFailed;
  const auto list = agents.store->ListAgents();
  if (!list) return Finish(tl::unexpected(list.error()), streams.err);
  for (const store::AgentRow& agent : *list) {
    streams.out << agent.name << '\t' << agent.display
                << (agent.must_change_password ? "\thas not signed in with the one-time password yet" : "") << '\n';
  }
  if (list->empty()) streams.err << "no agents yet; 'frontdesk agent add " << directory << " NAME' makes one\n";
  return kOk;
}

}  // namespace frontdesk::terminal
