// What the bot does with a question: KNOWLEDGE.md's promises, one by one.
#include <map>

#include "tests/core/talk_fixture.h"

namespace frontdesk::core {
namespace {

using base::MessageKind;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class Answering : public TalkTest {
 protected:
  Answering() {
    auto catalog = std::make_shared<Catalog>(*catalog_);
    catalog->policy.burst_window = base::Millis(0);
    catalog_ = catalog;
  }

  // Takes other articles up, as a reload does.
  void UseArticles(const std::map<std::string, std::string>& files) {
    base::SourceFiles sources;
    for (const auto& [name, text] : files) sources.push_back({"knowledge/articles/" + name, text});
    base::Findings findings;
    knowledge::LoadOptions options;
    options.locales = {"en", "zh"};
    options.flows = {"report"};
    auto catalog = std::make_shared<Catalog>(*catalog_);
    catalog->knowledge = knowledge::BuildIndex(knowledge::LoadLibrary(sources, options, findings));
    for (const base::Finding& finding : findings.Sorted())
      if (finding.severity == base::Severity::kError) ADD_FAILURE() << base::ToString(finding);
    catalog_ = catalog;
  }

  std::vector<base::Message> PressValue(const std::string& value) { return Do(base::Pressed{value, "?"}); }

  std::string VerdictOf(const std::string& id) const {
    for (const desk::TriedArticle& tried : state().tried)
      if (tried.id == id) return tried.verdict;
    return {};
  }

  // Kind and subject of what happened, with the question it is about.
  std::vector<std::string> FactsOf(base::EventBody body) {
    const base::Event event = EventOf(std::move(body));
    Decider decider(
        *store_, clock_, [this] { return catalog_; }, [](const std::string&) { return AccountTraits{}; });
    std::vector<std::string> facts;
    const auto decision = decider.Decide(event);
    EXPECT_TRUE(decision);
    if (!decision) return facts;
    for (const auto& fact : decision->turn.facts) facts.push_back(fact.kind + " " + fact.subject + " " + fact.detail);
    EXPECT_TRUE(dialogue_->Send(event));
    return facts;
  }
};

constexpr char kForSome[] = R"(---
title: Reset your password
questions: ["How do I reset my password?", "forgot my password"]
accounts: [partners]
---
Only for partners.
)";

constexpr char kEnglishOnly[] = R"(---
title: Export your data
questions: ["How do I export my data?", "怎么导出数据", "download everything"]
---
Menu > Data > Export.
)";

TEST_F(Answering, AsksWhetherItHelpedBelowTheSource) {
  const auto said = Type("how do I reset my password");
  EXPECT_TRUE(said.back().asks);
  const std::string plain = base::ToPlainText(said.back());
  EXPECT_LT(plain.find("(Reset your password"), plain.find("Did this solve it?"));
  EXPECT_LT(plain.find("Did this solve it?"), plain.find("1. Yes, solved"));
}

TEST_F(Answering, TakesSilenceAndThanksForNoYes) {
  Type("how do I reset my password");
  Pass(std::chrono::hours(72));
  EXPECT_EQ(VerdictOf("reset-password"), "shown");
  Type("ok, thanks a lot");
  EXPECT_EQ(VerdictOf("reset-password"), "shown");
}

TEST_F(Answering, UnderstandsAVerdictInWords) {
  Type("how do I reset my password");
  EXPECT_THAT(TextOf(Type("yes, that worked!")), HasSubstr("Glad"));
  EXPECT_EQ(VerdictOf("reset-password"), "confirmed");
  Type("怎么查看版本号");
  EXPECT_THAT(TextOf(Type("没用")), HasSubstr("抱歉"));
  EXPECT_EQ(VerdictOf("find-version"), "rejected");
}

TEST_F(Answering, HearsTheVerdictBesideANewQuestion) {
  Type("how do I reset my password");
  const auto said = Type("No. How do I find the version?");
  EXPECT_EQ(VerdictOf("reset-password"), "rejected");
  EXPECT_EQ(said.back().subject, "find-version");
}

TEST_F(Answering, CountsAVerdictOnce) {
  Type("how do I reset my password");
  EXPECT_THAT(FactsOf(base::Pressed{"verdict:yes=reset-password", "Yes"}),
              ElementsAre("article_confirmed reset-password how do I reset my password"));
  EXPECT_THAT(FactsOf(base::Pressed{"verdict:yes=reset-password", "Yes"}), IsEmpty());
}

TEST_F(Answering, NeverSendsARejectedArticleAgainEvenByItsButton) {
  Type("how do I reset my password");
  Type("that did not help");
  const auto pressed = PressValue("article:reset-password");
  ASSERT_EQ(pressed.size(), 1u);
  EXPECT_NE(pressed[0].kind, MessageKind::kAnswer);
  EXPECT_THAT(TextOf(pressed), Not(HasSubstr("Open Settings")));
  EXPECT_EQ(pressed[0].source, "Reset your password") << "it can still be read";
  EXPECT_EQ(pressed[0].buttons.front().value, "flow:start=report");
  EXPECT_NE(Type("forgot my password").back().subject, "reset-password");
}

