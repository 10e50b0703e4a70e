// What the flow tests share: flows from text, a context that stands still, and readable outcomes.
#pragma once

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "bot/base/message.h"
#include "flows/engine.h"
#include "flows/loader.h"

namespace frontdesk::flows {

inline LoadOptions BothLocales() {
  LoadOptions options;
  options.locales = {"en", "zh"};
  options.queues = {"general", "tech"};
  return options;
}

inline LoadOptions EnglishOnly() {
  LoadOptions options = BothLocales();
  options.locales = {"en"};
  return options;
}

inline std::string Lines(const base::Findings& findings) {
  std::string lines;
  for (const base::Finding& finding : findings.Sorted()) lines += base::ToString(finding) + "\n";
  return lines;
}

inline std::string ReadSource(const std::string& path) {
  std::ifstream in(std::string(FD_SOURCE_DIR) + "/" + path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

inline base::SourceFiles ShippedFlows() {
  base::SourceFiles files;
  for (const char* name : {"bug-report", "cannot-sign-in", "call-quality", "message-delivery", "billing-question",
                           "feature-suggestion", "complaint", "praise"})
    for (const char* ending : {".yaml", ".zh.yaml"}) {
      const std::string file = std::string(name) + ending;
      files.push_back({"flows/" + file, ReadSource("flows/library/" + file)});
    }
  return files;
}

// The one flow of `yaml`; its findings as text in `lines`.
inline FlowLibrary LoadText(const std::string& yaml, std::string* lines = nullptr,
                            const LoadOptions& options = EnglishOnly()) {
  base::Findings findings;
  FlowLibrary library = LoadFlows({{"flows/test.yaml", yaml}}, options, findings);
  if (lines != nullptr) *lines = Lines(findings);
  return library;
}

// Monday 2026-03-02, 10:00 in Shanghai.
inline FlowContext TestContext(const std::string& locale = "en") {
  FlowContext context;
  context.locale = locale;
  context.now = *base::ParseTime("2026-03-02T10:00+08:00");
  context.zone = "Asia/Shanghai";
  context.account = "widget";
  const base::TimePoint now = context.now;
  context.open_ticket = [now](const TicketDraft&) { return TicketInfo{"1042", "Tech", now + std::chrono::hours(1)}; };
  return context;
}

inline std::string Show(const base::Message& message) {
  std::string text(base::ToString(message.kind));
  if (!message.subject.empty()) text += " " + message.subject;
  text += ": " + base::ToPlainText(message.text);
  for (const base::Fact& fact : message.facts) text += "\n  " + fact.key + "=" + fact.value;
  for (const base::Button& button : message.buttons) text += " [" + button.label + "]";
  return text;
}

inline std::string Show(const Outcome& outcome) {
  std::string text;
  for (const base::Message& message : outcome.messages) text += Show(message) + "\n";
  return text;
}

inline std::string Subject(const Outcome& outcome) {
  return outcome.messages.empty() ? std::string() : outcome.messages.back().subject;
}

inline std::string Text(const Outcome& outcome) {
  return outcome.messages.empty() ? std::string() : base::ToPlainText(outcome.messages.back().text);
}

// A conversation in one flow: says things, keeps the session.
class Talk {
 public:
  Talk(const Flow& flow, FlowContext context, std::string_view opening = {})
      : flow_(flow), context_(std::move(context)) {
    last = Start(flow_, context_, opening);
  }

  Outcome& Type(const std::string& text) { return Take(Typed{text}); }
  Outcome& Press(const std::string& value) { return Take(flows::Press{value}); }
  Outcome& Send(std::vector<base::FileRef> files, const std::string& caption = {}) {
    return Take(Upload{std::move(files), caption});
  }
  Outcome& Take(const Input& input) {
    const Outcome next = Advance(flow_, last.session, input, context_);
    last = next;
    return last;
  }
  std::string Value(const std::string& slot) const {
    const auto at = last.session.slots.find(slot);
    return at == last.session.slots.end() ? "(none)" : at->second.value;
  }

  FlowContext& context() { return context_; }
  const Flow& flow() const { return flow_; }
  Outcome last;

 private:
  const Flow& flow_;
  FlowContext context_;
};

inline base::FileRef Picture(const std::string& name = "crash.png", std::int64_t size = 2048) {
  return {"id-" + name, name, "image/png", size};
}

}  // namespace frontdesk::flows
