// What is reported at the moment, for decisions about alike reports: the newest tickets and the incidents that are
// open, each with its text as a vector.
//
// Ownership: borrows the store; a list that was lent stays as it is. Threads: any.
// It is what was committed a moment ago: good for suggestions, never for locking.
// Failure: what cannot be read from the store is missing, and logged.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "bot/core/conversation.h"
#include "bot/desk/incident.h"
#include "bot/desk/ticket.h"
#include "bot/store/store.h"
#include "knowledge/index.h"
#include "knowledge/text_space.h"

namespace frontdesk::core {

inline constexpr std::size_t kReportsKept = 1'000;
inline constexpr std::size_t kIncidentsKept = 100;
// What a ticket is compared by.
std::string TextOf(const desk::Ticket& ticket);

// From here on two reports are called alike: between the pairs that are and those that are not in
// tests/core/reports_test.cpp.
inline constexpr double kAlike = 0.35;

struct Report {
  std::int64_t number = 0;
  std::int64_t person = 0;
  std::int64_t incident = 0;
  std::string title;
  std::string text;
  base::TimePoint opened;
  bool open = true;
  knowledge::TextVector vector;
};

struct KnownIncident {
  desk::IncidentRecord record;
  knowledge::TextVector vector;
};

struct OpenReports {
  std::vector<std::shared_ptr<const Report>> tickets;  // by number
  std::vector<std::shared_ptr<const KnownIncident>> incidents;

  const Report* FindTicket(std::int64_t number) const;  // null when it is not among the newest
  // Null when there is none that is open.
  const KnownIncident* FindIncident(std::int64_t number) const;
  // Open tickets like it, the most alike first.
  std::vector<const Report*> Like(const knowledge::TextVector& text, std::int64_t except, std::size_t most) const;
  // The open incident that it is a report of, by its words or those of the ticket that it was declared from; null when
  // there is none.
  const KnownIncident* IncidentLike(const knowledge::TextVector& text) const;
};

class Reports {
 public:
  explicit Reports(store::Store& store) : store_(store) {}

  // Reads the store the first time, and makes all vectors anew when the knowledge was reloaded.
  std::shared_ptr<const OpenReports> Current(const std::shared_ptr<const knowledge::Index>& knowledge);
  // After a commit: what was decided on there.
  void Hear(const Conversation& conversation, const std::vector<desk::Ticket>& tickets);

 private:
  void Load();
  void Put(Report report);
  void Put(const desk::IncidentRecord& incident);

  store::Store& store_;
  std::mutex mutex_;
  std::shared_ptr<const knowledge::Index> knowledge_;
  std::shared_ptr<const OpenReports> current_;
};

}  // namespace frontdesk::core
