// For tests/peers/teams: what jose has signed and Microsoft's own connector has judged, judged by us.
#include <cstdlib>

#include "tests/adapters/teams_world.h"

namespace frontdesk::adapters::teams {
namespace {

using nlohmann::json;

class TeamsPeer : public TeamsAccount {};

// "stricter": what the connector lets through and the rules do not.
TEST_F(TeamsPeer, SaysYesAndNoAsMicrosoftsConnectorDoes) {
  const char* folder = std::getenv("FRONTDESK_PEER_TEAMS");
  if (folder == nullptr) GTEST_SKIP() << "only for tests/peers/run";
  std::ifstream file(std::string(folder) + "/verdicts.jsonl");
  int judged = 0, taken = 0;
  for (std::string text; std::getline(file, text); ++judged) {
    const json line = json::parse(text);
    now_ = base::FromMillis(line["now"].get<std::int64_t>() * 1'000);
    keys_ = *KeysOf(line["jwks"].dump(), now_);
    const bool accepted = VerifyWith(line["authorization"], line["activity"]).has_value();
    EXPECT_EQ(accepted, line["accepted"].get<bool>() && !line.value("stricter", false)) << line["name"];
    taken += accepted ? 1 : 0;
  }
  EXPECT_GE(judged, 20);
  EXPECT_EQ(taken, 3);
}

}  // namespace
}  // namespace frontdesk::adapters::teams
