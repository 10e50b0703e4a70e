#include <algorithm>

#include "adapters/registry.h"
#include "bot/base/crypto.h"
#include "bot/base/text.h"
#include "bot/desk/snapshot.h"
#include "bot/terminal/commands.h"
#include "bot/terminal/opening.h"
#include "bot/terminal/people.h"

namespace frontdesk::terminal {

namespace {

constexpr std::size_t kMaxLoginBytes = 40;
constexpr std::size_t kMaxDisplayBytes = 80;
constexpr int kMostCapacity = 1'000;

// The database of a workspace. A running server does not mind: SQLite lets both write in turn.
struct Agents {
  base::SystemClock clock;
  runtime::Config config;
  std::unique_ptr<store::Store> store;
  base::SystemRandom random;
};

bool Open(const std::string& directory, Agents& agents, std::ostream& err) {
  const auto config = OpenConfig(directory, err);
  if (!config) return false;
  auto opened = OpenOrMakeData(*config, agents.clock);
  if (!opened) {
    PrintError(err, opened.error());
    return false;
  }
  agents.store = std::move(*opened);
  agents.config = *config;
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

base::Status CheckProperties(const AgentOptions& options, const runtime::Config& config) {
  if (options.role && *options.role != "agent" && *options.role != "lead")
    return base::Fail(base::ErrorCode::kInvalid, "--role must be agent or lead");
  if (options.capacity && (*options.capacity < 1 || *options.capacity > kMostCapacity))
    return base::Fail(base::ErrorCode::kInvalid, "--capacity must be from 1 to 1000");
  const std::vector<std::string_view> known(config.desk.queues.begin(), config.desk.queues.end());
  for (const std::string& queue : options.queues.value_or(std::vector<std::string>()))
    if (std::find(known.begin(), known.end(), queue) == known.end()) {
      return base::Fail(base::ErrorCode::kInvalid,
                        "there is no queue '" + queue + "'; " + base::DidYouMean(queue, known));
    }
  for (const std::string& skill : options.skills.value_or(std::vector<std::string>()))
    if (skill.size() > kMaxLoginBytes || !base::IsUtf8(skill))
      return base::Fail(base::ErrorCode::kInvalid, "a skill is a short name, such as av or network");
  return {};
}

// An empty list on the command line is one empty name.
std::vector<std::string> Named(std::vector<std::string> names) {
  std::erase(names, std::string());
  return names;
}

void Apply(const AgentOptions& options, store::AgentRow& agent) {
  if (options.display) agent.display = *options.display;
  if (options.role) agent.role = *options.role;
  if (options.skills) agent.skills = Named(*options.skills);
  if (options.queues) agent.queues = Named(*options.queues);
  if (options.capacity) agent.capacity = *options.capacity;
}

base::Status Add(Agents& agents, const AgentOptions& options, std::ostream& out) {
  const std::string& name = options.name;
  if (agents.store->FindAgent(name)) {
    return base::Fail(base::ErrorCode::kConflict,
                      "there is an agent '" + name + "' already; 'frontdesk agent passwd' gives them a new password");
  }
  store::AgentRow agent;
  agent.name = name;
  agent.display = Capitalised(name);
  Apply(options, agent);
  return GivePassword(agents, std::move(agent), out);
}

base::Result<store::AgentRow> Find(Agents& agents, const std::string& name) {
  auto agent = agents.store->FindAgent(name);
  if (!agent && agent.error().code == base::ErrorCode::kNotFound) {
    return base::Fail(base::ErrorCode::kNotFound,
                      "there is no agent '" + base::CleanUtf8(name) + "'; 'frontdesk agent list' shows who there is");
  }
  return agent;
}

base::Status Renew(Agents& agents, const std::string& name, std::ostream& out) {
  TRY(store::AgentRow agent, Find(agents, name));
  return GivePassword(agents, std::move(agent), out);
}

std::string Joined(const std::vector<std::string>& names, const char* none) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ",") + name;
  return text.empty() ? none : text;
}

std::string Properties(const store::AgentRow& agent) {
  return "role=" + agent.role + " queues=" + Joined(agent.queues, "all") + " skills=" + Joined(agent.skills, "none") +
         " capacity=" + std::to_string(agent.capacity > 0 ? agent.capacity : desk::kDefaultCapacity) +
         " presence=" + agent.presence;
}

base::Status Change(Agents& agents, const AgentOptions& options, std::ostream& out) {
  TRY(store::AgentRow agent, Find(agents, options.name));
  Apply(options, agent);
  TRY_STATUS(Write(*agents.store, store::SaveAgent{agent}));
  out << "agent: " << agent.name << " (" << agent.display << ") " << Properties(agent) << '\n';
  return {};
}

}  // namespace

