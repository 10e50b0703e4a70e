// The manifests that admins make the app from ask for what the adapter understands.
#include <algorithm>
#include <fstream>
#include <iterator>

#include "bot/base/yaml.h"
#include "tests/adapters/slack_world.h"

namespace frontdesk::adapters::slack {
namespace {

using base::YamlNode;

std::string ReadFile(const std::string& name) {
  std::ifstream file(FD_SOURCE_DIR "/adapters/slack/" + name);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Of a place such as "settings/interactivity"; null when it is not there.
const YamlNode* At(const YamlNode& root, std::string_view path) {
  const YamlNode* node = &root;
  while (node != nullptr && !path.empty()) {
    const std::string_view key = path.substr(0, path.find('/'));
    path.remove_prefix(std::min(path.size(), key.size() + 1));
    node = node->Find(key);
  }
  return node;
}

class SlackManifest : public SlackAccount, public ::testing::WithParamInterface<std::string> {
 protected:
  void SetUp() override {
    base::Findings findings;
    auto root = base::ParseYaml(GetParam(), ReadFile(GetParam()), findings);
    ASSERT_TRUE(root.has_value());
    root_ = std::move(*root);
  }
  bool Has(std::string_view list, const std::string& text) const {
    const YamlNode* node = At(root_, list);
    return node != nullptr && std::any_of(node->items.begin(), node->items.end(),
                                          [&](const YamlNode& item) { return item.scalar == text; });
  }
  bool by_socket() const { return GetParam() == "manifest-socket-mode.yaml"; }

  YamlNode root_;
};

TEST_P(SlackManifest, SubscribesToWhatIsHeardWithTheScopesForIt) {
  const std::pair<const char*, const char*> needs[] = {
      {"app_mention", "app_mentions:read"},  {"message.channels", "channels:history"},
      {"message.groups", "groups:history"},  {"message.im", "im:history"},
      {"message.mpim", "mpim:history"},      {"reaction_added", "reactions:read"},
      {"reaction_removed", "reactions:read"}};
  for (const auto& [event, scope] : needs) {
    EXPECT_TRUE(Has("settings/event_subscriptions/bot_events", event)) << event;
    EXPECT_TRUE(Has("oauth_config/scopes/bot", scope)) << scope;
  }
  EXPECT_TRUE(Has("settings/event_subscriptions/bot_events", "app_home_opened"));
  for (const char* scope : {"chat:write", "commands", "files:read", "files:write", "im:write", "users:read"})
    EXPECT_TRUE(Has("oauth_config/scopes/bot", scope)) << scope;
  EXPECT_EQ(At(root_, "settings/token_rotation_enabled")->scalar, "false");
}

TEST_P(SlackManifest, NamesItsShortcutsAsTheyAreTaken) {
  const YamlNode* shortcuts = At(root_, "features/shortcuts");
  ASSERT_NE(shortcuts, nullptr);
  ASSERT_EQ(shortcuts->items.size(), 2u);
  for (const YamlNode& shortcut : shortcuts->items) {
    const bool of_message = shortcut.Find("type")->scalar == "message";
    json payload = {{"type", of_message ? "message_action" : "shortcut"},
                    {"callback_id", shortcut.Find("callback_id")->scalar},
                    {"trigger_id", "1.2"},
                    {"user", {{"id", "U0001"}}},
                    {"channel", {{"id", "C0001"}}},
                    {"message", {{"ts", kTs}, {"text", "broken"}, {"user", "U0002"}}}};
    EXPECT_EQ(TakeForm(payload).events.size(), 1u) << payload["callback_id"];
  }
}

TEST_P(SlackManifest, HasOneWayIn) {
  EXPECT_EQ(At(root_, "settings/socket_mode_enabled")->scalar, by_socket() ? "true" : "false");
  for (const char* place : {"settings/event_subscriptions/request_url", "settings/interactivity/request_url"})
    EXPECT_EQ(At(root_, place) == nullptr, by_socket()) << place;
  EXPECT_EQ(At(root_, "features/slash_commands")->items.at(0).Find("url") == nullptr, by_socket());
}

INSTANTIATE_TEST_SUITE_P(Of, SlackManifest, ::testing::Values("manifest.yaml", "manifest-socket-mode.yaml"),
                         [](const auto& test) { return test.index == 0 ? "Http" : "SocketMode"; });

}  // namespace
}  // namespace frontdesk::adapters::slack
