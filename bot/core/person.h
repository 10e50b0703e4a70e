// The human behind a conversation, as far as anything is known of them: the identity that writes here, their other
// identities, what they have with us on all accounts. Loaded for every decision, so that the brain need not ask.
//
// An identity joins others when the customer's own server signed the same user for both, or when an agent says so.
//
// Thread safety: plain values, pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/event.h"
#include "bot/desk/ticket.h"
#include "bot/store/records.h"

namespace frontdesk::core {

// Of one human: more is not looked at.
inline constexpr int kMaxIdentities = 100;
inline constexpr int kMaxTicketsSeen = 20;
inline constexpr int kMaxConversationsSeen = 20;
// Instead of an account's name, of what was imported of a user whatever account they write from.
inline constexpr std::string_view kImportedAccount = "@";
inline constexpr std::size_t kMaxAttributes = 40;
inline constexpr std::size_t kMaxAttributeBytes = 500;

// Tier, plan, since, company, role, or what else a customer knows of their users.
struct Attribute {
  std::string key;
  std::string value;
  std::string source;  // of several for one key the first in the order of the sources below counts
  bool operator==(const Attribute&) const = default;
};

// Among attributes, and in the context that a page or a platform gives.
inline constexpr std::string_view kTimeZone = "time_zone";

// Who told of somebody: the customer's own server with the sign-in, a flow's lookup, a list that was imported.
inline constexpr std::string_view kSigned = "signed";
inline constexpr std::string_view kLookedUp = "lookup";
inline constexpr std::string_view kImported = "imported";

struct Human {
  store::PersonRow row;                            // the identity of this conversation; version 0: to be stored
  std::vector<store::PersonRow> identities = {};   // all of the human; empty while `row` is not stored
  std::vector<desk::Ticket> open = {};             // their open tickets on all accounts, the newest first
  std::vector<store::TicketRow> tickets = {};      // the newest, open or not
  std::vector<store::ConversationRow> talks = {};  // the newest first; only where a channel is looked for
  std::string user = {};                           // "app:u-17" as which the event is signed; empty: it is not
  std::optional<store::PersonRow> same_user = {};  // who was signed as that before
  std::optional<store::PersonRow> named = {};      // the identity that an agent's act is about
};

// Whether its author is the user, and not an agent, a clock or another conversation.
bool IsTheUsersOwn(const base::EventBody& body);

// As which user of the customer's the author is signed: ids of accounts with one `identity` are those of one customer's
// users. Empty when the author is not signed.
std::string UserOf(const base::Author& author, std::string_view account, std::string_view identity);

// The human's, by key; what is not there is unknown.
std::vector<Attribute> AttributesOf(const Human& person);
std::string AttributeOf(const Human& person, std::string_view key);  // empty: unknown
// An identity's own, as the row keeps them.
std::vector<Attribute> ReadAttributes(std::string_view json);
// An identity's attributes once the source has told the facts; what a surer one told of the same keys stays. A fact
// without a value is not known any more. `all`: the facts are everything that the source knows.
std::string WithTold(std::string_view attributes, const std::vector<base::Fact>& facts, std::string_view source,
                     bool all);

// "chat/U17", for agents.
std::string NameOf(const store::PersonRow& row);

}  // namespace frontdesk::core
