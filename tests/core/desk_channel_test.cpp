// Agents in a channel of their IM: what the channel is shown, and what is said there.
#include "bot/core/ticket_row.h"
#include "bot/desk/clock.h"
#include "tests/core/talk_fixture.h"

namespace frontdesk::core {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using Act = base::AgentActed::Act;

const base::Address kRoom{"im", "desk", {}};

class DeskChannel : public TalkTest {
 protected:
  DeskChannel() { Configure(false); }

  void Configure(bool threads) {
    auto catalog = std::make_shared<Catalog>(*catalog_);
    desk::Channels& channels = catalog->policy.desk_channels;
    channels = {};
    desk::Channel room{.account = "im", .channel = "desk", .queues = {}, .locale = "en", .lead = "lee"};
    room.threads = threads;
    desk::Channel on_call{.account = "im", .channel = "on-call", .queues = {}, .locale = "en", .lead = {}};
    on_call.on_call = true;
    desk::Channel other{.account = "helpdesk", .channel = {}, .queues = {"billing"}, .locale = "en", .lead = {}};
    other.other_desk = true;
    channels.list = {other, room, on_call};
    channels.unseen = std::chrono::minutes(10);
    channels.agents = {{{"im", "U1"}, "kim"}, {{"im", "U2"}, "lee"}};
    catalog_ = std::move(catalog);
  }
  void HandAllToTheOtherDesk() {
    auto catalog = std::make_shared<Catalog>(*catalog_);
    catalog->policy.desk_channels.list[0].queues = {"general"};
    catalog->policy.desk_channels.list.resize(1);
    catalog_ = std::move(catalog);
  }

  // What was said in the desk's places after the event, "channel/thread: words".
  std::vector<std::string> Shown(const base::Result<std::vector<Spoken>>& spoken) {
    EXPECT_TRUE(spoken.has_value()) << (spoken ? "" : spoken.error().message);
    std::vector<std::string> shown;
    to_user_.clear();
    if (!spoken) return shown;
    for (const Spoken& line : *spoken) {
      const base::Address at = store_->LoadConversation(line.row.conversation)->address;
      const std::string words = base::ToPlainText(line.message);
      if (at.account == "widget" && line.row.from != "user" && !line.row.internal) to_user_.push_back(words);
      if (at.account == "widget" || line.row.from == "user") continue;
      if (line.changed) {
        changed_.push_back(line);
        continue;
      }
      shown.push_back(at.channel + "/" + at.thread + ": " + words);
      if (line.message.subject == "1001") card_ = DialoguePlatformId(line.row.id);
    }
    return shown;
  }
  std::vector<std::string> UserSays(const std::string& text) {
    return Shown(dialogue_->Send(EventOf(base::Said{text})));
  }
  std::vector<std::string> Later(base::Millis time) { return Shown(dialogue_->Pass(time)); }
  std::vector<std::string> InRoom(const std::string& who, base::EventBody body, const base::Address& at = kRoom) {
    base::Event event = EventOf(std::move(body));
    event.address = at;
    event.author = {who, who, false, false};
    return Shown(dialogue_->Send(event));
  }
  std::vector<std::string> InRoom(const std::string& who, const std::string& text) {
    return InRoom(who, base::Said{text});
  }
  Conversation Customer() { return *FromRow(*store_->FindConversation({"widget", "ada", ""})); }

