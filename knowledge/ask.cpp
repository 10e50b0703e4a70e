#include "knowledge/ask.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "bot/base/json.h"
#include "bot/base/text.h"
#include "knowledge/explain.h"

namespace frontdesk::knowledge {

namespace {

using nlohmann::json;

json ReadLine(std::string_view line) {
  const bool valid = line.size() > kMaxAskLineBytes || base::IsUtf8(line);
  auto parsed = base::ParseJson(valid ? std::string(line) : base::CleanUtf8(line), kMaxAskLineBytes);
  return parsed && parsed->is_object() ? std::move(*parsed) : json::object();
}

// A text or a number comes back as it came; anything else was no id.
json IdOf(const json& asked) {
  const auto id = asked.find("id");
  if (id == asked.end() || id->is_structured() || id->is_boolean()) return nullptr;
  return *id;
}

// The question itself, on one line.
std::string Heading(const json& asked, const Question& question) {
  constexpr std::size_t kMostGraphemes = 120;
  std::string text = base::Shorten(base::CleanUtf8(question.text), kMostGraphemes);
  std::replace(text.begin(), text.end(), '\n', ' ');
  return base::DumpJson(IdOf(asked)) + "  " + text + '\n';
}

}  // namespace

double AsPrinted(double value) { return std::round(value * 1e4) / 1e4; }

std::string AskLine(const Index& index, std::string_view json_line, Explained explained) {
  const json asked = ReadLine(json_line);
  const Question question{.text = base::TextAt(asked, "text"), .locale = base::TextAt(asked, "locale")};
  if (explained == Explained::kText) return Heading(asked, question) + ExplanationText(Explain(index, question));
  const Ranking ranking = index.Search(question);
  json ranked = json::array();
  for (const Hit& hit : ranking.hits) ranked.push_back({{"id", hit.id}, {"score", AsPrinted(hit.score)}});
  nlohmann::ordered_json answer;
  answer["id"] = IdOf(asked);
  answer["answered"] = ranking.band == Band::kAnswer;
  answer["confidence"] = AsPrinted(ranking.confidence);
  answer["ranked"] = std::move(ranked);
  if (explained == Explained::kJson) answer["explain"] = ExplanationJson(Explain(index, question));
  return answer.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace frontdesk::knowledge
