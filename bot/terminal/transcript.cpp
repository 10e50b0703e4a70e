#include "bot/terminal/transcript.h"

#include <array>
#include <charconv>

#include "bot/base/text.h"
#include "bot/core/act_names.h"
#include "bot/core/ticket_focus.h"
#include "bot/desk/snapshot.h"
#include "bot/runtime/config.h"
#include "bot/terminal/profile.h"
#include "bot/terminal/transcript_directions.h"
#include "bot/terminal/transcript_words.h"

namespace frontdesk::terminal {

namespace {

using Act = base::AgentActed::Act;
using Body = std::optional<LineBody>;

constexpr std::string_view kDefaultNow = "2026-01-05T10:00Z";
constexpr auto kHeaderKeys = std::to_array<std::string_view>({"as", "locale", "now", "burst", "channel", "agents"});
constexpr auto kVerbs =
    std::to_array<std::string_view>({"presses", "reacts", "sends", "edits", "takes", "replies", "notes", "gives",
                                     "resolves", "opens", "goes", "is", "joins", "passes", "puts", "acts"});
constexpr auto kBotVerbs =
    std::to_array<std::string_view>({"asks", "answers", "offers", "suggests", "reviews", "greets", "hands"});

// Reads one transcript line by line. A Body of nothing means that an error was reported.
class TranscriptReader {
 public:
  TranscriptReader(const std::string& path, base::Findings& findings) : findings_(findings) {
    transcript_.path = path;
    transcript_.now = *base::ParseTime(kDefaultNow);
  }

  std::optional<Transcript> Read(std::string_view text) {
    const std::vector<std::string> lines = base::SplitLines(text);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      place_ = {transcript_.path, static_cast<int>(i) + 1, 1};
      const std::string_view line = WithoutComment(lines[i]);
      if (line.empty()) continue;
      if (transcript_.lines.empty() && IsHeader(line)) {
        ReadHeader(line);
      } else if (Body body = ReadLine(line)) {
        transcript_.lines.push_back({place_, std::string(line), std::move(*body)});
      }
    }
    if (broken_) return std::nullopt;
    return std::move(transcript_);
  }

 private:
  std::nullopt_t Error(std::string what, std::string fix = {}) {
    findings_.Error(place_, std::move(what), std::move(fix));
    broken_ = true;
    return std::nullopt;
  }

  static bool IsHeader(std::string_view line) {
    for (const std::string_view key : kHeaderKeys)
      if (line.starts_with(std::string(key) + ":")) return true;
    return false;
  }

  void ReadHeader(std::string_view rest) {
    while (!rest.empty()) {
      const std::string_view key = TakeWord(rest);
      const std::string value(TakeWord(rest));
      if (key == "as:") {
        transcript_.as = value;
        const std::vector<std::string> names = ProfileNames();
        const std::vector<std::string_view> known(names.begin(), names.end());
        if (std::find(known.begin(), known.end(), value) == known.end()) {
          Error("'as' names an unknown platform '" + value + "'", base::DidYouMean(value, known));
        }
      } else if (key == "locale:") {
        transcript_.locale = value;
      } else if (key == "now:") {
        const auto now = base::ParseTime(value);
        if (!now) Error("'now' is not a time", "write now: 2026-03-02T10:00+08:00");
        if (now) transcript_.now = *now;
      } else if (key == "channel:") {
        transcript_.channel = value;
        if (value != "plain" && value != "threads") Error("'channel' must be plain or threads");
      } else if (key == "agents:") {
        transcript_.agents = ReadNames(value);
      } else if (key == "burst:") {
        const auto burst = runtime::ParseWait(value);
        if (!burst) Error("'burst' is not a duration", "write burst: 1500ms");
        if (burst) transcript_.burst = *burst;
      } else {
        Error("'" + std::string(key) + "' is no key of the header", base::DidYouMean(key, kHeaderKeys));
      }
    }
  }

