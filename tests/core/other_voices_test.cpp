// Edits, deletions, other desks and posts: what is heard beside messages.
#include "bot/desk/ticket.h"
#include "tests/core/talk_fixture.h"

namespace frontdesk::core {
namespace {

using base::MessageKind;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using Act = base::AgentActed::Act;

class OtherVoices : public TalkTest {
 protected:
  // A message under an id of its own, which an edit can name.
  std::vector<base::Message> TypeAs(const std::string& id, const std::string& text) {
    base::Event event = EventOf(base::Said{text});
    event.id = id;
    return Seen(dialogue_->Send(event));
  }
  std::vector<base::Message> Edit(const std::string& message, const std::string& text) {
    return Do(base::Edited{message, text});
  }
  std::vector<store::TranscriptRow> Rows() { return *store_->LoadTranscript(state().id, 0, 200, true); }
  std::vector<std::string> Notes() {
    std::vector<std::string> notes;
    for (const store::TranscriptRow& row : Rows())
      if (row.internal) notes.push_back(base::ToPlainText(*base::MessageFromJson(row.body)));
    return notes;
  }
  static int Answers(const std::vector<base::Message>& said) {
    int answers = 0;
    for (const base::Message& message : said) answers += message.kind == MessageKind::kAnswer;
    return answers;
  }
};

TEST_F(OtherVoices, AnEditOfWhatIsNotAnsweredYetIsDecidedAnew) {
  Type("hello");
  EXPECT_THAT(TypeAs("m1", "my pasword"), IsEmpty());
  clock_.Advance(base::Millis(500));
  EXPECT_THAT(Edit("m1", "version number"), IsEmpty());
  const auto said = Pass(std::chrono::seconds(5));
  EXPECT_THAT(TextOf(said), HasSubstr("Menu > About"));
  EXPECT_THAT(TextOf(said), Not(HasSubstr("Settings")));
  EXPECT_EQ(state().question, "version number");
  EXPECT_THAT(Notes(), IsEmpty());
}

TEST_F(OtherVoices, AnEditKeepsWhatWasSaidBeforeInTheSameThought) {
  Type("hello");
  TypeAs("m1", "my account");
  clock_.Advance(base::Millis(300));
  TypeAs("m2", "pasword");
  clock_.Advance(base::Millis(300));
  Edit("m2", "password forgotten");
  Pass(std::chrono::seconds(5));
  EXPECT_EQ(state().question, "my account\npassword forgotten");
}

TEST_F(OtherVoices, AnEditOfAnEditIsDecidedAnewAsWell) {
  Type("hello");
  TypeAs("m1", "my pasword");
  Edit("m1", "the version");
  Edit("m1", "the password");
  const auto said = Pass(std::chrono::seconds(5));
  EXPECT_EQ(state().question, "the password");
  EXPECT_THAT(TextOf(said), Not(HasSubstr("About")));
}

TEST_F(OtherVoices, AnEditIntoAQuestionIsAnsweredAtOnce) {
  Type("hello");
  TypeAs("m1", "my pasword");
  EXPECT_EQ(Answers(Edit("m1", "how do I reset my password?")), 1);
  EXPECT_THAT(Pass(std::chrono::seconds(5)), IsEmpty());
}

TEST_F(OtherVoices, AnEditOfAnEarlierFragmentIsANote) {
  Type("hello");
  TypeAs("m1", "my account");
  TypeAs("m2", "password forgotten");
  Edit("m1", "our account");
  EXPECT_THAT(Notes(), SizeIs(1));
  Pass(std::chrono::seconds(5));
  EXPECT_EQ(state().question, "my account\npassword forgotten");
}

TEST_F(OtherVoices, AnEditOfWhatWasAnsweredIsANoteAndNoAnswer) {
  TypeAs("m1", "how do I reset my password?");
  EXPECT_THAT(Edit("m1", "how do I find the version?"), IsEmpty());
  EXPECT_THAT(Pass(std::chrono::seconds(5)), IsEmpty());
  ASSERT_THAT(Notes(), SizeIs(1));
  EXPECT_THAT(Notes().front(), HasSubstr("how do I find the version?"));
  EXPECT_EQ(state().question, "how do I reset my password?");
}

TEST_F(OtherVoices, AnEditAfterTheWindowIsANoteAndTheAnswerStands) {
  Type("hello");
  TypeAs("m1", "password forgotten");
  EXPECT_THAT(Pass(std::chrono::seconds(5)), Not(IsEmpty()));
  EXPECT_THAT(Edit("m1", "version"), IsEmpty());
  EXPECT_THAT(Notes(), SizeIs(1));
}

TEST_F(OtherVoices, AnEditForAPersonIsAWordInTheTranscriptThatOnlyAgentsSee) {
  Type("human");
  ASSERT_TRUE(Act("kim", Act::kTake));
  TypeAs("m1", "my order is 17");
  EXPECT_THAT(Edit("m1", "my order is 71"), IsEmpty());
  EXPECT_THAT(Notes(), SizeIs(1));
  EXPECT_EQ(state().lease.holder, "kim");
}

TEST_F(OtherVoices, ADeletionIsANote) {
  TypeAs("m1", "how do I reset my password?");
  EXPECT_THAT(Do(base::Deleted{"m1"}), IsEmpty());
  EXPECT_THAT(Notes(), SizeIs(1));
  const auto rows = Rows();
  EXPECT_THAT(rows.front().body, HasSubstr("how do I reset my password?")) << "what was said stays on record";
}

// Some platforms tell of everything that is taken back in a room, whoever it was for.
TEST_F(OtherVoices, ADeletionWhereNobodyHasSpokenToUsIsNothing) {
  EXPECT_THAT(Do(base::Deleted{"m1"}), IsEmpty());
  EXPECT_THAT(Type("hello"), Not(IsEmpty())) << "the conversation begins now";
  EXPECT_THAT(Notes(), IsEmpty());
}

TEST_F(OtherVoices, AnEditThatComesFirstMakesNoTrouble) {
  EXPECT_THAT(Edit("unknown", "hello there"), IsEmpty());
  EXPECT_THAT(Notes(), SizeIs(1));
  EXPECT_EQ(Answers(Type("how do I reset my password?")), 1);
}

TEST_F(OtherVoices, AnotherDeskSilencesTheBot) {
  Type("hello");
  EXPECT_THAT(Do(base::DeskMoved{true, "Easemob kefu", "Li"}), IsEmpty());
  EXPECT_EQ(state().lease.speaker, desk::Speaker::kElsewhere);
  EXPECT_THAT(Type("how do I reset my password?"), IsEmpty());
  EXPECT_THAT(Type("human"), IsEmpty());
  EXPECT_THAT(Pass(std::chrono::hours(1)), IsEmpty());
  EXPECT_THAT(Rows().back().body, HasSubstr("human")) << "what is said meanwhile is kept";
}

TEST_F(OtherVoices, AnotherDeskTakesBackWhatTheBotHasNotSaidYet) {
  Type("hello");
  Type("my password");
  Do(base::DeskMoved{true, "Easemob kefu", "Li"});
  EXPECT_THAT(Pass(std::chrono::seconds(5)), IsEmpty());
}

TEST_F(OtherVoices, NobodyIsGreetedWhileAnotherDeskSpeaks) {
  Do(base::DeskMoved{true, "Easemob kefu", "Li"});
  EXPECT_THAT(Do(base::Opened{}), IsEmpty());
}

TEST_F(OtherVoices, ARunningFlowDoesNotRemindWhileAnotherDeskSpeaks) {
  Type("report a problem");
  Do(base::DeskMoved{true, "Easemob kefu", "Li"});
  EXPECT_THAT(Pass(std::chrono::hours(2)), IsEmpty());
}

TEST_F(OtherVoices, OurAgentsAreToldWhichDeskHasTheConversation) {
  Type("human");
  Do(base::DeskMoved{true, "Easemob kefu", "Li"});
  for (const auto act : {Act::kTake, Act::kReply, Act::kGiveBack}) {
    const base::Status status = this->Act("kim", act, "hello");
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().code, base::ErrorCode::kConflict);
    EXPECT_EQ(status.error().message, "Easemob kefu has this conversation");
  }
  EXPECT_EQ(state().lease.speaker, desk::Speaker::kElsewhere);
}

TEST_F(OtherVoices, AnotherDeskTakesTheWordFromAnAgentOfOurs) {
  Type("human");
  ASSERT_TRUE(Act("kim", Act::kTake));
  Do(base::DeskMoved{true, "Easemob kefu", "Li"});
  EXPECT_FALSE(Act("kim", Act::kReply, "hello"));
}

TEST_F(OtherVoices, TheBotSpeaksAgainOnceTheDeskGivesBack) {
  Type("hello");
  Do(base::DeskMoved{true, "Easemob kefu", "Li"});
  Do(base::DeskMoved{false, "Easemob kefu", ""});
  EXPECT_EQ(state().lease.speaker, desk::Speaker::kBot);
  EXPECT_EQ(Answers(Type("how do I reset my password?")), 1);
}

TEST_F(OtherVoices, AGivingBackOfWhatNobodyTookChangesNothing) {
  Type("human");
  ASSERT_TRUE(Act("kim", Act::kTake));
  const auto epoch = state().lease.epoch;
  EXPECT_THAT(Do(base::DeskMoved{false, "Easemob kefu", ""}), IsEmpty());
  EXPECT_EQ(state().lease.holder, "kim");
  EXPECT_EQ(state().lease.epoch, epoch);
}

TEST_F(OtherVoices, ATakingThatIsToldTwiceIsOneTaking) {
  Type("hello");
  Do(base::DeskMoved{true, "Easemob kefu", "Li"});
  const auto epoch = state().lease.epoch;
  Do(base::DeskMoved{true, "Easemob kefu", "Li"});
  EXPECT_EQ(state().lease.epoch, epoch);
}

TEST_F(OtherVoices, APostBecomesATicketAndNobodyIsAnswered) {
  EXPECT_THAT(Do(base::Posted{"review",
                              "Two stars",
                              "It crashes when I call.",
                              "https://store.example/r/9",
                              {{"rating", "Rating", "2 of 5"}}}),
              IsEmpty());
  EXPECT_THAT(Pass(std::chrono::hours(3)), IsEmpty());
  EXPECT_TRUE(store_->UnfinishedOutbox(0, 10)->empty());
  const auto tickets = *store_->TicketsOf(state().id);
  ASSERT_THAT(tickets, SizeIs(1));
  const auto ticket = *desk::TicketFromJson(tickets.front().body);
  EXPECT_EQ(ticket.title, "Two stars");
  EXPECT_EQ(ticket.source, "review");
  EXPECT_EQ(ticket.words, "It crashes when I call.");
  ASSERT_THAT(ticket.slots, SizeIs(2));
  EXPECT_EQ(ticket.slots[0].value, "2 of 5");
  EXPECT_EQ(ticket.slots[1].value, "https://store.example/r/9");
  EXPECT_EQ(store_->LoadConversation(state().id)->desk, store::DeskState::kOpen);
}

TEST_F(OtherVoices, EachPostIsATicketOfItsOwn) {
  Do(base::Posted{"forum", "First", "one", "", {}});
  Do(base::Posted{"forum", "Second", "two", "", {}});
  EXPECT_THAT(*store_->TicketsOf(state().id), SizeIs(2));
}

TEST_F(OtherVoices, APostWithoutATitleIsNamedByItsText) {
  Do(base::Posted{"email", "", "The invoice is wrong.", "", {}});
  const auto tickets = *store_->TicketsOf(state().id);
  ASSERT_THAT(tickets, SizeIs(1));
  EXPECT_EQ(desk::TicketFromJson(tickets.front().body)->title, "The invoice is wrong.");
  const auto rows = Rows();
  EXPECT_EQ(base::ToPlainText(*base::MessageFromJson(rows.front().body)), "The invoice is wrong.") << "said once";
}

TEST_F(OtherVoices, AFileThatIsStillOnItsPlatformIsFetchedAndOursIsTaken) {
  Type("hello");
  base::Event event = EventOf(base::SentFiles{{{"0123", "log.txt", "", 0, "https://media.example/7"}}, ""});
  Decider decider(
      *store_, clock_, [this] { return catalog_; },
      [](const std::string&) { return AccountTraits{.deduplicates = true}; });
  const auto decision = decider.Decide(event);
  ASSERT_TRUE(decision);
  EXPECT_TRUE(decision->turn.uploads.empty());
  int effects = 0;
  for (const store::OutboxRow& row : decision->turn.outbox) {
    if (row.lane != store::Lane::kEffect) continue;
    ++effects;
    EXPECT_THAT(row.payload, HasSubstr("https://media.example/7"));
    EXPECT_FALSE(row.claimed);
  }
  EXPECT_EQ(effects, 1);
  for (const store::TranscriptRow& row : decision->turn.transcript)
    EXPECT_THAT(row.body, Not(HasSubstr("media.example"))) << "where it lies is nobody else's to know";
}

}  // namespace
}  // namespace frontdesk::core
