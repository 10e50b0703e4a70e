#include "flows/template.h"

#include <array>
#include <charconv>

#include "bot/base/text.h"
#include "flows/moments.h"

namespace frontdesk::flows {
namespace {

constexpr int kMaxShorten = 10000;

constexpr std::array<std::pair<std::string_view, FilterKind>, 7> kFilters = {{
    {"first_line", FilterKind::kFirstLine},
    {"shorten", FilterKind::kShorten},
    {"time", FilterKind::kTime},
    {"date", FilterKind::kDate},
    {"upper", FilterKind::kUpper},
    {"lower", FilterKind::kLower},
    {"default", FilterKind::kDefault},
}};

std::vector<std::string_view> FilterNames() {
  std::vector<std::string_view> names;
  for (const auto& [name, kind] : kFilters) names.push_back(name);
  return names;
}

class TemplateReader {
 public:
  TemplateReader(const base::Place& place, base::Findings& findings) : findings_(findings) { result_.place = place; }

  Template Read(std::string_view text) {
    while (!text.empty()) {
      const std::size_t open = text.find("{{");
      AddLiteral(text.substr(0, open));
      if (open == std::string_view::npos) break;
      const std::size_t close = text.find("}}", open + 2);
      if (close == std::string_view::npos || text.substr(open + 2, close - open - 2).find("{{") != text.npos) {
        Error("'{{' without '}}'", "close it, as in {{name}}");
        break;
      }
      AddName(text.substr(open + 2, close - open - 2));
      text.remove_prefix(close + 2);
    }
    return std::move(result_);
  }

 private:
  void Error(std::string what, std::string fix) { findings_.Error(result_.place, std::move(what), std::move(fix)); }

  void AddLiteral(std::string_view text) {
    if (!text.empty()) result_.pieces.push_back({std::string(text), {}, {}});
  }

  void AddName(std::string_view inside) {
    TemplatePiece piece;
    std::size_t bar = inside.find('|');
    piece.name = std::string(base::Trim(inside.substr(0, bar)));
    if (piece.name.empty()) return Error("a template without a name", "write {{name}}");
    while (bar != std::string_view::npos) {
      inside.remove_prefix(bar + 1);
      bar = inside.find('|');
      if (auto filter = ReadFilter(inside.substr(0, bar))) piece.filters.push_back(*filter);
    }
    result_.pieces.push_back(std::move(piece));
  }

  std::optional<Filter> ReadFilter(std::string_view text) {
    const std::size_t colon = text.find(':');
    const std::string_view name = base::Trim(text.substr(0, colon));
    const std::string_view argument =
        colon == std::string_view::npos ? std::string_view() : base::Trim(text.substr(colon + 1));
    for (const auto& [known, kind] : kFilters)
      if (known == name) return WithArgument({kind, std::string(argument), 0}, colon != std::string_view::npos);
    Error("unknown filter '" + std::string(name) + "'", base::DidYouMean(name, FilterNames()));
    return std::nullopt;
  }

  std::optional<Filter> WithArgument(Filter filter, bool given) {
    if (filter.kind == FilterKind::kShorten) {
      const char* end = filter.argument.data() + filter.argument.size();
      auto [at, error] = std::from_chars(filter.argument.data(), end, filter.count);
      if (error != std::errc() || at != end || filter.count < 1 || filter.count > kMaxShorten) {
        Error("the filter 'shorten' needs a length", "write shorten: 80");
        return std::nullopt;
      }
    } else if (filter.kind == FilterKind::kDefault) {
      if (filter.argument.empty()) Error("the filter 'default' needs a text", "write default: unknown");
    } else if (given) {
      Error("the filter '" + std::string(FilterName(filter.kind)) + "' takes nothing after a colon",
            "write " + std::string(FilterName(filter.kind)));
    }
    return filter;
  }

  base::Findings& findings_;
  Template result_;
};

std::string ChangeAsciiCase(std::string text, bool upper) {
  for (char& c : text) {
    if (upper && c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (!upper && c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

std::string AsText(const TemplateValue& value, const TemplateScope& scope) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  return base::FormatLocal(std::get<base::TimePoint>(value), scope.zone);
}

std::string FirstLine(std::string_view text) {
  const std::string_view trimmed = base::Trim(text);
  return std::string(base::Trim(trimmed.substr(0, trimmed.find('\n'))));
}

TemplateValue Apply(const Filter& filter, const TemplateValue& value, const TemplateScope& scope) {
  const auto* moment = std::get_if<base::TimePoint>(&value);
  switch (filter.kind) {
    case FilterKind::kTime:
      if (moment != nullptr) return SayTime(*moment, scope.now, scope.zone, scope.locale);
      return value;
    case FilterKind::kDate:
      if (moment != nullptr) return SayDate(*moment, scope.now, scope.zone, scope.locale);
      return SayIsoDate(std::get<std::string>(value), scope.locale);
    case FilterKind::kFirstLine: return FirstLine(AsText(value, scope));
    case FilterKind::kShorten: return base::Shorten(AsText(value, scope), static_cast<std::size_t>(filter.count));
    case FilterKind::kUpper: return ChangeAsciiCase(AsText(value, scope), true);
    case FilterKind::kLower: return ChangeAsciiCase(AsText(value, scope), false);
    case FilterKind::kDefault: break;
  }
  std::string text = AsText(value, scope);
  return base::Trim(text).empty() ? filter.argument : text;
}

}  // namespace

Template ParseTemplate(std::string_view text, const base::Place& place, base::Findings& findings) {
  return TemplateReader(place, findings).Read(text);
}

std::string Render(const Template& text, const TemplateScope& scope) {
  std::string result;
  for (const TemplatePiece& piece : text.pieces) {
    if (piece.name.empty()) {
      result += piece.literal;
      continue;
    }
    TemplateValue value = scope.find(piece.name);
    for (const Filter& filter : piece.filters) value = Apply(filter, value, scope);
    result += AsText(value, scope);
  }
  return result;
}

std::string_view FilterName(FilterKind kind) {
  for (const auto& [name, known] : kFilters)
    if (known == kind) return name;
  return "";
}

}  // namespace frontdesk::flows
