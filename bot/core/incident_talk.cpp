#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <set>

#include "bot/base/json.h"
#include "bot/base/text.h"
#include "bot/core/closed_loop.h"
#include "bot/core/desk_notices.h"
#include "bot/core/incidents.h"
#include "bot/core/talk.h"
#include "bot/core/ticket_focus.h"
#include "bot/core/ticket_news.h"
#include "knowledge/text_space.h"

namespace frontdesk::core {

namespace {

constexpr std::string_view kJoin = "incident:join=";

knowledge::TextVector VectorOf(const Draft& draft, const std::string& text) {
  return draft.context.catalog.knowledge->texts().ToVector(text);
}

// On whichever account: nobody reports one problem twice.
bool IsAttached(const Draft& draft, std::int64_t number) {
  const auto is = [&](const desk::Ticket& ticket) { return ticket.incident == number; };
  const auto any = [&](const std::vector<desk::Ticket>& tickets) {
    return std::any_of(tickets.begin(), tickets.end(), is);
  };
  return (draft.ticket && is(*draft.ticket)) || any(draft.others) || any(draft.context.human.open);
}

void Attach(Draft& draft, std::int64_t number, const std::string& who) {
  draft.ticket->incident = number;
  draft.AddTicketChange(who, "attached to incident #" + std::to_string(number));
  draft.AddFact("incident_attached", std::to_string(number), std::to_string(draft.ticket->number));
  Relay relay;
  relay.event.address = desk::AddressOfIncident(number);
  relay.event.body = base::Relayed{
      "incident.attach", base::DumpJson({{"conversation", draft.conversation.id}, {"ticket", draft.ticket->number}})};
  draft.Relay(relay);
}

std::int64_t NumberIn(std::string_view text) {
  std::int64_t number = 0;
  if (text.starts_with('#')) text.remove_prefix(1);
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// Solved for everybody is not yet solved for this user.
void AskWhetherItWorks(Draft& draft, const std::string& words) {
  TalkAboutTicket(draft);
  draft.ticket->state = desk::TicketState::kResolved;
  draft.ticket->resolved = draft.now();
  draft.AddTicketChange(kDeskVoice, "resolved", "the incident is solved");
  PassOnTicketNews(draft, {.news = News::kResolved, .agent = draft.policy().product});
  base::Message message = base::Say(draft.Words(Text::kIncidentSolved, {{"words", words}}));
  message.buttons = SolvedButtons(draft);
  draft.Say(std::move(message));
}

void TellUser(Draft& draft, const nlohmann::json& news) {
  const auto incident = desk::IncidentFromJson(base::TextAt(news, "incident"));
  if (!incident || !draft.ticket || draft.ticket->incident != incident->number) return;
  if (!desk::IsOpen(draft.ticket->state)) return;
  const std::string words = IncidentWords(*incident, draft.locale());
  draft.ticket->told = draft.now();
  draft.AddFact("incident_told", std::to_string(incident->number), desk::ToString(incident->state));
  if (!incident->open()) return AskWhetherItWorks(draft, words);
  draft.AddTicketChange(kDeskVoice, "told of the incident", words);
  base::Message message = base::Say(draft.Words(Text::kIncidentUpdate, {{"words", words}}));
  message.kind = base::MessageKind::kNotice;
  draft.Say(std::move(message));
}

// The ticket that it was declared from.
void BecomeIncident(Draft& draft, const nlohmann::json& news) {
  const auto incident = desk::IncidentFromJson(base::TextAt(news, "incident"));
  if (!incident || !draft.ticket || draft.ticket->number != incident->number) return;
  draft.ticket->incident = incident->number;
  draft.AddTicketChange(base::TextAt(news, "agent"), "declared an incident", incident->title);
  base::Message message =
      base::Say(draft.Words(Text::kIncidentAttached, {{"number", std::to_string(incident->number)},
                                                      {"words", IncidentWords(*incident, draft.locale())}}));
  message.kind = base::MessageKind::kNotice;
  draft.Say(std::move(message));
}

void CountAffected(Draft& draft, const nlohmann::json& news) {
  const auto count = static_cast<int>(base::IntAt(news, "count"));
  if (!draft.ticket || draft.ticket->number != base::IntAt(news, "number") || draft.ticket->affected >= count) return;
  draft.ticket->affected = count;
  draft.AddTicketChange(kDeskVoice, "affected: " + std::to_string(count));
}

}  // namespace

bool RecogniseIncident(Draft& draft, const std::string& text) {
  const OpenReports& reports = *draft.context.reports;
  if (reports.incidents.empty()) return false;
  const KnownIncident* known = reports.IncidentLike(VectorOf(draft, text));
  if (known == nullptr) return false;
  Conversation& conversation = draft.conversation;
  const std::int64_t number = known->record.number;
  const std::string words = IncidentWords(known->record, draft.locale());
  const bool attached = IsAttached(draft, number);
  if (!attached && conversation.offered_incident == number) return false;  // it was something else
  draft.AddFact("incident_shown", std::to_string(number), text);
  if (attached) {
    draft.Say(draft.Words(Text::kIncidentUpdate, {{"words", words}}));
    return true;
  }
  conversation.offered_incident = number;
  conversation.question = text;
  base::Message message = base::Say(draft.Words(Text::kIncidentKnown, {{"words", words}}));
  message.buttons = {{draft.Words(Text::kIncidentTellMe), std::string(kJoin) + std::to_string(number)},
                     {draft.Words(Text::kIncidentOther), "incident:other"}};
  draft.Say(std::move(message));
  return true;
}

void ChooseIncident(Draft& draft, std::string_view value) {
  const std::string question = draft.conversation.question;
  if (!value.starts_with(kJoin)) return AnswerQuestion(draft, question);
  const std::int64_t number = NumberIn(value.substr(kJoin.size()));
  const KnownIncident* known = draft.context.reports->FindIncident(number);
  if (known == nullptr) return draft.Say(draft.Words(Text::kStaleButton));
  if (!draft.ticket) {
    OpenPlainTicket(draft, question.empty() ? known->record.title : question, {"functional", {}, {}, {}, {}},
                    "reports a known incident");
  }
  if (draft.ticket->incident != number) Attach(draft, number, draft.conversation.person_name);
  base::Message message =
      base::Say(draft.Words(Text::kIncidentJoined, {{"number", std::to_string(draft.ticket->number)}}));
  message.kind = base::MessageKind::kReceipt;
  message.subject = std::to_string(draft.ticket->number);
  draft.Say(std::move(message));
}

base::Status AttachToIncident(Draft& draft, const desk::AgentName& agent, const base::AgentActed& act) {
  const KnownIncident* known = draft.context.reports->FindIncident(NumberIn(act.value));
  if (known == nullptr)
    return base::Fail(base::ErrorCode::kNotFound, "there is no open incident #" + std::to_string(NumberIn(act.value)));
  if (!draft.ticket) return base::Fail(base::ErrorCode::kInvalid, "this conversation has no open ticket");
  const std::int64_t number = known->record.number;
  if (draft.ticket->incident == number) return {};
  Attach(draft, number, agent.login);
  base::Message message =
      base::Say(draft.Words(Text::kIncidentAttached, {{"number", std::to_string(draft.ticket->number)},
                                                      {"words", IncidentWords(known->record, draft.locale())}}));
  message.kind = base::MessageKind::kNotice;
  draft.Say(std::move(message));
  return {};
}

bool TakeIncidentNews(Draft& draft, const base::Relayed& relayed) {
  const auto matter = MatterOf(relayed.kind);
  const std::string_view kind = matter ? matter->what : std::string_view(relayed.kind);
  if (!kind.starts_with("incident.")) return false;
  const auto news = base::ParseJson(relayed.json);
  if (!news || !news->is_object()) return true;
  if (kind == "incident.told") TellUser(draft, *news);
  if (kind == "incident.attached") BecomeIncident(draft, *news);
  if (kind == "incident.affected") CountAffected(draft, *news);
  if (kind == "incident.announce") {
    SetLocale(draft, {});
    const auto incident = desk::IncidentFromJson(base::TextAt(*news, "incident"));
    if (incident) draft.Say(IncidentWords(*incident, draft.locale()));
  }
  return true;
}

std::vector<const Report*> SimilarTickets(const Draft& draft, std::size_t most) {
  if (!draft.ticket) return {};
  return draft.context.reports->Like(VectorOf(draft, TextOf(*draft.ticket)), draft.ticket->number, most);
}

std::string WordsOf(const IncidentQuestion& asked, std::int64_t ticket, std::string_view locale) {
  return Phrase(asked.words, locale, {{"number", std::to_string(ticket)}, {"count", std::to_string(asked.people)}});
}

std::optional<IncidentQuestion> SuggestIncident(Draft& draft) {
  if (!draft.ticket || !draft.ticket_number_used || draft.ticket->incident != 0) return std::nullopt;
  const auto ask = [&](const IncidentQuestion& asked) {
    NotifyDesk(draft, NoticeLevel::kWarn, WordsOf(asked, draft.ticket->number, draft.policy().locales.front()));
    return asked;
  };
  if (draft.ticket->source == "monitoring") return ask({Text::kDeskAskAlarm, 0});
  const desk::IncidentPolicy& policy = draft.policy().incidents;
  std::set<std::int64_t> people;
  for (const Report* report : SimilarTickets(draft, kReportsKept))
    if (report->incident == 0 && draft.now() - report->opened <= policy.within) people.insert(report->person);
  for (const store::PersonRow& same : draft.context.human.identities) people.erase(same.id);
  people.insert(draft.ticket->person);
  const auto count = static_cast<int>(people.size());
  // Asked again only when it has become as many once more.
  if (policy.reports == 0 || count < policy.reports || count % policy.reports != 0) return std::nullopt;
  return ask({Text::kDeskAskIncident, count});
}

}  // namespace frontdesk::core
