#include "knowledge/evaluation.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <tuple>
#include <utility>

#include "knowledge/ask.h"

namespace frontdesk::knowledge {

namespace {

constexpr std::size_t kOffered = 3;  // titles of "did you mean"
constexpr double kNothing = -1e9;    // the energy of a question that resembles nothing

using Choice = std::function<bool(const Outcome&)>;

std::size_t Count(std::span<const Outcome> outcomes, const Choice& choice) {
  return static_cast<std::size_t>(std::count_if(outcomes.begin(), outcomes.end(), choice));
}

double Share(std::size_t part, std::size_t whole) { return static_cast<double>(part) / static_cast<double>(whole); }

std::optional<double> ShareOf(std::size_t part, std::size_t whole) {
  if (whole == 0) return std::nullopt;
  return Share(part, whole);
}

void Rank(std::span<const Outcome> outcomes, Figures& figures) {
  const std::size_t in_scope = figures.questions - figures.out_of_scope;
  const auto recall = [&](std::size_t depth) {
    return ShareOf(Count(outcomes, [&](const Outcome& o) { return o.in_scope && o.place < depth; }), in_scope);
  };
  figures.recall_at_1 = recall(1);
  figures.recall_at_3 = recall(3);
  figures.recall_at_5 = recall(5);
  figures.recall_at_10 = recall(10);
  if (in_scope == 0) return;
  double sum = 0;
  for (const Outcome& o : outcomes) {
    if (o.in_scope && o.place != kNotRanked) sum += 1 / static_cast<double>(o.place + 1);
  }
  figures.mean_reciprocal_rank = sum / static_cast<double>(in_scope);
}

void JudgePolicy(std::span<const Outcome> outcomes, Figures& figures) {
  const std::size_t answered = Count(outcomes, [](const Outcome& o) { return o.Answered(); });
  const std::size_t right = Count(outcomes, [](const Outcome& o) { return o.Answered() && o.Right(); });
  const std::size_t offered = Count(outcomes, [](const Outcome& o) { return o.band == Band::kDidYouMean; });
  const std::size_t refused = Count(outcomes, [](const Outcome& o) { return !o.in_scope && !o.Answered(); });
  figures.answered_rightly = ShareOf(right, figures.questions - figures.out_of_scope);
  figures.answered = Share(answered, figures.questions);
  figures.did_you_mean = Share(offered, figures.questions);
  figures.false_answers = Share(answered - right, figures.questions);
  figures.precision = ShareOf(right, answered);
  figures.did_you_mean_right = ShareOf(
      Count(outcomes, [](const Outcome& o) { return o.band == Band::kDidYouMean && o.in_scope && o.place < kOffered; }),
      offered);
  figures.out_of_scope_recall = ShareOf(refused, figures.out_of_scope);
  if (figures.out_of_scope > 0) figures.out_of_scope_precision = ShareOf(refused, figures.questions - answered);
}

// The chance that one with the property gets more of the measure than one without; equal counts half.
std::optional<double> Auroc(std::span<const Outcome> outcomes, const Choice& has,
                            double Outcome::*measure = &Outcome::confidence) {
  std::vector<std::pair<double, bool>> order;
  for (const Outcome& o : outcomes) order.emplace_back(o.*measure, has(o));
  std::sort(order.begin(), order.end());
  double ranks = 0;
  std::size_t with = 0;
  for (std::size_t i = 0; i < order.size();) {
    std::size_t end = i;
    while (end < order.size() && order[end].first == order[i].first) ++end;
    const double rank = static_cast<double>(i + end + 1) / 2;
    for (; i < end; ++i) {
      if (!order[i].second) continue;
      ranks += rank;
      ++with;
    }
  }
  const double positives = static_cast<double>(with), negatives = static_cast<double>(order.size() - with);
  if (positives == 0 || negatives == 0) return std::nullopt;
  return (ranks - positives * (positives + 1) / 2) / (positives * negatives);
}

double Coverage(std::vector<std::pair<double, bool>> by_confidence, double precision) {
  std::sort(by_confidence.begin(), by_confidence.end(), std::greater<>());
  std::size_t right = 0, covered = 0;
  for (std::size_t i = 0; i < by_confidence.size(); ++i) {
    right += by_confidence[i].second ? 1 : 0;
    const bool threshold =
        i + 1 == by_confidence.size() || by_confidence[i + 1].first != by_confidence[i].first;  // cannot split a tie
    if (threshold && Share(right, i + 1) >= precision) covered = i + 1;
  }
  return Share(covered, by_confidence.size());
}

std::optional<double> RefusedAt95(std::span<const Outcome> outcomes, const Figures& figures) {
  std::vector<double> in_scope;
  for (const Outcome& o : outcomes) {
    if (o.in_scope) in_scope.push_back(o.confidence);
  }
  if (in_scope.empty() || figures.out_of_scope == 0) return std::nullopt;
  std::sort(in_scope.begin(), in_scope.end());
  const double threshold = in_scope[in_scope.size() / 20];
  return ShareOf(Count(outcomes, [&](const Outcome& o) { return !o.in_scope && o.confidence < threshold; }),
                 figures.out_of_scope);
}

void JudgeConfidence(std::span<const Outcome> outcomes, Figures& figures) {
  std::vector<std::pair<double, bool>> by_confidence;
  for (const Outcome& o : outcomes) by_confidence.emplace_back(o.confidence, o.Right());
  figures.coverage_at_95 = Coverage(by_confidence, 0.95);
  figures.coverage_at_90 = Coverage(by_confidence, 0.90);
  figures.out_of_scope_recall_at_95 = RefusedAt95(outcomes, figures);
  figures.scope_auroc = Auroc(outcomes, [](const Outcome& o) { return o.in_scope; });
  figures.scope_auroc_by_energy = Auroc(
      outcomes, [](const Outcome& o) { return o.in_scope; }, &Outcome::scope);
  figures.right_auroc = Auroc(outcomes, [](const Outcome& o) { return o.Right(); });
}

void Calibrate(std::span<const Outcome> outcomes, Figures& figures) {
  for (const Outcome& o : outcomes) {
    const auto bin = static_cast<std::size_t>(std::max(0.0, o.confidence) * kCalibrationBins);
    CalibrationBin& into = figures.bins[std::min(kCalibrationBins - 1, bin)];
    ++into.questions;
    into.confidence += o.confidence;
    into.right += o.Right() ? 1 : 0;
  }
  for (CalibrationBin& bin : figures.bins) {
    if (bin.questions == 0) continue;
    figures.calibration_error += std::abs(bin.confidence - bin.right) / static_cast<double>(figures.questions);
    bin.confidence /= static_cast<double>(bin.questions);
    bin.right /= static_cast<double>(bin.questions);
  }
}

std::size_t PlaceOf(const std::vector<std::string>& relevant, const std::vector<Hit>& hits) {
  const auto first = std::find_if(hits.begin(), hits.end(), [&](const Hit& hit) {
    return std::find(relevant.begin(), relevant.end(), hit.id) != relevant.end();
  });
  return first == hits.end() ? kNotRanked : static_cast<std::size_t>(first - hits.begin());
}

class Confusions {
 public:
  void Add(const LabelledQuestion& question, const Outcome& outcome, const Ranking& ranking) {
    if (outcome.Right() || (!outcome.in_scope && !outcome.Answered())) return;
    const std::string expected = question.relevant.empty() ? "" : question.relevant[0];
    const std::string got = ranking.hits.empty() ? "" : ranking.hits[0].id;
    Confusion& confusion = all_[{expected, got}];
    // An example that was answered tells more.
    if (confusion.questions == 0 || (outcome.Answered() && confusion.answered == 0)) {
      confusion.example = question.text;
      confusion.line = question.line;
    }
    ++confusion.questions;
    confusion.answered += outcome.Answered() ? 1 : 0;
  }

