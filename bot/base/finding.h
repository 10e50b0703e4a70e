// What a check of a workspace found: every error and warning with its place, printed as
//   path:line:col: error: what; how to fix
// All findings of a run are collected; nothing stops at the first.
//
// Thread safety: plain values.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::base {

enum class Severity { kError, kWarning };

// line and column count from 1; 0 means "the file as a whole".
struct Place {
  std::string path;
  int line = 0;
  int column = 0;
};

struct Finding {
  Severity severity = Severity::kError;
  Place place;
  std::string what;  // what is wrong, no full stop
  std::string fix;   // how to mend it; may be empty
};

// "flows/bug.yaml:3:5: error: unknown key 'opitons'; did you mean 'options'?"
std::string ToString(const Finding& finding);

class Findings {
 public:
  void Error(Place place, std::string what, std::string fix = {});
  void Warning(Place place, std::string what, std::string fix = {});
  bool HasErrors() const;
  bool empty() const { return all_.empty(); }
  // Ordered by path, line, column.
  std::vector<Finding> Sorted() const;

 private:
  std::vector<Finding> all_;
};

// "did you mean 'options'?" when a candidate is near enough, else "known: a, b, c" (at most 12 names).
std::string DidYouMean(std::string_view got, std::span<const std::string_view> candidates);

}  // namespace frontdesk::base
