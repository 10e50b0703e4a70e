#include "flows/slot_reader.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "bot/base/text.h"
#include "flows/answer.h"
#include "flows/loader.h"
#include "flows/normalise.h"

namespace frontdesk::flows {
namespace {

using Types = std::initializer_list<SlotType>;

constexpr int kMaxTries = 20;
constexpr int kMaxFiles = 20;
constexpr std::int64_t kMaxFileBytes = 200LL << 20;

// Types that are planned but not built, so that the message does not send the author hunting for a typing slip.
constexpr std::array<std::string_view, 3> kLaterTypes = {"datetime", "log", "user"};

class SlotReader {
 public:
  SlotReader(base::Fields& fields, std::string_view locale, base::Findings& findings)
      : fields_(fields), locale_(locale), findings_(findings) {}

  Slot Read() {
    slot_.place = fields_.PlaceOf("ask");
    slot_.name = fields_.RequiredText("ask");
    if (!slot_.name.empty() && !IsName(slot_.name, false))
      findings_.Error(slot_.place, "'" + slot_.name + "' cannot name a slot",
                      "use small letters, digits and _, beginning with a letter");
    ReadType();
    ReadTexts();
    ReadRepair();
    ReadBounds();
    ReadOptionList();
    ReadPattern();
    ReadFileLimits();
    ReadPrefill();
    slot_.sensitive = fields_.Bool("sensitive", false);
    if (const base::YamlNode* when = fields_.Get("when")) slot_.when = ReadCondition(*when, findings_);
    ReadDefault();  // last: it is parsed by all of the above
    return std::move(slot_);
  }

 private:
  void Error(std::string_view key, std::string what, std::string fix = {}) {
    findings_.Error(fields_.PlaceOf(key), std::move(what), std::move(fix));
  }

  void ReadType() {
    const std::string name = fields_.RequiredText("type");
    if (auto type = SlotTypeFrom(name)) {
      slot_.type = *type;
      return;
    }
    known_type_ = false;
    if (name.empty()) return;
    if (std::find(kLaterTypes.begin(), kLaterTypes.end(), name) != kLaterTypes.end())
      return Error("type", "the slot type '" + name + "' is not supported by this version", "use another type");
    std::vector<std::string_view> names;
    for (int i = 0; i <= static_cast<int>(SlotType::kPattern); ++i) names.push_back(ToString(static_cast<SlotType>(i)));
    Error("type", "unknown slot type '" + name + "'", base::DidYouMean(name, names));
  }

  // False, with a finding, for an attribute that the slot's type has no use for.
  bool Fits(std::string_view key, Types types) {
    const bool fits = !known_type_ || std::find(types.begin(), types.end(), slot_.type) != types.end();
    if (fits) fields_.Get(key);  // so that slips of the keyboard are told this name too
    if (fits || !fields_.Has(key)) return fits && fields_.Has(key);
    fields_.Get(key);
    Error(key, "'" + std::string(key) + "' does not fit a slot of type " + std::string(ToString(slot_.type)),
          "remove it");
    return false;
  }

  void ReadTexts() {
    slot_.text.Set(locale_, RequireTemplate(fields_, "text", findings_));
    if (fields_.Get("help") != nullptr) slot_.help.Set(locale_, RequireTemplate(fields_, "help", findings_));
    if (fields_.Get("retry") != nullptr) slot_.retry.Set(locale_, RequireTemplate(fields_, "retry", findings_));
    if (fields_.Get("title") != nullptr) slot_.title.Set(locale_, fields_.RequiredText("title"));
  }

  void ReadRepair() {
    slot_.tries = static_cast<int>(fields_.Int("tries", kDefaultTries, 1, kMaxTries));
    slot_.skip = fields_.Bool("skip", false);
    const base::YamlNode* node = fields_.Get("on_fail");
    if (node == nullptr) return;
    base::Fields on_fail(*node, "on_fail", findings_);
    slot_.on_fail = on_fail.RequiredText("goto");
    slot_.on_fail_place = on_fail.PlaceOf("goto");
    on_fail.Finish();
  }

