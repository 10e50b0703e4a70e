#include "bot/core/closed_loop.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "bot/base/json.h"
#include "bot/base/text.h"
#include "bot/core/desk_notices.h"
#include "bot/core/fact.h"
#include "bot/core/talk.h"
#include "bot/core/ticket_focus.h"
#include "bot/desk/afterword.h"
#include "knowledge/small_talk.h"

namespace frontdesk::core {

namespace {

using desk::TicketState;

constexpr std::string_view kByRule = "desk rules";
constexpr std::size_t kMaxReason = 300;  // graphemes
constexpr std::size_t kTitleTold = 120;
constexpr auto kScores = std::to_array({Text::kScore1, Text::kScore2, Text::kScore3, Text::kScore4, Text::kScore5});
constexpr auto kReasons = std::to_array(
    {Text::kReasonSlow, Text::kReasonUnsolved, Text::kReasonUnclear, Text::kReasonManner, Text::kReasonOther});

std::string Number(const Draft& draft) { return std::to_string(draft.ticket->number); }

bool IsOpenButton(const Conversation& conversation, std::string_view prefix) {
  return std::any_of(conversation.buttons.begin(), conversation.buttons.end(),
                     [&](const base::Button& button) { return button.value.starts_with(prefix); });
}

bool IsClosed(const Draft& draft) { return draft.ticket && draft.ticket->state == TicketState::kClosed; }

// A word that the running flow must not lose its buttons to, and that is no answer of ours while a person has the word.
void SayBeside(Draft& draft, base::Message message) {
  const bool ours = draft.conversation.lease.speaker == desk::Speaker::kBot;
  if (draft.conversation.flow || !ours) message.kind = base::MessageKind::kNotice;
  draft.Say(std::move(message));
}

void KeepForAfterword(Draft& draft) { draft.conversation.afterword = draft.ticket->number; }

void AskScore(Draft& draft) {
  base::Message message =
      base::Say(draft.Words(Text::kThanksClosed, {{"number", Number(draft)}}) + "\n" + draft.Words(Text::kAskScore));
  for (std::size_t i = 0; i < kScores.size(); ++i)
    message.buttons.push_back({draft.Words(kScores[i]), "score:" + std::to_string(i + 1)});
  SayBeside(draft, std::move(message));
}

void AskScoreReason(Draft& draft) {
  base::Message message = base::Say(draft.Words(Text::kAskScoreReason));
  for (const Text reason : kReasons) {
    const std::string label = draft.Words(reason);
    message.buttons.push_back({label, "score-reason:" + label});
  }
  SayBeside(draft, std::move(message));
}

void ResolveByRelease(Draft& draft, const std::string& version) {
  draft.ticket->state = TicketState::kResolved;
  draft.ticket->resolved = draft.now();
  draft.AddTicketChange(kByRule, "resolved", "released in " + version);
  // Whoever talks with the user goes on talking.
  const desk::Speaker speaker = draft.conversation.lease.speaker;
  if (speaker == desk::Speaker::kBot || speaker == desk::Speaker::kQueue) CloseWhenDone(draft);
}

}  // namespace

std::vector<base::Button> SolvedButtons(const Draft& draft) {
  return {{draft.Words(Text::kSolvedYes), "solved:yes"}, {draft.Words(Text::kSolvedNo), "solved:no"}};
}

void TakeSolvedWord(Draft& draft, bool solved, std::string_view words) {
  const bool at_hand = draft.ticket && (draft.ticket->state == TicketState::kResolved || (IsClosed(draft) && !solved));
  if (!at_hand) return draft.Say(draft.Words(Text::kStaleButton));
  Conversation& conversation = draft.conversation;
  if (solved) {
    draft.ticket->state = TicketState::kClosed;
    if (!draft.ticket->first_useful_response) draft.ticket->first_useful_response = draft.now();
    draft.AddTicketChange(conversation.person_name, "confirmed", "it works", desk::change::kConfirmed);
    draft.AddFact("resolution_confirmed", Number(draft));
    KeepForAfterword(draft);
    return AskScore(draft);
  }
  TalkAboutTicket(draft);
  conversation.afterword = 0;
  Reopen(draft, conversation.person_name, words.empty() ? std::string_view("still broken") : words);
  conversation.desk = store::DeskState::kOpen;
  conversation.lease = desk::ToQueue(conversation.lease);
  conversation.waiting_since = draft.now();
  conversation.queued_at = draft.now();
  conversation.handoff_reason = "still broken after it was resolved";
  draft.Say(draft.Words(
      Text::kReopened,
      {{"number", Number(draft)}, {"answer_by", base::FormatLocal(draft.ticket->first_response_due, ZoneOf(draft))}}));
  AskAgent(draft);
}

bool HearStillBroken(Draft& draft, const std::string& text) {
  const bool solved = draft.ticket && (draft.ticket->state == TicketState::kResolved || IsClosed(draft));
  if (!solved || !desk::SaysStillBroken(text)) return false;
  TakeSolvedWord(draft, false, text);
  return true;
}

void TakeScore(Draft& draft, std::string_view score) {
  const auto value = desk::ReadScore(score);
  if (!IsClosed(draft) || draft.ticket->score != 0 || !value) return draft.Say(draft.Words(Text::kStaleButton));
  draft.ticket->score = *value;
  draft.AddTicketChange(draft.conversation.person_name, "score: " + std::to_string(*value));
  draft.AddFact("score", Number(draft), std::to_string(*value));
  if (*value <= desk::kLowScore) return AskScoreReason(draft);
  draft.conversation.afterword = 0;
  draft.Say(draft.Words(Text::kThanksScore));
}

void TakeScoreReason(Draft& draft, std::string_view reason) {
  if (!IsClosed(draft) || draft.ticket->score == 0 || !draft.ticket->score_reason.empty())
    return draft.Say(draft.Words(Text::kStaleButton));
  draft.ticket->score_reason = base::Shorten(reason, kMaxReason);
  draft.AddTicketChange(draft.conversation.person_name, "reason of the score", draft.ticket->score_reason);
  draft.AddFact("score_reason", Number(draft), reason);
  NotifyDesk(draft, NoticeLevel::kInfo,
             DeskPhrase(draft, Text::kNoticeScore,
                        {{"number", Number(draft)},
                         {"score", std::to_string(draft.ticket->score)},
                         {"reason", draft.ticket->score_reason}}));
  draft.conversation.afterword = 0;
  draft.Say(draft.Words(Text::kThanksReason));
}

std::string ValueOfAfterword(const Conversation& conversation, std::string_view text) {
  if (IsOpenButton(conversation, "solved:no") && desk::SaysStillBroken(text)) return "solved:no";
  if (IsOpenButton(conversation, "score:")) {
    if (const auto score = desk::ReadScore(text)) return "score:" + std::to_string(*score);
  }
  const bool reason = IsOpenButton(conversation, "score-reason:") && !knowledge::LooksLikeQuestion(text) &&
                      knowledge::RecogniseSmallTalk(text) == knowledge::SmallTalk::kNone;
  return reason ? "score-reason:" + std::string(text) : std::string();
}

void LetGoOfClosed(Draft& draft, const UserInput& input) {
  if (!IsClosed(draft)) return;
  const std::string& value = input.value;
  const bool pressed = value.starts_with("score") || value == "solved:no";
  const bool typed = value.empty() && (!ValueOfAfterword(draft.conversation, input.text).empty() ||
                                       desk::SaysStillBroken(input.text) || input.text.size() == 1);
  if (pressed || typed) return;
  draft.conversation.afterword = 0;
  draft.ticket.reset();
  const auto of_talk = std::find_if(draft.others.begin(), draft.others.end(), [&](const desk::Ticket& other) {
    return other.number == draft.conversation.ticket;
  });
  if (of_talk == draft.others.end()) return;
  draft.ticket = std::move(*of_talk);
  draft.others.erase(of_talk);
}

std::string ReleaseKind(store::Id ticket) { return TicketKind(ticket, "released"); }

bool TakeRelease(Draft& draft, const base::Relayed& news) {
  const auto matter = MatterOf(news.kind);
  if (!matter || matter->what != "released") return false;
  if (!draft.ticket || matter->ticket != draft.ticket->number) return true;
  desk::Ticket& ticket = *draft.ticket;
  const auto body = base::ParseJson(news.json);
  const std::string version = body && body->is_object() ? base::TextAt(*body, "version") : std::string();
  // What was decided otherwise meanwhile stays so; what was joined with another ticket follows that one.
  const bool joined = ticket.state == TicketState::kMerged;
  if (!joined && (ticket.fixed_in != version || ticket.state > TicketState::kResolved)) return true;
  base::Message message = base::Say(draft.Words(
      Text::kReleased,
      {{"number", Number(draft)}, {"title", base::Shorten(ticket.title, kTitleTold)}, {"version", version}}));
  ticket.told = draft.now();
  draft.AddFact("released", Number(draft), version);
  if (joined) {
    draft.AddTicketChange(kByRule, "told of the release", version);
  } else {
    ResolveByRelease(draft, version);
    message.buttons = SolvedButtons(draft);
  }
  SayBeside(draft, std::move(message));
  return true;
}

void FollowUp(Draft& draft) {
  base::Message message = base::Say(draft.Words(Text::kFollowUp, {{"number", Number(draft)}}));
  message.buttons = SolvedButtons(draft);
  draft.AddFact("followed_up", Number(draft));
  draft.AddTicketChange(kByRule, "asked again whether it works");
  SayBeside(draft, std::move(message));
}

void CloseAsAssumed(Draft& draft) {
  draft.ticket->state = TicketState::kClosed;
  draft.AddTicketChange(kByRule, "closed", "assumed to work: no word from the user");
  draft.AddFact("resolution_assumed", Number(draft));
  KeepForAfterword(draft);
  if (draft.conversation.lease.speaker == desk::Speaker::kBot) CloseWhenDone(draft);
  base::Message message = base::Say(draft.Words(Text::kClosedAssumed, {{"number", Number(draft)}}));
  message.kind = base::MessageKind::kNotice;
  draft.Say(std::move(message));
}

}  // namespace frontdesk::core
