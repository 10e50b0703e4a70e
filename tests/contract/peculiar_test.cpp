// Against a whole server: the parts of the contract that the platforms of today do not use yet, played by an adapter
// that needs them all.
#include <thread>

#include "tests/contract/peculiar_fixture.h"

namespace frontdesk::contract {
namespace {

TEST_F(Peculiar, TheReplyGoesInTheAnswerToTheRequestThatAskedForIt) {
  Start(", waits: true");
  const std::size_t before = Meet();
  const auto answer = Post({{"id", "1"}, {"from", "ann"}, {"text", kQuestion}});
  EXPECT_EQ(answer.status, 200);
  EXPECT_NE(json::parse(answer.body).value("reply", "").find("Choose it."), std::string::npos) << answer.body;
  ASSERT_TRUE(WaitUntilQuiet((directory_ / "data").string()));
  EXPECT_EQ(platform_->Read().ShownTo("ann").size(), before) << "it was shown once already";
}

TEST_F(Peculiar, NothingIsSentWhereThePlatformTakesRepliesNoMoreAndTheDeskIsTold) {
  Start();
  const std::size_t before = Meet();
  EXPECT_EQ(
      Post({{"id", "1"}, {"from", "ann"}, {"text", kQuestion}, {"path", {{"words", "w"}, {"until", -1000}}}}).status,
      200);
  ASSERT_TRUE(WaitUntilQuiet((directory_ / "data").string()));
  EXPECT_EQ(platform_->Read().ShownTo("ann").size(), before);
  EXPECT_EQ(Post({{"id", "2"}, {"from", "ann"}, {"text", kQuestion}, {"path", {{"words", "w"}}}}).status, 200);
  ASSERT_TRUE(WaitUntilQuiet((directory_ / "data").string()));
  EXPECT_GT(platform_->Read().ShownTo("ann").size(), before) << "the user's next word opens the way again";
}

TEST_F(Peculiar, ARequestThatIsRefusedIsAnsweredAtOnceAndInItsOwnWords) {
  Start(", waits: true");
  const auto answer = fakes::Send(service_->port(), {"POST", "/hooks/im", {{"X-Key", "k1"}}, "no json"});
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.body, R"({"to":""})");
}

TEST_F(Peculiar, WithoutAReplyInTimeTheAnswerGoesWithoutOneAndTheReplyGoesByItself) {
  Start();
  const auto answer = Post({{"id", "1"}, {"from", "ann"}, {"text", kQuestion}});
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, R"({"to":"1"})") << "the answer is made from the request";
  EXPECT_TRUE(SeesShown(1));
}

TEST_F(Peculiar, KeysAreFetchedWhenTheyAreNeededAndOnlyThen) {
  Start();
  EXPECT_EQ(Post({{"id", "1"}, {"from", "ann"}, {"text", kQuestion}}, "k2").status, 200);
  EXPECT_EQ(Post({{"id", "2"}, {"from", "ann"}, {"text", kQuestion}}, "k1").status, 200);
  EXPECT_EQ(platform_->Read().RequestsOf("where"), 1u);
  EXPECT_EQ(platform_->Read().RequestsOf("keys"), 1u);
}

TEST_F(Peculiar, AStrangersKeyIsRefusedAndMakesUsFetchNoMoreThanOnce) {
  Start();
  for (int i = 0; i < 20; ++i) EXPECT_EQ(Post({{"id", "1"}, {"from", "eve"}, {"text", "hi"}}, "stranger").status, 401);
  EXPECT_EQ(Post({{"id", "1"}, {"from", "eve"}, {"text", "hi"}}, "").status, 401);
  EXPECT_EQ(platform_->Read().RequestsOf("keys"), 1u);
  EXPECT_EQ(ReadKept((directory_ / "data").string()).user_rows, 0);
}

TEST_F(Peculiar, WhileKeysCannotBeFetchedRequestsAreRefusedAndNothingIsKept) {
  Start();
  fakes::Fault down;
  down.kind = fakes::FaultKind::kStatus;
  down.status = 500;
  down.route = "where";
  platform_->Set(down);
  EXPECT_EQ(Post({{"id", "1"}, {"from", "ann"}, {"text", kQuestion}}).status, 401);
  EXPECT_EQ(ReadKept((directory_ / "data").string()).user_rows, 0);
}

TEST_F(Peculiar, AWordThatThereIsNewsFetchesItAtOnce) {
  Start();
  ASSERT_TRUE(Sees("pull", 1));  // at the start, without a word
  EXPECT_EQ(Post({{"pull", "ticket-7"}}).status, 200);
  EXPECT_TRUE(SeesShown(1));
  EXPECT_EQ(json::parse(Last("pull").body)["word"], "ticket-7");
}

