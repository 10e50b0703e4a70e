#include <algorithm>
#include <array>
#include <set>

#include "bot/base/rich_text.h"
#include "bot/base/text.h"
#include "flows/issue_form.h"

namespace frontdesk::flows {
namespace {

using Kind = FormField::Kind;

constexpr std::size_t kMostName = 40;
// Names that mean something else in a flow.
constexpr auto kTaken =
    std::to_array<std::string_view>({"ticket", "context", "profile", "account", "locale", "all", "any", "not", "hours",
                                     "queue", "edit", "review", "thanks", "about"});
// What the labels of a form say about its tickets.
constexpr auto kCategories =
    std::to_array<std::pair<std::string_view, std::string_view>>({{"enhancement", "suggestion"},
                                                                  {"feature", "suggestion"},
                                                                  {"idea", "suggestion"},
                                                                  {"request", "suggestion"},
                                                                  {"question", "service"},
                                                                  {"support", "service"},
                                                                  {"help", "service"},
                                                                  {"docs", "service"},
                                                                  {"documentation", "service"}});

// Letters and digits in one case, everything else as one `dash`.
std::string Slug(std::string_view text, char dash) {
  std::string slug;
  for (const char c : base::AsciiLower(std::string(text))) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (plain)
      slug += c;
    else if (!slug.empty() && slug.back() != dash)
      slug += dash;
    if (slug.size() <= kMostName) continue;
    const std::size_t word = slug.rfind(dash);  // no half word at the end
    slug.resize(word == std::string::npos ? kMostName : word);
    break;
  }
  while (!slug.empty() && slug.back() == dash) slug.pop_back();
  return slug;
}

std::string Indented(std::string_view text, int depth) {
  std::string out;
  for (const std::string& line : base::SplitLines(text))
    out += "\n" + (line.empty() ? "" : std::string(static_cast<std::size_t>(depth), ' ') + line);
  return out;
}

// Without characters that YAML forbids or takes for line ends (YAML 1.2, section 5.1).
std::string Printable(std::string_view text) {
  std::vector<char32_t> kept;
  for (const char32_t c : base::ToCodePoints(text)) {
    const bool control = (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0);
    const bool line_end = c == 0x2028 || c == 0x2029;
    if (!control && c != 0xfeff && c < 0xfffe) kept.push_back(line_end ? ' ' : c);
    if (c > 0xffff) kept.push_back(c);
  }
  return base::FromCodePoints(kept);
}

// A text as YAML: several lines as a block, else in quotes. Braces are parted, as a flow's text is a template.
std::string YamlText(std::string text, int depth) {
  for (std::size_t at = 0; (at = text.find("{{", at)) != std::string::npos; at += 2) text.insert(at + 1, " ");
  text = Printable(base::Trim(text));
  const bool block = text.find('\n') != std::string::npos && text.find('\t') == std::string::npos &&
                     text.find(" \n") == std::string::npos && text.front() != ' ' && text.front() != '\n';
  if (block) return "|-" + Indented(text, depth);
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n') out += "\\n";
    if (c == '\t') out += "\\t";
    if (c != '\n' && c != '\t') out += c;
  }
  return out + "\"";
}

// In quotes on one line, for names, labels and inside [ ] and { }.
std::string YamlLine(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return YamlText(std::move(text), 0);
}

// As people read it: comments gone, links behind their words.
std::string PlainWords(const std::string& markdown) {
  std::string text = markdown;
  for (std::size_t at; (at = text.find("<!--")) != std::string::npos;) {
    const std::size_t end = text.find("-->", at);
    text.erase(at, end == std::string::npos ? end : end + 3 - at);
  }
  return std::string(base::Trim(base::ToPlainText(base::Markdown(text))));
}

// A label is never empty, even if it was nothing but markup.
std::string LabelWords(const std::string& label) {
  const std::string words = PlainWords(label);
  return base::FoldForMatch(words).empty() ? label : words;
}

class FlowWriter {
 public:
  FlowWriter(const IssueForm& form, std::string_view id, std::string_view locale)
      : form_(form), id_(id), locale_(locale), names_(kTaken.begin(), kTaken.end()) {}

  std::string Write() {
    const std::string name = YamlLine(form_.name);
    const bool phrase = !base::FoldForMatch(form_.name).empty();
    out_ = "flow: " + id_ + "\nversion: 1\ntitle: " + name + "\nlocale: " + locale_ + "\nstart:\n  commands: [" + id_ +
           "]\n" + (phrase ? "  phrases: [" + name + "]\n" : "") + "steps:\n";
    Say(PlainWords(form_.description), "about");
    for (const FormField& field : form_.fields) WriteField(field);
    out_ += "  - confirm: review\n  - ticket:\n      category: " + Category() + "\n      title: " + Title() +
            "\n      fields: [" + FieldNames() + "]\n";
    out_ += "  - label: thanks\n    say: \"" + std::string(Thanks()) + "\"\n  - end: done\n";
    return out_;
  }

 private:
  std::string_view Thanks() const {
    return locale_.starts_with("zh")
               ? "谢谢！编号是 {{ticket.number}}，{{ticket.queue}} 会在 {{ticket.answer_by | time}} 之前回复。"
               : "Thank you. This is number {{ticket.number}}. {{ticket.queue}} will answer by {{ticket.answer_by | "
                 "time}}.";
  }

  void Say(const std::string& words, const std::string& name) {
    if (words.empty()) return;
    out_ += "  - label: " + name + "\n    say: " + YamlText(words, 6) + "\n";
  }

