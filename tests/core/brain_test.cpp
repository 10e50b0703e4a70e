#include "bot/core/brain.h"

#include "tests/core/talk_fixture.h"

namespace frontdesk::core {
namespace {

using base::MessageKind;
using testing::HasSubstr;
using testing::Not;
using Act = base::AgentActed::Act;

class Brain : public TalkTest {};

TEST_F(Brain, GreetsOnceAndSaysItIsABotAndHowToReachAPerson) {
  const auto first = Do(base::Opened{});
  ASSERT_EQ(first.size(), 1u);
  EXPECT_EQ(first[0].kind, MessageKind::kGreeting);
  EXPECT_THAT(TextOf(first), HasSubstr("bot"));
  EXPECT_EQ(first[0].buttons.back().value, "person");
  EXPECT_TRUE(Do(base::Opened{}).empty());
}

TEST_F(Brain, GreetsInTheWordsOfTheAccountBeforeThoseOfTheWorkspace) {
  auto catalog = std::make_shared<Catalog>(*catalog_);
  catalog->policy.greeting = {{"en", "Hello from all."}, {"widget/en", "Hello from the widget."}};
  catalog_ = catalog;
  EXPECT_THAT(TextOf(Do(base::Opened{})), HasSubstr("Hello from the widget."));
}

TEST_F(Brain, AnswersAMisspeltQuestionWithItsSource) {
  const auto said = Type("how do I reset my pasword");
  ASSERT_FALSE(said.empty());
  EXPECT_EQ(said.back().kind, MessageKind::kAnswer);
  EXPECT_EQ(said.back().subject, "reset-password");
  EXPECT_EQ(said.back().source, "Reset your password");
  EXPECT_THAT(said.back().source_href, HasSubstr("/articles/reset-password"));
}

TEST_F(Brain, AnswersInTheLanguageOfTheQuestion) {
  const auto said = Type("怎么重置密码");
  ASSERT_EQ(said.back().kind, MessageKind::kAnswer);
  EXPECT_EQ(said.back().source, "重置密码");
  EXPECT_THAT(TextOf(said), HasSubstr("这解决了你的问题吗"));
}

TEST_F(Brain, OffersTheFlowAfterARejectedAnswerAndNeverShowsTheArticleAgain) {
  Type("how do I reset my password");
  const auto sorry = Press("No, that did not help");
  ASSERT_EQ(sorry.size(), 1u);
  EXPECT_EQ(sorry[0].buttons[0].label, "Report a problem");
  const auto again = Type("how do I reset my password");
  EXPECT_NE(again.back().subject, "reset-password");
}

TEST_F(Brain, TakesABareNumberForTheButtonOfThatPlace) {
  Type("how do I reset my password");
  const auto glad = Type("１");
  EXPECT_EQ(base::ToPlainText(glad[0].text), "Glad that helped.");
}

TEST_F(Brain, LeadsAReportToATicketWithANumber) {
  Type("report a problem");
  Type("the window stays white after sign-in");
  Press("Messages");
  Type("v3.2");
  const auto masked = Type("ada@example.com");
  EXPECT_EQ(masked.back().kind, MessageKind::kReview);
  const auto thanks = Press("Submit");
  EXPECT_THAT(TextOf(thanks), HasSubstr("This is number 1001."));
  ASSERT_NE(dialogue_->ticket(), nullptr);
  EXPECT_EQ(dialogue_->ticket()->title, "Messages: the window stays white after sign-in");
  EXPECT_EQ(state().desk, store::DeskState::kOpen);
  EXPECT_FALSE(state().flow);
}

TEST_F(Brain, MasksASensitiveAnswerInTheTranscript) {
  Type("report a problem");
  Type("the window stays white after sign-in");
  Press("Messages");
  Type("3.2");
  Type("ada@example.com");
  const auto rows = store_->LoadTranscript(state().id, 0, 500, true);
  ASSERT_TRUE(rows);
  for (const store::TranscriptRow& row : *rows) EXPECT_THAT(row.body, Not(HasSubstr("ada@example.com")));
}

TEST_F(Brain, NeverAsksWhatTheContextTells) {
  Do(base::GaveContext{R"({"app_version":"3.4.1","network":"wifi","api_token":"xoxb-12345678901"})"});
  Type("report a problem");
  Type("the window stays white after sign-in");
  const auto next = Press("Messages");
  EXPECT_EQ(next.back().subject, "email");
  EXPECT_EQ(state().context.at("api_token"), "[masked]");
}

TEST_F(Brain, AnswersAQuestionInTheMiddleAndAsksTheOpenOneAgain) {
  Type("report a problem");
  Type("the window stays white after sign-in");
  const auto said = Type("how do I find the version?");
  ASSERT_GE(said.size(), 2u);
  EXPECT_EQ(said[0].subject, "find-version");
  EXPECT_EQ(said.back().subject, "area");
}

TEST_F(Brain, StaysSilentWhileAnAgentHoldsTheLease) {
  Type("human");
  ASSERT_TRUE(Act("kim", Act::kTake));
  EXPECT_TRUE(Type("how do I reset my password").empty());
  EXPECT_TRUE(Type("cancel").empty());
}

TEST_F(Brain, AcknowledgesWordsInTheQueueOnce) {
  Type("human");
  EXPECT_EQ(Type("it is about my invoice").size(), 1u);
  EXPECT_TRUE(Type("from last month").empty());
}

TEST_F(Brain, LetsOneOfTwoAgentsTakeAndTellsTheOtherWhoHasIt) {
  Type("human");
  ASSERT_TRUE(Act("kim", Act::kTake));
  const auto refused = Act("lee", Act::kTake);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, base::ErrorCode::kConflict);
  EXPECT_EQ(refused.error().message, "kim has this conversation");
  EXPECT_FALSE(Act("lee", Act::kReply, "hi"));
}

TEST_F(Brain, StopsTheResponseClockByAPersonOnly) {
  Type("human");
  EXPECT_FALSE(dialogue_->ticket()->first_human_response);
  ASSERT_TRUE(Act("kim", Act::kTake));
  EXPECT_FALSE(dialogue_->ticket()->first_human_response);
  clock_.Advance(std::chrono::minutes(1));
  ASSERT_TRUE(Act("kim", Act::kReply, "I can reproduce it."));
  EXPECT_EQ(*dialogue_->ticket()->first_human_response, clock_.Now());
}

TEST_F(Brain, NeverShowsANoteToTheUser) {
  Type("human");
  ASSERT_TRUE(Act("kim", Act::kNote, "looks like #812"));
  EXPECT_TRUE(last_.empty());
}

// The words before a handoff in the same turn were once refused at sending: they bore the epoch of the lease before.
TEST_F(Brain, SaysWhatComesBeforeAHandoffInTheSameTurn) {
  Type("report a problem");
  for (const char* vague : {"x", "y"}) Type(vague);
  const auto said = Type("z");
  ASSERT_FALSE(said.empty());
  EXPECT_EQ(said.back().kind, MessageKind::kHandoff);
  EXPECT_TRUE(store_->UnfinishedOutbox(0, 10)->empty());
}

TEST_F(Brain, ResumesTheOpenQuestionWhenGivenBack) {
  Type("report a problem");
  Type("the window stays white after sign-in");
  Type("human");
  ASSERT_TRUE(Act("kim", Act::kTake));
  ASSERT_TRUE(Act("kim", Act::kGiveBack));
  EXPECT_EQ(last_.back().subject, "area");
}

TEST_F(Brain, ReopensATicketThatIsStillBrokenWithoutBreachingAtThatInstant) {
  Type("human");
  ASSERT_TRUE(Act("kim", Act::kReply, "please try again"));
  ASSERT_TRUE(Act("kim", Act::kResolve));
  clock_.Advance(std::chrono::hours(30));
  Press("Still broken");
  EXPECT_EQ(dialogue_->ticket()->state, desk::TicketState::kOpen);
  EXPECT_GT(dialogue_->ticket()->first_response_due, clock_.Now());
  EXPECT_EQ(state().lease.speaker, desk::Speaker::kQueue);
}

TEST_F(Brain, ClosesATicketThatTheUserConfirms) {
  Type("human");
  ASSERT_TRUE(Act("kim", Act::kResolve));
  Press("Yes, it works");
  EXPECT_EQ(state().ticket, 0);
  EXPECT_EQ((*store_->LoadTicket(1001)).state, "closed");
}

TEST_F(Brain, JoinsFragmentsIntoOneQuestion) {
  Type("hello");
  EXPECT_TRUE(Type("my password").empty());
  clock_.Advance(base::Millis(500));
  EXPECT_TRUE(Type("forgot it").empty());
  const auto said = Pass(base::Millis(2000));
  int answers = 0;
  for (const base::Message& message : said) answers += message.kind == MessageKind::kAnswer || !message.buttons.empty();
  EXPECT_EQ(answers, 1);
  EXPECT_EQ(state().question, "my password\nforgot it");
}

TEST_F(Brain, RemindsOnceOfAFlowThatFellSilent) {
  Type("report a problem");
  EXPECT_EQ(Pass(std::chrono::minutes(11)).size(), 1u);
  EXPECT_TRUE(Pass(std::chrono::hours(30)).empty());
  Type("the window stays white after sign-in");
  EXPECT_EQ(state().buttons[0].label, "Calls");
}

TEST_F(Brain, SurvivesARestartInTheMiddleOfAFlow) {
  Type("report a problem");
  dialogue_->Restart();
  const auto next = Type("the window stays white after sign-in");
  EXPECT_EQ(next.back().subject, "area");
}

TEST_F(Brain, DoesNothingForAnEventThatItHasSeen) {
  const base::Event event = EventOf(base::Said{"how do I reset my password"});
  EXPECT_FALSE(Seen(dialogue_->Send(event)).empty());
  EXPECT_TRUE(Seen(dialogue_->Send(event)).empty());
  dialogue_->Restart();
  EXPECT_TRUE(Seen(dialogue_->Send(event)).empty());
}

TEST_F(Brain, MeetsAngerWithOneKindSentenceAndAPerson) {
  const auto said = Type("this is the worst support ever, I am furious");
  EXPECT_EQ(said.back().buttons.size(), 1u);
  EXPECT_EQ(said.back().buttons[0].value, "person");
}

TEST_F(Brain, MeetsAngerInAFlowWithAKindSentenceAndTheOpenQuestion) {
  Type("report a problem");
  Type("the window stays white after sign-in");
  const auto said = Type("this is ridiculous");
  ASSERT_EQ(said.size(), 2u);
  EXPECT_EQ(said[0].buttons[0].value, "person");
  EXPECT_EQ(said[1].subject, "area");
  EXPECT_EQ(base::ToPlainText(said[1].text), "Which part is it about?");
  EXPECT_EQ(state().flow->tries, 0);
}

TEST_F(Brain, SwitchesTheLanguageWhenAsked) {
  Type("how do I reset my password");
  const auto said = Type("中文");
  EXPECT_EQ(base::ToPlainText(said.back().text), "接下来我会用中文回答。");
}

TEST_F(Brain, IsAPureFunctionOfItsContextAndEvent) {
  Type("how do I reset my password");
  Context context{
      .conversation = state(), .catalog = *catalog_, .first_id = 1'000'000, .ticket_number = 2000, .now = clock_.Now()};
  const base::Event event = EventOf(base::Said{"human"});
  const Decision one = Handle(context, event);
  const Decision two = Handle(context, event);
  EXPECT_EQ(one.turn.conversation.state, two.turn.conversation.state);
  ASSERT_EQ(one.turn.transcript.size(), two.turn.transcript.size());
  for (std::size_t i = 0; i < one.turn.transcript.size(); ++i)
    EXPECT_EQ(one.turn.transcript[i].body, two.turn.transcript[i].body);
}

TEST_F(Brain, RemembersAConversationExactlyAsItWroteIt) {
  Type("report a problem");
  Type("the window stays white after sign-in");
  const auto loaded = FromRow(*store_->LoadConversation(state().id));
  ASSERT_TRUE(loaded);
  EXPECT_EQ(StateJson(*loaded), StateJson(state()));
}

}  // namespace
}  // namespace frontdesk::core