TEST_F(Answering, RemembersARejectionLongerThanWhatWasShown) {
  std::map<std::string, std::string> files;
  for (int i = 0; i < 30; ++i) {
    const std::string n = std::to_string(i);
    files["en/a" + n + ".md"] = "---\ntitle: Topic" + n + "\nquestions: [\"about topic" + n + "\"]\n---\nText.\n";
  }
  UseArticles(files);
  Type("about topic0");
  Press("No, that did not help");
  for (int i = 1; i < 30; ++i) Type("about topic" + std::to_string(i));
  EXPECT_EQ(VerdictOf("a0"), "rejected");
}

TEST_F(Answering, ShowsNobodyWhatIsForAnotherAccount) {
  UseArticles({{"en/reset-password.md", kForSome}, {"en/find-version.md", kVersionEn}});
  EXPECT_THAT(TextOf(Type("how do I reset my password?")), Not(HasSubstr("partners")));
  EXPECT_THAT(TextOf(PressValue("article:reset-password")), Not(HasSubstr("partners")));
  EXPECT_THAT(TextOf(PressValue("verdict:more=reset-password")), Not(HasSubstr("partners")));
  for (const base::Button& button : Do(base::Opened{}).empty() ? state().buttons : state().buttons)
    EXPECT_NE(button.value, "article:reset-password");
}

TEST_F(Answering, SaysAWordAboutAnArticleInAnotherLanguage) {
  UseArticles({{"en/export-data.md", kEnglishOnly}, {"en/find-version.md", kVersionEn}});
  const auto said = Type("怎么导出数据");
  ASSERT_EQ(said.back().subject, "export-data");
  EXPECT_THAT(TextOf(said), HasSubstr("其他语言"));
  EXPECT_THAT(TextOf(said), HasSubstr("Menu > Data > Export."));
  EXPECT_EQ(said.back().buttons.front().label, "解决了");
  EXPECT_THAT(TextOf(Type("how do I export my data?")), Not(HasSubstr("another language")));
}

TEST_F(Answering, KeepsTheLanguageOverAWordThatBelongsToBoth) {
  Type("怎么重置密码");
  Type("VPN");
  EXPECT_EQ(state().locale, "zh");
  Type("how do I find the version");
  EXPECT_EQ(state().locale, "en");
}

TEST_F(Answering, LogsAChosenTitleWithTheQuestionItWasOfferedFor) {
  UseArticles({{"en/a.md", "---\ntitle: Call quality on Windows\n---\nA.\n"},
               {"en/b.md", "---\ntitle: Call quality on Android\n---\nB.\n"},
               {"en/c.md", "---\ntitle: Call quality on Linux\n---\nC.\n"},
               {"en/d.md", "---\ntitle: Billing address\n---\nD.\n"}});
  // Which of them is vague enough is the search's to say.
  std::vector<base::Message> offered;
  std::string asked;
  for (const char* vague : {"call", "quality", "call quality", "call on my machine", "how is the call"}) {
    offered = Type(asked = vague);
    if (offered.back().kind == MessageKind::kDidYouMean) break;
  }
  ASSERT_EQ(offered.back().kind, MessageKind::kDidYouMean);
  ASSERT_EQ(offered.back().buttons.size(), 4u);
  EXPECT_EQ(offered.back().buttons.back().value, "choice:none");
  const base::Button second = offered.back().buttons[1];
  const std::string id = second.value.substr(8);
  EXPECT_THAT(FactsOf(base::Pressed{second.value, second.label}), ElementsAre("article_chosen " + id + " " + asked));
}

TEST_F(Answering, LogsATopQuestionWithoutAQuestionOfEarlier) {
  ASSERT_EQ(Type("how do I reset my password").back().kind, MessageKind::kAnswer);
  EXPECT_THAT(FactsOf(base::Pressed{"article:find-version", "Find your version"}),
              ElementsAre("article_opened find-version "));
}

TEST_F(Answering, AnswersTheBestOfSeveralQuestionsAndKeepsTheOthers) {
  const auto said = Type("Where is the version number? How do I reset my password?");
  EXPECT_EQ(said[said.size() - 2].kind, MessageKind::kNotice);
  ASSERT_EQ(said.back().kind, MessageKind::kAnswer);
  const std::string first = said.back().subject;
  const base::Button other = said.back().buttons.back();
  EXPECT_TRUE(other.value.starts_with("ask:")) << other.value;
  const auto next = PressValue(other.value);
  ASSERT_EQ(next.back().kind, MessageKind::kAnswer);
  EXPECT_NE(next.back().subject, first);
  EXPECT_THAT(TextOf(PressValue(other.value)), HasSubstr("earlier message")) << "once answered, it is gone";
}

