// Tickets that agents open for callers, rules that tag tickets, fields of the workspace's own.
#include "bot/core/caller_ticket.h"

#include "bot/core/ticket_row.h"
#include "tests/core/talk_fixture.h"

namespace frontdesk::core {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr char kTaxonomy[] = R"(taxonomy: 1
categories: {functional: {}, service: {}, suggestion: {}}
components: {call: {}, message: {}}
rules:
  - {tag: complaint, name: complains, category: service, words: [complain, 投诉]}
  - {tag: urgent, name: is urgent, kind: urgency, words: [urgent, 紧急]}
  - {tag: angry, name: is angry, kind: tone, words: [furious, 愤怒]}
  - {tag: wish, name: wishes, category: suggestion, words: [please add]}
)";

class DeskWithRules : public TalkTest {
 protected:
  void SetUp() override {
    auto catalog = std::make_shared<Catalog>(*catalog_);
    base::Findings findings;
    catalog->policy.taxonomy = desk::ReadTaxonomy({"taxonomy.yaml", kTaxonomy}, {"en"}, findings);
    using Field = desk::CustomField;
    catalog->policy.fields = {
        {"version", {{"en", "Version"}}, Field::Type::kText, {}, Field::Need::kNever},
        {"order", {{"en", "Order number"}}, Field::Type::kNumber, {}, Field::Need::kAtResolve},
    };
    catalog_ = std::move(catalog);
  }
  desk::Ticket Ticket() { return *TicketFrom(*store_->LoadTicket(state().ticket)); }

  base::Status Open(const CallerReport& report, const std::string& channel = "call-1") {
    base::Event event = EventOf(base::Relayed{std::string(kCallerNews), ToJson(report)});
    event.address = {desk::kDeskAccount, channel, {}};
    event.author = {"caller", "Grace", false, false};
    const auto spoken = dialogue_->Send(event);
    return spoken ? base::Status() : tl::unexpected(spoken.error());
  }
  std::string Refusal(const CallerReport& report) {
    const base::Status status = Open(report);
    return status ? "it was not refused" : status.error().message;
  }
  static CallerReport ByPhone() {
    CallerReport report;
    report.agent = "kim";
    report.agent_display = "Kim";
    report.source = "phone";
    return report;
  }
};

TEST_F(DeskWithRules, TheUsersWordsTagTheTicketAndRaiseItsUrgency) {
  Type("my screen stays black");
  Type("human");
  const int calm = state().urgency;
  Type("this is URGENT, I am furious");
  EXPECT_THAT(Ticket().tags, ElementsAre("urgent", "angry"));
  EXPECT_EQ(Ticket().tagged.front(), (base::Fact{"urgent", "urgency", "is urgent"}));
  EXPECT_GT(state().urgency, calm);
  EXPECT_THAT(state().urgency_reasons, Contains("is urgent"));
  const auto changes = store_->TicketChanges(state().ticket);
  EXPECT_EQ(changes->back().what, "tagged angry");
  EXPECT_EQ(changes->back().why, "is angry");
}

TEST_F(DeskWithRules, TheWordsSayTheCategoryWhereNobodyElseDid) {
  Type("please add a dark mode to the whole thing");
  Pass(std::chrono::seconds(5));
  Type("human");
  EXPECT_EQ(Ticket().impact.category, "suggestion");
}

TEST_F(DeskWithRules, AFlowsSlotFillsTheFieldOfTheSameName) {
  for (const char* words : {"report a problem", "it crashes at start", "1", "3.2.1", "skip"}) Type(words);
  Press("Submit");
  EXPECT_THAT(Ticket().custom, ElementsAre(base::Fact{"version", "Version", "3.2.1"}));
}

TEST_F(DeskWithRules, ATicketIsNotResolvedBeforeItsFieldsAreFilled) {
  Type("human");
  const base::Status refused = Act("kim", base::AgentActed::Act::kResolve);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("please fill in: Order number"));
  const auto set = [&](const char* value) {
    return dialogue_->Send(
        EventOf(base::AgentActed{base::AgentActed::Act::kSet, "kim", "kim", {}, {}, 0, "order", value}));
  };
  const auto wrong = set("twelve");
  ASSERT_FALSE(wrong);
  EXPECT_THAT(wrong.error().message, HasSubstr("write a number"));
  ASSERT_TRUE(set("12"));
  EXPECT_TRUE(Act("kim", base::AgentActed::Act::kResolve));
}

TEST_F(DeskWithRules, AReportByPhoneIsATicketOfTheAgentWhoTookIt) {
  CallerReport report = ByPhone();
  report.words = "No sound in calls, I want to complain";
  report.contact = "+44 20 7946 0000";
  report.component = "call";
  ASSERT_TRUE(Open(report));
  const desk::Ticket ticket = Ticket();
  EXPECT_EQ(ticket.source, "phone");
  EXPECT_EQ(ticket.owner, "kim");
  EXPECT_EQ(ticket.state, desk::TicketState::kOpen);
  EXPECT_EQ(ticket.impact.category, "service");
  EXPECT_TRUE(ticket.first_human_response);
  EXPECT_EQ(state().lease.holder, "kim");
  EXPECT_EQ(state().person_name, "Grace");
  EXPECT_THAT(*store_->UnfinishedOutbox(0, 10), IsEmpty());
}

TEST_F(DeskWithRules, TheFlowTakesTheAnswersOfACallAsItWouldFromAUser) {
  CallerReport report = ByPhone();
  report.flow = "report";
  report.answers = {{"actual", "The call drops"}, {"area", "Calls"}, {"email", "grace@example.com"}};
  ASSERT_TRUE(Open(report));
  const desk::Ticket ticket = Ticket();
  EXPECT_EQ(ticket.title, "Calls: The call drops");
  EXPECT_EQ(ticket.impact.component, "call");
  EXPECT_THAT(ticket.sensitive, ElementsAre("email"));
}

TEST_F(DeskWithRules, AnAnswerThatDoesNotFitIsRefusedByTheNameOfItsQuestion) {
  CallerReport report = ByPhone();
  report.flow = "report";
  report.answers = {{"actual", "The call drops"}};
  EXPECT_THAT(Refusal(report), HasSubstr("needs an answer to 'Area'"));
  report.answers.emplace_back("area", "cupboards");
  EXPECT_THAT(Refusal(report), HasSubstr("The answer to 'Area' does not fit."));
  report.flow = "reprot";
  EXPECT_THAT(Refusal(report), HasSubstr("no form 'reprot'"));
  report = ByPhone();
  EXPECT_THAT(Refusal(report), HasSubstr("write what it is about"));
  report.source = "pigeon";
  EXPECT_THAT(Refusal(report), HasSubstr("by phone, e-mail"));
  EXPECT_FALSE(store_->FindConversation({desk::kDeskAccount, "call-1", {}}));
}

}  // namespace
}  // namespace frontdesk::core
