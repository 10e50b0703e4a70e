// The corpora of the fuzz targets for articles, and their damaged kin.
#include <gtest/gtest.h>

#include "tests/fuzz/articles.h"
#include "tests/fuzz/corpus.h"

namespace frontdesk::knowledge {
namespace {

// A breach ends the process and says what broke; the seed is fixed, so it breaks again.
template <typename See>
void Replay(const std::string& name, See see) {
  const auto corpus = fuzz::ReadCorpus(name);
  ASSERT_GE(corpus.size(), 15u);
  const std::size_t rounds = std::getenv("FRONTDESK_LONG") != nullptr ? 100'000 : 1'000;
  fuzz::ForCorpus(corpus, 20261121, rounds, see);
}

TEST(ArticleCorpus, MarkdownIsReadAndImportedWhateverItHolds) {
  Replay("markdown", [](const std::string& text) { fuzz::TryDocument(text); });
}

TEST(ArticleCorpus, FrontMatterIsReadAndImportedWhateverItHolds) {
  Replay("front_matter", [](const std::string& text) { fuzz::TryFrontMatter(text); });
}

TEST(ArticleCorpus, CsvIsReadAndImportedWhateverItHolds) {
  Replay("csv", [](const std::string& text) { fuzz::TryTable(".csv", text); });
}

TEST(ArticleCorpus, JsonLinesAreReadAndImportedWhateverTheyHold) {
  Replay("jsonl", [](const std::string& text) { fuzz::TryTable(".jsonl", text); });
}

std::string Repeat(std::string_view part, std::size_t bytes) {
  std::string text;
  while (text.size() < bytes) text += part;
  return text;
}

// Work that grows with the square of the size would run into the time-out of the tests.
TEST(ArticleCorpus, MuchOfOneThingIsReadInTime) {
  constexpr std::size_t kBytes = 128 << 10;
  for (const char* part : {"](", "[", "[a](",  "[a](b ",   "`",  "```\n", "#\n",   "# a\n", "a\n-\n", "> ", "- ", "*",
                           "_a", "<", "<!-- ", "[a]: b\n", "|a", "\n",    "---\n", "{#",    "&",      "\\", "x"}) {
    fuzz::Read("knowledge/a.md", Repeat(part, kBytes));
  }
  for (const char* part : {",", "\"", "\"\"", "\n", "a,b\n", "\",\"\n"}) {
    fuzz::TryTable(".csv", "question,answer\n" + Repeat(part, kBytes / 4));
  }
  for (const char* part : {"[", "{\"a\":", "\n", "{}\n", "\"", "{\"id\":\"a\"}\n"}) {
    fuzz::TryTable(".jsonl", Repeat(part, kBytes / 4));
  }
}

}  // namespace
}  // namespace frontdesk::knowledge
