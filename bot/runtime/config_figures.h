// `desk: urgency:` and `desk: weight:`: how many points each factor of the two figures adds. Also read from a file of
// their own, to see what other points would have done.
//
// Thread safety: pure functions. Failure: findings; what is wrong keeps its built-in points.
#pragma once

#include "bot/base/source_file.h"
#include "bot/base/yaml.h"
#include "bot/desk/figures.h"

namespace frontdesk::runtime {

struct FigurePoints {
  desk::UrgencyPoints urgency;
  desk::WeightPoints weight;
  std::map<std::string, base::Place> areas = {};  // where `weight: area:` names components
};

// Takes the two keys out of `fields`.
void ReadFigures(base::Fields& fields, FigurePoints& points, base::Findings& findings);
// A file with nothing but the two keys; what it does not name keeps the points of `points`.
void ReadFiguresFile(const base::SourceFile& file, FigurePoints& points, base::Findings& findings);

}  // namespace frontdesk::runtime
