#include "bot/terminal/terminal.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <functional>
#include <map>

#include "bot/terminal/commands.h"
#include "bot/terminal/import.h"
#include "bot/terminal/profile.h"

namespace frontdesk::terminal {

namespace {

constexpr char kAbout[] =
    "Frontdesk answers the questions of your users in their chat, takes problem reports, and hands over to a person.\n"
    "DIR is a workspace: frontdesk.yaml, flows/ and knowledge/.";

// What --explain may be.
const std::map<std::string, knowledge::Explained> kExplained = {
    {"no", knowledge::Explained::kNo}, {"json", knowledge::Explained::kJson}, {"text", knowledge::Explained::kText}};

// The arguments of all commands, and the one that was chosen.
class CommandLine {
 public:
  explicit CommandLine(Streams streams) : streams_(streams) {
    app_.require_subcommand(1);
    app_.set_help_all_flag("--help-all", "Help for every command");
    app_.set_version_flag("--version", "frontdesk " + std::string(kVersion));
    AddWorkspaceCommands();
    AddTalkCommands();
    AddFlowCommands();
    AddGapsCommand();
    AddAgentCommands();
    AddDeskCommands();
    AddDataCommands();
    AddImportCommand();
    AddHelpCommands();
  }

  int Run(std::vector<std::string> arguments) {
    std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants them
    try {
      app_.parse(std::move(arguments));
    } catch (const CLI::Success& help) {
      app_.exit(help, streams_.out, streams_.err);
      return kOk;
    } catch (const CLI::ParseError& error) {
      streams_.err << "frontdesk: " << error.what() << "; 'frontdesk help' shows what there is\n";
      return kUsage;
    }
    return chosen_ ? chosen_() : kUsage;
  }

 private:
  CLI::App* Command(CLI::App& under, const std::string& name, const std::string& about, std::function<int()> run) {
    CLI::App* command = under.add_subcommand(name, about);
    command->callback([this, run = std::move(run)] { chosen_ = run; });
    return command;
  }

  CLI::App* WithDirectory(CLI::App* command) {
    command->add_option("DIR", directory_, "The workspace")->required();
    return command;
  }

  void AddWorkspaceCommands() {
    WithDirectory(Command(app_, "init", "Write the shipped workspace into a new or empty directory",
                          [this] { return Init(directory_, streams_); }));
    CLI::App* serve = WithDirectory(Command(app_, "serve", "Run the desk", [this] {
      return Serve({directory_, listen_}, streams_);
    }));
    serve->add_option("--listen", listen_, "ADDRESS:PORT instead of the workspace's");
    CLI::App* check = WithDirectory(Command(app_, "check", "Find mistakes; opens and starts nothing", [this] {
      check_.directory = directory_;
      return Check(check_, streams_);
    }));
    check->add_flag("--strict", check_.strict, "Warnings fail too");
    check->add_flag("--json", check_.json, "Findings as JSON");
  }

  void AddTalkCommands() {
    CLI::App* chat = WithDirectory(Command(app_, "chat", "Talk to the bot in this terminal", [this] {
      chat_.directory = directory_;
      return Chat(chat_, streams_);
    }));
    chat->add_option("--as", chat_.as, "The platform that shows it; plain: as where there are no buttons")
        ->check(CLI::IsMember(ProfileNames()));
    chat->add_option("--locale", chat_.locale, "The language of the user's client, such as zh");
    CLI::App* ask =
        WithDirectory(Command(app_, "ask", "Answer JSON lines {\"id\",\"text\"[,\"locale\"]} with JSON lines", [this] {
          return Ask({directory_, kExplained.at(explain_)}, streams_);
        }));
    ask->add_flag("--explain{json}", explain_, "Say why: a member \"explain\" in each line; =text for people to read")
        ->check(CLI::IsMember(kExplained));
    CLI::App* eval = WithDirectory(Command(app_, "eval", "Measure the answers to labelled questions", [this] {
      eval_.directory = directory_;
      return Eval(eval_, streams_);
    }));
    eval->add_option("FILE", eval_.file, "JSON lines {\"text\",\"label\"} or {\"query\",\"relevant\":[...]}")
        ->required();
    eval->add_flag("--json", eval_.json, "The figures as JSON");
    CLI::App* test = WithDirectory(Command(app_, "test", "Run transcripts (*.chat)", [this] {
      test_.directory = directory_;
      return Test(test_, streams_);
    }));
    test->add_option("FILE", test_.files, "Transcripts or folders of them; none: all in the workspace");
    CLI::Option* coverage =
        test->add_flag("--coverage", test_.coverage, "Show the steps of your own flows that no transcript entered");
    test->add_flag("--shipped", test_.shipped, "With --coverage: also of the flows that 'init' wrote, as they came")
        ->needs(coverage);
    test->add_option("--junit", test_.junit, "Write the results as JUnit XML to this file");
  }

