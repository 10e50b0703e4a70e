#include "tests/crash/oracle.h"

#include <sqlite3.h>

#include <algorithm>

#include "tests/fakes/visitor_desk.h"

namespace frontdesk::crash {

using fakes::Millis;
using fakes::SeenRow;

namespace {

constexpr Millis kPatience{90'000};
constexpr std::size_t kShownRows = 3;  // around the first difference

using Lines = std::vector<std::string>;

Lines ToldBy(const std::vector<SeenRow>& rows) {
  Lines lines;
  for (const SeenRow& row : rows)
    if (row.from == "user" || IsReply(row)) lines.push_back(row.from + ": " + row.text);
  return lines;
}

Lines ExpectedOf(const CustomerLog& log) {
  Lines lines;
  for (const Asked& question : log.acknowledged) {
    lines.push_back("user: " + question.text);
    lines.push_back("bot: " + ReplyTo(question));
  }
  return lines;
}

std::string ShowAround(const Lines& lines, std::size_t at) {
  std::string text;
  for (std::size_t i = at; i < std::min(lines.size(), at + kShownRows); ++i) text += " [" + lines[i] + "]";
  return text.empty() ? " nothing" : text;
}

void Compare(const std::string& what, const Lines& expected, const Lines& found, Lines& wrong) {
  if (expected == found) return;
  std::size_t at = 0;
  while (at < expected.size() && at < found.size() && expected[at] == found[at]) ++at;
  wrong.push_back(what + ": " + std::to_string(found.size()) + " rows in place of " + std::to_string(expected.size()) +
                  "; from row " + std::to_string(at) + " on expected" + ShowAround(expected, at) + ", found" +
                  ShowAround(found, at));
}

Lines IdsOf(const CustomerLog& log) {
  Lines ids;
  for (const Asked& question : log.acknowledged) ids.push_back(log.name.id + ":" + question.id);
  return ids;
}

}  // namespace

std::vector<std::string> JudgeStreams(const std::vector<std::unique_ptr<CustomerLog>>& logs) {
  Lines wrong;
  for (const auto& log : logs) {
    const std::string who = "visitor " + log->name.id.substr(0, 4);
    wrong.insert(wrong.end(), log->wrong.begin(), log->wrong.end());
    if (log->acknowledged.empty()) wrong.push_back(who + " was never acknowledged anything");
    Compare(who + ", live stream", ExpectedOf(*log), ToldBy(log->seen), wrong);
    Compare(who + ", stream from the beginning", ToldBy(log->seen),
            ToldBy(Replay(log->name, log->seen.size(), kPatience)), wrong);
  }
  return wrong;
}

std::vector<std::string> AskDatabase(const std::string& path, const std::string& sql) {
  sqlite3* db = nullptr;
  Lines rows;
  const bool writes = sql.starts_with("UPDATE");
  int code = sqlite3_open_v2(path.c_str(), &db, writes ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY, nullptr);
  sqlite3_stmt* query = nullptr;
  if (code == SQLITE_OK) code = sqlite3_prepare_v2(db, sql.c_str(), -1, &query, nullptr);
  while (code == SQLITE_OK || code == SQLITE_ROW) {
    code = sqlite3_step(query);
    if (code != SQLITE_ROW) break;
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(query, 0));
    rows.emplace_back(text ? text : "NULL");
  }
  if (code != SQLITE_DONE) rows = {std::string("error: ") + sqlite3_errmsg(db)};
  sqlite3_finalize(query);
  sqlite3_close(db);
  return rows;
}

std::vector<std::string> JudgeDatabase(const std::string& path, const std::vector<std::unique_ptr<CustomerLog>>& logs) {
  Lines wrong;
  const auto expect = [&](const std::string& what, const Lines& expected, const std::string& sql) {
    Compare(what, expected, AskDatabase(path, sql), wrong);
  };
  expect("integrity_check", {"ok"}, "PRAGMA integrity_check");
  expect("replies that were never sent", {"0"}, "SELECT count(*) FROM outbox WHERE state = 1");
  expect("replies of unknown fate", {"0"}, "SELECT count(*) FROM transcript WHERE delivery = 4");
  for (const auto& log : logs) {
    const std::string of = " of visitor " + log->name.id.substr(0, 4);
    const std::string events = " event_id LIKE '" + log->name.id + ":%'";
    const std::string count = std::to_string(log->acknowledged.size());
    expect("questions" + of, IdsOf(*log),
           "SELECT event_id FROM transcript WHERE author = 'user' AND" + events + " ORDER BY seq");
    expect("event ids" + of, {count}, "SELECT count(*) FROM event WHERE" + events);
    expect("replies" + of, {count},
           "SELECT count(*) FROM transcript WHERE author = 'bot' AND body NOT LIKE '%\"greeting\"%' AND conversation = "
           "(SELECT id FROM conversation WHERE channel = '" +
               log->name.id + "')");
  }
  return wrong;
}

}  // namespace frontdesk::crash
