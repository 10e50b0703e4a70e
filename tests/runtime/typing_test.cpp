// A user sees that a person is writing to them.
#include <gmock/gmock.h>

#include "tests/runtime/live_desk.h"

namespace frontdesk::runtime::testing {
namespace {

class Typing : public LiveDesk {
 protected:
  Typing() {
    AddAgent("kim", "Kim");
    AddAgent("lee", "Lee");
    Start();
  }
  static Answer Write(const Agent& agent, std::int64_t conversation, const json& body) {
    return agent.Post("/conversations/" + std::to_string(conversation) + "/typing", body);
  }
};

TEST_F(Typing, OfTheOneWhoHoldsTheConversationIsSeenUntilItEnds) {
  Visitor visitor(port());
  const Agent kim(port(), "kim", kPassword), lee(port(), "lee", kPassword);
  ASSERT_EQ(visitor.Say("c1", "I want to talk to a human").status, 200);
  const std::int64_t conversation = kim.OnlyConversation();
  ASSERT_EQ(kim.Act(conversation, "take", "a1").status, 200);
  Stream stream = visitor.Follow();
  stream.Next("state");
  EXPECT_EQ(Write(lee, conversation, {{"on", true}}).status, 200) << "writing for oneself is no fault";
  EXPECT_EQ(Write(kim, conversation, {{"on", true}}).status, 200);
  EXPECT_EQ(stream.Next("typing").data, (json{{"agent", "Kim"}}));
  EXPECT_EQ(Write(kim, conversation, {{"on", false}}).status, 200);
  EXPECT_EQ(stream.Next("typing").data, (json{{"agent", ""}}));
}

TEST_F(Typing, IsRefusedWhereItSaysNothing) {
  const Agent kim(port(), "kim", kPassword);
  EXPECT_EQ(Write(kim, 12345, {{"on", true}}).status, 404);
  EXPECT_EQ(Write(kim, 12345, {{"on", "yes"}}).status, 400);
  EXPECT_EQ(Post("/console/api/conversations/1/typing", R"({"on":true})").status, 401);
}

}  // namespace
}  // namespace frontdesk::runtime::testing
