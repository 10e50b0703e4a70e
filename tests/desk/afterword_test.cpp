#include "bot/desk/afterword.h"

#include <gtest/gtest.h>

#include <string>

namespace frontdesk::desk {
namespace {

TEST(Score, IsReadFromFiguresAndWordsInBothLanguages) {
  for (const char* best : {"5", "５", "5/5", "5 stars", "Very good!", "非常满意", "5分", "五星", "好评"})
    EXPECT_EQ(ReadScore(best), 5) << best;
  for (const char* worst : {"1", "very bad", "非常不满意", "很差"}) EXPECT_EQ(ReadScore(worst), 1) << worst;
  EXPECT_EQ(ReadScore("满意"), 4);
  EXPECT_EQ(ReadScore("不满意"), 2);
}

TEST(Score, IsNothingElse) {
  for (const char* other : {"6", "0", "15", "very good question: how do I export?", "thanks", "谢谢", ""})
    EXPECT_FALSE(ReadScore(other)) << other;
  EXPECT_FALSE(ReadScore(std::string(100'000, '5')));
}

TEST(StillBroken, IsHeardBesideOtherWordsAndThanksIsNot) {
  for (const char* broken :
       {"still broken", "Sorry, it still doesn’t work on my phone", "升级了还是不行", "又出现了同样的问题"})
    EXPECT_TRUE(SaysStillBroken(broken)) << broken;
  for (const char* fine : {"thanks", "works now", "谢谢，好了", "it was broken before"})
    EXPECT_FALSE(SaysStillBroken(fine)) << fine;
}

}  // namespace
}  // namespace frontdesk::desk
