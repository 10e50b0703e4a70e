#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <set>

#include "bot/base/text.h"
#include "bot/base/yaml.h"
#include "flows/issue_form.h"
#include "flows/loader.h"

namespace frontdesk::flows {
namespace {

using Kind = FormField::Kind;

constexpr std::size_t kMaxFields = 100;

constexpr std::array<std::pair<std::string_view, Kind>, 6> kKinds = {{
    {"markdown", Kind::kMarkdown},
    {"input", Kind::kInput},
    {"textarea", Kind::kTextarea},
    {"dropdown", Kind::kDropdown},
    {"checkboxes", Kind::kCheckboxes},
    {"upload", Kind::kUpload},
}};

class FormReader {
 public:
  explicit FormReader(base::Findings& findings) : findings_(findings) {}

  std::optional<IssueForm> Read(const base::YamlNode& root) {
    base::Fields fields(root, "an issue form", findings_);
    if (!root.IsMap()) return std::nullopt;
    form_.name = fields.RequiredText("name");
    form_.description = fields.RequiredText("description");
    form_.title = fields.Text("title");
    form_.labels = Labels(fields);
    for (const std::string_view key : {"assignees", "projects", "type"})
      if (fields.Get(key) != nullptr) form_.left_out.emplace_back(key);
    if (const base::YamlNode* body = fields.Require("body")) ReadBody(*body);
    fields.Finish();
    if (findings_.HasErrors()) return std::nullopt;
    return std::move(form_);
  }

 private:
  // A list, or names with commas between them.
  static std::vector<std::string> Labels(base::Fields& fields) {
    std::vector<std::string> labels;
    for (const std::string& text : fields.Texts("labels"))
      for (std::size_t at = 0; at <= text.size();) {
        const std::size_t comma = std::min(text.find(',', at), text.size());
        labels.emplace_back(base::Trim(std::string_view(text).substr(at, comma - at)));
        at = comma + 1;
      }
    return labels;
  }

  void ReadBody(const base::YamlNode& body) {
    if (!body.IsList() || body.items.empty())
      return findings_.Error(body.place, "'body' must be a list of fields",
                             "write - type: input, and attributes under it");
    if (body.items.size() > kMaxFields)
      return findings_.Error(body.place, "more than " + std::to_string(kMaxFields) + " fields", "split the form");
    for (const base::YamlNode& item : body.items) ReadField(item);
    const bool asks = std::any_of(body.items.begin(), body.items.end(), [](const base::YamlNode& item) {
      const base::YamlNode* type = item.Find("type");
      return type == nullptr || type->scalar != "markdown";
    });
    if (!asks) findings_.Error(body.place, "the form asks nothing", "add a field that is not markdown");
  }

  void ReadField(const base::YamlNode& node) {
    base::Fields fields(node, "a field", findings_);
    if (!node.IsMap()) return;
    FormField field;
    const std::string type = fields.RequiredText("type");
    std::vector<std::string_view> names;
    for (const auto& [name, kind] : kKinds) names.push_back(name);
    const auto known = std::find(names.begin(), names.end(), type);
    if (known == names.end()) {
      if (!type.empty())
        findings_.Error(fields.PlaceOf("type"), "unknown field type '" + type + "'", base::DidYouMean(type, names));
      return;
    }
    field.kind = kKinds[static_cast<std::size_t>(known - names.begin())].second;
    ReadId(fields, field);
    if (const base::YamlNode* attributes = fields.Require("attributes")) ReadAttributes(*attributes, field);
    if (const base::YamlNode* validations = fields.Get("validations")) ReadValidations(*validations, field);
    fields.Finish();
    form_.fields.push_back(std::move(field));
  }

  void ReadId(base::Fields& fields, FormField& field) {
    if (fields.Get("id") == nullptr) return;
    field.id = fields.RequiredText("id");
    static const RE2 kId("[A-Za-z0-9_-]+");
    if (!field.id.empty() && !RE2::FullMatch(field.id, kId))
      findings_.Error(fields.PlaceOf("id"), "'" + field.id + "' cannot be an id", "use letters, digits, - and _");
    if (!ids_.insert(field.id).second)
      findings_.Error(fields.PlaceOf("id"), "the id '" + field.id + "' stands here twice", "rename one");
  }

