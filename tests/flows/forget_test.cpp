// Sensitive answers leave a draft after their days; what is needed of them is asked again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "flows/session_json.h"
#include "tests/flows/flow_fixture.h"

namespace frontdesk::flows {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kFlow[] =
    "flow: test\ntitle: Test\nlocale: en\nsteps:\n"
    "  - {ask: what, type: text, text: What?}\n"
    "  - {ask: mail, type: email, text: Mail?, sensitive: true}\n"
    "  - {ask: scans, type: image, text: Scans?, sensitive: true, many: 3}\n"
    "  - {ask: note, type: text, text: Note?}\n"
    "  - confirm: review\n"
    "  - ticket: {category: service, title: '{{what}}'}\n"
    "  - {ask: more, type: text, text: More?}\n"
    "  - end: done\n";

class Forgetting : public testing::Test {
 protected:
  Forgetting() : library_(LoadText(kFlow)), talk_(*library_.Find("test"), TestContext()) {}

  void Later(int days) { talk_.context().now += std::chrono::days(days); }
  // What was given so many days ago, or before that.
  Forgotten Forget(int days) {
    Session& session = talk_.last.session;
    session = *SessionFromJson(ToJson(session));
    return ForgetSensitive(&talk_.flow(), session, talk_.context().now - std::chrono::days(days));
  }

  FlowLibrary library_;
  Talk talk_;
};

TEST_F(Forgetting, TakesEachAnswerAfterItsOwnDays) {
  talk_.Type("a lamp");
  talk_.Type("ada@example.com");
  Later(5);
  talk_.Send({Picture()}, "done");
  EXPECT_THAT(Forget(10).answers, IsEmpty());
  Later(5);
  EXPECT_THAT(Forget(10).answers, ElementsAre("mail"));
  EXPECT_EQ(talk_.Value("what"), "a lamp");
  Later(5);
  const Forgotten second = Forget(10);
  EXPECT_THAT(second.answers, ElementsAre("scans"));
  ASSERT_EQ(second.files.size(), 1u);
  EXPECT_EQ(second.files.front().name, "crash.png");
}

TEST_F(Forgetting, AsksAgainBeforeItTakesTheUsersWordsForAnAnswer) {
  talk_.Type("a lamp");
  talk_.Type("ada@example.com");
  talk_.Send({Picture()}, "done");
  Later(10);
  Forget(10);
  talk_.Type("it is red");
  EXPECT_THAT(Show(talk_.last), HasSubstr("not kept for so long"));
  EXPECT_EQ(Text(talk_.last), "Mail?");
  EXPECT_EQ(Text(talk_.Type("bob@example.com")), "Scans?");
  EXPECT_EQ(Text(talk_.Send({Picture()}, "done")), "Note?");
  EXPECT_EQ(talk_.last.session.sensitive_since.at("mail"), talk_.context().now) << "the days begin anew";
}

TEST_F(Forgetting, GivesUpAChangeThatWasBegun) {
  talk_.Type("a lamp");
  talk_.Type("ada@example.com");
  talk_.Send({Picture()}, "done");
  talk_.Type("red");
  talk_.Type("edit scans");
  talk_.Send({Picture("two.png")});
  Later(10);
  const Forgotten forgotten = Forget(10);
  EXPECT_THAT(forgotten.answers, ElementsAre("mail", "scans"));
  EXPECT_EQ(forgotten.files.size(), 2u) << "the old one and the new one";
  EXPECT_FALSE(talk_.last.session.edit.has_value());
  EXPECT_EQ(Text(Resume(talk_.flow(), talk_.last.session, talk_.context())), "Mail?");
}

TEST_F(Forgetting, AsksForNothingThatWasSentAlready) {
  talk_.Type("a lamp");
  talk_.Type("ada@example.com");
  talk_.Send({Picture()}, "done");
  talk_.Type("red");
  talk_.Press("flow:submit");
  ASSERT_EQ(Text(talk_.last), "More?");
  Later(10);
  EXPECT_THAT(Forget(10).answers, ElementsAre("mail", "scans"));
  EXPECT_EQ(talk_.Type("no").result, Outcome::Result::kEnded);
}

TEST_F(Forgetting, NeedsNoFlowThatIsStillThere) {
  talk_.Type("a lamp");
  talk_.Type("ada@example.com");
  Later(10);
  EXPECT_THAT(ForgetSensitive(nullptr, talk_.last.session, talk_.context().now).answers, ElementsAre("mail"));
  EXPECT_EQ(ToJson(talk_.last.session).find("ada@"), std::string::npos);
}

}  // namespace
}  // namespace frontdesk::flows
