// A session read through its flow: which answers count now, how they are shown, what templates and conditions see.
//
// Ownership: refers to a flow, a session and a context that must outlive it. Thread safety: as theirs.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "flows/answer.h"
#include "flows/engine.h"

namespace frontdesk::flows {

class View {
 public:
  View(const Flow& flow, const Session& session, const FlowContext& context)
      : flow_(flow), session_(session), context_(context) {}

  // The answer, when its question lies behind on the way that the flow took; null when unanswered or skipped.
  const SlotValue* Answer(std::string_view name) const;
  bool IsOnPath(const Slot& slot) const;

  // In the user's language; sensitive answers are masked.
  std::string Show(const Slot& slot, const SlotValue& value) const;
  std::string Title(const Slot& slot) const;
  // With the platform's own hint below it.
  std::string Question(const Slot& slot) const;
  std::string Write(const Localized<Template>& text) const { return Write(text.In(context_.locale)); }
  std::string Write(const Template& text) const;
  // As other systems get it: nothing masked; in an address, each value percent-encoded.
  std::string WriteInFull(const Template& text) const;
  std::string WriteUrl(const Template& text) const;
  bool IsTrue(const Condition& condition) const;

  // Every answer that counts, in the order of the questions.
  std::vector<base::Fact> Facts() const;
  TicketDraft Draft(const TicketStep& ticket) const;

  AnswerContext Reader() const { return {context_.locale, context_.now, context_.zone}; }
  std::string_view locale() const { return context_.locale; }

 private:
  TemplateValue TextOf(std::string_view name) const;
  TemplateValue FullTextOf(std::string_view name) const;
  std::string WriteBy(const Template& text, std::function<TemplateValue(std::string_view)> find) const;
  TemplateValue TicketText(std::string_view key) const;
  std::optional<ConditionValue> ValueOf(std::string_view name) const;
  std::optional<ConditionValue> DeskValueOf(std::string_view name) const;
  void AddField(const std::string& name, TicketDraft& draft) const;

  const Flow& flow_;
  const Session& session_;
  const FlowContext& context_;
};

// "a•••@example.com", "•••89".
std::string Mask(std::string_view value);
// Each place of `value` in the text, whatever its capitals, becomes its mask.
void MaskWithin(std::string& text, std::string_view value);

}  // namespace frontdesk::flows