  void ReadBounds() {
    using T = SlotType;
    const Types least = {T::kText, T::kLongText, T::kNumber, T::kInteger, T::kMulti, T::kDate, T::kFile, T::kImage};
    const Types most = {T::kText, T::kLongText, T::kNumber, T::kInteger, T::kMulti, T::kDate};
    if (fields_.Has("max") && known_type_ && IsFileType(slot_.type)) {
      fields_.Get("max");
      Error("max", "'max' does not fit a slot of type " + std::string(ToString(slot_.type)),
            "say how many files with 'many'");
    } else if (Fits("max", most)) {
      slot_.max = ReadBound("max");
    }
    if (Fits("min", least)) slot_.min = ReadBound("min");
    CheckBounds();
  }

  std::optional<std::string> ReadBound(std::string_view key) {
    const std::string text = fields_.Text(key);
    if (!known_type_) return std::nullopt;
    if (slot_.type == SlotType::kDate) {
      if (ReadDate(text, {"en", {}, "UTC"})) return text;
      Error(key, "'" + text + "' is not a date", "write it as 2026-03-02");
      return std::nullopt;
    }
    const auto number = ReadNumber(text);
    const bool whole = slot_.type != SlotType::kNumber;
    const bool counts = slot_.type != SlotType::kNumber && slot_.type != SlotType::kInteger;
    if (number && (!whole || *number == static_cast<double>(static_cast<std::int64_t>(*number))) &&
        (!counts || *number >= 0))
      return text;
    Error(key, "'" + text + "' is not a " + std::string(whole ? "whole number" : "number"));
    return std::nullopt;
  }

  void CheckBounds() {
    if (!slot_.min || !slot_.max) return;
    const bool crossed =
        slot_.type == SlotType::kDate ? *slot_.min > *slot_.max : *ReadNumber(*slot_.min) > *ReadNumber(*slot_.max);
    if (crossed) Error("min", "'min' is above 'max'");
  }

  void ReadOptionList() {
    const bool needed = known_type_ && (slot_.type == SlotType::kChoice || slot_.type == SlotType::kMulti);
    if (!Fits("options", {SlotType::kChoice, SlotType::kMulti})) {
      if (needed) fields_.Require("options");
      return;
    }
    const base::YamlNode& list = *fields_.Get("options");
    if (!list.IsList() || list.items.empty())
      return Error("options", "'options' must be a list", "write - {value: call, label: Calls}");
    if (list.items.size() > kMaxOptions)
      return Error("options", "more than " + std::to_string(kMaxOptions) + " options", "split the question");
    for (const auto& item : list.items) ReadOneOption(item);
  }

  void ReadOneOption(const base::YamlNode& node) {
    base::Fields fields(node, "an option", findings_);
    Option option{.value = fields.RequiredText("value"), .label = {}, .match = {}, .place = node.place};
    const std::string label = fields.RequiredText("label");
    option.label.Set(locale_, label);
    static const RE2 kValue(R"([A-Za-z0-9_.-]+)");
    if (!option.value.empty() && !RE2::FullMatch(option.value, kValue))
      findings_.Error(fields.PlaceOf("value"), "'" + option.value + "' cannot be an option's value",
                      "use letters, digits, _ and -; the label is what users see");
    if (slot_.FindOption(option.value) != nullptr)
      findings_.Error(fields.PlaceOf("value"), "the option '" + option.value + "' stands here twice");
    for (const Option& other : slot_.options)
      if (base::FoldForMatch(other.label.In(locale_)) == base::FoldForMatch(label))
        findings_.Error(fields.PlaceOf("label"), "two options have the label '" + label + "'");
    ReportLooseText(node, fields, findings_);
    fields.Finish();
    slot_.options.push_back(std::move(option));
  }

  void ReadPattern() {
    if (!Fits("pattern", {SlotType::kPattern})) {
      if (known_type_ && slot_.type == SlotType::kPattern) fields_.Require("pattern");
      return;
    }
    const std::string text = fields_.Text("pattern");
    auto expression = std::make_shared<const re2::RE2>(text, RE2::Quiet);
    if (!expression->ok()) return Error("pattern", "bad pattern: " + expression->error(), "see the RE2 syntax page");
    slot_.pattern = std::move(expression);
  }

