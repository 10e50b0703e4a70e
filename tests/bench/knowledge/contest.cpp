#include "tests/bench/knowledge/contest.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>

#include "bot/base/text.h"

namespace frontdesk::bench {

namespace {

using Steady = std::chrono::steady_clock;
using nlohmann::json;

constexpr std::size_t kSamples = 3'000, kWarmUp = 50;

double Rounded(double value, double digits) { return std::round(value * digits) / digits; }

double ResidentMib() {
  std::ifstream statm("/proc/self/statm");
  double all = 0, resident = 0;
  statm >> all >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) / (1 << 20);
}

template <typename See>
void ForLines(const std::string& path, See see) {
  for (const std::string& line : base::SplitLines(ReadFile(path))) {
    if (!line.empty()) see(json::parse(line));
  }
}

std::vector<std::string> TextsAt(const json& row, const char* key) {
  return row.contains(key) ? row[key].get<std::vector<std::string>>() : std::vector<std::string>{};
}

// The place of the first right one, from 1; 0 for none.
std::size_t PlaceOf(const std::vector<std::string>& relevant, const std::vector<std::string>& ranked) {
  for (std::size_t i = 0; i < ranked.size() && i < 10; ++i) {
    if (std::find(relevant.begin(), relevant.end(), ranked[i]) != relevant.end()) return i + 1;
  }
  return 0;
}

void AddAccuracy(const std::vector<Asked>& asked, const Ask& ask, json& line) {
  double in_scope = 0, first = 0, three = 0, reciprocal = 0;
  for (const Asked& question : asked) {
    if (question.relevant.empty()) continue;
    const std::size_t place = PlaceOf(question.relevant, ask(question.text));
    ++in_scope;
    first += place == 1;
    three += place >= 1 && place <= 3;
    reciprocal += place > 0 ? 1.0 / static_cast<double>(place) : 0;
  }
  if (in_scope == 0) return;
  line["recall_at_1"] = Rounded(first / in_scope, 1e4);
  line["recall_at_3"] = Rounded(three / in_scope, 1e4);
  line["mrr"] = Rounded(reciprocal / in_scope, 1e4);
}

void AddLatency(const std::vector<Asked>& asked, const Ask& ask, json& line) {
  for (std::size_t i = 0; i < kWarmUp; ++i) ask(asked[i % asked.size()].text);
  std::vector<double> micros;
  for (std::size_t i = 0; i < std::max(kSamples, asked.size()); ++i) {
    const auto start = Steady::now();
    ask(asked[i % asked.size()].text);
    micros.push_back(std::chrono::duration<double, std::micro>(Steady::now() - start).count());
  }
  std::sort(micros.begin(), micros.end());
  line["p50_us"] = Rounded(micros[micros.size() / 2], 10);
  line["p99_us"] = Rounded(micros[micros.size() * 99 / 100], 10);
}

}  // namespace

std::string ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    std::fprintf(stderr, "cannot read '%s'\n", path.c_str());
    std::exit(1);
  }
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<Row> ReadRows(const std::string& path) {
  std::vector<Row> rows;
  std::map<std::string, std::size_t> by_label;
  ForLines(path, [&](const json& line) {
    if (line.contains("label")) {
      const std::string label = line["label"];
      if (label == "oos") return;
      const auto [at, is_new] = by_label.emplace(label, rows.size());
      if (is_new) rows.push_back({.id = label, .title = {}, .body = {}, .phrasings = {}, .tags = {}});
      rows[at->second].phrasings.push_back(line["text"]);
      return;
    }
    Row row{line["id"], line.value("title", ""), line.value("body", ""), TextsAt(line, "phrasings"),
            TextsAt(line, "tags")};
    for (std::string& phrasing : TextsAt(line, "questions")) row.phrasings.push_back(std::move(phrasing));
    rows.push_back(std::move(row));
  });
  return rows;
}

std::vector<Asked> ReadAsked(const std::string& path) {
  std::vector<Asked> all;
  ForLines(path, [&](const json& line) {
    Asked asked{line.contains("query") ? line["query"] : line["text"], TextsAt(line, "relevant")};
    if (line.contains("label") && line["label"] != "oos") asked.relevant.push_back(line["label"]);
    all.push_back(std::move(asked));
  });
  return all;
}

std::string WithPairs(const std::string& text) {
  const std::vector<char32_t> points = base::ToCodePoints(text);
  std::string out;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (!base::IsCjk(points[i])) {
      base::AppendUtf8(points[i], out);
      continue;
    }
    const bool after = i > 0 && base::IsCjk(points[i - 1]),
               before = i + 1 < points.size() && base::IsCjk(points[i + 1]);
    if (!before && after) continue;  // the pair with the one before is there
    out += ' ';
    base::AppendUtf8(points[i], out);
    if (before) base::AppendUtf8(points[i + 1], out);
    out += ' ';
  }
  return out;
}

void Contest(const std::string& engine, const std::string& base, const std::vector<Row>& rows,
             const std::vector<Asked>& asked, double build_seconds, const Ask& ask) {
  std::size_t phrasings = 0;
  for (const Row& row : rows) phrasings += row.phrasings.size();
  json line{{"engine", engine},          {"base", base},
            {"articles", rows.size()},   {"phrasings", phrasings},
            {"questions", asked.size()}, {"build_s", Rounded(build_seconds, 1e3)}};
  AddLatency(asked, ask, line);
  line["rss_mib"] = Rounded(ResidentMib(), 10);
  AddAccuracy(asked, ask, line);
  std::printf("%s\n", line.dump().c_str());
}

}  // namespace frontdesk::bench
