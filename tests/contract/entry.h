// One platform's line in the table of the contract suite: all that the suite must know to try its adapter. README.md
// says what the suite asks.
//
// Ownership: entries live as long as the process; they are added before main. Threads: constants after that.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/adapter.h"
#include "bot/base/clock.h"
#include "tests/fakes/fake_platform_hook.h"
#include "tests/fakes/fake_platform_log.h"

namespace frontdesk::contract {

using Request = fakes::HookRequest;
// Name in the environment -> value.
using Secrets = std::map<std::string, std::string>;

inline constexpr std::string_view kPublicUrl = "https://help.example.com";

// A message that a user sends.
struct Saying {
  std::string text;
  std::string message;       // the platform's id of it
  std::string conversation;  // Address.channel of the event that it becomes
};

// What an agent does in the channel where agents work: says words, or presses a button.
struct RoomSaying {
  std::string text;
  std::string message;   // the platform's id of it
  std::string thread;    // what the platform called the message above, where there are threads; empty: in the channel
  std::string press;     // the value of the button that is pressed; empty: words are said
  std::int64_t row = 0;  // of the message with that button, as it was in Sending::row.id
};

struct Signing {
  base::TimePoint at;
  const Secrets& secrets;
};

// Bytes of a signed request that its signature, or the secret in its path, covers.
struct CoveredBytes {
  enum class Part { kTarget, kHeader, kBody };
  Part part = Part::kBody;
  std::string header = {};
  std::size_t offset = 0;
  std::size_t size = std::string::npos;
};

// What came of an event.
struct Outcome {
  enum class Kind { kEvents, kAnswer, kRefused, kInvalid };
  Kind kind = Kind::kRefused;
  std::vector<base::Event> events;
  adapters::HttpAnswer answer;
  base::Error error;
};

struct Entry {
  std::string platform;              // names the tests and the folder under tests/fixtures
  std::string type;                  // of the account
  std::string account;               // its name, as in the targets of the captured requests
  std::string settings;              // its keys in frontdesk.yaml, without type; {api} is the fake platform's address
  Secrets kept;                      // what the server itself adds to the settings, by name
  Secrets secrets;                   // what `settings` refers to with env:
  Secrets other_secrets;             // another tenant's, same names
  std::vector<std::string> proving;  // names of the secrets without which nobody can be proven
  std::string keys = {};             // of the platform, as its key recipe has read them
  base::TimePoint captured_at;       // the clock of captured requests that name none
  base::Millis tolerance{};          // of a signed time, both ways; 0: no time is signed

  std::function<Request(const Saying&)> say;  // not signed yet
  std::string room;                           // a channel where agents work
  std::string room_shown_as;                  // what the script calls the receiver of a card there; empty: as `room`
  std::string room_agent;                     // who works there, by the platform's id
  std::function<Request(const RoomSaying&)> say_in_room;             // not signed yet; none: not tried
  std::function<Request(Request, const Signing&)> sign;              // as the platform signs it, also anew
  std::function<std::vector<CoveredBytes>(const Request&)> covered;  // of a signed request
  std::vector<std::string> signed_headers;                           // without which nothing is proven
  std::vector<Request> own_words;                                    // what the bot said, as the platform echoes it
  std::vector<Request> words_of_bots;

  std::string script;      // of the fake platform
  std::string send_route;  // the route in it that delivers
  std::string token_header = "authorization";
  std::string api = "http://127.0.0.1:1";  // where the pure part pretends that the platform is
  enum class Markup { kPlain, kMarkdown } markup = Markup::kPlain;
  std::vector<std::string> live;  // what must never stand in a text that goes out: "<!channel>"
  // Status -> what Classify must make of it, where the platform is stricter than the suite.
  std::map<int, adapters::SendResult::Kind> verdicts;
  std::string locale = "en";  // of its users, in the golden transcripts
  // What a message of the pure part answers, where the platform takes answers only.
  std::optional<base::ReplyPath> path = {};

  // Of platforms whose requests only say that there is news: the item (JSON) that lies there because of this request,
  // which is not signed yet; and the answer to the pull that Taken::pull asks for.
  std::function<std::string(const Request&)> shelved = {};
  std::function<adapters::HttpAnswer(std::string_view word)> pulled = {};

  // What events come as; a stanza is the body of a request that has nothing else, and is captured in an .xml file.
  enum class Wire { kRequest, kStanza } wire = Wire::kRequest;
  // Of captured ones, where more than the settings is known of the world; empty: Verify and Parse.
  std::function<Outcome(const Request&, const adapters::Settings&, base::TimePoint)> read_captured = {};
  // What else an .expect says of a captured one: members that are not empty.
  std::function<nlohmann::json(const Request&)> beside = {};
  std::function<std::string(const std::string& bytes)> words_of_frame = {};  // that its reader sees
  std::function<std::string(const std::string& text)> words_of_text = {};  // of a call, where the platform has escapes
};

std::vector<Entry>& Entries();
// Those whose platforms call our hooks and are called by us.
std::vector<Entry> CalledEntries();
// Those whose platforms we bring messages to; visitors of the widget read them by themselves.
std::vector<Entry> SendingEntries();
// `const bool added = Add({...});`
bool Add(Entry entry);

inline void PrintTo(const Entry& entry, std::ostream* out) { *out << entry.platform; }
std::string NameOf(const Entry& entry);  // for GoogleTest

const adapters::Adapter& AdapterOf(const Entry& entry);

// The text under "accounts:" for this entry, with the platform at `api`.
std::string AccountYaml(const Entry& entry, std::string_view api);
void SetEnvironment(const Secrets& secrets);
// As ReadConfig reads it, with these secrets in the environment.
base::Result<adapters::Settings> SettingsOf(const Entry& entry, const Secrets& secrets, std::string_view api);

// A request as an adapter sees it; it must not be changed while the RawRequest is in use.
adapters::RawRequest Raw(const Request& request);

// What the answer to a pull gives; the first of all pulls.
Outcome TryPull(const Entry& entry, const adapters::Settings& settings, std::string_view word,
                const adapters::HttpAnswer& answer, base::TimePoint at);

// Verify and Parse, as the server does; and the pull that they ask for, where the entry has an answer to it.
Outcome Try(const Entry& entry, const adapters::Settings& settings, const Request& request, base::TimePoint at);

}  // namespace frontdesk::contract