int AddAgent(const AgentOptions& options, Streams streams) {
  if (const base::Status fits = CheckNames(options.name, options.display.value_or("")); !fits)
    return Finish(fits, streams.err);
  Agents agents;
  if (!Open(options.directory, agents, streams.err)) return kFailed;
  if (const base::Status fits = CheckProperties(options, agents.config); !fits) return Finish(fits, streams.err);
  return Finish(Add(agents, options, streams.out), streams.err);
}

int ChangeAgent(const AgentOptions& options, Streams streams) {
  Agents agents;
  if (!Open(options.directory, agents, streams.err)) return kFailed;
  if (options.display && options.display->size() > kMaxDisplayBytes)
    return Finish(CheckNames(options.name, *options.display), streams.err);
  if (const base::Status fits = CheckProperties(options, agents.config); !fits) return Finish(fits, streams.err);
  return Finish(Change(agents, options, streams.out), streams.err);
}

int RenewPassword(const std::string& directory, const std::string& name, Streams streams) {
  Agents agents;
  if (!Open(directory, agents, streams.err)) return kFailed;
  return Finish(Renew(agents, name, streams.out), streams.err);
}

int LinkAgent(const std::string& directory, const std::string& name, const std::string& account,
              const std::string& platform_id, Streams streams) {
  const auto config = OpenConfig(directory, streams.err);
  if (!config) return kFailed;
  const runtime::Account* on = config->FindAccount(account);
  if (on == nullptr) {
    std::vector<std::string_view> names;
    for (const runtime::Account& known : config->accounts) names.push_back(known.name);
    return Finish(base::Fail(base::ErrorCode::kNotFound, "there is no account '" + base::CleanUtf8(account) + "'; " +
                                                             base::DidYouMean(account, names)),
                  streams.err);
  }
  const adapters::Adapter* adapter = adapters::FindAdapter(on->type);
  const std::string spelled = adapter ? adapter->Spelled(platform_id) : platform_id;
  Agents agents;
  if (!Open(directory, agents, streams.err)) return kFailed;
  if (!name.empty() && !agents.store->FindAgent(name)) {
    return Finish(base::Fail(base::ErrorCode::kNotFound, "there is no agent '" + base::CleanUtf8(name) +
                                                             "'; 'frontdesk agent list' shows who there is"),
                  streams.err);
  }
  return Finish(Write(*agents.store, store::SaveAgentLink{{account, spelled, name}}), streams.err);
}

int ListAgents(const std::string& directory, Streams streams) {
  Agents agents;
  if (!Open(directory, agents, streams.err)) return kFailed;
  const auto list = agents.store->ListAgents();
  if (!list) return Finish(tl::unexpected(list.error()), streams.err);
  for (const store::AgentRow& agent : *list) {
    streams.out << agent.name << '\t' << agent.display
                << (agent.must_change_password ? "\thas not signed in with the one-time password yet" : "") << '\t'
                << Properties(agent) << '\n';
  }
  const auto links = agents.store->ListAgentLinks();
  if (!links) return Finish(tl::unexpected(links.error()), streams.err);
  for (const store::AgentLinkRow& link : *links)
    streams.out << link.agent << "\tis " << link.platform_id << " on " << link.account << '\n';
  if (list->empty()) streams.err << "no agents yet; 'frontdesk agent add " << directory << " NAME' makes one\n";
  return kOk;
}

}  // namespace frontdesk::terminal
