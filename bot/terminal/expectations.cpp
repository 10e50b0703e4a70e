#include "bot/terminal/expectations.h"

#include <algorithm>

#include "bot/base/text.h"
#include "bot/desk/clock.h"
#include "bot/terminal/transcript_words.h"
#include "flows/answer.h"

namespace frontdesk::terminal {

namespace {

using base::Message;
using base::MessageKind;

template <typename... Kinds>
struct Overloaded : Kinds... {
  using Kinds::operator()...;
};
template <typename... Kinds>
Overloaded(Kinds...) -> Overloaded<Kinds...>;

// The words alone, without buttons; an agent's begin with the name.
std::string Words(const Message& message) {
  const std::string text = base::ToPlainText(message.text);
  return message.kind == MessageKind::kAgent ? message.author + ": " + text : text;
}

// With the facts, files and source, for "contains".
std::string AllWords(const Message& message) {
  Message shown = message;
  shown.buttons.clear();
  return (message.kind == MessageKind::kAgent ? message.author + ": " : std::string()) + base::ToPlainText(shown);
}

std::vector<std::string> Labels(const Message& message, bool only_answers) {
  std::vector<std::string> labels;
  for (const base::Button& button : message.buttons)
    if (!only_answers || !button.value.starts_with("flow:")) labels.push_back(button.label);
  return labels;
}

// A question shows exactly its answers, with or without its Skip and Done; elsewhere the named buttons must be there
// in this order.
bool HasLabels(const Message& message, const std::vector<std::string>& wanted) {
  if (wanted.empty()) return true;
  const std::vector<std::string> all = Labels(message, false);
  if (message.kind == MessageKind::kAsk) return wanted == all || wanted == Labels(message, true);
  auto at = all.begin();
  for (const std::string& label : wanted) {
    at = std::find(at, all.end(), label);
    if (at == all.end()) return false;
    ++at;
  }
  return true;
}

std::vector<std::string> SuggestedArticles(const Message& message) {
  std::vector<std::string> ids;
  for (const base::Button& button : message.buttons)
    if (button.value.starts_with("article:")) ids.push_back(button.value.substr(8));
  return ids;
}

// The first of `wanted` first; more may follow.
bool Suggests(const Message& message, const std::vector<std::string>& wanted) {
  const std::vector<std::string> ids = SuggestedArticles(message);
  return message.kind == MessageKind::kDidYouMean && wanted.size() <= ids.size() &&
         std::equal(wanted.begin(), wanted.end(), ids.begin());
}

bool Reviews(const Message& message, const Pairs& answers, const Stage& stage) {
  if (message.kind != MessageKind::kReview) return false;
  for (const auto& wanted : answers) {
    const std::string& key = wanted.first;
    const auto fact =
        std::find_if(message.facts.begin(), message.facts.end(), [&](const auto& f) { return f.key == key; });
    if (fact == message.facts.end()) return false;
    const auto answer = stage.answers().find(key);
    if (fact->value != wanted.second && (answer == stage.answers().end() || answer->second != wanted.second))
      return false;
  }
  return true;
}

std::string DescribeAll(const Hearing& hearing) {
  std::string text;
  for (const core::Spoken& spoken : hearing.heard) text += "\n    " + Describe(spoken);
  return text.empty() ? "nothing was said" : "what came:" + text;
}

// Finds the next message to the user that fits. The one before may be looked at again for another of its sides: first
// what was asked, then with which words.
template <typename Expected, typename Fits>
std::string FindMessage(const Expected&, Hearing& hearing, const Fits& fits) {
  const std::size_t kind = LineBody(Expected{}).index();
  for (std::size_t i = hearing.at; i < hearing.heard.size(); ++i) {
    if (i == hearing.at && hearing.used.contains(kind)) continue;
    if (!ReachesUser(hearing.heard[i]) || !fits(hearing.heard[i].message)) continue;
    if (i != hearing.at) hearing.used.clear();
    hearing.at = i;
    hearing.used.insert(kind);
    return {};
  }
  return DescribeAll(hearing);
}

// Against the message that shares most with it; nothing where a part was expected, as that has no other side.
std::string NearestDiff(const BotSays& expected, const Hearing& hearing) {
  std::string nearest;
  for (std::size_t i = hearing.at; i < hearing.heard.size() && !expected.match.part; ++i) {
    if (!ReachesUser(hearing.heard[i])) continue;
    const std::string diff = WordDiff(expected.match.text, Words(hearing.heard[i].message));
    if (!diff.empty() && (nearest.empty() || diff.size() < nearest.size())) nearest = diff;
  }
  return nearest.empty() ? "" : "\n  difference: " + nearest;
}

std::string UnmetSays(const BotSays& expected, Hearing& hearing) {
  const std::string unmet = FindMessage(expected, hearing, [&](const Message& message) {
    return Matches(expected.match, expected.match.part ? AllWords(message) : Words(message));
  });
  return unmet.empty() ? unmet : unmet + NearestDiff(expected, hearing);
}

std::string UnmetDoes(const BotDoes& expected, Hearing& hearing) {
  return FindMessage(expected, hearing, [&](const Message& message) {
    return (!expected.kind || message.kind == *expected.kind) &&
           (expected.subject.empty() || message.subject == expected.subject) && HasLabels(message, expected.labels);
  });
}

std::string UnmetDesk(const DeskSees& expected, const Hearing& hearing, const Stage& stage) {
  const auto conversation = stage.conversation();
  for (const core::Spoken& spoken : hearing.heard) {
    const bool user = spoken.row.from == "user";
    if (!user && spoken.row.from != "agent") continue;
    const std::string author = user && conversation ? conversation->person_name : spoken.message.author;
    Message words = spoken.message;
    words.kind = MessageKind::kUser;
    if (base::AsciiLower(author) == base::AsciiLower(expected.who) &&
        Matches(expected.match, expected.match.part ? AllWords(words) : Words(words)))
      return {};
  }
  return DescribeAll(hearing);
}

std::string UnmetChannel(const ChannelShows& expected, const Stage& stage) {
  std::string came;
  for (const core::Spoken& spoken : stage.channel_heard()) {
    const std::string words = expected.match.part ? AllWords(spoken.message) : Words(spoken.message);
    if (!expected.nothing && Matches(expected.match, words)) return {};
    came += "\n    " + Describe(spoken);
  }
  if (came.empty()) return expected.nothing ? "" : "nothing was said in the desk channel";
  return "what came in the desk channel:" + came;
}

std::string UnmetSilence(const Hearing& hearing) {
  for (std::size_t i = hearing.silent_from; i < hearing.heard.size(); ++i)
    if (ReachesUser(hearing.heard[i])) return DescribeAll(hearing);
  return {};
}

// An answer on a ticket in the forms that a transcript may name it by: as it is shown, and as the flow calls it.
std::vector<std::string> AnswerForms(const base::Fact& fact, const desk::Ticket& ticket, const Stage& stage) {
  std::vector<std::string> forms = {fact.value};
  if (const auto answer = stage.answers().find(fact.key); answer != stage.answers().end())
    forms.push_back(answer->second);
  const flows::Flow* flow = stage.catalog().flows.Find(ticket.flow);
  const flows::Slot* slot = flow ? flow->FindSlot(fact.key) : nullptr;
  if (!slot) return forms;
  if (slot->type == flows::SlotType::kYesNo)
    if (const auto word = flows::ReadYesNo(fact.value)) forms.push_back(*word);
  for (const flows::Option& option : slot->options)
    for (const auto& [locale, label] : option.label.values)
      if (label == fact.value) forms.push_back(option.value);
  return forms;
}

std::string Joined(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ",") + name;
  return list;
}

// Of a ticket by the names that transcripts use; empty when there is no such value.
std::vector<std::string> TicketValues(const desk::Ticket& ticket, const std::string& key, const Stage& stage) {
  const std::pair<std::string_view, std::string> values[] = {
      {"number", std::to_string(ticket.number)},
      {"state", std::string(desk::ToString(ticket.state))},
      {"category", ticket.impact.category},
      {"component", ticket.impact.component},
      {"impact", ticket.impact.impact},
      {"scope", ticket.impact.scope},
      {"workaround", ticket.impact.workaround},
      {"level", std::string(desk::ToString(ticket.level.tier))},
      {"queue", ticket.queue},
      {"owner", ticket.owner},
      {"rule", ticket.routed.rule},
      {"offered", ticket.routed.offered},
      {"title", ticket.title},
      {"flow", ticket.flow},
      {"words", ticket.words},
      {"files", std::to_string(ticket.files.size())},
      {"stage", ticket.stage},
      {"reason", ticket.state_reason},
      {"review", ticket.review ? base::FormatUtc(*ticket.review).substr(0, 10) : ""},
      {"affected", std::to_string(ticket.affected)},
      {"merged_into", std::to_string(ticket.merged_into)},
      {"tags", Joined(ticket.tags)},
      {"source", ticket.source},
      {"fixed_in", ticket.fixed_in},
      {"snoozed", ticket.snoozed_until ? base::FormatUtc(*ticket.snoozed_until).substr(0, 10) : ""},
      {"score", std::to_string(ticket.score)},
      {"score_reason", ticket.score_reason},
  };
  for (const auto& [name, value] : values)
    if (name == key) return {value};
  for (const base::Fact& fact : ticket.slots)
    if (fact.key == key) return AnswerForms(fact, ticket, stage);
  for (const base::Fact& fact : ticket.custom)
    if (fact.key == key) return {fact.value};
  if (const auto answer = stage.answers().find(key); answer != stage.answers().end()) return {answer->second};
  if (key == "area") return {ticket.impact.component};
  if (const auto conversation = stage.conversation(); conversation && key == "urgency")
    return {std::to_string(conversation->urgency)};
  return {};
}

bool IsOpen(const desk::Ticket& ticket) { return ticket.state != desk::TicketState::kClosed; }

std::string UnmetTicket(const TicketHas& expected, const Stage& stage) {
  const auto ticket = stage.ticket();
  if (expected.none) return ticket && IsOpen(*ticket) ? "there is the ticket " + std::to_string(ticket->number) : "";
  if (!ticket) return "there is no ticket";
  std::string unmet;
  for (const auto& [key, value] : expected.values) {
    const std::vector<std::string> got = TicketValues(*ticket, key, stage);
    if (std::find(got.begin(), got.end(), value) != got.end()) continue;
    if (!unmet.empty()) unmet += "; ";
    unmet += got.empty() ? "it has no '" + key + "'" : key + " is \"" + got.front() + "\"";
  }
  return unmet;
}

std::vector<std::string> CardKeys(const desk::Ticket& ticket) {
  std::vector<std::string> keys;
  for (const base::Fact& fact : ticket.slots) keys.push_back(fact.key);
  for (const base::Fact& fact : ticket.context) keys.push_back(fact.key);
  for (const desk::TriedArticle& tried : ticket.tried) keys.push_back(tried.id);
  if (!ticket.context.empty()) keys.emplace_back("context");
  if (!ticket.tried.empty()) keys.emplace_back("tried");
  if (!ticket.files.empty()) keys.emplace_back("files");
  if (!ticket.words.empty()) keys.emplace_back("words");
  return keys;
}

std::string UnmetCard(const CardShows& expected, const Stage& stage) {
  const auto ticket = stage.ticket();
  const auto conversation = stage.conversation();
  if (!ticket || conversation->desk == store::DeskState::kNone) return "the desk has no card of this conversation";
  const std::vector<std::string> keys = CardKeys(*ticket);
  std::string missing, shown;
  for (const std::string& key : expected.keys)
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) missing += " " + key;
  for (const std::string& key : keys) shown += " " + key;
  return missing.empty() ? "" : "the card lacks" + missing + "; it shows" + shown;
}