  void AddFlowCommands() {
    CLI::App* flow = app_.add_subcommand("flow", "Tools for flows: schema, graph, diff");
    flow->require_subcommand(1);
    CLI::App* schema = Command(*flow, "schema", "Print the JSON Schema of flow files, for your editor",
                               [this] { return PrintSchema(translation_, streams_); });
    schema->add_flag("--translation", translation_, "Of translations instead");
    CLI::App* graph = WithDirectory(Command(*flow, "graph", "Draw a flow, as Mermaid or SVG", [this] {
      draw_.source = directory_;
      return DrawFlow(draw_, streams_);
    }));
    graph->add_option("FLOW", draw_.flow, "The flow's name")->required();
    graph->add_flag("--svg", draw_.svg, "As SVG");
    graph->add_option("--locale", draw_.locale, "The language of its texts");
    CLI::App* diff = Command(*flow, "diff", "Say what changes for users between two versions",
                             [this] { return CompareFlows(directory_, other_, streams_); });
    diff->add_option("OLD", directory_, "A workspace, or a flow's file")->required();
    diff->add_option("NEW", other_, "The same, later")->required();
  }

  void AddGapsCommand() {
    CLI::App* gaps =
        WithDirectory(Command(app_, "gaps", "What was asked and not answered, and what is asked most", [this] {
          gaps_.directory = directory_;
          return Gaps(gaps_, streams_);
        }));
    gaps->add_option("--days", gaps_.days, "How far back")->check(CLI::Range(1, runtime::kMostLearningDays));
    gaps->add_flag("--json", gaps_.json, "As JSON");
    CLI::Option* draft = gaps->add_option("--draft", gaps_.draft,
                                          "Draft an article for the gap with this id, from what an agent answered");
    gaps->add_option("--article", gaps_.article, "With --draft: add the question to this article instead")
        ->needs(draft);
  }

  void AddAgentCommands() {
    CLI::App* agent = app_.add_subcommand("agent", "Accounts of agents: add, set, passwd, link, unlink, list");
    agent->require_subcommand(1);
    CLI::App* add = WithDirectory(
        Command(*agent, "add", "Make an account with a one-time password", [this] { return WithAgent(AddAgent); }));
    AddAgentOptions(add);
    AddAgentOptions(WithDirectory(Command(*agent, "set", "Change what an agent can do; what is not named stays",
                                          [this] { return WithAgent(ChangeAgent); })));
    CLI::App* passwd = WithDirectory(Command(*agent, "passwd", "Give a new one-time password and end all sessions",
                                             [this] { return RenewPassword(directory_, name_, streams_); }));
    passwd->add_option("NAME", name_, "The login name")->required();
    CLI::App* link =
        WithDirectory(Command(*agent, "link", "Say who an agent is in an IM, so that they can work there",
                              [this] { return LinkAgent(directory_, name_, account_, platform_id_, streams_); }));
    link->add_option("NAME", name_, "The login name")->required();
    CLI::App* unlink = WithDirectory(Command(*agent, "unlink", "Take such a link away", [this] {
      return LinkAgent(directory_, {}, account_, platform_id_, streams_);
    }));
    for (CLI::App* command : {link, unlink}) {
      command->add_option("ACCOUNT", account_, "The account, as frontdesk.yaml names it")->required();
      command->add_option("ID", platform_id_, "The platform's id of the person")->required();
    }
    WithDirectory(Command(*agent, "list", "Show all agents", [this] { return ListAgents(directory_, streams_); }));
  }

  void AddAgentOptions(CLI::App* command) {
    command->add_option("NAME", agent_.name, "The login name")->required();
    command->add_option("--display", agent_.display, "The name that users see");
    command->add_option("--role", agent_.role, "agent or lead");
    command->add_option("--skills", agent_.skills, "What they know, such as av,network")->delimiter(',');
    command->add_option("--queues", agent_.queues, "Which queues they serve; none: all")->delimiter(',');
    command->add_option("--capacity", agent_.capacity, "How many conversations they hold at once");
  }

  int WithAgent(int (*run)(const AgentOptions&, Streams)) {
    agent_.directory = directory_;
    return run(agent_, streams_);
  }

