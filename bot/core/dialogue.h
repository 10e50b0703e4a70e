// Conversations one event at a time, on one thread and a clock that only moves when told: the whole path of a message
// (decide, commit, outbox, timers) without sockets. What `chat` and `test` run on.
//
// Ownership: borrows the store and the clock. Threads: one.
// Failure: the store's errors are passed on; nothing was said then.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "bot/base/clock.h"
#include "bot/core/decider.h"
#include "bot/core/effect.h"
#include "flows/engine.h"

namespace frontdesk::core {

// One row that became visible, or that reads otherwise now.
struct Spoken {
  store::TranscriptRow row;
  base::Message message;
  bool changed = false;
};

// What the platform of a Dialogue calls a message that was sent.
std::string DialoguePlatformId(store::Id transcript);

class Dialogue {
 public:
  Dialogue(store::Store& store, base::ManualClock& clock, CatalogSource catalog);

  // Commits the event and sends what is due; answers every row that became visible, in order, the user's own too.
  // kConflict: refused, with the reason (somebody else holds the conversation).
  base::Result<std::vector<Spoken>> Send(const base::Event& event);
  // Moves the clock step by step, so that delayed answers and timers come in their order.
  base::Result<std::vector<Spoken>> Pass(base::Millis duration);
  // Stands in for the systems that flows look things up in. Without it their answers have to be sent as events.
  using AnswerLookup = std::function<flows::LookupAnswer(const flows::LookupRequest&)>;
  void AnswerLookups(AnswerLookup answer) { answer_lookup_ = std::move(answer); }
  // The platform of all accounts shows forms.
  void ShowForms(bool forms);
  // It can change messages that were sent, and tells who its users are.
  void ChangeMessages(bool edits);
  void TellProfiles(bool profiles);
  // Agents were added or changed in the store.
  base::Status ReadAgents() { return wallboard_->ReadAgents(); }
  // Forgets everything in memory, as a restart does.
  void Restart();
  // The last decision's state, for transcripts that look at tickets and cards. Null before the first event.
  const Conversation* conversation() const { return last_ ? &last_->conversation : nullptr; }
  const desk::Ticket* ticket() const { return last_ && last_->ticket ? &*last_->ticket : nullptr; }

 private:
  base::Status Commit(base::Event event, std::vector<Spoken>& spoken);
  base::Status SendDue(std::vector<Spoken>& spoken);
  base::Status Deliver(const store::OutboxRow& row, std::vector<Spoken>& spoken);
  base::Status LookUp(const store::OutboxRow& row, std::vector<Spoken>& spoken);
  base::Status Change(const store::OutboxRow& row, const MessageUpdate& update, std::vector<Spoken>& spoken);
  base::Status BringNews(const store::OutboxRow& row, Relay relay, std::vector<Spoken>& spoken);
  base::Status FireTimers(std::vector<Spoken>& spoken);
  base::Result<base::TimePoint> NextMoment(base::TimePoint until);

  store::Store& store_;
  base::ManualClock& clock_;
  CatalogSource catalog_;
  AnswerLookup answer_lookup_;
  bool forms_ = false;
  bool edits_ = false;
  bool profiles_ = false;
  std::unique_ptr<Wallboard> wallboard_;
  std::unique_ptr<Decider> decider_;
  std::optional<Decision> last_;
};

}  // namespace frontdesk::core
