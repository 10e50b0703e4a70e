// What openapi.yaml shows is what the adapter takes.
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "bot/base/json.h"
#include "bot/base/text.h"
#include "tests/adapters/webhook_account.h"

namespace frontdesk::adapters::webhook {
namespace {

using nlohmann::json;

class WebhookOpenApi : public WebhookAccount {};

// The examples of events: JSON behind "value: ", a line each.
std::vector<std::string> Examples() {
  std::ifstream file(FD_SOURCE_DIR "/adapters/webhook/openapi.yaml");
  std::vector<std::string> examples;
  for (std::string line; std::getline(file, line);) {
    static constexpr std::string_view kValue = "value: {\"type\"";
    const std::string_view text = base::Trim(line);
    if (text.starts_with(kValue)) examples.emplace_back(text.substr(text.find('{')));
  }
  return examples;
}

TEST_F(WebhookOpenApi, EveryExampleOfAnEventIsTaken) {
  std::set<std::string> types, ids;
  for (const std::string& body : Examples()) {
    const json value = base::ParseJson(body).value_or(json::object());
    const std::string type = base::TextAt(value, "type");
    types.insert(type);
    const std::string delivery = "msg_" + std::to_string(ids.size());
    const Headers headers = Sign(delivery, body);
    const auto verified = adapter().Verify(Post(headers, body), env());
    ASSERT_TRUE(verified.has_value()) << verified.error().message;
    const auto parsed = adapter().Parse(*verified, env());
    ASSERT_TRUE(parsed.has_value()) << type << ": " << parsed.error().message;
    const auto& events = std::get<adapters::Taken>(*parsed).events;
    ASSERT_EQ(events.size(), 1u) << type;
    ids.insert(events[0].id);
  }
  EXPECT_EQ(types, (std::set<std::string>{"message.created", "message.updated", "message.deleted", "action.submitted",
                                          "file.created", "member.joined", "context.updated", "post.created"}));
  EXPECT_EQ(ids.size(), Examples().size()) << "two examples with one identity";
}

}  // namespace
}  // namespace frontdesk::adapters::webhook
