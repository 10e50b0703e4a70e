#include "knowledge/small_talk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace frontdesk::knowledge {
namespace {

using testing::ElementsAre;

TEST(SmallTalk, IsRecognisedInBothLanguages) {
  for (const char* text : {"hi", "Hello!", "good morning", "你好", "您好！", "在吗？", "Hi there 👋"})
    EXPECT_EQ(RecogniseSmallTalk(text), SmallTalk::kHello) << text;
  for (const char* text : {"thanks!", "Thank you so much.", "谢谢", "谢谢你！", "thx 🙏", "ok, thanks", "好的，谢谢"})
    EXPECT_EQ(RecogniseSmallTalk(text), SmallTalk::kThanks) << text;
  for (const char* text : {"bye", "See you", "再见", "拜拜~"})
    EXPECT_EQ(RecogniseSmallTalk(text), SmallTalk::kBye) << text;
  for (const char* text : {"ok", "Got it", "好的", "嗯嗯", "明白了"})
    EXPECT_EQ(RecogniseSmallTalk(text), SmallTalk::kOk) << text;
}

TEST(SmallTalk, IsNotFoundInsideARealMessage) {
  for (const char* text : {"thanks, but how do I log in?", "hi, my call drops", "你好，怎么重置密码",
                           "hello world app crashes", "ok it still fails", "", "?"})
    EXPECT_EQ(RecogniseSmallTalk(text), SmallTalk::kNone) << text;
}

TEST(SmallTalk, MayBeMadeOfSeveralParts) {
  for (const char* text : {"ok thanks, bye!", "Thank you so much for your help", "great, thanks again!", "well done",
                           "@relay thank you 🙏", "好的，谢谢你啊", "明白了，多谢，再见", "謝謝你們"})
    EXPECT_EQ(RecogniseSmallTalk(text), SmallTalk::kThanks) << text;
  for (const char* text : {"Hello everyone, good morning", "你好，在吗", "@relay hi", "您好客服"})
    EXPECT_EQ(RecogniseSmallTalk(text), SmallTalk::kHello) << text;
  for (const char* text : {"👍", "ok 👌", "no, thanks", "哈哈", "不用了"})
    EXPECT_EQ(RecogniseSmallTalk(text), SmallTalk::kOk) << text;
}

TEST(SmallTalk, AsksHowAndWhoTheBotIs) {
  for (const char* text : {"Hi, how are you?", "how's it going", "你好吗？"})
    EXPECT_EQ(RecogniseSmallTalk(text), SmallTalk::kHowAreYou) << text;
  for (const char* text : {"Are you a bot?", "am I talking to a real person?", "你是机器人吗", "你是谁？"})
    EXPECT_EQ(RecogniseSmallTalk(text), SmallTalk::kWhoAreYou) << text;
}

TEST(SmallTalk, WordsOfItAloneMakeNoRealMessageSmall) {
  for (const char* text : {"all calls now", "how are you able to see my files", "hello team meeting", "你的客服电话",
                           "真的很卡", "no sound", "没有声音", "there you are, the bug"})
    EXPECT_EQ(RecogniseSmallTalk(text), SmallTalk::kNone) << text;
}

TEST(SmallTalk, AMessageMayHaveNoWords) {
  for (const char* text : {"", "?!", "…", "@relay", "👍👍"}) EXPECT_FALSE(HasWords(text)) << text;
  for (const char* text : {"a", "7", "好", "привет"}) EXPECT_TRUE(HasWords(text)) << text;
}

TEST(SmallTalk, AHugeMessageIsNone) { EXPECT_EQ(RecogniseSmallTalk(std::string(100'000, 'h')), SmallTalk::kNone); }

TEST(Anger, IsHeard) {
  for (const char* text : {"this is ridiculous", "WTF is wrong with your app", "I am furious!!!", "worst support ever",
                           "我要投诉", "你们太差了", "什么破软件", "受够了，天天掉线"})
    EXPECT_TRUE(SoundsAngry(text)) << text;
}

TEST(Anger, IsNotHeardInCalmWords) {
  for (const char* text : {"how do I reset my password", "垃圾邮件太多怎么办", "it does not work", "怎么退款",
                           "shitake recipe", "class dismissed", ""})
    EXPECT_FALSE(SoundsAngry(text)) << text;
}

TEST(Questions, AreToldFromFragments) {
  for (const char* text : {"how do I log in", "my mic is not working", "can I get a refund", "怎么登录", "收不到验证码",
                           "is it down?", "I want to delete my account", "reset password"})
    EXPECT_TRUE(LooksLikeQuestion(text)) << text;
  for (const char* text : {"hi", "so", "the blue one", "在 Windows 上", "on my laptop", "", "…"})
    EXPECT_FALSE(LooksLikeQuestion(text)) << text;
}

TEST(Questions, OfOneMessageAreSplitBySentence) {
  EXPECT_THAT(SplitQuestions("Hi! How do I reset my password? And where is my invoice?"),
              ElementsAre("How do I reset my password?", "And where is my invoice?"));
  EXPECT_THAT(SplitQuestions("怎么重置密码？发票在哪里开？谢谢。"), ElementsAre("怎么重置密码？", "发票在哪里开？"));
}

TEST(Questions, SmallTalkAroundOneIsLeftOut) {
  EXPECT_THAT(SplitQuestions("Hi! How do I log in? Thanks."), ElementsAre("How do I log in?"));
  EXPECT_THAT(SplitQuestions("你好！怎么登录？"), ElementsAre("怎么登录？"));
  EXPECT_THAT(SplitQuestions("Hi! Thanks."), ElementsAre("Hi! Thanks."));
}

TEST(Questions, AMessageWithOneQuestionStaysWhole) {
  EXPECT_THAT(SplitQuestions(" I use version 3.4. Why does it crash? "),
              ElementsAre("I use version 3.4. Why does it crash?"));
  EXPECT_THAT(SplitQuestions("nothing to ask"), ElementsAre("nothing to ask"));
  EXPECT_THAT(SplitQuestions(""), ElementsAre(""));
}

TEST(Questions, AreSplitIntoAtMostFive) {
  std::string many;
  for (int i = 0; i < 1'000; ++i) many += "why is that? ";
  EXPECT_EQ(SplitQuestions(many).size(), kMaxSplitQuestions);
}

}  // namespace
}  // namespace frontdesk::knowledge
