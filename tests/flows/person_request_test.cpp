#include "flows/person_request.h"

#include <gtest/gtest.h>

namespace frontdesk::flows {
namespace {

TEST(PersonRequest, IsHeardInsideAMessage) {
  for (const char* text : {
           "that did not help, I want to talk to a human",
           "That did not help. Can I speak with a real person, please?",
           "this is useless and I want to talk to someone",
           "Could you connect me to an agent?",
           "no, human",
           "please just get me a person right now",
           "I'd like to speak to customer service",
           "still broken - I need a human",
           "Export fails with error 5! Let me talk to your support team.",
           "I need a person to help me",
           "不行，帮我转人工",
           "没有用。我要找客服！",
           "能不能和真人说话？",
           "还是不行 转人工客服吧",
           "我想跟人工客服沟通一下",
           "没帮到我，麻烦转接人工，谢谢",
       })
    EXPECT_TRUE(AsksForPerson(text)) << text;
}

TEST(PersonRequest, IsNotHeardInAQuestionAboutPeople) {
  for (const char* text : {
           "",
           "how do I talk to a person in another team",
           "I cannot hear the other person",
           "how do I call a person",
           "I don't want to talk to a human",
           "my agent cannot sign in",
           "is the meeting with support tomorrow, and where",
           "the person, the message and the file are gone",
           "we are a support team and our calls drop",
           "can I get the file again",
           "人工智能怎么用",
           "转人工要多少钱",
           "客服，怎么重置密码？",
           "我想知道人工费",
           "对方听不到我说话",
           "不用转人工",
       })
    EXPECT_FALSE(AsksForPerson(text)) << text;
}

TEST(PersonRequest, InAHugeMessageIsLookedForAtItsBeginningOnly) {
  EXPECT_FALSE(AsksForPerson(std::string(1'000'000, 'a') + ", talk to a human"));
}

}  // namespace
}  // namespace frontdesk::flows
