#include <iostream>

#include "bot/base/text.h"
#include "bot/runtime/config.h"
#include "bot/terminal/commands.h"
#include "bot/terminal/expectations.h"
#include "bot/terminal/opening.h"
#include "bot/terminal/profile.h"
#include "bot/terminal/transcript_run.h"
#include "bot/terminal/transcript_words.h"

namespace frontdesk::terminal {

namespace {

constexpr std::size_t kMaxTypedBytes = 64 << 10;
constexpr char kUser[] = "you";

constexpr char kHelp[] =
    "  TEXT, a number or a label        what you say or press\n"
    "  /clock +26h                      time passes\n"
    "  /restart                         the bot restarts\n"
    "  /locale zh                       your client's language\n"
    "  /context {\"os\":\"iOS\"}            what the page tells about you\n"
    "  /send crash.log text/plain 2KB   sends a file of that name, type and size\n"
    "  /agent kim take | reply TEXT | note TEXT | give-back | resolve [WHY]\n"
    "  /who                             who may speak, and what is known\n"
    "  /quit";

// One conversation at a terminal.
class Talk {
 public:
  Talk(Stage& stage, const adapters::Capabilities& can, std::string public_url, Streams streams)
      : stage_(stage), can_(can), public_url_(std::move(public_url)), streams_(streams) {}

  void Run() {
    Show(stage_.UserDoes(kUser, base::Opened{}));
    std::string line;
    while (Prompt(line))
      if (!Take(base::Trim(line))) return;
  }

 private:
  bool Prompt(std::string& line) {
    if (streams_.in_is_terminal) streams_.out << "> ";
    streams_.out.flush();
    return static_cast<bool>(std::getline(streams_.in, line));
  }

  // False when the talk is over.
  bool Take(std::string_view line) {
    if (line.empty()) return true;
    if (line.size() > kMaxTypedBytes) {
      streams_.out << "(a message of more than 64 KB is too long)\n";
      return true;
    }
    std::string_view rest = line;
    const std::string command(TakeWord(rest));
    if (command == "/quit" || command == "/exit") return false;
    if (command == "/help" || command == "/?") {
      streams_.out << kHelp << '\n';
    } else if (command == "/clock") {
      PassTime(rest);
    } else if (command == "/restart") {
      stage_.Restart();
      streams_.out << "(the bot has restarted)\n";
    } else if (command == "/locale") {
      SwitchLocale(std::string(rest));
    } else if (command == "/who") {
      streams_.out << '(' << DescribeState(stage_) << ")\n";
    } else if (command == "/context") {
      Show(stage_.UserDoes(kUser, base::GaveContext{std::string(rest)}));
    } else if (command == "/send") {
      SendFiles(rest);
    } else if (command == "/agent") {
      ActAsAgent(rest);
    } else {
      Show(stage_.UserDoes(kUser, base::Said{std::string(line)}));
    }
    return true;
  }

  void PassTime(std::string_view rest) {
    if (rest.starts_with('+')) rest.remove_prefix(1);
    const auto time = runtime::ParseWait(rest);
    if (!time) {
      streams_.out << "(write /clock +26h, +15m or +3d)\n";
      return;
    }
    Show(stage_.Pass(*time));
    streams_.out << "(it is " << base::FormatUtc(stage_.now()) << ")\n";
  }

  void SwitchLocale(const std::string& locale) {
    if (locale.empty()) {
      streams_.out << "(write /locale zh)\n";
      return;
    }
    stage_.SetLocale(locale);
    Show(stage_.UserDoes(kUser, base::Pressed{"locale:" + locale, locale}));
  }

  void SendFiles(std::string_view rest) {
    const auto files = ReadFiles(rest);
    if (!files) {
      streams_.out << "(write /send crash.log text/plain 2KB)\n";
      return;
    }
    Show(stage_.UserSends(kUser, *files, {}));
  }

  void ActAsAgent(std::string_view rest) {
    using Act = base::AgentActed::Act;
    const std::string who(TakeWord(rest));
    const std::string act(TakeWord(rest));
    const bool says = act == "reply" || act == "note";
    if (act == "take") return Show(stage_.AgentDoes(who, Act::kTake, {}));
    if (act == "give-back") return Show(stage_.AgentDoes(who, Act::kGiveBack, {}));
    if (act == "resolve") return Show(stage_.AgentDoes(who, Act::kResolve, std::string(rest)));
    if (says && !rest.empty()) {
      return Show(stage_.AgentDoes(who, act == "note" ? Act::kNote : Act::kReply, std::string(rest)));
    }
    streams_.out << "(write /agent kim take, reply TEXT, note TEXT, give-back or resolve)\n";
  }

  void Show(const base::Result<Stage::Heard>& heard) {
    if (!heard) {
      streams_.out << '(' << heard.error().message << ")\n";
      return;
    }
    for (const core::Spoken& spoken : *heard) {
      if (ReachesUser(spoken)) {
        ShowMessage(spoken.message);
      } else if (spoken.row.internal) {
        streams_.out << "[desk] " << spoken.message.author << " notes: " << base::ToPlainText(spoken.message) << '\n';
      }
    }
  }

  void ShowMessage(const base::Message& message) {
    // An agent's name stands in the text already.
    const char* speaker = message.kind == base::MessageKind::kAgent ? "" : "bot: ";
    for (const std::string& text : ShownAs(can_, message, public_url_)) streams_.out << speaker << text << '\n';
  }

  Stage& stage_;
  adapters::Capabilities can_;
  std::string public_url_;
  Streams streams_;
};

}  // namespace

int Chat(const ChatOptions& options, Streams streams) {
  const auto workspace = OpenWorkspace(options.directory, streams.err);
  if (!workspace) return kFailed;
  // At a keyboard nobody wants to wait for the rest of a thought.
  auto catalog = std::make_shared<core::Catalog>(*workspace->catalog);
  catalog->policy.burst_window = base::Millis{0};
  const std::string locale = options.locale.empty() ? workspace->config.locales.front() : options.locale;
  auto stage = Stage::Open(catalog, {AccountFor(options.as == "plain" ? "web" : options.as, workspace->config), locale,
                                     base::SystemClock().Now(), ProfileOf(options.as).forms});
  if (!stage) {
    PrintError(streams.err, stage.error());
    return kFailed;
  }
  if (streams.in_is_terminal) streams.out << "(/help shows what you can do here besides talking)\n";
  Talk(**stage, ProfileOf(options.as), workspace->config.public_url, streams).Run();
  return kOk;
}

}  // namespace frontdesk::terminal
