#include "bot/core/ticket_news.h"

#include <nlohmann/json.hpp>

#include "bot/base/json.h"
#include "bot/base/text.h"
#include "bot/core/closed_loop.h"
#include "bot/core/talk.h"
#include "bot/core/ticket_focus.h"

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
    case News::kResolved: return Text::kAgentSolved;
    case News::kExpected: return Text::kNewsExpected;
    case News::kJoined: return Text::kNewsJoined;
    case News::kJoinedByOther: return Text::kNewsJoinedByOther;
    case News::kSplit: return Text::kNewsSplit;
  }
  return Text::kNewsReopened;
}

// What is about the problem, and not about one person's talk with us.
bool ConcernsAll(News news) {
  switch (news) {
    case News::kWaitsOnTeam:
    case News::kPlanned:
    case News::kDeclined:
    case News::kReopened:
    case News::kResolved:
    case News::kExpected: return true;
    default: return false;
  }
}

}  // namespace

nlohmann::json ToJson(const TicketWord& word) {
  nlohmann::json json = {{"news", static_cast<int>(word.news)}, {"reason", word.reason}, {"agent", word.agent}};
  if (word.day) json["day"] = base::ToMillis(*word.day);
  return json;
}

TicketWord TicketWordFrom(const nlohmann::json& json) {
  TicketWord word;
  const auto news = base::IntAt(json, "news", static_cast<int>(News::kReopened));
  if (news >= 0 && news <= static_cast<int>(News::kSplit)) word.news = static_cast<News>(news);
  word.reason = base::TextAt(json, "reason");
  word.agent = base::TextAt(json, "agent");
  if (json.contains("day")) word.day = base::FromMillis(base::IntAt(json, "day"));
  return word;
}

void PassOnTicketNews(Draft& draft, const TicketWord& word) {
  if (!ConcernsAll(word.news)) return;
  for (const desk::Link& link : draft.ticket->links) {
    const std::int64_t joined = TicketNumberIn(link.target);
    if (link.how != "merged from" || link.conversation == draft.conversation.id || joined == 0) continue;
    Relay relay;
    relay.conversation = link.conversation;
    relay.event.body = base::Relayed{TicketKind(joined, "progress"), base::DumpJson(ToJson(word))};
    draft.Relay(relay);
  }
}

std::string DayOf(base::TimePoint at, const std::string& zone) {
  return base::FormatLocal(at, zone).substr(0, kDayLength);
}

void TellTicketNews(Draft& draft, const TicketWord& word) {
  desk::Ticket& ticket = *draft.ticket;
  const std::string reason = word.reason.empty() ? "" : draft.Words(Text::kNewsReason, {{"reason", word.reason}});
  base::Message message =
      base::Say(draft.Words(WordsFor(word.news), {{"number", std::to_string(ticket.number)},
                                                  {"title", base::Shorten(ticket.title, kTitleTold)},
                                                  {"reason", reason},
                                                  {"day", word.day ? DayOf(*word.day, ZoneOf(draft)) : ""},
                                                  {"agent", word.agent},
                                                  {"other", std::to_string(word.other)}}));
  message.kind = base::MessageKind::kNotice;
  if (word.news == News::kResolved) {
    // While a person has the word, this is news and no answer of ours.
    if (draft.conversation.lease.speaker == desk::Speaker::kBot) message.kind = base::MessageKind::kSay;
    message.buttons = SolvedButtons(draft);
  }
  draft.Say(std::move(message));
  ticket.told = draft.now();
  // What an agent decided, with the reason in their own words, is an answer; that it is open again is a receipt.
  const auto* act = std::get_if<base::AgentActed>(&draft.event.body);
  if (act && word.news <= News::kDeclined) AnsweredByPerson(draft, act->agent);
  PassOnTicketNews(draft, word);
}

}  // namespace frontdesk::core
