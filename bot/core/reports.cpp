#include "bot/core/reports.h"

#include <algorithm>

#include "bot/base/log.h"
#include "bot/core/ticket_row.h"
#include "bot/desk/channel.h"

namespace frontdesk::core {

namespace {

std::string TextOfIncident(const desk::IncidentRecord& incident) {
  std::string text = incident.title;
  for (const auto& [locale, words] : incident.words) text += "\n" + words;
  return text;
}

Report ReportOf(const desk::Ticket& ticket) {
  return {ticket.number,
          ticket.person,
          ticket.incident,
          ticket.title,
          TextOf(ticket),
          ticket.opened,
          desk::IsOpen(ticket.state),
          {}};
}

}  // namespace

std::string TextOf(const desk::Ticket& ticket) {
  return ticket.words.empty() || ticket.words == ticket.title ? ticket.title : ticket.title + "\n" + ticket.words;
}

const KnownIncident* OpenReports::FindIncident(std::int64_t number) const {
  for (const auto& incident : incidents)
    if (incident->record.number == number) return incident.get();
  return nullptr;
}

const Report* OpenReports::FindTicket(std::int64_t number) const {
  const auto at = std::lower_bound(tickets.begin(), tickets.end(), number,
                                   [](const auto& one, std::int64_t wanted) { return one->number < wanted; });
  return at != tickets.end() && (*at)->number == number ? at->get() : nullptr;
}

std::vector<const Report*> OpenReports::Like(const knowledge::TextVector& text, std::int64_t except,
                                             std::size_t most) const {
  std::vector<std::pair<double, const Report*>> found;
  for (const auto& report : tickets) {
    if (report->number == except || !report->open) continue;
    const double alike = knowledge::Similarity(text, report->vector);
    if (alike >= kAlike) found.emplace_back(alike, report.get());
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<const Report*> best;
  for (const auto& [alike, report] : found)
    if (best.size() < most) best.push_back(report);
  return best;
}

const KnownIncident* OpenReports::IncidentLike(const knowledge::TextVector& text) const {
  const KnownIncident* best = nullptr;
  double most = kAlike;
  for (const auto& incident : incidents) {
    const Report* first = FindTicket(incident->record.number);
    const double alike = std::max(knowledge::Similarity(text, incident->vector),
                                  first == nullptr ? 0.0 : knowledge::Similarity(text, first->vector));
    if (alike < most) continue;
    most = alike;
    best = incident.get();
  }
  return best;
}

std::shared_ptr<const OpenReports> Reports::Current(const std::shared_ptr<const knowledge::Index>& knowledge) {
  const std::lock_guard lock(mutex_);
  const bool first = current_ == nullptr;
  if (first) current_ = std::make_shared<OpenReports>();
  if (knowledge_ != knowledge) {
    knowledge_ = knowledge;
    const std::shared_ptr<const OpenReports> before = std::exchange(current_, std::make_shared<OpenReports>());
    for (const auto& report : before->tickets) Put(*report);
    for (const auto& incident : before->incidents) Put(incident->record);
  }
  if (first) Load();
  return current_;
}

void Reports::Load() {
  const auto tickets = store_.NewestTickets(kReportsKept);
  const auto incidents = store_.ConversationsAt(desk::kDeskAccount, desk::kIncidentChannel, kIncidentsKept);
  if (!tickets || !incidents) {
    base::Log(base::LogLevel::kWarning, "reports.not_loaded", {});
    return;
  }
  for (const store::TicketRow& row : *tickets) {
    if (const auto ticket = TicketFrom(row)) Put(ReportOf(*ticket));
  }
  for (const store::ConversationRow& row : *incidents)
    if (const auto conversation = FromRow(row); conversation && conversation->incident) Put(*conversation->incident);
}

void Reports::Hear(const Conversation& conversation, const std::vector<desk::Ticket>& tickets) {
  const std::lock_guard lock(mutex_);
  if (knowledge_ == nullptr) return;  // nobody has asked yet: it will be read from the store
  for (const desk::Ticket& ticket : tickets) Put(ReportOf(ticket));
  if (conversation.incident) Put(*conversation.incident);
}

// With the lock held.
void Reports::Put(Report report) {
  auto next = std::make_shared<OpenReports>(*current_);
  auto& tickets = next->tickets;
  const auto at = std::lower_bound(tickets.begin(), tickets.end(), report.number,
                                   [](const auto& one, std::int64_t number) { return one->number < number; });
  const bool known = at != tickets.end() && (*at)->number == report.number;
  report.vector = known && (*at)->text == report.text && !(*at)->vector.empty()
                      ? (*at)->vector
                      : knowledge_->texts().ToVector(report.text);
  auto made = std::make_shared<const Report>(std::move(report));
  known ? void(*at = std::move(made)) : void(tickets.insert(at, std::move(made)));
  if (tickets.size() > kReportsKept) tickets.erase(tickets.begin());
  current_ = std::move(next);
}

void Reports::Put(const desk::IncidentRecord& incident) {
  auto next = std::make_shared<OpenReports>(*current_);
  std::erase_if(next->incidents, [&](const auto& one) { return one->record.number == incident.number; });
  if (incident.open() && next->incidents.size() < kIncidentsKept) {
    auto known = std::make_shared<KnownIncident>(KnownIncident{incident, {}});
    known->record.attached.clear();
    known->vector = knowledge_->texts().ToVector(TextOfIncident(incident));
    next->incidents.push_back(std::move(known));
  }
  current_ = std::move(next);
}

}  // namespace frontdesk::core