TEST_F(Answering, BringsTheOtherQuestionsBackAfterAVerdict) {
  Type("Where is the version number? How do I reset my password?");
  const auto glad = Type("yes");
  EXPECT_THAT(TextOf(glad), HasSubstr("You also asked:"));
  EXPECT_EQ(Type("1").back().kind, MessageKind::kAnswer);
}

TEST_F(Answering, AsksTwiceTheSameThingOnce) {
  const auto said = Type("I forgot my password. How do I reset my password?");
  EXPECT_TRUE(state().also_asked.empty());
  EXPECT_EQ(said.back().subject, "reset-password");
}

TEST_F(Answering, CallsAPersonWhoIsAskedForBesideOtherWords) {
  Type("how do I reset my password");
  const auto said = Type("that did not help, I want to talk to a human");
  EXPECT_EQ(said.back().kind, MessageKind::kHandoff);
  EXPECT_EQ(VerdictOf("reset-password"), "rejected");
  EXPECT_EQ(dialogue_->ticket()->words, "how do I reset my password");
}

TEST_F(Answering, KeepsTheWordsBesideTheRequestForAPerson) {
  EXPECT_EQ(Type("导出一直失败，帮我转人工").back().kind, MessageKind::kHandoff);
  EXPECT_EQ(dialogue_->ticket()->words, "导出一直失败，帮我转人工");
}

TEST_F(Answering, LeavesMentionsAndSignsAside) {
  EXPECT_EQ(Type("@relay how do I reset my password? 🙏").back().subject, "reset-password");
  EXPECT_THAT(TextOf(Type("@relay 1 👍")), HasSubstr("Glad"));
  EXPECT_EQ(Type("@relay human 🙏").back().kind, MessageKind::kHandoff);
}

TEST_F(Answering, AnswersADigressionAndComesBackInOneLine) {
  Type("report a problem");
  Type("the window stays white after sign-in");
  const auto said = Type("how do I find the version?");
  ASSERT_EQ(said.size(), 2u);
  EXPECT_EQ(said[0].subject, "find-version");
  EXPECT_FALSE(said[0].asks) << "one open question at a time";
  EXPECT_EQ(said[1].kind, MessageKind::kAsk);
  EXPECT_EQ(said[1].text.blocks.size(), 1u);
}

TEST_F(Answering, SaysTheNewTextOnceAnArticleHasChanged) {
  Type("how do I reset my password");
  UseArticles({{"en/reset-password.md",
                "---\ntitle: Reset it\nquestions: [\"How do I reset my password?\"]\n---\nNew way.\n\n## More\nNew "
                "details.\n"}});
  EXPECT_THAT(TextOf(PressValue("verdict:more=reset-password")), HasSubstr("New details."));
  EXPECT_THAT(TextOf(Type("how do I reset my password?")), HasSubstr("New way."));
}

TEST_F(Answering, TakesTheVerdictOnAnArticleThatIsGone) {
  Type("how do I reset my password");
  UseArticles({{"en/find-version.md", kVersionEn}});
  EXPECT_THAT(TextOf(PressValue("verdict:more=reset-password")), HasSubstr("no longer there"));
  EXPECT_THAT(TextOf(PressValue("verdict:no=reset-password")), HasSubstr("Sorry"));
  EXPECT_EQ(VerdictOf("reset-password"), "rejected");
  EXPECT_THAT(TextOf(PressValue("article:reset-password")), HasSubstr("no longer there"));
}

TEST_F(Answering, LeadsARejectionToTheFlowOfTheArticle) {
  Type("how do I reset my password");
  EXPECT_EQ(Type("no").back().buttons.front().value, "flow:start=report");
}

TEST_F(Answering, PromisesNoReportWhereThereIsNoFlow) {
  auto catalog = std::make_shared<Catalog>(*catalog_);
  catalog->flows = {};
  catalog_ = catalog;
  Type("how do I reset my password");
  const auto sorry = Type("no");
  EXPECT_THAT(TextOf(sorry), Not(HasSubstr("report")));
  EXPECT_EQ(sorry.back().buttons.front().value, "person");
}

TEST_F(Answering, RepliesToSmallTalkInKind) {
  EXPECT_THAT(TextOf(Type("hello")), HasSubstr("bot")) << "the greeting";
  EXPECT_THAT(TextOf(Type("how are you?")), HasSubstr("Fine"));
  EXPECT_THAT(TextOf(Type("are you a bot?")), HasSubstr("I am a bot"));
  EXPECT_THAT(TextOf(Type("great, thanks again")), HasSubstr("welcome"));
  EXPECT_THAT(TextOf(Type("👍")), HasSubstr("All right"));
  EXPECT_THAT(TextOf(Type("?!")), HasSubstr("What would you like to know?"));
}

}  // namespace
}  // namespace frontdesk::core