  Body ReadLine(std::string_view line) {
    if (line.starts_with('(')) return ReadDirection(line);
    if (Body world = WorldFrom(line)) return world;
    std::string_view rest = line;
    const std::string first(TakeWord(rest));
    if (first == "bot:") return BotSays{ReadMatch(rest)};
    if (first == "bot") return ReadBot(rest);
    if (first == "ticket:") return ReadTicket(rest);
    if (first == "desk" || first == "desk:") return ReadDesk(first, rest);
    if (first == "clock:") return ReadClock(rest);
    if (first == "channel>") return ChannelShows{ReadMatch(rest), rest == "nothing"};
    if (first.size() > 1 && first.ends_with('>'))
      return SaysInChannel{first.substr(0, first.size() - 1), 0, WithBreaks(rest)};
    const bool shows_file = rest.starts_with("with ") && rest.find("> ") != std::string_view::npos;
    if (rest.starts_with('#') || rest.starts_with("edits>") || shows_file) return ReadInChannel(first, rest);
    if (first == "locale" && rest.starts_with("switches to ")) return SwitchesLocale{std::string(rest.substr(12))};
    if (first.size() > 1 && first.ends_with(':')) return Says{first.substr(0, first.size() - 1), WithBreaks(rest)};
    return ReadAct(first, rest);
  }

  Body ReadDirection(std::string_view line) {
    if (!line.ends_with(')')) return Error("a line that begins with '(' must end with ')'");
    const std::string_view words = base::Trim(line.substr(1, line.size() - 2));
    if (Body direction = DirectionFrom(words)) return direction;
    return Error("'(" + std::string(words) + ")' means nothing here", DidYouMeanDirection(words));
  }

  Body ReadBot(std::string_view rest) {
    using base::MessageKind;
    const std::string_view verb = TakeWord(rest);
    if (verb == "asks") return ReadBotDoes(MessageKind::kAsk, true, rest);
    if (verb == "answers") return ReadBotDoes(MessageKind::kAnswer, true, rest);
    if (verb == "greets") return ReadBotDoes(MessageKind::kGreeting, false, rest);
    if (verb == "offers") return ReadBotDoes(std::nullopt, false, rest);
    if (verb == "suggests") return ReadSuggestions(rest);
    if (verb == "hands" && TakeWord(rest) == "over") return ReadBotDoes(MessageKind::kHandoff, false, rest);
    if (verb == "reviews") {
      const auto pairs = ReadPairs(rest);
      if (!pairs) return Error("the answers cannot be read", "write bot reviews area=file actual=\"two words\"");
      return BotReviews{*pairs};
    }
    return Error("the bot cannot '" + std::string(verb) + "'", base::DidYouMean(verb, kBotVerbs));
  }

  Body ReadBotDoes(std::optional<base::MessageKind> kind, bool with_subject, std::string_view rest) {
    BotDoes does;
    does.kind = kind;
    if (with_subject && !rest.starts_with('[')) does.subject = TakeWord(rest);
    if (with_subject && does.subject.empty()) return Error("the name of what is asked or answered is missing");
    auto labels = ReadLabels(rest);
    if (!labels) return Error("the buttons cannot be read", "write each in brackets: [Yes] [No]");
    if (!kind && labels->empty()) return Error("the offered buttons are missing", "write bot offers [Yes] [No]");
    does.labels = std::move(*labels);
    return does;
  }

  Body ReadSuggestions(std::string_view rest) {
    BotSuggests suggests;
    while (!rest.empty()) suggests.articles.emplace_back(TakeWord(rest));
    return suggests;
  }

  Body ReadTicket(std::string_view rest) {
    if (rest == "none") return TicketHas{{}, true};
    const auto pairs = ReadPairs(rest);
    if (!pairs || pairs->empty()) return Error("the values cannot be read", "write ticket: area=file level=critical");
    return TicketHas{*pairs, false};
  }

  Body ReadDesk(const std::string& first, std::string_view rest) {
    if (first == "desk:") {
      const std::string who(TakeWord(rest));
      if (who.size() < 2 || !who.ends_with(':')) return Error("who said it is missing", "write desk: ada: great");
      return DeskSees{who.substr(0, who.size() - 1), ReadMatch(rest)};
    }
    constexpr std::string_view kCard = "shows card with ";
    if (!rest.starts_with(kCard)) return Error("the desk cannot do that", "write desk shows card with steps, version");
    return CardShows{ReadNames(rest.substr(kCard.size()))};
  }

