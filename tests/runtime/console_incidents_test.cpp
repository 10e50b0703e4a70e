// Incidents through the agents' API: declaring, telling, announcing once, and tickets that are alike.
#include <gmock/gmock.h>

#include "tests/net/live_server.h"
#include "tests/runtime/live_desk.h"

namespace frontdesk::runtime::testing {
namespace {

using ::testing::HasSubstr;

class ConsoleIncidents : public LiveDesk {
 protected:
  ConsoleIncidents() {
    AddAgent("kim", "Kim");
    WriteFile(directory_ / "frontdesk.yaml",
              std::string(kWorkspaceFile) + "desk: {incidents: {announce: [{account: shop, channel: lobby}]}}\n");
    Start();
  }
  // The next that the visitor is shown with these words.
  static std::string Hear(Stream& stream, const std::string& words) {
    while (true) {
      const StreamEvent event = stream.Next();
      if (event.name.empty()) return "(the stream ended)";
      if (event.data.dump().find(words) != std::string::npos) return event.data.dump();
    }
  }
  static json OnlyIncident(const Agent& agent) {
    const json list = agent.Get("/incidents").Json()["incidents"];
    EXPECT_EQ(list.size(), 1u) << list;
    return list.empty() ? json::object() : list[0];
  }
};

TEST_F(ConsoleIncidents, AreDeclaredAndToldToEverybodyWhoIsAttachedUntilTheyAreOver) {
  const Agent kim(port(), "kim", kPassword);
  const Visitor ada(port());
  Stream seen = ada.Follow();
  ada.Say("a1", "I want to talk to a human");
  Hear(seen, "1001");
  const json declaration = {{"id", "d1"}, {"ticket", 1001}, {"title", "Calls have no sound"}};
  ASSERT_EQ(kim.Post("/incidents", declaration).status, 200);
  EXPECT_THAT(Hear(seen, "several people"), HasSubstr("Calls have no sound"));
  const json incident = OnlyIncident(kim);
  EXPECT_EQ(incident["number"], 1001);
  EXPECT_EQ(incident["state"], "investigating");
  EXPECT_EQ(incident["people"], 1);
  const json update = {{"id", "u1"}, {"state", "identified"}, {"words", {{"en", "A cable | two cables are cut."}}}};
  ASSERT_EQ(kim.Post("/incidents/1001/update", update).status, 200);
  Hear(seen, "A cable | two cables are cut.");
  EXPECT_EQ(OnlyIncident(kim)["words"]["en"], "A cable | two cables are cut.");
  EXPECT_EQ(kim.Post("/incidents/1001/update", {{"id", "u2"}, {"state", "solved"}}).status, 200);
  Hear(seen, "Does it work again for you?");
  EXPECT_EQ(kim.Get("/incidents").Json()["incidents"].size(), 0u);
  EXPECT_EQ(kim.Post("/incidents/1001/update", {{"id", "u3"}, {"state", "watching"}}).status, 404);
}

TEST_F(ConsoleIncidents, AreAnnouncedOnlyWhereTheWorkspaceSaysAndOnceAlsoAfterARestart) {
  std::optional<Agent> kim(std::in_place, port(), "kim", kPassword);
  const Visitor ada(port());
  ada.Say("a1", "I want to talk to a human");
  const json place = {{"account", "shop"}, {"channel", "lobby"}};
  EXPECT_EQ(kim->Get("/incidents").Json()["places"], json::array({place}));
  const json elsewhere = {{"account", "shop"}, {"channel", "else"}};
  const Answer refused = kim->Post("/incidents", {{"id", "d1"}, {"ticket", 1001}, {"announce", {elsewhere}}});
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, HasSubstr("shop/else"));
  ASSERT_EQ(kim->Post("/incidents", {{"id", "d2"}, {"ticket", 1001}}).status, 200);
  EXPECT_TRUE(OnlyIncident(*kim)["announced"].empty());
  ASSERT_EQ(kim->Post("/incidents/1001/announce", {{"id", "n1"}, {"announce", {place}}}).status, 200);
  EXPECT_EQ(OnlyIncident(*kim)["announced"], json::array({place}));
  Restart();
  kim.emplace(port(), "kim", kPassword);
  ASSERT_EQ(kim->Post("/incidents/1001/announce", {{"id", "n2"}, {"announce", {place}}}).status, 200);
  ASSERT_EQ(kim->Post("/incidents/1001/announce", {{"id", "n1"}, {"announce", {place}}}).status, 200) << "sent again";
  EXPECT_EQ(OnlyIncident(*kim)["announced"], json::array({place}));
}

TEST_F(ConsoleIncidents, RefuseWhatCannotBeReadInASentence) {
  const Agent kim(port(), "kim", kPassword);
  const Visitor ada(port());
  ada.Say("a1", "I want to talk to a human");
  EXPECT_EQ(kim.Post("/incidents", {{"id", "d1"}, {"ticket", 4711}}).status, 404);
  EXPECT_EQ(kim.Post("/incidents", {{"ticket", 1001}}).status, 400);
  EXPECT_EQ(kim.Post("/incidents/1001/update", {{"id", "u1"}, {"state", "solved"}}).status, 404) << "not declared";
  ASSERT_EQ(kim.Post("/incidents", {{"id", "d1"}, {"ticket", 1001}}).status, 200);
  EXPECT_THAT(kim.Post("/incidents/1001/update", {{"id", "u1"}, {"state", "mended"}}).body, HasSubstr("investigating"));
  const json words = {{"id", "u1"}, {"state", "solved"}, {"words", {{"fr", "Voilà"}}}};
  EXPECT_THAT(kim.Post("/incidents/1001/update", words).body, HasSubstr("'fr' is no language"));
  EXPECT_EQ(kim.Post("/incidents/1001/announce", {{"id", "n1"}}).status, 400);
  EXPECT_EQ(Post("/console/api/incidents", "{}").status, 401);
}

TEST_F(ConsoleIncidents, ShowTicketsThatAreAlikeAndCountWhoIsAttached) {
  const Agent kim(port(), "kim", kPassword);
  const Visitor ada(port()), bob(port());
  ada.Say("a1", "there is no sound in my calls");
  ada.Say("a2", "human");
  bob.Say("b1", "no sound in calls since this morning");
  bob.Say("b2", "human");
  const json all = kim.Get("/conversations").Json()["conversations"];
  ASSERT_EQ(all.size(), 2u);
  const auto number = [&](int i) { return std::stoll(all[i]["ticket"].get<std::string>()); };
  // What was committed a moment ago is known a moment later.
  json similar;
  ASSERT_TRUE(net::testing::Eventually([&] {
    similar = kim.Get("/conversations/" + all[0]["id"].dump() + "/similar").Json()["similar"];
    return similar.size() == 1u;
  })) << similar;
  EXPECT_EQ(similar[0]["number"], number(1));
  EXPECT_EQ(similar[0]["conversation"], all[1]["id"]);
  ASSERT_EQ(kim.Post("/incidents", {{"id", "d1"}, {"ticket", number(0)}, {"title", "No sound"}}).status, 200);
  const std::string other = "/conversations/" + all[1]["id"].dump();
  int tries = 0;
  EXPECT_TRUE(net::testing::Eventually([&] {
    const json act = {{"id", "t" + std::to_string(++tries)}, {"value", all[0]["ticket"]}};
    return kim.Post(other + "/attach", act).status == 200;
  }));
  EXPECT_TRUE(net::testing::Eventually([&] { return OnlyIncident(kim)["people"] == 2; }));
  EXPECT_EQ(kim.Get(other).Json()["tickets"][0]["incident"], number(0));
}

}  // namespace
}  // namespace frontdesk::runtime::testing
