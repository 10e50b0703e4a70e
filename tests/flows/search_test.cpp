// Articles that a flow offers before it goes on asking.
#include <gtest/gtest.h>

#include "flows/session_json.h"
#include "tests/flows/flow_fixture.h"

namespace frontdesk::flows {
namespace {

using Result = Outcome::Result;
using What = ArticleFact::What;

class Searches : public testing::Test {
 protected:
  Searches()
      : library_(LoadText("flow: test\ntitle: Test\nlocale: en\nsteps:\n"
                          "  - {ask: actual, type: text, text: What?}\n"
                          "  - search: {from: actual, show: 2}\n"
                          "  - {ask: area, type: text, text: Where?}\n"
                          "  - confirm: review\n"
                          "  - ticket: {category: functional, title: x}\n  - end: done\n")) {}

  FlowContext Context() {
    FlowContext context = TestContext();
    context.search = [this](std::string_view question, std::size_t most) {
      asked_ = question;
      std::vector<FoundArticle> found = {{"a1", "Restart it"}, {"a2", "Update it"}, {"a3", "Throw it away"}};
      found.resize(std::min(found_, most));
      return found;
    };
    context.article = [](std::string_view id) {
      base::Message message = base::Say("Text of " + std::string(id));
      message.kind = base::MessageKind::kAnswer;
      return message;
    };
    return context;
  }
  Talk Begin() {
    Talk talk(*library_.Find("test"), Context());
    talk.Type("it hangs");
    return talk;
  }

  FlowLibrary library_;
  std::size_t found_ = 3;
  std::string asked_;
};

TEST_F(Searches, OfferWhatWasFoundForTheAnswer) {
  Talk talk = Begin();
  EXPECT_EQ(asked_, "it hangs");
  EXPECT_EQ(Show(talk.last),
            "ask search: Perhaps one of these helps: [Restart it] [Update it] [None of these, go on]\n");
  EXPECT_EQ(talk.last.articles,
            (std::vector<ArticleFact>{{What::kOffered, "a1", "it hangs"}, {What::kOffered, "a2", "it hangs"}}));
}

TEST_F(Searches, SayNothingWhenNothingWasFound) {
  found_ = 0;
  Talk talk = Begin();
  EXPECT_EQ(Subject(talk.last), "area");
}

TEST_F(Searches, ShowAnArticleByButtonNumberOrTitleAndEndTheFlowWhenItHelped) {
  for (const char* word : {"1", "１", "restart it"}) {
    Talk talk = Begin();
    talk.Type(word);
    EXPECT_EQ(Show(talk.last),
              "answer: Text of a1\nask search: Did that solve it? [That solved it] [Not solved, go on] [Update it]\n");
  }
  for (const char* word : {"1", "yes", "solved!", "解决了", "that solved it"}) {
    Talk talk = Begin();
    talk.Press("flow:article=a1");
    talk.Type(word);
    EXPECT_EQ(talk.last.result, Result::kSolved) << word;
    EXPECT_EQ(talk.last.articles, (std::vector<ArticleFact>{{What::kConfirmed, "a1", "it hangs"}}));
    EXPECT_FALSE(talk.last.ticket.has_value());
  }
}

TEST_F(Searches, GoOnWhenNothingHelps) {
  for (const char* word : {"3", "no", "skip", "none of these, go on", "don't know"}) {
    Talk talk = Begin();
    talk.Type(word);
    EXPECT_EQ(Subject(talk.last), "area") << word;
  }
  Talk talk = Begin();
  talk.Press("flow:article=a2");
  talk.Press("flow:unsolved");
  EXPECT_EQ(talk.last.articles, (std::vector<ArticleFact>{{What::kRejected, "a2", "it hangs"}}));
  EXPECT_EQ(Subject(talk.last), "area");
}

TEST_F(Searches, AskOnceMoreThenGoOnWhenTheUserJustKeepsTelling) {
  Talk talk = Begin();
  talk.Type("it has a blue light");
  EXPECT_EQ(talk.last.result, Result::kNotUnderstood);
  EXPECT_EQ(Subject(talk.last), "search");
  talk.Type("and a red one");
  EXPECT_EQ(Subject(talk.last), "area");
}

TEST_F(Searches, AreLeftByBackAndMadeAgainForTheNewWords) {
  Talk talk = Begin();
  talk.Type("back");
  EXPECT_EQ(Subject(talk.last), "actual");
  talk.Type("it is slow");
  EXPECT_EQ(asked_, "it is slow");
  EXPECT_EQ(Subject(talk.last), "search");
  talk.Type("no");
  talk.Type("edit actual");
  talk.Type("something else");
  EXPECT_EQ(Subject(talk.last), "area") << "who said no once is not offered articles again";
}

TEST_F(Searches, SurviveTheStore) {
  Talk talk = Begin();
  talk.Press("flow:article=a1");
  const auto stored = SessionFromJson(ToJson(talk.last.session));
  ASSERT_TRUE(stored.has_value());
  EXPECT_EQ(*stored, talk.last.session);
  EXPECT_EQ(Advance(talk.flow(), *stored, Press{"flow:solved"}, Context()).result, Result::kSolved);
}

TEST_F(Searches, IgnoreButtonsOfAnotherStep) {
  Talk talk = Begin();
  talk.Press("flow:solved");  // before any article was opened
  EXPECT_EQ(Subject(talk.last), "search");
  talk.Press("flow:submit");
  EXPECT_EQ(Subject(talk.last), "search");
  talk.Press("flow:article=zzz");
  EXPECT_EQ(Subject(talk.last), "search");
}

}  // namespace
}  // namespace frontdesk::flows
