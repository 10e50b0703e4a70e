// Who somebody is, as it becomes known: the first word of an identity, a signed user, an agent who knows them.
#include <algorithm>
#include <utility>

#include "bot/base/text.h"
#include "bot/core/fact.h"
#include "bot/core/talk.h"

namespace frontdesk::core {

namespace {

// What the event tells of its author. True when that is new.
bool Learn(const Draft& draft, store::PersonRow& row) {
  const store::PersonRow before = row;
  const base::Author& author = draft.event.author;
  // A name that was signed is not changed by one that was only said.
  const bool signs = !draft.context.human.user.empty();
  if (!author.name.empty() && (signs || row.user.empty())) row.name = author.name;
  row.verified = row.verified || author.verified || !draft.context.human.user.empty();
  if (!draft.context.human.user.empty()) row.user = draft.context.human.user;
  if (author.verified && !author.attributes.empty())
    row.attributes = WithTold(row.attributes, author.attributes, kSigned, true);
  return row.name != before.name || row.verified != before.verified || row.user != before.user ||
         row.attributes != before.attributes;
}

void TellOfLink(Draft& draft, std::string_view who, std::string_view what, std::string_view why) {
  draft.Note(who, std::string(what) + (why.empty() ? "" : "\n" + std::string(why)));
  draft.AddTicketChange(who, what, why);
}

// A signed user is stronger than what an agent thought.
void JoinSignedUser(Draft& draft, const store::PersonRow& row) {
  const Human& person = draft.context.human;
  if (!person.same_user || person.same_user->who == row.who) return;
  draft.turn.reads.push_back({store::RowKind::kPerson, person.same_user->id, person.same_user->version});
  draft.turn.parted.push_back(row.id);
  draft.turn.unites.push_back({row.id, person.same_user->who, std::string(kSigned)});
  draft.AddFact("person_linked", NameOf(*person.same_user), kSigned);
  TellOfLink(draft, "bot", "This is " + NameOf(*person.same_user) + " as well.", "The same user is signed in.");
}

store::PersonRow NewPerson(const Draft& draft) {
  store::PersonRow row = draft.context.human.row;
  Learn(draft, row);
  if (row.attributes.empty()) row.attributes = "{}";
  if (draft.context.human.same_user) {
    row.who = draft.context.human.same_user->who;
    row.linked = kSigned;
  }
  return row;
}

bool StandsAlone(const Human& person) { return person.identities.size() < 2; }

}  // namespace

bool SpeaksForThemselves(const Draft& draft) {
  return IsTheUsersOwn(draft.event.body) && draft.event.author.id == draft.context.human.row.platform_id;
}

void Introduce(Draft& draft) {
  Conversation& conversation = draft.conversation;
  if (conversation.version == 0) {
    const base::Author& author = draft.event.author;
    conversation.person = draft.context.human.row.id;
    conversation.person_name = author.name.empty() ? author.id : author.name;
  }
  if (SpeaksForThemselves(draft)) {
    const base::Author& author = draft.event.author;
    if (conversation.person_name == author.id && !author.name.empty()) conversation.person_name = author.name;
    if (draft.context.profiles && !std::exchange(conversation.profile_asked, true)) draft.AskForProfile();
  }
  store::PersonRow row = draft.context.human.row;
  if (row.version == 0 && row.id != 0) {
    draft.turn.person = NewPerson(draft);
  } else if (SpeaksForThemselves(draft) && Learn(draft, row)) {
    draft.turn.person = row;
    JoinSignedUser(draft, row);
  }
}

void LearnLookedUp(Draft& draft, const std::vector<base::Fact>& told) {
  store::PersonRow row = draft.turn.person ? *draft.turn.person : draft.context.human.row;
  const std::string before = std::exchange(row.attributes, WithTold(row.attributes, told, kLookedUp, false));
  if (row.id == 0 || row.attributes == before) return;
  for (const base::Fact& fact : told) draft.AddFact("person_looked_up", fact.key);
  draft.turn.person = std::move(row);
}

base::Status LinkPerson(Draft& draft, const base::AgentActed& act) {
  const Human& person = draft.context.human;
  if (!person.named) {
    return base::Fail(base::ErrorCode::kNotFound, "Nobody is known as '" + base::CleanUtf8(act.value) +
                                                      "'. Name them as account/id, user:ID or #ticket.");
  }
  const store::PersonRow& other = *person.named;
  if (other.who == person.row.who) return {};
  draft.turn.reads.push_back({store::RowKind::kPerson, other.id, other.version});
  draft.turn.reads.push_back({store::RowKind::kPerson, person.row.id, person.row.version});
  draft.turn.unites.push_back({person.row.who, other.who, act.agent});
  draft.AddFact("person_linked", NameOf(other), act.text);
  TellOfLink(draft, act.agent_display.empty() ? act.agent : act.agent_display, "This is " + NameOf(other) + " as well.",
             act.text);
  return {};
}

base::Status UnlinkPerson(Draft& draft, const base::AgentActed& act) {
  const Human& person = draft.context.human;
  if (StandsAlone(person)) return {};
  const bool is_signed =
      std::any_of(person.identities.begin(), person.identities.end(), [&](const store::PersonRow& other) {
        return other.id != person.row.id && !other.user.empty() && other.user == person.row.user;
      });
  if (is_signed) {
    return base::Fail(base::ErrorCode::kConflict,
                      "The customer's own server signed that these are one person, so they cannot be parted here.");
  }
  draft.turn.reads.push_back({store::RowKind::kPerson, person.row.id, person.row.version});
  draft.turn.parted.push_back(person.row.id);
  draft.AddFact("person_unlinked", NameOf(person.row), act.text);
  TellOfLink(draft, act.agent_display.empty() ? act.agent : act.agent_display,
             "This is nobody else that we know of: the other accounts were parted from it.", act.text);
  return {};
}

}  // namespace frontdesk::core