  void AddDeskCommands() {
    CLI::App* desk = app_.add_subcommand("desk", "Tools for those who lead a desk: score, why, release");
    desk->require_subcommand(1);
    CLI::App* score =
        WithDirectory(Command(*desk, "score", "Rank tickets by urgency and by weight, with every factor", [this] {
          score_.directory = directory_;
          return DeskScore(score_, streams_);
        }));
    score->add_flag("--replay", score_.replay, "Show which of the last month's tickets would change places");
    score->add_option("--weights", score_.weights, "A YAML file with urgency: and weight:, instead of the workspace's");
    score->add_option("--days", score_.days, "How far back")->check(CLI::Range(1, 366));
    CLI::App* why = WithDirectory(Command(*desk, "why", "Say why a ticket is where it is",
                                          [this] { return ExplainTicket(directory_, ticket_, streams_); }));
    why->add_option("NUMBER", ticket_, "The ticket's number")->required();
    CLI::App* release = WithDirectory(Command(*desk, "release", "Tell everybody who waits for a version",
                                              [this] { return Release(directory_, name_, streams_); }));
    release->add_option("VERSION", name_, "As tickets name it under 'fixed in', such as 3.4")->required();
  }

  void AddDataCommands() {
    CLI::App* backup = WithDirectory(Command(app_, "backup", "Copy all data to a new directory, also while serving",
                                             [this] { return Backup(directory_, other_, streams_); }));
    backup->add_option("TARGET", other_, "A new or empty directory")->required();
    CLI::App* restore = WithDirectory(Command(app_, "restore", "Put a backup in the place of the data",
                                              [this] { return Restore(directory_, other_, streams_); }));
    restore->add_option("SOURCE", other_, "What 'backup' wrote")->required();
    AddPersonCommands();
  }

  void AddPersonCommands() {
    const char* who = "account/id as the platform has it, user:ID as your server signed it, or #NUMBER of a ticket";
    CLI::App* erase = WithDirectory(Command(app_, "erase", "Forget one person for good; not while serving", [this] {
      erase_.directory = directory_;
      return ErasePerson(erase_, streams_);
    }));
    erase->add_option("PERSON", erase_.person, who)->required();
    erase->add_flag("--yes", erase_.yes, "Do it; else what would go is shown");
    CLI::App* take =
        WithDirectory(Command(app_, "export", "Write everything of one person, also while serving", [this] {
          export_.directory = directory_;
          return ExportPerson(export_, streams_);
        }));
    take->add_option("PERSON", export_.person, who)->required();
    take->add_option("--to", export_.target, "A new or empty directory")->required();
  }

  void AddImportCommand() {
    CLI::App* import = Command(app_, "import", "Turn what you have into files of a workspace",
                               [this] { return Import(import_, streams_); });
    import->add_option("KIND", import_.kind, "What SRC is")->required()->check(CLI::IsMember(ImportKinds()));
    import->add_option("SRC", import_.source, "The file or folder to read")->required();
    import->add_option("--to", import_.to, "A workspace, a folder under its knowledge/, or a new directory")
        ->required();
    import->add_option("--locale", import_.locale, "The language of the texts, such as zh; none: good for all");
    import->add_flag("--force", import_.force, "Replace files that are there already");
  }

  void AddHelpCommands() {
    Command(app_, "version", "Show the version", [this] {
      streams_.out << "frontdesk " << kVersion << '\n';
      return kOk;
    });
    CLI::App* help = Command(app_, "help", "Show help, also of one command", [this] { return Help(); });
    help->add_option("COMMAND", topic_, "The command");
  }

  int Help() {
    if (topic_.empty()) {
      streams_.out << app_.get_formatter()->make_help(&app_, "frontdesk", CLI::AppFormatMode::Normal);
      return kOk;
    }
    for (const CLI::App* command : app_.get_subcommands([](const CLI::App*) { return true; })) {
      if (command->get_name() != topic_) continue;
      streams_.out << command->help("frontdesk");
      return kOk;
    }
    streams_.err << "frontdesk: there is no command '" << topic_ << "'; 'frontdesk help' shows what there is\n";
    return kUsage;
  }

  Streams streams_;
  CLI::App app_{kAbout, "frontdesk"};
  std::function<int()> chosen_;
  std::string directory_, listen_, name_, account_, platform_id_, other_, topic_;
  AgentOptions agent_;
  std::int64_t ticket_ = 0;
  bool translation_ = false;
  CheckOptions check_;
  std::string explain_ = "no";
  DrawOptions draw_;
  ChatOptions chat_;
  EvalOptions eval_;
  TestOptions test_;
  ImportCommand import_;
  GapsOptions gaps_;
  EraseOptions erase_;
  ExportOptions export_;
  DeskScoreOptions score_;
};

}  // namespace

int Run(const std::vector<std::string>& arguments, Streams streams) {
  try {
    return CommandLine(streams).Run(arguments);
  } catch (const std::exception& error) {
    streams.err << "frontdesk: " << error.what() << '\n';
    return kFailed;
  }
}

}  // namespace frontdesk::terminal
