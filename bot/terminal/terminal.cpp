#include "bot/terminal/terminal.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <functional>

#include "bot/terminal/commands.h"

namespace frontdesk::terminal {

namespace {

constexpr char kAbout[] =
    "Frontdesk answers the questions of your users in their chat, takes problem reports, and hands over to a person.\n"
    "DIR is a workspace: frontdesk.yaml, flows/ and knowledge/.";

// The arguments of all commands, and the one that was chosen.
class CommandLine {
 public:
  explicit CommandLine(Streams streams) : streams_(streams) {
    app_.require_subcommand(1);
    app_.set_help_all_flag("--help-all", "Help for every command");
    app_.set_version_flag("--version", "frontdesk " + std::string(kVersion));
    AddWorkspaceCommands();
    AddTalkCommands();
    AddAgentCommands();
    AddDataCommands();
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
    chat->add_option("--as", chat_.as, "web: with buttons; plain: as where there are none")
        ->check(CLI::IsMember({"web", "plain"}));
    chat->add_option("--locale", chat_.locale, "The language of the user's client, such as zh");
    WithDirectory(Command(app_, "ask", "Answer JSON lines {\"id\",\"text\"[,\"locale\"]} with JSON lines",
                          [this] { return Ask(directory_, streams_); }));
    CLI::App* test = WithDirectory(Command(app_, "test", "Run transcripts (*.chat)", [this] {
      test_.directory = directory_;
      return Test(test_, streams_);
    }));
    test->add_option("FILE", test_.files, "Transcripts or folders of them; none: all in the workspace");
    test->add_flag("--coverage", test_.coverage, "Show the steps of flows that no transcript entered");
    test->add_option("--junit", test_.junit, "Write the results as JUnit XML to this file");
  }

  void AddAgentCommands() {
    CLI::App* agent = app_.add_subcommand("agent", "Accounts of agents: add, passwd, list");
    agent->require_subcommand(1);
    CLI::App* add = WithDirectory(Command(*agent, "add", "Make an account with a one-time password",
                                          [this] { return AddAgent(directory_, name_, display_, streams_); }));
    add->add_option("NAME", name_, "The login name")->required();
    add->add_option("--display", display_, "The name that users see");
    CLI::App* passwd = WithDirectory(Command(*agent, "passwd", "Give a new one-time password and end all sessions",
                                             [this] { return RenewPassword(directory_, name_, streams_); }));
    passwd->add_option("NAME", name_, "The login name")->required();
    WithDirectory(Command(*agent, "list", "Show all agents", [this] { return ListAgents(directory_, streams_); }));
  }

  void AddDataCommands() {
    CLI::App* backup = WithDirectory(Command(app_, "backup", "Copy all data to a new directory, also while serving",
                                             [this] { return Backup(directory_, other_, streams_); }));
    backup->add_option("TARGET", other_, "A new or empty directory")->required();
    CLI::App* restore = WithDirectory(Command(app_, "restore", "Put a backup in the place of the data",
                                              [this] { return Restore(directory_, other_, streams_); }));
    restore->add_option("SOURCE", other_, "What 'backup' wrote")->required();
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
  std::string directory_, listen_, name_, display_, other_, topic_;
  CheckOptions check_;
  ChatOptions chat_;
  TestOptions test_;
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
