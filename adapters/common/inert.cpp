#include "adapters/common/inert.h"

#include <re2/re2.h>

#include <algorithm>
#include <cstdio>
#include <vector>

#include "bot/base/text.h"

namespace frontdesk::adapters::common {

namespace {

using base::Span;

bool IsControl(char32_t point) {
  return (point < 0x20 && point != '\n' && point != '\t') || (point >= 0x7F && point < 0xA0);
}

bool ReordersLine(char32_t point) {
  return point == 0x061C || point == 0x200E || point == 0x200F || (point >= 0x202A && point <= 0x202E) ||
         (point >= 0x2066 && point <= 0x2069);
}

std::string ByNumber(char32_t point) {
  char text[24];
  std::snprintf(text, sizeof text, "‹U+%04X›", static_cast<unsigned>(point));
  return text;
}

bool IsAlphanumeric(char32_t point) {
  return (point >= '0' && point <= '9') || (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z');
}

// "example.com" of "https://user@example.com:8443/x?y"; the user part stays in front.
std::string_view Authority(std::string_view href) {
  const auto slashes = href.find("://");
  href.remove_prefix(slashes == std::string_view::npos ? href.size() : slashes + 3);
  return href.substr(0, href.find_first_of("/?#\\"));
}

std::string HostOf(std::string_view href) {
  std::string_view host = Authority(href);
  if (base::AsciiLower(href.substr(0, 7)) == "mailto:") {
    host = href.substr(0, href.find('?'));
    const auto at = host.rfind('@');
    host.remove_prefix(at == std::string_view::npos ? host.size() : at + 1);
  }
  host = host.substr(0, host.rfind(':'));
  return base::AsciiLower(host);
}

// "../en/join-meeting.md#sound" -> "/articles/join-meeting", as articles name each other; "" for other addresses.
std::string ArticlePage(std::string_view href) {
  static const re2::RE2 kArticle(R"((?:[\w./-]*/)?([\w-][\w.-]*)\.md(?:#.*)?)");
  std::string name;
  return re2::RE2::FullMatch(href, kArticle, &name) ? "/articles/" + name : std::string();
}

void MakeInert(Span& span, std::string_view public_url) {
  span.text = InertText(span.text);
  if (span.kind != Span::Kind::kLink) return;
  if (auto href = SafeHref(span.href, public_url)) {
    span.href = std::move(*href);
    if (base::Trim(span.text).empty()) span.text = span.href;
  } else {
    span = {Span::Kind::kText, std::move(span.text), {}};
  }
}

}  // namespace

std::string InertText(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool after_return = false;
  for (const char32_t point : base::ToCodePoints(text)) {
    if (point == '\r')
      out += '\n';
    else if (IsControl(point) || ReordersLine(point))
      out += ByNumber(point);
    else if (!(point == '\n' && after_return))
      base::AppendUtf8(point, out);
    after_return = point == '\r';
  }
  return out;
}

std::string BreakMentions(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  char32_t before = 0;
  for (const char32_t point : base::ToCodePoints(text)) {
    if (before == '@' && (IsAlphanumeric(point) || point == '_' || point >= 0x80) && point != 0x200B) out += "\u200B";
    // An address: what stands before the '@' is part of it.
    const bool in_address = point == '@' && IsAlphanumeric(before);
    base::AppendUtf8(point, out);
    before = in_address ? 0 : point;
  }
  return out;
}

std::optional<std::string> SafeHref(std::string_view href, std::string_view public_url) {
  if (const std::string page = ArticlePage(href); !page.empty()) return SafeHref(page, public_url);
  if (href.starts_with('/') && !href.starts_with("//")) {
    if (public_url.empty()) return std::nullopt;
    return SafeHref(std::string(public_url) + std::string(href), {});
  }
  const bool odd = std::any_of(href.begin(), href.end(), [](unsigned char c) {
    return c <= ' ' || c == 0x7F || c == '\\' || c == '<' || c == '>';
  });
  if (odd || InertText(href) != href) return std::nullopt;
  const std::string scheme = base::AsciiLower(href.substr(0, 8));
  if (scheme.starts_with("mailto:")) return std::string(href);
  if (!scheme.starts_with("http://") && !scheme.starts_with("https://")) return std::nullopt;
  const std::string_view authority = Authority(href);
  if (authority.empty() || authority.find('@') != std::string_view::npos) return std::nullopt;
  return std::string(href);
}

bool IsUrlCharacter(char c) {
  constexpr std::string_view kOthers = "-._~:/?#@!$&'()*+,=%";
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         kOthers.find(c) != std::string_view::npos;
}

std::string_view LeadingUrl(std::string_view text) {
  if (!text.starts_with("https://") && !text.starts_with("http://")) return {};
  std::size_t size = 0;
  while (size < text.size() && IsUrlCharacter(text[size])) ++size;
  std::string_view url = text.substr(0, size);
  while (!url.empty() && std::string_view(".,;:!?'()*").find(url.back()) != std::string_view::npos)
    url.remove_suffix(1);
  return SafeHref(url, {}) ? url : std::string_view();
}

std::string HostToShow(std::string_view text, std::string_view href) {
  static const re2::RE2 kHost(R"(((?:[\p{L}\p{N}-]+\.)+\p{L}{2,}))");
  std::string named;
  // Folding turns look-alikes such as full-width letters into plain ones and drops what cannot be seen.
  if (!re2::RE2::PartialMatch(base::FoldForMatch(text), kHost, &named)) return {};
  const std::string host = HostOf(href);
  return named == host ? std::string() : host;
}

base::Message InertMessage(const base::Message& message, std::string_view public_url) {
  base::Message inert = message;
  inert.author = InertText(message.author);
  for (base::Block& block : inert.text.blocks)
    for (Span& span : block.spans) MakeInert(span, public_url);
  for (base::Button& button : inert.buttons) button.label = InertText(button.label);
  for (base::Fact& fact : inert.facts) {
    fact.label = InertText(fact.label);
    fact.value = InertText(fact.value);
  }
  for (base::FileRef& file : inert.files) file.name = InertText(file.name);
  inert.source = InertText(message.source);
  inert.source_href = SafeHref(message.source_href, public_url).value_or("");
  return inert;
}

}  // namespace frontdesk::adapters::common
