// A GitHub issue form (.github/ISSUE_TEMPLATE/*.yml) as a flow: each field becomes a question.
//
//   markdown            words that are said            textarea   longtext
//   input               text                           upload     file
//   dropdown            choice; multi when `multiple`   checkboxes multi; what is required must be ticked
//
// A field that is not required may be skipped; a default is the answer when it is. Descriptions stand under the
// question, placeholders in its help. What a flow has no place for (labels, assignees, projects, render) is named.
//
// Thread safety: pure functions. Failure: every mistake of the form becomes a finding at its place.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/finding.h"
#include "bot/base/source_file.h"

namespace frontdesk::flows {

struct FormOption {
  std::string label;
  bool required = false;  // of checkboxes: must be ticked
};

struct FormField {
  enum class Kind { kMarkdown, kInput, kTextarea, kDropdown, kCheckboxes, kUpload };
  Kind kind = Kind::kMarkdown;
  std::string id;  // may be empty
  std::string label, description, placeholder;
  std::string value;  // markdown's words; of an input or textarea what already stands in it
  std::vector<FormOption> options;
  std::optional<std::int64_t> chosen;  // of a dropdown: the default's index
  bool multiple = false;
  bool required = false;
};

struct IssueForm {
  std::string name, description, title;
  std::vector<std::string> labels;
  std::vector<FormField> fields;
  std::vector<std::string> left_out;  // keys that a flow has no place for
};

// Nothing when there is an error among the findings.
std::optional<IssueForm> ReadIssueForm(const base::SourceFile& file, base::Findings& findings);

// The flow's file. `id` as IsFlowName wants it, `locale` the language of the form's words.
std::string WriteFlow(const IssueForm& form, std::string_view id, std::string_view locale);

// "Bug_Report.yml" -> "bug-report"; "flow" when nothing is left of the name.
std::string FlowNameOf(std::string_view file);

}  // namespace frontdesk::flows
