#include "bot/base/finding.h"

#include <algorithm>
#include <tuple>

#include "bot/base/text.h"

namespace frontdesk::base {

namespace {
constexpr std::size_t kNamesShown = 12;
constexpr std::size_t kShortestStem = 3;

// "int" for integer, "maximum" for max.
bool ShareAStem(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  return a.size() >= kShortestStem && b.starts_with(a);
}
}  // namespace

std::string ToString(const Finding& finding) {
  std::string text = finding.place.path;
  if (finding.place.line > 0) {
    text += ':' + std::to_string(finding.place.line) + ':' + std::to_string(std::max(1, finding.place.column));
  }
  text += finding.severity == Severity::kError ? ": error: " : ": warning: ";
  text += finding.what;
  if (!finding.fix.empty()) text += "; " + finding.fix;
  return text;
}

void Findings::Error(Place place, std::string what, std::string fix) {
  all_.push_back({Severity::kError, std::move(place), std::move(what), std::move(fix)});
}

void Findings::Warning(Place place, std::string what, std::string fix) {
  all_.push_back({Severity::kWarning, std::move(place), std::move(what), std::move(fix)});
}

bool Findings::HasErrors() const {
  return std::any_of(all_.begin(), all_.end(), [](const Finding& f) { return f.severity == Severity::kError; });
}

std::vector<Finding> Findings::Sorted() const {
  std::vector<Finding> sorted = all_;
  std::stable_sort(sorted.begin(), sorted.end(), [](const Finding& a, const Finding& b) {
    return std::tie(a.place.path, a.place.line, a.place.column) < std::tie(b.place.path, b.place.line, b.place.column);
  });
  return sorted;
}

std::string DidYouMean(std::string_view got, std::span<const std::string_view> candidates) {
  const std::size_t near = std::max<std::size_t>(1, std::min<std::size_t>(3, got.size() / 3));
  std::string_view best;
  std::size_t best_distance = near + 1;
  for (const std::string_view candidate : candidates) {
    const std::size_t distance = EditDistance(got, candidate, near);
    if (distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  if (best.empty()) {
    const auto stem = std::find_if(candidates.begin(), candidates.end(),
                                   [&](std::string_view candidate) { return ShareAStem(got, candidate); });
    if (stem != candidates.end()) best = *stem;
  }
  if (!best.empty()) return "did you mean '" + std::string(best) + "'?";
  if (candidates.empty()) return {};
  std::string known = "known: ";
  for (std::size_t i = 0; i < candidates.size() && i < kNamesShown; ++i) {
    if (i > 0) known += ", ";
    known += candidates[i];
  }
  if (candidates.size() > kNamesShown) known += " ...";
  return known;
}

}  // namespace frontdesk::base
