#include "bot/core/intake.h"

#include "bot/core/event_json.h"
#include "tests/core/pipeline_fixture.h"

namespace frontdesk::core {
namespace {

using Act = base::AgentActed::Act;

class IntakeOfEvents : public PipelineTest {};

TEST_F(IntakeOfEvents, AcknowledgesOnlyWhatIsInTheStore) {
  StartPipeline();
  ASSERT_TRUE(Take(From("ada", "1", "how do I reset my password?")).get());
  const auto rows = store_->LoadTranscript(ConversationOf("ada"), 0, 100, true);
  ASSERT_TRUE(rows);
  EXPECT_EQ(rows->front().from, "user");
}

TEST_F(IntakeOfEvents, GivesOneReplyToAnEventThatArrivesFiftyTimes) {
  StartPipeline();
  std::vector<std::future<base::Status>> ends;
  for (int i = 0; i < 50; ++i) ends.push_back(Take(From("ada", "same", "how do I reset my password?")));
  for (auto& end : ends) EXPECT_TRUE(end.get());
  ASSERT_TRUE(platform_.WaitFor(2));  // the greeting and the answer
  StopPipeline();
  EXPECT_EQ(platform_.Count(), 2u);
  EXPECT_EQ(intake_, nullptr);
}

TEST_F(IntakeOfEvents, GivesOneReplyWhenTheEventComesAgainAfterARestart) {
  StartPipeline();
  ASSERT_TRUE(Take(From("ada", "same", "how do I reset my password?")).get());
  ASSERT_TRUE(platform_.WaitFor(2));
  StopPipeline();
  StartPipeline();
  ASSERT_TRUE(Take(From("ada", "same", "how do I reset my password?")).get());
  StopPipeline();
  EXPECT_EQ(platform_.Count(), 2u);
}

TEST_F(IntakeOfEvents, DecidesTheEventsOfOneConversationInTheirOrder) {
  StartPipeline();
  std::vector<std::future<base::Status>> ends;
  for (int i = 0; i < 40; ++i)
    for (const char* person : {"ada", "bo", "cy"})
      ends.push_back(Take(From(person, std::string(person) + std::to_string(i), "word " + std::to_string(i) + "?")));
  for (auto& end : ends) EXPECT_TRUE(end.get());
  for (const char* person : {"ada", "bo", "cy"}) {
    const auto rows = store_->LoadTranscript(ConversationOf(person), 0, 500, true);
    int next = 0;
    for (const store::TranscriptRow& row : *rows) {
      if (row.from != "user") continue;
      EXPECT_THAT(row.body, testing::HasSubstr("word " + std::to_string(next++) + "?"));
    }
    EXPECT_EQ(next, 40);
  }
}

TEST_F(IntakeOfEvents, LetsOneOfFiftyAgentsTakeAConversation) {
  StartPipeline();
  ASSERT_TRUE(Take(From("ada", "1", "human")).get());
  std::vector<std::future<base::Status>> ends;
  for (int i = 0; i < 50; ++i) {
    base::Event event = From("ada", "take" + std::to_string(i), "");
    const std::string agent = "agent" + std::to_string(i);
    event.body = base::AgentActed{Act::kTake, agent, agent, "", {}};
    ends.push_back(Take(std::move(event)));
  }
  int winners = 0;
  std::string told;
  for (auto& end : ends) {
    const base::Status status = end.get();
    if (status)
      ++winners;
    else
      told = status.error().message;
  }
  EXPECT_EQ(winners, 1);
  EXPECT_EQ(told, store_->LoadConversation(ConversationOf("ada"))->holder + " has this conversation");
}

TEST_F(IntakeOfEvents, RefusesNewEventsOnceItStops) {
  StartPipeline();
  intake_->Stop();
  const base::Status status = Take(From("ada", "1", "hello")).get();
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, base::ErrorCode::kUnavailable);
}

TEST(EventJson, BringsEveryKindOfEventBackAsItWas) {
  const std::vector<base::EventBody> bodies = {
      base::Said{"hi \"there\"\n"},
      base::Pressed{"slot:area=call", "Calls"},
      base::SentFiles{{{"f1", "a.png", "image/png", 12, "https://m.example/1"}}, "look"},
      base::GaveContext{R"({"os":"x"})"},
      base::Opened{},
      base::AgentActed{Act::kNote, "kim", "Kim", "note", {}},
      base::Edited{"m1", "now so"},
      base::Deleted{"m2"},
      base::Reacted{"m3", "👍", true},
      base::DeskMoved{false, "Easemob kefu", "Li"},
      base::Posted{"review", "Bad", "It crashes", "https://x.example/1", {{"rating", "Rating", "2 of 5"}}},
      base::TimerDue{7, "flow-silence"}};
  for (const base::EventBody& body : bodies) {
    base::Event event;
    event.id = "e";
    event.address = {"a", "c", "t"};
    event.author = {"u", "U", true, true};
    event.at = base::FromMillis(1234);
    event.context = R"({"plan":"pro"})";
    event.only_in_talk = true;
    event.body = body;
    const auto back = EventFromJson(ToJson(event));
    ASSERT_TRUE(back);
    EXPECT_EQ(ToJson(*back), ToJson(event));
    EXPECT_EQ(back->body.index(), body.index());
    EXPECT_TRUE(back->only_in_talk);
  }
  EXPECT_FALSE(EventFromJson("{}"));
}

TEST(EventJson, KeepsWhereTheFilesOfAParkedEventCanBeFetched) {
  base::Event event;
  event.id = "e";
  event.body = base::SentFiles{{{"f1", "a.png", "", 0, "https://media.example/a"}, {"f2", "b.png", "", 0, ""}}, ""};
  const auto back = EventFromJson(ToJson(event));
  ASSERT_TRUE(back);
  EXPECT_EQ(std::get<base::SentFiles>(back->body).files, std::get<base::SentFiles>(event.body).files);
}

}  // namespace
}  // namespace frontdesk::core
