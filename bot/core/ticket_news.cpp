#include "bot/core/ticket_news.h"

#include "bot/base/text.h"

namespace frontdesk::core {

namespace {

constexpr std::size_t kTitleTold = 120;  // graphemes
constexpr std::size_t kDayLength = 10;   // "2026-03-09"

Text WordsFor(News news) {
  switch (news) {
    case News::kWaitsForYou: return Text::kNewsWaitsForYou;
    case News::kWaitsOnTeam: return Text::kNewsWaitsOnTeam;
    case News::kPlanned: return Text::kNewsPlanned;
    case News::kDeclined: return Text::kNewsDeclined;
    case News::kReopened: return Text::kNewsReopened;
    case News::kExpected: return Text::kNewsExpected;
    case News::kJoined: return Text::kNewsJoined;
    case News::kJoinedByOther: return Text::kNewsJoinedByOther;
    case News::kSplit: return Text::kNewsSplit;
  }
  return Text::kNewsReopened;
}

}  // namespace

std::string DayOf(const Draft& draft, base::TimePoint at) {
  return base::FormatLocal(at, draft.policy().zone).substr(0, kDayLength);
}

void TellTicketNews(Draft& draft, const TicketWord& word) {
  desk::Ticket& ticket = *draft.ticket;
  const std::string reason = word.reason.empty() ? "" : draft.Words(Text::kNewsReason, {{"reason", word.reason}});
  base::Message message =
      base::Say(draft.Words(WordsFor(word.news), {{"number", std::to_string(ticket.number)},
                                                  {"title", base::Shorten(ticket.title, kTitleTold)},
                                                  {"reason", reason},
                                                  {"day", word.day ? DayOf(draft, *word.day) : ""},
                                                  {"other", std::to_string(word.other)}}));
  message.kind = base::MessageKind::kNotice;
  draft.Say(std::move(message));
  ticket.told = draft.now();
}

}  // namespace frontdesk::core
