// What one account's people have is not there for another's, even where the two platforms use equal ids. PROMISES P17.
#include <gmock/gmock.h>

#include <random>

#include "adapters/webhook/signature.h"
#include "tests/runtime/live_desk.h"

namespace frontdesk::runtime::testing {
namespace {

using ::testing::Not;

constexpr char kPng[] = "\x89PNG\r\n\x1a\nthe picture";
constexpr char kSecret[] = "whsec_ge+w7Ito4rbL7BquKMGllXf5OQiK34z4HhaXZOvyIAk=";
constexpr char kOtherSecret[] = "whsec_6mLv+CZLkJ2ULz4lo7ZjdvHvMh0oPVfJo+5yQu/pH/s=";

class Tenants : public LiveDesk {
 protected:
  Tenants() {
    WriteFile(directory_ / "one.key", kSecret);
    WriteFile(directory_ / "two.key", kOtherSecret);
    WriteFile(directory_ / "frontdesk.yaml", std::string(kWorkspaceFile) +
                                                 "  one: {type: webhook, secret: file:one.key}\n"
                                                 "  two: {type: webhook, secret: file:two.key}\n");
    AddAgent("kim", "Kim");
    Start();
  }
  adapters::Settings SettingsOf(const std::string& account) const {
    adapters::Settings settings;
    settings.account = account;
    settings.secrets.insert_or_assign("secret", base::Secret(account == "one" ? kSecret : kOtherSecret));
    return settings;
  }
  Headers Sign(const std::string& account, const std::string& content) {
    const adapters::Settings settings = SettingsOf(account);
    Headers headers{{"Content-Type", "application/json"}};
    for (const auto& [name, value] :
         adapters::webhook::SignedHeaders("id-" + std::to_string(++ids_), content, {clock_.Now(), settings, {}, {}}))
      headers[name] = value;
    return headers;
  }
  Answer Hook(const std::string& account, const std::string& text) {
    const std::string body = json{
        {"type", "message.created"},
        {"timestamp", "2026-01-01T00:00:00Z"},
        {"data",
         {{"conversation_id", "c-1"},
          {"message_id", "m-" + std::to_string(++ids_)},
          {"sender", {{"id", "u-7"}, {"name", "Ann"}, {"verified", true}}},
          {"text", text}}}}.dump();
    return Post("/hooks/" + account, body, Sign(account, body));
  }
  Answer Read(const std::string& account, const std::string& path) {
    const std::string target = "/hooks/" + account + path;
    return Get(target, Sign(account, "GET " + target));
  }
  std::vector<json> Conversations(const Agent& agent) {
    std::vector<json> all;
    const json board = agent.Get("/conversations").Json();
    for (const json& one : board["conversations"]) all.push_back(one);
    return all;
  }

