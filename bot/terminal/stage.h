// A stage for conversations: a store in memory, a clock that moves when told, and the bot as it answers in production.
// People and agents act on it; what became visible comes back. `chat` and `test` play on it.
//
// Ownership: the stage owns store, clock and dialogue. Threads: one.
// Failure: an act that was refused comes back as kConflict with the reason; other errors are the store's.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bot/core/dialogue.h"
#include "bot/terminal/transcript.h"

namespace frontdesk::terminal {

// Where agents work on a stage, when they work in an IM.
inline const base::Address kStageChannel{"im", "desk", {}};
inline constexpr base::Millis kStageUnseen = std::chrono::minutes(10);

struct StageOptions {
  std::string account = "widget";
  std::string locale;  // of the users' client
  base::TimePoint now;
  bool forms = false;  // the platform shows them
};

class Stage {
 public:
  using Heard = std::vector<core::Spoken>;

  static base::Result<std::unique_ptr<Stage>> Open(std::shared_ptr<const core::Catalog> catalog, StageOptions options);

  // A user acts in a conversation of their own; it is the one that agents and questions are about from then on.
  base::Result<Heard> UserDoes(const std::string& who, base::EventBody body);
  // Files become uploads first, as the widget does it.
  base::Result<Heard> UserSends(const std::string& who, std::vector<base::FileRef> files, const std::string& caption);
  // Presses the newest button with that label. kNotFound names the buttons that there are.
  base::Result<Heard> UserPresses(const std::string& who, const std::string& label);
  // Puts a sign to the newest message that they were sent. kNotFound: there is none.
  base::Result<Heard> UserReacts(const std::string& who, const std::string& sign);
  // From now on that user writes on another account, or is signed in as a user of the customer's.
  void WriteOn(const std::string& who, const std::string& account) { accounts_[who] = account; }
  void SignIn(const std::string& who, const std::string& user, const Pairs& attributes) {
    users_[who] = {user, attributes};
  }
  base::Result<Heard> AgentDoes(const std::string& who, base::AgentActed::Act act, const std::string& text);
  // What the user said last now reads so. kInvalid when nothing was said.
  base::Result<Heard> UserEdits(const std::string& who, const std::string& text);
  // An agent, or whoever is there, speaks in the desk channel, or changes what was said there last.
  base::Result<Heard> SayInChannel(const SaysInChannel& said);
  // A word from elsewhere, in a conversation of its own; agents act on that one from then on.
  base::Result<Heard> WorldPosts(const std::string& source, const std::string& text);
  // A ticket for a caller, in a conversation of its own; agents act on that one from then on.
  base::Result<Heard> AgentOpens(const OpensTicket& opens);
  // Everybody whose ticket waits for the version hears that it is out.
  base::Result<Heard> Release(const std::string& version);
  // A desk that is no part of us takes the word in the conversation of now, or gives it back.
  base::Result<Heard> MoveDesk(const std::string& desk, bool takes);
  // Any act; who acts is filled in.
  base::Result<Heard> AgentActs(const std::string& who, base::AgentActed acted);
  // An agent with these properties, or what changes of one. kInvalid names a property that there is not.
  base::Status AgentJoins(const std::string& who, const Pairs& properties);
  base::Result<Heard> Pass(base::Millis time);
  // The platform delivers the last event once more.
  base::Result<Heard> RepeatLastEvent();
  // Our last message to the user cannot be delivered, as where the platform takes no more replies.
  base::Result<Heard> LastMessageFails();
  // The knowledge is read again with another short text of the article, in the stage's locale, or without it.
  // kNotFound when there is no such article.
  base::Status ChangeArticle(const std::string& id, const std::optional<std::string>& text);
  // From now on there is the queue, served at that time every day; on that day it is not.
  void Serve(const std::string& queue, const std::string& zone, desk::Shift shift);
  void Close(const std::string& queue, const std::string& day);
  // Every queue is closed until nine o'clock of the next day.
  void CloseDesk();
  void Restart() { dialogue_->Restart(); }
  void SetLocale(const std::string& locale) { options_.locale = locale; }

  // What the bot has said in the desk channel since the last ForgetChannel.
  const Heard& channel_heard() const { return channel_heard_; }
  void ForgetChannel() { channel_heard_.clear(); }

  bool HasSpoken(const std::string& who) const;
  // As the store has them; nothing before the first event, or when there never was a ticket.
  std::optional<core::Conversation> conversation() const;
  std::optional<desk::Ticket> ticket() const;
  // Answers of the flow that runs or ran last, in normal form.
  const std::map<std::string, std::string>& answers() const { return answers_; }
  const core::Catalog& catalog() const { return *catalog_; }
  base::TimePoint now() const { return clock_.Now(); }
  // Flow and step of all steps that were entered.
  std::vector<std::pair<std::string, std::string>> EnteredSteps() const;

 private:
  Stage(std::shared_ptr<const core::Catalog> catalog, StageOptions options);
  base::Result<Heard> Send(base::Event event);
  base::Result<Heard> Remember(base::Result<Heard> heard);
  bool IsInChannel(const core::Spoken& spoken) const;
  base::Event NewEvent(const std::string& author);
  base::Address AddressOf(const std::string& who) const;

  StageOptions options_;
  base::ManualClock clock_;
  std::shared_ptr<const core::Catalog> catalog_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<core::Dialogue> dialogue_;
  std::optional<base::Event> last_event_;
  std::optional<base::Address> current_;
  std::vector<base::Address> known_;
  std::map<store::Id, Heard> said_;  // by conversation
  Heard channel_heard_;
  std::map<std::int64_t, std::string> threads_;    // of tickets, in the desk channel
  std::map<std::string, base::Event> last_words_;  // of a user; of somebody in the channel
  std::map<std::string, std::string> answers_;
  std::string answers_of_;                                      // flow and version
  std::map<std::string, std::string> accounts_;                 // of users who write on another than the stage's
  std::map<std::string, std::pair<std::string, Pairs>> users_;  // as whom they are signed in, with their attributes
  int events_ = 0;
  int posts_ = 0;
  int callers_ = 0;
  int files_ = 0;
};

// "kim" -> "Kim".
std::string DisplayName(std::string name);

}  // namespace frontdesk::terminal
