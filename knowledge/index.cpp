#include "knowledge/index.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "knowledge/index_parts.h"

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
  Gatherer(const Language& language, const Lexicon& lexicon) : language_(language), lexicon_(lexicon) {}

  void Add(const Article& article, std::uint32_t number) {
    FieldTerms& terms = fields.emplace_back();
    for (const ArticleText& text : article.texts) {
      AddPhrasing(text.title, number, text.locale, terms[kTitle]);
      for (const std::string& question : text.questions) AddPhrasing(question, number, text.locale, terms[kQuestions]);
      AddBody(BodyOf(text), terms[kBody]);
    }
    for (const std::string& tag : article.tags) AddBody(tag, terms[kBody]);
  }

  std::vector<Phrasing> phrasings;
  std::vector<FieldTerms> fields;
  std::vector<ExactPhrasing> exact;
  Spelling spelling;

 private:
  void AddPhrasing(const std::string& phrasing, std::uint32_t article, const std::string& locale,
                   std::vector<Hash>& terms) {
    const std::u32string text = Normalize(phrasing, language_.characters);
    const std::vector<Token> tokens = Tokenize(text);
    if (tokens.empty()) return;
    spelling.Add(tokens);
    exact.push_back({ExactKey(tokens), article, locale});
    phrasings.push_back({article, ExtractFeatures(tokens, lexicon_)});
    const std::vector<Hash>& found = phrasings.back().features.terms;
    terms.insert(terms.end(), found.begin(), found.end());
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
};

bool ByKey(const ExactPhrasing& a, const ExactPhrasing& b) {
  return std::tie(a.key, a.article, a.locale) < std::tie(b.key, b.article, b.locale);
}

}  // namespace

Hash ExactKey(std::span<const Token> tokens) { return HashOf(Join(tokens), 8); }

Index::Index(Library library, std::shared_ptr<const Language> language) : library_(std::move(library)) {
  auto& articles = library_.articles;
  std::stable_sort(articles.begin(), articles.end(), [](const Article& a, const Article& b) { return a.id < b.id; });
  Lexicon lexicon(language->concepts, library_.synonyms, language->characters);
  Gatherer gathered(*language, lexicon);
  for (std::uint32_t i = 0; i < articles.size(); ++i) gathered.Add(articles[i], i);
  std::sort(gathered.exact.begin(), gathered.exact.end(), ByKey);
  PhrasingSpace space(gathered.phrasings, articles.size(), language->background);
  FieldIndex fields(gathered.fields, language->background);
  parts_.reset(new Parts{std::move(language), std::move(lexicon), std::move(gathered.spelling),
                         std::move(gathered.exact), std::move(space), std::move(fields)});
}

Index::~Index() = default;

const Article* Index::Find(std::string_view id) const {
  const auto& all = library_.articles;
  const auto at = std::lower_bound(all.begin(), all.end(), id,
                                   [](const Article& article, std::string_view key) { return article.id < key; });
  return at != all.end() && at->id == id ? &*at : nullptr;
}

std::shared_ptr<const Index> BuildIndex(Library library) {
  return std::make_shared<const Index>(std::move(library), ShippedLanguage());
}

}  // namespace frontdesk::knowledge
