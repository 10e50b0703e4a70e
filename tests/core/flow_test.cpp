// Flows in a conversation: what they hide, interrupt, look up and come back to.
#include "bot/core/effect.h"
#include "tests/core/talk_fixture.h"

namespace frontdesk::core {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kOrder[] = R"(flow: order
title: Ask about an order
locale: en
start: {phrases: [where is my order]}
steps:
  - {ask: number, type: integer, text: Which number?}
  - lookup: https://api.example.com/orders/{{number}}
    fields: {status: /status}
    on_error: {goto: failed}
  - {ask: more, type: yesno, text: "It is {{status}}. Is that all?"}
  - end: done
  - {label: failed, say: I cannot see orders at the moment.}
  - end: done
)";

constexpr char kContact[] = R"(flow: contact
title: Leave your details
locale: en
start: {phrases: [contact me]}
steps:
  - {ask: note, type: text, text: What about?}
  - search: {from: note}
  - {ask: mail, type: email, text: Your mail?, sensitive: true, form: true}
  - {ask: phone, type: phone, text: Your phone?, sensitive: true, form: true, skip: true}
  - confirm: review
  - ticket: {category: service, title: "{{note}}"}
  - end: done
)";

class FlowTalk : public TalkTest {
 protected:
  FlowTalk() {
    auto catalog = std::make_shared<Catalog>(*catalog_);
    base::Findings findings;
    flows::LoadOptions options{.locales = {"en"}, .queues = {"general"}, .lookup_hosts = {"api.example.com"}};
    catalog->flows = flows::LoadFlows(
        {{"flows/report.yaml", kReport}, {"flows/order.yaml", kOrder}, {"flows/contact.yaml", kContact}}, options,
        findings);
    for (const base::Finding& finding : findings.Sorted())
      if (finding.severity == base::Severity::kError) ADD_FAILURE() << base::ToString(finding);
    catalog->policy.burst_window = base::Millis{0};
    catalog_ = std::move(catalog);
  }

  // Everything that is kept of the conversation but the ticket, which is for agents.
  std::string Kept() {
    std::string kept;
    const auto rows = store_->LoadTranscript(state().id, 0, 500, true);
    for (const store::TranscriptRow& row : *rows) kept += row.body + "\n";
    return kept;
  }
  base::LookedUp Found(int status, std::string body) { return {state().lookup, status, std::move(body)}; }
};

TEST_F(FlowTalk, ALookupIsARowAndItsAnswerGoesOnWithTheFlow) {
  Type("where is my order");
  EXPECT_THAT(TextOf(Type("17")), HasSubstr("One moment"));
  const store::Id lookup = state().lookup;
  ASSERT_NE(lookup, 0);
  EXPECT_THAT(TextOf(Do(Found(200, R"({"status":"on its way"})"))), HasSubstr("It is on its way. Is that all?"));
  EXPECT_EQ(state().lookup, 0);
  EXPECT_TRUE(Do(base::LookedUp{lookup, 200, R"({"status":"lost"})"}).empty()) << "nobody waits for it any more";
}

TEST_F(FlowTalk, ALookupThatNeverAnswersIsGivenUp) {
  Type("where is my order");
  Type("17");
  EXPECT_THAT(TextOf(Pass(std::chrono::minutes(2))), HasSubstr("I cannot see orders at the moment."));
  EXPECT_FALSE(state().flow.has_value());
}

TEST_F(FlowTalk, ALookupOutlivesARestart) {
  Type("where is my order");
  Type("17");
  dialogue_->Restart();
  EXPECT_THAT(TextOf(Do(Found(200, R"({"status":"here"})"))), HasSubstr("It is here."));
}

TEST_F(FlowTalk, ADialogueMayAnswerLookupsByItself) {
  dialogue_->AnswerLookups([](const flows::LookupRequest& request) {
    return flows::LookupAnswer{200, R"({"status":")" + request.url.substr(request.url.size() - 2) + "\"}"};
  });
  Type("where is my order");
  EXPECT_THAT(TextOf(Type("17")), HasSubstr("It is 17."));
}

TEST_F(FlowTalk, ALookupsPayloadComesBackAsItWas) {
  flows::LookupRequest request{true, "https://a.example/x", {{"A", "env:B"}}, "{}", base::Millis(3000), 99};
  EXPECT_EQ(LookupFromJson(LookupJson(request)).value(), request);
  EXPECT_FALSE(LookupFromJson(FetchJson({"id", "n", "t", 1, "r"})).has_value());
}

