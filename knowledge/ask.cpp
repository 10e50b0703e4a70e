#include "knowledge/ask.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "bot/base/json.h"
#include "bot/base/text.h"

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

}  // namespace

double AsPrinted(double value) { return std::round(value * 1e4) / 1e4; }

std::string AskLine(const Index& index, std::string_view json_line) {
  const json asked = ReadLine(json_line);
  const Ranking ranking = index.Search({.text = base::TextAt(asked, "text"), .locale = base::TextAt(asked, "locale")});
  json ranked = json::array();
  for (const Hit& hit : ranking.hits) ranked.push_back({{"id", hit.id}, {"score", AsPrinted(hit.score)}});
  nlohmann::ordered_json answer;
  answer["id"] = IdOf(asked);
  answer["answered"] = ranking.band == Band::kAnswer;
  answer["confidence"] = AsPrinted(ranking.confidence);
  answer["ranked"] = std::move(ranked);
  return answer.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace frontdesk::knowledge
