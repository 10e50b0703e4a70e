#include "bot/base/message_json.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace frontdesk::base {
namespace {

using nlohmann::json;

TEST(MessageJson, BringsFilesBackButNotWhereTheirPlatformKeepsThem) {
  const std::vector<FileRef> files = {{"f1", "a \"b\".png", "image/png", 12, "https://media.example/secret"},
                                      {"f2", "截图.png", "", 0, ""}};
  const json list = FilesJson(files);
  EXPECT_EQ(list.dump().find("media.example"), std::string::npos);
  const auto back = FilesAt({{"files", list}}, "files");
  ASSERT_EQ(back.size(), 2u);
  EXPECT_EQ(back[0], (FileRef{"f1", "a \"b\".png", "image/png", 12, ""}));
  EXPECT_EQ(back[1], files[1]);
}

TEST(MessageJson, BringsFactsBack) {
  const std::vector<Fact> facts = {{"rating", "Rating", "2 of 5"}, {"", "", ""}};
  EXPECT_EQ(FactsAt({{"facts", FactsJson(facts)}}, "facts"), facts);
}

TEST(MessageJson, ReadsWhatHasAnotherFormAsNothing) {
  for (const char* text : {"{}", R"({"x":7})", R"({"x":null})", R"({"x":"a"})", R"({"x":{"id":"f1"}})"}) {
    EXPECT_TRUE(FilesAt(json::parse(text), "x").empty()) << text;
    EXPECT_TRUE(FactsAt(json::parse(text), "x").empty()) << text;
  }
}

TEST(MessageJson, ReadsMembersOfAnotherTypeAsEmpty) {
  const json odd = json::parse(R"({"x":[{"id":7,"size":"big"},5,null,[]]})");
  const auto files = FilesAt(odd, "x");
  ASSERT_EQ(files.size(), 4u);
  for (const FileRef& file : files) EXPECT_EQ(file, FileRef{});
}

}  // namespace
}  // namespace frontdesk::base
