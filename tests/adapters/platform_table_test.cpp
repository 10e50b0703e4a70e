// The table of all account types in adapters/README.md says what the adapters say of themselves. What a platform cannot
// do, and how that degrades, is its last column, written by hand. After a change that is meant:
//   FRONTDESK_WRITE_GOLDEN=1 BUILD/adapters_test --gtest_filter='PlatformTable.*' && git diff adapters/README.md
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include "adapters/registry.h"

namespace frontdesk::adapters {
namespace {

constexpr char kPath[] = FD_SOURCE_DIR "/adapters/README.md";
constexpr char kHead[] =
    "| type | comes in by | signed requests | text of one message | buttons | cards | forms | threads | edits | files | "
    "typing | replies until | what it cannot do, and what happens instead |";

std::string Mark(bool can) { return can ? "yes" : "-"; }

std::string WaysIn(std::string_view type, const Adapter& adapter) {
  if (type == "web") return "the widget";
  if (type == "xmpp") return "a session";
  std::string ways;
  const auto add = [&](bool has, std::string_view way) {
    if (has) ways += (ways.empty() ? "" : ", ") + std::string(way);
  };
  add(adapter.takes_hooks() && adapter.capabilities().max_request > 0, "requests");
  add(adapter.socket() != nullptr, "WebSocket");
  add(adapter.puller() != nullptr, "pulling");
  return ways.empty() ? "-" : ways;
}

std::string TextOf(const Capabilities& can) {
  if (can.message_limit == 0) return "any length";
  const char* unit = can.unit == Capabilities::Unit::kBytes        ? " bytes"
                     : can.unit == Capabilities::Unit::kCodePoints ? " characters"
                                                                   : " UTF-16 units";
  return std::to_string(can.message_limit) + unit;
}

std::string WindowOf(const Capabilities& can) {
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(can.reply_window).count();
  if (minutes == 0) return "-";
  return minutes % 60 == 0 ? std::to_string(minutes / 60) + " h" : std::to_string(minutes) + " min";
}

// All columns but the last.
std::string Derived(std::string_view type, const Adapter& adapter) {
  const Capabilities can = adapter.capabilities();
  std::string line = "| " + std::string(type);
  for (const std::string& column :
       {WaysIn(type, adapter), Mark(adapter.takes_hooks() && can.max_request > 0 && can.signs_body), TextOf(can),
        can.buttons == 0 ? std::string("numbered text") : std::to_string(can.buttons), Mark(can.cards), Mark(can.forms),
        Mark(can.threads), Mark(can.edits), Mark(can.files), Mark(can.typing), WindowOf(can)})
    line += " | " + column;
  return line + " | ";
}

std::string ReadAll() {
  std::ifstream in(kPath, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

// The lines below the head, by type.
std::map<std::string, std::string> RowsIn(const std::string& text) {
  std::map<std::string, std::string> rows;
  std::istringstream lines(text.substr(std::min(text.find(kHead), text.size())));
  std::string line;
  for (int number = 0; std::getline(lines, line) && line.starts_with('|'); ++number)
    if (number >= 2) rows[line.substr(2, line.find(' ', 2) - 2)] = line;
  return rows;
}

std::string LastColumn(const std::string& row) {
  const auto end = row.rfind(" |");
  if (end == std::string::npos || end < 2) return {};
  const auto begin = row.rfind(" | ", end - 1);
  return begin == std::string::npos ? std::string() : row.substr(begin + 3, end - begin - 3);
}

void WriteTable(const std::map<std::string, std::string>& rows) {
  std::string text = ReadAll();
  const std::size_t begin = text.find(kHead);
  ASSERT_NE(begin, std::string::npos) << "the head of the table is missing";
  const std::size_t end = std::min(text.find("\n\n", begin), text.size());
  std::string table = kHead;
  table += "\n|---|---|---|---|---|---|---|---|---|---|---|---|---|";
  for (const std::string_view type : AccountTypes()) {
    const auto known = rows.find(std::string(type));
    table += "\n" + Derived(type, *FindAdapter(type)) + (known == rows.end() ? "?" : LastColumn(known->second)) + " |";
  }
  text.replace(begin, end - begin, table);
  std::ofstream(kPath, std::ios::binary) << text;
}

TEST(PlatformTable, SaysOfEveryAccountTypeWhatItsAdapterSays) {
  auto rows = RowsIn(ReadAll());
  if (std::getenv("FRONTDESK_WRITE_GOLDEN") != nullptr) {
    WriteTable(rows);
    rows = RowsIn(ReadAll());
  }
  for (const std::string_view type : AccountTypes()) {
    const auto row = rows.find(std::string(type));
    ASSERT_NE(row, rows.end()) << "no line for " << type;
    EXPECT_TRUE(row->second.starts_with(Derived(type, *FindAdapter(type)))) << row->second;
    EXPECT_GT(LastColumn(row->second).size(), 10u) << type << ": what it cannot do is not said";
    rows.erase(row);
  }
  for (const auto& [type, row] : rows) ADD_FAILURE() << type << " is no account type";
}

}  // namespace
}  // namespace frontdesk::adapters
