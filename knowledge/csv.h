// CSV as in RFC 4180: cells split by commas, "quoted" cells may hold commas, line breaks and doubled quotes.
//
// Thread safety: pure function.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/finding.h"

namespace frontdesk::knowledge {

struct CsvCell {
  std::string text;
  int line = 0, column = 0;  // where it begins
};

using CsvRow = std::vector<CsvCell>;  // at least one cell

inline constexpr std::size_t kMaxCsvCells = 2'000'000;  // of a file

// Rows without any text are left out. A quote that never closes, and a cell too many, is reported and ends the
// reading.
std::vector<CsvRow> ParseCsv(const std::string& path, std::string_view text, base::Findings& findings);

}  // namespace frontdesk::knowledge
