// A turn in the making: the conversation as it changes, and the rows that will be committed with it. The brain's parts
// write here; Finish() makes the Decision.
//
// Thread safety: belongs to one Handle() call.
#pragma once

#include <string>
#include <string_view>

#include "bot/core/brain.h"
#include "bot/core/effect.h"
#include "bot/core/texts.h"
#include "flows/engine.h"

namespace frontdesk::core {

class Draft {
 public:
  Draft(const Context& context, const base::Event& event);

  const Context& context;
  const base::Event& event;
  Conversation conversation;
  std::optional<desk::Ticket> ticket;  // in focus
  std::vector<desk::Ticket> others;
  store::Turn turn;

  const Policy& policy() const { return context.catalog.policy; }
  base::TimePoint now() const { return context.now; }
  const std::string& locale() const { return conversation.locale; }
  std::string Words(Text text, std::initializer_list<std::pair<std::string_view, std::string_view>> values = {}) const {
    return Phrase(text, conversation.locale, values);
  }

  // The user's own message; it stands before everything else in the turn, whenever it is recorded.
  void RecordUser(const base::Message& message);
  // The bot speaks; its buttons become what a bare number answers.
  void Say(base::Message message);
  void Say(std::string_view text);
  // An agent speaks to the user. The id of the transcript's row.
  store::Id SayAsAgent(base::Message message);
  // A note that only agents see.
  void Note(std::string_view author, std::string_view text, std::vector<base::FileRef> files = {});
  // What bot/core/fact.h names. What a person wrote is masked and cut in `detail`.
  void AddFact(std::string_view kind, std::string_view subject, std::string_view detail = {});
  // A change of the ticket, for people. State, queue, service level and owner are kept for machines too, by
  // themselves: set them on the ticket first, and the row says what of them changed; the ticket's due times follow.
  // `mark` is for what is no field and moves a clock: desk::change::kAnswered, kUseful, kConfirmed, kHeard.
  void AddTicketChange(std::string_view who, std::string_view what, std::string_view why = {},
                       std::string_view mark = {});
  // Of another ticket of the conversation.
  void AddTicketChange(desk::Ticket& of, std::string_view who, std::string_view what, std::string_view why = {},
                       std::string_view mark = {});
  bool Changed(store::Id number) const;
  // Rows for fields that were set after a ticket's last row: nothing may be lost for the clocks.
  void TellFields();
  // Has the bytes of a file that is still on its platform brought here; for another conversation when one is named.
  void FetchFile(const base::FileRef& file, store::Id keep_for = 0);
  // Has another system asked; answers the row's id, which its answer will name.
  store::Id LookUp(const flows::LookupRequest& request);
  // Brings an event to another conversation, after this turn; what one conversation relays arrives in order.
  void Relay(const core::Relay& relay);
  // The same, but not before the messages that were said so far have gone, so that what became of them can be told.
  void RelayBehind(const core::Relay& relay);
  // Makes a message that was sent read otherwise, where the account's platform can; does nothing where it cannot.
  void ChangeMessage(store::Id row, const base::Message& message);
  // The same for a message one of whose buttons was pressed.
  void ShowChoice(const base::Pressed& pressed);
  // Asks the account's platform who the event's author is.
  void AskForProfile();
  void AddTimer(std::string_view kind, base::TimePoint due, store::Id& id);

  // All answers of this turn leave at `at` at the earliest.
  void DelayAnswers(base::TimePoint at);
  std::vector<store::Id> AnswerRows() const;

  bool ticket_number_used = false;
  bool keeps_ticket = false;  // it is written although no change of it is for people
  bool housekeeping = false;  // nobody did anything: the conversation stays where it stands among others
  bool hides_input = false;   // what the user did holds a sensitive answer: the transcript does not show it
  Decision Finish() &&;

 private:
  // What of a ticket the change rows have told so far.
  struct Told {
    store::Id number = 0;
    std::string state, queue, tier, owner, elsewhere;
  };
  Told Of(const desk::Ticket& of) const;
  // The desk that has the word and is no part of us; empty: none.
  std::string DeskElsewhere() const;
  Told& ToldOf(store::Id number);
  // A row for each of state, queue, service level and owner that was changed since; none of them are words of people.
  std::vector<store::TicketChangeRow> UntoldChanges(const desk::Ticket& of);
  void AddChangeRow(desk::Ticket& of, store::TicketChangeRow row);
  store::Id NextId();
  store::Id AddEffect(std::string payload, store::Lane lane = store::Lane::kEffect);
  store::Id SendToUser(base::Message message, std::string_view from);

  store::Id next_id_;
  std::vector<Told> told_;
};

}  // namespace frontdesk::core