TEST_F(Peculiar, WhatThePlatformWantsDoneIsDoneAfterTheCommit) {
  Start();
  EXPECT_EQ(Post({{"id", "1"}, {"from", "ann"}, {"text", kQuestion}, {"after", {"joined", "read"}}}).status, 200);
  ASSERT_TRUE(Sees("after", 2));
  std::vector<std::string> done;
  for (const LoggedRequest& request : platform_->Read().requests)
    if (request.route == "after") done.push_back(request.target);
  EXPECT_EQ(done, (std::vector<std::string>{"/after/joined", "/after/read"}));
}

TEST_F(Peculiar, WhatIsDoneAfterTheCommitKnowsTheMessageThatItIsAbout) {
  Start();
  const std::size_t before = Meet();
  EXPECT_EQ(Post({{"id", "1"}, {"from", "ann"}, {"text", kQuestion}}).status, 200);
  ASSERT_TRUE(SeesShown(before + 1));
  const json sent = json::parse(Last("send").body);
  EXPECT_EQ(
      Post({{"id", "2"}, {"from", "ann"}, {"text", "what is this"}, {"after", {"open"}}, {"row", sent["row"]}}).status,
      200);
  ASSERT_TRUE(Sees("after"));
  EXPECT_EQ(json::parse(Last("after").body)["about"], sent["text"]);
}

TEST_F(Peculiar, WhatWasChosenStandsInTheMessageThatAsked) {
  Start();
  const std::size_t before = Meet();
  EXPECT_EQ(Post({{"id", "1"}, {"from", "ann"}, {"text", kQuestion}}).status, 200);
  ASSERT_TRUE(SeesShown(before + 1));
  const json sent = json::parse(Last("send").body);
  const std::string shown = platform_->Read().ShownTo("ann").back().platform_id;
  EXPECT_EQ(
      Post({{"id", "2"}, {"from", "ann"}, {"press", "person"}, {"label", "Talk to a person"}, {"row", sent["row"]}})
          .status,
      200);
  ASSERT_TRUE(Sees("change"));
  EXPECT_EQ(Last("change").target, "/change/" + shown);
  const std::string text = json::parse(Last("change").body)["text"];
  EXPECT_NE(text.find("✓ Talk to a person"), std::string::npos) << text;
}

TEST_F(Peculiar, ARequestCanBeAnsweredWhileItsReplyGoesAnotherWay) {
  Start(", closes: true");
  const std::size_t before = Meet();
  const auto answer = Post({{"id", "1"}, {"from", "ann"}, {"text", kQuestion}});
  EXPECT_EQ(answer.body, R"({"reply":"goes another way"})");
  EXPECT_TRUE(SeesShown(before + 1)) << "the words come by a call of their own";
}

TEST_F(Peculiar, ARequestThatDoesNotWaitIsAnsweredPlainly) {
  Start(", waits: true");
  Meet();
  const auto answer = fakes::Send(service_->port(), {"POST",
                                                     "/hooks/im",
                                                     {{"X-Key", "k1"}, {"X-Hurry", "1"}},
                                                     json{{"id", "1"}, {"from", "ann"}, {"text", kQuestion}}.dump()});
  EXPECT_EQ(answer.body, R"({"to":"1"})");
}

TEST_F(Peculiar, WhoAUserIsIsAskedOnceAndShownToAgents) {
  Start();
  Meet();
  EXPECT_EQ(Post({{"id", "1"}, {"from", "ann"}, {"text", "human"}}).status, 200);
  ASSERT_TRUE(WaitUntilQuiet((directory_ / "data").string()));
  EXPECT_EQ(platform_->Read().RequestsOf("profile"), 1u);
  EXPECT_EQ(Last("profile").target, "/profile/ann");
}

TEST_F(Peculiar, RepliesKnowTheWayBackAndHowManyHaveGone) {
  Start();
  const std::size_t before = Meet();
  const json way = {{"words", "way-1"}, {"messages", 5}};
  EXPECT_EQ(Post({{"id", "1"}, {"from", "ann"}, {"text", kQuestion}, {"path", way}}).status, 200);
  ASSERT_TRUE(SeesShown(before + 1));
  json sent = json::parse(Last("send").body);
  EXPECT_EQ(sent["way"], "way-1");
  EXPECT_EQ(sent["before"], 0);
  // The user's next word opens another way and the count begins anew; what names none leaves the way as it was.
  EXPECT_EQ(Post({{"id", "2"}, {"from", "ann"}, {"text", "what is this"}, {"path", {{"words", "way-2"}}}}).status, 200);
  ASSERT_TRUE(SeesShown(before + 2));
  EXPECT_EQ(json::parse(Last("send").body)["way"], "way-2");
  EXPECT_EQ(Post({{"id", "3"}, {"from", "ann"}, {"text", kQuestion}}).status, 200);
  ASSERT_TRUE(SeesShown(before + 3));
  EXPECT_EQ(json::parse(Last("send").body)["way"], "way-2");
}

