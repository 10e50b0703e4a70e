#include "bot/core/desk_notices.h"

#include "bot/core/fact.h"

namespace frontdesk::core {

namespace {

// The author of what no person writes.
constexpr std::string_view kAuthor = "Frontdesk";

std::string_view FactOf(NoticeLevel level) {
  switch (level) {
    case NoticeLevel::kInfo: return "desk_noticed";
    case NoticeLevel::kWarn: return "desk_warned";
    case NoticeLevel::kBreach: return "desk_alarmed";
  }
  return "desk_noticed";
}

}  // namespace

void NotifyDesk(Draft& draft, NoticeLevel level, const std::string& text) {
  draft.Note(kAuthor, text);
  draft.AddFact(FactOf(level), draft.ticket ? std::to_string(draft.ticket->number) : std::string(), text);
  draft.AddTicketChange(kAuthor, "desk told", text);
}

}  // namespace frontdesk::core