  std::vector<std::string> to_user_;
  std::vector<Spoken> changed_;
  std::string card_;
};

TEST_F(DeskChannel, ShowsAHandoffOnceWithAllThatIsKnown) {
  UserSays("How do I reset my password?");
  const auto shown = UserSays("that did not help, get me a human");
  ASSERT_EQ(shown.size(), 1u);
  EXPECT_THAT(shown[0],
              AllOf(HasSubstr("desk/: #1001: Ada (widget) waits for a person"),
                    HasSubstr("Did not help: Reset your password"), HasSubstr("Answer by"), HasSubstr("/take 1001")));
  EXPECT_THAT(UserSays("human"), ElementsAre("desk/: #1001 Ada: human"));
}

TEST_F(DeskChannel, LetsAgentsWorkWithoutTheConsole) {
  UserSays("human");
  EXPECT_THAT(InRoom("U1", "/take 1001"), ElementsAre("desk/: #1001 Kim: taken"));
  EXPECT_EQ(Customer().lease.holder, "kim");
  EXPECT_THAT(InRoom("U1", "/reply 1001 Hello Ada"), ElementsAre("desk/: #1001 ✓ Kim to Ada: Hello Ada"));
  EXPECT_THAT(to_user_, ElementsAre("Hello Ada"));
  EXPECT_THAT(UserSays("thanks"), ElementsAre("desk/: #1001 Ada: thanks"));
  EXPECT_THAT(to_user_, IsEmpty());
  EXPECT_THAT(InRoom("U1", "#1001 she is kind"), IsEmpty());
  EXPECT_THAT(to_user_, IsEmpty());
  InRoom("U1", "/resolve 1001 solved it");
  EXPECT_EQ(Customer().lease.speaker, desk::Speaker::kBot);
}

TEST_F(DeskChannel, ACardSaysWhoHasItWhereMessagesCanBeChanged) {
  auto catalog = std::make_shared<Catalog>(*catalog_);
  for (desk::Channel& channel : catalog->policy.desk_channels.list) channel.buttons = true;
  catalog_ = std::move(catalog);
  dialogue_->ChangeMessages(true);
  UserSays("human");
  const auto buttons = [](const base::Message& card) {
    std::vector<std::string> values;
    for (const base::Button& button : card.buttons) values.push_back(button.value);
    return values;
  };
  InRoom("U1", base::Pressed{"desk:take=1001", "Take"});
  ASSERT_EQ(changed_.size(), 1u);
  EXPECT_EQ(changed_[0].message.subject, "1001");
  EXPECT_THAT(base::ToPlainText(changed_[0].message), HasSubstr("#1001: Kim has Ada (widget)"));
  EXPECT_THAT(buttons(changed_[0].message), ElementsAre("desk:give-back=1001", "desk:resolve=1001"));
  InRoom("U1", base::Said{"/reply 1001 Hello"});
  EXPECT_EQ(changed_.size(), 1u) << "nothing that the card shows has changed";
  InRoom("U1", base::Said{"/resolve 1001 solved it"});
  ASSERT_EQ(changed_.size(), 2u);
  EXPECT_THAT(base::ToPlainText(changed_[1].message), HasSubstr("#1001: Ada (widget), solved"));
  EXPECT_THAT(buttons(changed_[1].message), ElementsAre("desk:reopen=1001"));
}

TEST_F(DeskChannel, TakesTheWordWithAReply) {
  UserSays("human");
  InRoom("U2", "reply 1001 Hello");
  EXPECT_EQ(Customer().lease.holder, "lee");
}

TEST_F(DeskChannel, TellsWhoWasTooLateWhoWasFirst) {
  UserSays("human");
  InRoom("U1", "/take 1001");
  EXPECT_THAT(InRoom("U2", "/reply 1001 me too"), ElementsAre("desk/: #1001: not done, Kim has it."));
  EXPECT_THAT(to_user_, IsEmpty());
}

TEST_F(DeskChannel, DoesNothingForStrangersAndTellsThemHowToBeLinked) {
  UserSays("human");
  EXPECT_THAT(InRoom("U9", "/take 1001"), ElementsAre(HasSubstr("frontdesk agent link DIR NAME im U9")));
  EXPECT_EQ(Customer().lease.speaker, desk::Speaker::kQueue);
  store::WriteOp link{store::SaveAgentLink{{"im", "U9", "nia"}}, {}, false, {}};
  store_->Write({&link, 1});
  EXPECT_THAT(InRoom("U9", "/take 1001"), ElementsAre("desk/: #1001 Nia: taken"));
}

TEST_F(DeskChannel, LeavesPeopleAloneWhoTalkWithEachOther) {
  EXPECT_THAT(InRoom("U1", "lunch?"), IsEmpty());
  EXPECT_THAT(InRoom("U1", "I will take care of it"), IsEmpty());
  EXPECT_THAT(InRoom("U1", "How do I reset my password?"), IsEmpty()) << "no support bot here";
  EXPECT_FALSE(store_->FindConversation(kRoom).has_value()) << "nothing is kept of it";
}

TEST_F(DeskChannel, GivesEachTicketItsThreadWhereThereAreThreads) {
  Configure(true);
  UserSays("human");
  const base::Address thread{"im", "desk", card_};
  EXPECT_THAT(UserSays("it is about my bill"), ElementsAre("desk/" + card_ + ": Ada: it is about my bill"));
  EXPECT_THAT(InRoom("U1", base::Said{"/take"}, thread), ElementsAre("desk/" + card_ + ": Kim: taken"));
  EXPECT_THAT(InRoom("U1", base::Said{"known problem"}, thread), IsEmpty());
  EXPECT_THAT(InRoom("U2", "#1001 not quite"), ElementsAre("desk/" + card_ + ": Lee (note): not quite"));
  EXPECT_THAT(InRoom("U1", base::Edited{"x", "known problem of the mail server"}, thread), IsEmpty());
  EXPECT_THAT(InRoom("U1", base::Edited{"x", "/reply Hello there"}, thread), ElementsAre(HasSubstr("nothing was sent")))
      << "it was no reply";
}

TEST_F(DeskChannel, SendsAReplyThatIsEditedAsACorrectionAndKeepsOtherActsAsTheyWereDone) {
  UserSays("human");
  InRoom("U1", "/reply 1001 Hello Bda");
  const std::string reply = "e" + std::to_string(events_);
  EXPECT_THAT(InRoom("U1", base::Edited{reply, "/reply 1001 Hello Bda"}), IsEmpty()) << "nothing changed";
  EXPECT_THAT(InRoom("U1", base::Edited{reply, "/reply 1001 Hello Ada"}),
              ElementsAre("desk/: #1001 ✓ Kim to Ada: Correction: Hello Ada"));
  EXPECT_THAT(to_user_, ElementsAre("Correction: Hello Ada"));
  EXPECT_THAT(InRoom("U2", base::Edited{reply, "/reply 1001 Hello you"}), ElementsAre(HasSubstr("Kim has it")));
  EXPECT_THAT(InRoom("U1", base::Edited{reply, "#1001 never mind"}),
              ElementsAre(HasSubstr("still sees what was sent first")));
  EXPECT_THAT(to_user_, IsEmpty());
  EXPECT_THAT(InRoom("U1", base::Edited{reply, "/resolve 1001"}), IsEmpty());
  EXPECT_EQ(Customer().lease.holder, "kim");
}

TEST_F(DeskChannel, TellsOnceWhatAUserChangesOrTakesBack) {
  UserSays("human");
  UserSays("my mail is ada@exmaple.com");
  const std::string words = "e" + std::to_string(events_);
  EXPECT_THAT(
      Shown(dialogue_->Send(EventOf(base::Edited{words, "my mail is ada@example.com"}))),
      ElementsAre(AllOf(HasSubstr("#1001 Ada:"), HasSubstr("> my mail is ada@example.com"), Not(HasSubstr("(note)")))));
  EXPECT_THAT(Shown(dialogue_->Send(EventOf(base::Deleted{words}))),
              ElementsAre("desk/: #1001 Ada: Deleted a message."));
}

TEST_F(DeskChannel, ShowsEachNoteOnceWhereverItIsSaid) {
  Configure(true);
  UserSays("human");
  const base::Address thread{"im", "desk", card_};
  const auto times = [](const std::vector<std::string>& shown, const std::string& words) {
    std::size_t found = 0;
    for (const std::string& line : shown)
      for (auto at = line.find(words); at != line.npos; at = line.find(words, at + 1)) ++found;
    return found;
  };
  EXPECT_EQ(times(InRoom("U1", base::Said{"only here"}, thread), "only here"), 0u);
  EXPECT_EQ(times(InRoom("U1", "#1001 from the room"), "from the room"), 1u);
  EXPECT_EQ(times(InRoom("U1", "/resolve 1001 a new link"), "a new link"), 1u);
  UserSays("human");
  EXPECT_EQ(times(InRoom("U1", "/transfer 1001 general yours"), "yours"), 1u);
  base::AgentActed note{Act::kNote, "kim", "Kim", "at the console", {{"f1", "a.png", "image/png", 9, "elsewhere"}}};
  note.ticket = 1001;
  const auto shown = Shown(dialogue_->Send(EventOf(note)));
  EXPECT_EQ(times(shown, "at the console"), 1u);
  EXPECT_EQ(times(shown, "a.png"), 1u);
}

TEST_F(DeskChannel, CarriesFilesBothWays) {
  UserSays("human");
  const base::FileRef from_user{"f1", "screen.png", "image/png", 9, "far"};
  EXPECT_THAT(Shown(dialogue_->Send(EventOf(base::SentFiles{{from_user}, "look"}))),
              Contains(AllOf(HasSubstr("Ada: look"), HasSubstr("screen.png"))));
  const base::FileRef from_agent{"f2", "guide.pdf", "application/pdf", 9, "far"};
  EXPECT_THAT(InRoom("U1", base::SentFiles{{from_agent}, "/reply 1001 read this"}), Contains(HasSubstr("✓ Kim")));
  EXPECT_THAT(to_user_, Contains(AllOf(HasSubstr("read this"), HasSubstr("guide.pdf"))));
  EXPECT_THAT(InRoom("U1", base::SentFiles{{from_agent}, "/reply 1001"}), Contains(HasSubstr("guide.pdf")));
  std::vector<store::Id> for_the_user;
  const auto waiting = store_->UnfinishedOutbox(0, 100);
  for (const store::OutboxRow& row : *waiting)
    if (const auto file = FetchFromJson(row.payload); file && file->id == "f2")
      for_the_user.push_back(KeptFor(row.payload));
  EXPECT_THAT(for_the_user, testing::Contains(Customer().id)) << "fetched in the channel, kept for the user";
}

TEST_F(DeskChannel, TakesWordsToTheBotForAReplyAndThoseToColleaguesForANote) {
  Configure(true);
  UserSays("human");
  const base::Address thread{"im", "desk", card_};
  InRoom("U1", base::Said{"@lee what do you think?"}, thread);
  EXPECT_THAT(to_user_, IsEmpty());
  InRoom("U1", base::Said{"@Relay: Hello Ada"}, thread);
  EXPECT_THAT(to_user_, Contains("Hello Ada"));
}

TEST_F(DeskChannel, TakesThePressOfItsButton) {
  UserSays("human");
  EXPECT_THAT(InRoom("U1", base::Pressed{"desk:take=1001", "Take"}), ElementsAre("desk/: #1001 Kim: taken"));
}

TEST_F(DeskChannel, MarksWhatAUserWritesSoThatItCannotPassForAnotherVoice) {
  UserSays("human");
  const auto shown = UserSays("hello\n#1001 Kim: taken");
  ASSERT_EQ(shown.size(), 1u);
  EXPECT_THAT(shown[0], Not(HasSubstr("\n#1001 Kim: taken")));
  EXPECT_THAT(shown[0], HasSubstr("> #1001 Kim: taken"));
}

TEST_F(DeskChannel, RemindsOfAHandoffThatNobodyTakesAndThenStops) {
  UserSays("human");
  EXPECT_THAT(Later(std::chrono::minutes(10)), ElementsAre(HasSubstr("desk/: ⚠ #1001 has been waiting for 10m")));
  EXPECT_THAT(Later(std::chrono::minutes(10)), ElementsAre(HasSubstr("desk/: ⚠ lee: #1001 has been waiting")));
  EXPECT_THAT(Later(std::chrono::minutes(10)), ElementsAre(HasSubstr("on-call/: ‼ #1001 has been waiting for 30m")));
  EXPECT_THAT(Later(std::chrono::hours(5)), Each(Not(HasSubstr("has been waiting")))) << "clocks go on";
}

TEST_F(DeskChannel, DoesNotRemindOfWhatSomebodyTook) {
  UserSays("human");
  InRoom("U1", "/take 1001");
  EXPECT_THAT(Later(std::chrono::hours(1)), ElementsAre(HasSubstr("The user has had no answer since")))
      << "of who took it and says nothing";
}

TEST_F(DeskChannel, OfThoseOnCallHearsOfABreachThatNobodyBelowHasMended) {
  UserSays("human");
  InRoom("U1", "/take 1001");
  const auto late = [](const std::string& line) {
    return line.starts_with("on-call/") && line.find("For the people on call: #1001") != std::string::npos;
  };
  const auto at_once = Later(std::chrono::hours(4));
  EXPECT_EQ(std::count_if(at_once.begin(), at_once.end(), late), 0) << "the lead comes first";
  const auto shown = Later(std::chrono::hours(8));
  EXPECT_EQ(std::count_if(shown.begin(), shown.end(), late), 1);
}

TEST_F(DeskChannel, OfAnotherDeskGetsOnlyWhatNoAgentOfAnAutomaticQueueHasRoomFor) {
  HandAllToTheOtherDesk();
  auto catalog = std::make_shared<Catalog>(*catalog_);
  catalog->policy.desk.queues["general"].assign = desk::Assign::kAuto;
  catalog_ = std::move(catalog);
  store::WriteOp op{
      store::SaveAgent{{.name = "kim", .display = "Kim", .password_hash = {}, .capacity = 1}}, {}, false, {}};
  store_->Write({&op, 1});
  ASSERT_TRUE(dialogue_->ReadAgents());
  EXPECT_THAT(UserSays("human"), IsEmpty()) << "kim has it, nobody else is sent anything";
  EXPECT_EQ(Customer().lease.holder, "kim");
  base::Event event = EventOf(base::Said{"human"});
  event.address.channel = event.author.id = "ben";
  EXPECT_THAT(Shown(dialogue_->Send(event)), Contains(HasSubstr("ticket-1002/")));
  const auto of_ben = [&] { return *FromRow(*store_->FindConversation({"widget", "ben", ""})); };
  EXPECT_EQ(of_ben().lease.speaker, desk::Speaker::kElsewhere);
  ASSERT_TRUE(Act("kim", base::AgentActed::Act::kResolve));
  Later(std::chrono::minutes(10));
  EXPECT_EQ(of_ben().lease.holder, "helpdesk") << "who has it keeps it, whoever is free later";
}

TEST_F(DeskChannel, OfAnotherDeskThatWeHandedATicketToAnswersInTimeAndItsAnswerStopsTheClock) {
  HandAllToTheOtherDesk();
  UserSays("human");
  Later(std::chrono::hours(1));
  InRoom("max", base::Said{"Hello, this is Max."}, {"helpdesk", "ticket-1001", ""});
  EXPECT_THAT(to_user_, Contains(HasSubstr("this is Max")));
  const auto ticket = *LoadTicket(*store_, 1001);
  const desk::ClockRules rules{catalog_->policy.levels, catalog_->policy.hours};
  const desk::Clock clock =
      desk::ReadClock(desk::ClockKind::kFirstResponse, desk::ChangesOf(ticket), rules, clock_.Now());
  EXPECT_EQ(clock.spent, std::chrono::hours(1));
  EXPECT_TRUE(clock.ended);
}

TEST_F(DeskChannel, OfAnotherDeskHasTheWordUntilItGivesItBack) {
  HandAllToTheOtherDesk();
  UserSays("How do I reset my password?");
  const auto sent = UserSays("get me a human");
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_THAT(sent[0], AllOf(HasSubstr("ticket-1001/: #1001: Ada (widget) waits for a person"),
                             HasSubstr("> Ada: How do I reset my password?"), HasSubstr("> Relay: ")));
  EXPECT_EQ(Customer().lease.speaker, desk::Speaker::kElsewhere);
  EXPECT_THAT(UserSays("are you there?"), ElementsAre("ticket-1001/: Ada: are you there?"));
  EXPECT_THAT(to_user_, IsEmpty()) << "the bot is silent";
  const base::Address there{"helpdesk", "ticket-1001", {}};
  InRoom("a7", base::Said{"Yes, I am."}, there);
  EXPECT_THAT(to_user_, ElementsAre("Yes, I am."));
  EXPECT_THAT(Act("kim", Act::kTake).has_value(), false) << "ours are silent as well";
  InRoom("a7", base::Said{"/resolve it was the cache"}, there);
  EXPECT_THAT(to_user_, Contains(HasSubstr("marked this as solved")));
  EXPECT_EQ(Customer().lease.speaker, desk::Speaker::kBot);
}

TEST_F(DeskChannel, OfAnotherDeskKeepsTheWordWhileItSpeaksAndLosesItWhenItFallsSilent) {
  HandAllToTheOtherDesk();
  UserSays("human");
  Later(std::chrono::hours(23));
  InRoom("a7", base::Said{"Still looking."}, {"helpdesk", "ticket-1001", {}});
  Later(std::chrono::hours(23));
  EXPECT_EQ(Customer().lease.speaker, desk::Speaker::kElsewhere);
  UserSays("is anybody there?");
  Later(std::chrono::hours(2));
  EXPECT_EQ(Customer().lease.speaker, desk::Speaker::kQueue);
}

TEST_F(DeskChannel, OfAnotherDeskThatNeverSaysAWordLosesItAndTheUserStaysInLine) {
  HandAllToTheOtherDesk();
  UserSays("human");
  Later(std::chrono::hours(25));
  EXPECT_EQ(Customer().lease.speaker, desk::Speaker::kQueue);
}

TEST_F(DeskChannel, OfAnotherDeskIsHandedAConversationAgainWithAllThatWasSaid) {
  HandAllToTheOtherDesk();
  UserSays("human");
  const base::Address there{"helpdesk", "ticket-1001", {}};
  InRoom("a7", base::Said{"Try it again."}, there);
  InRoom("a7", base::Said{"/give-back"}, there);
  EXPECT_EQ(Customer().lease.speaker, desk::Speaker::kBot);
  const auto again = UserSays("human");
  ASSERT_EQ(again.size(), 1u);
  EXPECT_THAT(again[0], AllOf(HasSubstr("ticket-1001/: #1001: Ada (widget) waits for a person"),
                              HasSubstr("> a7: Try it again.")));
  EXPECT_EQ(Customer().lease.speaker, desk::Speaker::kElsewhere);
  InRoom("a7", base::Said{"Here I am."}, there);
  EXPECT_THAT(to_user_, ElementsAre("Here I am."));
}

TEST_F(DeskChannel, OfAnotherDeskThatFellSilentIsNotHandedItAgainUnasked) {
  HandAllToTheOtherDesk();
  UserSays("human");
  Later(std::chrono::hours(25));
  EXPECT_THAT(UserSays("is anybody there?"), IsEmpty());
  EXPECT_EQ(Customer().lease.speaker, desk::Speaker::kQueue);
}

TEST_F(DeskChannel, OfAnotherDeskHearsEditsAndCorrectsItsWords) {
  HandAllToTheOtherDesk();
  UserSays("human");
  UserSays("invoice 17");
  const std::string words = "e" + std::to_string(events_);
  EXPECT_THAT(Shown(dialogue_->Send(EventOf(base::Edited{words, "invoice 18"}))),
              ElementsAre(AllOf(HasSubstr("ticket-1001/: Ada:"), HasSubstr("> invoice 18"))));
  const base::Address there{"helpdesk", "ticket-1001", {}};
  InRoom("a7", base::Said{"It is 17 euro."}, there);
  const std::string reply = "e" + std::to_string(events_);
  InRoom("a7", base::Edited{reply, "It is 18 euro."}, there);
  EXPECT_THAT(to_user_, ElementsAre("Correction: It is 18 euro."));
}

TEST_F(DeskChannel, OfAnotherDeskCannotActOnWhatItWasNotGiven) {
  UserSays("human");
  InRoom("a7", base::Said{"hello"}, {"helpdesk", "ticket-1001", {}});
  EXPECT_THAT(to_user_, IsEmpty());
  EXPECT_EQ(Customer().lease.speaker, desk::Speaker::kQueue);
}

}  // namespace
}  // namespace frontdesk::core