// The greeting takes the only answer that is allowed.
TEST_F(Peculiar, WhenNoMoreAnswersAreAllowedTheRestIsGivenUpVisibly) {
  Start();
  EXPECT_EQ(Post({{"id", "1"}, {"from", "ann"}, {"text", kQuestion}, {"path", {{"messages", 1}}}}).status, 200);
  ASSERT_TRUE(WaitUntilQuiet((directory_ / "data").string()));
  EXPECT_EQ(platform_->Read().ShownTo("ann").size(), 1u);
  EXPECT_EQ(ReadKept((directory_ / "data").string()).failed, 1);
  EXPECT_EQ(Post({{"id", "2"}, {"from", "ann"}, {"text", kQuestion}, {"path", {{"messages", 1}}}}).status, 200);
  EXPECT_TRUE(SeesShown(2)) << "the user's next word allows another";
}

TEST_F(Peculiar, WhatIsRefusedOneWayGoesAnotherAtOnce) {
  Start();
  const std::size_t before = Meet();
  fakes::Fault gone;
  gone.kind = fakes::FaultKind::kStatus;
  gone.status = 410;
  gone.route = "send";
  gone.times = 1;
  platform_->Set(gone);
  EXPECT_EQ(Post({{"id", "1"}, {"from", "ann"}, {"text", kQuestion}}).status, 200);
  ASSERT_TRUE(SeesShown(before + 1));
  ASSERT_TRUE(WaitUntilQuiet((directory_ / "data").string()));
  EXPECT_EQ(json::parse(platform_->Read().requests.back().body).value("without", ""), "thread");
  // There is no third way.
  gone.times = -1;
  platform_->Set(gone);
  const std::size_t asked = platform_->Read().RequestsOf("send");
  EXPECT_EQ(Post({{"id", "2"}, {"from", "ann"}, {"text", kQuestion}}).status, 200);
  ASSERT_TRUE(WaitUntilQuiet((directory_ / "data").string()));
  EXPECT_EQ(platform_->Read().RequestsOf("send"), asked + 2);
}

// The token and all else that the call carries are the platform's alone.
TEST_F(Peculiar, AFileThatLiesElsewhereIsFetchedThereWithNothingOfTheCall) {
  Start("}\nlimits: {allow_hosts: [127.0.0.1]");
  fakes::Fault moved;
  moved.kind = fakes::FaultKind::kRedirect;
  moved.route = "bytes";
  moved.location = platform_->url() + "/elsewhere/f1";
  platform_->Set(moved);
  EXPECT_EQ(Post({{"id", "1"}, {"from", "ann"}, {"file", "f1"}}).status, 200);
  ASSERT_TRUE(Sees("elsewhere"));
  EXPECT_EQ(adapters::FindHeader(Last("bytes").headers, "Content-Type"), "application/json");
  EXPECT_EQ(adapters::FindHeader(Last("elsewhere").headers, "Content-Type"), "");
  ASSERT_TRUE(WaitUntilQuiet((directory_ / "data").string()));
  EXPECT_EQ(platform_->Read().RequestsOf("elsewhere"), 1u);
}

TEST_F(Peculiar, AFileThatLiesOnAPrivateAddressStaysThere) {
  Start();
  fakes::Fault moved;
  moved.kind = fakes::FaultKind::kRedirect;
  moved.route = "bytes";
  moved.location = platform_->url() + "/elsewhere/f1";
  platform_->Set(moved);
  EXPECT_EQ(Post({{"id", "1"}, {"from", "ann"}, {"file", "f1"}}).status, 200);
  ASSERT_TRUE(Sees("bytes", 2)) << "tried again later";
  EXPECT_EQ(platform_->Read().RequestsOf("elsewhere"), 0u);
}

