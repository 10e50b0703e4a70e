// For tests/peers/slack, where Slack's own packages are the judges: requests that we sign go to them, and what they
// accept, refuse and write comes back here.
#include <cstdlib>
#include <fstream>

#include "tests/adapters/slack_world.h"

namespace frontdesk::adapters::slack {
namespace {

using nlohmann::json;

constexpr char kSecret[] = "throwaway-slack-signing-secret-0001";

class SlackPeer : public SlackAccount {
 protected:
  void SetUp() override {
    const char* folder = std::getenv("FRONTDESK_PEER_SLACK");
    if (folder == nullptr) GTEST_SKIP() << "only for tests/peers/run";
    folder_ = folder;
  }
  std::vector<json> Lines(const std::string& name) const {
    std::ifstream file(folder_ + "/" + name);
    std::vector<json> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(json::parse(line, nullptr, false));
    EXPECT_FALSE(lines.empty()) << name;
    return lines;
  }

  std::string folder_;
};

TEST_F(SlackPeer, IsWrittenRequestsToRead) {
  const std::string now = std::to_string(base::ToMillis(base::SystemClock().Now()) / 1'000);
  const std::string old = std::to_string(base::ToMillis(base::SystemClock().Now()) / 1'000 - 400);
  const std::string event = EventBody(Message("Привет <@U0BOT> &amp; co ✅")).dump();
  const std::string click = Form(Click({{"type", "button"}, {"action_id", "press:fd-7:0"}, {"value", "a&b"}}));
  const std::string command = "command=%2Fsupport&text=my+VPN+%26+me&user_id=U0001&team_id=T0001&channel_id=C0001";
  std::ofstream out(folder_ + "/requests.jsonl");
  const auto write = [&](const std::string& name, const std::string& type, const std::string& body, bool good,
                         const std::string& time, const base::Secret& secret) {
    out << json{{"name", name},
                {"body", body},
                {"good", good},
                {"headers",
                 {{"content-type", type},
                  {"x-slack-request-timestamp", time},
                  {"x-slack-signature", SignatureOf(secret, time, good ? body : body + " ")}}}}
               .dump()
        << "\n";
  };
  const base::Secret secret{kSecret};
  const std::string kJson = "application/json", kForm = "application/x-www-form-urlencoded";
  write("event", kJson, event, true, now, secret);
  write("click", kForm, click, true, now, secret);
  write("command", kForm, command, true, now, secret);
  write("changed", kJson, event, false, now, secret);
  out << json{{"name", "old"},
              {"body", event},
              {"good", false},
              {"headers",
               {{"content-type", kJson},
                {"x-slack-request-timestamp", old},
                {"x-slack-signature", SignatureOf(secret, old, event)}}}}
             .dump()
      << "\n";
  EXPECT_TRUE(out.good());
}

// "stricter": what the vendor's library for JS lets through and its library for Python does not.
TEST_F(SlackPeer, SaysYesAndNoAsWeDo) {
  for (const json& line : Lines("verdicts.jsonl")) {
    now_ = base::FromMillis(line["now"].get<std::int64_t>());
    settings_.secrets["signing_secret"] = base::Secret(line["secret"].get<std::string>());
    Headers headers;
    for (const auto& [name, value] : line["headers"].items()) headers.emplace_back(name, value.get<std::string>());
    const std::string body = line["body"];
    const bool accepted = adapter().Verify({"POST", "/hooks/slack", {}, headers, body}, env()).has_value();
    EXPECT_EQ(accepted, line["accepted"].get<bool>() && !line.value("stricter", false)) << line["name"];
  }
}

// {"frame": what Slack sends, "ack": what the vendor's client writes back, or null}
TEST_F(SlackPeer, AcknowledgesFramesAsWeDo) {
  settings_ = SocketSettings();
  for (const json& line : Lines("acks.jsonl")) {
    const auto heard = adapter().socket()->OnFrame(line["frame"].dump(), env());
    ASSERT_TRUE(heard.has_value()) << line["frame"];
    if (line["ack"].is_null()) {
      EXPECT_TRUE(heard->committed.empty() && heard->answers.empty()) << line["frame"];
      continue;
    }
    ASSERT_EQ(heard->committed.size(), 1u) << line["frame"];
    const json ours = json::parse(heard->committed.front());
    EXPECT_EQ(ours["envelope_id"], line["ack"]["envelope_id"]);
    if (ours.contains("payload")) {
      EXPECT_EQ(ours["payload"], line["ack"]["payload"]);
    }
  }
}

}  // namespace
}  // namespace frontdesk::adapters::slack
