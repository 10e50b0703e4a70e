#include "bot/terminal/eval_report.h"

#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "bot/base/text.h"

namespace frontdesk::terminal {

namespace {

using knowledge::CalibrationBin;
using knowledge::Confusion;
using knowledge::Figures;

constexpr std::size_t kExampleGraphemes = 70;

std::string Percent(std::optional<double> share) {
  if (!share) return "-";
  char text[16];
  std::snprintf(text, sizeof text, "%.1f %%", 100 * *share);
  return text;
}

std::string Padded(std::string text, std::size_t width) {
  return text.size() < width ? std::string(width - text.size(), ' ') + text : text;
}

std::string RankingText(const Figures& f) {
  return "ranking      R@1 " + Percent(f.recall_at_1) + "   R@3 " + Percent(f.recall_at_3) + "   R@5 " +
         Percent(f.recall_at_5) + "   R@10 " + Percent(f.recall_at_10) + "   MRR " + Percent(f.mean_reciprocal_rank) +
         "   (of those in scope)\n";
}

std::string PolicyText(const Figures& f) {
  const double neither = 1 - f.answered - f.did_you_mean;
  return "answers      answered " + Percent(f.answered) + ", of these right " + Percent(f.precision) +
         "; false answers " + Percent(f.false_answers) + " of all\n" +  //
         "             did you mean " + Percent(f.did_you_mean) + ", a right one among the three " +
         Percent(f.did_you_mean_right) + "; neither " + Percent(std::abs(neither)) + "\n" +    //
         "             in scope and answered rightly " + Percent(f.answered_rightly) + "\n" +  //
         "scope        out-of-scope recall " + Percent(f.out_of_scope_recall) + ", precision " +
         Percent(f.out_of_scope_precision) + "; AUROC " + Percent(f.scope_auroc) + " (by energy " +
         Percent(f.scope_auroc_by_energy) + "); refused " + Percent(f.out_of_scope_recall_at_95) +
         " when 95 % in scope pass\n";
}

std::string ConfidenceText(const Figures& f) {
  std::string text = "confidence   coverage at 95 % precision " + Percent(f.coverage_at_95) + ", at 90 % " +
                     Percent(f.coverage_at_90) + "; AUROC right " + Percent(f.right_auroc) + "\n" +
                     "calibration  ECE " + Percent(f.calibration_error) + "\n" +
                     "             confidence   questions      mean     right\n";
  for (std::size_t i = 0; i < f.bins.size(); ++i) {
    const CalibrationBin& bin = f.bins[i];
    char range[16];
    std::snprintf(range, sizeof range, "%.1f - %.1f", static_cast<double>(i) / knowledge::kCalibrationBins,
                  static_cast<double>(i + 1) / knowledge::kCalibrationBins);
    text += "             " + std::string(range) + Padded(std::to_string(bin.questions), 13);
    if (bin.questions > 0) text += Padded(Percent(bin.confidence), 10) + Padded(Percent(bin.right), 10);
    text += '\n';
  }
  return text;
}

std::string ConfusionText(const Confusion& confusion, const std::string& path) {
  return "  " + Padded(std::to_string(confusion.questions), 4) + Padded(std::to_string(confusion.answered), 10) + "  " +
         (confusion.expected.empty() ? "(out of scope)" : confusion.expected) + " -> " +
         (confusion.got.empty() ? "(nothing)" : confusion.got) + "   " + path + ':' + std::to_string(confusion.line) +
         ": " + base::Shorten(base::CleanUtf8(confusion.example), kExampleGraphemes) + '\n';
}

nlohmann::ordered_json Number(std::optional<double> share) {
  if (!share) return nullptr;
  return std::round(*share * 1e6) / 1e6;
}

nlohmann::ordered_json TextOrNull(const std::string& text) {
  if (text.empty()) return nullptr;
  return text;
}

nlohmann::ordered_json CalibrationJson(const Figures& f) {
  nlohmann::ordered_json bins = nlohmann::ordered_json::array();
  for (std::size_t i = 0; i < f.bins.size(); ++i) {
    const double width = 1.0 / knowledge::kCalibrationBins;
    bins.push_back({{"from", Number(static_cast<double>(i) * width)},
                    {"to", Number(static_cast<double>(i + 1) * width)},
                    {"questions", f.bins[i].questions},
                    {"confidence", Number(f.bins[i].confidence)},
                    {"right", Number(f.bins[i].right)}});
  }
  return bins;
}

nlohmann::ordered_json ConfusionsJson(const std::vector<Confusion>& confusions) {
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  for (const Confusion& confusion : confusions) {
    rows.push_back({{"expected", TextOrNull(confusion.expected)},
                    {"got", TextOrNull(confusion.got)},
                    {"questions", confusion.questions},
                    {"answered", confusion.answered},
                    {"example", confusion.example},
                    {"line", confusion.line}});
  }
  return rows;
}

}  // namespace

std::string EvaluationText(const knowledge::Evaluation& evaluation, const std::string& path) {
  const Figures& figures = evaluation.figures;
  std::string text = std::to_string(figures.questions) + " questions, " + std::to_string(figures.out_of_scope) +
                     " of them out of scope\n" + RankingText(figures) + PolicyText(figures) + ConfidenceText(figures);
  if (evaluation.confusions.empty()) return text;
  text += "confusions, the worst first\n  times  answered  right -> first\n";
  for (const Confusion& confusion : evaluation.confusions) text += ConfusionText(confusion, path);
  return text;
}

std::string EvaluationJson(const knowledge::Evaluation& evaluation) {
  const Figures& f = evaluation.figures;
  const nlohmann::ordered_json report = {{"questions", f.questions},
                                         {"out_of_scope", f.out_of_scope},
                                         {"recall_at_1", Number(f.recall_at_1)},
                                         {"recall_at_3", Number(f.recall_at_3)},
                                         {"recall_at_5", Number(f.recall_at_5)},
                                         {"recall_at_10", Number(f.recall_at_10)},
                                         {"mrr", Number(f.mean_reciprocal_rank)},
                                         {"answered", Number(f.answered)},
                                         {"answered_rightly", Number(f.answered_rightly)},
                                         {"precision", Number(f.precision)},
                                         {"false_answers", Number(f.false_answers)},
                                         {"did_you_mean", Number(f.did_you_mean)},
                                         {"did_you_mean_right", Number(f.did_you_mean_right)},
                                         {"out_of_scope_recall", Number(f.out_of_scope_recall)},
                                         {"out_of_scope_precision", Number(f.out_of_scope_precision)},
                                         {"out_of_scope_recall_at_95", Number(f.out_of_scope_recall_at_95)},
                                         {"scope_auroc", Number(f.scope_auroc)},
                                         {"scope_auroc_by_energy", Number(f.scope_auroc_by_energy)},
                                         {"right_auroc", Number(f.right_auroc)},
                                         {"coverage_at_95", Number(f.coverage_at_95)},
                                         {"coverage_at_90", Number(f.coverage_at_90)},
                                         {"ece", Number(f.calibration_error)},
                                         {"calibration", CalibrationJson(f)},
                                         {"confusions", ConfusionsJson(evaluation.confusions)}};
  return report.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace frontdesk::terminal
