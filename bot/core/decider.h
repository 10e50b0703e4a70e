// Joins the pure brain with the store: loads what a decision needs, decides, and hands out the write. Used by the
// shards of a server and, one event at a time, by the terminal.
//
// Thread safety: one Decider per thread; the Store and the catalog pointer are shared.
#pragma once

#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <unordered_map>

#include "bot/base/clock.h"
#include "bot/core/brain.h"
#include "bot/core/wallboard.h"

namespace frontdesk::core {

// Conversations kept in memory between events, per Decider.
inline constexpr std::size_t kConversationsInMemory = 2048;
inline constexpr int kMaxDecideAttempts = 5;

// Where the current catalog is; answers a new pointer after a reload.
using CatalogSource = std::function<std::shared_ptr<const Catalog>()>;
// What decisions need to know of an account's platform.
struct AccountTraits {
  bool deduplicates = false;    // by client ids
  bool forms = false;           // shows them
  std::string identity = {};    // accounts with the same word share their signed users
  bool ids_are_users = false;   // the platform vouches for its users, and its ids are the customer's own
  base::Millis reply_window{};  // after the user's last word; 0: for ever
  bool edits = false;           // messages that were sent can be changed
  bool profiles = false;        // it tells who its users are
};
using TraitsOf = std::function<AccountTraits(const std::string& account)>;

class Decider {
 public:
  // Without a wallboard nothing is known of the desk as a whole. `reports`: shared by all deciders of one store; null:
  // this is the only one.
  Decider(store::Store& store, const base::Clock& clock, CatalogSource catalog, TraitsOf traits,
          const Wallboard* wallboard = nullptr, std::shared_ptr<Reports> reports = nullptr);

  // kUnavailable when the store cannot be read; kInternal when the decision itself failed.
  base::Result<Decision> Decide(const base::Event& event);
  // For an event that cannot be decided: a person gets it as it is. An error when not even that can be.
  base::Result<Decision> Rescue(const base::Event& event);
  // After the turn's commit: remembers the conversation as it is now.
  void Remember(Decision decision);
  // After a conflict or a failure: the next decision loads again.
  void Forget(const base::Address& address);

 private:
  struct Known {
    Conversation conversation;
    std::vector<desk::Ticket> tickets;  // that are not over, the one that the talk is about last
  };
  using Entry = std::pair<base::Address, Known>;
  struct AddressHash {
    std::size_t operator()(const base::Address& address) const;
  };

  base::Result<Known> Load(const base::Event& event);
  // The conversation that the message belongs to; nothing when it is none of ours. `address`: as far as it is known.
  base::Result<std::optional<base::Address>> WhereSaid(const base::Address& address, const std::string& message);
  base::Status Focus(std::vector<desk::Ticket> tickets, const base::Event& event, Context& context);
  base::Result<std::optional<desk::Ticket>> LoadTicket(store::Id number);
  base::Result<Human> LoadHuman(const Conversation& conversation, const base::Event& event,
                                const AccountTraits& traits);
  base::Status LoadHistory(Human& human);
  // The identity that an agent's act is about; nothing when there is none, or the act is about nobody.
  base::Result<std::optional<store::PersonRow>> FindNamed(const base::Event& event, std::string_view identity);
  base::Result<Decision> HandleWith(Known known, const base::Event& event,
                                    Decision (*handle)(const Context& context, const base::Event& event));

  store::Store& store_;
  const base::Clock& clock_;
  CatalogSource catalog_;
  TraitsOf traits_;
  const Wallboard* wallboard_;
  const std::shared_ptr<Reports> reports_;
  store::Id spare_ticket_number_ = 0;
  std::list<Entry> recent_;  // most recent first
  std::unordered_map<base::Address, std::list<Entry>::iterator, AddressHash> by_address_;
};

}  // namespace frontdesk::core
