// A transcript: a conversation as it should go, written as it would be told. FLOWS.md describes the language; beyond
// it:
//   burst: 1500ms                    a header key: how long the bot waits for more fragments (0 unless said)
//   ada opens the chat               the widget opens, before anything is said
//   ada goes on on another device    opens the chat there; the conversation is the same
//   (platform loses the answer)      it did not hear that the last event was taken, and delivers it once more, later
//   (nobody is on duty)              every queue is closed until the next morning
//   ada gives context {"os":"iOS"}   Frontdesk.context({...})
//   ada sends a.png image/png 2MB, b.log text/plain 1KB: see here        several files, a caption
//   bot greets, bot hands over, bot answers ID, bot suggests ID ID, bot offers [A] [B]     by kind; [labels] on each
//   lee is told: ~ Kim               the act before was refused with these words
//   kim acts plan value=2026-03-20: why      any act of an agent by its name, with what=, value=, ticket= where it
//                                    has them; the reason or the words follow the colon
//   kim joins the desk queues=tech skills=av capacity=2          an agent; all of it may be left out
//   kim is away                      or busy, available, auto
//   kim passes it to tech: why       to a queue, or to @lee
//   kim puts it on hold: why
//   kim opens a ticket for Wang by phone contact=138 flow=bug-report area=file: words      for a caller; keys that no
//                                    report has are answers to the form's questions
//   ticket: none                     there is no open ticket
//   (ada writes on shop)             from now on, on another account
//   (ada is signed in as u-17 plan=pro)     from now on, by the customer's own server: on every account the same human,
//                                    of whom it tells these attributes
//   channel: threads                 a header key: agents work in a channel of an IM, with threads or `plain`
//   agents: kim,lee                  a header key: who is known there
//   kim> /take 1001                  said in that channel
//   kim #1001> a note                said in the ticket's thread
//   kim with a.png image/png 2KB> /reply 1001 see here      a file, with these words; `kim edits> words` changes the
//                                    words that were said there last
//   ada reacts 👍                    a sign put to the newest message of the bot
//   ada edits: words                 changes what was said last
//   channel> ~ waits for a person    what the bot says there; `channel> nothing`
//   (3.4 is released)                what `desk release` tells
//   (appstore posts: TEXT)           a word from elsewhere: a store review, a forum, an alarm
//   (general is served 09:00-18:00 in Asia/Shanghai)      every day; a queue that there was not is there from then on;
//                                    (general is closed on 2026-10-01) is another
//   (Help Centre takes over)         a desk that is no part of us; (Help Centre gives it back)
//   \n                               a line break inside a message
//
// Thread safety: plain values, pure functions. Failure: every line that cannot be read becomes a finding.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "bot/base/clock.h"
#include "bot/base/event.h"
#include "bot/base/finding.h"
#include "bot/desk/calendar.h"

namespace frontdesk::terminal {

inline constexpr std::size_t kMaxTranscriptBytes = 1 << 20;

// What people and the world do.
struct Says {
  std::string who, text;
};
struct Presses {
  std::string who, label;
};
struct Reacts {
  std::string who, sign;
};
struct Sends {
  std::string who;
  std::vector<base::FileRef> files;  // without ids
  std::string caption;
};
struct GivesContext {
  std::string who, json;
};
struct OpensChat {
  std::string who;
};
struct Edits {
  std::string who, text;
};
struct SaysInChannel {
  std::string who;
  std::int64_t ticket = 0;  // whose thread; 0: none
  std::string text;
  std::vector<base::FileRef> files = {};  // without ids
  bool edits = false;                     // what was said there last now reads so
};
struct ChangesDevice {
  std::string who;
};
struct AgentDoes {
  std::string who;
  base::AgentActed::Act act = base::AgentActed::Act::kTake;
  std::string text;
  std::string what = {}, value = {};
  std::int64_t ticket = 0;
};
using Pairs = std::vector<std::pair<std::string, std::string>>;
// For somebody who called, wrote a letter or a review.
struct OpensTicket {
  std::string who, name, source, words;
  Pairs fields;
};
struct Passes {
  base::Millis time{};
};
struct Restarts {};
// The workspace is read again while people talk: the article has another short text, or there is none any more.
struct ArticleChanges {
  std::string article;
  std::optional<std::string> text;
};
// A word that nobody waits for an answer to: a store review, an alarm. It becomes the conversation that agents act on.
struct Posts {
  std::string source, text;
};
// When somebody serves the queue, every day; or a day on which nobody does.
struct Serves {
  std::string queue, zone;
  desk::Shift shift;
};
struct Closes {
  std::string queue, day;
};
struct Releases {
  std::string version;
};
// A desk that is no part of us takes the word, or gives it back.
struct MovesDesk {
  std::string desk;
  bool takes = false;
};
struct Repeats {};  // the last event arrives once more
struct SwitchesLocale {
  std::string locale;
};
struct LosesAnswer {};     // the platform, of what we answered to its last event
struct RefusesMessage {};  // the platform, of our last message to the user, for good
struct ClosesDesk {};
// An agent is known to the desk from now on, or says whether they are there.
struct JoinsDesk {
  std::string who;
  Pairs properties;  // queues, skills, capacity, role, presence
};

// What is expected.
struct TextMatch {
  bool part = false;  // "~": contains
  std::string text;
};
struct WritesOn {
  std::string who, account;
};
struct SignsIn {
  std::string who, user;
  Pairs attributes;
};
struct BotSays {
  TextMatch match;
};
struct BotDoes {
  std::optional<base::MessageKind> kind;  // nothing: any message, `bot offers`
  std::string subject;                    // a slot, an article; empty: any
  std::vector<std::string> labels;
};
struct BotSuggests {
  std::vector<std::string> articles;
};
struct BotReviews {
  Pairs answers;
};
struct TicketHas {
  Pairs values;
  bool none = false;
};
struct CardShows {
  std::vector<std::string> keys;
};
struct DeskSees {
  std::string who;
  TextMatch match;
};
struct ChannelShows {
  TextMatch match;
  bool nothing = false;
};
struct ClockSays {
  std::string clock;  // first_response, first_useful_response, next_response, resolution
  std::string state;  // "met in 1m", "met late in 5h", "due in 1h", "late by 5m", "stands", "by plan", "not started"
};
struct IsTold {
  std::string who;
  TextMatch match;
};
struct Silence {};

using LineBody = std::variant<Says, Presses, Reacts, Sends, GivesContext, OpensChat, ChangesDevice, Edits,
                              SaysInChannel, OpensTicket, AgentDoes, Passes, Restarts, ArticleChanges, Posts, Serves,
                              Closes, Releases, MovesDesk, Repeats, SwitchesLocale, WritesOn, SignsIn, LosesAnswer,
                              RefusesMessage, ClosesDesk, JoinsDesk, BotSays, BotDoes, BotSuggests, BotReviews,
                              TicketHas, CardShows, DeskSees, ChannelShows, ClockSays, IsTold, Silence>;

struct TranscriptLine {
  base::Place place;
  std::string source;  // as written, without the comment
  LineBody body;
};

struct Transcript {
  std::string path;
  std::string as = "web";
  std::string locale;  // of the client; empty: the workspace's first
  base::TimePoint now;
  base::Millis burst{0};
  std::string channel;  // plain, threads; empty: agents work elsewhere
  std::vector<std::string> agents;
  std::vector<TranscriptLine> lines;
};

// Nothing when a line could not be read.
std::optional<Transcript> ParseTranscript(const std::string& path, std::string_view text, base::Findings& findings);

}  // namespace frontdesk::terminal
