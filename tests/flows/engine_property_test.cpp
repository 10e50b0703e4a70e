// Whatever people type, press and send, in whatever order: the engine always has something to say, never asks for what
// it knows, and its session survives the store.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "flows/session_json.h"
#include "tests/flows/flow_fixture.h"

namespace frontdesk::flows {
namespace {

constexpr int kConversations = 200;
constexpr int kTurns = 60;

const std::vector<std::string>& Words() {
  static const std::vector<std::string> words = {"",
                                                 " ",
                                                 "back",
                                                 "上一步",
                                                 "edit",
                                                 "edit area",
                                                 "修改版本",
                                                 "change everything",
                                                 "skip",
                                                 "跳过",
                                                 "cancel it now",
                                                 "help",
                                                 "person",
                                                 "yes",
                                                 "no",
                                                 "是",
                                                 "没有",
                                                 "1",
                                                 "２",
                                                 "3",
                                                 "99",
                                                 "-1",
                                                 "0",
                                                 "submit",
                                                 "提交",
                                                 "done",
                                                 "完成",
                                                 "Messages",
                                                 "消息",
                                                 "calls",
                                                 "It crashes, Messages, version 3.2, ada@example.com",
                                                 "v3.2.1",
                                                 "昨天",
                                                 "2026-02-31",
                                                 "today",
                                                 "ada@example.com",
                                                 "13800138000",
                                                 "the app crashes whenever I open the settings",
                                                 "点设置就闪退每次都这样",
                                                 "{{ticket.number}} {{",
                                                 "}}",
                                                 "\xff\xfe broken \xc3",
                                                 std::string("nul\0inside", 10),
                                                 "🙂🙂🙂",
                                                 "I don't know",
                                                 "不知道",
                                                 "slot:area=call",
                                                 "what?",
                                                 "how do I find the version?",
                                                 std::string(5000, 'x'),
                                                 "only me",
                                                 "每次都出现"};
  return words;
}

// What the shipped flows have not: a search, a lookup, a form, and the other kinds of answers.
constexpr char kMany[] =
    "flow: test\ntitle: Many\nlocale: en\nsteps:\n"
    "  - {ask: actual, type: longtext, text: What?, prefill: {from: message}}\n"
    "  - search: {from: actual, show: 2}\n"
    "  - {ask: area, type: choice, text: Which?, form: true, options: [{value: call, label: Calls, also: [phone, "
    "电话]}, "
    "{value: file, label: Files}]}\n"
    "  - {ask: mail, type: email, text: Mail?, form: true, sensitive: true, skip: true}\n"
    "  - {ask: loss, type: number, unit: \"%\", text: Loss?, form: true, when: {area: call}}\n"
    "  - {ask: at, type: datetime, text: When?, tries: 2, on_fail: {goto: look}}\n"
    "  - {ask: trace, type: log, text: Log?, skip: true}\n"
    "  - {ask: version, type: version, text: Version?, skip: true, prefill: {from: [context.app_version, "
    "log.version]}}\n"
    "  - label: look\n    lookup: https://api.example.com/{{area}}/{{actual}}\n"
    "    fields: {state: /state}\n    on_error: {goto: after}\n"
    "  - say: \"It is {{state}}.\"\n"
    "  - {ask: who, type: user, text: Who has it?, skip: true}\n"
    "  - {label: after, set: {seen: \"yes\"}}\n"
    "  - confirm: review\n"
    "  - ticket: {category: functional, title: \"{{actual}} {{state}} {{seen}}\"}\n"
    "  - end: done\n";

FlowContext WithSearchAndForms(FlowContext context) {
  context.search = [](std::string_view question, std::size_t most) {
    std::vector<FoundArticle> found = {{"a1", "One"}, {"a2", "Two"}, {"a3", "Three"}};
    found.resize(std::min(most, question.size() % 4));
    return found;
  };
  context.article = [](std::string_view id) { return base::Say("Article " + std::string(id)); };
  context.forms = true;
  return context;
}

class Chatter {
 public:
  explicit Chatter(unsigned seed) : random_(seed) {}

  int Below(std::size_t count) {
    return static_cast<int>(std::uniform_int_distribution<std::size_t>(0, count - 1)(random_));
  }

  Input Next(const Outcome& last) {
    if (!last.messages.empty() && !last.messages.back().form.empty() && Below(2) == 0) {
      Filled filled;
      for (const base::FormField& field : last.messages.back().form)
        filled.values.emplace_back(field.name, Words()[static_cast<std::size_t>(Below(Words().size()))]);
      return filled;
    }
    const int kind = Below(10);
    if (kind < 4) return Typed{Words()[static_cast<std::size_t>(Below(Words().size()))]};
    if (kind < 8 && !last.messages.empty() && !last.messages.back().buttons.empty()) {
      const auto& buttons = last.messages.back().buttons;
      return Press{buttons[static_cast<std::size_t>(Below(buttons.size()))].value};
    }
    if (kind == 8) {
      static const std::vector<std::string> stale = {
          "slot:area=call",     "flow:edit", "flow:edit=actual",     "flow:back", "flow:submit",    "flow:skip=version",
          "flow:done=evidence", "flow:x",    "slot:how_bad=blocked", "zzz",       "flow:edit=email"};
      return Press{stale[static_cast<std::size_t>(Below(stale.size()))]};
    }
    Upload upload;
    for (int i = Below(4); i >= 0; --i)
      upload.files.push_back(
          {"id", "f.bin", Below(2) == 0 ? "image/png" : "application/x", Below(2) == 0 ? 10 : 1 << 30});
    if (Below(2) == 0) upload.caption = Words()[static_cast<std::size_t>(Below(Words().size()))];
    return upload;
  }