TEST_F(Peculiar, AFileMayTakeTwoCalls) {
  Start();
  fakes::Fault early;
  early.kind = fakes::FaultKind::kNotOk;  // its failure comes as JSON and a 200
  early.route = "address";
  early.times = 1;
  platform_->Set(early);
  EXPECT_EQ(Post({{"id", "1"}, {"from", "ann"}, {"file", "f1"}}).status, 200);
  ASSERT_TRUE(Sees("bytes"));
  ASSERT_TRUE(WaitUntilQuiet((directory_ / "data").string()));
  EXPECT_EQ(Last("address").target, "/file-address/f1");
}

class PeculiarSocket : public Peculiar {
 protected:
  void SetUp() override {
    Start(", socket: true");
    ASSERT_TRUE(SeesFrame(R"({"op":"hello"})"));
  }
};

TEST_F(PeculiarSocket, IsOpenedByACallAndKeptAlive) {
  EXPECT_EQ(platform_->Read().RequestsOf("open"), 1u);
  EXPECT_TRUE(SeesFrame(R"({"op":"ping"})", 2));
}

TEST_F(PeculiarSocket, WhatItBringsIsAnsweredAndConfirmedOnceItIsKept) {
  ASSERT_EQ(platform_->Push(json{{"op", "event"}, {"id", "s1"}, {"from", "ann"}, {"text", kQuestion}}.dump()), 1u);
  EXPECT_TRUE(SeesFrame(R"({"op":"ack","of":"s1"})"));
  EXPECT_GE(ReadKept((directory_ / "data").string()).user_rows, 1);
  EXPECT_TRUE(SeesShown(1));
}

TEST_F(PeculiarSocket, TheSameEventTwiceIsConfirmedTwiceAndAnsweredOnce) {
  const std::size_t before = Meet();
  const std::string frame = json{{"op", "event"}, {"id", "s1"}, {"from", "ann"}, {"text", kQuestion}}.dump();
  platform_->Push(frame);
  ASSERT_TRUE(SeesFrame(R"({"op":"ack","of":"s1"})"));
  platform_->Push(frame);
  EXPECT_TRUE(SeesFrame(R"({"op":"ack","of":"s1"})", 2));
  ASSERT_TRUE(WaitUntilQuiet((directory_ / "data").string()));
  EXPECT_EQ(platform_->Read().ShownTo("ann").size(), before + 1);
}

TEST_F(PeculiarSocket, AnswersWhatIsAskedOfItAndPassesOverWhatItCannotRead) {
  platform_->Push("no json");
  platform_->Push(R"({"op":"ask"})");
  EXPECT_TRUE(SeesFrame(R"({"op":"told"})"));
}

TEST_F(PeculiarSocket, RemembersFromFrameToFrameAndForgetsWithTheConnection) {
  platform_->Push(R"({"op":"count"})");
  platform_->Push(R"({"op":"count"})");
  EXPECT_TRUE(SeesFrame(R"({"op":"counted","so":"at first++"})"));
  platform_->Push(R"({"op":"bye"})");
  ASSERT_TRUE(SeesFrame(R"({"op":"hello"})", 2));
  platform_->Push(R"({"op":"count"})");
  EXPECT_TRUE(SeesFrame(R"({"op":"counted","so":"at first+"})", 2));
}

TEST_F(PeculiarSocket, IsOpenedAnewWhenThePlatformSaysSo) {
  platform_->Push(R"({"op":"bye"})");
  EXPECT_TRUE(SeesFrame(R"({"op":"hello"})", 2));
  EXPECT_EQ(platform_->Read().RequestsOf("open"), 2u) << "the address is asked for anew";
}

TEST_F(PeculiarSocket, IsOpenedAnewWhenItBreaks) {
  fakes::Fault cut;
  cut.kind = fakes::FaultKind::kSocketCut;
  cut.times = 1;
  platform_->Set(cut);
  platform_->Push(R"({"op":"ask"})");
  EXPECT_TRUE(SeesFrame(R"({"op":"hello"})", 2));
  platform_->Push(json{{"op", "event"}, {"id", "s2"}, {"from", "ann"}, {"text", kQuestion}}.dump());
  EXPECT_TRUE(SeesFrame(R"({"op":"ack","of":"s2"})"));
}

TEST_F(PeculiarSocket, EndsAndBeginsWithItsAccountsSettings) {
  Configure("");
  service_->Reload();
  for (int i = 0; i < 600 && platform_->Push(R"({"op":"ask"})") > 0; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_EQ(platform_->Push(R"({"op":"ask"})"), 0u);
  Configure(", socket: true");
  service_->Reload();
  EXPECT_TRUE(SeesFrame(R"({"op":"hello"})", 2));
}

}  // namespace
}  // namespace frontdesk::contract
