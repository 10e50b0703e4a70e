#include "bot/core/effect.h"

#include <gtest/gtest.h>

namespace frontdesk::core {
namespace {

TEST(Effect, BringsTheFileToFetchBackAsItWas) {
  const base::FileRef file{"0123", "a \"b\" 截图.png", "image/png", 12, "https://media.example/7?x=1&y=2"};
  const auto back = FetchFromJson(FetchJson(file));
  ASSERT_TRUE(back);
  EXPECT_EQ(*back, file);
}

TEST(Effect, RefusesWhatIsNoFileToFetch) {
  for (const char* text : {"", "{}", "[]", "7", "{\"effect\":\"other\"}", "{\"effect\":7}", "{\"effect\":\"fetch\""})
    EXPECT_FALSE(FetchFromJson(text)) << text;
}

TEST(Effect, BringsNewsBackAsItWas) {
  Relay relay;
  relay.conversation = 7;
  relay.event.address = {"slack", "C0DESK", "17"};
  relay.event.author = {"kim", "Kim", false, true};
  relay.event.body =
      base::AgentActed{base::AgentActed::Act::kTransfer, "kim", "Kim", "请看一下", {}, 1002, "queue", "tech"};
  const auto back = RelayFromJson(RelayJson(relay));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->conversation, 7);
  EXPECT_EQ(back->event.address, relay.event.address);
  const auto& act = std::get<base::AgentActed>(back->event.body);
  EXPECT_EQ(act.act, base::AgentActed::Act::kTransfer);
  EXPECT_EQ(act.ticket, 1002);
  EXPECT_EQ(act.what + " " + act.value + " " + act.text, "queue tech 请看一下");
  for (const char* text : {"", "{}", "{\"effect\":\"relay\"}", "{\"effect\":\"fetch\"}"})
    EXPECT_FALSE(RelayFromJson(text)) << text;
}

}  // namespace
}  // namespace frontdesk::core
