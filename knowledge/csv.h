// CSV as in RFC 4180: cells split by commas, "quoted" cells may hold commas, line breaks and doubled quotes.
//
// Thread safety: pure function.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/base/finding.h"

namespace frontdesk::knowledge {

struct CsvRow {
  std::vector<std::string> cells;
  int line = 0;  // where it begins
};

// Rows without any text are left out. A quote that never closes is reported and ends the reading.
std::vector<CsvRow> ParseCsv(const std::string& path, std::string_view text, base::Findings& findings);

}  // namespace frontdesk::knowledge
