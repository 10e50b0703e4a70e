#include "bot/core/desk_channel.h"

#include <nlohmann/json.hpp>

#include "bot/base/json.h"
#include "bot/base/text.h"
#include "bot/core/desk_command.h"
#include "bot/core/incidents.h"
#include "bot/core/talk.h"
#include "bot/core/user_input.h"

namespace frontdesk::core {

namespace {

using Kind = DeskCommand::Kind;

// Whether the channel's words are about a ticket without naming it.
bool InThread(const Draft& draft) {
  return draft.conversation.about != 0 || draft.event.address.channel.starts_with(desk::kTicketChannel);
}

std::string NumberOf(const Draft& draft) {
  const auto& ticket = draft.context.desk_side.ticket;
  return ticket ? std::to_string(ticket->number) : std::string();
}

void SayStatus(Draft& draft) {
  const desk::Ticket& ticket = *draft.context.desk_side.ticket;
  const Conversation& about = *draft.context.desk_side.about;
  const std::string holder = about.lease.holder_display.empty() ? std::string(desk::ToString(about.lease.speaker))
                                                                : about.lease.holder_display;
  draft.Say(draft.Words(Text::kDeskStatus, {{"number", NumberOf(draft)},
                                            {"title", base::Shorten(ticket.title, 120)},
                                            {"person", about.person_name},
                                            {"state", draft.Words(StateWords(ticket.state))},
                                            {"queue", QueueName(draft, ticket.queue)},
                                            {"holder", holder}}));
}

// To the customer's conversation, as from any other surface.
void RelayAct(Draft& draft, base::AgentActed act) {
  const DeskSide& side = draft.context.desk_side;
  act.agent = side.agent->login;
  act.agent_display = side.agent->display;
  act.ticket = side.ticket->number;
  act.said_in = draft.event.address;
  for (const base::FileRef& file : act.files)
    if (!file.remote.empty()) draft.FetchFile(file, side.ticket->conversation);
  Relay relay;
  relay.conversation = side.ticket->conversation;
  relay.event.author = {side.agent->login, side.agent->display, false, true};
  relay.event.body = std::move(act);
  draft.Relay(relay);
}

void RelayNote(Draft& draft, std::string text, std::vector<base::FileRef> files = {}) {
  base::AgentActed note;
  note.act = base::AgentActed::Act::kNote;
  note.text = std::move(text);
  note.files = std::move(files);
  RelayAct(draft, std::move(note));
}

void RelayReply(Draft& draft, std::string text, std::vector<base::FileRef> files, std::string_view what = {}) {
  base::AgentActed reply;
  reply.act = base::AgentActed::Act::kReply;
  reply.text = std::move(text);
  reply.what = what;
  reply.files = std::move(files);
  RelayAct(draft, std::move(reply));
}

// False when somebody was told why nothing is done.
bool MayAct(Draft& draft, const DeskCommand& command) {
  const DeskSide& side = draft.context.desk_side;
  if (!side.agent) {
    draft.Say(
        draft.Words(Text::kDeskStranger, {{"account", draft.event.address.account}, {"id", draft.event.author.id}}));
    return false;
  }
  const std::int64_t meant = TicketMeant(draft.event, draft.conversation, draft.policy().product);
  if (meant == 0) draft.Say(draft.Words(Text::kDeskWhichTicket, {{"verb", command.verb}}));
  if (meant != 0 && !side.ticket) draft.Say(draft.Words(Text::kDeskNoTicket, {{"number", std::to_string(meant)}}));
  return side.ticket.has_value();
}

// To an incident that is known.
void RelayToIncident(Draft& draft, const DeskCommand& command) {
  const DeskSide& side = draft.context.desk_side;
  const std::int64_t number = side.ticket->number;
  if (draft.context.reports->FindIncident(number) == nullptr)
    return draft.Say(draft.Words(Text::kDeskIncidentNone, {{"number", std::to_string(number)}}));
  if (command.kind == Kind::kAnnounce) return draft.Relay(AnnounceIncident(number, draft.policy().incidents.announce));
  const auto state = desk::IncidentStateFrom(command.state);
  draft.Relay(
      UpdateIncident(number, *state, IncidentTexts(draft.policy(), command.text, draft.locale()), side.agent->login));
}

void Obey(Draft& draft, DeskCommand command, std::vector<base::FileRef> files) {
  if (command.kind == Kind::kHelp) {
    draft.Say(draft.Words(Text::kDeskHelp));
    return;
  }
  const bool files_will_do = command.act.act == base::AgentActed::Act::kReply && !files.empty();
  if (command.kind == Kind::kWrong && !(command.problem == Text::kDeskNeedsText && files_will_do)) {
    draft.Say(draft.Words(command.problem, {{"verb", command.verb}}));
    return;
  }
  if (!MayAct(draft, command)) return;
  if (command.kind == Kind::kStatus) return SayStatus(draft);
  if (command.kind == Kind::kDeclare)
    return draft.Relay(DeclareIncident(*draft.context.desk_side.ticket, command.text,
                                       draft.context.desk_side.agent->login, draft.policy().incidents.announce));
  if (command.kind == Kind::kUpdate || command.kind == Kind::kAnnounce) return RelayToIncident(draft, command);
  if (command.kind == Kind::kTalk) return RelayNote(draft, command.text, std::move(files));
  command.act.files = std::move(files);
  RelayAct(draft, std::move(command.act));
}

bool IsReply(const DeskCommand& command, const desk::Channel& channel) {
  if (command.kind == Kind::kTalk) return channel.other_desk;
  return command.kind == Kind::kAct && command.act.act == base::AgentActed::Act::kReply;
}

const std::string& WordsOf(const DeskCommand& command) {
  return command.kind == Kind::kTalk ? command.text : command.act.text;
}

// What was said before now reads otherwise. A customer is sent the reply as it reads now, as a correction; other
// commands are not done a second time.
void HearEditInChannel(Draft& draft, const desk::Channel& channel) {
  const DeskSide& side = draft.context.desk_side;
  if (!side.agent || !side.ticket) return;
  const DeskCommand now = DeskCommandIn(draft.event, draft.policy().product);
  const DeskCommand before = ReadDeskCommand(side.said_before, draft.now(), draft.event.to_us);
  const bool was_reply = !side.said_before.empty() && IsReply(before, channel);
  if (IsReply(now, channel) && was_reply) {
    if (WordsOf(now) != WordsOf(before)) RelayReply(draft, WordsOf(now), {}, kCorrection);
  } else if (IsReply(now, channel)) {
    draft.Say(draft.Words(Text::kDeskEditSendsNothing, {{"number", NumberOf(draft)}}));
  } else if (now.kind == Kind::kTalk && !now.text.empty()) {
    RelayNote(draft, draft.Words(Text::kDeskNoteNowReads, {{"text", now.text}}));
    if (was_reply) draft.Say(draft.Words(Text::kDeskReplyStays, {{"number", NumberOf(draft)}}));
  }
}

void SayDelivery(Draft& draft, const nlohmann::json& news) {
  const std::string delivery = base::TextAt(news, "delivery");
  Text words = Text::kDeskNotDelivered;
  if (delivery == store::ToString(store::Delivery::kSent)) words = Text::kDeskDelivered;
  if (delivery == store::ToString(store::Delivery::kUnknown)) words = Text::kDeskMaybeDelivered;
  if (delivery == store::ToString(store::Delivery::kRefused)) words = Text::kDeskTooLate;
  const std::string said = draft.Words(words, {{"agent", base::TextAt(news, "agent")},
                                               {"person", base::TextAt(news, "person")},
                                               {"text", base::TextAt(news, "text")}});
  const bool in_thread = InThread(draft);
  draft.Say(in_thread ? said : "#" + std::to_string(base::IntAt(news, "ticket")) + " " + said);
}

void SayRefusal(Draft& draft, const nlohmann::json& news) {
  const std::string holder = base::TextAt(news, "holder");
  const std::string number = std::to_string(base::IntAt(news, "ticket"));
  draft.Say(holder.empty() ? draft.Words(Text::kDeskRefused, {{"number", number}, {"why", base::TextAt(news, "why")}})
                           : draft.Words(Text::kDeskHeldBy, {{"number", number}, {"agent", holder}}));
}

// Another desk has no console of ours to look it up in.
void AddTranscript(const Draft& draft, base::Message& message) {
  for (const store::TranscriptRow& row : draft.context.desk_side.transcript) {
    const auto words = base::MessageFromJson(row.body);
    if (!words) continue;
    std::string who = row.from == "user" ? draft.context.desk_side.about->person_name : words->author;
    if (who.empty()) who = draft.policy().product;
    for (const std::string& line : base::SplitLines(who + ": " + base::ToPlainText(*words))) {
      base::Block quote;
      quote.kind = base::Block::Kind::kQuote;
      quote.spans.push_back({base::Span::Kind::kText, line, {}});
      message.text.blocks.push_back(std::move(quote));
    }
  }
}

// A card or a line. Where the platform has threads, the card's place becomes the ticket's.
void SayForTicket(Draft& draft, const nlohmann::json& news, const desk::Channel& channel) {
  auto message = base::MessageFromJson(base::TextAt(news, "message"));
  if (!message) return;
  if (channel.other_desk) AddTranscript(draft, *message);
  draft.Say(std::move(*message));
  const std::int64_t card_of = base::IntAt(news, "card_of");
  if (card_of == 0 || (!channel.threads && !draft.context.edits)) return;
  const base::Address& here = draft.event.address;
  Relay relay;
  relay.conversation = base::IntAt(news, "conversation");
  relay.watch = draft.turn.transcript.back().id;
  relay.event.body = base::Relayed{"desk.posted", base::DumpJson({{"ticket", card_of},
                                                                  {"account", here.account},
                                                                  {"channel", here.channel},
                                                                  {"row", relay.watch},
                                                                  {"threads", channel.threads}})};
  draft.RelayBehind(relay);
}

void ChangeCard(Draft& draft, const nlohmann::json& news) {
  if (const auto card = base::MessageFromJson(base::TextAt(news, "message")))
    draft.ChangeMessage(base::IntAt(news, "row"), *card);
}

bool TakeDeskNews(Draft& draft, const base::Relayed& relayed, const desk::Channel& channel) {
  const auto news = base::ParseJson(relayed.json);
  if (!news || !news->is_object()) return false;
  if (relayed.kind == "desk.say") SayForTicket(draft, *news, channel);
  if (relayed.kind == "desk.card") ChangeCard(draft, *news);
  if (relayed.kind == "desk.thread") draft.conversation.about = base::IntAt(*news, "ticket");
  if (relayed.kind == "desk.delivered") SayDelivery(draft, *news);
  if (relayed.kind == "desk.refused") SayRefusal(draft, *news);
  return true;
}

// People talk in the channel about other things too.
bool IsForUs(const Draft& draft, const DeskCommand& command, bool has_files) {
  if (command.kind != Kind::kTalk) return true;
  const bool says_something = !command.text.empty() || has_files;
  return says_something && (command.number != 0 || InThread(draft));
}

}  // namespace

bool HearInDeskChannel(Draft& draft, const desk::Channel& channel) {
  draft.conversation.locale = channel.locale;
  draft.conversation.greeted = true;
  const base::EventBody& body = draft.event.body;
  if (const auto* relayed = std::get_if<base::Relayed>(&body)) return TakeDeskNews(draft, *relayed, channel);
  if (draft.event.author.is_bot) return false;
  if (std::holds_alternative<base::Edited>(body)) {
    HearEditInChannel(draft, channel);
    return !draft.turn.outbox.empty();
  }
  UserInput input = InputOf(draft.event);
  const DeskCommand command = DeskCommandIn(draft.event, draft.policy().product);
  if (!IsForUs(draft, command, !input.files.empty())) return false;
  draft.RecordUser(input.shown);
  if (channel.other_desk && command.kind == Kind::kTalk) {
    // Its agents talk with the user; a note would have to be called one.
    if (MayAct(draft, command)) RelayReply(draft, input.text, std::move(input.files));
    return true;
  }
  Obey(draft, command, std::move(input.files));
  return true;
}

void RefuseInDeskChannel(Draft& draft, const base::AgentActed& act, const base::Error& error) {
  const bool held = error.code == base::ErrorCode::kConflict && !error.where.empty();
  Relay relay;
  relay.event.address = act.said_in;
  relay.event.body = base::Relayed{
      "desk.refused",
      base::DumpJson({{"ticket", act.ticket}, {"why", error.message}, {"holder", held ? error.where : ""}})};
  draft.Relay(relay);
}

}  // namespace frontdesk::core
