#include "flows/slot_reader.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <span>

#include "bot/base/text.h"
#include "flows/answer.h"
#include "flows/loader.h"
#include "flows/log_facts.h"
#include "flows/normalise.h"

namespace frontdesk::flows {
namespace {

bool IsMoment(SlotType type) {
  return type == SlotType::kDate || type == SlotType::kTime || type == SlotType::kDatetime;
}

using Synonym = std::pair<std::string_view, std::string_view>;

// What other form builders call the types.
constexpr Synonym kOtherTypes[] = {
    {"string", "text"},      {"textarea", "longtext"}, {"paragraph", "longtext"}, {"float", "number"},
    {"decimal", "number"},   {"bool", "yesno"},        {"boolean", "yesno"},      {"select", "choice"},
    {"dropdown", "choice"},  {"radio", "choice"},      {"enum", "choice"},        {"checkbox", "multi"},
    {"checkboxes", "multi"}, {"multiselect", "multi"}, {"regex", "pattern"},      {"regexp", "pattern"},
    {"tel", "phone"},        {"mail", "email"},        {"link", "url"},           {"timestamp", "datetime"},
    {"upload", "file"},      {"attachment", "file"},   {"photo", "image"},        {"picture", "image"},
    {"screenshot", "image"}, {"person", "user"},
};

// Endings of files, and words, in the place of media types.
constexpr Synonym kOtherMedia[] = {
    {"image", "image/*"},       {"images", "image/*"},      {"video", "video/*"},   {"audio", "audio/*"},
    {"png", "image/png"},       {"jpg", "image/jpeg"},      {"jpeg", "image/jpeg"}, {"gif", "image/gif"},
    {"webp", "image/webp"},     {"mp4", "video/mp4"},       {"webm", "video/webm"}, {"mp3", "audio/mpeg"},
    {"pdf", "application/pdf"}, {"zip", "application/zip"}, {"txt", "text/plain"},  {"log", "text/plain"},
    {"csv", "text/csv"},
};

std::string_view OursFor(std::span<const Synonym> synonyms, std::string_view theirs) {
  const std::string name = base::AsciiLower(theirs.starts_with('.') ? theirs.substr(1) : theirs);
  for (const auto& [other, ours] : synonyms)
    if (other == name) return ours;
  return {};
}

class SlotReader {
 public:
  SlotReader(DeclaredFields& fields, std::string_view locale, base::Findings& findings)
      : fields_(fields), locale_(locale), findings_(findings) {}

  Slot Read() {
    slot_.place = fields_.PlaceOf("ask");
    slot_.name = fields_.Text("ask");
    if (!slot_.name.empty() && !IsName(slot_.name, false))
      findings_.Error(slot_.place, "'" + slot_.name + "' cannot name a slot",
                      "use small letters, digits and _, beginning with a letter");
    ReadType();
    ReadTexts();
    ReportRequired();
    ReadRepair();
    ReadBounds();
    ReadOptionList();
    ReadPattern();
    ReadFileLimits();
    ReadPrefill();
    slot_.sensitive = fields_.Flag("sensitive");
    slot_.form = fields_.Flag("form");
    if (fields_.Fits("unit")) slot_.unit = fields_.Text("unit");
    if (const base::YamlNode* when = fields_.Get("when")) slot_.when = ReadCondition(*when, findings_);
    ReadDefault();  // last: it is parsed by all of the above
    return std::move(slot_);
  }

 private:
  void Error(std::string_view key, std::string what, std::string fix = {}) {
    findings_.Error(fields_.PlaceOf(key), std::move(what), std::move(fix));
  }

  void ReadType() {
    const std::string name = fields_.Text("type");
    if (auto type = SlotTypeFrom(name)) {
      slot_.type = *type;
      return fields_.FitTo(*type);
    }
    known_type_ = false;
    if (name.empty()) return;
    std::vector<std::string_view> names;
    for (int i = 0; i < kSlotTypes; ++i) names.push_back(ToString(static_cast<SlotType>(i)));
    const std::string_view ours = OursFor(kOtherTypes, name);
    Error("type", "unknown slot type '" + name + "'",
          ours.empty() ? base::DidYouMean(name, names) : "it is called '" + std::string(ours) + "' here");
  }

  void ReadTexts() {
    slot_.text.Set(locale_, ReadTemplate(fields_, "text", findings_));
    if (fields_.Get("help") != nullptr) slot_.help.Set(locale_, ReadTemplate(fields_, "help", findings_));
    if (fields_.Get("retry") != nullptr) slot_.retry.Set(locale_, ReadTemplate(fields_, "retry", findings_));
    if (fields_.Get("title") != nullptr) slot_.title.Set(locale_, fields_.Text("title"));
    ReadHints(fields_, findings_, [this](const base::YamlNode::Entry& hint, Template text) {
      slot_.hints[hint.key].Set(locale_, std::move(text));
    });
  }

