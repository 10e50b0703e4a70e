// A translation: the texts of one flow in another locale, keyed by step name. Logic cannot stand in it.
#include <algorithm>

#include "bot/base/text.h"
#include "bot/base/yaml.h"
#include "flows/flow_reader.h"
#include "flows/slot_reader.h"

namespace frontdesk::flows {
namespace {

class TranslationReader {
 public:
  TranslationReader(std::string_view locale, Flow& flow, base::Findings& findings)
      : locale_(locale), flow_(flow), findings_(findings) {}

  void Read(const base::YamlNode& root) {
    DeclaredFields fields(root, kTranslationMapping, findings_);
    if (!root.IsMap()) return;
    ReadIdentity(fields);
    if (const base::YamlNode* start = fields.Get("start")) {
      DeclaredFields start_fields(*start, kTranslatedStartMapping, findings_);
      ReadPhrases(start_fields, locale_, flow_, findings_);
      start_fields.Finish();
    }
    const base::YamlNode* steps = fields.Require("steps");
    fields.Finish();
    if (steps == nullptr) return;
    ReadSteps(*steps);
    ReportMissing(*steps);
  }

 private:
  void ReadIdentity(DeclaredFields& fields) {
    const std::string id = fields.Text("flow");
    if (!id.empty() && id != flow_.id)
      findings_.Error(fields.PlaceOf("flow"), "this is a translation of '" + flow_.id + "', not of '" + id + "'",
                      "write flow: " + flow_.id);
    const std::string locale = fields.Text("locale");
    if (!locale.empty() && locale != locale_)
      findings_.Error(fields.PlaceOf("locale"),
                      "the file's name says '" + std::string(locale_) + "', not '" + locale + "'",
                      "write locale: " + std::string(locale_));
    const auto version = fields.Whole("version", flow_.version);
    if (version != flow_.version)
      findings_.Warning(fields.PlaceOf("version"),
                        "stale translation: of version " + std::to_string(version) + ", but the flow is version " +
                            std::to_string(flow_.version),
                        "look it through, then write version: " + std::to_string(flow_.version));
    if (fields.Get("title") != nullptr)
      flow_.title.Set(locale_, fields.Text("title"));
    else
      Missing(fields.place(), "a title");
  }

  void ReadSteps(const base::YamlNode& steps) {
    if (!steps.IsMap())
      return findings_.Error(steps.place, "'steps' must be a mapping", "write the name of a step, then its texts");
    std::vector<std::string_view> names;
    for (const Step& step : flow_.steps)
      if (step.named && IsTranslated(step)) names.push_back(step.name);
    for (const auto& entry : steps.entries) {
      const int index = flow_.FindStep(entry.key);
      if (index < 0)
        findings_.Error(entry.key_place, "the flow has no step '" + entry.key + "'",
                        base::DidYouMean(entry.key, names));
      else
        ReadStep(flow_.steps[static_cast<std::size_t>(index)], entry);
    }
  }

  static bool IsTranslated(const Step& step) {
    return std::holds_alternative<AskStep>(step.body) || std::holds_alternative<SayStep>(step.body) ||
           std::holds_alternative<ConfirmStep>(step.body);
  }

  static const Mapping& MappingOf(const Step& step) {
    if (std::holds_alternative<AskStep>(step.body)) return kTranslatedAskMapping;
    return std::holds_alternative<SayStep>(step.body) ? kTranslatedSayMapping : kTranslatedConfirmMapping;
  }

  void ReadStep(Step& step, const base::YamlNode::Entry& entry) {
    if (!IsTranslated(step))
      return findings_.Error(entry.key_place, "the step '" + step.name + "' has nothing to translate", "remove it");
    DeclaredFields fields(entry.value, MappingOf(step), findings_, "the translation of '" + step.name + "'");
    if (!entry.value.IsMap()) return;
    if (auto* ask = std::get_if<AskStep>(&step.body))
      ReadSlotTexts(fields, flow_.slots[static_cast<std::size_t>(ask->slot)]);
    if (auto* say = std::get_if<SayStep>(&step.body)) ReadText(fields, "say", say->text);
    if (auto* confirm = std::get_if<ConfirmStep>(&step.body)) ReadText(fields, "text", confirm->text);
    fields.Finish();
  }