std::string UnmetClock(const ClockSays& expected, const Stage& stage) {
  const auto ticket = stage.ticket();
  if (!ticket) return "there is no ticket, so no clock";
  const core::Policy& policy = stage.catalog().policy;
  for (const desk::ClockKind kind : {desk::ClockKind::kFirstResponse, desk::ClockKind::kFirstUseful,
                                     desk::ClockKind::kNextResponse, desk::ClockKind::kResolution}) {
    std::string name(desk::ToString(kind));
    std::replace(name.begin(), name.end(), ' ', '_');
    if (name != expected.clock) continue;
    const desk::Clock clock =
        desk::ReadClock(kind, desk::ChangesOf(*ticket), {policy.levels, policy.hours}, stage.now());
    const std::string state = desk::InWords(clock, stage.now());
    return state == expected.state ? "" : "the clock says: " + expected.clock + " " + state;
  }
  return "there is no clock '" + expected.clock + "'";
}

}  // namespace

bool ReachesUser(const core::Spoken& spoken) { return spoken.row.from != "user" && !spoken.row.internal; }

bool IsExpectation(const TranscriptLine& line) { return line.body.index() >= LineBody(BotSays{}).index(); }

std::string Unmet(const TranscriptLine& line, Hearing& hearing, const Stage& stage) {
  return std::visit(Overloaded{
                        [&](const BotSays& expected) { return UnmetSays(expected, hearing); },
                        [&](const BotDoes& expected) { return UnmetDoes(expected, hearing); },
                        [&](const BotSuggests& expected) {
                          return FindMessage(expected, hearing, [&](const Message& message) {
                            return Suggests(message, expected.articles);
                          });
                        },
                        [&](const BotReviews& expected) {
                          return FindMessage(expected, hearing, [&](const Message& message) {
                            return Reviews(message, expected.answers, stage);
                          });
                        },
                        [&](const TicketHas& expected) { return UnmetTicket(expected, stage); },
                        [&](const CardShows& expected) { return UnmetCard(expected, stage); },
                        [&](const DeskSees& expected) { return UnmetDesk(expected, hearing, stage); },
                        [&](const ChannelShows& expected) { return UnmetChannel(expected, stage); },
                        [&](const ClockSays& expected) { return UnmetClock(expected, stage); },
                        [&](const Silence&) { return UnmetSilence(hearing); },
                        [](const auto&) { return std::string(); },
                    },
                    line.body);
}