  int ids_ = 0;
};

TEST_F(Tenants, EqualIdsOfTwoSystemsAreTwoConversationsOfTwoPeople) {
  ASSERT_EQ(Hook("one", "human, WORDS-OF-ONE").status, 200);
  ASSERT_EQ(Hook("two", "human, WORDS-OF-TWO").status, 200);
  Agent kim(port(), "kim", kPassword);
  const auto list = Conversations(kim);
  ASSERT_EQ(list.size(), 2u);
  EXPECT_NE(list[0]["account"], list[1]["account"]);
  for (const json& one : list) {
    const json detail = kim.Get("/conversations/" + std::to_string(one["id"].get<int>())).Json();
    const std::string other = one["account"] == "one" ? "WORDS-OF-TWO" : "WORDS-OF-ONE";
    EXPECT_THAT(detail.dump(), Not(::testing::HasSubstr(other)));
    EXPECT_TRUE(detail["card"]["history"]["conversations"].empty()) << "nobody said that these are one person";
  }
}

TEST_F(Tenants, RepliesAndFilesOfAnotherSystemAreNotThere) {
  ASSERT_EQ(Hook("one", "human, please").status, 200);
  ASSERT_EQ(Hook("two", "how do I reset my password?").status, 200);
  Agent kim(port(), "kim", kPassword);
  for (const json& one : Conversations(kim)) ASSERT_EQ(kim.Act(one["id"], "reply", "r1", "ANSWER-FOR-ONE").status, 200);
  const Answer replies = Read("two", "/replies");
  ASSERT_EQ(replies.status, 200) << replies.body;
  EXPECT_THAT(replies.body, Not(::testing::HasSubstr("ANSWER-FOR-ONE")));
  const Visitor visitor(port());
  const std::string file = visitor.Upload(kPng).Json()["id"];
  EXPECT_EQ(Read("two", "/files/" + file).status, 404);
  EXPECT_EQ(Read("one", "/files/" + file).status, 404);
}

TEST_F(Tenants, AKeyOfOneOpensNothingOfTheOther) {
  ASSERT_EQ(Hook("one", "human").status, 200);
  const std::string target = "/hooks/one/replies";
  EXPECT_EQ(Get(target, Sign("two", "GET " + target)).status, 401);
}

// Every route of a visitor with the other visitors' ids, on both accounts and with either cookie, in a random order.
TEST_F(Tenants, NoRouteOfAVisitorReadsWhatIsAnothers) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  struct Somebody {
    std::string account;
    Visitor visitor;
    std::string file;
    std::string canary;
  };
  std::vector<Somebody> people;
  for (int i = 0; i < 6; ++i) {
    const std::string account = i % 2 == 0 ? "widget" : "shop";
    const Headers page = account == "shop" ? Headers{{"Origin", "https://shop.example"}} : Headers{};
    Somebody one{account, Visitor(port(), account, page), {}, "CANARY-" + std::to_string(i)};
    one.file = one.visitor.Upload(kPng).Json()["id"];
    ASSERT_EQ(one.visitor.Send({{"id", "f"}, {"type", "files"}, {"files", {one.file}}, {"text", one.canary}}).status,
              200);
    people.push_back(std::move(one));
  }
  for (int round = 0; round < 60; ++round) {
    const Somebody& who = people[random() % people.size()];
    const Somebody& whose = people[random() % people.size()];
    if (&who == &whose) continue;
    const std::string own = "/web/" + who.account, other = "/web/" + whose.account;
    EXPECT_EQ(Get(own + "/files/" + whose.file, who.visitor.headers()).status, 404);
    if (who.account != whose.account) {
      EXPECT_THAT(Get(other + "/files/" + whose.file, who.visitor.headers()).status, ::testing::AnyOf(401, 403));
    }
    EXPECT_EQ(
        who.visitor.Send({{"id", "x" + std::to_string(round)}, {"type", "files"}, {"files", {whose.file}}}).status, 400)
        << "a file of another cannot be sent as one's own";
    Stream stream = who.visitor.Follow();
    for (StreamEvent event = stream.Next("message"); !event.name.empty(); event = stream.Next("message")) {
      EXPECT_THAT(event.data.dump(), Not(::testing::HasSubstr(whose.canary)));
      if (event.data.dump().find(who.canary) != std::string::npos) break;
    }
  }
}

TEST_F(Tenants, NumbersThatAreNobodysAreNotThereForAgentsEither) {
  Agent kim(port(), "kim", kPassword);
  for (const char* path : {"/conversations/999999", "/conversations/0", "/conversations/-1", "/conversations/x",
                           "/files/00000000000000000000000000000000", "/files/x"})
    EXPECT_EQ(kim.Get(path).status, 404) << path;
  EXPECT_EQ(kim.Get("/files/..").status, 400) << "no path leads upwards";
  for (const char* act : {"take", "reply", "note", "give-back", "resolve", "link-person", "unlink-person"})
    EXPECT_EQ(kim.Act(999'999, act, "a1", "words").status, 404) << act;
}

}  // namespace
}  // namespace frontdesk::runtime::testing
