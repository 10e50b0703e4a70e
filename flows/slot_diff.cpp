// What changes for users in one question.
#include <algorithm>

#include "bot/base/text.h"
#include "flows/flow_diff.h"
#include "flows/flow_words.h"
#include "flows/normalise.h"

namespace frontdesk::flows {
namespace {

constexpr std::size_t kMostWords = 120;  // graphemes of a quoted text

std::string Quoted(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return "\"" + base::Shorten(text, kMostWords) + "\"";
}

std::string OrNone(const std::optional<std::string>& text) { return text ? *text : "none"; }

class QuestionDiff {
 public:
  QuestionDiff(const Slot& before, const Slot& now) : before_(before), now_(now), name_("'" + now.name + "'") {}

  std::vector<std::string> Run() {
    if (before_.type != now_.type)
      Say(name_ + " takes " + InWords(now_.type) + " now; it took " + InWords(before_.type));
    CompareTexts("The question " + name_, before_.text, now_.text, changes_);
    CompareTexts("The help of " + name_, before_.help, now_.help, changes_);
    CompareTexts("What is said to an answer of " + name_ + " that does not fit", before_.retry, now_.retry, changes_);
    CompareHints();
    CompareTitles();
    CompareOptions();
    CompareDuty();
    CompareBounds();
    return std::move(changes_);
  }

 private:
  void Say(std::string sentence) { changes_.push_back(std::move(sentence) + "."); }

  void CompareHints() {
    static const Localized<Template> kNone;
    std::map<std::string, std::pair<const Localized<Template>*, const Localized<Template>*>> both;
    for (const auto& [platform, hint] : before_.hints) both[platform] = {&hint, &kNone};
    for (const auto& [platform, hint] : now_.hints)
      both[platform] = {both.contains(platform) ? both[platform].first : &kNone, &hint};
    for (const auto& [platform, hints] : both)
      CompareTexts("The hint of " + name_ + " for " + platform, *hints.first, *hints.second, changes_);
  }

  void CompareTitles() {
    for (const auto& [locale, title] : now_.title.values) {
      const std::string* old = before_.title.Exactly(locale);
      if (old != nullptr && *old != title)
        Say("At review " + name_ + " is called " + Quoted(title) + " instead of " + Quoted(*old));
    }
  }

  void CompareOptions() {
    for (const Option& option : before_.options)
      if (now_.FindOption(option.value) == nullptr)
        Say(name_ + " no longer offers " + Quoted(option.label.values.front().second) + " (" + option.value + ")");
    for (const Option& option : now_.options) {
      const Option* old = before_.FindOption(option.value);
      if (old == nullptr)
        Say(name_ + " has a new choice, " + Quoted(option.label.values.front().second) + " (" + option.value + ")");
      else
        CompareLabels(*old, option);
    }
    if (Common(before_, now_) != Common(now_, before_)) Say("The choices of " + name_ + " stand in another order");
  }

  void CompareLabels(const Option& before, const Option& now) {
    for (const auto& [locale, label] : now.label.values) {
      const std::string* old = before.label.Exactly(locale);
      if (old != nullptr && *old != label)
        Say("The choice '" + now.value + "' of " + name_ + " reads " + Quoted(label) + " instead of " + Quoted(*old));
    }
  }

  // The values of `of` that `other` has too, in their order.
  static std::vector<std::string> Common(const Slot& of, const Slot& other) {
    std::vector<std::string> values;
    for (const Option& option : of.options)
      if (other.FindOption(option.value) != nullptr) values.push_back(option.value);
    return values;
  }

  void CompareDuty() {
    if (before_.skip != now_.skip) Say(name_ + (now_.skip ? " may be skipped now" : " can no longer be skipped"));
    if (before_.fallback != now_.fallback)
      Say("When " + name_ + " is skipped, its answer is " + OrNone(now_.fallback) + "; it was " +
          OrNone(before_.fallback));
    const std::string was = before_.when ? InWords(*before_.when) : "", is = now_.when ? InWords(*now_.when) : "";
    if (was != is)
      Say(name_ + (is.empty() ? " is always asked now; it was asked only if " + was
                              : " is asked only if " + is + (was.empty() ? "" : "; it was: if " + was)));
    if (before_.sensitive != now_.sensitive)
      Say("The answer to " + name_ + (now_.sensitive ? " is masked now" : " is no longer masked"));
    if (before_.tries != now_.tries || before_.on_fail != now_.on_fail)
      Say("After " + std::to_string(now_.tries) + " answers that do not fit, " + name_ + " " + Failing(now_) +
          "; before, after " + std::to_string(before_.tries) + " it " + Failing(before_));
  }

  static std::string Failing(const Slot& slot) {
    if (!slot.on_fail.empty()) return "goes on at '" + slot.on_fail + "'";
    return slot.skip ? "is skipped" : "brings a person";
  }

  void CompareBounds() {
    if (before_.min != now_.min)
      Say("The least for " + name_ + " is " + OrNone(now_.min) + "; it was " + OrNone(before_.min));
    if (before_.max != now_.max)
      Say("The most for " + name_ + " is " + OrNone(now_.max) + "; it was " + OrNone(before_.max));
    if (before_.unit != now_.unit)
      Say(name_ + " is kept in " + (now_.unit.empty() ? "no unit" : now_.unit) + "; it was " +
          (before_.unit.empty() ? "none" : before_.unit));
    if (before_.accept != now_.accept && IsFileType(now_.type))
      Say(name_ + " takes files of " + TypesOf(now_) + "; it took " + TypesOf(before_));
    if (before_.max_size != now_.max_size)
      Say("A file for " + name_ + " may have " + WriteBytes(now_.max_size) + "; it was " +
          WriteBytes(before_.max_size));
    if (before_.many != now_.many)
      Say(name_ + " takes " + std::to_string(now_.many) + " files at most; it took " + std::to_string(before_.many));
  }

  static std::string TypesOf(const Slot& slot) { return slot.accept.empty() ? "any type" : Listed(slot.accept); }

  const Slot& before_;
  const Slot& now_;
  std::string name_;
  std::vector<std::string> changes_;
};

}  // namespace

std::vector<std::string> ChangesOfQuestion(const Slot& before, const Slot& now) {
  return QuestionDiff(before, now).Run();
}

void CompareTexts(const std::string& about, const Localized<Template>& before, const Localized<Template>& now,
                  std::vector<std::string>& to) {
  auto tongue = [&](const std::string& locale) {
    return now.values.size() > 1 || before.values.size() > 1 ? " (" + locale + ")" : std::string();
  };
  for (const auto& [locale, text] : now.values) {
    const Template* old = before.Exactly(locale);
    if (old == nullptr)
      to.push_back(about + tongue(locale) + " is new: " + Quoted(InWords(text)) + ".");
    else if (old->pieces != text.pieces)
      to.push_back(about + tongue(locale) + " reads " + Quoted(InWords(text)) + " instead of " + Quoted(InWords(*old)) +
                   ".");
  }
  for (const auto& [locale, text] : before.values)
    if (now.Exactly(locale) == nullptr)
      to.push_back(about + tongue(locale) + " is gone: " + Quoted(InWords(text)) + ".");
}

std::string Listed(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i)
    text += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
  return text;
}

}  // namespace frontdesk::flows
