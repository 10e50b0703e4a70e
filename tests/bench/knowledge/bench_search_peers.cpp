// Two search engines in C++, on the same bases and questions as bench_knowledge: SQLite's FTS5 and Xapian. Both get
// English stems, BM25, titles and phrasings six times the body, any word may match, and Chinese as pairs of characters.
//   bench_search_peers fts5|xapian NAME ARTICLES QUESTIONS
#include <sqlite3.h>
#include <unistd.h>
#include <xapian.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include "tests/bench/knowledge/contest.h"

namespace frontdesk::bench {

namespace {

using Steady = std::chrono::steady_clock;

constexpr int kBoost = 6;
constexpr unsigned kHits = 10;

double SecondsSince(Steady::time_point start) { return std::chrono::duration<double>(Steady::now() - start).count(); }

std::string Joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += text + "\n";
  return all;
}

void Demand(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "bench_search_peers: %s\n", what);
  std::exit(1);
}

class Fts5 {
 public:
  Fts5() {
    Demand(sqlite3_open(":memory:", &db_) == SQLITE_OK, "cannot open SQLite");
    Run("create virtual table articles using fts5(id unindexed, title, questions, body, tokenize='porter unicode61')");
  }
  ~Fts5() {
    sqlite3_finalize(search_);
    sqlite3_close(db_);
  }

  void Build(const std::vector<Row>& rows) {
    Run("begin");
    sqlite3_stmt* insert = Prepare("insert into articles values (?, ?, ?, ?)");
    for (const Row& row : rows) {
      const std::string texts[] = {row.id, WithPairs(row.title), WithPairs(Joined(row.phrasings)),
                                   WithPairs(Joined(row.tags) + row.body)};
      for (int i = 0; i < 4; ++i) Bind(insert, i + 1, texts[i]);
      Demand(sqlite3_step(insert) == SQLITE_DONE, sqlite3_errmsg(db_));
      sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    Run("commit");
    search_ = Prepare("select id from articles where articles match ? order by bm25(articles, 0, 6, 6, 1) limit 10");
  }

  std::vector<std::string> Ask(const std::string& text) {
    const std::string query = AnyOf(WithPairs(text));
    std::vector<std::string> ids;
    if (query.empty()) return ids;
    Bind(search_, 1, query);
    while (sqlite3_step(search_) == SQLITE_ROW) {
      ids.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(search_, 0)));
    }
    sqlite3_reset(search_);
    return ids;
  }

 private:
  // Each word in quotes, OR between.
  static std::string AnyOf(const std::string& text) {
    std::string query, word;
    for (const char c : text + ' ') {
      const bool letter = static_cast<unsigned char>(c) >= 0x80 || std::isalnum(static_cast<unsigned char>(c));
      if (letter) {
        word += c;
      } else if (!word.empty()) {
        query += (query.empty() ? "\"" : " OR \"") + word + '"';
        word.clear();
      }
    }
    return query;
  }
  void Run(const char* sql) {
    Demand(sqlite3_exec(db_, sql, nullptr, nullptr, nullptr) == SQLITE_OK, sqlite3_errmsg(db_));
  }
  sqlite3_stmt* Prepare(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    Demand(sqlite3_prepare_v2(db_, sql, -1, &statement, nullptr) == SQLITE_OK, sqlite3_errmsg(db_));
    return statement;
  }
  static void Bind(sqlite3_stmt* statement, int at, const std::string& text) {
    sqlite3_bind_text(statement, at, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
  }

  sqlite3* db_ = nullptr;
  sqlite3_stmt* search_ = nullptr;
};

class XapianBase {
 public:
  XapianBase() : path_(std::filesystem::temp_directory_path() / ("bench-xapian-" + std::to_string(::getpid()))) {}
  ~XapianBase() { std::filesystem::remove_all(path_); }

  void Build(const std::vector<Row>& rows) {
    Xapian::WritableDatabase writing(path_.string(), Xapian::DB_CREATE_OR_OVERWRITE);
    Xapian::TermGenerator terms;
    terms.set_stemmer(Xapian::Stem("en"));
    terms.set_flags(Xapian::TermGenerator::FLAG_CJK_NGRAM);
    for (const Row& row : rows) {
      Xapian::Document document;
      document.set_data(row.id);
      terms.set_document(document);
      terms.index_text(row.title, kBoost);
      for (const std::string& phrasing : row.phrasings) terms.index_text(phrasing, kBoost);
      terms.index_text(Joined(row.tags) + row.body, 1);
      writing.add_document(document);
    }
    writing.commit();
    database_ = Xapian::Database(path_.string());
    parser_.set_stemmer(Xapian::Stem("en"));
    parser_.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
    parser_.set_default_op(Xapian::Query::OP_OR);
    search_ = std::make_unique<Xapian::Enquire>(database_);
  }

  std::vector<std::string> Ask(const std::string& text) {
    search_->set_query(parser_.parse_query(text, Xapian::QueryParser::FLAG_CJK_NGRAM));
    const Xapian::MSet hits = search_->get_mset(0, kHits);
    std::vector<std::string> ids;
    for (auto hit = hits.begin(); hit != hits.end(); ++hit) ids.push_back(hit.get_document().get_data());
    return ids;
  }

 private:
  const std::filesystem::path path_;
  Xapian::Database database_;
  Xapian::QueryParser parser_;
  std::unique_ptr<Xapian::Enquire> search_;
};

template <typename Engine>
void Measure(const std::string& engine_name, char** arguments) {
  const std::vector<Row> rows = ReadRows(arguments[1]);
  const std::vector<Asked> asked = ReadAsked(arguments[2]);
  Engine engine;
  const auto start = Steady::now();
  engine.Build(rows);
  const double seconds = SecondsSince(start);
  Contest(engine_name, arguments[0], rows, asked, seconds, [&](const std::string& text) { return engine.Ask(text); });
}

}  // namespace

}  // namespace frontdesk::bench

int main(int argc, char** argv) {
  const std::string engine = argc == 5 ? argv[1] : "";
  try {
    if (engine == "fts5") frontdesk::bench::Measure<frontdesk::bench::Fts5>("SQLite FTS5", argv + 2);
    if (engine == "xapian") frontdesk::bench::Measure<frontdesk::bench::XapianBase>("Xapian", argv + 2);
  } catch (const Xapian::Error& error) {
    std::fprintf(stderr, "bench_search_peers: %s\n", error.get_description().c_str());
    return 1;
  }
  return engine == "fts5" || engine == "xapian" ? 0 : 2;
}
