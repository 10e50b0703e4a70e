#include "knowledge/labelled.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::knowledge {

namespace {

using nlohmann::json;

constexpr char kForms[] = R"(write {"text": "...", "label": "ID"} or {"query": "...", "relevant": ["ID", ...]})";

// One line, judged: what is wrong with it is reported at its place.
class Line {
 public:
  Line(const json& row, base::Place place, base::Findings& findings)
      : row_(row), place_(std::move(place)), findings_(findings) {}

  std::optional<LabelledQuestion> Read() {
    LabelledQuestion question{.text = Question(), .locale = Optional("locale"), .relevant = {}, .line = place_.line};
    question.relevant = Relevant();
    if (!ok_) return std::nullopt;
    return question;
  }

 private:
  void Wrong(std::string what, std::string fix = kForms) {
    findings_.Error(place_, std::move(what), std::move(fix));
    ok_ = false;
  }

  std::string Question() {
    const bool text = row_.contains("text"), query = row_.contains("query");
    if (text == query) {
      Wrong(text ? "both 'text' and 'query'; they mean the same" : "no question: neither 'text' nor 'query'");
      return {};
    }
    const char* key = text ? "text" : "query";
    if (!row_[key].is_string()) Wrong("'" + std::string(key) + "' must be text");
    return base::TextAt(row_, key);
  }

  std::string Optional(const char* key) {
    const auto value = row_.find(key);
    if (value != row_.end() && !value->is_null() && !value->is_string()) {
      Wrong("'" + std::string(key) + "' must be text", "write a language such as \"en\", or leave it out");
    }
    return base::TextAt(row_, key);
  }

  std::vector<std::string> Relevant() {
    const bool label = row_.contains("label"), relevant = row_.contains("relevant");
    if (label == relevant) {
      Wrong(label ? "both 'label' and 'relevant'; one says which article is right"
                  : "nothing says which article is right: neither 'label' nor 'relevant'");
      return {};
    }
    return label ? FromLabel(row_["label"]) : FromList(row_["relevant"]);
  }

  std::vector<std::string> FromLabel(const json& label) {
    if (!label.is_string() || label.get_ref<const std::string&>().empty()) {
      Wrong("'label' must be the id of an article", R"(write "oos" where no article is right)");
      return {};
    }
    if (label == kOutOfScopeLabel) return {};
    return {label.get<std::string>()};
  }

  std::vector<std::string> FromList(const json& list) {
    const bool texts = list.is_array() && std::all_of(list.begin(), list.end(), [](const json& id) {
                         return id.is_string() && !id.get_ref<const std::string&>().empty();
                       });
    if (!texts) {
      Wrong("'relevant' must be a list of article ids", "write [\"ID\", ...], or [] where no article is right");
      return {};
    }
    return list.get<std::vector<std::string>>();
  }

  const json& row_;
  const base::Place place_;
  base::Findings& findings_;
  bool ok_ = true;
};

// The object on a line, if it is one.
std::optional<json> ParseLine(std::string_view line, const base::Place& place, base::Findings& findings) {
  auto row = base::ParseJson(line, kMaxLabelledLineBytes);
  if (row && row->is_object()) return std::move(*row);
  findings.Error(place, row ? "this line is not an object" : row.error().message, kForms);
  return std::nullopt;
}

// Warns once for each id that no article has.
class KnownIds {
 public:
  explicit KnownIds(const Library& library) {
    for (const Article& article : library.articles) ids_.push_back(article.id);
    std::sort(ids_.begin(), ids_.end());
  }

  void Check(const std::vector<std::string>& relevant, const base::Place& place, base::Findings& findings) {
    for (const std::string& id : relevant) {
      if (std::binary_search(ids_.begin(), ids_.end(), id) || !warned_.insert(id).second) continue;
      if (warned_.size() > kMaxUnknownArticles) {
        if (warned_.size() == kMaxUnknownArticles + 1) {
          findings.Warning(place, "more ids that no article has; only the first " +
                                      std::to_string(kMaxUnknownArticles) + " are named");
        }
        continue;
      }
      const std::vector<std::string_view> candidates(ids_.begin(), ids_.end());
      findings.Warning(place, "no article has the id '" + base::Shorten(id, 80) + "'",
                       base::DidYouMean(id, candidates));
    }
  }

 private:
  std::vector<std::string> ids_;
  std::set<std::string> warned_;
};

}  // namespace

std::vector<LabelledQuestion> ReadLabelledQuestions(const base::SourceFile& file, const Library& library,
                                                    base::Findings& findings) {
  std::vector<LabelledQuestion> questions;
  KnownIds known(library);
  std::size_t wrong = 0;
  base::Place place{file.path, 0, 1};
  std::string_view text = file.text;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = base::Trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    ++place.line;
    if (line.empty()) continue;
    if (questions.size() == kMaxLabelledQuestions || wrong == kMaxWrongLines) {
      findings.Error(place, wrong == kMaxWrongLines ? "too many lines are wrong; the rest was not read"
                                                    : "too many questions; the rest was not read");
      break;
    }
    const auto row = ParseLine(line, place, findings);
    auto question = row ? Line(*row, place, findings).Read() : std::nullopt;
    wrong += question ? 0 : 1;
    if (!question) continue;
    known.Check(question->relevant, place, findings);
    questions.push_back(std::move(*question));
  }
  if (questions.empty() && wrong == 0) findings.Error({file.path}, "there is no question in it", kForms);
  return questions;
}

}  // namespace frontdesk::knowledge
