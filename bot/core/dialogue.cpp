#include "bot/core/dialogue.h"

#include <algorithm>

namespace frontdesk::core {

namespace {

constexpr int kPage = 500;
constexpr int kMaxRounds = 100;

base::Result<Spoken> Visible(const store::TranscriptRow& row) {
  TRY(base::Message message, base::MessageFromJson(row.body));
  return Spoken{row, std::move(message)};
}

}  // namespace

std::string DialoguePlatformId(store::Id transcript) { return "m" + std::to_string(transcript); }

Dialogue::Dialogue(store::Store& store, base::ManualClock& clock, CatalogSource catalog)
    : store_(store), clock_(clock), catalog_(std::move(catalog)) {
  Restart();
}

void Dialogue::Restart() {
  wallboard_ = std::make_unique<Wallboard>(store_);
  (void)wallboard_->Fill(clock_.Now());  // what the store does not tell now it does not tell the next decision either
  // On a stage all accounts are those of one customer.
  const auto traits = [this](const std::string&) {
    AccountTraits of_all;
    of_all.identity = "people";
    of_all.forms = forms_;
    of_all.edits = edits_;
    of_all.profiles = profiles_;
    return of_all;
  };
  decider_ =
      std::make_unique<Decider>(store_, clock_, catalog_, traits, wallboard_.get(), std::make_shared<Reports>(store_));
}

void Dialogue::ShowForms(bool forms) {
  forms_ = forms;
  Restart();
}

void Dialogue::ChangeMessages(bool edits) {
  edits_ = edits;
  Restart();
}

void Dialogue::TellProfiles(bool profiles) {
  profiles_ = profiles;
  Restart();
}

base::Status Dialogue::Commit(base::Event event, std::vector<Spoken>& spoken) {
  for (int attempt = 0; attempt < kMaxDecideAttempts; ++attempt) {
    TRY(Decision decision, decider_->Decide(event));
    if (decision.elsewhere) {
      event.address = std::move(*decision.elsewhere);
      continue;
    }
    if (decision.refusal) return tl::unexpected(*decision.refusal);
    if (decision.nothing) return {};
    store::WriteOp op;
    op.op = std::move(decision.turn);
    store_.Write({&op, 1});
    if (const auto change = ChangeOf(op)) wallboard_->Hear(*change);
    decision.turn = std::move(std::get<store::Turn>(op.op));
    if (op.status && !op.duplicate) {
      for (const store::TranscriptRow& row : decision.turn.transcript) {
        if (row.seq == 0) continue;
        TRY(Spoken line, Visible(row));
        spoken.push_back(std::move(line));
      }
      last_ = decision;
      decider_->Remember(std::move(decision));
      return {};
    }
    decider_->Forget(event.address);
    if (op.duplicate) return {};
    if (op.status.error().code != base::ErrorCode::kConflict) return op.status;
  }
  return base::Fail(base::ErrorCode::kConflict, "the conversation changed too often while this was decided");
}

base::Status Dialogue::SendDue(std::vector<Spoken>& spoken) {
  // What a lookup or news bring may say more, and look up more.
  for (int round = 0; round < kMaxRounds; ++round) {
    TRY(const auto rows, store_.UnfinishedOutbox(0, kPage));
    bool more = false;
    for (const store::OutboxRow& row : rows) {
      if (row.not_before > clock_.Now() || row.state == store::Delivery::kUnknown) continue;
      const bool effect = store::IsEffect(row);
      if (const auto update = UpdateFromJson(row.payload)) {
        TRY_STATUS(Change(row, *update, spoken));
        continue;
      }
      auto relay = RelayFromJson(effect ? row.payload : std::string());
      if (effect && !relay && !answer_lookup_) continue;
      TRY_STATUS(relay    ? BringNews(row, std::move(*relay), spoken)
                 : effect ? LookUp(row, spoken)
                          : Deliver(row, spoken));
      more = more || effect;
    }
    if (!more) return {};
  }
  return {};
}

base::Status Dialogue::Deliver(const store::OutboxRow& row, std::vector<Spoken>& spoken) {
  store::WriteOp claim{store::Claim{row.id}, {}, false, {}};
  store_.Write({&claim, 1});
  if (!claim.status || !claim.claimed || claim.claimed->delivery != store::Delivery::kSending) return {};
  if (!store::IsEffect(row)) {
    TRY(Spoken line, Visible(*claim.claimed));
    spoken.push_back(std::move(line));
  }
  store::WriteOp finish{
      store::Finish{row.id, store::Delivery::kSent, {}, DialoguePlatformId(row.transcript)}, {}, false, {}};
  store_.Write({&finish, 1});
  return finish.status;
}

base::Status Dialogue::LookUp(const store::OutboxRow& row, std::vector<Spoken>& spoken) {
  TRY_STATUS(Deliver(row, spoken));
  const auto request = LookupFromJson(row.payload);
  if (!request) return {};
  flows::LookupAnswer answer = answer_lookup_(*request);
  TRY(const store::ConversationRow conversation, store_.LoadConversation(row.conversation));
  base::Event event;
  event.id = "lookup:" + std::to_string(row.id);
  event.address = conversation.address;
  event.at = clock_.Now();
  event.body = base::LookedUp{row.id, answer.status, std::move(answer.body)};
  return Commit(event, spoken);
}

base::Status Dialogue::Change(const store::OutboxRow& row, const MessageUpdate& update, std::vector<Spoken>& spoken) {
  TRY_STATUS(Deliver(row, spoken));
  TRY(store::TranscriptRow words, store_.LoadTranscriptRow(update.row));
  TRY(base::Message before, base::MessageFromJson(words.body));
  const auto now =
      update.message.empty() ? WithChoice(std::move(before), update.chosen) : base::MessageFromJson(update.message);
  if (now) spoken.push_back({std::move(words), *now, true});
  return {};
}

base::Status Dialogue::BringNews(const store::OutboxRow& row, Relay relay, std::vector<Spoken>& spoken) {
  if (relay.conversation != 0) {
    TRY(const store::ConversationRow conversation, store_.LoadConversation(relay.conversation));
    relay.event.address = conversation.address;
  }
  TRY_STATUS(TellDelivery(relay, store_));
  relay.event.id = RelayEventId(row.id);
  relay.event.at = clock_.Now();
  // News that are refused have been heard: an act that somebody else's lease forbids, say.
  const base::Status taken = Commit(relay.event, spoken);
  if (!taken &&
      (taken.error().code == base::ErrorCode::kUnavailable || taken.error().code == base::ErrorCode::kInternal))
    return taken;
  return Deliver(row, spoken);
}

base::Status Dialogue::FireTimers(std::vector<Spoken>& spoken) {
  TRY(const auto timers, store_.DueTimers(clock_.Now(), kPage));
  for (const store::TimerRow& timer : timers) {
    TRY(const store::ConversationRow row, store_.LoadConversation(timer.conversation));
    base::Event event;
    event.id = "timer:" + std::to_string(timer.id);
    event.address = row.address;
    event.at = clock_.Now();
    event.body = base::TimerDue{timer.id, timer.kind};
    TRY_STATUS(Commit(event, spoken));
    TRY_STATUS(SendDue(spoken));
  }
  return {};
}

base::Result<std::vector<Spoken>> Dialogue::Send(const base::Event& event) {
  std::vector<Spoken> spoken;
  TRY_STATUS(Commit(event, spoken));
  TRY_STATUS(SendDue(spoken));
  return spoken;
}

// The earliest moment up to `until` at which something is due.
base::Result<base::TimePoint> Dialogue::NextMoment(base::TimePoint until) {
  base::TimePoint next = until;
  TRY(const auto rows, store_.UnfinishedOutbox(0, kPage));
  for (const store::OutboxRow& row : rows)
    if (row.not_before > clock_.Now()) next = std::min(next, row.not_before);
  TRY(const auto timers, store_.DueTimers(until, kPage));
  for (const store::TimerRow& timer : timers) next = std::min(next, std::max(timer.due, clock_.Now()));
  return next;
}

base::Result<std::vector<Spoken>> Dialogue::Pass(base::Millis duration) {
  std::vector<Spoken> spoken;
  const base::TimePoint until = clock_.Now() + duration;
  while (true) {
    TRY(const base::TimePoint next, NextMoment(until));
    clock_.Advance(next - clock_.Now());
    TRY_STATUS(SendDue(spoken));
    TRY_STATUS(FireTimers(spoken));
    if (next >= until) return spoken;
  }
}

}  // namespace frontdesk::core
