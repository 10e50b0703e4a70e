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

}  // namespace
}  // namespace frontdesk::core
