// A conversation in a flow from any bytes: what must hold whatever people type, press, send and look up, in whatever
// order. A breach ends the process, as a fuzzer wants it.
//
// Each line of the bytes is one thing that happens: its first letter says which, the rest is what was said.
//   o opens the flow with these words    t types          p presses a value       b presses a button, by its number
//   f sends files of that name           r fills the form l a lookup is answered  s the session goes to the store
//   m another version of the flow        any other: typed as it is
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/text.h"
#include "flows/engine.h"
#include "flows/loader.h"
#include "flows/session_json.h"

namespace frontdesk::fuzz {

inline constexpr int kMaxConversationSteps = 60;

inline constexpr char kConversationFlow[] =
    "flow: test\ntitle: Test\nlocale: en\nstart: {phrases: [start it]}\nsteps:\n"
    "  - {ask: actual, type: longtext, text: What?, min: 5, prefill: {from: message}}\n"
    "  - search: {from: actual, show: 2}\n"
    "  - {ask: area, type: choice, text: Which?, form: true, options: [{value: call, label: Calls, also: [电话]}, "
    "{value: file, label: Files}]}\n"
    "  - {ask: mail, type: email, text: Mail?, form: true, sensitive: true, skip: true}\n"
    "  - {ask: parts, type: multi, text: Parts?, form: true, max: 2, options: [{value: a, label: A}, {value: b, label: "
    "B}, {value: c, label: C}]}\n"
    "  - {ask: loss, type: number, unit: ms, text: Loss?, min: 0, max: 9000, when: {area: call}}\n"
    "  - {ask: at, type: datetime, text: When?, tries: 2, on_fail: {goto: look}}\n"
    "  - {ask: trace, type: log, text: Log?, skip: true}\n"
    "  - {ask: version, type: version, text: Version?, skip: true, prefill: {from: [context.app_version, "
    "log.version]}}\n"
    "  - {ask: shots, type: image, text: Pictures?, many: 3, max_sizes: {image/png: 1MB}, skip: true}\n"
    "  - label: look\n    lookup: https://api.example.com/{{area}}?q={{actual}}\n"
    "    fields: {state: /state}\n    on_error: {goto: review}\n"
    "  - say: \"It is {{state}}.\"\n"
    "  - confirm: review\n"
    "  - ticket: {category: functional, title: \"{{actual | first_line}} {{state}}\"}\n"
    "  - say: Number {{ticket.number}}.\n"
    "  - end: done\n";

class FuzzedConversation {
 public:
  FuzzedConversation() {
    context_.locale = "en";
    context_.zone = "Asia/Shanghai";
    context_.now = *base::ParseTime("2026-03-02T10:00Z");
    context_.forms = true;
    context_.search = [](std::string_view question, std::size_t most) {
      std::vector<flows::FoundArticle> found = {{"a1", "One"}, {"a2", "Two"}};
      found.resize(std::min(most, question.size() % 3));
      return found;
    };
    context_.article = [](std::string_view id) { return base::Say("Article " + std::string(id)); };
    context_.open_ticket = [](const flows::TicketDraft&) { return flows::TicketInfo{"7", "Tech", std::nullopt}; };
    outcome_ = flows::Start(Current(), context_);
    Check();
  }

  void Try(std::string_view bytes) {
    int left = kMaxConversationSteps;
    for (const std::string& line : base::SplitLines(bytes)) {
      if (left-- == 0 || !outcome_.waiting()) return;
      if (!line.empty()) Happen(line.front(), line.substr(1));
      Check();
    }
  }

 private:
  static void Hold(bool holds, const char* promise) {
    if (holds) return;
    std::fprintf(stderr, "broken: %s\n", promise);
    std::abort();
  }

  // Loaded once: a fuzzer has many conversations in them.
  static const flows::Flow& Current() {
    static const flows::Flow flow = Load(kConversationFlow);
    return flow;
  }
  static const flows::Flow& Newer() {
    static const flows::Flow flow = Load(std::string(kConversationFlow) + "# newer\n");
    return flow;
  }

  static flows::Flow Load(const std::string& text) {
    flows::LoadOptions options;
    options.lookup_hosts = {"api.example.com"};
    base::Findings findings;
    const auto library = flows::LoadFlows({{"flows/test.yaml", text}}, options, findings);
    Hold(library.flows().size() == 1, "the flow under test is sound");
    return *library.flows().front();
  }

  void Take(const flows::Input& input) { outcome_ = flows::Advance(Current(), outcome_.session, input, context_); }

  void Happen(char what, const std::string& text) {
    switch (what) {
      case 'o': outcome_ = flows::Start(Current(), context_, text); return;
      case 'p': return Take(flows::Press{text});
      case 'b': return PressButton(text);
      case 'f':
        return Take(flows::Upload{{{"id", text, "image/png", static_cast<std::int64_t>(text.size()) << 19}}, {}});
      case 'r': return Fill(text);
      case 'l':
        outcome_ = flows::Resolve(Current(), outcome_.session, {text.size() % 2 == 0 ? 200 : 0, text}, context_);
        return;
      case 's': return Store();
      case 'm': outcome_ = flows::Migrate(Newer(), outcome_.session, context_); return;
      case 't': return Take(flows::Typed{text});
      default: return Take(flows::Typed{what + text});
    }
  }

  void PressButton(const std::string& text) {
    const auto& buttons = outcome_.messages.back().buttons;
    if (!buttons.empty()) Take(flows::Press{buttons[text.size() % buttons.size()].value});
  }

  void Fill(const std::string& text) {
    flows::Filled filled;
    for (const base::FormField& field : outcome_.messages.back().form) filled.values.emplace_back(field.name, text);
    Take(filled);
  }

  void Store() {
    const auto stored = flows::SessionFromJson(flows::ToJson(outcome_.session));
    Hold(stored.has_value(), "a session comes back from the store");
    Hold(flows::ToJson(*stored) == flows::ToJson(outcome_.session), "and is the same");
    outcome_.session = *stored;
  }

  void Check() const {
    Hold(!outcome_.messages.empty() || outcome_.result == flows::Outcome::Result::kHandoff, "always something to say");
    if (!outcome_.waiting()) return;
    const flows::Session& session = outcome_.session;
    const auto open = flows::FindOpenQuestion(Current(), session);
    Hold(open.has_value(), "something is open");
    Hold(open->slot.empty() || session.slots.count(open->slot) == 0, "no filled slot is asked again");
    int questions = 0;
    for (const base::Message& message : outcome_.messages)
      if (message.kind == base::MessageKind::kAsk || message.kind == base::MessageKind::kReview) ++questions;
    Hold(questions <= 1, "at most one open question");
  }

  flows::FlowContext context_;
  flows::Outcome outcome_;
};

inline void TryConversation(std::string_view bytes) { FuzzedConversation().Try(bytes); }

}  // namespace frontdesk::fuzz