  void ReadText(DeclaredFields& fields, std::string_view key, Localized<Template>& text) {
    if (fields.Get(key) == nullptr) {
      if (!text.empty()) Missing(fields.place(), "'" + std::string(key) + "'");
    } else if (text.empty()) {
      findings_.Error(fields.PlaceOf(key), "the flow has no '" + std::string(key) + "' here",
                      "remove it, or add it to the flow");
    } else {
      text.Set(locale_, ReadTemplate(fields, key, findings_));
    }
  }

  void ReadSlotTexts(DeclaredFields& fields, Slot& slot) {
    ReadText(fields, "text", slot.text);
    ReadText(fields, "help", slot.help);
    ReadText(fields, "retry", slot.retry);
    if (fields.Get("title") != nullptr)
      slot.title.Set(locale_, fields.Text("title"));
    else if (!slot.title.empty())
      Missing(fields.place(), "'title'");
    ReadSlotHints(fields, slot);
    ReadLabels(fields, slot);
  }

  void ReadSlotHints(DeclaredFields& fields, Slot& slot) {
    ReadHints(fields, findings_, [&](const base::YamlNode::Entry& hint, Template text) {
      const auto own = slot.hints.find(hint.key);
      if (own == slot.hints.end())
        findings_.Error(hint.key_place, "the flow has no hint for '" + hint.key + "' here",
                        "remove it, or add it to the flow");
      else
        own->second.Set(locale_, std::move(text));
    });
    for (const auto& [platform, text] : slot.hints)
      if (text.Exactly(locale_) == nullptr) Missing(fields.place(), "the hint for '" + platform + "'");
  }

  void ReadLabels(DeclaredFields& fields, Slot& slot) {
    const base::YamlNode* labels = fields.Get("options");
    if (labels == nullptr) {
      if (!slot.options.empty()) Missing(fields.place(), "'options'");
      return;
    }
    if (!labels->IsMap()) return findings_.Error(labels->place, "'options' must be a mapping", "write {value: label}");
    for (const auto& entry : labels->entries) ReadLabel(entry, slot);
    for (const Option& option : slot.options)
      if (labels->Find(option.value) == nullptr) Missing(labels->place, "a label for '" + option.value + "'");
  }

  void ReadLabel(const base::YamlNode::Entry& entry, Slot& slot) {
    std::vector<std::string_view> values;
    for (const Option& option : slot.options) values.push_back(option.value);
    auto option = std::find_if(slot.options.begin(), slot.options.end(), [&](auto& o) { return o.value == entry.key; });
    if (option == slot.options.end())
      return findings_.Error(entry.key_place, "'" + slot.name + "' has no option '" + entry.key + "'",
                             base::DidYouMean(entry.key, values));
    if (!entry.value.IsScalar()) return findings_.Error(entry.value.place, "a label must be text");
    for (const Option& other : slot.options) {
      const std::string* label = other.label.Exactly(locale_);
      if (label != nullptr && base::FoldForMatch(*label) == base::FoldForMatch(entry.value.scalar))
        findings_.Error(entry.value.place, "two options have the label '" + entry.value.scalar + "'");
    }
    option->label.Set(locale_, entry.value.scalar);
  }

  void ReportMissing(const base::YamlNode& steps) {
    for (const Step& step : flow_.steps) {
      const auto* confirm = std::get_if<ConfirmStep>(&step.body);
      const bool has_text = IsTranslated(step) && !(confirm != nullptr && confirm->text.empty());
      if (step.named && has_text && steps.IsMap() && steps.Find(step.name) == nullptr)
        Missing(steps.place, "the step '" + step.name + "'");
    }
  }

  void Missing(const base::Place& place, std::string what) {
    findings_.Warning(place, "missing translation: " + std::move(what), "users see the text in '" + flow_.locale + "'");
  }

  std::string_view locale_;
  Flow& flow_;
  base::Findings& findings_;
};

}  // namespace

void ReadTranslation(const base::SourceFile& file, std::string_view locale, Flow& flow, base::Findings& findings) {
  const std::optional<base::YamlNode> root = base::ParseYaml(file.path, file.text, findings);
  if (root) TranslationReader(locale, flow, findings).Read(*root);
}

}  // namespace frontdesk::flows
