// Templates: "Version {{version | default: ?}} is old." Parsed once at load; what a user typed is inserted as text and
// never parsed again.
//
//   {{name}} {{name | filter}} {{name | filter: argument | filter}}
//
// Thread safety: plain values and pure functions. A broken template is a finding with its place; nothing throws.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bot/base/clock.h"
#include "bot/base/finding.h"

namespace frontdesk::flows {

enum class FilterKind { kFirstLine, kShorten, kTime, kDate, kUpper, kLower, kDefault };

struct Filter {
  FilterKind kind = FilterKind::kUpper;
  std::string argument;  // of `default`
  int count = 0;         // of `shorten`
  bool operator==(const Filter&) const = default;
};

// Literal text, or a name with its filters when `name` is not empty.
struct TemplatePiece {
  std::string literal;
  std::string name;
  std::vector<Filter> filters;
  bool operator==(const TemplatePiece&) const = default;
};

struct Template {
  std::vector<TemplatePiece> pieces;
  base::Place place;
  bool empty() const { return pieces.empty(); }
};

// What a name stands for: text, or a moment that the filters `time` and `date` can write in the reader's zone.
using TemplateValue = std::variant<std::string, base::TimePoint>;

struct TemplateScope {
  std::function<TemplateValue(std::string_view name)> find;
  std::string_view locale;
  std::string_view zone;
  base::TimePoint now;
};

// Reports an unclosed "{{", an empty name, an unknown filter, a missing or wrong filter argument.
Template ParseTemplate(std::string_view text, const base::Place& place, base::Findings& findings);

std::string Render(const Template& text, const TemplateScope& scope);

std::string_view FilterName(FilterKind kind);

}  // namespace frontdesk::flows