std::string Describe(const core::Spoken& spoken) {
  const Message& message = spoken.message;
  std::string words = AllWords(message);
  std::replace(words.begin(), words.end(), '\n', ' ');
  if (spoken.row.from == "user") return "desk: (the user): " + words;
  if (spoken.row.internal) return "desk: " + base::AsciiLower(message.author) + ": " + words;
  std::string text = "bot";
  switch (message.kind) {
    case MessageKind::kAsk: text += " asks " + message.subject; break;
    case MessageKind::kAnswer: text += " answers " + message.subject; break;
    case MessageKind::kGreeting: text += " greets"; break;
    case MessageKind::kHandoff: text += " hands over"; break;
    case MessageKind::kReview: text += " reviews"; break;
    case MessageKind::kDidYouMean:
      text += " suggests";
      for (const std::string& id : SuggestedArticles(message)) text += " " + id;
      break;
    default: break;
  }
  for (const base::Button& button : message.buttons) text += " [" + button.label + "]";
  return text + ": " + words;
}

std::string DescribeState(const Stage& stage) {
  const auto conversation = stage.conversation();
  if (!conversation) return "no conversation yet";
  std::string text = "speaker " + std::string(desk::ToString(conversation->lease.speaker));
  if (!conversation->lease.holder.empty()) text += " (" + conversation->lease.holder + ")";
  text += "; locale " + conversation->locale;
  if (conversation->flow) {
    text += "; flow " + conversation->flow->flow + " with";
    for (const auto& [name, value] : conversation->flow->slots)
      text += " " + name + "=" + (value.skipped ? "(skipped)" : "\"" + value.value + "\"");
  }
  if (const auto ticket = stage.ticket()) {
    text += "; ticket " + std::to_string(ticket->number) + " " + std::string(desk::ToString(ticket->state)) +
            ", level " + std::string(desk::ToString(ticket->level.tier)) + ", queue " + ticket->queue;
  }
  return text + "; now " + base::FormatUtc(stage.now());
}

}  // namespace frontdesk::terminal