  // What other form languages call it.
  void ReportRequired() {
    for (std::string_view key : {"required", "optional"})
      if (const base::YamlNode* node = fields_.Other(key)) {
        const bool may_skip = base::AsBool(*node) == (key == "optional");
        findings_.Error(
            node->place, "unknown key '" + std::string(key) + "' in a step",
            may_skip ? "write skip: true" : "remove it: every question must be answered but for skip: true");
        fields_.Excuse(key);
      }
  }

  void ReadRepair() {
    slot_.tries = static_cast<int>(fields_.Whole("tries", kDefaultTries));
    slot_.skip = fields_.Flag("skip");
    const base::YamlNode* node = fields_.Get("on_fail");
    if (node == nullptr) return;
    DeclaredFields on_fail(*node, kOnFailMapping, findings_);
    slot_.on_fail = on_fail.Text("goto");
    slot_.on_fail_place = on_fail.PlaceOf("goto");
    on_fail.Finish();
  }

  void ReadBounds() {
    if (fields_.Fits("max")) slot_.max = ReadBound("max");
    if (fields_.Fits("min")) slot_.min = ReadBound("min");
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
    if (IsMoment(slot_.type)) return ReadMoment(key, text);
    const auto number = ReadNumber(text);
    const bool whole = slot_.type != SlotType::kNumber;
    const bool counts = slot_.type != SlotType::kNumber && slot_.type != SlotType::kInteger;
    if (number && (!whole || *number == static_cast<double>(static_cast<std::int64_t>(*number))) &&
        (!counts || *number >= 0))
      return text;
    Error(key, "'" + text + "' is not a " + std::string(whole ? "whole number" : "number"));
    return std::nullopt;
  }

  std::optional<std::string> ReadMoment(std::string_view key, const std::string& text) {
    const bool time = slot_.type == SlotType::kTime;
    if (const auto moment = time ? ReadTime(text) : ReadDatetime(text, {"en", {}, "UTC"})) return moment;
    Error(key, "'" + text + "' is not a " + (time ? "time" : "moment"), HowToWrite(slot_, text));
    return std::nullopt;
  }

  // Not a word such as "today", which is another day tomorrow.
  bool IsFixed(const std::string& bound) const {
    return slot_.type != SlotType::kDate || ReadDate(bound, {"en", {}, "UTC"}) == bound;
  }

  void CheckBounds() {
    if (!slot_.min || !slot_.max || !IsFixed(*slot_.min) || !IsFixed(*slot_.max)) return;
    const bool crossed =
        IsMoment(slot_.type) ? *slot_.min > *slot_.max : *ReadNumber(*slot_.min) > *ReadNumber(*slot_.max);
    if (crossed) Error("min", "'min' is above 'max'");
  }

  void ReadOptionList() {
    if (!fields_.Fits("options")) return;
    const base::YamlNode& list = *fields_.Get("options");
    if (!list.IsList() || list.items.empty())
      return Error("options", "'options' must be a list", "write - {value: call, label: Calls}");
    if (list.items.size() > kMaxOptions)
      return Error("options", "more than " + std::to_string(kMaxOptions) + " options", "split the question");
    for (const auto& item : list.items) ReadOneOption(item);
  }

  void ReadOneOption(const base::YamlNode& node) {
    DeclaredFields fields(node, kOptionMapping, findings_);
    if (!node.IsMap()) return;
    Option option{
        .value = fields.Text("value"), .label = {}, .also = fields.Texts("also"), .match = {}, .place = node.place};
    const std::string label = fields.Text("label");
    option.label.Set(locale_, label);
    static const RE2 kValue(kOptionValue);
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
    if (!fields_.Fits("pattern")) return;
    const std::string text = fields_.Text("pattern");
    auto expression = std::make_shared<const re2::RE2>(text, RE2::Quiet);
    if (!expression->ok()) return Error("pattern", "bad pattern: " + expression->error(), "see the RE2 syntax page");
    slot_.pattern = std::move(expression);
  }

  void ReadFileLimits() {
    if (slot_.type == SlotType::kImage) slot_.accept = {"image/*"};
    if (slot_.type == SlotType::kLog) slot_.accept = {"text/plain", "application/zip"};
    if (fields_.Fits("accept")) slot_.accept = fields_.Texts("accept");
    static const RE2 kType(kMediaType);
    for (const std::string& pattern : slot_.accept) {
      if (RE2::FullMatch(pattern, kType)) continue;
      const std::string ours(OursFor(kOtherMedia, pattern));
      Error("accept", "'" + pattern + "' is not a media type",
            "write " + (ours.empty() ? "image/* or text/plain" : ours));
    }
    if (fields_.Fits("max_size")) slot_.max_size = fields_.Bytes("max_size", kDefaultMaxFileBytes);
    if (fields_.Fits("max_sizes")) ReadSizes();
    if (IsFileType(slot_.type) && !fields_.Has("max_size"))
      slot_.max_sizes.push_back({"video/*", kDefaultMaxVideoBytes});
    if (fields_.Fits("many")) slot_.many = static_cast<int>(fields_.Whole("many", 1));
    if (IsFileType(slot_.type) && slot_.min && *ReadNumber(*slot_.min) > slot_.many)
      Error("min", "'min' is above 'many'");
  }

