#include "bot/core/reactions.h"

#include <gtest/gtest.h>

namespace frontdesk::core {
namespace {

store::TranscriptRow RowWith(std::vector<base::Button> buttons) {
  base::Message message = base::Say("Did this help?");
  message.buttons = std::move(buttons);
  store::TranscriptRow row;
  row.id = 7;
  row.body = base::ToJson(message);
  return row;
}

std::string ValueOf(const std::string& sign, const std::optional<store::TranscriptRow>& row, bool back = false) {
  const auto pressed = PressedBy({"m1", sign, back}, row);
  return pressed ? pressed->value : std::string();
}

TEST(Reactions, ANumberPressesThatButton) {
  const auto row = RowWith({{"Calls", "slot:area=call"}, {"Messages", "slot:area=im"}});
  EXPECT_EQ(ValueOf("1️⃣", row), "slot:area=call");
  EXPECT_EQ(ValueOf("2\xE2\x83\xA3", row), "slot:area=im") << "without the sign that asks for a picture";
  EXPECT_EQ(ValueOf("3️⃣", row), "");
  EXPECT_EQ(ValueOf("0️⃣", row), "");
  EXPECT_EQ(ValueOf("🔟", row), "");
  const auto pressed = PressedBy({"m1", "2️⃣", false}, row);
  ASSERT_TRUE(pressed);
  EXPECT_EQ(pressed->label, "Messages");
  EXPECT_EQ(pressed->row, 7);
}

TEST(Reactions, AThumbIsAVerdictOfAnySkinOnWhatAsksForOne) {
  const auto answer = RowWith({{"Yes", "verdict:yes=vpn"}, {"No", "verdict:no=vpn"}, {"A person", "person"}});
  for (const char* sign : {"👍", "👍🏽", "✅", "❤️", "❤", "💯"})
    EXPECT_EQ(ValueOf(sign, answer), "verdict:yes=vpn") << sign;
  for (const char* sign : {"👎", "👎🏿", "❌"}) EXPECT_EQ(ValueOf(sign, answer), "verdict:no=vpn") << sign;
  EXPECT_EQ(ValueOf("👍", RowWith({{"Yes, solved", "solved:yes"}, {"No", "solved:no"}})), "solved:yes");
  EXPECT_EQ(ValueOf("👎", RowWith({{"Yes, solved", "solved:yes"}, {"No", "solved:no"}})), "solved:no");
}

TEST(Reactions, WhatSaysNothingToUsIsNothing) {
  const auto answer = RowWith({{"Yes", "verdict:yes=vpn"}, {"No", "verdict:no=vpn"}});
  for (const char* sign : {"🎉", "", "👀", "thumbsup", "1"}) EXPECT_EQ(ValueOf(sign, answer), "") << sign;
  EXPECT_EQ(ValueOf("👍", answer, true), "") << "it was taken back";
  EXPECT_EQ(ValueOf("👍", std::nullopt), "") << "it is no message of ours";
  EXPECT_EQ(ValueOf("👍", RowWith({})), "");
  store::TranscriptRow broken;
  broken.body = "{";
  EXPECT_EQ(ValueOf("👍", broken), "");
}

}  // namespace
}  // namespace frontdesk::core
