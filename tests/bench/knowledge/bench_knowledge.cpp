// Frontdesk's own search in the comparison, and the maker of the bases.
//   bench_knowledge --make DIR                write the made bases: help400 and big10k
//   bench_knowledge NAME ARTICLES QUESTIONS   build, ask, print one JSON line
#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>

#include "knowledge/index.h"
#include "knowledge/language.h"
#include "tests/bench/knowledge/contest.h"
#include "tests/bench/knowledge/made_base.h"

namespace frontdesk::bench {

namespace {

constexpr std::uint64_t kSeed = 20261121;

void Write(const std::string& stem, const MadeBase& base) {
  std::ofstream(stem + ".articles.jsonl", std::ios::binary) << base.articles;
  std::ofstream(stem + ".questions.jsonl", std::ios::binary) << base.questions;
}

// As an admin would have it: a table of articles.
std::string ToTable(const std::vector<Row>& rows) {
  std::string table;
  for (const Row& row : rows) {
    table +=
        nlohmann::json{
            {"id", row.id}, {"title", row.title}, {"questions", row.phrasings}, {"tags", row.tags}, {"body", row.body}}
            .dump() +
        '\n';
  }
  return table;
}

double SecondsSince(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

int Measure(const std::string& name, const std::string& articles, const std::string& questions) {
  const std::vector<Row> rows = ReadRows(articles);
  const std::vector<Asked> asked = ReadAsked(questions);
  base::Findings findings;
  knowledge::Library library = knowledge::LoadLibrary({{"knowledge/base.jsonl", ToTable(rows)}},
                                                      {.locales = {"en", "zh"}, .flows = {}, .now = {}}, findings);
  const auto start = std::chrono::steady_clock::now();
  auto index = std::make_shared<const knowledge::Index>(std::move(library), knowledge::ShippedLanguage());
  const double seconds = SecondsSince(start);
  index = index->Calibrated();
  std::fprintf(stderr, "    calibrated in the background in %.2f s\n", SecondsSince(start) - seconds);
  Contest("frontdesk", name, rows, asked, seconds, [&](const std::string& text) {
    std::vector<std::string> ids;
    for (const knowledge::Hit& hit : index->Search({.text = text}).hits) ids.push_back(hit.id);
    return ids;
  });
  return 0;
}

}  // namespace

}  // namespace frontdesk::bench

int main(int argc, char** argv) {
  using namespace frontdesk::bench;
  CLI::App app{"Measures the knowledge search."};
  std::string make, name, articles, questions;
  app.add_option("--make", make, "A directory to write the made bases to");
  app.add_option("NAME", name);
  app.add_option("ARTICLES", articles);
  app.add_option("QUESTIONS", questions);
  CLI11_PARSE(app, argc, argv);
  if (make.empty()) return questions.empty() ? 2 : Measure(name, articles, questions);
  Write(make + "/help400", MakeBase(400, 3, 220, 1'000, kSeed));
  Write(make + "/big10k", MakeBase(10'000, 5, 0, 1'000, kSeed + 1));
  return 0;
}
