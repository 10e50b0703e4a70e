// What did not reach the user: the desk knows, and a channel that is theirs for sure is used once.
#include "bot/core/undelivered.h"

#include "tests/core/talk_fixture.h"

namespace frontdesk::core {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using Act = base::AgentActed::Act;

class Undelivered : public TalkTest {
 protected:
  base::Event On(const std::string& account, const std::string& user, base::EventBody body) {
    base::Event event = EventOf(std::move(body));
    event.address = {account, account + "-ada", ""};
    event.author = {account + "-ada", "Ada", false, !user.empty()};
    event.author.user = user;
    return event;
  }
  void Say(const std::string& account, const std::string& user, const std::string& text) {
    Seen(dialogue_->Send(On(account, user, base::Said{text})));
  }
  store::Id Talk(const std::string& account) { return store_->FindConversation({account, account + "-ada", ""})->id; }
  // Kim's answer there fails for good.
  std::vector<base::Message> FailReply(const std::string& account, const std::string& words) {
    base::Event reply = On(account, "", base::AgentActed{Act::kReply, "kim", "Kim", words, {}});
    Seen(dialogue_->Send(reply));
    const auto rows = *store_->LoadTranscript(Talk(account), 0, 100, true);
    return Fail(account, rows.back().id);
  }
  std::vector<base::Message> Fail(const std::string& account, store::Id row) {
    store::OutboxRow failed;
    failed.id = 900'000 + row;
    failed.transcript = row;
    const auto address = store_->LoadConversation(Talk(account))->address;
    return Seen(dialogue_->Send(UndeliveredEvent(failed, address, clock_.Now())));
  }
  std::string Notes(const std::string& account) {
    std::string notes;
    const auto rows = *store_->LoadTranscript(Talk(account), 0, 100, true);
    for (const store::TranscriptRow& row : rows)
      if (row.internal) notes += base::ToPlainText(*base::MessageFromJson(row.body)) + "\n";
    return notes;
  }
};

TEST_F(Undelivered, GoesToAnotherChannelOfTheSameSignedUserAndTheDeskKnows) {
  Say("slack", "u-17", "hello");
  Say("widget", "u-17", "human");
  const auto sent = FailReply("widget", "Your order is on its way");
  ASSERT_THAT(sent, SizeIs(1));
  EXPECT_THAT(base::ToPlainText(sent.front()), HasSubstr("Your order is on its way"));
  EXPECT_THAT(base::ToPlainText(sent.front()), HasSubstr("could not reach you"));
  EXPECT_THAT(Notes("widget"), HasSubstr("Not delivered on widget: Your order is on its way"));
  EXPECT_THAT(Notes("widget"), HasSubstr("on slack instead"));
  const auto rows = *store_->LoadTranscript(Talk("slack"), 0, 100, true);
  EXPECT_EQ(rows.back().from, "bot");
}

TEST_F(Undelivered, IsSaidToTheDeskAloneWhereNoChannelIsKnownForSure) {
  Say("slack", "", "hello");
  Say("widget", "u-17", "human");
  base::AgentActed link{Act::kLinkPerson, "kim", "Kim", "", {}};
  link.value = "slack/slack-ada";
  Seen(dialogue_->Send(On("widget", "", link)));
  EXPECT_THAT(FailReply("widget", "Your order is on its way"), IsEmpty()) << "an agent's link is no proof";
  EXPECT_THAT(Notes("widget"), HasSubstr("they have not seen it"));
}

TEST_F(Undelivered, SaysUntilWhenThePlatformTookReplies) {
  base::Event human = On("widget", "", base::Said{"human"});
  human.path = base::ReplyPath{"", clock_.Now() + std::chrono::hours(1), 0};
  Seen(dialogue_->Send(human));
  FailReply("widget", "Hello?");
  EXPECT_THAT(Notes("widget"), Not(HasSubstr("only until"))) << "the window is open, so that was not it";
  Pass(std::chrono::hours(2));
  FailReply("widget", "Your order is on its way");
  EXPECT_THAT(Notes("widget"), HasSubstr("takes replies to the user's last word only until 2026-03-02 11:00"));
}

TEST_F(Undelivered, TheUsersWordOpensTheWindowOfItsPlatformAndNobodyElses) {
  const std::chrono::hours window(48);
  Decider decider(
      *store_, clock_, [this] { return catalog_; },
      [&](const std::string&) { return AccountTraits{.reply_window = window}; });
  const auto said = decider.Decide(On("widget", "", base::Said{"hello"}));
  ASSERT_TRUE(said);
  EXPECT_EQ(said->conversation.path.until, clock_.Now() + window);
  base::Event named = On("widget", "", base::Said{"hello"});
  named.path = base::ReplyPath{"", clock_.Now() + std::chrono::hours(1), 0};
  EXPECT_EQ(decider.Decide(named)->conversation.path.until, clock_.Now() + std::chrono::hours(1));
  Say("widget", "", "human");
  const auto replied = decider.Decide(On("widget", "", base::AgentActed{Act::kReply, "kim", "Kim", "Hello", {}}));
  ASSERT_TRUE(replied);
  EXPECT_EQ(replied->conversation.path.until, base::TimePoint{});
}

// WeChat: five messages in 48 hours after a message, three in a minute after a click.
TEST_F(Undelivered, AClickThatOpensLessShutsNothing) {
  Decider decider(
      *store_, clock_, [this] { return catalog_; },
      [](const std::string&) { return AccountTraits{.reply_window = std::chrono::hours(48)}; });
  const auto opens = [&](std::string text, base::Millis time, int messages) {
    base::Event event = On("widget", "", base::Said{std::move(text)});
    event.path = base::ReplyPath{"", clock_.Now() + time, messages};
    return event;
  };
  const base::Event said = opens("hello", std::chrono::hours(48), 5);
  Seen(dialogue_->Send(said));
  const auto clicked = [&] { return decider.Decide(opens("menu", std::chrono::minutes(1), 3))->conversation.path; };
  EXPECT_EQ(clicked(), *said.path);
  Pass(std::chrono::hours(49));
  EXPECT_EQ(clicked().until, clock_.Now() + std::chrono::minutes(1)) << "and where nothing is open, it opens a little";
  EXPECT_EQ(clicked().messages, 3);
}

TEST_F(Undelivered, IsSentOnOnceHoweverOftenItIsToldOf) {
  Say("slack", "u-17", "hello");
  Say("widget", "u-17", "human");
  ASSERT_THAT(FailReply("widget", "Your order is on its way"), SizeIs(1));
  const auto rows = *store_->LoadTranscript(Talk("widget"), 0, 100, false);
  EXPECT_THAT(Fail("widget", rows.back().id), IsEmpty()) << "the same failure again";
  const auto there = *store_->LoadTranscript(Talk("slack"), 0, 100, false);
  EXPECT_THAT(Fail("slack", there.back().id), IsEmpty()) << "what was sent on fails as well: it is not sent back";
  EXPECT_THAT(Notes("slack"), HasSubstr("they have not seen it"));
}

TEST_F(Undelivered, SaysWhatThePlatformSaidOfItAfterwards) {
  Say("widget", "", "human");
  const auto rows = *store_->LoadTranscript(Talk("widget"), 0, 100, false);
  base::Event news = On("widget", "",
                        base::Relayed{"undelivered", R"({"row":)" + std::to_string(rows.back().id) +
                                                         R"(,"why":"the user refuses messages"})"});
  Seen(dialogue_->Send(news));
  EXPECT_THAT(Notes("widget"), HasSubstr("Not delivered on widget"));
  EXPECT_THAT(Notes("widget"), HasSubstr("the user refuses messages"));
}

TEST_F(Undelivered, NeverGoesToARoom) {
  base::Event in_room = On("slack", "u-17", base::Said{"hello"});
  in_room.address.channel = "C-team";
  Seen(dialogue_->Send(in_room));
  Say("widget", "u-17", "human");
  EXPECT_THAT(FailReply("widget", "Your password is new"), IsEmpty());
}

TEST_F(Undelivered, OfAnotherConversationIsNotBelieved) {
  Say("slack", "u-17", "hello");
  Say("widget", "u-17", "human");
  const auto there = *store_->LoadTranscript(Talk("slack"), 0, 100, false);
  EXPECT_THAT(Fail("widget", there.back().id), IsEmpty());
  EXPECT_THAT(Notes("widget"), IsEmpty());
}

}  // namespace
}  // namespace frontdesk::core
