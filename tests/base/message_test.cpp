// A message keeps every part of itself through JSON, which is how transcripts hold it.
#include "bot/base/message.h"

#include <gmock/gmock.h>

#include "bot/base/event.h"

namespace frontdesk::base {
namespace {

using testing::HasSubstr;

Message Everything() {
  Message message;
  message.kind = MessageKind::kReview;
  message.subject = "bug-report";
  message.author = "Kim \"K\" Lee";
  message.text = Markdown("# Title\n\n1. one **two** [three](https://x.example/?a=1&b=2)\n\n> 密码 </script>\n\n`c`");
  message.asks = true;
  message.buttons = {{"Submit", "flow:submit"}, {"改", "flow:edit"}};
  message.facts = {{"area", "Area", "Messages"}, {"note", "", "line\nbreak\ttab \x01"}};
  message.files = {{"f1", "截图 1.png", "image/png", 5'000'000'000}};
  message.source = "Reset your password";
  message.source_href = "https://x.example/reset";
  message.input = "choice";
  return message;
}

TEST(Message, SurvivesJson) {
  for (const Message& message : {Everything(), Message{}, Say("hello"), Say("a\nb")}) {
    const auto back = MessageFromJson(ToJson(message));
    ASSERT_TRUE(back) << ToJson(message);
    EXPECT_EQ(*back, message);
  }
}

TEST(Message, HasANameForEveryKind) {
  for (int kind = 0; kind <= static_cast<int>(MessageKind::kNotice); ++kind) {
    const auto as_kind = static_cast<MessageKind>(kind);
    EXPECT_FALSE(ToString(as_kind).empty());
    EXPECT_EQ(*MessageKindFrom(ToString(as_kind)), as_kind);
  }
  EXPECT_FALSE(MessageKindFrom("shout"));
}

TEST(Message, InJsonCannotEndAScript) { EXPECT_THAT(ToJson(Everything()), testing::Not(HasSubstr("</script"))); }

TEST(Message, InPlainTextHasItsQuestionRightAboveTheChoices) {
  Message message = Say("Choose Forgot password.\nDid this solve it?");
  message.asks = true;
  message.facts = {{"area", "Area", "Signing in"}};
  message.source = "Reset your password";
  message.buttons = {{"Yes", "y"}, {"No", "n"}};
  EXPECT_EQ(ToPlainText(message),
            "Choose Forgot password.\nArea: Signing in\n(Reset your password)\nDid this solve it?\n1. Yes\n2. No");
}

TEST(Message, ThatIsNotOneIsRefused) {
  for (const std::string text : {"", "[]", "{}", R"({"kind":"shout"})", R"({"kind":5})", "{\"kind\":\"say\""})
    EXPECT_FALSE(MessageFromJson(text)) << text;
}

TEST(Message, WithPartsOfTheWrongTypeLosesOnlyThose) {
  const auto message = MessageFromJson(
      R"({"kind":"say","subject":7,"text":[1,{"kind":"shout","spans":[null,{"text":"x"}]}],"buttons":{},"files":[[]]})");
  ASSERT_TRUE(message);
  EXPECT_EQ(message->subject, "");
  EXPECT_TRUE(message->buttons.empty());
  EXPECT_THAT(ToPlainText(message->text), HasSubstr("x"));
}

TEST(Message, WithBytesThatAreNotTextCanStillBeReadAgain) {
  Message message =
      Say("a\xFF"
          "b");
  message.facts = {{"k", "l", "\xC0\xAF"}};
  EXPECT_TRUE(MessageFromJson(ToJson(message)));
}

TEST(Message, AsPlainTextNumbersItsButtons) {
  EXPECT_EQ(ToPlainText(Everything()),
            "Title\n1. one two three (https://x.example/?a=1&b=2)\n> 密码 </script>\n"
            "Area: Messages\n: line\nbreak\ttab \x01\n[截图 1.png]\n"
            "(Reset your password, https://x.example/reset)\nc\n1. Submit\n2. 改");
}

TEST(Address, ReadsAsAPath) { EXPECT_THAT(ToString(Address{"widget", "3f2a", ""}), HasSubstr("widget/3f2a")); }

}  // namespace
}  // namespace frontdesk::base