  // From the id, else the label, else by number; never a name that is taken.
  std::string NameFor(const FormField& field) {
    std::string name = Slug(field.id.empty() ? field.label : field.id, '_');
    if (name.empty() || name.front() < 'a') name = "question" + (name.empty() ? "" : "_" + name);
    return Free(name, '_');
  }

  std::string Free(const std::string& name, char dash) {
    std::string free = name;
    for (int i = 2; !names_.insert(free).second; ++i) free = name + dash + std::to_string(i);
    return free;
  }

  void WriteField(const FormField& field) {
    if (field.kind == Kind::kMarkdown) return Say(PlainWords(field.value), Free("note", '_'));
    if (field.kind == Kind::kCheckboxes) return WriteCheckboxes(field);
    const std::string name = BeginQuestion(field, NameFor(field), TypeOf(field), true);
    if (field.kind == Kind::kDropdown) WriteOptions(field.options);
    const bool kept = field.kind == Kind::kInput && !field.value.empty();
    const std::string fallback = field.chosen ? OptionValues(field.options)[static_cast<std::size_t>(*field.chosen)]
                                 : kept       ? YamlLine(field.value)
                                              : std::string();
    if (!field.required || !fallback.empty()) out_ += "    skip: true\n";
    if (!fallback.empty()) out_ += "    default: " + fallback + "\n";
    if (first_.empty() || (first_is_choice_ && field.kind != Kind::kDropdown && field.kind != Kind::kUpload)) {
      first_ = name;
      first_is_choice_ = field.kind == Kind::kDropdown;
    }
  }

  static std::string TypeOf(const FormField& field) {
    switch (field.kind) {
      case Kind::kTextarea: return "longtext";
      case Kind::kDropdown: return field.multiple ? "multi" : "choice";
      case Kind::kUpload: return "file";
      default: return "text";
    }
  }

  std::string BeginQuestion(const FormField& field, const std::string& name, const std::string& type, bool explained) {
    const std::string description = PlainWords(field.description);
    const bool below = explained && !description.empty();
    out_ += "  - ask: " + name + "\n    type: " + type + "\n    title: " + YamlLine(LabelWords(field.label)) +
            "\n    text: " + YamlText(LabelWords(field.label) + (below ? "\n" + description : ""), 6) + "\n";
    std::string help = field.placeholder;
    if (field.kind == Kind::kTextarea && !field.value.empty()) help += (help.empty() ? "" : "\n") + field.value;
    if (!base::Trim(help).empty()) out_ += "    help: " + YamlText(help, 6) + "\n";
    slots_.push_back(name);
    return name;
  }

  // What must be ticked is one question, what may be ticked another.
  void WriteCheckboxes(const FormField& field) {
    std::vector<FormOption> must, may;
    for (const FormOption& option : field.options) (option.required ? must : may).push_back(option);
    const std::string name = NameFor(field);
    if (!must.empty()) {
      BeginQuestion(field, name, must.size() == 1 ? "choice" : "multi", true);
      WriteOptions(must);
      if (must.size() > 1) out_ += "    min: " + std::to_string(must.size()) + "\n";
    }
    if (may.empty()) return;
    BeginQuestion(field, must.empty() ? name : Free(name + "_more", '_'), "multi", must.empty());
    WriteOptions(may);
    if (!field.required || !must.empty()) out_ += "    skip: true\n";
  }

  static std::vector<std::string> OptionValues(const std::vector<FormOption>& options) {
    std::vector<std::string> values;
    std::set<std::string> taken;
    for (const FormOption& option : options) {
      const std::string slug = Slug(option.label, '-');
      std::string value = slug.empty() ? "option-1" : slug;
      for (int i = 2; !taken.insert(value).second; ++i)
        value = (slug.empty() ? "option" : slug) + "-" + std::to_string(i);
      values.push_back(value);
    }
    return values;
  }

  void WriteOptions(const std::vector<FormOption>& options) {
    const std::vector<std::string> values = OptionValues(options);
    out_ += "    options:\n";
    for (std::size_t i = 0; i < options.size(); ++i)
      out_ += "      - {value: \"" + values[i] + "\", label: " + YamlLine(LabelWords(options[i].label)) + "}\n";
  }

  std::string Category() const {
    for (const std::string& label : form_.labels)
      for (const auto& [word, category] : kCategories)
        if (base::AsciiLower(label).find(word) != std::string::npos) return std::string(category);
    return "functional";
  }

  std::string Title() const {
    std::string prefix(base::Trim(form_.title));
    if (prefix.empty()) prefix = form_.name + ":";
    const std::string answer =
        first_.empty() ? "" : " {{" + first_ + (first_is_choice_ ? ".label" : " | first_line | shorten: 80") + "}}";
    std::string quoted = YamlLine(prefix);
    quoted.insert(quoted.size() - 1, answer);
    return quoted;
  }

  std::string FieldNames() const {
    std::string names;
    for (const std::string& slot : slots_) names += (names.empty() ? "" : ", ") + slot;
    return names;
  }

  const IssueForm& form_;
  std::string id_, locale_, out_;
  std::set<std::string, std::less<>> names_;
  std::vector<std::string> slots_;
  std::string first_;  // the answer that names the ticket
  bool first_is_choice_ = false;
};

}  // namespace

std::string WriteFlow(const IssueForm& form, std::string_view id, std::string_view locale) {
  return FlowWriter(form, id, locale).Write();
}

std::string FlowNameOf(std::string_view file) {
  std::string_view stem = file.substr(file.find_last_of('/') + 1);
  stem = stem.substr(0, stem.rfind('.'));
  std::string name = Slug(stem, '-');
  if (name.empty()) return "flow";
  return name.front() < 'a' ? "form-" + name : name;
}

}  // namespace frontdesk::flows