  Body ReadClock(std::string_view rest) {
    const std::string clock(TakeWord(rest));
    static constexpr std::string_view kClocks[] = {"first_response", "first_useful_response", "next_response",
                                                   "resolution"};
    if (std::find(std::begin(kClocks), std::end(kClocks), clock) != std::end(kClocks))
      return ClockSays{clock, std::string(rest)};
    return Error("there is no clock '" + clock + "'",
                 "known: first_response, first_useful_response, next_response, resolution");
  }

  // "it: why", ": why", "it", "".
  static std::string TextAfter(std::string_view rest) {
    const std::size_t colon = rest.find(':');
    return colon == std::string_view::npos ? std::string() : WithBreaks(base::Trim(rest.substr(colon + 1)));
  }

  Body ReadAct(const std::string& who, std::string_view rest) {
    const std::string_view all = rest;
    std::string verb(TakeWord(rest));
    if (verb.ends_with(':')) verb.pop_back();
    const std::string text = TextAfter(all);
    if (verb == "presses") return ReadPress(who, rest);
    if (verb == "reacts" && !rest.empty()) return Reacts{who, std::string(rest)};
    if (verb == "sends") return ReadSend(who, rest);
    if (verb == "opens" && rest.starts_with("a ticket for ")) return ReadCaller(who, rest.substr(13));
    if (verb == "edits") return Edits{who, text};
    if (verb == "opens") return OpensChat{who};
    if (verb == "goes" && rest == "on on another device") return ChangesDevice{who};
    if (verb == "acts") return ReadNamedAct(who, rest);
    if (verb == "takes") return AgentDoes{who, Act::kTake, {}};
    if (verb == "resolves") return AgentDoes{who, Act::kResolve, text};
    if (verb == "gives" && rest.starts_with("context ")) return GivesContext{who, std::string(rest.substr(8))};
    if (verb == "gives" && (rest == "it back" || rest == "back")) return AgentDoes{who, Act::kGiveBack, {}};
    if (verb == "joins" && rest.starts_with("the desk")) return ReadJoin(who, rest.substr(8));
    if (verb == "is" && desk::ToString(desk::PresenceFrom(rest)) == rest)
      return JoinsDesk{who, {{"presence", std::string(rest)}}};
    if (verb == "passes" && rest.starts_with("it to ")) return ReadPass(who, rest.substr(6), text);
    if (verb == "puts" && rest.starts_with("it on hold")) return AgentDoes{who, Act::kPause, text};
    if (verb == "is" && rest.starts_with("told:")) return IsTold{who, ReadMatch(rest.substr(5))};
    if (verb == "replies" || verb == "notes") {
      if (text.empty()) return Error("the words are missing", "write " + who + " " + verb + ": ...");
      return AgentDoes{who, verb == "notes" ? Act::kNote : Act::kReply, text};
    }
    if (verb.empty()) return Error("'" + who + "' stands alone", "write " + who + ": what they say");
    return Error("nobody can '" + std::string(all) + "'", base::DidYouMean(verb, kVerbs));
  }

  // "#1001> words", "edits> words", "#1001 with a.png image/png 2KB> words"
  Body ReadInChannel(const std::string& who, std::string_view rest) {
    const std::size_t end = std::min(rest.find('>'), rest.size());
    std::string_view how = rest.substr(0, end);
    SaysInChannel said{who, 0, WithBreaks(base::Trim(rest.substr(std::min(end + 1, rest.size()))))};
    if (how.starts_with('#')) said.ticket = core::TicketNumberIn(TakeWord(how));
    const bool reads = rest.size() > end && (!rest.starts_with('#') || said.ticket != 0);
    said.edits = how == "edits";
    if (how.starts_with("with ")) {
      const auto files = ReadFiles(how.substr(5));
      if (!files) return Error("the files cannot be read", "write " + who + " with a.png image/png 2KB> words");
      said.files = *files;
    } else if (!reads || !(how.empty() || said.edits)) {
      return Error("the thread cannot be read", "write " + who + " #1001> words");
    }
    return said;
  }