  void ReadSizes() {
    static const RE2 kType(kMediaType);
    for (const auto& entry : fields_.Get("max_sizes")->entries) {
      const auto bytes = base::AsBytes(entry.value);
      const std::int64_t most = kMaxFileBytes;
      if (!RE2::FullMatch(entry.key, kType))
        findings_.Error(entry.key_place, "'" + entry.key + "' is not a media type", "write image/* or text/plain");
      else if (!bytes || *bytes < 1 || *bytes > most)
        findings_.Error(entry.value.place, "the limit of '" + entry.key + "' must be between 1 and " + WriteBytes(most),
                        "write 5MB");
      else
        slot_.max_sizes.push_back({entry.key, *bytes});
    }
  }

  void ReadPrefill() {
    const base::YamlNode* node = fields_.Get("prefill");
    if (node == nullptr) return;
    DeclaredFields fields(*node, kPrefillMapping, findings_);
    const base::YamlNode* from = fields.Require("from");
    fields.Finish();
    if (from == nullptr || !fields_.Fits("prefill")) return;
    if (from->IsList())
      for (const base::YamlNode& source : from->items) ReadSource(source);
    else
      ReadSource(*from);
  }

  void ReadSource(const base::YamlNode& node) {
    using From = Prefill::From;
    static constexpr std::pair<std::string_view, From> kSources[] = {
        {"context.", From::kContext}, {"profile.", From::kProfile}, {"ticket.", From::kTicket}, {"log.", From::kLog}};
    const std::string from = node.IsScalar() ? node.scalar : std::string();
    if (from == "message") return slot_.prefill.push_back({From::kMessage, {}, node.place});
    for (const auto& [prefix, source] : kSources) {
      if (!from.starts_with(prefix) || from.size() == prefix.size()) continue;
      const std::string key = from.substr(prefix.size());
      if (source == From::kLog && std::find(std::begin(kLogKeys), std::end(kLogKeys), key) == std::end(kLogKeys))
        return findings_.Error(node.place, "nothing called '" + key + "' is read from a log",
                               base::DidYouMean(key, kLogKeys));
      return slot_.prefill.push_back({source, key, node.place});
    }
    findings_.Error(node.place, "cannot prefill from '" + from + "'",
                    "use message, context.KEY, profile.KEY, ticket.SLOT or log.KEY");
  }

  void ReadDefault() {
    if (!fields_.Fits("default")) return;
    const std::string text = fields_.Text("default");
    if (!slot_.skip) return Error("default", "'default' is the answer of a skipped question", "add skip: true");
    if (!known_type_) return;
    for (Option& option : slot_.options) option.match = {base::FoldForMatch(option.value)};
    const ParsedAnswer parsed = ParseAnswer(slot_, text, {"en", {}, "UTC"});
    if (!parsed.value)
      return Error("default", "'" + text + "' is no answer of type " + std::string(ToString(slot_.type)),
                   HowToWrite(slot_, text));
    slot_.fallback = parsed.value;
  }

  DeclaredFields& fields_;
  std::string_view locale_;
  base::Findings& findings_;
  Slot slot_;
  bool known_type_ = true;
};

}  // namespace

Slot ReadSlot(DeclaredFields& fields, std::string_view locale, base::Findings& findings) {
  return SlotReader(fields, locale, findings).Read();
}

Template ReadTemplate(DeclaredFields& fields, std::string_view key, base::Findings& findings) {
  const std::string text = fields.Text(key);
  return ParseTemplate(text, fields.PlaceOf(key), findings);
}

void ReadHints(DeclaredFields& fields, base::Findings& findings,
               const std::function<void(const base::YamlNode::Entry& hint, Template text)>& take) {
  const base::YamlNode* hints = fields.Get("hint");
  if (hints == nullptr) return;
  if (!hints->IsMap() || hints->entries.empty())
    return findings.Error(hints->place, "'hint' must be a mapping", "write hint: {web: some words}, by account type");
  for (const auto& entry : hints->entries) {
    if (!entry.value.IsScalar())
      findings.Error(entry.value.place, "a hint must be text, not " + std::string(base::KindName(entry.value)));
    else
      take(entry, ParseTemplate(entry.value.scalar, entry.value.place, findings));
  }
}

void ReportLooseText(const base::YamlNode& node, DeclaredFields& fields, base::Findings& findings) {
  for (const auto& entry : node.entries) {
    if (!entry.value.IsNull() || entry.key.find(' ') == std::string::npos) continue;
    fields.Excuse(entry.key);
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
