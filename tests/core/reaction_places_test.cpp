// Signs put to messages of ours reach the conversation in which those were said, whatever the platform tells of it.
#include "tests/core/pipeline_fixture.h"

namespace frontdesk::core {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

class ReactionPlaces : public TalkTest {
 protected:
  base::Event At(const base::Address& address, base::EventBody body) {
    base::Event event = EventOf(std::move(body));
    event.address = address;
    return event;
  }
  // The id of the last message that this brought, as the platform knows it.
  std::string Sent(const base::Event& event) {
    const auto spoken = dialogue_->Send(event);
    EXPECT_TRUE(spoken && !spoken->empty());
    return spoken && !spoken->empty() ? DialoguePlatformId(spoken->back().row.id) : std::string();
  }
  std::string Asked(const base::Address& address) {
    Sent(At(address, base::Said{"hello"}));
    return Sent(At(address, base::Said{"How do I reset my password?"}));
  }
  std::vector<base::Message> React(const base::Address& address, const std::string& message, const std::string& sign,
                                   bool taken_back = false) {
    return Seen(dialogue_->Send(At(address, base::Reacted{message, sign, taken_back})));
  }

  const base::Address thread_{"widget", "room", "t1"};
};

TEST_F(ReactionPlaces, AreThoseOfTheTalkThatTheyAreMadeIn) {
  const base::Address address{"widget", "ada", ""};
  Sent(At(address, base::Said{"report a problem"}));
  const std::string which = Sent(At(address, base::Said{"it broke when I pressed send"}));
  EXPECT_THAT(TextOf(React(address, which, "9️⃣")), IsEmpty()) << "there are not so many";
  EXPECT_THAT(TextOf(React(address, which, "2️⃣")), HasSubstr("Which version?"));
}

// Slack names the channel and no thread, Feishu not even the chat.
TEST_F(ReactionPlaces, AreWhereTheirMessageWasSaid) {
  EXPECT_THAT(TextOf(React({"widget", "room", ""}, Asked(thread_), "👍")), HasSubstr("Glad"));
  const base::Address other{"widget", "room", "t2"};
  EXPECT_THAT(TextOf(React({"widget", "", ""}, Asked(other), "👍")), HasSubstr("Glad"));
  EXPECT_EQ(store_->FindConversation({"widget", "room", ""}).error().code, base::ErrorCode::kNotFound);
  EXPECT_EQ(store_->FindConversation({"widget", "", ""}).error().code, base::ErrorCode::kNotFound);
}

TEST_F(ReactionPlaces, OfWhatWeHaveNotSaidThereAreNone) {
  const std::string answer = Asked(thread_);
  EXPECT_THAT(React({"widget", "elsewhere", ""}, answer, "👍"), IsEmpty()) << "another room's message of that name";
  EXPECT_THAT(React({"another", "room", ""}, answer, "👍"), IsEmpty()) << "another account's";
  EXPECT_THAT(React(thread_, "m999999", "👍"), IsEmpty());
  EXPECT_THAT(React(thread_, answer, "🎂"), IsEmpty());
  EXPECT_THAT(React(thread_, answer, "👍", true), IsEmpty()) << "taken back";
  EXPECT_THAT(TextOf(React(thread_, answer, "👍")), HasSubstr("Glad"));
}

class ReactionsAmongShards : public PipelineTest {};

// Whatever shard the sign comes to, its conversation's shard decides it.
TEST_F(ReactionsAmongShards, ReachTheConversation) {
  platform_.names_messages = true;
  StartPipeline(4);
  for (int i = 0; i < 8; ++i) {
    const std::string thread = "t" + std::to_string(i);
    base::Event question = From("room", thread, "How do I reset my password?");
    question.address.thread = thread;
    ASSERT_TRUE(Take(question).get());
  }
  ASSERT_TRUE(platform_.WaitFor(16));  // a greeting and an answer each
  StopPipeline();                      // and all of it is written
  StartPipeline(4);
  for (int i = 0; i < 8; ++i) {
    const base::Address address{"widget", "room", "t" + std::to_string(i)};
    const auto rows = *store_->LoadTranscript(store_->FindConversation(address)->id, 0, 100, false);
    base::Event sign = From("room", "sign" + std::to_string(i), "");
    sign.body = base::Reacted{"m" + std::to_string(rows.back().id), "👍"};
    ASSERT_TRUE(Take(sign).get());
  }
  EXPECT_TRUE(platform_.WaitFor(24)) << "each is thanked";
}

}  // namespace
}  // namespace frontdesk::core
