// What is read out of the facts.
#include "bot/core/learning.h"

#include "bot/core/fact.h"
#include "tests/core/talk_fixture.h"

namespace frontdesk::core {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

class Learning : public TalkTest {
 protected:
  // A fact of `person`, each in a conversation of their own unless one is named.
  void Happen(std::string_view kind, const std::string& person, std::string_view subject, std::string_view detail,
              store::Id conversation = 0) {
    if (conversation == 0) conversation = 1000 + static_cast<store::Id>(std::hash<std::string>{}(person) % 1'000'000);
    facts_.push_back({conversation, clock_.Now(), std::string(kind), std::string(subject), std::string(detail),
                      "widget", person, "en"});
    clock_.Advance(base::Millis(1000));
  }
  LearningReport Report() { return Learn(facts_, *catalog_->knowledge, {}, clock_.Now()); }
  static std::size_t Count(const Gap& gap, Next next) { return gap.next[static_cast<std::size_t>(next)]; }

  std::vector<store::FactRow> facts_;
};

TEST_F(Learning, CountsPeopleAndNotHowOftenTheyAsk) {
  for (int i = 0; i < 5; ++i) Happen(fact::kNoAnswer, "ada", "", "is there parking at the office?");
  Happen(fact::kNoAnswer, "bob", "", "parking at the office");
  const LearningReport report = Report();
  ASSERT_THAT(report.gaps, SizeIs(1));
  EXPECT_EQ(report.gaps[0].people, 2u);
  EXPECT_EQ(report.gaps[0].times, 6u);
  EXPECT_EQ(report.gaps[0].misses.no_answer, 6u);
  EXPECT_THAT(report.gaps[0].wordings,
              UnorderedElementsAre("is there parking at the office?", "parking at the office"));
  EXPECT_EQ(report.questions, 6u);
  EXPECT_EQ(report.people, 2u);
  EXPECT_EQ(report.missed, 6u);
}

TEST_F(Learning, CountsAYesOfOnePersonOnceFromHoweverManyDevices) {
  for (const store::Id conversation : {1, 2}) {
    Happen(fact::kArticleShown, "ada", "reset-password", "how do I reset my password?", conversation);
    for (int i = 0; i < 500; ++i) Happen(fact::kArticleConfirmed, "ada", "reset-password", "", conversation);
  }
  Happen(fact::kArticleShown, "bob", "reset-password", "how do I reset my password?");
  const LearningReport report = Report();
  ASSERT_THAT(report.articles, SizeIs(1));
  EXPECT_EQ(report.articles[0].shown, 2u);
  EXPECT_EQ(report.articles[0].confirmed, 1u);
  EXPECT_EQ(report.articles[0].rejected, 0u);
  EXPECT_EQ(report.articles[0].title, "Reset your password");
}

TEST_F(Learning, TakesTheLastWordOfSomebodyWhoSaidYesAndThenNo) {
  Happen(fact::kArticleShown, "ada", "reset-password", "how?");
  Happen(fact::kArticleConfirmed, "ada", "reset-password", "how?");
  Happen(fact::kArticleRejected, "ada", "reset-password", "");
  Happen(fact::kArticleShown, "ada", "reset-password", "how?");
  const LearningReport report = Report();
  EXPECT_EQ(report.articles[0].confirmed, 0u);
  EXPECT_EQ(report.articles[0].rejected, 1u);
}

TEST_F(Learning, TellsPeopleOfTwoAccountsApart) {
  Happen(fact::kNoAnswer, "ada", "", "parking?");
  Happen(fact::kNoAnswer, "ada", "", "parking?");
  facts_.back().account = "other";
  EXPECT_EQ(Report().gaps[0].people, 2u);
}

TEST_F(Learning, SaysWhatHappenedNext) {
  const char* question = "is there parking at the office?";
  for (const char* person : {"leaves", "flows", "reports", "returns", "asks a person"})
    Happen(fact::kNoAnswer, person, "", question);
  Happen(fact::kFlowStarted, "flows", "report", "");
  Happen(fact::kFlowStarted, "reports", "report", "");
  Happen(fact::kTicketOpened, "reports", "1001", "report");
  Happen(fact::kArticleConfirmed, "returns", "find-version", "");
  Happen(fact::kTicketOpened, "asks a person", "1002", "");
  Happen(fact::kAgentReplied, "asks a person", "kim", "77");
  facts_.back().person.clear();
  Happen(fact::kAgentReplied, "asks a person", "kim", "78");
  const LearningReport report = Report();
  ASSERT_THAT(report.gaps, SizeIs(1));
  const Gap& gap = report.gaps[0];
  for (const Next next : {Next::kPerson, Next::kAnswer, Next::kTicket, Next::kFlow, Next::kLeft})
    EXPECT_EQ(Count(gap, next), 1u) << ToString(next);
  EXPECT_THAT(gap.replies, ElementsAre(77, 78)) << "what an agent wrote can become the article";
}

TEST_F(Learning, DoesNotTakeForAConsequenceWhatCameDaysLater) {
  Happen(fact::kNoAnswer, "ada", "", "parking?");
  clock_.Advance(kConsequence + base::Millis(1));
  Happen(fact::kTicketOpened, "ada", "1001", "");
  EXPECT_EQ(Count(Report().gaps[0], Next::kLeft), 1u);
}

TEST_F(Learning, CountsWrongAnswersAndRejectedTitlesAsMisses) {
  Happen(fact::kArticleShown, "ada", "reset-password", "unlock the garage door");
  Happen(fact::kArticleRejected, "ada", "reset-password", "unlock the garage door");
  Happen(fact::kChoicesShown, "bob", "reset-password", "unlock the garage door");
  Happen(fact::kChoicesRejected, "bob", "", "unlock the garage door");
  const LearningReport report = Report();
  ASSERT_THAT(report.gaps, SizeIs(1));
  EXPECT_EQ(report.gaps[0].misses.article_rejected, 1u);
  EXPECT_EQ(report.gaps[0].misses.choices_rejected, 1u);
  EXPECT_EQ(report.questions, 2u) << "a verdict is no question";
  EXPECT_EQ(report.answered, 1u);
  EXPECT_EQ(report.offered, 1u);
}

TEST_F(Learning, ForgetsAQuestionThatWasOnlyThePartOfAThought) {
  Happen(fact::kNoAnswer, "ada", "", "the parking");
  Happen(fact::kQuestionWithdrawn, "ada", "", "");
  Happen(fact::kNoAnswer, "ada", "", "the parking\nat the office");
  const LearningReport report = Report();
  EXPECT_EQ(report.questions, 1u);
  ASSERT_THAT(report.gaps, SizeIs(1));
  EXPECT_EQ(report.gaps[0].question, "the parking\nat the office");
}

TEST_F(Learning, RanksQuestionsByPeopleAndNamesTheirArticle) {
  Happen(fact::kArticleShown, "ada", "reset-password", "how do I reset my password?");
  Happen(fact::kArticleShown, "bob", "reset-password", "how do i reset my password");
  Happen(fact::kArticleOpened, "cid", "find-version", "");
  const LearningReport report = Report();
  ASSERT_THAT(report.top, SizeIs(2));
  EXPECT_EQ(report.top[0].people, 2u);
  EXPECT_EQ(report.top[0].article, "reset-password");
  EXPECT_EQ(report.top[0].answered, 2u);
  EXPECT_EQ(report.top[1].question, "Find your version") << "a top question is asked by its title";
  EXPECT_THAT(report.gaps, IsEmpty());
}

TEST_F(Learning, ProposesTheWordsOfThoseWhoChoseATitle) {
  for (const char* person : {"ada", "bob", "bob"})
    Happen(fact::kArticleChosen, person, "reset-password", "my login is lost");
  Happen(fact::kArticleChosen, "ada", "no such article", "x");
  const LearningReport report = Report();
  ASSERT_THAT(report.taught, SizeIs(1));
  EXPECT_EQ(report.taught[0].question, "my login is lost");
  EXPECT_EQ(report.taught[0].article, "reset-password");
  EXPECT_EQ(report.taught[0].people, 2u);
}

TEST_F(Learning, HasBounds) {
  for (std::size_t i = 0; i < kMaxGaps + 5; ++i)
    Happen(fact::kNoAnswer, "p" + std::to_string(i), "", "w" + std::to_string(i * 7919));
  EXPECT_THAT(Report().gaps, SizeIs(kMaxGaps));
}

TEST_F(Learning, ReadsARealConversation) {
  Type("is there parking at the office?");
  Type("human");
  ASSERT_TRUE(Act("kim", base::AgentActed::Act::kReply, "There is a garage next door."));
  facts_ = *store_->FactsSince({}, 100);
  const LearningReport report = Report();
  ASSERT_THAT(report.gaps, SizeIs(1));
  EXPECT_EQ(Count(report.gaps[0], Next::kPerson), 1u);
  ASSERT_THAT(report.gaps[0].replies, SizeIs(1));
  EXPECT_THAT(store_->LoadTranscriptRow(report.gaps[0].replies[0])->body, testing::HasSubstr("garage"));
}

}  // namespace
}  // namespace frontdesk::core