  // "plan value=2026-03-20 ticket=1001: why"
  Body ReadNamedAct(const std::string& who, std::string_view rest) {
    const std::size_t colon = rest.find(": ");
    const std::string text =
        colon == std::string_view::npos ? std::string() : WithBreaks(base::Trim(rest.substr(colon + 2)));
    std::string_view head = rest.substr(0, colon);
    const std::string name(TakeWord(head));
    const auto act = core::ActFrom(name);
    std::vector<std::string_view> names;
    for (const auto& [known, ignored] : core::NamedActs()) names.push_back(known);
    if (!act) return Error("there is no act '" + name + "'", base::DidYouMean(name, names));
    AgentDoes does{who, *act, text};
    const auto pairs = ReadPairs(head);
    if (!pairs) return Error("what is acted on cannot be read", "write " + who + " acts set what=impact value=blocked");
    for (const auto& [key, value] : *pairs) {
      if (key == "what") does.what = value;
      if (key == "value") does.value = value;
      if (key == "ticket") does.ticket = core::TicketNumberIn(value);
      if (key != "what" && key != "value" && key != "ticket")
        return Error("an act has no '" + key + "'", "use what=, value= and ticket=");
    }
    return does;
  }

  // "Wang by phone contact=138 flow=bug-report: words"
  Body ReadCaller(const std::string& who, std::string_view rest) {
    OpensTicket opens{who, std::string(TakeWord(rest)), {}, TextAfter(rest), {}};
    std::string_view head = rest.substr(0, rest.find(": "));
    const bool by = TakeWord(head) == "by";
    opens.source = TakeWord(head);
    const auto fields = ReadPairs(head);
    if (!by || opens.source.empty() || !fields)
      return Error("the ticket cannot be read", "write " + who + " opens a ticket for Wang by phone: words");
    opens.fields = *fields;
    return opens;
  }

  Body ReadJoin(const std::string& who, std::string_view rest) {
    auto properties = ReadPairs(rest);
    if (!properties) return Error("the properties cannot be read", "write " + who + " joins the desk queues=tech");
    return JoinsDesk{who, std::move(*properties)};
  }

  static Body ReadPass(const std::string& who, std::string_view rest, const std::string& text) {
    std::string to(TakeWord(rest));
    if (to.ends_with(':')) to.pop_back();
    const bool agent = to.starts_with('@');
    return AgentDoes{who, Act::kTransfer, text, agent ? "agent" : "queue", agent ? to.substr(1) : to};
  }

  Body ReadPress(const std::string& who, std::string_view rest) {
    const auto labels = ReadLabels(rest);
    if (labels && labels->size() == 1) return Presses{who, labels->front()};
    return Error("one button must be named", "write " + who + " presses [Yes]");
  }

  Body ReadSend(const std::string& who, std::string_view rest) {
    const std::size_t colon = rest.find(": ");
    const auto files = ReadFiles(rest.substr(0, colon));
    if (!files) return Error("the files cannot be read", "write " + who + " sends crash.log text/plain 2KB");
    const bool caption = colon != std::string_view::npos;
    return Sends{who, *files, caption ? WithBreaks(base::Trim(rest.substr(colon + 2))) : std::string()};
  }

  Transcript transcript_;
  base::Findings& findings_;
  base::Place place_;
  bool broken_ = false;
};

}  // namespace

std::optional<Transcript> ParseTranscript(const std::string& path, std::string_view text, base::Findings& findings) {
  if (text.size() > kMaxTranscriptBytes || !base::IsUtf8(text)) {
    findings.Error({path, 0, 0}, text.size() > kMaxTranscriptBytes ? "larger than 1 MB" : "not UTF-8 text");
    return std::nullopt;
  }
  return TranscriptReader(path, findings).Read(text);
}

}  // namespace frontdesk::terminal
