// What a flow's lookup tells of the person: kept with its source, and never stronger than a signature.
#include "bot/core/person.h"
#include "tests/core/talk_fixture.h"

namespace frontdesk::core {
namespace {

using testing::HasSubstr;

constexpr char kAccount[] = R"(flow: account
title: My account
locale: en
start: {phrases: [my account]}
steps:
  - branch:
      - when: {profile.seats: {at_least: 10}}
        goto: large
  - lookup: https://api.example.com/users/{{profile.name}}
    fields: {plan: /plan, seats: /seats, balance: /balance}
    person: [plan, seats]
  - {label: told, say: "You are on {{plan | default: no plan}} and owe {{balance | default: nothing}}."}
  - end: done
  - {label: large, say: You are one of the large ones.}
  - end: done
)";

class LookedUp : public TalkTest {
 protected:
  LookedUp() {
    auto catalog = std::make_shared<Catalog>(*catalog_);
    base::Findings findings;
    catalog->flows =
        flows::LoadFlows({{"flows/account.yaml", kAccount}},
                         {.locales = {"en"}, .queues = {"general"}, .lookup_hosts = {"api.example.com"}}, findings);
    for (const base::Finding& finding : findings.Sorted())
      if (finding.severity == base::Severity::kError) ADD_FAILURE() << base::ToString(finding);
    catalog->policy.burst_window = base::Millis{0};
    catalog_ = std::move(catalog);
  }
  void SignIn(const std::string& plan) {
    base::Event event = EventOf(base::Said{"hello"});
    event.author.verified = true;
    event.author.user = "u-17";
    event.author.attributes = {{"plan", {}, plan}};
    Seen(dialogue_->Send(event));
  }
  std::string LookUp(int status, const std::string& body) {
    Type("my account");
    return TextOf(Do(base::LookedUp{state().lookup, status, body}));
  }
  // "plan=pro (signed)", or "" when it is not known.
  std::string Known(const std::string& key) {
    Human human;
    human.row = *store_->LoadPerson(state().person);
    human.identities = *store_->IdentitiesOf(human.row.who, 10);
    for (const Attribute& attribute : AttributesOf(human))
      if (attribute.key == key) return attribute.value + " (" + attribute.source + ")";
    return {};
  }
};

TEST_F(LookedUp, WhatTheFlowNamesIsKnownOfThePersonFromThenOn) {
  EXPECT_THAT(LookUp(200, R"({"plan":"pro","seats":25,"balance":7})"), HasSubstr("You are on pro and owe 7."));
  EXPECT_EQ(Known("plan"), "pro (lookup)");
  EXPECT_EQ(Known("seats"), "25 (lookup)");
  EXPECT_EQ(Known("balance"), "") << "an answer of the flow alone";
  dialogue_->Restart();
  EXPECT_THAT(TextOf(Type("my account")), HasSubstr("one of the large ones"));
}

TEST_F(LookedUp, ASignatureIsStrongerBeforeAndAfter) {
  SignIn("enterprise");
  LookUp(200, R"({"plan":"free","seats":2})");
  EXPECT_EQ(Known("plan"), "enterprise (signed)");
  EXPECT_EQ(Known("seats"), "2 (lookup)");
  SignIn("pro");
  EXPECT_EQ(Known("plan"), "pro (signed)");
  EXPECT_EQ(Known("seats"), "2 (lookup)") << "a new signature takes away only what was signed";
}

TEST_F(LookedUp, WhatTheAnswerHasNoMoreIsUnknownAndNoAnswerChangesNothing) {
  LookUp(200, R"({"plan":"pro","seats":2})");
  LookUp(500, R"({"plan":"free"})");
  EXPECT_EQ(Known("plan"), "pro (lookup)");
  LookUp(200, R"({"seats":3})");
  EXPECT_EQ(Known("plan"), "");
  EXPECT_EQ(Known("seats"), "3 (lookup)");
}

TEST_F(LookedUp, IsOneRowOfRecordForEachAttributeWithoutItsValue) {
  LookUp(200, R"({"plan":"CANARY","seats":2})");
  int rows = 0;
  const auto facts = *store_->FactsOf(state().id, 100);
  for (const store::FactRow& fact : facts) {
    rows += fact.kind == "person_looked_up" ? 1 : 0;
    EXPECT_THAT(fact.detail, testing::Not(HasSubstr("CANARY")));
  }
  EXPECT_EQ(rows, 2);
}

TEST(WithTold, KeepsOneValueOfEachKeyTheSurestOne) {
  std::string known = WithTold("{}", {{"plan", {}, "free"}, {"tier", {}, "gold"}}, kImported, true);
  known = WithTold(known, {{"plan", {}, "pro"}}, kLookedUp, false);
  known = WithTold(known, {{"tier", {}, "silver"}}, kSigned, true);
  known = WithTold(known, {{"plan", {}, "free"}, {"tier", {}, "gold"}}, kImported, true);
  EXPECT_THAT(ReadAttributes(known),
              testing::UnorderedElementsAre(Attribute{"plan", "pro", "lookup"}, Attribute{"tier", "silver", "signed"}));
  EXPECT_THAT(ReadAttributes(WithTold("not JSON", {{"a", {}, "1"}}, kSigned, true)),
              testing::ElementsAre(Attribute{"a", "1", "signed"}));
}

}  // namespace
}  // namespace frontdesk::core
