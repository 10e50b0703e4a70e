// Which reports are taken for the same problem, and that the list of them is right and bounded.
#include "bot/core/reports.h"

#include "tests/core/talk_fixture.h"

namespace frontdesk::core {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

struct Pair {
  const char* one;
  const char* other;
};

constexpr Pair kSame[] = {
    {"messages are not delivered and stay grey", "my messages are not delivered, they stay grey"},
    {"cannot sign in, the page says error 503", "sign in fails with error 503"},
    {"the app crashes when I open settings", "app crashes as soon as I open the settings"},
    {"no sound in calls since this morning", "there is no sound in my calls"},
    {"消息一直发不出去", "我的消息发不出去"},
    {"视频会议打不开", "视频会议打不开了，怎么办"},
    {"登录不了，提示 503", "登录的时候提示 503，登录不了"},
};
constexpr Pair kOther[] = {
    {"messages are not delivered and stay grey", "how do I change my profile picture"},
    {"cannot sign in, the page says error 503", "please send me the invoice of March"},
    {"no sound in calls since this morning", "the export of my data takes hours"},
    {"the app crashes when I open settings", "where can I see the storage quota"},
    {"消息一直发不出去", "怎么开发票"},
    {"视频会议打不开", "想要一个深色主题"},
    {"登录不了，提示 503", "群成员怎么添加"},
};

class ReportsTest : public TalkTest {
 protected:
  double Alike(const Pair& pair) const {
    const knowledge::TextSpace& space = catalog_->knowledge->texts();
    return knowledge::Similarity(space.ToVector(pair.one), space.ToVector(pair.other));
  }
  void Put(Reports& reports, std::int64_t number, const std::string& title,
           desk::TicketState state = desk::TicketState::kOpen) {
    desk::Ticket ticket;
    ticket.number = number;
    ticket.person = number;
    ticket.title = title;
    ticket.state = state;
    reports.Hear({}, {ticket});
  }
};

TEST_F(ReportsTest, TellsTheSameProblemFromAnother) {
  for (const Pair& pair : kSame) EXPECT_GE(Alike(pair), kAlike) << pair.one << " | " << pair.other;
  for (const Pair& pair : kOther) EXPECT_LT(Alike(pair), kAlike) << pair.one << " | " << pair.other;
}

TEST_F(ReportsTest, NamesOpenTicketsOnlyTheMostAlikeFirst) {
  Reports reports(*store_);
  reports.Current(catalog_->knowledge);
  Put(reports, 1001, "no sound in calls since this morning");
  Put(reports, 1002, "no sound in my calls", desk::TicketState::kClosed);
  Put(reports, 1003, "there is no sound in my calls since this morning");
  Put(reports, 1004, "please send the invoice");
  const auto open = reports.Current(catalog_->knowledge);
  const auto vector = catalog_->knowledge->texts().ToVector("no sound in calls since this morning");
  const auto like = open->Like(vector, 0, 5);
  ASSERT_THAT(like, SizeIs(2));
  EXPECT_EQ(like[0]->number, 1001);
  EXPECT_EQ(like[1]->number, 1003);
  EXPECT_THAT(open->Like(vector, 1001, 1), SizeIs(1));
  EXPECT_THAT(open->Like({}, 0, 5), IsEmpty());
}

TEST_F(ReportsTest, KeepsTheNewestAndWhatWasLentStaysAsItIs) {
  Reports reports(*store_);
  const auto before = reports.Current(catalog_->knowledge);
  for (std::size_t i = 0; i < kReportsKept + 5; ++i) Put(reports, static_cast<std::int64_t>(1001 + i), "x");
  const auto after = reports.Current(catalog_->knowledge);
  EXPECT_THAT(before->tickets, IsEmpty());
  ASSERT_THAT(after->tickets, SizeIs(kReportsKept));
  EXPECT_EQ(after->tickets.front()->number, 1006);
}

TEST_F(ReportsTest, ReadsTheStoreAfterARestart) {
  Type("human");
  ASSERT_NE(state().ticket, 0);
  Reports reports(*store_);
  EXPECT_THAT(reports.Current(catalog_->knowledge)->tickets, SizeIs(1));
}

}  // namespace
}  // namespace frontdesk::core
