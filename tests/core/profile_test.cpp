// What a flow knows of the person: their attributes, and the time zone in which they speak of days and hours.
#include "tests/core/talk_fixture.h"

namespace frontdesk::core {
namespace {

constexpr char kFlow[] = R"(flow: offer
title: An offer
locale: en
start: {phrases: [make me an offer]}
steps:
  - branch:
      - when: {profile.plan: pro, profile.seats: {at_least: 10}, profile.verified: yes}
        goto: large
      - when: {profile.plan: {known: false}}
        goto: unknown
  - {label: small, say: A small offer.}
  - end: done
  - {label: unknown, say: "Who are you, {{profile.name}}?"}
  - end: done
  - {ask: day, type: date, text: Which day?}
  - {label: noted, say: "It is {{day}}, {{profile.city}}."}
  - end: done
  - {label: large, say: A large offer., goto: day}
)";

class Profile : public TalkTest {
 protected:
  Profile() {
    auto catalog = std::make_shared<Catalog>(*catalog_);
    base::Findings findings;
    catalog->flows =
        flows::LoadFlows({{"flows/offer.yaml", kFlow}}, {.locales = {"en"}, .queues = {"general"}}, findings);
    for (const base::Finding& finding : findings.Sorted())
      if (finding.severity == base::Severity::kError) ADD_FAILURE() << base::ToString(finding);
    catalog->policy.burst_window = base::Millis{0};
    catalog_ = std::move(catalog);
    conversation_.id = 1;
    conversation_.person = 2;
    conversation_.version = 1;
    conversation_.person_name = "Ada";
    conversation_.address = {"widget", "ada", ""};
    conversation_.greeted = true;
    person_.id = 2;
    person_.version = 1;
    person_.verified = true;
  }
  // What the bot says to it.
  std::string Answer(const std::string& text) {
    const Context context{.conversation = conversation_,
                          .catalog = *catalog_,
                          .first_id = 100,
                          .ticket_number = 1001,
                          .now = clock_.Now(),
                          .human = {.row = person_}};
    Decision decision = Handle(context, EventOf(base::Said{text}));
    conversation_ = decision.conversation;
    std::string said;
    for (const store::TranscriptRow& row : decision.turn.transcript)
      if (row.from == "bot") said += base::ToPlainText(base::MessageFromJson(row.body)->text) + "\n";
    return said;
  }

  Conversation conversation_;
  store::PersonRow person_;
};

TEST_F(Profile, IsEveryAttributeThatIsKnown) {
  person_.attributes = R"({"plan":"pro","seats":25,"city":"Berlin","nested":{"a":1},"gone":null})";
  EXPECT_EQ(Answer("make me an offer"), "A large offer.\nWhich day?\n");
  EXPECT_EQ(Answer("2026-03-05"), "It is 2026-03-05, Berlin.\n");
}

TEST_F(Profile, LeavesUnknownWhatIsNotKnown) {
  person_.attributes = "{}";
  EXPECT_EQ(Answer("make me an offer"), "Who are you, Ada?\n");
  person_.attributes = "not JSON";
  EXPECT_EQ(Answer("make me an offer"), "Who are you, Ada?\n");
}

TEST_F(Profile, TellsTheZoneUnlessThePageDoes) {
  clock_.Advance(std::chrono::hours(10));
  person_.attributes = R"({"plan":"pro","seats":25,"time_zone":"Asia/Shanghai"})";
  Answer("make me an offer");
  EXPECT_EQ(Answer("today"), "It is 2026-03-03, .\n");
  conversation_.context["time_zone"] = "America/New_York";
  Answer("make me an offer");
  EXPECT_EQ(Answer("today"), "It is 2026-03-02, .\n");
  conversation_.context["time_zone"] = "Moon/Crater";
  Answer("make me an offer");
  EXPECT_EQ(Answer("today"), "It is 2026-03-03, .\n") << "no such zone";
}

}  // namespace
}  // namespace frontdesk::core
