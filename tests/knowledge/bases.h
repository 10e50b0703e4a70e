// Small knowledge bases for the tests of this folder.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "bot/base/finding.h"
#include "bot/base/source_file.h"
#include "knowledge/index.h"
#include "knowledge/language.h"
#include "knowledge/library.h"

namespace frontdesk::knowledge {

inline std::string ReadWhole(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The articles of the source tree, as a workspace has them.
inline base::SourceFiles ShippedFiles() {
  const std::filesystem::path root = FD_SOURCE_DIR;
  base::SourceFiles files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root / "knowledge" / "articles")) {
    if (!entry.is_regular_file()) continue;
    files.push_back({std::filesystem::relative(entry.path(), root).generic_string(), ReadWhole(entry.path())});
  }
  return files;
}

// Every finding as a line, in order.
inline std::vector<std::string> Lines(const base::Findings& findings) {
  std::vector<std::string> lines;
  for (const base::Finding& finding : findings.Sorted()) lines.push_back(base::ToString(finding));
  return lines;
}

inline LoadOptions English() { return {.locales = {"en"}, .flows = {"bug-report"}, .now = {}}; }

// Six articles about an office tool.
inline std::string SmallBase() {
  return R"({"id":"reset","title":"Reset your password","questions":["How do I reset my password?","forgot my password"],"tags":["account"],"body":"Open the sign-in page and press Forgot."}
{"id":"invoice","title":"Get an invoice","questions":["where is my invoice","need a receipt for accounting"],"body":"Billing > Invoices."}
{"id":"lag","title":"Calls lag","questions":["my call is choppy","视频一直卡","通话断断续续"],"body":"Use a cable instead of wireless."}
{"id":"upload","title":"An upload fails","questions":["file upload stops","cannot upload a file","文件传不上去"],"body":"Files up to 2 GB."}
{"id":"refund","title":"Refunds","questions":["I want my money back","怎么申请退款"],"body":"Within 14 days."}
{"id":"members","title":"Add people","questions":["invite a colleague","怎么邀请同事"],"body":"Admin console > Members."}
)";
}

inline Library LoadSmall(const base::SourceFiles& files = {{"knowledge/faq.jsonl", SmallBase()}}) {
  base::Findings findings;
  return LoadLibrary(files, English(), findings);
}

inline std::string BestOf(const Index& index, std::string_view text) {
  const Ranking ranking = index.Search({.text = std::string(text)});
  return ranking.hits.empty() ? "" : ranking.hits[0].id;
}

}  // namespace frontdesk::knowledge
