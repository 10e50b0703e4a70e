#include <algorithm>

#include "bot/base/text.h"
#include "bot/core/desk_channel.h"
#include "bot/core/desk_command.h"
#include "bot/core/desk_notices.h"
#include "bot/core/incidents.h"
#include "bot/core/talk.h"
#include "bot/core/user_form.h"
#include "bot/desk/weight.h"

namespace frontdesk::core {

namespace {

constexpr std::size_t kMaxCardFacts = 40;
constexpr std::size_t kWordsShown = 600;  // graphemes
constexpr std::size_t kSimilarShown = 3;

// Speaks the channel's language, not the customer's.
class CardWriter {
 public:
  CardWriter(const Draft& draft, const desk::Channel& channel)
      : draft_(draft), ticket_(*draft.ticket), channel_(channel) {}

  base::Message Write() {
    WriteHead();
    WriteWords();
    WriteClock();
    WriteCollected();
    WriteTried();
    WriteIncident();
    WriteSimilar();
    WriteWayOn();
    return std::move(card_);
  }

 private:
  std::string Words(Text text, std::initializer_list<std::pair<std::string_view, std::string_view>> values = {}) const {
    return Phrase(text, channel_.locale, values);
  }

  void AddFact(std::string key, std::string label, std::string value) {
    if (value.empty() || card_.facts.size() >= kMaxCardFacts) return;
    card_.facts.push_back({std::move(key), std::move(label), base::Shorten(value, kWordsShown)});
  }

  bool IsHeld() const {
    return draft_.conversation.lease.speaker == desk::Speaker::kAgent && desk::IsOpen(ticket_.state);
  }

  Text HeadWords() const {
    if (IsHeld()) return Text::kDeskCardHeld;
    if (draft_.conversation.lease.speaker == desk::Speaker::kQueue) return Text::kDeskCardHandoff;
    const bool fresh = ticket_.opened == draft_.now() || ticket_.state == desk::TicketState::kNew;
    return fresh && desk::IsOpen(ticket_.state) ? Text::kDeskCardTicket : Text::kDeskCardState;
  }

  void WriteHead() {
    const Conversation& conversation = draft_.conversation;
    base::Block head;
    head.spans.push_back({base::Span::Kind::kStrong,
                          Words(HeadWords(), {{"number", std::to_string(ticket_.number)},
                                              {"person", conversation.person_name},
                                              {"account", conversation.address.account},
                                              {"agent", conversation.lease.holder_display},
                                              {"state", Words(StateWords(ticket_.state))}}),
                          {}});
    card_.text.blocks.push_back(std::move(head));
    card_.subject = std::to_string(ticket_.number);
    AddFact("title", Words(Text::kCardTitle), ticket_.title);
  }

  // As they were said, whatever the language.
  void WriteWords() {
    const std::string words = ticket_.words == ticket_.title ? std::string() : ticket_.words;
    AddFact("words", Words(Text::kCardWords), words);
    const std::string& last = draft_.conversation.last_text;
    if (last != words && last != ticket_.title) AddFact("last", Words(Text::kCardLast), last);
  }

  void WriteClock() {
    const Conversation& conversation = draft_.conversation;
    AddFact("reason", Words(Text::kCardReason), conversation.handoff_reason);
    AddFact("queue", Words(Text::kCardQueue), WithReason(ticket_.queue, ticket_.queue_reason));
    std::string reasons;
    for (const std::string& reason : conversation.urgency_reasons) reasons += (reasons.empty() ? "" : ", ") + reason;
    AddFact("urgency", Words(Text::kCardUrgency), WithReason(std::to_string(conversation.urgency), reasons));
    AddFact("weight", Words(Text::kCardWeight), WeightWords());
    AddFact("level", Words(Text::kCardLevel),
            WithReason(LevelName(draft_.policy(), ticket_.level.tier, channel_.locale), ticket_.level.reason));
    AddFact("answer_by", Words(Text::kCardAnswerBy),
            base::FormatLocal(ticket_.first_response_due, draft_.policy().zone));
    WriteWindow();
  }

