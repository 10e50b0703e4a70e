// A connection as the vendor's client has lived it: what the server wrote, what the client gave to its user
// ("delivered_to_app"), and what it asked its next connection for ("connect").
#pragma once

#include <string>
#include <vector>

#include "tests/adapters/mattermost_world.h"

namespace frontdesk::adapters::mattermost {

class MattermostTrace : public MattermostAccount {
 protected:
  // Ours hears the same, asks for the same, and looks at what was missed where the client tells its user to.
  void ExpectSameAs(const json& recorded) {
    SCOPED_TRACE(recorded["name"]);
    settings_.lists["help_channels"] = {"chan1"};
    memory_.clear();
    std::vector<int> ours, theirs;
    int connections = 0, looks = 0, misses = 0;
    for (const json& step : recorded["trace"]) {
      if (step.value("event", "") == "connect") {
        ++connections;
        Connect();
        const std::string wanted = step["url"];
        // The code of a broken connection is nothing that we are told; 4001 is our own word for a gap.
        EXPECT_EQ(url_, "wss://chat.example.com" + wanted.substr(0, wanted.find("&disconnect_err_code=1")));
      }
      if (step.value("app_callback", "").starts_with("missed_events")) ++misses;
      if (step.value("delivered_to_app", "") == "posted") theirs.push_back(step["seq"]);
      if (step.value("dir", "") != "server->client") continue;
      const Heard heard = Hear(step["msg"]);
      if (step["msg"].value("event", "") == "hello" && heard.taken.pull) ++looks;
      if (!heard.taken.events.empty()) ours.push_back(step["msg"]["seq"]);
      if (heard.reconnect) {
        EXPECT_EQ(*heard.reconnect, base::Millis(0));
      }
    }
    EXPECT_EQ(ours, theirs);
    EXPECT_FALSE(ours.empty());
    EXPECT_GT(connections, 0);
    EXPECT_EQ(looks, misses + 1) << "who has just come looks, too";
  }
};

}  // namespace frontdesk::adapters::mattermost
