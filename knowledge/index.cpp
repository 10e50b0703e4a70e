#include "knowledge/index.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "knowledge/index_parts.h"
#include "knowledge/read_question.h"

namespace frontdesk::knowledge {

namespace {

constexpr std::size_t kMaxBodyTokens = 100'000;  // of one text; what stands behind is shown but not searched

// What is searched besides title and questions.
std::string BodyOf(const ArticleText& text) {
  std::string body;
  for (const base::RichText& part : {text.short_text, base::Markdown(text.rest)}) {
    for (const base::Block& block : part.blocks) {
      for (const base::Span& span : block.spans) body += span.text;
      body += '\n';
    }
  }
  return body;
}

// Collects what the two searches are built from while it walks over the library.
class Gatherer {
 public:
  Gatherer(const Language& language, const Lexicon& lexicon, std::span<const Article> articles)
      : language_(language), lexicon_(lexicon) {
    for (std::uint32_t i = 0; i < articles.size(); ++i) Add(articles[i], i);
    for (std::size_t i = 0; i < examples.size(); ++i) examples[i].features = &features_[i];
  }
  Gatherer(const Gatherer&) = delete;
  Gatherer& operator=(const Gatherer&) = delete;

  std::vector<Example> examples;
  std::vector<std::vector<Hash>> bodies;
  std::vector<ExactPhrasing> exact;
  Spelling spelling;
  std::vector<std::string> phrasings;  // as written, side by side with the examples

 private:
  void Add(const Article& article, std::uint32_t number) {
    std::vector<Hash>& body = bodies.emplace_back();
    for (const ArticleText& text : article.texts) {
      AddPhrasing(text.title, number, text.locale, true);
      for (const std::string& question : text.questions) AddPhrasing(question, number, text.locale, false);
      AddBody(BodyOf(text), body);
    }
    for (const std::string& tag : article.tags) AddBody(tag, body);
  }

  void AddPhrasing(const std::string& phrasing, std::uint32_t article, const std::string& locale, bool title) {
    const std::u32string text = Normalize(phrasing, language_.characters);
    const std::vector<Token> tokens = Tokenize(text);
    if (tokens.empty()) return;
    spelling.Add(tokens);
    exact.push_back({ExactKey(tokens), article, locale});
    examples.push_back({article, title, nullptr});
    phrasings.push_back(phrasing);
    features_.push_back(ExtractFeatures(tokens, lexicon_));
  }

  void AddBody(const std::string& body, std::vector<Hash>& terms) {
    const std::u32string text = Normalize(body, language_.characters);
    std::vector<Token> tokens = Tokenize(text);
    if (tokens.size() > kMaxBodyTokens) tokens.resize(kMaxBodyTokens);
    spelling.Add(tokens);
    const std::vector<Hash> found = ExtractTerms(tokens, lexicon_);
    terms.insert(terms.end(), found.begin(), found.end());
  }

  const Language& language_;
  const Lexicon& lexicon_;
  std::vector<Features> features_;  // the examples point here
};

bool ByKey(const ExactPhrasing& a, const ExactPhrasing& b) {
  return std::tie(a.key, a.article, a.locale) < std::tie(b.key, b.article, b.locale);
}

}  // namespace

Index::Index(Library library, std::shared_ptr<const Language> language) {
  auto& articles = library.articles;
  std::stable_sort(articles.begin(), articles.end(), [](const Article& a, const Article& b) { return a.id < b.id; });
  TextSpace texts(language, library.synonyms);
  Gatherer gathered(*language, texts.lexicon(), articles);
  std::sort(gathered.exact.begin(), gathered.exact.end(), ByKey);
  Matcher matcher(gathered.examples, gathered.bodies, language->background);
  parts_.reset(new Parts{std::move(library), std::move(language), std::move(texts), std::move(gathered.spelling),
                         std::move(gathered.exact), std::move(matcher), std::move(gathered.phrasings)});
}

Index::Index(std::shared_ptr<const Parts> parts, const Calibration& calibration)
    : parts_(std::move(parts)), calibration_(calibration) {}

Index::~Index() = default;

const Library& Index::library() const { return parts_->library; }
const TextSpace& Index::texts() const { return parts_->texts; }

std::shared_ptr<const Index> Index::Calibrated() const {
  const Language& language = *parts_->language;
  const Gatherer gathered(language, parts_->texts.lexicon(), parts_->library.articles);
  std::vector<std::string> ids;
  for (const Article& article : parts_->library.articles) ids.push_back(article.id);
  std::vector<Features> out_of_scope;
  for (const std::string& line : language.out_of_scope) {
    const std::u32string text = Normalize(line, language.characters);
    out_of_scope.push_back(ExtractFeatures(Tokenize(text), parts_->texts.lexicon()));
  }
  const std::vector<Trial> trials =
      RunTrials(gathered.examples, gathered.bodies, ids, out_of_scope, language.background);
  return std::shared_ptr<const Index>(new Index(parts_, FitCalibration(trials)));
}

const Article* Index::Find(std::string_view id) const {
  const auto& all = parts_->library.articles;
  const auto at = std::lower_bound(all.begin(), all.end(), id,
                                   [](const Article& article, std::string_view key) { return article.id < key; });
  return at != all.end() && at->id == id ? &*at : nullptr;
}

std::shared_ptr<const Index> BuildIndex(Library library) {
  return Index(std::move(library), ShippedLanguage()).Calibrated();
}

}  // namespace frontdesk::knowledge
