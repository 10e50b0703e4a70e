#include "bot/base/mask.h"

#include <gtest/gtest.h>

namespace frontdesk::base {
namespace {

TEST(MaskSecrets, TakesOutTokensAndKeysOfWellKnownShapes) {
  EXPECT_EQ(MaskSecrets("use xoxb-123456789-abc please"), "use [masked] please");
  EXPECT_EQ(MaskSecrets("header Authorization: Bearer abcdefgh12345"), "header Authorization: [masked]");
  EXPECT_EQ(MaskSecrets("ghp_abcdefghijklmnopqrst0123"), "[masked]");
}

TEST(MaskSecrets, TakesOutCardNumbersAndLeavesOtherLongNumbers) {
  EXPECT_EQ(MaskSecrets("paid with 4111 1111 1111 1111, twice"), "paid with [masked], twice");
  EXPECT_EQ(MaskSecrets("用 4111-1111-1111-1111 付的"), "用 [masked] 付的");
  EXPECT_EQ(MaskSecrets("order 4111111111111112 and 5500005555555559"), "order 4111111111111112 and [masked]");
}

TEST(MaskPersonal, TakesOutAddressesAndNumbersOfPeople) {
  EXPECT_EQ(MaskPersonal("write to ada.b+x@mail.example.com or +44 20 7946 0958."), "write to [e-mail] or [phone].");
  EXPECT_EQ(MaskPersonal("我的手机13812345678收不到验证码"), "我的手机[phone]收不到验证码");
  EXPECT_EQ(MaskPersonal("call (555) 123-4567 or 555-123-4567"), "call [phone] or [phone]");
  EXPECT_EQ(MaskPersonal("身份证11010519491231002X不对"), "身份证[masked]不对");
}

TEST(MaskPersonal, LeavesWhatAnAnswerNeeds) {
  for (const char* text : {"error 104003 on 192.168.100.100:8080", "since 2026-03-02 10:00 in version 3.4.1",
                           "ticket 1042, call id 77120934", "@relay how do I share?", ""}) {
    EXPECT_EQ(MaskPersonal(text), text);
  }
}

}  // namespace
}  // namespace frontdesk::base
