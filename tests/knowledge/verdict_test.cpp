#include "knowledge/verdict.h"

#include <gtest/gtest.h>

#include <string>

namespace frontdesk::knowledge {
namespace {

using Kind = Verdict::Kind;

TEST(VerdictWords, AreUnderstoodInBothLanguages) {
  for (const char* text : {"yes", "Yes, thank you!", "it works now", "that helped", "solved!", "yes it did", "👍",
                           "解决了", "好了，谢谢", "是的", "搞定了！", "yes 👍"}) {
    EXPECT_EQ(RecogniseVerdict(text).kind, Kind::kYes) << text;
    EXPECT_TRUE(RecogniseVerdict(text).whole) << text;
  }
  for (const char* text : {"no", "No, that didn't help.", "still not working", "it didn't work for me", "nope", "👎",
                           "没用", "没有帮到我", "还是不行！", "不行，没解决", "no, sorry"}) {
    EXPECT_EQ(RecogniseVerdict(text).kind, Kind::kNo) << text;
    EXPECT_TRUE(RecogniseVerdict(text).whole) << text;
  }
  for (const char* text : {"more", "tell me more please", "more details", "更多", "详细一点"})
    EXPECT_EQ(RecogniseVerdict(text).kind, Kind::kMore) << text;
}

TEST(VerdictWords, PoliteWordsAreNoYes) {
  for (const char* text : {"ok", "great", "thanks", "thank you", "好的", "谢谢", "", "?", "hmm", "🙏"})
    EXPECT_EQ(RecogniseVerdict(text).kind, Kind::kNone) << text;
}

TEST(VerdictWords, MayBeFollowedByMore) {
  const Verdict no = RecogniseVerdict("no, I mean on my phone");
  EXPECT_EQ(no.kind, Kind::kNo);
  EXPECT_FALSE(no.whole);
  const Verdict both = RecogniseVerdict("解决了。怎么导出数据？");
  EXPECT_EQ(both.kind, Kind::kYes);
  EXPECT_FALSE(both.whole);
}

TEST(VerdictWords, AreNotHeardInsideAQuestion) {
  for (const char* text : {"no internet connection", "how do I reset it", "I have no sound, what now",
                           "more people join", "yesterday it worked and today not", "没有声音", "不是管理员怎么办"})
    EXPECT_EQ(RecogniseVerdict(text).kind, Kind::kNone) << text;
}

TEST(VerdictWords, RejectOfferedTitles) {
  for (const char* text : {"none", "None of them!", "neither", "都不是", "没有", "no"})
    EXPECT_TRUE(RejectsAll(text)) << text;
  for (const char* text : {"none of my calls connect", "没有声音", ""}) EXPECT_FALSE(RejectsAll(text)) << text;
}

TEST(VerdictWords, AHugeMessageIsReadAtItsBeginningOnly) {
  EXPECT_EQ(RecogniseVerdict(std::string(1'000'000, 'a')).kind, Kind::kNone);
}

}  // namespace
}  // namespace frontdesk::knowledge