 private:
  std::mt19937 random_;
};

void CheckInvariants(const Flow& flow, const Outcome& outcome, unsigned seed) {
  ASSERT_FALSE(outcome.messages.empty() && outcome.result != Outcome::Result::kHandoff) << "seed " << seed;
  for (const base::Message& message : outcome.messages) EXPECT_FALSE(message.text.empty()) << "seed " << seed;
  const Session& session = outcome.session;
  const auto questions = std::count_if(outcome.messages.begin(), outcome.messages.end(), [](const base::Message& m) {
    return m.kind == base::MessageKind::kAsk || m.kind == base::MessageKind::kReview;
  });
  EXPECT_LE(questions, 1) << "seed " << seed << "\n" << Show(outcome);
  if (!outcome.waiting()) return;
  if (WaitsForLookup(flow, session)) {
    EXPECT_EQ(questions, session.choosing_edit ? 1 : 0) << "nothing else can be answered now, seed " << seed;
    return;
  }
  ASSERT_EQ(questions, 1) << "seed " << seed << "\n" << Show(outcome);
  const auto open = FindOpenQuestion(flow, session);
  ASSERT_TRUE(open.has_value()) << "seed " << seed;
  if (!open->slot.empty()) {
    EXPECT_EQ(session.slots.count(open->slot), 0u) << open->slot << " is asked again, seed " << seed;
  }
  const base::Message& last = outcome.messages.back();
  if (last.kind == base::MessageKind::kAsk && last.subject != "edit") {
    EXPECT_EQ(last.subject, open->search ? "search" : open->slot);
  }
  for (const base::FormField& field : last.form)
    EXPECT_EQ(session.slots.count(field.name), 0u) << field.name << " is asked again in a form, seed " << seed;
  for (int step : session.path) EXPECT_NE(flow.AskAt(step), nullptr);
}

TEST(EngineProperties, HoldForRandomConversations) {
  base::Findings findings;
  const FlowLibrary library = LoadFlows(ShippedFlows(), BothLocales(), findings);
  int ended = 0;
  for (unsigned seed = 1; seed <= kConversations; ++seed) {
    Chatter chatter(seed);
    const Flow& flow = *library.flows()[seed % library.flows().size()];
    FlowContext context = TestContext(seed % 2 == 0 ? "en" : "zh");
    if (seed % 3 == 0) context.context = {{"app_version", "3.2"}, {"network", "5g"}, {"os", "Plan 9"}};
    Outcome outcome = Start(flow, context, Words()[static_cast<std::size_t>(chatter.Below(Words().size()))]);
    for (int turn = 0; turn < kTurns && outcome.waiting(); ++turn) {
      CheckInvariants(flow, outcome, seed);
      const auto stored = SessionFromJson(ToJson(outcome.session));
      ASSERT_TRUE(stored.has_value()) << "seed " << seed;
      const Input input = chatter.Next(outcome);
      if (seed % 5 == 0) context.locale = chatter.Below(2) == 0 ? "en" : "zh";
      const Outcome next = Advance(flow, *stored, input, context);
      EXPECT_EQ(ToJson(Advance(flow, *stored, input, context).session), ToJson(next.session)) << "pure, seed " << seed;
      outcome = next;
      if (HasFatalFailure()) return;
    }
    CheckInvariants(flow, outcome, seed);
    ended += outcome.waiting() ? 0 : 1;
  }
  EXPECT_GT(ended, kConversations / 10) << "the conversations hardly get anywhere: the test would see little";
}

TEST(EngineProperties, HoldForFlowsWithSearchesLookupsAndForms) {
  LoadOptions options = EnglishOnly();
  options.lookup_hosts = {"api.example.com"};
  std::string lines;
  const FlowLibrary library = LoadText(kMany, &lines, options);
  ASSERT_EQ(library.flows().size(), 1u) << lines;
  const Flow& flow = *library.flows().front();
  int ended = 0, looked_up = 0, forms = 0;
  for (unsigned seed = 1; seed <= kConversations; ++seed) {
    Chatter chatter(seed);
    FlowContext context = TestContext();
    if (seed % 4 != 0) context = WithSearchAndForms(std::move(context));
    Outcome outcome = Start(flow, context, Words()[static_cast<std::size_t>(chatter.Below(Words().size()))]);
    for (int turn = 0; turn < kTurns && outcome.waiting(); ++turn) {
      CheckInvariants(flow, outcome, seed);
      forms += !outcome.messages.back().form.empty() ? 1 : 0;
      const auto stored = SessionFromJson(ToJson(outcome.session));
      ASSERT_TRUE(stored.has_value()) << "seed " << seed;
      EXPECT_EQ(ToJson(*stored), ToJson(outcome.session)) << "seed " << seed;
      if (WaitsForLookup(flow, *stored) && chatter.Below(2) == 0) {
        ++looked_up;
        static const LookupAnswer kAnswers[] = {{200, R"({"state":"{{x}}"})"}, {200, "{}"}, {0, ""}, {500, "["}};
        outcome = Resolve(flow, *stored, kAnswers[chatter.Below(4)], context);
      } else {
        outcome = Advance(flow, *stored, chatter.Next(outcome), context);
      }
      if (HasFatalFailure()) return;
    }
    CheckInvariants(flow, outcome, seed);
    ended += outcome.waiting() ? 0 : 1;
  }
  EXPECT_GT(ended, kConversations / 10);
  EXPECT_GT(looked_up, kConversations / 10);
  EXPECT_GT(forms, kConversations / 10);
}

}  // namespace
}  // namespace frontdesk::flows
