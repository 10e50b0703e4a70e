// Many agents at the real console at the same moment: over sockets, HTTP, sessions, shards and the store.
#include <gmock/gmock.h>

#include <thread>

#include "bot/runtime/console_sessions.h"
#include "tests/runtime/live_desk.h"

namespace frontdesk::runtime::testing {
namespace {

constexpr int kAgents = 50;

std::string NameOf(int agent) { return "agent-" + std::to_string(agent); }
std::string TokenOf(int agent) { return base::HexEncode(base::Sha256(NameOf(agent))); }

class DeskRaces : public LiveDesk {
 protected:
  // Signed in beforehand: passwords are slow on purpose.
  DeskRaces() {
    EXPECT_TRUE(store::LockDataDirectory(data()).has_value());
    auto store = *store::OpenSqliteStore(data() + "/" + store::kDatabaseFile, clock_);
    std::vector<store::WriteOp> ops;
    for (int i = 0; i < kAgents; ++i) {
      ops.push_back({store::SaveAgent{{NameOf(i), NameOf(i), "none", false, 0}}, {}, false, {}});
      const store::SessionRow session{base::HexEncode(base::Sha256(TokenOf(i))), NameOf(i), "csrf", clock_.Now(),
                                      clock_.Now()};
      ops.push_back({store::SaveSession{session}, {}, false, {}});
    }
    store->Write(ops);
    for (const store::WriteOp& op : ops) EXPECT_TRUE(op.status.has_value());
    store.reset();
    Start();
  }

  Agent Of(int agent) const {
    return Agent(port(), {{"Cookie", std::string(kAgentCookie) + "=" + TokenOf(agent)}, {"X-CSRF", "csrf"}});
  }

  // Whoever asks for a person now; their conversation.
  std::int64_t SomebodyWaits() {
    EXPECT_EQ(Visitor(port()).Say("c1", "I want to talk to a human").status, 200);
    std::int64_t newest = 0;
    const json open = Of(0).Get("/conversations").Json();
    for (const json& one : open["conversations"]) newest = std::max(newest, one["id"].get<std::int64_t>());
    return newest;
  }

  json Shown(std::int64_t conversation) {
    return Of(0).Get("/conversations/" + std::to_string(conversation)).Json()["conversation"];
  }
};

TEST_F(DeskRaces, OfFiftyWhoTakeAtOnceOneHasItAndFortyNineAreToldWho) {
  const std::int64_t id = SomebodyWaits();
  std::vector<Answer> answers(kAgents);
  std::vector<std::thread> hands;
  for (int i = 0; i < kAgents; ++i)
    hands.emplace_back([&, i] { answers[static_cast<std::size_t>(i)] = Of(i).Act(id, "take", "take"); });
  for (std::thread& hand : hands) hand.join();
  const std::string owner = Shown(id)["agent"];
  for (int i = 0; i < kAgents; ++i) {
    const Answer& answer = answers[static_cast<std::size_t>(i)];
    EXPECT_EQ(answer.status, NameOf(i) == owner ? 200 : 409) << NameOf(i) << ": " << answer.body;
    if (answer.status == 409) {
      EXPECT_EQ(answer.Json()["holder"], owner) << NameOf(i);
    }
  }
}

TEST_F(DeskRaces, OfAResolvingAndAPassingOnAtOnceOneHappensAndTheOtherIsRefused) {
  for (int round = 0; round < 10; ++round) {
    const std::int64_t id = SomebodyWaits();
    const std::string key = "-" + std::to_string(round);  // an id that was used already does nothing
    const std::string path = "/conversations/" + std::to_string(id) + "/";
    ASSERT_EQ(Of(0).Act(id, "take", "take" + key).status, 200);
    Answer resolved, passed;
    std::thread one([&] { resolved = Of(0).Act(id, "resolve", "resolve" + key, "done"); });
    std::thread two([&] {
      passed = Of(0).Post(path + "transfer", {{"id", "pass" + key}, {"what", "agent"}, {"value", NameOf(1)}});
    });
    one.join();
    two.join();
    EXPECT_EQ(resolved.status + passed.status, 200 + 409) << resolved.body << passed.body;
    const json shown = Shown(id);
    EXPECT_EQ(shown["speaker"], resolved.status == 200 ? "bot" : "agent");
    if (passed.status == 200) {
      EXPECT_EQ(shown["agent"], NameOf(1));
      EXPECT_EQ(resolved.Json()["holder"], NameOf(1));
    }
  }
}

TEST_F(DeskRaces, WhatIsGivenBackTwiceAtOnceIsGivenBackOnce) {
  const std::int64_t id = SomebodyWaits();
  ASSERT_EQ(Of(0).Act(id, "take", "take").status, 200);
  std::vector<std::thread> hands;
  for (const std::string key : {"one", "two"})
    hands.emplace_back([&, key] { EXPECT_EQ(Of(0).Act(id, "give-back", key).status, 200); });
  for (std::thread& hand : hands) hand.join();
  EXPECT_EQ(Shown(id)["speaker"], "bot");
  int told = 0;
  const json detail = Of(0).Get("/conversations/" + std::to_string(id)).Json();
  for (const json& row : detail["rows"])
    if (row["from"] == "bot" && row.dump().find("handed you back") != std::string::npos) ++told;
  EXPECT_EQ(told, 1) << detail.dump(1);
}

}  // namespace
}  // namespace frontdesk::runtime::testing
