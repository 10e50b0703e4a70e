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
  void AddTicketChange(std::string_view who, std::string_view what, std::string_view why = {});
  void AddTicketChange(const desk::Ticket& of, std::string_view who, std::string_view what, std::string_view why = {});
  // Has the bytes of a file that is still on its platform brought here.
  void FetchFile(const base::FileRef& file);
  // Has another system asked; answers the row's id, which its answer will name.
  store::Id LookUp(const flows::LookupRequest& request);
  // Brings an event to another conversation, after this turn.
  void Relay(const core::Relay& relay);
  void AddTimer(std::string_view kind, base::TimePoint due, store::Id& id);

  // All answers of this turn leave at `at` at the earliest.
  void DelayAnswers(base::TimePoint at);
  std::vector<store::Id> AnswerRows() const;

  bool ticket_number_used = false;

  bool housekeeping = false;  // nobody did anything: the conversation stays where it stands among others
  bool hides_input = false;   // what the user did holds a sensitive answer: the transcript does not show it
  Decision Finish() &&;

 private:
  store::Id NextId();
  store::Id AddEffect(std::string payload);
  store::Id SendToUser(base::Message message, std::string_view from);

  store::Id next_id_;
};

}  // namespace frontdesk::core
