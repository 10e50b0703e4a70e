// The app's package that an admin zips: what Teams asks of it, and what the adapter needs.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "bot/base/text.h"

namespace frontdesk::adapters::teams {
namespace {

using nlohmann::json;

std::string ReadFile(const std::string& name) {
  std::ifstream file(std::filesystem::path(FD_SOURCE_DIR) / "adapters/teams" / name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class TeamsManifest : public ::testing::Test {
 protected:
  const json manifest_ = json::parse(ReadFile("manifest.json"), nullptr, false);
};

TEST_F(TeamsManifest, StaysInsideTheSchemasLimits) {
  ASSERT_TRUE(manifest_.is_object());
  const auto fits = [](const json& text, std::size_t most) {
    return base::CountGraphemes(text.get<std::string>()) <= most;
  };
  EXPECT_TRUE(fits(manifest_["name"]["short"], 30));
  EXPECT_TRUE(fits(manifest_["name"]["full"], 100));
  EXPECT_TRUE(fits(manifest_["description"]["short"], 80));
  EXPECT_TRUE(fits(manifest_["description"]["full"], 4'000));
  for (const json& command : manifest_["bots"][0]["commandLists"][0]["commands"]) {
    EXPECT_TRUE(fits(command["title"], 32));
    EXPECT_TRUE(fits(command["description"], 128));
  }
}

TEST_F(TeamsManifest, AsksForWhatTheAdapterNeedsAndNoMore) {
  const json& bot = manifest_["bots"][0];
  EXPECT_EQ(bot["scopes"], (json{"personal", "team", "groupchat"}));
  EXPECT_EQ(bot["supportsFiles"], true);
  EXPECT_EQ(manifest_["authorization"]["permissions"]["resourceSpecific"],
            (json{{{"name", "ChannelMessage.Read.Group"}, {"type", "Application"}}}));
  for (const json& id : {manifest_["id"], bot["botId"], manifest_["webApplicationInfo"]["id"]})
    EXPECT_EQ(id, "00000000-0000-0000-0000-000000000000") << "one command puts the app's id in all three places";
}

TEST_F(TeamsManifest, HasIconsOfTheRightSizes) {
  for (const auto& [key, size] : {std::pair<const char*, int>{"color", 192}, {"outline", 32}}) {
    const std::string png = ReadFile(manifest_["icons"][key]);
    ASSERT_GT(png.size(), 24u) << key;
    EXPECT_TRUE(png.starts_with("\x89PNG"));
    for (const std::size_t at : {16, 20})
      EXPECT_EQ((static_cast<unsigned char>(png[at + 2]) << 8) + static_cast<unsigned char>(png[at + 3]), size) << key;
  }
}

}  // namespace
}  // namespace frontdesk::adapters::teams
