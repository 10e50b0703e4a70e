// The commands, one file each. All answer the process's exit code and write errors to streams.err.
//
// Threads: one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bot/runtime/learning.h"
#include "bot/terminal/streams.h"
#include "knowledge/ask.h"

namespace frontdesk::terminal {

// Writes the shipped workspace into a new or empty directory.
int Init(const std::string& directory, Streams streams);

struct CheckOptions {
  std::string directory;
  bool strict = false;  // warnings fail too
  bool json = false;
};
int Check(const CheckOptions& options, Streams streams);

// JSON lines in, one JSON line each out, in the same order.
struct AskOptions {
  std::string directory;
  knowledge::Explained explained = knowledge::Explained::kNo;
};
int Ask(const AskOptions& options, Streams streams);

struct EvalOptions {
  std::string directory;
  std::string file;  // of labelled questions
  bool json = false;
};
int Eval(const EvalOptions& options, Streams streams);

struct ChatOptions {
  std::string directory;
  std::string as = "web";
  std::string locale;  // empty: the workspace's first
};
int Chat(const ChatOptions& options, Streams streams);

struct TestOptions {
  std::string directory;
  std::vector<std::string> files;  // none: every *.chat in the workspace
  bool coverage = false;
  bool shipped = false;  // coverage of the unchanged flows that `init` wrote, too
  std::string junit;     // a file to write; empty: none
};
int Test(const TestOptions& options, Streams streams);

// The JSON Schema of flow files, or of their translations, for editors.
int PrintSchema(bool translation, Streams streams);

struct DrawOptions {
  std::string source;  // a workspace or a flow's file
  std::string flow;
  std::string locale;  // empty: the flow's own
  bool svg = false;    // else Mermaid
};
int DrawFlow(const DrawOptions& options, Streams streams);

// What changes for users from one to the other; each a workspace or a flow's file.
int CompareFlows(const std::string& before, const std::string& now, Streams streams);

struct GapsOptions {
  std::string directory;
  int days = runtime::kLearningDays;
  bool json = false;
  std::string draft;    // the id of a gap: write a draft for it
  std::string article;  // with `draft`: as one more phrasing of this article
};
// What was asked and not answered.
int Gaps(const GapsOptions& options, Streams streams);

struct DeskScoreOptions {
  std::string directory;
  bool replay = false;  // compare, and also what is closed; else rank what is open
  std::string weights;  // a file with other points; empty: the workspace's own against the built-in ones
  int days = 30;
};
int DeskScore(const DeskScoreOptions& options, Streams streams);

// What an agent can do; nothing: as it is.
struct AgentOptions {
  std::string directory, name;
  std::optional<std::string> display, role;
  std::optional<std::vector<std::string>> skills, queues;
  std::optional<int> capacity;
};
int AddAgent(const AgentOptions& options, Streams streams);
int ChangeAgent(const AgentOptions& options, Streams streams);
int RenewPassword(const std::string& directory, const std::string& name, Streams streams);
// Who an agent is on an account's platform; an empty name takes the link away.
int LinkAgent(const std::string& directory, const std::string& name, const std::string& account,
              const std::string& platform_id, Streams streams);
int ListAgents(const std::string& directory, Streams streams);

// Why a ticket is where it is: routing, service level, what happened.
int ExplainTicket(const std::string& directory, std::int64_t number, Streams streams);

// Tells everybody whose ticket is fixed in that version that it is out; beside a running server too.
int Release(const std::string& directory, const std::string& version, Streams streams);

int Backup(const std::string& directory, const std::string& target, Streams streams);
int Restore(const std::string& directory, const std::string& source, Streams streams);

struct EraseOptions {
  std::string directory;
  std::string person;  // "account/id", "user:id" or "#1002"
  bool yes = false;    // else it is only shown what would go
};
// Forgets one human for good; not while a server works in the data directory.
int ErasePerson(const EraseOptions& options, Streams streams);

struct ExportOptions {
  std::string directory;
  std::string person;  // as of EraseOptions
  std::string target;  // a new or empty directory
};
int ExportPerson(const ExportOptions& options, Streams streams);

struct ServeCommand {
  std::string directory;
  std::string listen;  // empty: as the workspace says
};
int Serve(const ServeCommand& command, Streams streams);

}  // namespace frontdesk::terminal
