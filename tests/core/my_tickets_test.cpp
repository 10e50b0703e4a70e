// One's own tickets, on whichever account: everybody sees their own, and nobody another's.
#include "bot/core/ticket_row.h"
#include "tests/core/talk_fixture.h"

namespace frontdesk::core {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

class MyTickets : public TalkTest {
 protected:
  base::Event By(const std::string& who, const std::string& user, base::Address at, const std::string& text) {
    base::Event event = EventOf(base::Said{text});
    event.address = std::move(at);
    event.author = {who, who, false, !user.empty()};
    event.author.user = user;
    return event;
  }
  std::string Hear(const base::Event& event) {
    std::string all;
    for (const base::Message& message : Seen(dialogue_->Send(event))) all += base::ToPlainText(message) + "\n";
    return all;
  }
  const base::Address alone_{"widget", "ada", ""};
  const base::Address shop_{"shop", "shop-ada", ""};
  const base::Address room_{"shop", "C-team", ""};
};

TEST_F(MyTickets, OfOtherAccountsAreListedWithTheirNumberAloneWhereOthersReadAlong) {
  Hear(By("ada", "u-17", alone_, "my salary is wrong, human please"));
  EXPECT_THAT(Hear(By("shop-ada", "u-17", shop_, "my tickets")), HasSubstr("salary"));
  const std::string in_room = Hear(By("shop-ada", "u-17", room_, "my tickets"));
  EXPECT_THAT(in_room, HasSubstr("1001"));
  EXPECT_THAT(in_room, Not(HasSubstr("salary")));
}

TEST_F(MyTickets, OfWhoeverTheRoomIsWithAreNobodyElsesToSeeOrWithdraw) {
  Hear(By("ada", "u-17", alone_, "human"));
  Hear(By("shop-ada", "u-17", room_, "hello"));
  EXPECT_THAT(Hear(By("bob", "", room_, "my tickets")), HasSubstr("no open request"));
  EXPECT_THAT(Hear(By("bob", "", room_, "status 1001")), HasSubstr("no request 1001 of yours"));
  EXPECT_THAT(Hear(By("bob", "", room_, "withdraw 1001")), HasSubstr("no request 1001 of yours"));
  EXPECT_EQ(LoadTicket(*store_, 1001)->state, desk::TicketState::kNew);
}

TEST_F(MyTickets, AreWithdrawnFromAnotherAccountOnce) {
  Hear(By("ada", "u-17", alone_, "human"));
  EXPECT_THAT(Hear(By("shop-ada", "u-17", shop_, "withdraw 1001")), HasSubstr("I have withdrawn 1001"));
  EXPECT_EQ(LoadTicket(*store_, 1001)->state, desk::TicketState::kClosed);
  EXPECT_THAT(Hear(By("shop-ada", "u-17", shop_, "withdraw 1001")), HasSubstr("closed already"));
  int withdrawn = 0;
  const auto changes = *store_->TicketChanges(1001);
  for (const store::TicketChangeRow& row : changes) withdrawn += row.what == "withdrawn" ? 1 : 0;
  EXPECT_EQ(withdrawn, 1);
}

TEST_F(MyTickets, TakeFilesOfTheUserUpToTheMostThatATicketHas) {
  Type("human");
  std::vector<base::FileRef> files;
  for (int i = 0; i < 150; ++i)
    files.push_back({"f" + std::to_string(i), "a.png", "image/png", 1, "https://media.example/a"});
  Do(base::SentFiles{files, {}});
  EXPECT_THAT(LoadTicket(*store_, 1001)->files, SizeIs(150));
  Do(base::SentFiles{files, {}});
  EXPECT_THAT(LoadTicket(*store_, 1001)->files, SizeIs(200));
}

// What the workspace calls its levels is what its users read.
class NamedLevels : public TalkTest {
 protected:
  void SetUp() override {
    auto catalog = std::make_shared<Catalog>(*catalog_);
    const auto name = [&](desk::Tier tier, const char* en, const char* zh) {
      catalog->policy.levels.tiers[static_cast<std::size_t>(tier)].names = {{"en", en}, {"zh", zh}};
    };
    name(desk::Tier::kHowTo, "Question", "咨询单");
    name(desk::Tier::kFault, "Repair", "报修单");
    name(desk::Tier::kCritical, "Repair", "报修单");
    catalog_ = std::move(catalog);
  }
  static std::string Words(const std::vector<base::Message>& messages) {
    std::string all;
    for (const base::Message& message : messages) all += base::ToPlainText(message) + "\n";
    return all;
  }
};

TEST_F(NamedLevels, StandInTheReceiptOfAHandoff) {
  EXPECT_THAT(Words(Type("human")), HasSubstr("It is handled as: Question."));
}

TEST_F(NamedLevels, StandInTheUsersLanguage) { EXPECT_THAT(Words(Type("转人工")), HasSubstr("处理级别：咨询单。")); }

TEST_F(NamedLevels, StandInTheReceiptOfAReport) {
  for (const char* words : {"report a problem", "it crashes at start", "2", "skip", "skip"}) Type(words);
  EXPECT_THAT(Words(Press("Submit")), HasSubstr("It is handled as: Repair."));
}

using UnnamedLevels = TalkTest;

TEST_F(UnnamedLevels, AreNotSpokenOfToUsers) {
  EXPECT_THAT(base::ToPlainText(Type("human").back()), Not(HasSubstr("handled as")));
}

}  // namespace
}  // namespace frontdesk::core
