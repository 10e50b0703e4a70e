// The learning record: what the brain notes of questions and answers, with the turn that did it.
#include "bot/core/fact.h"
#include "tests/core/talk_fixture.h"

namespace frontdesk::core {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class LearningRecord : public TalkTest {
 protected:
  std::vector<store::FactRow> Facts() { return *store_->FactsSince({}, 1000); }
  // "kind subject: detail" of everything that happened since the last look.
  std::vector<std::string> News() {
    std::vector<std::string> news;
    const auto facts = Facts();
    for (; looked_ < facts.size(); ++looked_) {
      const store::FactRow& fact = facts[looked_];
      news.push_back(fact.kind + (fact.subject.empty() ? "" : " " + fact.subject) +
                     (fact.detail.empty() ? "" : ": " + fact.detail));
    }
    return news;
  }

 private:
  std::size_t looked_ = 0;
};

TEST_F(LearningRecord, KeepsAQuestionWithItsAnswerInOneRowAndSaysWhoseItIs) {
  Type("how do I reset my password?");
  EXPECT_THAT(News(), ElementsAre("article_shown reset-password: how do I reset my password?"));
  const store::FactRow fact = Facts().front();
  EXPECT_EQ(fact.account, "widget");
  EXPECT_EQ(fact.person, "ada");
  EXPECT_EQ(fact.locale, "en");
  EXPECT_EQ(fact.conversation, state().id);
  EXPECT_EQ(fact.at, clock_.Now());
  Press("Yes, solved");
  EXPECT_THAT(News(), ElementsAre("article_confirmed reset-password: how do I reset my password?"));
}

TEST_F(LearningRecord, KeepsARejectionWithTheQuestionThatTheArticleWasShownFor) {
  Type("怎么重置密码");
  News();
  Do(base::Pressed{"verdict:no=reset-password", ""});
  EXPECT_THAT(News(), ElementsAre("article_rejected reset-password: 怎么重置密码"));
  EXPECT_EQ(Facts().back().locale, "zh");
}

TEST_F(LearningRecord, DoesNotBlameTheQuestionOfNowForAnAnswerOfEarlier) {
  Type("how do I reset my password?");
  Type("where is the version number");
  News();
  Do(base::Pressed{"verdict:no=reset-password", ""});
  EXPECT_THAT(News(), ElementsAre("article_rejected reset-password"));
}

TEST_F(LearningRecord, KeepsAMiss) {
  Type("is there parking at the office?");
  EXPECT_THAT(News(), ElementsAre("no_answer: is there parking at the office?"));
}

TEST_F(LearningRecord, TellsATopQuestionFromATitleChosenAmongSeveral) {
  Do(base::Opened{});
  News();
  Press("Reset your password");
  EXPECT_THAT(News(), ElementsAre("article_opened reset-password"));
  Do(base::Pressed{"verdict:no=reset-password", ""});
  EXPECT_THAT(News(), ElementsAre("article_rejected reset-password: Reset your password"));
}

TEST_F(LearningRecord, JoinsAQuestionToTheTitleThatWasChosenForIt) {
  Type("hello");
  Context context{
      .conversation = state(), .catalog = *catalog_, .first_id = 5000, .ticket_number = 1001, .now = clock_.Now()};
  context.conversation.question = "my login is lost";
  context.conversation.buttons = {{"Reset your password", "article:reset-password"}, {"None of these", "choice:none"}};
  const auto facts_of = [&](const std::string& value) {
    return Handle(context, EventOf(base::Pressed{value, ""})).turn.facts;
  };
  const auto chosen = facts_of("article:reset-password");
  ASSERT_EQ(chosen.size(), 1u);
  EXPECT_EQ(chosen[0].kind, fact::kArticleChosen);
  EXPECT_EQ(chosen[0].subject, "reset-password");
  EXPECT_EQ(chosen[0].detail, "my login is lost");
  const auto none = facts_of("choice:none");
  ASSERT_EQ(none.size(), 1u);
  EXPECT_EQ(none[0].kind, fact::kChoicesRejected);
  EXPECT_EQ(none[0].detail, "my login is lost");
}

TEST_F(LearningRecord, KeepsNoSecretAndNoAddressOfAPerson) {
  Type("why is there no mail to ada@example.com, my key is ghp_abcdefghijklmnopqrst0123 for the parking?");
  EXPECT_THAT(News(), ElementsAre("no_answer: why is there no mail to [e-mail], my key is [masked] for the parking?"));
}

TEST_F(LearningRecord, DoesNotCountTheFragmentsOfAThought) {
  auto bursting = std::make_shared<Catalog>(*catalog_);
  bursting->policy.burst_window = base::Millis(1500);
  catalog_ = bursting;
  Type("the parking");
  EXPECT_THAT(News(), ElementsAre("no_answer: the parking"));
  Type("at the office");
  EXPECT_THAT(News(), ElementsAre("question_withdrawn", "no_answer: the parking\nat the office"));
}

TEST_F(LearningRecord, NamesTheRowOfWhatAnAgentReplied) {
  Type("human");
  ASSERT_TRUE(Act("kim", base::AgentActed::Act::kReply, "There is a garage next door."));
  const store::FactRow fact = Facts().back();
  EXPECT_EQ(fact.kind, fact::kAgentReplied);
  EXPECT_EQ(fact.subject, "kim");
  EXPECT_EQ(fact.person, "") << "an agent is no user";
  const auto row = store_->LoadTranscriptRow(std::stoll(fact.detail));
  ASSERT_TRUE(row);
  EXPECT_EQ(row->from, "agent");
  EXPECT_THAT(row->body, testing::HasSubstr("garage next door"));
}

TEST_F(LearningRecord, KeepsNothingOfAnEventThatIsSeenTwice) {
  base::Event event = EventOf(base::Said{"is there parking at the office?"});
  ASSERT_TRUE(dialogue_->Send(event));
  News();
  ASSERT_TRUE(dialogue_->Send(event));
  EXPECT_THAT(News(), IsEmpty());
}

}  // namespace
}  // namespace frontdesk::core