  void ReadAttributes(const base::YamlNode& node, FormField& field) {
    base::Fields fields(node, "attributes", findings_);
    if (!node.IsMap()) return;
    if (field.kind == Kind::kMarkdown) {
      field.value = fields.RequiredText("value");
      return fields.Finish();
    }
    field.label = fields.RequiredText("label");
    if (!field.label.empty() && !labels_.insert(field.label).second)
      findings_.Error(fields.PlaceOf("label"), "the label '" + field.label + "' stands here twice", "rename one");
    field.description = fields.Text("description");
    const bool written = field.kind == Kind::kInput || field.kind == Kind::kTextarea;
    if (written) field.placeholder = fields.Text("placeholder");
    if (written) field.value = fields.Text("value");
    if (field.kind == Kind::kTextarea && fields.Get("render") != nullptr) form_.left_out.push_back("render");
    if (field.kind == Kind::kDropdown) ReadDropdown(fields, field);
    if (field.kind == Kind::kCheckboxes) ReadCheckboxes(fields, field);
    fields.Finish();
  }

  const base::YamlNode* Options(base::Fields& fields) {
    const base::YamlNode* list = fields.Require("options");
    if (list == nullptr) return nullptr;
    if (!list->IsList() || list->items.empty())
      findings_.Error(list->place, "'options' must be a list");
    else if (list->items.size() > kMaxOptions)
      findings_.Error(list->place, "more than " + std::to_string(kMaxOptions) + " options", "split the question");
    else
      return list;
    return nullptr;
  }

  void AddOption(FormField& field, FormOption option, const base::Place& place) {
    for (const FormOption& other : field.options)
      if (base::FoldForMatch(other.label) == base::FoldForMatch(option.label))
        return findings_.Error(place, "the option '" + option.label + "' stands here twice", "remove one");
    if (base::FoldForMatch(option.label).empty()) return findings_.Error(place, "an option without a word");
    field.options.push_back(std::move(option));
  }

  void ReadDropdown(base::Fields& fields, FormField& field) {
    field.multiple = fields.Bool("multiple", false);
    const base::YamlNode* list = Options(fields);
    for (std::size_t i = 0; list != nullptr && i < list->items.size(); ++i) {
      const base::YamlNode& item = list->items[i];
      if (item.IsScalar())
        AddOption(field, {item.scalar, false}, item.place);
      else
        findings_.Error(item.place, "an option must be text, not " + std::string(base::KindName(item)));
    }
    if (fields.Get("default") == nullptr) return;
    const auto count = static_cast<std::int64_t>(list == nullptr ? kMaxOptions : list->items.size());
    field.chosen = fields.Int("default", 0, 0, std::max<std::int64_t>(count - 1, 0));
  }

  void ReadCheckboxes(base::Fields& fields, FormField& field) {
    const base::YamlNode* list = Options(fields);
    for (std::size_t i = 0; list != nullptr && i < list->items.size(); ++i) {
      base::Fields option(list->items[i], "an option of checkboxes", findings_);
      const std::string label = option.RequiredText("label");
      const bool required = option.Bool("required", false);
      option.Finish();
      if (!label.empty()) AddOption(field, {label, required}, option.PlaceOf("label"));
    }
  }

  void ReadValidations(const base::YamlNode& node, FormField& field) {
    base::Fields fields(node, "validations", findings_);
    if (!node.IsMap()) return;
    field.required = fields.Bool("required", false);
    if (field.kind == Kind::kUpload && fields.Get("accept") != nullptr) form_.left_out.push_back("accept");
    fields.Finish();
    if (field.kind == Kind::kMarkdown) findings_.Error(node.place, "markdown asks nothing to validate", "remove it");
  }

  base::Findings& findings_;
  IssueForm form_;
  std::set<std::string> ids_, labels_;
};

}  // namespace

std::optional<IssueForm> ReadIssueForm(const base::SourceFile& file, base::Findings& findings) {
  const std::optional<base::YamlNode> root = base::ParseYaml(file.path, file.text, findings);
  if (!root) return std::nullopt;
  return FormReader(findings).Read(*root);
}

}  // namespace frontdesk::flows
