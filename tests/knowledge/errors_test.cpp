// Every mistake of errors.txt is found at its place, with a way to mend it. FRONTDESK_WRITE_GOLDEN=1 writes what is
// said now into the file, to be read before it is kept.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "bot/base/text.h"
#include "tests/knowledge/bases.h"

namespace frontdesk::knowledge {
namespace {

const char kPath[] = FD_SOURCE_DIR "/tests/knowledge/errors.txt";

struct ErrorCase {
  std::string name;
  base::SourceFiles files;  // as written, stand-ins included
  std::string says;
};

std::vector<ErrorCase> ReadCases(std::string& head) {
  std::vector<ErrorCase> cases;
  std::string* part = &head;
  for (const std::string& line : base::SplitLines(ReadWhole(kPath))) {
    if (line.starts_with("== ")) {
      cases.push_back({line.substr(3), {}, ""});
      part = nullptr;
    } else if (line == "-- says") {
      part = &cases.back().says;
    } else if (line.starts_with("-- ")) {
      part = &cases.back().files.emplace_back(line.substr(3), "").text;
    } else if (part != nullptr && (cases.empty() || part != &cases.back().says || !line.empty())) {
      *part += line + "\n";
    }
  }
  return cases;
}

void Replace(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

base::SourceFiles WithBytes(base::SourceFiles files) {
  for (base::SourceFile& file : files) {
    Replace(file.text, "{FF}", "\xFF");
    Replace(file.text, "{BOM}", "\xEF\xBB\xBF");
    for (const int size : {201, 1001, 4001})
      Replace(file.text, "{long " + std::to_string(size) + "}", std::string(static_cast<std::size_t>(size), 'x'));
  }
  return files;
}

std::string FindingsOf(const base::SourceFiles& files) {
  base::Findings findings;
  LoadLibrary(WithBytes(files),
              {.locales = {"en", "zh"},
               .flows = {"bug-report"},
               .now = *base::ParseTime("2026-06-01T00:00:00Z"),
               .accounts = {"widget", "desk"}},
              findings);
  std::string lines;
  for (const std::string& line : Lines(findings)) lines += line + "\n";
  return lines;
}

void WriteCases(const std::string& head, const std::vector<ErrorCase>& cases) {
  std::ofstream out(kPath, std::ios::binary);
  out << head.substr(0, head.find_last_not_of('\n') + 1) << '\n';
  for (const ErrorCase& error_case : cases) {
    out << "\n== " << error_case.name << '\n';
    for (const base::SourceFile& file : error_case.files) out << "-- " << file.path << '\n' << file.text;
    out << "-- says\n" << FindingsOf(error_case.files);
  }
}

TEST(KnowledgeErrors, SayWhatIsWrongWhereAndHowToMendIt) {
  std::string head;
  const std::vector<ErrorCase> cases = ReadCases(head);
  ASSERT_GE(cases.size(), 50u);
  if (std::getenv("FRONTDESK_WRITE_GOLDEN") != nullptr) return WriteCases(head, cases);
  for (const ErrorCase& error_case : cases) {
    EXPECT_EQ(FindingsOf(error_case.files), error_case.says) << "in the case: " << error_case.name;
  }
}

TEST(KnowledgeErrors, DoNotDependOnTheOrderOfFiles) {
  std::string head;
  for (const ErrorCase& error_case : ReadCases(head)) {
    base::SourceFiles files = error_case.files;
    std::reverse(files.begin(), files.end());
    EXPECT_EQ(FindingsOf(files), error_case.says) << "in the case: " << error_case.name;
  }
}

}  // namespace
}  // namespace frontdesk::knowledge
