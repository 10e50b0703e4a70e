// Issue forms as their authors write them become flows that a user can walk through.
#include "flows/issue_form.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/flows/flow_fixture.h"

namespace frontdesk::flows {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kFolder[] = "tests/fixtures/issue-forms/";

std::string FlowOf(const std::string& name, const std::string& locale = "en") {
  base::Findings findings;
  const auto form = ReadIssueForm({name, ReadSource(kFolder + name)}, findings);
  EXPECT_TRUE(form) << Lines(findings);
  return form ? WriteFlow(*form, "test", locale) : "";
}

std::string ErrorsOf(const std::string& yaml) {
  base::Findings findings;
  EXPECT_FALSE(ReadIssueForm({"form.yml", yaml}, findings));
  return Lines(findings);
}

std::vector<std::string> AllForms() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(FD_SOURCE_DIR) + "/" + kFolder))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

// An answer that the slot takes.
std::string AnswerFor(const Slot& slot) {
  if (slot.type == SlotType::kChoice) return slot.options.front().value;
  if (slot.type == SlotType::kMulti) {
    std::string all;
    for (const Option& option : slot.options) all += (all.empty() ? "" : ", ") + option.label.values.front().second;
    return all;
  }
  return "some words about it";
}

std::string WalkThrough(const Flow& flow) {
  Talk talk(flow, TestContext(flow.locale));
  for (std::size_t step = 0; step < 3 * flow.slots.size() && talk.last.waiting(); ++step) {
    const auto open = FindOpenQuestion(flow, talk.last.session);
    if (!open || open->review) break;
    const Slot& slot = *flow.FindSlot(open->slot);
    IsFileType(slot.type) ? talk.Send({Picture()}) : talk.Type(AnswerFor(slot));
  }
  const auto review = FindOpenQuestion(flow, talk.last.session);
  EXPECT_TRUE(review && review->review) << Show(talk.last);
  return Show(talk.Type("submit"));
}

TEST(IssueForm, BecomesAFlowThatPassesCheckAndEndsInATicket) {
  const std::vector<std::string> names = AllForms();
  ASSERT_GE(names.size(), 10u);
  for (const std::string& name : names) {
    std::string lines;
    const FlowLibrary library = LoadText(FlowOf(name), &lines);
    ASSERT_EQ(library.flows().size(), 1u) << name << "\n" << lines << FlowOf(name);
    EXPECT_EQ(lines, "") << name;
    EXPECT_THAT(WalkThrough(*library.flows().front()), HasSubstr("1042")) << name << FlowOf(name);
  }
}

// Everything that the form says is found again in the flow that was loaded.
TEST(IssueForm, LosesNoFieldOptionOrDuty) {
  for (const std::string& name : AllForms()) {
    base::Findings findings;
    const auto form = ReadIssueForm({name, ReadSource(kFolder + name)}, findings);
    const FlowLibrary library = LoadText(FlowOf(name));
    ASSERT_TRUE(form && library.flows().size() == 1);
    std::size_t options = 0, required = 0, fields = 0, splits = 0;
    for (const FormField& field : form->fields) {
      options += field.options.size();
      fields += field.kind == FormField::Kind::kMarkdown ? 0 : 1;
      const auto must = std::count_if(field.options.begin(), field.options.end(), [](auto& o) { return o.required; });
      splits += must > 0 && must < static_cast<std::ptrdiff_t>(field.options.size()) ? 1 : 0;
      required += (field.required || must > 0) && !field.chosen ? 1 : 0;
    }
    const Flow& flow = *library.flows().front();
    EXPECT_EQ(flow.slots.size(), fields + splits) << name;
    for (const Slot& slot : flow.slots) {
      options -= slot.options.size();
      required -= slot.skip ? 0 : 1;
    }
    EXPECT_EQ(options, 0u) << name;
    EXPECT_EQ(required, 0u) << name;
    EXPECT_EQ(flow.title.values.front().second, form->name);
  }
}

TEST(IssueForm, IsWrittenAsAPersonWouldWriteIt) {
  EXPECT_EQ(FlowOf("feature-request.yaml"), R"(flow: test
version: 1
title: "🚀 Feature request"
locale: en
start:
  commands: [test]
  phrases: ["🚀 Feature request"]
steps:
  - label: about
    say: "Suggest an idea for this project"
  - ask: is_your_feature_request_related_to_a
    type: longtext
    title: "Is your feature request related to a problem?"
    text: |-
      Is your feature request related to a problem?
      A clear and concise description. Ex. I'm always frustrated when { {...}} happens
  - ask: describe_the_solution_you_d_like
    type: longtext
    title: "Describe the solution you'd like"
    text: "Describe the solution you'd like"
  - ask: affected_platforms
    type: multi
    title: "Affected platforms"
    text: "Affected platforms"
    options:
      - {value: "ios", label: "iOS"}
      - {value: "android", label: "Android"}
      - {value: "web", label: "Web"}
    skip: true
  - ask: before_you_submit
    type: multi
    title: "Before you submit"
    text: "Before you submit"
    options:
      - {value: "i-searched-for-similar-requests", label: "I searched for similar requests"}
      - {value: "i-read-the-guide", label: "I read the guide"}
    min: 2
  - ask: before_you_submit_more
    type: multi
    title: "Before you submit"
    text: "Before you submit"
    options:
      - {value: "i-would-like-to-work-on-it", label: "I would like to work on it"}
    skip: true
  - confirm: review
  - ticket:
      category: suggestion
      title: "🚀 Feature request: {{is_your_feature_request_related_to_a | first_line | shorten: 80}}"
      fields: [is_your_feature_request_related_to_a, describe_the_solution_you_d_like, affected_platforms, before_you_submit, before_you_submit_more]
  - label: thanks
    say: "Thank you. This is number {{ticket.number}}. {{ticket.queue}} will answer by {{ticket.answer_by | time}}."
  - end: done
)");
}

