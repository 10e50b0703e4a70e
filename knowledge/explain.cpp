#include "knowledge/explain.h"

#include <algorithm>
#include <set>
#include <utility>

#include "bot/base/text.h"
#include "knowledge/index_parts.h"
#include "knowledge/read_question.h"

namespace frontdesk::knowledge {

namespace {

std::string Utf8(std::u32string_view text) { return base::FromCodePoints({text.begin(), text.end()}); }

}  // namespace

// Follows the steps of Index::Search and keeps what they found.
class Explainer {
 public:
  Explainer(const Index& index, const Question& question)
      : index_(index),
        parts_(*index.parts_),
        locale_(question.locale),
        read_(question.text, *parts_.language, parts_.spelling) {
    explanation_.ranking = index.Search(question);
    explanation_.calibration = index.calibration();
    explanation_.text = std::string(base::Trim(Utf8(read_.text())));
    for (const auto& mended : read_.mended()) explanation_.mended.push_back({Utf8(mended.typed), Utf8(mended.read)});
    AddWords();
    for (const std::uint32_t number : parts_.texts.lexicon().Find(read_.tokens())) AddConcept(number);
    if (explanation_.ranking.hits.empty()) return;
    views_ = parts_.matcher.Look(ExtractFeatures(read_.tokens(), parts_.texts.lexicon()));
    for (const Hit& hit : explanation_.ranking.hits) AddCandidate(hit);
  }

  Explanation Take() { return std::move(explanation_); }

 private:
  void AddWords() {
    for (const Token& token : read_.tokens()) {
      if (!token.cjk) {
        AddWord(token.text, StemHash(token.text));
      } else if (token.text.size() == 1) {
        AddWord(token.text, HanHash(token.text));
      }
      for (std::size_t i = 0; token.cjk && i + 1 < token.text.size(); ++i) {
        AddWord(token.text.substr(i, 2), HanHash(token.text.substr(i, 2)));
      }
    }
  }

  void AddWord(std::u32string_view text, Hash hash) {
    if (explanation_.words.size() == kMaxExplainedWords || !seen_.insert(hash).second) return;
    explanation_.words.push_back({Utf8(text), parts_.matcher.space().RarityOf(hash)});
  }

  void AddConcept(std::uint32_t number) {
    const std::vector<Concept>& shipped = parts_.language->concepts;
    Concept terms = number < shipped.size() ? shipped[number] : index_.library().synonyms[number - shipped.size()];
    terms.resize(std::min(terms.size(), kMaxExplainedTerms));
    explanation_.concepts.push_back(std::move(terms));
  }

  void AddCandidate(const Hit& hit) {
    const Article& article = index_.library().articles[hit.article];
    ExplainedCandidate candidate{hit.id, article.TitleIn(locale_), hit.score, {}, 0, PartsOf(hit.article)};
    if (views_.nearest[hit.article] > 0) {
      candidate.nearest = parts_.phrasings[views_.closest[hit.article]];
      candidate.cosine = views_.nearest[hit.article];
    }
    explanation_.candidates.push_back(std::move(candidate));
  }

  std::vector<ExplainedPart> PartsOf(std::size_t article) const {
    std::vector<ExplainedPart> parts;
    const auto add = [&](const char* name, const std::vector<float>& view, float weight) {
      if (weight != 0 && article < view.size()) parts.push_back({name, view[article], weight});
    };
    const FusionWeights& weights = parts_.matcher.weights();
    add("softmax", views_.shares, weights.share);
    add("svm", views_.margins, weights.margin);
    add("nearest", views_.nearest, weights.nearest);
    add("centroid", views_.centroid, weights.centroid);
    add("fields", views_.fields, weights.fields);
    return parts;
  }

  const Index& index_;
  const Index::Parts& parts_;
  const std::string locale_;
  const ReadQuestion read_;
  Views views_;
  std::set<Hash> seen_;
  Explanation explanation_;
};

Explanation Explain(const Index& index, const Question& question) { return Explainer(index, question).Take(); }

}  // namespace frontdesk::knowledge