  void ReadFileLimits() {
    const Types files = {SlotType::kFile, SlotType::kImage};
    if (slot_.type == SlotType::kImage) slot_.accept = {"image/*"};
    if (Fits("accept", files)) slot_.accept = fields_.Texts("accept");
    static const RE2 kMediaType(R"([a-z0-9.+-]+/([a-z0-9.+-]+|\*)|\*/\*)");
    for (const std::string& pattern : slot_.accept)
      if (!RE2::FullMatch(pattern, kMediaType))
        Error("accept", "'" + pattern + "' is not a media type", "write image/* or text/plain");
    if (Fits("max_size", files)) slot_.max_size = fields_.Bytes("max_size", kDefaultMaxFileBytes);
    if (slot_.max_size < 1 || slot_.max_size > kMaxFileBytes)
      Error("max_size", "'max_size' must be between 1 and " + WriteBytes(kMaxFileBytes));
    if (Fits("many", files)) slot_.many = static_cast<int>(fields_.Int("many", 1, 1, kMaxFiles));
    if (IsFileType(slot_.type) && slot_.min && *ReadNumber(*slot_.min) > slot_.many)
      Error("min", "'min' is above 'many'");
  }

  void ReadPrefill() {
    const base::YamlNode* node = fields_.Get("prefill");
    if (node == nullptr) return;
    base::Fields fields(*node, "prefill", findings_);
    const std::string from = fields.RequiredText("from");
    const base::Place place = fields.PlaceOf("from");
    fields.Finish();
    if (known_type_ && IsFileType(slot_.type))
      return Error("prefill", "'prefill' does not fit a slot of type " + std::string(ToString(slot_.type)),
                   "remove it");
    if (from == "message")
      slot_.prefill = Prefill{Prefill::From::kMessage, {}};
    else if (from.starts_with("context.") && from.size() > 8)
      slot_.prefill = Prefill{Prefill::From::kContext, from.substr(8)};
    else if (from.starts_with("profile.") && from.size() > 8)
      slot_.prefill = Prefill{Prefill::From::kProfile, from.substr(8)};
    else if (!from.empty())
      findings_.Error(place, "cannot prefill from '" + from + "'", "use message, context.KEY or profile.KEY");
  }

  void ReadDefault() {
    if (fields_.Get("default") == nullptr) return;
    const std::string text = fields_.Text("default");
    if (!slot_.skip) return Error("default", "'default' is the answer of a skipped question", "add skip: true");
    if (!known_type_) return;
    if (IsFileType(slot_.type)) return Error("default", "'default' does not fit a slot for files", "remove it");
    for (Option& option : slot_.options) option.match = {base::FoldForMatch(option.value)};
    const ParsedAnswer parsed = ParseAnswer(slot_, text, {"en", {}, "UTC"});
    if (!parsed.value)
      return Error("default", "'" + text + "' is no answer of type " + std::string(ToString(slot_.type)),
                   HowToWrite(slot_, text));
    slot_.fallback = parsed.value;
  }

  base::Fields& fields_;
  std::string_view locale_;
  base::Findings& findings_;
  Slot slot_;
  bool known_type_ = true;
};

}  // namespace

Slot ReadSlot(base::Fields& fields, std::string_view locale, base::Findings& findings) {
  return SlotReader(fields, locale, findings).Read();
}

Template ReadTemplate(base::Fields& fields, std::string_view key, base::Findings& findings) {
  const std::string text = fields.Text(key);
  return ParseTemplate(text, fields.PlaceOf(key), findings);
}

Template RequireTemplate(base::Fields& fields, std::string_view key, base::Findings& findings) {
  const std::string text = fields.RequiredText(key);
  return ParseTemplate(text, fields.PlaceOf(key), findings);
}

void ReportLooseText(const base::YamlNode& node, base::Fields& fields, base::Findings& findings) {
  for (const auto& entry : node.entries) {
    if (!entry.value.IsNull() || entry.key.find(' ') == std::string::npos) continue;
    fields.Get(entry.key);
    findings.Error(entry.key_place, "'" + entry.key + "' stands alone behind a comma",
                   "if it belongs to the text before it, put that text in quotes");
  }
}

bool IsName(std::string_view text, bool dashes) {
  if (text.empty() || text.size() > 64 || text.front() < 'a' || text.front() > 'z') return false;
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || (dashes && c == '-');
  });
}

}  // namespace frontdesk::flows