TEST_F(FlowTalk, AnotherFlowMayInterruptAndTheFirstGoesOnWhereItStood) {
  Type("report a problem");
  Type("The call drops every time");
  EXPECT_THAT(TextOf(Type("where is my order")), HasSubstr("Which number?"));
  const std::string back = TextOf(Type("cancel"));
  EXPECT_THAT(back, HasSubstr("Back to: Report a problem."));
  EXPECT_THAT(back, HasSubstr("Which part is it about?"));
  dialogue_->Restart();
  Type("calls");
  EXPECT_EQ(state().flow->slots.at("actual").value, "The call drops every time");
  EXPECT_EQ(state().flow->slots.at("area").value, "call");
}

TEST_F(FlowTalk, AnInterruptedFlowIsNotBegunTwice) {
  Type("report a problem");
  Type("The call drops every time");
  Type("where is my order");
  const std::string again = TextOf(Type("report a problem"));
  EXPECT_THAT(again, HasSubstr("Which part is it about?"));
  EXPECT_EQ(state().flow->flow, "report");
}

TEST_F(FlowTalk, InterruptionsHaveABound) {
  for (int i = 0; i < 20; ++i) {
    Type("report a problem");
    Type("where is my order");
    Type("contact me");
  }
  EXPECT_LE(state().paused.size(), 3u);
}

TEST_F(FlowTalk, ASensitiveAnswerIsHiddenEverywhereButOnTheTicket) {
  Type("contact me");
  Type("about the invoice of March");
  Type("no");
  Type("ada@example.com");
  Type("+49 30 901820");
  EXPECT_THAT(Kept(), Not(HasSubstr("ada@example.com")));
  EXPECT_THAT(Kept(), Not(HasSubstr("901820")));
  EXPECT_THAT(state().last_text, Not(HasSubstr("901820")));
  Press("Submit");
  EXPECT_THAT(Kept(), Not(HasSubstr("ada@example.com")));
  ASSERT_NE(dialogue_->ticket(), nullptr);
  EXPECT_EQ(dialogue_->ticket()->sensitive, (std::vector<std::string>{"mail", "phone"}));
}

TEST_F(FlowTalk, ASensitiveAnswerThatIsVolunteeredIsHiddenToo) {
  Type("contact me");
  Type("call me back at ada@example.com about the invoice");
  EXPECT_EQ(state().flow->slots.at("mail").value, "ada@example.com");
  EXPECT_THAT(Kept(), Not(HasSubstr("ada@example.com")));
  EXPECT_THAT(state().flow->slots.at("note").value, Not(HasSubstr("ada@example.com")));
}

TEST_F(FlowTalk, AFormIsShownInTheTranscriptWithoutItsSensitiveAnswers) {
  Type("contact me");
  Type("about the invoice of March");
  Do(base::FilledForm{{{"mail", "", "ada@example.com"}, {"phone", "", ""}}});
  EXPECT_EQ(state().flow->slots.at("mail").value, "ada@example.com");
  EXPECT_THAT(Kept(), Not(HasSubstr("ada@example.com")));
  EXPECT_THAT(Kept(), HasSubstr("Mail"));
  EXPECT_THAT(TextOf(Do(base::FilledForm{{{"mail", "", "x"}}})), Not(HasSubstr("ada@example.com")));
}

TEST_F(FlowTalk, ASearchOffersArticlesAndEndsWhenOneHelped) {
  Type("contact me");
  const std::string offered = TextOf(Type("forgot my password"));
  EXPECT_THAT(offered, HasSubstr("Reset your password"));
  EXPECT_THAT(TextOf(Press("Reset your password")), HasSubstr("choose Reset password"));
  EXPECT_THAT(TextOf(Press("That solved it")), HasSubstr("Glad that helped"));
  EXPECT_FALSE(state().flow.has_value());
  ASSERT_EQ(state().tried.size(), 1u);
  EXPECT_EQ(state().tried[0].verdict, "confirmed");
}

TEST_F(FlowTalk, AWorkspaceHasItsOwnWords) {
  auto catalog = std::make_shared<Catalog>(*catalog_);
  catalog->policy.words.Replace(flows::GlobalWord::Kind::kCancel, "en", {"scrap that"});
  catalog_ = std::move(catalog);
  Type("report a problem");
  Type("cancel");
  EXPECT_TRUE(state().flow.has_value()) << "no longer a word: it is taken as the answer";
  Type("scrap that!");
  EXPECT_FALSE(state().flow.has_value());
}

TEST_F(FlowTalk, HelpShowsTheWordsAsButtons) {
  Type("report a problem");
  Type("The call drops every time");
  EXPECT_THAT(TextOf(Type("help")), HasSubstr("3. Back"));
  EXPECT_THAT(TextOf(Type("3")), HasSubstr("What went wrong?")) << "a number stands for the button there too";
}

}  // namespace
}  // namespace frontdesk::core