  // What is unknown says so: it is not a zero.
  std::string WeightWords() const {
    const desk::Figure weight = desk::ComputeWeight(ticket_, draft_.policy().weight);
    std::string reasons;
    for (const desk::Factor& factor : weight.factors) reasons += (reasons.empty() ? "" : ", ") + factor.reason;
    return WithReason(std::to_string(weight.score), reasons);
  }

  // Where the platform takes replies only for a while after the user's last word.
  void WriteWindow() {
    const base::ReplyPath& path = draft_.conversation.path;
    if (path.until == base::TimePoint{}) return;
    const std::string until = base::FormatLocal(path.until, draft_.policy().zone);
    AddFact("reply_until", Words(Text::kCardReplyUntil),
            IsShut(path, draft_.now()) ? Words(Text::kCardReplyShut, {{"time", until}}) : until);
  }

  static std::string WithReason(const std::string& value, const std::string& reason) {
    return reason.empty() ? value : value + " (" + reason + ")";
  }

  void WriteCollected() {
    for (const base::Fact& slot : ticket_.slots) {
      const bool hidden =
          std::find(ticket_.sensitive.begin(), ticket_.sensitive.end(), slot.key) != ticket_.sensitive.end();
      AddFact(slot.key, slot.label.empty() ? slot.key : slot.label, hidden ? std::string(kHidden) : slot.value);
    }
    for (const base::Fact& fact : ticket_.context)
      AddFact(fact.key, fact.label.empty() ? fact.key : fact.label, fact.value);
    std::string files;
    for (const base::FileRef& file : ticket_.files) files += (files.empty() ? "" : ", ") + file.name;
    AddFact("files", Words(Text::kCardFiles), files);
  }

  void WriteTried() {
    for (const desk::TriedArticle& tried : ticket_.tried) {
      Text verdict = Text::kCardShown;
      if (tried.verdict == "rejected") verdict = Text::kCardRejected;
      if (tried.verdict == "confirmed") verdict = Text::kCardConfirmed;
      AddFact("tried", Words(verdict), tried.title.empty() ? tried.id : tried.title);
    }
  }

  void WriteIncident() {
    if (ticket_.incident != 0) AddFact("incident", Words(Text::kCardIncident), "#" + std::to_string(ticket_.incident));
    if (ticket_.affected > 1) AddFact("affected", Words(Text::kCardAffected), std::to_string(ticket_.affected));
  }

  void WriteSimilar() {
    for (const Report* report : SimilarTickets(draft_, kSimilarShown)) {
      std::string line = "#" + std::to_string(report->number) + " " + report->title;
      if (report->incident != 0)
        line += " (" + Words(Text::kCardIncident) + " #" + std::to_string(report->incident) + ")";
      AddFact("similar", Words(Text::kCardSimilar), std::move(line));
    }
  }

  void WriteWayOn() {
    const std::string number = std::to_string(ticket_.number);
    if (!draft_.policy().public_url.empty())
      AddFact("transcript", Words(Text::kCardTranscript),
              draft_.policy().public_url + "/console#/" + std::to_string(draft_.conversation.id));
    const std::string button(kDeskButton);
    if (channel_.buttons && !desk::IsOpen(ticket_.state))
      card_.buttons = {{Words(Text::kDeskReopen), button + "reopen=" + number}};
    else if (channel_.buttons && IsHeld())
      card_.buttons = {{Words(Text::kDeskGiveBack), button + "give-back=" + number},
                       {Words(Text::kDeskResolve), button + "resolve=" + number}};
    else if (channel_.buttons)
      card_.buttons = {{Words(Text::kDeskTake), button + "take=" + number},
                       {Words(Text::kDeskSnooze), button + "snooze=" + number + " 1h"},
                       {Words(Text::kDeskResolve), button + "resolve=" + number}};
    else
      AddFact("commands", Words(Text::kCardCommands), "/take " + number + "  /reply " + number + " ...  /help");
  }

  const Draft& draft_;
  const desk::Ticket& ticket_;
  const desk::Channel& channel_;
  base::Message card_;
};

}  // namespace

base::Message DeskCard(const Draft& draft, const desk::Channel& channel) { return CardWriter(draft, channel).Write(); }

}  // namespace frontdesk::core
