#include "bot/runtime/platform_checks.h"

#include <functional>
#include <span>

#include "adapters/common/split.h"
#include "bot/base/text.h"

namespace frontdesk::runtime {

namespace {

using adapters::Capabilities;

// The words that stand in it for certain; what is inserted makes it longer.
std::string LiteralsOf(const flows::Template& text) {
  std::string words;
  for (const flows::TemplatePiece& piece : text.pieces) words += piece.literal;
  return words;
}

class PlatformCheck {
 public:
  PlatformCheck(std::span<const PlatformAccount> accounts, base::Findings& findings)
      : accounts_(accounts), findings_(findings) {}

  void Check(const flows::Flow& flow) {
    for (const flows::Slot& slot : std::span(flow.slots).first(flow.own_slots)) CheckQuestion(slot);
    for (const flows::Step& step : std::span(flow.steps).first(flow.own_steps))
      if (const auto* say = std::get_if<flows::SayStep>(&step.body)) CheckTexts(say->text);
  }

 private:
  // The accounts of which that is true, as text; empty for none.
  std::string Accounts(const std::function<bool(const Capabilities&)>& is_true) const {
    std::string names;
    for (const PlatformAccount& account : accounts_)
      if (is_true(account.can)) names += (names.empty() ? "'" : ", '") + account.name + "'";
    return names;
  }

  void CheckQuestion(const flows::Slot& slot) {
    CheckTexts(slot.text);
    CheckTexts(slot.help);
    CheckTexts(slot.retry);
    for (const auto& [platform, hint] : slot.hints) CheckTexts(hint);
    const std::size_t count = slot.options.size();
    const std::string few = Accounts([&](const Capabilities& can) { return can.buttons > 0 && count > can.buttons; });
    if (!few.empty())
      findings_.Warning(slot.place, std::to_string(count) + " options are more than " + few + " can show as buttons",
                        "fewer options; else users get a numbered list");
    for (const flows::Option& option : slot.options) CheckLabel(option);
  }

  void CheckLabel(const flows::Option& option) {
    for (const auto& [locale, label] : option.label.values) {
      const std::size_t size = base::CountGraphemes(label);
      const std::string narrow = Accounts(
          [&](const Capabilities& can) { return can.buttons > 0 && can.button_label > 0 && size > can.button_label; });
      if (!narrow.empty())
        findings_.Warning(option.place, "the label '" + label + "' is too long for a button of " + narrow,
                          "a shorter one; else it is cut");
    }
  }

  void CheckTexts(const flows::Localized<flows::Template>& texts) {
    for (const auto& [locale, text] : texts.values) {
      const std::string words = LiteralsOf(text);
      const std::string small = Accounts([&](const Capabilities& can) {
        return can.message_limit > 0 && adapters::common::MeasureText(words, can.unit) > can.message_limit;
      });
      if (!small.empty())
        findings_.Warning(text.place, "this text is longer than one message of " + small,
                          "a shorter one; else it comes in parts");
    }
  }

  std::span<const PlatformAccount> accounts_;
  base::Findings& findings_;
};

}  // namespace

void CheckPlatforms(const flows::FlowLibrary& flows, std::span<const PlatformAccount> accounts,
                    base::Findings& findings) {
  PlatformCheck check(accounts, findings);
  for (const auto& flow : flows.flows()) check.Check(*flow);
}

}  // namespace frontdesk::runtime
