// What the bot says.
#include "bot/core/texts.h"

#include <gtest/gtest.h>

namespace frontdesk::core {
namespace {

TEST(Texts, AreAllThereInEveryLanguage) {
  for (int i = 0; i < static_cast<int>(Text::kCount); ++i)
    for (const char* locale : {"en", "zh-CN"})
      EXPECT_NE(Phrase(static_cast<Text>(i), locale), "") << "text " << i << " in " << locale;
}

}  // namespace
}  // namespace frontdesk::core