  std::vector<Confusion> Worst() const {
    std::vector<Confusion> worst;
    for (const auto& [pair, confusion] : all_) {
      worst.push_back(confusion);
      std::tie(worst.back().expected, worst.back().got) = pair;
    }
    std::stable_sort(worst.begin(), worst.end(), [](const Confusion& a, const Confusion& b) {
      return std::tie(a.answered, a.questions) > std::tie(b.answered, b.questions);
    });
    worst.resize(std::min(worst.size(), kMaxConfusions));
    return worst;
  }

 private:
  std::map<std::pair<std::string, std::string>, Confusion> all_;
};

}  // namespace

Figures FiguresOf(std::span<const Outcome> outcomes) {
  Figures figures;
  figures.questions = outcomes.size();
  if (outcomes.empty()) return figures;
  figures.out_of_scope = Count(outcomes, [](const Outcome& o) { return !o.in_scope; });
  Rank(outcomes, figures);
  JudgePolicy(outcomes, figures);
  JudgeConfidence(outcomes, figures);
  Calibrate(outcomes, figures);
  return figures;
}

Evaluation Evaluate(const Index& index, std::span<const LabelledQuestion> questions) {
  std::vector<Outcome> outcomes;
  Confusions confusions;
  for (const LabelledQuestion& question : questions) {
    const Ranking ranking = index.Search({.text = question.text, .locale = question.locale});
    outcomes.push_back({.in_scope = !question.relevant.empty(),
                        .place = PlaceOf(question.relevant, ranking.hits),
                        .confidence = AsPrinted(ranking.confidence),
                        .scope = ranking.hits.empty() ? kNothing : ranking.signals.energy,
                        .band = ranking.band});
    confusions.Add(question, outcomes.back(), ranking);
  }
  return {FiguresOf(outcomes), confusions.Worst()};
}

}  // namespace frontdesk::knowledge
