#include "bot/runtime/person_card.h"

#include <nlohmann/json.hpp>

#include "bot/base/json.h"
#include "bot/base/message_json.h"
#include "bot/desk/ticket.h"

namespace frontdesk::runtime {

namespace {

using nlohmann::json;

constexpr int kTicketsShown = 10;
constexpr int kConversationsShown = 10;

std::string IdentityWord(const store::PersonRow& row) {
  if (!row.user.empty()) return "verified as " + row.user;
  return row.verified ? "verified" : "not verified";
}

// The link stands on whichever of the two came second.
std::string LinkedWord(const store::PersonRow& row, const store::PersonRow& shown) {
  if (!row.user.empty() && row.user == shown.user) return core::NameOf(row) + ", the same signed user";
  const std::string& by = row.linked.empty() ? shown.linked : row.linked;
  if (by.empty()) return core::NameOf(row);
  return core::NameOf(row) + ", " + (by == core::kSigned ? "signed in as well" : "linked by " + by);
}

json TicketJson(const store::TicketRow& row) {
  json ticket = {{"number", std::to_string(row.number)},
                 {"state", row.state},
                 {"conversation", row.conversation},
                 {"opened", base::FormatUtc(row.opened)}};
  if (!row.owner.empty()) ticket["owner"] = row.owner;
  if (const auto body = desk::TicketFromJson(row.body)) {
    ticket["title"] = body->title;
    ticket["account"] = body->source;
  }
  return ticket;
}

}  // namespace

core::Human HumanOf(store::Store& store, store::Id person) {
  core::Human human;
  auto row = store.LoadPerson(person);
  if (!row) return human;
  human.row = std::move(*row);
  if (auto identities = store.IdentitiesOf(human.row.who, core::kMaxIdentities))
    human.identities = std::move(*identities);
  return human;
}

json PersonJson(store::Store& store, const core::Conversation& conversation) {
  std::vector<base::Fact> facts = {{"name", "Name", conversation.person_name},
                                   {"account", "Account", conversation.address.account}};
  if (!conversation.locale.empty()) facts.push_back({"language", "Language", conversation.locale});
  const core::Human person = HumanOf(store, conversation.person);
  if (person.row.id == 0) return base::FactsJson(facts);
  facts.push_back({"identity", "Identity", IdentityWord(person.row)});
  for (const core::Attribute& attribute : core::AttributesOf(person))
    facts.push_back({"person." + attribute.key, attribute.key + " (" + attribute.source + ")", attribute.value});
  for (const store::PersonRow& identity : person.identities) {
    const bool shown = identity.id != person.row.id && identity.account != core::kImportedAccount;
    if (shown) facts.push_back({"also", "Also", LinkedWord(identity, person.row)});
  }
  return base::FactsJson(facts);
}

json HistoryJson(store::Store& store, const core::Conversation& conversation) {
  json history = {{"tickets", json::array()}, {"conversations", json::array()}};
  const auto person = store.LoadPerson(conversation.person);
  if (!person) return history;
  if (const auto tickets = store.TicketsOfHuman(person->who, kTicketsShown + 1)) {
    for (const store::TicketRow& row : *tickets)
      if (row.number != conversation.ticket) history["tickets"].push_back(TicketJson(row));
  }
  const auto rows = store.ConversationsOfHuman(person->who, kConversationsShown + 1);
  if (!rows) return history;
  for (const store::ConversationRow& row : *rows) {
    if (row.id == conversation.id) continue;
    const auto other = core::FromRow(row);
    history["conversations"].push_back({{"id", row.id},
                                        {"account", row.address.account},
                                        {"last_text", other ? other->last_text : std::string()},
                                        {"last_at", base::FormatUtc(row.updated)}});
  }
  return history;
}

}  // namespace frontdesk::runtime
