// What every search engine in the comparison does alike: read the base and the questions, be timed, print one JSON
// line.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace frontdesk::bench {

struct Row {
  std::string id, title, body;
  std::vector<std::string> phrasings, tags;
};

struct Asked {
  std::string text;
  std::vector<std::string> relevant;  // empty: out of scope
};

std::string ReadFile(const std::string& path);
// {"id","title","phrasings" or "questions","tags","body"}; also {"text","label"}, one phrasing of the article `label`.
std::vector<Row> ReadRows(const std::string& path);
// {"query" or "text", "relevant" or "label"}; the label "oos" is out of scope.
std::vector<Asked> ReadAsked(const std::string& path);

// Chinese characters as overlapping pairs between spaces: for engines that only know words between spaces.
std::string WithPairs(const std::string& text);

using Ask = std::function<std::vector<std::string>(const std::string& text)>;  // ids, best first, at most 10

// Asks everything, at least kSamples times, and prints
//   {"engine","base","articles","phrasings","build_s","p50_us","p99_us","rss_mib","recall_at_1","recall_at_3","mrr"}
// RSS is that of the whole process, the base's rows included.
void Contest(const std::string& engine, const std::string& base, const std::vector<Row>& rows,
             const std::vector<Asked>& asked, double build_seconds, const Ask& ask);

}  // namespace frontdesk::bench