TEST(IssueForm, KeepsDefaultsAndGivesNamesThatAFlowMayUse) {
  const FlowLibrary crash = LoadText(FlowOf("crash.yml"));
  const Flow& flow = *crash.flows().front();
  std::vector<std::string> names;
  for (const Slot& slot : flow.slots) names.push_back(slot.name);
  EXPECT_THAT(names, ElementsAre("ticket_2", "context_2", "question_2fa"));
  EXPECT_EQ(flow.slots[0].fallback, "none yet");
  EXPECT_TRUE(flow.slots[0].skip);
  EXPECT_FALSE(flow.slots[1].skip);
  EXPECT_FALSE(flow.slots[1].help.empty());
  const FlowLibrary security = LoadText(FlowOf("security.yml"));
  EXPECT_EQ(security.flows().front()->slots[0].fallback, "medium");
}

TEST(IssueForm, SaysMarkdownAsPlainWords) {
  const std::string flow = FlowOf("question.yml");
  EXPECT_THAT(flow, HasSubstr("Before you ask"));
  EXPECT_THAT(flow, HasSubstr("forum (https://forum.example.com)"));
  EXPECT_THAT(flow, Not(HasSubstr("moderators")));
  EXPECT_THAT(flow, Not(HasSubstr("**")));
}

TEST(IssueForm, TellsEveryMistakeAtItsPlace) {
  EXPECT_EQ(ErrorsOf(R"(name: Bug
descripton: x
body:
  - type: inptu
    attributes: {label: A}
  - type: input
    id: "a b"
    attributes: {description: no label}
  - type: dropdown
    id: d
    attributes: {label: D, options: [x, x, [y]], default: 7, multiple: maybe}
  - type: dropdown
    id: d
    attributes: {label: D, options: []}
  - type: checkboxes
    attributes: {label: C, options: [{label: x, requird: true}, plain]}
  - type: markdown
    attributes: {label: M}
    validations: {required: true}
  - type: textarea
    attributes: {label: T, placeholder: {a: b}}
    validations: {required: sometimes}
  - text
)"),
            R"(form.yml:1:1: error: an issue form lacks 'description'; add it
form.yml:2:1: error: unknown key 'descripton' in an issue form; did you mean 'description'?
form.yml:4:11: error: unknown field type 'inptu'; did you mean 'input'?
form.yml:7:9: error: 'a b' cannot be an id; use letters, digits, - and _
form.yml:8:17: error: attributes lacks 'label'; add it
form.yml:11:41: error: the option 'x' stands here twice; remove one
form.yml:11:44: error: an option must be text, not a list
form.yml:11:59: error: 'default' must be a whole number from 0 to 2
form.yml:11:72: error: 'multiple' must be true or false
form.yml:13:9: error: the id 'd' stands here twice; rename one
form.yml:14:25: error: the label 'D' stands here twice; rename one
form.yml:14:37: error: 'options' must be a list
form.yml:16:49: error: unknown key 'requird' in an option of checkboxes; did you mean 'required'?
form.yml:16:65: error: an option of checkboxes must be a mapping (key: value), but this is text
form.yml:18:17: error: attributes lacks 'value'; add it
form.yml:18:18: error: unknown key 'label' in attributes; known: value
form.yml:19:18: error: markdown asks nothing to validate; remove it
form.yml:21:41: error: 'placeholder' must be text, but this is a mapping
form.yml:22:29: error: 'required' must be true or false
form.yml:23:5: error: a field must be a mapping (key: value), but this is text
)");
  EXPECT_THAT(ErrorsOf("name: A\ndescription: B\nbody:\n  - {type: markdown, attributes: {value: Hi}}\n"),
              HasSubstr("form.yml:4:3: error: the form asks nothing"));
  EXPECT_THAT(ErrorsOf("name: A\ndescription: B\nbody: no\n"), HasSubstr("form.yml:3:7: error: 'body' must be a list"));
  EXPECT_THAT(ErrorsOf("- a\n"), HasSubstr("form.yml:1:1: error: an issue form must be a mapping"));
  EXPECT_THAT(ErrorsOf("name: [\n"), HasSubstr("form.yml:"));
}

TEST(IssueForm, NamesTheFlowAfterTheFile) {
  EXPECT_EQ(FlowNameOf(".github/ISSUE_TEMPLATE/Bug_Report.yml"), "bug-report");
  EXPECT_EQ(FlowNameOf("1-crash.yaml"), "form-1-crash");
  EXPECT_EQ(FlowNameOf("问题反馈.yml"), "flow");
}

}  // namespace
}  // namespace frontdesk::flows
