#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "bot/base/text.h"
#include "knowledge/ask.h"
#include "knowledge/explain.h"

namespace frontdesk::knowledge {

namespace {

using nlohmann::ordered_json;

constexpr std::size_t kShownGraphemes = 60;
constexpr std::size_t kShownCandidates = 5;

const char* NameOf(Band band) {
  switch (band) {
    case Band::kAnswer: return "answer";
    case Band::kDidYouMean: return "did_you_mean";
    case Band::kNeither: return "neither";
  }
  return "";
}

const char* SentenceOf(Band band) {
  switch (band) {
    case Band::kAnswer: return "sent as the answer";
    case Band::kDidYouMean: return "offered among \"did you mean\"";
    case Band::kNeither: return "not offered: nothing fits well enough";
  }
  return "";
}

struct Signal {
  const char* name;
  double value;
};

std::vector<Signal> SignalsOf(const Signals& s) {
  return {{"score", s.score},         {"gap", s.gap},           {"share", s.share},       {"share_gap", s.share_gap},
          {"logit", s.logit},         {"scope", s.energy},      {"margin", s.margin},     {"nearest", s.nearest},
          {"nearest_any", s.nearest_any}, {"centroid", s.centroid}, {"fields", s.fields},     {"known", s.known},
          {"covered", s.covered},     {"agree", s.agree}};
}

ordered_json WordsJson(const std::vector<ExplainedWord>& words) {
  ordered_json rows = ordered_json::array();
  for (const ExplainedWord& word : words) {
    ordered_json row{{"text", word.text}, {"known", word.weight.has_value()}};
    if (word.weight) row["weight"] = AsPrinted(*word.weight);
    rows.push_back(std::move(row));
  }
  return rows;
}

ordered_json CandidatesJson(const std::vector<ExplainedCandidate>& candidates) {
  ordered_json rows = ordered_json::array();
  for (const ExplainedCandidate& candidate : candidates) {
    ordered_json parts = ordered_json::object();
    for (const ExplainedPart& part : candidate.parts) {
      parts[part.name] = {{"value", AsPrinted(part.value)}, {"weight", AsPrinted(part.weight)}};
    }
    ordered_json row{{"id", candidate.id}, {"title", candidate.title}, {"score", AsPrinted(candidate.score)}};
    row["parts"] = std::move(parts);
    row["nearest"] = {{"text", candidate.nearest}, {"cosine", AsPrinted(candidate.cosine)}};
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string Figure(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f", value);
  return text;
}

std::string Listed(const std::vector<std::string>& items, const char* between) {
  std::string all;
  for (const std::string& item : items) all += (all.empty() ? "" : between) + item;
  return all;
}

std::string ReadText(const Explanation& explanation) {
  std::string text = "read as     " + base::Shorten(explanation.text, 2 * kShownGraphemes) + '\n';
  for (const ExplainedMending& mended : explanation.mended) text += "mended      " + mended.typed + " -> " + mended.read + '\n';
  std::vector<std::string> known, unknown;
  for (const ExplainedWord& word : explanation.words) {
    if (word.weight) {
      known.push_back(word.text + ' ' + Figure(*word.weight));
    } else {
      unknown.push_back(word.text);
    }
  }
  if (!known.empty()) text += "known       " + Listed(known, ", ") + '\n';
  if (!unknown.empty()) text += "unknown     " + Listed(unknown, ", ") + '\n';
  for (const auto& terms : explanation.concepts) text += "concept     " + Listed(terms, " | ") + '\n';
  return text;
}

std::string CandidateText(std::size_t number, const ExplainedCandidate& candidate) {
  std::string text = std::to_string(number) + ". " + candidate.id + "   " + base::Shorten(candidate.title, kShownGraphemes) +
                     "\n     score " + Figure(candidate.score) + " =";
  bool first = true;
  for (const ExplainedPart& part : candidate.parts) {
    text += std::string(first ? " " : " + ") + part.name + ' ' + Figure(part.value);
    if (part.weight != 1) text += " x " + Figure(part.weight);
    first = false;
  }
  text += '\n';
  if (!candidate.nearest.empty()) {
    text += "     nearest " + Figure(candidate.cosine) + ": " + base::Shorten(candidate.nearest, kShownGraphemes) + '\n';
  }
  return text;
}

}  // namespace

ordered_json ExplanationJson(const Explanation& explanation) {
  ordered_json mended = ordered_json::array();
  for (const ExplainedMending& word : explanation.mended) mended.push_back({{"typed", word.typed}, {"read", word.read}});
  ordered_json signals = ordered_json::object();
  for (const Signal& signal : SignalsOf(explanation.ranking.signals)) signals[signal.name] = AsPrinted(signal.value);
  ordered_json json;
  json["text"] = explanation.text;
  json["mended"] = std::move(mended);
  json["words"] = WordsJson(explanation.words);
  json["concepts"] = explanation.concepts;
  json["candidates"] = CandidatesJson(explanation.candidates);
  json["exact"] = explanation.ranking.signals.exact;
  json["signals"] = std::move(signals);
  json["confidence"] = AsPrinted(explanation.ranking.confidence);
  json["thresholds"] = {{"answer", AsPrinted(explanation.calibration.sure)},
                        {"offer", AsPrinted(explanation.calibration.offer)},
                        {"offer_scope", AsPrinted(explanation.calibration.energy)},
                        {"measured_with", explanation.calibration.asked}};
  json["decision"] = NameOf(explanation.ranking.band);
  return json;
}

std::string ExplanationText(const Explanation& explanation) {
  const Ranking& ranking = explanation.ranking;
  std::string text = ReadText(explanation);
  if (ranking.hits.empty()) return text + "            nothing in the base resembles it\n";
  if (ranking.signals.exact) text += "word for word a title or question of " + ranking.hits[0].id + "\n";
  text += "confidence  " + Figure(ranking.confidence) + ": " + ranking.hits[0].id + " is " + SentenceOf(ranking.band) +
          "\nthresholds  answered from " + Figure(explanation.calibration.sure) + ", offered from " +
          Figure(explanation.calibration.offer) + " and scope " + Figure(explanation.calibration.energy) +
          "\nsignals    ";
  for (const Signal& signal : SignalsOf(ranking.signals)) text += ' ' + std::string(signal.name) + ' ' + Figure(signal.value);
  text += '\n';
  for (std::size_t i = 0; i < std::min(explanation.candidates.size(), kShownCandidates); ++i) text += CandidateText(i + 1, explanation.candidates[i]);
  return text;
}

}  // namespace frontdesk::knowledge
